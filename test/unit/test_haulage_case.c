#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "db/db.h"
#include "db/writer.h"
#include "rooms/haulage/case.h"
#include "rooms/haulage/case_remind.h"
#include "rooms/haulage/cover.h"
#include "rooms/haulage/haulage_api.h"
#include "rooms/mine/ledger_figure.h"
#include "test/quarry.h"

static const struct routes *const lists[] = {&haulage_case_routes, &haulage_measure_routes, &haulage_routes, &haulage_register_routes};
static int64_t mine, bridge, station;
static struct quarry *q;

static const char *fmt(const char *f, ...)
{
	static char ring[6][4000];
	static int at;
	va_list ap;
	char *s = ring[at++ % 6];
	va_start(ap, f);
	vsnprintf(s, sizeof ring[0], f, ap);
	va_end(ap);
	return s;
}

static json_t *ask(const char *login, const char *method, const char *path, const char *body, int status)
{
	struct exchange *x = world_ask(q->w, login, method, path, body);
	if (x->status != status)
		fail_msg("%s %s %s: %d %s", method, path, body ? body : "", x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	return j;
}

static json_int_t number(json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}

static int64_t id_of(json_t *j)
{
	int64_t id = number(j, "id");
	json_decref(j);
	return id;
}

static int set_up(void **state)
{
	q = quarry_new();
	q->w->routes = lists;
	q->w->route_count = sizeof lists / sizeof *lists;
	mine = quarry_mine(q, "白云一矿", NULL);
	bridge = id_of(ask("road", "POST", "/api/haulage/scales", fmt("{\"kind\":\"weighbridge\",\"mine\":%" PRId64 ",\"name\":\"一号地磅\",\"accuracy_class\":\"III\","
		"\"certificate\":\"J1\",\"certified_on\":\"2023-05-01\",\"valid_to\":\"2024-04-30\",\"active\":true}", mine), 200));
	station = id_of(ask("road", "POST", "/api/haulage/scales", "{\"kind\":\"station\",\"name\":\"北河超限检测站\",\"accuracy_class\":\"III\","
		"\"certificate\":\"J2\",\"certified_on\":\"2023-05-01\",\"valid_to\":\"2024-04-30\",\"active\":true}", 200));
	id_of(ask("road", "POST", "/api/haulage/vehicles", "{\"plate\":\"辽C55555\",\"kind\":\"articulated\",\"axles\":6,\"drive_axles\":2,\"rated_kg\":49000,"
		"\"tare_kg\":15000,\"certified_on\":\"2020-03-01\"}", 200));
	*state = q;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	quarry_free(q);
	return 0;
}

/* Weighed out of the mine at seven, at the station at eight. */
static int64_t weigh(const char *day, int k, const char *plate, int gross)
{
	json_decref(ask("boss", "POST", "/api/haulage/weighings", fmt("{\"weighings\":[{\"scale\":%" PRId64 ",\"no\":\"m%s%d\",\"at\":\"%sT07:%02d:00+08:00\",\"direction\":\"out\","
		"\"plate\":\"%s\",\"gross_kg\":45000,\"tare_kg\":15000}]}", bridge, day, k, day, k, plate), 200));
	json_t *j = ask("road", "POST", "/api/haulage/weighings", fmt("{\"weighings\":[{\"scale\":%" PRId64 ",\"no\":\"s%s%d\",\"at\":\"%sT08:%02d:00+08:00\",\"direction\":\"pass\","
		"\"plate\":\"%s\",\"gross_kg\":%d}]}", station, day, k, day, k, plate, gross), 200);
	assert_int_equal(number(j, "taken"), 1);
	int64_t id = number(json_array_get(json_object_get(j, "items"), 0), "id");
	json_decref(j);
	return id;
}

static int64_t open_case(int64_t ticket)
{
	return id_of(ask("road", "POST", "/api/haulage/cases", fmt("{\"ticket\":%" PRId64 ",\"driver\":\"赵某\",\"qualification\":\"Q-1001\",\"carrier\":\"青岭运输有限公司\"}", ticket), 200));
}

static json_t *step(const char *login, int64_t id, const char *action, const char *body, int status)
{
	return ask(login, "POST", fmt("/api/haulage/cases/%" PRId64 "/steps/%s", id, action), body, status);
}

static void take(const char *login, int64_t id, const char *action, const char *body, int status)
{
	json_decref(step(login, id, action, body, status));
}

static void to_police(int64_t id)
{
	take("road", id, "unload", "{\"text\":\"责令就地卸载\"}", 200);
	take("road", id, "reweigh", "{\"gross_kg\":48800,\"place\":\"站内卸货场\"}", 200);
}

static void each_department_does_its_part(void **state)
{
	(void)state;
	int64_t ticket = weigh("2023-10-25", 1, "辽C55555", 61600), id = open_case(ticket);
	json_t *j = ask("road", "GET", fmt("/api/haulage/cases/%" PRId64, id), NULL, 200);
	assert_int_equal(number(j, "over_kg"), 12600);
	assert_int_equal(number(j, "fine_yuan"), 6000);
	assert_int_equal(number(j, "points"), 1);
	assert_int_equal(number(j, "mine"), mine);
	assert_int_equal(number(json_object_get(j, "judged"), "limit_kg"), 49000);
	assert_int_equal(json_array_size(json_object_get(j, "parties")), 4);
	json_decref(j);
	json_decref(ask("road", "POST", "/api/haulage/cases", fmt("{\"ticket\":%" PRId64 "}", ticket), 409));
	take("police", id, "unload", "{\"text\":\"责令卸载\"}", 403);
	take("road", id, "decide", "{\"fine_yuan\":6000,\"points\":1,\"document\":\"青公交罚1\"}", 409);
	take("road", id, "unload", "{\"text\":\"责令卸载\"}", 200);
	j = step("road", id, "reweigh", "{\"gross_kg\":49001}", 400);
	assert_string_equal(json_string_value(json_object_get(j, "field")), "gross_kg");
	json_decref(j);
	take("road", id, "reweigh", "{\"gross_kg\":48990}", 200);
	take("road", id, "decide", "{\"fine_yuan\":6000,\"points\":1,\"document\":\"青公交罚1\"}", 403);
	take("police", id, "decide", "{\"fine_yuan\":7000,\"points\":1,\"document\":\"青公交罚1\"}", 400);
	take("police", id, "decide", "{\"fine_yuan\":6000,\"points\":3,\"document\":\"青公交罚1\"}", 400);
	j = step("police", id, "decide", "{\"fine_yuan\":6000,\"points\":1,\"document\":\"青公交罚〔2023〕1号\"}", 200);
	assert_string_equal(json_string_value(json_object_get(j, "pay_by")), "2023-11-09");
	json_decref(j);
	struct exchange *x = world_ask(q->w, "police", "GET", fmt("/api/haulage/cases/%" PRId64 "/papers/decision", id), NULL);
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->reply.bytes, "罚款6000元，记1分，于2023年11月9日前缴纳"));
	world_pass(q->w, 20);           /* five days late: 3 % a day */
	take("police", id, "pay", "{\"yuan\":6000,\"receipt\":\"P-1\"}", 400);
	j = step("police", id, "pay", "{\"yuan\":6900,\"receipt\":\"P-1\"}", 200);
	assert_string_equal(json_string_value(json_object_get(j, "state")), "closed");
	assert_string_equal(json_string_value(json_object_get(j, "copy_by")), "2023-11-23");     /* seven working days after 14 November */
	json_decref(j);
	j = step("road", id, "copy", "{\"to\":\"海城市交通运输局\"}", 200);
	assert_string_equal(json_string_value(json_object_get(j, "state")), "copied");
	json_decref(j);
}

