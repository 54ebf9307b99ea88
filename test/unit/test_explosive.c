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
#include "rooms/explosive/market.h"
#include "rooms/explosive/regulation.h"
#include "rooms/explosive/snapshot.h"
#include "test/dbtest.h"
#include "test/desk.h"

/* ---- the whole way ---- */

static void refused_beyond_the_quota_with_its_sum(void **state)
{
	struct vault *v = *state;
	json_t *j = desk_apply(v, 100, 10, 200);
	assert_string_equal(desk_text(j, "state"), "refused");               /* no quota at all */
	desk_approve_quota(v);
	j = desk_apply(v, 11000, 10, 200);                                   /* a month's share is 10175 kg, the magazine takes 5000 */
	assert_string_equal(desk_text(j, "state"), "refused");
	assert_non_null(strstr(desk_text(j, "reason"), "10176"));
	j = desk_apply(v, 4000, 400, 200);
	assert_string_equal(desk_text(j, "state"), "applied");
	assert_string_equal(desk_text(j, "due"), "2023-10-30");
	desk_step(v, "safety", "purchases", desk_whole(j, "id"), "approve", "{}", 403);
	desk_step(v, "officer", "purchases", desk_whole(j, "id"), "approve", "{}", 200);
	struct exchange *x = world_ask(v->q->w, "officer", "GET", P("/api/explosives/purchases/%" PRId64 "/papers/permit", desk_whole(j, "id")), NULL);
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->reply.bytes, "民用爆炸物品购买许可"));
	x = world_ask(v->q->w, "rival", "GET", P("/api/explosives/purchases/%" PRId64 "/papers/permit", desk_whole(j, "id")), NULL);
	assert_int_equal(x->status, 404);
	j = desk_apply(v, 1500, 10, 200);                                    /* 4000 kg are open: 1000 kg of room */
	assert_string_equal(desk_text(j, "state"), "refused");
	assert_non_null(strstr(desk_text(j, "reason"), "5500"));
	x = world_ask(v->q->w, "officer", "GET", P("/api/explosives/purchases/%" PRId64 "/papers/refusal", desk_whole(j, "id")), NULL);
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->reply.bytes, "5500"));
	desk_post(v, "rival", "/api/explosives/purchases", "{}", 400);
	j = desk_get(v, "rival", "/api/explosives/purchases");
	assert_int_equal(json_array_size(json_object_get(j, "items")), 0);
}

static void a_stopped_mine_gets_none(void **state)
{
	struct vault *v = *state;
	desk_approve_quota(v);
	json_t *j = desk_apply(v, 1000, 10, 200);
	assert_string_equal(desk_text(j, "state"), "applied");
	quarry_stop(v->q, "law", "county", v->mine);
	desk_step(v, "officer", "purchases", desk_whole(j, "id"), "approve", "{}", 409);
	assert_string_equal(desk_text(desk_apply(v, 1000, 10, 200), "state"), "refused");
}

static void only_the_head_overrides_and_it_shows(void **state)
{
	struct vault *v = *state;
	desk_approve_quota(v);
	json_t *j = desk_apply(v, 11000, 10, 200);
	int64_t id = desk_whole(j, "id");
	static const char reason[] = "{\"text\":\"抢险救灾需要，县政府会议纪要第七号\"}";
	desk_step(v, "officer", "purchases", id, "override", reason, 403);
	desk_step(v, "chief", "purchases", id, "override", reason, 403);
	desk_step(v, "head", "purchases", id, "override", reason, 403);
	desk_step(v, "sheriff", "purchases", id, "override", "{\"text\":\"需要用药\"}", 400);
	j = desk_step(v, "sheriff", "purchases", id, "override", reason, 200);
	assert_true(json_is_true(json_object_get(j, "overridden")));
	assert_string_equal(desk_text(j, "override_name"), "sheriff");
	assert_non_null(strstr(desk_text(j, "override_failed"), "11000"));
	j = desk_get(v, "officer", "/api/explosives/purchases");
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
	desk_approve_quota(v);
	world_as(v->q->w, NULL);
	assert_int_equal(db_exec(cx, NULL, "UPDATE explosive_magazine SET explosive_g = 50000000 WHERE county = $1", ARGS(V(cx->county))), STATUS_OK);
	int64_t ids[3];
	for (int i = 0; i < 3; i++)
		ids[i] = desk_whole(desk_apply(v, 3390, 10, 200), "id");
	/* 10170 kg for one use within thirty days: above 10000 kg the bureau's leaders decide. */
	json_t *j = desk_step(v, "officer", "purchases", ids[0], "approve", "{}", 403);
	assert_non_null(strstr(desk_text(j, "message"), "10170"));
	desk_step(v, "sheriff", "purchases", ids[0], "approve", "{}", 200);
}

