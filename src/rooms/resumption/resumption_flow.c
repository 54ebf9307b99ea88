/*
 * resumption_flow.c - the way of a stopped mine back to work, step by step.
 *
 * Each step is a person's: the system takes none, not even on the command line.  A mine of an accident has no way round
 * the deputy county head: the steps notice and resume ask for his approval again, whatever the state says.
 */
#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/resumption/resumption_inside.h"

static const struct field words_fields[] = {
	FIELD(struct resume_words, text, .flags = REQUIRED, .min = 2, .max = 4000, .zh = "意见", .en = "words"),
};
const struct record resume_words_record = RECORD(resume_words, words_fields);

enum status resume_due(struct cx *cx, const char *name, const char *key, const char **out)
{
	const struct rules *rules;
	const struct rule *rule;
	int64_t n;
	struct day today = day_of(cx->now), due;
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, name, today, &rule));
	TRY(rule_int(cx, rule, key, &n));
	if (strcmp(key, "months") == 0)
		due = due_months(rules_calendar(rules), today, (int)n, ROLL_NONE).day;
	else if (strcmp(key, "days") == 0)
		due = due_days(rules_calendar(rules), today, (int)n, ROLL_NONE).day;
	else
		due = due_working_days(rules_calendar(rules), today, (int)n).day;
	*out = day_text(cx, due);
	return STATUS_OK;
}

static enum status set(struct cx *cx, const struct resumption *r, const char *column, struct val v)
{
	return db_exec(cx, NULL, arena_printf(cx->mem, "UPDATE resumption SET %s = $1 WHERE county = $2 AND id = $3", column),
		       (struct args){(struct val[]){v, V(cx->county), V(r->row.id)}, 3});
}

static enum status own_enterprise(struct cx *cx, struct act *a)
{
	return resume_of_enterprise(cx, resumption_of(a)->enterprise);
}

static enum status bureau(struct cx *cx, struct act *a)
{
	return resume_bureau_only(cx, resumption_of(a));
}

/* ---- the enterprise ---- */

struct prepare_input {
	const char *plan_day, *head, *head_signed_on, *self_check;
};
static const struct field prepare_fields[] = {
	FIELD(struct prepare_input, plan_day, .flags = REQUIRED | DAY, .zh = "计划复工日期", .en = "planned day of restart"),
	FIELD(struct prepare_input, head, .flags = REQUIRED, .min = 2, .max = 50, .zh = "签字的主要负责人", .en = "head who signed"),
	FIELD(struct prepare_input, head_signed_on, .flags = REQUIRED | DAY, .zh = "签字日期", .en = "signed on"),
	FIELD(struct prepare_input, self_check, .flags = REQUIRED, .min = 5, .max = 4000, .zh = "企业自查情况", .en = "self-check"),
};
static const struct record prepare_record = RECORD(prepare_input, prepare_fields);

static enum status prepare(struct cx *cx, struct act *a)
{
	const struct prepare_input *in = a->input;
	if (strcmp(in->plan_day, day_today(cx)) < 0)
		return cx_fail_field(cx, "plan_day", "the restart must be planned for today or later");
	if (strcmp(in->head_signed_on, day_today(cx)) > 0)
		return cx_fail_field(cx, "head_signed_on", "must have been signed today or earlier");
	return db_exec(cx, NULL,
		       "UPDATE resumption SET plan_day = $1, head = $2, head_signed_on = $3, self_check = $4 WHERE county = $5 AND id = $6",
		       ARGS(V(in->plan_day), V(in->head), V(in->head_signed_on), V(in->self_check), V(cx->county), V(a->row->id)));
}

struct attach_input {
	const char *document, *note;
};
static const struct field attach_fields[] = {
	FIELD(struct attach_input, document, .flags = REQUIRED, .min = 1, .max = 30, .zh = "材料", .en = "paper"),
	FIELD(struct attach_input, note, .min = 0, .max = 500, .zh = "说明", .en = "note"),
};
static const struct record attach_record = RECORD(attach_input, attach_fields);

