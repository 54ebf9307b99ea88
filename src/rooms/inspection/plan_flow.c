/* plan_flow.c - the steps of an inspection: the team starts, records, finishes. */
#include "rooms/inspection/plan.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/inspection/hazard.h"

static struct inspection *inspection_of(struct act *a)
{
	return (struct inspection *)a->row;
}

static enum status team_only(struct cx *cx, struct act *a)
{
	bool own;
	TRY(inspection_own_org(cx, inspection_of(a)->org, &own));
	return own ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the team's organisation does this");
}

static enum status may_start(struct cx *cx, struct act *a)
{
	TRY(team_only(cx, a));
	if (strcmp(day_today(cx), inspection_of(a)->from_day) < 0)
		return cx_fail(cx, STATUS_CONFLICT, "the inspection begins on %s", inspection_of(a)->from_day);
	return STATUS_OK;
}

static enum status start(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE inspection SET started_on = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(day_today(cx)), V(cx->county), V(a->row->id)));
}

/* ---- results ---- */

struct result_input {
	const char *item, *result, *note, *place, *level, *criterion;
};
static const char *const results[] = {"ok", "fail", "na", NULL};
static const struct field result_fields[] = {
	FIELD(struct result_input, item, .flags = REQUIRED, .min = 1, .max = 20, .zh = "检查项", .en = "item"),
	FIELD(struct result_input, result, .flags = REQUIRED, .choices = results, .zh = "结果", .en = "result"),
	FIELD(struct result_input, note, .min = 0, .max = 2000, .zh = "说明", .en = "note"),
	FIELD(struct result_input, place, .min = 0, .max = 200, .zh = "部位", .en = "place"),
	FIELD(struct result_input, level, .choices = hazard_levels, .zh = "隐患级别", .en = "level of the hazard"),
	FIELD(struct result_input, criterion, .min = 0, .max = 10, .zh = "重大隐患判定条款", .en = "criterion of a major hazard"),
};
static const struct record result_record = RECORD(result_input, result_fields);

struct record_input {
	struct list results;
};
static const struct field record_fields[] = {
	FIELD(struct record_input, results, .flags = REQUIRED, .min = 1, .max = 200, .of = &result_record, .zh = "检查结果", .en = "results"),
};
static const struct record record_record = RECORD(record_input, record_fields);

static const struct check_item *find_item(const struct list *items, const char *code)
{
	const struct check_item *c = items->items;
	for (size_t i = 0; i < items->count; i++)
		if (strcmp(c[i].code, code) == 0)
			return &c[i];
	return NULL;
}

enum { SENTENCE = 12 };         /* bytes: four characters, as a hazard's words need */

/* A failed item is a hazard, in the inspector's words; the item, which says how it should be, only where he has none. */
static enum status make_hazard(struct cx *cx, struct act *a, const struct check_item *c, const struct result_input *in, int64_t *hazard)
{
	const struct inspection *i = inspection_of(a);
	const char *note = inspection_or(in->note, "");
	return hazard_create(cx, &(struct hazard_new){
		.mine = i->mine, .inspection = i->row.id, .item = c->code, .kind = c->kind, .level = inspection_or(in->level, "general"),
		.criterion = in->criterion, .place = in->place, .basis = c->source, .evidence = a->evidence,
		.text = strlen(note) >= SENTENCE ? note : arena_printf(cx->mem, "%s：%s", c->zh, *note ? note : "不符合")}, hazard);
}

static enum status record_one(struct cx *cx, struct act *a, const struct list *items, const struct result_input *in)
{
	int64_t hazard = 0, stands;
	const struct check_item *c = find_item(items, in->item);
	if (!c)
		return cx_fail_field(cx, "results", "is not on the checklist: %s", in->item);
	TRY(inspection_count(cx, &stands, "SELECT count(*) AS n FROM inspection_result WHERE county = $1 AND inspection = $2 AND item = $3"
			     " AND hazard > 0", ARGS(V(cx->county), V(a->row->id), V(in->item))));
	if (stands)
		return cx_fail(cx, STATUS_CONFLICT, "%s has become a hazard: it goes on there", in->item);
	if (strcmp(in->result, "fail") == 0)
		TRY(make_hazard(cx, a, c, in, &hazard));
	return db_exec(cx, NULL,
		       "INSERT INTO inspection_result (county, inspection, item, result, note, hazard, person, at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (county, inspection, item) DO UPDATE SET"
		       " result = excluded.result, note = excluded.note, hazard = excluded.hazard, person = excluded.person, at = excluded.at",
		       ARGS(V(cx->county), V(a->row->id), V(in->item), V(in->result), V(inspection_or(in->note, "")), V(hazard), V(cx->user),
			    V(cx->now)));
}

