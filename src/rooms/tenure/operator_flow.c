/* operator_flow.c - an opportunity: called for, assessed, negotiated, signed, handed over, followed, ended. */
#include <inttypes.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/tenure/application.h"
#include "rooms/tenure/operator.h"

static struct opportunity *opportunity_of(struct act *a)
{
	return (struct opportunity *)a->row;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- inputs ---- */

struct claim_input {
	const char *candidate, *criterion;
	double value;
	const char *text;
};
static const struct field claim_fields[] = {
	FIELD(struct claim_input, candidate, .flags = REQUIRED, .min = 1, .max = 100, .zh = "候选企业", .en = "candidate"),
	FIELD(struct claim_input, criterion, .flags = REQUIRED, .min = 1, .max = 30, .zh = "分项", .en = "criterion"),
	FIELD(struct claim_input, value, .flags = REQUIRED, .zh = "数值", .en = "figure"),
	FIELD(struct claim_input, text, .min = 0, .max = 500, .zh = "说明", .en = "words"),
};
static const struct record claim_record = RECORD(claim_input, claim_fields);

struct judge_input {
	const char *candidate, *criterion, *verdict, *text;
};
static const char *const verdicts[] = {"borne", "not_borne", NULL};
static const struct field judge_fields[] = {
	FIELD(struct judge_input, candidate, .flags = REQUIRED, .min = 1, .max = 100, .zh = "候选企业", .en = "candidate"),
	FIELD(struct judge_input, criterion, .flags = REQUIRED, .min = 1, .max = 30, .zh = "分项", .en = "criterion"),
	FIELD(struct judge_input, verdict, .flags = REQUIRED, .choices = verdicts, .zh = "证据是否支持", .en = "does the evidence bear it"),
	FIELD(struct judge_input, text, .flags = REQUIRED, .min = 2, .max = 500, .zh = "核对情况", .en = "what was found"),
};
static const struct record judge_record = RECORD(judge_input, judge_fields);

struct choose_input {
	const char *candidate, *text;
};
static const struct field choose_fields[] = {
	FIELD(struct choose_input, candidate, .flags = REQUIRED, .min = 1, .max = 100, .zh = "候选企业", .en = "candidate"),
	FIELD(struct choose_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "理由", .en = "reasons"),
};
static const struct record choose_record = RECORD(choose_input, choose_fields);

struct talk_input {
	const char *day, *text;
};
static const struct field talk_fields[] = {
	FIELD(struct talk_input, day, .flags = REQUIRED | DAY, .zh = "日期", .en = "day"),
	FIELD(struct talk_input, text, .flags = REQUIRED, .min = 2, .max = 4000, .zh = "谈判情况", .en = "what was said"),
};
static const struct record talk_record = RECORD(talk_input, talk_fields);

struct contract_input {
	const char *no, *from, *to;
	int64_t t;
};
static const struct field contract_fields[] = {
	FIELD(struct contract_input, no, .flags = REQUIRED, .min = 2, .max = 60, .zh = "合同编号", .en = "number of the contract"),
	FIELD(struct contract_input, from, .flags = REQUIRED | DAY, .zh = "合同起", .en = "from"),
	FIELD(struct contract_input, to, .flags = REQUIRED | DAY, .zh = "合同止", .en = "until"),
	FIELD(struct contract_input, t, .min = 0, .max = INT64_C(1000000000), .zh = "年承包量（吨）", .en = "tonnes a year"),
};
static const struct record contract_record = RECORD(contract_input, contract_fields);

struct paper_input {
	const char *no, *day;
};
static const struct field paper_fields[] = {
	FIELD(struct paper_input, no, .flags = REQUIRED, .min = 2, .max = 60, .zh = "协议编号", .en = "number"),
	FIELD(struct paper_input, day, .flags = REQUIRED | DAY, .zh = "签订日期", .en = "signed on"),
};
static const struct record paper_record = RECORD(paper_input, paper_fields);

struct day_input {
	const char *day, *text;
};
static const struct field day_fields[] = {
	FIELD(struct day_input, day, .flags = REQUIRED | DAY, .zh = "日期", .en = "day"),
	FIELD(struct day_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "情况", .en = "words"),
};
static const struct record day_record = RECORD(day_input, day_fields);

/* ---- clocks ---- */

static enum status clock_due(struct cx *cx, struct opportunity *o, const char *key, bool working)
{
	const struct rules *rules;
	const struct rule *rule;
	int64_t n;
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "operator.clocks", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, key, &n));
	const struct calendar *c = rules_calendar(rules);
	struct day by = working ? due_working_days(c, day_of(cx->now), (int)n).day : due_days(c, day_of(cx->now), (int)n, ROLL_NONE).day;
	o->due = day_text(cx, by);
	return STATUS_OK;
}

