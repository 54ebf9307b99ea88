/* workbench_todo.c - which steps wait for this user. */
#include "rooms/task/workbench.h"

#include <stdlib.h>
#include <string.h>
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"

static const char *after_working_days(struct cx *cx, const struct workbench *b, struct day from, int64_t days)
{
	return day_text(cx, due_working_days(b->rules.calendar, from, (int)days).day);
}

/* ---- asking the flow ---- */

static const struct step *step_from(const struct flow *flow, const char *state, const char *action)
{
	for (size_t i = 0; i < flow->count; i++)
		if (strcmp(flow->steps[i].action, action) == 0 && flow_among(flow->steps[i].from, state))
			return &flow->steps[i];
	return NULL;
}

/* Does the flow let this user do it now? */
static enum status may(struct cx *cx, const struct flow *flow, const struct flow_row *row, const char *action, bool *yes)
{
	struct act a = {.flow = flow, .step = step_from(flow, row->state, action), .row = (struct flow_row *)(uintptr_t)row};
	*yes = false;
	if (!a.step)
		return STATUS_OK;
	enum status s = flow_permit(cx, &a);
	*yes = !s;
	if (s != STATUS_FORBIDDEN && s != STATUS_CONFLICT)
		return s;
	cx_forget(cx);
	return STATUS_OK;
}

static void add(struct cx *cx, struct workbench *b, struct workbench_todo todo)
{
	if (b->todo_count == b->todo_room) {
		size_t room = b->todo_room ? 2 * b->todo_room : 64;
		struct workbench_todo *grown = arena_array_of(cx->mem, struct workbench_todo, room);
		if (b->todo_count)
			memcpy(grown, b->todo, b->todo_count * sizeof *grown);
		b->todo = grown;
		b->todo_room = room;
	}
	b->todo[b->todo_count++] = todo;
}

/* ---- for a unit ---- */

static bool soon(const struct workbench *b, const char *day)
{
	enum { AHEAD = 3 };
	struct day d;
	return day && day_parse(day, &d) && d.n <= b->today.n + AHEAD;
}

static bool in(const struct task *t, const char *states)
{
	return flow_among(states, t->row.state);
}

static void look_as_lead(struct cx *cx, struct workbench *b, const struct workbench_task *w)
{
	const struct task *t = &w->task;
	const char *issued = day_text(cx, day_of(t->issued_at)), *reported = day_text(cx, day_of(t->reported_at ? t->reported_at : t->issued_at));
	if (in(t, "working") && !t->planned && !w->milestones && *t->due)
		add(cx, b, (struct workbench_todo){"plan", "plan", words(cx, "hand in the plan by this day"),
						   after_working_days(cx, b, day_of(t->issued_at), b->rules.plan_days), issued, t, 0});
	if (in(t, "working") && t->percent == 100 && t->sub_closed >= t->sub_total && strcmp(t->waits, "confirm") != 0) {
		add(cx, b, (struct workbench_todo){"close", "request_close", words(cx, "all is done: ask to close"), t->due, reported, t, 0});
		return;
	}
	if (in(t, "working|long_term") && soon(b, t->next_report))
		add(cx, b, (struct workbench_todo){"report", "report", words(cx, "report progress by this day"), t->next_report,
						   reported, t, 0});
}

static void look_at(struct cx *cx, struct workbench *b, const struct workbench_task *w, int64_t confirm_days)
{
	const struct task *t = &w->task;
	const char *issued = day_text(cx, day_of(t->issued_at));
	if (!w->party_signed)
		add(cx, b, (struct workbench_todo){"sign", "sign", words(cx, "sign for the task by this day"),
						   after_working_days(cx, b, day_of(t->issued_at), b->rules.sign_days), issued, t, 0});
	if (strcmp(w->role, "lead") == 0)
		look_as_lead(cx, b, w);
	else if (strcmp(t->waits, "confirm") == 0)
		add(cx, b, (struct workbench_todo){"confirm", "confirm", words(cx, "the units that lead are done: confirm your part"),
						   after_working_days(cx, b, day_of(t->reported_at), confirm_days), t->waits_since, t, 0});
}

static enum status look_at_mine(struct cx *cx, struct workbench *b)
{
	const struct rule *rule;
	int64_t days;
	TRY(rules_find(cx, b->rules.all, "task.confirm", b->today, &rule));
	TRY(rule_int(cx, rule, "working_days", &days));
	const struct workbench_task *w = b->mine.items;
	for (size_t i = 0; i < b->mine.count; i++)
		look_at(cx, b, &w[i], days);
	return STATUS_OK;
}

/* ---- for a verifier, a leader, a supervisor ---- */

static enum status look_for_verifier(struct cx *cx, struct workbench *b)
{
	const struct rule *rule;
	int64_t days;
	struct list l;
	TRY(rules_find(cx, b->rules.all, "task.verify", b->today, &rule));
	TRY(rule_int(cx, rule, "working_days", &days));
	TRY(db_all(cx, &task_record, &l,
		   "SELECT " TASK_COLUMNS " FROM task WHERE county = $1 AND state = 'closing' AND asked_at > 0 ORDER BY asked_at, id LIMIT $2",
		   ARGS(V(cx->county), V((int64_t)WORKBENCH_TODO))));
	const struct task *t = l.items;
	for (size_t i = 0; i < l.count; i++)
		add(cx, b, (struct workbench_todo){"verify", "verify", words(cx, "verify what was handed in"),
						   after_working_days(cx, b, day_of(t[i].asked_at), days), t[i].waits_since, &t[i], 0});
	return STATUS_OK;
}