static void only_what_was_overloaded_on_the_road_is_a_case(void **state)
{
	(void)state;
	int64_t fine = weigh("2023-10-24", 1, "辽C55555", 48000);
	json_decref(ask("road", "POST", "/api/haulage/cases", fmt("{\"ticket\":%" PRId64 "}", fine), 409));
	json_decref(ask("police", "POST", "/api/haulage/cases", fmt("{\"ticket\":%" PRId64 "}", fine), 403));
	json_decref(ask("boss", "POST", "/api/haulage/cases", fmt("{\"ticket\":%" PRId64 "}", fine), 403));
}

static void a_warning_closes_the_case(void **state)
{
	(void)state;
	int64_t id = open_case(weigh("2023-10-25", 1, "辽C55555", 49800));
	to_police(id);
	json_t *j = step("police", id, "decide", "{\"fine_yuan\":0,\"points\":1,\"document\":\"青公交警告1\"}", 200);
	assert_string_equal(json_string_value(json_object_get(j, "state")), "closed");
	json_decref(j);
}

static int64_t measure_of(const char *party, const char *kind)
{
	struct list l;
	int64_t next;
	world_as(q->w, NULL);
	assert_int_equal(haulage_measure_list(q->w->cx, &(struct haulage_measure_query){.party = party, .kind = kind}, &l, &next), STATUS_OK);
	return l.count ? ((const struct haulage_measure *)l.items)->row.id : 0;
}

