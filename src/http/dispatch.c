#include "http/dispatch.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "base/letters.h"
#include "base/log.h"
#include "db/db.h"
#include "db/writer.h"

/* A number of at most 16 digits at *path; moves past it. */
static bool take_id(const char **path, int64_t *out)
{
	int64_t n = 0;
	int digits = 0;
	for (; isdigit((unsigned char)**path); ++*path, digits++)
		if (digits < 16)
			n = n * 10 + (**path - '0');
	*out = n;
	return digits > 0 && digits <= 16;
}

/* Does path fit the pattern? */
static bool fits(struct cx *cx, const char *pattern, const char *path, struct request *rq)
{
	rq->id = rq->sub = 0;
	rq->name = NULL;
	while (*pattern) {
		if (strncmp(pattern, "{id}", 4) == 0) {
			if (!take_id(&path, &rq->id))
				return false;
			pattern += 4;
		} else if (strncmp(pattern, "{sub}", 5) == 0) {
			if (!take_id(&path, &rq->sub))
				return false;
			pattern += 5;
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

const struct route *app_find(const struct app *app, struct cx *cx, const char *method, const char *path, struct request *rq)
{
	for (size_t i = 0; i < app->count; i++) {
		const struct routes *rs = app->routes[i];
		if (strncmp(path, rs->prefix, strlen(rs->prefix)) != 0)
			continue;
		for (size_t j = 0; j < rs->count; j++) {
			const struct route *r = &rs->table[j];
			if (strcmp(r->method, method) == 0 && fits(cx, r->path, path, rq))
				return r;
		}
	}
	return NULL;
}

/* The methods that this address takes, "GET, HEAD, POST"; NULL: there is nothing at this address. */
static const char *methods_of(const struct app *app, struct cx *cx, const char *path)
{
	static const char *const all[] = {"GET", "POST", "PUT", "DELETE"};
	struct request ignored;
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (app_find(app, cx, all[i], path, &ignored))
			buf_printf(&b, "%s%s%s", b.n ? ", " : "", all[i], i ? "" : ", HEAD");
	return b.n ? b.s : NULL;
}

static enum status no_route(const struct app *app, struct cx *cx, struct exchange *x)
{
	x->allow = methods_of(app, cx, x->path);
	return x->allow ? cx_fail(cx, STATUS_NOT_ALLOWED, "%s takes %s, not %s", x->path, x->allow, x->method)
			: cx_fail(cx, STATUS_NOT_FOUND, "there is no %s %s", x->method, x->path);
}

static bool is_given(const struct exchange *x, const char *name)
{
	for (size_t i = 0; i < x->query_count; i++)
		if (strcmp(x->query[i].name, name) == 0)
			return true;
	return false;
}

static enum status read_query(struct cx *cx, struct exchange *x)
{
	if (!x->route->query) {
		if (x->query_count)
			return cx_fail_field(cx, arena_strdup(cx->mem, x->query[0].name), "is not accepted here");
		return STATUS_OK;
	}
	void *query = arena_alloc(cx->mem, x->route->query->size);
	for (size_t i = 0; i < x->query_count; i++)
		TRY(record_set(cx, x->route->query, x->query[i].name, x->query[i].value, query));
	for (size_t i = 0; i < x->route->query->count; i++) {
		const struct field *f = &x->route->query->fields[i];
		if (f->flags & REQUIRED && !is_given(x, f->name))
			return cx_fail_field(cx, f->name, "is missing");
	}
	x->rq.query = query;
	return STATUS_OK;
}

void exchange_begin(struct cx *cx, struct exchange *x)
{
	buf_init(&x->out, cx->mem);
	x->reply = (struct reply){.w = {.out = &x->out}};
}

/* Text of the address comes back in answers and goes into statements, which take nothing else. */
static enum status is_text(struct cx *cx, const struct exchange *x)
{
	bool good = letters_valid(x->path) && (!x->once || letters_valid(x->once));
	for (size_t i = 0; i < x->query_count && good; i++)
		good = letters_valid(x->query[i].name) && letters_valid(x->query[i].value);
	return good ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "the address of the request is not UTF-8 text");
}

enum status exchange_admit(struct cx *cx, const struct app *app, struct exchange *x)
{
	TRY(is_text(cx, x));
	TRY(app->identify(cx, &x->rq));
	x->route = app_find(app, cx, x->method, x->path, &x->rq);
	if (!x->route)
		return no_route(app, cx, x);
	if (!(x->route->flags & ROUTE_PUBLIC)) {
		if (!cx->user)
			return cx_fail(cx, STATUS_UNAUTHORIZED, "sign in first");
		if (x->route->perm & ~cx->perms)
			return cx_fail(cx, STATUS_FORBIDDEN, "you have no right to do this");
	}
	return STATUS_OK;
}

enum status exchange_prepare(struct cx *cx, const struct app *app, struct exchange *x)
{
	TRY(exchange_admit(cx, app, x));
	TRY(read_query(cx, x));
	x->rq.of = x->route->of;
	x->rq.raw = x->body ? x->body : "";
	x->rq.raw_size = x->size;
	if (x->route->body) {
		void *body = arena_alloc(cx->mem, x->route->body->size);
		TRY(record_read(cx, x->route->body, x->body ? x->body : "", x->size, body));
		x->rq.body = body;
	}
	return STATUS_OK;
}

bool exchange_writes(const struct exchange *x)
{
	return strcmp(x->method, "GET") != 0 && !(x->route->flags & (ROUTE_READ | ROUTE_OWN_WRITE));
}

struct answer {
	const char *request, *answer;
};

static const struct field answer_fields[] = {
	FIELD(struct answer, request),
	FIELD(struct answer, answer),
};
static const struct record answer_record = RECORD(answer, answer_fields);

static const char *request_hash(struct cx *cx, const struct exchange *x)
{
	struct buf all;
	buf_init(&all, cx->mem);
	buf_printf(&all, "%s %s", x->method, x->path);
	for (size_t i = 0; i < x->query_count; i++)
		buf_printf(&all, "\n%s=%s", x->query[i].name, x->query[i].value);
	buf_puts(&all, "\n\n");
	buf_add(&all, x->body, x->size);
	return hash_hex(cx, HASH_SHA256, all.s, all.n);
}

/* The answer that this key got before, if it did. */
static enum status answered(struct cx *cx, struct exchange *x, const char *hash, bool *found)
{
	struct list l;
	TRY(db_all(cx, &answer_record, &l,
		   "SELECT request, answer FROM request_once WHERE county = $1 AND person = $2 AND key = $3",
		   ARGS(V(cx->county), V(cx->user), V(x->once))));
	*found = l.count > 0;
	if (!*found)
		return STATUS_OK;
	const struct answer *a = l.items;
	if (strcmp(a->request, hash) != 0)
		return cx_fail(cx, STATUS_CONFLICT, "this Idempotency-Key was used for another request");
	buf_puts(&x->out, a->answer);
	return STATUS_OK;
}

static enum status handle_write(struct cx *cx, struct exchange *x)
{
	const char *hash = NULL;
	if (x->once) {
		bool found;
		hash = request_hash(cx, x);
		TRY(answered(cx, x, hash, &found));
		if (found)
			return STATUS_OK;
	}
	TRY(x->route->handle(cx, &x->rq, &x->reply));
	if (!cx->ledger_entries && !(x->route->flags & ROUTE_NO_LEDGER))
		return cx_fail(cx, STATUS_INTERNAL, "%s %s left no entry in the ledger", x->method, x->route->path);
	if (!x->once || x->route->flags & ROUTE_SECRET)
		return STATUS_OK;
	return db_exec(cx, NULL,
		       "INSERT INTO request_once (county, person, key, request, answer, at) VALUES ($1, $2, $3, $4, $5, $6)",
		       ARGS(V(cx->county), V(cx->user), V(x->once), V(hash), V(x->out.s), V(cx->now)));
}

enum status exchange_handle(struct cx *cx, void *exchange)
{
	struct exchange *x = exchange;
	return exchange_writes(x) ? handle_write(cx, x) : x->route->handle(cx, &x->rq, &x->reply);
}

void exchange_undone(void *exchange)
{
	struct exchange *x = exchange;
	x->out.n = 0;
	x->out.s[0] = '\0';
	x->reply = (struct reply){.w = {.out = &x->out}};
}

static void explain(struct cx *cx, enum status s, struct jw *w)
{
	jw_begin(w, '{');
	jw_key(w, "error");
	jw_text(w, status_code(s));
	jw_key(w, "message");
	jw_text(w, s == STATUS_INTERNAL ? words(cx, "something went wrong on our side; it has been noted") : cx->error);
	if (cx->field) {
		jw_key(w, "field");
		jw_text(w, cx->field);
	}
	jw_end(w);
}

void exchange_finish(struct cx *cx, struct exchange *x, enum status s)
{
	x->status = status_http(s);
	if (!s) {
		assert(x->reply.w.depth == 0);
		return;
	}
	if (s == STATUS_INTERNAL)
		log_error("http.internal", "method=%s route=%s user=%lld error=\"%s\"", x->method,
			  x->route ? x->route->path : "-", (long long)cx->user, cx->error ? cx->error : "");
	exchange_undone(x);     /* drop what the handler had written */
	explain(cx, s, &x->reply.w);
}

void exchange_run(struct cx *cx, const struct app *app, struct exchange *x)
{
	exchange_begin(cx, x);
	enum status s = exchange_prepare(cx, app, x);
	if (!s && exchange_writes(x))
		s = write_now(cx, exchange_handle, x);
	else if (!s)
		s = exchange_handle(cx, x);
	exchange_finish(cx, x, s);
}
