/* task_waits.c - what a task waits for, and whom: kept in its row, so that what is stuck is found without searching. */
#include "rooms/task/task_view.h"

#include <string.h>
#include "base/buf.h"
#include "db/db.h"

/* Names, one after the other; "" for none. */
struct names {
	struct buf text;
	size_t count;
};

static void add_name(struct names *n, const char *name)
{
	buf_printf(&n->text, "%s%s", n->count++ ? "、" : "", name);
}

static void wait_for(struct cx *cx, struct task *t, const char *what, const char *whom, struct day since)
{
	t->waits = what;
	t->waits_for = whom;
	t->waits_since = day_text(cx, since);
}

/* Those who lead; until: those of them who had not signed before that moment, 0: all. */
static enum status names_of_leads(struct cx *cx, int64_t task, int64_t until, const char **out)
{
	struct list l;
	struct names n = {0};
	TRY(task_parties(cx, task, &l));
	const struct task_party *p = l.items;
	buf_init(&n.text, cx->mem);
	for (size_t i = 0; i < l.count; i++)
		if (strcmp(p[i].role, "lead") == 0 && !(until && p[i].signed_at && p[i].signed_at < until))
			add_name(&n, p[i].name);
	*out = n.text.s;
	return STATUS_OK;
}

static bool confirmed(const struct list *confirmations, int64_t org)
{
	const struct flow_confirmation *c = confirmations->items;
	for (size_t i = 0; i < confirmations->count; i++)
		if (c[i].org == org)
			return true;
	return false;
}

/* Those who cooperate and had not confirmed; "" where all had. */
static enum status names_of_unconfirmed(struct cx *cx, int64_t task, int64_t until, const char **out)
{
	struct list parties, done;
	struct names n = {0};
	TRY(task_parties(cx, task, &parties));
	TRY(flow_confirmations(cx, &task_flow, task, "request_close", until, &done));
	const struct task_party *p = parties.items;
	buf_init(&n.text, cx->mem);
	for (size_t i = 0; i < parties.count; i++)
		if (strcmp(p[i].role, "cooperate") == 0 && !confirmed(&done, p[i].org))
			add_name(&n, p[i].name);
	*out = n.text.s;
	return STATUS_OK;
}

/* Has the lead done all that is his? */
static bool ready(const struct task_facts *f, const struct task *t)
{
	for (int i = 0; i < f->milestone_count; i++)
		if (!f->milestones[i].done.is)
			return false;
	return t->percent == 100 && t->sub_closed >= t->sub_total;
}

struct open_extension {
	int64_t asked_at;
};
static const struct field open_fields[] = {FIELD(struct open_extension, asked_at)};
static const struct record open_record = RECORD(open_extension, open_fields);

/* The open request for more time, if there is one; of a past day by the history, which also tells of those taken back. */
static enum status open_extensions(struct cx *cx, int64_t task, int64_t until, struct list *out)
{
	if (until > cx->now)
		return db_all(cx, &open_record, out,
			      "SELECT asked_at FROM task_extension WHERE county = $1 AND task = $2 AND state = 'asked'",
			      ARGS(V(cx->county), V(task)));
	return db_all(cx, &open_record, out,
		      "SELECT e.asked_at FROM task_extension e WHERE e.county = $1 AND e.task = $2 AND e.asked_at < $3"
		      " AND NOT EXISTS (SELECT 1 FROM flow_history h WHERE h.county = e.county AND h.flow = 'extension'"
		      " AND h.item = e.id AND h.from_state = 'asked' AND h.at < $3)",
		      ARGS(V(cx->county), V(task), V(until)));
}

static enum status wait_for_people(struct cx *cx, const struct task_facts *f, int64_t until, struct task *t)
{
	struct list l;
	const char *whom;
	TRY(open_extensions(cx, t->row.id, until, &l));
	if (l.count) {
		wait_for(cx, t, "decide", "", day_of(((const struct open_extension *)l.items)->asked_at));
		return STATUS_OK;
	}
	if (!ready(f, t))
		return STATUS_OK;
	TRY(names_of_unconfirmed(cx, t->row.id, until, &whom));
	if (*whom)
		wait_for(cx, t, "confirm", whom, day_of(t->reported_at));
	return STATUS_OK;
}

/* What its units owe by the clock. */
static enum status wait_for_leads(struct cx *cx, const struct supervise_rules *r, const struct task_facts *f,
				  const struct view *v, struct day today, struct task *t)
{
	struct day plan = due_working_days(r->calendar, f->issued, r->plan_days).day;
	const char *what = NULL;
	struct day since = {0};
	if (v->due.is && v->days_left < 0) {
		what = "overdue";
		since = v->due.day;
	} else if (v->report_days_late) {
		what = "report";
		since = v->next_report.day;
	} else if (!t->parent && v->due.is && !t->planned && !f->milestone_count && plan.n < today.n) {
		what = "plan";
		since = plan;
	}
	if (!what)
		return STATUS_OK;
	const char *whom;
	TRY(names_of_leads(cx, t->row.id, 0, &whom));
	wait_for(cx, t, what, whom, since);
	return STATUS_OK;
}

enum status task_waits(struct cx *cx, const struct supervise_rules *r, const struct task_facts *f, const struct view *v,
		       struct day day, struct task *t)
{
	int64_t until = day_start((struct day){day.n + 1});
	const char *whom;
	t->waits = t->waits_for = t->waits_since = "";
	if (strcmp(t->row.state, "closed") == 0 || strcmp(t->row.state, "withdrawn") == 0)
		return STATUS_OK;
	if (strcmp(t->row.state, "closing") == 0) {
		wait_for(cx, t, "verify", "", day_of(t->asked_at));
		return STATUS_OK;
	}
	if (strcmp(t->row.state, "issued") == 0) {
		TRY(names_of_leads(cx, t->row.id, until, &whom));
		wait_for(cx, t, "sign", whom, f->issued);
		return STATUS_OK;
	}
	if (strcmp(t->row.state, "working") == 0)
		TRY(wait_for_people(cx, f, until, t));
	return *t->waits ? STATUS_OK : wait_for_leads(cx, r, f, v, day, t);
}
