#include "test/test.h"

#include <inttypes.h>
#include <string.h>
#include "db/db.h"
#include "db/writer.h"
#include "test/site.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, w->cx->error); \
	} while (0)

/* ---- hazards ---- */

static const char order_plain[] = "{\"requirement\":\"立即清除浮石，整改到位\"}";

static void test_general(void **state)
{
	struct site *s = *state;
	int64_t id = site_find(s, "reg1", s->mine[0], NULL);
	site_refused(s, STATUS_CONFLICT, "order is missing", &hazard_flow, "boss1", id, "rectify", site_with_file(s, "\"statement\":\"已清除浮石\""));
	site_take(s, &hazard_flow, "reg1", id, "order", order_plain);
	assert_string_equal(site_hazard(s, id)->due, "");
	site_refused(s, STATUS_CONFLICT, "sign for the order first", &hazard_flow, "boss1", id, "rectify", site_with_file(s, "\"statement\":\"已清除浮石\""));
	site_refused(s, STATUS_NOT_FOUND, "no such hazard", &hazard_flow, "boss2", id, "sign", NULL);
	site_refused(s, STATUS_FORBIDDEN, "may not do this", &hazard_flow, "reg1", id, "sign", NULL);
	world_pass(s->w, 2);
	site_take(s, &hazard_flow, "boss1", id, "sign", NULL);
	assert_string_equal(site_hazard(s, id)->due, "2023-11-06");  /* served 10-27, ten days on */
	site_refused(s, STATUS_INVALID, "evidence is needed", &hazard_flow, "boss1", id, "rectify", "{\"statement\":\"已清除浮石\"}");
	site_take(s, &hazard_flow, "boss1", id, "rectify", site_with_file(s, "\"statement\":\"已清除浮石\""));
	site_refused(s, STATUS_FORBIDDEN, "may not do this", &hazard_flow, "boss1", id, "pass", "{\"opinion\":\"复查合格\"}");
	site_refused(s, STATUS_NOT_FOUND, "no such hazard", &hazard_flow, "third", id, "pass", "{\"opinion\":\"复查合格\"}");
}

/* The paper that is served: not before there is an order, with the day that the order prints, and for nobody else. */
static void test_papers(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	int64_t id = site_find(s, "reg1", s->mine[0], NULL);
	const char *order = arena_printf(w->cx->mem, "/api/hazards/%" PRId64 "/papers/order", id);
	assert_int_equal(world_get(w, "reg1", order, "")->status, 404);
	site_take(s, &hazard_flow, "reg1", id, "order",
		  "{\"no\":\"应急责改〔2023〕7号\",\"requirement\":\"立即清除浮石\",\"due\":\"2023-11-01\"}");
	struct exchange *x = world_get(w, "boss1", order, "");
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->reply.bytes, "应急责改〔2023〕7号"));
	assert_non_null(strstr(x->reply.bytes, "现责令你单位于2023年11月1日前整改完毕：立即清除浮石。"));
	assert_int_equal(world_get(w, "boss2", order, "")->status, 404);
	assert_int_equal(world_get(w, "reg1", arena_printf(w->cx->mem, "/api/hazards/%" PRId64 "/papers/nothing", id), "")->status, 404);
	int64_t stop = site_stop(s, "reg1", "department", false, s->mine[0]);
	x = world_get(w, "boss1", arena_printf(w->cx->mem, "/api/stop-orders/%" PRId64 "/papers/order", stop), "");
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->reply.bytes, "停产停工指令书"));
	x = world_get(w, "reg1", arena_printf(w->cx->mem, "/api/stop-orders/%" PRId64 "/papers/service", stop), "");
	assert_non_null(strstr(x->reply.bytes, "未送达"));
}

