/* Lists of mines from files: every row's fate, what is written, and that nothing is written twice. */
#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "db/db.h"
#include "rooms/mine/geo.h"
#include "rooms/mine/mine_api.h"
#include "rooms/mine/mine_import.h"
#include "rooms/mine/owners.h"
#include "rooms/mine/status.h"
#include "test/dbtest.h"
#include "test/world.h"

#define FIXTURES "test/fixtures/mines/"

const struct mine_reason_source mine_reason_sources[] = {{"register", mine_register_reasons}, {0}};
static const struct routes *const lists[] = {&mine_import_routes, &mine_map_routes, &mine_paper_routes, &mine_routes};

static int set_up(void **state)
{
	struct world *w = world_new();
	w->routes = lists;
	w->route_count = sizeof lists / sizeof *lists;
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	world_free(*state);
	return 0;
}

static void release(void *j)
{
	json_decref(j);
}

static json_t *answer(struct world *w, struct exchange *x, int status)
{
	if (x->status != status)
		fail_msg("%d %s", x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	arena_defer(w->cx->mem, release, j);
	return j;
}

static json_t *import(struct world *w, const char *file, const char *query)
{
	return answer(w, world_upload(w, "office", "/api/mines/import", query, file), 200);
}

static int64_t counted(const json_t *j, const char *fate)
{
	return json_integer_value(json_object_get(json_object_get(j, "counts"), fate));
}

static const json_t *row(const json_t *j, size_t i)
{
	return json_array_get(json_object_get(j, "rows"), i);
}

static const char *text(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));
	return s ? s : "";
}

static void check_row(const json_t *j, size_t i, const char *fate, const char *error_field)
{
	const json_t *r = row(j, i);
	if (strcmp(text(r, "fate"), fate) || strcmp(text(json_object_get(r, "error"), "field"), error_field))
		fail_msg("row %zu: %s", i, json_dumps(r, JSON_ENCODE_ANY));
}

static int64_t rows_of(struct world *w, const char *sql)
{
	struct count {
		int64_t n;
	} c;
	static const struct field fields[] = {FIELD(struct count, n)};
	static const struct record rec = RECORD(count, fields);
	if (db_one(w->cx, &rec, &c, sql, ARGS(V(w->cx->county))))
		fail_msg("%s", w->cx->error);
	return c.n;
}
#define MINES "SELECT count(*) AS n FROM mine WHERE county = $1"

/* ---- tables ---- */

static void check_table(struct world *w, const char *file)
{
	static const struct {
		const char *fate, *field;
	} want[] = {
		{"new", ""}, {"new", ""}, {"error", "scale_t"}, {"error", "lon"}, {"error", "town"}, {"error", "owners"}, {"error", "kind"},
		{"error", "started_on"}, {"skip", ""}, {"error", "name"}, {"skip", ""},
	};
	json_t *j = import(w, file, "");
	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		check_row(j, i, want[i].fate, want[i].field);
	assert_int_equal(counted(j, "new"), 2);
	assert_int_equal(counted(j, "error"), 7);
	assert_int_equal(counted(j, "skip"), 2);
	assert_true(json_is_null(json_object_get(j, "written")));
	assert_string_equal(text(json_array_get(json_object_get(j, "columns"), 4), "field"), "scale_t");
	assert_string_equal(text(json_array_get(json_object_get(j, "columns"), 4), "name"), "生产规模（万吨/年）");
}

static void every_row_has_its_fate(void **state)
{
	struct world *w = *state;
	check_table(w, FIXTURES "mines.csv");
	check_table(w, FIXTURES "mines-gb18030.csv");
	check_table(w, FIXTURES "mines.xlsx");
	assert_int_equal(rows_of(w, MINES), 0);         /* a preview writes nothing */
}

