/* Quota, permits, magazine, blast, return, count, month, market, rules: through HTTP, by the people whose work it is. */
#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "db/db.h"
#include "rooms/explosive/blast.h"
#include "rooms/explosive/explosive_api.h"
#include "rooms/explosive/market.h"
#include "rooms/explosive/regulation.h"
#include "rooms/explosive/snapshot.h"
#include "test/dbtest.h"
#include "test/vault.h"

static const struct routes *const lists[] = {&explosive_routes, &permit_routes, &market_routes};

static int set_up(void **state)
{
	struct vault *v = vault_new();
	v->q->w->routes = lists;
	v->q->w->route_count = 3;
	*state = v;
	return 0;
}

static int tear_down(void **state)
{
	vault_free(*state);
	return 0;
}

#define P(...) arena_printf(v->q->w->cx->mem, __VA_ARGS__)

/* Ask and read the answer, which must have that status; the tree is freed with the test's memory. */
static void drop(void *j)
{
	json_decref(j);
}
static json_t *ask(struct vault *v, const char *login, const char *method, const char *path, const char *body, int status)
{
	struct exchange *x = world_ask(v->q->w, login, method, path, body);
	if (x->status != status)
		fail_msg("%s %s by %s: %d %s", method, path, login, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	arena_defer(v->q->w->cx->mem, drop, j);
	return j;
}
static json_t *post(struct vault *v, const char *login, const char *path, const char *body, int status)
{
	return ask(v, login, "POST", path, body, status);
}
static json_t *get(struct vault *v, const char *login, const char *path)
{
	return ask(v, login, "GET", path, NULL, 200);
}
static int64_t whole(const json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}
static const char *text(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));
	return s ? s : "";
}
static json_t *step(struct vault *v, const char *login, const char *what, int64_t id, const char *action, const char *body, int status)
{
	return post(v, login, P("/api/explosives/%s/%" PRId64 "/steps/%s", what, id, action), body, status);
}

/* A quota by the worked example of the rules: 122107 kg a year, 10175 kg a month. */
static int64_t quota(struct vault *v)
{
	json_t *j = post(v, "officer", "/api/explosives/quotas",
			 P("{\"mine\":%" PRId64 ",\"year\":2023,\"ore_density\":2.9,\"ore_density_source\":\"储量核实报告\",\"ore_q\":0.56,\"ore_q_source\":\"爆破试验\","
			   "\"strip_ratio\":0.3,\"strip_ratio_source\":\"设计\",\"rock_density\":2.7,\"rock_density_source\":\"储量核实报告\",\"rock_q\":0.46,"
			   "\"rock_q_source\":\"爆破试验\",\"k\":1}", v->mine), 200);
	assert_true(fabs(json_real_value(json_object_get(j, "kg_year")) - 122107.28) < 0.01);
	assert_true(json_real_value(json_object_get(j, "planned_t")) == 500000 || whole(j, "planned_t") == 500000);
	return whole(j, "id");
}

static void approve_quota(struct vault *v)
{
	int64_t id = quota(v);
	step(v, "officer", "quotas", id, "approve", "{}", 409);        /* not signed yet */
	step(v, "land", "quotas", id, "sign", "{}", 403);
	step(v, "law", "quotas", id, "sign", "{}", 200);
	step(v, "officer", "quotas", id, "approve", "{}", 200);
}

static json_t *apply(struct vault *v, int64_t kg, int64_t detonators, int status)
{
	return post(v, "boss", "/api/explosives/purchases",
		    P("{\"magazine\":%" PRId64 ",\"supplier\":%" PRId64 ",\"purpose\":\"production\",\"use_text\":\"采场爆破\",\"bank_account\":\"6222000011112222\","
		      "\"emulsion_kg\":%" PRId64 ",\"detonators\":%" PRId64 "}", v->magazine, v->supplier, kg, detonators), status);
}

/* ---- at the counter ---- */

static json_t *counter(struct vault *v, struct vault_device *d, struct keeping *k, int first, int second, int status)
{
	struct keep_input in = vault_entry(v, d, k, first, second);
	struct buf b;
	buf_init(&b, v->q->w->cx->mem);
	struct jw w = {.out = &b};
	const struct list one = {&in, 1};
	jw_begin(&w, '{');
	jw_key(&w, "entries");
	jw_list(&w, &keep_input_record, &one);
	jw_key(&w, "strict");
	jw_bool(&w, true);
	jw_end(&w);
	json_t *j = post(v, "keeper", P("/api/explosives/magazines/%" PRId64 "/sync", d->magazine), b.s, status);
	if (status == 200)
		vault_went_on(d, k);
	return j;
}

