/*
 * What holds always: no sequence of steps loses, doubles or over-issues a piece; two devices that were offline agree in
 * whatever order they sync.  The expected book is reckoned here, by other means than the room's.
 */
#include "test/test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "db/db.h"
#include "rooms/explosive/blast.h"
#include "test/check.h"
#include "test/dbtest.h"
#include "test/vault.h"

enum { CODES = 40, BLASTS = 2, STEPS = 220 };

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

static const char *code(struct vault *v, uint32_t i)
{
	return arena_printf(v->q->w->cx->mem, "0130612A%05u", i);
}

/* A step that may make sense or not: some codes, some grams, some blast, some person. */
static struct keeping any_step(struct vault *v, uint64_t *seed, const int64_t *blasts, int64_t now)
{
	static const char *const kinds[] = {"issue", "issue", "issue", "return", "return", "use", "use", "destroy", "lose", "find", "count", "give_back", "opening"};
	static const char *const takers[] = {"孙爆破", "吴爆破"};
	struct keeping k = {.kind = kinds[check_random(seed) % (sizeof kinds / sizeof *kinds)], .at = now, .person = "", .note = ""};
	uint32_t first = check_random(seed) % CODES, many = 1 + check_random(seed) % 4;
	const struct keeping_kind *kind = keeping_kind(k.kind);
	if (kind->blast || (strcmp(k.kind, "lose") == 0 && check_random(seed) % 2)) {
		k.blast = blasts[check_random(seed) % BLASTS];
		k.person = takers[check_random(seed) % 2];
	}
	if (check_random(seed) % 3)
		k.items[k.item_count++] = (struct keeping_item){"emulsion", 100 * (1 + check_random(seed) % 60)};
	if (!k.item_count || check_random(seed) % 2) {
		many = first + many > CODES ? CODES - first : many;
		k.items[k.item_count++] = (struct keeping_item){"detonator", many};
		if (strcmp(k.kind, "count") != 0)
			k.codes = vault_codes(v, many > 1 ? arena_printf(v->q->w->cx->mem, "%s-%05u", code(v, first), first + many - 1) : code(v, first));
	}
	return k;
}

static void fill(struct vault *v, struct vault_device *d)
{
	struct keeping k = {.kind = "opening", .items = {{"emulsion", 40000}, {"detonator", CODES}}, .item_count = 2, .person = "", .note = "",
			    .codes = vault_codes(v, arena_printf(v->q->w->cx->mem, "%s-%05u", code(v, 0), CODES - 1)), .at = v->q->w->cx->now - 100000};
	struct keep_result r;
	struct keep_input in = vault_entry(v, d, &k, 0, 1);
	if (vault_take(v, NULL, d->magazine, &in, true, &r))
		fail_msg("%s", v->q->w->cx->error);
	vault_went_on(d, &k);
}

static void never_negative(struct vault *v, uint64_t seed)
{
	if (vault_number(v, "SELECT count(*) AS n FROM explosive_account WHERE county = $1 AND amount < 0 AND kind IN ('magazine', 'blaster', 'transport', 'loss')"))
		fail_msg("an account is below nothing, seed %" PRIu64, seed);
	if (vault_number(v, "SELECT count(*) AS n FROM (SELECT hash, item FROM explosive_line WHERE county = $1 GROUP BY hash, item HAVING sum(amount) <> 0) x"))
		fail_msg("an entry does not balance, seed %" PRIu64, seed);
	if (vault_number(v, "SELECT count(*) AS n FROM explosive_alert WHERE county = $1 AND holds = 1 AND kind <> 'count'"))
		fail_msg("strict steps have raised an alert, seed %" PRIu64 ": %s", seed, vault_digest(v));
}

/* Every piece is in one place, and the places hold as many as their accounts say. */
static void every_piece_is_somewhere(struct vault *v, uint64_t seed)
{
	static const char *const pairs[][2] = {{"stored", "magazine:%"}, {"issued", "blaster:%"}, {"used", "blast:%"}, {"destroyed", "destruction:%"}, {"lost", "loss:%"}};
	int64_t all = 0;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		const char *pieces = arena_printf(v->q->w->cx->mem, "SELECT count(*) AS n FROM explosive_piece WHERE county = $1 AND state = '%s'", pairs[i][0]);
		const char *book = arena_printf(v->q->w->cx->mem, "SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) AS n FROM explosive_account WHERE county = $1"
						" AND item = 'detonator' AND account LIKE '%s'", pairs[i][1]);
		int64_t n = vault_number(v, pieces), m = vault_number(v, book);
		if (n != m)
			fail_msg("%" PRId64 " pieces are %s, the book says %" PRId64 ", seed %" PRIu64, n, pairs[i][0], m, seed);
		all += n;
	}
	all += vault_number(v, "SELECT count(*) AS n FROM explosive_piece WHERE county = $1 AND state = 'supplier'");
	assert_int_equal(all, CODES);
}