static void what_is_written_is_what_was_said(void **state)
{
	struct world *w = *state;
	json_t *j = import(w, FIXTURES "mines.csv", "apply=1");
	assert_int_equal(json_integer_value(json_object_get(j, "written")), 2);
	j = answer(w, world_get(w, "office", "/api/mines", ""), 200);
	const json_t *items = json_object_get(j, "items"), *east = NULL, *west = NULL;
	assert_int_equal(json_array_size(items), 2);
	for (size_t i = 0; i < 2; i++)
		*(strcmp(text(json_array_get(items, i), "code"), "Q-001") == 0 ? &east : &west) = json_array_get(items, i);
	assert_string_equal(text(east, "name"), "东山采石场");
	assert_string_equal(text(east, "kind"), "open_pit");
	assert_string_equal(text(east, "started_on"), "2015-06-01");
	assert_string_equal(text(east, "owners"), "东山石业有限公司");
	assert_string_equal(text(east, "town_name"), "云阳街道");
	assert_string_equal(text(east, "state"), "stopped");            /* no licence is on record */
	assert_int_equal(json_integer_value(json_object_get(east, "scale_t")), 300000);
	assert_int_equal(json_integer_value(json_object_get(east, "workers")), 45);
	assert_int_equal(json_integer_value(json_object_get(west, "scale_t")), 125000);
	assert_true(fabs(json_number_value(json_object_get(west, "lon")) - 123.5) < 1e-9);
	assert_true(fabs(json_number_value(json_object_get(west, "lat")) - 40.1) < 1e-9);
	assert_string_equal(text(west, "owners"), "甲公司 60%；乙公司 40%");
	assert_int_equal(rows_of(w, "SELECT count(*) AS n FROM register_version WHERE county = $1 AND kind = 'mine'"), 2);
	assert_int_equal(rows_of(w, "SELECT count(*) AS n FROM ledger_entry WHERE county = $1 AND kind = 'mine'"), 2);
}

static void again_changes_nothing(void **state)
{
	struct world *w = *state;
	import(w, FIXTURES "mines.csv", "apply=1");
	json_t *j = import(w, FIXTURES "mines.xlsx", "apply=1");
	assert_int_equal(counted(j, "same"), 2);
	assert_int_equal(json_integer_value(json_object_get(j, "written")), 0);
	assert_int_equal(rows_of(w, MINES), 2);
	assert_int_equal(rows_of(w, "SELECT max(version) AS n FROM mine WHERE county = $1"), 1);
}

static const char *file_with(struct world *w, const char *bytes)
{
	const char *path = arena_printf(w->cx->mem, "%s/tmp/list.csv", w->t->data);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(bytes, f);
	fclose(f);
	return path;
}

static void a_row_finds_its_mine_by_number_or_by_name(void **state)
{
	struct world *w = *state;
	import(w, FIXTURES "mines.csv", "apply=1");
	json_t *j = import(w, file_with(w, "编号;名称;乡镇;规模(吨/年);从业人数\nQ-001;东山石场;;;46\n;西山铁矿;云阳街道;130,000;\n;西山铁矿;石门镇;;\n"),
			   "apply=1&kind=underground");
	check_row(j, 0, "update", "");
	check_row(j, 1, "update", "");
	check_row(j, 2, "new", "");             /* another town's mine of that name */
	const json_t *change = json_array_get(json_object_get(row(j, 0), "changes"), 0);
	assert_string_equal(text(change, "field"), "name");
	assert_string_equal(text(change, "before"), "东山采石场");
	assert_string_equal(text(change, "after"), "东山石场");
	assert_int_equal(json_array_size(json_object_get(row(j, 0), "changes")), 2);    /* an empty cell changes nothing */
	assert_int_equal(rows_of(w, MINES), 3);
	j = import(w, file_with(w, "name,type\n西山铁矿,underground\n"), "");
	check_row(j, 0, "error", "name");       /* two of that name: which? */
	j = import(w, file_with(w, "code,name,town\nQ-001,西山铁矿,云阳街道\n"), "");
	check_row(j, 0, "error", "name");       /* the name is another's */
}

