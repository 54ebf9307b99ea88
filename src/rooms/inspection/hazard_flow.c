/* hazard_flow.c - the steps of a hazard: what each asks for, who takes it, what it leaves behind. */
#include "rooms/inspection/hazard_steps.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/inspection/hazard_stats.h"

static struct hazard *hazard_of(struct act *a)
{
	return (struct hazard *)a->row;
}

static bool is_major(const struct hazard *h)
{
	return strcmp(h->level, "major") == 0;
}

static const char *nothing(const char *s)
{
	return inspection_or(s, "");
}

/* ---- the five fixes, listing, reports ---- */

struct plan_input {
	const char *person, *phone, *measures, *source, *by, *emergency;
	int64_t funds;
};
static const struct field plan_fields[] = {
	FIELD(struct plan_input, person, .flags = REQUIRED, .min = 2, .max = 40, .zh = "责任人", .en = "person responsible"),
	FIELD(struct plan_input, phone, .flags = REQUIRED, .min = 7, .max = 20, .zh = "责任人手机", .en = "his telephone"),
	FIELD(struct plan_input, measures, .flags = REQUIRED, .min = 10, .max = 4000, .zh = "整改措施", .en = "measures"),
	FIELD(struct plan_input, funds, .flags = REQUIRED, .min = 0, .max = INT64_C(100000000000), .zh = "资金（元）", .en = "funds, yuan"),
	FIELD(struct plan_input, source, .min = 0, .max = 200, .zh = "资金来源", .en = "where the funds come from"),
	FIELD(struct plan_input, by, .flags = REQUIRED | DAY, .zh = "整改时限", .en = "by"),
	FIELD(struct plan_input, emergency, .flags = REQUIRED, .min = 4, .max = 4000, .zh = "应急预案", .en = "emergency plan"),
};
static const struct record plan_record = RECORD(plan_input, plan_fields);

static enum status plan(struct cx *cx, struct act *a)
{
	const struct plan_input *in = a->input;
	const struct hazard *h = hazard_of(a);
	if (in->funds && !*nothing(in->source))
		return cx_fail_field(cx, "source", "say where the funds come from");
	if (*h->due && strcmp(in->by, h->due) > 0)
		return cx_fail_field(cx, "by", "may not be after the day it is due (%s): ask for more time", h->due);
	return db_exec(cx, NULL,
		       "UPDATE hazard SET fix_person = $1, fix_phone = $2, fix_measures = $3, fix_funds = $4, fix_source = $5, fix_by = $6,"
		       " fix_emergency = $7, planned_on = $8 WHERE county = $9 AND id = $10",
		       ARGS(V(in->person), V(in->phone), V(in->measures), V(in->funds), V(nothing(in->source)), V(in->by), V(in->emergency),
			    V(day_today(cx)), V(cx->county), V(h->row.id)));
}

struct list_input {
	const char *no, *level;
};
static const char *const list_levels[] = {"county", "city", "province", "state", NULL};
static const struct field list_fields[] = {
	FIELD(struct list_input, no, .flags = REQUIRED, .min = 2, .max = 60, .zh = "挂牌督办通知书文号", .en = "number of the listing"),
	FIELD(struct list_input, level, .flags = REQUIRED, .choices = list_levels, .zh = "挂牌级别", .en = "level"),
};
static const struct record list_record = RECORD(list_input, list_fields);

static enum status may_list(struct cx *cx, struct act *a)
{
	const struct hazard *h = hazard_of(a);
	TRY(hazard_not_the_enterprise(cx, a));
	if (!is_major(h))
		return cx_fail(cx, STATUS_CONFLICT, "only major hazards are listed");
	if (!*h->planned_on)
		return cx_fail(cx, STATUS_CONFLICT, "the plan with the five fixes is missing");
	return *h->listed_on ? cx_fail(cx, STATUS_CONFLICT, "it is listed already") : STATUS_OK;
}

static enum status list(struct cx *cx, struct act *a)
{
	const struct list_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE hazard SET listed_on = $1, list_no = $2, list_level = $3, list_org = $4 WHERE county = $5 AND id = $6",
		       ARGS(V(day_today(cx)), V(in->no), V(in->level), V(cx->org), V(cx->county), V(a->row->id)));
}

