/*
 * Ways around the county head's meeting that are no new right by name: a granted right that grows, a renewal with more in it than
 * was granted, a change that is a new right in truth, a lapsed right that runs again, a second entry of a number.
 */
#include "test/test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "db/db.h"
#include "rooms/mine/mine_api.h"
#include "rooms/tenure/application.h"
#include "rooms/tenure/meeting.h"
#include "rooms/tenure/tenure_api.h"
#include "test/tenure.h"

const struct licence_guard licence_guards[] = {{"tenure", tenure_licence_guard}, {0}};
const struct mine_ledger *const reserve_ledgers;

static const struct routes *const lists[] = {&application_routes, &right_routes, &mine_paper_routes};
static struct quarry *q;
static int64_t mine, right;

#define NUMBER "C9903062018127130000009"
/* 400 m by 400 m between 320 and 180 m; the same with its east side moved by 200 m, by half a metre, and down to 150 m. */
#define LAND(east, bottom) "1,4511000,41523000\\n2,4511400,41523000\\n3,4511400,415" east "\\n4,4511000,415" east "\\n*,320," bottom ",一采区,1\\n"
#define SAME LAND("23400", "180")
#define WIDER LAND("23600", "180")
#define NEARLY LAND("23400.5", "180")
#define DEEPER LAND("23400", "150")
#define SMALLER LAND("23300", "200")

static const char *facts(const char *number, const char *land, const char *to, int version)
{
	return tenure_fmt("{\"version\":%d,\"kind\":\"mining\",\"number\":\"%s\",\"holder\":\"白云矿业有限公司\",\"issuer\":\"市自然资源局\","
			  "\"issued_on\":\"2018-12-01\",\"valid_from\":\"2019-01-01\",\"valid_to\":\"%s\",\"main_mineral\":\"石英\",\"scale_t\":100000,"
			  "\"size\":\"small\",\"land_text\":\"%s\"}", version, number, to, land);
}

static int put(const char *body)
{
	return world_ask(q->w, "rights", "PUT", tenure_fmt("/api/rights/%" PRId64, right), body)->status;
}

/* As the system, which may do everything but this. */
static enum status enter(const char *number, const char *from, const char *to, int64_t *id)
{
	const struct right in = {.licence = {.kind = "mining", .number = number, .holder = "白云矿业有限公司", .issuer = "市自然资源局", .issued_on = from,
					     .valid_from = from, .valid_to = to, .scale_t = 100000,
					     .land_text = "1,4511000,41523000\n2,4511400,41523000\n3,4511400,41523400\n4,4511000,41523400\n*,320,180,一采区,1\n"},
				 .main_mineral = "石英", .size = "small"};
	world_as(q->w, NULL);
	enum status s = right_put(q->w->cx, mine, 0, &in, id);
	cx_forget(q->w->cx);
	return s;
}

static int set_up(void **state)
{
	q = tenure_new(lists, sizeof lists / sizeof *lists);
	mine = quarry_mine(q, "白云一矿", NULL);
	if (enter(NUMBER, "2019-01-01", "2025-12-31", &right))
		fail_msg("%s", q->w->cx->error);
	*state = q;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	quarry_free(q);
	return 0;
}

/* The register's own page changes facts; it does not make a right larger, deeper, boundless or another one. */
static void a_granted_right_does_not_grow(void **state)
{
	static const struct {
		const char *number, *land;
		int status;
	} ways[] = {
		{NUMBER, WIDER, 409}, {NUMBER, DEEPER, 409}, {NUMBER, "", 409}, {"C9903062018127130000010", WIDER, 409},
		{"C9903062023117130000010", SAME, 409},         /* another number, of these days */
		{NUMBER, "{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[[[123.2,40.7],[123.4,40.7],[123.4,40.8],[123.2,40.7]]]}", 409},
		{NUMBER, SAME, 200}, {NUMBER, NEARLY, 200}, {NUMBER, SMALLER, 200}, {NUMBER, SAME, 409},
	};
	int version = 1;
	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		int got = put(facts(ways[i].number, ways[i].land, "2025-12-31", version));
		version += got == 200;
		if (got != ways[i].status)
			fail_msg("way %zu: %d", i, got);
	}
	struct exchange *x = world_ask(q->w, "landlaw", "PUT", tenure_fmt("/api/mines/%" PRId64 "/licences/%" PRId64, mine, right),
				       facts(NUMBER, WIDER, "2025-12-31", version));
	assert_int_not_equal(x->status, 200);
}

/* A number is entered once; a right of these days, or one that says that its licence began since, not at all. */
static void no_second_entry(void **state)
{
	int64_t id;
	(void)state;
	assert_int_equal(enter(NUMBER, "2019-01-01", "2030-12-31", &id), STATUS_CONFLICT);
	assert_int_equal(enter("C9903062018127130000011", "2023-10-20", "2030-12-31", &id), STATUS_CONFLICT);
	assert_int_equal(enter("C9903062023107130000011", "2019-01-01", "2030-12-31", &id), STATUS_CONFLICT);
	assert_int_equal(enter("C9903062018127130000011", "2019-01-01", "2030-12-31", &id), STATUS_OK);
}

