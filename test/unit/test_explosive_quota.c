#include "test/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "proto/detonator.h"
#include "rooms/explosive/quota.h"
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

static const struct quota_input example = {.planned_t = 500000, .ore_density = 2.9, .ore_q = 0.56, .strip_ratio = 0.3, .rock_density = 2.7,
					   .rock_q = 0.46, .k = 1, .spare = -1};

static void near(double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%.10g, not %.10g", got, want);
}

/* rules.md 6.4: V 172414 + 55556 m³, 122.1 t a year, 0.244 kg per tonne of ore. */
static void the_worked_example(void **state)
{
	struct cx *cx = *state;
	struct quota_result r;
	assert_int_equal(quota_work_out(cx, &example, day_of(cx->now), &r), STATUS_OK);
	near(r.kg_year, 122107.2797, 0.001);
	near(r.kg_per_t, 0.2442, 0.0001);
	near(r.kg_month, 122107.2797 / 12, 0.001);
	/* 2.4 × 2.2 × 10 = 52.8 m³ a hole: 3266 holes in ore, 1053 in rock; one detonator each and 3 % more. */
	assert_int_equal(r.holes, 3266 + 1053);
	assert_int_equal(r.detonators, 4449);
	double v_ore = 0, v_rock = 0;
	for (size_t i = 0; i < r.count; i++) {
		v_ore = strcmp(r.steps[i].name, "v_ore") == 0 ? r.steps[i].value : v_ore;
		v_rock = strcmp(r.steps[i].name, "v_rock") == 0 ? r.steps[i].value : v_rock;
		assert_true(*r.steps[i].arithmetic != '\0');
	}
	near(v_ore, 172413.79, 0.01);
	near(v_rock, 55555.56, 0.01);
}

static void shares_factors_and_stock_count(void **state)
{
	static const struct {
		struct quota_input in;
		double year, month;
	} rows[] = {
		{{.planned_t = 290, .ore_density = 2.9, .ore_q = 0.5, .spare = -1}, 50, 50.0 / 12},
		{{.planned_t = 290, .ore_density = 2.9, .ore_q = 0.5, .k = 1.05, .spare = -1}, 52.5, 52.5 / 12},
		{{.planned_t = 290, .ore_density = 2.9, .ore_q = 0.5, .ore_share = 0.8, .spare = -1}, 40, 40.0 / 12},
		{{.planned_t = 290, .ore_density = 2.9, .ore_q = 0.5, .strip_ratio = 2, .rock_density = 2.9, .rock_q = 0.25, .rock_share = 0.5, .spare = -1},
		 75, 75.0 / 12},
		{{.planned_t = 2900, .ore_density = 2.9, .ore_q = 0.5, .month_share = 0.1, .stock_kg = 30, .safety_stock_kg = 10, .spare = -1}, 500, 30},
		{{.planned_t = 2900, .ore_density = 2.9, .ore_q = 0.5, .month_share = 0.1, .stock_kg = 300, .safety_stock_kg = 10, .spare = -1}, 500, 0},
	};
	struct cx *cx = *state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct quota_result r;
		assert_int_equal(quota_work_out(cx, &rows[i].in, day_of(cx->now), &r), STATUS_OK);
		near(r.kg_year, rows[i].year, 1e-6);
		near(r.kg_month, rows[i].month, 1e-6);
	}
}

static void nonsense_is_refused_by_name(void **state)
{
	struct cx *cx = *state;
	struct quota_result r;
	struct quota_input in = example;
	in.ore_density = 0;
	assert_int_equal(quota_work_out(cx, &in, day_of(cx->now), &r), STATUS_INVALID);
	assert_string_equal(cx->field, "ore_density");
	cx_forget(cx);
	in = example;
	in.rock_q = 0;
	assert_int_equal(quota_work_out(cx, &in, day_of(cx->now), &r), STATUS_INVALID);
	assert_string_equal(cx->field, "rock_q");
	cx_forget(cx);
	in = example;
	in.planned_t = (double)NAN;
	assert_int_equal(quota_work_out(cx, &in, day_of(cx->now), &r), STATUS_INVALID);
	cx_forget(cx);
}

static void codes_are_told_from_what_is_none(void **state)
{
	static const struct {
		const char *code;
		bool good;
	} rows[] = {
		{"0130612A00001", true},  {"9991231z00001", false}, {"9991231y99999", true}, {"0130612000001", true}, {"0030612A00001", false},
		{"0131312A00001", false}, {"0130032A00001", false}, {"0130600A00001", false}, {"0130632A00001", false}, {"0130631A00001", true},
		{"0130612c00001", false}, {"0130612o00001", false}, {"0130612s00001", false}, {"0130612u00001", false}, {"0130612v00001", false},
		{"0130612w00001", false}, {"0130612x00001", false}, {"0130612r00001", true},  {"0130612t00001", true},  {"0130612A0001", false},
		{"0130612A000011", false}, {"0130612A0000x", false}, {"", false}, {"013061 A00001", false},
	};
	struct detonator d;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (detonator_parse(rows[i].code, strlen(rows[i].code), &d) != rows[i].good)
			fail_msg("%s", rows[i].code);
}

static void a_code_knows_its_decade(void **state)
{
	struct detonator d;
	char text[11];
	(void)state;
	assert_true(detonator_parse("0130612A00001", 13, &d));
	assert_string_equal(day_print(detonator_made(&d, day_make(2023, 10, 25)), text), "2023-06-12");
	assert_string_equal(day_print(detonator_made(&d, day_make(2023, 6, 12)), text), "2023-06-12");
	assert_string_equal(day_print(detonator_made(&d, day_make(2023, 6, 11)), text), "2013-06-12");
	assert_string_equal(day_print(detonator_made(&d, day_make(2032, 1, 1)), text), "2023-06-12");
	assert_string_equal(day_print(detonator_made(&d, day_make(2034, 1, 1)), text), "2033-06-12");
}

static void lists_are_read_and_written(void **state)
{
	struct cx *cx = *state;
	struct detonators d;
	static const char text[] = "0130612A00003, 0130612A00001-00002\n0230612A00001";
	assert_int_equal(detonators_read(cx, text, strlen(text), &d), STATUS_OK);
	assert_int_equal(d.count, 4);
	assert_string_equal(detonators_write(cx, &d), "0130612A00001-00003,0230612A00001");
	static const char *const wrong[] = {"0130612A00001 0130612A00001", "0130612A00002-00001", "0130612A00001-99999", "x"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(detonators_read(cx, wrong[i], strlen(wrong[i]), &d), STATUS_INVALID);
		cx_forget(cx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_worked_example, set_up, tear_down),
		cmocka_unit_test_setup_teardown(shares_factors_and_stock_count, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nonsense_is_refused_by_name, set_up, tear_down),
		cmocka_unit_test(codes_are_told_from_what_is_none),
		cmocka_unit_test(a_code_knows_its_decade),
		cmocka_unit_test_setup_teardown(lists_are_read_and_written, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
