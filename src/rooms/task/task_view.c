/*
 * task_view.c - what a task shows today, kept in its row, and the counters that the overview reads.
 *
 * A task adds a vector of numbers to the counters: its light, and the two sides of every key figure.  The vector is kept
 * in the row ("counted"), so that a change takes the old one back and adds the new one: the counters never have to be
 * counted again, and kuangan task recount proves that they were kept well.
 */
#include "rooms/task/task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"
#include "db/db.h"
#include "rooms/task/supervise.h"
#include "rooms/task/task_view.h"

/* ---- facts ---- */

static struct maybe_day maybe(int64_t t)
{
	return t ? (struct maybe_day){true, day_of(t)} : (struct maybe_day){0};
}

static struct maybe_day maybe_text(const char *day)
{
	struct maybe_day m = {0};
	m.is = day && *day && day_parse(day, &m.day);
	return m;
}

static enum status when_of(struct cx *cx, const struct supervise_rules *r, const struct task *t, struct when *out)
{
	const struct deadline d = {.kind = t->deadline_kind, .day = t->deadline_day, .start = t->deadline_start,
				   .effect_year = t->effect_year, .days = t->deadline_days, .recurs = t->recurs};
	return deadline_resolve(cx, r->calendar, &r->period, &d, day_of(t->issued_at), maybe(t->signed_at), out);
}

enum status task_first_due(struct cx *cx, struct task *t)
{
	struct supervise_rules r;
	struct when when;
	TRY(supervise_rules(cx, day_of(cx->now), &r));
	TRY(when_of(cx, &r, t, &when));
	t->long_term = when.long_from.is || when.recurs.days || when.recurs.months;
	if (!t->extended)
		t->due = when.due.is ? day_print(when.due.day, arena_alloc(cx->mem, 11)) : "";
	return task_store_due(cx, t);
}

enum status task_facts(struct cx *cx, const struct supervise_rules *r, const struct task *t, struct task_facts *out)
{
	struct list l;
	TRY(task_milestones(cx, t->row.id, &l));
	const struct task_milestone *m = l.items;
	struct milestone_fact *facts = arena_array_of(cx->mem, struct milestone_fact, l.count);
	int count = 0;
	for (size_t i = 0; i < l.count; i++) {
		struct maybe_day day = maybe_text(m[i].day);
		if (day.is)
			facts[count++] = (struct milestone_fact){day.day, (int)m[i].weight, maybe(m[i].done_at)};
	}
	*out = (struct task_facts){
		.org = t->org, .issued = day_of(t->issued_at), .extended = t->extended ? maybe_text(t->due) : (struct maybe_day){0},
		.extensions = (int)t->extensions, .signed_on = maybe(t->signed_at), .last_report = maybe(t->reported_at),
		.percent = (int)t->percent, .milestones = facts, .milestone_count = count, .asked = maybe(t->asked_at),
		.long_since = maybe(t->accepted_at), .closed = maybe(t->closed_at), .in_time = maybe(t->handed_at),
	};
	return when_of(cx, r, t, &out->when);
}

/* ---- counters ---- */

enum { NUMBERS = LIGHT_STATES + 2 * KPI_COUNT + 1 };

/* The names of the numbers in task_tally: lights, then both sides of the key figures, then how many tasks. */
const char *tally_name(struct cx *cx, int i)
{
	static const char *const lights[] = {"on_track", "at_risk", "overdue", "long_term", "closed"};
	static const char *const kpis[] = {
#define X(id, zh, en) #id,
		KPI_LIST(X)
#undef X
	};
	if (i < LIGHT_STATES)
		return lights[i];
	if (i == NUMBERS - 1)
		return "tasks";
	i -= LIGHT_STATES;
	return arena_printf(cx->mem, "%s.%s", kpis[i / 2], i % 2 ? "den" : "num");
}

static void numbers_of(const struct kpi_sum *sum, double out[NUMBERS])
{
	for (int i = 0; i < LIGHT_STATES; i++)
		out[i] = sum->lights[i];
	for (int i = 0; i < KPI_COUNT; i++) {
		out[LIGHT_STATES + 2 * i] = sum->num[i];
		out[LIGHT_STATES + 2 * i + 1] = sum->den[i];
	}
	out[NUMBERS - 1] = sum->tasks;
}

static const char *print_numbers(struct cx *cx, const double n[NUMBERS])
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (int i = 0; i < NUMBERS; i++)
		buf_printf(&b, "%s%g", i ? " " : "", n[i]);
	return b.s;
}

static void parse_numbers(const char *s, double out[NUMBERS])
{
	for (int i = 0; i < NUMBERS; i++) {
		char *end = (char *)(uintptr_t)s;
		out[i] = *s ? strtod(s, &end) : 0;
		s = end;
	}
}

