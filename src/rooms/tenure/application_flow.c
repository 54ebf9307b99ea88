/*
 * application_flow.c - the steps of an application.
 *
 * draft, submitted, accepted, joint review, (safety review), (the county head's meeting), approved, sent up, granted.  What is
 * in brackets: a renewal by the fast lane needs neither, other renewals and changes need the first, a new right needs both.
 */
#include "rooms/tenure/application.h"

#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/tenure/application_steps.h"
#include "rooms/tenure/conflict.h"
#include "rooms/tenure/meeting.h"

/* ---- who ---- */

static enum status applicant_only(struct cx *cx, struct act *a)
{
	const struct application *x = application_of(a);
	bool own = x->enterprise && x->enterprise == cx->org, counter;
	TRY(tenure_is_bureau(cx, &counter));
	return own || counter ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the applicant or the natural resources bureau does this");
}

static enum status safety_only(struct cx *cx, struct act *a)
{
	(void)a;
	int64_t org;
	bool yes;
	TRY(tenure_safety(cx, &org, NULL));
	TRY(tenure_acts_for(cx, org, &yes));
	return yes ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the office that reviews safety does this");
}

/* ---- clocks ---- */

/* By when the next move is due: the clock of the rule, and never after the day by which all must be decided. */
static enum status due(struct cx *cx, struct application *x, const char *clock)
{
	const struct rules *rules;
	const struct rule *rule;
	struct day accepted;
	int64_t days, most;
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "tenure.clocks", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, clock, &days));
	struct day by = due_working_days(rules_calendar(rules), day_of(cx->now), (int)days).day;
	if (day_parse(x->accepted_on, &accepted)) {
		TRY(rule_int(cx, rule, "decide_days", &most));
		struct day last = due_days(rules_calendar(rules), accepted, (int)most, ROLL_NONE).day;
		by = by.n > last.n ? last : by;
	}
	x->due = day_text(cx, by);
	return STATUS_OK;
}

/* ---- inputs ---- */

struct words_input {
	const char *text;
};
static const struct field words_fields[] = {
	FIELD(struct words_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "意见", .en = "opinion"),
};
static const struct record words_record = RECORD(words_input, words_fields);

struct material_input {
	const char *code, *note;
};
static const struct field material_fields[] = {
	FIELD(struct material_input, code, .flags = REQUIRED, .min = 1, .max = 30, .zh = "材料", .en = "material"),
	FIELD(struct material_input, note, .min = 0, .max = 300, .zh = "说明", .en = "note"),
};
static const struct record material_input_record = RECORD(material_input, material_fields);

struct sign_input {
	const char *verdict, *text;
};
static const char *const agreements[] = {"agree", "conditions", NULL};
static const struct field sign_fields[] = {
	FIELD(struct sign_input, verdict, .flags = REQUIRED, .choices = agreements, .zh = "结论", .en = "verdict"),
	FIELD(struct sign_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "联审意见", .en = "opinion"),
};
static const struct record sign_record = RECORD(sign_input, sign_fields);

struct meeting_input {
	const char *day, *no, *decision, *text;
};
static const char *const decisions[] = {"agree", "refuse", "defer", NULL};
static const struct field meeting_fields[] = {
	FIELD(struct meeting_input, day, .flags = REQUIRED | DAY, .zh = "会议日期", .en = "day of the meeting"),
	FIELD(struct meeting_input, no, .flags = REQUIRED, .min = 4, .max = 60, .zh = "纪要文号", .en = "number of the minutes"),
	FIELD(struct meeting_input, decision, .flags = REQUIRED, .choices = decisions, .zh = "决定", .en = "decision"),
	FIELD(struct meeting_input, text, .min = 0, .max = 2000, .zh = "要求", .en = "what it asks for"),
};
static const struct record meeting_record = RECORD(meeting_input, meeting_fields);

/* ---- handing in ---- */

