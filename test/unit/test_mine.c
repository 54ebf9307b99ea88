/* The register of mines: who sees and keeps it, what was known when, whether a mine may work; and everybody's to-dos. */
#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>
#include "core/register.h"
#include "core/todo.h"
#include "db/db.h"
#include "rooms/feedback/feedback.h"
#include "rooms/feedback/feedback_api.h"
#include "rooms/inspection/hazard.h"
#include "rooms/inspection/inspection_api.h"
#include "rooms/mine/mine_api.h"
#include "rooms/mine/papers.h"
#include "rooms/mine/status.h"
#include "rooms/notice/notice.h"
#include "rooms/task/overview_api.h"
#include "test/dbtest.h"
#include "test/world.h"

const struct mine_reason_source mine_reason_sources[] = {{"register", mine_register_reasons}, {"hazard", hazard_reasons}, {0}};
const struct todo_source todo_sources[] = {{"feedback", feedback_todo}, {"hazard", hazard_todo}, {"notice", notice_todo}, {0}};
static const struct routes *const lists[] = {&mine_map_routes, &mine_paper_routes, &mine_routes, &workbench_routes, &feedback_routes,
					     &hazard_routes};

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

static json_t *answer(struct world *w, const char *what, struct exchange *x, int status)
{
	if (x->status != status)
		fail_msg("%s: %d %s", what, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	arena_defer(w->cx->mem, release, j);
	return j;
}

static json_t *ask(struct world *w, const char *login, const char *method, const char *path, const char *body, int status)
{
	return answer(w, path, world_ask(w, login, method, path, body), status);
}

static json_t *get(struct world *w, const char *login, const char *path, const char *query, int status)
{
	return answer(w, path, world_get(w, login, path, query), status);
}

static int64_t number(const json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}

static const char *text(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));
	return s ? s : "";
}

static const json_t *item(const json_t *j, size_t i)
{
	return json_array_get(json_object_get(j, "items"), i);
}

static size_t items(const json_t *j)
{
	return json_array_size(json_object_get(j, "items"));
}

static void sql(struct world *w, const char *statement, struct args args)
{
	world_as(w, NULL);
	if (db_exec(w->cx, NULL, statement, args))
		fail_msg("%s", w->cx->error);
}

/* A firm with an account for it; ids are small and the test's own. */
static int64_t add_firm(struct world *w, int64_t id, const char *name, const char *login)
{
	sql(w, "INSERT INTO org (county, id, path, kind, name, created_at) VALUES ($1, $2, $3, 'enterprise', $4, 0)",
	    ARGS(V(w->cx->county), V(id), V(arena_printf(w->cx->mem, "/%" PRId64 "/", id)), V(name)));
	sql(w, "INSERT INTO person (county, id, org, name, login, created_at) VALUES ($1, $2, $3, $4, $4, 0)",
	    ARGS(V(w->cx->county), V(id + 1000), V(id), V(login)));
	sql(w, "INSERT INTO role_grant (county, person, role, granted_by, granted_at) VALUES ($1, $2, 'enterprise', 0, 0)",
	    ARGS(V(w->cx->county), V(id + 1000)));
	return id;
}

static int64_t add_mine(struct world *w, const char *name, int64_t firm, int64_t town)
{
	json_t *j = ask(w, "office", "POST", "/api/mines",
			arena_printf(w->cx->mem, "{\"name\":\"%s\",\"kind\":\"open_pit\",\"enterprise\":%" PRId64 ",\"town\":%" PRId64
				     ",\"industry\":%" PRId64 ",\"lon\":123.5,\"lat\":40.2}", name, firm, town, w->safety), 200);
	return number(j, "id");
}

static const char *path(struct world *w, int64_t mine, const char *tail)
{
	return arena_printf(w->cx->mem, "/api/mines/%" PRId64 "%s", mine, tail);
}

/* ---- the register ---- */