static void test_recheck(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct list l;
	int64_t id = site_find(s, "reg1", s->mine[0], NULL);
	site_take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
	assert_string_equal(site_hazard(s, id)->due, "2023-11-04");
	site_take(s, &hazard_flow, "boss1", id, "rectify", site_with_file(s, "\"statement\":\"已清除浮石\""));
	site_take(s, &hazard_flow, "reg2", id, "fail", "{\"opinion\":\"西侧仍有浮石\"}");
	assert_string_equal(site_hazard(s, id)->row.state, "returned");
	assert_int_equal(site_hazard(s, id)->repeats, 1);
	world_pass(w, 11);      /* 11-05: a day late */
	assert_true(site_hazard(s, id)->overdue);
	site_refused(s, STATUS_CONFLICT, "before the day", &hazard_flow, "boss1", id, "ask_extension",
		"{\"day\":\"2023-11-20\",\"reason\":\"设备未到货\",\"measures\":\"设警戒线，专人看守\"}");
	site_take(s, &hazard_flow, "boss1", id, "rectify", site_with_file(s, "\"statement\":\"西侧浮石已清除\""));
	assert_false(site_hazard(s, id)->overdue);
	site_take(s, &hazard_flow, "reg1", id, "pass", "{\"opinion\":\"复查合格\"}");
	assert_string_equal(site_hazard(s, id)->row.state, "closed");
	assert_string_equal(site_hazard(s, id)->ended_on, "2023-11-05");
	OK(hazard_rounds(w->cx, id, &l));
	assert_int_equal(l.count, 2);
	const struct hazard_round *r = l.items;
	assert_false(r[0].passed);
	assert_true(r[1].passed);
	assert_string_equal(r[0].recheck_by, "2023-11-04");
	site_refused(s, STATUS_CONFLICT, "cannot do this now", &hazard_flow, "boss1", id, "rectify", site_with_file(s, "\"statement\":\"再次整改\""));
}

static void test_printed_day(void **state)
{
	struct site *s = *state;
	int64_t id = site_find(s, "reg1", s->mine[0], NULL), other = site_find(s, "reg1", s->mine[0], NULL);
	site_refused(s, STATUS_INVALID, "needs its reason", &hazard_flow, "reg1", id, "order",
		"{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\",\"due\":\"2023-11-05\"}");
	site_refused(s, STATUS_INVALID, "past", &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"due\":\"2023-10-24\"}");
	site_take(s, &hazard_flow, "reg1", id, "order",
	     "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\",\"due\":\"2023-11-05\",\"why_longer\":\"须等爆破作业完成\"}");
	assert_string_equal(site_hazard(s, id)->due, "2023-11-05");
	site_take(s, &hazard_flow, "reg1", other, "order", "{\"requirement\":\"立即清除浮石\",\"due\":\"2023-10-28\"}");
	world_pass(s->w, 1);
	site_take(s, &hazard_flow, "boss1", other, "sign", NULL);
	assert_string_equal(site_hazard(s, other)->due, "2023-10-28");      /* the printed day stands */
}

static void test_extension(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct list l;
	int64_t id = site_find(s, "reg1", s->mine[0], NULL);
	static const char ask[] = "{\"day\":\"2023-11-15\",\"reason\":\"设备未到货\",\"measures\":\"设警戒线，专人看守\"}";
	site_take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
	site_take(s, &hazard_flow, "boss1", id, "ask_extension", ask);
	site_refused(s, STATUS_CONFLICT, "waiting for a decision", &hazard_flow, "boss1", id, "ask_extension", ask);
	OK(hazard_extensions(w->cx, id, &l));
	int64_t wish = ((const struct hazard_extension *)l.items)->row.id;
	site_refused(s, STATUS_FORBIDDEN, "may not do this", &hazard_extension_flow, "boss1", wish, "grant", NULL);
	site_refused(s, STATUS_NOT_FOUND, "no such hazard", &hazard_extension_flow, "boss2", wish, "take_back", NULL);
	world_pass(w, 3);
	site_take(s, &hazard_extension_flow, "reg2", wish, "grant", "{\"note\":\"同意\"}");
	assert_string_equal(site_hazard(s, id)->due, "2023-11-15");
	assert_int_equal(site_hazard(s, id)->extensions, 1);
	const struct mine_status *then = site_status_on(s, s->mine[0], -1), *now = site_status_on(s, s->mine[0], 0);
	assert_string_equal(then->reasons.items[0].by, "2023-11-04");  /* as it was before the grant */
	assert_string_equal(now->reasons.items[0].by, "2023-11-15");
}

static const char five[] = "\"person\":\"李建国\",\"phone\":\"13800000000\",\"measures\":\"自上而下清除浮石，削坡至设计坡角\",\"funds\":200000,"
			   "\"source\":\"安全生产费用\",\"by\":\"2023-12-20\",\"emergency\":\"边坡坍塌现场处置方案\"";

