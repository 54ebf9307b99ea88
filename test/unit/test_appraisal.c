#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "base/day.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/accident/accident.h"
#include "rooms/accident/accident_api.h"
#include "rooms/accident/accountability.h"
#include "rooms/accident/appraisal_list.h"
#include "rooms/mine/status.h"
#include "test/dbtest.h"
#include "test/world.h"

const struct mine_reason_source mine_reason_sources[] = {{0}};
const struct responsibility_source responsibility_sources[] = {{0}};

static const struct routes *const lists[] = {&accident_routes, &appraisal_routes};

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

/* ---- both readings, worked by hand ---- */

/* Days of accidents; one that ends in "?" is pending. */
static void windows(void **state)
{
	struct world *w = *state;
	static const struct {
		int year;
		const char *as_of;
		int64_t threshold;
		const char *days[4];
		const char *calendar, *rolling;         /* drop */
		int64_t calendar_count, rolling_count;
	} table[] = {
		{2023, "2023-12-31", 2, {"2023-01-01", "2023-12-31"}, "yes", "yes", 2, 2},
		{2023, "2023-12-31", 2, {"2022-12-31", "2023-12-30"}, "no", "yes", 1, 2},      /* 365 days, both ends counted */
		{2023, "2023-12-31", 2, {"2022-12-31", "2023-12-31"}, "no", "no", 1, 1},       /* one more */
		{2023, "2023-12-31", 2, {"2022-11-10", "2022-12-20"}, "no", "no", 0, 0},       /* that was last year's */
		{2024, "2024-12-31", 2, {"2023-03-01", "2024-02-28"}, "no", "yes", 1, 2},      /* 364 days later */
		{2024, "2024-12-31", 2, {"2023-03-01", "2024-02-29"}, "no", "no", 1, 1},       /* the leap day is the 366th */
		{2024, "2024-12-31", 2, {"2024-01-01", "2024-12-31"}, "yes", "no", 2, 1},      /* a leap year has 366 days */
		{2024, "2025-01-20", 2, {"2024-01-05", "2024-12-31"}, "yes", "yes", 2, 2},
		{2023, "2023-06-30", 2, {"2023-05-01", "2023-07-01"}, "no", "no", 1, 1},       /* as of June */
		{2023, "2023-12-31", 2, {"2023-05-01", "2023-07-01?"}, "pending", "pending", 1, 1},
		{2023, "2023-12-31", 2, {"2023-05-01?", "2023-07-01?"}, "pending", "pending", 0, 0},
		{2023, "2023-12-31", 2, {"2022-12-01", "2023-07-01?"}, "no", "pending", 0, 0},
		{2023, "2023-12-31", 1, {"2023-01-01"}, "yes", "yes", 1, 1},
		{2023, "2023-12-31", 1, {"2022-12-31"}, "no", "no", 0, 0},
		{2023, "2023-12-31", 1, {"2023-10-20?"}, "pending", "pending", 0, 0},
		{2023, "2023-12-31", 2, {NULL}, "no", "no", 0, 0},
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct appraised_accident a[4] = {0};
		struct list l = {a, 0};
		struct appraised_org o = {0};
		struct appraisal_terms t = {.year = table[i].year, .threshold = table[i].threshold, .rolling_days = 365};
		assert_true(day_parse(table[i].as_of, &t.as_of));
		for (const char *const *d = table[i].days; l.count < 4 && d[l.count]; l.count++) {
			bool pending = d[l.count][10] == '?';
			a[l.count] = (struct appraised_accident){.day = arena_printf(w->cx->mem, "%.10s", d[l.count]),
								 .responsible = pending ? "pending" : "yes"};
		}
		appraisal_read(w->cx, &t, &l, &o);
		if (strcmp(o.calendar.drop, table[i].calendar) != 0 || strcmp(o.rolling.drop, table[i].rolling) != 0 ||
		    o.calendar.count != table[i].calendar_count || o.rolling.count != table[i].rolling_count)
			fail_msg("line %zu: calendar %s %" PRId64 ", rolling %s %" PRId64, i, o.calendar.drop, o.calendar.count,
				 o.rolling.drop, o.rolling.count);
	}
}