static void everyone_sees_what_is_his(void **state)
{
	struct world *w = *state;
	int64_t one = add_firm(w, 11, "东石公司", "firm1"), two = add_firm(w, 12, "西石公司", "firm2");
	int64_t a = add_mine(w, "东石矿", one, w->towns[0]), b = add_mine(w, "西石矿", two, w->towns[1]);
	static const struct {
		const char *login;
		size_t sees;
	} who[] = {{"office", 2}, {"head", 2}, {"police", 2}, {"safety", 2}, {"town1", 1}, {"town2", 1}, {"town3", 0}, {"firm1", 1}};
	for (size_t i = 0; i < sizeof who / sizeof *who; i++)
		assert_int_equal(items(get(w, who[i].login, "/api/mines", "", 200)), who[i].sees);
	get(w, "firm1", path(w, a, ""), "", 200);
	get(w, "firm1", path(w, b, ""), "", 404);
	get(w, "firm1", path(w, b, "/status"), "", 404);
	get(w, "firm1", path(w, b, "/licences"), "", 404);
	get(w, "firm1", path(w, b, "/versions"), "", 404);
	get(w, "town1", path(w, b, "/places"), "", 404);
	json_t *j = get(w, "town1", "/api/mines/summary", "", 200);
	assert_int_equal(number(item(j, 0), "mines"), 1);
	assert_int_equal(number(json_array_get(json_object_get(j, "towns"), 0), "stopped"), 1);
	assert_int_equal(json_array_size(json_object_get(j, "towns")), 1);
	assert_int_equal(json_array_size(json_object_get(get(w, "office", "/api/mines/summary", "", 200), "towns")), 2);
}

static void only_its_keepers_write(void **state)
{
	struct world *w = *state;
	int64_t firm = add_firm(w, 11, "东石公司", "firm1"), m = add_mine(w, "东石矿", firm, w->towns[0]);
	static const char *const who[] = {"firm1", "police", "town1", "head", "check"};
	static const char licence[] = "{\"kind\":\"mining\",\"number\":\"C1\"}";
	static const char place[] = "{\"kind\":\"face\",\"name\":\"一号面\",\"started_on\":\"2023-01-01\"}";
	for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
		ask(w, who[i], "POST", "/api/mines", "{\"name\":\"新矿\",\"kind\":\"open_pit\"}", 403);
		ask(w, who[i], "PUT", path(w, m, ""), "{\"name\":\"改名\",\"kind\":\"open_pit\",\"version\":1}", 403);
		ask(w, who[i], "POST", path(w, m, "/licences"), licence, 403);
		ask(w, who[i], "POST", path(w, m, "/places"), place, 403);
		ask(w, who[i], "POST", path(w, m, "/certificates"), "{\"person\":\"某某\",\"post\":\"矿长\",\"kind\":\"安全证\"}", 403);
	}
	ask(w, "office", "POST", "/api/mines", "{\"name\":\"新矿\",\"kind\":\"moon\"}", 400);
	ask(w, "office", "POST", "/api/mines", "{\"name\":\"新矿\",\"kind\":\"open_pit\",\"lon\":200}", 400);
	ask(w, "office", "POST", "/api/mines", arena_printf(w->cx->mem, "{\"name\":\"新矿\",\"kind\":\"open_pit\",\"town\":%" PRId64 "}", firm), 400);
	ask(w, "office", "POST", "/api/mines", arena_printf(w->cx->mem, "{\"name\":\"东石矿\",\"kind\":\"open_pit\",\"town\":%" PRId64 "}", w->towns[0]), 409);
	ask(w, "office", "PUT", path(w, m, ""), "{\"name\":\"改名\",\"kind\":\"open_pit\",\"version\":7}", 409);
}

static void what_was_known_when(void **state)
{
	struct world *w = *state;
	int64_t m = add_mine(w, "东石矿", 0, w->towns[0]), before = w->cx->now;
	struct register_version v;
	world_pass(w, 10);
	ask(w, "office", "PUT", path(w, m, ""), arena_printf(w->cx->mem, "{\"name\":\"东石二矿\",\"kind\":\"underground\",\"town\":%" PRId64
							      ",\"version\":1}", w->towns[0]), 200);
	world_as(w, NULL);
	assert_int_equal(register_as_known(w->cx, "mine", m, before + 5 * 86400, &v), STATUS_OK);
	assert_non_null(strstr(v.data.s, "东石矿"));
	assert_int_equal(register_as_known(w->cx, "mine", m, w->cx->now, &v), STATUS_OK);
	assert_non_null(strstr(v.data.s, "东石二矿"));
	assert_int_equal(register_as_known(w->cx, "mine", m, before - 1, &v), STATUS_NOT_FOUND);
	cx_forget(w->cx);
	json_t *j = get(w, "office", path(w, m, "/versions"), "", 200);
	assert_int_equal(items(j), 2);
	assert_int_equal(number(item(j, 0), "version"), 2);
	assert_string_equal(text(item(j, 0), "person_name"), "office");
}

