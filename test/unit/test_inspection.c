#include "test/test.h"

#include <inttypes.h>
#include <string.h>
#include "base/buf.h"
#include "base/id.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/inspection/hazard.h"
#include "rooms/inspection/inspection_api.h"
#include "rooms/inspection/plan.h"
#include "rooms/inspection/resume.h"
#include "test/world.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, w->cx->error); \
	} while (0)

const struct mine_reason_source mine_reason_sources[] = {
	{"stop_order", stop_order_reasons},
	{"hazard", hazard_reasons},
	{0},
};

static const struct routes *const routes[] = {&stop_order_routes, &hazard_routes, &criterion_routes, &plan_routes, &checklist_routes};

/* Two enterprises with a mine each on the land of two towns, and the people around them. */
struct site {
	struct world *w;
	int64_t firm[2], mine[2], third_party;
};

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

static int setup(void **state)
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
	add_person(w, "third", s->third_party, "inspector");
	add_person(w, "reg1", w->safety, "regulator");
	add_person(w, "reg2", w->safety, "regulator");
	add_person(w, "landreg", w->land, "regulator");
	add_person(w, "townreg", w->towns[0], "regulator");
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	world_free(((struct site *)*state)->w);
	return 0;
}

/* ---- what a person does ---- */

struct doing {
	const struct flow *flow;
	int64_t id;
	const char *action, *json;
	const struct stop_order_new *stop;
	const struct hazard_new *hazard;
};

static enum status doit(struct cx *cx, void *arg)
{
	struct doing *d = arg;
	if (d->stop)
		return stop_order_issue(cx, d->stop, &d->id);
	if (d->hazard)
		return hazard_create(cx, d->hazard, &d->id);
	return flow_take(cx, d->flow, d->id, d->action, d->json, d->json ? strlen(d->json) : 0);
}

static enum status run(struct site *s, const char *login, struct doing *d)
{
	world_as(s->w, login);
	return write_now(s->w->cx, doit, d);
}

static void take(struct site *s, const struct flow *flow, const char *login, int64_t id, const char *action, const char *json)
{
	struct doing d = {flow, id, action, json, NULL, NULL};
	if (run(s, login, &d))
		fail_msg("%s %s: %s %s", login, action, s->w->cx->field ? s->w->cx->field : "", s->w->cx->error);
}

static void refused(struct site *s, enum status want, const char *words_in_it, const struct flow *flow, const char *login, int64_t id,
		    const char *action, const char *json)
{
	struct doing d = {flow, id, action, json, NULL, NULL};
	enum status got = run(s, login, &d);
	if (got != want || !strstr(s->w->cx->error ? s->w->cx->error : "", words_in_it))
		fail_msg("%s %s: %s %s", login, action, status_code(got), s->w->cx->error ? s->w->cx->error : "");
}

static const char *with_file(struct site *s, const char *fields)
{
	return arena_printf(s->w->cx->mem, "{%s%s\"evidence\":[\"%s\"]}", fields, *fields ? "," : "", s->w->file);
}

static int64_t stop(struct site *s, const char *login, const char *kind, bool all, int64_t mine)
{
	const char *number = arena_printf(s->w->cx->mem, "%" PRId64, mine);
	const struct stop_order_new in = {.kind = kind, .reason = "发生事故，全部停产整顿", .basis = "举措二", .from_day = world_day(s->w, 0),
					  .mines = {.items = &number, .count = mine ? 1 : 0}, .all = all};
	struct doing d = {.stop = &in};
	if (run(s, login, &d))
		fail_msg("%s: %s", login, s->w->cx->error);
	return d.id;
}

static int64_t find(struct site *s, const char *login, int64_t mine, const char *criterion)
{
	const struct hazard_new in = {.mine = mine, .kind = "site", .level = criterion ? "major" : "general", .criterion = criterion,
				      .place = "+120 m 平台", .text = "台阶坡面浮石未清除", .basis = "GB 16423"};
	struct doing d = {.hazard = &in};
	if (run(s, login, &d))
		fail_msg("%s: %s", login, s->w->cx->error);
	return d.id;
}

static struct hazard *hazard(struct site *s, int64_t id)
{
	struct world *w = s->w;
	struct hazard *h;
	world_as(w, NULL);
	OK(hazard_get(w->cx, id, &h));
	return h;
}

static struct mine_status *status_on(struct site *s, int64_t mine, int days_from_now)
{
	struct world *w = s->w;
	struct mine *m;
	struct mine_status *out = arena_new_of(w->cx->mem, struct mine_status);
	world_as(w, NULL);
	OK(mine_get(w->cx, mine, &m));
	OK(mine_status(w->cx, m, (struct day){day_of(w->cx->now).n + days_from_now}, out));
	return out;
}

