/*
 * task_flow.c - the life of a supervised task (督查督办): issue, sign for, plan, report, urge, extend, ask to close,
 * verify, close or return, reopen; long-term work goes on after its day.
 *
 * Who acts: the units that lead (牵头), those that cooperate (配合), the supervisor (督查员), the verifier, who is
 * neither of them, and a leader who decides on more time.
 */
#include "rooms/task/task.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"
#include "base/id.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/task/task_amend.h"
#include "rooms/task/task_tell.h"

static struct task *task_of(struct act *a)
{
	return (struct task *)a->row;
}

/* ---- who ---- */

static bool is_party(struct act *a)
{
	return task_of(a)->part.lead || task_of(a)->part.cooperate;
}

static enum status lead_only(struct cx *cx, struct act *a)
{
	TRY(task_part(cx, task_of(a)));
	return task_of(a)->part.lead ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only a unit that leads the task may do this");
}

static enum status cooperating_only(struct cx *cx, struct act *a)
{
	bool yes;
	TRY(task_part(cx, task_of(a)));
	if (!task_of(a)->part.cooperate)
		return cx_fail(cx, STATUS_FORBIDDEN, "only a unit that cooperates may do this");
	TRY(flow_signed(cx, a->flow, a->row->id, "request_close", cx->org, &yes));
	return yes ? cx_fail(cx, STATUS_CONFLICT, "your unit has confirmed already") : STATUS_OK;
}

/* Whoever verifies must not be one of those who did the work. */
static enum status outsider(struct cx *cx, struct act *a)
{
	TRY(task_part(cx, task_of(a)));
	return is_party(a) ? cx_fail(cx, STATUS_FORBIDDEN, "whoever verifies may not belong to a unit of the task") : STATUS_OK;
}

/* ---- signing for it ---- */

struct unsigned_party {
	int64_t mine, leads;            /* parties that have not signed: of this user's, and those who lead */
};
static const struct field unsigned_fields[] = {
	FIELD(struct unsigned_party, mine),
	FIELD(struct unsigned_party, leads),
};
static const struct record unsigned_record = RECORD(unsigned_party, unsigned_fields);

static enum status unsigned_parties(struct cx *cx, int64_t id, struct unsigned_party *out)
{
	return db_one(cx, &unsigned_record, out,
		      "SELECT coalesce(sum(CASE WHEN o.path >= me.path AND o.path < me.path || '~' THEN 1 ELSE 0 END), 0) AS mine,"
		      " coalesce(sum(CASE WHEN p.role = 'lead' THEN 1 ELSE 0 END), 0) AS leads FROM task_party p"
		      " JOIN org o ON o.county = p.county AND o.id = p.org"
		      " LEFT JOIN org me ON me.county = p.county AND me.id = $3"
		      " WHERE p.county = $1 AND p.task = $2 AND p.signed_at = 0",
		      ARGS(V(cx->county), V(id), V(cx->org)));
}

static enum status may_sign(struct cx *cx, struct act *a)
{
	struct unsigned_party u;
	TRY(task_part(cx, task_of(a)));
	if (!is_party(a))
		return cx_fail(cx, STATUS_FORBIDDEN, "only a unit of the task signs for it");
	TRY(unsigned_parties(cx, a->row->id, &u));
	return u.mine ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "your unit has signed already");
}

static enum status sign(struct cx *cx, struct act *a)
{
	TRY(db_exec(cx, NULL,
		    "UPDATE task_party SET signed_at = $1, signed_by = $2 WHERE county = $3 AND task = $4 AND signed_at = 0"
		    " AND org IN (SELECT o.id FROM org o JOIN org me ON me.county = o.county AND me.id = $5"
		    " WHERE o.county = $3 AND o.path >= me.path AND o.path < me.path || '~')",
		    ARGS(V(cx->now), V(cx->user), V(cx->county), V(a->row->id), V(cx->org))));
	struct unsigned_party u;
	TRY(unsigned_parties(cx, a->row->id, &u));
	struct task *t = task_of(a);
	if (u.leads) {
		if (a->step->or_to)
			a->to = a->step->or_to;
		return STATUS_OK;
	}
	if (t->signed_at)
		return STATUS_OK;
	t->signed_at = cx->now;
	TRY(db_exec(cx, NULL, "UPDATE task SET signed_at = $1 WHERE county = $2 AND id = $3",
		    ARGS(V(cx->now), V(cx->county), V(a->row->id))));
	return task_first_due(cx, t);   /* a period of days runs from service */
}

