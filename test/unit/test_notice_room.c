#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"
#include "core/county.h"
#include "core/evidence.h"
#include "core/ledger_api.h"
#include "core/org.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "rooms/notice/notice.h"
#include "rooms/notice/notice_api.h"
#include "rooms/task/task.h"
#include "rooms/task/task_api.h"
#include "test/dbtest.h"
#include "test/docs.h"

#define OK(call) \
	do { \
		if (call) \
			fail_msg("%s: %s", #call, cx->error); \
	} while (0)

/* Who asks: the token is a row of this table. */
static const struct someone {
	const char *token, *org, *role;
	int64_t person;
} people[] = {
	{"supervisor", "县安委办", "supervisor", 101},
	{"police", "县公安局", "clerk", 102},
	{"press", "县融媒体中心", "clerk", 103},
	{"head", "县长", "county_head", 104},
	{"town", "石门镇", "clerk", 105},
};

static enum status identify(struct cx *cx, const struct request *rq)
{
	for (size_t i = 0; rq->token && i < sizeof people / sizeof *people; i++) {
		struct org o;
		if (strcmp(rq->token, people[i].token) != 0)
			continue;
		TRY(org_by_name(cx, people[i].org, &o));
		cx->user = people[i].person;
		cx->org = o.id;
		cx->perms = role_find(people[i].role)->perms;
		cx->org_path = cx->perms & PERM_COUNTY_WIDE ? "/" : o.path;
	}
	return STATUS_OK;
}

static const struct routes *const all_routes[] = {&notice_routes, &task_routes, &evidence_routes};
static const struct app app = {all_routes, 3, identify};

static enum status may_read_notice(struct cx *cx, const char *kind, int64_t item, bool *yes)
{
	(void)kind;
	return notice_may_read(cx, item, yes);
}
const struct evidence_reader evidence_readers[] = {{"notice", may_read_notice}, {0}};

static const struct job_kind *const jobs[] = {&notice_read_job, NULL};

static void release(void *json)
{
	json_decref(json);
}

struct answer {
	int status;
	json_t *json;
};

static struct answer finish(struct cx *cx, struct cx *own, struct exchange *x)
{
	exchange_run(own, &app, x);
	struct answer a = {x->status, json_loads(x->out.s, 0, NULL)};
	if (a.json)
		arena_defer(cx->mem, release, a.json);
	return a;
}

static struct cx request_cx(const struct cx *cx)
{
	return (struct cx){.mem = cx->mem, .db = cx->db, .data = cx->data, .county = cx->county, .now = cx->now, .lang = cx->lang,
			   .org_path = "/"};
}

static struct answer ask(struct cx *cx, const char *who, const char *method, const char *path, const char *body)
{
	struct cx own = request_cx(cx);
	struct exchange x = {.method = method, .path = path, .body = body, .size = body ? strlen(body) : 0, .rq = {.token = who}};
	return finish(cx, &own, &x);
}

static const char *text_of(json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));
	return s ? s : "";
}

