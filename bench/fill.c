/*
 * fill.c - a county with many tasks and much history, to measure against: fill DATABASE-URL TASKS ENTRIES.
 *
 * Tasks are made by the room itself; the history entries are written in bulk in the form that reports have.  Prints a
 * sign-in for each kind of user.  The numbers of tasks fall on units as they do in a county: most on a few departments.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "base/day.h"
#include "base/id.h"
#include "core/county.h"
#include "core/org.h"
#include "core/password.h"
#include "core/person.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "rooms/task/overview.h"
#include "rooms/task/task.h"

enum { COUNTY = 990323, BATCH = 500, ROWS = 100 };
static const int64_t NOW = 1698195600;  /* 2023-10-25T09:00:00+08:00 */

struct fill {
	int64_t from, to, total;
	const struct org *orgs;
	size_t org_count;
	int64_t *tasks;
	int64_t per_task;
};

static enum status begin(struct cx *cx, void *arg)
{
	(void)arg;
	const char *hash;
	TRY(county_create(cx, COUNTY, "青岭县", "sha256-ed25519"));
	TRY(password_hash(cx, "Qingling-2023", &hash));
	static const struct { const char *login, *org, *role; } who[] = {
		{"anweiban", "县安委办", "supervisor"}, {"gongan", "县公安局", "clerk"}, {"yingji", "县应急局", "clerk"},
	};
	for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
		struct org o;
		struct person made;
		TRY(org_by_name(cx, who[i].org, &o));
		TRY(person_create(cx, &(struct person){.org = o.id, .name = "某人", .login = who[i].login, .lang = "zh", .title = "", .phone = ""},
				  hash, false, &made));
		TRY(person_grant(cx, made.id, who[i].role, true));
	}
	return STATUS_OK;
}

static enum status make_tasks(struct cx *cx, void *arg)
{
	struct fill *f = arg;
	char day[11];
	for (int64_t i = f->from; i < f->to; i++) {
		cx->now = NOW - (i % 60) * 86400;
		int64_t lead = f->orgs[i % 3 ? i % 6 : i % (int64_t)f->org_count].id, helper = f->orgs[(i * 7 + 3) % (int64_t)f->org_count].id;
		TRY(task_create(cx, &(struct task_new){
			.no = arena_printf(cx->mem, "%" PRId64, i + 1), .sort = i, .title = "矿山安全生产专项整治任务：排查采场边坡、排土场和火工品管理",
			.text = "组织力量对辖区内所有矿山开展全面排查，对一般隐患限期十天整改，对重大隐患挂牌督办，整改完成后联合验收。",
			.leads = &lead, .lead_count = 1, .cooperating = &helper, .cooperating_count = 1, .deadline_kind = "by_day",
			.deadline_text = "按期完成", .deadline_day = day_print((struct day){day_of(NOW).n + (int32_t)(i % 90) - 20}, day)}, &f->tasks[i]));
	}
	return STATUS_OK;
}

static enum status write_entries(struct cx *cx, void *arg)
{
	struct fill *f = arg;
	for (int64_t i = f->from; i < f->to; i += ROWS) {
		struct buf sql;
		struct val *v = arena_array_of(cx->mem, struct val, ROWS * 4 + 1);
		size_t n = 0;
		buf_init(&sql, cx->mem);
		buf_puts(&sql, "INSERT INTO flow_history (county, flow, item, id, action, from_state, to_state, person, org, at, input) VALUES ");
		v[n++] = V(cx->county);
		for (int64_t k = 0; k < ROWS; k++) {
			buf_printf(&sql, "%s($1, 'task', $%zu, $%zu, 'report', 'working', 'working', 1, 1, $%zu, $%zu)", k ? ", " : "", n + 1,
				   n + 2, n + 3, n + 4);
			v[n++] = V(f->tasks[(i + k) / f->per_task]);
			v[n++] = V(id_new(cx));
			v[n++] = V(NOW - 86400 + k);
			v[n++] = V("{\"text\":\"已完成阶段排查，隐患正在整改，下周继续推进。\",\"percent\":40}");
		}
		TRY(db_exec(cx, NULL, sql.s, (struct args){v, n}));
	}
	return STATUS_OK;
}

/* The days before, which the clock of a county that has been running has noted long ago. */
static enum status note_days(struct cx *cx, void *arg)
{
	char day[11];
	const struct fill *f = arg;
	for (int n = 1; n <= OVERVIEW_TREND; n++)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO task_day (county, day, green, yellow, red, blue, grey, closed) VALUES ($1, $2, $3, 0, 0, 0, 0, 0)",
			    ARGS(V(cx->county), V(day_print((struct day){day_of(NOW).n - n}, day)), V(f->total))));
	return STATUS_OK;
}

static enum status in_batches(struct cx *cx, struct fill *f, int64_t total, int64_t batch, enum status (*run)(struct cx *, void *))
{
	struct arena *whole = cx->mem;
	enum status s = STATUS_OK;
	for (f->from = 0; f->from < total && !s; f->from = f->to) {
		f->to = f->from + batch < total ? f->from + batch : total;
		cx->mem = arena_new();
		s = write_now(cx, run, f);
		if (s)
			fprintf(stderr, "%s\n", cx->error);
		arena_free(cx->mem);
	}
	cx->mem = whole;
	return s;
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "fill DATABASE-URL DATA-FOLDER TASKS ENTRIES\n");
		return 2;
	}
	struct cx cx = {.mem = arena_new(), .now = NOW, .perms = ~UINT64_C(0), .org_path = "/", .lang = LANG_EN, .data = argv[2]};
	int64_t tasks = strtoll(argv[3], NULL, 10), entries = strtoll(argv[4], NULL, 10);
	mkdir(argv[2], 0700);
	mkdir(arena_printf(cx.mem, "%s/tmp", argv[2]), 0700);
	struct list orgs;
	const char *next;
	enum status s = db_open(&cx, argv[1], &cx.db);
	if (!s)
		s = db_migrate(&cx, embedded_migrations, NULL);
	if (!s)
		s = write_now(&cx, begin, NULL);
	if (!s)
		s = org_list(&cx, &(struct org_query){.kind = "department", .limit = 200}, &orgs, &next);
	if (!s) {
		struct fill f = {.orgs = orgs.items, .org_count = orgs.count, .tasks = arena_array_of(cx.mem, int64_t, (size_t)tasks),
				 .per_task = entries / tasks ? entries / tasks : 1};
		s = in_batches(&cx, &f, tasks, BATCH, make_tasks);
		if (!s)
			s = in_batches(&cx, &f, f.per_task * tasks, 20000, write_entries);
		f.total = tasks;
		cx.now = NOW;
		if (!s)
			s = write_now(&cx, note_days, &f);
	}
	if (s)
		fprintf(stderr, "fill: %s\n", cx.error ? cx.error : status_code(s));
	db_close(cx.db);
	arena_free(cx.mem);
	return s ? 1 : 0;
}
