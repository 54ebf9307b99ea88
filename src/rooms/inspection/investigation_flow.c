/* investigation_flow.c - the steps of a case: answers, referral, signatures, conclusion, reports. */
#include "rooms/inspection/investigation.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/perm.h"
#include "db/db.h"

static struct investigation *case_of(struct act *a)
{
	return (struct investigation *)a->row;
}

/* ---- who ---- */

static enum status lead_only(struct cx *cx, struct act *a)
{
	bool own;
	TRY(inspection_own_org(cx, case_of(a)->org, &own));
	return own ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the organisation that leads the case does this");
}

static enum status cooperates(struct cx *cx, const struct act *a, bool *yes)
{
	int64_t n;
	TRY(inspection_count(cx, &n, "SELECT count(*) AS n FROM investigation_party WHERE county = $1 AND investigation = $2 AND org = $3",
			     ARGS(V(cx->county), V(a->row->id), V(cx->org))));
	*yes = n > 0;
	return STATUS_OK;
}

static enum status party_only(struct cx *cx, struct act *a)
{
	bool lead, party;
	TRY(inspection_own_org(cx, case_of(a)->org, &lead));
	TRY(cooperates(cx, a, &party));
	return lead || party ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the parties to the case do this");
}

static enum status all_answered(struct cx *cx, const struct act *a)
{
	struct texts open;
	TRY(investigation_unanswered(cx, a->row->id, &open));
	return open.count ? cx_fail(cx, STATUS_CONFLICT, "%zu questions of the measure have no answer yet", open.count) : STATUS_OK;
}

/* ---- answers ---- */

struct answer_input {
	const char *question, *verdict, *text, *basis;
};
static const char *const verdicts[] = {"yes", "no", "unclear", NULL};
static const struct field answer_fields[] = {
	FIELD(struct answer_input, question, .flags = REQUIRED, .min = 1, .max = 40, .zh = "问题", .en = "question"),
	FIELD(struct answer_input, verdict, .flags = REQUIRED, .choices = verdicts, .zh = "结论", .en = "verdict"),
	FIELD(struct answer_input, text, .flags = REQUIRED, .min = 5, .max = 4000, .zh = "查明的事实", .en = "facts found"),
	FIELD(struct answer_input, basis, .min = 0, .max = 500, .zh = "法律依据", .en = "legal basis"),
};
static const struct record answer_record = RECORD(answer_input, answer_fields);

static enum status answer(struct cx *cx, struct act *a)
{
	const struct answer_input *in = a->input;
	struct texts all;
	bool known = false, yes = strcmp(in->verdict, "yes") == 0;
	TRY(investigation_questions(cx, &all));
	for (size_t i = 0; i < all.count; i++)
		known |= strcmp(all.items[i], in->question) == 0;
	if (!known)
		return cx_fail_field(cx, "question", "is not one of the measure's questions");
	if (yes && !*inspection_or(in->basis, ""))
		return cx_fail_field(cx, "basis", "a violation needs its legal basis");
	if (yes && !a->evidence.count)
		return cx_fail_field(cx, "evidence", "evidence is needed: add at least one file");
	return db_exec(cx, NULL,
		       "INSERT INTO investigation_finding (county, investigation, id, question, verdict, text, basis, org, person, at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		       ARGS(V(cx->county), V(a->row->id), V(a->entry), V(in->question), V(in->verdict), V(in->text),
			    V(inspection_or(in->basis, "")), V(cx->org), V(cx->user), V(cx->now)));
}

/* ---- a suspected crime ---- */

struct text_input {
	const char *text;
};
static const struct field text_fields[] = {
	FIELD(struct text_input, text, .flags = REQUIRED, .min = 5, .max = 4000, .zh = "说明", .en = "words"),
};
static const struct record text_record = RECORD(text_input, text_fields);

struct yes_input {
	const char *verdict, *text;
};
static const char *const yes_no[] = {"yes", "no", NULL};
static const struct field yes_fields[] = {
	FIELD(struct yes_input, verdict, .flags = REQUIRED, .choices = yes_no, .zh = "决定", .en = "decision"),
	FIELD(struct yes_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "理由", .en = "reason"),
};
static const struct record yes_record = RECORD(yes_input, yes_fields);

static enum status may_refer(struct cx *cx, struct act *a)
{
	TRY(lead_only(cx, a));
	return case_of(a)->refer_at ? cx_fail(cx, STATUS_CONFLICT, "a referral was proposed already") : STATUS_OK;
}

static enum status refer(struct cx *cx, struct act *a)
{
	const struct text_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE investigation SET refer_at = $1, refer_text = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(cx->now), V(in->text), V(cx->county), V(a->row->id)));
}

