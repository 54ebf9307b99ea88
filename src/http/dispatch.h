/*
 * dispatch.h - one request from first to last, without HTTP: the server and the tests call it alike.
 *
 * begin: an empty reply.
 * admit (any thread, reading connection): identify, match, permit; before the body of an upload is taken.
 * prepare (likewise): admit, then read query and body.
 * handle: a read in the same thread; a write wherever writes run (db/writer.h), in a transaction that the caller owns.
 * finish: the reply's status and, for a failure, its words.
 */
#ifndef HTTP_DISPATCH_H
#define HTTP_DISPATCH_H

#include "http/route.h"

struct app {
	const struct routes *const *routes;
	size_t count;
	/* Who asks: from rq->token set cx->user, org, org_path, perms, lang.  No token is no failure: cx->user stays 0. */
	enum status (*identify)(struct cx *cx, const struct request *rq);
};

struct exchange {
	/* in */
	const char *method, *path;              /* path decoded, without the query */
	const struct pair *query;               /* decoded */
	size_t query_count;
	const char *body;
	size_t size;
	const char *once;                       /* Idempotency-Key, or NULL */
	struct request rq;                      /* token, address, upload filled by the caller */
	/* on the way */
	const struct route *route;
	/* out */
	int status;                             /* HTTP */
	const char *allow;                      /* 405: the methods that this address does take; else NULL */
	struct reply reply;
	struct buf out;
};

struct pair {
	const char *name, *value;
};

/* The route of a request, or NULL; writes the path's ids into rq. */
const struct route *app_find(const struct app *app, struct cx *cx, const char *method, const char *path, struct request *rq);

/* First of all: the empty reply. */
void exchange_begin(struct cx *cx, struct exchange *x);

/* May this user ask for this at all?  Needs no body. */
enum status exchange_admit(struct cx *cx, const struct app *app, struct exchange *x) MUST_CHECK;

/* STATUS_OK: go on with exchange_handle().  Else go on with exchange_finish(). */
enum status exchange_prepare(struct cx *cx, const struct app *app, struct exchange *x) MUST_CHECK;
bool exchange_writes(const struct exchange *x);
enum status exchange_handle(struct cx *cx, void *exchange) MUST_CHECK;
void exchange_undone(void *exchange);
void exchange_finish(struct cx *cx, struct exchange *x, enum status s);

/* All of it on cx's own connection: for tests and for the command line. */
void exchange_run(struct cx *cx, const struct app *app, struct exchange *x);

#endif