static enum status not_to_come(struct cx *cx, const char *day)
{
	return strcmp(day, day_today(cx)) > 0 ? cx_fail_field(cx, "day", "may not be a day to come") : STATUS_OK;
}

/* ---- candidates ---- */

static enum status edit(struct cx *cx, struct act *a)
{
	const struct opportunity *in = a->input;
	struct opportunity *o = opportunity_of(a);
	if (in->mine != o->mine)
		return cx_fail_field(cx, "mine", "another mine is another opportunity");
	o->title = in->title, o->form = in->form, o->scale_t = in->scale_t, o->open_until = o->due = in->open_until;
	o->terms = or_empty(in->terms);
	o->mineral = *or_empty(in->mineral) ? in->mineral : o->mineral;
	return opportunity_store(cx, o);
}

static enum status add_candidate(struct cx *cx, struct act *a)
{
	const struct candidate *in = a->input;
	struct list l;
	TRY(candidate_list(cx, a->row->id, &l));
	for (size_t i = 0; i < l.count; i++)
		if (strcmp(((const struct candidate *)l.items)[i].name, in->name) == 0)
			return cx_fail_field(cx, "name", "is a candidate already");
	return db_exec(cx, NULL,
		       "INSERT INTO operator_candidate (county, opportunity, id, name, credit_code, kind, contact, phone, person, at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		       ARGS(V(cx->county), V(a->row->id), V(a->entry), V(in->name), V(or_empty(in->credit_code)), V(in->kind), V(or_empty(in->contact)),
			    V(or_empty(in->phone)), V(cx->user), V(cx->now)));
}

static enum status known_criterion(struct cx *cx, const char *code)
{
	const struct rule *rule;
	struct texts codes;
	TRY(rule_in_force(cx, "operator.scoring", day_of(cx->now), &rule));
	TRY(rule_texts(cx, rule, "codes", &codes));
	for (size_t i = 0; i < codes.count; i++)
		if (strcmp(codes.items[i], code) == 0)
			return STATUS_OK;
	return cx_fail_field(cx, "criterion", "is not a criterion of rule operator.scoring");
}

/* A new claim takes the place of the old one, and nobody has looked at its evidence yet. */
static enum status claim(struct cx *cx, struct act *a)
{
	const struct claim_input *in = a->input;
	struct candidate *c;
	TRY(candidate_get(cx, a->row->id, in->candidate, &c));
	TRY(known_criterion(cx, in->criterion));
	return db_exec(cx, NULL,
		       "INSERT INTO operator_claim (county, opportunity, candidate, criterion, value, text, hash, at, entered_by)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
		       " ON CONFLICT (county, opportunity, candidate, criterion) DO UPDATE SET value = excluded.value, text = excluded.text,"
		       " hash = excluded.hash, at = excluded.at, entered_by = excluded.entered_by, verdict = '', verdict_text = '', verdict_by = 0,"
		       " verdict_at = 0",
		       ARGS(V(cx->county), V(a->row->id), V(c->id), V(in->criterion), V(in->value), V(or_empty(in->text)), V(a->evidence.items[0]),
			    V(cx->now), V(cx->user)));
}

