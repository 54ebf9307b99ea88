/*
 * accountability_flow.c - drafted, referred to the discipline commission, handled, decided, executed, archived.
 *
 * Who drafts does not decide, and nobody handles a case of his own unit.
 */
#include "rooms/accident/accountability.h"

#include <inttypes.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/accident/accident.h"

static struct accountability *case_of(struct act *a)
{
	return (struct accountability *)a->row;
}

static enum status not_own(struct cx *cx, struct act *a)
{
	if (cx->org && cx->org == case_of(a)->org)
		return cx_fail(cx, STATUS_FORBIDDEN, "nobody handles a case of his own unit");
	return STATUS_OK;
}

/* 事故批复 comes before 线索移送; what was concealed goes at once. */
static enum status may_refer(struct cx *cx, struct act *a)
{
	const struct accountability *c = case_of(a);
	TRY(not_own(cx, a));
	if (c->responsible || strcmp(c->reporting, "concealed") == 0 || strcmp(c->reporting, "false") == 0)
		return STATUS_OK;
	return cx_fail(cx, STATUS_CONFLICT, "it is referred when the accident has been found to be a responsible one");
}

struct text_input {
	const char *text;
};
static const struct field text_fields[] = {
	FIELD(struct text_input, text, .flags = REQUIRED, .min = 2, .max = 4000, .zh = "说明", .en = "words"),
};
static const struct record text_record = RECORD(text_input, text_fields);

static const char *const decisions[] = {
	"talk", "criticism", "self_criticism", "admonition", "transfer", "warning", "demerit", "major_demerit", "demotion", "dismissal",
	"expulsion", "judicial", NULL,
};
struct decide_input {
	const char *decision, *text, *document, *day;
};
static const struct field decide_fields[] = {
	FIELD(struct decide_input, decision, .flags = REQUIRED, .choices = decisions, .zh = "处理决定", .en = "decision"),
	FIELD(struct decide_input, text, .flags = REQUIRED, .min = 5, .max = 4000, .zh = "决定内容", .en = "in words"),
	FIELD(struct decide_input, document, .flags = REQUIRED, .min = 2, .max = 100, .zh = "文号", .en = "document"),
	FIELD(struct decide_input, day, .flags = DAY, .zh = "决定日期（不填为今天）", .en = "day of the decision (today)"),
};
static const struct record decide_record = RECORD(decide_input, decide_fields);

static enum status revise(struct cx *cx, struct act *a)
{
	return accountability_put(cx, a->row->id, a->input);
}

/* A sanction lasts so many months (政务处分法 8); other decisions have no period. */
static enum status period(struct cx *cx, const char *decision, struct day from, const char **until)
{
	const struct rules *rules;
	struct texts kinds;
	struct rule_ints months;
	*until = "";
	TRY(rules_of(cx, &rules));
	const struct rule *rule = rules_peek(rules, "accountability.sanctions", from);
	if (!rule)
		return STATUS_OK;
	TRY(rule_texts(cx, rule, "kinds", &kinds));
	TRY(rule_ints(cx, rule, "months", &months));
	for (size_t i = 0; i < kinds.count && i < (size_t)months.count; i++)
		if (strcmp(kinds.items[i], decision) == 0)
			*until = day_text(cx, due_months(rules_calendar(rules), from, (int)months.items[i], ROLL_NONE).day);
	return STATUS_OK;
}

static enum status decide(struct cx *cx, struct act *a)
{
	const struct decide_input *in = a->input;
	struct accountability *c = case_of(a);
	struct day day = day_of(cx->now);
	if (in->day && *in->day)
		day_parse(in->day, &day);
	if (day.n > day_of(cx->now).n)
		return cx_fail_field(cx, "day", "lies in the future");
	if (strcmp(day_text(cx, day), c->accident_day) < 0)
		return cx_fail_field(cx, "day", "lies before the accident");
	TRY(period(cx, in->decision, day, &c->lasts_until));
	c->decided_on = day_text(cx, day);
	return db_exec(cx, NULL,
		       "UPDATE accountability SET decision = $1, decision_text = $2, document = $3, decided_on = $4, lasts_until = $5"
		       " WHERE county = $6 AND id = $7",
		       ARGS(V(in->decision), V(in->text), V(in->document), V(c->decided_on), V(c->lasts_until), V(cx->county), V(a->row->id)));
}

