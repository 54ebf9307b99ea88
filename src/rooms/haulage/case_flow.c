/* case_flow.c - the steps of a case, each the part of one department. */
#include "rooms/haulage/case.h"

#include <inttypes.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/haulage/haulage_inside.h"

enum { MOST_POINTS = 12 };

static struct haulage_case *case_of(struct act *a)
{
	return (struct haulage_case *)a->row;
}

static enum status transport_only(struct cx *cx, struct act *a)
{
	(void)a;
	return haulage_department_only(cx, "transport");
}

static enum status police_only(struct cx *cx, struct act *a)
{
	(void)a;
	return haulage_department_only(cx, "police");
}

struct text_input {
	const char *text;
};
static const struct field text_fields[] = {FIELD(struct text_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "说明", .en = "words")};
static const struct record text_record = RECORD(text_input, text_fields);

/* ---- transport ---- */

struct reweigh_input {
	int64_t gross_kg;
	const char *place;
};
static const struct field reweigh_fields[] = {
	FIELD(struct reweigh_input, gross_kg, .flags = REQUIRED, .min = 1, .max = 1000000, .zh = "卸载后总质量（千克）", .en = "gross after unloading (kg)"),
	FIELD(struct reweigh_input, place, .min = 0, .max = 200, .zh = "卸载地点", .en = "where it was unloaded"),
};
static const struct record reweigh_record = RECORD(reweigh_input, reweigh_fields);

static enum status reweigh(struct cx *cx, struct act *a)
{
	const struct reweigh_input *in = a->input;
	struct haulage_case *c = case_of(a);
	if (in->gross_kg > c->limit_kg)
		return cx_fail_field(cx, "gross_kg", "still %" PRId64 " kg above the limit: it may not leave", in->gross_kg - c->limit_kg);
	return db_exec(cx, NULL, "UPDATE haulage_case SET regross_kg = $1, unloaded_at = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(in->gross_kg), V(cx->now), V(cx->county), V(c->row.id)));
}

struct copy_input {
	const char *to, *document, *day;
};
static const struct field copy_fields[] = {
	FIELD(struct copy_input, to, .flags = REQUIRED, .min = 2, .max = 100, .zh = "抄告机关", .en = "authority"),
	FIELD(struct copy_input, document, .min = 0, .max = 100, .zh = "文号", .en = "document"),
	FIELD(struct copy_input, day, .flags = DAY, .zh = "抄告日期（不填为今天）", .en = "day (today)"),
};
static const struct record copy_record = RECORD(copy_input, copy_fields);

/* The day given, or today; not a day to come. */
static enum status day_given(struct cx *cx, const char *given, const char **out)
{
	const char *today = day_today(cx);
	*out = given && *given ? given : today;
	return strcmp(*out, today) <= 0 ? STATUS_OK : cx_fail_field(cx, "day", "may not be in the future");
}

static enum status copy(struct cx *cx, struct act *a)
{
	const struct copy_input *in = a->input;
	const char *day;
	TRY(day_given(cx, in->day, &day));
	return db_exec(cx, NULL, "UPDATE haulage_case SET copied_to = $1, copied_on = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(in->to), V(day), V(cx->county), V(a->row->id)));
}

/* ---- police ---- */

struct decide_input {
	int64_t fine_yuan, points;
	const char *document, *day, *text;
};
static const struct field decide_fields[] = {
	FIELD(struct decide_input, fine_yuan, .flags = REQUIRED, .min = 0, .max = 30000, .zh = "罚款（元）", .en = "fine (yuan)"),
	FIELD(struct decide_input, points, .flags = REQUIRED, .min = 0, .max = MOST_POINTS, .zh = "记分", .en = "points"),
	FIELD(struct decide_input, document, .flags = REQUIRED, .min = 2, .max = 100, .zh = "处罚决定书文号", .en = "document"),
	FIELD(struct decide_input, day, .flags = DAY, .zh = "决定日期（不填为今天）", .en = "day (today)"),
	FIELD(struct decide_input, text, .min = 0, .max = 2000, .zh = "裁量理由", .en = "reasons"),
};
static const struct record decide_record = RECORD(decide_input, decide_fields);

/* The day by which copies go out: working days after closing. */
static enum status copy_day(struct cx *cx, struct day closed, const char **out)
{
	const struct rules *rules;
	const struct rule *rule;
	int64_t days;
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "haulage.copy", closed, &rule));
	TRY(rule_int(cx, rule, "working_days", &days));
	*out = day_text(cx, due_working_days(rules_calendar(rules), closed, (int)days).day);
	return STATUS_OK;
}