/* ---- in a county ---- */

struct happening {
	int64_t town, org;              /* the industry department */
	const char *day, *found_on, *responsible;       /* found_on NULL: not yet */
	bool other;
	int64_t id;
};

static enum status happen(struct cx *cx, void *arg)
{
	struct happening *h = arg;
	struct accident *a;
	const char *org[] = {arena_printf(cx->mem, "%" PRId64, h->org)};
	struct texts orgs = {org, 1};
	struct day day;
	if (!day_parse(h->day, &day))
		return STATUS_INVALID;
	TRY(accident_create(cx, &(struct accident_new){.title = "测试事故", .town = h->town, .at = day_start(day) + 8 * 3600, .deaths = 1,
						       .other = h->other, .orgs = orgs}, &a));
	h->id = a->row.id;
	if (!h->found_on)
		return STATUS_OK;
	TRY(accident_find(cx, a, &(struct accident_finding){.day = h->found_on, .production = !h->other, .responsible = h->responsible}, &orgs));
	return accident_store(cx, a);
}

static int64_t accident(struct world *w, struct happening h)
{
	world_as(w, NULL);
	if (write_now(w->cx, happen, &h))
		fail_msg("%s", w->cx->error);
	return h.id;
}

static const struct appraised_org *line(const struct list *l, int64_t org)
{
	const struct appraised_org *o = l->items;
	for (size_t i = 0; i < l->count; i++)
		if (o[i].org == org)
			return &o[i];
	return NULL;
}

static struct appraisal_result work_out(struct world *w, int year, const char *as_of)
{
	struct appraisal_result r;
	struct day day;
	assert_true(day_parse(as_of, &day));
	world_as(w, NULL);
	if (appraisal_work_out(w->cx, year, day, &r))
		fail_msg("%s", w->cx->error);
	return r;
}

static void two_for_a_town_one_for_a_department(void **state)
{
	struct world *w = *state;
	accident(w, (struct happening){.town = w->towns[0], .org = w->land, .day = "2023-03-01", .found_on = "2023-05-01", .responsible = "yes"});
	accident(w, (struct happening){.town = w->towns[0], .org = w->land, .day = "2023-08-01", .found_on = "2023-10-01", .responsible = "yes"});
	accident(w, (struct happening){.town = w->towns[1], .org = w->road, .day = "2023-09-01", .found_on = "2023-10-10", .responsible = "yes"});
	accident(w, (struct happening){.town = w->towns[2], .org = w->police, .day = "2023-09-05"});
	accident(w, (struct happening){.town = w->towns[3], .org = w->land, .day = "2023-09-06", .found_on = "2023-10-01", .responsible = "no"});
	accident(w, (struct happening){.town = w->towns[4], .org = w->land, .day = "2023-09-07", .found_on = "2023-10-01", .responsible = "no", .other = true});
	struct appraisal_result r = work_out(w, 2023, "2023-10-25");
	assert_int_equal(r.towns.count, WORLD_TOWNS);
	assert_string_equal(line(&r.towns, w->towns[0])->drop, "yes");
	assert_int_equal(((const struct appraised_org *)r.towns.items)[0].org, w->towns[0]);    /* those that drop come first */
	assert_string_equal(line(&r.towns, w->towns[1])->drop, "no");
	assert_true(line(&r.towns, w->towns[1])->one_away);
	assert_int_equal(line(&r.towns, w->towns[2])->calendar.pending, 1);
	assert_int_equal(line(&r.towns, w->towns[3])->accidents.count, 0);
	assert_int_equal(line(&r.towns, w->towns[4])->accidents.count, 0);
	assert_string_equal(line(&r.departments, w->land)->drop, "yes");
	assert_int_equal(line(&r.departments, w->land)->calendar.count, 2);
	assert_string_equal(line(&r.departments, w->road)->drop, "yes");
	assert_string_equal(line(&r.departments, w->police)->drop, "pending");
	assert_int_equal(r.undecided, 1);
}

