/*
 * accident_flow.c - from the first report to the review of what was put right.
 *
 * Who acts: those who manage accidents for the county lead the investigation, its members sign the report, the government
 * that is in charge of it decides (of the county's own investigations a leader; of a higher level's those who manage
 * accidents put down what it decided).  Nobody handles an accident of his own town or firm.
 */
#include "rooms/accident/accident.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/accident/clocks.h"

static struct accident *accident_of(struct act *a)
{
	return (struct accident *)a->row;
}

/* ---- who ---- */

static enum status not_own(struct cx *cx, struct act *a)
{
	const struct accident *x = accident_of(a);
	if (cx->org && (cx->org == x->town || cx->org == x->org))
		return cx_fail(cx, STATUS_FORBIDDEN, "nobody handles an accident of his own town or firm");
	return STATUS_OK;
}

static enum status may_report(struct cx *cx, struct act *a)
{
	(void)a;
	return cx->perms & (PERM_ACCIDENT_REPORT | PERM_ACCIDENT_MANAGE) ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "your role may not do this");
}

static bool higher(const struct accident *x)
{
	return *x->authority && strcmp(x->authority, "county") != 0 && strcmp(x->authority, "enterprise") != 0;
}

static enum status decides(struct cx *cx, struct act *a)
{
	TRY(not_own(cx, a));
	if (higher(accident_of(a)))
		return cx->perms & PERM_ACCIDENT_MANAGE ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "your role may not do this");
	return cx->perms & PERM_TASK_DECIDE ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only a leader of the county may decide this");
}

static enum status leader_only(struct cx *cx, struct act *a)
{
	TRY(not_own(cx, a));
	return cx->perms & PERM_TASK_DECIDE ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only a leader of the county may decide this");
}

/* ---- days ---- */

static enum status rule_number(struct cx *cx, const struct accident *x, const char *name, const char *key, int64_t *out)
{
	const struct rule *rule;
	TRY(rule_in_force(cx, name, day_of(x->at), &rule));
	return rule_int(cx, rule, key, out);
}

/* From the accident on, not from the investigation's beginning (第二十九条). */
static enum status investigation_due(struct cx *cx, struct accident *x)
{
	int64_t days;
	TRY(rule_number(cx, x, "accident.investigation", "days", &days));
	x->due = day_text(cx, (struct day){day_of(x->at).n + (int32_t)(days + x->extended + x->appraised)});
	return STATUS_OK;
}

/* ---- reporting ---- */

struct told_input {
	const char *level;
	int64_t at;
	const char *note;
};
static const struct field told_fields[] = {
	FIELD(struct told_input, level, .flags = REQUIRED, .choices = accident_levels, .zh = "报至", .en = "who was told"),
	FIELD(struct told_input, at, .flags = REQUIRED | TIME, .zh = "报告时间", .en = "at"),
	FIELD(struct told_input, note, .min = 0, .max = 500, .zh = "说明", .en = "note"),
};
static const struct record told_record = RECORD(told_input, told_fields);

static enum status told(struct cx *cx, struct act *a)
{
	const struct told_input *in = a->input;
	return accident_told(cx, accident_of(a), in->level, in->at, in->note);
}

struct revise_input {
	const char *day;
	int64_t deaths, injured, loss_yuan;
	const char *reason;
};
static const struct field revise_fields[] = {
	FIELD(struct revise_input, day, .flags = REQUIRED | DAY, .zh = "变化发生日期", .en = "since"),
	FIELD(struct revise_input, deaths, .flags = REQUIRED, .min = 0, .max = 100000, .zh = "死亡（含下落不明）", .en = "deaths, missing people included"),
	FIELD(struct revise_input, injured, .flags = REQUIRED, .min = 0, .max = 100000, .zh = "重伤（含急性工业中毒）", .en = "seriously injured"),
	FIELD(struct revise_input, loss_yuan, .flags = REQUIRED, .min = 0, .max = INT64_C(1000000000000), .zh = "直接经济损失（元）", .en = "direct loss, yuan"),
	FIELD(struct revise_input, reason, .flags = REQUIRED, .min = 2, .max = 1000, .zh = "补报原因", .en = "why it changed"),
};
static const struct record revise_record = RECORD(revise_input, revise_fields);