static enum status edit(struct cx *cx, struct act *a)
{
	struct application *x = application_of(a);
	const struct application *in = a->input;
	int64_t enterprise = x->enterprise;
	if (strcmp(in->kind, x->kind) != 0 || strcmp(in->right_kind, x->right_kind) != 0 || in->licence != x->licence)
		return cx_fail_field(cx, "kind", "another kind or another right is another application");
	TRY(application_take(cx, x, in));
	if (!x->enterprise)
		x->enterprise = enterprise;
	if (x->enterprise != enterprise && enterprise == cx->org)
		return cx_fail_field(cx, "enterprise", "an enterprise applies for itself");
	return application_store(cx, x);
}

static enum status take_material(struct cx *cx, struct act *a)
{
	const struct material_input *in = a->input;
	struct list l;
	bool known = false;
	TRY(application_materials(cx, application_of(a), &l));
	for (size_t i = 0; i < l.count; i++)
		known |= strcmp(((const struct material *)l.items)[i].code, in->code) == 0;
	if (!known)
		return cx_fail_field(cx, "code", "is not a material of this application");
	return db_exec(cx, NULL,
		       "INSERT INTO tenure_material (county, application, id, code, hash, note, person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		       ARGS(V(cx->county), V(a->row->id), V(a->entry), V(in->code), V(a->evidence.items[0]), V(in->note ? in->note : ""),
			    V(cx->user), V(cx->now)));
}

/* A right that has run out or was revoked can be neither renewed nor changed any more. */
static enum status may_submit(struct cx *cx, struct act *a)
{
	const struct application *x = application_of(a);
	struct right *r;
	TRY(applicant_only(cx, a));
	if (x->licence) {
		TRY(right_get(cx, x->licence, &r));
		if (*r->licence.valid_to && strcmp(r->licence.valid_to, day_today(cx)) < 0 && !*x->applied_on)
			return cx_fail(cx, STATUS_CONFLICT, "the right ran out on %s without an application: it has lapsed", r->licence.valid_to);
		if (strcmp(r->standing, "withdrawn") == 0)
			return cx_fail(cx, STATUS_CONFLICT, "the right was suspended or revoked on %s", r->licence.withdrawn_on);
	}
	return application_complete(cx, x);
}

static enum status submit(struct cx *cx, struct act *a)
{
	struct application *x = application_of(a);
	if (!*x->applied_on)
		x->applied_on = day_today(cx);
	TRY(due(cx, x, "accept_working_days"));
	return application_store(cx, x);
}

static enum status accept(struct cx *cx, struct act *a)
{
	struct application *x = application_of(a);
	x->accepted_on = day_today(cx);
	TRY(due(cx, x, "review_working_days"));
	return application_store(cx, x);
}

/* 行政许可法 32: what is missing is told at once, and once. */
static enum status may_correct(struct cx *cx, struct act *a)
{
	TRY(tenure_bureau_only(cx, a));
	return application_of(a)->corrections ? cx_fail(cx, STATUS_CONFLICT, "what was missing has been told once already") : STATUS_OK;
}

static enum status correct(struct cx *cx, struct act *a)
{
	struct application *x = application_of(a);
	x->corrections++;
	x->answer = ((const struct words_input *)a->input)->text;
	x->due = "";
	return application_store(cx, x);
}

/* ---- reviews ---- */

/* Nothing that the rules of the day forbid may lie beneath it. */
static enum status may_review(struct cx *cx, struct act *a)
{
	TRY(tenure_bureau_only(cx, a));
	return conflict_permit(cx, application_of(a));
}

static enum status review(struct cx *cx, struct act *a)
{
	struct application *x = application_of(a);
	const struct rule *rule;
	struct list why;
	TRY(application_lane(cx, x, &x->lane, &why, &rule));
	TRY(right_level(cx, x->mineral, day_of(cx->now), &x->level, &rule));
	x->reviewed_on = day_today(cx);
	TRY(due(cx, x, strcmp(x->lane, "fast") == 0 ? "fast_joint_working_days" : "joint_working_days"));
	return application_store(cx, x);
}