struct report_input {
	const char *text;
	int64_t percent;
};
static const struct field report_fields[] = {
	FIELD(struct report_input, text, .flags = REQUIRED, .min = 4, .max = 4000, .zh = "本周进展", .en = "progress this week"),
	FIELD(struct report_input, percent, .flags = REQUIRED, .min = 0, .max = 100, .zh = "进度（%）", .en = "progress, %"),
};
static const struct record report_record = RECORD(report_input, report_fields);

static enum status may_report(struct cx *cx, struct act *a)
{
	TRY(hazard_enterprise_only(cx, a));
	return *hazard_of(a)->listed_on ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "only listed hazards are reported every week");
}

static enum status report(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE hazard SET reported_on = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(day_today(cx)), V(cx->county), V(a->row->id)));
}

struct regrade_input {
	const char *criterion, *basis;
};
static const struct field regrade_fields[] = {
	FIELD(struct regrade_input, criterion, .min = 0, .max = 10, .zh = "重大隐患判定条款", .en = "criterion of a major hazard"),
	FIELD(struct regrade_input, basis, .flags = REQUIRED, .min = 4, .max = 500, .zh = "升级依据", .en = "why it is a major one"),
};
static const struct record regrade_record = RECORD(regrade_input, regrade_fields);

static enum status may_regrade(struct cx *cx, struct act *a)
{
	TRY(hazard_not_the_enterprise(cx, a));
	return is_major(hazard_of(a)) ? cx_fail(cx, STATUS_CONFLICT, "it is a major hazard already") : STATUS_OK;
}

static enum status regrade(struct cx *cx, struct act *a)
{
	const struct regrade_input *in = a->input;
	const struct criterion *c = NULL;
	if (*nothing(in->criterion)) {
		TRY(criterion_find(cx, in->criterion, hazard_of(a)->found_on, &c));
		if (!c)
			return cx_fail_field(cx, "criterion", "is not in force on %s: %s", hazard_of(a)->found_on, in->criterion);
	}
	return db_exec(cx, NULL, "UPDATE hazard SET level = 'major', major_from = $1, criterion = $2, basis = $3 WHERE county = $4 AND id = $5",
		       ARGS(V(day_today(cx)), V(nothing(in->criterion)), V(in->basis), V(cx->county), V(a->row->id)));
}

/* ---- more time ---- */

static const struct field ask_fields[] = {
	FIELD(struct hazard_ask, day, .flags = REQUIRED | DAY, .zh = "延至", .en = "until"),
	FIELD(struct hazard_ask, reason, .flags = REQUIRED, .min = 5, .max = 2000, .zh = "延期理由", .en = "reason"),
	FIELD(struct hazard_ask, measures, .flags = REQUIRED, .min = 5, .max = 2000, .zh = "延期期间的管控措施", .en = "control measures meanwhile"),
};
static const struct record ask_record = RECORD(hazard_ask, ask_fields);

static enum status may_ask(struct cx *cx, struct act *a)
{
	const struct hazard *h = hazard_of(a);
	int64_t open;
	TRY(hazard_enterprise_only(cx, a));
	if (!*h->due)
		return cx_fail(cx, STATUS_CONFLICT, "there is no day yet that could be put off: sign for the order");
	if (strcmp(day_today(cx), h->due) > 0)
		return cx_fail(cx, STATUS_CONFLICT, "more time is asked for before the day: it was due on %s", h->due);
	TRY(inspection_count(cx, &open, "SELECT count(*) AS n FROM hazard_extension WHERE county = $1 AND hazard = $2 AND state = 'asked'",
			     ARGS(V(cx->county), V(h->row.id))));
	return open ? cx_fail(cx, STATUS_CONFLICT, "a request for more time is waiting for a decision") : STATUS_OK;
}

static enum status ask(struct cx *cx, struct act *a)
{
	return hazard_ask_extension(cx, hazard_of(a), a->input);
}

/* ---- rectified and rechecked ---- */

struct statement_input {
	const char *statement;
};
static const struct field statement_fields[] = {
	FIELD(struct statement_input, statement, .flags = REQUIRED, .min = 5, .max = 4000, .zh = "整改情况", .en = "what was done"),
};
static const struct record statement_record = RECORD(statement_input, statement_fields);

