/* Ways past the rules, each of which must be closed: split uses, other magazines, stops in between, late and early
 * clocks. */
#include "test/test.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "db/db.h"
#include "test/desk.h"

static double use(struct vault *v, const char *key)
{
	json_t *j = desk_get(v, "officer", P("/api/explosives/mines/%" PRId64, v->mine));
	return json_number_value(json_object_get(json_object_get(j, "use"), key));
}

static void run_sql(struct vault *v, const char *sql)
{
	world_as(v->q->w, NULL);
	assert_int_equal(db_exec(v->q->w->cx, NULL, sql, ARGS(V(v->q->w->cx->county))), STATUS_OK);
}

static int64_t alerts(struct vault *v, const char *kind)
{
	world_as(v->q->w, NULL);
	return vault_number(
		v,
		P("SELECT count(*) AS n FROM explosive_alert WHERE county = $1 AND kind = '%s' AND holds = 1", kind));
}

static json_t *apply_for(struct vault *v, int64_t magazine, const char *purpose, const char *text, int64_t kg)
{
	return desk_post(v, "boss", "/api/explosives/purchases",
			 P("{\"magazine\":%" PRId64 ",\"supplier\":%" PRId64
			   ",\"purpose\":\"%s\",\"use_text\":\"%s\",\"bank_account\":\"6222\","
			   "\"emulsion_kg\":%" PRId64 ",\"detonators\":1}",
			   magazine, v->supplier, purpose, text, kg),
			 200);
}

static struct keeping of(const char *kind, int64_t blast, int64_t grams)
{
	return (struct keeping){.kind = kind,
				.blast = blast,
				.person = blast ? "孙爆破" : "",
				.items = {{"emulsion", grams}},
				.item_count = 1,
				.note = ""};
}

/* What is on the road is neither open nor in stock, and still counts. */
static void the_road_counts(void **state)
{
	struct vault *v = *state;
	desk_approve_quota(v);
	double left = use(v, "left_kg");
	int64_t transport = desk_under_way(v, desk_bought(v, 1000, 100));
	assert_true(fabs(use(v, "road_kg") - 1000) < 1e-6);
	assert_true(fabs(use(v, "left_kg") - (left - 1000)) < 1e-6);
	json_t *j = desk_get(v, "boss", P("/api/explosives/transports/%" PRId64, transport));
	assert_int_equal(json_array_size(json_object_get(j, "journal")), 1); /* the mine sees its departure */
}

/* Another purpose in the same words is the same use; so is another magazine. */
static void other_words_for_one_use(void **state)
{
	struct vault *v = *state;
	desk_approve_quota(v);
	int64_t second = vault_magazine(v, "二号库");
	run_sql(v, "UPDATE explosive_magazine SET explosive_g = 50000000 WHERE county = $1");
	json_t *a = apply_for(v, v->magazine, "production", "采场爆破", 3390);
	apply_for(v, second, "road", "采场爆破", 3390);
	apply_for(v, second, "other", "采场爆破", 3390);
	desk_step(v, "officer", "purchases", desk_whole(a, "id"), "approve", "{}", 403);
}

/* Two magazines' room together is not the room of one. */
static void each_magazine_has_its_own_room(void **state)
{
	struct vault *v = *state;
	desk_approve_quota(v);
	vault_magazine(v, "二号库");
	json_t *j = apply_for(v, v->magazine, "production", "采场爆破", 6000);
	assert_string_equal(desk_text(j, "state"), "refused");
	assert_non_null(strstr(desk_text(j, "reason"), "5000"));
	run_sql(v, "UPDATE explosive_magazine SET valid_to = '2023-10-24' WHERE county = $1");
	assert_string_equal(desk_text(apply_for(v, v->magazine, "production", "采场爆破", 1000), "state"), "refused");
}