static void test_major(void **state)
{
	struct site *s = *state;
	int64_t id = site_find(s, "reg1", s->mine[0], "OP-04");
	assert_true(site_blocked_by(s, s->mine[0], 0, "major_hazard"));
	assert_string_equal(site_kept_state(s, s->mine[0]), "stopped");
	site_refused(s, STATUS_INVALID, "prints the day", &hazard_flow, "reg1", id, "order", order_plain);
	site_take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"停产削坡\",\"served_on\":\"2023-10-25\",\"due\":\"2023-12-25\"}");
	site_refused(s, STATUS_CONFLICT, "five fixes", &hazard_flow, "boss1", id, "rectify", site_with_file(s, "\"statement\":\"已清除浮石\""));
	site_refused(s, STATUS_INVALID, "", &hazard_flow, "boss1", id, "plan",
		site_with_file(s, "\"person\":\"李建国\",\"phone\":\"13800000000\",\"measures\":\"自上而下清除浮石，削坡至设计坡角\",\"by\":\"2023-12-20\""));
	site_take(s, &hazard_flow, "boss1", id, "plan", site_with_file(s, five));
	site_refused(s, STATUS_FORBIDDEN, "may not do this", &hazard_flow, "boss1", id, "list", "{\"no\":\"青安委督〔2023〕1号\",\"level\":\"county\"}");
	site_take(s, &hazard_flow, "boss1", id, "rectify", site_with_file(s, "\"statement\":\"削坡已经完成\""));
	site_refused(s, STATUS_CONFLICT, "listed for supervision before", &hazard_flow, "reg2", id, "pass", site_with_file(s, "\"opinion\":\"验收合格\""));
	site_take(s, &hazard_flow, "reg1", id, "list", "{\"no\":\"青安委督〔2023〕1号\",\"level\":\"county\"}");
	site_refused(s, STATUS_INVALID, "evidence is needed", &hazard_flow, "reg2", id, "pass", "{\"opinion\":\"验收合格\"}");
	world_pass(s->w, 5);
	site_take(s, &hazard_flow, "reg2", id, "pass", site_with_file(s, "\"opinion\":\"验收合格\""));
	assert_string_equal(site_hazard(s, id)->row.state, "passed");
	assert_true(site_blocked_by(s, s->mine[0], 0, "major_hazard"));
	site_refused(s, STATUS_FORBIDDEN, "that listed it", &hazard_flow, "landreg", id, "delist", "{\"opinion\":\"摘牌公示\"}");
	site_take(s, &hazard_flow, "reg2", id, "delist", "{\"opinion\":\"摘牌公示\"}");
	assert_false(site_blocked_by(s, s->mine[0], 0, "major_hazard"));
	assert_true(site_blocked_by(s, s->mine[0], -5, "major_hazard"));
	assert_string_equal(site_kept_state(s, s->mine[0]), "working");
}

/* Cancelling or criteria of the wrong kind are no way around either. */
static void test_major_shortcuts(void **state)
{
	struct site *s = *state;
	struct hazard_new in = {.mine = s->mine[0], .kind = "site", .level = "major", .criterion = "UG-04", .text = "图纸与实际不符"};
	struct site_act d = {.hazard = &in};
	assert_int_equal(site_try(s, "reg1", &d), STATUS_INVALID);
	in.criterion = "OP-S2"; /* not in force before 2024-04-23 */
	assert_int_equal(site_try(s, "reg1", &d), STATUS_INVALID);
	in.criterion = NULL;
	assert_int_equal(site_try(s, "reg1", &d), STATUS_INVALID);
	in.mine = s->mine[1];
	assert_int_equal(site_try(s, "boss1", &d), STATUS_NOT_FOUND);
	int64_t id = site_find(s, "reg1", s->mine[0], "OP-04");
	site_refused(s, STATUS_FORBIDDEN, "another person", &hazard_flow, "reg1", id, "cancel", "{\"reason\":\"判定有误\"}");
	site_refused(s, STATUS_FORBIDDEN, "may not do this", &hazard_flow, "boss1", id, "cancel", "{\"reason\":\"判定有误\"}");
	int64_t general = site_find(s, "reg1", s->mine[1], NULL);
	assert_false(site_blocked_by(s, s->mine[1], 0, "major_hazard"));
	site_take(s, &hazard_flow, "reg2", general, "regrade", "{\"criterion\":\"OP-03\",\"basis\":\"未分台阶开采\"}");
	assert_true(site_blocked_by(s, s->mine[1], 0, "major_hazard"));
	assert_false(site_blocked_by(s, s->mine[1], -1, "major_hazard"));
}

