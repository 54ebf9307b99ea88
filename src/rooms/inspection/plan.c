#include "rooms/inspection/plan.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/perm.h"
#include "db/db.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200, MAX_MINES = 500 };

static const char *const states[] = {"planned", "under_way", "done", "cancelled", NULL};

static const struct field fields[] = {
	FIELD_AS(struct inspection, "id", row.id),
	FIELD_AS(struct inspection, "version", row.version),
	FIELD_AS(struct inspection, "state", row.state),
	FIELD(struct inspection, plan),
	FIELD(struct inspection, title),
	FIELD(struct inspection, mine),
	FIELD(struct inspection, mine_name),
	FIELD(struct inspection, mine_kind),
	FIELD(struct inspection, town, .flags = NULLABLE),
	FIELD(struct inspection, town_name),
	FIELD(struct inspection, enterprise, .flags = NULLABLE),
	FIELD(struct inspection, enterprise_name),
	FIELD(struct inspection, checklist),
	FIELD(struct inspection, org),
	FIELD(struct inspection, org_name),
	FIELD(struct inspection, team),
	FIELD(struct inspection, from_day),
	FIELD(struct inspection, to_day),
	FIELD(struct inspection, planned_by),
	FIELD(struct inspection, planned_org),
	FIELD(struct inspection, started_on),
	FIELD(struct inspection, done_on),
	FIELD(struct inspection, summary),
	FIELD(struct inspection, items),
	FIELD(struct inspection, answered),
	FIELD(struct inspection, failed),
};
const struct record inspection_record = RECORD(inspection, fields);
#define COLUMNS                                                                                                       \
	"i.id, i.version, i.state, i.plan, i.title, i.mine, m.name AS mine_name, m.kind AS mine_kind, i.town, i.enterprise, " \
	"t.name AS town_name, e.name AS enterprise_name, i.checklist, i.org, g.name AS org_name, i.team, i.from_day, i.to_day, " \
	"i.planned_by, i.planned_org, i.started_on, i.done_on, i.summary, i.items, i.answered, i.failed"
#define JOINS                                                                                                         \
	" LEFT JOIN mine m ON m.county = i.county AND m.id = i.mine LEFT JOIN org t ON t.county = i.county AND t.id = i.town" \
	" LEFT JOIN org e ON e.county = i.county AND e.id = i.enterprise LEFT JOIN org g ON g.county = i.county AND g.id = i.org"

static const struct field new_fields[] = {
	FIELD(struct inspection_new, title, .flags = REQUIRED, .min = 2, .max = 100, .zh = "名称", .en = "title"),
	FIELD(struct inspection_new, checklist, .flags = REQUIRED, .min = 1, .max = 40, .zh = "检查表", .en = "checklist"),
	FIELD(struct inspection_new, team, .min = 0, .max = 300, .zh = "检查人员", .en = "who goes"),
	FIELD(struct inspection_new, from_day, .flags = REQUIRED | DAY, .zh = "开始日期", .en = "from"),
	FIELD(struct inspection_new, to_day, .flags = REQUIRED | DAY, .zh = "截止日期", .en = "to"),
	FIELD(struct inspection_new, mines, .flags = REQUIRED, .min = 1, .max = MAX_MINES, .zh = "矿山", .en = "mines"),
	FIELD(struct inspection_new, org, .min = 0, .max = INT64_MAX, .zh = "检查单位", .en = "the team's organisation"),
};
const struct record inspection_new_record = RECORD(inspection_new, new_fields);

static const struct field query_fields[] = {
	FIELD(struct inspection_query, state, .choices = states),
	FIELD(struct inspection_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct inspection_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct inspection_query, org, .min = 0, .max = INT64_MAX),
	FIELD(struct inspection_query, plan, .min = 0, .max = INT64_MAX),
	FIELD(struct inspection_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct inspection_query, cursor, .min = 0, .max = 80),
	FIELD(struct inspection_query, late),
	FIELD(struct inspection_query, total),
};
const struct record inspection_query_record = RECORD(inspection_query, query_fields);

