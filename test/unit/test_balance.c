#include "test/test.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/cx.h"
#include "rooms/balance/detect.h"
#include "rooms/balance/reconcile.h"
#include "rooms/balance/simulate.h"

static int set_up(void **state)
{
	struct cx *cx = calloc(1, sizeof *cx);
	cx->mem = arena_new();
	cx->lang = LANG_EN;
	cx->now = 1698199200;
	*state = cx;
	return 0;
}

static int tear_down(void **state)
{
	struct cx *cx = *state;
	arena_free(cx->mem);
	free(cx);
	return 0;
}

static void near(double got, double want, double within)
{
	if (!(fabs(got - want) <= within))
		fail_msg("%.12g is not %.12g within %g", got, want, within);
}

/* ---- tails, against what tables say ---- */

static void tails_are_those_of_the_tables(void **state)
{
	(void)state;
	near(normal_tail(0), 0.5, 1e-15);
	near(normal_tail(1.959963984540054), 0.025, 1e-12);
	near(normal_tail(3.090232306167813), 0.001, 1e-13);
	near(chi2_tail(3.841458820694124, 1), 0.05, 1e-12);
	near(chi2_tail(18.307038053275146, 10), 0.05, 1e-12);
	near(chi2_tail(2, 2), exp(-1), 1e-14);
	near(chi2_tail(135.806723201, 100), 0.01, 1e-5);
	near(chi2_tail(0, 3), 1, 0);
	/* at 0 the joint tail is 1/4 + asin(r)/2π */
	near(normal_both_tail(0, 0.5), 1.0 / 3, 1e-9);
	near(normal_both_tail(0, -0.5), 1.0 / 6, 1e-9);
	near(normal_both_tail(2.5, 0), normal_tail(2.5) * normal_tail(2.5), 1e-12);
	near(normal_both_tail(2.5, 1), normal_tail(2.5), 1e-7);
}

/* ---- by hand ---- */

static struct balance_reading reading(double t, double own)
{
	return (struct balance_reading){.known = true, .t = t, .own = own};
}

/* Dug 1260 ± 30, weighed 900 ± 40, laid on the piles 100 ± 120, nothing lost.  Off by 260; 30² + 40² + 120² = 130²:
 * χ² = (260/130)² = 4, and each moves by its share of the variance: 260·900/16900, 260·1600/16900, 260·14400/16900. */
static void three_ledgers_reconciled_by_hand(void **state)
{
	struct balance_month m = {.r = {[LINE_SURVEY] = reading(1260, 30), [LINE_HAULAGE] = reading(900, 40),
					[LINE_STOCK] = reading(100, 120), [LINE_LOSS] = reading(0, 0.001)}, .ore = 0.001};
	struct balance_reconciled r;
	assert_int_equal(balance_reconcile(*state, &m, 1, 0.01, &r), STATUS_OK);
	assert_int_equal(r.freedom, 1);
	near(r.chi2, 4, 1e-6);
	near(r.p, 0.0455002638963584, 1e-8);
	assert_true(r.fits);
	near(r.lines[LINE_SURVEY].reconciled, 1260 - 260 * 900 / 16900.0, 1e-6);
	near(r.lines[LINE_HAULAGE].reconciled, 900 + 260 * 1600 / 16900.0, 1e-6);
	near(r.lines[LINE_STOCK].reconciled, 100 + 260 * 14400 / 16900.0, 1e-6);
	near(r.ore.t, 1260 - 260 * 900 / 16900.0, 1e-6);
	/* what 900 - 900²/16900 leaves */
	near(r.ore.sigma, sqrt(900 - 900 * 900 / 16900.0), 1e-6);
	near(r.lines[LINE_SURVEY].z, 2, 1e-6);
	near(r.lines[LINE_HAULAGE].z, -2, 1e-6);
	assert_false(r.flows[FLOW_WASTE].known);
}