static enum status attach(struct cx *cx, struct act *a)
{
	const struct attach_input *in = a->input;
	struct list l;
	struct buf files;
	bool known = false;
	TRY(resumption_documents(cx, resumption_of(a), &l));
	const struct resume_document *d = l.items;
	for (size_t i = 0; i < l.count; i++)
		known |= strcmp(d[i].code, in->document) == 0;
	if (!known)
		return cx_fail_field(cx, "document", "is not one of the papers asked for");
	buf_init(&files, cx->mem);
	for (size_t i = 0; i < a->evidence.count; i++)
		buf_printf(&files, "%s%s", i ? " " : "", a->evidence.items[i]);
	return db_exec(cx, NULL,
		       "INSERT INTO resumption_document (county, resumption, id, code, files, note, person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		       ARGS(V(cx->county), V(a->row->id), V(id_new(cx)), V(in->document), V(files.s), V(in->note ? in->note : ""), V(cx->user),
			    V(cx->now)));
}

static enum status may_apply(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	struct resume_orgs orgs;
	TRY(own_enterprise(cx, a));
	if (!*r->self_check)
		return cx_fail(cx, STATUS_CONFLICT, "the self-check, signed by the head, comes first");
	if (strcmp(r->plan_day, day_today(cx)) < 0)
		return cx_fail(cx, STATUS_CONFLICT, "the planned day of restart has passed: plan anew");
	TRY(resume_papers_complete(cx, r));
	TRY(resume_orgs_of(cx, r, &orgs));
	return resume_all_clear(cx, r, true);
}

static enum status apply(struct cx *cx, struct act *a)
{
	return set(cx, resumption_of(a), "applied_on", V(day_today(cx)));
}

static enum status withdraw(struct cx *cx, struct act *a)
{
	return set(cx, resumption_of(a), "open", V(0));
}

/* ---- the town ---- */

static enum status may_review(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	TRY(resume_person(cx));
	return r->town && cx->org == r->town ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the mine's town reviews it");
}

static enum status may_pass_review(struct cx *cx, struct act *a)
{
	TRY(may_review(cx, a));
	return resume_all_clear(cx, resumption_of(a), true);
}

static enum status review(struct cx *cx, struct act *a)
{
	const struct resume_words *in = a->input;
	return db_exec(cx, NULL, "UPDATE resumption SET reviewed_on = $1, reviewed_by = $2, review = $3 WHERE county = $4 AND id = $5",
		       ARGS(V(day_today(cx)), V(cx->user), V(in->text), V(cx->county), V(a->row->id)));
}

/* ---- the conclusion ---- */

static enum status holds_role(struct cx *cx, const char *role, bool *yes)
{
	int64_t n;
	TRY(resume_count(cx, &n, "SELECT count(*) AS n FROM role_grant WHERE county = $1 AND person = $2 AND role = $3",
			 ARGS(V(cx->county), V(cx->user), V(role))));
	*yes = n > 0;
	return STATUS_OK;
}

/* All have signed; and if it passes, nothing stands against it. */
static enum status may_conclude(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	struct resume_orgs orgs;
	struct resume_tally t;
	struct list l;
	int64_t n;
	const char *names;
	bool yes;
	TRY(bureau(cx, a));
	TRY(resume_orgs_of(cx, r, &orgs));
	TRY(holds_role(cx, orgs.concluded_by, &yes));
	if (!yes)
		return cx_fail(cx, STATUS_FORBIDDEN, "the head of %s concludes in person", orgs.items[0].name);
	TRY(resumption_members(cx, r->row.id, &l));
	if (!l.count)
		return cx_fail(cx, STATUS_CONFLICT, "there is no acceptance team yet");
	TRY(resume_tally(cx, r, &t));
	if (t.open)
		return cx_fail(cx, STATUS_CONFLICT, "%" PRId64 " items of the checklist have no result yet", t.open);
	TRY(resume_unsigned(cx, r->row.id, &n, &names));
	if (n)
		return cx_fail(cx, STATUS_CONFLICT, "not signed yet by %s", names);
	return t.passed ? resume_all_clear(cx, r, false) : STATUS_OK;
}