/* ---- plan ---- */

struct plan_input {
	struct list milestones;
	const char *text;
};
static const struct field plan_fields[] = {
	FIELD(struct plan_input, milestones, .flags = REQUIRED, .min = 1, .max = 50, .of = &task_milestone_record, .zh = "节点", .en = "milestones"),
	FIELD(struct plan_input, text, .min = 0, .max = 4000, .zh = "计划说明", .en = "how it will be done"),
};
static const struct record plan_record = RECORD(plan_input, plan_fields);

/* A new plan replaces what is not done of the old one; milestones that the notice itself set stay. */
static enum status plan(struct cx *cx, struct act *a)
{
	const struct plan_input *in = a->input;
	const struct task_milestone *m = in->milestones.items;
	TRY(db_exec(cx, NULL,
		    "UPDATE task_milestone SET dropped_at = $1"
		    " WHERE county = $2 AND task = $3 AND done_at = 0 AND dropped_at = 0 AND source = ''",
		    ARGS(V(cx->now), V(cx->county), V(a->row->id))));
	for (size_t i = 0; i < in->milestones.count; i++)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO task_milestone (county, task, id, title, day, weight, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			    ARGS(V(cx->county), V(a->row->id), V(id_new(cx)), V(m[i].title), V(m[i].day),
				 V(m[i].weight ? m[i].weight : (int64_t)1), V(cx->now))));
	task_of(a)->planned = true;
	return db_exec(cx, NULL, "UPDATE task SET planned = 1 WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(a->row->id)));
}

/* ---- progress ---- */

struct report_input {
	const char *text;
	int64_t percent;
	const char *problems, *next;
	struct texts done;
};
static const struct field report_fields[] = {
	FIELD(struct report_input, text, .flags = REQUIRED, .min = 2, .max = 4000, .zh = "进展情况", .en = "what was done"),
	FIELD(struct report_input, percent, .flags = REQUIRED, .min = 0, .max = 100, .zh = "完成比例（%）", .en = "percent done"),
	FIELD(struct report_input, problems, .min = 0, .max = 2000, .zh = "存在问题", .en = "problems"),
	FIELD(struct report_input, next, .min = 0, .max = 2000, .zh = "下步打算", .en = "next"),
	FIELD(struct report_input, done, .min = 0, .max = 50, .zh = "已完成节点", .en = "milestones reached"),
};
static const struct record report_record = RECORD(report_input, report_fields);

static enum status reach(struct cx *cx, struct act *a, const char *milestone)
{
	int64_t changed;
	TRY(db_exec(cx, &changed,
		    "UPDATE task_milestone SET done_at = $1, done_entry = $2"
		    " WHERE county = $3 AND task = $4 AND id = $5 AND done_at = 0 AND dropped_at = 0",
		    ARGS(V(cx->now), V(a->entry), V(cx->county), V(a->row->id), V((int64_t)strtoll(milestone, NULL, 10)))));
	return changed ? STATUS_OK : cx_fail_field(cx, "done", "there is no such open milestone");
}

static enum status report(struct cx *cx, struct act *a)
{
	const struct report_input *in = a->input;
	struct task *t = task_of(a);
	for (size_t i = 0; i < in->done.count; i++)
		TRY(reach(cx, a, in->done.items[i]));
	t->percent = in->percent;
	t->reported_at = cx->now;
	return db_exec(cx, NULL, "UPDATE task SET percent = $1, reported_at = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(t->percent), V(t->reported_at), V(cx->county), V(t->row.id)));
}

struct text_input {
	const char *text;
};
static const struct field text_fields[] = {
	FIELD(struct text_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "说明", .en = "words"),
};
static const struct record text_record = RECORD(text_input, text_fields);

static enum status urge(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE task SET urged = urged + 1 WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(a->row->id)));
}

