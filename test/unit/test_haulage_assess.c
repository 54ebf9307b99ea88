#include "test/test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/csv.h"
#include "core/verb.h"
#include "rooms/haulage/assess.h"
#include "test/check.h"
#include "test/haulage_oracle.h"

static struct cx cx;

static int set_up(void **state)
{
	(void)state;
	cx = (struct cx){.mem = arena_new(), .lang = LANG_EN, .perms = ~UINT64_C(0), .org_path = "/", .now = 1698199200};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(cx.mem);
	return 0;
}

static struct haulage_law law_on(const char *text)
{
	const struct rules *rules;
	struct haulage_law law;
	struct day day;
	assert_true(day_parse(text, &day));
	assert_int_equal(rules_builtin(&cx, &rules), STATUS_OK);
	if (haulage_law_of(&cx, rules, day, &law))
		fail_msg("%s", cx.error);
	return law;
}

/* ---- the table worked by hand ---- */

enum { AXLES, KIND, DRIVE, SINGLE, TRAILER, AIR, SPACING, RATED, SUM, VEHICLE, HEIGHT, WIDTH, LENGTH, GROSS, CLASS, ON, LIMIT, COUNTED, OVER,
       FINE, POINTS, RESULT, SOURCE, COLUMNS };

static int64_t number(const char *text)
{
	return strtoll(text, NULL, 10);
}

static struct haulage_load load_of(const char *const *c)
{
	return (struct haulage_load){.axles = number(c[AXLES]), .kind = c[KIND], .drive_axles = number(c[DRIVE]),
		.single_tyre_axles = number(c[SINGLE]), .trailer_axles = number(c[TRAILER]), .air_suspension = number(c[AIR]) != 0,
		.axle_spacing_mm = number(c[SPACING]), .rated_kg = number(c[RATED]), .axle_load_sum_kg = number(c[SUM]), .vehicle = c[VEHICLE],
		.height_mm = number(c[HEIGHT]), .width_mm = number(c[WIDTH]), .length_mm = number(c[LENGTH]), .gross_kg = number(c[GROSS]),
		.accuracy_class = c[CLASS]};
}

static void check_row(int line, const char *const *c)
{
	struct haulage_law law = law_on(c[ON]);
	struct haulage_load load = load_of(c);
	struct haulage_verdict v;
	if (haulage_assess(&cx, &law, &load, &v))
		fail_msg("line %d: %s", line, cx.error);
	if (v.limit_kg != number(c[LIMIT]) || v.counted_kg != number(c[COUNTED]) || v.over_kg != number(c[OVER]) || v.fine_yuan != number(c[FINE]) ||
	    v.points != number(c[POINTS]) || strcmp(v.result, c[RESULT]) != 0)
		fail_msg("line %d (%s): limit %" PRId64 " counted %" PRId64 " over %" PRId64 " fine %" PRId64 " points %" PRId64 " %s", line, c[SOURCE],
			 v.limit_kg, v.counted_kg, v.over_kg, v.fine_yuan, v.points, v.result);
	assert_true(v.reasons.count > 0);
	assert_true(*c[SOURCE]);
}

static void the_table_worked_by_hand_comes_out(void **state)
{
	(void)state;
	const char *bytes, *cells[COLUMNS + 1];
	struct csv csv;
	size_t n;
	int rows = 0;
	assert_int_equal(call_read_file(&cx, "test/fixtures/haulage/assess.csv", 1 << 20, &bytes, &n), STATUS_OK);
	csv_init(&csv, bytes, n);
	assert_int_equal(csv_next(&cx, &csv, cells, COLUMNS + 1, &n), STATUS_OK);
	for (;;) {
		assert_int_equal(csv_next(&cx, &csv, cells, COLUMNS + 1, &n), STATUS_OK);
		if (!n)
			break;
		assert_int_equal(n, COLUMNS);
		check_row(csv.line, cells);
		rows++;
	}
	assert_true(rows >= 50);
}

/* ---- permutations against the oracle ---- */

static uint64_t seed = 20231025;

