/* Every way round measures 2 and 3, tried through the flow, through HTTP and on the command line, and refused. */
#include "test/test.h"
#include "test/quarry.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/day.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/inspection/hazard.h"
#include "rooms/resumption/resumption.h"
#include "rooms/resumption/resumption_api.h"
#include "rooms/resumption/resumption_cli.h"

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

/* ---- ways round it ---- */

static void nobody_applies_for_another(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "白云一矿", NULL), id;
	assert_int_equal(quarry_begin(q, "boss", mine, &id), STATUS_CONFLICT);
	assert_non_null(strstr(q->w->cx->error, "nothing to resume"));
	quarry_stop(q, "law", "county", mine);
	assert_int_equal(quarry_begin(q, "rival", mine, &id), STATUS_NOT_FOUND);
	assert_int_equal(quarry_begin(q, "town1", mine, &id), STATUS_FORBIDDEN);
	assert_int_equal(quarry_begin(q, NULL, mine, &id), STATUS_FORBIDDEN);
	id = quarry_begun(q, mine);
	assert_int_equal(quarry_begin(q, "boss", mine, &id), STATUS_CONFLICT);
	assert_non_null(strstr(q->w->cx->error, "on its way already"));
}

static void an_application_is_complete(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "白云一矿", NULL), id = quarry_stopped_and(q, mine, "draft");
	quarry_refused(q, STATUS_CONFLICT, "self-check", "boss", id, "apply", NULL);
	quarry_refused(q, STATUS_FORBIDDEN, "role may not", "town1", id, "apply", NULL);
	quarry_refused(q, STATUS_INVALID, "today or later", "boss", id, "prepare",
		"{\"plan_day\":\"2023-10-01\",\"head\":\"矿长\",\"head_signed_on\":\"2023-10-01\",\"self_check\":\"逐项自查合格\"}");
	quarry_do(q, "boss", &resumption_flow, id, "prepare", quarry_prepared(q));
	quarry_refused(q, STATUS_INVALID, "evidence is needed", "boss", id, "attach", "{\"document\":\"plan\"}");
	quarry_refused(q, STATUS_INVALID, "not one of the papers", "boss", id, "attach", quarry_paper(q, "poem"));
	quarry_refused(q, STATUS_CONFLICT, "lacks a paper", "boss", id, "apply", NULL);
	for (const char *const *code = quarry_papers; *code; code++)
		quarry_do(q, "boss", &resumption_flow, id, "attach", quarry_paper(q, *code));
	int64_t hazard = quarry_hazard(q, "agent", mine);
	quarry_refused(q, STATUS_CONFLICT, "a hazard is open", "boss", id, "apply", NULL);
	quarry_rectify(q, hazard);
	quarry_posted(q, "boss", id, "apply", NULL);
	quarry_refused(q, STATUS_NOT_FOUND, "not yours to see", "rival", id, "withdraw", quarry_words);
	quarry_refused(q, STATUS_NOT_FOUND, "not yours to see", "agent", id, "sign", "{\"opinion\":\"同意\"}");
}

static void a_long_stop_needs_an_evaluation(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "白云一矿", NULL);
	quarry_stop(q, "law", "county", mine);
	world_pass(q->w, 367);
	int64_t id = quarry_begun(q, mine);
	quarry_do(q, "boss", &resumption_flow, id, "prepare", quarry_prepared(q));
	for (const char *const *code = quarry_papers; *code; code++)
		quarry_do(q, "boss", &resumption_flow, id, "attach", quarry_paper(q, *code));
	quarry_refused(q, STATUS_CONFLICT, "safety evaluation", "boss", id, "apply", NULL);
	quarry_do(q, "boss", &resumption_flow, id, "attach", quarry_paper(q, "evaluation"));
	quarry_posted(q, "boss", id, "apply", NULL);
}

static void the_town_reviews_and_no_more(void **state)
{
	struct quarry *q = *state;
	int64_t id = quarry_stopped_and(q, quarry_mine(q, "白云一矿", NULL), "applied");
	assert_string_equal(quarry_row(q, id)->due, "2023-11-01");     /* five working days */
	quarry_refused(q, STATUS_FORBIDDEN, "only the mine's town", "safety", id, "review", quarry_words);
	quarry_refused(q, STATUS_NOT_FOUND, "not yours to see", "town2", id, "review", quarry_words);
	quarry_refused(q, STATUS_FORBIDDEN, "role may not", "boss", id, "review", quarry_words);
	quarry_posted(q, "town1", id, "return", quarry_words);
	quarry_in_state(q, id, "draft");
	quarry_posted(q, "boss", id, "apply", NULL);
	quarry_posted(q, "town1", id, "review", quarry_words);
	quarry_refused(q, STATUS_FORBIDDEN, "only 县应急局", "town1", id, "team", quarry_full_team(q));
	quarry_refused(q, STATUS_FORBIDDEN, "only 县应急局", "town1", id, "conclude", quarry_words);
	quarry_refused(q, STATUS_FORBIDDEN, "only a member", "town1", id, "sign", "{\"opinion\":\"同意\"}");
}

