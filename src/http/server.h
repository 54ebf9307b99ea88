/*
 * server.h - microhttpd in front of dispatch.h: sockets, threads, files, nothing of the rooms.
 *
 * Poll mode with a pool of threads (epoll mode of this library stalls at 128 ready connections).  Each thread reads
 * through a connection of its own; writes go to the writer while their client's connection sleeps, so that a thread
 * never waits for a disk.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "db/writer.h"
#include "http/dispatch.h"
#include "http/static.h"

struct server;

/* A stream of events to one client.  next() is called whenever server_wake() was, and at the start. */
struct stream_source {
	void *arg;
	/* The client's place in the stream; cx is the identified request's and ends before the place does. */
	void *(*open)(void *arg, struct cx *cx, int64_t last_event);
	/* Up to room bytes of "event: …\ndata: …\n\n" text into out; 0: nothing now; -1: end the stream. */
	int (*next)(void *place, char *out, size_t room);
	void (*close)(void *place);
};

struct server_options {
	const char *address;            /* "127.0.0.1"; IPv4 or IPv6 literal */
	int port;                       /* 0: any free one, see server_port() */
	unsigned threads;
	const char *database;           /* for the reading connections */
	const char *proxy;              /* address of the proxy whose X-Real-IP is believed; NULL or "": none */
	const char *data;               /* uploads go to its tmp/ */
	int64_t county;
	int64_t (*clock)(void);         /* the server's clock, maybe fixed or offset */
	bool log_requests;
	bool secure_cookie;             /* behind TLS */
	const struct app *app;
	struct writer *writer;
	const struct files *files;      /* the web app; NULL: none */
	const struct stream_source *stream;     /* for ROUTE_STREAM; NULL: none */
};

/* INTERNAL: the port is taken, a thread could not start (the message says which). */
enum status server_start(struct cx *cx, const struct server_options *options, struct server **out) MUST_CHECK;
int server_port(const struct server *s);
void server_wake(struct server *s);             /* from any thread: streams have something to say */
/* Take no new connections and answer what has come, for ten seconds at most; the writer must still run. */
void server_drain(struct server *s);
void server_stop(struct server *s);

#endif