static void a_stop_between_permit_and_departure(void **state)
{
	struct vault *v = *state;
	desk_approve_quota(v);
	int64_t purchase = desk_bought(v, 1000, 0);
	json_t *j =
		desk_post(v, "boss", "/api/explosives/transports",
			  P("{\"purchase\":%" PRId64 ",\"carrier\":\"运输公司\",\"vehicle\":\"辽C00001\",\"driver\":"
						     "\"郑\",\"escort\":\"王\",\"from_place\":\"民爆库\","
			    "\"route\":\"县道\",\"emulsion_kg\":1000}",
			    purchase),
			  200);
	int64_t id = desk_whole(j, "id");
	desk_step(v, "officer", "transports", id, "approve", "{}", 200);
	quarry_stop(v->q, "law", "county", v->mine);
	desk_step(v, "boss", "transports", id, "depart", "{}", 409);
	assert_true(use(v, "road_kg") == 0);
}

/* A smaller quota in the middle of the month holds at once, also for what was applied for before. */
static void a_quota_that_shrinks(void **state)
{
	struct vault *v = *state;
	desk_approve_quota(v);
	int64_t id = desk_whole(desk_apply(v, 4000, 10, 200), "id");
	json_t *j = desk_post(v, "officer", "/api/explosives/quotas",
			      P("{\"mine\":%" PRId64 ",\"year\":2023,\"planned_t\":30000,\"planned_source\":\"调整\","
						     "\"ore_density\":2.9,\"ore_density_source\":\"报告\","
				"\"ore_q\":0.56,\"ore_q_source\":\"试验\",\"k\":1}",
				v->mine),
			      200);
	desk_step(v, "law", "quotas", desk_whole(j, "id"), "sign", "{}", 200);
	desk_step(v, "officer", "quotas", desk_whole(j, "id"), "approve", "{}", 200);
	j = desk_step(v, "officer", "purchases", id, "approve", "{}",
		      409); /* 30000 ÷ 2.9 × 0.56 ÷ 12 = 483 kg a month */
	assert_non_null(strstr(desk_text(j, "message"), "483"));
}

/* A permit that ran out half delivered has used up what it brought. */
static void a_permit_that_ran_out_counts_for_its_month(void **state)
{
	struct vault *v = *state;
	desk_approve_quota(v);
	desk_under_way(v, desk_bought(v, 1000, 100));
	run_sql(v, "UPDATE explosive_purchase SET emulsion_kg = 4000 WHERE county = $1");
	assert_true(use(v, "granted_month_kg") == 4000);
	run_sql(v, "UPDATE explosive_purchase SET state = 'expired' WHERE county = $1");
	assert_true(use(v, "granted_month_kg") == 1000);
}

static void opening_stock_comes_first(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa"),
			    e = vault_device(v, v->magazine, "a0000000000000bb");
	struct keeping open = of("opening", 0, 50000), count = of("count", 0, 50000), again = of("opening", 0, 900000);
	struct keep_result r;
	desk_counter(v, &d, &open, 0, 1, 200);
	v->q->w->cx->now += 60;
	desk_counter(v, &d, &count, 0, 1, 200);
	v->q->w->cx->now += 60;
	desk_counter(v, &d, &again, 0, 1, 409);
	again.at = 0;
	struct keep_input in = vault_entry(v, &e, &again, 0, 1);
	assert_int_equal(vault_take(v, "keeper", v->magazine, &in, false, &r), STATUS_OK);
	assert_int_equal(alerts(v, "context"), 1);
}

static void who_takes_does_not_hand_out(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	struct keeping open = of("opening", 0, 50000), issue = of("issue", vault_blast(v, 40, 10), 1000);
	desk_counter(v, &d, &open, 0, 1, 200);
	issue.person = vault_people[0]; /* a keeper takes it for himself */
	desk_counter(v, &d, &issue, 0, 1, 400);
}