/* A stopped mine's general hazards keep it from resuming; those of a working one are a remark. */
static void test_general_blocks(void **state)
{
	struct site *s = *state;
	site_find(s, "reg1", s->mine[0], NULL);
	assert_true(site_status_on(s, s->mine[0], 0)->may_work);
	assert_int_equal(site_status_on(s, s->mine[0], 0)->reasons.count, 1);
	site_stop(s, "reg1", "department", false, s->mine[0]);
	assert_true(site_blocked_by(s, s->mine[0], 0, "hazard_open"));
}

static enum status follow(struct cx *cx, void *arg)
{
	(void)arg;
	return inspection_follow(cx);
}

/* A mine that changes hands takes its open hazards along; what was closed before stays with who closed it. */
static void test_follow(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	int64_t open = site_find(s, "reg1", s->mine[0], NULL), cancelled = site_find(s, "reg1", s->mine[0], NULL);
	site_take(s, &hazard_flow, "reg2", cancelled, "cancel", "{\"reason\":\"判定有误\"}");
	world_as(w, NULL);
	OK(db_exec(w->cx, NULL, "UPDATE mine SET enterprise = $1 WHERE county = $2 AND id = $3",
		   ARGS(V(s->firm[1]), V(w->cx->county), V(s->mine[0]))));
	OK(write_now(w->cx, follow, NULL));
	assert_int_equal(site_hazard(s, open)->enterprise, s->firm[1]);
	assert_int_equal(site_hazard(s, cancelled)->enterprise, s->firm[0]);
	assert_int_equal(site_seen(s, "boss2", &(struct hazard_query){0}), 1);
}

static const char fixed[] = "\"statement\":\"已清除浮石\"";

/* Its own finding, its own fix, rechecked by another of its people; the county sees it, and may still step in. */
static void test_own(void **state)
{
	struct site *s = *state;
	int64_t id = site_find(s, "boss1", s->mine[0], NULL), other = site_find(s, "boss1", s->mine[0], NULL);
	assert_true(site_hazard(s, id)->own);
	assert_string_equal(site_hazard(s, id)->due, "2023-11-04");
	assert_int_equal(site_seen(s, "reg1", &(struct hazard_query){0}), 2);
	site_refused(s, STATUS_INVALID, "evidence is needed", &hazard_flow, "boss1", id, "rectify", "{\"statement\":\"已清除浮石\"}");
	site_take(s, &hazard_flow, "boss1", id, "rectify", site_with_file(s, fixed));
	site_refused(s, STATUS_FORBIDDEN, "does not recheck it", &hazard_flow, "boss1", id, "confirm", "{\"opinion\":\"复查合格\"}");
	site_refused(s, STATUS_NOT_FOUND, "no such hazard", &hazard_flow, "boss2", id, "confirm", "{\"opinion\":\"复查合格\"}");
	site_take(s, &hazard_flow, "safe1", id, "reject", "{\"opinion\":\"仍有浮石\"}");
	assert_int_equal(site_hazard(s, id)->repeats, 1);
	site_take(s, &hazard_flow, "safe1", id, "rectify", site_with_file(s, fixed));
	site_take(s, &hazard_flow, "boss1", id, "confirm", "{\"opinion\":\"复查合格\"}");
	assert_string_equal(site_hazard(s, id)->row.state, "closed");
	site_take(s, &hazard_flow, "reg1", other, "order", order_plain);
	assert_false(site_hazard(s, other)->own);
	site_take(s, &hazard_flow, "boss1", other, "sign", NULL);
	site_take(s, &hazard_flow, "boss1", other, "rectify", site_with_file(s, fixed));
	site_refused(s, STATUS_CONFLICT, "order is missing", &hazard_flow, "safe1", other, "confirm", "{\"opinion\":\"复查合格\"}");
}