static enum status add_to(struct cx *cx, const char *kind, int64_t item, const double change[NUMBERS])
{
	for (int i = 0; i < NUMBERS; i++)
		if (change[i] != 0)
			TRY(db_exec(cx, NULL,
				    "INSERT INTO task_tally (county, kind, item, what, n) VALUES ($1, $2, $3, $4, $5)"
				    " ON CONFLICT (county, kind, item, what) DO UPDATE SET n = task_tally.n + excluded.n",
				    ARGS(V(cx->county), V(kind), V(item), V(tally_name(cx, i)), V(change[i]))));
	return STATUS_OK;
}

/* Measures count for the county; a measure's parts for the measure; each unit for what it leads. */
static enum status count_change(struct cx *cx, const struct task *t, const double change[NUMBERS])
{
	if (t->parent)
		TRY(add_to(cx, "root", t->root, change));
	else
		TRY(add_to(cx, "all", 0, change));
	struct list parties;
	TRY(task_parties(cx, t->row.id, &parties));
	const struct task_party *p = parties.items;
	for (size_t i = 0; i < parties.count; i++)
		if (strcmp(p[i].role, "lead") == 0)
			TRY(add_to(cx, "org", p[i].org, change));
	return STATUS_OK;
}

/* ---- the row ---- */

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static enum status store(struct cx *cx, struct task *t, const struct task *was)
{
	if (same(t->light, was->light) && same(t->light_reason, was->light_reason) &&
	    same(t->light_day, was->light_day) && t->plan_percent == was->plan_percent &&
	    same(t->next_report, was->next_report) && same(t->counted, was->counted))
		return STATUS_OK;
	return db_exec(cx, NULL,
		       "UPDATE task SET light = $1, light_reason = $2, light_rank = $3, light_day = $4, plan_percent = $5,"
		       " next_report = $6, counted = $7 WHERE county = $8 AND id = $9",
		       ARGS(V(t->light), V(t->light_reason), V(t->light_rank), V(t->light_day), V(t->plan_percent),
			    V(t->next_report), V(t->counted), V(cx->county), V(t->row.id)));
}

void task_show(struct cx *cx, const struct view *v, struct day day, struct task *t)
{
	static const int ranks[] = {[LIGHT_OVERDUE] = 0, [LIGHT_AT_RISK] = 1, [LIGHT_ON_TRACK] = 2, [LIGHT_LONG_TERM] = 3, [LIGHT_CLOSED] = 4};
	t->light_rank = ranks[v->state];
	t->light = v->colour;
	t->light_reason = light_code(v->reason);
	t->light_day = day_print(day, arena_alloc(cx->mem, 11));
	t->plan_percent = v->plan_percent;
	t->next_report = v->next_report.is ? day_print(v->next_report.day, arena_alloc(cx->mem, 11)) : "";
}

static enum light_reason reason_of(const char *code)
{
	for (int i = 0; i < LIGHT_REASONS; i++)
		if (strcmp(light_code((enum light_reason)i), code) == 0)
			return (enum light_reason)i;
	return REASON_ON_TRACK;
}

void task_kept(const struct task *t, struct day day, struct view *out)
{
	*out = (struct view){.colour = t->light, .reason = reason_of(t->light_reason), .percent = (int)t->percent,
			     .plan_percent = (int)t->plan_percent, .next_report = maybe_text(t->next_report)};
	if (!t->closed_at && !t->accepted_at)
		out->due = maybe_text(t->due);
	if (out->due.is)
		out->days_left = out->due.day.n - day.n;
	if (out->next_report.is && out->next_report.day.n < day.n)
		out->report_days_late = day.n - out->next_report.day.n;
}

const char *task_light_text(struct cx *cx, const struct task *t)
{
	struct view v;
	struct day day;
	if (strcmp(t->row.state, "withdrawn") == 0)
		return words(cx, "withdrawn");
	if (!day_parse(t->light_day, &day))
		day = day_of(cx->now);
	task_kept(t, day, &v);
	return light_text(cx, &v);
}

enum status task_refresh_under(struct cx *cx, const struct supervise_rules *r, struct task *t)
{
	const struct task was = *t;
	struct day today = day_of(cx->now);
	struct task_facts facts;
	struct view v;
	struct kpi_sum sum = {0};
	double before[NUMBERS], now[NUMBERS] = {0};
	parse_numbers(t->counted ? t->counted : "", before);
	TRY(task_facts(cx, r, t, &facts));
	supervise(r, &facts, today, &v);
	task_show(cx, &v, today, t);
	if (strcmp(t->row.state, "withdrawn") == 0) {
		t->light = v.colour = r->colours[LIGHT_CLOSED];
	} else {
		kpi_add(&sum, r, &facts, &v, today);
		numbers_of(&sum, now);
	}
	t->counted = print_numbers(cx, now);
	double change[NUMBERS];
	bool any = false;
	for (int i = 0; i < NUMBERS; i++) {
		change[i] = now[i] - before[i];
		any |= change[i] != 0;
	}
	if (any)
		TRY(count_change(cx, t, change));
	return store(cx, t, &was);
}

enum status task_refresh(struct cx *cx, struct task *t)
{
	struct supervise_rules r;
	TRY(supervise_rules(cx, day_of(cx->now), &r));
	return task_refresh_under(cx, &r, t);
}
