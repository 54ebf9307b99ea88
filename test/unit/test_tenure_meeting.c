/* No new right without the county head's meeting: whoever asks, in whatever order, by whatever way. */
#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
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
static int64_t mine, serial;

static int set_up(void **state)
{
	q = tenure_new(lists, sizeof lists / sizeof *lists);
	mine = quarry_mine(q, "白云一矿", NULL);
	*state = q;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	quarry_free(q);
	return 0;
}

static const char *const everybody[] = {"rights", "landlaw", "land", "safety", "police", "eco", "forest", "water", "head", "deputy", "office",
					"boss", "law", "rival"};
enum { EVERYBODY = sizeof everybody / sizeof *everybody };

/* What each step takes; decision and number vary. */
static const char *input_of(const char *action, const char *decision)
{
	const char *file = q->w->file, *day = world_day(q->w, 0);
	if (strcmp(action, "sign") == 0)
		return tenure_fmt("{\"verdict\":\"agree\",\"text\":\"同意\"}");
	if (strcmp(action, "record") == 0)
		return tenure_fmt("{\"day\":\"%s\",\"no\":\"青政办纪〔2023〕%" PRId64 "号\",\"decision\":\"%s\",\"evidence\":[\"%s\"]}", day, ++serial, decision, file);
	if (strcmp(action, "send") == 0)
		return tenure_fmt("{\"no\":\"青自然资〔2023〕8号\",\"day\":\"%s\"}", day);
	if (strcmp(action, "grant") == 0)
		return tenure_fmt("{\"number\":\"T990306%.4s%.2s2010%06" PRId64 "\",\"issuer\":\"省自然资源厅\",\"issued_on\":\"%s\",\"valid_from\":\"%s\",\"valid_to\":\"%s\"}",
			   day, day + 5, ++serial, day, day, world_day(q->w, 365));
	if (strcmp(action, "submit") == 0 || strcmp(action, "accept") == 0 || strcmp(action, "conclude") == 0 || strcmp(action, "approve") == 0)
		return "{}";
	return "{\"text\":\"按规定办理\"}";
}

static int step(const char *login, int64_t id, const char *action, const char *body)
{
	return tenure_step(q, login, "applications", id, action, body);
}

