#include "rooms/mine/mine.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/register.h"
#include "db/db.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };

const char *const mine_kinds[] = {"open_pit", "underground", "tailings", "processing", NULL};

static const struct field mine_fields[] = {
	FIELD(struct mine, id),
	FIELD(struct mine, version),
	FIELD(struct mine, name),
	FIELD(struct mine, code),
	FIELD(struct mine, kind),
	FIELD(struct mine, minerals),
	FIELD(struct mine, enterprise, .flags = NULLABLE),
	FIELD(struct mine, enterprise_name),
	FIELD(struct mine, owners),
	FIELD(struct mine, town, .flags = NULLABLE),
	FIELD(struct mine, town_name),
	FIELD(struct mine, industry, .flags = NULLABLE),
	FIELD(struct mine, industry_name),
	FIELD(struct mine, lon),
	FIELD(struct mine, lat),
	FIELD(struct mine, scale_t),
	FIELD(struct mine, workers),
	FIELD(struct mine, started_on),
	FIELD(struct mine, ended_on),
	FIELD(struct mine, accident_since),
	FIELD(struct mine, state),
	FIELD(struct mine, state_day),
	FIELD(struct mine, state_since),
	FIELD(struct mine, reasons),
	FIELD(struct mine, worst),
	FIELD(struct mine, note),
};
const struct record mine_record = RECORD(mine, mine_fields);

static const struct field input_fields[] = {
	FIELD(struct mine, version, .min = 0, .max = INT64_MAX),
	FIELD(struct mine, name, .flags = REQUIRED, .min = 2, .max = 100, .zh = "矿山名称", .en = "name"),
	FIELD(struct mine, code, .min = 0, .max = 60, .zh = "编号", .en = "number"),
	FIELD(struct mine, kind, .flags = REQUIRED, .choices = mine_kinds, .zh = "类型", .en = "kind"),
	FIELD(struct mine, minerals, .min = 0, .max = 200, .zh = "矿种", .en = "minerals"),
	FIELD(struct mine, enterprise, .min = 0, .max = INT64_MAX, .zh = "企业", .en = "enterprise"),
	FIELD(struct mine, owners, .min = 0, .max = 1000, .zh = "股权", .en = "owners"),
	FIELD(struct mine, town, .min = 0, .max = INT64_MAX, .zh = "所在乡镇", .en = "town"),
	FIELD(struct mine, industry, .min = 0, .max = INT64_MAX, .zh = "行业主管部门", .en = "industry department"),
	FIELD(struct mine, lon, .zh = "经度", .en = "longitude"),
	FIELD(struct mine, lat, .zh = "纬度", .en = "latitude"),
	FIELD(struct mine, scale_t, .min = 0, .max = INT64_C(1000000000), .zh = "设计规模（吨/年）", .en = "design scale, tonnes a year"),
	FIELD(struct mine, workers, .min = 0, .max = 100000, .zh = "从业人数", .en = "workers"),
	FIELD(struct mine, started_on, .flags = DAY, .zh = "投产日期", .en = "started on"),
	FIELD(struct mine, ended_on, .flags = DAY, .zh = "关闭日期", .en = "closed for good on"),
	FIELD(struct mine, note, .min = 0, .max = 2000, .zh = "备注", .en = "note"),
};
const struct record mine_input_record = RECORD(mine, input_fields);

/* ---- scope ---- */

struct org_kind {
	const char *kind;
	int64_t below, visits;          /* organisations below it; mines elsewhere where it has work */
};
static const struct field org_kind_fields[] = {
	FIELD(struct org_kind, kind),
	FIELD(struct org_kind, below),
	FIELD(struct org_kind, visits),
};
static const struct record org_kind_record = RECORD(org_kind, org_kind_fields);