/* ---- parts for units ---- */

struct assign_input {
	struct texts orgs;
	const char *title, *text, *day;
};
static const struct field assign_fields[] = {
	FIELD(struct assign_input, orgs, .flags = REQUIRED, .min = 1, .max = 200, .zh = "承办单位", .en = "units"),
	FIELD(struct assign_input, title, .flags = REQUIRED, .min = 2, .max = 200, .zh = "分解任务", .en = "what each is to do"),
	FIELD(struct assign_input, text, .min = 0, .max = 4000, .zh = "要求", .en = "requirements"),
	FIELD(struct assign_input, day, .flags = DAY, .zh = "完成日期", .en = "by"),
};
static const struct record assign_record = RECORD(assign_input, assign_fields);

static enum status may_assign(struct cx *cx, struct act *a)
{
	TRY(task_part(cx, task_of(a)));
	if (task_of(a)->part.lead || cx->perms & PERM_TASK_SUPERVISE)
		return STATUS_OK;
	return cx_fail(cx, STATUS_FORBIDDEN, "only a unit that leads, or the supervisor, hands out parts");
}

static enum status assign_one(struct cx *cx, const struct task *t, const struct assign_input *in, const char *org, int64_t sort)
{
	int64_t unit = strtoll(org, NULL, 10), id;
	bool day = in->day && *in->day;
	if (day && *t->due && strcmp(in->day, t->due) > 0)
		return cx_fail_field(cx, "day", "a part may not be due after the whole (%s)", t->due);
	return task_create(cx, &(struct task_new){
		.notice = t->notice, .parent = t->row.id, .no = arena_printf(cx->mem, "%s-%" PRId64, t->no, sort), .sort = sort,
		.title = in->title, .text = in->text && *in->text ? in->text : t->text, .leads = &unit, .lead_count = 1,
		.deadline_text = day ? "" : t->deadline_text, .deadline_kind = day ? "by_day" : t->deadline_kind,
		.deadline_day = day ? in->day : t->deadline_day, .deadline_start = day ? "" : t->deadline_start,
		.effect_year = day ? 0 : t->effect_year, .deadline_days = day ? 0 : t->deadline_days, .deadline_working = !day && t->deadline_working,
		.recurs = day ? "" : t->recurs}, &id);
}

static enum status assign(struct cx *cx, struct act *a)
{
	const struct assign_input *in = a->input;
	const struct task *t = task_of(a);
	for (size_t i = 0; i < in->orgs.count; i++)
		TRY(assign_one(cx, t, in, in->orgs.items[i], t->sub_total + (int64_t)i + 1));
	return STATUS_OK;
}

/* ---- more time ---- */

struct ask_input {
	const char *day, *reason, *measures;
};
static const struct field ask_fields[] = {
	FIELD(struct ask_input, day, .flags = REQUIRED | DAY, .zh = "延至", .en = "until"),
	FIELD(struct ask_input, reason, .flags = REQUIRED, .min = 5, .max = 2000, .zh = "延期理由", .en = "reason"),
	FIELD(struct ask_input, measures, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "延期期间的管控措施", .en = "control measures meanwhile"),
};
static const struct record ask_record = RECORD(ask_input, ask_fields);

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

static enum status may_ask_extension(struct cx *cx, struct act *a)
{
	const struct task *t = task_of(a);
	char today[11];
	TRY(lead_only(cx, a));
	if (!*t->due)
		return cx_fail(cx, STATUS_CONFLICT, "the task has no day that could be put off");
	if (strcmp(day_print(day_of(cx->now), today), t->due) > 0)
		return cx_fail(cx, STATUS_CONFLICT, "more time is asked for before the day: it was due on %s", t->due);
	struct count open;
	TRY(db_one(cx, &count_record, &open,
		   "SELECT count(*) AS n FROM task_extension WHERE county = $1 AND task = $2 AND state = 'asked'",
		   ARGS(V(cx->county), V(t->row.id))));
	return open.n ? cx_fail(cx, STATUS_CONFLICT, "a request for more time is waiting for a decision") : STATUS_OK;
}

