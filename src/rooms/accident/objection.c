/* objection.c - a unit objects to an accident that counts against it in the year's appraisal. */
#include "rooms/accident/appraisal_list.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/notify.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/where.h"
#include "rooms/accident/accident.h"

static const struct field objection_fields[] = {
	FIELD_AS(struct appraisal_objection, "id", row.id),
	FIELD_AS(struct appraisal_objection, "version", row.version),
	FIELD_AS(struct appraisal_objection, "state", row.state),
	FIELD(struct appraisal_objection, appraisal),
	FIELD(struct appraisal_objection, year),
	FIELD(struct appraisal_objection, org),
	FIELD(struct appraisal_objection, org_name),
	FIELD(struct appraisal_objection, accident),
	FIELD(struct appraisal_objection, accident_title),
	FIELD(struct appraisal_objection, reason),
	FIELD(struct appraisal_objection, due),
	FIELD(struct appraisal_objection, answer),
	FIELD(struct appraisal_objection, decided_on),
	FIELD(struct appraisal_objection, created_at, .flags = TIME),
	FIELD(struct appraisal_objection, created_by, .flags = NULLABLE),
};
const struct record appraisal_objection_record = RECORD(appraisal_objection, objection_fields);

#define SELECT                                                                                                        \
	"SELECT j.id, j.version, j.state, j.appraisal, p.year, j.org, o.name AS org_name, j.accident, a.title AS"             \
	" accident_title, j.reason, j.due, j.answer, j.decided_on, j.created_at, j.created_by FROM appraisal_objection j"     \
	" JOIN appraisal p ON p.county = j.county AND p.id = j.appraisal LEFT JOIN org o ON o.county = j.county AND"          \
	" o.id = j.org LEFT JOIN accident a ON a.county = j.county AND a.id = j.accident WHERE %s ORDER BY j.id"

static enum status read(struct cx *cx, const char *column, int64_t id, struct list *out)
{
	struct where w = where_new(cx, "j.county = $?", V(cx->county));
	where_and(&w, arena_printf(cx->mem, "%s = $?", column), V(id));
	if (!(cx->perms & PERM_APPRAISAL_READ))
		where_and(&w, "j.org = $?", V(cx->org));
	return db_all(cx, &appraisal_objection_record, out, arena_printf(cx->mem, SELECT, w.sql.s), where_args(&w));
}

enum status objection_list(struct cx *cx, int64_t appraisal, struct list *out)
{
	return read(cx, "j.appraisal", appraisal, out);
}

enum status objection_get(struct cx *cx, int64_t id, struct appraisal_objection **out)
{
	struct list found;
	TRY(read(cx, "j.id", id, &found));
	if (!found.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such objection, or it is not yours to see");
	*out = found.items;
	return STATUS_OK;
}

static bool counts_for(const struct list *orgs, int64_t org, int64_t accident)
{
	const struct appraised_org *o = orgs->items;
	for (size_t i = 0; i < orgs->count; i++)
		for (size_t j = 0; o[i].org == org && j < o[i].accidents.count; j++)
			if (((const struct appraised_accident *)o[i].accidents.items)[j].id == accident)
				return true;
	return false;
}

static enum status may_file(struct cx *cx, const struct appraisal *p, int64_t accident)
{
	struct appraisal_result r;
	struct list mine;
	if (strcmp(p->row.state, "objections") != 0 || strcmp(day_today(cx), p->objections_by) > 0)
		return cx_fail(cx, STATUS_CONFLICT, "objections may not be filed now");
	TRY(appraisal_work_out(cx, p->year, day_of(cx->now), &r));
	if (!counts_for(&r.towns, cx->org, accident) && !counts_for(&r.departments, cx->org, accident))
		return cx_fail_field(cx, "accident", "does not count against your unit");
	TRY(objection_list(cx, p->row.id, &mine));
	const struct appraisal_objection *j = mine.items;
	for (size_t i = 0; i < mine.count; i++)
		if (j[i].org == cx->org && j[i].accident == accident)
			return cx_fail(cx, STATUS_CONFLICT, "your unit has objected to it already");
	return STATUS_OK;
}

static enum status tell_appraisers(struct cx *cx, const struct appraisal *p)
{
	const struct notify n = {.kind = "appraisal", .link = arena_printf(cx->mem, "/appraisal/lists/%" PRId64, p->row.id)};
	struct list people;
	TRY(db_all(cx, &flow_signer_record, &people,
		   "SELECT p.id AS org, p.name FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = 'appraiser' AND p.active = 1", ARGS(V(cx->county))));
	const struct flow_signer *s = people.items;
	for (size_t i = 0; i < people.count; i++)
		TRY(notify_person(cx, s[i].org, &n, "an objection to the appraisal of %" PRId64 " was filed", p->year));
	return STATUS_OK;
}

enum status objection_file(struct cx *cx, int64_t appraisal, int64_t accident, const char *reason, struct appraisal_objection **out)
{
	struct appraisal *p;
	const struct rules *rules;
	const struct rule *rule;
	int64_t days, id = id_new(cx);
	struct day today = day_of(cx->now);
	TRY(appraisal_get(cx, appraisal, &p));
	TRY(may_file(cx, p, accident));
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "appraisal.objection", today, &rule));
	TRY(rule_int(cx, rule, "decide_working_days", &days));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO appraisal_objection (county, id, state, appraisal, org, accident, reason, due, created_at, created_by)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		    ARGS(V(cx->county), V(id), V(objection_flow.states[0].name), V(appraisal), V(cx->org), V(accident), V(reason),
			 V(day_text(cx, due_working_days(rules_calendar(rules), today, (int)days).day)), V(cx->now), V(cx->user))));
	TRY(objection_get(cx, id, out));
	TRY(flow_began(cx, &objection_flow, id, "file", &appraisal_objection_record, *out));
	return tell_appraisers(cx, p);
}