static int64_t id_in(json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static struct answer must(struct answer a, int status)
{
	if (a.status != status)
		fail_msg("%d instead of %d: %s %s", a.status, status, text_of(a.json, "field"), text_of(a.json, "message"));
	return a;
}

/* Bytes as an upload of that name. */
static struct answer upload(struct cx *cx, const char *who, const char *name, const char *bytes, size_t n)
{
	struct cx own = request_cx(cx);
	const char *path = arena_printf(cx->mem, "%s/tmp/upload-%ld", cx->data, random());
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
	const struct pair query[] = {{"name", name}, {"today", "2023-09-30"}};
	struct exchange x = {.method = "POST", .path = "/api/notices/read", .query = query, .query_count = 2,
			     .rq = {.token = who, .upload = {path, (int64_t)n}}};
	return finish(cx, &own, &x);
}

static struct answer upload_file(struct cx *cx, const char *who, const char *path)
{
	size_t n;
	const char *bytes = docs_file(cx->mem, path, &n);
	assert_non_null(bytes);
	return upload(cx, who, strrchr(path, '/') + 1, bytes, n);
}

static enum status make_county(struct cx *cx, void *arg)
{
	size_t n;
	int64_t made;
	const char *towns = docs_file(cx->mem, "examples/qingling/towns.csv", &n);
	(void)arg;
	TRY(county_create(cx, 990323, "青岭县", "sha256-ed25519"));
	return org_import_towns(cx, towns, n, &made);
}

static int setup(void **state)
{
	struct dbtest *t = dbtest_new();
	struct cx *cx = &t->cx;
	cx->county = 0;
	cx->now = 1696060800;           /* 2023-09-30 16:00 in the county */
	OK(write_now(cx, make_county, NULL));
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	dbtest_free(*state);
	return 0;
}

static struct cx *cx_of(void **state)
{
	return &((struct dbtest *)*state)->cx;
}

static const char *path_of(struct cx *cx, int64_t id, const char *rest)
{
	return arena_printf(cx->mem, "/api/notices/%" PRId64 "%s", id, rest);
}

static int64_t bring_demo(struct cx *cx)
{
	struct answer a = must(upload_file(cx, "supervisor", "examples/qingling/notice.docx"), 200);
	assert_true(json_is_null(json_object_get(a.json, "duplicate_of")));
	assert_true(json_is_null(json_object_get(a.json, "job")));
	return id_in(a.json, "id");
}

static json_t *get_notice(struct cx *cx, const char *who, int64_t id)
{
	return must(ask(cx, who, "GET", path_of(cx, id, ""), NULL), 200).json;
}

static json_t *item(json_t *notice, size_t i)
{
	json_t *o = json_array_get(json_object_get(notice, "items"), i);
	assert_non_null(o);
	return o;
}

static json_t *unit(json_t *it, const char *list, size_t i)
{
	return json_array_get(json_object_get(it, list), i);
}

/* What the page sends: the notice's own document, items and marks. */
static struct answer save(struct cx *cx, int64_t id, json_t *notice)
{
	json_t *marks = json_array(), *f;
	size_t i;
	json_array_foreach(json_object_get(notice, "findings"), i, f)
		json_array_append_new(marks, json_pack("{sOsOsOsO}", "kind", json_object_get(f, "kind"), "no", json_object_get(f, "no"),
						       "words", json_object_get(f, "words"), "ignored", json_object_get(f, "ignored")));
	json_t *body = json_pack("{sOsOsOso}", "version", json_object_get(notice, "version"), "document",
				 json_object_get(notice, "document"), "items", json_object_get(notice, "items"), "findings", marks);
	char *s = json_dumps(body, 0);
	struct answer a = ask(cx, "supervisor", "PUT", path_of(cx, id, "/draft"), arena_strdup(cx->mem, s));
	free(s);
	json_decref(body);
	return a;
}

static struct answer issue(struct cx *cx, const char *who, int64_t id, bool confirm)
{
	return ask(cx, who, "POST", path_of(cx, id, "/issue"), confirm ? "{\"confirm\":true}" : "{}");
}

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

static int64_t count(struct cx *cx, const char *sql)
{
	struct count c;
	OK(db_one(cx, &count_record, &c, sql, ARGS(V(cx->county))));
	return c.n;
}

/* ---- reading ---- */

static void a_notice_is_read_and_its_units_are_known(void **state)
{
	struct cx *cx = cx_of(state);
	json_t *n = get_notice(cx, "supervisor", bring_demo(cx));
	assert_string_equal(text_of(n, "state"), "draft");
	assert_string_equal(text_of(n, "number"), "青安委办发〔2023〕17号");
	assert_string_equal(text_of(json_object_get(n, "document"), "date"), "2023-09-30");
	assert_int_equal(id_in(n, "task_count"), 12);
	assert_int_equal(json_array_size(json_object_get(n, "items")), 12);
	json_t *police = unit(item(n, 0), "lead", 0), *towns = unit(item(n, 1), "cooperate", 1);
	assert_string_equal(json_string_value(json_array_get(json_object_get(police, "names"), 0)), "县公安局");
	assert_string_equal(text_of(towns, "group"), "all_towns");
	assert_int_equal(json_array_size(json_object_get(towns, "orgs")), 24);
	assert_string_equal(text_of(json_object_get(item(n, 5), "deadline"), "kind"), "by_day_then_long_term");
	assert_string_equal(text_of(json_array_get(json_object_get(item(n, 8), "milestones"), 0), "day"), "2023-10-20");
	assert_true(id_in(n, "finding_count") > 0);
}

/* Offsets are code points of the source. */
static void each_field_says_where_it_was_read(void **state)
{
	struct cx *cx = cx_of(state);
	json_t *n = get_notice(cx, "supervisor", bring_demo(cx));
	const char *text = text_of(json_object_get(n, "source"), "text");
	json_t *at = json_array_get(json_object_get(json_object_get(item(n, 8), "source"), "deadline"), 0);
	int64_t from = json_integer_value(json_array_get(at, 0)), to = json_integer_value(json_array_get(at, 1)), points = 0;
	const char *begin = NULL, *end = NULL;
	for (const char *s = text; *s; s++) {
		if (((unsigned char)*s & 0xc0) == 0x80)
			continue;
		if (points == from)
			begin = s;
		if (points == to)
			end = s;
		points++;
	}
	assert_non_null(begin);
	assert_non_null(end);
	assert_string_equal(arena_printf(cx->mem, "%.*s", (int)(end - begin), begin), "10月20日前完成");
}

static void the_same_notice_is_recognised(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t id = bring_demo(cx);
	struct answer a = must(upload_file(cx, "supervisor", "examples/qingling/notice.docx"), 200);
	assert_int_equal(id_in(a.json, "id"), id);
	assert_int_equal(id_in(a.json, "duplicate_of"), id);
	a = must(upload_file(cx, "supervisor", "examples/qingling/notice.txt"), 200);
	assert_true(id_in(a.json, "id") != id);
	assert_int_equal(id_in(a.json, "duplicate_of"), id);
	must(ask(cx, "supervisor", "DELETE", path_of(cx, id, ""), NULL), 200);
	must(ask(cx, "supervisor", "GET", path_of(cx, id, ""), NULL), 404);
	assert_true(json_is_null(json_object_get(get_notice(cx, "supervisor", id_in(a.json, "id")), "duplicate_of")));
}

static void web_pages_are_taken_as_notices(void **state)
{
	struct cx *cx = cx_of(state);
	struct answer a = must(upload_file(cx, "supervisor", "test/fixtures/notice.html"), 200);
	json_t *n = get_notice(cx, "supervisor", id_in(a.json, "id"));
	assert_string_equal(text_of(json_object_get(n, "file"), "type"), "text/html");
	assert_true(id_in(n, "task_count") > 0);
}

static void what_cannot_be_read_leaves_nothing(void **state)
{
	struct cx *cx = cx_of(state);
	static const struct {
		const char *name, *bytes;
		size_t n;
	} bad[] = {
		{"a.docx", "PK\3\4 and then nothing that is a zip", 36},
		{"a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", 12},
		{"a.exe", "MZ\x90\0\3\0\0\0", 8},
		{"a.txt", "\0\1\2\3\4\5\6\7", 8},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct answer a = must(upload(cx, "supervisor", bad[i].name, bad[i].bytes, bad[i].n), 400);
		assert_true(*text_of(a.json, "message"));
	}
	must(upload(cx, "supervisor", "empty.txt", "", 0), 400);
	size_t big = 21 << 20;
	char *bytes = arena_alloc(cx->mem, big);
	memset(bytes, 'a', big);
	must(upload(cx, "supervisor", "big.txt", bytes, big), 413);
	assert_int_equal(count(cx, "SELECT count(*) AS n FROM notice WHERE county = $1"), 0);
	assert_int_equal(count(cx, "SELECT count(*) AS n FROM evidence WHERE county = $1"), 0);
}

/* A text that is no notice is a draft without tasks, which says so and cannot be issued. */
static void a_text_without_tasks_cannot_be_issued(void **state)
{
	struct cx *cx = cx_of(state);
	static const char text[] = "会议室使用说明\n请保持安静。\n";
	struct answer a = must(upload(cx, "supervisor", "x.txt", text, sizeof text - 1), 200);
	json_t *n = get_notice(cx, "supervisor", id_in(a.json, "id"));
	assert_int_equal(id_in(n, "task_count"), 0);
	assert_true(json_array_size(json_object_get(n, "warnings")) > 0);
	a = must(issue(cx, "supervisor", id_in(a.json, "id"), true), 400);
	assert_string_equal(text_of(a.json, "field"), "items");
}

/* ---- a job for pictures ---- */

static void pictures_are_read_by_a_job(void **state)
{
	struct cx *cx = cx_of(state);
	struct answer a = must(upload_file(cx, "supervisor", "test/fixtures/scan.png"), 200);
	int64_t id = id_in(a.json, "id"), job = id_in(a.json, "job");
	assert_true(job > 0);
	assert_string_equal(text_of(get_notice(cx, "supervisor", id), "state"), "reading");
	must(issue(cx, "supervisor", id, true), 409);
	bool worked;
	OK(job_work(cx, jobs, &worked));
	assert_true(worked);
	json_t *n = get_notice(cx, "supervisor", id);
	assert_string_equal(text_of(n, "state"), "draft");
	assert_true(json_is_true(json_object_get(json_object_get(n, "source"), "ocr")));
	assert_true(*text_of(json_object_get(n, "source"), "text"));
	struct job j;
	OK(job_get(cx, job, &j));
	assert_string_equal(j.state, "done");
}

/* Page by page the job says how far it is. */
static void a_scanned_pdf_tells_its_progress(void **state)
{
	struct cx *cx = cx_of(state);
	struct job j;
	bool worked;
	struct answer a = must(upload_file(cx, "supervisor", "test/fixtures/scan.pdf"), 200);
	int64_t job = id_in(a.json, "job");
	OK(job_work(cx, jobs, &worked));
	OK(job_get(cx, job, &j));
	assert_string_equal(j.state, "done");
	assert_true(j.total > 0);
	assert_int_equal(j.progress, j.total);
	assert_string_equal(text_of(get_notice(cx, "supervisor", id_in(a.json, "id")), "state"), "draft");
}

static void a_broken_picture_fails_with_words(void **state)
{
	struct cx *cx = cx_of(state);
	static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR broken";
	struct answer a = must(upload(cx, "supervisor", "x.png", png, sizeof png), 200);
	int64_t id = id_in(a.json, "id");
	bool worked;
	OK(job_work(cx, jobs, &worked));
	assert_true(worked);
	json_t *n = get_notice(cx, "supervisor", id);
	assert_string_equal(text_of(n, "state"), "failed");
	assert_true(*text_of(n, "error"));
	must(ask(cx, "supervisor", "DELETE", path_of(cx, id, ""), NULL), 200);
}

/* ---- reviewing ---- */

static void corrections_are_kept(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t id = bring_demo(cx);
	json_t *n = get_notice(cx, "supervisor", id);
	int64_t open = id_in(n, "finding_count");
	json_object_set_new(item(n, 7), "title", json_string("引进实力企业"));
	json_array_append_new(json_object_get(item(n, 7), "cooperate"), json_pack("{ss}", "words", "县招商中心"));
	n = must(save(cx, id, n), 200).json;
	assert_string_equal(text_of(item(n, 7), "title"), "引进实力企业");
	json_t *added = unit(item(n, 7), "cooperate", 2);
	assert_int_equal(json_array_size(json_object_get(added, "orgs")), 1);
	assert_int_equal(id_in(n, "finding_count"), open - 1);          /* 县招商中心 stands in a list now */
	json_t *f = json_array_get(json_object_get(n, "findings"), 0);
	json_object_set_new(f, "ignored", json_true());
	n = must(save(cx, id, n), 200).json;
	assert_int_equal(id_in(n, "finding_count"), open - 2);
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(n, "findings"), 0), "ignored")));
	json_object_set_new(json_array_get(json_object_get(n, "findings"), 0), "ignored", json_false());
	assert_int_equal(id_in(must(save(cx, id, n), 200).json, "finding_count"), open - 1);
}

