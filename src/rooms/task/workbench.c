#include "rooms/task/workbench.h"

#include <stdlib.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/task/overview_api.h"

/* ---- the unit's tasks ---- */

static const struct field extra_fields[] = {
	FIELD_AS(struct workbench_task, "planned", task.planned),
	FIELD(struct workbench_task, role),
	FIELD(struct workbench_task, party_signed),
	FIELD(struct workbench_task, milestones),
};
enum { EXTRA = sizeof extra_fields / sizeof *extra_fields };

/* A row of a task list, and what is ours of it. */
static const struct record *mine_record(struct cx *cx)
{
	struct record *rec = arena_new_of(cx->mem, struct record);
	size_t n = task_row_record.count;
	struct field *fields = arena_array_of(cx->mem, struct field, n + EXTRA);
	memcpy(fields, task_row_record.fields, n * sizeof *fields);
	memcpy(fields + n, extra_fields, sizeof extra_fields);
	*rec = (struct record){.name = "workbench_task", .size = sizeof(struct workbench_task), .fields = fields, .count = n + EXTRA};
	return rec;
}

/* One row a task where two of our units are parties of it: the one that leads, unsigned if one of them is. */
static void join_parties(struct list *l)
{
	struct workbench_task *w = l->items;
	size_t n = 0;
	for (size_t i = 0; i < l->count; i++) {
		struct workbench_task *last = n ? &w[n - 1] : NULL;
		if (!last || last->task.row.id != w[i].task.row.id) {
			w[n++] = w[i];
			continue;
		}
		if (strcmp(w[i].role, "lead") == 0)
			last->role = w[i].role;
		if (!w[i].party_signed)
			last->party_signed = 0;
	}
	l->count = n;
}

/* Of the user's organisation; of those below it as well where he works for them. */
static enum status read_mine(struct cx *cx, struct list *out)
{
	const char *orgs = cx->perms & PERM_TASK_WORK
				   ? "p.org IN (SELECT o.id FROM org o JOIN org me ON me.county = o.county AND me.id = $2"
				     " WHERE o.county = $1 AND o.path >= me.path AND o.path < me.path || '~')"
				   : "p.org = $2";
	TRY(db_all(cx, mine_record(cx), out,
		   arena_printf(cx->mem, "SELECT " TASK_ROW_COLUMNS ", t.planned, p.role, p.signed_at AS party_signed,"
				" CASE WHEN t.planned = 1 THEN 1 WHEN EXISTS (SELECT 1 FROM task_milestone m WHERE m.county = t.county"
				" AND m.task = t.id AND m.dropped_at = 0) THEN 1 ELSE 0 END AS milestones"
				" FROM task_party p CROSS JOIN task t WHERE p.county = $1 AND t.county = p.county AND t.id = p.task AND %s"
				" AND t.state NOT IN ('closed', 'withdrawn') ORDER BY p.due_key, p.task LIMIT $3", orgs),
		   ARGS(V(cx->county), V(cx->org), V((int64_t)WORKBENCH_MAX))));
	join_parties(out);
	return STATUS_OK;
}

/* ---- the week, what is red ---- */

static bool within(const char *day, const char *from, const char *to)
{
	return *day && strcmp(day, from) >= 0 && strcmp(day, to) <= 0;
}

static void put_task(struct list *l, const struct task *t)
{
	((struct task *)l->items)[l->count++] = *t;
}

static enum status look_over_county(struct cx *cx, struct workbench *b)
{
	struct task_page page;
	TRY(task_list(cx, &(struct task_query){.state = "open", .due_from = day_text(cx, (struct day){b->monday.n}), .due_to = day_text(cx, (struct day){b->monday.n + 6}),
					       .limit = WORKBENCH_LIST}, &page));
	b->week = page.tasks;
	return db_all(cx, &task_row_record, &b->red,
		      "SELECT " TASK_ROW_COLUMNS " FROM task t WHERE t.county = $1 AND t.light_rank = 0 AND t.parent = 0"
		      " ORDER BY t.due_key, t.id LIMIT $2", ARGS(V(cx->county), V((int64_t)WORKBENCH_ALARMS)));
}

static void look_over_mine(struct cx *cx, struct workbench *b)
{
	const struct workbench_task *w = b->mine.items;
	const char *from = day_text(cx, (struct day){b->monday.n}), *to = day_text(cx, (struct day){b->monday.n + 6});
	b->week.items = arena_array_of(cx->mem, struct task, b->mine.count);
	b->red.items = arena_array_of(cx->mem, struct task, WORKBENCH_ALARMS);
	for (size_t i = 0; i < b->mine.count; i++) {
		if (within(w[i].task.due, from, to))
			put_task(&b->week, &w[i].task);
		if (!w[i].task.light_rank && b->red.count < WORKBENCH_ALARMS)
			put_task(&b->red, &w[i].task);
	}
}

