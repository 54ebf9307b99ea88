#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/county.h"
#include "core/evidence.h"
#include "core/ledger_api.h"
#include "core/ledger_cli.h"
#include "core/notify.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/person.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "test/dbtest.h"

#define OK(call) \
	do { \
		if (call) \
			fail_msg("%s: %s", #call, cx->error); \
	} while (0)

/* The token is the person's number; person 1 has all permissions, the others none. */
static enum status identify(struct cx *cx, const struct request *rq)
{
	cx->user = rq->token ? strtoll(rq->token, NULL, 10) : 0;
	cx->perms = cx->user == 1 ? ~UINT64_C(0) : 0;
	return STATUS_OK;
}

static const struct routes *const all_routes[] = {&ledger_routes, &evidence_routes, &job_routes, &notify_routes, &ledger_share_routes};
static const struct app app = {all_routes, 5, identify};

static enum status may_read_none(struct cx *cx, const char *kind, int64_t item, bool *yes)
{
	(void)item;
	(void)kind;
	*yes = cx->user == 3;
	return STATUS_OK;
}
const struct evidence_reader evidence_readers[] = {{"task", may_read_none}, {0}};

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

/* What came back: the JSON lives in the pool until the test's end. */
struct answer {
	int status;
	json_t *json;
	struct reply reply;
};

static void decref(void *json)
{
	json_decref(json);
}

static struct answer ask(struct cx *base, const char *who, const char *method, const char *path, const char *body,
			 const char *upload)
{
	struct cx cx = *base;
	cx.error = cx.field = NULL;
	cx.ledger_entries = 0;
	struct pair pairs[8];
	struct exchange x = {.method = method, .query = pairs, .body = body, .size = body ? strlen(body) : 0};
	char *text = arena_strdup(cx.mem, path), *query = strchr(text, '?');
	if (query)
		*query++ = '\0';
	for (char *item; query && (item = strsep(&query, "&"));) {
		char *value = item;
		const char *name = strsep(&value, "=");
		pairs[x.query_count++] = (struct pair){name, value};
	}
	x.path = text;
	x.rq.token = who;
	x.rq.upload.path = upload;
	exchange_run(&cx, &app, &x);
	struct answer a = {.status = x.status, .reply = x.reply, .json = json_loads(x.out.s, 0, NULL)};
	arena_defer(base->mem, decref, a.json);
	return a;
}

static int64_t num(const json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}

static const char *str(const json_t *j, const char *key)
{
	return json_string_value(json_object_get(j, key));
}

static json_t *items(const struct answer *a)
{
	json_t *list = json_object_get(a->json, "items");
	assert_true(json_is_array(list));
	return list;
}

static void fill(struct cx *cx, int n)
{
	for (int i = 0; i < n; i++) {
		cx->user = i % 2 ? 7 : 8;
		cx->now = DBTEST_NOW + i * 3600;
		OK(ledger_append(cx, i % 3 ? "task" : "mine", i, "update", "{\"a\":1}"));
	}
	cx->now = DBTEST_NOW;
	cx->user = 0;
}

static enum status integrate_in(struct cx *cx, void *done)
{
	return ledger_integrate(cx, done);
}

static void integrate(struct cx *cx)
{
	int64_t done;
	OK(write_now(cx, integrate_in, &done));
}

static void entries_are_listed_and_filtered(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	fill(cx, 30);
	integrate(cx);
	struct answer a = ask(cx, "1", "GET", "/api/ledger?limit=20", NULL, NULL);
	assert_int_equal(a.status, 200);
	assert_int_equal(json_array_size(items(&a)), 20);
	assert_int_equal(num(json_array_get(items(&a), 0), "item"), 29);
	assert_int_equal(num(json_array_get(items(&a), 0), "position"), 30);
	a = ask(cx, "1", "GET", arena_printf(cx->mem, "/api/ledger?limit=20&cursor=%s", str(a.json, "next")), NULL,
		NULL);
	assert_int_equal(json_array_size(items(&a)), 10);
	assert_true(json_is_null(json_object_get(a.json, "next")));
	a = ask(cx, "1", "GET", "/api/ledger?kind=mine", NULL, NULL);
	assert_int_equal(json_array_size(items(&a)), 10);
	a = ask(cx, "1", "GET", "/api/ledger?kind=task&user=7", NULL, NULL);
	assert_int_equal(json_array_size(items(&a)), 10);
	a = ask(cx, "1", "GET", "/api/ledger?day=2023-10-25", NULL, NULL);    /* 10:00 … 23:00 */
	assert_int_equal(json_array_size(items(&a)), 14);
	a = ask(cx, "1", "GET", "/api/ledger?item=4&kind=task", NULL, NULL);
	assert_int_equal(json_array_size(items(&a)), 1);
	assert_int_equal(ask(cx, "2", "GET", "/api/ledger", NULL, NULL).status, 403);
	assert_int_equal(ask(cx, NULL, "GET", "/api/ledger", NULL, NULL).status, 401);
	assert_int_equal(ask(cx, "1", "GET", "/api/ledger?day=yesterday", NULL, NULL).status, 400);
}

static void proofs_can_be_checked_from_what_is_sent(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	fill(cx, 5);
	integrate(cx);
	fill(cx, 6);
	integrate(cx);
	struct answer a = ask(cx, "1", "GET", "/api/ledger", NULL, NULL);
	int64_t id = num(json_array_get(items(&a), 3), "id");
	a = ask(cx, "1", "GET", arena_printf(cx->mem, "/api/ledger/proof/%" PRId64, id), NULL, NULL);
	assert_int_equal(a.status, 200);
	struct merkle_proof p = {0};
	struct hash leaf, root, from;
	const char *text = str(a.json, "leaf_text");
	merkle_leaf(HASH_SHA256, text, strlen(text), &leaf);
	const json_t *head = json_object_get(a.json, "head");
	assert_true(hash_parse(str(head, "root"), &root));
	size_t i;
	json_t *node;
	json_array_foreach(json_object_get(a.json, "nodes"), i, node)
		assert_true(hash_parse(json_string_value(node), &p.nodes[p.count++]));
	assert_true(merkle_is_included(HASH_SHA256, &leaf, num(a.json, "position"), num(head, "size"), &p, &root));

	a = ask(cx, "1", "GET", "/api/ledger/consistency?from=5", NULL, NULL);
	assert_int_equal(a.status, 200);
	p.count = 0;
	json_array_foreach(json_object_get(a.json, "nodes"), i, node)
		assert_true(hash_parse(json_string_value(node), &p.nodes[p.count++]));
	assert_true(hash_parse(str(json_object_get(a.json, "from"), "root"), &from));
	assert_true(merkle_is_consistent(HASH_SHA256, 5, &from, 11, &root, &p));
	assert_int_equal(ask(cx, "1", "GET", "/api/ledger/consistency?from=3", NULL, NULL).status, 404);
	assert_int_equal(ask(cx, "1", "GET", "/api/ledger/proof/12", NULL, NULL).status, 404);

	a = ask(cx, "1", "GET", "/api/ledger/heads?limit=1", NULL, NULL);
	assert_int_equal(num(json_array_get(items(&a), 0), "size"), 11);
	assert_string_equal(str(a.json, "next"), "11");
	a = ask(cx, "1", "GET", "/api/ledger/keys", NULL, NULL);
	assert_string_equal(str(json_array_get(items(&a), 0), "id"), str(head, "key"));
}

static void verification_is_a_job(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	fill(cx, 9);
	integrate(cx);
	struct answer a = ask(cx, "1", "POST", "/api/ledger/verify", "", NULL);
	assert_int_equal(a.status, 200);
	const char *path = arena_printf(cx->mem, "/api/jobs/%" PRId64, num(a.json, "job"));
	a = ask(cx, "1", "GET", path, NULL, NULL);
	assert_string_equal(str(a.json, "state"), "queued");
	assert_int_equal(ask(cx, "2", "GET", path, NULL, NULL).status, 404);
	const struct job_kind *const kinds[] = {&ledger_verify_job, NULL};
	bool worked;
	OK(job_work(cx, kinds, &worked));
	assert_true(worked);
	a = ask(cx, "1", "GET", path, NULL, NULL);
	assert_string_equal(str(a.json, "state"), "done");
	const json_t *result = json_object_get(a.json, "result");
	assert_true(json_is_true(json_object_get(result, "ok")));
	assert_int_equal(num(result, "entries"), 9);
	assert_int_equal(ask(cx, "1", "POST", arena_printf(cx->mem, "%s/cancel", path), "", NULL).status, 409);
	a = ask(cx, "1", "GET", "/api/jobs", NULL, NULL);
	assert_int_equal(json_array_size(items(&a)), 1);
	a = ask(cx, "2", "GET", "/api/jobs", NULL, NULL);
	assert_int_equal(json_array_size(items(&a)), 0);
}

static const char *temporary(struct cx *cx, const char *text)
{
	const char *path = arena_printf(cx->mem, "%s/tmp/upload", cx->data);
	remove(path);
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return path;
}

static void files_go_in_and_come_out(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct answer a = ask(cx, "5", "POST", "/api/evidence?name=note.txt", NULL, temporary(cx, "说明"));
	assert_int_equal(a.status, 200);
	const char *hash = str(a.json, "hash"), *path = arena_printf(cx->mem, "/api/evidence/%s", hash);
	assert_string_equal(str(a.json, "name"), "note.txt");
	assert_int_equal(num(a.json, "size"), 6);
	a = ask(cx, "5", "GET", path, NULL, NULL);
	assert_int_equal(a.status, 200);
	assert_true(a.reply.immutable);
	assert_string_equal(a.reply.download, "note.txt");      /* text is saved and never shown */
	assert_string_equal(a.reply.type, "application/octet-stream");
	assert_int_equal(ask(cx, "6", "GET", path, NULL, NULL).status, 404);
	assert_int_equal(ask(cx, NULL, "GET", path, NULL, NULL).status, 401);
	assert_int_equal(ask(cx, "5", "GET", arena_printf(cx->mem, "%s/thumb", path), NULL, NULL).status, 404);
	assert_int_equal(ask(cx, "5", "POST", "/api/evidence?name=x.html", NULL, temporary(cx, "<html>")).status, 400);
	assert_int_equal(ask(cx, NULL, "POST", "/api/evidence?name=x.txt", NULL, temporary(cx, "x")).status, 401);
	cx->user = 5;
	OK(evidence_link(cx, "task", 9, &(struct texts){&hash, 1}));
	cx->user = 0;
	a = ask(cx, "3", "GET", "/api/evidence?kind=task&item=9", NULL, NULL);
	assert_string_equal(str(json_array_get(items(&a), 0), "hash"), hash);
	assert_int_equal(ask(cx, "6", "GET", "/api/evidence?kind=task&item=9", NULL, NULL).status, 404);
	assert_int_equal(ask(cx, "3", "GET", path, NULL, NULL).status, 200);
}

static void notifications_are_read(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct notify n = {.kind = "urge", .link = "/tasks/1"};
	for (int i = 0; i < 3; i++)
		OK(notify_person(cx, 5, &n, "%s is late", "A"));
	struct answer a = ask(cx, "5", "GET", "/api/notifications?limit=2", NULL, NULL);
	assert_int_equal(json_array_size(items(&a)), 2);
	assert_int_equal(num(a.json, "unread"), 3);
	int64_t id = num(json_array_get(items(&a), 0), "id");
	a = ask(cx, "5", "POST", "/api/notifications/read", arena_printf(cx->mem, "{\"ids\":[%" PRId64 "]}", id), NULL);
	assert_int_equal(a.status, 200);
	assert_int_equal(num(a.json, "unread"), 2);
	assert_int_equal(ask(cx, "5", "POST", "/api/notifications/read", "{\"ids\":\"x\"}", NULL).status, 400);
	assert_int_equal(ask(cx, "5", "POST", "/api/notifications/read", "{}", NULL).status, 400);
	a = ask(cx, "5", "POST", "/api/notifications/read", "{\"all\":true}", NULL);
	assert_int_equal(num(a.json, "unread"), 0);
	a = ask(cx, "5", "GET", "/api/notifications?unread=true", NULL, NULL);
	assert_int_equal(json_array_size(items(&a)), 0);
}

/* ---- what the core's rooms compare ---- */

static enum status make_county(struct cx *cx, void *person)
{
	struct org o;
	struct person in = {.name = "王工", .login = "wang"}, *out = person;
	TRY(county_create(cx, 990323, "青岭县", "sha256-ed25519"));
	TRY(org_by_name(cx, "青岭县应急管理局", &o));
	in.org = o.id;
	TRY(person_create(cx, &in, "hash", true, out));
	return person_grant(cx, out->id, "clerk", true);
}

static const struct ledger_check checks[] = {
	{"org", org_check_ledger}, {"person", person_check_ledger}, {"rule", rule_check_ledger},
	{"evidence", evidence_check_ledger}, {0},
};

static int64_t count_faults(struct cx *cx, const char *what)
{
	struct ledger_report r;
	OK(ledger_verify(cx, checks, NULL, &r));
	if (r.faults && !what)
		fail_msg("%s", r.words.items[0]);
	if (r.faults)
		assert_non_null(strstr(r.words.items[0], what));
	return r.faults;
}

static const struct {
	const char *sql, *found;
} changes[] = {
	{"UPDATE person SET name = '李工' WHERE county = $1 AND login = 'wang'", "its row says"},
	{"DELETE FROM role_grant WHERE county = $1 AND role = 'clerk'", "its row says"},
	{"DELETE FROM person WHERE county = $1 AND login = 'wang'", "its row is missing"},
	{"UPDATE org SET supervises = 1 - supervises WHERE county = $1 AND kind = 'leadership'", "its row says"},
	{"UPDATE rule SET params = '{}' WHERE county = $1 AND name = 'task.sign'", "its row says"},
	{"UPDATE evidence SET size = size + 1 WHERE county = $1", "its row says"},
};

static void rows_changed_behind_the_ledger_are_found(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct person person;
	struct evidence e;
	cx->county = 0;
	OK(write_now(cx, make_county, &person));
	OK(evidence_add(cx, temporary(cx, "证据"), "a.txt", &e));
	cx->user = 5;
	OK(evidence_add(cx, temporary(cx, "证据"), "b.txt", &e));
	cx->user = 0;
	integrate(cx);
	assert_int_equal(count_faults(cx, NULL), 0);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		int64_t changed;
		OK(db_begin(cx));
		OK(db_exec(cx, &changed, changes[i].sql, ARGS(V(cx->county))));
		assert_true(changed > 0);
		if (!count_faults(cx, changes[i].found))
			fail_msg("not found: %s", changes[i].sql);
		db_rollback(cx);
	}
}