struct asked {
	struct task task;
	int64_t extension, asked_by, asked_at;
	const char *new_day;
};
static const struct field asked_fields[] = {
	FIELD_AS(struct asked, "id", task.row.id),
	FIELD_AS(struct asked, "version", task.row.version),
	FIELD_AS(struct asked, "state", task.row.state),
	FIELD_AS(struct asked, "no", task.no),
	FIELD_AS(struct asked, "title", task.title),
	FIELD_AS(struct asked, "light", task.light),
	FIELD_AS(struct asked, "light_rank", task.light_rank),
	FIELD(struct asked, extension),
	FIELD(struct asked, asked_by),
	FIELD(struct asked, asked_at),
	FIELD(struct asked, new_day),
};
static const struct record asked_record = RECORD(asked, asked_fields);

static enum status look_for_leader(struct cx *cx, struct workbench *b)
{
	const struct rule *rule;
	int64_t days;
	struct list l;
	TRY(rules_find(cx, b->rules.all, "task.extension", b->today, &rule));
	TRY(rule_int(cx, rule, "decide_working_days", &days));
	TRY(db_all(cx, &asked_record, &l,
		   "SELECT t.id, t.version, t.state, t.no, t.title, t.light, t.light_rank, e.id AS extension, e.asked_by,"
		   " e.asked_at, e.new_day FROM task_extension e JOIN task t ON t.county = e.county AND t.id = e.task"
		   " WHERE e.county = $1 AND e.state = 'asked' ORDER BY e.asked_at, e.id LIMIT $2",
		   ARGS(V(cx->county), V((int64_t)WORKBENCH_TODO))));
	const struct asked *a = l.items;
	for (size_t i = 0; i < l.count; i++)
		add(cx, b, (struct workbench_todo){"decide", "grant", arena_printf(cx->mem, words(cx, "decide on more time, until %s"), a[i].new_day),
						   after_working_days(cx, b, day_of(a[i].asked_at), days),
						   day_text(cx, day_of(a[i].asked_at)), &a[i].task, a[i].extension});
	return STATUS_OK;
}

/* Whoever has not signed in time and was not urged yet; the clock urges by the due day alone. */
static enum status look_for_supervisor(struct cx *cx, struct workbench *b)
{
	struct list l;
	TRY(db_all(cx, &task_record, &l,
		   "SELECT " TASK_COLUMNS " FROM task WHERE county = $1 AND waits <> '' AND waits_since > '' AND waits = 'sign' AND urged = 0"
		   " ORDER BY waits_since, id LIMIT $2", ARGS(V(cx->county), V((int64_t)WORKBENCH_TODO))));
	const struct task *t = l.items;
	for (size_t i = 0; i < l.count; i++) {
		struct day due = due_working_days(b->rules.calendar, day_of(t[i].issued_at), b->rules.sign_days).day;
		if (due.n < b->today.n)
			add(cx, b, (struct workbench_todo){"urge", "urge", arena_printf(cx->mem, words(cx, "not signed for in time: %s"), t[i].waits_for),
							   day_text(cx, due), t[i].waits_since, &t[i], 0});
	}
	return STATUS_OK;
}

/* ---- all ---- */

static int by_due(const void *a, const void *b)
{
	const struct workbench_todo *x = a, *y = b;
	int c = strcmp(*x->due ? x->due : TASK_NO_DAY, *y->due ? y->due : TASK_NO_DAY);
	if (c)
		return c;
	return x->task->row.id < y->task->row.id ? -1 : x->task->row.id > y->task->row.id;
}

static enum status allowed(struct cx *cx, const struct workbench_todo *todo, bool *yes)
{
	if (!todo->extension)
		return may(cx, &task_flow, &todo->task->row, todo->action, yes);
	struct flow_row *row;
	TRY(extension_flow.load(cx, todo->extension, &row));
	return may(cx, &extension_flow, row, todo->action, yes);
}

enum status workbench_find_todo(struct cx *cx, struct workbench *b)
{
	if (cx->perms & PERM_TASK_WORK)
		TRY(look_at_mine(cx, b));
	if (cx->perms & PERM_TASK_VERIFY)
		TRY(look_for_verifier(cx, b));
	if (cx->perms & PERM_TASK_DECIDE)
		TRY(look_for_leader(cx, b));
	if (cx->perms & PERM_TASK_SUPERVISE)
		TRY(look_for_supervisor(cx, b));
	if (b->todo_count)
		qsort(b->todo, b->todo_count, sizeof *b->todo, by_due);
	size_t kept = 0;
	for (size_t i = 0; i < b->todo_count; i++) {
		bool yes = true;
		if (kept < WORKBENCH_TODO)
			TRY(allowed(cx, &b->todo[i], &yes));
		if (yes)
			b->todo[kept++] = b->todo[i];
	}
	b->todo_count = kept;
	return STATUS_OK;
}
