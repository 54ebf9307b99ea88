/*
 * Operators brought in (measure 8): the sum of a score by hand, who is out whatever his score, two people for each figure,
 * and nobody let in without an agreement on safety (安全生产法 49).
 *
 * The criteria, weights and marks are the built-in rows of rules operator.scoring and operator.excluded.
 */
#include "test/test.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "db/db.h"
#include "rooms/tenure/meeting.h"
#include "rooms/tenure/operator.h"
#include "rooms/tenure/tenure_api.h"
#include "test/tenure.h"

const struct licence_guard licence_guards[] = {{"tenure", tenure_licence_guard}, {0}};
const struct mine_ledger *const reserve_ledgers;

static const struct routes *const lists[] = {&operator_routes};
static struct quarry *q;
static int64_t opportunity;

static int step(const char *login, const char *action, const char *body)
{
	return tenure_step(q, login, "opportunities", opportunity, action, body);
}

static void must(const char *login, const char *action, const char *body)
{
	if (step(login, action, body) != 200)
		fail_msg("%s as %s: %s", action, login, tenure_said());
}

static int set_up(void **state)
{
	q = tenure_new(lists, sizeof lists / sizeof *lists);
	int64_t mine = quarry_mine(q, "白云一矿", NULL);
	opportunity = tenure_post(q, "invest", "/api/opportunities",
		tenure_fmt("{\"mine\":%" PRId64 ",\"title\":\"白云一矿合作开发\",\"mineral\":\"石英\",\"form\":\"contract\",\"open_until\":\"%s\"}", mine,
			   world_day(q->w, 20)));
	must("invest", "publish", "{}");
	must("invest", "candidate", "{\"name\":\"华岭矿业集团\",\"kind\":\"central\"}");
	*state = q;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	quarry_free(q);
	return 0;
}

static int claim(const char *login, const char *criterion, double value)
{
	return step(login, "claim", tenure_fmt("{\"candidate\":\"华岭矿业集团\",\"criterion\":\"%s\",\"value\":%g,\"evidence\":[\"%s\"]}", criterion,
					       value, q->w->file));
}

static int judge(const char *login, const char *criterion, const char *verdict)
{
	return step(login, "judge", tenure_fmt("{\"candidate\":\"华岭矿业集团\",\"criterion\":\"%s\",\"verdict\":\"%s\",\"text\":\"与年报核对\"}",
					       criterion, verdict));
}

static struct score score(void)
{
	struct candidate *c;
	struct score s;
	world_as(q->w, NULL);
	if (candidate_get(q->w->cx, opportunity, "华岭矿业集团", &c) || candidate_score(q->w->cx, opportunity, c, &s))
		fail_msg("%s", q->w->cx->error);
	return s;
}

/* 25 × (350−30)/(500−30) = 17.02, 30 × (10−50)/(0−50) = 24, 20 × 3/4 = 15, 15 × (11−2)/(20−2) = 7.5, 10 × (525−50)/(1000−50) = 5;
 * beyond the ends the ends hold. */
static const struct sum {
	const char *criterion;
	double value, points;
} sums[] = {
	{"scale", 350, 17.02}, {"scale", 30, 0}, {"scale", 500, 25}, {"scale", 5000, 25}, {"scale", 0, 0},
	{"safety", 10, 24}, {"safety", 0, 30}, {"safety", 50, 0}, {"safety", 25, 15},
	{"chain", 3, 15}, {"chain", 4, 20}, {"chain", 0, 0},
	{"people", 11, 7.5}, {"people", 2, 0}, {"people", 1, 0}, {"people", 20, 15},
	{"capital", 525, 5}, {"capital", 2000, 10}, {"capital", 50, 0},
};

static void the_sum_is_shown(void **state)
{
	(void)state;
	must("invest", "assess", "{}");
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
		assert_int_equal(claim("invest", sums[i].criterion, sums[i].value), 200);
		assert_int_equal(judge("invest2", sums[i].criterion, "borne"), 200);
		const struct score s = score();
		const struct score_line *l = s.lines.items;
		for (size_t k = 0; k < s.lines.count; k++)
			if (strcmp(l[k].criterion, sums[i].criterion) == 0 && fabs(l[k].points - sums[i].points) > 1e-9)
				fail_msg("%s %g: %g, not %g: %s", sums[i].criterion, sums[i].value, l[k].points, sums[i].points, l[k].arithmetic);
	}
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
		if (i == 0 || strcmp(sums[i].criterion, sums[i - 1].criterion) != 0) {
			assert_int_equal(claim("invest", sums[i].criterion, sums[i].value), 200);
			assert_int_equal(judge("invest2", sums[i].criterion, "borne"), 200);
		}
	const struct score s = score();
	assert_float_equal(s.total, 17.02 + 24 + 15 + 7.5 + 5, 1e-9);
	assert_true(s.may_negotiate);
	const struct score_line *l = s.lines.items;
	assert_non_null(strstr(l[0].arithmetic, "(350 − 30) ÷ (500 − 30)"));
}

