/* The map: the towns' land from a file, what rooms mark on it. */
#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "core/org.h"
#include "db/db.h"
#include "rooms/mine/map.h"
#include "rooms/mine/mine_api.h"
#include "rooms/mine/status.h"
#include "test/world.h"

const struct mine_reason_source mine_reason_sources[] = {{0}};

static enum status none(struct cx *cx, struct list *out)
{
	(void)cx;
	*out = (struct list){0};
	return STATUS_OK;
}

static enum status one(struct cx *cx, struct list *out)
{
	struct mine_mark *m = arena_array_of(cx->mem, struct mine_mark, 1);
	*m = (struct mine_mark){.mine = 7, .count = 3, .urgent = true, .text = "三项"};
	*out = (struct list){m, 1};
	return STATUS_OK;
}

const struct mine_mark_source mine_mark_sources[] = {
	{"none", "无", "none", 0, none},
	{"secret", "密", "secret", UINT64_C(1) << 63, one},
	{"one", "一", "one", 0, one},
	{0},
};

static const struct routes *const lists[] = {&town_map_routes, &mine_mark_routes};

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

static json_t *send(struct world *w, const char *login, const char *text, int status)
{
	char path[] = "/tmp/kuangan-towns-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	json_t *j = answer(w, world_upload(w, login, "/api/towns/map", "name=towns.geojson", path), status);
	unlink(path);
	return j;
}

static const char *town_name(struct world *w, int i)
{
	struct org o;
	assert_int_equal(org_get(w->cx, w->towns[i], &o), STATUS_OK);
	return o.name;
}

#define SQUARE(x, y) "{\"type\":\"Polygon\",\"coordinates\":[[[" #x "," #y "],[" #x ".1," #y "],[" #x ".1," #y ".1],[" #x "," #y ".1],[" #x "," #y "]]]}"

static void land_goes_to_its_town(void **state)
{
	struct world *w = *state;
	const char *file = arena_printf(w->cx->mem,
		"{\"type\":\"FeatureCollection\",\"features\":["
		"{\"type\":\"Feature\",\"properties\":{\"n\":1,\"name\":\"%s\"},\"geometry\":" SQUARE(123, 40) "},"
		"{\"type\":\"Feature\",\"properties\":{\"n\":2,\"name\":\"别处镇\"},\"geometry\":" SQUARE(124, 41) "},"
		"{\"type\":\"Feature\",\"properties\":{\"n\":3,\"name\":\"%s\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[123,40]}}]}",
		town_name(w, 0), town_name(w, 1));
	json_t *rows = json_object_get(send(w, "office", file, 200), "items");
	assert_int_equal(json_array_size(rows), 3);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(rows, 0), "org")), w->towns[0]);
	assert_true(json_is_null(json_object_get(json_array_get(rows, 1), "org")));
	assert_non_null(json_string_value(json_object_get(json_array_get(rows, 2), "error")));
	json_t *map = json_object_get(answer(w, world_get(w, "town2", "/api/towns/map", ""), 200), "features");
	assert_int_equal(json_array_size(map), 1);
	json_t *p = json_object_get(json_array_get(map, 0), "properties");
	assert_string_equal(json_string_value(json_object_get(p, "name")), town_name(w, 0));
	double lon = json_real_value(json_object_get(p, "lon"));
	assert_true(lon > 123 && lon < 123.1);
	send(w, "office", file, 200);           /* the same again replaces */
	assert_int_equal(json_array_size(json_object_get(answer(w, world_get(w, "town2", "/api/towns/map", ""), 200), "features")), 1);
}

static void strangers_are_refused(void **state)
{
	struct world *w = *state;
	send(w, "office", "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\"别处镇\"},\"geometry\":" SQUARE(124, 41) "}]}", 400);
	send(w, "office", "not a file of shapes", 400);
	send(w, "town1", "{}", 403);
	assert_int_equal(json_array_size(json_object_get(answer(w, world_get(w, "town1", "/api/towns/map", ""), 200), "features")), 0);
}

static void rooms_mark_what_the_reader_may_see(void **state)
{
	struct world *w = *state;
	json_t *layers = json_object_get(answer(w, world_get(w, "office", "/api/mines/marks", ""), 200), "layers");
	assert_int_equal(json_array_size(layers), 2);
	json_t *l = json_array_get(layers, 1), *m = json_array_get(json_object_get(l, "items"), 0);
	assert_string_equal(json_string_value(json_object_get(l, "name")), "one");
	assert_int_equal(json_integer_value(json_object_get(m, "mine")), 7);
	assert_true(json_is_true(json_object_get(m, "urgent")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(land_goes_to_its_town, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strangers_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(rooms_mark_what_the_reader_may_see, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