static void whoever_is_late_is_told(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t id = bring_demo(cx);
	json_t *first = get_notice(cx, "supervisor", id), *second = get_notice(cx, "supervisor", id);
	must(save(cx, id, first), 200);
	must(save(cx, id, second), 409);
}

/* What is wrong is named by its place. */
static void each_mistake_is_named(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t id = bring_demo(cx);
	static const struct {
		size_t item;
		const char *key, *json, *field;
	} wrong[] = {
		{2, "title", "7", "items.2.title"},
		{0, "key", "\"2\"", "items.1.key"},
		{4, "key", "\"x\"", "items.4.key"},
		{1, "deadline", "{\"kind\":\"by_day\",\"day\":\"31 October\"}", "items.1.deadline.day"},
		{1, "deadline", "{\"kind\":\"someday\"}", "items.1.deadline.kind"},
		{3, "lead", "[{\"words\":\"县公安局\",\"confirmed\":true,\"orgs\":[12345]}]", "items.3.lead.0.orgs"},
		{3, "lead", "[{\"words\":\"县公安局\",\"orgs\":[\"a\"]}]", "items.3.lead.0.orgs"},
		{3, "lead", "[{\"orgs\":[]}]", "items.3.lead.0.words"},
		{5, "source", "{\"lead\":[[5,2]]}", "items.5.source.lead"},
		{5, "source", "{\"lead\":7}", "items.5.source.lead"},
		{6, "milestones", "[{\"title\":\"x\",\"kind\":\"other\"}]", "items.6.milestones.0.kind"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		json_t *n = get_notice(cx, "supervisor", id), *v = json_loads(wrong[i].json, JSON_DECODE_ANY, NULL);
		assert_non_null(v);
		json_object_set_new(item(n, wrong[i].item), wrong[i].key, v);
		struct answer a = must(save(cx, id, n), 400);
		assert_string_equal(text_of(a.json, "field"), wrong[i].field);
	}
}

/* ---- issuing ---- */

static void what_stands_against_issuing_is_named(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t id = bring_demo(cx);
	json_t *n = get_notice(cx, "supervisor", id);
	json_object_set_new(item(n, 3), "lead", json_array());
	n = must(save(cx, id, n), 200).json;
	struct answer a = must(issue(cx, "supervisor", id, true), 400);
	assert_string_equal(text_of(a.json, "field"), "items.3.lead");
	json_object_set_new(item(n, 3), "lead", json_pack("[{ss}]", "words", "县天文台"));
	n = must(save(cx, id, n), 200).json;
	a = must(issue(cx, "supervisor", id, true), 400);
	assert_string_equal(text_of(a.json, "field"), "items.3.lead.0");
	json_object_set_new(item(n, 3), "lead", json_pack("[{ss}]", "words", "县纪委监委"));
	json_object_set_new(item(n, 4), "deadline", json_pack("{ss}", "kind", "none"));
	json_object_set_new(item(n, 4), "deadline_text", json_string("条件成熟时"));
	n = must(save(cx, id, n), 200).json;
	a = must(issue(cx, "supervisor", id, true), 400);
	assert_string_equal(text_of(a.json, "field"), "items.4.deadline");
	json_object_set_new(item(n, 4), "deadline", json_pack("{ss}", "kind", "by_day"));
	n = must(save(cx, id, n), 200).json;
	a = must(issue(cx, "supervisor", id, true), 400);
	assert_string_equal(text_of(a.json, "field"), "items.4.deadline");      /* a day is needed */
	assert_int_equal(count(cx, "SELECT count(*) AS n FROM task WHERE county = $1"), 0);
	json_object_set_new(item(n, 4), "deadline", json_pack("{ss}", "kind", "none"));
	json_object_set_new(item(n, 4), "deadline_text", json_string(""));
	must(save(cx, id, n), 200);
	a = must(issue(cx, "supervisor", id, false), 409);                      /* only groups lead 11 and 12 */
	assert_string_equal(text_of(a.json, "field"), "confirm");
	must(issue(cx, "supervisor", id, true), 200);
}

static json_t *task_of(struct cx *cx, int64_t id)
{
	return must(ask(cx, "supervisor", "GET", arena_printf(cx->mem, "/api/tasks/%" PRId64, id), NULL), 200).json;
}

static struct answer ask_as_of(struct cx *cx, int64_t task, const char *day)
{
	struct cx own = request_cx(cx);
	const struct pair query[] = {{"as_of", day}};
	struct exchange x = {.method = "GET", .path = arena_printf(cx->mem, "/api/tasks/%" PRId64, task), .query = query, .query_count = 1,
			     .rq = {.token = "supervisor"}};
	return finish(cx, &own, &x);
}

static size_t parties(json_t *task, const char *role)
{
	size_t n = 0, i;
	json_t *p;
	json_array_foreach(json_object_get(task, "parties"), i, p)
		n += strcmp(text_of(p, "role"), role) == 0;
	return n;
}

static void issuing_makes_the_tasks(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t id = bring_demo(cx);
	struct answer a = must(issue(cx, "supervisor", id, true), 200);
	json_t *tasks = json_object_get(a.json, "tasks");
	assert_int_equal(json_array_size(tasks), 12);
	static const struct {
		size_t leads, cooperating;
		const char *due;
	} want[] = {
		{1, 3, "2023-10-20"}, {1, 25, "2023-10-31"}, {1, 25, "2023-10-31"}, {1, 0, "2023-10-31"}, {1, 0, "2023-12-31"},
		{2, 24, "2023-10-31"}, {1, 24, "2023-12-31"}, {1, 25, "2023-12-31"}, {1, 25, "2023-10-20"}, {2, 24, "2023-12-31"},
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		json_t *t = task_of(cx, json_integer_value(json_array_get(tasks, i)));
		assert_int_equal(parties(t, "lead"), want[i].leads);
		if (want[i].cooperating)
			assert_int_equal(parties(t, "cooperate"), want[i].cooperating);
		assert_string_equal(text_of(t, "due"), want[i].due);
		assert_string_equal(text_of(t, "no"), arena_printf(cx->mem, "%zu", i + 1));
		assert_string_equal(text_of(t, "state"), "issued");
	}
	json_t *nine = task_of(cx, json_integer_value(json_array_get(tasks, 8)));
	json_t *point = json_array_get(json_object_get(nine, "milestones"), 0);
	assert_string_equal(text_of(point, "day"), "2023-10-20");
	assert_non_null(strstr(text_of(point, "title"), "管理办法"));
	/* "within 10 days" is no point on the way */
	assert_int_equal(json_array_size(json_object_get(task_of(cx, json_integer_value(json_array_get(tasks, 1))), "milestones")), 0);
	json_t *last = task_of(cx, json_integer_value(json_array_get(tasks, 11)));
	assert_true(parties(last, "lead") > 24);
	assert_string_equal(text_of(get_notice(cx, "supervisor", id), "state"), "issued");
	must(issue(cx, "supervisor", id, true), 409);
	must(ask(cx, "supervisor", "DELETE", path_of(cx, id, ""), NULL), 409);
	must(save(cx, id, get_notice(cx, "supervisor", id)), 409);
}

/* Ten working days from 30 September 2023 run over the holidays to 18 October (the 7th and 8th are worked). */
static void working_days_are_counted_as_such(void **state)
{
	struct cx *cx = cx_of(state);
	static const char text[] = "关于报送自查情况的通知\n\n举措1：报送矿山自查情况，一矿一表。\n牵头部门：县公安局\n"
				   "完成时限：收到本通知后10个工作日内完成\n";
	struct answer a = must(upload(cx, "supervisor", "x.txt", text, sizeof text - 1), 200);
	json_t *n = get_notice(cx, "supervisor", id_in(a.json, "id"));
	assert_string_equal(text_of(json_object_get(item(n, 0), "deadline"), "kind"), "days_after_service");
	assert_true(json_is_true(json_object_get(json_object_get(item(n, 0), "deadline"), "working")));
	must(save(cx, id_in(n, "id"), n), 200);
	json_t *tasks = json_object_get(must(issue(cx, "supervisor", id_in(n, "id"), true), 200).json, "tasks");
	assert_string_equal(text_of(task_of(cx, json_integer_value(json_array_get(tasks, 0))), "due"), "2023-10-18");
}

/* Who leads does not cooperate with himself, though a group brings him along. */
static void a_leader_does_not_cooperate(void **state)
{
	struct cx *cx = cx_of(state);
	must(issue(cx, "supervisor", bring_demo(cx), true), 200);
	assert_int_equal(count(cx, "SELECT count(*) AS n FROM task WHERE county = $1 AND no = '4' AND cooperating LIKE '%纪委%'"), 0);
}

static void nobody_sees_a_draft_before_it_is_issued(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t id = bring_demo(cx);
	const char *hash = text_of(json_object_get(get_notice(cx, "supervisor", id), "file"), "hash");
	const char *file = arena_printf(cx->mem, "/api/evidence/%s", hash);
	static const char *const others[] = {"police", "press", "head", "town"};
	for (size_t i = 0; i < 4; i++) {
		must(ask(cx, others[i], "GET", path_of(cx, id, ""), NULL), 404);
		struct answer a = must(ask(cx, others[i], "GET", "/api/notices", NULL), 200);
		assert_int_equal(json_array_size(json_object_get(a.json, "items")), 0);
		must(ask(cx, others[i], "GET", file, NULL), 404);
		must(issue(cx, others[i], id, true), 403);
		must(ask(cx, others[i], "DELETE", path_of(cx, id, ""), NULL), 403);
		must(upload(cx, others[i], "x.txt", "x", 1), 403);
	}
	must(issue(cx, "supervisor", id, true), 200);
	must(ask(cx, "police", "GET", path_of(cx, id, ""), NULL), 200);
	must(ask(cx, "police", "GET", file, NULL), 200);
	must(ask(cx, "head", "GET", path_of(cx, id, ""), NULL), 200);
	must(ask(cx, "town", "GET", path_of(cx, id, ""), NULL), 200);
	must(ask(cx, "press", "GET", path_of(cx, id, ""), NULL), 404);          /* it has no part in it */
	must(ask(cx, NULL, "GET", path_of(cx, id, ""), NULL), 401);
	struct notice_row *row;
	cx->county = 990324;                                                    /* and no other county sees it */
	assert_int_equal(notice_get(cx, id, &row), STATUS_NOT_FOUND);
}

static void withdrawing_takes_the_tasks_back(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t id = bring_demo(cx);
	must(issue(cx, "supervisor", id, true), 200);
	must(ask(cx, "police", "POST", path_of(cx, id, "/withdraw"), "{\"reason\":\"文号有误\"}"), 403);
	must(ask(cx, "supervisor", "POST", path_of(cx, id, "/withdraw"), "{}"), 400);
	must(ask(cx, "supervisor", "POST", path_of(cx, id, "/withdraw"), "{\"reason\":\"文号有误\"}"), 200);
	assert_int_equal(count(cx, "SELECT count(*) AS n FROM task WHERE county = $1 AND state <> 'withdrawn'"), 0);
	json_t *h = must(ask(cx, "supervisor", "GET", path_of(cx, id, "/history"), NULL), 200).json;
	assert_int_equal(json_array_size(json_object_get(h, "items")), 4);
	/* a task's step that belongs to its notice cannot be asked for */
	struct count t;
	OK(db_one(cx, &count_record, &t, "SELECT min(id) AS n FROM task WHERE county = $1", ARGS(V(cx->county))));
	must(ask(cx, "supervisor", "POST", arena_printf(cx->mem, "/api/tasks/%" PRId64 "/steps/revoke", t.n), "{\"reason\":\"xx\"}"), 404);
}

static void lists_are_filtered_and_paged(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t id = bring_demo(cx);
	must(upload_file(cx, "supervisor", "examples/qingling/notice.txt"), 200);
	must(issue(cx, "supervisor", id, true), 200);
	struct notice_found found;
	OK(notice_search(cx, &(struct notice_query){.limit = 1}, &found));
	assert_int_equal(found.total, 2);
	assert_int_equal(found.rows.count, 1);
	assert_non_null(found.next);
	OK(notice_search(cx, &(struct notice_query){.limit = 1, .cursor = found.next}, &found));
	assert_int_equal(((struct notice_row *)found.rows.items)->row.id, id);
	assert_null(found.next);
	OK(notice_search(cx, &(struct notice_query){.state = "draft"}, &found));
	assert_int_equal(found.total, 1);
	OK(notice_search(cx, &(struct notice_query){.q = "17号"}, &found));
	assert_int_equal(found.total, 2);
	OK(notice_search(cx, &(struct notice_query){.q = "%"}, &found));
	assert_int_equal(found.total, 0);
}

/* ---- amendments ---- */

static char *replaced(struct cx *cx, const char *text, const char *old, const char *by)
{
	const char *at = strstr(text, old);
	if (!at)
		fail_msg("no %s", old);
	return arena_printf(cx->mem, "%.*s%s%s", (int)(at - text), text, by, at + strlen(old));
}

/* The notice again, measure 6 later and with another unit, 12 left out, a new one instead of it, 5 and 4 changed about. */
static const char *amended_text(struct cx *cx)
{
	size_t n;
	const char *text = docs_file(cx->mem, "examples/qingling/notice.txt", &n);
	text = replaced(cx, text, "17号", "21号");
	const char *six = strstr(text, "举措6");
	assert_non_null(six);
	text = arena_printf(cx->mem, "%.*s%s", (int)(six - text), text, replaced(cx, six, "10月31日前完成并长期推进", "11月30日前完成并长期推进"));
	six = strstr(text, "举措6");
	text = arena_printf(cx->mem, "%.*s%s", (int)(six - text), text,
			    replaced(cx, six, "牵头部门：县自然资源局、县应急管理局", "牵头部门：县自然资源局、县公安局"));
	const char *last = strstr(text, "举措12");
	return arena_printf(cx->mem, "%.*s举措12：举办全县矿山应急演练。县应急管理局编排演练脚本，组织救援队伍在年底前开展一次实战演练。\n\n"
			    "牵头部门：县应急管理局\n\n配合部门：县公安局\n\n完成时限：12月20日前完成\n", (int)(last - text), text);
}

static json_t *compared(struct cx *cx, int64_t id)
{
	return json_object_get(must(ask(cx, "supervisor", "GET", path_of(cx, id, "/compare"), NULL), 200).json, "items");
}

static const char *after_of(json_t *row, const char *field)
{
	size_t i;
	json_t *f;
	json_array_foreach(json_object_get(row, "fields"), i, f)
		if (strcmp(text_of(f, "field"), field) == 0)
			return text_of(f, "after");
	return NULL;
}

static int64_t bring_amendment(struct cx *cx, int64_t first)
{
	const char *text = amended_text(cx);
	struct answer a = must(upload(cx, "supervisor", "amended.txt", text, strlen(text)), 200);
	int64_t id = id_in(a.json, "id");
	assert_true(json_is_null(json_object_get(a.json, "duplicate_of")));
	must(ask(cx, "supervisor", "GET", path_of(cx, id, "/compare"), NULL), 409);
	must(ask(cx, "supervisor", "POST", path_of(cx, id, "/amends"), arena_printf(cx->mem, "{\"amends\":%" PRId64 "}", id)), 400);
	must(ask(cx, "supervisor", "POST", path_of(cx, id, "/amends"), arena_printf(cx->mem, "{\"amends\":%" PRId64 "}", first)), 200);
	return id;
}

static void check_comparison(json_t *rows)
{
	static const char *const changes[] = {"same", "same", "same", "same", "same", "changed", "same", "same", "same", "same", "same",
					      "added", "removed"};
	assert_int_equal(json_array_size(rows), 13);
	for (size_t i = 0; i < 13; i++)
		assert_string_equal(text_of(json_array_get(rows, i), "change"), changes[i]);
	assert_non_null(strstr(after_of(json_array_get(rows, 5), "deadline"), "2023-11-30"));
	assert_non_null(strstr(after_of(json_array_get(rows, 5), "lead"), "县公安局"));
	assert_null(after_of(json_array_get(rows, 5), "title"));
}

static enum status sign_six(struct cx *cx, void *arg)
{
	return flow_do(cx, &task_flow, *(int64_t *)arg, "sign", NULL, (struct texts){0}, 0);
}

static void sign_as(struct cx *cx, const char *who, int64_t task)
{
	struct cx own = request_cx(cx);
	OK(identify(&own, &(struct request){.token = who}));
	if (write_now(&own, sign_six, &task))
		fail_msg("%s", own.error);
}

static json_t *entry_of(struct cx *cx, int64_t task, const char *action)
{
	size_t i;
	json_t *e, *h = must(ask(cx, "supervisor", "GET", arena_printf(cx->mem, "/api/tasks/%" PRId64 "/history", task), NULL), 200).json;
	json_array_foreach(json_object_get(h, "items"), i, e)
		if (strcmp(text_of(e, "action"), action) == 0)
			return e;
	fail_msg("no %s", action);
	return NULL;
}

static void an_amendment_changes_what_it_changes(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t first = bring_demo(cx);
	json_t *tasks = json_object_get(must(issue(cx, "supervisor", first, true), 200).json, "tasks");
	int64_t six = json_integer_value(json_array_get(tasks, 5)), twelve = json_integer_value(json_array_get(tasks, 11));
	sign_as(cx, "town", six);
	int64_t rows_before = count(cx, "SELECT count(*) AS n FROM task WHERE county = $1");
	cx->now += 5 * 86400;
	int64_t id = bring_amendment(cx, first);
	check_comparison(compared(cx, id));
	must(issue(cx, "police", id, true), 403);
	struct answer a = must(issue(cx, "supervisor", id, true), 409);         /* 12 would go */
	assert_string_equal(text_of(a.json, "field"), "remove");
	must(ask(cx, "supervisor", "POST", path_of(cx, id, "/issue"), "{\"confirm\":true,\"remove\":true}"), 200);
	json_t *t = task_of(cx, six);
	assert_string_equal(text_of(t, "due"), "2023-11-30");
	assert_string_equal(text_of(t, "state"), "issued");
	assert_int_equal(parties(t, "lead"), 2);
	assert_int_equal(parties(t, "cooperate"), 24);
	assert_int_equal(count(cx, "SELECT count(*) AS n FROM task_party p JOIN task t ON t.county = p.county AND t.id = p.task"
			       " WHERE p.county = $1 AND t.no = '6' AND p.signed_at > 0"), 1);  /* the town's signature stays */
	assert_string_equal(text_of(task_of(cx, twelve), "state"), "withdrawn");
	assert_int_equal(count(cx, "SELECT count(*) AS n FROM task WHERE county = $1"), rows_before + 1);
	json_t *change = json_array_get(json_object_get(json_object_get(entry_of(cx, six, "amend"), "input"), "changes"), 0);
	assert_true(*text_of(change, "before"));                                /* the old words are in the history */
	/* as it was known the day before */
	t = must(ask_as_of(cx, six, "2023-10-02"), 200).json;
	assert_string_equal(text_of(t, "due"), "2023-10-31");
	check_comparison(compared(cx, id));                                     /* still to be seen */
	must(ask(cx, "supervisor", "POST", path_of(cx, id, "/withdraw"), "{\"reason\":\"重复\"}"), 409);
}

/* The counters, taken apart and put together again, still add up. */
static void an_amendment_keeps_the_counters(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t first = bring_demo(cx);
	must(issue(cx, "supervisor", first, true), 200);
	int64_t id = bring_amendment(cx, first);
	must(ask(cx, "supervisor", "POST", path_of(cx, id, "/issue"), "{\"confirm\":true,\"remove\":true}"), 200);
	assert_int_equal(count(cx, "SELECT CAST(sum(tasks) AS BIGINT) AS n FROM task_tally WHERE county = $1 AND kind = 'all'"), 12);
	assert_int_equal(count(cx, "SELECT CAST(sum(a.tasks) AS BIGINT) AS n FROM task_tally a WHERE a.county = $1 AND a.kind = 'org'"),
			 count(cx, "SELECT count(*) AS n FROM task_party p JOIN task t ON t.county = p.county AND t.id = p.task"
				   " WHERE p.county = $1 AND p.role = 'lead' AND t.state <> 'withdrawn'"));
}

/* Renumbered, a measure is still the same task. */
static void a_moved_measure_is_found_again(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t first = bring_demo(cx);
	must(issue(cx, "supervisor", first, true), 200);
	json_t *n = get_notice(cx, "supervisor", id_in(must(upload_file(cx, "supervisor", "examples/qingling/notice.txt"), 200).json, "id"));
	int64_t id = id_in(n, "id");
	json_object_set_new(item(n, 0), "no", json_string("2"));
	json_object_set_new(item(n, 1), "no", json_string("1"));
	must(save(cx, id, n), 200);
	must(ask(cx, "supervisor", "POST", path_of(cx, id, "/amends"), arena_printf(cx->mem, "{\"amends\":%" PRId64 "}", first)), 200);
	json_t *rows = compared(cx, id);
	assert_int_equal(json_array_size(rows), 12);
	for (size_t i = 0; i < 2; i++) {
		json_t *row = json_array_get(rows, i);
		assert_string_equal(text_of(row, "change"), "changed");
		assert_int_equal(json_array_size(json_object_get(row, "fields")), 1);
		assert_string_equal(after_of(row, "no"), i ? "1" : "2");
	}
}

/* ---- the ledger ---- */

static const struct ledger_check checks[] = {{"notice", notice_ledger_check}, {0}};

static int64_t faults(struct cx *cx)
{
	struct ledger_report r;
	int64_t done;
	do
		OK(ledger_integrate(cx, &done));
	while (done);
	OK(ledger_verify(cx, checks, NULL, &r));
	return r.faults;
}

static void tampering_is_seen(void **state)
{
	struct cx *cx = cx_of(state);
	int64_t gone = id_in(must(upload_file(cx, "supervisor", "test/fixtures/notice.html"), 200).json, "id");
	must(ask(cx, "supervisor", "DELETE", path_of(cx, gone, ""), NULL), 200);
	int64_t id = bring_demo(cx);
	assert_int_equal(faults(cx), 0);
	must(save(cx, id, get_notice(cx, "supervisor", id)), 200);
	assert_int_equal(faults(cx), 0);
	static const char *const changes[][2] = {
		{"UPDATE notice SET title = title || '!' WHERE county = $1", "UPDATE notice SET title = substr(title, 1, length(title) - 1) WHERE county = $1"},
		{"UPDATE notice_body SET draft = draft || ' ' WHERE county = $1", "UPDATE notice_body SET draft = rtrim(draft) WHERE county = $1"},
		{"UPDATE notice SET state = 'issued' WHERE county = $1", "UPDATE notice SET state = 'draft' WHERE county = $1"},
	};
	for (size_t i = 0; i < 3; i++) {
		OK(db_exec(cx, NULL, changes[i][0], ARGS(V(cx->county))));
		assert_int_equal(faults(cx), 1);
		OK(db_exec(cx, NULL, changes[i][1], ARGS(V(cx->county))));
		assert_int_equal(faults(cx), 0);
	}
	must(issue(cx, "supervisor", id, true), 200);
	assert_int_equal(faults(cx), 0);
}

static void the_table_of_steps_is_sound(void **state)
{
	struct cx *cx = cx_of(state);
	assert_null(flow_mistake(cx, &notice_flow));
	assert_null(flow_mistake(cx, &task_flow));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_notice_is_read_and_its_units_are_known),
		T(each_field_says_where_it_was_read),
		T(the_same_notice_is_recognised),
		T(web_pages_are_taken_as_notices),
		T(what_cannot_be_read_leaves_nothing),
		T(a_text_without_tasks_cannot_be_issued),
		T(pictures_are_read_by_a_job),
		T(a_scanned_pdf_tells_its_progress),
		T(a_broken_picture_fails_with_words),
		T(corrections_are_kept),
		T(whoever_is_late_is_told),
		T(each_mistake_is_named),
		T(what_stands_against_issuing_is_named),
		T(issuing_makes_the_tasks),
		T(working_days_are_counted_as_such),
		T(a_leader_does_not_cooperate),
		T(nobody_sees_a_draft_before_it_is_issued),
		T(withdrawing_takes_the_tasks_back),
		T(lists_are_filtered_and_paged),
		T(an_amendment_changes_what_it_changes),
		T(an_amendment_keeps_the_counters),
		T(a_moved_measure_is_found_again),
		T(tampering_is_seen),
		T(the_table_of_steps_is_sound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
