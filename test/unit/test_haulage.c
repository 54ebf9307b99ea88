#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "core/ledger.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/haulage/gate.h"
#include "rooms/haulage/haulage_api.h"
#include "test/check.h"
#include "test/dbtest.h"
#include "test/quarry.h"

static const struct routes *const lists[] = {&haulage_routes, &haulage_register_routes};
static int64_t mine, scale;
static struct quarry *q;

#define DAY_AT "2023-10-25T09:30:00+08:00"

static json_t *ask(const char *login, const char *method, const char *path, const char *query, const char *body, int status)
{
	struct exchange *x = query ? world_get(q->w, login, path, query) : world_ask(q->w, login, method, path, body);
	if (x->status != status)
		fail_msg("%s %s: %d %s", method, path, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	return j;
}

static json_int_t number(json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}

static const char *text(json_t *j, const char *key)
{
	return json_string_value(json_object_get(j, key));
}

static const char *fmt(const char *f, ...)
{
	static char ring[4][4000];
	static int at;
	va_list ap;
	char *s = ring[at++ % 4];
	va_start(ap, f);
	vsnprintf(s, sizeof ring[0], f, ap);
	va_end(ap);
	return s;
}

static int64_t made(const char *path, const char *body)
{
	json_t *j = ask("road", "POST", path, NULL, body, 200);
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
	scale = made("/api/haulage/scales", fmt("{\"kind\":\"weighbridge\",\"mine\":%" PRId64 ",\"name\":\"一号地磅\",\"accuracy_class\":\"III\",\"max_kg\":100000,"
						"\"certificate\":\"J-2023-001\",\"certified_on\":\"2023-05-01\",\"valid_to\":\"2024-04-30\",\"active\":true}", mine));
	*state = q;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	quarry_free(q);
	return 0;
}

static const char *weighing(const char *no, const char *at, const char *plate, int gross, int tare)
{
	return fmt("{\"scale\":%" PRId64 ",\"no\":\"%s\",\"at\":\"%s\",\"direction\":\"out\",\"plate\":\"%s\",\"axles\":6,\"kind\":\"articulated\","
		   "\"drive_axles\":2,\"gross_kg\":%d,\"tare_kg\":%d,\"cargo\":\"菱镁矿\"}", scale, no, at, plate, gross, tare);
}

static json_t *send(const char *weighings, int status)
{
	return ask("boss", "POST", "/api/haulage/weighings", NULL, arena_printf(q->w->cx->mem, "{\"weighings\":[%s]}", weighings), status);
}

static json_t *first(json_t *j)
{
	return json_array_get(json_object_get(j, "items"), 0);
}

/* ---- taking in ---- */

static void a_ticket_is_taken_once(void **state)
{
	(void)state;
	json_t *j = send(weighing("0001", DAY_AT, "辽C12345", 48000, 15000), 200);
	assert_int_equal(number(j, "taken"), 1);
	assert_string_equal(text(first(j), "result"), "ok");
	int64_t id = number(first(j), "id");
	json_decref(j);
	assert_int_equal(haulage_ticket_at(id), 1698197400);
	j = send(weighing("0001", DAY_AT, "辽C12345", 48000, 15000), 200);
	assert_int_equal(number(j, "known"), 1);
	assert_int_equal(number(first(j), "id"), id);
	json_decref(j);
	j = send(weighing("0001", DAY_AT, "辽C12345", 49000, 15000), 200);
	assert_int_equal(number(j, "differs"), 1);
	json_decref(j);
	j = ask("boss", "GET", fmt("/api/haulage/tickets/%" PRId64, id), NULL, NULL, 200);
	assert_int_equal(number(j, "gross_kg"), 48000);
	assert_int_equal(number(j, "net_kg"), 33000);
	assert_string_equal(text(j, "plate"), "辽C12345");
	json_decref(j);
	j = ask("boss", "GET", fmt("/api/haulage/mines/%" PRId64 "/days", mine), "from=2023-10-01&to=2023-10-31", NULL, 200);
	assert_int_equal(number(first(j), "trips"), 1);
	assert_int_equal(number(first(j), "net_kg"), 33000);
	json_decref(j);
	assert_int_equal(quarry_count(q, "SELECT count(*) AS n FROM haulage_differs WHERE county = $1 AND ticket = $2", id), 1);
}

static void one_that_is_wrong_does_not_hold_up_the_others(void **state)
{
	(void)state;
	const char *three = arena_printf(q->w->cx->mem, "%s,%s,%s", weighing("0002", DAY_AT, "辽C12345", 48000, 50000),
					 weighing("0003", DAY_AT, "辽C12346", 52000, 15000), weighing("0004", "2031-01-01T00:00:00+08:00", "", 10000, 0));
	json_t *j = send(three, 200);
	assert_int_equal(number(j, "refused"), 2);
	assert_int_equal(number(j, "taken"), 1);
	json_t *over = json_array_get(json_object_get(j, "items"), 1);
	assert_string_equal(text(over, "result"), "fine");
	assert_int_equal(number(over, "over_kg"), 3000);
	json_decref(j);
	json_decref(ask("rival", "POST", "/api/haulage/weighings", NULL, fmt("{\"weighings\":[%s]}", weighing("9", DAY_AT, "辽C12345", 48000, 15000)), 200));
	assert_int_equal(quarry_count(q, "SELECT count(*) AS n FROM haulage_ticket WHERE county = $1 AND no = '9' AND $2 = $2", 0), 0);
	json_decref(ask("rival", "GET", "/api/haulage/mines/1/days", "from=2023-10-01&to=2023-10-31", NULL, 404));
}

static void tares_and_their_signs(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		json_decref(send(weighing(fmt("t%d", i), fmt("2023-10-2%dT08:00:00+08:00", i), "辽C88888", 48000, 15000), 200));
	json_t *j = send(weighing("t9", DAY_AT, "辽C88888", 48000, 18000), 200);
	int64_t id = number(first(j), "id");
	json_decref(j);
	j = ask("road", "GET", fmt("/api/haulage/tickets/%" PRId64, id), NULL, NULL, 200);
	assert_true(number(j, "flags") & HAULAGE_SIGN_TARE_DRIFT);
	assert_int_equal(json_array_size(json_object_get(j, "signs")), 1);
	json_decref(j);
	j = send(weighing("t10", "2023-10-25T09:40:00+08:00", "辽C88888", 48000, 0), 200);      /* no tare: the one of ten minutes before */
	id = number(first(j), "id");
	json_decref(j);
	j = ask("road", "GET", fmt("/api/haulage/tickets/%" PRId64, id), NULL, NULL, 200);
	assert_int_equal(number(j, "tare_kg"), 18000);
	json_decref(j);
}

static void an_expired_scale_marks_its_weights(void **state)
{
	(void)state;
	world_pass(q->w, 200);
	json_t *j = send(weighing("e1", "2024-05-11T09:30:00+08:00", "辽C12345", 48000, 15000), 200);
	int64_t id = number(first(j), "id");
	json_decref(j);
	j = ask("road", "GET", fmt("/api/haulage/tickets/%" PRId64, id), NULL, NULL, 200);
	assert_true(number(j, "flags") & HAULAGE_SIGN_EXPIRED);
	json_decref(j);
	j = ask("road", "GET", "/api/haulage/scales", "expired=1", NULL, 200);
	assert_int_equal(json_array_size(json_object_get(j, "items")), 1);
	json_decref(j);
}

static int64_t station_scale(const char *class_)
{
	return made("/api/haulage/scales", fmt("{\"kind\":\"station\",\"name\":\"北河超限检测站\",\"accuracy_class\":\"%s\",\"max_kg\":100000,\"certificate\":\"J-9\","
					       "\"certified_on\":\"2023-05-01\",\"valid_to\":\"2024-04-30\",\"active\":true}", class_));
}

static void a_truck_at_a_station_is_traced_to_its_mine(void **state)
{
	(void)state;
	int64_t station = station_scale("5");
	json_decref(send(weighing("s1", "2023-10-25T08:10:00+08:00", "辽C55555", 56000, 15000), 200));
	json_t *j = ask("road", "POST", "/api/haulage/weighings", NULL,
			fmt("{\"weighings\":[{\"scale\":%" PRId64 ",\"no\":\"p1\",\"at\":\"2023-10-25T09:10:00+08:00\",\"direction\":\"pass\",\"plate\":\"辽C55555\","
			    "\"gross_kg\":56200},{\"scale\":%" PRId64 ",\"no\":\"p2\",\"at\":\"2023-10-25T09:11:00+08:00\",\"direction\":\"pass\",\"plate\":\"辽C77777\","
			    "\"axles\":2,\"kind\":\"truck\",\"gross_kg\":18500}]}", station, station), 200);
	assert_int_equal(number(j, "taken"), 2);
	assert_int_equal(number(first(j), "over_kg"), 56200 * 95 / 100 - 49000);
	json_decref(j);
	j = ask("road", "GET", "/api/haulage/tickets", "over=1&plate=辽C55555", NULL, 200);
	json_t *pass = first(j);
	assert_string_equal(text(pass, "direction"), "pass");
	assert_int_equal(number(pass, "mine"), mine);
	json_decref(j);
	j = ask("road", "GET", "/api/haulage/routes", "month=2023-10", NULL, 200);
	assert_int_equal(json_array_size(json_object_get(j, "repeats")), 1);
	assert_true(json_array_size(json_object_get(j, "routes")) >= 2);
	json_decref(j);
	j = ask("town2", "GET", "/api/haulage/tickets", "over=1", NULL, 200);      /* another town's mine is none of theirs */
	assert_int_equal(json_array_size(json_object_get(j, "items")), 0);
	json_decref(j);
}

/* Photos belong to the ticket, and are refused with it where they are not the sender's. */
static void photos_come_with_the_ticket(void **state)
{
	(void)state;
	const char *w = weighing("ph1", DAY_AT, "辽C12345", 48000, 15000);
	const char *with = arena_printf(q->w->cx->mem, "%.*s,\"photos\":[\"%s\"]}", (int)strlen(w) - 1, w, q->w->file);
	json_t *j = send(with, 200);
	assert_int_equal(number(j, "taken"), 1);
	int64_t id = number(first(j), "id");
	json_decref(j);
	j = ask("road", "GET", fmt("/api/haulage/tickets/%" PRId64, id), NULL, NULL, 200);
	assert_int_equal(json_array_size(json_object_get(j, "evidence")), 1);
	json_decref(j);
	w = weighing("ph2", DAY_AT, "辽C12345", 48000, 15000);
	j = send(arena_printf(q->w->cx->mem, "%.*s,\"photos\":[\"%064d\"]}", (int)strlen(w) - 1, w, 7), 200);
	assert_int_equal(number(j, "refused"), 1);
	json_decref(j);
}

/* ---- proof ---- */

static void a_batch_is_one_leaf_that_proves_every_ticket(void **state)
{
	(void)state;
	struct cx *cx = q->w->cx;
	struct buf b;
	buf_init(&b, cx->mem);
	for (int i = 0; i < 37; i++)
		buf_printf(&b, "%s%s", i ? "," : "", weighing(fmt("b%d", i), fmt("2023-10-25T0%d:%02d:00+08:00", 1 + i / 10, i), "辽C12345", 40000 + i, 15000));
	json_t *j = send(b.s, 200);
	assert_int_equal(number(j, "taken"), 37);
	int64_t id = number(json_array_get(json_object_get(j, "items"), 20), "id");
	json_decref(j);
	j = ask("road", "GET", fmt("/api/haulage/tickets/%" PRId64 "/proof", id), NULL, NULL, 200);
	assert_true(json_is_true(json_object_get(j, "holds")));
	assert_int_equal(number(j, "tickets"), 37);
	struct merkle_proof proof = {.count = (int)json_array_size(json_object_get(j, "path"))};
	struct hash leaf, root, nothing = {{0}};
	for (int i = 0; i < proof.count; i++)
		assert_true(hash_parse(json_string_value(json_array_get(json_object_get(j, "path"), (size_t)i)), &proof.nodes[i]));
	assert_true(hash_parse(text(j, "hash"), &leaf) && hash_parse(text(j, "root"), &root));
	assert_true(merkle_is_included(HASH_SHA256, &leaf, number(j, "position"), 37, &proof, &root));
	assert_false(merkle_is_included(HASH_SHA256, &nothing, number(j, "position"), 37, &proof, &root));
	struct ledger_entry e;
	assert_int_equal(ledger_get(cx, number(j, "entry"), &e), STATUS_OK);
	assert_non_null(strstr(e.data.s, text(j, "root")));
	json_decref(j);
	const char *why = NULL;
	assert_int_equal(haulage_check_ledger(cx, &e, &why), STATUS_OK);
	assert_null(why);
	assert_int_equal(db_exec(cx, NULL, "UPDATE haulage_ticket SET gross_kg = gross_kg - 1 WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(id))), STATUS_OK);
	assert_int_equal(haulage_check_ledger(cx, &e, &why), STATUS_OK);
	assert_non_null(why);
}

/* ---- files ---- */

static void files_of_weighbridge_software(void **state)
{
	(void)state;
	struct cx *cx = q->w->cx;
	struct list l;
	static const char csv[] = "流水号,车号,过磅类型,发货单位,收货单位,货名,规格,毛重,皮重,净重,毛重司磅员,毛重时间,皮重时间\n"
				  "A1,辽C12345,销售,白云一矿,镁砂厂,菱镁矿,,48.62,15.10,33.52,张三,2023-10-24 09:03:12,2023-10-24 08:40:00\n"
				  "A2,辽C12346,销售,白云一矿,镁砂厂,菱镁矿,,49.1,15,34.1,张三,2023/10/24 10:03,2023/10/24 9:40\n";
	world_as(q->w, "boss");
	assert_int_equal(haulage_read_file(cx, scale, "磅单.csv", csv, sizeof csv - 1, &l), STATUS_OK);
	const struct haulage_weighing *w = l.items;
	assert_int_equal(l.count, 2);
	assert_int_equal(w[0].gross_kg, 48620);
	assert_int_equal(w[0].tare_kg, 15100);
	assert_int_equal(w[0].at, 1698109392);
	assert_int_equal(w[1].at, 1698112980);
	static const char wrong[] = "流水号,车号,毛重,毛重时间\nA1,辽C12345,48.62,昨天\n";
	assert_int_equal(haulage_read_file(cx, scale, "磅单.csv", wrong, sizeof wrong - 1, &l), STATUS_INVALID);
	cx_forget(cx);
	static const char columns[] = "甲,乙\n1,2\n";
	assert_int_equal(haulage_read_file(cx, scale, "磅单.csv", columns, sizeof columns - 1, &l), STATUS_INVALID);
	cx_forget(cx);
}

/* ---- the gate ---- */

static json_t *gate(const char *login, const char *plate, int gross, int status)
{
	return ask(login, "POST", "/api/haulage/gate", NULL,
		   fmt("{\"scale\":%" PRId64 ",\"direction\":\"out\",\"plate\":\"%s\",\"axles\":6,\"kind\":\"articulated\",\"drive_axles\":2,\"gross_kg\":%d,"
		       "\"tare_kg\":15000}", scale, plate, gross), status);
}

static bool has_code(json_t *j, const char *code)
{
	json_t *codes = json_object_get(j, "codes");
	for (size_t i = 0; i < json_array_size(codes); i++)
		if (strcmp(json_string_value(json_array_get(codes, i)), code) == 0)
			return true;
	return false;
}

static void the_gate_stays_closed_for_an_overloaded_truck(void **state)
{
	(void)state;
	json_t *j = gate("boss", "辽C12345", 48000, 200);
	assert_true(json_is_true(json_object_get(j, "open")));
	json_decref(j);
	j = gate("boss", "辽C12345", 49001, 200);
	assert_false(json_is_true(json_object_get(j, "open")));
	assert_true(has_code(j, "over_limit"));
	assert_int_equal(number(j, "unload_kg"), 1);
	int64_t id = number(j, "ticket");
	json_decref(j);
	j = ask("boss", "GET", fmt("/api/haulage/tickets/%" PRId64, id), NULL, NULL, 200);
	assert_string_equal(text(j, "decision"), "closed");
	json_decref(j);
	j = ask("boss", "GET", fmt("/api/haulage/mines/%" PRId64 "/days", mine), "from=2023-10-01&to=2023-10-31", NULL, 200);
	assert_int_equal(number(first(j), "trips"), 1);
	assert_int_equal(number(first(j), "closed"), 1);
	assert_int_equal(number(first(j), "net_kg"), 33000);
	json_decref(j);
	json_decref(gate("rival", "辽C12345", 48000, 404));
	json_decref(gate("boss", "辽C12345", 0, 400));
}

static void the_gate_stays_closed_for_a_stopped_mine(void **state)
{
	(void)state;
	quarry_stop(q, "law", "department", mine);
	json_t *j = gate("boss", "辽C12345", 48000, 200);
	assert_true(has_code(j, "mine_stopped"));
	json_decref(j);
}

static void the_gate_obeys_blocks(void **state)
{
	(void)state;
	struct cx *cx = q->w->cx;
	world_as(q->w, NULL);
	assert_int_equal(db_exec(cx, NULL, "INSERT INTO haulage_block (county, party, item, measure, name, reason, since) VALUES ($1, 'vehicle', 1, 1, '辽C12345',"
				 " '吊销营运证', '2023-10-01')", ARGS(V(cx->county))), STATUS_OK);
	json_t *j = gate("boss", "辽C12345", 48000, 200);
	assert_true(has_code(j, "blocked_vehicle"));
	json_decref(j);
	j = gate("boss", "辽C12346", 48000, 200);
	assert_true(json_is_true(json_object_get(j, "open")));
	json_decref(j);
}

/* ---- on its own ---- */

struct edge {
	struct dbtest *t;
	const char *json;
	size_t n;
	struct haulage_copied copied;
	struct haulage_gate_ask ask;
	struct haulage_gate_answer answer;
	struct haulage_outbox sent;
	int64_t settled;
};

static enum status apply(struct cx *cx, void *arg)
{
	struct edge *e = arg;
	return haulage_copy_apply(cx, e->json, e->n, &e->copied);
}

static enum status decide(struct cx *cx, void *arg)
{
	struct edge *e = arg;
	struct haulage_standing s;
	TRY(haulage_standing_copied(cx, e->ask.scale, &s));
	return haulage_gate_decide(cx, &e->ask, &s, true, &e->answer);
}

static enum status settle(struct cx *cx, void *arg)
{
	struct edge *e = arg;
	return haulage_outbox_settle(cx, &e->sent, e->json, e->n, &e->settled);
}

#define EDGE(fn)                                                                \
	do {                                                                    \
		if (write_now(&e.t->cx, fn, &e))                                \
			fail_msg("%s: %s", #fn, e.t->cx.error);                 \
	} while (0)

static void copy_to(struct edge *e)
{
	json_t *j = ask("boss", "GET", "/api/haulage/gate/copy", fmt("scale=%" PRId64, scale), NULL, 200);
	char *dumped = json_dumps(j, JSON_COMPACT);
	e->json = arena_strdup(e->t->cx.mem, dumped);
	e->n = strlen(e->json);
	free(dumped);
	json_decref(j);
	if (write_now(&e->t->cx, apply, e))
		fail_msg("apply: %s %s", e->t->cx.field ? e->t->cx.field : "", e->t->cx.error);
}

/* Everything that waits goes to the county; the answer comes back, or is lost on the way. */
static int64_t sync(struct edge *e, bool lost)
{
	struct buf b;
	buf_init(&b, e->t->cx.mem);
	struct jw w = {.out = &b};
	assert_int_equal(haulage_outbox_write(&e->t->cx, 100, &w, &e->sent), STATUS_OK);
	if (!e->sent.count)
		return 0;
	json_t *j = ask("boss", "POST", "/api/haulage/weighings", NULL, b.s, 200);
	json_t *items = json_pack("{s:O}", "items", json_object_get(j, "items"));
	char *dumped = json_dumps(items, JSON_COMPACT);
	json_decref(items);
	e->json = arena_strdup(e->t->cx.mem, dumped);
	e->n = strlen(e->json);
	free(dumped);
	json_decref(j);
	if (!lost && write_now(&e->t->cx, settle, e))
		fail_msg("settle: %s", e->t->cx.error);
	return (int64_t)e->sent.count;
}

static void a_gate_of_its_own_decides_and_tells_later(void **state)
{
	(void)state;
	struct edge e = {.t = dbtest_new()};
	made("/api/haulage/vehicles", "{\"plate\":\"辽C11111\",\"kind\":\"articulated\",\"axles\":6,\"drive_axles\":1,\"rated_kg\":46000,\"tare_kg\":15000}");
	copy_to(&e);
	assert_int_equal(e.copied.vehicles, 1);
	e.ask = (struct haulage_gate_ask){.scale = scale, .direction = "out", .plate = "辽C11111", .gross_kg = 47000};
	EDGE(decide);
	assert_false(e.answer.open);                    /* a single driven axle: 46 t, as the county's register says */
	assert_int_equal(e.answer.over_kg, 1000);
	e.ask.gross_kg = 45000;
	e.t->cx.now += 60;
	EDGE(decide);
	assert_true(e.answer.open);
	assert_int_equal(sync(&e, true), 2);            /* the county has them, the gate does not know */
	assert_int_equal(sync(&e, false), 2);
	assert_int_equal(sync(&e, false), 0);
	assert_int_equal(quarry_count(q, "SELECT count(*) AS n FROM haulage_ticket WHERE county = $1 AND mine = $2", mine), 2);
	assert_int_equal(quarry_count(q, "SELECT sum(trips) AS n FROM haulage_day WHERE county = $1 AND mine = $2", mine), 1);
	e.ask.no = "K-1";               /* asked again by the same number, a minute later and lighter: it is the same truck */
	EDGE(decide);
	int64_t ticket = e.answer.ticket;
	e.ask.gross_kg = 30000;
	e.t->cx.now += 60;
	EDGE(decide);
	assert_int_equal(e.answer.ticket, ticket);
	assert_int_equal(e.answer.gross_kg, 45000);
	assert_true(e.answer.open);
	e.ask.no = NULL;
	e.ask.gross_kg = 45000;
	quarry_stop(q, "law", "department", mine);
	copy_to(&e);
	EDGE(decide);
	assert_false(e.answer.open);
	e.t->cx.now += 80 * 3600;
	EDGE(decide);
	assert_true(e.answer.offline);
	dbtest_free(e.t);
}

/* ---- nothing lost, nothing doubled ---- */

static void any_order_of_sending_gives_the_same_sums(void **state)
{
	(void)state;
	uint64_t seed = 42;
	struct cx *cx = q->w->cx;
	for (int round = 0; round < 20; round++) {
		struct buf b;
		buf_init(&b, cx->mem);
		for (int i = 0; i < 10; i++) {
			int k = (int)(check_random(&seed) % 60);
			buf_printf(&b, "%s%s", i ? "," : "", weighing(fmt("r%d", k), fmt("2023-10-2%dT1%d:%02d:00+08:00", k % 5, k % 10, k), fmt("辽C100%02d", k % 7),
								      30000 + 400 * k, 12000));
		}
		json_decref(send(b.s, 200));
	}
	int64_t tickets = quarry_count(q, "SELECT count(*) AS n FROM haulage_ticket WHERE county = $1 AND mine = $2", mine);
	int64_t net = quarry_count(q, "SELECT sum(net_kg) AS n FROM haulage_ticket WHERE county = $1 AND mine = $2", mine);
	assert_true(tickets > 40 && tickets <= 60);
	assert_int_equal(quarry_count(q, "SELECT sum(trips) AS n FROM haulage_day WHERE county = $1 AND mine = $2", mine), tickets);
	assert_int_equal(quarry_count(q, "SELECT sum(net_kg) AS n FROM haulage_day WHERE county = $1 AND mine = $2", mine), net);
	assert_int_equal(quarry_count(q, "SELECT sum(net_kg) AS n FROM haulage_truck_month WHERE county = $1 AND $2 = $2", 0), net);
	assert_int_equal(quarry_count(q, "SELECT sum(trips) AS n FROM haulage_hour WHERE county = $1 AND mine = $2", mine), tickets);
	assert_int_equal(quarry_count(q, "SELECT sum(tickets) AS n FROM haulage_batch WHERE county = $1 AND $2 = $2", 0), tickets);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_ticket_is_taken_once), TEST(one_that_is_wrong_does_not_hold_up_the_others), TEST(tares_and_their_signs),
		TEST(an_expired_scale_marks_its_weights), TEST(a_truck_at_a_station_is_traced_to_its_mine), TEST(photos_come_with_the_ticket),
		TEST(a_batch_is_one_leaf_that_proves_every_ticket), TEST(files_of_weighbridge_software),
		TEST(the_gate_stays_closed_for_an_overloaded_truck), TEST(the_gate_stays_closed_for_a_stopped_mine), TEST(the_gate_obeys_blocks),
		TEST(a_gate_of_its_own_decides_and_tells_later), TEST(any_order_of_sending_gives_the_same_sums),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
