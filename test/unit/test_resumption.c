/* Measures 2 and 3 from the order to stop to the last check, by everyone in turn; failing, waiting, running out. */
#include "test/test.h"
#include "test/quarry.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/day.h"
#include "db/db.h"
#include "rooms/inspection/hazard.h"
#include "rooms/resumption/resumption.h"
#include "rooms/resumption/resumption_api.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, q->w->cx->error); \
	} while (0)

static const struct routes *const lists[] = {&resumption_routes};

static int set_up(void **state)
{
	struct quarry *q = quarry_new();
	q->w->routes = lists;
	q->w->route_count = 1;
	*state = q;
	return 0;
}

static int tear_down(void **state)
{
	quarry_free(*state);
	return 0;
}

/* ---- the whole of it ---- */

static void an_ordinary_mine_resumes(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "白云一矿", NULL);
	assert_true(quarry_works(q, mine));
	int64_t order = quarry_stop(q, "law", "county", mine);
	quarry_do(q, "boss", &stop_order_flow, order, "sign", NULL);
	assert_false(quarry_works(q, mine));
	quarry_rectify(q, quarry_hazard(q, "agent", mine));
	world_pass(q->w, 3);
	int64_t id = quarry_begun(q, mine);
	quarry_bring(q, id, "accepting");
	assert_string_equal(quarry_row(q, id)->waits_for_name, "青岭县应急管理局");
	quarry_bring(q, id, "noticed");
	assert_string_equal(quarry_row(q, id)->notice_no, "复工〔2023〕1号");
	assert_string_equal(quarry_row(q, id)->notice_until, "2023-11-27");
	assert_false(quarry_works(q, mine));            /* a notice is no restart */
	world_pass(q->w, 2);
	quarry_posted(q, "safety", id, "resume", NULL);
	assert_true(quarry_works(q, mine));
	assert_int_equal(quarry_count(q, "SELECT count(*) AS n FROM mine WHERE county = $1 AND id = $2 AND state = 'working'", mine), 1);
	assert_string_equal(quarry_row(q, id)->due, "2023-11-06");
	quarry_posted(q, "town1", id, "follow", "{\"result\":\"ok\",\"text\":\"正常\"}");
	quarry_posted(q, "town1", id, "follow", "{\"result\":\"ok\",\"text\":\"还在第一周\"}");
	quarry_in_state(q, id, "resumed");
	assert_string_equal(quarry_row(q, id)->due, "2023-11-29");
	world_pass(q->w, 20);
	quarry_posted(q, "town1", id, "follow", "{\"result\":\"problem\",\"text\":\"警示牌缺失\"}");
	quarry_in_state(q, id, "resumed");
	quarry_posted(q, "craft", id, "follow", "{\"result\":\"ok\",\"text\":\"已补齐\"}");
	quarry_in_state(q, id, "closed");
}

static void an_accident_mine_waits_for_the_deputy(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "红石二矿", "2023-09-29");
	assert_false(quarry_works(q, mine));            /* before anyone has ordered anything */
	quarry_stop(q, "law", "accident", mine);
	int64_t id = quarry_begun(q, mine);
	quarry_do(q, "boss", &resumption_flow, id, "prepare", quarry_prepared(q));
	for (const char *const *code = quarry_papers; *code; code++)
		quarry_do(q, "boss", &resumption_flow, id, "attach", quarry_paper(q, *code));
	quarry_refused(q, STATUS_CONFLICT, "lessons of the accident", "boss", id, "apply", NULL);
	quarry_bring(q, id, "passed");
	quarry_refused(q, STATUS_CONFLICT, "deputy county head's approval first", "bureau", id, "notice", NULL);
	quarry_refused(q, STATUS_CONFLICT, "cannot do this now", "deputy", id, "approve", quarry_words);
	quarry_posted(q, "bureau", id, "report", quarry_words);
	quarry_refused(q, STATUS_CONFLICT, "cannot do this now", "bureau", id, "notice", NULL);
	quarry_posted(q, "deputy", id, "approve", "{\"text\":\"同意\"}");
	assert_string_equal(quarry_row(q, id)->approved_by_name, "deputy");
	assert_false(quarry_works(q, mine));
	quarry_posted(q, "bureau", id, "notice", NULL);
	assert_false(quarry_works(q, mine));
	quarry_posted(q, "bureau", id, "resume", NULL);
	assert_true(quarry_works(q, mine));
	struct exchange *x = world_get(q->w, "boss", arena_printf(q->w->cx->mem, "/api/resumptions/%" PRId64 "/papers/notice", id), "");
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->reply.bytes, "分管副县长deputy本人批准"));
	assert_non_null(strstr(x->reply.bytes, "2023年10月25日10时00分"));
}

