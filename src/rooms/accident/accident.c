#include "rooms/accident/accident.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/accident/clocks.h"
#include "rooms/mine/mine.h"
#include "rooms/mine/status.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200, MOST = 100000 };
static const int64_t MOST_YUAN = INT64_C(1000000000000);

static const char *const kinds[] = {"workplace", "traffic", "fire", NULL};
static const char *const states[] = {"reported", "investigating", "handed_in", "approved", "reviewed", "closed", "void", NULL};
static const char *const grades[] = {"general", "larger", "major", "extraordinary", NULL};
static const char *const findings[] = {"pending", "yes", "no", NULL};
static const char *const late_choices[] = {"1", NULL};

static const struct field accident_fields[] = {
	FIELD_AS(struct accident, "id", row.id),
	FIELD_AS(struct accident, "version", row.version),
	FIELD_AS(struct accident, "state", row.state),
	FIELD(struct accident, title),
	FIELD(struct accident, kind),
	FIELD(struct accident, mine, .flags = NULLABLE),
	FIELD(struct accident, mine_name),
	FIELD(struct accident, org, .flags = NULLABLE),
	FIELD(struct accident, unit),
	FIELD(struct accident, place),
	FIELD(struct accident, town),
	FIELD(struct accident, town_name),
	FIELD(struct accident, at, .flags = TIME),
	FIELD(struct accident, day),
	FIELD(struct accident, summary),
	FIELD(struct accident, taken),
	FIELD(struct accident, deaths),
	FIELD(struct accident, injured),
	FIELD(struct accident, loss_yuan),
	FIELD(struct accident, grade),
	FIELD(struct accident, production),
	FIELD(struct accident, responsible),
	FIELD(struct accident, reporting),
	FIELD(struct accident, reporting_text),
	FIELD(struct accident, authority),
	FIELD(struct accident, extended),
	FIELD(struct accident, appraised),
	FIELD(struct accident, due),
	FIELD(struct accident, begun_on),
	FIELD(struct accident, handed_on),
	FIELD(struct accident, approved_on),
	FIELD(struct accident, reviewed_on),
	FIELD(struct accident, closed_on),
	FIELD(struct accident, created_at, .flags = TIME),
	FIELD(struct accident, created_by, .flags = NULLABLE),
};
const struct record accident_record = RECORD(accident, accident_fields);
#define COLUMNS                                                                                                       \
	"a.id, a.version, a.state, a.title, a.kind, a.mine, m.name AS mine_name, a.org, a.unit, a.place, a.town,"     \
	" t.name AS town_name, a.at, a.day, a.summary, a.taken, a.deaths, a.injured, a.loss_yuan, a.grade,"           \
	" a.production, a.responsible, a.reporting, a.reporting_text, a.authority, a.extended, a.appraised, a.due,"   \
	" a.begun_on, a.handed_on, a.approved_on, a.reviewed_on, a.closed_on, a.created_at, a.created_by"
#define FROM                                                                                                          \
	" FROM accident a LEFT JOIN mine m ON m.county = a.county AND m.id = a.mine"                                  \
	" LEFT JOIN org t ON t.county = a.county AND t.id = a.town"

static const struct field new_fields[] = {
	FIELD(struct accident_new, title, .flags = REQUIRED, .min = 4, .max = 200, .zh = "事故名称", .en = "name"),
	FIELD(struct accident_new, kind, .choices = kinds, .zh = "类型", .en = "kind"),
	FIELD(struct accident_new, mine, .min = 0, .max = INT64_MAX, .zh = "矿山", .en = "mine"),
	FIELD(struct accident_new, town, .min = 0, .max = INT64_MAX, .zh = "发生地乡镇", .en = "town where it happened"),
	FIELD(struct accident_new, unit, .min = 0, .max = 100, .zh = "事故单位", .en = "unit"),
	FIELD(struct accident_new, place, .min = 0, .max = 200, .zh = "地点", .en = "place"),
	FIELD(struct accident_new, at, .flags = REQUIRED | TIME, .zh = "发生时间", .en = "happened at"),
	FIELD(struct accident_new, head_at, .flags = TIME, .zh = "单位负责人接报时间", .en = "the unit's head was told at"),
	FIELD(struct accident_new, county_at, .flags = TIME, .zh = "县级接报时间", .en = "the county was told at"),
	FIELD(struct accident_new, deaths, .min = 0, .max = MOST, .zh = "死亡（含下落不明）", .en = "deaths, missing people included"),
	FIELD(struct accident_new, injured, .min = 0, .max = MOST, .zh = "重伤（含急性工业中毒）", .en = "seriously injured"),
	FIELD(struct accident_new, loss_yuan, .min = 0, .max = MOST_YUAN, .zh = "直接经济损失（元）", .en = "direct loss, yuan"),
	FIELD(struct accident_new, other, .zh = "初步判断不属于生产安全事故", .en = "probably not a production accident"),
	FIELD(struct accident_new, summary, .min = 0, .max = 4000, .zh = "简要经过", .en = "what happened"),
	FIELD(struct accident_new, taken, .min = 0, .max = 4000, .zh = "已采取的措施", .en = "measures taken"),
	FIELD(struct accident_new, orgs, .min = 0, .max = 20, .zh = "行业主管部门", .en = "industry departments"),
};
const struct record accident_new_record = RECORD(accident_new, new_fields);