static enum status close_it(struct cx *cx, const struct haulage_case *c, const char *day)
{
	struct day d;
	const char *by;
	if (!day_parse(day, &d))
		return cx_fail_field(cx, "day", "must be a day, YYYY-MM-DD");
	TRY(copy_day(cx, d, &by));
	return db_exec(cx, NULL, "UPDATE haulage_case SET closed_on = $1, copy_by = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(day), V(by), V(cx->county), V(c->row.id)));
}

static enum status check_decision(struct cx *cx, const struct haulage_case *c, const struct decide_input *in)
{
	if (in->fine_yuan < c->fine_least || in->fine_yuan > c->fine_most)
		return cx_fail_field(cx, "fine_yuan", "lies outside what the law allows here: %" PRId64 " to %" PRId64 " yuan", c->fine_least, c->fine_most);
	if (c->rated && in->points != c->points)
		return cx_fail_field(cx, "points", "the law sets %" PRId64 " point(s) for this excess", c->points);
	return STATUS_OK;
}

static enum status decide(struct cx *cx, struct act *a)
{
	const struct decide_input *in = a->input;
	struct haulage_case *c = case_of(a);
	const struct rules *rules;
	const struct rule *rule;
	const char *day;
	struct day d;
	int64_t days;
	TRY(check_decision(cx, c, in));
	TRY(day_given(cx, in->day, &day));
	if (!day_parse(day, &d) || strcmp(day, c->offended_on) < 0)
		return cx_fail_field(cx, "day", "lies before the offence");
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "haulage.payment", d, &rule));
	TRY(rule_int(cx, rule, "days", &days));
	const char *by = in->fine_yuan ? day_text(cx, due_days(rules_calendar(rules), d, (int)days, ROLL_WORKING).day) : "";
	TRY(db_exec(cx, NULL,
		    "UPDATE haulage_case SET document = $1, decided_on = $2, fined_yuan = $3, scored = $4, pay_by = $5 WHERE county = $6 AND id = $7",
		    ARGS(V(in->document), V(day), V(in->fine_yuan), V(in->points), V(by), V(cx->county), V(c->row.id))));
	if (in->fine_yuan)
		return STATUS_OK;
	a->to = a->step->or_to;         /* a warning is carried out when it is spoken */
	return close_it(cx, c, day);
}

struct pay_input {
	int64_t yuan;
	const char *receipt, *day;
};
static const struct field pay_fields[] = {
	FIELD(struct pay_input, yuan, .flags = REQUIRED, .min = 1, .max = 60000, .zh = "缴款金额（元）", .en = "paid (yuan)"),
	FIELD(struct pay_input, receipt, .flags = REQUIRED, .min = 2, .max = 60, .zh = "票据号", .en = "receipt"),
	FIELD(struct pay_input, day, .flags = DAY, .zh = "缴款日期（不填为今天）", .en = "day (today)"),
};
static const struct record pay_record = RECORD(pay_input, pay_fields);

static enum status pay(struct cx *cx, struct act *a)
{
	const struct pay_input *in = a->input;
	struct haulage_case *c = case_of(a);
	const char *day;
	int64_t due;
	TRY(day_given(cx, in->day, &day));
	TRY(haulage_case_due(cx, c, &due));
	if (strcmp(day, c->pay_by) <= 0)
		due = c->fined_yuan;    /* paid in time, entered later */
	if (in->yuan != due)
		return cx_fail_field(cx, "yuan", "%" PRId64 " yuan are due, with what being late adds", due);
	TRY(db_exec(cx, NULL, "UPDATE haulage_case SET paid_yuan = $1, paid_on = $2 WHERE county = $3 AND id = $4",
		    ARGS(V(in->yuan), V(day), V(cx->county), V(c->row.id))));
	return close_it(cx, c, day);
}

