/*
 * Land against land: overlaps, distances, protected land, roads, places outside their licence.
 *
 * Worked out by hand on the ellipsoid of CGCS2000 (a = 6378137 m, 1/f = 298.257222101) at 40.1°N: a degree of latitude is
 * a(1−e²)/(1−e² sin²φ)^(3/2) · π/180 = 111,036.6 m, a degree of longitude a cos φ/√(1−e² sin²φ) · π/180 = 85,269.2 m; 0.01° × 0.01° is
 * 1110.37 m × 852.69 m = 946,800 m².  Limits are the built-in rows of rules tenure.overlap, tenure.zones, tenure.outside.
 */
#include "test/test.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "db/db.h"
#include "rooms/mine/papers.h"
#include "rooms/tenure/conflict.h"
#include "rooms/tenure/meeting.h"
#include "rooms/tenure/outside.h"
#include "rooms/tenure/shape.h"
#include "rooms/tenure/tenure_api.h"
#include "test/tenure.h"

const struct licence_guard licence_guards[] = {{"tenure", tenure_licence_guard}, {0}};
const struct mine_ledger *const reserve_ledgers;

#define LAT_M 111036.6
#define LON_M 85269.2
#define PLACE_LON_M 85260.4      /* at 40.107°N, where the places are */

static const struct routes *const lists[] = {&right_routes};
static struct quarry *q;
static int64_t mine, other;

#define OK(call)                                                  \
	do {                                                      \
		if (call)                                         \
			fail_msg("%s: %s", #call, q->w->cx->error); \
	} while (0)

static int set_up(void **state)
{
	q = tenure_new(lists, sizeof lists / sizeof *lists);
	mine = quarry_mine(q, "白云一矿", NULL);
	other = quarry_mine(q, "红石二矿", NULL);
	world_as(q->w, NULL);
	*state = q;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	quarry_free(q);
	return 0;
}

static const char *box(double west, double south, double east, double north)
{
	return tenure_fmt("{\"type\":\"Polygon\",\"coordinates\":[[[%.8f,%.8f],[%.8f,%.8f],[%.8f,%.8f],[%.8f,%.8f],[%.8f,%.8f]]]}", west, south, east, south,
			  east, north, west, north, west, south);
}

/* The land that is asked for: 123.00 to 123.01, 40.10 to 40.11. */
static const struct conflict *found(const char *name, struct list *l)
{
	const struct conflict_subject s = {box(123.00, 40.10, 123.01, 40.11), 123.00, 40.10, 123.01, 40.11, mine, 0, 0};
	OK(conflict_find(q->w->cx, &s, l));
	const struct conflict *c = l->items;
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(c[i].name, name) == 0)
			return &c[i];
	return NULL;
}

static void near(double got, double wanted, const char *what)
{
	if (fabs(got - wanted) > fmax(0.05, wanted * 2e-4))
		fail_msg("%s: %g, not %g", what, got, wanted);
}

static void areas_and_distances(void **state)
{
	struct shapes *plane;
	struct shape *a, *b, *cross;
	(void)state;
	OK(shapes_new(q->w->cx, 123.005, 40.1, &plane));
	OK(shape_read(q->w->cx, plane, box(123.00, 40.095, 123.01, 40.105), &a));
	near(shape_area(plane, a), 0.01 * LAT_M * 0.01 * LON_M, "area");
	OK(shape_read(q->w->cx, plane, box(123.004, 40.095, 123.02, 40.105), &b));
	near(shape_overlap(plane, a, b), 0.01 * LAT_M * 0.006 * LON_M, "overlap");
	near(shape_distance(plane, a, b), 0, "touching");
	OK(shape_read(q->w->cx, plane, box(123.012, 40.095, 123.02, 40.105), &b));
	near(shape_distance(plane, a, b), 0.002 * LON_M, "east");
	near(shape_overlap(plane, a, b), 0, "apart");
	OK(shape_read(q->w->cx, plane, box(123.00, 40.108, 123.01, 40.12), &b));
	near(shape_distance(plane, a, b), 0.003 * LAT_M, "north");
	OK(shape_read(q->w->cx, plane, "{\"type\":\"LineString\",\"coordinates\":[[122.99,40.1],[123.02,40.1]]}", &b));
	near(shape_distance(plane, a, b), 0, "a road through it");
	near(shape_overlap(plane, a, b), 0, "which has no area");
	/* A bow tie is mended to its two triangles: each a quarter of the square. */
	OK(shape_read(q->w->cx, plane, "{\"type\":\"Polygon\",\"coordinates\":[[[123,40.095],[123.01,40.105],[123.01,40.095],[123,40.105],[123,40.095]]]}", &cross));
	near(shape_area(plane, cross), 0.01 * LAT_M * 0.01 * LON_M / 2, "bow tie");
	assert_int_equal(shape_sound(q->w->cx, "{\"type\":\"Polygon\",\"coordinates\":[[[123,40.095],[123.01,40.105],[123.01,40.095],[123,40.105],[123,40.095]]]}"),
			 STATUS_INVALID);
	cx_forget(q->w->cx);
}

