/*
 * settings.h - what an installation decides once, in a file of [section] key = value.
 *
 * Every setting may also come from the environment (KUANGAN_SERVER_PORT) and, before that, from the command line
 * (--server.port=…).  An unknown key is an error with its line, so that a slip is not silently ignored.
 * `kuangan settings` prints the file with every default and what it means: the table is the documentation.
 */
#ifndef MAIN_SETTINGS_H
#define MAIN_SETTINGS_H

#include "base/buf.h"
#include "base/cx.h"

struct settings {
	const char *data;               /* the data folder */
	int64_t county;                 /* 0: the one that the database holds */
	const char *address;
	int64_t port;
	int64_t threads;
	bool secure_cookie;
	const char *proxy;              /* "": none */
	const char *web;
	const char *database;           /* "": SQLite in the data folder */
	int64_t writers;
	int64_t node;
	const char *clock;              /* "": the machine's; a time: stands there at the start and runs on */
	bool clock_stands;              /* it does not run on */
	bool log_requests;
	bool daily;                     /* a backup every night */
};

/* Defaults, then the file (path NULL: <data>/kuangan.conf if it is there), then the environment, then set[] of
 * "section.key=value".  INVALID with file and line, or the name of the variable. */
enum status settings_load(struct cx *cx, const char *path, const char *const *set, int count, struct settings *out) MUST_CHECK;

/* The commented file with these values. */
void settings_print(struct cx *cx, const struct settings *s, struct buf *out);

/* "sqlite:<data>/kuangan.db" or what the file says. */
const char *settings_database(struct cx *cx, const struct settings *s);

#endif
