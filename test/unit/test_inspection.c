#include "test/test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/inspection/investigation.h"
#include "rooms/inspection/plan.h"
#include "rooms/inspection/resume.h"
#include "rooms/inspection/weather.h"
#include "test/site.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, w->cx->error); \
	} while (0)

/* ---- orders to stop ---- */

static void test_stop_all(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct stop_order *o;
	int64_t id = site_stop(s, "reg1", "county", true, 0);
	assert_string_equal(site_kept_state(s, s->mine[0]), "stopped");
	assert_true(site_blocked_by(s, s->mine[0], 0, "stop_order") && site_blocked_by(s, s->mine[1], 30, "stop_order"));
	assert_false(site_blocked_by(s, s->mine[0], -1, "stop_order"));
	site_take(s, &stop_order_flow, "boss1", id, "sign", NULL);
	site_refused(s, STATUS_CONFLICT, "signed for it already", &stop_order_flow, "boss1", id, "sign", NULL);
	site_refused(s, STATUS_FORBIDDEN, "may not do this", &stop_order_flow, "reg1", id, "sign", NULL);
	world_as(w, NULL);
	OK(stop_order_get(w->cx, id, &o));
	assert_string_equal(o->row.state, "issued");
	assert_int_equal(o->served, 1);
	site_take(s, &stop_order_flow, "reg1", id, "serve", site_with_file(s, arena_printf(w->cx->mem, "\"mine\":%" PRId64 ",\"how\":\"left\"", s->mine[1])));
	OK(stop_order_get(w->cx, id, &o));
	assert_string_equal(o->row.state, "served");
}

/* No way around acceptance: such an order is neither lifted nor revoked by hand. */
static void test_stop_shortcuts(void **state)
{
	struct site *s = *state;
	int64_t id = site_stop(s, "reg1", "county", true, 0);
	static const char lift[] = "{\"reason\":\"已经整改完毕\"}";
	site_refused(s, STATUS_FORBIDDEN, "resumption is approved", &stop_order_flow, "reg1", id, "lift", lift);
	site_refused(s, STATUS_FORBIDDEN, "only the organisation that ordered it", &stop_order_flow, "landreg", id, "lift", lift);
	site_refused(s, STATUS_FORBIDDEN, "may not do this", &stop_order_flow, "boss1", id, "lift", lift);
	site_refused(s, STATUS_NOT_FOUND, "no step", &stop_order_flow, "reg1", id, "resume",
		arena_printf(s->w->cx->mem, "{\"mine\":%" PRId64 ",\"reason\":\"x\",\"day\":\"2023-10-25\"}", s->mine[0]));
	site_refused(s, STATUS_FORBIDDEN, "another person", &stop_order_flow, "reg1", id, "revoke", "{\"reason\":\"下错了指令\"}");
	site_take(s, &stop_order_flow, "boss1", id, "sign", NULL);
	site_refused(s, STATUS_CONFLICT, "not revoked", &stop_order_flow, "reg2", id, "revoke", "{\"reason\":\"下错了指令\"}");
	assert_true(site_blocked_by(s, s->mine[0], 0, "stop_order"));
}