static enum status my_kind(struct cx *cx, struct org_kind *out)
{
	*out = (struct org_kind){.kind = ""};
	if (cx->perms & PERM_COUNTY_WIDE || !cx->org)
		return STATUS_OK;
	return db_one(cx, &org_kind_record, out,
		      "SELECT o.kind, (SELECT count(*) FROM org b WHERE b.county = o.county AND b.parent = o.id) AS below,"
		      " (SELECT count(*) FROM mine_visitor v WHERE v.county = o.county AND v.org = o.id AND v.until >= $3) AS visits"
		      " FROM org o WHERE o.county = $1 AND o.id = $2", ARGS(V(cx->county), V(cx->org), V(day_today(cx))));
}

static bool kind_sees_all(const struct cx *cx, const struct org_kind *k)
{
	return cx->perms & PERM_COUNTY_WIDE || strcmp(k->kind, "department") == 0 || strcmp(k->kind, "leadership") == 0 ||
	       strcmp(k->kind, "county") == 0;
}

enum status mine_sees_all(struct cx *cx, bool *yes)
{
	struct org_kind k;
	TRY(my_kind(cx, &k));
	*yes = kind_sees_all(cx, &k);
	return STATUS_OK;
}

/* The plain cases by a column that has an index: a town or a firm with nothing below it and no work elsewhere. */
enum status mine_scope(struct cx *cx, struct where *w)
{
	struct org_kind k;
	TRY(my_kind(cx, &k));
	if (kind_sees_all(cx, &k))
		return STATUS_OK;
	if (!k.below && !k.visits && (strcmp(k.kind, "town") == 0 || strcmp(k.kind, "enterprise") == 0)) {
		where_and(w, *k.kind == 't' ? "m.town = $?" : "m.enterprise = $?", V(cx->org));
		return STATUS_OK;
	}
	where_and(w, "(EXISTS (SELECT 1 FROM org s WHERE s.county = m.county AND s.id IN (m.town, m.enterprise, m.industry)"
		     " AND s.path >= $?", V(cx->org_path));
	where_and(w, "s.path < $?)", V(arena_printf(cx->mem, "%s~", cx->org_path)));
	where_more(w, " OR EXISTS (SELECT 1 FROM mine_visitor v WHERE v.county = m.county AND v.mine = m.id AND v.org = $?", V(cx->org));
	where_and(w, "v.until >= $?))", V(day_today(cx)));
	return STATUS_OK;
}

/* ---- reading ---- */

