#include "test/test.h"
#include "test/tenure.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include "base/id.h"
#include "db/db.h"

static const char *said = "";

const char *tenure_fmt(const char *f, ...)
{
	enum { RING = 32 };
	static char ring[RING][3000];
	static int at;
	va_list ap;
	char *s = ring[at++ % RING];
	va_start(ap, f);
	vsnprintf(s, sizeof ring[0], f, ap);
	va_end(ap);
	return s;
}

static void run(struct quarry *q, const char *sql, struct args args)
{
	if (db_exec(q->w->cx, NULL, sql, args))
		fail_msg("%s: %s", sql, q->w->cx->error);
}

static void person(struct quarry *q, const char *login, const char *org, const char *role)
{
	struct cx *cx = q->w->cx;
	int64_t id = id_new(cx);
	run(q, "INSERT INTO person (county, id, org, name, login, created_at) VALUES ($1, $2, $3, $4, $4, $5)",
	    ARGS(V(cx->county), V(id), V(world_org(q->w, org)), V(login), V(cx->now)));
	run(q, "INSERT INTO role_grant (county, person, role, granted_by, granted_at) VALUES ($1, $2, $3, 0, $4)",
	    ARGS(V(cx->county), V(id), V(role), V(cx->now)));
	run(q, "INSERT INTO evidence_owner (county, hash, person, at) VALUES ($1, $2, $3, $4)", ARGS(V(cx->county), V(q->w->file), V(id), V(cx->now)));
}

struct quarry *tenure_new(const struct routes *const *routes, size_t count)
{
	struct quarry *q = quarry_new();
	q->w->routes = routes;
	q->w->route_count = count;
	person(q, "rights", "县自然资源局", "tenure_officer");
	person(q, "invest", "县招商中心", "investment_officer");
	person(q, "invest2", "县招商中心", "investment_officer");
	person(q, "eco", "县生态环境局", "clerk");
	person(q, "forest", "县林草局", "clerk");
	person(q, "water", "县水利局", "clerk");
	return q;
}

int tenure_step(struct quarry *q, const char *login, const char *kind, int64_t id, const char *action, const char *body)
{
	struct exchange *x = world_ask(q->w, login, "POST", tenure_fmt("/api/%s/%" PRId64 "/steps/%s", kind, id, action), body);
	said = x->out.s;
	return x->status;
}

const char *tenure_said(void)
{
	return said;
}

int64_t tenure_post(struct quarry *q, const char *login, const char *path, const char *body)
{
	struct exchange *x = world_ask(q->w, login, "POST", path, body);
	if (x->status != 200)
		fail_msg("%s: %d %s", path, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	int64_t id = json_integer_value(json_object_get(j, "id"));
	json_decref(j);
	return id;
}
