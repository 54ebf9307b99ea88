/* Many at once: approvals never exceed the quota, and a piece is never issued twice at a counter. */
#include "test/test.h"

#include <inttypes.h>
#include <pthread.h>
#include <string.h>
#include "db/db.h"
#include "db/writer.h"
#include "rooms/explosive/blast.h"
#include "test/dbtest.h"
#include "test/vault.h"

enum { CLIENTS = 16, KG = 400 };

static int set_up(void **state)
{
	*state = vault_new();
	return 0;
}

static int tear_down(void **state)
{
	vault_free(*state);
	return 0;
}

struct client {
	struct vault *v;
	struct cx cx;
	pthread_t thread;
	int64_t id;
	const struct keep_input *entry;
	enum status status;
};

static enum status work(struct cx *cx, void *arg)
{
	struct client *c = arg;
	struct keep_result r;
	return c->entry ? keep_take(cx, c->v->magazine, c->entry, true, &r) : flow_take(cx, &purchase_flow, c->id, "approve", "{}", 2);
}

/* A connection of its own, and again while the engine says that others were in the way. */
static void *run(void *arg)
{
	struct client *c = arg;
	c->cx.mem = arena_new();
	c->status = db_open(&c->cx, c->v->q->w->t->url, &c->cx.db);
	for (int i = 0; !c->status && i < 200; i++) {
		cx_forget(&c->cx);
		c->cx.ledger_entries = 0;
		c->status = write_now(&c->cx, work, c);
		if (c->status != STATUS_BUSY)
			break;
		c->status = STATUS_OK;
	}
	if (c->cx.db)
		db_close(c->cx.db);
	arena_free(c->cx.mem);
	return NULL;
}

static int all_at_once(struct client *c, int n)
{
	int good = 0;
	for (int i = 0; i < n; i++)
		assert_int_equal(pthread_create(&c[i].thread, NULL, run, &c[i]), 0);
	for (int i = 0; i < n; i++)
		pthread_join(c[i].thread, NULL);
	for (int i = 0; i < n; i++)
		good += c[i].status == STATUS_OK;
	return good;
}

static enum status apply(struct cx *cx, void *arg)
{
	struct client *c = arg;
	struct purchase *p;
	TRY(purchase_apply(cx, &(struct purchase){.magazine = c->v->magazine, .supplier = c->v->supplier, .purpose = "production", .use_text = "采场爆破",
			.bank_account = "6222", .emulsion_kg = KG, .detonators = 1}, &p));
	c->id = p->row.id;
	return STATUS_OK;
}

static enum status make_quota(struct cx *cx, void *arg)
{
	struct vault *v = arg;
	struct quota *q;
	/* 33,350 t / 2.9 × 4 = 46,000 kg a year, 3,833 kg a month. */
	TRY(quota_create(cx, &(struct quota){.mine = v->mine, .year = 2023, .planned_t = 33350, .planned_source = "计划", .ore_density = 2.9, .ore_density_source = "报告",
			.ore_q = 4, .ore_q_source = "试验"}, &q));
	TRY(flow_do(cx, &quota_flow, q->row.id, "sign", NULL, (struct texts){0}, 0));
	return flow_do(cx, &quota_flow, q->row.id, "approve", NULL, (struct texts){0}, 0);
}

static void approvals_never_exceed_what_is_left(void **state)
{
	struct vault *v = *state;
	struct client c[CLIENTS];
	world_as(v->q->w, NULL);
	if (write_now(v->q->w->cx, make_quota, v))
		fail_msg("%s", v->q->w->cx->error);
	for (int i = 0; i < CLIENTS; i++) {
		c[i] = (struct client){.v = v};
		world_as(v->q->w, "boss");
		if (write_now(v->q->w->cx, apply, &c[i]))
			fail_msg("%s", v->q->w->cx->error);
	}
	world_as(v->q->w, "sheriff");
	for (int i = 0; i < CLIENTS; i++)
		c[i].cx = *v->q->w->cx;
	int good = all_at_once(c, CLIENTS);
	int64_t granted = vault_number(v, "SELECT CAST(coalesce(sum(emulsion_kg), 0) AS BIGINT) AS n FROM explosive_purchase WHERE county = $1 AND state = 'approved'");
	assert_int_equal(granted, (int64_t)good * KG);
	assert_int_equal(good, 3833 / KG);      /* the month binds: 9 of 16 */
}

static void a_piece_is_issued_once(void **state)
{
	struct vault *v = *state;
	struct client c[CLIENTS];
	struct keep_input in[CLIENTS];
	struct keep_result r;
	int64_t blast = vault_blast(v, 100, 50);
	struct vault_device d = vault_device(v, v->magazine, "a000000000000001");
	struct keeping open = {.kind = "opening", .items = {{"detonator", 1}}, .item_count = 1, .codes = vault_codes(v, "0130612A00001"), .person = "", .note = ""};
	struct keep_input first = vault_entry(v, &d, &open, 0, 1);
	if (vault_take(v, NULL, v->magazine, &first, true, &r))
		fail_msg("%s", v->q->w->cx->error);
	for (int i = 0; i < CLIENTS; i++) {     /* sixteen counters, one piece */
		struct vault_device other = vault_device(v, v->magazine, arena_printf(v->q->w->cx->mem, "b%015x", i));
		struct keeping k = {.kind = "issue", .blast = blast, .items = {{"detonator", 1}}, .item_count = 1, .codes = vault_codes(v, "0130612A00001"),
				    .person = "孙爆破", .note = ""};
		in[i] = vault_entry(v, &other, &k, 0, 1);
		c[i] = (struct client){.v = v, .entry = &in[i]};
	}
	world_as(v->q->w, NULL);
	for (int i = 0; i < CLIENTS; i++)
		c[i].cx = *v->q->w->cx;
	assert_int_equal(all_at_once(c, CLIENTS), 1);
	assert_int_equal(vault_number(v, "SELECT count(*) AS n FROM explosive_piece WHERE county = $1 AND state = 'issued' AND faults = 0"), 1);
	assert_int_equal(vault_number(v, "SELECT count(*) AS n FROM explosive_alert WHERE county = $1 AND holds = 1"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(approvals_never_exceed_what_is_left, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_piece_is_issued_once, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