static bool blocked_by(struct site *s, int64_t mine, int days_from_now, const char *code)
{
	const struct mine_status *st = status_on(s, mine, days_from_now);
	for (size_t i = 0; i < st->reasons.count; i++)
		if (st->reasons.items[i].blocks && strcmp(st->reasons.items[i].code, code) == 0)
			return true;
	return false;
}

static const char *kept_state(struct site *s, int64_t mine)
{
	struct world *w = s->w;
	struct mine *m;
	world_as(w, NULL);
	OK(mine_get(w->cx, mine, &m));
	return m->state;
}

/* ---- orders to stop ---- */

static void test_stop_all(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct stop_order *o;
	int64_t id = stop(s, "reg1", "county", true, 0);
	assert_string_equal(kept_state(s, s->mine[0]), "stopped");
	assert_true(blocked_by(s, s->mine[0], 0, "stop_order") && blocked_by(s, s->mine[1], 30, "stop_order"));
	assert_false(blocked_by(s, s->mine[0], -1, "stop_order"));
	take(s, &stop_order_flow, "boss1", id, "sign", NULL);
	refused(s, STATUS_CONFLICT, "signed for it already", &stop_order_flow, "boss1", id, "sign", NULL);
	refused(s, STATUS_FORBIDDEN, "may not do this", &stop_order_flow, "reg1", id, "sign", NULL);
	world_as(w, NULL);
	OK(stop_order_get(w->cx, id, &o));
	assert_string_equal(o->row.state, "issued");
	assert_int_equal(o->served, 1);
	take(s, &stop_order_flow, "reg1", id, "serve", with_file(s, arena_printf(w->cx->mem, "\"mine\":%" PRId64 ",\"how\":\"left\"", s->mine[1])));
	OK(stop_order_get(w->cx, id, &o));
	assert_string_equal(o->row.state, "served");
}

/* No way around acceptance: such an order is neither lifted nor revoked by hand. */
static void test_stop_shortcuts(void **state)
{
	struct site *s = *state;
	int64_t id = stop(s, "reg1", "county", true, 0);
	static const char lift[] = "{\"reason\":\"已经整改完毕\"}";
	refused(s, STATUS_FORBIDDEN, "resumption is approved", &stop_order_flow, "reg1", id, "lift", lift);
	refused(s, STATUS_FORBIDDEN, "only the organisation that ordered it", &stop_order_flow, "landreg", id, "lift", lift);
	refused(s, STATUS_FORBIDDEN, "may not do this", &stop_order_flow, "boss1", id, "lift", lift);
	refused(s, STATUS_NOT_FOUND, "no step", &stop_order_flow, "reg1", id, "resume",
		arena_printf(s->w->cx->mem, "{\"mine\":%" PRId64 ",\"reason\":\"x\",\"day\":\"2023-10-25\"}", s->mine[0]));
	refused(s, STATUS_FORBIDDEN, "another person", &stop_order_flow, "reg1", id, "revoke", "{\"reason\":\"下错了指令\"}");
	take(s, &stop_order_flow, "boss1", id, "sign", NULL);
	refused(s, STATUS_CONFLICT, "not revoked", &stop_order_flow, "reg2", id, "revoke", "{\"reason\":\"下错了指令\"}");
	assert_true(blocked_by(s, s->mine[0], 0, "stop_order"));
}

static void test_stop_revoke(void **state)
{
	struct site *s = *state;
	int64_t id = stop(s, "reg1", "department", false, s->mine[0]);
	assert_string_equal(kept_state(s, s->mine[0]), "stopped");
	take(s, &stop_order_flow, "reg2", id, "revoke", "{\"reason\":\"下错了矿山\"}");
	assert_string_equal(kept_state(s, s->mine[0]), "working");
}

struct lifting {
	int64_t mine;
	struct day day;
};

static enum status lift_it(struct cx *cx, void *arg)
{
	const struct lifting *l = arg;
	TRY(stop_order_lift(cx, l->mine, "联合验收合格，批准复工", l->day));
	return mine_refresh(cx, l->mine);
}