/* ---- failing, waiting, running out ---- */

static int64_t scored(struct quarry *q, int64_t mine, const char *failing)
{
	int64_t id = quarry_begun(q, mine);
	quarry_bring(q, id, "accepting");
	quarry_posted(q, "safety", id, "team", quarry_full_team(q));
	quarry_posted(q, "agent", id, "score", quarry_score(q, failing));
	for (const char *const *m = quarry_members; *m; m++)
		quarry_posted(q, *m, id, "sign", "{\"opinion\":\"已核对\"}");
	quarry_posted(q, "bureau", id, "conclude", quarry_words);
	return id;
}

static void the_score_decides(void **state)
{
	struct quarry *q = *state;
	static const struct {
		const char *failing, *state;
	} cases[] = {{"A07", "failed"}, {"B01 B02 B03", "failed"}, {"C05", "failed"}, {"B01 B02", "passed"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t mine = quarry_mine(q, arena_printf(q->w->cx->mem, "白云%zu矿", i), NULL);
		quarry_stop(q, "law", "county", mine);
		quarry_in_state(q, scored(q, mine, cases[i].failing), cases[i].state);
		assert_false(quarry_works(q, mine));
	}
}

static void a_failure_cools_off(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "白云一矿", NULL), next;
	quarry_stop(q, "law", "county", mine);
	int64_t id = scored(q, mine, "A07");
	assert_string_equal(quarry_row(q, id)->cool_until, "2023-12-25");
	quarry_refused(q, STATUS_CONFLICT, "cannot do this now", "bureau", id, "notice", NULL);
	assert_int_equal(quarry_begin(q, "boss", mine, &next), STATUS_CONFLICT);
	assert_non_null(strstr(q->w->cx->error, "after 2023-12-25"));
	world_pass(q->w, 61);           /* its last day */
	assert_int_equal(quarry_begin(q, "boss", mine, &next), STATUS_CONFLICT);
	world_pass(q->w, 1);
	next = quarry_begun(q, mine);
	assert_int_equal(quarry_row(q, next)->attempt, 2);
}

static void a_refusal_cools_off_too(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "红石二矿", "2023-09-29"), id = quarry_stopped_and(q, mine, "reported"), next;
	quarry_posted(q, "deputy", id, "refuse", "{\"text\":\"整改不到位\"}");
	quarry_in_state(q, id, "failed");
	assert_int_equal(quarry_begin(q, "boss", mine, &next), STATUS_CONFLICT);
}

static void a_notice_runs_out(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "红石二矿", "2023-09-29"), id = quarry_stopped_and(q, mine, "noticed");
	quarry_refused(q, STATUS_CONFLICT, "no cause", "bureau", id, "recheck", quarry_words);
	world_pass(q->w, 30);
	quarry_refused(q, STATUS_CONFLICT, "no cause", "bureau", id, "recheck", quarry_words);
	world_pass(q->w, 1);
	quarry_refused(q, STATUS_CONFLICT, "held until 2023-11-24", "bureau", id, "resume", NULL);
	quarry_posted(q, "bureau", id, "recheck", quarry_words);
	assert_int_equal(quarry_row(q, id)->approved_by, 0);           /* an approval is of one acceptance */
	quarry_refused(q, STATUS_CONFLICT, "no result yet", "bureau", id, "conclude", quarry_words);
	quarry_bring(q, id, "resumed");
	assert_true(quarry_works(q, mine));
}

/* An order that came after the acceptance was not looked at by it. */
static void a_new_order_wants_a_new_check(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "白云一矿", NULL), id = quarry_stopped_and(q, mine, "noticed");
	world_pass(q->w, 1);
	quarry_stop(q, "law", "county", mine);
	quarry_refused(q, STATUS_CONFLICT, "checked anew", "bureau", id, "resume", NULL);
	quarry_posted(q, "bureau", id, "recheck", quarry_words);
	quarry_bring(q, id, "resumed");
	assert_true(quarry_works(q, mine));
	world_pass(q->w, 1);
	quarry_stop(q, "law", "county", mine);          /* and stopped once more: a new application */
	assert_false(quarry_works(q, mine));
	quarry_bring(q, quarry_begun(q, mine), "resumed");
	assert_true(quarry_works(q, mine));
}