static void received(struct vault *v, struct vault_device *d, int64_t transport)
{
	struct keeping k = {.kind = "receive", .permit = transport, .items = {{"emulsion", 1000000}, {"detonator", 100}}, .item_count = 2,
			    .codes = vault_codes(v, "0130612A00001-00100"), .person = "", .note = ""};
	desk_counter(v, d, &k, 0, 0, 400);                                   /* one keeper twice is one keeper */
	desk_counter(v, d, &k, 0, 2, 400);                                   /* a blaster is no keeper */
	desk_counter(v, d, &k, 0, 1, 200);
	desk_counter(v, d, &k, 0, 1, 409);                                   /* the same once more */
}

static void from_application_to_count(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	desk_approve_quota(v);
	int64_t transport = desk_under_way(v, desk_bought(v, 1000, 100)), blast = vault_blast(v, 240, 12);
	desk_step(v, "boss", "transports", transport, "arrive", "{}", 200);
	desk_step(v, "boss", "transports", transport, "return", "{}", 409);  /* nothing received yet */
	received(v, &d, transport);
	desk_step(v, "boss", "transports", transport, "return", "{}", 200);
	struct keeping issue = {.kind = "issue", .blast = blast, .person = "孙爆破", .items = {{"emulsion", 240000}, {"detonator", 12}}, .item_count = 2,
				.codes = vault_codes(v, "0130612A00001-00012"), .note = ""};
	struct keeping more = issue;
	more.items[0].amount = 241000;
	json_t *j = desk_counter(v, &d, &more, 0, 1, 409);                   /* more than planned for the shift */
	assert_non_null(strstr(desk_text(j, "message"), "241"));
	desk_counter(v, &d, &issue, 0, 1, 200);
	struct keeping again = issue;
	desk_counter(v, &d, &again, 0, 1, 409);                              /* the same pieces twice */
	struct keeping use = {.kind = "use", .blast = blast, .person = "孙爆破", .items = {{"emulsion", 224000}, {"detonator", 11}}, .item_count = 2,
			      .codes = vault_codes(v, "0130612A00001-00011"), .note = ""};
	desk_counter(v, &d, &use, 0, 1, 400);                                /* the blaster himself signs */
	desk_counter(v, &d, &use, 2, 3, 200);
	desk_step(v, "boss", "blasts", blast, "fire", "{\"fired_at\":\"2023-10-25T09:50:00+08:00\",\"broken_m3\":400}", 200);
	desk_step(v, "boss", "blasts", blast, "settle", "{}", 409);          /* a detonator and 16 kg are still out */
	struct keeping back = {.kind = "return", .blast = blast, .person = "孙爆破", .items = {{"emulsion", 16000}, {"detonator", 1}}, .item_count = 2,
			       .codes = vault_codes(v, "0130612A00012"), .note = ""};
	desk_counter(v, &d, &back, 0, 1, 200);
	j = desk_step(v, "boss", "blasts", blast, "settle", "{}", 200);
	assert_true(fabs(json_real_value(json_object_get(j, "q")) - 0.56) < 1e-9);
	struct keeping count = {.kind = "count", .items = {{"emulsion", 776000}, {"detonator", 88}}, .item_count = 2, .person = "", .note = ""};
	count.items[1].amount = 89;
	desk_counter(v, &d, &count, 0, 1, 200);
	j = desk_get(v, "officer", "/api/explosives/alerts");                /* 100 − 11 used = 89: right */
	assert_int_equal(json_array_size(json_object_get(j, "items")), 0);
	struct keeping wrong = count;
	wrong.items[1].amount = 88;
	desk_counter(v, &d, &wrong, 0, 1, 200);                              /* one piece of difference is an alert */
	j = desk_get(v, "officer", "/api/explosives/alerts");
	assert_int_equal(json_array_size(json_object_get(j, "items")), 1);
	assert_string_equal(desk_text(json_array_get(json_object_get(j, "items"), 0), "kind"), "count");
	j = desk_get(v, "officer", "/api/explosives/detonators/0130612A00011");
	assert_string_equal(desk_text(j, "state"), "used");
	assert_int_equal(json_array_size(json_object_get(j, "life")), 4);       /* sent, received, issued, used */
	j = desk_get(v, "officer", P("/api/explosives/mines/%" PRId64, v->mine));
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
	desk_approve_quota(v);
	struct keeping open = {.kind = "opening", .items = {{"emulsion", 50000}}, .item_count = 1, .person = "", .note = ""},
		       count = {.kind = "count", .items = {{"emulsion", 50000}}, .item_count = 1, .person = "", .note = ""};
	desk_counter(v, &d, &open, 0, 1, 200);
	world_pass(v->q->w, 10);
	assert_string_equal(desk_text(desk_apply(v, 1000, 10, 200), "state"), "refused");
	const char *october = P("{\"mine\":%" PRId64 ",\"month\":\"2023-10\"}", v->mine);
	desk_post(v, "boss", "/api/explosives/months", P("{\"mine\":%" PRId64 ",\"month\":\"2023-11\"}", v->mine), 400);
	int64_t id = desk_whole(desk_post(v, "boss", "/api/explosives/months", october, 200), "id");
	desk_post(v, "boss", "/api/explosives/months", october, 409);
	desk_step(v, "boss", "months", id, "submit", "{}", 200);
	desk_step(v, "officer", "months", id, "close", "{}", 409);           /* nobody counted in October */
	count.at = v->q->w->cx->now - 9 * 86400;
	struct keep_input in = vault_entry(v, &d, &count, 0, 1);
	struct keep_result r;
	assert_int_equal(vault_take(v, "keeper", v->magazine, &in, false, &r), STATUS_OK);
	desk_step(v, "officer", "months", id, "close", "{}", 200);
	assert_string_equal(desk_text(desk_apply(v, 1000, 10, 200), "state"), "applied");
}