static enum status revise(struct cx *cx, struct act *a)
{
	const struct revise_input *in = a->input;
	struct accident *x = accident_of(a);
	if (in->deaths < x->deaths || in->injured < x->injured || in->loss_yuan < x->loss_yuan) {
		TRY(not_own(cx, a));
		if (!(cx->perms & PERM_ACCIDENT_MANAGE))
			return cx_fail(cx, STATUS_FORBIDDEN, "only those who manage accidents may lower a figure");
	}
	TRY(accident_revise(cx, x, &(struct accident_change){in->day, {in->deaths, in->injured, in->loss_yuan}, in->reason}));
	TRY(accident_store(cx, x));
	return accident_touch_mine(cx, x);
}

static const char *const verdicts[] = {"proper", "late", "missed", "false", "concealed", NULL};
struct judge_input {
	const char *reporting, *text;
};
static const struct field judge_fields[] = {
	FIELD(struct judge_input, reporting, .flags = REQUIRED, .choices = verdicts, .zh = "认定", .en = "finding"),
	FIELD(struct judge_input, text, .flags = REQUIRED, .min = 5, .max = 2000, .zh = "事实和依据", .en = "facts and grounds"),
};
static const struct record judge_record = RECORD(judge_input, judge_fields);

static enum status judge(struct cx *cx, struct act *a)
{
	const struct judge_input *in = a->input;
	struct accident *x = accident_of(a);
	x->reporting = in->reporting;
	x->reporting_text = in->text;
	return accident_store(cx, x);
}

/* ---- investigation ---- */

struct begin_input {
	const char *authority;
	struct texts orgs;
	const char *note;
};
static const struct field begin_fields[] = {
	FIELD(struct begin_input, authority, .flags = REQUIRED, .choices = accident_authorities, .zh = "调查级别", .en = "investigated by"),
	FIELD(struct begin_input, orgs, .flags = REQUIRED, .min = 1, .max = 30, .zh = "调查组成员单位", .en = "members"),
	FIELD(struct begin_input, note, .min = 0, .max = 1000, .zh = "说明", .en = "note"),
};
static const struct record begin_record = RECORD(begin_input, begin_fields);

struct found {
	int64_t id;
};
static const struct field found_fields[] = {FIELD(struct found, id)};
static const struct record found_record = RECORD(found, found_fields);

static enum status add_member(struct cx *cx, const struct accident *x, const char *text)
{
	int64_t org = strtoll(text, NULL, 10);
	struct list l;
	TRY(db_all(cx, &found_record, &l,
		   "SELECT id FROM org WHERE county = $1 AND id = $2 AND active = 1 AND kind IN ('department', 'leadership', 'town')",
		   ARGS(V(cx->county), V(org))));
	if (!l.count)
		return cx_fail_field(cx, "orgs", "is not a department or town");
	if (org == x->town || org == x->org)
		return cx_fail_field(cx, "orgs", "the town or firm of the accident cannot investigate it");
	return db_exec(cx, NULL,
		       "INSERT INTO accident_member (county, accident, org) VALUES ($1, $2, $3) ON CONFLICT (county, accident, org) DO NOTHING",
		       ARGS(V(cx->county), V(x->row.id), V(org)));
}

static enum status begin(struct cx *cx, struct act *a)
{
	const struct begin_input *in = a->input;
	struct accident *x = accident_of(a);
	TRY(accident_competent(cx, x, in->authority));
	for (size_t i = 0; i < in->orgs.count; i++)
		TRY(add_member(cx, x, in->orgs.items[i]));
	x->authority = in->authority;
	x->begun_on = day_today(cx);
	TRY(investigation_due(cx, x));
	return accident_store(cx, x);
}

/* The grade may have risen since the investigation began. */
static enum status still_competent(struct cx *cx, struct act *a)
{
	TRY(not_own(cx, a));
	enum status s = accident_competent(cx, accident_of(a), accident_of(a)->authority);
	if (s != STATUS_INVALID)
		return s;
	cx_forget(cx);
	return cx_fail(cx, STATUS_CONFLICT, "the grade has risen: a higher level must take the investigation over");
}

struct take_over_input {
	const char *authority, *text;
};
static const struct field take_over_fields[] = {
	FIELD(struct take_over_input, authority, .flags = REQUIRED, .choices = accident_authorities, .zh = "调查级别", .en = "investigated by"),
	FIELD(struct take_over_input, text, .flags = REQUIRED, .min = 2, .max = 1000, .zh = "依据", .en = "grounds"),
};
static const struct record take_over_record = RECORD(take_over_input, take_over_fields);

static enum status take_over(struct cx *cx, struct act *a)
{
	const struct take_over_input *in = a->input;
	TRY(accident_competent(cx, accident_of(a), in->authority));
	accident_of(a)->authority = in->authority;
	return accident_store(cx, accident_of(a));
}