static enum status may_sign(struct cx *cx, struct act *a)
{
	struct list l;
	bool done, among = false;
	TRY(tenure_joint(cx, &l));
	const struct flow_signer *s = l.items;
	for (size_t i = 0; i < l.count; i++)
		among |= s[i].org == cx->org;
	if (!among)
		return cx_fail(cx, STATUS_FORBIDDEN, "only the departments of the joint review do this");
	TRY(flow_signed(cx, a->flow, a->row->id, "conclude", cx->org, &done));
	return done ? cx_fail(cx, STATUS_CONFLICT, "your department has signed already") : STATUS_OK;
}

static enum status keep_opinion(struct cx *cx, struct act *a, const char *verdict, const char *text)
{
	return db_exec(cx, NULL,
		       "INSERT INTO tenure_opinion (county, application, id, org, person, verdict, text, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		       ARGS(V(cx->county), V(a->row->id), V(a->entry), V(cx->org), V(cx->user), V(verdict), V(text), V(cx->now)));
}

static enum status sign(struct cx *cx, struct act *a)
{
	const struct sign_input *in = a->input;
	return keep_opinion(cx, a, in->verdict, in->text);
}

static enum status object(struct cx *cx, struct act *a)
{
	return keep_opinion(cx, a, "disagree", ((const struct words_input *)a->input)->text);
}

static enum status joint_signers(struct cx *cx, const struct act *a, struct list *out)
{
	(void)a;
	return tenure_joint(cx, out);
}

/* Approved by the county as far as it is the county's to say: from here it only goes up.  What lies beneath the land is looked at
 * once more: weeks have passed since the first review. */
static enum status reach_approval(struct cx *cx, struct act *a)
{
	struct application *x = application_of(a);
	TRY(conflict_permit(cx, x));
	a->to = "approved";
	x->approved_on = day_today(cx);
	TRY(due(cx, x, "send_working_days"));
	return application_store(cx, x);
}

static enum status conclude(struct cx *cx, struct act *a)
{
	struct application *x = application_of(a);
	const char *meeting;
	TRY(tenure_needs_meeting(cx, x, &meeting));
	x->joint_on = day_today(cx);
	if (!*meeting && strcmp(x->lane, "fast") == 0)
		return reach_approval(cx, a);
	TRY(due(cx, x, "safety_working_days"));
	return application_store(cx, x);
}

/* Back to the first review: all departments say anew what they think. */
static enum status again(struct cx *cx, struct act *a)
{
	struct application *x = application_of(a);
	TRY(db_exec(cx, NULL, "UPDATE tenure_opinion SET voided_at = $1 WHERE county = $2 AND application = $3 AND voided_at = 0",
		    ARGS(V(cx->now), V(cx->county), V(a->row->id))));
	x->joint_on = x->safety_on = "";
	x->meeting = 0;
	TRY(due(cx, x, "review_working_days"));
	return application_store(cx, x);
}

static enum status pass_safety(struct cx *cx, struct act *a)
{
	struct application *x = application_of(a);
	const char *meeting;
	TRY(tenure_needs_meeting(cx, x, &meeting));
	x->safety_on = day_today(cx);
	if (!*meeting)
		return reach_approval(cx, a);
	TRY(due(cx, x, "meeting_working_days"));
	return application_store(cx, x);
}

/* ---- the meeting ---- */

static enum status record_meeting(struct cx *cx, struct act *a)
{
	const struct meeting_input *in = a->input;
	struct application *x = application_of(a);
	struct list l;
	TRY(application_past_day(cx, "day", in->day));
	if (strcmp(in->day, x->safety_on) < 0)
		return cx_fail_field(cx, "day", "is before the safety review was passed: %s", x->safety_on);
	TRY(tenure_meetings(cx, a->row->id, &l));
	if (l.count && strcmp(((const struct tenure_meeting *)l.items)->day, in->day) > 0)
		return cx_fail_field(cx, "day", "is before the meeting that was recorded last");
	TRY(db_exec(cx, NULL,
		    "INSERT INTO tenure_meeting (county, application, id, day, no, decision, text, person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		    ARGS(V(cx->county), V(a->row->id), V(a->entry), V(in->day), V(in->no), V(in->decision), V(in->text ? in->text : ""), V(cx->user),
			 V(cx->now))));
	x->meeting = strcmp(in->decision, "agree") == 0 ? a->entry : 0;
	if (strcmp(in->decision, "refuse") == 0) {
		a->to = "refused";
		x->ended_on = day_today(cx);
		x->answer = arena_printf(cx->mem, words(cx, "the county head's meeting did not agree (%s)"), in->no);
	}
	return application_store(cx, x);
}