static int64_t pick(const int64_t *from, size_t n)
{
	return from[check_random(&seed) % n];
}
#define PICK(...) pick((const int64_t[]){__VA_ARGS__}, sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

static struct haulage_load any_load(void)
{
	static const char *const classes[] = {"", "", "", "0.2", "0.5", "1", "2", "5", "10"};
	static const char *const vehicles[] = {"", "", "", "", "", "tractor", "low_speed", "refrigerated", "special_work"};
	struct haulage_load l = {.kind = haulage_truck_kinds[check_random(&seed) % 4], .drive_axles = PICK(0, 1, 2, 3), .single_tyre_axles = PICK(0, 0, 0, 1, 2, 3, 4),
		.air_suspension = check_random(&seed) % 3 == 0, .axle_spacing_mm = PICK(0, 1300, 1799, 1800, 2000),
		.rated_kg = PICK(0, 4500, 16000, 18000, 25000, 31000, 36000, 43000, 49000), .axle_load_sum_kg = PICK(0, 0, 0, 20000, 60000),
		.vehicle = vehicles[check_random(&seed) % 9], .accuracy_class = classes[check_random(&seed) % 9],
		.height_mm = PICK(0, 4000, 4001, 4200, 4201, 4500, 4501), .width_mm = PICK(0, 0, 2550, 2551, 2600, 2601, 3000, 3001, 3750, 3751),
		.length_mm = PICK(0, 0, 18100, 18101, 20000, 20001, 28000, 28001)};
	l.trailer_axles = PICK(0, 0, 0, 1, 2, 3, 4);
	l.axles = strcmp(l.kind, "truck") == 0 ? PICK(2, 3, 4) : PICK(3, 4, 5, 6, 7, 9);
	l.gross_kg = check_random(&seed) % 4 ? (int64_t)(1 + check_random(&seed) % 130000) : PICK(18000, 25000, 31000, 36000, 43000, 46000, 49000) + PICK(-1, 0, 1, 1000, 1001, 1999, 2000);
	return l;
}

static void compare(const struct haulage_load *l, const struct haulage_law *law)
{
	struct haulage_verdict v;
	struct oracle_answer o = haulage_oracle(l);
	enum status s = haulage_assess(&cx, law, l, &v);
	if (s && o.limit > 0)
		fail_msg("axles %" PRId64 " %s: %s", l->axles, l->kind, cx.error);
	cx_forget(&cx);
	if (s)
		return;
	if (v.limit_kg != o.limit || v.counted_kg != o.counted || v.over_kg != o.over || v.fine_yuan != o.fine || v.points != o.points ||
	    strcmp(v.result, o.result) != 0)
		fail_msg("%s axles %" PRId64 " drive %" PRId64 " single %" PRId64 " gross %" PRId64 " class %s %s: %" PRId64 "/%ld %" PRId64 "/%ld %" PRId64
			 "/%ld %" PRId64 "/%ld %" PRId64 "/%ld %s/%s", l->kind, l->axles, l->drive_axles, l->single_tyre_axles, l->gross_kg,
			 l->accuracy_class, l->vehicle, v.limit_kg, o.limit, v.counted_kg, o.counted, v.over_kg, o.over, v.fine_yuan, o.fine, v.points,
			 o.points, v.result, o.result);
}

static void permutations_agree_with_the_oracle(void **state)
{
	(void)state;
	struct arena *rules_mem = cx.mem;
	struct haulage_law law = law_on("2023-10-25");
	for (int i = 0; i < 60000; i++) {
		struct haulage_load l = any_load();
		cx.mem = arena_new();
		compare(&l, &law);
		arena_free(cx.mem);
		cx.mem = rules_mem;
	}
}

/* Every configuration that the annex tells apart, at every weight at which something changes. */
static void weights_about_each_step(struct haulage_load *l, const struct haulage_law *law)
{
	struct arena *rules_mem = cx.mem;
	const long limit = haulage_oracle(l).limit;
	const long steps[] = {limit, limit + 1000, limit + 2000, limit * 13 / 10, limit * 15 / 10, limit + 60000};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		for (long by = -1; by <= 1; by++) {
			l->gross_kg = steps[i] + by;
			cx.mem = arena_new();
			compare(l, law);
			arena_free(cx.mem);
			cx.mem = rules_mem;
		}
}