/* ---- deciding ---- */

struct text_input {
	const char *text;
};
static const struct field text_fields[] = {
	FIELD(struct text_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "复核意见", .en = "answer"),
};
static const struct record text_record = RECORD(text_input, text_fields);

static struct appraisal_objection *objection_of(struct act *a)
{
	return (struct appraisal_objection *)a->row;
}

static enum status may_decide(struct cx *cx, struct act *a)
{
	struct appraisal *p;
	if (cx->org == objection_of(a)->org)
		return cx_fail(cx, STATUS_FORBIDDEN, "nobody decides on an objection of his own unit");
	TRY(appraisal_get(cx, objection_of(a)->appraisal, &p));
	return strcmp(p->row.state, "objections") == 0 ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the list is not open to objections now");
}

static enum status own_only(struct cx *cx, struct act *a)
{
	return cx->org == objection_of(a)->org ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the unit that objected may do this");
}

static enum status decide(struct cx *cx, struct act *a)
{
	const struct text_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE appraisal_objection SET answer = $1, decided_on = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(in->text), V(day_today(cx)), V(cx->county), V(a->row->id)));
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct appraisal_objection *j;
	TRY(objection_get(cx, id, &j));
	*row = &j->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	const struct appraisal_objection *j = objection_of(a);
	const struct notify n = {.kind = "appraisal", .link = arena_printf(cx->mem, "/appraisal/lists/%" PRId64, j->appraisal)};
	return notify_org(cx, j->org, 0, &n, NULL, "your unit's objection to the appraisal of %" PRId64 " moved on", j->year);
}

static const struct flow_state states[] = {
	{"filed", "已提出", "filed", false},
	{"upheld", "成立，不计入", "upheld: it does not count", true},
	{"dismissed", "不成立", "dismissed", true},
	{"taken_back", "已撤回", "taken back", true},
	{0},
};

static const struct step steps[] = {
	{.from = "filed", .action = "uphold", .to = "upheld", .zh = "异议成立", .en = "uphold", .perm = BIT(APPRAISAL_DECIDE), .input = &text_record,
	 .evidence = EVIDENCE_MUST, .guard = may_decide, .effect = decide, .limit = "appraisal.objection", .confirm = true},
	{.from = "filed", .action = "dismiss", .to = "dismissed", .zh = "异议不成立", .en = "dismiss", .perm = BIT(APPRAISAL_DECIDE),
	 .input = &text_record, .evidence = EVIDENCE_MAY, .guard = may_decide, .effect = decide, .limit = "appraisal.objection"},
	{.from = "filed", .action = "take_back", .to = "taken_back", .zh = "撤回异议", .en = "take back", .perm = BIT(TASK_WORK), .guard = own_only},
};

const struct flow objection_flow = {
	.name = "objection", .zh = "考评异议", .en = "an objection to the appraisal", .table = "appraisal_objection", .states = states,
	.steps = steps, .count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "(SELECT a.title FROM accident a WHERE a.county = f.county AND a.id = f.accident)", .due = "f.due",
		  .page = "/appraisal/lists/", .page_item = "f.appraisal", .zh = "提出异议", .en = "filed"},
};