static void coordinates_in_one_cell_and_words_for_nothing(void **state)
{
	struct world *w = *state;
	json_t *j = import(w, file_with(w, "name-(english),name-(other-language),design-capacity-(ttpa),status,owner,coordinates,start-date\n"
					   "East Hill,东岭铁矿(Chinese),600,operating,East Co Ltd [60.0%]; West Co [40.0%],\"40.5, 123.25\",unknown\n"
					   "West Hill,--,unknown,mothballed,--,\"123.25, 40.5\",1958\n"
					   "North Hill,n/a,n/a,n/a,X [101%],\"n/a\",n/a\n"
					   "South Hill,n/a,n/a,n/a,n/a,\"40.5\",n/a\n"), "apply=1&kind=open_pit");
	check_row(j, 0, "new", "");
	check_row(j, 1, "new", "");
	check_row(j, 2, "error", "owners");
	check_row(j, 3, "error", "coordinates");
	assert_string_equal(text(row(j, 0), "name"), "东岭铁矿");
	assert_string_equal(text(row(j, 1), "name"), "West Hill");
	j = answer(w, world_get(w, "office", "/api/mines", "q=岭"), 200);
	const json_t *m = json_array_get(json_object_get(j, "items"), 0);
	assert_int_equal(json_integer_value(json_object_get(m, "scale_t")), 600000);
	assert_true(fabs(json_number_value(json_object_get(m, "lon")) - 123.25) < 1e-9);
	assert_string_equal(text(m, "owners"), "East Co Ltd [60.0%]; West Co [40.0%]");
	assert_non_null(strstr(text(m, "note"), "operating"));
}

static void a_long_list_comes_in_pages(void **state)
{
	struct world *w = *state;
	struct buf b;
	buf_init(&b, w->cx->mem);
	buf_puts(&b, "code,name,type\n");
	for (int i = 0; i < 2500; i++)
		buf_printf(&b, "L-%d,Long Mine %d,%s\n", i, i, i % 500 ? "open pit" : "something");
	const char *file = file_with(w, b.s);
	json_t *j = import(w, file, "limit=1000");
	assert_int_equal(json_array_size(json_object_get(j, "rows")), 1000);
	j = import(w, file, arena_printf(w->cx->mem, "limit=2000&cursor=%s", text(j, "next")));
	assert_int_equal(json_array_size(json_object_get(j, "rows")), 1500);
	assert_true(json_is_null(json_object_get(j, "next")));
	j = import(w, file, "fate=error");
	assert_int_equal(json_array_size(json_object_get(j, "rows")), 5);
	j = import(w, file, "apply=1&limit=1");         /* more than one write */
	assert_int_equal(json_integer_value(json_object_get(j, "written")), 2495);
	assert_int_equal(rows_of(w, MINES), 2495);
}

/* ---- shapes ---- */

static void check_squares(struct world *w, const char *file)
{
	json_t *j = import(w, file, "");
	assert_int_equal(counted(j, "new"), 2);
	/* 1000 m in the plane of the projection, 40 km from its meridian: one in 25,000 longer than on the ground. */
	assert_true(fabs(json_number_value(json_object_get(row(j, 0), "area_km2")) - 1.0) < 0.0002);
	assert_true(fabs(json_number_value(json_object_get(row(j, 1), "area_km2")) - 0.96) < 0.0002);
	assert_string_equal(text(row(j, 1), "name"), "方正二矿");
}

