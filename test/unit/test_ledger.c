#include "test/test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/id.h"
#include "core/ledger.h"
#include "db/db.h"
#include "db/writer.h"
#include "test/check.h"
#include "test/dbtest.h"

#define OK(call) \
	do { \
		if (call) \
			fail_msg("%s: %s", #call, cx->error); \
	} while (0)

static int setup(void **state)
{
	struct dbtest *t = dbtest_new();
	struct cx *cx = &t->cx;
	OK(ledger_start(cx, "sha256-ed25519"));
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	dbtest_free(*state);
	return 0;
}

static void append(struct cx *cx, int n)
{
	for (int i = 0; i < n; i++)
		OK(ledger_append(cx, "task", i % 7, "update",
				 arena_printf(cx->mem, "{\"round\":%d,\"text\":\"巡逻\\n\"}", i)));
}

static enum status integrate_in(struct cx *cx, void *done)
{
	return ledger_integrate(cx, done);
}

static int64_t integrate(struct cx *cx)
{
	int64_t done;
	OK(write_now(cx, integrate_in, &done));
	return done;
}

static struct ledger_report verify(struct cx *cx, const struct ledger_check *checks)
{
	struct ledger_report r;
	OK(ledger_verify(cx, checks, NULL, &r));
	return r;
}

static void assert_sound(struct cx *cx, int64_t entries)
{
	struct ledger_report r = verify(cx, NULL);
	if (r.faults)
		fail_msg("%s", r.words.items[0]);
	assert_int_equal(r.entries, entries);
}

static void entries_get_positions_and_a_signed_head(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	assert_int_equal(integrate(cx), 0);
	assert_sound(cx, 0);
	append(cx, 5);
	assert_int_equal(cx->ledger_entries, 5);
	assert_int_equal(verify(cx, NULL).pending, 5);
	assert_int_equal(integrate(cx), 5);
	append(cx, 60);
	assert_int_equal(integrate(cx), 60);
	assert_int_equal(integrate(cx), 0);

	struct ledger_head h;
	OK(ledger_newest(cx, &h));
	assert_int_equal(h.size, 65);
	assert_int_equal(h.at, DBTEST_NOW);
	assert_string_equal(h.suite, "sha256-ed25519");
	struct ledger_report r = verify(cx, NULL);
	assert_int_equal(r.faults, 0);
	assert_int_equal(r.entries, 65);
	assert_int_equal(r.heads, 2);
	assert_int_equal(r.pending, 0);
	assert_string_equal(r.root, h.root);
	struct stat st;
	assert_int_equal(stat(arena_printf(cx->mem, "%s/keys/ledger-%d.pem", cx->data, DBTEST_COUNTY), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void leaf_text_is_what_the_header_says(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct ledger_entry e = {210323, 12, 1698199200, 3, 4, "task", 5, "rename", {"{\"a\": \"\xe5\xb7\xa1\"}"}};
	size_t n;
	assert_string_equal(ledger_leaf_text(cx, &e, &n),
			    "{\"county\":210323,\"id\":12,\"at\":1698199200,\"person\":3,\"org\":4,\"kind\":\"task\","
			    "\"item\":5,\"action\":\"rename\",\"data\":{\"a\": \"\xe5\xb7\xa1\"}}");
}

static void a_late_commit_with_a_lower_id_is_not_lost(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	int64_t early = id_new(cx);
	append(cx, 3);
	assert_int_equal(integrate(cx), 3);
	OK(db_exec(cx, NULL, "INSERT INTO ledger_entry (" LEDGER_ENTRY_COLUMNS ") VALUES"
		   " ($1, $2, 1, 0, 0, 'task', 9, 'late', 'null')", ARGS(V(cx->county), V(early))));
	OK(db_exec(cx, NULL, "INSERT INTO ledger_pending (county, entry) VALUES ($1, $2)",
		   ARGS(V(cx->county), V(early))));
	assert_int_equal(integrate(cx), 1);
	struct ledger_proof p;
	OK(ledger_prove(cx, early, &p));
	assert_int_equal(p.position, 3);
	assert_sound(cx, 4);
}

static void every_entry_and_every_pair_of_heads_is_proved(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	static const int batches[] = {1, 2, 5, 8, 1, 16, 30};
	enum { N = sizeof batches / sizeof *batches };
	struct ledger_head heads[N];
	for (size_t i = 0; i < N; i++) {
		append(cx, batches[i]);
		integrate(cx);
		OK(ledger_newest(cx, &heads[i]));
	}
	struct list entries;
	OK(db_all(cx, &ledger_entry_record, &entries, "SELECT id FROM ledger_entry WHERE county = $1",
		  ARGS(V(cx->county))));
	for (size_t i = 0; i < entries.count; i++) {
		struct ledger_proof p;
		struct hash root;
		OK(ledger_prove(cx, ((struct ledger_entry *)entries.items)[i].id, &p));
		assert_true(hash_parse(p.head.root, &root));
		assert_true(merkle_is_included(HASH_SHA256, &p.leaf, p.position, p.head.size, &p.path, &root));
	}
	for (size_t i = 0; i < N; i++)
		for (size_t j = i; j < N; j++) {
			struct merkle_proof p;
			struct hash a, b;
			OK(ledger_consistency(cx, heads[i].size, heads[j].size, &p));
			assert_true(hash_parse(heads[i].root, &a) && hash_parse(heads[j].root, &b));
			assert_true(merkle_is_consistent(HASH_SHA256, heads[i].size, &a, heads[j].size, &b, &p));
		}
	struct merkle_proof p;
	assert_int_equal(ledger_consistency(cx, 2, 8, &p), STATUS_NOT_FOUND);
	cx_forget(cx);
}

static void waiting_and_unknown_entries_have_no_proof(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct ledger_proof p;
	append(cx, 1);
	struct ledger_entry e;
	OK(db_one(cx, &ledger_entry_record, &e, "SELECT id FROM ledger_entry WHERE county = $1", ARGS(V(cx->county))));
	assert_int_equal(ledger_prove(cx, e.id, &p), STATUS_BUSY);
	cx_forget(cx);
	assert_int_equal(ledger_prove(cx, 1, &p), STATUS_NOT_FOUND);
	cx_forget(cx);
}

/* What someone with the database could do, and each is found. */
static const char *const tampering[] = {
	"UPDATE ledger_entry SET data = '{}' WHERE county = $1 AND item = 3",
	"UPDATE ledger_entry SET at = at - 86400 WHERE county = $1 AND item = 3",
	"UPDATE ledger_entry SET person = 7 WHERE county = $1 AND item = 6",
	"DELETE FROM ledger_entry WHERE county = $1 AND item = 2",
	"DELETE FROM ledger_leaf WHERE county = $1 AND position = 4",
	"DELETE FROM ledger_leaf WHERE county = $1 AND position >= 15",
	"UPDATE ledger_leaf SET nodes = replace(nodes, 'a', 'b') WHERE county = $1 AND position = 1",
	"UPDATE ledger_head SET at = at + 1 WHERE county = $1 AND size = 20",
	"UPDATE ledger_head SET root = replace(root, 'a', 'b') WHERE county = $1",
	"DELETE FROM ledger_key WHERE county = $1",
	"DELETE FROM ledger_head WHERE county = $1 AND size = 20",
	"DELETE FROM ledger_pending WHERE county = $1",
	"DELETE FROM ledger_entry WHERE county = $1 AND id IN (SELECT entry FROM ledger_pending WHERE county = $1)",
};

static void tampering_is_found(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	append(cx, 10);
	integrate(cx);
	append(cx, 10);
	integrate(cx);
	append(cx, 2);
	assert_sound(cx, 20);
	for (size_t i = 0; i < sizeof tampering / sizeof *tampering; i++) {
		int64_t changed;
		OK(db_begin(cx));
		OK(db_exec(cx, &changed, tampering[i], ARGS(V(cx->county))));
		assert_true(changed > 0);
		if (!verify(cx, NULL).faults)
			fail_msg("not found: %s", tampering[i]);
		db_rollback(cx);
	}
	assert_sound(cx, 20);
}

/* ---- rooms ---- */

static enum status check_five(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	if (last->item == 5)
		*why = arena_printf(cx->mem, "the row says otherwise than %s", last->data.s);
	return STATUS_OK;
}

static void rooms_compare_their_rows(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	append(cx, 2000);
	integrate(cx);
	static const struct ledger_check checks[] = {{"task", check_five}, {"mine", check_five}, {0}};
	struct ledger_report r = verify(cx, checks);
	assert_int_equal(r.items, 7);
	assert_int_equal(r.faults, 1);
	assert_string_equal(r.words.items[0],
			    "task 5: the row says otherwise than {\"round\":1993,\"text\":\"巡逻\\n\"}");
}

/* ---- export and the offline check ---- */

static enum status to_file(struct cx *cx, void *f, const char *line, size_t n)
{
	(void)cx;
	assert_null(memchr(line, '\n', n));
	fwrite(line, 1, n, f);
	fputc('\n', f);
	return STATUS_OK;
}

static struct ledger_report check_text(struct cx *cx, char *text, size_t n, const char *trusted, enum status *s)
{
	FILE *f = fmemopen(text, n, "r");
	assert_non_null(f);
	struct ledger_report r;
	struct texts keys = {&trusted, trusted ? 1 : 0};
	*s = ledger_check_file(cx, f, &keys, &r);
	fclose(f);
	cx_forget(cx);
	return r;
}

static void forge(struct cx *cx, char *text, size_t n, const char *pem)
{
	enum status s;
	struct ledger_report r = check_text(cx, text, n, pem, &s);
	if (!s && !r.faults)
		fail_msg("a forged export was taken: %.*s", (int)n, text);
}

static void exports_are_checked_without_the_database(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	append(cx, 9);
	integrate(cx);
	append(cx, 4);
	integrate(cx);
	char *text;
	size_t n;
	FILE *f = open_memstream(&text, &n);
	OK(ledger_export(cx, to_file, f));
	fclose(f);
	struct sign_key key;
	OK(ledger_own_key(cx, &key));
	enum status s;
	struct ledger_report r = check_text(cx, text, n, NULL, &s);
	assert_int_equal(s, STATUS_OK);
	assert_int_equal(r.faults, 0);
	assert_int_equal(r.entries, 13);
	assert_int_equal(r.heads, 2);
	assert_false(r.trusted);
	r = check_text(cx, text, n, key.public, &s);
	assert_int_equal(s, STATUS_OK);
	assert_int_equal(r.faults, 0);
	assert_true(r.trusted);

	uint64_t seed = 5;
	char *key_line = strstr(text, "{\"key\":"), *after = strchr(key_line, '\n');
	for (int i = 0; i < 400; i++) {         /* with the key given, its line in the file does not matter */
		size_t at = check_random(&seed) % n;
		if (text + at >= key_line && text + at <= after)
			continue;
		text[at] ^= 1;
		forge(cx, text, n, key.public);
		text[at] ^= 1;
	}
	for (size_t cut = 2; cut < 400 && cut < n; cut += 7)
		forge(cx, text, n - cut, key.public);
	free(text);
}

static void a_single_entry_is_proved_in_a_file(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	append(cx, 11);
	integrate(cx);
	struct list l;
	OK(db_all(cx, &ledger_entry_record, &l, "SELECT id FROM ledger_entry WHERE county = $1 ORDER BY id",
		  ARGS(V(cx->county))));
	char *text;
	size_t n;
	FILE *f = open_memstream(&text, &n);
	OK(ledger_export_proof(cx, ((struct ledger_entry *)l.items)[4].id, to_file, f));
	fclose(f);
	struct sign_key key;
	OK(ledger_own_key(cx, &key));
	enum status s;
	struct ledger_report r = check_text(cx, text, n, key.public, &s);
	assert_int_equal(s, STATUS_OK);
	assert_int_equal(r.faults, 0);
	assert_int_equal(r.entries, 1);
	char *round = strstr(text, "\"round\":4");
	assert_non_null(round);
	round[8] = '5';
	forge(cx, text, n, key.public);
	free(text);
}

static void a_key_of_the_file_is_not_a_trusted_key(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	append(cx, 3);
	integrate(cx);
	char *text;
	size_t n;
	FILE *f = open_memstream(&text, &n);
	OK(ledger_export(cx, to_file, f));
	fclose(f);
	struct sign_key other;
	const char *path = arena_printf(cx->mem, "%s/keys/other.pem", cx->data);
	OK(sign_key_make(cx, path, sign_suite_find("sha256-ed25519")));
	OK(sign_key_load(cx, path, sign_suite_find("sha256-ed25519"), &other));
	forge(cx, text, n, other.public);
	/* nor does calling it a witness's help */
	char *whose = strstr(text, "\"whose\":\"\"");
	assert_non_null(whose);
	char *forged = arena_printf(cx->mem, "%.*s\"whose\":\"x\"%s", (int)(whose - text), text, whose + 10);
	forge(cx, forged, strlen(forged), other.public);
	free(text);
}

/* ---- the other suite, witnesses ---- */

static void sm3_and_sm2_make_a_ledger_too(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	cx->county = 210381;
	OK(ledger_start(cx, "sm3-sm2"));
	append(cx, 20);
	integrate(cx);
	assert_sound(cx, 20);
	struct ledger_head h;
	OK(ledger_newest(cx, &h));
	assert_string_equal(h.suite, "sm3-sm2");
	assert_int_equal(ledger_start(cx, "md5-rsa"), STATUS_INVALID);
	cx_forget(cx);
}

static const char *bundle(struct cx *cx, int64_t since)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	OK(ledger_bundle(cx, since, &w));
	return b.s;
}

/* What the witness sends back. */
static const char *answer_of(struct cx *cx, const struct ledger_cosign *c, const struct sign_key *key)
{
	struct ledger_key k = {key->id, key->suite->name, key->public, ""};
	struct buf b;
	buf_init(&b, cx->mem);
	buf_puts(&b, "{\"cosign\":");
	jw_record(&(struct jw){.out = &b}, &ledger_cosign_record, c);
	buf_puts(&b, ",\"key\":");
	jw_record(&(struct jw){.out = &b}, &ledger_key_record, &k);
	buf_puts(&b, "}");
	return b.s;
}

static void a_witness_signs_only_what_continues(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct ledger_cosign c;
	struct sign_key key;
	cx->county = 210300;
	OK(ledger_start(cx, "sm3-sm2"));
	cx->county = DBTEST_COUNTY;
	append(cx, 5);
	integrate(cx);
	const char *first = bundle(cx, 0);
	append(cx, 5);
	integrate(cx);
	const char *second = bundle(cx, 5), *unproved = bundle(cx, 0);

	cx->county = 210300;
	OK(ledger_witness(cx, first, strlen(first), &c, &key));
	assert_int_equal(ledger_witness(cx, unproved, strlen(unproved), &c, &key), STATUS_CONFLICT);
	cx_forget(cx);
	OK(ledger_witness(cx, second, strlen(second), &c, &key));
	assert_int_equal(ledger_witness(cx, first, strlen(first), &c, &key), STATUS_CONFLICT);       /* going back */
	cx_forget(cx);
	char *forged = arena_strdup(cx->mem, second);
	char *size = strstr(forged, "\"size\":10");
	assert_non_null(size);
	size[8] = '9';
	assert_int_equal(ledger_witness(cx, forged, strlen(forged), &c, &key), STATUS_INVALID);
	cx_forget(cx);

	const char *answer = answer_of(cx, &c, &key);
	cx->county = DBTEST_COUNTY;
	OK(ledger_accept(cx, answer, strlen(answer)));
	assert_sound(cx, 10);
	OK(db_exec(cx, NULL, "UPDATE ledger_cosign SET at = at + 1 WHERE county = $1", ARGS(V(cx->county))));
	struct ledger_report r = verify(cx, NULL);
	assert_int_equal(r.cosigned, 1);
	assert_int_equal(r.faults, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(entries_get_positions_and_a_signed_head),
		TEST(leaf_text_is_what_the_header_says),
		TEST(a_late_commit_with_a_lower_id_is_not_lost),
		TEST(every_entry_and_every_pair_of_heads_is_proved),
		TEST(waiting_and_unknown_entries_have_no_proof),
		TEST(tampering_is_found),
		TEST(rooms_compare_their_rows),
		TEST(exports_are_checked_without_the_database),
		TEST(a_single_entry_is_proved_in_a_file),
		TEST(a_key_of_the_file_is_not_a_trusted_key),
		TEST(sm3_and_sm2_make_a_ledger_too),
		TEST(a_witness_signs_only_what_continues),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