static void test_stop_revoke(void **state)
{
	struct site *s = *state;
	int64_t id = site_stop(s, "reg1", "department", false, s->mine[0]);
	assert_string_equal(site_kept_state(s, s->mine[0]), "stopped");
	site_take(s, &stop_order_flow, "reg2", id, "revoke", "{\"reason\":\"下错了矿山\"}");
	assert_string_equal(site_kept_state(s, s->mine[0]), "working");
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
	int64_t county = site_stop(s, "reg1", "county", true, 0), own = site_stop(s, "landreg", "department", false, s->mine[0]);
	struct stop_order *o;
	world_pass(w, 20);
	struct lifting l = {s->mine[0], day_of(w->cx->now)};
	world_as(w, "deputy");
	OK(write_now(w->cx, lift_it, &l));
	assert_true(site_blocked_by(s, s->mine[0], 0, "stop_order"));
	site_refused(s, STATUS_INVALID, "past", &stop_order_flow, "landreg", own, "lift", "{\"reason\":\"违法开采已纠正\",\"day\":\"2023-11-13\"}");
	site_take(s, &stop_order_flow, "landreg", own, "lift", "{\"reason\":\"违法开采已纠正\"}");
	assert_false(site_blocked_by(s, s->mine[0], 0, "stop_order"));
	assert_true(site_blocked_by(s, s->mine[0], -1, "stop_order"));      /* and yesterday it held */
	assert_true(site_blocked_by(s, s->mine[1], 0, "stop_order"));       /* the other mine is still stopped */
	assert_string_equal(site_kept_state(s, s->mine[0]), "working");
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
/* ---- scope, lists, routes ---- */


static void test_lists(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct hazard_query q = {.total = true};
	struct list stats;
	int64_t first = site_find(s, "reg1", s->mine[0], NULL);
	site_find(s, "reg1", s->mine[1], NULL);
	site_find(s, "boss1", s->mine[0], NULL);
	site_find(s, "landreg", s->mine[0], "OP-04");
	assert_int_equal(site_seen(s, "land", &q), 4);
	assert_int_equal(site_seen(s, "boss1", &q), 3);
	assert_int_equal(site_seen(s, "boss2", &q), 1);
	assert_int_equal(site_seen(s, "town1", &q), 3);
	assert_int_equal(site_seen(s, "town3", &q), 0);
	assert_int_equal(site_seen(s, "third", &q), 0);      /* no work at these mines */
	assert_int_equal(site_seen(s, "land", &(struct hazard_query){.level = "major"}), 1);
	assert_int_equal(site_seen(s, "land", &(struct hazard_query){.town = w->towns[1]}), 1);
	site_take(s, &hazard_flow, "reg1", first, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
	world_pass(w, 15);
	assert_int_equal(site_seen(s, "land", &(struct hazard_query){.overdue = true}), 2);       /* the one ordered, and the enterprise's own */
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
	assert_int_equal(st[0].overdue, 2);
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
	site_find(s, "reg1", s->mine[0], NULL);
	site_stop(s, "reg1", "county", true, 0);
	int64_t own = site_stop(s, "landreg", "department", false, s->mine[0]);
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
	site_take(s, &stop_order_flow, "landreg", own, "lift", "{\"reason\":\"违法开采已纠正\"}");
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
	assert_int_equal(site_seen(s, "third", &(struct hazard_query){0}), 0);
	assert_int_equal(world_ask(w, "reg1", "POST", "/api/inspections", body)->status, 200);
	world_as(w, "third");
	OK(inspection_list(w->cx, &(struct inspection_query){.total = true}, &page));
	assert_int_equal(page.total, 1);
	struct inspection *i = page.items.items;
	int64_t id = i->row.id;
	site_refused(s, STATUS_CONFLICT, "begins on", &inspection_flow, "third", id, "start", NULL);
	world_pass(w, 1);
	site_refused(s, STATUS_FORBIDDEN, "team", &inspection_flow, "reg1", id, "start", NULL);
	site_refused(s, STATUS_NOT_FOUND, "no such inspection", &inspection_flow, "boss2", id, "start", NULL);
	site_take(s, &inspection_flow, "third", id, "start", NULL);
	site_refused(s, STATUS_CONFLICT, "no result yet", &inspection_flow, "third", id, "finish", "{\"text\":\"检查完毕\"}");
	site_refused(s, STATUS_INVALID, "not on the checklist", &inspection_flow, "third", id, "record", "{\"results\":[{\"item\":\"Z99\",\"result\":\"ok\"}]}");
	site_take(s, &inspection_flow, "third", id, "record", all_results(s, i, "A09"));
	site_refused(s, STATUS_CONFLICT, "has become a hazard", &inspection_flow, "third", id, "record", "{\"results\":[{\"item\":\"A09\",\"result\":\"ok\"}]}");
	site_take(s, &inspection_flow, "third", id, "finish", "{\"text\":\"检查完毕\"}");
	world_as(w, "town1");
	OK(hazard_list(w->cx, &(struct hazard_query){.inspection = id}, &found));
	assert_int_equal(found.hazards.count, 1);
	assert_string_equal(((const struct hazard *)found.hazards.items)->kind, "site");
	assert_int_equal(site_seen(s, "third", &(struct hazard_query){0}), 1);
	world_pass(w, 5);
	assert_int_equal(site_seen(s, "third", &(struct hazard_query){0}), 0);
}

/* ---- investigations ---- */

static void test_investigation(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct investigation_page page;
	const char *body = arena_printf(w->cx->mem, "{\"mine\":%" PRId64 ",\"title\":\"白云菱镁矿涉嫌越界开采\",\"due\":\"2023-11-20\",\"cooperating\":[\"%" PRId64
					"\",\"%" PRId64 "\"]}", s->mine[0], w->land, w->safety);
	static const char conclude[] = "{\"text\":\"越界开采属实\"}";
	assert_int_equal(world_ask(w, "boss1", "POST", "/api/investigations", body)->status, 403);
	assert_int_equal(world_ask(w, "police", "POST", "/api/investigations", body)->status, 200);
	world_as(w, "police");
	OK(investigation_list(w->cx, &(struct investigation_query){0}, &page));
	int64_t id = ((const struct investigation *)page.items.items)->row.id;
	site_refused(s, STATUS_NOT_FOUND, "no such investigation", &investigation_flow, "boss1", id, "answer", NULL);
	site_refused(s, STATUS_FORBIDDEN, "parties", &investigation_flow, "road", id, "answer",
		"{\"question\":\"over_mining\",\"verdict\":\"no\",\"text\":\"没有超量开采\"}");
	site_refused(s, STATUS_INVALID, "legal basis", &investigation_flow, "land", id, "answer",
		site_with_file(s, "\"question\":\"illegal_mining\",\"verdict\":\"yes\",\"text\":\"越界开采 120 米\""));
	site_refused(s, STATUS_CONFLICT, "3 questions", &investigation_flow, "land", id, "sign", NULL);
	site_take(s, &investigation_flow, "land", id, "answer",
	     site_with_file(s, "\"question\":\"illegal_mining\",\"verdict\":\"yes\",\"text\":\"越界开采 120 米\",\"basis\":\"矿产资源法第四十条\""));
	site_take(s, &investigation_flow, "land", id, "answer", "{\"question\":\"over_mining\",\"verdict\":\"no\",\"text\":\"没有超量开采\"}");
	site_take(s, &investigation_flow, "safety", id, "answer", "{\"question\":\"violation\",\"verdict\":\"unclear\",\"text\":\"尚待鉴定意见\"}");
	site_take(s, &investigation_flow, "land", id, "sign", NULL);
	site_refused(s, STATUS_CONFLICT, "not yet confirmed by", &investigation_flow, "police", id, "conclude", conclude);
	site_take(s, &investigation_flow, "safety", id, "sign", NULL);
	site_take(s, &investigation_flow, "safety", id, "answer", "{\"question\":\"violation\",\"verdict\":\"no\",\"text\":\"鉴定未见违规\"}");
	site_refused(s, STATUS_CONFLICT, "not yet confirmed by", &investigation_flow, "police", id, "conclude", conclude);  /* the answer voids them */
	site_take(s, &investigation_flow, "land", id, "sign", NULL);
	site_take(s, &investigation_flow, "safety", id, "sign", NULL);
	site_take(s, &investigation_flow, "police", id, "refer", site_with_file(s, "\"text\":\"涉嫌非法采矿罪\""));
	site_refused(s, STATUS_FORBIDDEN, "own request", &investigation_flow, "police", id, "decide", "{\"verdict\":\"yes\",\"text\":\"同意移送\"}");
	site_refused(s, STATUS_CONFLICT, "referral is not finished", &investigation_flow, "police", id, "conclude", conclude);
	site_take(s, &investigation_flow, "chief", id, "decide", "{\"verdict\":\"yes\",\"text\":\"同意移送\"}");
	struct exchange *x = world_ask(w, "police", "GET", arena_printf(w->cx->mem, "/api/investigations/%" PRId64, id), NULL);
	SAYS(x, "\"code\":\"transfer\"");
	SAYS(x, "2023-10-26T10:00:00+08:00");
	site_take(s, &investigation_flow, "police", id, "transfer", site_with_file(s, "\"text\":\"移送经侦大队\""));
	site_take(s, &investigation_flow, "police", id, "conclude", conclude);
	site_refused(s, STATUS_INVALID, "day to come", &investigation_flow, "police", id, "report", site_with_file(s, "\"receiver\":\"committee\",\"day\":\"2023-10-26\""));
	site_take(s, &investigation_flow, "police", id, "report", site_with_file(s, "\"receiver\":\"committee\",\"day\":\"2023-10-25\""));
	site_refused(s, STATUS_INVALID, "already", &investigation_flow, "police", id, "report", site_with_file(s, "\"receiver\":\"committee\",\"day\":\"2023-10-25\""));
	site_take(s, &investigation_flow, "police", id, "report", site_with_file(s, "\"receiver\":\"government\",\"day\":\"2023-10-25\""));
	site_take(s, &investigation_flow, "police", id, "report", site_with_file(s, "\"receiver\":\"safety_committee\",\"day\":\"2023-10-25\""));
	struct investigation *v;
	OK(investigation_get(w->cx, id, &v));
	assert_string_equal(v->row.state, "reported");
	assert_string_equal(v->reported_on, "2023-10-25");
}

/* ---- weather ---- */

static void test_weather(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct list l;
	struct weather_query active = {.active = true};
	for (int i = 0; i < 2; i++)
		OK(mine_refresh(w->cx, s->mine[i]));
	const char *orange = arena_printf(w->cx->mem, "{\"level\":\"orange\",\"kind\":\"rain\",\"towns\":[\"%" PRId64 "\"],\"area\":\"北部乡镇\","
					  "\"from_at\":\"2023-10-25T09:00:00+08:00\",\"source\":\"县气象台\"}", w->towns[0]);
	assert_int_equal(world_ask(w, "boss1", "POST", "/api/weather-warnings", orange)->status, 403);
	assert_int_equal(world_ask(w, "safety", "POST", "/api/weather-warnings",
		"{\"level\":\"yellow\",\"kind\":\"rain\",\"from_at\":\"2023-10-25T09:00:00+08:00\",\"source\":\"县气象台\"}")->status, 200);
	world_as(w, NULL);
	OK(weather_alerts(w->cx, 0, 50, &l));
	assert_int_equal(l.count, 0);           /* yellow does not stop mines */
	assert_int_equal(world_ask(w, "safety", "POST", "/api/weather-warnings", orange)->status, 200);
	OK(weather_alerts(w->cx, 0, 50, &l));
	assert_int_equal(l.count, 1);           /* the mine of that town only */
	const struct weather_alert *a = l.items;
	assert_int_equal(a->mine, s->mine[0]);
	assert_string_equal(a->criterion, "");  /* 41号 came later */
	assert_string_equal(site_status_on(s, s->mine[0], 0)->reasons.items[0].code, "weather");
	assert_int_equal(site_status_on(s, s->mine[1], 0)->reasons.count, 0);
	assert_int_equal(site_status_on(s, s->mine[0], -1)->reasons.count, 0);
	world_pass(w, 200);                     /* 2024-05-12 */
	OK(weather_alerts(w->cx, 0, 50, &l));
	assert_string_equal(((const struct weather_alert *)l.items)->criterion, "OP-S2");
	OK(weather_list(w->cx, &active, &l));
	assert_int_equal(l.count, 2);
	const char *path = arena_printf(w->cx->mem, "/api/weather-warnings/%" PRId64 "/lift", a->warning);
	assert_int_equal(world_ask(w, "safety", "POST", path, NULL)->status, 200);
	assert_int_equal(world_ask(w, "safety", "POST", path, NULL)->status, 409);
	OK(weather_alerts(w->cx, 0, 50, &l));
	assert_int_equal(l.count, 0);
}

/* ---- the spreadsheet ---- */

static void test_export(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	site_find(s, "reg1", s->mine[0], "OP-04");
	struct exchange *x = world_get(w, "boss1", "/api/hazards/export.xlsx", "");
	assert_int_equal(x->status, 200);
	FILE *f = fopen(x->reply.file, "r");
	assert_non_null(f);
	char head[2];
	assert_int_equal(fread(head, 1, 2, f), 2);
	fclose(f);
	assert_memory_equal(head, "PK", 2);
	assert_true(x->reply.temporary);
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
	static const struct flow *const flows[] = {&stop_order_flow, &hazard_flow, &hazard_extension_flow, &inspection_flow, &investigation_flow};
	for (size_t i = 0; i < sizeof flows / sizeof *flows; i++) {
		const char *wrong = flow_mistake(s->w->cx, flows[i]);
		if (wrong)
			fail_msg("%s: %s", flows[i]->name, wrong);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_stop_all, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_stop_shortcuts, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_stop_revoke, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_stop_resumption, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_lists, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_routes, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_resume_sources, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_inspection, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_investigation, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_weather, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_export, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_criteria, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_flows, site_setup, site_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
