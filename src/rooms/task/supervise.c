#include "rooms/task/supervise.h"

#include <string.h>

enum { ALL = 100 };

/* ---- facts from events ---- */

static void accept_or_close(struct task_facts *f, struct day day)
{
	if (!f->long_since.is)
		f->in_time = f->asked.is ? f->asked : (struct maybe_day){true, day};
	f->asked.is = false;
}

static void move_due(struct task_facts *f, int to)
{
	if (to)
		f->extended = (struct maybe_day){true, {to}};
}

static void apply(struct task_facts *f, const struct task_event *e, struct milestone_fact *milestones)
{
	struct maybe_day on = {true, e->day};
	switch (e->kind) {
	case TASK_SIGNED:
		f->signed_on = f->signed_on.is ? f->signed_on : on;
		break;
	case TASK_REPORTED:
		f->last_report = on;
		f->percent = e->value;
		break;
	case TASK_EXTENDED:
		move_due(f, e->value);
		f->extensions++;
		break;
	case TASK_ASKED:
		f->asked = on;
		break;
	case TASK_RETURNED:
		f->asked.is = false;
		break;
	case TASK_ACCEPTED:
		accept_or_close(f, e->day);
		f->long_since = on;
		break;
	case TASK_CLOSED:
		accept_or_close(f, e->day);
		f->closed = on;
		break;
	case TASK_REOPENED:
		f->closed.is = f->long_since.is = f->in_time.is = f->asked.is = false;
		move_due(f, e->value);
		break;
	case TASK_MILESTONE:
		if (e->value >= 0 && e->value < f->milestone_count)
			milestones[e->value].done = on;
		break;
	}
}

void task_fold(const struct task_facts *first, const struct task_event *events, int count, struct day day,
	       struct milestone_fact *milestones, struct task_facts *out)
{
	*out = *first;
	out->milestones = milestones;
	for (int i = 0; i < first->milestone_count; i++)
		milestones[i] = first->milestones[i];
	for (int i = 0; i < count; i++)
		if (events[i].day.n <= day.n)
			apply(out, &events[i], milestones);
}

/* ---- parts of the verdict ---- */

static struct maybe_day due_of(const struct task_facts *f)
{
	return f->extended.is ? f->extended : f->when.due;
}

/* Is there a dated part that has been neither accepted nor closed? */
static bool dated_open(const struct task_facts *f)
{
	return due_of(f).is && !f->closed.is && !f->long_since.is;
}

static int percent_done(const struct task_facts *f)
{
	int done = 0, all = 0;
	if (f->closed.is || f->long_since.is)
		return ALL;
	for (int i = 0; i < f->milestone_count; i++) {
		all += f->milestones[i].weight;
		done += f->milestones[i].done.is ? f->milestones[i].weight : 0;
	}
	return all ? done * ALL / all : f->percent;
}

/* 序时进度: the milestones due until the end of the day by their weights; without milestones in step with time. */
static int percent_planned(const struct task_facts *f, struct day due, struct day day)
{
	int until = 0, all = 0;
	for (int i = 0; i < f->milestone_count; i++) {
		all += f->milestones[i].weight;
		until += f->milestones[i].day.n <= day.n ? f->milestones[i].weight : 0;
	}
	if (day.n >= due.n)
		return ALL;
	if (all)
		return until * ALL / all;
	if (day.n <= f->when.begin.n)
		return 0;
	return (int)((int64_t)(day.n - f->when.begin.n) * ALL / (due.n - f->when.begin.n));
}

static bool recurring(const struct task_facts *f)
{
	return f->when.recurs.days || f->when.recurs.months;
}

/* Long-term: accepted and going on, or without a dated part from the beginning. */
static bool long_term(const struct task_facts *f, struct day day)
{
	if (f->long_since.is)
		return true;
	return !due_of(f).is && (recurring(f) || (f->when.long_from.is && f->when.long_from.day.n <= day.n));
}

/* A report covers the period of the rhythm in which it is made. */
static struct day next_recurring(const struct task_facts *f)
{
	const struct rhythm *r = &f->when.recurs;
	if (!f->last_report.is)
		return rhythm_next(r, f->issued);
	return rhythm_next(r, rhythm_next(r, (struct day){f->last_report.day.n - 1}));
}

static struct due next_report(const struct supervise_rules *r, const struct task_facts *f, struct day day)
{
	if (recurring(f))
		return (struct due){.day = next_recurring(f)};
	if (long_term(f, day)) {
		struct day from = f->long_since.is ? f->long_since.day : f->issued;
		if (f->last_report.is && f->last_report.day.n > from.n)
			from = f->last_report.day;
		return due_months(r->calendar, from, r->long_term_months, ROLL_NONE);
	}
	if (f->last_report.is)
		return due_days(r->calendar, f->last_report.day, r->report_days, ROLL_NONE);
	return due_working_days(r->calendar, f->issued, r->first_report_days);
}