/* A department lifts its own order; but a mine that stood still for long does not just start. */
static void a_long_stop_of_a_department_needs_it_too(void **state)
{
	struct quarry *q = *state;
	int64_t brief = quarry_mine(q, "白云一矿", NULL), longer = quarry_mine(q, "白云二矿", NULL);
	int64_t orders[] = {quarry_stop(q, "landlaw", "department", brief), quarry_stop(q, "landlaw", "department", longer)};
	world_pass(q->w, 30);
	quarry_do(q, "landlaw", &stop_order_flow, orders[0], "lift", "{\"reason\":\"违法行为已纠正\"}");
	assert_true(quarry_works(q, brief));
	world_pass(q->w, 1);
	quarry_do(q, "landlaw", &stop_order_flow, orders[1], "lift", "{\"reason\":\"违法行为已纠正\"}");
	assert_false(quarry_works(q, longer));
	assert_non_null(quarry_reason(q, longer, 0, "not_resumed"));
	quarry_bring(q, quarry_begun(q, longer), "resumed");
	assert_true(quarry_works(q, longer));
}

/* ---- what is missing, whose turn it is ---- */

static void the_reason_says_what_is_missing(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "白云一矿", NULL);
	quarry_stop(q, "law", "county", mine);
	const struct mine_reason *r = quarry_reason(q, mine, 0, "not_resumed");
	assert_non_null(strstr(r->missing, "application"));
	assert_string_equal(r->org_name, "白云矿业有限公司");
	int64_t id = quarry_begun(q, mine);
	quarry_bring(q, id, "applied");
	r = quarry_reason(q, mine, 0, "not_resumed");
	assert_string_equal(r->missing, "the town's review");
	assert_string_equal(r->by, "2023-11-01");
	assert_int_equal(r->org, q->w->towns[0]);
	world_pass(q->w, 2);
	quarry_bring(q, id, "passed");
	assert_non_null(strstr(quarry_reason(q, mine, 0, "not_resumed")->missing, "notice"));
	assert_string_equal(quarry_reason(q, mine, -1, "not_resumed")->missing, "the town's review");   /* yesterday */
	assert_null(quarry_reason(q, mine, -3, "not_resumed"));
	quarry_bring(q, id, "resumed");
	assert_null(quarry_reason(q, mine, 0, "not_resumed"));
	assert_non_null(quarry_reason(q, mine, -1, "not_resumed"));
}

static void nearly_there(void **state)
{
	struct quarry *q = *state;
	int64_t near = quarry_mine(q, "白云一矿", NULL), far = quarry_mine(q, "白云二矿", NULL);
	quarry_stopped_and(q, far, "applied");
	quarry_stopped_and(q, near, "passed");
	quarry_hazard(q, "land", near);
	struct exchange *x = world_ask(q->w, "office", "GET", "/api/resumptions/nearly", NULL);
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->out.s, "\"mine_name\":\"白云一矿\",\"state\":\"passed\",\"code\":\"hazard\""));
	assert_null(strstr(x->out.s, "白云二矿"));
	quarry_hazard(q, "land", near);
	x = world_ask(q->w, "office", "GET", "/api/resumptions/nearly", NULL);
	assert_null(strstr(x->out.s, "白云一矿"));
}

static void everyone_sees_his_own(void **state)
{
	struct quarry *q = *state;
	int64_t id = quarry_stopped_and(q, quarry_mine(q, "白云一矿", NULL), "accepting");
	const char *path = arena_printf(q->w->cx->mem, "/api/resumptions/%" PRId64, id);
	assert_int_equal(world_ask(q->w, "boss", "GET", path, NULL)->status, 200);
	assert_int_equal(world_ask(q->w, "town2", "GET", path, NULL)->status, 404);
	assert_int_equal(world_ask(q->w, "rival", "GET", path, NULL)->status, 404);
	assert_int_equal(world_ask(q->w, "agent", "GET", path, NULL)->status, 404);
	quarry_posted(q, "safety", id, "team", quarry_full_team(q));
	struct exchange *x = world_ask(q->w, "agent", "GET", path, NULL);       /* the expert, now that he is in the team */
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->out.s, "\"action\":\"sign\""));
	assert_non_null(strstr(x->out.s, "32 items of the checklist"));
	x = world_get(q->w, "boss", "/api/resumptions", "state=open&total=true&late=1");
	assert_non_null(strstr(x->out.s, "\"total\":0"));
	assert_int_equal(world_ask(q->w, "adviser", "GET", path, NULL)->status, 404);
}

static void the_flow_is_sound(void **state)
{
	struct quarry *q = *state;
	assert_null(flow_mistake(q->w->cx, &resumption_flow));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(an_ordinary_mine_resumes), T(an_accident_mine_waits_for_the_deputy), T(the_score_decides),
		T(a_failure_cools_off), T(a_refusal_cools_off_too), T(a_notice_runs_out), T(a_new_order_wants_a_new_check),
		T(a_long_stop_of_a_department_needs_it_too), T(the_reason_says_what_is_missing), T(nearly_there),
		T(everyone_sees_his_own), T(the_flow_is_sound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