/* ---- licences and places ---- */

static void licences_have_their_land(void **state)
{
	struct world *w = *state;
	int64_t m = add_mine(w, "东石矿", 0, w->towns[0]);
	json_t *j = ask(w, "office", "POST", path(w, m, "/licences"),
			"{\"kind\":\"mining\",\"number\":\"C1\",\"valid_to\":\"2024-12-31\",\"land_text\":"
			"\"1,4440000,41540000\\n2,4441000,41540000\\n3,4441000,41541000\\n4,4440000,41541000\\n*,300,100,,1\"}", 200);
	const json_t *l = item(j, 0);
	assert_true(json_number_value(json_object_get(l, "area_m2")) == 1000000);
	assert_string_equal(text(l, "crs"), "EPSG:4529");
	assert_string_equal(text(json_object_get(l, "land"), "type"), "MultiPolygon");
	ask(w, "office", "POST", path(w, m, "/licences"), "{\"kind\":\"mining\",\"number\":\"C2\",\"land_text\":\"没有坐标\"}", 400);
	ask(w, "office", "POST", path(w, m, "/licences"), "{\"kind\":\"safety\",\"number\":\"A1\",\"valid_from\":\"2024-01-01\",\"valid_to\":\"2023-01-01\"}", 400);
	ask(w, "office", "POST", path(w, m, "/licences"), "{\"kind\":\"mining\",\"number\":\"C3\",\"land_text\":"
							   "\"{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[[[123.4,40.1],[123.41,40.1],[123.41,40.11],[123.4,40.1]]]}\"}", 200);
	ask(w, "office", "POST", path(w, m, "/licences"), "{\"kind\":\"mining\",\"number\":\"C4\",\"land_text\":"
							   "\"{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[[[123.4,95],[123.41,40.1],[123.41,40.11],[123.4,40.1]]]}\"}", 400);
}

static const char shape[] = "{\"type\":\"Polygon\",\"coordinates\":[[[%g,40.1],[%g,40.1],[%g,40.11],[%g,40.1]]]}";

static const char *place_json(struct world *w, int64_t place, double lon, const char *from)
{
	const char *geometry = arena_printf(w->cx->mem, shape, lon, lon + 0.01, lon + 0.01, lon);
	return arena_printf(w->cx->mem, "{\"place\":%" PRId64 ",\"kind\":\"face\",\"name\":\"一号面\",\"started_on\":\"%s\",\"shape\":%s}", place, from, geometry);
}

static void places_move_and_the_map_shows_where(void **state)
{
	struct world *w = *state;
	int64_t m = add_mine(w, "东石矿", 0, w->towns[0]);
	json_t *j = ask(w, "office", "POST", path(w, m, "/places"), place_json(w, 0, 123.4, "2023-01-01"), 200);
	int64_t place = number(item(j, 0), "place");
	ask(w, "office", "POST", path(w, m, "/places"), place_json(w, place, 123.5, "2023-06-01"), 200);
	j = get(w, "town1", path(w, m, "/places"), "day=2023-05-31", 200);
	assert_int_equal(items(j), 1);
	assert_string_equal(text(item(j, 0), "ended_on"), "2023-05-31");
	j = get(w, "town1", path(w, m, "/places"), "day=2023-06-01", 200);
	assert_int_equal(items(j), 1);
	assert_string_equal(text(item(j, 0), "started_on"), "2023-06-01");
	assert_int_equal(items(get(w, "town1", path(w, m, "/places"), "", 200)), 2);
	assert_int_equal(items(get(w, "town1", path(w, m, "/places"), "day=2022-12-31", 200)), 0);
	j = get(w, "town1", "/api/mines/map", "", 200);
	assert_string_equal(text(j, "type"), "FeatureCollection");
	assert_int_equal(json_array_size(json_object_get(j, "features")), 2);           /* the mine, and the face as it is now */
	json_t *face = json_array_get(json_object_get(j, "features"), 1);
	assert_string_equal(text(face, "type"), "Feature");
	assert_string_equal(text(json_object_get(face, "properties"), "layer"), "place");
	assert_string_equal(text(json_object_get(face, "geometry"), "type"), "Polygon");
	assert_int_equal(json_array_size(json_object_get(get(w, "town1", "/api/mines/map", "bbox=123.4,40,123.45,41", 200), "features")), 0);
	assert_int_equal(json_array_size(json_object_get(get(w, "town1", "/api/mines/map", "bbox=123.4,40,123.5,41&zoom=12", 200), "features")), 2);
	j = get(w, "town1", "/api/mines/map", "bbox=123.4,40,123.5,41&zoom=9", 200);
	assert_int_equal(json_array_size(json_object_get(j, "features")), 1);
	assert_string_equal(json_string_value(json_array_get(json_object_get(j, "cut"), 0)), "place");
	get(w, "town1", "/api/mines/map", "bbox=123,40,122,41", 400);
	assert_int_equal(json_array_size(json_object_get(get(w, "town2", "/api/mines/map", "", 200), "features")), 0);
}