static void see_reports(const struct supervise_rules *r, const struct task_facts *f, struct day day, struct view *v)
{
	if (f->closed.is || f->asked.is)
		return;
	struct due next = next_report(r, f, day);
	v->next_report = (struct maybe_day){true, next.day};
	v->assumed |= next.assumed;
	if (day.n > next.day.n)
		v->report_days_late = day.n - next.day.n;
	v->report_late = v->report_days_late > r->report_late_days;
}

static void see_signing(const struct supervise_rules *r, const struct task_facts *f, struct day day, struct view *v)
{
	struct due sign = due_working_days(r->calendar, f->issued, r->sign_days);
	v->sign_due = sign.day;
	v->assumed |= sign.assumed;
	v->sign_late = !f->signed_on.is && !f->closed.is && day.n > sign.day.n;
}

static bool near(const struct supervise_rules *r, const struct task_facts *f, const struct view *v)
{
	int64_t period = v->due.day.n - f->when.begin.n;
	return v->days_left <= r->near_days || (int64_t)v->days_left * ALL <= r->near_percent * period;
}

/* The first that applies, worst first; what the file head of supervise.h says. */
static enum light_reason judge(const struct supervise_rules *r, const struct task_facts *f, const struct view *v)
{
	if (f->closed.is)
		return REASON_CLOSED;
	if (v->due.is && v->days_left < 0)
		return f->asked.is && f->asked.day.n <= v->due.day.n ? REASON_VERIFYING : REASON_OVERDUE;
	if (v->due.is && !f->asked.is && v->behind && near(r, f, v))
		return REASON_NEAR_BEHIND;
	if (v->report_late)
		return REASON_REPORT_LATE;
	return v->long_term ? REASON_LONG_TERM : REASON_ON_TRACK;
}

static const struct {
	const char *code;
	enum light_state state;
} reasons[] = {
	[REASON_ON_TRACK] = {"on_track", LIGHT_ON_TRACK},
	[REASON_NEAR_BEHIND] = {"near_behind", LIGHT_AT_RISK},
	[REASON_REPORT_LATE] = {"report_late", LIGHT_AT_RISK},
	[REASON_VERIFYING] = {"verifying", LIGHT_AT_RISK},
	[REASON_OVERDUE] = {"overdue", LIGHT_OVERDUE},
	[REASON_LONG_TERM] = {"long_term", LIGHT_LONG_TERM},
	[REASON_CLOSED] = {"closed", LIGHT_CLOSED},
};

void supervise(const struct supervise_rules *r, const struct task_facts *f, struct day day, struct view *out)
{
	struct view v = {
		.percent = percent_done(f), .plan_percent = -1, .long_term = !f->closed.is && long_term(f, day)};
	if (dated_open(f)) {
		v.due = due_of(f);
		v.days_left = v.due.day.n - day.n;
		v.plan_percent = percent_planned(f, v.due.day, day);
		v.behind = v.percent < v.plan_percent;
		v.assumed = f->when.assumed && !f->extended.is;
	}
	see_reports(r, f, day, &v);
	see_signing(r, f, day, &v);
	v.reason = judge(r, f, &v);
	v.state = reasons[v.reason].state;
	v.colour = r->colours[v.state];
	*out = v;
}

/* ---- words ---- */

const char *light_code(enum light_reason reason)
{
	return reasons[reason].code;
}

const char *light_text(struct cx *cx, const struct view *v)
{
	char day[11] = "";
	if (v->next_report.is)
		day_print(v->next_report.day, day);
	switch (v->reason) {
	case REASON_CLOSED:
		return words(cx, "closed");
	case REASON_OVERDUE:
		return arena_printf(cx->mem, words(cx, "%d days overdue"), -v->days_left);
	case REASON_VERIFYING:
		return arena_printf(cx->mem, words(cx, "handed in in time, not verified yet, %d days past its day"),
				    -v->days_left);
	case REASON_NEAR_BEHIND:
		return arena_printf(cx->mem, words(cx, "%d days left, progress %d %%, planned %d %%"), v->days_left,
				    v->percent, v->plan_percent);
	case REASON_REPORT_LATE:
		return arena_printf(cx->mem, words(cx, "progress report %d days late"), v->report_days_late);
	case REASON_LONG_TERM:
		return arena_printf(cx->mem, words(cx, "long-term work, next report by %s"), day);
	case REASON_ON_TRACK:
		break;
	}
	if (!v->due.is)
		return words(cx, "on track, no day set");
	return arena_printf(cx->mem, words(cx, "on track, %d days left, progress %d %%"), v->days_left, v->percent);
}

int light_rules(const struct supervise_rules *r, const struct view *v, const struct rule *out[2])
{
	out[0] = r->light;
	out[1] = r->rhythm;
	return v->reason == REASON_REPORT_LATE || v->reason == REASON_LONG_TERM ? 2 : 1;
}

int working_days_left(const struct supervise_rules *r, const struct view *v, struct day day, bool *assumed)
{
	if (assumed)
		*assumed = false;
	return v->due.is ? calendar_working_days(r->calendar, day, v->due.day, assumed) : 0;
}