static enum status may_approve(struct cx *cx, struct act *a)
{
	TRY(still_competent(cx, a));
	return decides(cx, a);
}

struct extend_input {
	int64_t days;
	const char *reason, *document;
};
static const struct field extend_fields[] = {
	FIELD(struct extend_input, days, .flags = REQUIRED, .min = 1, .max = 1000, .zh = "延长天数", .en = "days more"),
	FIELD(struct extend_input, reason, .flags = REQUIRED, .min = 5, .max = 2000, .zh = "理由", .en = "reason"),
	FIELD(struct extend_input, document, .min = 0, .max = 100, .zh = "批准文号", .en = "document"),
};
static const struct record extend_record = RECORD(extend_input, extend_fields);

static enum status may_extend(struct cx *cx, struct act *a)
{
	TRY(decides(cx, a));
	return accident_of(a)->extended ? cx_fail(cx, STATUS_CONFLICT, "it was extended once already") : STATUS_OK;
}

static enum status extend(struct cx *cx, struct act *a)
{
	const struct extend_input *in = a->input;
	struct accident *x = accident_of(a);
	int64_t most;
	TRY(rule_number(cx, x, "accident.investigation", "extend_days", &most));
	if (in->days > most)
		return cx_fail_field(cx, "days", "may be at most %" PRId64, most);
	x->extended = in->days;
	TRY(investigation_due(cx, x));
	return accident_store(cx, x);
}

struct appraise_input {
	const char *from, *to, *text;
};
static const struct field appraise_fields[] = {
	FIELD(struct appraise_input, from, .flags = REQUIRED | DAY, .zh = "鉴定开始日期", .en = "from"),
	FIELD(struct appraise_input, to, .flags = REQUIRED | DAY, .zh = "鉴定结束日期", .en = "to"),
	FIELD(struct appraise_input, text, .flags = REQUIRED, .min = 2, .max = 1000, .zh = "鉴定事项和机构", .en = "what was appraised, by whom"),
};
static const struct record appraise_record = RECORD(appraise_input, appraise_fields);

static enum status appraise(struct cx *cx, struct act *a)
{
	const struct appraise_input *in = a->input;
	struct accident *x = accident_of(a);
	struct day from, to;
	if (!day_parse(in->from, &from) || strcmp(in->from, x->day) < 0)
		return cx_fail_field(cx, "from", "lies before the accident");
	if (!day_parse(in->to, &to) || to.n < from.n)
		return cx_fail_field(cx, "to", "lies before its beginning");
	if (to.n > day_of(cx->now).n)
		return cx_fail_field(cx, "to", "lies in the future");
	x->appraised += to.n - from.n + 1;
	if (x->appraised > day_of(cx->now).n - day_of(x->at).n + 1)
		return cx_fail_field(cx, "to", "more days of appraisal than have passed since the accident");
	TRY(investigation_due(cx, x));
	return accident_store(cx, x);
}

static enum status members(struct cx *cx, const struct act *a, struct list *out)
{
	return accident_members(cx, a->row->id, out);
}

static enum status may_sign(struct cx *cx, struct act *a)
{
	struct list l;
	bool member = false, yes;
	TRY(accident_members(cx, a->row->id, &l));
	for (size_t i = 0; i < l.count; i++)
		member |= ((const struct flow_signer *)l.items)[i].org == cx->org;
	if (!member || !(cx->perms & (PERM_CASE_INVESTIGATE | PERM_ACCIDENT_MANAGE | PERM_ACCOUNTABILITY)))
		return cx_fail(cx, STATUS_FORBIDDEN, "only the members of the investigation sign its report");
	TRY(flow_signed(cx, a->flow, a->row->id, "hand_in", cx->org, &yes));
	return yes ? cx_fail(cx, STATUS_CONFLICT, "your unit has signed already") : STATUS_OK;
}

struct text_input {
	const char *text;
};
static const struct field text_fields[] = {
	FIELD(struct text_input, text, .flags = REQUIRED, .min = 2, .max = 4000, .zh = "说明", .en = "words"),
};
static const struct record text_record = RECORD(text_input, text_fields);

static enum status hand_in(struct cx *cx, struct act *a)
{
	struct accident *x = accident_of(a);
	int64_t days;
	TRY(rule_number(cx, x, "accident.approval", strcmp(x->grade, "extraordinary") == 0 ? "extraordinary_days" : "days", &days));
	x->handed_on = day_today(cx);
	x->due = day_text(cx, (struct day){day_of(cx->now).n + (int32_t)days});
	return accident_store(cx, x);
}

