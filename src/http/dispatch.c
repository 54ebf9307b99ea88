#include "http/route.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "db/db.h"

/* Does path fit the pattern?  {id} takes digits, {name} takes one segment; both go to rq. */
static bool fits(struct cx *cx, const char *pattern, const char *path, struct request *rq)
{
	*rq = (struct request){0};
	while (*pattern) {
		if (strncmp(pattern, "{id}", 4) == 0 && isdigit((unsigned char)*path)) {
			char *end;
			rq->id = strtoll(path, &end, 10);
			path = end;
			pattern += 4;
		} else if (strncmp(pattern, "{name}", 6) == 0 && *path && *path != '/') {
			size_t n = strcspn(path, "/");
			rq->name = arena_printf(cx->mem, "%.*s", (int)n, path);
			path += n;
			pattern += 6;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return *path == '\0';
}

static const struct route *find(struct cx *cx, const struct routes *all, size_t n,
				const char *method, const char *path, struct request *rq)
{
	for (size_t i = 0; i < n; i++) {
		if (strncmp(path, all[i].prefix, strlen(all[i].prefix)) != 0)
			continue;
		for (size_t j = 0; j < all[i].count; j++) {
			const struct route *r = &all[i].table[j];
			if (strcmp(r->method, method) == 0 && fits(cx, r->path, path, rq))
				return r;
		}
	}
	return NULL;
}

static enum status serve(struct cx *cx, const struct route *route, struct request *rq,
			 const char *text, size_t len, struct jw *reply)
{
	if (route->perm && !cx->user)
		return cx_fail(cx, STATUS_UNAUTHORIZED, "log in first");
	if (route->perm & ~cx->perms)
		return cx_fail(cx, STATUS_FORBIDDEN, "not allowed");
	if (route->body) {
		void *body = arena_alloc(cx->mem, route->body->size);
		TRY(record_read(cx, route->body, text, len, body));
		rq->body = body;
	}
	if (strcmp(route->method, "GET") == 0)
		return route->handle(cx, rq, reply);

	TRY(db_begin(cx));
	enum status s = route->handle(cx, rq, reply);
	if (!s)
		s = db_commit(cx);
	if (s)
		db_rollback(cx);
	return s;
}

static void explain(struct cx *cx, enum status s, struct jw *w)
{
	jw_begin(w, '{');
	jw_key(w, "error");
	jw_text(w, status_code(s));
	jw_key(w, "message");
	jw_text(w, s == STATUS_INTERNAL ? "internal error" : cx->error);
	if (cx->field) {
		jw_key(w, "field");
		jw_text(w, cx->field);
	}
	jw_end(w);
}

int dispatch(struct cx *cx, const struct routes *all, size_t n,
	     const char *method, const char *path, const char *text, size_t len, struct buf *body)
{
	buf_init(body, cx->mem);
	struct jw reply = {.out = body};
	struct request rq = {0};

	const struct route *route = find(cx, all, n, method, path, &rq);
	enum status s = route ? serve(cx, route, &rq, text, len, &reply)
			      : cx_fail(cx, STATUS_NOT_FOUND, "no %s %s here", method, path);
	if (s) {
		buf_init(body, cx->mem);        /* drop what the handler had written */
		reply = (struct jw){.out = body};
		explain(cx, s, &reply);
	}
	return status_http(s);
}
