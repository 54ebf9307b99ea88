/*
 * work.c - one kind of request, many times, in this process: work DATA-FOLDER CASE TIMES.
 *
 * On a database that fill has made.  From the request's first byte to the last of its answer, without sockets, with
 * sign-in, scope, ledger and commit: what callgrind counts (instructions.sh) and perf shows.  Prints CPU-µs a request.
 * Everything outside measured() is preparation.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/day.h"
#include "core/evidence.h"
#include "core/org.h"
#include "core/person.h"
#include "core/todo.h"
#include "core/session.h"
#include "core/session_api.h"
#include "core/verb.h"
#include "db/db.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "proto/doc.h"
#include "proto/notice.h"
#include "rooms/task/overview_api.h"
#include "rooms/task/task_api.h"

const struct todo_source todo_sources[] = {{0}};
enum { COUNTY = 990323, MOST_TASKS = 100 };
static const int64_t NOW = 1698195600;  /* 2023-10-25T09:00:00+08:00, as fill */

static const struct routes *const routes[] = {&task_routes, &task_new_routes, &overview_routes};
static const struct app app = {routes, sizeof routes / sizeof *routes, session_identify};

struct work {
	struct db *db;
	const char *folder, *token;
	int64_t org, tasks[MOST_TASKS];
	size_t task_count;
	const char *notice;
	size_t notice_size;
};

struct case_of {
	const char *name, *login;
	enum status (*prepare)(struct cx *cx, struct work *w);
	enum status (*run)(struct cx *cx, struct work *w, int round);
};

static struct cx fresh(const struct work *w, struct arena *mem)
{
	return (struct cx){.mem = mem, .db = w->db, .data = w->folder, .county = COUNTY, .now = NOW, .org_path = "/", .lang = LANG_ZH};
}

static enum status ask(struct cx *cx, const struct work *w, const char *method, const char *path, const struct pair *query,
		       size_t queries, const char *body)
{
	struct exchange x = {.method = method, .path = path, .query = query, .query_count = queries, .body = body,
			     .size = body ? strlen(body) : 0, .rq = {.token = w->token, .bearer = true}};
	exchange_run(cx, &app, &x);
	return x.status == 200 ? STATUS_OK : cx_fail(cx, STATUS_INTERNAL, "%s %s: %d %s", method, path, x.status, x.out.s);
}

static enum status list(struct cx *cx, struct work *w, int round)
{
	(void)round;
	static const struct pair query[] = {{"state", "open"}, {"limit", "50"}};
	return ask(cx, w, "GET", "/api/tasks", query, 2, NULL);
}

static enum status overview(struct cx *cx, struct work *w, int round)
{
	(void)round;
	return ask(cx, w, "GET", "/api/overview", NULL, 0, NULL);
}

static enum status create(struct cx *cx, struct work *w, int round)
{
	return ask(cx, w, "POST", "/api/tasks", NULL, 0,
		   arena_printf(cx->mem, "{\"no\":\"督-%d\",\"title\":\"县长办公会议定事项\",\"text\":\"对重点矿山开展复查，三日内报结果。\","
					 "\"leads\":[\"%" PRId64 "\"],\"deadline_kind\":\"by_day\",\"deadline_day\":\"2023-11-30\"}",
				round, w->org));
}

static enum status step(struct cx *cx, struct work *w, int64_t task, const char *action, const char *body)
{
	return ask(cx, w, "POST", arena_printf(cx->mem, "/api/tasks/%" PRId64 "/steps/%s", task, action), NULL, 0, body);
}

static enum status report(struct cx *cx, struct work *w, int round)
{
	return step(cx, w, w->tasks[(size_t)round % w->task_count], "report",
		    "{\"text\":\"已完成阶段排查，隐患正在整改，下周继续推进。\",\"percent\":40}");
}

struct found {
	int64_t id;
};
static const struct field found_fields[] = {FIELD(struct found, id)};
static const struct record found_record = RECORD(found, found_fields);