/* What nobody has looked at, and what the evidence does not bear, gives nothing. */
static void only_what_is_borne_counts(void **state)
{
	(void)state;
	must("invest", "assess", "{}");
	assert_int_equal(claim("invest", "scale", 500), 200);
	assert_float_equal(score().total, 0, 0);
	assert_int_equal(judge("invest2", "scale", "not_borne"), 200);
	assert_float_equal(score().total, 0, 0);
	assert_int_equal(judge("invest2", "scale", "borne"), 200);
	assert_float_equal(score().total, 25, 0);
	assert_int_equal(claim("invest2", "scale", 400), 200);  /* a new figure takes the verdict away */
	assert_float_equal(score().total, 0, 0);
	assert_int_equal(claim("invest", "colour", 1), 400);
	assert_int_equal(judge("invest2", "chain", "borne"), 400);
}

/* Whoever entered a figure may not confirm it, whatever his office; who enters it anew becomes the one who may not. */
static void two_people_for_each_figure(void **state)
{
	(void)state;
	must("invest", "assess", "{}");
	assert_int_equal(claim("invest", "scale", 350), 200);
	assert_int_equal(judge("invest", "scale", "borne"), 403);
	assert_non_null(strstr(tenure_said(), "you entered this figure yourself"));
	assert_int_equal(judge("invest", "scale", "not_borne"), 403);
	assert_float_equal(score().total, 0, 0);
	assert_int_equal(judge("eco", "scale", "borne"), 403);           /* not his office at all */
	assert_int_equal(claim("rights", "scale", 360), 200);
	assert_int_equal(judge("rights", "scale", "borne"), 403);
	assert_int_equal(judge("invest", "scale", "borne"), 200);
	const struct score s = score();
	const struct score_line *l = s.lines.items;
	assert_string_equal(l[0].entered_name, "rights");
	assert_string_equal(l[0].verdict_name, "invest");
	assert_int_equal(quarry_count(q, "SELECT count(*) AS n FROM operator_claim WHERE county = $1 AND opportunity = $2 AND entered_by = verdict_by",
				      opportunity), 0);
}

/* A firm that is neither central, state nor large private, and one with more deaths than allowed, are out whatever the sum. */
static void some_are_out(void **state)
{
	(void)state;
	must("invest", "candidate", "{\"name\":\"小河石场\",\"kind\":\"other\"}");
	must("invest", "assess", "{}");
	assert_int_equal(step("invest", "choose", "{\"candidate\":\"小河石场\",\"text\":\"就近\"}"), 409);
	assert_int_equal(claim("invest", "safety", 51), 200);
	assert_true(*score().excluded);
	assert_int_equal(claim("invest", "safety", 50), 200);
	assert_false(*score().excluded);
	assert_int_equal(step("invest", "choose", "{\"candidate\":\"华岭矿业集团\",\"text\":\"规模大\"}"), 409);      /* 0 of 60 points */
}

/* From the choice to the hand-over: not without the agreement on safety, not before it was signed, not in days to come. */
static void nobody_is_let_in_without_agreement(void **state)
{
	(void)state;
	must("invest", "assess", "{}");
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
		if (i == 0 || strcmp(sums[i].criterion, sums[i - 1].criterion) != 0) {
			assert_int_equal(claim("invest", sums[i].criterion, sums[i].value), 200);
			assert_int_equal(judge("invest2", sums[i].criterion, "borne"), 200);
		}
	must("invest", "choose", "{\"candidate\":\"华岭矿业集团\",\"text\":\"得分最高\"}");
	const char *paper = tenure_fmt("{\"no\":\"HT-1\",\"from\":\"%s\",\"to\":\"%s\",\"evidence\":[\"%s\"]}", world_day(q->w, 0), world_day(q->w, 365),
				       q->w->file);
	must("invest", "contract", paper);
	const char *today = tenure_fmt("{\"day\":\"%s\",\"text\":\"现场交接\"}", world_day(q->w, 0));
	assert_int_equal(step("invest", "hand_over", today), 409);
	assert_int_equal(step("invest", "safety", tenure_fmt("{\"no\":\"AQ-1\",\"day\":\"%s\",\"evidence\":[\"%s\"]}", world_day(q->w, 1), q->w->file)), 400);
	must("invest", "safety", tenure_fmt("{\"no\":\"AQ-1\",\"day\":\"%s\",\"evidence\":[\"%s\"]}", world_day(q->w, 0), q->w->file));
	assert_int_equal(step("invest", "hand_over", tenure_fmt("{\"day\":\"%s\",\"text\":\"提前\"}", world_day(q->w, -1))), 400);
	assert_int_equal(step("invest", "hand_over", tenure_fmt("{\"day\":\"%s\",\"text\":\"补登\"}", world_day(q->w, 9))), 400);
	must("invest", "hand_over", today);
	assert_int_equal(step("invest", "end", tenure_fmt("{\"day\":\"%s\",\"text\":\"倒签\"}", world_day(q->w, -9))), 400);
	assert_int_equal(step("invest", "end", tenure_fmt("{\"day\":\"%s\",\"text\":\"未到\"}", world_day(q->w, 9))), 400);
	must("invest", "end", today);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_sum_is_shown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_what_is_borne_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_people_for_each_figure, set_up, tear_down),
		cmocka_unit_test_setup_teardown(some_are_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nobody_is_let_in_without_agreement, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