/* ---- verbs ---- */

static enum status run(struct cx *cx, struct call *call, struct buf *out)
{
	buf_init(out, cx->mem);
	call->out = out;
	call->w = (struct jw){.out = out};
	const struct verbs *both[] = {&ledger_verbs, &evidence_verbs};
	for (size_t b = 0; b < 2; b++)
		for (size_t i = 0; i < both[b]->count; i++)
			if (strcmp(both[b]->table[i].words, call->names[VERB_MAX_ARGS - 1]) == 0)
				return both[b]->table[i].run(cx, call);
	fail_msg("no verb %s", call->names[VERB_MAX_ARGS - 1]);
	return STATUS_INTERNAL;
}

/* The verb's words stand in the last place of names, which no test of options reaches. */
#define CALL(verb, ...) (struct call){.names[VERB_MAX_ARGS - 1] = (verb), __VA_ARGS__}

static void verbs_export_and_check(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct buf out;
	fill(cx, 12);
	OK(run(cx, &CALL("ledger head", .json = false), &out));         /* integrates first */
	assert_non_null(strstr(out.s, "size 12, signed 2023-10-25T10:00:00+08:00"));
	const char *file = arena_printf(cx->mem, "%s/ledger.jsonl", cx->data),
		   *pub = arena_printf(cx->mem, "%s/pub.pem", cx->data);
	OK(run(cx, &CALL("ledger export", .args = {file}, .count = 1), &out));
	OK(run(cx, &CALL("ledger key", .json = false), &out));
	FILE *f = fopen(pub, "w");
	fputs(out.s, f);
	fclose(f);
	struct db *db = cx->db;
	cx->db = NULL;                          /* the check needs none */
	struct call check = CALL("ledger check", .args = {file}, .count = 1, .json = true);
	check.names[0] = "key";
	check.values[0] = pub;
	check.options = 1;
	OK(run(cx, &check, &out));
	assert_false(check.no);
	assert_non_null(strstr(out.s, "\"ok\":true,\"entries\":12,\"heads\":1"));
	f = fopen(file, "a");
	fputs("{\"county\":210323,\"id\":1,\"at\":1}\n", f);
	fclose(f);
	OK(run(cx, &check, &out));
	assert_true(check.no);
	cx->db = db;
}