/* Until its last day it may be corrected; then it is over, and nobody makes it run again. */
static void a_lapsed_right_stays_lapsed(void **state)
{
	(void)state;
	assert_int_equal(put(facts(NUMBER, SAME, "2023-11-30", 1)), 200);
	world_pass(q->w, 400);
	assert_int_equal(put(facts(NUMBER, SAME, "2033-11-30", 2)), 409);
	assert_int_equal(put(facts(NUMBER, SAME, "2023-12-31", 2)), 200);        /* a slip of the pen in the past is no revival */
	struct exchange *x = world_ask(q->w, "rights", "POST", "/api/applications",
				       tenure_fmt("{\"kind\":\"renewal\",\"right_kind\":\"mining\",\"licence\":%" PRId64 ",\"years\":5}", right));
	assert_int_equal(x->status, 200);
}

static int begin(const char *kind, const char *more)
{
	struct exchange *x = world_ask(q->w, "rights", "POST", "/api/applications",
		tenure_fmt("{\"kind\":\"%s\",\"right_kind\":\"mining\",\"licence\":%" PRId64 ",\"years\":5%s}", kind, right, more));
	return x->status;
}

/* A renewal is for what was granted, to whom it was granted. */
static void a_renewal_holds_no_more(void **state)
{
	(void)state;
	assert_int_equal(begin("renewal", ",\"land_text\":\"" WIDER "\""), 400);
	assert_int_equal(begin("renewal", ",\"land_text\":\"" DEEPER "\""), 400);
	assert_int_equal(begin("renewal", ",\"mineral\":\"金\""), 400);
	assert_int_equal(begin("renewal", ",\"applicant\":\"红石矿业有限公司\""), 400);
	assert_int_equal(begin("renewal", ",\"scale_t\":100001"), 400);
	assert_int_equal(begin("renewal", ",\"years\":11"), 400);
	assert_int_equal(begin("renewal", ",\"land_text\":\"" SMALLER "\""), 200);
}

/* ---- changes ---- */

static int step(const char *login, int64_t id, const char *action, const char *body)
{
	return tenure_step(q, login, "applications", id, action, body);
}

static void must(const char *login, int64_t id, const char *action, const char *body)
{
	if (step(login, id, action, body) != 200)
		fail_msg("%s as %s: %s", action, login, tenure_said());
}

static const char *state_of(int64_t id)
{
	struct application *a;
	world_as(q->w, NULL);
	if (application_get(q->w->cx, id, &a))
		fail_msg("%s", q->w->cx->error);
	return a->row.state;
}

/* To the end of the safety review. */
static int64_t reviewed(const char *more)
{
	static const char *const materials[] = {"form", "licence", "business", "land", "use_plan"};
	static const char *const signers[] = {"safety", "eco", "forest", "water", "police"};
	int64_t id = tenure_post(q, "rights", "/api/applications",
		tenure_fmt("{\"kind\":\"change\",\"right_kind\":\"mining\",\"licence\":%" PRId64 "%s}", right, more));
	for (size_t i = 0; i < sizeof materials / sizeof *materials; i++)
		must("rights", id, "material", tenure_fmt("{\"code\":\"%s\",\"evidence\":[\"%s\"]}", materials[i], q->w->file));
	must("rights", id, "submit", "{}");
	must("rights", id, "accept", "{}");
	must("rights", id, "review", "{\"text\":\"材料齐全\"}");
	for (size_t i = 0; i < sizeof signers / sizeof *signers; i++)
		must(signers[i], id, "sign", "{\"verdict\":\"agree\",\"text\":\"同意\"}");
	must("rights", id, "conclude", "{}");
	must("safety", id, "pass_safety", "{\"text\":\"符合要求\"}");
	return id;
}

static const char *grant(const char *number, const char *to, int64_t scale)
{
	return tenure_fmt("{\"number\":\"%s\",\"issuer\":\"市自然资源局\",\"issued_on\":\"%s\",\"valid_from\":\"2019-01-01\",\"valid_to\":\"%s\",\"scale_t\":%" PRId64
			  "}", number, world_day(q->w, 0), to, scale);
}

static void send(int64_t id)
{
	assert_int_equal(step("rights", id, "send", tenure_fmt("{\"no\":\"青自然资8号\",\"day\":\"%s\"}", world_day(q->w, -1))), 400);
	must("rights", id, "send", tenure_fmt("{\"no\":\"青自然资8号\",\"day\":\"%s\"}", world_day(q->w, 0)));
}