static enum status hand_back(struct cx *cx, struct act *a)
{
	struct accident *x = accident_of(a);
	x->handed_on = "";
	TRY(investigation_due(cx, x));
	return accident_store(cx, x);
}

/* ---- what it was found to be ---- */

static const char *const answers[] = {"yes", "no", NULL};
struct approve_input {
	const char *responsible;
	bool other;
	struct texts orgs;
	const char *document, *day, *note;
};
static const struct field approve_fields[] = {
	FIELD(struct approve_input, responsible, .flags = REQUIRED, .choices = answers, .zh = "是否责任事故", .en = "responsible accident"),
	FIELD(struct approve_input, other, .zh = "不属于生产安全事故", .en = "not a production accident"),
	FIELD(struct approve_input, orgs, .min = 0, .max = 20, .zh = "行业主管部门（批复认定）", .en = "industry departments, as approved"),
	FIELD(struct approve_input, document, .flags = REQUIRED, .min = 2, .max = 100, .zh = "批复文号", .en = "document"),
	FIELD(struct approve_input, day, .flags = DAY, .zh = "批复日期（不填为今天）", .en = "day of the document (today)"),
	FIELD(struct approve_input, note, .min = 0, .max = 2000, .zh = "说明", .en = "note"),
};
static const struct record approve_record = RECORD(approve_input, approve_fields);

static enum status find(struct cx *cx, struct act *a, const char **day)
{
	const struct approve_input *in = a->input;
	struct accident *x = accident_of(a);
	*day = in->day && *in->day ? in->day : day_today(cx);
	if (strcmp(in->responsible, "yes") == 0 && in->other)
		return cx_fail_field(cx, "responsible", "what is no production accident cannot be a responsible one");
	if (strcmp(in->responsible, "yes") == 0 && !in->orgs.count)
		return cx_fail_field(cx, "orgs", "name the industry departments that the approval names");
	return accident_find(cx, x, &(struct accident_finding){.day = *day, .production = !in->other, .responsible = in->responsible,
							       .document = in->document, .note = in->note}, &in->orgs);
}

static enum status approve(struct cx *cx, struct act *a)
{
	struct accident *x = accident_of(a);
	int64_t months;
	const char *day;
	struct day from;
	TRY(find(cx, a, &day));
	if (strcmp(day, x->handed_on) < 0)
		return cx_fail_field(cx, "day", "lies before the report was handed in");
	const struct rules *rules;
	const struct rule *rule;
	day_parse(day, &from);
	TRY(rules_of(cx, &rules));
	x->approved_on = day;
	x->due = "";
	rule = rules_peek(rules, "accident.review", from);
	if (rule) {
		TRY(rule_int(cx, rule, "months", &months));
		x->due = day_text(cx, due_months(rules_calendar(rules), from, (int)months, ROLL_NONE).day);
	}
	return accident_store(cx, x);
}

static enum status correct(struct cx *cx, struct act *a)
{
	const char *day;
	TRY(find(cx, a, &day));
	if (strcmp(day, accident_of(a)->approved_on) < 0)
		return cx_fail_field(cx, "day", "lies before the approval that it corrects");
	return accident_store(cx, accident_of(a));
}

static enum status review(struct cx *cx, struct act *a)
{
	struct accident *x = accident_of(a);
	x->reviewed_on = day_today(cx);
	x->due = "";
	return accident_store(cx, x);
}

static enum status may_close(struct cx *cx, struct act *a)
{
	struct list open;
	TRY(not_own(cx, a));
	TRY(db_all(cx, &found_record, &open,
		   "SELECT id FROM accountability WHERE county = $1 AND accident = $2 AND state NOT IN ('archived', 'dropped')",
		   ARGS(V(cx->county), V(a->row->id))));
	return open.count ? cx_fail(cx, STATUS_CONFLICT, "%zu accountability cases of it are still open", open.count) : STATUS_OK;
}

static enum status close_it(struct cx *cx, struct act *a)
{
	struct accident *x = accident_of(a);
	x->closed_on = day_today(cx);
	return accident_store(cx, x);
}

static enum status void_it(struct cx *cx, struct act *a)
{
	struct accident *x = accident_of(a);
	x->due = "";
	return accident_store(cx, x);
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct accident *x;
	TRY(accident_get(cx, id, &x));
	*row = &x->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	return accident_tell(cx, accident_of(a), a->step->action);
}

#define OPEN "reported|investigating|handed_in|approved|reviewed"