static enum status may_rectify(struct cx *cx, struct act *a)
{
	const struct hazard *h = hazard_of(a);
	TRY(hazard_enterprise_only(cx, a));
	if (!*h->served_on && (!h->own || is_major(h)))
		return cx_fail(cx, STATUS_CONFLICT, "sign for the order first");
	if (is_major(h) && !*h->planned_on)
		return cx_fail(cx, STATUS_CONFLICT, "the plan with the five fixes is missing");
	return STATUS_OK;
}

static enum status rectify(struct cx *cx, struct act *a)
{
	const struct statement_input *in = a->input;
	const struct hazard *h = hazard_of(a);
	const char *today = day_today(cx), *recheck;
	TRY(hazard_recheck_day(cx, day_of(cx->now), &recheck));
	TRY(db_exec(cx, NULL, "UPDATE hazard SET rectified_on = $1, rectified_by = $2, rectified_org = $3 WHERE county = $4 AND id = $5",
		    ARGS(V(today), V(cx->user), V(cx->org), V(cx->county), V(h->row.id))));
	return db_exec(cx, NULL,
		       "INSERT INTO hazard_round (county, hazard, round, rectified_on, rectified_by, statement, recheck_by)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7)",
		       ARGS(V(cx->county), V(h->row.id), V(h->repeats + 1), V(today), V(cx->user), V(in->statement), V(recheck)));
}

struct opinion_input {
	const char *opinion;
};
static const struct field opinion_fields[] = {
	FIELD(struct opinion_input, opinion, .flags = REQUIRED, .min = 4, .max = 2000, .zh = "复查意见", .en = "opinion"),
};
static const struct record opinion_record = RECORD(opinion_input, opinion_fields);

/* Others recheck: neither the person nor the organisation that says it is rectified. */
static enum status may_recheck(struct cx *cx, struct act *a)
{
	const struct hazard *h = hazard_of(a);
	TRY(hazard_not_the_enterprise(cx, a));
	if (h->rectified_by == cx->user || (h->rectified_org && h->rectified_org == cx->org))
		return cx_fail(cx, STATUS_FORBIDDEN, "who rectified it does not recheck it");
	return STATUS_OK;
}

static enum status may_pass(struct cx *cx, struct act *a)
{
	const struct hazard *h = hazard_of(a);
	const struct rule *rule;
	bool listed;
	TRY(may_recheck(cx, a));
	if (!is_major(h))
		return STATUS_OK;
	if (!*h->planned_on)
		return cx_fail(cx, STATUS_CONFLICT, "the plan with the five fixes is missing");
	TRY(rule_in_force(cx, "hazard.listing", day_of(cx->now), &rule));
	TRY(rule_bool(cx, rule, "before_closing", &listed));
	if (listed && !*h->listed_on)
		return cx_fail(cx, STATUS_CONFLICT, "a major hazard is listed for supervision before it can be closed");
	return STATUS_OK;
}

static enum status end_round(struct cx *cx, const struct hazard *h, bool passed, const char *opinion)
{
	return db_exec(cx, NULL,
		       "UPDATE hazard_round SET rechecked_on = $1, rechecked_by = $2, rechecked_org = $3, passed = $4, opinion = $5"
		       " WHERE county = $6 AND hazard = $7 AND round = $8",
		       ARGS(V(day_today(cx)), V(cx->user), V(cx->org), V(passed), V(opinion), V(cx->county), V(h->row.id),
			    V(h->repeats + 1)));
}

