/*
 * supervise_ahead.c - what comes, and when, if nothing is done: so that nobody is surprised by an urging or by the
 * county head's circular.
 */
#include "rooms/task/supervise.h"

struct plan {
	struct cx *cx;
	const struct supervise_rules *r;
	const struct task_facts *f;
	struct view now; /* on the first day asked for */
	struct day from, to;
	struct ahead *items;
	size_t count;
};

static void put(struct plan *p, struct day day, struct ahead entry)
{
	if (day.n < p->from.n || day.n > p->to.n || p->count == AHEAD_MAX)
		return;
	entry.day = day;
	p->items[p->count++] = entry;
}

static void put_start(struct plan *p)
{
	if (!p->f->signed_on.is)
		put(p, p->now.sign_due,
		    (struct ahead){
			    .kind = "sign", .rule = p->r->sign, .text = words(p->cx, "sign for the task by this day")});
	if (!p->f->milestone_count && !p->f->last_report.is && p->now.due.is)
		put(p, due_working_days(p->r->calendar, p->f->issued, p->r->plan_days).day,
		    (struct ahead){
			    .kind = "plan", .rule = p->r->plan, .text = words(p->cx, "hand in the plan by this day")});
}

static struct day report_after(const struct plan *p, struct day day)
{
	const struct rhythm *rhythm = &p->f->when.recurs;
	if (rhythm->days || rhythm->months)
		return rhythm_next(rhythm, day);
	if (p->now.long_term)
		return due_months(p->r->calendar, day, p->r->long_term_months, ROLL_NONE).day;
	return (struct day){day.n + p->r->report_days};
}

/* The next report, and those after it as if each were made on its day; not beyond the due day, when other things count.
 */
static void put_reports(struct plan *p)
{
	if (!p->now.next_report.is)
		return;
	struct ahead entry = {
		.kind = "report", .rule = p->r->rhythm, .text = words(p->cx, "report progress by this day")};
	struct day day = p->now.next_report.day;
	put(p, day, entry);
	for (day = report_after(p, day); day.n <= p->to.n && p->count < AHEAD_MAX; day = report_after(p, day)) {
		if (p->now.due.is && day.n > p->now.due.day.n)
			return;
		put(p, day, entry);
	}
}

static void put_milestones(struct plan *p)
{
	for (int i = 0; i < p->f->milestone_count && p->now.due.is; i++)
		if (!p->f->milestones[i].done.is)
			put(p, p->f->milestones[i].day,
			    (struct ahead){
				    .kind = "milestone", .offset = i, .text = words(p->cx, "a milestone is due")});
}

static void put_urge(struct plan *p, int offset)
{
	struct day day = {p->now.due.day.n + offset};
	if (day.n <= p->f->issued.n)
		return;
	const char *text = offset < 0
				   ? arena_printf(p->cx->mem, words(p->cx, "urging: %d days to the deadline"), -offset)
				   : arena_printf(p->cx->mem, words(p->cx, "urging: %d days overdue"), offset);
	put(p, day, (struct ahead){.kind = "urge", .offset = offset, .rule = p->r->urge, .text = text});
}

static void put_urgings(struct plan *p)
{
	const struct supervise_rules *r = p->r;
	int last = 0;
	for (int i = 0; i < r->urge_before.count; i++)
		put_urge(p, -(int)r->urge_before.items[i]);
	for (int i = 0; i < r->urge_after.count; i++) {
		put_urge(p, (int)r->urge_after.items[i]);
		last = last > r->urge_after.items[i] ? last : (int)r->urge_after.items[i];
	}
	if (!r->urge_every)
		return;
	/* Skip what lies before the days asked for: a task may be years overdue. */
	int behind = p->from.n - p->now.due.day.n - last;
	int k = behind > r->urge_every ? behind / r->urge_every : 1;
	for (int at = last + k * r->urge_every; p->now.due.day.n + at <= p->to.n && p->count < AHEAD_MAX;
	     at += r->urge_every)
		put_urge(p, at);
}

static void put_escalation(struct plan *p)
{
	bool zh = p->cx->lang == LANG_ZH;
	for (int i = 0; i < p->r->step_count; i++) {
		const struct escalation *e = &p->r->steps[i];
		const char *text = arena_printf(p->cx->mem, words(p->cx, "%d days overdue: %s, to %s"), e->days,
						zh ? e->action_zh : e->action_en, zh ? e->to_zh : e->to_en);
		put(p, (struct day){p->now.due.day.n + e->days},
		    (struct ahead){
			    .kind = "escalate", .offset = e->days, .step = e, .rule = p->r->escalate, .text = text});
	}
}

/* Stable: entries of one day stay in the order in which they were put. */
static void sort(struct ahead *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct ahead x = items[i];
		size_t k = i;
		for (; k > 0 && items[k - 1].day.n > x.day.n; k--)
			items[k] = items[k - 1];
		items[k] = x;
	}
}

void supervise_ahead(struct cx *cx, const struct supervise_rules *r, const struct task_facts *f, struct day from,
		     struct day to, struct list *out)
{
	struct plan p = {.cx = cx, .r = r, .f = f, .from = from, .to = to};
	p.items = arena_array_of(cx->mem, struct ahead, AHEAD_MAX);
	supervise(r, f, from, &p.now);
	if (!f->closed.is) {
		put_start(&p);
		put_milestones(&p);
		if (p.now.due.is) {
			put(&p, p.now.due.day,
			    (struct ahead){.kind = "due", .text = words(cx, "the deadline: 24:00 of this day")});
			if (f->when.long_from.is)
				put(&p, (struct day){p.now.due.day.n + 1},
				    (struct ahead){.kind = "long_term",
						   .text = words(cx, "from here on long-term work")});
		}
		if (p.now.due.is && !f->asked.is) {
			put_escalation(&p);
			put_urgings(&p);
		}
		put_reports(&p);
	}
	sort(p.items, p.count);
	*out = (struct list){.items = p.items, .count = p.count};
}