/* ---- rights ---- */

static int64_t right_on(const char *number, const char *to, const char *withdrawn, const char *land)
{
	const struct right in = {.licence = {.kind = "mining", .number = number, .holder = "红石矿业有限公司", .issuer = "市自然资源局", .issued_on = "2018-12-01",
					     .valid_from = "2019-01-01", .valid_to = to, .withdrawn_on = withdrawn, .land_text = land}, .main_mineral = "石英"};
	int64_t id;
	OK(right_put(q->w->cx, other, 0, &in, &id));
	return id;
}

/* Overlap beyond a square metre refuses, less than 300 m warns, further away is not shown; a right that is over is nobody's. */
static void other_rights(void **state)
{
	static const struct {
		double west, south, east, north, overlap, distance;
		const char *to, *withdrawn, *effect;    /* "" not found */
	} rows[] = {
		{123.005, 40.10, 123.02, 40.11, 0.005 * LON_M * 0.01 * LAT_M, 0, "2028-12-31", "", "refuse"},
		{123.010, 40.10, 123.02, 40.11, 0, 0, "2028-12-31", "", "warn"},
		{123.012, 40.10, 123.02, 40.11, 0, 0.002 * LON_M, "2028-12-31", "", "warn"},
		{123.004, 40.112, 123.006, 40.115, 0, 0.002 * LAT_M, "2028-12-31", "", "warn"},
		{123.004, 40.1128, 123.006, 40.115, 0, 0, "2028-12-31", "", ""},         /* 310.9 m */
		{123.005, 40.10, 123.02, 40.11, 0, 0, "2023-10-01", "", ""},
		{123.005, 40.10, 123.02, 40.11, 0, 0, "2028-12-31", "2023-09-30", ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct list l;
		const char *number = tenure_fmt("C99030620181271200001%02zu", i + 10);
		const char *land = box(rows[i].west, rows[i].south, rows[i].east, rows[i].north);
		int64_t id = right_on(number, rows[i].to, rows[i].withdrawn, land);
		const struct conflict *c = found("红石二矿", &l);
		if (!*rows[i].effect != !c || (c && strcmp(c->effect, rows[i].effect) != 0))
			fail_msg("row %zu: %s", i, c ? c->effect : "not found");
		if (c) {
			near(c->overlap_m2, rows[i].overlap, "overlap");
			near(c->distance_m, rows[i].distance, "distance");
			assert_string_equal(c->rule, "tenure.overlap");
			assert_true(*c->rule_source && *c->text);
		}
		OK(db_exec(q->w->cx, NULL, "DELETE FROM mine_licence WHERE county = $1 AND mine = $2 AND id = $3", ARGS(V(q->w->cx->county), V(other), V(id))));
	}
}

/* ---- protected land and roads ---- */

static void zone(const char *kind, const char *name, const char *geometry)
{
	const char *text = tenure_fmt("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\"%s\"},\"geometry\":%s}]}", name,
				      geometry);
	const struct zone_import in = {kind, "测试图层", NULL};
	int64_t count;
	OK(zone_read(q->w->cx, &in, text, strlen(text), &count));
	assert_int_equal(count, 1);
}

static const char *road(double lat)
{
	return tenure_fmt("{\"type\":\"LineString\",\"coordinates\":[[123.00,%.8f],[123.01,%.8f]]}", lat, lat);
}

/* Protected land may touch nowhere; a highway keeps 100 m, a road 50, a railway 1,000 (a warning), a river 100, a settlement 300. */
static void zones_keep_their_distance(void **state)
{
	static const struct {
		const char *kind;
		double metres;
		const char *effect;
	} rows[] = {
		{"nature_reserve", 0, "refuse"}, {"nature_reserve", 1, "none"}, {"ecological_redline", 0, "refuse"}, {"farmland", 0, "refuse"},
		{"water_source", 0, "refuse"}, {"relic", 0, "refuse"}, {"highway", 99, "refuse"}, {"highway", 101, "none"}, {"road", 49, "refuse"},
		{"road", 51, "none"}, {"railway", 999, "warn"}, {"railway", 1001, ""}, {"river", 99, "warn"}, {"river", 101, "none"},
		{"settlement", 299, "warn"}, {"settlement", 301, "none"}, {"settlement", 501, ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct list l;
		double lat = 40.11 + rows[i].metres / LAT_M;
		bool line = strcmp(rows[i].kind, "highway") == 0 || strcmp(rows[i].kind, "road") == 0 || strcmp(rows[i].kind, "railway") == 0 ||
			    strcmp(rows[i].kind, "river") == 0;
		zone(rows[i].kind, "被测", line ? road(lat) : box(123.00, lat, 123.01, lat + 0.01));
		const struct conflict *c = found("被测", &l);
		if (!*rows[i].effect != !c || (c && strcmp(c->effect, rows[i].effect) != 0))
			fail_msg("%s at %g m: %s", rows[i].kind, rows[i].metres, c ? c->effect : "not found");
		if (c)
			near(c->distance_m, rows[i].metres, rows[i].kind);
		zone(rows[i].kind, "在别处", box(124, 42, 124.01, 42.01));      /* the layer before it ends */
		assert_null(found("被测", &l));
	}
}

/* A file that is not in degrees, or not whole, is refused as a whole: what was there stays. */
static void broken_layers_change_nothing(void **state)
{
	static const char *const bad[] = {
		"", "[]", "{\"features\":[]}",
		"{\"features\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[41523000,4511000]}}]}",
		"{\"features\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[40,123]}}]}",
		"{\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[123,40],[123.1,40],[123,40]]]}}]}",
		"{\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[123,40],[123.1,40],[123.1,40.1],[123,40.1]]]}}]}",
		"{\"features\":[{\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[123,40]]}}]}",
		"{\"features\":[{\"geometry\":{\"type\":\"Circle\",\"coordinates\":[123,40]}}]}", "{\"features\":[{\"geometry\":null}]}",
	};
	const struct zone_import in = {"highway", "测试图层", NULL};
	int64_t count;
	struct list l;
	(void)state;
	zone("highway", "省道", road(40.1105));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (zone_read(q->w->cx, &in, bad[i], strlen(bad[i]), &count) != STATUS_INVALID)
			fail_msg("%s", bad[i]);
		cx_forget(q->w->cx);
	}
	assert_non_null(found("省道", &l));
}

/* ---- places outside their licence ---- */

/* 0.01° × 0.01° between 320 and 180 m above the sea; a tolerance of a metre each way. */
static const struct {
	double east, level;
	const char *kinds;      /* of what is found, with blanks after them */
	double metres;
} places[] = {
	{-50, 250, "", 0}, {0, 250, "", 0}, {0.9, 250, "", 0}, {12, 250, "beyond ", 12}, {-50, 320, "", 0}, {-50, 320.9, "", 0},
	{-50, 322, "above ", 2}, {-50, 179.1, "", 0}, {-50, 174, "below ", 6}, {30, 174, "beyond below ", 30}, {-50, 0, "", 0} /* not measured */,
};

static void places_are_held_against_their_licence(void **state)
{
	struct mine *m;
	(void)state;
	const struct licence in = {.kind = "mining", .number = "C9903062018127130000009", .valid_from = "2022-01-01", .valid_to = "2030-12-31",
				   .land_text = "1,4441000,41500000\n2,4442000,41500000\n3,4442000,41501000\n4,4441000,41501000\n*,320,180,一采区,1\n"};
	OK(licence_put(q->w->cx, mine, 0, &in));
	OK(mine_get(q->w->cx, mine, &m));
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		/* The east side lies 1,000 m from the meridian of 123°: the plane is true to scale to 1 in 10^7 there. */
		double lon = 123 + (1000 + places[i].east) / PLACE_LON_M, lat = 40.107;
		const struct place p = {.kind = "face", .name = "被测", .shape = {box(lon - 30 / PLACE_LON_M, lat, lon, lat + 0.0003)}, .level_m = places[i].level,
					.started_on = "2023-01-01"};
		struct list l;
		char kinds[100] = "";
		OK(place_put(q->w->cx, mine, &p));
		OK(outside_find(q->w->cx, m, &l));
		const struct outside *o = l.items;
		for (size_t k = 0; k < l.count; k++) {
			strcat(kinds, o[k].kind);
			strcat(kinds, " ");
		}
		if (strcmp(kinds, places[i].kinds) != 0)
			fail_msg("place %zu: %s", i, kinds);
		if (l.count && fabs(o[0].metres - places[i].metres) > 0.3)
			fail_msg("place %zu: %g m", i, o[0].metres);
		OK(db_exec(q->w->cx, NULL, "DELETE FROM mine_place WHERE county = $1 AND mine = $2", ARGS(V(q->w->cx->county), V(mine))));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(areas_and_distances, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_rights, set_up, tear_down),
		cmocka_unit_test_setup_teardown(zones_keep_their_distance, set_up, tear_down),
		cmocka_unit_test_setup_teardown(broken_layers_change_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(places_are_held_against_their_licence, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