/* Each on land of its own: what is granted to one is refused to the next. */
static int64_t begin(void)
{
	static int west;
	west += 50;
	static const char *const materials[] = {"form", "business", "land", "work_plan", "funds"};
	struct exchange *x = world_ask(q->w, "rights", "POST", "/api/applications",
		tenure_fmt("{\"kind\":\"new\",\"right_kind\":\"exploration\",\"name\":\"北沟勘查%" PRId64 "\",\"applicant\":\"青岭勘查有限公司\",\"mineral\":\"滑石\",\"years\":3,"
		    "\"land_text\":\"{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[[[123.%04d,40.1],[123.%04d,40.1],[123.%04d,40.11],[123.%04d,40.1]]]}\"}", ++serial,
		    west, west + 20, west + 20, west));
	if (x->status != 200)
		fail_msg("begin: %s", x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	int64_t id = json_integer_value(json_object_get(j, "id"));
	json_decref(j);
	for (size_t i = 0; i < sizeof materials / sizeof *materials; i++)
		assert_int_equal(step("rights", id, "material", tenure_fmt("{\"code\":\"%s\",\"evidence\":[\"%s\"]}", materials[i], q->w->file)), 200);
	return id;
}

static struct application *row(int64_t id)
{
	struct application *a;
	world_as(q->w, NULL);
	if (application_get(q->w->cx, id, &a))
		fail_msg("%s", q->w->cx->error);
	return a;
}

/* The step that goes on from a state, and who takes it. */
static const struct onward {
	const char *state, *action, *logins[6];
} onward[] = {
	{"draft", "submit", {"rights"}},
	{"submitted", "accept", {"rights"}},
	{"accepted", "review", {"rights"}},
	{"joint", "sign", {"safety", "eco", "forest", "water", "police"}},
	{"joint", "conclude", {"rights"}},
	{"safety", "pass_safety", {"safety"}},
	{"meeting", "record", {"head"}},
	{"meeting", "approve", {"rights"}},
	{"approved", "send", {"rights"}},
	{"sent", "grant", {"rights"}},
};
enum { ONWARD = sizeof onward / sizeof *onward };

static void go(int64_t id, const struct onward *o)
{
	for (int k = 0; o->logins[k]; k++)
		if (step(o->logins[k], id, o->action, input_of(o->action, "agree")) != 200)
			fail_msg("%s as %s from %s: %s", o->action, o->logins[k], o->state, tenure_said());
}

static bool beyond(const char *state)
{
	return !strcmp(state, "approved") || !strcmp(state, "sent") || !strcmp(state, "granted");
}

static bool agreed(int64_t id)
{
	world_as(q->w, NULL);
	bool yes = !tenure_agreed(q->w->cx, id, NULL);
	cx_forget(q->w->cx);
	return yes;
}

/* Before the meeting has agreed nobody gets beyond it from any state; afterwards the bureau does, and it ends granted. */
static void no_shortcut_from_any_state(void **state)
{
	static const char *const shortcuts[] = {"approve", "send", "grant", "conclude", "pass_safety", "record"};
	(void)state;
	int64_t id = begin();
	for (size_t o = 0; o < ONWARD; o++) {
		if (strcmp(onward[o].action, "record") == 0)
			assert_false(agreed(id));
		for (size_t s = 0; !agreed(id) && s < 3; s++)
			for (size_t p = 0; p < EVERYBODY; p++)
				if (step(everybody[p], id, shortcuts[s], input_of(shortcuts[s], "agree")) == 200)
					fail_msg("%s took %s from %s", everybody[p], shortcuts[s], onward[o].state);
		go(id, &onward[o]);
	}
	struct application *a = row(id);
	assert_string_equal(a->row.state, "granted");
	assert_true(a->licence > 0);
}

/* One of the steps that go on from that state; NULL: it has ended. */
static const struct onward *onward_from(const char *state, unsigned seed)
{
	const struct onward *found[ONWARD];
	size_t n = 0;
	for (size_t i = 0; i < ONWARD; i++)
		if (strcmp(onward[i].state, state) == 0)
			found[n++] = &onward[i];
	return n ? found[seed % n] : NULL;
}

/* 40 ways through all steps, half of them wandering: whoever is beyond the meeting has its agreement. */
static void wherever_it_wanders(void **state)
{
	static const char *const actions[] = {"submit", "accept", "review", "sign", "object", "conclude", "again", "pass_safety", "record", "approve",
					      "send", "grant"};
	static const char *const decisions[] = {"agree", "defer", "refuse"};
	unsigned seed = 7, reached = 0, steps = 0;
	(void)state;
	for (int walk = 0; walk < 40; walk++) {
		int64_t id = begin();
		for (int n = 0; n < 60; n++) {
			const char *now = row(id)->row.state;
			seed = seed * 1664525u + 1013904223u;
			const struct onward *o = onward_from(now, seed >> 8);
			const char *action = actions[(seed >> 12) % (sizeof actions / sizeof *actions)], *login = everybody[(seed >> 20) % EVERYBODY];
			const char *decision = decisions[(seed >> 28) % 3];
			if (!o)
				break;
			for (int k = 0; (seed >> 25) % 2 && o->logins[k]; k++)
				steps += step(o->logins[k], id, o->action, input_of(o->action, decision)) == 200;
			steps += step(login, id, action, input_of(action, decision)) == 200;
			if (beyond(row(id)->row.state) && !agreed(id))
				fail_msg("walk %d step %d: beyond the meeting without it", walk, n);
		}
		reached += beyond(row(id)->row.state);
	}
	if (steps < 400 || reached < 4)
		fail_msg("only %u steps, %u beyond", steps, reached);
}

/* A later meeting that defers takes the agreement back. */
static void the_last_word_counts(void **state)
{
	(void)state;
	int64_t id = begin();
	for (size_t o = 0; strcmp(onward[o].action, "approve") != 0; o++)
		go(id, &onward[o]);
	assert_int_equal(step("head", id, "record", input_of("record", "defer")), 200);
	assert_int_equal(step("rights", id, "approve", "{}"), 409);
	assert_int_equal(step("head", id, "record", input_of("record", "agree")), 200);
	assert_int_equal(step("rights", id, "approve", "{}"), 200);
}

/* A renewal by the fast lane: neither safety review nor meeting; the old licence runs on until the new one begins, and nobody is
 * told any more that it runs out. */
static void a_renewal_leaves_no_gap(void **state)
{
	static const char *const materials[] = {"form", "licence", "business", "reserves", "annual", "use_plan", "restore", "fees", "environment"};
	static const char *const signers[] = {"safety", "eco", "forest", "water", "police"};
	struct right *old, *fresh;
	(void)state;
	struct exchange *x;
	world_as(q->w, NULL);
	const struct right in = {.licence = {.kind = "mining", .number = "C9903062018127130000009", .holder = "白云矿业有限公司", .issuer = "市自然资源局",
					     .issued_on = "2018-12-01", .valid_from = "2019-01-01", .valid_to = "2023-12-31",
					     .land_text = "{\"type\":\"Polygon\",\"coordinates\":[[[122.1,40.1],[122.11,40.1],[122.11,40.11],[122.1,40.1]]]}"},
				 .main_mineral = "石英", .listed = true, .deep = "石英砂", .chain = "玻璃"};
	int64_t licence;
	if (right_put(q->w->cx, mine, 0, &in, &licence))
		fail_msg("%s", q->w->cx->error);
	x = world_ask(q->w, "rights", "POST", "/api/applications",
		      tenure_fmt("{\"kind\":\"renewal\",\"right_kind\":\"mining\",\"licence\":%" PRId64 ",\"years\":10}", licence));
	json_t *j = json_loads(x->out.s, 0, NULL);
	int64_t id = json_integer_value(json_object_get(j, "id"));
	json_decref(j);
	for (size_t i = 0; i < sizeof materials / sizeof *materials; i++)
		assert_int_equal(step("rights", id, "material", tenure_fmt("{\"code\":\"%s\",\"evidence\":[\"%s\"]}", materials[i], q->w->file)), 200);
	for (size_t o = 0; o < 3; o++)
		go(id, &onward[o]);
	for (size_t i = 0; i < sizeof signers / sizeof *signers; i++)
		assert_int_equal(step(signers[i], id, "sign", input_of("sign", "")), 200);
	assert_int_equal(step("rights", id, "conclude", "{}"), 200);
	assert_string_equal(row(id)->row.state, "approved");
	assert_int_equal(step("rights", id, "send", input_of("send", "")), 200);
	if (step("rights", id, "grant", "{\"number\":\"C9903062018127130000009\",\"issuer\":\"市自然资源局\",\"issued_on\":\"2023-10-25\","
					"\"valid_from\":\"2024-01-01\",\"valid_to\":\"2033-12-31\"}") != 200)
		fail_msg("grant: %s", tenure_said());
	struct right_page page;
	world_as(q->w, NULL);
	if (right_get(q->w->cx, licence, &old) || right_list(q->w->cx, &(struct right_query){.mine = mine, .sort = "-valid_to", .limit = 1}, &page))
		fail_msg("%s", q->w->cx->error);
	fresh = page.rights.items;
	assert_string_equal(old->standing, "valid");
	assert_string_equal(old->licence.valid_to, "2023-12-31");
	assert_string_equal(fresh->standing, "later");
	assert_string_equal(fresh->licence.valid_from, "2024-01-01");
	if (right_stand(q->w->cx, old, day_make(2024, 1, 1)) || right_stand(q->w->cx, fresh, day_make(2024, 1, 1)))
		fail_msg("%s", q->w->cx->error);
	assert_string_equal(old->standing, "renewed");
	assert_string_equal(fresh->standing, "valid");
	x = world_ask(q->w, "rights", "POST", "/api/applications",
		      tenure_fmt("{\"kind\":\"renewal\",\"right_kind\":\"mining\",\"licence\":%" PRId64 ",\"years\":10}", licence));
	assert_int_equal(x->status, 409);
}

/* The table itself, and the register by its own door. */
static void the_other_walls_stand(void **state)
{
	struct cx *cx = q->w->cx;
	(void)state;
	int64_t id = begin();
	assert_true(db_exec(cx, NULL, "UPDATE tenure_application SET state = 'approved' WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(id))));
	cx_forget(cx);
	struct exchange *x = world_get(q->w, "rights", "/api/rights", "limit=5");
	assert_int_equal(x->status, 200);
	x = world_ask(q->w, "landlaw", "POST", tenure_fmt("/api/mines/%" PRId64 "/licences", mine),
		      "{\"kind\":\"mining\",\"number\":\"C9903062023117130000001\",\"holder\":\"白云矿业有限公司\",\"issuer\":\"市自然资源局\","
		      "\"issued_on\":\"2023-11-01\",\"valid_from\":\"2023-11-01\",\"valid_to\":\"2028-10-31\"}");
	if (x->status != 409)
		fail_msg("a new licence by the mine's page: %d %s", x->status, x->out.s);
	/* An explorer's, by the room's own door; and one granted before the measure, which may be entered. */
	const char *explore = "{\"kind\":\"exploration\",\"number\":\"T9903062023112010900001\",\"holder\":\"青岭勘查有限公司\",\"issuer\":\"省自然资源厅\","
			      "\"main_mineral\":\"滑石\",\"issued_on\":\"2023-11-01\",\"valid_from\":\"2023-11-01\",\"valid_to\":\"2026-10-31\"}";
	x = world_ask(q->w, "rights", "POST", "/api/rights", explore);
	if (x->status != 409)
		fail_msg("a new exploration right: %d %s", x->status, x->out.s);
	const char *old = "{\"kind\":\"exploration\",\"number\":\"T9903062021062010900002\",\"holder\":\"青岭勘查有限公司\",\"issuer\":\"省自然资源厅\","
			  "\"main_mineral\":\"滑石\",\"issued_on\":\"2021-06-01\",\"valid_from\":\"2021-06-01\",\"valid_to\":\"2024-05-31\"}";
	x = world_ask(q->w, "rights", "POST", "/api/rights", old);
	if (x->status != 200)
		fail_msg("an old exploration right: %d %s", x->status, x->out.s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_shortcut_from_any_state, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wherever_it_wanders, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_last_word_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_renewal_leaves_no_gap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_other_walls_stand, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