/* A major one is the office's from the beginning, or from the day on which it is raised. */
static void test_own_major(void **state)
{
	struct site *s = *state;
	int64_t major = site_find(s, "boss1", s->mine[0], "OP-04"), raised = site_find(s, "boss1", s->mine[0], NULL);
	assert_false(site_hazard(s, major)->own);
	site_refused(s, STATUS_CONFLICT, "waits for the office", &hazard_flow, "boss1", major, "rectify", site_with_file(s, fixed));
	site_take(s, &hazard_flow, "boss1", raised, "rectify", site_with_file(s, fixed));
	site_take(s, &hazard_flow, "reg1", raised, "regrade", "{\"criterion\":\"OP-03\",\"basis\":\"未分台阶开采\"}");
	site_refused(s, STATUS_CONFLICT, "waits for the office", &hazard_flow, "safe1", raised, "confirm", "{\"opinion\":\"复查合格\"}");
	site_take(s, &hazard_flow, "reg1", raised, "fail", "{\"opinion\":\"未分台阶开采\"}");
	site_refused(s, STATUS_CONFLICT, "sign for the order first", &hazard_flow, "boss1", raised, "rectify", site_with_file(s, fixed));
	site_take(s, &hazard_flow, "reg1", raised, "order", "{\"requirement\":\"停产分台阶\",\"served_on\":\"2023-10-25\",\"due\":\"2023-12-25\"}");
	assert_string_equal(site_hazard(s, raised)->row.state, "ordered");
}

/* A failed recheck gives a new day by rule; what was due when can still be told. */
static void test_failed_recheck(void **state)
{
	struct site *s = *state;
	int64_t id = site_find(s, "reg1", s->mine[0], NULL);
	site_take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
	world_pass(s->w, 5);
	site_take(s, &hazard_flow, "boss1", id, "rectify", site_with_file(s, fixed));
	world_pass(s->w, 3);
	site_take(s, &hazard_flow, "reg2", id, "fail", "{\"opinion\":\"西侧仍有浮石\"}");
	assert_string_equal(site_hazard(s, id)->due, "2023-11-12");
	assert_string_equal(site_status_on(s, s->mine[0], 0)->reasons.items[0].by, "2023-11-12");
	assert_string_equal(site_status_on(s, s->mine[0], -1)->reasons.items[0].by, "2023-11-04");
	site_take(s, &hazard_flow, "boss1", id, "rectify", site_with_file(s, fixed));
	site_take(s, &hazard_flow, "reg2", id, "fail", "{\"opinion\":\"西侧仍有浮石\"}");
	assert_int_equal(site_hazard(s, id)->repeats, 2);
}

struct sums {
	int64_t total, open, overdue, closed, repeats, in_time;
};

static struct sums sums_of(struct site *s, const char *login, const struct hazard_stat_query *q)
{
	struct world *w = s->w;
	struct list l;
	struct sums sum = {0};
	world_as(w, login);
	OK(hazard_statistics(w->cx, q, &l));
	for (size_t i = 0; i < l.count; i++) {
		const struct hazard_stat *x = (const struct hazard_stat *)l.items + i;
		sum.total += x->total, sum.open += x->open, sum.overdue += x->overdue;
		sum.closed += x->closed, sum.repeats += x->repeats, sum.in_time += x->in_time;
	}
	return sum;
}

/* However it is asked, the counts that are kept say what the rows say: 6 closed (2 found in September, one late, one after
 * a repeat), 1 cancelled, 2 open of which 1 is overdue. */