/* ---- afterwards ---- */

static enum status tell(struct cx *cx, const char *department, const struct notify *n, const struct haulage_case *c)
{
	int64_t org;
	const char *name;
	TRY(haulage_department(cx, department, &org, &name));
	return notify_org(cx, org, PERM_HAULAGE_ENFORCE, n, NULL, "overloaded truck %s: case %s", haulage_or(c->plate, ""), c->no);
}

static enum status after(struct cx *cx, struct act *a)
{
	struct haulage_case *c;
	TRY(haulage_case_get(cx, a->row->id, &c));
	const struct notify n = {.kind = "haulage", .link = arena_printf(cx->mem, "/haulage/cases/%" PRId64, c->row.id)};
	if (strcmp(a->step->action, "reweigh") == 0)
		return tell(cx, "police", &n, c);
	if (strcmp(a->step->action, "decide") == 0)
		TRY(haulage_follow_parties(cx, c));
	return strcmp(a->step->action, "decide") == 0 || strcmp(a->step->action, "pay") == 0 ? tell(cx, "transport", &n, c) : STATUS_OK;
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct haulage_case *c;
	TRY(haulage_case_get(cx, id, &c));
	*row = &c->row;
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"found", "查获", "found", false},
	{"unloading", "责令卸载", "to be unloaded", false},
	{"handed", "移交公安", "with the police", false},
	{"decided", "已处罚", "fined", false},
	{"closed", "已结案", "closed", false},
	{"copied", "已抄告", "copied to the home authority", true},
	{"dropped", "不予处罚", "dropped", true},
	{0},
};

static const struct step steps[] = {
	{.from = "found", .action = "unload", .to = "unloading", .zh = "责令卸载", .en = "order to unload", .perm = BIT(HAULAGE_ENFORCE),
	 .input = &text_record, .evidence = EVIDENCE_MAY, .guard = transport_only},
	{.from = "found", .action = "drop", .to = "dropped", .zh = "复称不超，不予处罚", .en = "weighed again: not overloaded", .perm = BIT(HAULAGE_ENFORCE),
	 .input = &text_record, .evidence = EVIDENCE_MUST, .guard = transport_only, .confirm = true},
	{.from = "unloading", .action = "reweigh", .to = "handed", .zh = "复称合格，移交公安", .en = "weighed again, hand to the police",
	 .perm = BIT(HAULAGE_ENFORCE), .input = &reweigh_record, .evidence = EVIDENCE_MAY, .guard = transport_only, .effect = reweigh},
	{.from = "handed", .action = "decide", .to = "decided", .or_to = "closed", .zh = "处罚、记分", .en = "fine and score", .perm = BIT(HAULAGE_ENFORCE),
	 .input = &decide_record, .evidence = EVIDENCE_MAY, .guard = police_only, .effect = decide,
	 .limit = "haulage.decide"},
	{.from = "handed", .action = "withdraw", .to = "dropped", .zh = "不予处罚", .en = "do not fine", .perm = BIT(HAULAGE_ENFORCE),
	 .input = &text_record, .evidence = EVIDENCE_MAY, .guard = police_only, .confirm = true},
	{.from = "decided", .action = "pay", .to = "closed", .zh = "登记缴款", .en = "enter the payment", .perm = BIT(HAULAGE_ENFORCE), .input = &pay_record,
	 .evidence = EVIDENCE_MAY, .guard = police_only, .effect = pay, .limit = "haulage.payment"},
	{.from = "closed", .action = "copy", .to = "copied", .zh = "抄告车籍地", .en = "copy to the home authority", .perm = BIT(HAULAGE_ENFORCE),
	 .input = &copy_record, .evidence = EVIDENCE_MAY, .guard = transport_only, .effect = copy, .limit = "haulage.copy"},
};

const struct flow haulage_case_flow = {
	.name = "haulage_case", .zh = "超限案件", .en = "overloading case", .table = "haulage_case", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "(SELECT m.name FROM mine m WHERE m.county = f.county AND m.id = f.mine)", .no = "f.no",
		  .page = "/haulage/cases/", .zh = "立案", .en = "opened"},
};
