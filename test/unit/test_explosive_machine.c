/* What a machine at a magazine goes by: the county's last word, whatever order its news comes in. */
#include "test/test.h"

#include <inttypes.h>
#include <string.h>
#include "db/db.h"
#include "db/writer.h"
#include "rooms/explosive/blast.h"
#include "rooms/explosive/snapshot.h"
#include "rooms/explosive/standing.h"
#include "test/dbtest.h"
#include "test/desk.h"

/* A machine: a database of its own beside the county's. */
static struct dbtest *machine_new(struct vault *v)
{
	struct dbtest *m = dbtest_new();
	m->cx.now = v->q->w->cx->now;
	m->cx.county = v->q->w->cx->county;
	return m;
}

static const char *snapshot(struct vault *v)
{
	struct buf b;
	buf_init(&b, v->q->w->cx->mem);
	struct jw w = {.out = &b};
	world_as(v->q->w, NULL);
	jw_begin(&w, '{');
	if (snapshot_write(v->q->w->cx, v->magazine, 0, &w))
		fail_msg("%s", v->q->w->cx->error);
	jw_end(&w);
	return b.s;
}

struct reading {
	const char *json;
	int64_t magazine, next;
	bool more;
};

static enum status read_it(struct cx *cx, void *arg)
{
	struct reading *r = arg;
	return snapshot_read(cx, r->json, strlen(r->json), &r->magazine, &r->next, &r->more);
}

static enum status told(struct dbtest *m, const char *json)
{
	struct reading r = {.json = json};
	cx_forget(&m->cx);
	return write_now(&m->cx, read_it, &r);
}

struct strict {
	int64_t magazine;
	const struct keep_input *in;
};

static enum status keep_it(struct cx *cx, void *arg)
{
	const struct strict *s = arg;
	struct keep_result r;
	return keep_take(cx, s->magazine, s->in, true, &r);
}

static enum status keeps(struct dbtest *m, struct vault *v, struct vault_device *d, struct keeping k, bool use)
{
	k.at = m->cx.now;
	struct keep_input in = vault_entry(v, d, &k, use ? 2 : 0, use ? 3 : 1);
	struct strict s = {d->magazine, &in};
	cx_forget(&m->cx);
	enum status st = write_now(&m->cx, keep_it, &s);
	if (!st)
		vault_went_on(d, &k);
	return st;
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

static void a_stop_is_heard_and_holds(void **state)
{
	struct vault *v = *state;
	struct dbtest *m = machine_new(v);
	struct vault_device county = vault_device(v, v->magazine, "a0000000000000aa"),
			    d = vault_device(v, v->magazine, "a0000000000000bb");
	int64_t blast = vault_blast(v, 100, 10);
	struct keeping open = of("opening", 0, 100000);
	desk_counter(v, &county, &open, 0, 1, 200);
	const char *before = snapshot(v);
	assert_int_equal(told(m, before), STATUS_OK);
	assert_int_equal(keeps(m, v, &d, of("issue", blast, 20000), false), STATUS_OK);
	quarry_stop(v->q, "law", "county", v->mine);
	v->q->w->cx->now += 60;
	m->cx.now += 60;
	const char *after = snapshot(v);
	assert_int_equal(told(m, after), STATUS_OK);
	struct standing s;
	assert_int_equal(standing_of(&m->cx, v->magazine, &s), STATUS_OK);
	assert_false(s.may_work);
	assert_true(*s.why_not);
	assert_int_equal(keeps(m, v, &d, of("issue", blast, 1000), false), STATUS_CONFLICT);
	assert_non_null(strstr(m->cx.error, s.why_not));
	assert_int_equal(told(m, before), STATUS_OK); /* an old stick does not start the mine again */
	assert_int_equal(keeps(m, v, &d, of("issue", blast, 1000), false), STATUS_CONFLICT);
	assert_int_equal(keeps(m, v, &d, of("return", blast, 5000), false), STATUS_OK);
	assert_int_equal(keeps(m, v, &d, of("use", blast, 15000), true),
			 STATUS_OK); /* what was in the holes goes off, and is told */
	struct list l;
	assert_int_equal(alert_list(&m->cx, &(struct alert_query){.kind = "context"}, &l, &(int64_t){0}), STATUS_OK);
	assert_int_equal(l.count, 1);
	dbtest_free(m);
}

static void a_blast_that_is_over_gets_nothing(void **state)
{
	struct vault *v = *state;
	struct dbtest *m = machine_new(v);
	struct vault_device county = vault_device(v, v->magazine, "a0000000000000aa"),
			    d = vault_device(v, v->magazine, "a0000000000000bb");
	int64_t blast = vault_blast(v, 100, 10);
	struct keeping open = of("opening", 0, 100000);
	desk_counter(v, &county, &open, 0, 1, 200);
	assert_int_equal(told(m, snapshot(v)), STATUS_OK);
	desk_step(v, "boss", "blasts", blast, "cancel", "{}", 200);
	v->q->w->cx->now += 60;
	m->cx.now += 60;
	assert_int_equal(told(m, snapshot(v)), STATUS_OK);
	assert_int_equal(keeps(m, v, &d, of("issue", blast, 1000), false), STATUS_CONFLICT);
	dbtest_free(m);
}

/* The stamp moves with everything that a snapshot would bring, and with nothing else. */
static void the_stamp_moves_with_the_news(void **state)
{
	struct vault *v = *state;
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	const char *path = P("/api/explosives/magazines/%" PRId64 "/standing", v->magazine);
	const char *last = desk_text(desk_get(v, "keeper", path), "stamp");
	v->q->w->cx->now += 60;
	assert_string_equal(desk_text(desk_get(v, "keeper", path), "stamp"), last);
	for (int i = 0; i < 3; i++) {
		struct keeping open = of("opening", 0, 1000 + i);
		if (i == 0)
			desk_counter(v, &d, &open, 0, 1, 200);
		else if (i == 1)
			vault_blast(v, 100, 10);
		else
			desk_post(v, "officer",
				  P("/api/explosives/magazines/%" PRId64 "/keys/%s/revoke", v->magazine, v->keys[0].id),
				  "{}", 200);
		const char *now = desk_text(desk_get(v, "keeper", path), "stamp");
		if (strcmp(now, last) == 0)
			fail_msg("news %d does not move the stamp", i);
		last = now;
	}
	assert_int_equal(world_ask(v->q->w, "rival", "GET", path, NULL)->status, 404);
}

static void the_county_is_told_nothing(void **state)
{
	struct vault *v = *state;
	struct reading r = {.json = snapshot(v)};
	assert_int_equal(write_now(v->q->w->cx, read_it, &r), STATUS_CONFLICT);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)
	const struct CMUnitTest tests[] = {
		T(a_stop_is_heard_and_holds),
		T(a_blast_that_is_over_gets_nothing),
		T(the_stamp_moves_with_the_news),
		T(the_county_is_told_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