static void a_team_is_whole_and_has_no_interest(void **state)
{
	struct quarry *q = *state;
	static const char *const experts[] = {"agent", NULL}, *const boss[] = {"boss", NULL}, *const none[] = {NULL};
	static const char *const twice[] = {"safety", "safety", NULL};
	static const char *const no_police[] = {"safety", "law", "police", "land", "land2", "craft", "craft2", "town1", "towner", NULL};
	static const char *const outsider[] = {"safety", "law", "police", "chief", "land", "land2", "craft", "craft2", "town1", "towner", "road", NULL};
	static const char *const full[] = {"safety", "law", "police", "chief", "land", "land2", "craft", "craft2", "town1", "towner", NULL};
	int64_t id = quarry_stopped_and(q, quarry_mine(q, "白云一矿", NULL), "accepting");
	quarry_refused(q, STATUS_INVALID, "2 officers of 县公安局", "safety", id, "team", quarry_team(q, no_police, experts));
	quarry_refused(q, STATUS_INVALID, "expert", "safety", id, "team", quarry_team(q, full, none));
	quarry_refused(q, STATUS_INVALID, "works for the mine's enterprise", "safety", id, "team", quarry_team(q, full, boss));
	quarry_refused(q, STATUS_INVALID, "twice", "safety", id, "team", quarry_team(q, twice, experts));
	quarry_refused(q, STATUS_INVALID, "takes part", "safety", id, "team", quarry_team(q, outsider, experts));
	quarry_refused(q, STATUS_FORBIDDEN, "only 县应急局", "police", id, "team", quarry_full_team(q));
	quarry_refused(q, STATUS_FORBIDDEN, "not the system", NULL, id, "team", quarry_full_team(q));
}

/* A person who called a hazard rectified and has changed sides since. */
static void who_rectified_does_not_accept(void **state)
{
	struct quarry *q = *state;
	struct cx *cx = q->w->cx;
	int64_t mine = quarry_mine(q, "白云一矿", NULL);
	quarry_rectify(q, quarry_hazard(q, "agent", mine));
	int64_t id = quarry_stopped_and(q, mine, "accepting");
	static const char *const full[] = {"safety", "law", "police", "chief", "land", "land2", "craft", "craft2", "town1", "towner", NULL};
	static const char *const turned[] = {"boss", NULL};
	OK(db_exec(cx, NULL, "UPDATE person SET org = $1 WHERE county = $2 AND login = 'boss'", ARGS(V(q->agency), V(cx->county))));
	quarry_refused(q, STATUS_INVALID, "rectified hazards of this mine", "safety", id, "team", quarry_team(q, full, turned));
}

static void every_item_and_every_name(void **state)
{
	struct quarry *q = *state;
	int64_t id = quarry_stopped_and(q, quarry_mine(q, "白云一矿", NULL), "accepting");
	quarry_refused(q, STATUS_CONFLICT, "no acceptance team", "bureau", id, "conclude", quarry_words);
	quarry_posted(q, "safety", id, "team", quarry_full_team(q));
	quarry_refused(q, STATUS_CONFLICT, "no result yet", "police", id, "sign", "{\"opinion\":\"同意\"}");
	quarry_refused(q, STATUS_FORBIDDEN, "only a member", "boss", id, "score", quarry_score(q, NULL));
	quarry_refused(q, STATUS_FORBIDDEN, "only a member", "boss", id, "sign", "{\"opinion\":\"同意\"}");
	quarry_refused(q, STATUS_FORBIDDEN, "only a member", "bureau", id, "sign", "{\"opinion\":\"同意\"}");
	quarry_refused(q, STATUS_INVALID, "say why", "police", id, "score", "{\"items\":[{\"item\":\"A01\",\"result\":\"fail\"}]}");
	quarry_refused(q, STATUS_INVALID, "not on the checklist", "police", id, "score", "{\"items\":[{\"item\":\"Z01\",\"result\":\"ok\"}]}");
	quarry_posted(q, "agent", id, "score", quarry_score(q, NULL));
	for (const char *const *m = quarry_members; m[1]; m++)
		quarry_posted(q, *m, id, "sign", "{\"opinion\":\"同意\"}");
	quarry_refused(q, STATUS_CONFLICT, "signed already", "police", id, "sign", "{\"opinion\":\"同意\"}");
	quarry_refused(q, STATUS_CONFLICT, "not signed yet by agent", "bureau", id, "conclude", quarry_words);
	quarry_refused(q, STATUS_FORBIDDEN, "concludes in person", "safety", id, "conclude", quarry_words);
	quarry_posted(q, "police", id, "score", "{\"items\":[{\"item\":\"A01\",\"result\":\"ok\"}]}");         /* all sign again */
	quarry_refused(q, STATUS_CONFLICT, "not signed yet by safety", "bureau", id, "conclude", quarry_words);
	quarry_refused(q, STATUS_FORBIDDEN, "not the system", NULL, id, "sign", "{\"opinion\":\"同意\"}");
}