static void no_sequence_loses_doubles_or_over_issues(void **state)
{
	struct vault *v = *state;
	uint64_t seed = 20231025, start = seed;
	const int64_t blasts[BLASTS] = {vault_blast(v, 20, 15), vault_blast(v, 10, 8)};
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	int taken = 0, refused = 0;
	int64_t now = v->q->w->cx->now - 50000;
	fill(v, &d);
	for (int i = 0; i < STEPS; i++) {
		struct keeping k = any_step(v, &seed, blasts, now += 60);
		struct keep_input in = vault_entry(v, &d, &k, strcmp(k.kind, "use") == 0 ? 2 : 0, strcmp(k.kind, "use") == 0 ? 3 : 1);
		struct keep_result r;
		const char *before = vault_digest(v);
		if (vault_take(v, NULL, v->magazine, &in, true, &r) == STATUS_OK) {
			vault_went_on(&d, &k);
			taken++;
			never_negative(v, start);
			every_piece_is_somewhere(v, start);
		} else {
			refused++;
			assert_string_equal(before, vault_digest(v));
		}
	}
	if (taken < STEPS / 10 || refused < STEPS / 10)
		fail_msg("%d steps were taken, %d refused: this proves little", taken, refused);
}

/* ---- what the book must say, by other means ---- */

struct fact {
	struct keeping k;
	struct keep_input in;
};

static int in_order(const void *a, const void *b)
{
	const struct keeping *x = &((const struct fact *)a)->k, *y = &((const struct fact *)b)->k;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	int c = strcmp(x->device, y->device);
	return c ? c : x->seq != y->seq ? (x->seq < y->seq ? -1 : 1) : strcmp(x->hash, y->hash);
}

/* What a magazine holds, and how low it ever went: by adding up the facts in their order. */
static void reckon(const struct fact *all, size_t count, int64_t magazine, const char *item, int64_t *held, int64_t *low)
{
	struct fact *f = malloc((count + 1) * sizeof *f);
	memcpy(f, all, count * sizeof *f);
	qsort(f, count, sizeof *f, in_order);
	*held = *low = 0;
	for (size_t i = 0; i < count; i++) {
		const struct keeping *k = &f[i].k;
		int sign = strcmp(k->kind, "opening") == 0 || strcmp(k->kind, "return") == 0 || strcmp(k->kind, "find") == 0 ? 1
			 : strcmp(k->kind, "issue") == 0 || strcmp(k->kind, "destroy") == 0 || strcmp(k->kind, "give_back") == 0 ||
			   (strcmp(k->kind, "lose") == 0 && !k->blast) ? -1 : 0;
		for (size_t n = 0; k->magazine == magazine && n < k->item_count; n++)
			if (strcmp(k->items[n].item, item) == 0) {
				*held += sign * k->items[n].amount;
				*low = *held < *low ? *held : *low;
			}
	}
	free(f);
}

static void check_reckoned(struct vault *v, const struct fact *all, size_t count, int64_t magazine, const char *item)
{
	int64_t held, low;
	struct cx *cx = v->q->w->cx;
	reckon(all, count, magazine, item, &held, &low);
	const char *book = arena_printf(cx->mem, "SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) AS n FROM explosive_account WHERE county = $1 AND item = '%s'"
					" AND account = 'magazine:%" PRId64 "'", item, magazine);
	const char *alert = arena_printf(cx->mem, "SELECT CAST(coalesce(min(found), 0) AS BIGINT) AS n FROM explosive_alert WHERE county = $1 AND kind = 'overdrawn'"
					 " AND holds = 1 AND subject = 'magazine:%" PRId64 " %s'", magazine, item);
	assert_int_equal(vault_number(v, book), held);
	assert_int_equal(vault_number(v, alert), low);
}

