#include "test/test.h"
#include "test/site.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/inspection/inspection_api.h"
#include "rooms/inspection/investigation.h"
#include "rooms/inspection/weather.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, w->cx->error); \
	} while (0)

const struct mine_reason_source mine_reason_sources[] = {
	{"stop_order", stop_order_reasons},
	{"hazard", hazard_reasons},
	{"investigation", investigation_reasons},
	{"weather", weather_reasons},
	{0},
};

static const struct routes *const routes[] = {&stop_order_routes, &hazard_routes, &criterion_routes, &plan_routes, &checklist_routes,
					     &investigation_routes, &weather_routes};


static void add_org(struct world *w, int64_t id, const char *kind, const char *name)
{
	OK(db_exec(w->cx, NULL, "INSERT INTO org (county, id, path, kind, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
		   ARGS(V(w->cx->county), V(id), V(arena_printf(w->cx->mem, "/%" PRId64 "/", id)), V(kind), V(name), V(w->cx->now))));
}

static void add_person(struct world *w, const char *login, int64_t org, const char *role)
{
	struct cx *cx = w->cx;
	int64_t id = id_new(cx);
	OK(db_exec(cx, NULL, "INSERT INTO person (county, id, org, name, login, created_at) VALUES ($1, $2, $3, $4, $4, $5)",
		   ARGS(V(cx->county), V(id), V(org), V(login), V(cx->now))));
	OK(db_exec(cx, NULL, "INSERT INTO role_grant (county, person, role, granted_by, granted_at) VALUES ($1, $2, $3, 0, $4)",
		   ARGS(V(cx->county), V(id), V(role), V(cx->now))));
	OK(db_exec(cx, NULL, "INSERT INTO evidence_owner (county, hash, person, at) VALUES ($1, $2, $3, $4)",
		   ARGS(V(cx->county), V(w->file), V(id), V(cx->now))));
}

static int64_t add_mine(struct world *w, const char *name, int64_t firm, int64_t town, int64_t industry)
{
	int64_t id = id_new(w->cx);
	OK(db_exec(w->cx, NULL,
		   "INSERT INTO mine (county, id, name, kind, enterprise, town, industry, created_at) VALUES ($1, $2, $3, 'open_pit', $4, $5, $6, $7)",
		   ARGS(V(w->cx->county), V(id), V(name), V(firm), V(town), V(industry), V(w->cx->now))));
	return id;
}

int site_setup(void **state)
{
	struct world *w = world_new();
	struct site *s = arena_new_of(w->cx->mem, struct site);
	s->w = w;
	w->routes = routes;
	w->route_count = sizeof routes / sizeof *routes;
	for (int i = 0; i < 2; i++) {
		s->firm[i] = id_new(w->cx);
		add_org(w, s->firm[i], "enterprise", i ? "青岭县红石矿业有限公司" : "青岭县白云矿业有限公司");
		add_person(w, i ? "boss2" : "boss1", s->firm[i], "enterprise");
		s->mine[i] = add_mine(w, i ? "红石滑石矿" : "白云菱镁矿", s->firm[i], w->towns[i], w->safety);
	}
	s->third_party = id_new(w->cx);
	add_org(w, s->third_party, "third_party", "安信技术服务有限公司");
	add_person(w, "safe1", s->firm[0], "enterprise");
	add_person(w, "third", s->third_party, "inspector");
	add_person(w, "reg1", w->safety, "regulator");
	add_person(w, "reg2", w->safety, "regulator");
	add_person(w, "landreg", w->land, "regulator");
	add_person(w, "townreg", w->towns[0], "regulator");
	*state = s;
	return 0;
}

int site_teardown(void **state)
{
	world_free(((struct site *)*state)->w);
	return 0;
}

/* ---- what a person does ---- */

static enum status doit(struct cx *cx, void *arg)
{
	struct site_act *d = arg;
	if (d->stop)
		return stop_order_issue(cx, d->stop, &d->id);
	if (d->hazard)
		return hazard_create(cx, d->hazard, &d->id);
	return flow_take(cx, d->flow, d->id, d->action, d->json, d->json ? strlen(d->json) : 0);
}