static const struct field query_fields[] = {
	FIELD(struct accident_query, q, .min = 0, .max = 60),
	FIELD(struct accident_query, state, .choices = states),
	FIELD(struct accident_query, grade, .choices = grades),
	FIELD(struct accident_query, responsible, .choices = findings),
	FIELD(struct accident_query, from, .flags = DAY),
	FIELD(struct accident_query, to, .flags = DAY),
	FIELD(struct accident_query, late, .choices = late_choices),
	FIELD(struct accident_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct accident_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct accident_query, org, .min = 0, .max = INT64_MAX),
	FIELD(struct accident_query, cursor, .min = 0, .max = 60),
	FIELD(struct accident_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct accident_query, total),
};
const struct record accident_query_record = RECORD(accident_query, query_fields);

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

/* ---- reading ---- */

void accident_scope(struct cx *cx, struct where *w)
{
	if (cx->perms & PERM_COUNTY_WIDE || !cx->org)
		return;
	where_and(w, "EXISTS (SELECT 1 FROM org s WHERE s.county = a.county AND (s.id = $? AND s.kind IN ('department', 'leadership',"
		     " 'county')", V(cx->org));
	where_more(w, " OR s.id IN (a.town, a.org) AND s.path >= $?", V(cx->org_path));
	where_more(w, " AND s.path < $?))", V(arena_printf(cx->mem, "%s~", cx->org_path)));
}