static enum status one(struct cx *cx, struct where *w, const char *what, struct mine **out)
{
	TRY(mine_scope(cx, w));
	struct list found;
	TRY(db_all(cx, &mine_record, &found,
		   arena_printf(cx->mem, "SELECT " MINE_COLUMNS " FROM mine m" MINE_JOINS " WHERE %s LIMIT 2", w->sql.s), where_args(w)));
	if (!found.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such mine, or it is not yours to see: %s", what);
	if (found.count > 1)
		return cx_fail(cx, STATUS_INVALID, "several mines are called %s: say which by its number", what);
	*out = found.items;
	return STATUS_OK;
}

enum status mine_get(struct cx *cx, int64_t id, struct mine **out)
{
	struct where w = where_new(cx, "m.county = $?", V(cx->county));
	where_and(&w, "m.id = $?", V(id));
	return one(cx, &w, arena_printf(cx->mem, "%" PRId64, id), out);
}

enum status mine_find(struct cx *cx, const char *words, struct mine **out)
{
	char *end;
	int64_t id = strtoll(words, &end, 10);
	struct where w = where_new(cx, "m.county = $?", V(cx->county));
	if (*words && !*end)
		where_and(&w, "(m.id = $?", V(id));
	else
		where_and(&w, "(m.name = $?", V(words));
	where_more(&w, " OR (m.code = $? AND m.code <> ''))", V(words));
	return one(cx, &w, words, out);
}

/* ---- lists ---- */

static const char *const states[] = {"working", "stopped", "ended", "unknown", NULL};

static const struct field query_fields[] = {
	FIELD(struct mine_query, q, .min = 0, .max = 60),
	FIELD(struct mine_query, kind, .choices = mine_kinds),
	FIELD(struct mine_query, state, .choices = states),
	FIELD(struct mine_query, worst, .min = 0, .max = 40),
	FIELD(struct mine_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct mine_query, enterprise, .min = 0, .max = INT64_MAX),
	FIELD(struct mine_query, industry, .min = 0, .max = INT64_MAX),
	FIELD(struct mine_query, sort),
	FIELD(struct mine_query, cursor, .min = 0, .max = 400),
	FIELD(struct mine_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct mine_query, total),
};
const struct record mine_query_record = RECORD(mine_query, query_fields);

static const struct sort {
	const char *name, *column;
} sorts[] = {{"name", "m.name"}, {"state", "m.state"}, {"since", "m.state_since"}};

static void filter(struct cx *cx, const struct mine_query *q, struct where *w)
{
	if (q->kind)
		where_and(w, "m.kind = $?", V(q->kind));
	if (q->state)
		where_and(w, "m.state = $?", V(q->state));
	if (q->worst && *q->worst)
		where_and(w, "m.worst = $?", V(q->worst));
	if (q->town)
		where_and(w, "m.town = $?", V(q->town));
	if (q->enterprise)
		where_and(w, "m.enterprise = $?", V(q->enterprise));
	if (q->industry)
		where_and(w, "m.industry = $?", V(q->industry));
	if (q->q && *q->q)
		where_and(w, "(lower(m.name) LIKE $? ESCAPE '\\' OR lower(m.code) LIKE $? ESCAPE '\\' OR lower(m.owners) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q)));
}

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

static const char *value_of(const struct mine *m, const char *sort)
{
	return strcmp(sort, "state") == 0 ? m->state : strcmp(sort, "since") == 0 ? m->state_since : m->name;
}

enum status mine_list(struct cx *cx, const struct mine_query *q, struct mine_page *out)
{
	const char *name = q->sort && *q->sort ? q->sort : "name";
	bool descending = *name == '-';
	const struct sort *sort = NULL;
	for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
		if (strcmp(sorts[i].name, name + descending) == 0)
			sort = &sorts[i];
	if (!sort)
		return cx_fail_field(cx, "sort", "is not one of the allowed values");
	struct where w = where_new(cx, "m.county = $?", V(cx->county));
	TRY(mine_scope(cx, &w));
	filter(cx, q, &w);
	*out = (struct mine_page){.total = -1};
	if (q->total) {
		struct count c;
		TRY(db_one(cx, &count_record, &c, arena_printf(cx->mem, "SELECT count(*) AS n FROM mine m WHERE %s", w.sql.s), where_args(&w)));
		out->total = c.n;
	}
	TRY(where_go_on(cx, &w, sort->column, "m.id", descending, false, q->cursor));
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	const char *way = descending ? "DESC" : "ASC";
	buf_printf(&w.sql, " ORDER BY %s %s, m.id %s", sort->column, way, way);
	where_more(&w, " LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &mine_record, &out->mines,
		   arena_printf(cx->mem, "SELECT " MINE_COLUMNS " FROM mine m" MINE_JOINS " WHERE %s", w.sql.s), where_args(&w)));
	if (out->mines.count > (size_t)limit) {
		out->mines.count = (size_t)limit;
		const struct mine *last = (const struct mine *)out->mines.items + limit - 1;
		out->next = where_cursor(cx, value_of(last, sort->name), last->id);
	}
	return STATUS_OK;
}

/* ---- writing ---- */

/* The organisation must be there and of that kind; 0 stands for none. */
static enum status check_org(struct cx *cx, const char *field, int64_t id, const char *kind)
{
	struct org_kind k;
	struct list found;
	if (!id)
		return STATUS_OK;
	TRY(db_all(cx, &org_kind_record, &found, "SELECT kind FROM org WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(id))));
	if (found.count)
		k = *(const struct org_kind *)found.items;
	if (!found.count || strcmp(k.kind, kind) != 0)
		return cx_fail_field(cx, field, "is not an organisation of the right kind");
	return STATUS_OK;
}

static enum status check(struct cx *cx, const struct mine *in)
{
	TRY(check_org(cx, "enterprise", in->enterprise, "enterprise"));
	TRY(check_org(cx, "town", in->town, "town"));
	TRY(check_org(cx, "industry", in->industry, "department"));
	if (in->lon < -180 || in->lon > 180)
		return cx_fail_field(cx, "lon", "must be from -180 to 180");
	if (in->lat < -90 || in->lat > 90)
		return cx_fail_field(cx, "lat", "must be from -90 to 90");
	return STATUS_OK;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static enum status kept(struct cx *cx, int64_t id, const char *action, struct mine **out)
{
	TRY(mine_get(cx, id, out));
	return register_keep(cx, "mine", id, (*out)->version, action, &mine_record, *out);
}

enum status mine_create(struct cx *cx, const struct mine *in, struct mine **out)
{
	TRY(check(cx, in));
	int64_t id = id_new(cx);
	TRY(db_exec(cx, NULL,
		    "INSERT INTO mine (county, id, name, code, kind, minerals, enterprise, owners, town, industry, lon, lat, scale_t,"
		    " workers, started_on, ended_on, note, created_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
		    ARGS(V(cx->county), V(id), V(in->name), V(or_empty(in->code)), V(in->kind), V(or_empty(in->minerals)),
			 V(in->enterprise), V(or_empty(in->owners)), V(in->town), V(in->industry), V(in->lon), V(in->lat),
			 V(in->scale_t), V(in->workers), V(or_empty(in->started_on)), V(or_empty(in->ended_on)), V(or_empty(in->note)),
			 V(cx->now))));
	return kept(cx, id, "create", out);
}

enum status mine_update(struct cx *cx, int64_t id, const struct mine *in, struct mine **out)
{
	struct mine *was;
	int64_t changed;
	TRY(mine_get(cx, id, &was));
	TRY(check(cx, in));
	TRY(db_exec(cx, &changed,
		    "UPDATE mine SET name = $1, code = $2, kind = $3, minerals = $4, enterprise = $5, owners = $6, town = $7,"
		    " industry = $8, lon = $9, lat = $10, scale_t = $11, workers = $12, started_on = $13, ended_on = $14, note = $15,"
		    " version = version + 1 WHERE county = $16 AND id = $17 AND version = $18",
		    ARGS(V(in->name), V(or_empty(in->code)), V(in->kind), V(or_empty(in->minerals)), V(in->enterprise),
			 V(or_empty(in->owners)), V(in->town), V(in->industry), V(in->lon), V(in->lat), V(in->scale_t), V(in->workers),
			 V(or_empty(in->started_on)), V(or_empty(in->ended_on)), V(or_empty(in->note)), V(cx->county), V(id),
			 V(in->version))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	return kept(cx, id, "change", out);
}

enum status mine_set_accident(struct cx *cx, int64_t id, const char *day)
{
	struct mine *m;
	int64_t changed;
	TRY(db_exec(cx, NULL, "INSERT INTO mine_accident (county, mine, day) VALUES ($1, $2, $3) ON CONFLICT (county, mine, day) DO NOTHING",
		    ARGS(V(cx->county), V(id), V(day))));
	TRY(db_exec(cx, &changed,
		    "UPDATE mine SET accident_since = $1, version = version + 1 WHERE county = $2 AND id = $3"
		    " AND (accident_since = '' OR accident_since < $1)",
		    ARGS(V(day), V(cx->county), V(id))));
	return changed ? kept(cx, id, "accident", &m) : STATUS_OK;
}

struct last_day {
	const char *day;
};
static const struct field last_day_fields[] = {FIELD(struct last_day, day)};
static const struct record last_day_record = RECORD(last_day, last_day_fields);

enum status mine_last_accident(struct cx *cx, const struct mine *m, const char *day, const char **out)
{
	struct last_day last;
	*out = m->accident_since;
	if (!*m->accident_since || strcmp(m->accident_since, day) <= 0)
		return STATUS_OK;
	TRY(db_one(cx, &last_day_record, &last,
		   "SELECT coalesce(max(day), '') AS day FROM mine_accident WHERE county = $1 AND mine = $2 AND day <= $3",
		   ARGS(V(cx->county), V(m->id), V(day))));
	*out = last.day;
	return STATUS_OK;
}