static void verbs_verify_list_and_prove(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct buf out;
	fill(cx, 12);
	integrate(cx);
	struct call verify = CALL("ledger verify", .json = false);
	OK(run(cx, &verify, &out));
	assert_false(verify.no);
	assert_non_null(strstr(out.s, "12 entries"));
	OK(run(cx, &CALL("ledger list", .json = true), &out));
	json_t *list = json_loads(out.s, 0, NULL);
	int64_t id = num(json_array_get(json_object_get(list, "items"), 0), "id");
	json_decref(list);
	OK(run(cx, &CALL("ledger prove", .args = {arena_printf(cx->mem, "%" PRId64, id)}, .count = 1), &out));
	assert_non_null(strstr(out.s, "position 11"));
	assert_int_equal(run(cx, &CALL("ledger prove", .args = {"x"}, .count = 1), &out), STATUS_INVALID);
	cx_forget(cx);
	struct call evidence = CALL("evidence verify", .json = true);
	OK(run(cx, &evidence, &out));
	assert_string_equal(out.s, "{\"ok\":true,\"files\":0,\"bytes\":0,\"strays\":0,\"faults\":0,\"words\":[]}");
}

static void verbs_carry_heads_to_a_witness_and_back(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct buf out;
	const char *file = arena_printf(cx->mem, "%s/head.json", cx->data);
	fill(cx, 3);
	OK(run(cx, &CALL("ledger head", .json = true), &out));
	FILE *f = fopen(file, "w");
	fputs(out.s, f);
	fclose(f);
	cx->county = 210300;
	OK(ledger_start(cx, "sha256-ed25519"));
	OK(run(cx, &CALL("ledger cosign", .args = {file}, .count = 1), &out));
	f = fopen(file, "w");
	fputs(out.s, f);
	fclose(f);
	cx->county = DBTEST_COUNTY;
	struct call accept = CALL("ledger cosign", .args = {file}, .count = 1, .options = 1);
	accept.names[0] = "accept";
	accept.values[0] = "";
	OK(run(cx, &accept, &out));
	struct call verify = CALL("ledger verify", .json = true);
	OK(run(cx, &verify, &out));
	assert_non_null(strstr(out.s, "\"ok\":true"));
	assert_non_null(strstr(out.s, "\"cosigned\":1"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
/* The head goes out as a bundle, the witness's signature comes back; a file of a proof stands alone. */
static void a_head_is_countersigned_over_http(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	fill(cx, 3);
	OK(ledger_integrate(cx, NULL));
	struct answer a = ask(cx, "1", "GET", "/api/ledger/bundle", NULL, NULL);
	assert_int_equal(a.status, 200);
	assert_int_equal(ask(cx, "2", "GET", "/api/ledger/bundle", NULL, NULL).status, 403);
	char *text = json_dumps(a.json, 0);
	int64_t own = cx->county;
	cx->county = 210300;            /* another county on the same machine */
	OK(ledger_start(cx, "sm3-sm2"));
	struct answer signed_by = ask(cx, "1", "POST", "/api/ledger/witness", text, NULL);
	cx->county = own;
	assert_int_equal(signed_by.status, 200);
	assert_int_equal(num(json_object_get(signed_by.json, "cosign"), "size"), 3);
	char *cosign = json_dumps(signed_by.json, 0);
	assert_int_equal(ask(cx, "2", "POST", "/api/ledger/cosigns", cosign, NULL).status, 403);
	assert_int_equal(ask(cx, "1", "POST", "/api/ledger/cosigns", "{\"cosign\":1}", NULL).status, 400);
	assert_int_equal(ask(cx, "1", "POST", "/api/ledger/cosigns", cosign, NULL).status, 200);
	free(text);
	free(cosign);
	a = ask(cx, "1", "GET", "/api/ledger", NULL, NULL);
	int64_t id = num(json_array_get(items(&a), 0), "id");
	struct answer file = ask(cx, "1", "GET", arena_printf(cx->mem, "/api/ledger/proof/%lld/file", (long long)id), NULL, NULL);
	assert_int_equal(file.status, 200);
	assert_true(file.reply.temporary);
	FILE *f = fopen(file.reply.file, "re");
	struct ledger_report r;
	assert_non_null(f);
	OK(ledger_check_file(cx, f, &(struct texts){0}, &r));
	assert_int_equal(r.faults, 0);
	assert_int_equal(r.entries, 1);
	fclose(f);
	remove(file.reply.file);
	file = ask(cx, "1", "GET", "/api/ledger/export", NULL, NULL);
	f = fopen(file.reply.file, "re");
	assert_non_null(f);
	OK(ledger_check_file(cx, f, &(struct texts){0}, &r));
	assert_int_equal(r.entries, 3);
	fclose(f);
	remove(file.reply.file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_head_is_countersigned_over_http), TEST(entries_are_listed_and_filtered),
		TEST(proofs_can_be_checked_from_what_is_sent),
		TEST(verification_is_a_job),
		TEST(files_go_in_and_come_out),
		TEST(notifications_are_read),
		TEST(rows_changed_behind_the_ledger_are_found),
		TEST(verbs_export_and_check),
		TEST(verbs_verify_list_and_prove),
		TEST(verbs_carry_heads_to_a_witness_and_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