/* ---- the whole way ---- */

static void refused_beyond_the_quota_with_its_sum(void **state)
{
	struct vault *v = *state;
	json_t *j = apply(v, 100, 10, 200);
	assert_string_equal(text(j, "state"), "refused");               /* no quota at all */
	approve_quota(v);
	j = apply(v, 11000, 10, 200);                                   /* a month's share is 10175 kg, the magazine takes 5000 */
	assert_string_equal(text(j, "state"), "refused");
	assert_non_null(strstr(text(j, "reason"), "10176"));
	j = apply(v, 4000, 400, 200);
	assert_string_equal(text(j, "state"), "applied");
	assert_string_equal(text(j, "due"), "2023-10-30");
	step(v, "safety", "purchases", whole(j, "id"), "approve", "{}", 403);
	step(v, "officer", "purchases", whole(j, "id"), "approve", "{}", 200);
	struct exchange *x = world_ask(v->q->w, "officer", "GET", P("/api/explosives/purchases/%" PRId64 "/papers/permit", whole(j, "id")), NULL);
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->reply.bytes, "民用爆炸物品购买许可"));
	x = world_ask(v->q->w, "rival", "GET", P("/api/explosives/purchases/%" PRId64 "/papers/permit", whole(j, "id")), NULL);
	assert_int_equal(x->status, 404);
	j = apply(v, 1500, 10, 200);                                    /* 4000 kg are open: 1000 kg of room */
	assert_string_equal(text(j, "state"), "refused");
	assert_non_null(strstr(text(j, "reason"), "5500"));
	x = world_ask(v->q->w, "officer", "GET", P("/api/explosives/purchases/%" PRId64 "/papers/refusal", whole(j, "id")), NULL);
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->reply.bytes, "5500"));
	post(v, "rival", "/api/explosives/purchases", "{}", 400);
	j = get(v, "rival", "/api/explosives/purchases");
	assert_int_equal(json_array_size(json_object_get(j, "items")), 0);
}

static void a_stopped_mine_gets_none(void **state)
{
	struct vault *v = *state;
	approve_quota(v);
	json_t *j = apply(v, 1000, 10, 200);
	assert_string_equal(text(j, "state"), "applied");
	quarry_stop(v->q, "law", "county", v->mine);
	step(v, "officer", "purchases", whole(j, "id"), "approve", "{}", 409);
	assert_string_equal(text(apply(v, 1000, 10, 200), "state"), "refused");
}