/* The head decides, who is another than the one who proposes. */
static enum status may_decide(struct cx *cx, struct act *a)
{
	int64_t same;
	TRY(lead_only(cx, a));
	if (!case_of(a)->refer_at || case_of(a)->decided_at)
		return cx_fail(cx, STATUS_CONFLICT, "no referral waits for a decision");
	TRY(inspection_count(cx, &same, "SELECT count(*) AS n FROM flow_history WHERE county = $1 AND flow = $2 AND item = $3"
			     " AND action = 'refer' AND person = $4",
			     ARGS(V(cx->county), V(a->flow->name), V(a->row->id), V(cx->user))));
	return same ? cx_fail(cx, STATUS_FORBIDDEN, "nobody decides on his own request") : STATUS_OK;
}

static enum status decide(struct cx *cx, struct act *a)
{
	const struct yes_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE investigation SET decided_at = $1, referred = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(cx->now), V(strcmp(in->verdict, "yes") == 0), V(cx->county), V(a->row->id)));
}

static enum status may_transfer(struct cx *cx, struct act *a)
{
	const struct investigation *v = case_of(a);
	TRY(lead_only(cx, a));
	if (!v->referred || v->transferred_at)
		return cx_fail(cx, STATUS_CONFLICT, "no case waits to be transferred");
	return STATUS_OK;
}

static enum status transfer(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE investigation SET transferred_at = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(cx->now), V(cx->county), V(a->row->id)));
}

static enum status may_note_answer(struct cx *cx, struct act *a)
{
	const struct investigation *v = case_of(a);
	TRY(party_only(cx, a));
	if (!v->transferred_at || v->answered_at)
		return cx_fail(cx, STATUS_CONFLICT, "no transferred case waits for an answer");
	return STATUS_OK;
}

static enum status note_answer(struct cx *cx, struct act *a)
{
	const struct yes_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE investigation SET answered_at = $1, accepted = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(cx->now), V(strcmp(in->verdict, "yes") == 0), V(cx->county), V(a->row->id)));
}

/* ---- the end ---- */

static enum status may_sign(struct cx *cx, struct act *a)
{
	bool party, done;
	TRY(cooperates(cx, a, &party));
	if (!party)
		return cx_fail(cx, STATUS_FORBIDDEN, "only a cooperating unit signs");
	TRY(all_answered(cx, a));
	TRY(flow_signed(cx, a->flow, a->row->id, "conclude", cx->org, &done));
	return done ? cx_fail(cx, STATUS_CONFLICT, "your unit has signed already") : STATUS_OK;
}

static enum status cooperating_units(struct cx *cx, const struct act *a, struct list *out)
{
	return db_all(cx, &flow_signer_record, out,
		      "SELECT x.org, o.name FROM investigation_party x JOIN org o ON o.county = x.county AND o.id = x.org"
		      " WHERE x.county = $1 AND x.investigation = $2 ORDER BY x.sort", ARGS(V(cx->county), V(a->row->id)));
}

static enum status may_conclude(struct cx *cx, struct act *a)
{
	const struct investigation *v = case_of(a);
	TRY(lead_only(cx, a));
	TRY(all_answered(cx, a));
	if (v->refer_at && (!v->decided_at || (v->referred && !v->transferred_at)))
		return cx_fail(cx, STATUS_CONFLICT, "the referral is not finished");
	return STATUS_OK;
}

static enum status conclude(struct cx *cx, struct act *a)
{
	const struct text_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE investigation SET conclusion = $1, concluded_on = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(in->text), V(day_today(cx)), V(cx->county), V(a->row->id)));
}

static enum status reopen(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE investigation SET conclusion = '', concluded_on = '' WHERE county = $1 AND id = $2",
		       ARGS(V(cx->county), V(a->row->id)));
}

static enum status may_reopen(struct cx *cx, struct act *a)
{
	int64_t n;
	TRY(lead_only(cx, a));
	TRY(inspection_count(cx, &n, "SELECT count(*) AS n FROM investigation_report WHERE county = $1 AND investigation = $2",
			     ARGS(V(cx->county), V(a->row->id))));
	return n ? cx_fail(cx, STATUS_CONFLICT, "it was reported already") : STATUS_OK;
}

struct report_input {
	const char *receiver, *day, *no;
};
static const char *const receivers[] = {"committee", "government", "safety_committee", NULL};
static const struct field report_fields[] = {
	FIELD(struct report_input, receiver, .flags = REQUIRED, .choices = receivers, .zh = "报送对象", .en = "to"),
	FIELD(struct report_input, day, .flags = REQUIRED | DAY, .zh = "报送日期", .en = "day"),
	FIELD(struct report_input, no, .min = 0, .max = 60, .zh = "文号", .en = "number"),
};
static const struct record report_record = RECORD(report_input, report_fields);