/* What was found later is not known on an earlier day; what a correction changed was so until then. */
static enum status correct(struct cx *cx, void *arg)
{
	struct accident *a;
	struct texts none = {0};
	TRY(accident_get(cx, *(int64_t *)arg, &a));
	TRY(accident_find(cx, a, &(struct accident_finding){.day = "2023-10-20", .production = true, .responsible = "no"}, &none));
	return accident_store(cx, a);
}

static void of_a_day_in_the_past(void **state)
{
	struct world *w = *state;
	int64_t id = accident(w, (struct happening){.town = w->towns[0], .org = w->land, .day = "2023-03-01", .found_on = "2023-05-01", .responsible = "yes"});
	assert_int_equal(write_now(w->cx, correct, &id), STATUS_OK);
	static const struct {
		const char *as_of, *drop;
		size_t accidents;
	} table[] = {{"2023-02-28", "no", 0}, {"2023-03-01", "pending", 1}, {"2023-04-30", "pending", 1}, {"2023-05-01", "yes", 1},
		     {"2023-10-19", "yes", 1}, {"2023-10-20", "no", 0}, {"2023-10-25", "no", 0}};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct appraisal_result r = work_out(w, 2023, table[i].as_of);
		assert_string_equal(line(&r.departments, w->land)->drop, table[i].drop);
		assert_int_equal(line(&r.towns, w->towns[0])->accidents.count, table[i].accidents);
	}
	struct appraisal_result r;
	assert_int_equal(appraisal_work_out(w->cx, 2023, day_make(2023, 10, 26), &r), STATUS_INVALID);
	cx_forget(w->cx);
	assert_int_equal(appraisal_work_out(w->cx, 2024, day_make(2023, 10, 25), &r), STATUS_INVALID);
	cx_forget(w->cx);
}

static void over_the_wire(void **state)
{
	struct world *w = *state;
	accident(w, (struct happening){.town = w->towns[0], .org = w->land, .day = "2023-03-01", .found_on = "2023-05-01", .responsible = "yes"});
	assert_int_equal(world_get(w, "town1", "/api/appraisal", "year=2023")->status, 403);
	struct exchange *x = world_get(w, "appraiser", "/api/appraisal", "year=2023&as_of=2023-06-01");
	assert_int_equal(x->status, 200);
	json_t *j = json_loads(x->out.s, 0, NULL), *d = json_array_get(json_object_get(j, "departments"), 0);
	assert_string_equal(json_string_value(json_object_get(d, "drop")), "yes");
	assert_string_equal(json_string_value(json_object_get(d, "rule")), "appraisal.department");
	assert_string_equal(json_string_value(json_object_get(json_object_get(d, "rolling"), "from")), "2022-03-02");
	assert_int_equal(json_array_size(json_object_get(d, "accidents")), 1);
	assert_string_equal(json_string_value(json_object_get(j, "reading")), "calendar");
	json_decref(j);
}

/* ---- the list on its way ---- */