static enum status ask_extension(struct cx *cx, struct act *a)
{
	const struct ask_input *in = a->input;
	const struct task *t = task_of(a);
	if (strcmp(in->day, t->due) <= 0)
		return cx_fail_field(cx, "day", "must be after the day it is due now (%s)", t->due);
	struct task_extension e = {.row = {.id = id_new(cx), .version = 1, .state = extension_flow.states[0].name},
				   .task = t->row.id, .old_day = t->due, .new_day = in->day, .reason = in->reason,
				   .measures = in->measures, .asked_by = cx->user, .asked_org = cx->org, .asked_at = cx->now};
	TRY(db_exec(cx, NULL,
		    "INSERT INTO task_extension (county, id, state, task, old_day, new_day, reason, measures, asked_by, asked_org,"
		    " asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		    ARGS(V(cx->county), V(e.row.id), V(e.row.state), V(e.task), V(e.old_day), V(e.new_day), V(e.reason),
			 V(e.measures), V(e.asked_by), V(e.asked_org), V(e.asked_at))));
	return flow_began(cx, &extension_flow, e.row.id, "ask", &task_extension_record, &e);
}

/* ---- closing ---- */

struct statement_input {
	const char *statement;
};
static const struct field statement_fields[] = {
	FIELD(struct statement_input, statement, .flags = REQUIRED, .min = 5, .max = 4000, .zh = "办理结果", .en = "result"),
};
static const struct record statement_record = RECORD(statement_input, statement_fields);

struct reason_input {
	const char *reason;
};
static const struct field reason_fields[] = {
	FIELD(struct reason_input, reason, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "理由", .en = "reason"),
};
static const struct record reason_record = RECORD(reason_input, reason_fields);

static const struct field revoke_fields[] = {
	FIELD(struct task_revoke, reason, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "理由", .en = "reason"),
};
static const struct record task_revoke_record = RECORD(task_revoke, revoke_fields);

static enum status may_request_close(struct cx *cx, struct act *a)
{
	const struct task *t = task_of(a);
	TRY(lead_only(cx, a));
	if (t->sub_closed < t->sub_total)
		return cx_fail(cx, STATUS_CONFLICT, "%" PRId64 " of %" PRId64 " parts are not closed yet", t->sub_total - t->sub_closed, t->sub_total);
	struct count open;
	TRY(db_one(cx, &count_record, &open,
		   "SELECT count(*) AS n FROM task_milestone WHERE county = $1 AND task = $2 AND done_at = 0 AND dropped_at = 0",
		   ARGS(V(cx->county), V(t->row.id))));
	if (open.n)
		return cx_fail(cx, STATUS_CONFLICT, "%" PRId64 " milestones are not reached yet", open.n);
	return t->percent < 100 ? cx_fail(cx, STATUS_CONFLICT, "the progress reported is %" PRId64 " %%, not 100 %%", t->percent)
				: STATUS_OK;
}

static enum status cooperating_units(struct cx *cx, const struct act *a, struct list *out)
{
	return db_all(cx, &flow_signer_record, out,
		      "SELECT p.org, o.name FROM task_party p JOIN org o ON o.county = p.county AND o.id = p.org"
		      " WHERE p.county = $1 AND p.task = $2 AND p.role = 'cooperate' ORDER BY p.sort",
		      ARGS(V(cx->county), V(a->row->id)));
}

static enum status stamp(struct cx *cx, struct task *t)
{
	return db_exec(cx, NULL,
		       "UPDATE task SET asked_at = $1, handed_at = $2, accepted_at = $3, closed_at = $4, reopened = $5"
		       " WHERE county = $6 AND id = $7",
		       ARGS(V(t->asked_at), V(t->handed_at), V(t->accepted_at), V(t->closed_at), V(t->reopened), V(cx->county),
			    V(t->row.id)));
}

static enum status request_close(struct cx *cx, struct act *a)
{
	struct task *t = task_of(a);
	t->asked_at = cx->now;
	return stamp(cx, t);
}