static void more_comes_back_than_went_out(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	int64_t blast = vault_blast(v, 40, 10);
	struct keeping open = of("opening", 0, 50000), issue = of("issue", blast, 2000),
		       back = of("return", blast, 2001);
	struct keep_result r;
	desk_counter(v, &d, &open, 0, 1, 200);
	desk_counter(v, &d, &issue, 0, 1, 200);
	desk_counter(v, &d, &back, 0, 1, 409);
	back.at = 0;
	struct keep_input in = vault_entry(v, &d, &back, 0, 1);
	assert_int_equal(vault_take(v, "keeper", v->magazine, &in, false, &r), STATUS_OK);
	assert_int_equal(alerts(v, "overdrawn"), 1);
}

/* A machine's clock that goes back is told, whichever of its entries comes in first; one that is sent again is not. */
static void a_clock_that_goes_back(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	struct keeping k[2] = {of("opening", 0, 50000), of("opening", 0, 1000)};
	struct keep_input in[2];
	struct keep_result r;
	for (int i = 0; i < 2; i++) {
		k[i].at = v->q->w->cx->now - 3600 - i * 600;
		in[i] = vault_entry(v, &d, &k[i], 0, 1);
		vault_went_on(&d, &k[i]);
	}
	for (int i = 1; i >= 0; i--)
		assert_int_equal(vault_take(v, "keeper", v->magazine, &in[i], false, &r), STATUS_OK);
	assert_int_equal(alerts(v, "clock"), 1);
	assert_int_equal(vault_take(v, "keeper", v->magazine, &in[0], false, &r), STATUS_OK);
	assert_string_equal(r.status, "known");
	assert_int_equal(alerts(v, "clock"), 1);
}

/* A load is unloaded where its permit says. */
static void a_load_at_the_wrong_magazine(void **state)
{
	struct vault *v = *state;
	desk_approve_quota(v);
	int64_t second = vault_magazine(v, "二号库"), transport = desk_under_way(v, desk_bought(v, 1000, 100));
	struct vault_device d = vault_device(v, second, "a0000000000000aa");
	struct keeping k = {.kind = "receive",
			    .permit = transport,
			    .items = {{"emulsion", 1000000}, {"detonator", 100}},
			    .item_count = 2,
			    .codes = vault_codes(v, "0130612A00001-00100"),
			    .person = "",
			    .note = ""};
	desk_counter(v, &d, &k, 0, 1, 409);
}

/* An entry of a month that is closed is kept, and the police hear of it. */
static void late_for_a_closed_month(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	struct keeping open = of("opening", 0, 50000), count = of("count", 0, 50000), late = of("destroy", 0, 1000);
	struct keep_result r;
	desk_counter(v, &d, &open, 0, 1, 200);
	desk_counter(v, &d, &count, 0, 1, 200);
	world_pass(v->q->w, 10);
	int64_t id = desk_whole(desk_post(v, "boss", "/api/explosives/months",
					  P("{\"mine\":%" PRId64 ",\"month\":\"2023-10\"}", v->mine), 200),
				"id");
	desk_step(v, "boss", "months", id, "submit", "{}", 200);
	desk_step(v, "officer", "months", id, "close", "{}", 200);
	late.at = v->q->w->cx->now - 8 * 86400;
	struct keep_input in = vault_entry(v, &d, &late, 0, 1);
	assert_int_equal(vault_take(v, "keeper", v->magazine, &in, false, &r), STATUS_OK);
	assert_int_equal(alerts(v, "context"), 1);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)
	const struct CMUnitTest tests[] = {
		T(the_road_counts),
		T(other_words_for_one_use),
		T(each_magazine_has_its_own_room),
		T(a_stop_between_permit_and_departure),
		T(a_quota_that_shrinks),
		T(a_permit_that_ran_out_counts_for_its_month),
		T(opening_stock_comes_first),
		T(who_takes_does_not_hand_out),
		T(more_comes_back_than_went_out),
		T(a_clock_that_goes_back),
		T(a_load_at_the_wrong_magazine),
		T(late_for_a_closed_month),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
