#include "test/test.h"

#include <math.h>
#include <string.h>
#include "proto/licence_land.h"

static enum status read_text(struct cx *cx, const char *text, struct land *out)
{
	cx_forget(cx);
	return land_read(cx, text, strlen(text), out);
}

#define SQUARE(zone) "1," "4511000.00," zone "523000.00\n2,4511400,"  zone "523000\n3,4511400," zone "523400\n4,4511000," zone "523400\n"

static void blocks_and_areas(void **state)
{
	(void)state;
	struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
	struct land l;
	/* With the zone in front, trailing commas, two blocks, one of them taken out, a stated area. */
	assert_int_equal(read_text(&cx, "矿区面积 0.15 平方公里\r\n" SQUARE("41") "*,320,180,一采区,1,,\n"
				   "1，4511100，41523100\n2，4511200，41523100\n3，4511200，41523200\n4，4511100，41523200\n*,300,200,扣除,-1\n", &l), STATUS_OK);
	assert_int_equal(l.count, 2);
	assert_int_equal(l.zone, 41);
	assert_true(fabs(l.blocks[0].area_m2 - 160000) < 0.01);
	assert_true(l.blocks[1].out);
	assert_true(fabs(l.area_m2 - 150000) < 0.01);
	assert_true(fabs(l.stated_km2 - 0.15) < 1e-9);
	assert_string_equal(l.blocks[0].name, "一采区");
	assert_true(l.blocks[0].has_heights && l.blocks[0].top_m == 320 && l.blocks[0].bottom_m == 180);
	/* Without the zone, east first, the ring closed by its first point, no closing line. */
	assert_int_equal(read_text(&cx, "J1 523000 4511000\nJ2 523400 4511000\nJ3 523400 4511300\nJ1 523000 4511000\n", &l), STATUS_OK);
	assert_true(l.swapped);
	assert_int_equal(l.zone, 0);
	assert_int_equal(l.blocks[0].count, 3);
	assert_true(fabs(l.area_m2 - 60000) < 0.01);
	/* Several points in a line. */
	assert_int_equal(read_text(&cx, "1,4511000,41523000；2,4511400,41523000；3,4511400,41523400；4,4511000,41523400\n*,100,50,,1", &l), STATUS_OK);
	assert_true(fabs(l.area_m2 - 160000) < 0.01);
	arena_free(cx.mem);
}

static void says_what_is_wrong(void **state)
{
	(void)state;
	static const struct { const char *text, *words; } cases[] = {
		{"", "no coordinates here"},
		{"just words\nand more 12,13,14\n", "no coordinates here"},
		{"1,4511000,41523000\n2,4511400,41523000\n*,1,0,a,1\n", "block a has 2 points"},
		{"1,4511000,41523000\n2,4511400,42523000\n", "line 2: zone 42"},
		{"1,110.5123,35.2\n2,110.6,35.2\n3,110.6,35.3\n*,100,50\n", "line 1: longitude and latitude"},
		{"1,4511000,41523000\n2,9511400,41523000\n", "line 2: not a place in China"},
		{SQUARE("41") "*,100,200,b,1\n", "its top (100 m) is below its bottom (200 m)"},
		{"1,4511000,41523000\n2,4511400,41523400\n3,4511400,41523000\n4,4511000,41523400\n*,9,1,c,1\n", "block c: the edges after points 1 and 3 cross"},
	};
	struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
	struct land l;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(read_text(&cx, cases[i].text, &l), STATUS_INVALID);
		if (!strstr(cx.error, cases[i].words))
			fail_msg("%s", cx.error);
	}
	arena_free(cx.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(blocks_and_areas), cmocka_unit_test(says_what_is_wrong)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
