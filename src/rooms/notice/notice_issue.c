/* notice_issue.c - the step "issue": the draft becomes tasks, in the order of the notice, in one transaction. */
#include "rooms/notice/notice_draft.h"

#include <string.h>
#include "db/db.h"
#include "db/writer.h"
#include "rooms/task/task.h"

static const struct field issue_fields[] = {
	FIELD(struct issue_input, confirm, .zh = "已核对全部提示", .en = "all findings were looked at"),
	FIELD(struct issue_input, remove, .zh = "撤回修订中没有的任务", .en = "withdraw tasks that the amendment leaves out"),
};
const struct record notice_issue_record = RECORD(issue_input, issue_fields);

/* What has a day is a point on the way.  A duty to report without one, and a period that runs from some event ("hazards
 * within 10 days"), stay in the text: nobody could say of them that they are reached. */
static struct list points_of(struct cx *cx, const struct draft_item *item)
{
	const struct draft_milestone *m = item->milestones.items;
	struct task_milestone *out = arena_array_of(cx->mem, struct task_milestone, item->milestones.count + 1);
	size_t n = 0;
	for (size_t i = 0; i < item->milestones.count; i++)
		if (m[i].day && *m[i].day && strcmp(m[i].kind, "limit") != 0)
			out[n++] = (struct task_milestone){.title = m[i].title, .day = m[i].day, .weight = 1,
							   .source = m[i].text && *m[i].text ? m[i].text : m[i].title};
	return (struct list){out, n};
}

/* Who leads does not cooperate with himself: groups bring leaders along. */
static void without(int64_t *ids, size_t *count, const int64_t *out, size_t out_count)
{
	size_t n = 0;
	for (size_t i = 0; i < *count; i++)
		if (!draft_has(out, out_count, ids[i]))
			ids[n++] = ids[i];
	*count = n;
}

void notice_task_of(struct cx *cx, const struct draft_item *item, size_t place, int64_t notice, struct task_new *out)
{
	int64_t *leads, *cooperating;
	const struct draft_when *w = &item->when;
	*out = (struct task_new){
		.notice = notice, .no = item->no, .title = item->title, .text = *item->text ? item->text : item->title,
		.sort = (int64_t)place + 1, .deadline_text = item->deadline_text ? item->deadline_text : "", .deadline_kind = w->kind,
		.deadline_day = w->day ? w->day : "", .deadline_start = w->start ? w->start : "", .recurs = w->recurs ? w->recurs : "",
		.effect_year = w->effect_year, .deadline_days = w->days, .deadline_working = w->working, .milestones = points_of(cx, item),
	};
	draft_orgs(cx, &item->lead, &leads, &out->lead_count);
	draft_orgs(cx, &item->cooperate, &cooperating, &out->cooperating_count);
	without(cooperating, &out->cooperating_count, leads, out->lead_count);
	out->leads = leads;
	out->cooperating = cooperating;
}

/* A refusal of the task's names the item: items.3.deadline. */
enum status notice_item_field(struct cx *cx, enum status s, size_t place)
{
	if (s == STATUS_INVALID)
		cx->field = arena_printf(cx->mem, "items.%zu%s%s", place, cx->field ? "." : "", cx->field ? cx->field : "");
	return s;
}

static enum status make_tasks(struct cx *cx, int64_t notice, const struct draft *d)
{
	const struct draft_item *items = d->items.items;
	for (size_t i = 0; i < d->items.count; i++) {
		struct task_new t;
		int64_t id;
		notice_task_of(cx, &items[i], i, notice, &t);
		TRY(notice_item_field(cx, task_create(cx, &t, &id), i));
	}
	return STATUS_OK;
}

struct order {
	int64_t id;
	struct issue_input in;
};

static enum status take_step(struct cx *cx, void *order)
{
	const struct order *o = order;
	return flow_do(cx, &notice_flow, o->id, "issue", &o->in, (struct texts){0}, 0);
}

enum status notice_issue_as(struct cx *cx, int64_t id, bool confirm)
{
	struct order o = {id, {.confirm = confirm}};
	return write_from(cx, take_step, &o);
}

enum status notice_issue_now(struct cx *cx, int64_t id)
{
	return notice_issue_as(cx, id, true);
}

enum status notice_issue(struct cx *cx, struct act *a)
{
	const struct issue_input *in = a->input;
	struct notice_row *n = (struct notice_row *)a->row;
	struct notice_body b;
	struct draft d;
	TRY(notice_get_body(cx, n->row.id, &b));
	TRY(draft_parse(cx, b.draft, &d));
	TRY(draft_resolve(cx, &d, false));
	draft_findings(cx, &d, n);
	TRY(draft_issuable(cx, &d, in->confirm));
	TRY(n->amends ? notice_apply(cx, n, &d, in->remove) : make_tasks(cx, n->row.id, &d));
	TRY(notice_keep_draft(cx, n, &d));      /* with the units as they are now */
	return db_exec(cx, NULL, "UPDATE notice SET issued_at = $1, issued_by = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(cx->now), V(cx->user), V(cx->county), V(n->row.id)));
}
