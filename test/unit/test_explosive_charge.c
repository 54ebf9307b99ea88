#include "test/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "rooms/explosive/charge.h"
#include "test/check.h"

static int set_up(void **state)
{
	struct cx *cx = calloc(1, sizeof *cx);
	cx->mem = arena_new();
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

static const struct charge_check *of(const struct list *l, const char *code)
{
	const struct charge_check *c = l->items;
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(c[i].code, code) == 0)
			return &c[i];
	return NULL;
}

/* Ø 90 mm, 11 m deep, 3 m stemming; emulsion at most 1300 kg/m³ (explosive.hole). */
static const struct charge_input bench = {.holes = 10,
					  .hole_mm = 90,
					  .depth_m = 11,
					  .stemming_m = 3,
					  .bench_m = 10,
					  .spacing_m = 3,
					  .burden_m = 2.5,
					  .volume_m3 = 750,
					  .plan_kg = 300,
					  .plan_detonators = 11,
					  .delay_kg = 60,
					  .distance_m = 400,
					  .q = 0.5,
					  .hardness = "medium"};

static void near(double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%.10g, not %.10g", got, want);
}

static void room_by_hand(void **state)
{
	/* g = π/4 d² ρ: 0.25π × 0.0081 × 1300 = 8.2702 kg/m; × 8 m = 66.162 kg.
	 * ANFO 950: 6.0436 × 8 = 48.349.  Ø 150: 22.9729 × 8 = 183.783.  Ø 42, 2 m deep, 0.8 m stemming: 1.80107 × 1.2
	 * = 2.16129. */
	static const struct {
		int64_t mm;
		double depth, stemming;
		const char *explosive;
		double kg;
	} rows[] = {
		{90, 11, 3, NULL, 66.162}, {90, 11, 3, "anfo", 48.349}, {150, 11, 3, "emulsion", 183.783},
		{42, 2, 0.8, "", 2.16129}, {0, 11, 3, NULL, 0},         {90, 0, 3, NULL, 0},
		{90, 11, 0, NULL, 0},
	};
	struct cx *cx = *state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct charge_input in = bench;
		double kg;
		in.hole_mm = rows[i].mm;
		in.depth_m = rows[i].depth;
		in.stemming_m = rows[i].stemming;
		in.explosive = rows[i].explosive;
		assert_int_equal(charge_room(cx, &in, day_of(cx->now), &kg), STATUS_OK);
		near(kg, rows[i].kg, 0.002);
	}
}

/* Q = R³ (V/K)^(3/α), GB 6722-2014: each by hand with the rule's K, α and V. */
static void vibration_by_hand(void **state)
{
	static const struct {
		double r;
		const char *rock, *object;
		double kg, low;
	} rows[] = {
		{60, "hard", "house", 38.4, 10.176},       /* 216000 × (2/150)^2;  ^(3/1.3) */
		{100, "hard", "house", 177.778, 47.11},    /* 10⁶ × 1.77778e-4 */
		{300, "medium", "house", 8640.5, 1728},    /* 27e6 × (2/250)^(1.6667);  × (2/250)^2 */
		{100, "soft", NULL, 432.0, 182.5},         /* 10⁶ × (2/350)^1.5;  ^(3/1.8) */
		{100, "medium", "heritage", 6.8905, 0.64}, /* (0.2/250)^(1.6667);  (0.2/250)^2 = 6.4e-7 */
		{50, "hard", "drift", 1800.0, 938.2},      /* 125000 × (18/150)^2;  ^(3/1.3) */
	};
	struct cx *cx = *state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct charge_input in = {
			.distance_m = rows[i].r, .hardness = rows[i].rock, .protects = rows[i].object};
		struct charge_vibration v;
		assert_int_equal(charge_allowed(cx, &in, day_of(cx->now), &v), STATUS_OK);
		near(v.kg, rows[i].kg, rows[i].kg * 0.001);
		near(v.low, rows[i].low, rows[i].low * 0.005);
	}
}