static const struct flow_state states[] = {
	{"reported", "已报告", "reported", false},
	{"investigating", "调查中", "being investigated", false},
	{"handed_in", "报告待批复", "report handed in", false},
	{"approved", "已批复，整改中", "approved, being put right", false},
	{"reviewed", "整改已评估", "reviewed", false},
	{"closed", "已结案", "closed", true},
	{"void", "已撤销（不是事故）", "withdrawn: no accident", true},
	{0},
};

static const struct step steps[] = {
	{.from = OPEN, .action = "told", .zh = "登记上报时间", .en = "record who was told when", .input = &told_record, .guard = may_report,
	 .effect = told, .evidence = EVIDENCE_MAY, .limit = "accident.report"},
	{.from = "reported|investigating|handed_in", .action = "revise", .zh = "补报伤亡和损失", .en = "revise casualties and loss",
	 .input = &revise_record, .guard = may_report, .effect = revise, .evidence = EVIDENCE_MAY, .limit = "accident.revise"},
	{.from = OPEN, .action = "judge_reporting", .zh = "认定报告情况", .en = "find on the reporting", .perm = BIT(ACCIDENT_MANAGE),
	 .input = &judge_record, .guard = not_own, .effect = judge, .evidence = EVIDENCE_MAY, .limit = "accident.report_faults"},
	{.from = "reported", .action = "begin", .to = "investigating", .zh = "成立调查组", .en = "begin the investigation",
	 .perm = BIT(ACCIDENT_MANAGE), .input = &begin_record, .guard = not_own, .effect = begin, .evidence = EVIDENCE_MAY,
	 .limit = "accident.investigation"},
	{.from = "reported", .action = "withdraw", .to = "void", .zh = "撤销登记", .en = "withdraw: it was no accident", .input = &text_record,
	 .evidence = EVIDENCE_MUST, .guard = leader_only, .effect = void_it, .confirm = true},
	{.from = "investigating", .action = "take_over", .zh = "提级调查", .en = "a higher level takes over", .perm = BIT(ACCIDENT_MANAGE),
	 .input = &take_over_record, .evidence = EVIDENCE_MAY, .guard = not_own, .effect = take_over, .limit = "accident.investigation"},
	{.from = "investigating", .action = "extend", .zh = "批准延长调查", .en = "extend the investigation", .input = &extend_record,
	 .guard = may_extend, .effect = extend, .limit = "accident.investigation"},
	{.from = "investigating", .action = "appraise", .zh = "登记技术鉴定时间", .en = "record a technical appraisal", .perm = BIT(ACCIDENT_MANAGE),
	 .input = &appraise_record, .evidence = EVIDENCE_MUST, .guard = not_own, .effect = appraise, .limit = "accident.investigation"},
	{.from = "investigating", .action = "sign_report", .zh = "在调查报告上签名", .en = "sign the report", .guard = may_sign, .signs = "hand_in",
	 .confirm = true},
	{.from = "investigating", .action = "hand_in", .to = "handed_in", .zh = "提交调查报告", .en = "hand the report in",
	 .perm = BIT(ACCIDENT_MANAGE), .input = &text_record, .evidence = EVIDENCE_MUST, .guard = still_competent, .signers = members, .effect = hand_in,
	 .limit = "accident.approval"},
	{.from = "handed_in", .action = "return", .to = "investigating", .zh = "退回补充调查", .en = "send back", .input = &text_record,
	 .guard = decides, .effect = hand_back, .voids = "hand_in"},
	{.from = "handed_in", .action = "approve", .to = "approved", .zh = "批复", .en = "approve", .input = &approve_record,
	 .evidence = EVIDENCE_MAY, .guard = may_approve, .effect = approve, .limit = "accident.review", .confirm = true},
	{.from = "approved|reviewed|closed", .action = "correct", .zh = "更正认定", .en = "correct the finding", .input = &approve_record,
	 .evidence = EVIDENCE_MUST, .guard = decides, .effect = correct, .confirm = true},
	{.from = "approved", .action = "review", .to = "reviewed", .zh = "整改评估", .en = "review what was put right",
	 .perm = BIT(ACCIDENT_MANAGE), .input = &text_record, .evidence = EVIDENCE_MUST, .guard = not_own, .effect = review},
	{.from = "reviewed", .action = "close", .to = "closed", .zh = "结案", .en = "close", .perm = BIT(ACCIDENT_MANAGE), .guard = may_close,
	 .effect = close_it},
};

const struct flow accident_flow = {
	.name = "accident", .zh = "生产安全事故", .en = "an accident", .table = "accident", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "f.title", .due = "f.due", .page = "/accidents/", .zh = "登记事故", .en = "registered"},
};