static enum status end(struct cx *cx, struct act *a)
{
	TRY(hazard_count_ended(cx, hazard_of(a), strcmp(a->to, "cancelled") != 0));
	return db_exec(cx, NULL, "UPDATE hazard SET ended_on = $1, ended_by = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(day_today(cx)), V(cx->user), V(cx->county), V(a->row->id)));
}

/* What is listed is taken off the list first. */
static enum status pass(struct cx *cx, struct act *a)
{
	const struct opinion_input *in = a->input;
	const struct hazard *h = hazard_of(a);
	if (is_major(h) && !a->evidence.count)
		return cx_fail_field(cx, "evidence", "evidence is needed: add at least one file");
	TRY(end_round(cx, h, true, in->opinion));
	if (*h->listed_on) {
		a->to = a->step->or_to;
		return STATUS_OK;
	}
	return end(cx, a);
}

/* A new day by rule, and one more repeat. */
static enum status fail(struct cx *cx, struct act *a)
{
	const struct opinion_input *in = a->input;
	const struct hazard *h = hazard_of(a);
	const char *due;
	TRY(end_round(cx, h, false, in->opinion));
	TRY(hazard_again_due(cx, h, &due));
	if (strcmp(due, h->due) != 0) {
		TRY(db_exec(cx, NULL, "UPDATE hazard_round SET old_due = $1 WHERE county = $2 AND hazard = $3 AND round = $4",
			    ARGS(V(h->due), V(cx->county), V(h->row.id), V(h->repeats + 1))));
		TRY(hazard_store_due(cx, h->row.id, due));
	}
	return db_exec(cx, NULL,
		       "UPDATE hazard SET repeats = repeats + 1, rectified_on = '', rectified_by = 0, rectified_org = 0"
		       " WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(a->row->id)));
}

static enum status confirm(struct cx *cx, struct act *a)
{
	const struct opinion_input *in = a->input;
	TRY(end_round(cx, hazard_of(a), true, in->opinion));
	return end(cx, a);
}

static enum status may_delist(struct cx *cx, struct act *a)
{
	bool own;
	TRY(inspection_own_org(cx, hazard_of(a)->list_org, &own));
	return own || !cx->org ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the organisation that listed it takes it off the list");
}

static enum status delist(struct cx *cx, struct act *a)
{
	TRY(db_exec(cx, NULL, "UPDATE hazard SET delisted_on = $1 WHERE county = $2 AND id = $3",
		    ARGS(V(day_today(cx)), V(cx->county), V(a->row->id))));
	return end(cx, a);
}

/* ---- cancelled, penalties ---- */

struct reason_input {
	const char *reason;
};
static const struct field reason_fields[] = {
	FIELD(struct reason_input, reason, .flags = REQUIRED, .min = 4, .max = 2000, .zh = "撤销理由", .en = "why it was no hazard"),
};
static const struct record reason_record = RECORD(reason_input, reason_fields);

static enum status may_cancel(struct cx *cx, struct act *a)
{
	const struct hazard *h = hazard_of(a);
	bool ours;
	TRY(hazard_not_the_enterprise(cx, a));
	if (h->found_by == cx->user)
		return cx_fail(cx, STATUS_FORBIDDEN, "another person than the one who found it must cancel it");
	TRY(inspection_own_org(cx, h->order_org, &ours));
	if (h->order_org && !ours)
		return cx_fail(cx, STATUS_FORBIDDEN, "only the organisation that ordered it may do this");
	return STATUS_OK;
}

struct penalty_input {
	const char *kind, *no, *day, *text;
	int64_t yuan;
};
static const char *const penalty_kinds[] = {"filed", "fine", "daily", "stop", "other", NULL};
static const struct field penalty_fields[] = {
	FIELD(struct penalty_input, kind, .flags = REQUIRED, .choices = penalty_kinds, .zh = "种类", .en = "kind"),
	FIELD(struct penalty_input, no, .min = 0, .max = 60, .zh = "文书号", .en = "number"),
	FIELD(struct penalty_input, day, .flags = REQUIRED | DAY, .zh = "日期", .en = "day"),
	FIELD(struct penalty_input, yuan, .min = 0, .max = INT64_C(10000000000), .zh = "金额（元）", .en = "amount, yuan"),
	FIELD(struct penalty_input, text, .min = 0, .max = 1000, .zh = "说明", .en = "words"),
};
static const struct record penalty_record = RECORD(penalty_input, penalty_fields);

static enum status penalise(struct cx *cx, struct act *a)
{
	const struct penalty_input *in = a->input;
	const struct hazard *h = hazard_of(a);
	TRY(inspection_not_future(cx, "day", in->day));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO hazard_penalty (county, hazard, id, enterprise, kind, no, day, yuan, text, person)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		    ARGS(V(cx->county), V(h->row.id), V(id_new(cx)), V(h->enterprise), V(in->kind), V(nothing(in->no)), V(in->day),
			 V(in->yuan), V(nothing(in->text)), V(cx->user))));
	return db_exec(cx, NULL, "UPDATE hazard SET penalties = penalties + 1 WHERE county = $1 AND id = $2",
		       ARGS(V(cx->county), V(h->row.id)));
}