enum status site_try(struct site *s, const char *login, struct site_act *d)
{
	world_as(s->w, login);
	return write_now(s->w->cx, doit, d);
}

void site_take(struct site *s, const struct flow *flow, const char *login, int64_t id, const char *action, const char *json)
{
	struct site_act d = {flow, id, action, json, NULL, NULL};
	if (site_try(s, login, &d))
		fail_msg("%s %s: %s %s", login, action, s->w->cx->field ? s->w->cx->field : "", s->w->cx->error);
}

void site_refused(struct site *s, enum status want, const char *words_in_it, const struct flow *flow, const char *login, int64_t id,
		    const char *action, const char *json)
{
	struct site_act d = {flow, id, action, json, NULL, NULL};
	enum status got = site_try(s, login, &d);
	if (got != want || !strstr(s->w->cx->error ? s->w->cx->error : "", words_in_it))
		fail_msg("%s %s: %s %s", login, action, status_code(got), s->w->cx->error ? s->w->cx->error : "");
}

const char *site_with_file(struct site *s, const char *fields)
{
	return arena_printf(s->w->cx->mem, "{%s%s\"evidence\":[\"%s\"]}", fields, *fields ? "," : "", s->w->file);
}

int64_t site_stop(struct site *s, const char *login, const char *kind, bool all, int64_t mine)
{
	const char *number = arena_printf(s->w->cx->mem, "%" PRId64, mine);
	const struct stop_order_new in = {.kind = kind, .reason = "发生事故，全部停产整顿", .basis = "举措二", .from_day = world_day(s->w, 0),
					  .mines = {.items = &number, .count = mine ? 1 : 0}, .all = all};
	struct site_act d = {.stop = &in};
	if (site_try(s, login, &d))
		fail_msg("%s: %s", login, s->w->cx->error);
	return d.id;
}

int64_t site_find(struct site *s, const char *login, int64_t mine, const char *criterion)
{
	const struct hazard_new in = {.mine = mine, .kind = "site", .level = criterion ? "major" : "general", .criterion = criterion,
				      .place = "+120 m 平台", .text = "台阶坡面浮石未清除", .basis = "GB 16423"};
	struct site_act d = {.hazard = &in};
	if (site_try(s, login, &d))
		fail_msg("%s: %s", login, s->w->cx->error);
	return d.id;
}

struct hazard *site_hazard(struct site *s, int64_t id)
{
	struct world *w = s->w;
	struct hazard *h;
	world_as(w, NULL);
	OK(hazard_get(w->cx, id, &h));
	return h;
}

struct mine_status *site_status_on(struct site *s, int64_t mine, int days_from_now)
{
	struct world *w = s->w;
	struct mine *m;
	struct mine_status *out = arena_new_of(w->cx->mem, struct mine_status);
	world_as(w, NULL);
	OK(mine_get(w->cx, mine, &m));
	OK(mine_status(w->cx, m, (struct day){day_of(w->cx->now).n + days_from_now}, out));
	return out;
}

bool site_blocked_by(struct site *s, int64_t mine, int days_from_now, const char *code)
{
	const struct mine_status *st = site_status_on(s, mine, days_from_now);
	for (size_t i = 0; i < st->reasons.count; i++)
		if (st->reasons.items[i].blocks && strcmp(st->reasons.items[i].code, code) == 0)
			return true;
	return false;
}

const char *site_kept_state(struct site *s, int64_t mine)
{
	struct world *w = s->w;
	struct mine *m;
	world_as(w, NULL);
	OK(mine_get(w->cx, mine, &m));
	return m->state;
}

size_t site_seen(struct site *s, const char *login, const struct hazard_query *q)
{
	struct world *w = s->w;
	struct hazard_page page;
	world_as(w, login);
	OK(hazard_list(w->cx, q, &page));
	return page.hazards.count;
}