/* More land, deeper levels, another main mineral: to that the right is new. */
static void a_change_that_is_a_new_right_needs_the_meeting(void **state)
{
	static const char *const grows[] = {",\"land_text\":\"" WIDER "\"", ",\"land_text\":\"" DEEPER "\"", ",\"mineral\":\"金\""};
	(void)state;
	for (size_t i = 0; i < sizeof grows / sizeof *grows; i++) {
		int64_t id = reviewed(grows[i]);
		assert_string_equal(state_of(id), "meeting");
		assert_int_equal(step("rights", id, "approve", "{}"), 409);
		must("head", id, "record", tenure_fmt("{\"day\":\"%s\",\"no\":\"青政办纪〔2023〕%zu号\",\"decision\":\"agree\",\"evidence\":[\"%s\"]}",
						      world_day(q->w, 0), i + 1, q->w->file));
		must("rights", id, "approve", "{}");
		send(id);
		if (i == 0) {
			must("rights", id, "grant", grant(NUMBER, "2025-12-31", 0));
			struct right *r;
			world_as(q->w, NULL);
			assert_int_equal(right_get(q->w->cx, right, &r), STATUS_OK);
			assert_true(r->licence.area_m2 > 239000 && r->licence.area_m2 < 241000);       /* 400 m × 600 m */
		} else {
			must("rights", id, "refuse", "{\"text\":\"发证机关不予变更\"}");
		}
	}
}

/* One that changes facts alone does not; and is granted for no more than it was reviewed for, under the number that is for good. */
static void a_change_of_facts_does_not(void **state)
{
	(void)state;
	int64_t id = reviewed(",\"applicant\":\"红石矿业有限公司\",\"scale_t\":120000");
	assert_string_equal(state_of(id), "approved");
	assert_int_equal(step("rights", id, "send", tenure_fmt("{\"no\":\"青自然资8号\",\"day\":\"%s\"}", world_day(q->w, 1))), 400);
	send(id);
	assert_int_equal(step("rights", id, "grant", grant("C9903062018127130000077", "2025-12-31", 0)), 400);
	assert_int_equal(step("rights", id, "grant", grant(NUMBER, "2026-12-31", 0)), 400);
	assert_int_equal(step("rights", id, "grant", grant(NUMBER, "2025-12-31", 120001)), 400);
	assert_int_equal(step("rights", id, "grant", tenure_fmt("{\"number\":\"" NUMBER "\",\"issuer\":\"市自然资源局\",\"issued_on\":\"%s\","
		"\"valid_from\":\"2019-01-01\",\"valid_to\":\"2025-12-31\"}", world_day(q->w, -1))), 400);
	must("rights", id, "grant", grant(NUMBER, "2025-12-31", 120000));
	struct right *r;
	world_as(q->w, NULL);
	assert_int_equal(right_get(q->w->cx, right, &r), STATUS_OK);
	assert_string_equal(r->licence.holder, "红石矿业有限公司");
}

/* Back from the meeting to the first review: what the meeting said before is not its word on what comes now. */
static void going_back_takes_the_agreement_away(void **state)
{
	(void)state;
	int64_t id = reviewed(",\"land_text\":\"" WIDER "\"");
	must("head", id, "record", tenure_fmt("{\"day\":\"%s\",\"no\":\"青政办纪〔2023〕1号\",\"decision\":\"agree\",\"evidence\":[\"%s\"]}",
					      world_day(q->w, 0), q->w->file));
	must("rights", id, "again", "{\"text\":\"重新联审\"}");
	must("rights", id, "review", "{\"text\":\"材料齐全\"}");
	static const char *const signers[] = {"safety", "eco", "forest", "water", "police"};
	for (size_t i = 0; i < sizeof signers / sizeof *signers; i++)
		must(signers[i], id, "sign", "{\"verdict\":\"agree\",\"text\":\"同意\"}");
	must("rights", id, "conclude", "{}");
	must("safety", id, "pass_safety", "{\"text\":\"符合要求\"}");
	assert_int_equal(step("rights", id, "approve", "{}"), 409);
}

/* Land that is no land: crossing itself, without area, in the numbers of a plane, with its axes swapped, not closed. */
static void land_must_be_land(void **state)
{
	static const char *const bad[] = {
		"{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[[[123,40],[123.01,40.01],[123.01,40],[123,40.01],[123,40]]]}",
		"{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[[[123,40],[123.01,40],[123.02,40],[123,40]]]}",
		"{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[[[41523000,4511000],[41523400,4511000],[41523400,4511400],[41523000,4511000]]]}",
		"{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[[[40,123],[40,123.01],[40.01,123.01],[40,123]]]}",
		"{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[]}", "{\\\"type\\\":\\\"Point\\\",\\\"coordinates\\\":[123,40]}", "{}", "1,2",
	};
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct exchange *x = world_ask(q->w, "rights", "POST", "/api/applications",
			tenure_fmt("{\"kind\":\"new\",\"right_kind\":\"mining\",\"name\":\"北沟\",\"applicant\":\"青岭\",\"mineral\":\"滑石\",\"land_text\":\"%s\"}",
				   bad[i]));
		if (x->status != 400 || !strstr(x->out.s, "land_text"))
			fail_msg("land %zu: %d %s", i, x->status, x->out.s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_granted_right_does_not_grow, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_second_entry, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_lapsed_right_stays_lapsed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_renewal_holds_no_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_change_that_is_a_new_right_needs_the_meeting, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_change_of_facts_does_not, set_up, tear_down),
		cmocka_unit_test_setup_teardown(going_back_takes_the_agreement_away, set_up, tear_down),
		cmocka_unit_test_setup_teardown(land_must_be_land, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