static enum status execute(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE accountability SET executed_on = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(day_today(cx)), V(cx->county), V(a->row->id)));
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct accountability *c;
	TRY(accountability_get(cx, id, &c));
	*row = &c->row;
	return STATUS_OK;
}

struct found {
	int64_t id;
};
static const struct field found_fields[] = {FIELD(struct found, id)};
static const struct record found_record = RECORD(found, found_fields);

/* Referred: to the discipline commission; sent back or decided: to who drafted it.  The subject hears of it on paper. */
static enum status after(struct cx *cx, struct act *a)
{
	const struct accountability *c = case_of(a);
	const struct notify n = {.kind = "accountability", .link = arena_printf(cx->mem, "/accountability/%" PRId64, a->row->id)};
	struct list people;
	if (strcmp(a->step->action, "refer") != 0)
		return c->drafted_by && c->drafted_by != cx->user
			? notify_person(cx, c->drafted_by, &n, "an accountability case moved on: %s", c->accident_title) : STATUS_OK;
	TRY(db_all(cx, &found_record, &people,
		   "SELECT p.id FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = 'discipline' AND p.active = 1", ARGS(V(cx->county))));
	const struct found *p = people.items;
	for (size_t i = 0; i < people.count; i++)
		TRY(notify_person(cx, p[i].id, &n, "an accountability case was referred to you: %s", c->accident_title));
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"draft", "拟追究", "drafted", false},
	{"referred", "已移送", "referred", false},
	{"handling", "办理中", "being handled", false},
	{"decided", "已决定", "decided", false},
	{"executed", "已执行", "executed", false},
	{"archived", "已归档", "archived", true},
	{"dropped", "不予追究", "dropped", true},
	{0},
};

static const struct step steps[] = {
	{.from = "draft", .action = "revise", .zh = "修改", .en = "change", .perm = BIT(ACCIDENT_MANAGE), .input = &accountability_edit_record,
	 .guard = not_own, .effect = revise, .evidence = EVIDENCE_MAY},
	{.from = "draft", .action = "refer", .to = "referred", .zh = "移送纪委监委", .en = "refer to the discipline commission",
	 .perm = BIT(ACCIDENT_MANAGE), .evidence = EVIDENCE_MAY, .guard = may_refer, .limit = "accountability.effective", .confirm = true},
	{.from = "draft", .action = "abandon", .to = "dropped", .zh = "撤回", .en = "abandon", .perm = BIT(ACCIDENT_MANAGE), .input = &text_record,
	 .guard = not_own},
	{.from = "referred", .action = "accept", .to = "handling", .zh = "受理", .en = "accept", .perm = BIT(ACCOUNTABILITY), .guard = not_own},
	{.from = "referred", .action = "return", .to = "draft", .zh = "退回补充", .en = "send back", .perm = BIT(ACCOUNTABILITY),
	 .input = &text_record, .guard = not_own},
	{.from = "referred|handling", .action = "drop", .to = "dropped", .zh = "不予追究", .en = "drop", .perm = BIT(ACCOUNTABILITY),
	 .input = &text_record, .guard = not_own, .confirm = true},
	{.from = "handling", .action = "decide", .to = "decided", .zh = "作出处理决定", .en = "decide", .perm = BIT(ACCOUNTABILITY),
	 .input = &decide_record, .evidence = EVIDENCE_MAY, .guard = not_own, .effect = decide, .limit = "accountability.sanctions"},
	{.from = "decided", .action = "execute", .to = "executed", .zh = "登记执行情况", .en = "record that it was executed",
	 .perm = BIT(ACCOUNTABILITY), .input = &text_record, .evidence = EVIDENCE_MUST, .guard = not_own, .effect = execute},
	{.from = "executed", .action = "archive", .to = "archived", .zh = "归档", .en = "archive", .perm = BIT(ACCOUNTABILITY), .guard = not_own},
};

const struct flow accountability_flow = {
	.name = "accountability", .zh = "责任追究", .en = "an accountability case", .table = "accountability", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "(SELECT a.title FROM accident a WHERE a.county = f.county AND a.id = f.accident)", .page = "/accountability/",
		  .zh = "拟稿", .en = "drafted", .draft = true},
};