static void test_counts(void **state)
{
	static const char *const bys[] = {"town", "industry", "enterprise", "mine", "kind", "level", "month"};
	static const struct {
		const char *from, *to;
		int64_t closed, total;
	} spans[] = {{NULL, NULL, 6, 8}, {"2023-10-01", "2023-10-31", 4, 6}, {"2023-09-11", NULL, 5, 7}, {"2023-09-01", "2023-09-10", 1, 1},
		     {"2023-09-20", "2023-10-25", 5, 7}, {"2023-10-26", NULL, 0, 0}, {"2022-01-01", "2023-09-30", 2, 2}};
	struct site *s = *state;
	struct world *w = s->w;
	static const char *const found[] = {"2023-09-10", "2023-09-20", "2023-10-01", "2023-10-25", "2023-10-25", "2023-10-25"};
	for (size_t i = 0; i < 6; i++) {
		int64_t id = site_find(s, "reg1", s->mine[0], NULL);
		OK(db_exec(w->cx, NULL, "UPDATE hazard SET found_on = $1 WHERE county = $2 AND id = $3", ARGS(V(found[i]), V(w->cx->county), V(id))));
		site_take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
		if (i == 5)
			world_pass(w, 12);
		site_take(s, &hazard_flow, "boss1", id, "rectify", site_with_file(s, fixed));
		if (i == 4) {
			site_take(s, &hazard_flow, "reg2", id, "fail", "{\"opinion\":\"西侧仍有浮石\"}");
			site_take(s, &hazard_flow, "boss1", id, "rectify", site_with_file(s, fixed));
		}
		site_take(s, &hazard_flow, "reg2", id, "pass", "{\"opinion\":\"复查合格\"}");
	}
	int64_t gone = site_find(s, "reg1", s->mine[0], NULL), open[] = {site_find(s, "reg1", s->mine[0], NULL), site_find(s, "reg1", s->mine[0], NULL)};
	site_take(s, &hazard_flow, "reg2", gone, "cancel", "{\"reason\":\"判定有误\"}");
	for (int i = 0; i < 2; i++)
		OK(db_exec(w->cx, NULL, "UPDATE hazard SET found_on = '2023-10-25' WHERE county = $1 AND id = $2", ARGS(V(w->cx->county), V(open[i]))));
	OK(db_exec(w->cx, NULL, "UPDATE hazard SET due_key = '2023-10-31' WHERE county = $1 AND id = $2", ARGS(V(w->cx->county), V(open[0]))));
	for (size_t b = 0; b < sizeof bys / sizeof *bys; b++)
		for (size_t k = 0; k < sizeof spans / sizeof *spans; k++) {
			const struct hazard_stat_query q = {bys[b], spans[k].from, spans[k].to};
			const struct sums all = sums_of(s, "reg1", &q), own = sums_of(s, "boss1", &q), town = sums_of(s, "townreg", &q);
			assert_int_equal(all.closed, spans[k].closed);
			assert_int_equal(all.total, spans[k].total);
			assert_memory_equal(&all, &own, sizeof all);            /* counted one by one */
			assert_memory_equal(&all, &town, sizeof all);
		}
	const struct sums all = sums_of(s, "reg1", &(struct hazard_stat_query){.by = "town"});
	assert_int_equal(all.open, 2);
	assert_int_equal(all.overdue, 1);
	assert_int_equal(all.repeats, 1);
	assert_int_equal(all.in_time, 5);
	struct hazard_page page;
	OK(hazard_list(w->cx, &(struct hazard_query){.total = true}, &page));
	assert_int_equal(page.total, 9);
	OK(hazard_list(w->cx, &(struct hazard_query){.total = true, .state = "closed", .level = "general"}, &page));
	assert_int_equal(page.total, 6);
	OK(hazard_list(w->cx, &(struct hazard_query){.total = true, .state = "cancelled"}, &page));
	assert_int_equal(page.total, 1);
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
		assert_string_equal(day_text(w->cx, due.due.day), table[i].due);
		assert_int_equal(due.rule != NULL, strcmp(table[i].served, "2023-09-30") >= 0);
	}
}

static void test_clocks(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct list l;
	int64_t id = site_find(s, "reg1", s->mine[0], "OP-04");
	site_take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"停产削坡\",\"served_on\":\"2023-10-25\",\"due\":\"2023-12-25\"}");
	site_take(s, &hazard_flow, "boss1", id, "plan", site_with_file(s, five));
	site_take(s, &hazard_flow, "reg1", id, "list", "{\"no\":\"青安委督〔2023〕1号\",\"level\":\"county\"}");
	for (int i = 0; i < 3; i++)
		site_take(s, &hazard_flow, "reg1", id, "penalise", "{\"kind\":\"fine\",\"day\":\"2023-10-25\",\"yuan\":50000}");
	site_take(s, &hazard_flow, "reg1", id, "penalise", "{\"kind\":\"filed\",\"day\":\"2023-10-25\"}");
	world_as(w, NULL);
	OK(hazard_clocks(w->cx, site_hazard(s, id), &l));
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
	OK(hazard_clocks(w->cx, site_hazard(s, id), &l));
	assert_string_equal(((const struct hazard_clock *)l.items)[2].code, "closure");
	world_pass(w, 11);
	OK(hazard_clocks(w->cx, site_hazard(s, id), &l));
	assert_string_not_equal(((const struct hazard_clock *)l.items)[2].code, "closure");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_general, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_papers, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_recheck, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_printed_day, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_extension, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_major, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_major_shortcuts, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_general_blocks, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_follow, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_own, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_own_major, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_failed_recheck, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_counts, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_due_days, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_clocks, site_setup, site_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