static void every_configuration_at_every_step(void **state)
{
	(void)state;
	struct haulage_law law = law_on("2023-10-25");
	static const int64_t spacings[] = {0, 1799, 1800}, trailers[] = {0, 1, 2, 3};
	int seen = 0;
	for (int kind = 0; kind < 4; kind++)
		for (int n = 0; n < 7 * 4 * 4 * 4 * 2 * 3; n++) {
			struct haulage_load l = {.kind = haulage_truck_kinds[kind], .axles = 2 + n % 7, .drive_axles = n / 7 % 4,
				.single_tyre_axles = n / 28 % 4, .trailer_axles = trailers[n / 112 % 4],
				.air_suspension = n / 448 % 2, .axle_spacing_mm = spacings[n / 896], .vehicle = "", .accuracy_class = ""};
			if (kind == 0 ? l.axles > 4 : l.axles < 3)
				continue;
			weights_about_each_step(&l, &law);
			seen++;
		}
	assert_int_equal(seen, (3 + 3 * 6) * 4 * 4 * 4 * 2 * 3);
}

/* More weight never costs less, and a weaker scale never more. */
static void more_weight_never_costs_less(void **state)
{
	(void)state;
	struct haulage_law law = law_on("2023-10-25");
	for (int i = 0; i < 2000; i++) {
		struct haulage_load l = any_load();
		struct haulage_verdict a, b, c;
		if (haulage_assess(&cx, &law, &l, &a)) {
			cx_forget(&cx);
			continue;
		}
		l.gross_kg += 1 + check_random(&seed) % 5000;
		assert_int_equal(haulage_assess(&cx, &law, &l, &b), STATUS_OK);
		assert_true(b.fine_yuan >= a.fine_yuan && b.points >= a.points && b.over_kg >= a.over_kg && b.limit_kg == a.limit_kg);
		l.accuracy_class = "10";
		assert_int_equal(haulage_assess(&cx, &law, &l, &c), STATUS_OK);
		assert_true(c.over_kg <= b.over_kg && c.fine_yuan <= b.fine_yuan && c.points <= b.points);
	}
}

static void what_no_truck_has_is_refused(void **state)
{
	(void)state;
	struct haulage_law law = law_on("2023-10-25");
	static const struct {
		struct haulage_load load;
		const char *field;
	} wrong[] = {
		{{.axles = 5, .kind = "truck", .gross_kg = 1}, "axles"},
		{{.axles = 2, .kind = "articulated", .gross_kg = 1}, "axles"},
		{{.axles = 6, .kind = "articulated", .gross_kg = 1, .accuracy_class = "3"}, "accuracy_class"},
		{{.axles = 4, .kind = "full_trailer", .gross_kg = 1, .accuracy_class = "III"}, "accuracy_class"},
		{{.axles = 20, .kind = "articulated", .single_tyre_axles = 18, .drive_axles = 1, .gross_kg = 1}, "single_tyre_axles"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct haulage_verdict v;
		assert_int_equal(haulage_assess(&cx, &law, &wrong[i].load, &v), STATUS_INVALID);
		assert_string_equal(cx.field, wrong[i].field);
		cx_forget(&cx);
	}
}

static void before_the_rule_there_is_no_limit(void **state)
{
	(void)state;
	const struct rules *rules;
	struct haulage_law law;
	struct day day;
	assert_true(day_parse("2016-09-20", &day));
	assert_int_equal(rules_builtin(&cx, &rules), STATUS_OK);
	assert_int_equal(haulage_law_of(&cx, rules, day, &law), STATUS_INTERNAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_table_worked_by_hand_comes_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(permutations_agree_with_the_oracle, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_configuration_at_every_step, set_up, tear_down),
		cmocka_unit_test_setup_teardown(more_weight_never_costs_less, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_no_truck_has_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(before_the_rule_there_is_no_limit, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
