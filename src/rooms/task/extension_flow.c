/* extension_flow.c - a wish for more time (延期): asked before the day, decided by a leader; a refused one stays on record. */
#include "rooms/task/task.h"

#include "base/day.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/task/task_tell.h"

struct note_input {
	const char *note;
};
static const struct field note_fields[] = {
	FIELD(struct note_input, note, .min = 0, .max = 1000, .zh = "批示", .en = "note"),
};
static const struct record note_record = RECORD(note_input, note_fields);

static const struct field must_note_fields[] = {
	FIELD(struct note_input, note, .flags = REQUIRED, .min = 2, .max = 1000, .zh = "不同意的理由", .en = "why not"),
};
static const struct record must_note_record = RECORD(note_input, must_note_fields);

static struct task_extension *extension_of(struct act *a)
{
	return (struct task_extension *)a->row;
}

static enum status not_ones_own(struct cx *cx, struct act *a)
{
	if (extension_of(a)->asked_by == cx->user)
		return cx_fail(cx, STATUS_FORBIDDEN, "nobody decides on his own request");
	return STATUS_OK;
}

static enum status asker_only(struct cx *cx, struct act *a)
{
	if (extension_of(a)->asked_org != cx->org)
		return cx_fail(cx, STATUS_FORBIDDEN, "only the unit that asked may take it back");
	return STATUS_OK;
}

static enum status decide(struct cx *cx, struct act *a)
{
	const struct note_input *in = a->input;
	return db_exec(cx, NULL,
		       "UPDATE task_extension SET decided_by = $1, decided_at = $2, note = $3 WHERE county = $4 AND id = $5",
		       ARGS(V(cx->user), V(cx->now), V(in && in->note ? in->note : ""), V(cx->county), V(a->row->id)));
}

static enum status grant(struct cx *cx, struct act *a)
{
	const struct task_extension *e = extension_of(a);
	struct task *t;
	TRY(decide(cx, a));
	TRY(task_get(cx, e->task, &t));
	t->due = e->new_day;
	TRY(db_exec(cx, NULL,
		    "UPDATE task SET extended = 1, extensions = extensions + 1, version = version + 1 WHERE county = $1 AND id = $2",
		    ARGS(V(cx->county), V(e->task))));
	return task_store_due(cx, t);
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct task_extension *e = arena_new_of(cx->mem, struct task_extension);
	struct task *t;
	TRY(db_one(cx, &task_extension_record, e,
		   "SELECT id, version, state, task, old_day, new_day, reason, measures, asked_by, asked_org, asked_at,"
		   " decided_by, decided_at, note FROM task_extension WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(id))));
	TRY(task_get(cx, e->task, &t));         /* its scope is the task's */
	*row = &e->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	struct task *t;
	TRY(task_get(cx, extension_of(a)->task, &t));
	TRY(task_refresh(cx, t));
	return task_tell(cx, a->flow->name, a->step->action, t);
}

static const struct flow_state states[] = {
	{"asked", "待审批", "waiting for a decision", false},
	{"granted", "已同意", "granted", true},
	{"refused", "未同意", "refused", true},
	{"taken_back", "已撤回", "taken back", true},
	{0},
};

static const struct step steps[] = {
	{.from = "asked", .action = "grant", .to = "granted", .zh = "同意延期", .en = "grant", .perm = BIT(TASK_DECIDE),
	 .input = &note_record, .guard = not_ones_own, .effect = grant, .limit = "task.extension", .confirm = true},
	{.from = "asked", .action = "refuse", .to = "refused", .zh = "不同意", .en = "refuse", .perm = BIT(TASK_DECIDE),
	 .input = &must_note_record, .guard = not_ones_own, .effect = decide, .limit = "task.extension"},
	{.from = "asked", .action = "take_back", .to = "taken_back", .zh = "撤回申请", .en = "take it back", .perm = BIT(TASK_WORK),
	 .guard = asker_only},
};

const struct flow extension_flow = {
	.name = "extension", .zh = "延期申请", .en = "request for more time", .table = "task_extension", .states = states,
	.steps = steps, .count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "(SELECT t.title FROM task t WHERE t.county = f.county AND t.id = f.task)",
		  .no = "(SELECT t.no FROM task t WHERE t.county = f.county AND t.id = f.task)", .due = "f.new_day", .page = "/tasks/",
		  .page_item = "f.task", .zh = "申请延期", .en = "asked for more time"},
};
