/* The desk: what waits for whom in every room, what one did and began, drafts, copies. */
#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>
#include "core/deed_api.h"
#include "core/ledger_api.h"
#include "core/todo.h"
#include "db/db.h"
#include "rooms/inspection/inspection_api.h"
#include "rooms/inspection/investigation.h"
#include "rooms/inspection/plan.h"
#include "rooms/measures/measures.h"
#include "rooms/measures/measures_api.h"
#include "rooms/task/overview_api.h"
#include "rooms/task/task.h"
#include "test/site.h"

const struct flow *const flow_list[] = {&task_flow, &extension_flow, &hazard_flow, &hazard_extension_flow, &stop_order_flow, &inspection_flow,
					&investigation_flow, &unit_measure_flow};
const size_t flow_list_count = sizeof flow_list / sizeof *flow_list;
const struct todo_source todo_sources[] = {
	{"hazard", hazard_todo}, {"hazard_extension", hazard_extension_todo}, {"inspection", inspection_todo},
	{"investigation", investigation_todo}, {"stop_order", stop_order_todo}, {"unit_measure", unit_measure_todo}, {0},
};
static const struct routes *const lists[] = {&workbench_routes, &deed_routes, &unit_measure_routes, &hazard_routes, &plan_routes,
					     &investigation_routes, &notify_routes};

static int set_up(void **state)
{
	site_setup(state);
	struct world *w = ((struct site *)*state)->w;
	w->routes = lists;
	w->route_count = sizeof lists / sizeof *lists;
	return 0;
}

static void release(void *j)
{
	json_decref(j);
}

static json_t *answer(struct world *w, struct exchange *x, int status)
{
	if (x->status != status)
		fail_msg("%s: %d %s", x->path, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	arena_defer(w->cx->mem, release, j);
	return j;
}

static json_t *get(struct site *s, const char *login, const char *path)
{
	return answer(s->w, world_get(s->w, login, path, ""), 200);
}

static json_t *post(struct site *s, const char *login, const char *path, const char *body, int status)
{
	return answer(s->w, world_ask(s->w, login, "POST", path, body), status);
}

static const char *text(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));
	return s ? s : "";
}

static int64_t number(const json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}

/* The action that waits for him in a room; "" for none. */
static const char *waits(struct site *s, const char *login, const char *room)
{
	const json_t *all = json_object_get(get(s, login, "/api/workbench/todos"), "items"), *t;
	size_t i;
	json_array_foreach(all, i, t)
		if (strcmp(text(t, "room"), room) == 0)
			return text(t, "action");
	return "";
}

static void a_unit_files_and_is_judged(void **state)
{
	struct site *s = *state;
	assert_string_equal(waits(s, "town1", "unit_measure"), "file");
	int64_t id = number(post(s, "town1", "/api/unit-measures", "{\"title\":\"干部包矿到人\",\"text\":\"每座矿山明确一名班子成员，每周到矿一次。\","
				 "\"by_day\":\"2023-10-31\"}", 200), "id");
	assert_string_equal(waits(s, "town1", "unit_measure"), "");
	assert_string_equal(waits(s, "office", "unit_measure"), "adequate");
	assert_string_equal(waits(s, "police", "unit_measure"), "file");        /* its own, not the town's */
	const char *path = arena_printf(s->w->cx->mem, "/api/unit-measures/%" PRId64 "/steps/", id);
	post(s, "office", arena_printf(s->w->cx->mem, "%sreturn", path), "{\"text\":\"没有责任人\"}", 200);
	assert_string_equal(waits(s, "town1", "unit_measure"), "refile");
	assert_string_equal(waits(s, "town2", "unit_measure"), "file");
	const json_t *began = json_array_get(json_object_get(get(s, "town1", "/api/workbench/began"), "items"), 0);
	assert_string_equal(text(began, "title"), "干部包矿到人");
	assert_string_equal(text(began, "label"), "filed");
	assert_string_equal(text(began, "state"), "returned");
	assert_string_equal(text(began, "due"), "2023-10-31");
	assert_string_equal(text(began, "link"), arena_printf(s->w->cx->mem, "/measures/%" PRId64, id));
	assert_int_equal(json_array_size(json_object_get(get(s, "office", "/api/workbench/began"), "items")), 0);
	const json_t *done = json_array_get(json_object_get(get(s, "office", "/api/workbench/done"), "items"), 0);
	assert_string_equal(text(done, "label"), "send back");
	assert_string_equal(text(done, "flow_label"), "a unit's own measure");
}