/* Open hazards, another department's stop, a licence that runs out: each keeps the mine from every step to come. */
static void a_guard_that_is_false_stops_it(void **state)
{
	struct quarry *q = *state;
	struct cx *cx = q->w->cx;
	int64_t mine = quarry_mine(q, "白云一矿", NULL), id = quarry_stopped_and(q, mine, "accepting");
	quarry_posted(q, "safety", id, "team", quarry_full_team(q));
	quarry_posted(q, "agent", id, "score", quarry_score(q, NULL));
	for (const char *const *m = quarry_members; *m; m++)
		quarry_posted(q, *m, id, "sign", "{\"opinion\":\"同意\"}");
	int64_t hazard = quarry_hazard(q, "land", mine);
	quarry_refused(q, STATUS_CONFLICT, "a hazard is open", "bureau", id, "conclude", quarry_words);
	quarry_rectify(q, hazard);
	quarry_posted(q, "bureau", id, "conclude", quarry_words);
	int64_t own = quarry_stop(q, "landlaw", "department", mine);
	quarry_refused(q, STATUS_CONFLICT, "ordered to stop by", "bureau", id, "notice", NULL);
	quarry_do(q, "landlaw", &stop_order_flow, own, "lift", "{\"reason\":\"违法行为已纠正\"}");
	quarry_posted(q, "bureau", id, "notice", NULL);
	OK(db_exec(cx, NULL, "UPDATE mine_licence SET valid_to = '2023-10-27' WHERE county = $1 AND mine = $2 AND kind = 'safety'",
		   ARGS(V(cx->county), V(mine))));
	quarry_refused(q, STATUS_CONFLICT, "safety production licence", "bureau", id, "resume", NULL);         /* by the planned day, 10-30 */
	OK(db_exec(cx, NULL, "UPDATE mine_licence SET valid_to = '2030-10-27' WHERE county = $1 AND mine = $2", ARGS(V(cx->county), V(mine))));
	quarry_refused(q, STATUS_FORBIDDEN, "only 县应急局", "town1", id, "resume", NULL);
	quarry_refused(q, STATUS_FORBIDDEN, "role may not", "boss", id, "resume", NULL);
	quarry_refused(q, STATUS_FORBIDDEN, "not the system", NULL, id, "resume", NULL);
	assert_false(quarry_works(q, mine));
	quarry_posted(q, "bureau", id, "resume", NULL);
}

/* ---- the approval ---- */

struct verb_call {
	struct call call;
	const char *words;
};

static enum status run_verb(struct cx *cx, void *arg)
{
	struct verb_call *v = arg;
	for (size_t i = 0; i < resumption_verbs.count; i++)
		if (strcmp(resumption_verbs.table[i].words, v->words) == 0)
			return resumption_verbs.table[i].run(cx, &v->call);
	return STATUS_NOT_FOUND;
}

static enum status command(struct quarry *q, const char *login, int64_t id, const char *action)
{
	struct buf out;
	buf_init(&out, q->w->cx->mem);
	struct verb_call v = {.words = "resumption take", .call = {.count = 2, .out = &out, .options = 1}};
	v.call.args[0] = arena_printf(q->w->cx->mem, "%" PRId64, id);
	v.call.args[1] = action;
	v.call.names[0] = "input";
	v.call.values[0] = quarry_words;
	world_as(q->w, login);
	return write_now(q->w->cx, run_verb, &v);
}