static void impose(const char *login, int64_t id, int status)
{
	json_decref(ask(login, "POST", fmt("/api/haulage/measures/%" PRId64 "/steps/impose", id), "{\"document\":\"青交治〔2023〕9号\"}", status));
}

static json_t *gate(const char *plate)
{
	return ask("boss", "POST", "/api/haulage/gate", fmt("{\"scale\":%" PRId64 ",\"direction\":\"out\",\"plate\":\"%s\",\"gross_kg\":45000,\"tare_kg\":15000}", bridge, plate), 200);
}

static bool has_code(json_t *j, const char *code)
{
	size_t i;
	json_t *v;
	bool found = false;
	json_array_foreach(json_object_get(j, "codes"), i, v)
		found |= strcmp(json_string_value(v), code) == 0;
	json_decref(j);
	return found;
}

/* The fourth offence within the year, and not the third. */
static void the_fourth_offence_of_a_year_counts(void **state)
{
	(void)state;
	static const char *const days[] = {"2023-03-10", "2023-06-10", "2023-09-10", "2023-10-25"};
	for (int i = 0; i < 4; i++) {
		int64_t id = open_case(weigh(days[i], i + 1, "辽C55555", 55000));
		to_police(id);
		if (i == 3)
			assert_int_equal(measure_of("vehicle", "revoke"), 0);
		take("police", id, "decide", fmt("{\"fine_yuan\":3000,\"points\":1,\"document\":\"青公交罚%d\"}", i), 200);
	}
	int64_t revoke = measure_of("vehicle", "revoke");
	assert_true(revoke > 0 && measure_of("driver", "stop_driving") > 0);
	assert_false(has_code(gate("辽C55555"), "blocked_vehicle"));
	impose("police", revoke, 403);
	impose("road", revoke, 200);
	assert_true(has_code(gate("辽C55555"), "blocked_vehicle"));
	json_decref(ask("road", "POST", fmt("/api/haulage/measures/%" PRId64 "/steps/lift", revoke), "{\"text\":\"行政复议撤销\"}", 200));
	assert_false(has_code(gate("辽C55555"), "blocked_vehicle"));
}