/* ---- may it work? ---- */

static bool may_work(struct world *w, int64_t m, const char *day, size_t reasons)
{
	json_t *j = get(w, "office", path(w, m, "/status"), arena_printf(w->cx->mem, "day=%s", day), 200);
	if (json_array_size(json_object_get(j, "reasons")) != reasons)
		fail_msg("%s: %s", day, json_dumps(j, 0));
	return json_is_true(json_object_get(j, "may_work"));
}

static void licences_hold_from_their_first_to_their_last_day(void **state)
{
	struct world *w = *state;
	int64_t m = add_mine(w, "东石矿", 0, w->towns[0]);
	assert_false(may_work(w, m, "2023-10-25", 2));          /* neither licence */
	ask(w, "office", "POST", path(w, m, "/licences"), "{\"kind\":\"mining\",\"number\":\"C1\",\"valid_from\":\"2023-01-01\",\"valid_to\":\"2024-02-29\"}", 200);
	assert_false(may_work(w, m, "2023-10-25", 1));
	json_t *j = ask(w, "office", "POST", path(w, m, "/licences"), "{\"kind\":\"safety\",\"number\":\"A1\",\"valid_from\":\"2023-03-01\",\"valid_to\":\"2025-12-31\"}", 200);
	assert_true(may_work(w, m, "2023-10-25", 0));
	assert_false(may_work(w, m, "2023-02-28", 1));          /* the second began later */
	assert_true(may_work(w, m, "2023-03-01", 0));
	assert_true(may_work(w, m, "2024-02-29", 0));           /* the last day counts */
	assert_false(may_work(w, m, "2024-03-01", 1));
	assert_string_equal(text(get(w, "office", path(w, m, ""), "", 200), "state"), "working");
	int64_t safety = 0;
	for (size_t i = 0; i < items(j); i++)
		safety = strcmp(text(item(j, i), "kind"), "safety") == 0 ? number(item(j, i), "id") : safety;
	ask(w, "office", "PUT", path(w, m, arena_printf(w->cx->mem, "/licences/%" PRId64, safety)),
	    "{\"kind\":\"safety\",\"number\":\"A1\",\"valid_from\":\"2023-03-01\",\"valid_to\":\"2025-12-31\",\"withdrawn_on\":\"2023-10-20\",\"version\":1}", 200);
	assert_true(may_work(w, m, "2023-10-19", 0));
	assert_false(may_work(w, m, "2023-10-20", 1));
	j = get(w, "office", path(w, m, ""), "", 200);
	assert_string_equal(text(j, "state"), "stopped");
	assert_string_equal(text(j, "worst"), "licence_expired");
	assert_int_equal(items(get(w, "office", "/api/mines", "state=stopped", 200)), 1);
	assert_int_equal(items(get(w, "office", "/api/mines", "state=working", 200)), 0);
}

/* ---- to-dos ---- */

static const json_t *todo(const json_t *j, const char *room)
{
	const json_t *all = json_object_get(j, "todo") ? json_object_get(j, "todo") : json_object_get(j, "items");
	for (size_t i = 0; i < json_array_size(all); i++)
		if (strcmp(text(json_array_get(all, i), "room"), room) == 0)
			return json_array_get(all, i);
	return NULL;
}

