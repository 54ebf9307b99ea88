/* overview.c - the overview of today, from rows and counters that are kept. */
#include "rooms/task/overview.h"

#include <stdlib.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/task/task_list.h"

/* ---- records ---- */

static const struct field measure_fields[] = {
	FIELD_AS(struct overview_measure, "id", task.row.id),
	FIELD_AS(struct overview_measure, "state", task.row.state),
	FIELD_AS(struct overview_measure, "notice", task.notice),
	FIELD_AS(struct overview_measure, "sort", task.sort),
	FIELD_AS(struct overview_measure, "no", task.no),
	FIELD_AS(struct overview_measure, "title", task.title),
	FIELD_AS(struct overview_measure, "leads", task.leads),
	FIELD_AS(struct overview_measure, "due", task.due),
	FIELD_AS(struct overview_measure, "progress", task.progress),
	FIELD_AS(struct overview_measure, "plan_percent", task.plan_percent),
	FIELD_AS(struct overview_measure, "light", task.light),
	FIELD_AS(struct overview_measure, "light_reason", task.light_reason),
	FIELD_AS(struct overview_measure, "light_day", task.light_day),
	FIELD_AS(struct overview_measure, "light_rank", task.light_rank),
	FIELD_AS(struct overview_measure, "next_report", task.next_report),
	FIELD_AS(struct overview_measure, "closed_at", task.closed_at),
	FIELD_AS(struct overview_measure, "accepted_at", task.accepted_at),
	FIELD(struct overview_measure, on_track),
	FIELD(struct overview_measure, at_risk),
	FIELD(struct overview_measure, overdue),
	FIELD(struct overview_measure, long_term),
	FIELD(struct overview_measure, closed),
	FIELD(struct overview_measure, parts),
};
static const struct record measure_record = RECORD(overview_measure, measure_fields);
#define MEASURE_COLUMNS                                                                                                \
	"t.id, t.state, t.notice, t.sort, t.no, t.title, t.leads, t.due, t.progress, t.plan_percent, t.light, "        \
	"t.light_reason, t.light_day, t.light_rank, t.next_report, t.closed_at, t.accepted_at, y.on_track, y.at_risk, " \
	"y.overdue, y.long_term, y.closed, y.tasks AS parts"

static const struct field stuck_fields[] = {
	FIELD(struct overview_stuck, task),
	FIELD(struct overview_stuck, no),
	FIELD(struct overview_stuck, title),
	FIELD(struct overview_stuck, waits),
	FIELD(struct overview_stuck, waits_for),
	FIELD(struct overview_stuck, waits_since),
};
static const struct record stuck_record = RECORD(overview_stuck, stuck_fields);

static const struct field day_fields[] = {
	FIELD(struct overview_day, day),
	FIELD(struct overview_day, green),
	FIELD(struct overview_day, yellow),
	FIELD(struct overview_day, red),
	FIELD(struct overview_day, blue),
	FIELD(struct overview_day, grey),
	FIELD(struct overview_day, closed),
};
const struct record overview_day_record = RECORD(overview_day, day_fields);

struct unit_name {
	int64_t id;
	const char *name, *kind;
};
static const struct field unit_fields[] = {
	FIELD(struct unit_name, id),
	FIELD(struct unit_name, name),
	FIELD(struct unit_name, kind),
};
static const struct record unit_record = RECORD(unit_name, unit_fields);

struct due_row {
	struct task task;
};
static const struct field due_fields[] = {
	FIELD_AS(struct due_row, "id", task.row.id),
	FIELD_AS(struct due_row, "no", task.no),
	FIELD_AS(struct due_row, "title", task.title),
	FIELD_AS(struct due_row, "due", task.due),
};
static const struct record due_record = RECORD(due_row, due_fields);

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

/* ---- figures ---- */

struct addition {
	const char *counted;
};
static const struct field addition_fields[] = {FIELD(struct addition, counted)};
static const struct record addition_record = RECORD(addition, addition_fields);

static enum status add_counted(struct cx *cx, void *arg, const void *row)
{
	(void)cx;
	double n[TALLY_NUMBERS];
	struct tally *sum = arg;
	tally_parse(((const struct addition *)row)->counted, n);
	for (int i = 0; i < TALLY_NUMBERS; i++)
		sum->n[i] += n[i];
	return STATUS_OK;
}

/* A unit with units below it: a task that two of them lead counts once. */
static enum status sum_of_scope(struct cx *cx, struct tally *out)
{
	struct task_source s;
	TRY(task_source(cx, &(struct task_query){.org = -1, .role = "lead"}, &s));
	return db_each(cx, &addition_record, arena_printf(cx->mem, "SELECT t.counted FROM %s WHERE %s", s.from, s.w.sql.s),
		       where_args(&s.w), add_counted, out);
}