struct entered {
	int64_t entered_by;
};
static const struct field entered_fields[] = {FIELD(struct entered, entered_by)};
static const struct record entered_record = RECORD(entered, entered_fields);

/* Points come from what is confirmed, so nobody confirms what he entered himself. */
static enum status another_person(struct cx *cx, int64_t opportunity, int64_t candidate, const char *criterion)
{
	struct list l;
	TRY(db_all(cx, &entered_record, &l,
		   "SELECT entered_by FROM operator_claim WHERE county = $1 AND opportunity = $2 AND candidate = $3 AND criterion = $4",
		   ARGS(V(cx->county), V(opportunity), V(candidate), V(criterion))));
	if (!l.count)
		return cx_fail_field(cx, "criterion", "nothing is claimed there");
	if (((const struct entered *)l.items)->entered_by == cx->user)
		return cx_fail(cx, STATUS_FORBIDDEN, "you entered this figure yourself: another person must look at its evidence");
	return STATUS_OK;
}

static enum status judge(struct cx *cx, struct act *a)
{
	const struct judge_input *in = a->input;
	struct candidate *c;
	TRY(candidate_get(cx, a->row->id, in->candidate, &c));
	TRY(another_person(cx, a->row->id, c->id, in->criterion));
	return db_exec(cx, NULL,
		       "UPDATE operator_claim SET verdict = $1, verdict_text = $2, verdict_by = $3, verdict_at = $4 WHERE county = $5 AND opportunity = $6"
		       " AND candidate = $7 AND criterion = $8",
		       ARGS(V(in->verdict), V(in->text), V(cx->user), V(cx->now), V(cx->county), V(a->row->id), V(c->id), V(in->criterion)));
}

static enum status leave_out(struct cx *cx, struct act *a)
{
	const struct choose_input *in = a->input;
	struct candidate *c;
	TRY(candidate_get(cx, a->row->id, in->candidate, &c));
	return db_exec(cx, NULL, "UPDATE operator_candidate SET refused = $1 WHERE county = $2 AND opportunity = $3 AND id = $4",
		       ARGS(V(in->text), V(cx->county), V(a->row->id), V(c->id)));
}

static enum status assess(struct cx *cx, struct act *a)
{
	struct opportunity *o = opportunity_of(a);
	TRY(clock_due(cx, o, "assess_working_days", true));
	return opportunity_store(cx, o);
}

static enum status choose(struct cx *cx, struct act *a)
{
	const struct choose_input *in = a->input;
	struct opportunity *o = opportunity_of(a);
	struct candidate *c;
	struct score s;
	TRY(candidate_get(cx, a->row->id, in->candidate, &c));
	TRY(candidate_score(cx, a->row->id, c, &s));
	if (*s.excluded)
		return cx_fail(cx, STATUS_CONFLICT, "%s is out: %s", c->name, s.excluded);
	if (!s.may_negotiate)
		return cx_fail(cx, STATUS_CONFLICT, "%s has %.2f points of the %.2f that are needed", c->name, s.total, s.pass);
	o->chosen = c->id;
	TRY(clock_due(cx, o, "negotiate_days", false));
	return opportunity_store(cx, o);
}

/* ---- contract and hand-over ---- */