enum status accident_get(struct cx *cx, int64_t id, struct accident **out)
{
	struct list found;
	struct where w = where_new(cx, "a.county = $?", V(cx->county));
	where_and(&w, "a.id = $?", V(id));
	accident_scope(cx, &w);
	TRY(db_all(cx, &accident_record, &found, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (!found.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such accident, or it is not yours to see");
	*out = found.items;
	return STATUS_OK;
}

static void filter(struct cx *cx, const struct accident_query *q, struct where *w)
{
	if (q->state)
		where_and(w, "a.state = $?", V(q->state));
	if (q->grade)
		where_and(w, "a.grade = $?", V(q->grade));
	if (q->responsible)
		where_and(w, "a.responsible = $?", V(q->responsible));
	if (q->from && *q->from)
		where_and(w, "a.day >= $?", V(q->from));
	if (q->to && *q->to)
		where_and(w, "a.day <= $?", V(q->to));
	if (q->late)
		where_and(w, "a.due <> '' AND a.due < $?", V(day_today(cx)));
	if (q->mine)
		where_and(w, "a.mine = $?", V(q->mine));
	if (q->town)
		where_and(w, "a.town = $?", V(q->town));
	if (q->org)
		where_and(w, "EXISTS (SELECT 1 FROM accident_department d WHERE d.county = a.county AND d.accident = a.id AND d.org = $?)",
			  V(q->org));
	if (q->q && *q->q)
		where_and(w, "(lower(a.title) LIKE $? ESCAPE '\\' OR lower(a.unit) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q)));
}

enum status accident_list(struct cx *cx, const struct accident_query *q, struct accident_page *out)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "a.county = $?", V(cx->county));
	accident_scope(cx, &w);
	filter(cx, q, &w);
	*out = (struct accident_page){.total = -1};
	if (q->total) {
		struct count c;
		TRY(db_one(cx, &count_record, &c, arena_printf(cx->mem, "SELECT count(*) AS n FROM accident a WHERE %s", w.sql.s), where_args(&w)));
		out->total = c.n;
	}
	TRY(where_go_on(cx, &w, "a.day", "a.id", true, false, q->cursor));
	where_more(&w, " ORDER BY a.day DESC, a.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &accident_record, &out->items, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (out->items.count > (size_t)limit) {
		out->items.count = (size_t)limit;
		const struct accident *last = (const struct accident *)out->items.items + limit - 1;
		out->next = where_cursor(cx, last->day, last->row.id);
	}
	return STATUS_OK;
}

/* ---- registering ---- */

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

struct place {
	int64_t org, town, industry;
	const char *unit;
};

static enum status is_town(struct cx *cx, int64_t org)
{
	struct count c;
	TRY(db_one(cx, &count_record, &c, "SELECT count(*) AS n FROM org WHERE county = $1 AND id = $2 AND kind = 'town'",
		   ARGS(V(cx->county), V(org))));
	return c.n ? STATUS_OK : cx_fail_field(cx, "town", "say on which town's land it happened");
}

/* What the register knows of the mine fills what was not said. */
static enum status find_place(struct cx *cx, const struct accident_new *in, struct place *out)
{
	*out = (struct place){.town = in->town, .unit = or_empty(in->unit)};
	if (in->mine) {
		struct mine *m;
		TRY(mine_get(cx, in->mine, &m));
		out->org = m->enterprise;
		out->industry = m->industry;
		out->town = in->town ? in->town : m->town;
		if (!*out->unit)
			out->unit = m->enterprise_name ? m->enterprise_name : m->name;
	} else if (cx->perms & PERM_RESUME_APPLY && !(cx->perms & PERM_COUNTY_WIDE)) {
		return cx_fail_field(cx, "mine", "say at which of your mines it happened");
	}
	return is_town(cx, out->town);
}

static enum status check(struct cx *cx, const struct accident_new *in)
{
	if (!(cx->perms & (PERM_ACCIDENT_REPORT | PERM_ACCIDENT_MANAGE)))
		return cx_fail(cx, STATUS_FORBIDDEN, "your role may not do this");
	if (in->at > cx->now)
		return cx_fail_field(cx, "at", "lies in the future");
	return STATUS_OK;
}

static enum status insert(struct cx *cx, const struct accident *a)
{
	return db_exec(cx, NULL,
		       "INSERT INTO accident (county, id, state, title, kind, mine, org, unit, place, town, at, day, summary, taken, deaths,"
		       " injured, loss_yuan, grade, production, created_at, created_by)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
		       ARGS(V(cx->county), V(a->row.id), V(a->row.state), V(a->title), V(a->kind), V(a->mine), V(a->org), V(a->unit), V(a->place),
			    V(a->town), V(a->at), V(a->day), V(a->summary), V(a->taken), V(a->deaths), V(a->injured), V(a->loss_yuan),
			    V(a->grade), V(a->production), V(cx->now), V(cx->user)));
}

/* The first finding: what those who report think, until the approval says. */
static enum status first_finding(struct cx *cx, struct accident *a, const struct accident_new *in, int64_t industry)
{
	struct texts orgs = in->orgs;
	if (!orgs.count && industry) {
		orgs.items = arena_array_of(cx->mem, const char *, 1);
		orgs.items[0] = arena_printf(cx->mem, "%" PRId64, industry);
		orgs.count = 1;
	}
	return accident_find(cx, a, &(struct accident_finding){.day = a->day, .production = !in->other, .responsible = "pending"}, &orgs);
}

static enum status first_reports(struct cx *cx, const struct accident *a, const struct accident_new *in)
{
	if (in->head_at)
		TRY(accident_told(cx, a, "head", in->head_at, ""));
	if (in->county_at)
		TRY(accident_told(cx, a, "county", in->county_at, ""));
	return STATUS_OK;
}

enum status accident_create(struct cx *cx, const struct accident_new *in, struct accident **out)
{
	struct place p;
	TRY(check(cx, in));
	TRY(find_place(cx, in, &p));
	struct accident a = {.row = {.id = id_new(cx), .version = 1, .state = accident_flow.states[0].name}, .title = in->title,
			     .kind = in->kind ? in->kind : kinds[0], .mine = in->mine, .org = p.org, .unit = p.unit,
			     .place = or_empty(in->place), .town = p.town, .at = in->at, .day = day_text(cx, day_of(in->at)),
			     .summary = or_empty(in->summary), .taken = or_empty(in->taken), .production = !in->other, .grade = ""};
	TRY(insert(cx, &a));
	TRY(accident_revise(cx, &a, &(struct accident_change){.day = a.day, .now = {in->deaths, in->injured, in->loss_yuan}, .reason = ""}));
	TRY(first_finding(cx, &a, in, p.industry));
	a.responsible = "pending";
	a.reporting = a.reporting_text = a.authority = a.due = a.begun_on = a.handed_on = a.approved_on = a.reviewed_on = a.closed_on = "";
	TRY(accident_store(cx, &a));
	TRY(first_reports(cx, &a, in));
	TRY(accident_touch_mine(cx, &a));
	TRY(accident_get(cx, a.row.id, out));
	TRY(flow_began(cx, &accident_flow, a.row.id, "register", &accident_record, *out));
	return accident_tell(cx, *out, "register");
}

enum status accident_store(struct cx *cx, const struct accident *a)
{
	return db_exec(cx, NULL,
		       "UPDATE accident SET deaths = $1, injured = $2, loss_yuan = $3, grade = $4, production = $5, responsible = $6,"
		       " reporting = $7, reporting_text = $8, authority = $9, extended = $10, appraised = $11, due = $12, begun_on = $13,"
		       " handed_on = $14, approved_on = $15, reviewed_on = $16, closed_on = $17 WHERE county = $18 AND id = $19",
		       ARGS(V(a->deaths), V(a->injured), V(a->loss_yuan), V(a->grade), V(a->production), V(a->responsible), V(a->reporting),
			    V(a->reporting_text), V(a->authority), V(a->extended), V(a->appraised), V(a->due), V(a->begun_on),
			    V(a->handed_on), V(a->approved_on), V(a->reviewed_on), V(a->closed_on), V(cx->county), V(a->row.id)));
}

/* Only the deputy head's approval lets an accident mine work again (measure 3): it is marked whatever the finding will be. */
enum status accident_touch_mine(struct cx *cx, const struct accident *a)
{
	if (!a->mine || !a->production || a->deaths + a->injured == 0)
		return STATUS_OK;
	TRY(mine_set_accident(cx, a->mine, a->day));
	return mine_refresh(cx, a->mine);
}