/* Four ways to the same tonnes, one of them 30 % low: it is left out first, and the rest fits. */
static void the_ledger_that_does_not_fit_is_named(void **state)
{
	struct balance_month m = {.r = {[LINE_SURVEY] = reading(1000, 20), [LINE_HAULAGE] = reading(1000, 10),
					[LINE_STOCK] = reading(0, 10), [LINE_REPORT] = reading(700, 20),
					[LINE_LOSS] = reading(0, 5)}, .ore = 1000};
	struct balance_reconciled r;
	assert_int_equal(balance_reconcile(*state, &m, 1, 0.01, &r), STATUS_OK);
	assert_false(r.fits);
	assert_int_equal(r.out_count, 1);
	assert_int_equal(r.out[0].line, LINE_REPORT);
	assert_true(r.out[0].z < -10);
	assert_true(r.rest_fits);
	near(r.out[0].chi2, 0, 1e-9);
}

/* ---- the other implementation: test/balance_oracle.py ---- */

static double number(const json_t *o, const char *key)
{
	json_t *v = json_object_get(o, key);
	assert_true(json_is_number(v));
	return json_number_value(v);
}

static struct balance_month month_of(const json_t *j)
{
	struct balance_month m = {.ore = number(j, "ore"), .loss = number(j, "loss"), .strip = number(j, "strip"),
				  .level_before = number(j, "level_before"), .level_after = number(j, "level_after")};
	for (enum balance_line line = 0; line < LINE_COUNT; line++) {
		const json_t *r = json_object_get(json_object_get(j, "readings"), balance_lines[line].name);
		if (!r)
			continue;
		m.r[line] = reading(number(r, "t"), number(r, "own"));
		for (int c = 0; c < CAUSE_COUNT; c++)
			m.r[line].same[c] = json_number_value(json_array_get(json_object_get(r, "same"), (size_t)c));
	}
	return m;
}

static void compare(struct cx *cx, const json_t *want)
{
	struct balance_month months[BALANCE_MONTHS];
	struct balance_reconciled r;
	const json_t *all = json_object_get(want, "months");
	size_t n = json_array_size(all);
	for (size_t k = 0; k < n; k++)
		months[k] = month_of(json_array_get(all, k));
	assert_int_equal(balance_reconcile(cx, months, n, 0.01, &r), STATUS_OK);
	assert_int_equal(r.freedom, (int)number(want, "freedom"));
	near(r.chi2, number(want, "chi2"), 1e-7 * number(want, "chi2"));
	near(r.ore.t, number(want, "ore"), 1e-7 * number(want, "ore"));
	for (enum balance_line line = 0; line < LINE_COUNT; line++) {
		const json_t *l = json_object_get(json_object_get(want, "lines"), balance_lines[line].name);
		assert_int_equal(r.lines[line].known, l != NULL);
		if (!l)
			continue;
		near(r.lines[line].t, number(l, "t"), 1e-7 * months[0].ore);
		near(r.lines[line].reconciled, number(l, "reconciled"), 1e-7 * months[0].ore);
		assert_int_equal(r.lines[line].tested, json_is_number(json_object_get(l, "z")));
		if (r.lines[line].tested)
			near(r.lines[line].z, number(l, "z"), 1e-6);
	}
}

static void agrees_with_an_exact_solution_by_another_road(void **state)
{
	json_t *cases = json_load_file("test/golden/balance.json", 0, NULL);
	assert_non_null(cases);
	assert_true(json_array_size(cases) >= 4);
	for (size_t i = 0; i < json_array_size(cases); i++)
		compare(*state, json_array_get(cases, i));
	json_decref(cases);
}

/* ---- simulated mines ---- */

static struct balance_played play(struct cx *cx, const struct balance_play *p)
{
	struct balance_defaults d;
	struct balance_played out;
	assert_int_equal(balance_defaults_of(cx, day_of(cx->now), &d), STATUS_OK);
	assert_int_equal(balance_simulate(cx, &d, p, &out), STATUS_OK);
	return out;
}

/* What was measured when this was written, so that a change of the detector is seen; 500 mines, so ± 2 in a hundred. */
static void theft_is_found_as_measured(void **state)
{
	static const struct {
		const char *kind;
		double size, within_3, named;
	} want[] = {
		{"unweighed", 0.10, 0.98, 0.98},   {"unweighed", 0.20, 1.00, 0.97},    {"foreign-ore", 0.10, 0.94, 0.965},
		{"over-mining", 0.10, 1.00, 0.95}, {"unregistered-explosives", 0.40, 0.77, 0.985},
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct balance_played p = play(*state, &(struct balance_play){.mines = 500, .months = 3, .kind = want[i].kind,
									      .size = want[i].size, .seed = 4, .understated = 1});
		near(p.within_3, want[i].within_3, 0.025);
		near(p.named, want[i].named, 0.03);
		assert_true(p.within_1 <= p.within_3 && p.within_3 <= p.found);
	}
}