static enum status talk(struct cx *cx, struct act *a)
{
	const struct talk_input *in = a->input;
	TRY(not_to_come(cx, in->day));
	return db_exec(cx, NULL,
		       "INSERT INTO operator_talk (county, opportunity, id, candidate, day, text, person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		       ARGS(V(cx->county), V(a->row->id), V(a->entry), V(opportunity_of(a)->chosen), V(in->day), V(in->text), V(cx->user), V(cx->now)));
}

static enum status sign_contract(struct cx *cx, struct act *a)
{
	const struct contract_input *in = a->input;
	struct opportunity *o = opportunity_of(a);
	if (strcmp(in->to, in->from) < 0)
		return cx_fail_field(cx, "to", "must not be before the day it begins");
	o->contract_no = in->no, o->contract_from = in->from, o->contract_to = in->to, o->contract_t = in->t;
	TRY(clock_due(cx, o, "hand_over_days", false));
	return opportunity_store(cx, o);
}

static enum status fail_talks(struct cx *cx, struct act *a)
{
	struct opportunity *o = opportunity_of(a);
	o->chosen = 0;
	TRY(clock_due(cx, o, "assess_working_days", true));
	return opportunity_store(cx, o);
}

static enum status safety_agreement(struct cx *cx, struct act *a)
{
	const struct paper_input *in = a->input;
	struct opportunity *o = opportunity_of(a);
	TRY(not_to_come(cx, in->day));
	o->safety_no = in->no, o->safety_on = in->day;
	return opportunity_store(cx, o);
}

static enum status may_hand_over(struct cx *cx, struct act *a)
{
	return *opportunity_of(a)->safety_no ? STATUS_OK
		: cx_fail(cx, STATUS_CONFLICT, "there is no safety agreement yet: without it nobody is let in (Work Safety Law, article 49)");
}

static enum status hand_over(struct cx *cx, struct act *a)
{
	struct opportunity *o = opportunity_of(a);
	o->handed_on = ((const struct day_input *)a->input)->day;
	TRY(not_to_come(cx, o->handed_on));
	if (strcmp(o->handed_on, o->safety_on) < 0)
		return cx_fail_field(cx, "day", "is before the safety agreement was signed");
	o->due = o->contract_to;
	return opportunity_store(cx, o);
}

static enum status end(struct cx *cx, struct act *a)
{
	const struct day_input *in = a->input;
	struct opportunity *o = opportunity_of(a);
	TRY(not_to_come(cx, in->day));
	if (strcmp(in->day, o->handed_on) < 0)
		return cx_fail_field(cx, "day", "is before the hand-over: %s", o->handed_on);
	o->ended_on = in->day;
	o->answer = in->text;
	return opportunity_store(cx, o);
}

static enum status cancel(struct cx *cx, struct act *a)
{
	struct opportunity *o = opportunity_of(a);
	o->ended_on = day_today(cx);
	o->answer = ((const struct tenure_words *)a->input)->text;
	return opportunity_store(cx, o);
}

static enum status after(struct cx *cx, struct act *a)
{
	const struct opportunity *o = opportunity_of(a);
	const struct notify n = {.kind = "operator", .link = arena_printf(cx->mem, "/operators/%" PRId64, o->row.id)};
	TRY(mine_refresh(cx, o->mine));
	if (!o->enterprise || !flow_among("publish|choose|contract|hand_over|end", a->step->action))
		return STATUS_OK;
	return notify_org(cx, o->enterprise, 0, &n, NULL, "bringing an operator in, %s: %s", o->title,
			  flow_state_label(cx, &opportunity_flow, o->row.state));
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct opportunity *o;
	TRY(opportunity_get(cx, id, &o));
	*row = &o->row;
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"draft", "草拟", "draft", false},
	{"calling", "征集候选企业", "calling for candidates", false},
	{"assessing", "评审", "being assessed", false},
	{"negotiating", "谈判", "negotiating", false},
	{"signed", "已签约，待交接", "signed", false},
	{"operating", "承包开采中", "operating", false},
	{"ended", "已终止", "ended", true},
	{"cancelled", "已取消", "cancelled", true},
	{0},
};

