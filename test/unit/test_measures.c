#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "db/db.h"
#include "rooms/measures/measures.h"
#include "rooms/measures/measures_api.h"
#include "test/dbtest.h"
#include "test/world.h"

static const struct routes *const lists[] = {&unit_measure_routes};

static int set_up(void **state)
{
	struct world *w = world_new();
	w->routes = lists;
	w->route_count = 1;
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	world_free(*state);
	return 0;
}

static json_t *ask(struct world *w, const char *login, const char *method, const char *path, const char *body, int status)
{
	struct exchange *x = world_ask(w, login, method, path, body);
	if (x->status != status)
		fail_msg("%s %s: %d %s", method, path, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	return j;
}

static int64_t post(struct world *w, const char *login, const char *path, const char *body, int status)
{
	json_t *j = ask(w, login, "POST", path, body, status);
	int64_t id = json_integer_value(json_object_get(j, "id"));
	json_decref(j);
	return id;
}

static const char measure[] = "{\"title\":\"干部包矿到人\",\"text\":\"每座矿山明确一名班子成员，每周到矿一次。\",\"by_day\":\"2023-10-31\"}";

static void step(struct world *w, const char *login, int64_t id, const char *action, const char *body, int status)
{
	post(w, login, arena_printf(w->cx->mem, "/api/unit-measures/%" PRId64 "/steps/%s", id, action), body, status);
}

static json_t *line(json_t *overview, int64_t org)
{
	size_t i;
	json_t *o;
	json_array_foreach(json_object_get(overview, "items"), i, o)
		if (json_integer_value(json_object_get(o, "org")) == org)
			return o;
	return NULL;
}

static void filed_judged_done(void **state)
{
	struct world *w = *state;
	int64_t id = post(w, "town1", "/api/unit-measures", measure, 200);
	const char *proof = arena_printf(w->cx->mem, "{\"text\":\"全部到位\",\"evidence\":[\"%s\"]}", w->file);
	step(w, "town1", id, "finish", proof, 409);                     /* not judged yet */
	step(w, "town1", id, "adequate", "{\"text\":\"可以\"}", 403);
	step(w, "office", id, "return", "{\"text\":\"没有责任人\"}", 200);
	step(w, "office", id, "refile", measure, 403);
	step(w, "town1", id, "refile", "{\"title\":\"干部包矿到人\",\"text\":\"每座矿山明确一名班子成员，每周到矿一次。\",\"by_day\":\"2023-10-24\"}", 400);
	step(w, "town1", id, "refile", measure, 200);
	step(w, "office", id, "adequate", "{\"text\":\"具体可行\"}", 200);
	step(w, "town2", id, "progress", "{\"text\":\"已落实一半\",\"percent\":50}", 404);
	step(w, "town1", id, "progress", "{\"text\":\"已落实一半\",\"percent\":50}", 200);
	step(w, "town1", id, "finish", "{\"text\":\"全部到位\"}", 400);  /* without evidence */
	step(w, "town1", id, "finish", proof, 200);
	json_t *j = ask(w, "office", "GET", arena_printf(w->cx->mem, "/api/unit-measures/%" PRId64, id), NULL, 200);
	assert_string_equal(json_string_value(json_object_get(j, "state")), "done");
	assert_string_equal(json_string_value(json_object_get(j, "filed_on")), "2023-10-25");
	assert_int_equal(json_integer_value(json_object_get(j, "percent")), 100);
	json_decref(j);
}

static void who_has_filed_nothing_is_plain(void **state)
{
	struct world *w = *state;
	post(w, "town1", "/api/unit-measures", measure, 200);
	int64_t gone = post(w, "town2", "/api/unit-measures", measure, 200);
	step(w, "town2", gone, "withdraw", "{\"text\":\"重复\"}", 200);
	world_pass(w, 7);                                               /* 1 November: one day after the rule's day */
	post(w, "police", "/api/unit-measures", "{\"title\":\"炸药库巡查\",\"text\":\"每周巡查一次全部炸药库。\",\"by_day\":\"2023-12-31\"}", 200);
	json_t *j = ask(w, "office", "GET", "/api/unit-measures/overview", NULL, 200), *first = json_array_get(json_object_get(j, "items"), 0);
	assert_string_equal(json_string_value(json_object_get(j, "by")), "2023-10-31");
	assert_true(json_is_true(json_object_get(first, "nothing")));
	json_t *one = line(j, w->towns[0]), *two = line(j, w->towns[1]), *police = line(j, w->police);
	assert_true(json_is_false(json_object_get(one, "nothing")));
	assert_true(json_is_false(json_object_get(one, "filed_late")));
	assert_int_equal(json_integer_value(json_object_get(one, "late")), 1);          /* it was due on 31 October */
	assert_true(json_is_true(json_object_get(two, "nothing")));                     /* what was withdrawn is nothing */
	assert_true(json_is_true(json_object_get(two, "filed_late")));
	assert_true(json_is_true(json_object_get(police, "filed_late")));
	assert_null(line(j, world_org(w, "县委组织部")));                                /* it has no supervision duty */
	json_decref(j);
	j = ask(w, "town1", "GET", "/api/unit-measures/overview", NULL, 200);
	assert_int_equal(json_array_size(json_object_get(j, "items")), 1);
	json_decref(j);
}

static void who_may_file(void **state)
{
	struct world *w = *state;
	post(w, "appraiser", "/api/unit-measures", measure, 403);
	post(w, "office", "/api/unit-measures", measure, 403);
	world_pass(w, 7);
	post(w, "town1", "/api/unit-measures", measure, 400);           /* its day has passed */
}

static void the_flow_is_sound(void **state)
{
	struct world *w = *state;
	assert_null(flow_mistake(w->cx, &unit_measure_flow));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(filed_judged_done), T(who_has_filed_nothing_is_plain), T(who_may_file), T(the_flow_is_sound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