static void each_check_has_its_edge(void **state)
{
	static const struct {
		const char *code;
		size_t field;
		double value;
		const char *result;
	} rows[] = {
		{"capacity", offsetof(struct charge_input, plan_kg), 661.6, "good"},
		{"capacity", offsetof(struct charge_input, plan_kg), 661.7, "refuse"},
		{"capacity", offsetof(struct charge_input, hole_kg), 66.16, "good"},
		{"capacity", offsetof(struct charge_input, hole_kg), 66.17, "refuse"},
		{"capacity", offsetof(struct charge_input, stemming_m), 0, "flag"},
		{"total", offsetof(struct charge_input, hole_kg), 30, "good"},
		{"total", offsetof(struct charge_input, hole_kg), 29.9, "refuse"},
		/* 1.2 × 0.5 × 3 × 2.5 × 10 = 45 kg; 15 % more: 51.75 */
		{"formula", offsetof(struct charge_input, plan_kg), 517.5, "good"},
		{"formula", offsetof(struct charge_input, plan_kg), 517.6, "flag"},
		{"formula", offsetof(struct charge_input, bench_m), 0, "good"}, /* 0.5 × 750 ÷ 10 = 37.5 */
		{"volume", offsetof(struct charge_input, volume_m3), 862.5, "good"},
		{"volume", offsetof(struct charge_input, volume_m3), 862.6, "flag"},
		{"burden", offsetof(struct charge_input, burden_m), 4.05, "good"},
		{"burden", offsetof(struct charge_input, burden_m), 4.06, "flag"},
		{"burden", offsetof(struct charge_input, burden_m), 1.35, "good"},
		{"burden", offsetof(struct charge_input, burden_m), 1.34, "flag"},
		{"spacing", offsetof(struct charge_input, spacing_m), 2, "good"},
		{"spacing", offsetof(struct charge_input, spacing_m), 1.99, "flag"},
		{"spacing", offsetof(struct charge_input, spacing_m), 5, "good"},
		{"spacing", offsetof(struct charge_input, spacing_m), 5.01, "flag"},
		{"stemming", offsetof(struct charge_input, stemming_m), 1.75, "good"},
		{"stemming", offsetof(struct charge_input, stemming_m), 1.74, "flag"},
		/* 400³ × (2/250)^(5/3) = 20 480 kg, by α = 1.5 4096 kg */
		{"vibration", offsetof(struct charge_input, delay_kg), 4096, "good"},
		{"vibration", offsetof(struct charge_input, delay_kg), 4097, "flag"},
		{"vibration", offsetof(struct charge_input, delay_kg), 20481, "refuse"},
		{"delay", offsetof(struct charge_input, delay_kg), 29.9, "flag"},
	};
	struct cx *cx = *state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct charge_input in = bench;
		struct list l;
		memcpy((char *)&in + rows[i].field, &rows[i].value, sizeof(double));
		assert_int_equal(charge_checks(cx, &in, day_of(cx->now), &l), STATUS_OK);
		const struct charge_check *c = of(&l, rows[i].code);
		if (!c || strcmp(c->result, rows[i].result) != 0)
			fail_msg("row %zu: %s is %s, not %s (%s)", i, rows[i].code, c ? c->result : "missing",
				 rows[i].result, c ? c->arithmetic : "");
		assert_true(*c->rule && *c->source);
		assert_int_equal(charge_refused(&l) != NULL, strcmp(rows[i].result, "refuse") == 0);
	}
}

static void detonators_for_the_holes(void **state)
{
	static const struct {
		int64_t pieces;
		const char *result;
	} rows[] = {{9, "flag"}, {10, "good"}, {21, "good"}, {22, "flag"}}; /* ⌈10 × 2 × 1.03⌉ = 21 */
	struct cx *cx = *state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct charge_input in = bench;
		struct list l;
		in.plan_detonators = rows[i].pieces;
		assert_int_equal(charge_checks(cx, &in, day_of(cx->now), &l), STATUS_OK);
		assert_string_equal(of(&l, "detonators")->result, rows[i].result);
	}
}

static void nonsense_is_refused_by_name(void **state)
{
	static const struct {
		const char *field;
		size_t at;
		double value;
	} rows[] = {{"depth_m", offsetof(struct charge_input, depth_m), -1},
		    {"depth_m", offsetof(struct charge_input, depth_m), NAN},
		    {"plan_kg", offsetof(struct charge_input, plan_kg), INFINITY},
		    {"stemming_m", offsetof(struct charge_input, stemming_m), 11}};
	struct cx *cx = *state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct charge_input in = bench;
		struct list l;
		memcpy((char *)&in + rows[i].at, &rows[i].value, sizeof(double));
		assert_int_equal(charge_checks(cx, &in, day_of(cx->now), &l), STATUS_INVALID);
		assert_string_equal(cx->field, rows[i].field);
		cx_forget(cx);
	}
	struct charge_input in = bench;
	struct list l;
	in.holes = 0;
	assert_int_equal(charge_checks(cx, &in, day_of(cx->now), &l), STATUS_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(room_by_hand, set_up, tear_down),
		cmocka_unit_test_setup_teardown(vibration_by_hand, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_check_has_its_edge, set_up, tear_down),
		cmocka_unit_test_setup_teardown(detonators_for_the_holes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nonsense_is_refused_by_name, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