/* ---- the calendar ---- */

static void put_date(struct workbench *b, const char *day, const char *kind, const struct task *t, const char *from, const char *to)
{
	if (b->date_count < WORKBENCH_CALENDAR && within(day, from, to))
		b->dates[b->date_count++] = (struct workbench_date){day, kind, t->no, t->title, t->row.id, NULL, ""};
}

static int by_day(const void *a, const void *b)
{
	const struct workbench_date *x = a, *y = b;
	int c = strcmp(x->day, y->day);
	return c ? c : x->task < y->task ? -1 : x->task > y->task;
}

struct milestone_row {
	int64_t task;
	const char *no, *title, *day;
};
static const struct field milestone_fields[] = {
	FIELD(struct milestone_row, task),
	FIELD(struct milestone_row, no),
	FIELD(struct milestone_row, title),
	FIELD(struct milestone_row, day),
};
static const struct record milestone_record = RECORD(milestone_row, milestone_fields);

static enum status put_milestones(struct cx *cx, struct workbench *b, const char *from, const char *to)
{
	struct list l;
	TRY(db_all(cx, &milestone_record, &l,
		   "SELECT m.task, t.no, m.title, m.day FROM task_party p CROSS JOIN task t"
		   " CROSS JOIN task_milestone m WHERE p.county = $1 AND t.county = p.county AND t.id = p.task"
		   " AND m.county = p.county AND m.task = p.task AND p.org = $2 AND p.due_key >= '' AND p.role = 'lead' AND t.state = 'working' AND m.done_at = 0"
		   " AND m.dropped_at = 0 AND m.day >= $3 AND m.day <= $4 ORDER BY m.day LIMIT $5",
		   ARGS(V(cx->county), V(cx->org), V(from), V(to), V((int64_t)WORKBENCH_CALENDAR))));
	const struct milestone_row *m = l.items;
	for (size_t i = 0; i < l.count; i++)
		put_date(b, m[i].day, "milestone", &(struct task){.row.id = m[i].task, .no = m[i].no, .title = m[i].title}, from, to);
	return STATUS_OK;
}

static enum status read_calendar(struct cx *cx, struct workbench *b)
{
	enum { BEFORE = 31, AFTER = 45 };
	const char *from = day_text(cx, (struct day){b->today.n - BEFORE}), *to = day_text(cx, (struct day){b->today.n + AFTER});
	const struct workbench_task *w = b->mine.items;
	b->dates = arena_array_of(cx->mem, struct workbench_date, WORKBENCH_CALENDAR);
	for (size_t i = 0; i < b->mine.count; i++) {
		put_date(b, w[i].task.due, "due", &w[i].task, from, to);
		if (strcmp(w[i].role, "lead") == 0 && *w[i].task.next_report)
			put_date(b, w[i].task.next_report, "report", &w[i].task, from, to);
	}
	TRY(put_milestones(cx, b, from, to));
	if (cx->perms & PERM_COUNTY_WIDE && !b->mine.count) {
		struct task_page page;
		TRY(task_list(cx, &(struct task_query){.level = "measures", .state = "open", .due_from = from, .due_to = to, .limit = 200}, &page));
		const struct task *t = page.tasks.items;
		for (size_t i = 0; i < page.tasks.count; i++)
			put_date(b, t[i].due, "due", &t[i], from, to);
	}
	b->from = from;
	b->to = to;
	return STATUS_OK;
}

/* What other rooms want by a day. */
static void put_others(struct workbench *b)
{
	for (size_t i = 0; i < b->others.count && b->date_count < WORKBENCH_CALENDAR; i++) {
		const struct todo *t = &b->others.items[i];
		if (within(t->due, b->from, b->to))
			b->dates[b->date_count++] = (struct workbench_date){t->due, t->room, t->no, t->title, 0, t->link, t->label};
	}
}

static void sort_dates(struct workbench *b)
{
	if (b->date_count)
		qsort(b->dates, b->date_count, sizeof *b->dates, by_day);
}

/* ---- all of it ---- */

enum status workbench_read(struct cx *cx, struct workbench *b)
{
	*b = (struct workbench){.today = day_of(cx->now)};
	b->monday.n = b->today.n - day_weekday(b->today) + 1;
	TRY(supervise_rules(cx, b->today, &b->rules));
	TRY(read_mine(cx, &b->mine));
	if (cx->perms & PERM_COUNTY_WIDE && !b->mine.count)
		TRY(look_over_county(cx, b));
	else
		look_over_mine(cx, b);
	TRY(read_calendar(cx, b));
	TRY(workbench_find_todo(cx, b));
	TRY(todo_find(cx, &b->others));
	put_others(b);
	sort_dates(b);
	struct list drafts;
	TRY(deed_drafts(cx, &drafts));
	b->drafts = drafts.count;
	TRY(notify_copied(cx, &b->copied));
	return deed_count(cx, &b->deeds);
}