static enum status not_asked(struct cx *cx, struct act *a)
{
	struct task *t = task_of(a);
	t->asked_at = 0;
	return stamp(cx, t);
}

/* The dated part of long-term work is accepted and the work goes on; anything else is closed (销号). */
static enum status verify(struct cx *cx, struct act *a)
{
	struct task *t = task_of(a);
	t->handed_at = t->asked_at;
	t->asked_at = 0;
	if (t->long_term) {
		a->to = a->step->or_to;
		t->accepted_at = cx->now;
	} else {
		t->closed_at = cx->now;
	}
	return stamp(cx, t);
}

static enum status finish(struct cx *cx, struct act *a)
{
	struct task *t = task_of(a);
	t->closed_at = cx->now;
	return stamp(cx, t);
}

static enum status may_reopen(struct cx *cx, struct act *a)
{
	const struct rule *rule;
	int64_t days;
	TRY(rule_in_force(cx, "task.reopen", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "days", &days));
	if (day_of(cx->now).n - day_of(task_of(a)->closed_at).n > days)
		return cx_fail(cx, STATUS_CONFLICT, "it may be reopened within %" PRId64 " days of closing; that time is over", days);
	return STATUS_OK;
}

static enum status reopen(struct cx *cx, struct act *a)
{
	struct task *t = task_of(a);
	t->closed_at = t->handed_at = t->accepted_at = 0;
	t->reopened++;
	char today[11];         /* what it would have been urged for while it was closed is not made up for */
	TRY(db_exec(cx, NULL, "UPDATE task SET reminded_to = $1 WHERE county = $2 AND id = $3",
		    ARGS(V(day_print(day_of(cx->now), today)), V(cx->county), V(t->row.id))));
	return stamp(cx, t);
}

/* ---- the tables ---- */

static enum status load_task(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct task *t;
	TRY(task_get(cx, id, &t));
	*row = &t->row;
	return STATUS_OK;
}

static enum status after_task(struct cx *cx, struct act *a)
{
	struct task *t;
	TRY(task_get(cx, a->row->id, &t));
	TRY(task_refresh(cx, t));
	if (strcmp(a->step->action, "amend") == 0)
		TRY(task_put_search(cx, t));
	if (t->parent && a->step->to) {
		struct task *whole;
		TRY(task_count_parts(cx, t->parent));
		TRY(task_get(cx, t->parent, &whole));
		TRY(task_refresh(cx, whole));   /* it may have waited for this part */
	}
	return task_tell(cx, a->flow->name, a->step->action, t);
}

static const struct flow_state task_states[] = {
	{"issued", "待签收", "issued", false},
	{"working", "办理中", "in progress", false},
	{"closing", "待核查", "to be verified", false},
	{"long_term", "长期推进", "long-term", false},
	{"closed", "已销号", "closed", false},
	{"withdrawn", "已撤回", "withdrawn", true},
	{0},
};