/* ---- the rest ---- */

static void vibration_and_circle(void **state)
{
	struct vault *v = *state;
	const char *body = P("{\"mine\":%" PRId64 ",\"day\":\"2023-10-25\",\"shift\":\"day\",\"place\":\"+120\",\"material\":\"ore\",\"blaster\":\"孙爆破\",\"engineer\":\"周工\","
			     "\"holes\":10,\"hole_mm\":90,\"depth_m\":11,\"stemming_m\":3,\"volume_m3\":500,\"plan_kg\":280,\"plan_detonators\":10,\"delay_kg\":40,\"distance_m\":60,\"hardness\":\"hard\"", v->mine);
	json_t *j = desk_post(v, "boss", "/api/explosives/blasts", P("%s,\"circle_m\":200}", body), 400);
	assert_string_equal(desk_text(j, "field"), "circle_ground");
	j = desk_post(v, "boss", "/api/explosives/blasts", P("%s}", body), 200);
	assert_int_equal(desk_whole(j, "circle_m"), 300);
	j = desk_step(v, "boss", "blasts", desk_whole(j, "id"), "release", "{}", 409);
	assert_non_null(strstr(desk_text(j, "message"), "38.4"));
	/* Ø 42 mm, 3 m, 1 m stemming: 0.25π × 0.042² × 1300 × 2 = 3.60 kg a hole, not 5. */
	const char *small = P("{\"mine\":%" PRId64 ",\"day\":\"2023-10-25\",\"shift\":\"day\",\"place\":\"+120\",\"material\":\"ore\",\"blaster\":\"孙爆破\",\"engineer\":\"周工\","
			      "\"holes\":10,\"hole_mm\":42,\"depth_m\":3,\"volume_m3\":90,\"plan_kg\":50,\"plan_detonators\":10,\"delay_kg\":5,\"distance_m\":300,\"hardness\":\"hard\"", v->mine);
	j = desk_post(v, "boss", "/api/explosives/blasts", P("%s}", small), 400);
	assert_string_equal(desk_text(j, "field"), "stemming_m");
	j = desk_post(v, "boss", "/api/explosives/blasts", P("%s,\"stemming_m\":1}", small), 200);
	assert_string_equal(desk_text(json_array_get(json_object_get(j, "checks"), 0), "result"), "refuse");
	j = desk_step(v, "boss", "blasts", desk_whole(j, "id"), "release", "{}", 409);
	assert_non_null(strstr(desk_text(j, "message"), "3.6"));
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
	desk_approve_quota(v);
	desk_bought(v, 1000, 100);
	desk_post(v, "officer", "/api/explosives/prices", "{\"place\":\"邻县\",\"month\":\"2023-10\",\"price_yuan\":7000,\"source\":\"邻县通报\"}", 200);
	desk_ask(v, "boss", "GET", "/api/explosives/market", NULL, 403);
	json_t *j = desk_get(v, "office", "/api/explosives/market");
	assert_int_equal(desk_whole(j, "kg"), 1000);
	assert_int_equal(desk_whole(j, "in_time"), 1);
	bool dominance = false, price = false;
	size_t i;
	json_t *s;
	json_array_foreach(json_object_get(j, "signs"), i, s)
	{
		dominance |= strcmp(desk_text(s, "code"), "dominance") == 0;
		price |= strcmp(desk_text(s, "code"), "price_neighbour") == 0;       /* 8000 against 7000: +14.3 % */
	}
	assert_true(dominance && price);
}