static enum status fail(struct cx *cx, struct resumption *r)
{
	TRY(resume_due(cx, "resumption.cool_off", "months", &r->cool_until));
	return db_exec(cx, NULL, "UPDATE resumption SET open = 0, failed_on = $1, cool_until = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(day_today(cx)), V(r->cool_until), V(cx->county), V(r->row.id)));
}

static enum status conclude(struct cx *cx, struct act *a)
{
	const struct resume_words *in = a->input;
	struct resumption *r = resumption_of(a);
	struct resume_tally t;
	TRY(resume_tally(cx, r, &t));
	TRY(db_exec(cx, NULL,
		    "UPDATE resumption SET accepted_at = $1, accepted_on = $2, accepted_by = $3, a_fails = $4, b_fails = $5, c_fails = $6,"
		    " conclusion = $7 WHERE county = $8 AND id = $9",
		    ARGS(V(cx->now), V(day_today(cx)), V(cx->user), V(t.a), V(t.b), V(t.c), V(in->text), V(cx->county), V(r->row.id))));
	if (t.passed)
		return STATUS_OK;
	a->to = a->step->or_to;
	return fail(cx, r);
}

/* ---- the deputy county head ---- */

static enum status may_report(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	TRY(bureau(cx, a));
	return resume_is_accident(cx, r) ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "only a mine of an accident is reported for approval");
}