/* The vehicle's certificate is of 1 March 2020: 10 February 2023 lies in the year before. */
static void the_three_ways_to_count_a_year(void **state)
{
	(void)state;
	static const struct {
		const char *mode;
		const char *from;
		int64_t offences;
	} want[] = {{"anniversary", "2023-03-01", 1}, {"rolling", "2022-10-26", 3}, {"calendar", "2023-01-01", 2}};
	static const char *const days[] = {"2022-11-10", "2023-02-10", "2023-06-10"};
	struct list l;
	for (int i = 0; i < 3; i++) {
		int64_t id = open_case(weigh(days[i], i + 1, "辽C55555", 55000));
		to_police(id);
		take("police", id, "decide", fmt("{\"fine_yuan\":3000,\"points\":1,\"document\":\"青公交罚%d\"}", i), 200);
	}
	world_as(q->w, NULL);
	int64_t vehicle = quarry_count(q, "SELECT id AS n FROM haulage_vehicle WHERE county = $1 AND plate = '辽C55555' AND $2 = $2", 0);
	assert_int_equal(haulage_windows(q->w->cx, "vehicle", vehicle, day_of(q->w->cx->now), &l), STATUS_OK);
	assert_int_equal(l.count, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct haulage_window *w = (const struct haulage_window *)l.items + i;
		assert_string_equal(w->mode, want[i].mode);
		assert_string_equal(w->from, want[i].from);
		assert_int_equal(w->offences, want[i].offences);
		assert_int_equal(w->counts, i == 0);
		assert_false(w->reached);
	}
}

static void a_carrier_by_its_share_of_trucks(void **state)
{
	(void)state;
	int64_t carrier = id_of(ask("road", "POST", "/api/haulage/carriers", "{\"name\":\"青岭运输有限公司\",\"fleet\":10,\"licensed_on\":\"2019-01-01\"}", 200));
	for (int i = 0; i < 2; i++) {
		id_of(ask("road", "POST", "/api/haulage/vehicles", fmt("{\"plate\":\"辽C5000%d\",\"kind\":\"articulated\",\"axles\":6,\"drive_axles\":2,"
			"\"rated_kg\":49000,\"carrier\":%" PRId64 "}", i, carrier), 200));
		int64_t id = open_case(weigh("2023-10-25", i + 1, fmt("辽C5000%d", i), 55000));
		to_police(id);
		take("police", id, "decide", "{\"fine_yuan\":3000,\"points\":1,\"document\":\"青公交罚1\"}", 200);
		assert_int_equal(measure_of("carrier", "rectify") > 0, i == 1);         /* one of ten is not more than a tenth */
	}
}

static void a_mine_is_summoned_and_then_stopped_from_loading(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		open_case(weigh("2023-10-25", i + 1, "辽C55555", 55000));
	int64_t talk = measure_of("mine", "talk"), stop = measure_of("mine", "stop_loading");
	assert_true(talk > 0 && stop > 0);
	impose("road", talk, 200);
	impose("road", stop, 200);
	assert_true(has_code(gate("辽C77777"), "blocked_mine"));
	struct mine *m;
	struct mine_reasons reasons = {0};
	world_as(q->w, NULL);
	assert_int_equal(mine_get(q->w->cx, mine, &m), STATUS_OK);
	assert_int_equal(haulage_reasons(q->w->cx, m, day_of(q->w->cx->now), &reasons), STATUS_OK);
	assert_int_equal(reasons.count, 1);
	assert_string_equal(reasons.items[0].code, "loading_stopped");
	assert_false(reasons.items[0].blocks);
	json_decref(ask("road", "POST", fmt("/api/haulage/measures/%" PRId64 "/steps/lift", stop), "{\"text\":\"整改合格\"}", 200));
	assert_false(has_code(gate("辽C77777"), "blocked_mine"));
	reasons = (struct mine_reasons){0};
	assert_int_equal(haulage_reasons(q->w->cx, m, (struct day){day_of(q->w->cx->now).n - 1}, &reasons), STATUS_OK);
	assert_int_equal(reasons.count, 0);
	json_decref(ask("boss", "GET", fmt("/api/haulage/measures/%" PRId64, stop), NULL, 200));
	json_decref(ask("rival", "GET", fmt("/api/haulage/measures/%" PRId64, stop), NULL, 404));
}

