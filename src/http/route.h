/*
 * route.h - the HTTP interface as tables.
 *
 * Each room owns one table of routes; http/dispatch.c does everything that is the same for all of them: match, identify
 * the user, check the permission, read and validate query and body, open a transaction, call the handler, commit or
 * roll back, write the reply or the error.  A handler knows no HTTP.  OpenAPI and the app's types are printed from the
 * same rows.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "base/cx.h"
#include "base/json.h"
#include "base/record.h"

/* A file that came in the body, in a temporary place; removed when the request ends unless someone renames it. */
struct upload {
	const char *path;
	int64_t size;
};

struct request {
	int64_t id, sub;        /* the {id} and {sub} of the path; 0 if the route has none */
	const char *name;       /* the {name} of the path, likewise NULL */
	const void *query;      /* a struct as route.query describes it, or NULL */
	const void *body;       /* a struct as route.body describes it, or NULL */
	const void *of;         /* route.of */
	const char *raw;        /* the body as it came, for a handler that knows its record only later (a flow's step) */
	size_t raw_size;
	struct upload upload;   /* ROUTE_UPLOAD */
	const char *token;      /* the session cookie or bearer token, or NULL */
	bool chosen_lang;       /* the page says its language, which goes before the account's */
	bool bearer;            /* the token came in an Authorization header: from a program, not from a browser */
	const char *address;    /* of the client, for the audit trail */
	const char *agent;
	int64_t last_event;     /* Last-Event-ID of an event stream */
};

struct reply {
	struct jw w;            /* the JSON reply; a handler that sends something else leaves it alone */
	const char *file;       /* send this file … */
	bool temporary;         /* … which was made for this reply: removed as soon as it is open */
	const void *bytes;      /* … or these bytes (in cx->mem) */
	size_t size;
	const char *type;       /* their content type, where the table cannot say it */
	const char *download;   /* a file name: the browser saves instead of showing */
	bool immutable;         /* may be kept for ever: named by its hash */
	const char *cookie;     /* a Set-Cookie value */
};

enum route_flags {
	ROUTE_PUBLIC    = 1 << 0,       /* needs no sign-in; everything else needs one, and .perm if not 0 */
	ROUTE_UPLOAD    = 1 << 1,       /* the body is a file, as it is (application/octet-stream); see request.upload */
	ROUTE_NO_LEDGER = 1 << 2,       /* a write that is not business: sign-in, marking a notification as read */
	ROUTE_LIST      = 1 << 3,       /* the reply is {"items":[reply…],"next":cursor or null,…} */
	ROUTE_STREAM    = 1 << 4,       /* an event stream; handled by the server itself */
	ROUTE_RAW       = 1 << 6,       /* the body is JSON that the handler reads itself, from request.raw */
	ROUTE_READ      = 1 << 5,       /* a POST that only reads (too much to say in a query string) */
	ROUTE_OWN_WRITE = 1 << 7,       /* the handler computes for long (hashing a password): it runs in a slow thread, in no
					 * transaction, and hands its small write to write_from(); the answer is not kept for
					 * an Idempotency-Key */
	ROUTE_FLOW      = 1 << 9,       /* the answer is the page that .of, a struct flow_page, describes (core/flow_api.h's own routes
					 * say so by their handlers) */
	ROUTE_SECRET    = 1 << 8,       /* the answer tells a secret of which only a hash is kept: so it is not kept for an
					 * Idempotency-Key either */
};

#define TYPE_HTML "text/html; charset=utf-8"
#define TYPE_XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

struct route {
	const char *method, *path;      /* {id} and {sub} take digits, {name} takes one segment */
	uint64_t perm;                  /* bits of core/perm.h, all needed; 0: any signed-in user */
	enum status (*handle)(struct cx *cx, const struct request *rq, struct reply *reply);
	const struct record *query, *body, *reply;      /* NULL: none */
	const struct answer_key *keys;  /* what the answer has beside the fields of .reply; NULL: nothing */
	const char *type;               /* media type of an answer that is a file; NULL: JSON */
	const void *of;                 /* what a handler that serves many routes is to work on (core/flow_api.h); or NULL */
	unsigned flags;
	int64_t max_body;               /* bytes; 0: 1 MiB */
	const char *help;               /* one line for OpenAPI */
};

struct routes {
	const char *prefix;             /* all paths of the table begin with it */
	const struct route *table;
	size_t count;
};
#define ROUTES(prefix, table) {(prefix), (table), sizeof(table) / sizeof *(table)}

#endif