static enum status record(struct cx *cx, struct act *a)
{
	const struct record_input *in = a->input;
	const struct result_input *r = in->results.items;
	struct list items;
	TRY(checklist_items(cx, inspection_of(a)->checklist, inspection_of(a)->mine_kind, &items));
	for (size_t i = 0; i < in->results.count; i++)
		TRY(record_one(cx, a, &items, &r[i]));
	return db_exec(cx, NULL,
		       "UPDATE inspection SET answered = (SELECT count(*) FROM inspection_result r WHERE r.county = $1 AND r.inspection = $2),"
		       " failed = (SELECT count(*) FROM inspection_result r WHERE r.county = $1 AND r.inspection = $2 AND r.result = 'fail')"
		       " WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(a->row->id)));
}

/* ---- the end ---- */

struct text_input {
	const char *text;
};
static const struct field summary_fields[] = {
	FIELD(struct text_input, text, .flags = REQUIRED, .min = 4, .max = 4000, .zh = "检查结论", .en = "summary"),
};
static const struct record summary_record = RECORD(text_input, summary_fields);
static const struct field reason_fields[] = {
	FIELD(struct text_input, text, .flags = REQUIRED, .min = 4, .max = 1000, .zh = "取消理由", .en = "why it is cancelled"),
};
static const struct record reason_record = RECORD(text_input, reason_fields);

static enum status may_finish(struct cx *cx, struct act *a)
{
	const struct inspection *i = inspection_of(a);
	TRY(team_only(cx, a));
	if (i->answered < i->items)
		return cx_fail(cx, STATUS_CONFLICT, "%" PRId64 " items of the checklist have no result yet", i->items - i->answered);
	return STATUS_OK;
}

static enum status finish(struct cx *cx, struct act *a)
{
	const struct text_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE inspection SET done_on = $1, summary = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(day_today(cx)), V(in->text), V(cx->county), V(a->row->id)));
}

static enum status planner_only(struct cx *cx, struct act *a)
{
	bool own;
	TRY(inspection_own_org(cx, inspection_of(a)->planned_org, &own));
	return own || !cx->org ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the office that planned it cancels it");
}

/* The team sees the mine as long as other work there is planned. */
static enum status cancel(struct cx *cx, struct act *a)
{
	const struct inspection *i = inspection_of(a);
	TRY(db_exec(cx, NULL, "DELETE FROM mine_visitor WHERE county = $1 AND mine = $2 AND org = $3", ARGS(V(cx->county), V(i->mine), V(i->org))));
	return db_exec(cx, NULL,
		       "INSERT INTO mine_visitor (county, mine, org, until) SELECT county, mine, org, max(to_day) FROM inspection"
		       " WHERE county = $1 AND mine = $2 AND org = $3 AND id <> $4 AND state <> 'cancelled' GROUP BY county, mine, org",
		       ARGS(V(cx->county), V(i->mine), V(i->org), V(i->row.id)));
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct inspection *i;
	TRY(inspection_get(cx, id, &i));
	*row = &i->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	const struct inspection *i = inspection_of(a);
	const char *link = arena_printf(cx->mem, "/inspections/%" PRId64, i->row.id), *what = arena_printf(cx->mem, "%s %s", i->mine_name, i->title);
	if (strcmp(a->step->action, "finish") == 0)
		return inspection_tell(cx, i->planned_org, PERM_HAZARD_RECHECK, "inspected", link, "an inspection is done: %s", what);
	if (strcmp(a->step->action, "cancel") == 0)
		return inspection_tell(cx, i->org, PERM_INSPECT, "cancelled", link, "an inspection is cancelled: %s", what);
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"planned", "待检查", "planned", false},
	{"under_way", "检查中", "under way", false},
	{"done", "已完成", "done", true},
	{"cancelled", "已取消", "cancelled", true},
	{0},
};

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

static const struct step steps[] = {
	{.from = "planned", .action = "start", .to = "under_way", .zh = "开始检查", .en = "start", .perm = BIT(INSPECT), .guard = may_start,
	 .effect = start},
	{.from = "under_way", .action = "record", .zh = "登记检查结果", .en = "record results", .perm = BIT(INSPECT), .input = &record_record,
	 .evidence = EVIDENCE_MAY, .guard = team_only, .effect = record},
	{.from = "under_way", .action = "finish", .to = "done", .zh = "完成检查", .en = "finish", .perm = BIT(INSPECT), .input = &summary_record,
	 .evidence = EVIDENCE_MAY, .guard = may_finish, .effect = finish, .confirm = true},
	{.from = "planned|under_way", .action = "cancel", .to = "cancelled", .zh = "取消", .en = "cancel", .perm = BIT(HAZARD_RECHECK),
	 .input = &reason_record, .guard = planner_only, .effect = cancel, .confirm = true},
};

const struct flow inspection_flow = {
	.name = "inspection", .zh = "矿山检查", .en = "inspection of a mine", .table = "inspection", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "f.title", .due = "f.to_day", .page = "/inspections/", .zh = "安排检查", .en = "planned"},
};