/* Resumption releases one mine from the county's order, not from a department's own, which that department lifts. */
static void test_stop_resumption(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	int64_t county = stop(s, "reg1", "county", true, 0), own = stop(s, "landreg", "department", false, s->mine[0]);
	struct stop_order *o;
	world_pass(w, 20);
	struct lifting l = {s->mine[0], day_of(w->cx->now)};
	world_as(w, "deputy");
	OK(write_now(w->cx, lift_it, &l));
	assert_true(blocked_by(s, s->mine[0], 0, "stop_order"));
	refused(s, STATUS_INVALID, "past", &stop_order_flow, "landreg", own, "lift", "{\"reason\":\"违法开采已纠正\",\"day\":\"2023-11-13\"}");
	take(s, &stop_order_flow, "landreg", own, "lift", "{\"reason\":\"违法开采已纠正\"}");
	assert_false(blocked_by(s, s->mine[0], 0, "stop_order"));
	assert_true(blocked_by(s, s->mine[0], -1, "stop_order"));      /* and yesterday it held */
	assert_true(blocked_by(s, s->mine[1], 0, "stop_order"));       /* the other mine is still stopped */
	assert_string_equal(kept_state(s, s->mine[0]), "working");
	OK(stop_order_get(w->cx, county, &o));
	assert_string_equal(o->row.state, "issued");
	l.mine = s->mine[1];
	world_as(w, "deputy");
	OK(write_now(w->cx, lift_it, &l));
	world_as(w, NULL);
	OK(stop_order_get(w->cx, county, &o));
	assert_string_equal(o->row.state, "lifted");
	assert_string_equal(o->ended_on, world_day(w, 0));
}

/* ---- hazards ---- */

static const char order_plain[] = "{\"requirement\":\"立即清除浮石，整改到位\"}";

static void test_general(void **state)
{
	struct site *s = *state;
	int64_t id = find(s, "reg1", s->mine[0], NULL);
	refused(s, STATUS_CONFLICT, "cannot do this now", &hazard_flow, "boss1", id, "rectify", with_file(s, "\"statement\":\"已清除浮石\""));
	take(s, &hazard_flow, "reg1", id, "order", order_plain);
	assert_string_equal(hazard(s, id)->due, "");
	refused(s, STATUS_CONFLICT, "sign for the order first", &hazard_flow, "boss1", id, "rectify", with_file(s, "\"statement\":\"已清除浮石\""));
	refused(s, STATUS_NOT_FOUND, "no such hazard", &hazard_flow, "boss2", id, "sign", NULL);
	refused(s, STATUS_FORBIDDEN, "may not do this", &hazard_flow, "reg1", id, "sign", NULL);
	world_pass(s->w, 2);
	take(s, &hazard_flow, "boss1", id, "sign", NULL);
	assert_string_equal(hazard(s, id)->due, "2023-11-06");  /* served 10-27, ten days on */
	refused(s, STATUS_INVALID, "evidence is needed", &hazard_flow, "boss1", id, "rectify", "{\"statement\":\"已清除浮石\"}");
	take(s, &hazard_flow, "boss1", id, "rectify", with_file(s, "\"statement\":\"已清除浮石\""));
	refused(s, STATUS_FORBIDDEN, "may not do this", &hazard_flow, "boss1", id, "pass", "{\"opinion\":\"复查合格\"}");
	refused(s, STATUS_NOT_FOUND, "no such hazard", &hazard_flow, "third", id, "pass", "{\"opinion\":\"复查合格\"}");
}

static void test_recheck(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct list l;
	int64_t id = find(s, "reg1", s->mine[0], NULL);
	take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
	assert_string_equal(hazard(s, id)->due, "2023-11-04");
	take(s, &hazard_flow, "boss1", id, "rectify", with_file(s, "\"statement\":\"已清除浮石\""));
	take(s, &hazard_flow, "reg2", id, "fail", "{\"opinion\":\"西侧仍有浮石\"}");
	assert_string_equal(hazard(s, id)->row.state, "returned");
	assert_int_equal(hazard(s, id)->repeats, 1);
	world_pass(w, 11);      /* 11-05: a day late */
	assert_true(hazard(s, id)->overdue);
	refused(s, STATUS_CONFLICT, "before the day", &hazard_flow, "boss1", id, "ask_extension",
		"{\"day\":\"2023-11-20\",\"reason\":\"设备未到货\",\"measures\":\"设警戒线，专人看守\"}");
	take(s, &hazard_flow, "boss1", id, "rectify", with_file(s, "\"statement\":\"西侧浮石已清除\""));
	assert_false(hazard(s, id)->overdue);
	take(s, &hazard_flow, "reg1", id, "pass", "{\"opinion\":\"复查合格\"}");
	assert_string_equal(hazard(s, id)->row.state, "closed");
	assert_string_equal(hazard(s, id)->ended_on, "2023-11-05");
	OK(hazard_rounds(w->cx, id, &l));
	assert_int_equal(l.count, 2);
	const struct hazard_round *r = l.items;
	assert_false(r[0].passed);
	assert_true(r[1].passed);
	assert_string_equal(r[0].recheck_by, "2023-11-04");
	refused(s, STATUS_CONFLICT, "cannot do this now", &hazard_flow, "boss1", id, "rectify", with_file(s, "\"statement\":\"再次整改\""));
}