static enum status report(struct cx *cx, struct act *a)
{
	enum { RECEIVERS = sizeof receivers / sizeof *receivers - 1 };
	const struct report_input *in = a->input;
	int64_t changed, n;
	TRY(inspection_not_future(cx, "day", in->day));
	if (strcmp(in->day, case_of(a)->concluded_on) < 0)
		return cx_fail_field(cx, "day", "may not be before the conclusion (%s)", case_of(a)->concluded_on);
	TRY(db_exec(cx, &changed,
		    "INSERT INTO investigation_report (county, investigation, receiver, day, no, person) VALUES ($1, $2, $3, $4, $5, $6)"
		    " ON CONFLICT (county, investigation, receiver) DO NOTHING",
		    ARGS(V(cx->county), V(a->row->id), V(in->receiver), V(in->day), V(inspection_or(in->no, "")), V(cx->user))));
	if (!changed)
		return cx_fail_field(cx, "receiver", "has the report already");
	TRY(inspection_count(cx, &n, "SELECT count(*) AS n FROM investigation_report WHERE county = $1 AND investigation = $2",
			     ARGS(V(cx->county), V(a->row->id))));
	if (n < RECEIVERS) {
		a->to = a->step->or_to;
		return STATUS_OK;
	}
	return db_exec(cx, NULL,
		       "UPDATE investigation SET reported_on = (SELECT max(r.day) FROM investigation_report r WHERE r.county = $1"
		       " AND r.investigation = $2) WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(a->row->id)));
}

/* ---- the table ---- */

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct investigation *v;
	TRY(investigation_get(cx, id, &v));
	*row = &v->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	const struct investigation *v = case_of(a);
	const char *link = arena_printf(cx->mem, "/investigations/%" PRId64, v->row.id);
	if (flow_among("answer|sign", a->step->action) && cx->org != v->org)
		return inspection_tell(cx, v->org, PERM_CASE_INVESTIGATE, "investigation", link, "a party has answered or signed: %s", v->title);
	if (strcmp(a->step->action, "refer") == 0)
		return inspection_tell(cx, v->org, PERM_CASE_INVESTIGATE, "investigation", link, "decide on a referral: %s", v->title);
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"opened", "调查中", "open", false},
	{"concluded", "已有结论待报告", "concluded, to be reported", false},
	{"reported", "已报告", "reported", true},
	{0},
};

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)
#define STEP(...) {.perm = BIT(CASE_INVESTIGATE), __VA_ARGS__}

static const struct field source_fields[] = {
	FIELD(struct investigation_source, no, .flags = REQUIRED, .min = 1, .max = 40, .zh = "编号", .en = "number"),
	FIELD(struct investigation_source, text, .flags = REQUIRED, .min = 1, .max = 20000, .zh = "依据", .en = "what it rests on"),
};
static const struct record source_record = RECORD(investigation_source, source_fields);

enum status investigation_attach(struct cx *cx, int64_t id, const struct investigation_source *s)
{
	return flow_do(cx, &investigation_flow, id, "attach", s, (struct texts){0}, 0);
}

static const struct step steps[] = {
	{.from = "opened", .action = "attach", .zh = "附线索", .en = "attach what it rests on", .input = &source_record, .inside = true},
	STEP(.from = "opened", .action = "answer", .zh = "回答调查问题", .en = "answer a question", .input = &answer_record,
	     .evidence = EVIDENCE_MAY, .guard = party_only, .effect = answer, .voids = "conclude", .limit = "investigation.questions"),
	STEP(.from = "opened", .action = "refer", .zh = "提请移送", .en = "propose a referral", .input = &text_record, .evidence = EVIDENCE_MUST,
	     .guard = may_refer, .effect = refer, .limit = "investigation.referral"),
	STEP(.from = "opened", .action = "decide", .zh = "决定是否移送", .en = "decide on the referral", .input = &yes_record, .guard = may_decide,
	     .effect = decide, .limit = "investigation.referral", .confirm = true),
	STEP(.from = "opened", .action = "transfer", .zh = "移送公安机关", .en = "transfer to the police", .input = &text_record,
	     .evidence = EVIDENCE_MUST, .guard = may_transfer, .effect = transfer, .limit = "investigation.referral"),
	STEP(.from = "opened|concluded", .action = "note_answer", .zh = "登记公安机关答复", .en = "note the answer of the police",
	     .input = &yes_record, .evidence = EVIDENCE_MAY, .guard = may_note_answer, .effect = note_answer, .limit = "investigation.referral"),
	STEP(.from = "opened", .action = "sign", .zh = "会签", .en = "sign", .guard = may_sign, .signs = "conclude"),
	STEP(.from = "opened", .action = "conclude", .to = "concluded", .zh = "作出结论", .en = "conclude", .input = &text_record,
	     .evidence = EVIDENCE_MAY, .guard = may_conclude, .effect = conclude, .signers = cooperating_units, .confirm = true),
	STEP(.from = "concluded", .action = "reopen", .to = "opened", .zh = "重新调查", .en = "reopen", .input = &text_record,
	     .guard = may_reopen, .effect = reopen, .voids = "conclude"),
	STEP(.from = "concluded", .action = "report", .to = "reported", .or_to = "concluded", .zh = "登记报送", .en = "note a report",
	     .input = &report_record, .evidence = EVIDENCE_MUST, .guard = lead_only, .effect = report),
};

const struct flow investigation_flow = {
	.name = "investigation", .zh = "涉事矿山调查", .en = "investigation", .table = "investigation", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "f.title", .no = "f.no", .due = "f.due", .page = "/investigations/", .zh = "立案调查", .en = "opened"},
};