/* The aim of the issue, with the default uncertainties. */
static void a_tenth_unweighed_is_found_within_three_months(void **state)
{
	struct balance_play theft = {.mines = 1000, .months = 3, .kind = "unweighed", .size = 0.1, .seed = 7, .understated = 1};
	struct balance_play none = {.mines = 2000, .months = 12, .kind = "none", .seed = 7, .understated = 1};
	assert_true(play(*state, &theft).within_3 >= 0.90);
	assert_true(play(*state, &none).false_alarms <= 0.01);
}

/* Whatever ledgers a mine keeps, an honest one more never brings the false alarms above the aim. */
static void an_honest_ledger_never_costs_the_aim(void **state)
{
	enum { SETS = 12, MINES = 1000, MONTHS = 4 };
	uint64_t dice = 20231025;
	double chance_of_mine = 4 * sqrt(0.01 / MINES); /* a mine's months are alike: its biases stay */
	for (int i = 0; i < SETS; i++) {
		dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		unsigned without = (unsigned)(dice >> 40) & ((1u << LINE_LOSS) - 1);
		unsigned added = without & (without - 1);       /* the same and one ledger more */
		struct balance_play p = {.mines = MINES, .months = MONTHS, .kind = "none", .seed = i, .understated = 1};
		p.without = without;
		double before = play(*state, &p).false_alarms;
		p.without = added;
		double after = play(*state, &p).false_alarms;
		if (before > 0.01 + chance_of_mine || after > 0.01 + chance_of_mine)
			fail_msg("without %x: %g, and with one ledger more: %g", without, before, after);
	}
}

static void months_without_a_pair_of_ledgers_say_nothing(void **state)
{
	struct balance_month m = {.r = {[LINE_HAULAGE] = reading(900, 10), [LINE_REPORT] = reading(900, 10)}};
	struct balance_verdict v;
	balance_put_assumed(&m, 0.03, 0.3, &(struct balance_defaults){.loss_own = 0.01, .strip_own = 0.1});
	assert_int_equal(balance_detect(*state, &m, 1, 0.01, &v), STATUS_OK);
	assert_int_equal(v.word, BALANCE_NOT_ENOUGH);
	assert_int_equal(balance_detect(*state, &m, 0, 0.01, &v), STATUS_OK);
	assert_int_equal(v.word, BALANCE_NOT_ENOUGH);
}

static void what_cannot_be_played_is_refused(void **state)
{
	struct cx *cx = *state;
	struct balance_defaults d;
	struct balance_played out;
	const struct balance_play bad[] = {
		{.mines = 0, .months = 3, .kind = "none", .understated = 1},
		{.mines = 1, .months = 3, .kind = "flood", .understated = 1},
		{.mines = 1, .months = 3, .kind = "survey-error", .understated = 1},
		{.mines = 1, .months = 3, .kind = "none", .size = 1.5, .understated = 1},
		{.mines = 1, .months = 3, .kind = "none", .onset = 3, .understated = 1},
		{.mines = 1, .months = 3, .kind = "none", .understated = NAN},
	};
	assert_int_equal(balance_defaults_of(cx, day_of(cx->now), &d), STATUS_OK);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(balance_simulate(cx, &d, &bad[i], &out), STATUS_INVALID);
		cx_forget(cx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(tails_are_those_of_the_tables, set_up, tear_down),
		cmocka_unit_test_setup_teardown(three_ledgers_reconciled_by_hand, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_ledger_that_does_not_fit_is_named, set_up, tear_down),
		cmocka_unit_test_setup_teardown(agrees_with_an_exact_solution_by_another_road, set_up, tear_down),
		cmocka_unit_test_setup_teardown(theft_is_found_as_measured, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_tenth_unweighed_is_found_within_three_months, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_honest_ledger_never_costs_the_aim, set_up, tear_down),
		cmocka_unit_test_setup_teardown(months_without_a_pair_of_ledgers_say_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_cannot_be_played_is_refused, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