static void shapefiles_in_their_projection_or_by_their_numbers(void **state)
{
	struct world *w = *state;
	check_squares(w, FIXTURES "mines-gk.zip");
	check_squares(w, FIXTURES "mines-by-numbers.zip");
	import(w, FIXTURES "mines-gk.zip", "apply=1");
	json_t *j = answer(w, world_get(w, "office", "/api/mines", "q=方正二矿"), 200);
	const json_t *m = json_array_get(json_object_get(j, "items"), 0);
	double lon = json_number_value(json_object_get(m, "lon")), lat = json_number_value(json_object_get(m, "lat"));
	assert_true(lon > 123.52 && lon < 123.55 && lat > 40.08 && lat < 40.12);
	j = answer(w, world_get(w, "office", arena_printf(w->cx->mem, "/api/mines/%" PRId64 "/licences", (int64_t)json_integer_value(json_object_get(m, "id"))), ""), 200);
	const json_t *l = json_array_get(json_object_get(j, "items"), 0);
	assert_string_equal(text(l, "number"), "C21-方-2");
	assert_true(fabs(json_number_value(json_object_get(l, "area_m2")) - 960000) < 200);
	const json_t *polygon = json_array_get(json_object_get(json_object_get(l, "land"), "coordinates"), 0);
	assert_int_equal(json_array_size(polygon), 2);          /* the ring and its hole */
	j = import(w, FIXTURES "mines-by-numbers.zip", "");
	assert_int_equal(counted(j, "same"), 2);                /* the same land, to the seventh digit */
}

static void features_become_mines_and_land(void **state)
{
	struct world *w = *state;
	json_t *j = import(w, FIXTURES "mines.geojson", "apply=1");
	check_row(j, 0, "new", "");
	check_row(j, 1, "new", "");
	check_row(j, 2, "error", "shape");
	check_row(j, 3, "error", "shape");
	check_row(j, 4, "skip", "");
	assert_int_equal(json_array_size(json_object_get(row(j, 0), "notes")), 0);     /* stated and drawn agree */
	j = import(w, FIXTURES "mines.geojson", "");
	assert_int_equal(counted(j, "same"), 2);
	j = answer(w, world_get(w, "office", "/api/mines/map", ""), 200);
	char *printed = json_dumps(j, 0);
	assert_non_null(strstr(printed, "MultiPolygon"));
	free(printed);
}

/* ---- who may, and what cannot be read ---- */

static void only_who_keeps_the_register(void **state)
{
	struct world *w = *state;
	answer(w, world_upload(w, "police", "/api/mines/import", "apply=1", FIXTURES "mines.csv"), 403);
	answer(w, world_upload(w, "town1", "/api/mines/import", "apply=1", FIXTURES "mines.csv"), 403);
	world_as(w, NULL);
	if (db_exec(w->cx, NULL, "INSERT INTO role_grant (county, person, role, granted_by, granted_at)"
				 " SELECT county, id, 'regulator', 0, 0 FROM person WHERE county = $1 AND login IN ('town1', 'town2')",
		    ARGS(V(w->cx->county))))
		fail_msg("%s", w->cx->error);
	json_t *j = answer(w, world_upload(w, "town2", "/api/mines/import", "apply=1", FIXTURES "mines.csv"), 200);
	check_row(j, 0, "error", "town");               /* it would lie in another town */
	assert_int_equal(rows_of(w, MINES), 0);
	answer(w, world_upload(w, "town1", "/api/mines/import", "apply=1", FIXTURES "mines.csv"), 200);
	assert_int_equal(rows_of(w, MINES), 2);
	j = answer(w, world_upload(w, "town2", "/api/mines/import", "apply=1", FIXTURES "mines.csv"), 200);
	check_row(j, 0, "error", "name");               /* it is there, and another's */
}

static void what_is_no_list_is_refused(void **state)
{
	struct world *w = *state;
	static const char *const bad[] = {"", "a,b\n1,2\n", "一句话", "{\"type\":\"FeatureCollection\"}", "{\"features\":[}", "PK\x03\x04zip?"};
	for (size_t i = 1; i < sizeof bad / sizeof *bad; i++)
		answer(w, world_upload(w, "office", "/api/mines/import", "", file_with(w, bad[i])), 400);
	answer(w, world_upload(w, "office", "/api/mines/import", "", file_with(w, bad[0])), 400);
}

/* ---- owners ---- */