static void test_printed_day(void **state)
{
	struct site *s = *state;
	int64_t id = find(s, "reg1", s->mine[0], NULL), other = find(s, "reg1", s->mine[0], NULL);
	refused(s, STATUS_INVALID, "needs its reason", &hazard_flow, "reg1", id, "order",
		"{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\",\"due\":\"2023-11-05\"}");
	refused(s, STATUS_INVALID, "past", &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"due\":\"2023-10-24\"}");
	take(s, &hazard_flow, "reg1", id, "order",
	     "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\",\"due\":\"2023-11-05\",\"why_longer\":\"须等爆破作业完成\"}");
	assert_string_equal(hazard(s, id)->due, "2023-11-05");
	take(s, &hazard_flow, "reg1", other, "order", "{\"requirement\":\"立即清除浮石\",\"due\":\"2023-10-28\"}");
	world_pass(s->w, 1);
	take(s, &hazard_flow, "boss1", other, "sign", NULL);
	assert_string_equal(hazard(s, other)->due, "2023-10-28");      /* the printed day stands */
}

static void test_extension(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct list l;
	int64_t id = find(s, "reg1", s->mine[0], NULL);
	static const char ask[] = "{\"day\":\"2023-11-15\",\"reason\":\"设备未到货\",\"measures\":\"设警戒线，专人看守\"}";
	take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
	take(s, &hazard_flow, "boss1", id, "ask_extension", ask);
	refused(s, STATUS_CONFLICT, "waiting for a decision", &hazard_flow, "boss1", id, "ask_extension", ask);
	OK(hazard_extensions(w->cx, id, &l));
	int64_t wish = ((const struct hazard_extension *)l.items)->row.id;
	refused(s, STATUS_FORBIDDEN, "may not do this", &hazard_extension_flow, "boss1", wish, "grant", NULL);
	refused(s, STATUS_NOT_FOUND, "no such hazard", &hazard_extension_flow, "boss2", wish, "take_back", NULL);
	world_pass(w, 3);
	take(s, &hazard_extension_flow, "reg2", wish, "grant", "{\"note\":\"同意\"}");
	assert_string_equal(hazard(s, id)->due, "2023-11-15");
	assert_int_equal(hazard(s, id)->extensions, 1);
	const struct mine_status *then = status_on(s, s->mine[0], -1), *now = status_on(s, s->mine[0], 0);
	assert_string_equal(then->reasons.items[0].by, "2023-11-04");  /* as it was before the grant */
	assert_string_equal(now->reasons.items[0].by, "2023-11-15");
}

static const char five[] = "\"person\":\"李建国\",\"phone\":\"13800000000\",\"measures\":\"自上而下清除浮石，削坡至设计坡角\",\"funds\":200000,"
			   "\"source\":\"安全生产费用\",\"by\":\"2023-12-20\",\"emergency\":\"边坡坍塌现场处置方案\"";

static void test_major(void **state)
{
	struct site *s = *state;
	int64_t id = find(s, "reg1", s->mine[0], "OP-04");
	assert_true(blocked_by(s, s->mine[0], 0, "major_hazard"));
	assert_string_equal(kept_state(s, s->mine[0]), "stopped");
	refused(s, STATUS_INVALID, "prints the day", &hazard_flow, "reg1", id, "order", order_plain);
	take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"停产削坡\",\"served_on\":\"2023-10-25\",\"due\":\"2023-12-25\"}");
	refused(s, STATUS_CONFLICT, "five fixes", &hazard_flow, "boss1", id, "rectify", with_file(s, "\"statement\":\"已清除浮石\""));
	refused(s, STATUS_INVALID, "", &hazard_flow, "boss1", id, "plan",
		with_file(s, "\"person\":\"李建国\",\"phone\":\"13800000000\",\"measures\":\"自上而下清除浮石，削坡至设计坡角\",\"by\":\"2023-12-20\""));
	take(s, &hazard_flow, "boss1", id, "plan", with_file(s, five));
	refused(s, STATUS_FORBIDDEN, "may not do this", &hazard_flow, "boss1", id, "list", "{\"no\":\"青安委督〔2023〕1号\",\"level\":\"county\"}");
	take(s, &hazard_flow, "boss1", id, "rectify", with_file(s, "\"statement\":\"削坡已经完成\""));
	refused(s, STATUS_CONFLICT, "listed for supervision before", &hazard_flow, "reg2", id, "pass", with_file(s, "\"opinion\":\"验收合格\""));
	take(s, &hazard_flow, "reg1", id, "list", "{\"no\":\"青安委督〔2023〕1号\",\"level\":\"county\"}");
	refused(s, STATUS_INVALID, "evidence is needed", &hazard_flow, "reg2", id, "pass", "{\"opinion\":\"验收合格\"}");
	world_pass(s->w, 5);
	take(s, &hazard_flow, "reg2", id, "pass", with_file(s, "\"opinion\":\"验收合格\""));
	assert_string_equal(hazard(s, id)->row.state, "passed");
	assert_true(blocked_by(s, s->mine[0], 0, "major_hazard"));
	refused(s, STATUS_FORBIDDEN, "that listed it", &hazard_flow, "landreg", id, "delist", "{\"opinion\":\"摘牌公示\"}");
	take(s, &hazard_flow, "reg2", id, "delist", "{\"opinion\":\"摘牌公示\"}");
	assert_false(blocked_by(s, s->mine[0], 0, "major_hazard"));
	assert_true(blocked_by(s, s->mine[0], -5, "major_hazard"));
	assert_string_equal(kept_state(s, s->mine[0]), "working");
}