static enum status sign_tasks(struct cx *cx, struct work *w)
{
	struct list l;
	TRY(db_all(cx, &found_record, &l,
		   "SELECT t.id FROM task t JOIN task_party p ON p.county = t.county AND p.task = t.id"
		   " WHERE t.county = $1 AND p.org = $2 AND p.role = 'lead' ORDER BY t.id LIMIT $3",
		   ARGS(V(cx->county), V(w->org), V((int64_t)MOST_TASKS))));
	for (size_t i = 0; i < l.count; i++) {
		struct cx own = fresh(w, cx->mem);
		w->tasks[w->task_count++] = ((struct found *)l.items)[i].id;
		if (step(&own, w, w->tasks[i], "sign", "{}"))    /* signed for in an earlier run */
			cx_forget(&own);
	}
	return w->task_count ? STATUS_OK : cx_fail(cx, STATUS_NOT_FOUND, "no task of this unit");
}

static enum status load_notice(struct cx *cx, struct work *w)
{
	return call_read_file(cx, "examples/qingling/notice.txt", 1 << 20, &w->notice, &w->notice_size);
}

static enum status read_notice(struct cx *cx, struct work *w, int round)
{
	(void)round;
	struct doc doc;
	struct notice notice;
	TRY(doc_read(cx, "notice.txt", w->notice, w->notice_size, &doc));
	return notice_read(cx, &doc, day_of(NOW), &notice);
}

static const struct case_of cases[] = {
	{"list", "gongan", NULL, list},
	{"overview", "anweiban", NULL, overview},
	{"create", "anweiban", NULL, create},
	{"report", "gongan", sign_tasks, report},
	{"notice", "anweiban", load_notice, read_notice},
};

static enum status make_token(struct cx *cx, void *arg)
{
	struct work *w = arg;
	int64_t id;
	TRY(db_exec(cx, NULL, "DELETE FROM session WHERE county = $1 AND person = $2 AND note = 'bench'",      /* a person has few */
		    ARGS(V(cx->county), V(cx->user))));
	return session_token(cx, "bench", 1, &w->token, &id);
}

static enum status prepare(struct cx *cx, struct work *w, const struct case_of *c)
{
	struct person p;
	struct org o;
	TRY(person_by_login(cx, c->login, &p));
	TRY(org_by_name(cx, "县公安局", &o));
	w->org = o.id;
	cx->user = p.id;
	cx->org = p.org;
	TRY(write_now(cx, make_token, w));
	return c->prepare ? c->prepare(cx, w) : STATUS_OK;
}

/* callgrind counts inside of this function and nowhere else. */
__attribute__((noipa)) static enum status measured(struct cx *cx, const struct case_of *c, struct work *w, int round)
{
	return c->run(cx, w, round);
}

static double cpu(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static enum status run_all(struct work *w, const struct case_of *c, int times)
{
	double used = 0;
	for (int i = -2; i < times; i++) {      /* two rounds fill the caches */
		struct arena *mem = arena_new();
		struct cx one = fresh(w, mem);
		double before = cpu();
		enum status s = i < 0 ? c->run(&one, w, i + 2) : measured(&one, c, w, i + 2);
		used += i < 0 ? 0 : cpu() - before;
		if (s) {
			fprintf(stderr, "work: %s\n", one.error);
			return s;
		}
		arena_free(mem);
	}
	printf("%-10s %8.1f CPU-us\n", c->name, used / times);
	return STATUS_OK;
}

int main(int argc, char **argv)
{
	const struct case_of *c = cases, *end = cases + sizeof cases / sizeof *cases;
	while (argc == 4 && c < end && strcmp(c->name, argv[2]) != 0)
		c++;
	if (argc != 4 || c == end)
		return fprintf(stderr, "work DATA-FOLDER list|overview|create|report|notice TIMES\n"), 2;
	struct arena *mem = arena_new();
	struct work w = {.folder = argv[1]};
	struct cx cx = fresh(&w, mem);
	cx.perms = ~UINT64_C(0);
	enum status s = db_open(&cx, arena_printf(mem, "sqlite:%s/kuangan.db", argv[1]), &cx.db);
	w.db = cx.db;
	if (!s)
		s = prepare(&cx, &w, c);
	if (s)
		fprintf(stderr, "work: %s\n", cx.error);
	else
		s = run_all(&w, c, atoi(argv[3]));
	db_close(cx.db);
	arena_free(mem);
	return s ? 1 : 0;
}