static const struct field result_fields[] = {
	FIELD(struct inspection_result, item),
	FIELD(struct inspection_result, class),
	FIELD(struct inspection_result, group),
	FIELD(struct inspection_result, text),
	FIELD(struct inspection_result, result),
	FIELD(struct inspection_result, note),
	FIELD(struct inspection_result, hazard, .flags = NULLABLE),
	FIELD(struct inspection_result, person_name),
	FIELD(struct inspection_result, at, .flags = TIME),
};
const struct record inspection_result_record = RECORD(inspection_result, result_fields);

/* ---- reading ---- */

/* A third party sees its own work, also when the mine is no longer open to it. */
static enum status scope(struct cx *cx, struct where *w)
{
	const char *kind;
	TRY(inspection_my_kind(cx, &kind));
	if (strcmp(kind, "third_party") != 0)
		return inspection_scope(cx, w, "i");
	where_and(w, "i.org = $?", V(cx->org));
	return STATUS_OK;
}

enum status inspection_get(struct cx *cx, int64_t id, struct inspection **out)
{
	struct list l;
	struct where w = where_new(cx, "i.county = $?", V(cx->county));
	where_and(&w, "i.id = $?", V(id));
	TRY(scope(cx, &w));
	TRY(db_all(cx, &inspection_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS " FROM inspection i" JOINS " WHERE %s", w.sql.s),
		   where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such inspection, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

static void filter(struct cx *cx, const struct inspection_query *q, struct where *w)
{
	if (q->state)
		where_and(w, "i.state = $?", V(q->state));
	if (q->mine)
		where_and(w, "i.mine = $?", V(q->mine));
	if (q->town)
		where_and(w, "i.town = $?", V(q->town));
	if (q->org)
		where_and(w, "i.org = $?", V(q->org));
	if (q->plan)
		where_and(w, "i.plan = $?", V(q->plan));
	if (q->late)
		where_and(w, "i.state IN ('planned', 'under_way') AND i.to_day < $?", V(day_today(cx)));
}

enum status inspection_list(struct cx *cx, const struct inspection_query *q, struct inspection_page *out)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "i.county = $?", V(cx->county));
	*out = (struct inspection_page){.total = -1};
	TRY(scope(cx, &w));
	filter(cx, q, &w);
	if (q->total)
		TRY(inspection_count(cx, &out->total, arena_printf(cx->mem, "SELECT count(*) AS n FROM inspection i WHERE %s", w.sql.s),
				     where_args(&w)));
	TRY(where_go_on(cx, &w, "i.to_day", "i.id", true, false, q->cursor));
	where_more(&w, " ORDER BY i.to_day DESC, i.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &inspection_record, &out->items, arena_printf(cx->mem, "SELECT " COLUMNS " FROM inspection i" JOINS " WHERE %s", w.sql.s),
		   where_args(&w)));
	if (out->items.count > (size_t)limit) {
		out->items.count = (size_t)limit;
		const struct inspection *last = (const struct inspection *)out->items.items + limit - 1;
		out->next = where_cursor(cx, last->to_day, last->row.id);
	}
	return STATUS_OK;
}

/* Every item of the checklist, with its result where there is one. */
enum status inspection_results(struct cx *cx, const struct inspection *i, struct list *out)
{
	struct list items, given;
	TRY(checklist_items(cx, i->checklist, i->mine_kind, &items));
	TRY(db_all(cx, &inspection_result_record, &given,
		   "SELECT r.item, r.result, r.note, r.hazard, p.name AS person_name, r.at FROM inspection_result r"
		   " LEFT JOIN person p ON p.county = r.county AND p.id = r.person WHERE r.county = $1 AND r.inspection = $2",
		   ARGS(V(cx->county), V(i->row.id))));
	struct inspection_result *all = arena_array_of(cx->mem, struct inspection_result, items.count);
	const struct check_item *c = items.items;
	const struct inspection_result *g = given.items;
	for (size_t n = 0; n < items.count; n++) {
		all[n] = (struct inspection_result){.result = "", .note = ""};
		for (size_t k = 0; k < given.count; k++)
			if (strcmp(g[k].item, c[n].code) == 0)
				all[n] = g[k];
		all[n].item = c[n].code;
		all[n].class = c[n].class;
		all[n].group = cx->lang == LANG_ZH ? c[n].group_zh : c[n].group_en;
		all[n].text = cx->lang == LANG_ZH ? c[n].zh : c[n].en;
	}
	*out = (struct list){all, items.count};
	return STATUS_OK;
}