static void only_the_head_overrides_and_it_shows(void **state)
{
	struct vault *v = *state;
	approve_quota(v);
	json_t *j = apply(v, 11000, 10, 200);
	int64_t id = whole(j, "id");
	static const char reason[] = "{\"text\":\"抢险救灾需要，县政府会议纪要第七号\"}";
	step(v, "officer", "purchases", id, "override", reason, 403);
	step(v, "chief", "purchases", id, "override", reason, 403);
	step(v, "head", "purchases", id, "override", reason, 403);
	step(v, "sheriff", "purchases", id, "override", "{\"text\":\"需要用药\"}", 400);
	j = step(v, "sheriff", "purchases", id, "override", reason, 200);
	assert_true(json_is_true(json_object_get(j, "overridden")));
	assert_string_equal(text(j, "override_name"), "sheriff");
	assert_non_null(strstr(text(j, "override_failed"), "11000"));
	j = get(v, "officer", "/api/explosives/purchases");
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(j, "items"), 0), "overridden")));
	/* Whoever wipes it out of the row is found out by the ledger. */
	struct cx *cx = v->q->w->cx;
	world_as(v->q->w, NULL);
	const char *why = NULL;
	const struct ledger_entry last = {.county = cx->county, .kind = "explosive_purchase", .item = id, .action = "override", .data = {"{\"to\":\"approved\"}"}};
	assert_int_equal(purchase_check_ledger(cx, &last, &why), STATUS_OK);
	assert_null(why);
	assert_int_equal(db_exec(cx, NULL, "UPDATE explosive_purchase SET overridden = 0 WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(id))), STATUS_OK);
	assert_int_equal(purchase_check_ledger(cx, &last, &why), STATUS_OK);
	assert_non_null(why);
}

static void one_use_in_pieces_is_one_use(void **state)
{
	struct vault *v = *state;
	struct cx *cx = v->q->w->cx;
	approve_quota(v);
	world_as(v->q->w, NULL);
	assert_int_equal(db_exec(cx, NULL, "UPDATE explosive_magazine SET explosive_g = 50000000 WHERE county = $1", ARGS(V(cx->county))), STATUS_OK);
	int64_t ids[3];
	for (int i = 0; i < 3; i++)
		ids[i] = whole(apply(v, 3390, 10, 200), "id");
	/* 10170 kg for one use within thirty days: above 10000 kg the bureau's leaders decide. */
	json_t *j = step(v, "officer", "purchases", ids[0], "approve", "{}", 403);
	assert_non_null(strstr(text(j, "message"), "10170"));
	step(v, "sheriff", "purchases", ids[0], "approve", "{}", 200);
}

static int64_t bought(struct vault *v, int64_t kg, int64_t detonators)
{
	int64_t id = whole(apply(v, kg, detonators, 200), "id");
	step(v, "officer", "purchases", id, "approve", "{}", 200);
	step(v, "boss", "purchases", id, "file", "{\"deal_on\":\"2023-10-25\",\"price_yuan\":8000}", 400);    /* in cash? */
	step(v, "boss", "purchases", id, "file", "{\"deal_on\":\"2023-10-25\",\"price_yuan\":8000,\"by_bank\":true}", 200);
	return id;
}

static int64_t under_way(struct vault *v, int64_t purchase)
{
	const char *body = P("{\"purchase\":%" PRId64 ",\"carrier\":\"青岭危货运输有限公司\",\"vehicle\":\"辽C00001\",\"driver\":\"郑某\",\"escort\":\"王某\",\"from_place\":\"青岭民爆库\","
			     "\"route\":\"县道三号线\",\"emulsion_kg\":%%d,\"detonators\":100,\"codes\":\"0130612A00001-00100\"}", purchase);
	char more[900], right[900];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(more, sizeof more, body, 1001);
	snprintf(right, sizeof right, body, 1000);
#pragma GCC diagnostic pop
	json_t *j = post(v, "boss", "/api/explosives/transports", more, 400);
	assert_string_equal(text(j, "field"), "emulsion_kg");
	int64_t id = whole(post(v, "boss", "/api/explosives/transports", right, 200), "id");
	step(v, "officer", "transports", id, "approve", "{}", 200);
	step(v, "boss", "transports", id, "depart", "{}", 200);
	return id;
}

static void received(struct vault *v, struct vault_device *d, int64_t transport)
{
	struct keeping k = {.kind = "receive", .permit = transport, .items = {{"emulsion", 1000000}, {"detonator", 100}}, .item_count = 2,
			    .codes = vault_codes(v, "0130612A00001-00100"), .person = "", .note = ""};
	counter(v, d, &k, 0, 0, 400);                                   /* one keeper twice is one keeper */
	counter(v, d, &k, 0, 2, 400);                                   /* a blaster is no keeper */
	counter(v, d, &k, 0, 1, 200);
	counter(v, d, &k, 0, 1, 409);                                   /* the same once more */
}

static void from_application_to_count(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	approve_quota(v);
	int64_t transport = under_way(v, bought(v, 1000, 100)), blast = vault_blast(v, 240, 12);
	step(v, "boss", "transports", transport, "arrive", "{}", 200);
	step(v, "boss", "transports", transport, "return", "{}", 409);  /* nothing received yet */
	received(v, &d, transport);
	step(v, "boss", "transports", transport, "return", "{}", 200);
	struct keeping issue = {.kind = "issue", .blast = blast, .person = "孙爆破", .items = {{"emulsion", 240000}, {"detonator", 12}}, .item_count = 2,
				.codes = vault_codes(v, "0130612A00001-00012"), .note = ""};
	struct keeping more = issue;
	more.items[0].amount = 241000;
	json_t *j = counter(v, &d, &more, 0, 1, 409);                   /* more than planned for the shift */
	assert_non_null(strstr(text(j, "message"), "241"));
	counter(v, &d, &issue, 0, 1, 200);
	struct keeping again = issue;
	counter(v, &d, &again, 0, 1, 409);                              /* the same pieces twice */
	struct keeping use = {.kind = "use", .blast = blast, .person = "孙爆破", .items = {{"emulsion", 224000}, {"detonator", 11}}, .item_count = 2,
			      .codes = vault_codes(v, "0130612A00001-00011"), .note = ""};
	counter(v, &d, &use, 0, 1, 400);                                /* the blaster himself signs */
	counter(v, &d, &use, 2, 3, 200);
	step(v, "boss", "blasts", blast, "fire", "{\"fired_at\":\"2023-10-25T09:50:00+08:00\",\"broken_m3\":400}", 200);
	step(v, "boss", "blasts", blast, "settle", "{}", 409);          /* a detonator and 16 kg are still out */
	struct keeping back = {.kind = "return", .blast = blast, .person = "孙爆破", .items = {{"emulsion", 16000}, {"detonator", 1}}, .item_count = 2,
			       .codes = vault_codes(v, "0130612A00012"), .note = ""};
	counter(v, &d, &back, 0, 1, 200);
	j = step(v, "boss", "blasts", blast, "settle", "{}", 200);
	assert_true(fabs(json_real_value(json_object_get(j, "q")) - 0.56) < 1e-9);
	struct keeping count = {.kind = "count", .items = {{"emulsion", 776000}, {"detonator", 88}}, .item_count = 2, .person = "", .note = ""};
	count.items[1].amount = 89;
	counter(v, &d, &count, 0, 1, 200);
	j = get(v, "officer", "/api/explosives/alerts");                /* 100 − 11 used = 89: right */
	assert_int_equal(json_array_size(json_object_get(j, "items")), 0);
	struct keeping wrong = count;
	wrong.items[1].amount = 88;
	counter(v, &d, &wrong, 0, 1, 200);                              /* one piece of difference is an alert */
	j = get(v, "officer", "/api/explosives/alerts");
	assert_int_equal(json_array_size(json_object_get(j, "items")), 1);
	assert_string_equal(text(json_array_get(json_object_get(j, "items"), 0), "kind"), "count");
	j = get(v, "officer", "/api/explosives/detonators/0130612A00011");
	assert_string_equal(text(j, "state"), "used");
	assert_int_equal(json_array_size(json_object_get(j, "life")), 4);       /* sent, received, issued, used */
	j = get(v, "officer", P("/api/explosives/mines/%" PRId64, v->mine));
	j = json_object_get(j, "use");
	assert_true(fabs(json_number_value(json_object_get(j, "used_kg")) - 224) < 1e-6);
	assert_true(fabs(json_number_value(json_object_get(j, "stock_kg")) - 776) < 1e-6);
	assert_true(fabs(json_number_value(json_object_get(j, "left_kg")) - (122107.2797 - 1000)) < 0.01);
	int64_t faults;
	const char *why;
	world_as(v->q->w, NULL);
	assert_int_equal(book_audit(v->q->w->cx, &faults, &why), STATUS_OK);
	if (faults)
		fail_msg("%s", why);
}

/* What a phone sends after a night without network is kept, whatever it says. */
static void facts_are_never_dropped(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000bb");
	struct keep_result r;
	struct keeping k = {.kind = "issue", .blast = 4711, .person = "孙爆破", .items = {{"emulsion", 1000}}, .item_count = 1, .note = ""};
	struct keep_input in = vault_entry(v, &d, &k, 0, 1);
	assert_int_equal(vault_take(v, "keeper", v->magazine, &in, false, &r), STATUS_OK);
	assert_string_equal(r.status, "new");
	struct keep_signature s[2];
	memcpy(s, in.signatures.items, sizeof s);
	s[1].signature = s[0].signature;
	vault_went_on(&d, &k);
	struct keeping forged = k;
	forged.at = 0;
	in = vault_entry(v, &d, &forged, 0, 1);
	in.signatures.items = s;
	assert_int_equal(vault_take(v, "keeper", v->magazine, &in, false, &r), STATUS_OK);
	assert_string_equal(r.status, "kept");                          /* and not booked */
	in.text = "nonsense\n";
	assert_int_equal(vault_take(v, "keeper", v->magazine, &in, false, &r), STATUS_OK);
	assert_string_equal(r.status, "refused");
	world_as(v->q->w, NULL);
	assert_int_equal(vault_number(v, "SELECT count(*) AS n FROM explosive_entry WHERE county = $1"), 2);
	static const char *const kinds[] = {"context", "overdrawn", "over_plan", "signature", "unreadable"};
	for (int i = 0; i < 5; i++)
		if (!vault_number(v, P("SELECT count(*) AS n FROM explosive_alert WHERE county = $1 AND kind = '%s' AND holds = 1", kinds[i])))
			fail_msg("no alert of kind %s", kinds[i]);
	assert_true(vault_number(v, "SELECT count(*) AS n FROM notification WHERE county = $1 AND kind = 'alert'") > 0);
}


static void the_clock_finds_what_was_not_brought_back(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	int64_t blast = vault_blast(v, 20, 5);
	struct keep_result r;
	struct keeping open = {.kind = "opening", .items = {{"emulsion", 50000}}, .item_count = 1, .person = "", .note = ""},
		       issue = {.kind = "issue", .blast = blast, .person = "孙爆破", .items = {{"emulsion", 2000}}, .item_count = 1, .note = ""},
		       back = {.kind = "return", .blast = blast, .person = "孙爆破", .items = {{"emulsion", 2000}}, .item_count = 1, .note = ""};
	struct keeping *steps[] = {&open, &issue};
	for (int i = 0; i < 2; i++) {
		struct keep_input in = vault_entry(v, &d, steps[i], 0, 1);
		if (vault_take(v, "keeper", v->magazine, &in, true, &r))
			fail_msg("%s", v->q->w->cx->error);
		vault_went_on(&d, steps[i]);
	}
	v->q->w->cx->now += 13 * 3600;
	world_as(v->q->w, NULL);
	assert_int_equal(explosive_follow(v->q->w->cx), STATUS_OK);
	static const char out[] = "SELECT count(*) AS n FROM explosive_alert WHERE county = $1 AND kind = 'unreturned' AND holds = 1";
	assert_int_equal(vault_number(v, out), 1);
	struct keep_input in = vault_entry(v, &d, &back, 0, 1);
	if (vault_take(v, "keeper", v->magazine, &in, true, &r))
		fail_msg("%s", v->q->w->cx->error);
	world_as(v->q->w, NULL);
	assert_int_equal(explosive_follow(v->q->w->cx), STATUS_OK);
	assert_int_equal(vault_number(v, out), 0);
	world_pass(v->q->w, 2);
	assert_int_equal(explosive_follow(v->q->w->cx), STATUS_OK);
	assert_int_equal(vault_number(v, "SELECT count(*) AS n FROM explosive_alert WHERE county = $1 AND kind = 'no_count'"), 1);
}

/* November: October must be reconciled and closed before anything is permitted. */
static void last_month_is_closed_first(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	approve_quota(v);
	struct keeping open = {.kind = "opening", .items = {{"emulsion", 50000}}, .item_count = 1, .person = "", .note = ""},
		       count = {.kind = "count", .items = {{"emulsion", 50000}}, .item_count = 1, .person = "", .note = ""};
	counter(v, &d, &open, 0, 1, 200);
	world_pass(v->q->w, 10);
	assert_string_equal(text(apply(v, 1000, 10, 200), "state"), "refused");
	const char *october = P("{\"mine\":%" PRId64 ",\"month\":\"2023-10\"}", v->mine);
	post(v, "boss", "/api/explosives/months", P("{\"mine\":%" PRId64 ",\"month\":\"2023-11\"}", v->mine), 400);
	int64_t id = whole(post(v, "boss", "/api/explosives/months", october, 200), "id");
	post(v, "boss", "/api/explosives/months", october, 409);
	step(v, "boss", "months", id, "submit", "{}", 200);
	step(v, "officer", "months", id, "close", "{}", 409);           /* nobody counted in October */
	count.at = v->q->w->cx->now - 9 * 86400;
	struct keep_input in = vault_entry(v, &d, &count, 0, 1);
	struct keep_result r;
	assert_int_equal(vault_take(v, "keeper", v->magazine, &in, false, &r), STATUS_OK);
	step(v, "officer", "months", id, "close", "{}", 200);
	assert_string_equal(text(apply(v, 1000, 10, 200), "state"), "applied");
}

/* ---- the rest ---- */

static void vibration_and_circle(void **state)
{
	struct vault *v = *state;
	const char *body = P("{\"mine\":%" PRId64 ",\"day\":\"2023-10-25\",\"shift\":\"day\",\"place\":\"+120\",\"material\":\"ore\",\"blaster\":\"孙爆破\",\"engineer\":\"周工\","
			     "\"holes\":10,\"hole_mm\":90,\"depth_m\":11,\"stemming_m\":3,\"volume_m3\":500,\"plan_kg\":280,\"plan_detonators\":10,\"delay_kg\":40,\"distance_m\":60,\"hardness\":\"hard\"", v->mine);
	json_t *j = post(v, "boss", "/api/explosives/blasts", P("%s,\"circle_m\":200}", body), 400);
	assert_string_equal(text(j, "field"), "circle_ground");
	j = post(v, "boss", "/api/explosives/blasts", P("%s}", body), 200);
	assert_int_equal(whole(j, "circle_m"), 300);
	j = step(v, "boss", "blasts", whole(j, "id"), "release", "{}", 409);
	assert_non_null(strstr(text(j, "message"), "38.4"));
	/* Ø 42 mm, 3 m, 1 m stemming: 0.25π × 0.042² × 1300 × 2 = 3.60 kg a hole, not 5. */
	const char *small = P("{\"mine\":%" PRId64 ",\"day\":\"2023-10-25\",\"shift\":\"day\",\"place\":\"+120\",\"material\":\"ore\",\"blaster\":\"孙爆破\",\"engineer\":\"周工\","
			      "\"holes\":10,\"hole_mm\":42,\"depth_m\":3,\"volume_m3\":90,\"plan_kg\":50,\"plan_detonators\":10,\"delay_kg\":5,\"distance_m\":300,\"hardness\":\"hard\"", v->mine);
	j = post(v, "boss", "/api/explosives/blasts", P("%s}", small), 400);
	assert_string_equal(text(j, "field"), "stemming_m");
	j = post(v, "boss", "/api/explosives/blasts", P("%s,\"stemming_m\":1}", small), 200);
	assert_string_equal(text(json_array_get(json_object_get(j, "checks"), 0), "result"), "refuse");
	j = step(v, "boss", "blasts", whole(j, "id"), "release", "{}", 409);
	assert_non_null(strstr(text(j, "message"), "3.6"));
}

static void the_median_is_robust(void **state)
{
	double q[] = {0.55, 0.56, 0.57, 0.56, 5.0};
	(void)state;
	struct learnt l = blast_median(q, 5);
	assert_true(fabs(l.q - 0.56) < 1e-12 && l.count == 5);
	assert_true(fabs(l.sigma - 1.4826 * 0.01) < 1e-9);
	double none[1];
	assert_true(blast_median(none, 0).count == 0);
}

static void shares_and_presumptions(void **state)
{
	static const struct presumption p = {0.5, 0.6667, 0.75, 0.1};
	static const struct {
		double share[4];
		size_t n;
		int dominant;
		double hhi;
	} rows[] = {
		{{1}, 1, 1, 10000},           {{0.5, 0.5}, 2, 1, 5000},          {{0.4, 0.2, 0.17, 0.16}, 4, 3, 2545}, {{0.4, 0.2, 0.2, 0.2}, 4, 3, 2800},
		{{0.25, 0.25, 0.25, 0.25}, 4, 3, 2500}, {{0.3, 0.25, 0.15, 0.1}, 4, 0, 1850}, {{0.49, 0.09, 0.08}, 3, 0, 2546}, {{0.45, 0.22, 0.2}, 3, 2, 2909},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (market_dominant(rows[i].share, rows[i].n, &p) != rows[i].dominant)
			fail_msg("row %zu: %d", i, market_dominant(rows[i].share, rows[i].n, &p));
		assert_true(fabs(market_hhi(rows[i].share, rows[i].n) - rows[i].hhi) < 1e-6);
	}
}

static void the_market_is_watched(void **state)
{
	struct vault *v = *state;
	approve_quota(v);
	bought(v, 1000, 100);
	post(v, "officer", "/api/explosives/prices", "{\"place\":\"邻县\",\"month\":\"2023-10\",\"price_yuan\":7000,\"source\":\"邻县通报\"}", 200);
	ask(v, "boss", "GET", "/api/explosives/market", NULL, 403);
	json_t *j = get(v, "office", "/api/explosives/market");
	assert_int_equal(whole(j, "kg"), 1000);
	assert_int_equal(whole(j, "in_time"), 1);
	bool dominance = false, price = false;
	size_t i;
	json_t *s;
	json_array_foreach(json_object_get(j, "signs"), i, s)
	{
		dominance |= strcmp(text(s, "code"), "dominance") == 0;
		price |= strcmp(text(s, "code"), "price_neighbour") == 0;       /* 8000 against 7000: +14.3 % */
	}
	assert_true(dominance && price);
}

static void the_rules_come_into_force_by_their_way(void **state)
{
	struct vault *v = *state;
	static const char draft[] = "{\"title\":\"青岭县民用爆炸物品管理办法\",\"text\":\"第一条 严格按照开采量测算审批数量，不得多批、乱批。第二条 按市场化运作。\"}";
	post(v, "land", "/api/explosives/regulations", draft, 403);
	int64_t id = whole(post(v, "officer", "/api/explosives/regulations", draft, 200), "id");
	step(v, "officer", "regulations", id, "send_out", "{\"comment_until\":\"2023-10-26\"}", 200);
	json_t *j = step(v, "boss", "regulations", id, "comment", "{\"text\":\"不应指定销售企业\"}", 200);
	int64_t comment = whole(json_array_get(json_object_get(j, "comments"), 0), "id");
	step(v, "officer", "regulations", id, "to_review", "{}", 409);
	world_pass(v->q->w, 2);
	step(v, "officer", "regulations", id, "to_review", "{}", 409);  /* a comment without an answer */
	step(v, "officer", "regulations", id, "answer", P("{\"comment\":%" PRId64 ",\"adopted\":\"yes\",\"answer\":\"已删去\"}", comment), 200);
	step(v, "officer", "regulations", id, "to_review", "{}", 200);
	step(v, "officer", "regulations", id, "issue", "{\"doc_no\":\"青政发1号\",\"valid_from\":\"2023-11-01\"}", 409);
	j = step(v, "office", "regulations", id, "review", "{\"review_no\":\"公审1号\",\"conclusion\":\"does_not_fit\",\"text\":\"限定经营者\"}", 200);
	assert_string_equal(text(j, "state"), "draft");
	step(v, "officer", "regulations", id, "send_out", P("{\"comment_until\":\"%s\"}", world_day(v->q->w, 0)), 200);
	world_pass(v->q->w, 1);
	step(v, "officer", "regulations", id, "to_review", "{}", 200);
	step(v, "office", "regulations", id, "review", "{\"review_no\":\"公审2号\",\"conclusion\":\"fits\",\"text\":\"符合标准\"}", 200);
	step(v, "officer", "regulations", id, "read", "{}", 403);
	step(v, "head", "regulations", id, "read", "{}", 200);
	j = step(v, "officer", "regulations", id, "issue", P("{\"doc_no\":\"青政发1号\",\"valid_from\":\"%s\"}", world_day(v->q->w, 3)), 200);
	assert_string_equal(text(j, "state"), "issued");
	struct regulation *r;
	world_as(v->q->w, NULL);
	assert_int_equal(regulation_in_force(v->q->w->cx, world_day(v->q->w, 2), &r), STATUS_OK);
	assert_null(r);
	assert_int_equal(regulation_in_force(v->q->w->cx, world_day(v->q->w, 3), &r), STATUS_OK);
	assert_non_null(r);
}

static void the_flows_are_sound(void **state)
{
	static const struct flow *const flows[] = {&blast_flow, &explosive_alert_flow, &month_flow, &purchase_flow, &quota_flow, &regulation_flow, &transport_flow};
	struct vault *v = *state;
	for (size_t i = 0; i < sizeof flows / sizeof *flows; i++) {
		const char *wrong = flow_mistake(v->q->w->cx, flows[i]);
		if (wrong)
			fail_msg("%s: %s", flows[i]->name, wrong);
	}
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(refused_beyond_the_quota_with_its_sum),
		T(a_stopped_mine_gets_none),
		T(only_the_head_overrides_and_it_shows),
		T(one_use_in_pieces_is_one_use),
		T(from_application_to_count),
		T(facts_are_never_dropped),
		T(the_clock_finds_what_was_not_brought_back),
		T(last_month_is_closed_first),
		T(vibration_and_circle),
		cmocka_unit_test(the_median_is_robust),
		cmocka_unit_test(shares_and_presumptions),
		T(the_market_is_watched),
		T(the_rules_come_into_force_by_their_way),
		T(the_flows_are_sound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