static void everybody_finds_his_part_on_the_workbench(void **state)
{
	(void)state;
	struct todos t = {0};
	int64_t id = open_case(weigh("2023-10-25", 1, "辽C55555", 55000));
	world_as(q->w, "road");
	assert_int_equal(haulage_todo(q->w->cx, &t), STATUS_OK);
	assert_int_equal(t.count, 2);           /* the case, and the mine to be summoned */
	q->w->cx->now += INT64_C(200) * 86400;
	t = (struct todos){0};
	assert_int_equal(haulage_todo(q->w->cx, &t), STATUS_OK);
	assert_int_equal(t.count, 4);           /* the certificates of both scales have run out */
	q->w->cx->now -= INT64_C(200) * 86400;
	to_police(id);
	t = (struct todos){0};
	world_as(q->w, "police");
	assert_int_equal(haulage_todo(q->w->cx, &t), STATUS_OK);
	assert_int_equal(t.count, 1);
	assert_string_equal(t.items[0].action, "decide");
	t = (struct todos){0};
	world_as(q->w, "safety");
	assert_int_equal(haulage_todo(q->w->cx, &t), STATUS_OK);
	assert_int_equal(t.count, 0);
}

static size_t told(const char *day, const char *clock)
{
	struct reminders all = {0};
	struct day d;
	size_t n = 0;
	assert_true(day_parse(day, &d));
	assert_int_equal(haulage_remind(q->w->cx, d, d, &all), STATUS_OK);
	for (size_t i = 0; i < all.count; i++)
		n += strcmp(all.items[i].clock, clock) == 0;
	return n;
}