static enum status read_all(struct cx *cx, struct overview *o)
{
	struct list l;
	if (!o->county)
		return o->unit_count == 1 ? (o->all = o->units[0].tally, STATUS_OK) : sum_of_scope(cx, &o->all);
	TRY(tally_kept(cx, "all", 0, &l));
	if (l.count)
		o->all = *(const struct tally *)l.items;
	return STATUS_OK;
}

static const struct tally *tally_of_org(const struct list *sorted, int64_t org)
{
	const struct tally *t = sorted->items;
	size_t low = 0, high = sorted->count;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (t[mid].item == org)
			return &t[mid];
		if (t[mid].item < org)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* The units in scope that lead anything. */
static enum status read_units(struct cx *cx, struct overview *o)
{
	struct list names, tallies;
	TRY(tally_kept(cx, "org", -1, &tallies));
	TRY(db_all(cx, &unit_record, &names,
		   "SELECT id, CASE WHEN short_name <> '' THEN short_name ELSE name END AS name, kind FROM org"
		   " WHERE county = $1 AND path >= $2 AND path < $3 ORDER BY sort, id",
		   ARGS(V(cx->county), V(cx->org_path), V(arena_printf(cx->mem, "%s~", cx->org_path)))));
	o->units = arena_array_of(cx->mem, struct overview_unit, names.count);
	for (size_t i = 0; i < names.count; i++) {
		const struct unit_name *u = (const struct unit_name *)names.items + i;
		const struct tally *t = tally_of_org(&tallies, u->id);
		if (t && (t->n[TALLY_TASKS] > 0 || names.count == 1))
			o->units[o->unit_count++] = (struct overview_unit){u->id, u->name, u->kind, *t};
	}
	return STATUS_OK;
}

/* ---- measures ---- */

static int by_notice(const void *a, const void *b)
{
	const struct task *x = &((const struct overview_measure *)a)->task, *y = &((const struct overview_measure *)b)->task;
	if (x->notice != y->notice)
		return x->notice > y->notice ? -1 : 1;
	if (x->sort != y->sort)
		return x->sort < y->sort ? -1 : 1;
	return x->row.id < y->row.id ? -1 : x->row.id > y->row.id;
}

void overview_sort_measures(struct overview *o)
{
	if (o->measure_count)
		qsort(o->measures, o->measure_count, sizeof *o->measures, by_notice);
}

/* The worst ones, where there are more than fit. */
static enum status read_measures(struct cx *cx, struct overview *o)
{
	struct list l;
	struct task_source s;
	TRY(task_source(cx, &(struct task_query){0}, &s));
	buf_puts(&s.w.sql, o->county ? " AND t.parent = 0 AND t.state <> 'withdrawn'" : " AND t.state <> 'withdrawn'");
	const char *where = arena_strdup(cx->mem, s.w.sql.s);
	struct args all = where_args(&s.w);
	struct count c = {(int64_t)o->all.n[TALLY_TASKS]};
	if (!o->county)
		TRY(db_one(cx, &count_record, &c, arena_printf(cx->mem, "SELECT count(*) AS n FROM %s WHERE %s", s.from, where), all));
	where_more(&s.w, " ORDER BY t.light_rank, t.due_key, t.id LIMIT $?", V((int64_t)OVERVIEW_MEASURES));
	TRY(db_all(cx, &measure_record, &l,
		   arena_printf(cx->mem, "SELECT " MEASURE_COLUMNS " FROM %s LEFT JOIN task_tally y ON y.county = t.county"
				" AND y.kind = 'root' AND y.item = t.id WHERE %s", s.from, s.w.sql.s), where_args(&s.w)));
	o->measures = l.items;
	o->measure_count = l.count;
	o->measure_total = c.n;
	overview_sort_measures(o);
	return STATUS_OK;
}

static enum status read_stuck(struct cx *cx, struct overview *o)
{
	struct list l;
	struct task_source s;
	TRY(task_source(cx, &(struct task_query){0}, &s));
	where_more(&s.w, " AND t.waits <> '' AND t.waits_since > '' ORDER BY t.waits_since, t.id LIMIT $?", V((int64_t)OVERVIEW_STUCK));
	TRY(db_all(cx, &stuck_record, &l,
		   arena_printf(cx->mem, "SELECT t.id AS task, t.no, t.title, t.waits, t.waits_for, t.waits_since FROM %s WHERE %s",
				s.from, s.w.sql.s), where_args(&s.w)));
	o->stuck = l.items;
	o->stuck_count = l.count;
	return STATUS_OK;
}

/* ---- what comes ---- */

/* By day, then by task; of one task what is due comes before what follows from it. */
static bool comes_before(const struct overview_ahead *a, const struct overview_ahead *b)
{
	if (a->day.n != b->day.n)
		return a->day.n < b->day.n;
	return a->task < b->task;
}

static void insert_ahead(struct cx *cx, struct overview *o, struct overview_ahead a)
{
	if (!o->ahead)
		o->ahead = arena_array_of(cx->mem, struct overview_ahead, OVERVIEW_AHEAD + 1);
	size_t at = o->ahead_count;
	for (; at > 0 && comes_before(&a, &o->ahead[at - 1]); at--)
		o->ahead[at] = o->ahead[at - 1];
	o->ahead[at] = a;
	o->ahead_count += o->ahead_count < OVERVIEW_AHEAD;
}

static void put_if_near(struct cx *cx, struct overview *o, const struct task *t, int day, const struct escalation *e)
{
	if (day < o->day.n || day > o->day.n + OVERVIEW_DAYS)
		return;
	bool zh = cx->lang == LANG_ZH;
	struct overview_ahead a = {.day = {day}, .kind = e ? "escalate" : "due", .task = t->row.id, .no = t->no, .title = t->title};
	if (e) {
		a.to = zh ? e->to_zh : e->to_en;
		a.text = arena_printf(cx->mem, words(cx, "%d days overdue: %s, to %s"), e->days, zh ? e->action_zh : e->action_en, a.to);
	} else {
		a.text = words(cx, "the deadline: 24:00 of this day");
	}
	insert_ahead(cx, o, a);
}

void overview_put_ahead(struct cx *cx, struct overview *o, const struct task *t, struct day due)
{
	put_if_near(cx, o, t, due.n, NULL);
	for (int i = 0; i < o->rules.step_count; i++)
		put_if_near(cx, o, t, due.n + o->rules.steps[i].days, &o->rules.steps[i]);
}

/* Those whose due day lies so many days before the days to come; e NULL: the due day itself. */
static enum status read_due(struct cx *cx, struct overview *o, const struct escalation *e)
{
	char from[11], to[11];
	int back = e ? e->days : 0;
	struct list l;
	struct task_source s;
	TRY(task_source(cx, &(struct task_query){0}, &s));
	where_and(&s.w, arena_printf(cx->mem, "%s >= $?", s.due_key), V(day_print((struct day){o->day.n - back}, from)));
	where_and(&s.w, arena_printf(cx->mem, "%s <= $?", s.due_key),
		  V(day_print((struct day){o->day.n + OVERVIEW_DAYS - back}, to)));
	where_more(&s.w, arena_printf(cx->mem, " AND t.state IN ('issued', 'working') ORDER BY %s, %s LIMIT $?", s.due_key, s.id),
		   V((int64_t)OVERVIEW_AHEAD));
	TRY(db_all(cx, &due_record, &l,
		   arena_printf(cx->mem, "SELECT t.id, t.no, t.title, t.due FROM %s WHERE %s", s.from, s.w.sql.s), where_args(&s.w)));
	const struct due_row *d = l.items;
	for (size_t i = 0; i < l.count; i++) {
		struct day due;
		if (day_parse(d[i].task.due, &due))
			put_if_near(cx, o, &d[i].task, due.n + back, e);
	}
	return STATUS_OK;
}

static enum status read_ahead(struct cx *cx, struct overview *o)
{
	TRY(read_due(cx, o, NULL));
	for (int i = 0; i < o->rules.step_count; i++)
		TRY(read_due(cx, o, &o->rules.steps[i]));
	return STATUS_OK;
}

/* ---- all of it ---- */

/* The days before, as they were noted; the day itself is what the figures say. */
static enum status read_trend(struct cx *cx, struct overview *o)
{
	char from[11], to[11];
	if (!o->county)
		return STATUS_OK;
	return db_all(cx, &overview_day_record, &o->trend,
		      "SELECT " OVERVIEW_DAY_COLUMNS " FROM task_day WHERE county = $1 AND day >= $2 AND day < $3 ORDER BY day",
		      ARGS(V(cx->county), V(day_print((struct day){o->day.n - OVERVIEW_TREND}, from)),
			   V(day_print(o->day, to))));
}

enum status overview_read(struct cx *cx, const char *as_of, struct overview *o)
{
	*o = (struct overview){.county = cx->perms & PERM_COUNTY_WIDE};
	TRY(task_day_asked(cx, as_of, &o->day, &o->past));
	TRY(supervise_rules(cx, o->day, &o->rules));
	TRY(read_trend(cx, o));
	if (o->past)
		return overview_read_past(cx, o);
	TRY(read_units(cx, o));
	TRY(read_all(cx, o));
	TRY(read_measures(cx, o));
	TRY(read_stuck(cx, o));
	return read_ahead(cx, o);
}