static void an_order_to_stop_is_signed_for_or_served(void **state)
{
	struct site *s = *state;
	int64_t id = site_stop(s, "reg1", "department", false, s->mine[0]);
	assert_string_equal(waits(s, "boss1", "stop_order"), "sign");
	assert_string_equal(waits(s, "boss2", "stop_order"), "");
	assert_string_equal(waits(s, "reg1", "stop_order"), "");                /* it has just gone out */
	world_pass(s->w, 2);
	assert_string_equal(waits(s, "reg1", "stop_order"), "serve");
	site_take(s, &stop_order_flow, "boss1", id, "sign", NULL);
	assert_string_equal(waits(s, "boss1", "stop_order"), "");
	assert_string_equal(waits(s, "reg1", "stop_order"), "");
}

static void an_inspection_waits_for_its_team(void **state)
{
	struct site *s = *state;
	const char *body = arena_printf(s->w->cx->mem, "{\"title\":\"十月排查\",\"checklist\":\"acceptance\",\"from_day\":\"2023-10-25\","
					"\"to_day\":\"2023-10-30\",\"mines\":[\"%" PRId64 "\"],\"org\":%" PRId64 "}", s->mine[0], s->third_party);
	post(s, "reg1", "/api/inspections", body, 200);
	assert_string_equal(waits(s, "third", "inspection"), "start");
	assert_string_equal(waits(s, "reg1", "inspection"), "");
	const json_t *began = json_array_get(json_object_get(get(s, "reg1", "/api/workbench/began"), "items"), 0);
	assert_string_equal(text(began, "label"), "planned");
	assert_string_equal(text(began, "title"), "十月排查");
}

static void a_case_waits_for_answers(void **state)
{
	struct site *s = *state;
	const char *body = arena_printf(s->w->cx->mem, "{\"mine\":%" PRId64 ",\"title\":\"事故矿山调查\",\"cooperating\":[\"%" PRId64 "\"]}", s->mine[0],
					s->w->land);
	post(s, "safety", "/api/investigations", body, 200);
	assert_string_equal(waits(s, "safety", "investigation"), "answer");
	assert_string_equal(waits(s, "landreg", "investigation"), "answer");
	assert_string_equal(waits(s, "police", "investigation"), "");
}

static int64_t unread(struct site *s, const char *login)
{
	return number(json_object_get(get(s, login, "/api/workbench"), "counts"), "copied");
}

static const char *copy_of(struct site *s, int64_t task, int64_t org)
{
	return arena_printf(s->w->cx->mem, "{\"flow\":\"task\",\"item\":%" PRId64 ",\"orgs\":[\"%" PRId64 "\"],\"note\":\"请知悉\"}", task, org);
}

/* A task of the police is copied to those who may see it, and to nobody else. */
static void a_record_is_copied(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	int64_t one = world_task(w, "1", world_day(w, 2), (const int64_t[]){w->police, 0}, (const int64_t[]){w->safety, 0});
	int64_t before = unread(s, "safety");
	json_t *j = post(s, "office", "/api/workbench/copies", copy_of(s, one, w->safety), 200);
	assert_true(number(j, "told") >= 1);
	assert_int_equal(unread(s, "safety"), before + 1);
	const json_t *n = json_array_get(json_object_get(answer(w, world_get(w, "safety", "/api/notifications", "copied=true"), 200), "items"), 0);
	assert_string_equal(text(n, "kind"), "copy");
	assert_string_equal(text(n, "text"), "请知悉");
	assert_string_equal(text(n, "link"), arena_printf(w->cx->mem, "/tasks/%" PRId64, one));
	j = post(s, "office", "/api/workbench/copies", copy_of(s, one, w->land), 400);      /* may not see it */
	assert_string_equal(text(j, "field"), "orgs");
	post(s, "land", "/api/workbench/copies", copy_of(s, one, w->safety), 404);          /* neither may he */
	post(s, "office", "/api/workbench/copies", copy_of(s, one, INT64_C(77)), 400);
	post(s, "boss1", "/api/workbench/copies", copy_of(s, one, w->safety), 403);
	const json_t *done = json_array_get(json_object_get(get(s, "office", "/api/workbench/done"), "items"), 0);
	assert_string_equal(text(done, "label"), "copied to others");
}

static void other_rooms_are_in_the_calendar(void **state)
{
	struct site *s = *state;
	const json_t *day, *item = NULL;
	size_t i;
	json_array_foreach(json_object_get(get(s, "town1", "/api/workbench"), "calendar"), i, day)
		if (strcmp(text(day, "day"), "2023-10-31") == 0)
			item = json_array_get(json_object_get(day, "items"), 0);
	assert_string_equal(text(item, "kind"), "unit_measure");
	assert_string_equal(text(item, "link"), "/measures");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, site_teardown)
	const struct CMUnitTest tests[] = {
		T(a_unit_files_and_is_judged), T(an_order_to_stop_is_signed_for_or_served), T(an_inspection_waits_for_its_team),
		T(a_case_waits_for_answers), T(a_record_is_copied), T(other_rooms_are_in_the_calendar),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