/* Opened on 2023-10-25: 90 days later is 2024-01-23.  Transport hears of it until the police have the case. */
static void a_case_is_decided_within_ninety_days(void **state)
{
	(void)state;
	struct haulage_case *c;
	struct list l;
	int64_t id = open_case(weigh("2023-10-25", 1, "辽C55555", 55000)), next;
	world_as(q->w, NULL);
	assert_int_equal(haulage_case_get(q->w->cx, id, &c), STATUS_OK);
	assert_string_equal(c->decide_by, "2024-01-23");
	assert_string_equal(c->due, "2024-01-23");
	assert_int_equal(told("2023-12-24", remind_clock(q->w->cx, "decide", -30)), 1);
	assert_int_equal(told("2023-12-25", remind_clock(q->w->cx, "decide", -30)), 0);
	assert_int_equal(told("2024-01-24", remind_clock(q->w->cx, "decide", 1)), 1);
	const struct haulage_case_query late = {.late = true};
	assert_int_equal(haulage_case_list(q->w->cx, &late, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 0);
	q->w->cx->now += INT64_C(91) * 86400;
	assert_int_equal(haulage_case_list(q->w->cx, &late, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 1);
	q->w->cx->now -= INT64_C(91) * 86400;
}

static struct mine_ledger_figure figure_of(const char *first, const char *last)
{
	struct mine *m;
	struct mine_ledger_figure f;
	struct day from, to;
	world_as(q->w, NULL);
	assert_true(day_parse(first, &from) && day_parse(last, &to));
	assert_int_equal(mine_get(q->w->cx, mine, &m), STATUS_OK);
	if (haulage_balance_figure(q->w->cx, m, from, to, &f))
		fail_msg("%s", q->w->cx->error);
	return f;
}

/* Two trucks of 30 t net: their sum, a bias of one thousandth, a scatter of half a thousandth of gross and tare. */
static void the_balance_gets_tonnes_and_their_error(void **state)
{
	(void)state;
	weigh("2023-10-24", 1, "辽C55555", 45000);
	weigh("2023-10-25", 2, "辽C55555", 45000);
	struct mine_ledger_figure f = figure_of("2023-10-24", "2023-10-25");
	assert_true(f.known);
	assert_int_equal(f.count, 2);
	assert_true(f.t > 59.99 && f.t < 60.01);
	assert_true(f.sigma_same > 0.0599 && f.sigma_same < 0.0601);
	assert_true(f.sigma > 0.0335 && f.sigma < 0.0336);      /* sqrt(2 * 0.0005² * (45² + 15²)) */
	assert_false(figure_of("2022-10-01", "2022-10-31").known);
}

/* Of 22 October to the 25th only the last two days are watched: 60 t become 120 t, and 60 % of the 60 t put on are open.
 * Of the whole month 2 of 25 days are watched, which is no figure. */
static void days_that_no_scale_watched_are_not_theft(void **state)
{
	(void)state;
	weigh("2023-10-24", 1, "辽C55555", 45000);
	weigh("2023-10-25", 2, "辽C55555", 45000);
	struct mine_ledger_figure f = figure_of("2023-10-22", "2023-10-25");
	assert_true(f.known);
	assert_int_equal(f.count, 2);
	assert_true(f.t > 119.99 && f.t < 120.01);
	assert_true(f.sigma > 36 && f.sigma < 36.01);
	assert_non_null(strstr(f.arithmetic, "2 of 4 days covered"));
	f = figure_of("2023-10-01", "2023-10-31");
	assert_false(f.known);
	assert_non_null(strstr(f.arithmetic, "2 of 25 days"));
}

/* A gate that ran all the time without a truck says: nothing left the mine.  It cannot have run tomorrow. */
static void a_gate_that_ran_without_trucks_says_nothing_left(void **state)
{
	(void)state;
	const char *days[] = {"2023-10-01", "2023-10-06", "2023-10-12", "2023-10-18", "2023-10-24"}, *late[] = {"2023-10-30"};
	struct haulage_alive_input in = {.scale = bridge, .days = {days, 5}};
	world_as(q->w, NULL);
	assert_int_equal(haulage_alive_take(q->w->cx, &in), STATUS_OK);
	assert_int_equal(haulage_alive_take(q->w->cx, &in), STATUS_OK);
	struct mine_ledger_figure f = figure_of("2023-10-01", "2023-10-25");
	assert_true(f.known);
	assert_true(f.t == 0 && f.count == 0);
	in.days = (struct texts){late, 1};
	assert_int_equal(haulage_alive_take(q->w->cx, &in), STATUS_INVALID);
	weigh("2023-10-25", 1, "辽C55555", 45000);
	f = figure_of("2023-10-01", "2023-10-25");
	assert_true(f.known);
	assert_true(f.t > 29.99 && f.t < 30.01);
	assert_null(strstr(f.arithmetic, "covered"));
}

static void the_flows_are_sound(void **state)
{
	(void)state;
	const struct flow *const flows[] = {&haulage_case_flow, &haulage_measure_flow};
	for (size_t i = 0; i < 2; i++) {
		const char *wrong = flow_mistake(q->w->cx, flows[i]);
		if (wrong)
			fail_msg("%s: %s", flows[i]->name, wrong);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(each_department_does_its_part), TEST(only_what_was_overloaded_on_the_road_is_a_case), TEST(a_warning_closes_the_case),
		TEST(the_fourth_offence_of_a_year_counts), TEST(the_three_ways_to_count_a_year), TEST(a_carrier_by_its_share_of_trucks),
		TEST(a_mine_is_summoned_and_then_stopped_from_loading), TEST(everybody_finds_his_part_on_the_workbench),
		TEST(a_case_is_decided_within_ninety_days), TEST(the_balance_gets_tonnes_and_their_error), TEST(days_that_no_scale_watched_are_not_theft),
		TEST(a_gate_that_ran_without_trucks_says_nothing_left), TEST(the_flows_are_sound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