/* Cancelling or criteria of the wrong kind are no way around either. */
static void test_major_shortcuts(void **state)
{
	struct site *s = *state;
	struct hazard_new in = {.mine = s->mine[0], .kind = "site", .level = "major", .criterion = "UG-04", .text = "图纸与实际不符"};
	struct doing d = {.hazard = &in};
	assert_int_equal(run(s, "reg1", &d), STATUS_INVALID);
	in.criterion = "OP-S2"; /* not in force before 2024-04-23 */
	assert_int_equal(run(s, "reg1", &d), STATUS_INVALID);
	in.criterion = NULL;
	assert_int_equal(run(s, "reg1", &d), STATUS_INVALID);
	in.mine = s->mine[1];
	assert_int_equal(run(s, "boss1", &d), STATUS_NOT_FOUND);
	int64_t id = find(s, "reg1", s->mine[0], "OP-04");
	refused(s, STATUS_FORBIDDEN, "another person", &hazard_flow, "reg1", id, "cancel", "{\"reason\":\"判定有误\"}");
	refused(s, STATUS_FORBIDDEN, "may not do this", &hazard_flow, "boss1", id, "cancel", "{\"reason\":\"判定有误\"}");
	int64_t general = find(s, "reg1", s->mine[1], NULL);
	assert_false(blocked_by(s, s->mine[1], 0, "major_hazard"));
	take(s, &hazard_flow, "reg2", general, "regrade", "{\"criterion\":\"OP-03\",\"basis\":\"未分台阶开采\"}");
	assert_true(blocked_by(s, s->mine[1], 0, "major_hazard"));
	assert_false(blocked_by(s, s->mine[1], -1, "major_hazard"));
}

/* A stopped mine's general hazards keep it from resuming; those of a working one are a remark. */
static void test_general_blocks(void **state)
{
	struct site *s = *state;
	find(s, "reg1", s->mine[0], NULL);
	assert_true(status_on(s, s->mine[0], 0)->may_work);
	assert_int_equal(status_on(s, s->mine[0], 0)->reasons.count, 1);
	stop(s, "reg1", "department", false, s->mine[0]);
	assert_true(blocked_by(s, s->mine[0], 0, "hazard_open"));
}

/* ---- clocks ---- */

static void test_due_days(void **state)
{
	static const struct {
		const char *served;
		int days, roll;
		const char *due;
	} table[] = {   /* worked out by hand on a calendar */
		{"2023-10-21", 10, -1, "2023-10-31"}, {"2023-10-25", -1, -1, "2023-11-04"}, {"2024-02-19", 10, -1, "2024-02-29"},
		{"2024-02-20", 10, -1, "2024-03-01"}, {"2023-02-19", 10, -1, "2023-03-01"}, {"2023-12-25", 10, -1, "2024-01-04"},
		{"2024-02-28", 1, -1, "2024-02-29"}, {"2023-09-25", 10, -1, "2023-10-05"}, {"2023-09-25", 10, ROLL_WORKING, "2023-10-07"},
		{"2024-09-30", 5, ROLL_WORKING, "2024-10-08"}, {"2025-09-28", 10, ROLL_WORKING, "2025-10-09"},
	};
	struct site *s = *state;
	struct world *w = s->w;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct hazard_due due;
		struct day served;
		assert_true(day_parse(table[i].served, &served));
		OK(hazard_general_due(w->cx, served, table[i].days, table[i].roll, &due));
		assert_string_equal(inspection_day(w->cx, due.due.day), table[i].due);
		assert_int_equal(due.rule != NULL, strcmp(table[i].served, "2023-09-30") >= 0);
	}
}