static enum status report(struct cx *cx, struct act *a)
{
	const struct resume_words *in = a->input;
	return db_exec(cx, NULL, "UPDATE resumption SET reported_on = $1, report = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(day_today(cx)), V(in->text), V(cx->county), V(a->row->id)));
}

/* In person, and not one who has judged it already. */
static enum status may_decide(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	bool yes;
	if (!cx->user)
		return cx_fail(cx, STATUS_FORBIDDEN, "the approval is the deputy county head's in person: the system cannot give it");
	TRY(holds_role(cx, "deputy_head", &yes));
	if (!yes)
		return cx_fail(cx, STATUS_FORBIDDEN, "the approval is the deputy county head's in person and cannot be delegated");
	TRY(resume_was_member(cx, r->row.id, cx->user, &yes));
	return yes ? cx_fail(cx, STATUS_FORBIDDEN, "who was in the acceptance team may not approve what it found") : STATUS_OK;
}

static enum status may_approve(struct cx *cx, struct act *a)
{
	TRY(may_decide(cx, a));
	TRY(resume_no_newer_stop(cx, resumption_of(a)));
	return resume_all_clear(cx, resumption_of(a), false);
}

static enum status approve(struct cx *cx, struct act *a)
{
	const struct resume_words *in = a->input;
	return db_exec(cx, NULL,
		       "UPDATE resumption SET approved_at = $1, approved_by = $2, approved_on = $3, approval = $4 WHERE county = $5 AND id = $6",
		       ARGS(V(cx->now), V(cx->user), V(day_today(cx)), V(in->text), V(cx->county), V(a->row->id)));
}

static enum status refuse(struct cx *cx, struct act *a)
{
	const struct resume_words *in = a->input;
	TRY(set(cx, resumption_of(a), "approval", V(in->text)));
	return fail(cx, resumption_of(a));
}

/* ---- notice and restart ---- */

static enum status may_notice(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	TRY(bureau(cx, a));
	TRY(resume_approved(cx, r));
	TRY(resume_no_newer_stop(cx, r));
	return resume_all_clear(cx, r, false);
}

static enum status notice(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	int64_t n;
	const char *year = arena_printf(cx->mem, "%.4s", day_today(cx));
	struct day first;
	day_parse(arena_printf(cx->mem, "%s-01-01", year), &first);
	TRY(resume_count(cx, &n, "SELECT count(*) AS n FROM resumption WHERE county = $1 AND noticed_at >= $2", ARGS(V(cx->county), V(day_start(first)))));
	TRY(resume_due(cx, "resumption.notice", "days", &r->notice_until));
	r->notice_no = arena_printf(cx->mem, "复工〔%s〕%" PRId64 "号", year, n + 1);
	return db_exec(cx, NULL,
		       "UPDATE resumption SET notice_no = $1, noticed_at = $2, noticed_by = $3, notice_until = $4 WHERE county = $5 AND id = $6",
		       ARGS(V(r->notice_no), V(cx->now), V(cx->user), V(r->notice_until), V(cx->county), V(r->row.id)));
}

static bool ran_out(struct cx *cx, const struct resumption *r)
{
	return *r->notice_until && strcmp(r->notice_until, day_today(cx)) < 0;
}

static enum status may_resume(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	TRY(bureau(cx, a));
	if (ran_out(cx, r))
		return cx_fail(cx, STATUS_CONFLICT, "the notice held until %s: the mine must be checked anew", r->notice_until);
	TRY(resume_approved(cx, r));
	TRY(resume_no_newer_stop(cx, r));
	return resume_all_clear(cx, r, false);
}

/* Lifts what keeps the mine from working; after() refreshes it. */
static enum status resume(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	struct day today = day_of(cx->now);
	TRY(db_exec(cx, NULL, "UPDATE resumption SET open = 0, resumed_at = $1, resumed_on = $2 WHERE county = $3 AND id = $4",
		    ARGS(V(cx->now), V(day_today(cx)), V(cx->county), V(r->row.id))));
	r->resumed_on = day_today(cx);
	r->resumed_at = cx->now;
	const char *reason = arena_printf(cx->mem, words(cx, "accepted and resumed: %s"), r->notice_no);
	for (const struct resume_source *const *at = resume_guard_sources; *at; at++)
		if ((*at)->resumed)
			TRY((*at)->resumed(cx, r->mine, reason, today));
	return STATUS_OK;
}

static enum status may_recheck(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	TRY(bureau(cx, a));
	if (ran_out(cx, r) || (strcmp(r->row.state, "noticed") == 0 && resume_is_accident(cx, r) && !r->approved_by))
		return STATUS_OK;
	if (!resume_no_newer_stop(cx, r))
		return cx_fail(cx, STATUS_CONFLICT, "the acceptance still holds: there is no cause for a new check");
	cx_forget(cx);
	return STATUS_OK;
}

/* What was signed, approved and given notice of before the new check is in the history; it carries nothing any more. */
static enum status recheck(struct cx *cx, struct act *a)
{
	TRY(resume_check_anew(cx, a->row->id));
	return db_exec(cx, NULL,
		       "UPDATE resumption SET accepted_at = 0, accepted_on = '', accepted_by = 0, reported_on = '', approved_at = 0,"
		       " approved_by = 0, approved_on = '', notice_no = '', noticed_at = 0, notice_until = '' WHERE county = $1 AND id = $2",
		       ARGS(V(cx->county), V(a->row->id)));
}

/* ---- after the restart ---- */

static const char *const follow_results[] = {"ok", "problem", NULL};
struct follow_input {
	const char *result, *text;
};
static const struct field follow_fields[] = {
	FIELD(struct follow_input, result, .flags = REQUIRED, .choices = follow_results, .zh = "结果", .en = "result"),
	FIELD(struct follow_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "检查情况", .en = "what was found"),
};
static const struct record follow_record = RECORD(follow_input, follow_fields);

static enum status may_follow(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	struct resume_orgs orgs;
	TRY(resume_person(cx));
	TRY(resume_orgs_of(cx, r, &orgs));
	for (int i = 0; i < orgs.count; i++)
		if (orgs.items[i].id == cx->org)
			return STATUS_OK;
	return cx_fail(cx, STATUS_FORBIDDEN, "only an organisation of the acceptance checks afterwards");
}

/* A check counts towards the next of the rule's days once the days of the one before are over. */
static enum status follow(struct cx *cx, struct act *a)
{
	const struct follow_input *in = a->input;
	struct resumption *r = resumption_of(a);
	const struct rule *rule;
	struct rule_ints days;
	struct day resumed;
	bool ok = strcmp(in->result, "ok") == 0;
	TRY(rule_in_force(cx, "resumption.follow_up", day_of(cx->now), &rule));
	TRY(rule_ints(cx, rule, "days", &days));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO resumption_follow_up (county, resumption, id, day, result, text, person) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		    ARGS(V(cx->county), V(r->row.id), V(a->entry), V(day_today(cx)), V(in->result), V(in->text), V(cx->user))));
	if (!day_parse(r->resumed_on, &resumed))
		return cx_fail(cx, STATUS_INTERNAL, "application %" PRId64 " resumed on no day", r->row.id);
	int64_t past = day_of(cx->now).n - resumed.n, before = r->follow_ups ? days.items[r->follow_ups - 1] : -1;
	if (ok && r->follow_ups < days.count && past > before)
		r->follow_ups++;
	if (r->follow_ups < days.count)
		a->to = a->step->or_to;
	return set(cx, r, "follow_ups", V(r->follow_ups));
}

