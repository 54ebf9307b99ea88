/* What a mine may extract in a year, and whether its reserves reports come out. */
#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "db/db.h"
#include "rooms/mine/status.h"
#include "rooms/tenure/output.h"
#include "rooms/tenure/reserve.h"
#include "rooms/tenure/tenure_api.h"
#include "test/dbtest.h"
#include "test/world.h"

const struct mine_reason_source mine_reason_sources[] = {{0}};

static double weighed_t;        /* what the scales say in this test; below 0: nothing */

static enum status weighed(struct cx *cx, const struct mine *m, struct day from, struct day to, struct mine_ledger_figure *out)
{
	(void)cx;
	(void)m;
	(void)from;
	(void)to;
	*out = (struct mine_ledger_figure){.ledger = "weighed", .known = weighed_t >= 0, .t = weighed_t};
	return STATUS_OK;
}

static const struct mine_ledger ledgers[] = {
	{.name = "weighed", .zh = "过磅", .en = "weighed", .measures = MINE_MEASURES_HAULED, .figure = weighed}, {0}};
const struct mine_ledger *const reserve_ledgers = ledgers;

static const struct routes *const routes[] = {&tenure_mine_routes};

struct here {
	struct world *w;
	struct mine *mine;
};

#define OK(call)                                                          \
	do {                                                              \
		if (call)                                                 \
			fail_msg("%s: %s", #call, h->w->cx->error);       \
	} while (0)

static void run(struct here *h, const char *sql, struct args args)
{
	OK(db_exec(h->w->cx, NULL, sql, args));
}

static int set_up(void **state)
{
	struct world *w = world_new();
	struct here *h = arena_new_of(w->cx->mem, struct here);
	int64_t id = id_new(w->cx);
	h->w = w;
	w->routes = routes;
	w->route_count = 1;
	run(h, "INSERT INTO mine (county, id, name, kind, scale_t, created_at) VALUES ($1, $2, '白云菱镁矿', 'open_pit', 300000, $3)",
	    ARGS(V(w->cx->county), V(id), V(w->cx->now)));
	world_as(w, NULL);
	OK(mine_get(w->cx, id, &h->mine));
	weighed_t = -1;
	*state = h;
	return 0;
}

static int tear_down(void **state)
{
	world_free(((struct here *)*state)->w);
	return 0;
}

static void licence(struct here *h, const char *from, const char *to, const char *withdrawn, int64_t scale)
{
	run(h, "INSERT INTO mine_licence (county, mine, id, kind, number, valid_from, valid_to, withdrawn_on, scale_t, created_at)"
	       " VALUES ($1, $2, $3, 'mining', 'C1', $4, $5, $6, $7, 0)",
	    ARGS(V(h->w->cx->county), V(h->mine->id), V(id_new(h->w->cx)), V(from), V(to), V(withdrawn), V(scale)));
}

static void expect(struct here *h, int64_t year, double t, const char *by, size_t limits)
{
	struct output_allowed a;
	OK(output_allowed(h->w->cx, h->mine, year, &a));
	if (a.t != t || strcmp(a.bound_by, by) != 0 || a.count != limits)
		fail_msg("%" PRId64 ": %.0f by %s of %zu", year, a.t, a.bound_by, a.count);
}

static void put_year(struct here *h, const char *kind, int64_t year, int64_t t)
{
	OK(output_year_put(h->w->cx, h->mine->id, 0, &(struct output_year){.year = year, .kind = kind, .t = t, .document = "青自然资〔2023〕9号",
			   .decided_by = "县自然资源局", .decided_on = "2023-02-01"}));
}

/* ---- the least of the limits ---- */

static void the_least_limit_binds(void **state)
{
	struct here *h = *state;
	expect(h, 2023, 300000, "design", 1);
	licence(h, "2020-01-01", "2024-06-30", "", 250000);
	expect(h, 2023, 250000, "licence", 2);
	put_year(h, "plan", 2023, 240000);
	expect(h, 2023, 240000, "plan", 3);
	put_year(h, "quota", 2023, 90000);
	expect(h, 2023, 90000, "quota", 4);
	expect(h, 2022, 250000, "licence", 2);          /* plan and quota are of their year */
	OK(reserve_put(h->w->cx, h->mine->id, 0, &(struct reserve){.year = 2022, .start_t = 100000, .mined_t = 20000, .end_t = 80000,
		       .handed_on = "2023-01-20"}));
	expect(h, 2023, 80000, "reserve", 5);
	expect(h, 2022, 250000, "licence", 2);          /* the report of a year says nothing about that year's beginning */
}

/* A licence that covers no day of the year allows nothing; none on record is not known. */
static void a_licence_that_ran_out_allows_nothing(void **state)
{
	struct here *h = *state;
	licence(h, "2014-01-01", "2022-12-31", "", 200000);
	expect(h, 2022, 200000, "licence", 2);
	expect(h, 2023, 0, "licence", 2);
	licence(h, "2023-05-01", "2033-04-30", "", 260000);
	expect(h, 2023, 260000, "licence", 2);
	licence(h, "2023-06-01", "", "2025-03-01", 100000);      /* withdrawn in its third year */
	expect(h, 2025, 100000, "licence", 2);
	expect(h, 2026, 260000, "licence", 2);
}

static void one_plan_a_year(void **state)
{
	struct here *h = *state;
	const struct output_year in = {.year = 2023, .kind = "plan", .t = 1, .document = "x1", .decided_by = "县局", .decided_on = "2023-01-01"};
	struct list l;
	put_year(h, "plan", 2023, 1000);
	assert_int_equal(output_year_put(h->w->cx, h->mine->id, 0, &in), STATUS_CONFLICT);
	cx_forget(h->w->cx);
	OK(output_year_list(h->w->cx, h->mine->id, &l));
	struct output_year change = *(struct output_year *)l.items;
	change.t = 2000;
	OK(output_year_put(h->w->cx, h->mine->id, change.id, &change));
	assert_int_equal(output_year_put(h->w->cx, h->mine->id, change.id, &change), STATUS_CONFLICT);          /* an old version */
	cx_forget(h->w->cx);
	expect(h, 2023, 2000, "plan", 2);
}

/* ---- the reserves report ---- */

/* start, mined, lost, explored, recalculated, end; what the report of a year after one that ended with 1000 is flagged for */
static const struct {
	int64_t year, start, mined, lost, explored, recalculated, end;
	const char *handed;
	double weighed;
	const char *flags;
} reports[] = {
	{2022, 1000, 90, 10, 0, 0, 900, "2023-01-31", -1, ""},
	{2022, 1000, 90, 10, 50, -20, 930, "2023-01-31", -1, ""},
	{2022, 1000, 90, 10, 0, 0, 910, "2023-01-31", -1, "sum "},
	{2022, 990, 90, 10, 0, 0, 890, "2023-01-31", -1, "start "},
	{2022, 1000, 90, 10, 0, 0, 900, "2023-02-01", -1, "late "},
	{2022, 1000, 200, 10, 0, 0, 790, "2023-01-31", -1, "over "},
	{2022, 1000, 90, 10, 0, 0, 900, "2023-01-31", 100, ""},           /* 10 of 100: not more than 10 % */
	{2022, 1000, 90, 10, 0, 0, 900, "2023-01-31", 101, "differs "},
	{2022, 1000, 90, 10, 0, 0, 900, "2023-01-31", 80, "differs "},
	{2021, 1000, 90, 10, 0, 0, 900, "2022-01-31", -1, ""},            /* not the year after: no comparison */
};

static void a_report_is_worked_over(void **state)
{
	struct here *h = *state;
	const struct reserve before = {.year = 2021, .mineral = "", .end_t = 1000, .planned_t = 150, .exempt = ""};
	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
		const struct reserve r = {.year = reports[i].year, .mineral = "", .start_t = reports[i].start, .mined_t = reports[i].mined,
					  .lost_t = reports[i].lost, .explored_t = reports[i].explored, .recalculated_t = reports[i].recalculated,
					  .end_t = reports[i].end, .recoverable_t = 600, .exempt = "", .handed_on = reports[i].handed};
		struct reserve_check c;
		char flags[100] = "";
		weighed_t = reports[i].weighed;
		OK(reserve_check(h->w->cx, h->mine, &r, &before, &c));
		const struct reserve_flag *f = c.flags.items;
		for (size_t k = 0; k < c.flags.count; k++) {
			strcat(flags, f[k].code);
			strcat(flags, " ");
		}
		if (strcmp(flags, reports[i].flags) != 0)
			fail_msg("row %zu: %s", i, flags);
		assert_float_equal(c.recovery, (double)r.mined_t / (double)(r.mined_t + r.lost_t), 1e-9);
		assert_float_equal(c.years_left, 600.0 / 300000, 1e-9);
	}
}

