/* task_view.c - what a task shows today, kept in its row, and what it adds to the counters (tally.h). */
#include "rooms/task/task.h"

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
				   .effect_year = t->effect_year, .days = t->deadline_days, .working = t->deadline_working, .recurs = t->recurs};
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
		t->due = when.due.is ? day_text(cx, when.due.day) : "";
	return task_store_due(cx, t);
}

enum status task_facts_from(struct cx *cx, const struct supervise_rules *r, const struct task *t, const struct list *milestones,
			    struct task_facts *out)
{
	const struct task_milestone *m = milestones->items;
	struct milestone_fact *facts = arena_array_of(cx->mem, struct milestone_fact, milestones->count);
	int count = 0;
	for (size_t i = 0; i < milestones->count; i++) {
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

enum status task_facts(struct cx *cx, const struct supervise_rules *r, const struct task *t, struct task_facts *out)
{
	struct list l;
	TRY(task_milestones(cx, t->row.id, &l));
	return task_facts_from(cx, r, t, &l, out);
}

/* ---- counters ---- */

/* Measures count for the county; a measure's parts for the measure; each unit for what it leads. */
static enum status count_change(struct cx *cx, const struct task *t, const double change[TALLY_NUMBERS])
{
	TRY(tally_add(cx, t->parent ? "root" : "all", t->parent ? t->root : 0, change));
	struct list parties;
	TRY(task_parties(cx, t->row.id, &parties));
	const struct task_party *p = parties.items;
	for (size_t i = 0; i < parties.count; i++)
		if (strcmp(p[i].role, "lead") == 0)
			TRY(tally_add(cx, "org", p[i].org, change));
	return STATUS_OK;
}

enum status task_uncount(struct cx *cx, struct task *t)
{
	double n[TALLY_NUMBERS];
	int64_t changed;
	tally_parse(t->counted ? t->counted : "", n);
	for (int i = 0; i < TALLY_NUMBERS; i++)
		n[i] = -n[i];
	TRY(db_exec(cx, &changed, "UPDATE task SET counted = '' WHERE county = $1 AND id = $2 AND version = $3 AND counted = $4",
		    ARGS(V(cx->county), V(t->row.id), V(t->row.version), V(t->counted ? t->counted : ""))));
	if (changed != 1)
		return cx_fail(cx, STATUS_BUSY, "someone else is changing this task: try again");
	t->counted = "";
	return count_change(cx, t, n);
}

void task_count(const struct supervise_rules *r, const struct task *t, const struct task_facts *f, const struct view *v,
		struct day day, double out[TALLY_NUMBERS])
{
	struct kpi_sum sum = {0};
	if (strcmp(t->row.state, "withdrawn") != 0)
		kpi_add(&sum, r, f, v, day);
	tally_of(&sum, out);
}

/* ---- the row ---- */

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool shows_the_same(const struct task *a, const struct task *b)
{
	return same(a->light, b->light) && same(a->light_reason, b->light_reason) && same(a->light_day, b->light_day) &&
	       a->plan_percent == b->plan_percent && same(a->next_report, b->next_report) && same(a->counted, b->counted) &&
	       a->progress == b->progress && same(a->waits, b->waits) && same(a->waits_for, b->waits_for) &&
	       same(a->waits_since, b->waits_since);
}

/* Guarded: whoever saw another row than we did would take back another vector. */
static enum status store(struct cx *cx, const struct task *t, const struct task *was)
{
	int64_t changed;
	TRY(db_exec(cx, &changed,
		    "UPDATE task SET light = $1, light_reason = $2, light_rank = $3, light_day = $4, plan_percent = $5,"
		    " next_report = $6, counted = $7, progress = $8, waits = $9, waits_for = $10, waits_since = $11"
		    " WHERE county = $12 AND id = $13 AND version = $14 AND counted = $15",
		    ARGS(V(t->light), V(t->light_reason), V(t->light_rank), V(t->light_day), V(t->plan_percent),
			 V(t->next_report), V(t->counted), V(t->progress), V(t->waits), V(t->waits_for), V(t->waits_since),
			 V(cx->county), V(t->row.id), V(t->row.version), V(was->counted ? was->counted : ""))));
	return changed ? STATUS_OK : cx_fail(cx, STATUS_BUSY, "someone else is changing this task: try again");
}

void task_show(struct cx *cx, const struct supervise_rules *r, const struct view *v, struct day day, struct task *t)
{
	static const int ranks[] = {[LIGHT_OVERDUE] = 0, [LIGHT_AT_RISK] = 1, [LIGHT_ON_TRACK] = 2, [LIGHT_LONG_TERM] = 3, [LIGHT_CLOSED] = 4};
	t->light_rank = ranks[v->state];
	t->light = strcmp(t->row.state, "withdrawn") == 0 ? r->colours[LIGHT_CLOSED] : v->colour;
	t->light_reason = light_code(v->reason);
	t->light_day = day_text(cx, day);
	t->plan_percent = v->plan_percent;
	t->progress = v->percent;
	t->next_report = v->next_report.is ? day_text(cx, v->next_report.day) : "";
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
	*out = (struct view){.colour = t->light, .reason = reason_of(t->light_reason), .percent = (int)t->progress,
			     .plan_percent = (int)t->plan_percent, .next_report = maybe_text(t->next_report)};
	if (!t->closed_at && !t->accepted_at)
		out->due = maybe_text(t->due);
	if (out->due.is)
		out->days_left = out->due.day.n - day.n;
	if (out->next_report.is && out->next_report.day.n < day.n)
		out->report_days_late = day.n - out->next_report.day.n;
}

const char *task_light_words(struct cx *cx, const struct task *t, struct day day, const struct view *v)
{
	struct view kept;
	struct day on = day;
	if (strcmp(t->row.state, "withdrawn") == 0)
		return words(cx, "withdrawn");
	if (!day_parse(t->light_day, &on) || on.n == day.n)
		return light_text(cx, v);
	task_kept(t, on, &kept);
	return light_text(cx, &kept);
}

const char *task_light_text(struct cx *cx, const struct task *t)
{
	struct view v;
	struct day today = day_of(cx->now);
	task_kept(t, today, &v);
	return task_light_words(cx, t, today, &v);
}

enum status task_refresh_under(struct cx *cx, const struct supervise_rules *r, struct task *t)
{
	const struct task was = *t;
	struct day today = day_of(cx->now);
	struct task_facts facts;
	struct view v;
	double before[TALLY_NUMBERS], now[TALLY_NUMBERS], change[TALLY_NUMBERS];
	tally_parse(t->counted ? t->counted : "", before);
	TRY(task_facts(cx, r, t, &facts));
	supervise(r, &facts, today, &v);
	task_show(cx, r, &v, today, t);
	TRY(task_waits(cx, r, &facts, &v, today, t));
	task_count(r, t, &facts, &v, today, now);
	t->counted = tally_print(cx, now);
	bool any = false;
	for (int i = 0; i < TALLY_NUMBERS; i++) {
		change[i] = now[i] - before[i];
		any |= change[i] != 0;
	}
	if (!shows_the_same(t, &was))
		TRY(store(cx, t, &was));
	return any ? count_change(cx, t, change) : STATUS_OK;
}

enum status task_refresh(struct cx *cx, struct task *t)
{
	struct supervise_rules r;
	TRY(supervise_rules(cx, day_of(cx->now), &r));
	return task_refresh_under(cx, &r, t);
}