/* ---- planning ---- */

struct org_kind {
	const char *kind;
};
static const struct field org_kind_fields[] = {FIELD(struct org_kind, kind)};
static const struct record org_kind_record = RECORD(org_kind, org_kind_fields);

static enum status check_team(struct cx *cx, int64_t org)
{
	struct list l;
	TRY(db_all(cx, &org_kind_record, &l, "SELECT kind FROM org WHERE county = $1 AND id = $2 AND active = 1", ARGS(V(cx->county), V(org))));
	if (!l.count || strcmp(((const struct org_kind *)l.items)->kind, "enterprise") == 0)
		return cx_fail_field(cx, "org", "is neither an office nor a third party");
	return STATUS_OK;
}

static enum status plan_one(struct cx *cx, const struct inspection_new *in, int64_t org, const char *text, int64_t *plan)
{
	struct mine *m;
	struct list items;
	enum status s = mine_get(cx, strtoll(text, NULL, 10), &m);
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		return cx_fail_field(cx, "mines", "there is no such mine, or it is not yours to see: %s", text);
	}
	TRY(s);
	TRY(checklist_items(cx, in->checklist, m->kind, &items));
	if (!items.count)
		return cx_fail_field(cx, "checklist", "has nothing to ask of %s", m->name);
	const struct inspection i = {
		.row = {.id = id_new(cx), .version = 1, .state = inspection_flow.states[0].name}, .title = in->title, .mine = m->id,
		.mine_name = m->name, .town = m->town, .enterprise = m->enterprise, .checklist = in->checklist, .org = org,
		.team = inspection_or(in->team, ""), .from_day = in->from_day, .to_day = in->to_day, .planned_by = cx->user,
		.planned_org = cx->org, .items = (int64_t)items.count};
	*plan = *plan ? *plan : i.row.id;
	TRY(db_exec(cx, NULL,
		    "INSERT INTO inspection (county, id, state, plan, title, mine, town, enterprise, checklist, org, team, from_day, to_day,"
		    " planned_by, planned_org, items, created_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
		    ARGS(V(cx->county), V(i.row.id), V(i.row.state), V(*plan), V(i.title), V(i.mine), V(i.town), V(i.enterprise),
			 V(i.checklist), V(i.org), V(i.team), V(i.from_day), V(i.to_day), V(i.planned_by), V(i.planned_org), V(i.items),
			 V(cx->now))));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO mine_visitor (county, mine, org, until) VALUES ($1, $2, $3, $4) ON CONFLICT (county, mine, org)"
		    " DO UPDATE SET until = CASE WHEN mine_visitor.until > excluded.until THEN mine_visitor.until ELSE excluded.until END",
		    ARGS(V(cx->county), V(m->id), V(org), V(in->to_day))));
	TRY(flow_began(cx, &inspection_flow, i.row.id, "plan", &inspection_record, &i));
	return inspection_tell(cx, org, PERM_INSPECT, "inspection", arena_printf(cx->mem, "/inspections/%" PRId64, i.row.id),
			       "an inspection is planned: %s", arena_printf(cx->mem, "%s %s", m->name, in->title));
}

enum status inspection_plan(struct cx *cx, const struct inspection_new *in, int64_t *plan)
{
	const char *kind;
	int64_t org = in->org ? in->org : cx->org;
	*plan = 0;
	TRY(inspection_my_kind(cx, &kind));
	if (strcmp(kind, "third_party") == 0 || strcmp(kind, "enterprise") == 0)
		return cx_fail(cx, STATUS_FORBIDDEN, "only an office plans inspections");
	if (strcmp(in->to_day, in->from_day) < 0)
		return cx_fail_field(cx, "to_day", "may not be before the first day");
	TRY(check_team(cx, org));
	for (size_t i = 0; i < in->mines.count; i++)
		TRY(plan_one(cx, in, org, in->mines.items[i], plan));
	return STATUS_OK;
}