/* Of what needs the meeting: its last word must be that it agrees, and be the one that the row names. */
static enum status meeting_agreed(struct cx *cx, const struct application *x)
{
	const char *meeting;
	int64_t id;
	TRY(tenure_needs_meeting(cx, x, &meeting));
	if (!*meeting)
		return STATUS_OK;
	TRY(tenure_agreed(cx, x->row.id, &id));
	return id == x->meeting ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the record of the county head's meeting is not the one that agreed");
}

static enum status may_go_on(struct cx *cx, struct act *a)
{
	TRY(tenure_bureau_only(cx, a));
	return meeting_agreed(cx, application_of(a));
}

static enum status approve(struct cx *cx, struct act *a)
{
	return reach_approval(cx, a);
}

static enum status end_with_words(struct cx *cx, struct act *a)
{
	struct application *x = application_of(a);
	x->answer = ((const struct words_input *)a->input)->text;
	x->ended_on = day_today(cx);
	x->due = "";
	return application_store(cx, x);
}

static enum status after(struct cx *cx, struct act *a)
{
	return application_tell(cx, application_of(a), a->step->action);
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct application *x;
	TRY(application_get(cx, id, &x));
	*row = &x->row;
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"draft", "草拟", "draft", false},
	{"submitted", "待受理", "handed in", false},
	{"correcting", "待补正", "to be completed", false},
	{"accepted", "初审", "first review", false},
	{"joint", "部门联审", "joint review", false},
	{"safety", "安全审查", "safety review", false},
	{"meeting", "县长办公会", "the county head's meeting", false},
	{"approved", "县级同意，待上报", "approved by the county", false},
	{"sent", "已上报发证机关", "sent up to the issuer", false},
	{"granted", "已发证", "granted", true},
	{"refused", "不予办理", "refused", true},
	{"withdrawn", "已撤回", "withdrawn", true},
	{0},
};