/* ---- who may ---- */

static void the_office_keeps_them(void **state)
{
	struct here *h = *state;
	const char *path = arena_printf(h->w->cx->mem, "/api/mines/%" PRId64 "/output-years", h->mine->id);
	static const char plan[] = "{\"kind\":\"plan\",\"year\":2023,\"t\":70000,\"document\":\"青自然资〔2023〕9号\",\"decided_by\":\"县自然资源局\","
				   "\"decided_on\":\"2023-02-01\"}";
	assert_int_equal(world_ask(h->w, "police", "POST", path, plan)->status, 403);
	assert_int_equal(world_ask(h->w, "office", "POST", path, plan)->status, 200);
	assert_int_equal(world_ask(h->w, "office", "POST", path, "{\"kind\":\"plan\",\"year\":1,\"t\":1}")->status, 400);
	struct exchange *x = world_get(h->w, "police", arena_printf(h->w->cx->mem, "/api/mines/%" PRId64 "/output", h->mine->id), "year=2023");
	assert_int_equal(x->status, 200);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_float_equal(json_number_value(json_object_get(j, "allowed_t")), 70000, 0);
	json_decref(j);
	path = arena_printf(h->w->cx->mem, "/api/mines/%" PRId64 "/reserves", h->mine->id);
	x = world_ask(h->w, "office", "POST", path, "{\"year\":2022,\"start_t\":500,\"mined_t\":90,\"lost_t\":10,\"end_t\":400,\"handed_on\":\"2023-01-20\"}");
	assert_int_equal(x->status, 200);
	j = json_loads(x->out.s, 0, NULL);
	json_t *r = json_array_get(json_object_get(j, "items"), 0);
	assert_int_equal(json_integer_value(json_object_get(r, "computed_end_t")), 400);
	assert_float_equal(json_number_value(json_object_get(r, "recovery")), 0.9, 1e-9);
	json_decref(j);
	assert_int_equal(world_ask(h->w, "office", "POST", path, "{\"year\":2022,\"handed_on\":\"2023-01-20\"}")->status, 409);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_least_limit_binds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_licence_that_ran_out_allows_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_plan_a_year, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_report_is_worked_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_office_keeps_them, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
