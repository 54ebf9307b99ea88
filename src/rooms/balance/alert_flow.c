/* alert_flow.c - a suspicion is checked: explained, false, or investigated and concluded.  A person decides each step. */
#include "rooms/balance/balance.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/inspection/investigation.h"

static struct balance_alert *alert_of(struct act *a)
{
	return (struct balance_alert *)a->row;
}

/* The department that the mine is under, and whoever sees the whole county. */
static enum status checker_only(struct cx *cx, struct act *a)
{
	const struct balance_alert *b = alert_of(a);
	return !b->org || b->org == cx->org || cx->perms & PERM_COUNTY_WIDE
		? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the department that supervises the mine checks this");
}

struct words_input {
	const char *text;
};
static const struct field words_fields[] = {
	FIELD(struct words_input, text, .flags = REQUIRED, .min = 5, .max = 2000, .zh = "核查情况", .en = "what was found"),
};
static const struct record words_record = RECORD(words_input, words_fields);

static enum status close_it(struct cx *cx, struct act *a)
{
	const struct words_input *in = a->input;
	char today[11];
	return db_exec(cx, NULL, "UPDATE balance_alert SET closed_on = $1, conclusion = $2, due = '' WHERE county = $3 AND id = $4",
		       ARGS(V(day_print(day_of(cx->now), today)), V(in->text), V(cx->county), V(a->row->id)));
}

struct case_input {
	const char *title, *no, *due;
	struct texts cooperating;
};
static const struct field case_fields[] = {
	FIELD(struct case_input, title, .flags = REQUIRED, .min = 4, .max = 200, .zh = "案由", .en = "subject"),
	FIELD(struct case_input, no, .min = 0, .max = 60, .zh = "案号", .en = "number"),
	FIELD(struct case_input, due, .flags = DAY, .zh = "报告期限", .en = "reported by"),
	FIELD(struct case_input, cooperating, .min = 0, .max = 20, .zh = "配合单位", .en = "cooperating units"),
};
static const struct record case_record = RECORD(case_input, case_fields);

static enum status investigate(struct cx *cx, struct act *a)
{
	const struct case_input *in = a->input;
	const struct balance_alert *b = alert_of(a);
	const struct investigation_new new = {.mine = b->mine, .no = in->no, .title = in->title, .due = in->due, .cooperating = in->cooperating};
	const struct investigation_source why = {b->no, arena_printf(cx->mem, "%s\n%s", balance_story_word(cx, b->story),
								    balance_alert_arithmetic(cx, b))};
	int64_t id;
	TRY(investigation_open(cx, &new, &id));
	TRY(investigation_attach(cx, id, &why));
	return db_exec(cx, NULL, "UPDATE balance_alert SET investigation = $1, due = '' WHERE county = $2 AND id = $3",
		       ARGS(V(id), V(cx->county), V(b->row.id)));
}

static enum status may_conclude(struct cx *cx, struct act *a)
{
	struct investigation *v;
	TRY(checker_only(cx, a));
	TRY(investigation_get(cx, alert_of(a)->investigation, &v));
	return *v->concluded_on ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the investigation is not concluded yet");
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct balance_alert *b;
	TRY(balance_alert_get(cx, id, &b));
	*row = &b->row;
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"to_check", "待核查", "to be checked", false},
	{"investigating", "调查中", "being investigated", false},
	{"explained", "已说明", "explained", true},
	{"false_alarm", "误报", "false alarm", true},
	{"done", "已查结", "concluded", true},
	{0},
};

#define CHECK (BIT(BALANCE_READ) | BIT(BALANCE_MANAGE))

static const struct step steps[] = {
	{.from = "to_check", .action = "investigate", .to = "investigating", .zh = "立案调查", .en = "open an investigation",
	 .perm = CHECK | BIT(CASE_INVESTIGATE), .input = &case_record, .guard = checker_only, .effect = investigate, .confirm = true},
	{.from = "to_check", .action = "explain", .to = "explained", .zh = "情况属实，已说明", .en = "it is explained", .perm = CHECK,
	 .input = &words_record, .evidence = EVIDENCE_MAY, .guard = checker_only, .effect = close_it, .limit = "balance.test"},
	{.from = "to_check", .action = "dismiss", .to = "false_alarm", .zh = "误报", .en = "it is a false alarm", .perm = CHECK,
	 .input = &words_record, .evidence = EVIDENCE_MAY, .guard = checker_only, .effect = close_it, .limit = "balance.test"},
	{.from = "investigating", .action = "conclude", .to = "done", .zh = "查结", .en = "conclude", .perm = CHECK, .input = &words_record,
	 .evidence = EVIDENCE_MAY, .guard = may_conclude, .effect = close_it},
};

const struct flow balance_alert_flow = {
	.name = "balance_alert", .zh = "台账疑点", .en = "suspicion from a mine's ledgers", .table = "balance_alert", .states = states,
	.steps = steps, .count = sizeof steps / sizeof *steps, .load = load,
	.about = {.title = "(SELECT m.name FROM mine m WHERE m.county = f.county AND m.id = f.mine)", .no = "f.no", .due = "f.due",
		  .page = "/balance/alerts/", .zh = "发现疑点", .en = "raised"},
};