static void approval_is_the_deputys_alone(void **state)
{
	struct quarry *q = *state;
	int64_t mine = quarry_mine(q, "红石二矿", "2023-09-29"), id = quarry_stopped_and(q, mine, "reported");
	static const char *const others[] = {"bureau", "safety", "head", "errand", "office", "check", "town1", "boss", NULL};
	for (const char *const *who = others; *who; who++)
		quarry_refused(q, STATUS_FORBIDDEN, "role may not", *who, id, "approve", quarry_words);
	quarry_refused(q, STATUS_FORBIDDEN, "in person: the system cannot", NULL, id, "approve", quarry_words);
	assert_int_equal(command(q, NULL, id, "approve"), STATUS_FORBIDDEN);
	assert_non_null(strstr(q->w->cx->error, "not on the command line"));
	assert_int_equal(command(q, "deputy", id, "approve"), STATUS_FORBIDDEN);
	assert_int_equal(command(q, NULL, id, "refuse"), STATUS_FORBIDDEN);
	quarry_in_state(q, id, "reported");
	int64_t hazard = quarry_hazard(q, "land", mine);
	quarry_refused(q, STATUS_CONFLICT, "a hazard is open", "deputy", id, "approve", quarry_words);
	quarry_rectify(q, hazard);
	quarry_posted(q, "deputy", id, "approve", quarry_words);
}

/* He who held the permission by some other role would still not be the deputy head. */
static void the_permission_alone_is_not_enough(void **state)
{
	struct quarry *q = *state;
	int64_t id = quarry_stopped_and(q, quarry_mine(q, "红石二矿", "2023-09-29"), "reported");
	world_as(q->w, "errand");
	q->w->cx->perms = ~UINT64_C(0);
	OK(db_begin(q->w->cx));
	assert_int_equal(flow_take(q->w->cx, &resumption_flow, id, "approve", quarry_words, strlen(quarry_words)), STATUS_FORBIDDEN);
	db_rollback(q->w->cx);
	assert_non_null(strstr(q->w->cx->error, "cannot be delegated"));
}

static void a_deputy_of_the_team_does_not_approve(void **state)
{
	struct quarry *q = *state;
	static const char *const officers[] = {"safety", "law", "police", "chief", "land", "land2", "craft", "craft2", "town1", "towner", NULL};
	static const char *const experts[] = {"agent", "deputy", NULL};
	int64_t id = quarry_stopped_and(q, quarry_mine(q, "红石二矿", "2023-09-29"), "accepting");
	quarry_posted(q, "safety", id, "team", quarry_team(q, officers, experts));
	quarry_posted(q, "safety", id, "team", quarry_full_team(q));           /* taken out again: he was in it all the same */
	quarry_posted(q, "agent", id, "score", quarry_score(q, NULL));
	for (const char *const *m = quarry_members; *m; m++)
		quarry_posted(q, *m, id, "sign", "{\"opinion\":\"同意\"}");
	quarry_posted(q, "bureau", id, "conclude", quarry_words);
	quarry_posted(q, "bureau", id, "report", quarry_words);
	quarry_refused(q, STATUS_FORBIDDEN, "may not approve what it found", "deputy", id, "approve", quarry_words);
	quarry_posted(q, "deputy2", id, "approve", quarry_words);
}

static void an_accident_on_the_way_starts_it_over(void **state)
{
	struct quarry *q = *state;
	struct cx *cx = q->w->cx;
	int64_t mine = quarry_mine(q, "白云一矿", NULL), id = quarry_stopped_and(q, mine, "noticed");
	world_pass(q->w, 1);
	OK(db_exec(cx, NULL, "UPDATE mine SET accident_since = $1 WHERE county = $2 AND id = $3", ARGS(V(world_day(q->w, 0)), V(cx->county), V(mine))));
	quarry_refused(q, STATUS_CONFLICT, "apply anew", "bureau", id, "resume", NULL);
	quarry_posted(q, "boss", id, "withdraw", quarry_words);
	id = quarry_begun(q, mine);
	quarry_bring(q, id, "passed");
	quarry_refused(q, STATUS_CONFLICT, "approval first", "bureau", id, "notice", NULL);
	quarry_bring(q, id, "resumed");
	assert_int_equal(quarry_row(q, id)->approved_by, quarry_person(q, "deputy"));
	assert_true(quarry_works(q, mine));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(nobody_applies_for_another), T(an_application_is_complete), T(a_long_stop_needs_an_evaluation),
		T(the_town_reviews_and_no_more), T(a_team_is_whole_and_has_no_interest), T(who_rectified_does_not_accept),
		T(every_item_and_every_name), T(a_guard_that_is_false_stops_it), T(approval_is_the_deputys_alone),
		T(the_permission_alone_is_not_enough), T(a_deputy_of_the_team_does_not_approve),
		T(an_accident_on_the_way_starts_it_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