static void the_rules_come_into_force_by_their_way(void **state)
{
	struct vault *v = *state;
	static const char draft[] = "{\"title\":\"青岭县民用爆炸物品管理办法\",\"text\":\"第一条 严格按照开采量测算审批数量，不得多批、乱批。第二条 按市场化运作。\"}";
	desk_post(v, "land", "/api/explosives/regulations", draft, 403);
	int64_t id = desk_whole(desk_post(v, "officer", "/api/explosives/regulations", draft, 200), "id");
	desk_step(v, "officer", "regulations", id, "send_out", "{\"comment_until\":\"2023-10-26\"}", 200);
	json_t *j = desk_step(v, "boss", "regulations", id, "comment", "{\"text\":\"不应指定销售企业\"}", 200);
	int64_t comment = desk_whole(json_array_get(json_object_get(j, "comments"), 0), "id");
	desk_step(v, "officer", "regulations", id, "to_review", "{}", 409);
	world_pass(v->q->w, 2);
	desk_step(v, "officer", "regulations", id, "to_review", "{}", 409);  /* a comment without an answer */
	desk_step(v, "officer", "regulations", id, "answer", P("{\"comment\":%" PRId64 ",\"adopted\":\"yes\",\"answer\":\"已删去\"}", comment), 200);
	desk_step(v, "officer", "regulations", id, "to_review", "{}", 200);
	desk_step(v, "officer", "regulations", id, "issue", "{\"doc_no\":\"青政发1号\",\"valid_from\":\"2023-11-01\"}", 409);
	j = desk_step(v, "office", "regulations", id, "review", "{\"review_no\":\"公审1号\",\"conclusion\":\"does_not_fit\",\"text\":\"限定经营者\"}", 200);
	assert_string_equal(desk_text(j, "state"), "draft");
	desk_step(v, "officer", "regulations", id, "send_out", P("{\"comment_until\":\"%s\"}", world_day(v->q->w, 0)), 200);
	world_pass(v->q->w, 1);
	desk_step(v, "officer", "regulations", id, "to_review", "{}", 200);
	desk_step(v, "office", "regulations", id, "review", "{\"review_no\":\"公审2号\",\"conclusion\":\"fits\",\"text\":\"符合标准\"}", 200);
	desk_step(v, "officer", "regulations", id, "read", "{}", 403);
	desk_step(v, "head", "regulations", id, "read", "{}", 200);
	j = desk_step(v, "officer", "regulations", id, "issue", P("{\"doc_no\":\"青政发1号\",\"valid_from\":\"%s\"}", world_day(v->q->w, 3)), 200);
	assert_string_equal(desk_text(j, "state"), "issued");
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
#define T(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)
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