static void reports_of_firms_wait_on_the_workbench(void **state)
{
	struct world *w = *state;
	assert_null(todo(get(w, "office", "/api/workbench", "", 200), "feedback"));
	ask(w, NULL, "POST", "/api/feedback", "{\"kind\":\"stop_loss\",\"text\":\"停产二十天，订单无法交付\"}", 200);
	json_t *j = get(w, "office", "/api/workbench", "", 200);
	const json_t *t = todo(j, "feedback");
	assert_string_equal(text(t, "action"), "accept");
	assert_true(json_is_null(json_object_get(t, "task")));
	assert_int_equal(number(json_object_get(j, "counts"), "todo"), 1);
	assert_null(todo(get(w, "safety", "/api/workbench", "", 200), "feedback"));
	ask(w, "office", "POST", arena_printf(w->cx->mem, "/api/feedback/%" PRId64 "/steps/accept", number(t, "item")),
	    arena_printf(w->cx->mem, "{\"org\":\"%" PRId64 "\",\"urgent\":false}", w->safety), 200);
	t = todo(get(w, "safety", "/api/workbench", "", 200), "feedback");
	assert_string_equal(text(t, "action"), "answer");
	assert_string_equal(text(t, "light"), "green");
	assert_null(todo(get(w, "land", "/api/workbench", "", 200), "feedback"));
	world_pass(w, 60);
	t = todo(get(w, "safety", "/api/workbench", "", 200), "feedback");
	assert_string_equal(text(t, "light"), "red");
	assert_string_equal(text(get(w, "safety", "/api/workbench/todos", "", 200), "next"), "");
}

static void hazards_wait_for_whoever_is_to_act(void **state)
{
	struct world *w = *state;
	int64_t firm = add_firm(w, 11, "东石公司", "firm1"), m = add_mine(w, "东石矿", firm, w->towns[0]), id;
	world_as(w, "safety");
	struct hazard_new in = {.mine = m, .kind = hazard_kinds[0], .level = "general", .place = "一号面", .text = "边坡浮石未清理", .found_on = "2023-10-25"};
	if (hazard_create(w->cx, &in, &id))
		fail_msg("%s", w->cx->error);
	const json_t *t = todo(get(w, "safety", "/api/workbench", "", 200), "hazard");
	assert_string_equal(text(t, "action"), "order");
	assert_int_equal(number(t, "item"), id);
	assert_non_null(todo(get(w, "town1", "/api/workbench", "", 200), "hazard"));            /* it lies in the town */
	assert_null(todo(get(w, "town2", "/api/workbench", "", 200), "hazard"));
	assert_null(todo(get(w, "firm1", "/api/workbench/todos", "", 200), "hazard"));          /* nothing is ordered yet */
	sql(w, "UPDATE hazard SET state = 'ordered', order_org = $1, no = 'Z1', ordered_on = '2023-10-25', due = '2023-11-04', due_key = '2023-11-04'"
	       " WHERE county = $2 AND id = $3", ARGS(V(w->safety), V(w->cx->county), V(id)));
	t = todo(get(w, "firm1", "/api/workbench/todos", "", 200), "hazard");
	assert_string_equal(text(t, "action"), "sign");
	assert_string_equal(text(t, "due"), "2023-11-04");
	assert_string_equal(text(todo(get(w, "safety", "/api/workbench", "", 200), "hazard"), "action"), "serve");
	get(w, "firm1", "/api/workbench", "", 403);
	sql(w, "UPDATE hazard SET state = 'closed', ended_on = '2023-10-25' WHERE county = $1 AND id = $2", ARGS(V(w->cx->county), V(id)));
	assert_null(todo(get(w, "firm1", "/api/workbench/todos", "", 200), "hazard"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(everyone_sees_what_is_his, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_its_keepers_write, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_known_when, set_up, tear_down),
		cmocka_unit_test_setup_teardown(licences_have_their_land, set_up, tear_down),
		cmocka_unit_test_setup_teardown(places_move_and_the_map_shows_where, set_up, tear_down),
		cmocka_unit_test_setup_teardown(licences_hold_from_their_first_to_their_last_day, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reports_of_firms_wait_on_the_workbench, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hazards_wait_for_whoever_is_to_act, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