static void test_clocks(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct list l;
	int64_t id = find(s, "reg1", s->mine[0], "OP-04");
	take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"停产削坡\",\"served_on\":\"2023-10-25\",\"due\":\"2023-12-25\"}");
	take(s, &hazard_flow, "boss1", id, "plan", with_file(s, five));
	take(s, &hazard_flow, "reg1", id, "list", "{\"no\":\"青安委督〔2023〕1号\",\"level\":\"county\"}");
	for (int i = 0; i < 3; i++)
		take(s, &hazard_flow, "reg1", id, "penalise", "{\"kind\":\"fine\",\"day\":\"2023-10-25\",\"yuan\":50000}");
	take(s, &hazard_flow, "reg1", id, "penalise", "{\"kind\":\"filed\",\"day\":\"2023-10-25\"}");
	world_as(w, NULL);
	OK(hazard_clocks(w->cx, hazard(s, id), &l));
	static const struct {
		const char *code, *day;
	} want[] = {{"rectify", "2023-12-25"}, {"report", "2023-11-01"}, {"closure", ""}, {"pay", "2023-11-09"}, {"pay", "2023-11-09"},
		    {"pay", "2023-11-09"}, {"decide", "2024-01-23"}};
	const struct hazard_clock *c = l.items;
	assert_int_equal(l.count, sizeof want / sizeof *want);
	for (size_t i = 0; i < l.count; i++) {
		assert_string_equal(c[i].code, want[i].code);
		assert_string_equal(c[i].day, want[i].day);
	}
	world_pass(w, 170);     /* three penalties are still within 180 days; after that they are not */
	OK(hazard_clocks(w->cx, hazard(s, id), &l));
	assert_string_equal(((const struct hazard_clock *)l.items)[2].code, "closure");
	world_pass(w, 11);
	OK(hazard_clocks(w->cx, hazard(s, id), &l));
	assert_string_not_equal(((const struct hazard_clock *)l.items)[2].code, "closure");
}

/* ---- scope, lists, routes ---- */

static size_t seen(struct site *s, const char *login, const struct hazard_query *q)
{
	struct world *w = s->w;
	struct hazard_page page;
	world_as(w, login);
	OK(hazard_list(w->cx, q, &page));
	return page.hazards.count;
}