static const struct step task_steps[] = {
	{.from = "issued", .action = "sign", .perm = BIT(TASK_WORK), .to = "working", .or_to = "issued", .zh = "签收", .en = "sign for it",
	 .guard = may_sign, .effect = sign, .limit = "task.sign"},
	{.from = "working|closing|long_term", .action = "sign", .perm = BIT(TASK_WORK), .zh = "签收", .en = "sign for it", .guard = may_sign, .effect = sign,
	 .limit = "task.sign"},
	{.from = "working", .action = "plan", .perm = BIT(TASK_WORK), .zh = "报送计划", .en = "file a plan", .input = &plan_record, .evidence = EVIDENCE_MAY,
	 .guard = lead_only, .effect = plan, .limit = "task.plan"},
	{.from = "working|long_term", .action = "report", .perm = BIT(TASK_WORK), .zh = "上报进展", .en = "report progress", .input = &report_record,
	 .evidence = EVIDENCE_MAY, .guard = lead_only, .effect = report, .limit = "task.report_rhythm"},
	{.from = "working", .action = "confirm", .perm = BIT(TASK_WORK), .zh = "确认配合事项已完成", .en = "confirm our part is done", .input = &text_record,
	 .evidence = EVIDENCE_MAY, .guard = cooperating_only, .signs = "request_close", .limit = "task.confirm"},
	{.from = "working", .action = "assign", .zh = "分解到单位", .en = "hand out parts", .input = &assign_record, .guard = may_assign,
	 .effect = assign},
	{.from = "working", .action = "ask_extension", .perm = BIT(TASK_WORK), .zh = "申请延期", .en = "ask for more time", .input = &ask_record,
	 .evidence = EVIDENCE_MAY, .guard = may_ask_extension, .effect = ask_extension, .limit = "task.extension"},
	{.from = "working", .action = "request_close", .perm = BIT(TASK_WORK), .to = "closing", .zh = "申请办结", .en = "ask to close", .input = &statement_record,
	 .evidence = EVIDENCE_MUST, .guard = may_request_close, .effect = request_close, .signers = cooperating_units},
	{.from = "closing", .action = "take_back", .perm = BIT(TASK_WORK), .to = "working", .zh = "撤回申请", .en = "take the request back", .guard = lead_only,
	 .effect = not_asked},
	{.from = "closing", .action = "verify", .perm = BIT(TASK_VERIFY), .to = "closed", .or_to = "long_term", .zh = "核查通过", .en = "verified",
	 .input = &statement_record, .evidence = EVIDENCE_MAY, .guard = outsider, .effect = verify, .limit = "task.verify", .confirm = true},
	{.from = "closing", .action = "return", .perm = BIT(TASK_VERIFY), .to = "working", .zh = "退回", .en = "return it", .input = &reason_record,
	 .evidence = EVIDENCE_MAY, .guard = outsider, .effect = not_asked, .voids = "request_close"},
	{.from = "issued|working|long_term", .action = "urge", .perm = BIT(TASK_SUPERVISE), .zh = "催办", .en = "urge", .input = &text_record, .effect = urge,
	 .limit = "task.urge"},
	{.from = "closed", .action = "reopen", .perm = BIT(TASK_SUPERVISE), .to = "working", .zh = "重新打开", .en = "reopen", .input = &reason_record,
	 .evidence = EVIDENCE_MAY, .guard = may_reopen, .effect = reopen, .voids = "request_close", .limit = "task.reopen", .confirm = true},
	{.from = "long_term", .action = "finish", .perm = BIT(TASK_SUPERVISE), .to = "closed", .zh = "结束长期推进", .en = "end the long-term work",
	 .input = &statement_record, .evidence = EVIDENCE_MAY, .effect = finish, .confirm = true},
	{.from = "issued|working", .action = "withdraw", .perm = BIT(TASK_SUPERVISE), .to = "withdrawn", .zh = "撤回任务", .en = "withdraw the task",
	 .input = &reason_record, .confirm = true},
	{.from = "issued", .action = "amend", .perm = BIT(NOTICE_ISSUE), .or_to = "working", .zh = "随通知修订", .en = "amend with the notice",
	 .input = &task_amend_record, .effect = task_amend_effect, .inside = true},
	{.from = "working|closing|long_term|closed", .action = "amend", .perm = BIT(NOTICE_ISSUE), .zh = "随通知修订",
	 .en = "amend with the notice", .input = &task_amend_record, .effect = task_amend_effect, .inside = true},
	{.from = "issued|working|closing|long_term", .action = "revoke", .perm = BIT(NOTICE_ISSUE), .to = "withdrawn", .zh = "随通知撤回",
	 .en = "withdraw with the notice", .input = &task_revoke_record, .inside = true},
};

const struct flow task_flow = {
	.name = "task", .zh = "督办任务", .en = "supervised task", .table = "task", .states = task_states, .steps = task_steps,
	.count = sizeof task_steps / sizeof *task_steps, .load = load_task, .after = after_task,
	.about = {.title = "f.title", .no = "f.no", .due = "f.due", .page = "/tasks/", .zh = "下发", .en = "issued"},
};

enum status task_urge(struct cx *cx, int64_t id, const char *text)
{
	return flow_do(cx, &task_flow, id, "urge", &(struct text_input){text}, (struct texts){0}, 0);
}