/* ---- the table ---- */

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct resumption *r;
	TRY(resumption_get(cx, id, &r));
	*row = &r->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	struct resumption *r;
	if (!a->step->to)
		return resume_tell(cx, resumption_of(a), a->step->action);
	TRY(resumption_get(cx, a->row->id, &r));
	TRY(resume_stage(cx, r, a->entry, a->step->action));
	return strcmp(a->step->action, "resume") == 0 ? mine_refresh(cx, r->mine) : STATUS_OK;
}

#define BEFORE_RESTART "draft|applied|accepting|passed|reported|approved|noticed"

static const struct flow_state states[] = {
	{"draft", "申请准备中", "being prepared", false},
	{"applied", "待乡镇初审", "for the town's review", false},
	{"accepting", "联合验收中", "joint acceptance", false},
	{"passed", "验收通过", "accepted", false},
	{"reported", "待分管副县长批准", "for the deputy head's approval", false},
	{"approved", "已批准", "approved", false},
	{"noticed", "已发复工通知", "notice issued", false},
	{"resumed", "已复工，待回访", "resumed, to be checked", false},
	{"closed", "已办结", "closed", true},
	{"failed", "未通过", "failed", true},
	{"withdrawn", "已撤回", "withdrawn", true},
	{0},
};

static const struct step steps[] = {
	{.from = "draft", .action = "prepare", .zh = "填写自查", .en = "fill in the self-check", .perm = BIT(RESUME_APPLY),
	 .input = &prepare_record, .evidence = EVIDENCE_MAY, .guard = own_enterprise, .effect = prepare},
	{.from = "draft", .action = "attach", .zh = "上传材料", .en = "hand in a paper", .perm = BIT(RESUME_APPLY), .input = &attach_record,
	 .evidence = EVIDENCE_MUST, .guard = own_enterprise, .effect = attach},
	{.from = "draft", .action = "apply", .to = "applied", .zh = "提交申请", .en = "apply", .perm = BIT(RESUME_APPLY), .guard = may_apply,
	 .effect = apply, .confirm = true},
	{.from = BEFORE_RESTART, .action = "withdraw", .to = "withdrawn", .zh = "撤回申请", .en = "withdraw", .perm = BIT(RESUME_APPLY),
	 .input = &resume_words_record, .guard = own_enterprise, .effect = withdraw, .confirm = true},
	{.from = "applied", .action = "review", .to = "accepting", .zh = "初审通过", .en = "pass the review", .perm = BIT(RESUME_REVIEW),
	 .input = &resume_words_record, .evidence = EVIDENCE_MAY, .guard = may_pass_review, .effect = review, .limit = "resumption.review"},
	{.from = "applied", .action = "return", .to = "draft", .zh = "退回补正", .en = "return", .perm = BIT(RESUME_REVIEW),
	 .input = &resume_words_record, .guard = may_review, .effect = review, .limit = "resumption.review"},
	{.from = "accepting", .action = "team", .zh = "组成验收组", .en = "set the team", .perm = BIT(RESUME_ACCEPT),
	 .input = &resume_team_record, .guard = resume_may_team, .effect = resume_team, .limit = "resumption.team"},
	{.from = "accepting", .action = "score", .zh = "填写验收结果", .en = "enter results", .input = &resume_score_record,
	 .evidence = EVIDENCE_MAY, .guard = resume_may_score, .effect = resume_score},
	{.from = "accepting", .action = "sign", .zh = "签字", .en = "sign", .input = &resume_sign_record, .guard = resume_may_sign,
	 .effect = resume_sign, .confirm = true},
	{.from = "accepting", .action = "conclude", .to = "passed", .or_to = "failed", .zh = "作出验收结论", .en = "conclude",
	 .perm = BIT(RESUME_ACCEPT), .input = &resume_words_record, .evidence = EVIDENCE_MAY, .guard = may_conclude, .effect = conclude,
	 .limit = "resumption.acceptance", .confirm = true},
	{.from = "passed", .action = "report", .to = "reported", .zh = "报分管副县长", .en = "report to the deputy head",
	 .perm = BIT(RESUME_ACCEPT), .input = &resume_words_record, .evidence = EVIDENCE_MAY, .guard = may_report, .effect = report,
	 .limit = "resumption.acceptance"},
	{.from = "reported", .action = "approve", .to = "approved", .zh = "批准复工", .en = "approve", .perm = BIT(RESUME_APPROVE),
	 .input = &resume_words_record, .guard = may_approve, .effect = approve, .limit = "resumption.approval", .confirm = true},
	{.from = "reported", .action = "refuse", .to = "failed", .zh = "不予批准", .en = "refuse", .perm = BIT(RESUME_APPROVE),
	 .input = &resume_words_record, .guard = may_decide, .effect = refuse, .limit = "resumption.approval", .confirm = true},
	{.from = "passed|approved", .action = "notice", .to = "noticed", .zh = "发复工通知", .en = "issue the notice",
	 .perm = BIT(RESUME_ACCEPT), .guard = may_notice, .effect = notice, .limit = "resumption.acceptance", .confirm = true},
	{.from = "noticed", .action = "resume", .to = "resumed", .zh = "确认复工", .en = "confirm the restart", .perm = BIT(RESUME_ACCEPT),
	 .evidence = EVIDENCE_MAY, .guard = may_resume, .effect = resume, .limit = "resumption.notice", .confirm = true},
	{.from = "passed|reported|approved|noticed", .action = "recheck", .to = "accepting", .zh = "重新验收", .en = "check anew",
	 .perm = BIT(RESUME_ACCEPT), .input = &resume_words_record, .guard = may_recheck, .effect = recheck, .limit = "resumption.notice"},
	{.from = "resumed", .action = "follow", .to = "closed", .or_to = "resumed", .zh = "复工后回访", .en = "check afterwards",
	 .perm = BIT(RESUME_REVIEW), .input = &follow_record, .evidence = EVIDENCE_MAY, .guard = may_follow, .effect = follow,
	 .limit = "resumption.follow_up"},
};

const struct flow resumption_flow = {
	.name = "resumption", .zh = "复工复产", .en = "resumption of a mine", .table = "resumption", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "(SELECT m.name FROM mine m WHERE m.county = f.county AND m.id = f.mine)", .no = "f.no", .due = "f.due",
		  .page = "/resumptions/", .zh = "提起申请", .en = "begun", .draft = true},
};