static void owners_are_read_as_written(void **state)
{
	struct world *w = *state;
	struct list l;
	assert_int_equal(owners_read(w->cx, "Altay City Abagong Mining Co., Ltd [60.0%]; Mine No 2 Co [40.0%]", &l), STATUS_OK);
	const struct owner *o = l.items;
	assert_int_equal(l.count, 2);
	assert_string_equal(o[0].name, "Altay City Abagong Mining Co., Ltd");
	assert_true(o[0].percent == 60 && o[1].percent == 40);
	assert_string_equal(o[1].name, "Mine No 2 Co");
	assert_int_equal(owners_read(w->cx, "甲公司（51.5％）、乙（集团）公司 48.5%", &l), STATUS_OK);
	o = l.items;
	assert_string_equal(o[0].name, "甲公司");
	assert_string_equal(o[1].name, "乙（集团）公司");
	assert_true(o[0].percent == 51.5 && o[1].percent == 48.5);
	assert_int_equal(owners_read(w->cx, "丙公司（集团）", &l), STATUS_OK);
	assert_string_equal(((const struct owner *)l.items)->name, "丙公司（集团）");
	assert_int_equal(owners_read(w->cx, "丙 %", &l), STATUS_INVALID);
	cx_forget(w->cx);
}

/* ---- lists nobody here wrote ---- */

static const char *shared(struct world *w, const char *name)
{
	const char *folder = getenv("KUANGAN_SHARED");
	const char *path = arena_printf(w->cx->mem, "%s/data/mines/%s", folder ? folder : "../shared", name);
	if (access(path, R_OK) == 0)
		return path;
	printf("# skipped: no %s\n", path);
	return NULL;
}

static void a_published_list_of_mines(void **state)
{
	struct world *w = *state;
	const char *file = shared(w, "gem_iron_ore_mines_china.csv");
	if (!file)
		return;
	json_t *j = import(w, file, "kind=open_pit&apply=1&limit=2000");
	assert_int_equal(json_array_size(json_object_get(j, "rows")), 200);
	assert_int_equal(counted(j, "new"), 200);
	assert_int_equal(counted(j, "error"), 0);
	j = import(w, file, "kind=open_pit&apply=1");
	assert_int_equal(counted(j, "same"), 200);
	assert_int_equal(rows_of(w, MINES), 200);
	j = answer(w, world_get(w, "office", "/api/mines", "q=阿巴宫"), 200);
	const json_t *m = json_array_get(json_object_get(j, "items"), 0);
	assert_string_equal(text(m, "name"), "阿巴宫铁矿");
	assert_int_equal(json_integer_value(json_object_get(m, "scale_t")), 600000);
	assert_string_equal(text(m, "started_on"), "2010-01-01");
	assert_true(fabs(json_number_value(json_object_get(m, "lat")) - 47.724117) < 1e-6);
}

static void published_boundaries_have_their_areas(void **state)
{
	struct world *w = *state;
	const char *file = shared(w, "gem_mine_boundaries_5.geojson");
	if (!file)
		return;
	json_t *j = import(w, file, "kind=underground");
	assert_int_equal(counted(j, "new"), 5);
	assert_int_equal(counted(j, "skip"), 4);        /* ventilation shafts */
	for (size_t i = 0; i < json_array_size(json_object_get(j, "rows")); i++) {
		double area = json_number_value(json_object_get(row(j, i), "area_km2"));
		if (strstr(text(row(j, i), "name"), "Gaohe"))
			assert_true(fabs(area - 65.134) < 0.01);
		if (strstr(text(row(j, i), "name"), "Hail Creek"))
			assert_true(fabs(area - 203.872) < 0.02);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_row_has_its_fate, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_written_is_what_was_said, set_up, tear_down),
		cmocka_unit_test_setup_teardown(again_changes_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_row_finds_its_mine_by_number_or_by_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(coordinates_in_one_cell_and_words_for_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_long_list_comes_in_pages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(shapefiles_in_their_projection_or_by_their_numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(features_become_mines_and_land, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_who_keeps_the_register, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_list_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(owners_are_read_as_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_published_list_of_mines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(published_boundaries_have_their_areas, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