static const struct step steps[] = {
	{.from = "draft", .action = "edit", .zh = "修改", .en = "change", .perm = BIT(OPERATOR_MANAGE), .input = &opportunity_input_record, .effect = edit},
	{.from = "draft", .action = "publish", .to = "calling", .zh = "发布", .en = "publish", .perm = BIT(OPERATOR_MANAGE)},
	{.from = "calling|assessing", .action = "candidate", .zh = "登记候选企业", .en = "enter a candidate", .perm = BIT(OPERATOR_MANAGE),
	 .input = &candidate_input_record, .effect = add_candidate},
	{.from = "calling|assessing", .action = "claim", .zh = "登记资质数据和证据", .en = "enter a figure with its evidence",
	 .perm = BIT(OPERATOR_MANAGE), .input = &claim_record, .evidence = EVIDENCE_MUST, .effect = claim},
	{.from = "calling", .action = "assess", .to = "assessing", .zh = "截止征集，开始评审", .en = "begin to assess", .perm = BIT(OPERATOR_MANAGE),
	 .effect = assess, .limit = "operator.clocks"},
	{.from = "assessing", .action = "judge", .zh = "核对证据", .en = "look at the evidence", .perm = BIT(OPERATOR_MANAGE), .input = &judge_record,
	 .effect = judge},
	{.from = "assessing", .action = "exclude", .zh = "淘汰", .en = "leave out", .perm = BIT(OPERATOR_MANAGE), .input = &choose_record,
	 .effect = leave_out, .limit = "operator.excluded"},
	{.from = "assessing", .action = "choose", .to = "negotiating", .zh = "确定谈判对象", .en = "choose whom to negotiate with",
	 .perm = BIT(OPERATOR_MANAGE), .input = &choose_record, .effect = choose, .limit = "operator.scoring"},
	{.from = "negotiating", .action = "talk", .zh = "记录谈判", .en = "note a talk", .perm = BIT(OPERATOR_MANAGE), .input = &talk_record,
	 .evidence = EVIDENCE_MAY, .effect = talk},
	{.from = "negotiating", .action = "fail", .to = "assessing", .zh = "谈判未成", .en = "the talks failed", .perm = BIT(OPERATOR_MANAGE),
	 .input = &tenure_words_record, .effect = fail_talks},
	{.from = "negotiating", .action = "contract", .to = "signed", .zh = "签订合同", .en = "sign the contract", .perm = BIT(OPERATOR_MANAGE),
	 .input = &contract_record, .evidence = EVIDENCE_MUST, .effect = sign_contract, .limit = "operator.clocks"},
	{.from = "signed|operating", .action = "safety", .zh = "登记安全管理协议", .en = "enter the safety agreement", .perm = BIT(OPERATOR_MANAGE),
	 .input = &paper_record, .evidence = EVIDENCE_MUST, .effect = safety_agreement, .limit = "operator.duty"},
	{.from = "signed", .action = "hand_over", .to = "operating", .zh = "交接", .en = "hand over", .perm = BIT(OPERATOR_MANAGE), .input = &day_record,
	 .evidence = EVIDENCE_MAY, .guard = may_hand_over, .effect = hand_over, .limit = "operator.clocks"},
	{.from = "operating", .action = "end", .to = "ended", .zh = "终止承包", .en = "end the contracted work", .perm = BIT(OPERATOR_MANAGE),
	 .input = &day_record, .effect = end, .confirm = true},
	{.from = "draft|calling|assessing|negotiating|signed", .action = "cancel", .to = "cancelled", .zh = "取消", .en = "cancel",
	 .perm = BIT(OPERATOR_MANAGE), .input = &tenure_words_record, .effect = cancel, .confirm = true},
};

const struct flow opportunity_flow = {
	.name = "opportunity", .zh = "引进经营主体", .en = "bringing an operator in", .table = "operator_opportunity", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "f.title", .no = "f.no", .due = "f.due", .page = "/operators/", .zh = "起草", .en = "drafted", .draft = true},
};
static const struct answer_key opportunity_keys[] = {
	KEY("candidates", "[@{score:real pass:real excluded:?text may_negotiate:bool lines:[any]}]", .of = &candidate_record),
	KEY("talks", "[any]"),
	KEY("performance", "[@]", .of = &performance_record),
	KEY("rule_text", "text"),
	KEY("rule_source", "text"),
	{0},
};

const struct flow_page opportunity_page = {.flow = &opportunity_flow, .record = &opportunity_record, .parts = opportunity_write_parts,
				       .keys = opportunity_keys};