static json_t *ask(struct world *w, const char *login, const char *method, const char *path, const char *body, int status)
{
	struct exchange *x = world_ask(w, login, method, path, body);
	if (x->status != status)
		fail_msg("%s %s: %d %s", method, path, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	return j;
}

static int64_t made(struct world *w, const char *login, const char *path, const char *body, int status)
{
	json_t *j = ask(w, login, "POST", path, body, status);
	int64_t id = json_integer_value(json_object_get(j, "id"));
	json_decref(j);
	return id;
}

static void step(struct world *w, const char *login, int64_t id, const char *action, const char *body, int status)
{
	made(w, login, arena_printf(w->cx->mem, "/api/appraisal/lists/%" PRId64 "/steps/%s", id, action), body, status);
}

static const char *evidence(struct world *w, const char *text)
{
	return arena_printf(w->cx->mem, "{\"text\":\"%s\",\"evidence\":[\"%s\"]}", text, w->file);
}

static void shown_objected_frozen_handed_over(void **state)
{
	struct world *w = *state;
	int64_t a = accident(w, (struct happening){.town = w->towns[0], .org = w->land, .day = "2023-03-01", .found_on = "2023-05-01", .responsible = "yes"});
	accident(w, (struct happening){.town = w->towns[0], .org = w->land, .day = "2023-04-01", .found_on = "2023-06-01", .responsible = "yes"});
	made(w, "office", "/api/appraisal/lists", "{\"year\":2023}", 403);
	int64_t id = made(w, "appraiser", "/api/appraisal/lists", "{\"year\":2023}", 200);
	made(w, "appraiser", "/api/appraisal/lists", "{\"year\":2023}", 409);
	const char *path = arena_printf(w->cx->mem, "/api/appraisal/lists/%" PRId64, id);
	const char *objections = arena_printf(w->cx->mem, "%s/objections", path);
	const char *object = arena_printf(w->cx->mem, "{\"accident\":%" PRId64 ",\"reason\":\"事故发生在邻县境内\"}", a);
	json_decref(ask(w, "town1", "GET", path, NULL, 404));           /* not shown yet */
	step(w, "appraiser", id, "freeze", "{}", 409);
	step(w, "appraiser", id, "show", "{}", 200);                    /* 25 October + 5 working days = 1 November */
	json_t *j = ask(w, "town1", "GET", path, NULL, 200);
	assert_true(json_is_null(json_object_get(j, "list")));
	assert_string_equal(json_string_value(json_object_get(json_object_get(j, "own"), "drop")), "yes");
	assert_string_equal(json_string_value(json_object_get(j, "objections_by")), "2023-11-01");
	json_decref(j);
	made(w, "town2", objections, object, 400);                      /* not its accident */
	int64_t objection = made(w, "town1", objections, object, 200);
	made(w, "town1", objections, object, 409);
	step(w, "appraiser", id, "freeze", "{}", 409);                  /* the time has not run out */
	world_pass(w, 8);
	step(w, "appraiser", id, "freeze", "{}", 409);                  /* an objection waits */
	made(w, "land", objections, object, 409);                       /* too late */
	const char *uphold = arena_printf(w->cx->mem, "/api/appraisal/objections/%" PRId64 "/steps/uphold", objection);
	made(w, "town1", uphold, evidence(w, "成立"), 403);
	made(w, "appraiser", uphold, evidence(w, "成立"), 200);
	step(w, "appraiser", id, "freeze", "{}", 200);
	j = ask(w, "appraiser", "GET", path, NULL, 200);
	json_t *departments = json_object_get(json_object_get(j, "list"), "departments");
	assert_string_equal(json_string_value(json_object_get(json_array_get(departments, 0), "drop")), "yes");
	json_decref(j);
	j = ask(w, "town1", "GET", path, NULL, 200);                    /* one of two is left: no drop any more */
	assert_string_equal(json_string_value(json_object_get(json_object_get(j, "own"), "drop")), "no");
	json_decref(j);
	const char *hand = arena_printf(w->cx->mem, "{\"org\":%" PRId64 ",\"document\":\"青安委〔2023〕12号\"}", world_org(w, "县委组织部"));
	step(w, "appraiser", id, "hand_over", hand, 200);
	step(w, "appraiser", id, "thaw", evidence(w, "重新核定一次"), 409);
}

static void pending_ones_hold_the_freeze(void **state)
{
	struct world *w = *state;
	accident(w, (struct happening){.town = w->towns[0], .org = w->land, .day = "2023-03-01"});
	int64_t id = made(w, "appraiser", "/api/appraisal/lists", "{\"year\":2023}", 200);
	step(w, "appraiser", id, "show", "{}", 200);
	world_pass(w, 8);
	step(w, "appraiser", id, "freeze", "{}", 409);
	step(w, "appraiser", id, "freeze_pending", "{\"text\":\"调查延期，先行核定\"}", 400);        /* without evidence */
	step(w, "appraiser", id, "freeze_pending", evidence(w, "调查延期，先行核定"), 200);
	step(w, "appraiser", id, "thaw", "{\"text\":\"事故已有认定\"}", 200);
}

static void the_flows_are_sound(void **state)
{
	struct world *w = *state;
	assert_null(flow_mistake(w->cx, &appraisal_flow));
	assert_null(flow_mistake(w->cx, &objection_flow));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(windows), T(two_for_a_town_one_for_a_department), T(of_a_day_in_the_past), T(over_the_wire),
		T(shown_objected_frozen_handed_over), T(pending_ones_hold_the_freeze), T(the_flows_are_sound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