/* ---- the table ---- */

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct hazard *h;
	TRY(hazard_get(cx, id, &h));
	*row = &h->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	struct hazard *h;
	TRY(hazard_get(cx, a->row->id, &h));
	if (flow_among("pass|delist|cancel|regrade|confirm", a->step->action))
		TRY(mine_refresh(cx, h->mine));
	if (flow_among("order", a->step->action))
		TRY(hazard_put_search(cx, h));
	return hazard_tell(cx, a->step->action, h);
}

static const struct flow_state states[] = {
	{"found", "待下达整改指令", "found", false},
	{"ordered", "整改中", "to be rectified", false},
	{"planned", "整改中（方案已报）", "planned", false},
	{"listed", "挂牌督办", "listed for supervision", false},
	{"returned", "复查不合格，再整改", "to be rectified again", false},
	{"rectified", "待复查", "to be rechecked", false},
	{"passed", "验收合格待摘牌", "passed, to be taken off the list", false},
	{"closed", "已销号", "closed", true},
	{"cancelled", "已撤销", "cancelled", true},
	{0},
};

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)
#define WORKING "ordered|planned|listed|returned"

static const struct step steps[] = {
	{.from = "found", .action = "order", .to = "ordered", .zh = "下达整改指令", .en = "order its rectification", .perm = BIT(HAZARD_RECHECK),
	 .input = &hazard_order_record, .evidence = EVIDENCE_MAY, .guard = hazard_not_the_enterprise, .effect = hazard_order, .limit = "hazard.general_limit"},
	{.from = "returned", .action = "order", .to = "ordered", .zh = "下达整改指令", .en = "order its rectification", .perm = BIT(HAZARD_RECHECK),
	 .input = &hazard_order_record, .evidence = EVIDENCE_MAY, .guard = hazard_may_order_later, .effect = hazard_order, .limit = "hazard.general_limit"},
	{.from = "found", .action = "rectify", .to = "rectified", .zh = "自行整改完成", .en = "mended by ourselves", .perm = BIT(HAZARD_RECTIFY),
	 .input = &statement_record, .evidence = EVIDENCE_MUST, .guard = hazard_may_mend, .effect = rectify, .limit = "hazard.own_limit"},
	{.from = "rectified", .action = "confirm", .to = "closed", .zh = "本单位复查合格", .en = "our own recheck passes", .perm = BIT(HAZARD_RECTIFY),
	 .input = &opinion_record, .evidence = EVIDENCE_MAY, .guard = hazard_may_confirm, .effect = confirm, .limit = "hazard.own_limit"},
	{.from = "rectified", .action = "reject", .to = "returned", .zh = "本单位复查不合格", .en = "our own recheck fails", .perm = BIT(HAZARD_RECTIFY),
	 .input = &opinion_record, .evidence = EVIDENCE_MAY, .guard = hazard_may_confirm, .effect = fail, .limit = "hazard.recheck_failed"},
	{.from = "ordered", .action = "sign", .zh = "签收", .en = "sign for it", .perm = BIT(HAZARD_RECTIFY), .guard = hazard_may_sign, .effect = hazard_sign},
	{.from = "ordered", .action = "serve", .zh = "记录送达", .en = "record its service", .perm = BIT(HAZARD_RECHECK), .input = &hazard_serve_record,
	 .evidence = EVIDENCE_MUST, .guard = hazard_may_serve, .effect = hazard_serve},
	{.from = "ordered", .action = "plan", .to = "planned", .zh = "报送整改方案（五落实）", .en = "file the plan with the five fixes",
	 .perm = BIT(HAZARD_RECTIFY), .input = &plan_record, .evidence = EVIDENCE_MUST, .guard = hazard_enterprise_only, .effect = plan,
	 .limit = "hazard.five_fixes"},
	{.from = "planned|listed|returned", .action = "plan", .zh = "更新整改方案（五落实）", .en = "file the plan again",
	 .perm = BIT(HAZARD_RECTIFY), .input = &plan_record, .evidence = EVIDENCE_MUST, .guard = hazard_enterprise_only, .effect = plan,
	 .limit = "hazard.five_fixes"},
	{.from = "planned", .action = "list", .to = "listed", .zh = "挂牌督办", .en = "list it for supervision", .perm = BIT(HAZARD_RECHECK),
	 .input = &list_record, .evidence = EVIDENCE_MAY, .guard = may_list, .effect = list, .limit = "hazard.listing"},
	{.from = "rectified|returned", .action = "list", .zh = "挂牌督办", .en = "list it for supervision", .perm = BIT(HAZARD_RECHECK),
	 .input = &list_record, .evidence = EVIDENCE_MAY, .guard = may_list, .effect = list, .limit = "hazard.listing"},
	{.from = "listed|returned", .action = "report", .zh = "周报", .en = "report of the week", .perm = BIT(HAZARD_RECTIFY),
	 .input = &report_record, .evidence = EVIDENCE_MAY, .guard = may_report, .effect = report, .limit = "hazard.listed_report"},
	{.from = WORKING, .action = "ask_extension", .zh = "申请延期", .en = "ask for more time", .perm = BIT(HAZARD_RECTIFY),
	 .input = &ask_record, .evidence = EVIDENCE_MAY, .guard = may_ask, .effect = ask, .limit = "hazard.extension"},
	{.from = WORKING, .action = "rectify", .to = "rectified", .zh = "整改完成，申请复查", .en = "rectified, ask for a recheck",
	 .perm = BIT(HAZARD_RECTIFY), .input = &statement_record, .evidence = EVIDENCE_MUST, .guard = may_rectify, .effect = rectify},
	{.from = "rectified", .action = "pass", .to = "closed", .or_to = "passed", .zh = "复查合格", .en = "the recheck passes",
	 .perm = BIT(HAZARD_RECHECK), .input = &opinion_record, .evidence = EVIDENCE_MAY, .guard = may_pass, .effect = pass,
	 .limit = "hazard.recheck", .confirm = true},
	{.from = "rectified", .action = "fail", .to = "returned", .zh = "复查不合格", .en = "the recheck fails", .perm = BIT(HAZARD_RECHECK),
	 .input = &opinion_record, .evidence = EVIDENCE_MAY, .guard = may_recheck, .effect = fail, .limit = "hazard.recheck"},
	{.from = "passed", .action = "delist", .to = "closed", .zh = "摘牌销号", .en = "take it off the list and close it",
	 .perm = BIT(HAZARD_RECHECK), .input = &opinion_record, .evidence = EVIDENCE_MAY, .guard = may_delist, .effect = delist,
	 .limit = "hazard.listing", .confirm = true},
	{.from = "found|ordered|planned|returned|rectified", .action = "regrade", .zh = "升级为重大隐患", .en = "raise to a major hazard",
	 .perm = BIT(HAZARD_RECHECK), .input = &regrade_record, .evidence = EVIDENCE_MAY, .guard = may_regrade, .effect = regrade, .confirm = true},
	{.from = "ordered|planned|listed|returned|rectified", .action = "penalise", .zh = "登记处罚", .en = "record a penalty",
	 .perm = BIT(HAZARD_RECHECK), .input = &penalty_record, .evidence = EVIDENCE_MAY, .guard = hazard_not_the_enterprise, .effect = penalise,
	 .limit = "hazard.penalty"},
	{.from = "found|ordered|planned", .action = "cancel", .to = "cancelled", .zh = "撤销（误报）", .en = "cancel, it was no hazard",
	 .perm = BIT(HAZARD_RECHECK), .input = &reason_record, .evidence = EVIDENCE_MAY, .guard = may_cancel, .effect = end, .confirm = true},
};

const struct flow hazard_flow = {
	.name = "hazard", .zh = "隐患", .en = "hazard", .table = "hazard", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "f.text", .no = "f.no", .due = "f.due", .page = "/hazards/", .zh = "登记隐患", .en = "found"},
};