static const struct step steps[] = {
	{.from = "draft|correcting", .action = "edit", .zh = "修改", .en = "change", .perm = BIT(TENURE_READ), .input = &application_input_record,
	 .guard = applicant_only, .effect = edit},
	{.from = "draft|correcting|accepted", .action = "material", .zh = "上传材料", .en = "hand in a material", .perm = BIT(TENURE_READ),
	 .input = &material_input_record, .evidence = EVIDENCE_MUST, .guard = applicant_only, .effect = take_material},
	{.from = "draft|correcting", .action = "submit", .to = "submitted", .zh = "提交", .en = "hand in", .perm = BIT(TENURE_READ),
	 .guard = may_submit, .effect = submit, .limit = "tenure.renewal"},
	{.from = "submitted", .action = "accept", .to = "accepted", .zh = "受理", .en = "accept", .perm = BIT(TENURE_MANAGE), .guard = tenure_bureau_only,
	 .effect = accept, .limit = "tenure.clocks"},
	{.from = "submitted", .action = "correct", .to = "correcting", .zh = "一次告知补正", .en = "say what is missing", .perm = BIT(TENURE_MANAGE),
	 .input = &words_record, .guard = may_correct, .effect = correct, .limit = "tenure.clocks"},
	{.from = "accepted", .action = "review", .to = "joint", .zh = "初审通过，送联审", .en = "pass the first review", .perm = BIT(TENURE_MANAGE),
	 .input = &words_record, .evidence = EVIDENCE_MAY, .guard = may_review, .effect = review, .limit = "tenure.clocks"},
	{.from = "joint", .action = "sign", .zh = "联审签字", .en = "sign the joint review", .perm = BIT(TENURE_REVIEW), .input = &sign_record,
	 .evidence = EVIDENCE_MAY, .guard = may_sign, .effect = sign, .signs = "conclude", .limit = "tenure.clocks"},
	{.from = "joint", .action = "object", .zh = "不同意", .en = "object", .perm = BIT(TENURE_REVIEW), .input = &words_record,
	 .evidence = EVIDENCE_MAY, .guard = may_sign, .effect = object},
	{.from = "joint", .action = "conclude", .to = "safety", .or_to = "approved", .zh = "联审结束", .en = "conclude the joint review",
	 .perm = BIT(TENURE_MANAGE), .guard = tenure_bureau_only, .effect = conclude, .signers = joint_signers, .limit = "tenure.clocks"},
	{.from = "joint|safety|meeting", .action = "again", .to = "accepted", .zh = "退回初审", .en = "back to the first review",
	 .perm = BIT(TENURE_MANAGE), .input = &words_record, .guard = tenure_bureau_only, .effect = again, .voids = "conclude"},
	{.from = "safety", .action = "pass_safety", .to = "meeting", .or_to = "approved", .zh = "安全审查通过", .en = "pass the safety review",
	 .perm = BIT(TENURE_REVIEW), .input = &words_record, .evidence = EVIDENCE_MAY, .guard = safety_only, .effect = pass_safety,
	 .limit = "tenure.clocks"},
	{.from = "meeting", .action = "record", .or_to = "refused", .zh = "登记县长办公会决定", .en = "record the county head's meeting",
	 .perm = BIT(TENURE_DECIDE), .input = &meeting_record, .evidence = EVIDENCE_MUST, .effect = record_meeting, .limit = "tenure.meeting"},
	{.from = "meeting", .action = "approve", .to = "approved", .zh = "批准（挂牌、上报）", .en = "approve", .perm = BIT(TENURE_MANAGE),
	 .guard = may_go_on, .effect = approve, .limit = "tenure.meeting", .confirm = true},
	{.from = "approved", .action = "send", .to = "sent", .zh = "上报发证机关", .en = "send up to the issuer", .perm = BIT(TENURE_MANAGE),
	 .input = &application_send_record, .evidence = EVIDENCE_MAY, .guard = may_go_on, .effect = application_send_up, .limit = "tenure.clocks"},
	{.from = "sent", .action = "grant", .to = "granted", .zh = "登记发证", .en = "enter the licence granted", .perm = BIT(TENURE_MANAGE),
	 .input = &application_grant_record, .evidence = EVIDENCE_MAY, .guard = may_go_on, .effect = application_grant},
	{.from = "submitted|accepted|joint|safety|sent", .action = "refuse", .to = "refused", .zh = "不予办理", .en = "refuse",
	 .perm = BIT(TENURE_MANAGE), .input = &words_record, .guard = tenure_bureau_only, .effect = end_with_words, .confirm = true},
	{.from = "draft|submitted|correcting|accepted|joint|safety|meeting", .action = "withdraw", .to = "withdrawn", .zh = "撤回", .en = "withdraw",
	 .perm = BIT(TENURE_READ), .input = &words_record, .guard = applicant_only, .effect = end_with_words, .confirm = true},
};

const struct flow application_flow = {
	.name = "tenure_application", .zh = "矿业权申请", .en = "application for a mining right", .table = "tenure_application",
	.states = states, .steps = steps, .count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "f.name", .no = "f.no", .due = "f.due", .page = "/tenure/applications/", .zh = "起草", .en = "drafted", .draft = true},
};