/* A device works alone, knowing the opening stock and its own entries, and refuses what its own book cannot bear. */
static size_t work_alone(struct vault *v, uint64_t *seed, const struct keep_input *opening, int64_t magazine, const char *device, const int64_t *blasts,
			 struct fact *out, int steps)
{
	struct vault_device d = vault_device(v, magazine, device);
	struct keep_result r;
	size_t n = 0;
	int64_t now = v->q->w->cx->now - 40000 + check_random(seed) % 1000;
	vault_empty(v);
	for (int i = 0; i < 2; i++)
		assert_int_equal(vault_take(v, NULL, i ? magazine : v->magazine, &opening[i], false, &r), STATUS_OK);
	for (int i = 0; i < steps; i++) {
		struct keeping k = any_step(v, seed, blasts, now += 30 + check_random(seed) % 100);
		if (strcmp(k.kind, "opening") == 0)
			continue;
		bool use = strcmp(k.kind, "use") == 0;
		struct keep_input in = vault_entry(v, &d, &k, use ? 2 : 0, use ? 3 : 1);
		if (vault_take(v, NULL, magazine, &in, true, &r))
			continue;
		vault_went_on(&d, &k);
		out[n++] = (struct fact){k, in};
	}
	return n;
}

static void shuffle(struct fact *f, size_t n, uint64_t *seed)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = check_random(seed) % i;
		struct fact t = f[i - 1];
		f[i - 1] = f[k];
		f[k] = t;
	}
}

static void devices_offline_at_once_agree_in_any_order(void **state)
{
	struct vault *v = *state;
	uint64_t seed = 19991231;
	int64_t second = vault_magazine(v, "二号库");
	const int64_t blasts[BLASTS] = {vault_blast(v, 200, 150), vault_blast(v, 100, 80)};
	struct fact *all = calloc(400, sizeof *all);
	size_t count = 0;
	struct keep_input opening[2];
	const int64_t magazines[2] = {v->magazine, second};
	for (int i = 0; i < 2; i++) {           /* 20 codes in each magazine */
		struct vault_device d = vault_device(v, magazines[i], i ? "a0000000000000c2" : "a0000000000000c1");
		struct keeping k = {.kind = "opening", .items = {{"emulsion", 40000}, {"detonator", CODES / 2}}, .item_count = 2, .person = "", .note = "",
				    .codes = vault_codes(v, arena_printf(v->q->w->cx->mem, "%s-%05d", code(v, (uint32_t)i * CODES / 2), (i + 1) * CODES / 2 - 1)),
				    .at = v->q->w->cx->now - 100000};
		opening[i] = vault_entry(v, &d, &k, 0, 1);
		all[count++] = (struct fact){k, opening[i]};
	}
	count += work_alone(v, &seed, opening, v->magazine, "a0000000000000a1", blasts, all + count, 90);
	count += work_alone(v, &seed, opening, v->magazine, "a0000000000000a2", blasts, all + count, 90);
	count += work_alone(v, &seed, opening, second, "a0000000000000b1", blasts, all + count, 90);
	const char *first = NULL;
	for (int round = 0; round < 8; round++) {
		vault_empty(v);
		shuffle(all, count, &seed);
		for (size_t i = 0; i < count; i++) {
			struct keep_result r;
			assert_int_equal(vault_take(v, NULL, all[i].k.magazine, &all[i].in, false, &r), STATUS_OK);
			assert_string_equal(r.status, "new");
			if (check_random(&seed) % 4 == 0) {     /* sent twice */
				assert_int_equal(vault_take(v, NULL, all[i].k.magazine, &all[i].in, false, &r), STATUS_OK);
				assert_string_equal(r.status, "known");
			}
		}
		assert_int_equal(vault_number(v, "SELECT count(*) AS n FROM explosive_entry WHERE county = $1"), count);
		const char *digest = vault_digest(v);
		first = first ? first : digest;
		assert_string_equal(first, digest);
		for (int i = 0; i < 2; i++) {
			check_reckoned(v, all, count, magazines[i], "emulsion");
			check_reckoned(v, all, count, magazines[i], "detonator");
		}
	}
	assert_non_null(strstr(first, "piece "));       /* two devices have issued the same piece: that is told */
	int64_t faults;
	const char *why = "";
	assert_int_equal(book_audit(v->q->w->cx, &faults, &why), STATUS_OK);
	if (faults)
		fail_msg("%s", why);
	free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_sequence_loses_doubles_or_over_issues, set_up, tear_down),
		cmocka_unit_test_setup_teardown(devices_offline_at_once_agree_in_any_order, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