static void test_lists(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct hazard_query q = {.total = true};
	struct list stats;
	int64_t first = find(s, "reg1", s->mine[0], NULL);
	find(s, "reg1", s->mine[1], NULL);
	find(s, "boss1", s->mine[0], NULL);
	find(s, "landreg", s->mine[0], "OP-04");
	assert_int_equal(seen(s, "land", &q), 4);
	assert_int_equal(seen(s, "boss1", &q), 3);
	assert_int_equal(seen(s, "boss2", &q), 1);
	assert_int_equal(seen(s, "town1", &q), 3);
	assert_int_equal(seen(s, "town3", &q), 0);
	assert_int_equal(seen(s, "third", &q), 0);      /* no work at these mines */
	assert_int_equal(seen(s, "land", &(struct hazard_query){.level = "major"}), 1);
	assert_int_equal(seen(s, "land", &(struct hazard_query){.town = w->towns[1]}), 1);
	take(s, &hazard_flow, "reg1", first, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
	world_pass(w, 15);
	assert_int_equal(seen(s, "land", &(struct hazard_query){.overdue = true}), 1);
	size_t n = 0;
	q = (struct hazard_query){.limit = 1, .sort = "-found"};
	do {
		struct hazard_page page;
		OK(hazard_list(w->cx, &q, &page));
		n += page.hazards.count;
		q.cursor = page.next;
	} while (q.cursor);
	assert_int_equal(n, 4);
	OK(hazard_statistics(w->cx, &(struct hazard_stat_query){.by = "town"}, &stats));
	const struct hazard_stat *st = stats.items;
	assert_int_equal(stats.count, 2);
	assert_int_equal(st[0].total, 3);
	assert_int_equal(st[0].major_open, 1);
	assert_int_equal(st[0].overdue, 1);
	OK(hazard_statistics(w->cx, &(struct hazard_stat_query){.by = "kind"}, &stats));
	assert_int_equal(stats.count, 1);
}

#define SAYS(x, words_in_it) assert_non_null(strstr((x)->out.s, words_in_it))

static void test_routes(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct exchange *x = world_ask(w, "reg1", "POST", "/api/stop-orders",
		arena_printf(w->cx->mem, "{\"kind\":\"county\",\"reason\":\"全部停产整顿\",\"basis\":\"举措二\",\"from_day\":\"2023-10-25\",\"all\":true}"));
	assert_int_equal(x->status, 200);
	SAYS(x, "\"mines\":2");
	x = world_ask(w, "boss1", "POST", "/api/stop-orders", "{\"kind\":\"county\",\"reason\":\"全部停产整顿\",\"basis\":\"举措二\",\"from_day\":\"2023-10-25\"}");
	assert_int_equal(x->status, 403);
	x = world_ask(w, "townreg", "POST", "/api/stop-orders",
		      "{\"kind\":\"county\",\"reason\":\"全部停产整顿\",\"basis\":\"举措二\",\"from_day\":\"2023-10-25\",\"all\":true}");
	assert_int_equal(x->status, 400);
	x = world_ask(w, "reg1", "POST", "/api/hazards",
		arena_printf(w->cx->mem, "{\"mine\":%" PRId64 ",\"kind\":\"site\",\"level\":\"general\",\"text\":\"浮石未清除\",\"evidence\":[\"%s\"]}", s->mine[0], w->file));
	assert_int_equal(x->status, 200);
	SAYS(x, "\"action\":\"order\"");
	x = world_get(w, "boss1", "/api/hazards", "state=open&total=true");
	assert_int_equal(x->status, 200);
	SAYS(x, "\"total\":1");
	x = world_get(w, "boss2", "/api/hazards", "state=open&total=true");
	SAYS(x, "\"total\":0");
	x = world_get(w, "land", "/api/hazard-criteria", "kind=open_pit&day=2023-10-25&q=坡度");
	SAYS(x, "OP-09");
	assert_null(strstr(x->out.s, "OP-S2"));
}

/* What resumption hears: open hazards, other departments' orders, and what stopped the mine. */
static void test_resume_sources(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct mine *m;
	struct list l;
	struct mine_reasons hazards = {0}, orders = {0};
	find(s, "reg1", s->mine[0], NULL);
	stop(s, "reg1", "county", true, 0);
	int64_t own = stop(s, "landreg", "department", false, s->mine[0]);
	world_as(w, NULL);
	struct day today = day_of(w->cx->now);
	OK(mine_get(w->cx, s->mine[0], &m));
	OK(resume_from_hazards.guards(w->cx, m, today, &hazards));
	assert_int_equal(hazards.count, 1);
	assert_true(hazards.items[0].blocks);
	OK(resume_from_stop_orders.guards(w->cx, m, today, &orders));
	assert_int_equal(orders.count, 1);      /* the county's own is what resumption lifts */
	assert_int_equal(orders.items[0].org, w->land);
	world_pass(w, 3);
	take(s, &stop_order_flow, "landreg", own, "lift", "{\"reason\":\"违法开采已纠正\"}");
	OK(resume_from_stop_orders.stops(w->cx, s->mine[0], today, &l));
	const struct resume_stop *stops = l.items;
	assert_int_equal(l.count, 2);
	assert_string_equal(stops[1].until, "");        /* as it stood that day */
	OK(resume_from_stop_orders.stops(w->cx, s->mine[0], day_of(w->cx->now), &l));
	stops = l.items;
	assert_string_equal(stops[1].until, world_day(w, 0));
	assert_true(stops[1].lifted && !stops[0].lifted);
}

/* ---- inspections ---- */

static const char *all_results(struct site *s, const struct inspection *i, const char *failing)
{
	struct world *w = s->w;
	struct list l;
	struct buf b;
	buf_init(&b, w->cx->mem);
	OK(inspection_results(w->cx, i, &l));
	const struct inspection_result *r = l.items;
	for (size_t n = 0; n < l.count; n++)
		buf_printf(&b, "%s{\"item\":\"%s\",\"result\":\"%s\",\"note\":\"看了现场\"}", n ? "," : "", r[n].item,
			   strcmp(r[n].item, failing) == 0 ? "fail" : "ok");
	return arena_printf(w->cx->mem, "{\"results\":[%s],\"evidence\":[\"%s\"]}", b.s, w->file);
}

/* A third party sees the mine only because it has work there, and no longer than that. */
static void test_inspection(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct inspection_page page;
	struct hazard_page found;
	const char *body = arena_printf(w->cx->mem, "{\"title\":\"拉网式排查\",\"checklist\":\"acceptance\",\"mines\":[\"%" PRId64 "\"],\"org\":%" PRId64
					",\"team\":\"王工、赵工\",\"from_day\":\"2023-10-26\",\"to_day\":\"2023-10-30\"}", s->mine[0], s->third_party);
	assert_int_equal(world_ask(w, "third", "POST", "/api/inspections", body)->status, 403);
	assert_int_equal(world_ask(w, "boss1", "POST", "/api/inspections", body)->status, 403);
	assert_int_equal(seen(s, "third", &(struct hazard_query){0}), 0);
	assert_int_equal(world_ask(w, "reg1", "POST", "/api/inspections", body)->status, 200);
	world_as(w, "third");
	OK(inspection_list(w->cx, &(struct inspection_query){.total = true}, &page));
	assert_int_equal(page.total, 1);
	struct inspection *i = page.items.items;
	int64_t id = i->row.id;
	refused(s, STATUS_CONFLICT, "begins on", &inspection_flow, "third", id, "start", NULL);
	world_pass(w, 1);
	refused(s, STATUS_FORBIDDEN, "team", &inspection_flow, "reg1", id, "start", NULL);
	refused(s, STATUS_NOT_FOUND, "no such inspection", &inspection_flow, "boss2", id, "start", NULL);
	take(s, &inspection_flow, "third", id, "start", NULL);
	refused(s, STATUS_CONFLICT, "no result yet", &inspection_flow, "third", id, "finish", "{\"text\":\"检查完毕\"}");
	refused(s, STATUS_INVALID, "not on the checklist", &inspection_flow, "third", id, "record", "{\"results\":[{\"item\":\"Z99\",\"result\":\"ok\"}]}");
	take(s, &inspection_flow, "third", id, "record", all_results(s, i, "A09"));
	refused(s, STATUS_CONFLICT, "has become a hazard", &inspection_flow, "third", id, "record", "{\"results\":[{\"item\":\"A09\",\"result\":\"ok\"}]}");
	take(s, &inspection_flow, "third", id, "finish", "{\"text\":\"检查完毕\"}");
	world_as(w, "town1");
	OK(hazard_list(w->cx, &(struct hazard_query){.inspection = id}, &found));
	assert_int_equal(found.hazards.count, 1);
	assert_string_equal(((const struct hazard *)found.hazards.items)->kind, "site");
	assert_int_equal(seen(s, "third", &(struct hazard_query){0}), 1);
	world_pass(w, 5);
	assert_int_equal(seen(s, "third", &(struct hazard_query){0}), 0);
}

static void test_criteria(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct list l;
	OK(criteria_list(w->cx, &(struct criterion_query){.day = "2023-10-25"}, &l));
	assert_int_equal(l.count, 64);
	OK(criteria_list(w->cx, &(struct criterion_query){.day = "2024-04-23"}, &l));
	assert_int_equal(l.count, 72);
	OK(criteria_list(w->cx, &(struct criterion_query){.day = "2022-08-31"}, &l));
	assert_int_equal(l.count, 0);
	OK(criteria_list(w->cx, &(struct criterion_query){.day = "2024-05-01", .kind = "tailings", .q = "预警"}, &l));
	assert_int_equal(l.count, 1);
}

static void test_flows(void **state)
{
	struct site *s = *state;
	static const struct flow *const flows[] = {&stop_order_flow, &hazard_flow, &hazard_extension_flow, &inspection_flow};
	for (size_t i = 0; i < sizeof flows / sizeof *flows; i++) {
		const char *wrong = flow_mistake(s->w->cx, flows[i]);
		if (wrong)
			fail_msg("%s: %s", flows[i]->name, wrong);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_stop_all, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stop_shortcuts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stop_revoke, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stop_resumption, setup, teardown),
		cmocka_unit_test_setup_teardown(test_general, setup, teardown),
		cmocka_unit_test_setup_teardown(test_recheck, setup, teardown),
		cmocka_unit_test_setup_teardown(test_printed_day, setup, teardown),
		cmocka_unit_test_setup_teardown(test_extension, setup, teardown),
		cmocka_unit_test_setup_teardown(test_major, setup, teardown),
		cmocka_unit_test_setup_teardown(test_major_shortcuts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_general_blocks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_due_days, setup, teardown),
		cmocka_unit_test_setup_teardown(test_clocks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
		cmocka_unit_test_setup_teardown(test_routes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_resume_sources, setup, teardown),
		cmocka_unit_test_setup_teardown(test_inspection, setup, teardown),
		cmocka_unit_test_setup_teardown(test_criteria, setup, teardown),
		cmocka_unit_test_setup_teardown(test_flows, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
