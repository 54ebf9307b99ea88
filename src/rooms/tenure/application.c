#include "rooms/tenure/application.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/search.h"
#include "db/db.h"
#include "rooms/mine/geo.h"
#include "rooms/mine/land.h"
#include "rooms/tenure/meeting.h"
#include "rooms/tenure/shape.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };

static const char *const kinds[] = {"new", "renewal", "change", NULL};
static const char *const right_kinds[] = {"mining", "exploration", NULL};
static const char *const methods[] = {"", "open_pit", "underground", "both", NULL};
static const char *const sizes[] = {"", "large", "medium", "small", NULL};
static const char *const lanes[] = {"fast", "normal", NULL};
static const char *const states[] = {"open", "draft", "submitted", "correcting", "accepted", "joint", "safety", "meeting", "approved", "sent",
				     "granted", "refused", "withdrawn", NULL};
static const char *const late_choices[] = {"1", NULL};

#define F(member, ...) FIELD(struct application, member, __VA_ARGS__)
#define ROW_FIELDS                                                                                                    \
	FIELD_AS(struct application, "id", row.id), FIELD_AS(struct application, "version", row.version),             \
	FIELD_AS(struct application, "state", row.state), F(no), F(kind, .choices = kinds), F(right_kind, .choices = right_kinds), \
	F(licence, .flags = NULLABLE), F(mine, .flags = NULLABLE), F(enterprise, .flags = NULLABLE), F(town, .flags = NULLABLE), \
	F(mine_name), F(enterprise_name), F(town_name), F(licence_number), F(licence_to), F(name), F(applicant), F(credit_code), \
	F(mineral), F(minerals), F(method, .choices = methods), F(size, .choices = sizes), F(scale_t), F(years), F(listed), F(deep), \
	F(chain), F(lane), F(level), F(reason), F(area_m2), F(top_m), F(bottom_m), F(applied_on), F(accepted_on), F(corrections), \
	F(reviewed_on), F(joint_on), F(safety_on), F(meeting, .flags = NULLABLE), F(approved_on), F(sent_on), F(sent_no), F(number), \
	F(ended_on), F(answer), F(due), F(due_key)
static const struct field row_fields[] = {ROW_FIELDS};
const struct record application_row_record = RECORD(application, row_fields);
static const struct field all_fields[] = {ROW_FIELDS, F(land_text), F(crs), F(land), F(lon_min), F(lat_min), F(lon_max), F(lat_max)};
const struct record application_record = RECORD(application, all_fields);

#define ROW_COLUMNS                                                                                                   \
	"a.id, a.version, a.state, a.no, a.kind, a.right_kind, a.licence, a.mine, a.enterprise, a.town, m.name AS mine_name, " \
	"e.name AS enterprise_name, t.name AS town_name, (SELECT max(l.number) FROM mine_licence l WHERE l.county = a.county" \
	" AND l.id = a.licence) AS licence_number, (SELECT max(l.valid_to) FROM mine_licence l WHERE l.county = a.county AND l.id = a.licence)" \
	" AS licence_to, a.name, a.applicant, a.credit_code, a.mineral, a.minerals, a.method, a.size, a.scale_t, a.years, a.listed, a.deep, " \
	"a.chain, a.lane, a.level, a.reason, a.area_m2, a.top_m, a.bottom_m, a.applied_on, a.accepted_on, a.corrections, a.reviewed_on, " \
	"a.joint_on, a.safety_on, a.meeting, a.approved_on, a.sent_on, a.sent_no, a.number, a.ended_on, a.answer, a.due, a.due_key"
#define FROM                                                                                                          \
	" FROM tenure_application a LEFT JOIN mine m ON m.county = a.county AND m.id = a.mine"                        \
	" LEFT JOIN org e ON e.county = a.county AND e.id = a.enterprise LEFT JOIN org t ON t.county = a.county AND t.id = a.town"

static const struct field input_fields[] = {
	F(kind, .flags = REQUIRED, .choices = kinds, .zh = "申请类型", .en = "kind of application"),
	F(right_kind, .flags = REQUIRED, .choices = right_kinds, .zh = "矿业权类型", .en = "kind of right"),
	F(licence, .min = 0, .max = INT64_MAX, .zh = "原矿业权", .en = "the right to be renewed or changed"),
	F(mine, .min = 0, .max = INT64_MAX, .zh = "矿山", .en = "mine"),
	F(enterprise, .min = 0, .max = INT64_MAX, .zh = "申请企业", .en = "enterprise"),
	F(town, .min = 0, .max = INT64_MAX, .zh = "所在乡镇", .en = "town"),
	F(name, .min = 0, .max = 100, .zh = "矿山（项目）名称", .en = "name of the mine or project"),
	F(applicant, .min = 0, .max = 100, .zh = "申请人", .en = "applicant"),
	F(credit_code, .min = 0, .max = 18, .zh = "统一社会信用代码", .en = "credit code"),
	F(mineral, .min = 0, .max = 40, .zh = "主矿种", .en = "main mineral"),
	F(minerals, .min = 0, .max = 200, .zh = "共伴生矿种", .en = "other minerals"),
	F(method, .choices = methods, .zh = "开采方式", .en = "method"),
	F(size, .choices = sizes, .zh = "规模类型", .en = "size"),
	F(scale_t, .min = 0, .max = INT64_C(1000000000), .zh = "生产规模（吨/年）", .en = "tonnes a year"),
	F(years, .min = 0, .max = 50, .zh = "申请年限", .en = "years asked for"),
	F(listed, .zh = "已挂牌", .en = "listed"),
	F(deep, .min = 0, .max = 500, .zh = "深加工情况", .en = "deep processing"),
	F(chain, .min = 0, .max = 500, .zh = "产业链情况", .en = "industrial chain"),
	F(reason, .min = 0, .max = 2000, .zh = "申请理由", .en = "reasons"),
	F(land_text, .min = 0, .max = 100000, .zh = "拐点坐标和标高", .en = "coordinates and levels"),
};
const struct record application_input_record = RECORD(application, input_fields);

static const struct field query_fields[] = {
	FIELD(struct application_query, q, .min = 0, .max = 100),
	FIELD(struct application_query, state, .choices = states),
	FIELD(struct application_query, kind, .choices = kinds),
	FIELD(struct application_query, lane, .choices = lanes),
	FIELD(struct application_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct application_query, licence, .min = 0, .max = INT64_MAX),
	FIELD(struct application_query, enterprise, .min = 0, .max = INT64_MAX),
	FIELD(struct application_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct application_query, late, .choices = late_choices),
	FIELD(struct application_query, cursor, .min = 0, .max = 100),
	FIELD(struct application_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct application_query, total),
};
const struct record application_query_record = RECORD(application_query, query_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- reading ---- */

enum status application_get(struct cx *cx, int64_t id, struct application **out)
{
	struct list l;
	struct where w = where_new(cx, "a.county = $?", V(cx->county));
	where_and(&w, "a.id = $?", V(id));
	TRY(tenure_scope(cx, &w, "a"));
	TRY(db_all(cx, &application_record, &l,
		   arena_printf(cx->mem, "SELECT " ROW_COLUMNS ", a.land_text, a.crs, nullif(a.land, '') AS land, a.lon_min, a.lat_min, a.lon_max,"
				" a.lat_max" FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such application, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

static void filter(struct cx *cx, const struct application_query *q, struct where *w)
{
	if (q->q && *q->q)
		where_and(w, "(lower(a.no) LIKE $? ESCAPE '\\' OR lower(a.name) LIKE $? ESCAPE '\\' OR lower(a.applicant) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q)));
	if (q->state && strcmp(q->state, "open") == 0)
		where_and(w, "a.ended_on = $?", V(""));
	else if (q->state)
		where_and(w, "a.state = $?", V(q->state));
	if (q->kind)
		where_and(w, "a.kind = $?", V(q->kind));
	if (q->lane)
		where_and(w, "a.lane = $?", V(q->lane));
	if (q->mine)
		where_and(w, "a.mine = $?", V(q->mine));
	if (q->licence)
		where_and(w, "a.licence = $?", V(q->licence));
	if (q->enterprise)
		where_and(w, "a.enterprise = $?", V(q->enterprise));
	if (q->town)
		where_and(w, "a.town = $?", V(q->town));
	if (q->late)
		where_and(w, "a.due_key < $?", V(day_today(cx)));
}

enum status application_list(struct cx *cx, const struct application_query *q, struct application_list *out)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "a.county = $?", V(cx->county));
	*out = (struct application_list){.total = -1};
	TRY(tenure_scope(cx, &w, "a"));
	filter(cx, q, &w);
	if (q->total) {
		struct number n;
		TRY(db_one(cx, &number_record, &n, arena_printf(cx->mem, "SELECT count(*) AS n FROM tenure_application a WHERE %s", w.sql.s), where_args(&w)));
		out->total = n.n;
	}
	TRY(where_go_on(cx, &w, "a.due_key", "a.id", false, false, q->cursor));
	where_more(&w, " ORDER BY a.due_key, a.id LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &application_row_record, &out->items, arena_printf(cx->mem, "SELECT " ROW_COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (out->items.count > (size_t)limit) {
		out->items.count = (size_t)limit;
		const struct application *last = (const struct application *)out->items.items + limit - 1;
		out->next = where_cursor(cx, last->due_key, last->row.id);
	}
	return STATUS_OK;
}

/* ---- what a form says ---- */

static enum status read_land(struct cx *cx, struct application *a)
{
	struct land land;
	struct land_shape shape;
	double meridian;
	a->land.s = a->crs = "";
	a->area_m2 = a->top_m = a->bottom_m = a->lon_min = a->lat_min = a->lon_max = a->lat_max = 0;
	if (!*a->land_text)
		return STATUS_OK;
	if (*a->land_text == '{') {
		struct geo_place at;
		TRY(geo_of_geojson(cx, a->land_text, &at));
		TRY(shape_sound(cx, at.geojson));
		a->crs = "EPSG:4490";
		a->land.s = at.geojson;
		a->area_m2 = at.area_m2;
		a->lon_min = at.lon_min, a->lat_min = at.lat_min, a->lon_max = at.lon_max, a->lat_max = at.lat_max;
		return STATUS_OK;
	}
	TRY(land_read(cx, a->land_text, strlen(a->land_text), &land));
	TRY(land_meridian(cx, &land, &meridian));
	TRY(land_shape(cx, &land, meridian, &shape));
	a->crs = land_crs(cx, &land, meridian);
	a->land.s = shape.geojson;
	a->area_m2 = land.area_m2;
	a->top_m = land.blocks[0].top_m;
	a->bottom_m = land.blocks[0].bottom_m;
	a->lon_min = shape.lon_min, a->lat_min = shape.lat_min, a->lon_max = shape.lon_max, a->lat_max = shape.lat_max;
	return STATUS_OK;
}

static const char *first(const char *said, const char *known)
{
	return *or_empty(said) ? said : or_empty(known);
}

/* What the register knows is not asked for again. */
static enum status from_register(struct cx *cx, struct application *a)
{
	struct right *r;
	struct mine *m;
	if (a->licence) {
		enum status s = right_get(cx, a->licence, &r);
		cx->field = s ? "licence" : cx->field;
		TRY(s);
		if (strcmp(r->licence.kind, a->right_kind) != 0)
			return cx_fail_field(cx, "licence", "is a right of the other kind");
		a->mine = r->licence.mine;
		a->applicant = first(a->applicant, r->licence.holder);
		a->credit_code = first(a->credit_code, r->credit_code);
		a->mineral = first(a->mineral, first(r->main_mineral, r->licence.minerals));
		a->minerals = first(a->minerals, r->licence.minerals);
		a->method = first(a->method, r->method);
		a->size = first(a->size, r->size);
		a->scale_t = a->scale_t ? a->scale_t : r->licence.scale_t;
		a->listed = r->listed;          /* the bureau's to say, in the register */
		a->deep = first(a->deep, r->deep);
		a->chain = first(a->chain, r->chain);
		a->land_text = first(a->land_text, r->licence.land_text);
	}
	if (!a->mine)
		return STATUS_OK;
	TRY(mine_get(cx, a->mine, &m));
	a->enterprise = a->enterprise ? a->enterprise : m->enterprise;
	a->town = a->town ? a->town : m->town;
	a->name = first(a->name, m->name);
	a->applicant = first(a->applicant, m->enterprise_name);
	a->mineral = first(a->mineral, m->minerals);
	return STATUS_OK;
}

static enum status check(struct cx *cx, const struct application *a)
{
	bool fresh = strcmp(a->kind, "new") == 0;
	if (!fresh && !a->licence)
		return cx_fail_field(cx, "licence", "say which right is to be renewed or changed");
	if (fresh && a->licence)
		return cx_fail_field(cx, "licence", "a new right renews none");
	if (!*a->name)
		return cx_fail_field(cx, "name", "is missing");
	if (!*a->applicant)
		return cx_fail_field(cx, "applicant", "is missing");
	if (!*a->mineral)
		return cx_fail_field(cx, "mineral", "is missing");
	return STATUS_OK;
}

static enum status check_years(struct cx *cx, const struct application *a)
{
	const struct rule *rule;
	int64_t most;
	TRY(right_term(cx, a->right_kind, a->size, day_of(cx->now), &most, &rule));
	if (strcmp(a->right_kind, "exploration") == 0 && strcmp(a->kind, "renewal") == 0)
		TRY(rule_int(cx, rule, "extension", &most));
	if (a->years > most)
		return cx_fail_field(cx, "years", "at most %" PRId64 " years by the law of the day (%s)", most, rule->source);
	return STATUS_OK;
}

/* A renewal lets the same right run on: another holder, mineral, more tonnes or more land is a change (and may need the meeting). */
static enum status check_renewal(struct cx *cx, const struct application *a)
{
	struct right *r;
	const char *beyond;
	if (strcmp(a->kind, "renewal") != 0)
		return STATUS_OK;
	TRY(right_get(cx, a->licence, &r));
	if (*r->licence.holder && strcmp(r->licence.holder, a->applicant) != 0)
		return cx_fail_field(cx, "applicant", "a renewal is for the holder: %s; another holder is a change", r->licence.holder);
	if (r->licence.scale_t && a->scale_t > r->licence.scale_t)
		return cx_fail_field(cx, "scale_t", "a renewal is for the tonnes that are licensed: %" PRId64 "; more is a change", r->licence.scale_t);
	TRY(tenure_needs_meeting(cx, a, &beyond));
	return *beyond ? cx_fail_field(cx, "land_text", "a renewal is for what was granted: %s; that is a change", beyond) : STATUS_OK;
}

enum status application_take(struct cx *cx, struct application *a, const struct application *in)
{
	const struct flow_row row = a->row;
	struct application was = *a;
	*a = *in;
	a->row = row;
	a->no = was.no, a->due = was.due, a->due_key = was.due_key, a->lane = was.lane, a->level = was.level;
	a->applied_on = was.applied_on, a->accepted_on = was.accepted_on, a->reviewed_on = was.reviewed_on, a->joint_on = was.joint_on;
	a->safety_on = was.safety_on, a->approved_on = was.approved_on, a->sent_on = was.sent_on, a->sent_no = was.sent_no;
	a->number = was.number, a->ended_on = was.ended_on, a->answer = was.answer, a->corrections = was.corrections, a->meeting = was.meeting;
	a->land_text = or_empty(in->land_text);
	a->name = or_empty(in->name), a->applicant = or_empty(in->applicant), a->mineral = or_empty(in->mineral);
	a->credit_code = or_empty(in->credit_code), a->minerals = or_empty(in->minerals), a->method = or_empty(in->method);
	a->size = or_empty(in->size), a->deep = or_empty(in->deep), a->chain = or_empty(in->chain), a->reason = or_empty(in->reason);
	TRY(from_register(cx, a));
	TRY(check(cx, a));
	TRY(check_years(cx, a));
	enum status s = read_land(cx, a);
	cx->field = s ? "land_text" : cx->field;
	TRY(s);
	return check_renewal(cx, a);
}

struct org_path {
	const char *path;
};
static const struct field path_fields[] = {FIELD(struct org_path, path)};
static const struct record path_record = RECORD(org_path, path_fields);

/* Found by those who see the town, the enterprise or the bureau. */
static enum status put_search(struct cx *cx, const struct application *a)
{
	struct list l;
	int64_t bureau;
	struct texts scope = {0};
	TRY(tenure_bureau(cx, &bureau, NULL));
	TRY(db_all(cx, &path_record, &l, "SELECT path FROM org WHERE county = $1 AND id IN ($2, $3, $4)",
		   ARGS(V(cx->county), V(a->town), V(a->enterprise), V(bureau))));
	scope.items = arena_array_of(cx->mem, const char *, l.count + 1);
	for (size_t i = 0; i < l.count; i++)
		scope.items[scope.count++] = ((const struct org_path *)l.items)[i].path;
	return search_put(cx, &(struct search_entry){.kind = "tenure_application", .item = a->row.id, .scope = scope, .perms = PERM_TENURE_READ,
		.title = arena_printf(cx->mem, "%s %s", a->no, a->name),
		.text = arena_printf(cx->mem, "%s\n%s\n%s\n%s", a->applicant, a->mineral, a->number, or_empty(a->reason))});
}

enum status application_store(struct cx *cx, const struct application *a)
{
	TRY(db_exec(cx, NULL,
		    "UPDATE tenure_application SET kind = $1, right_kind = $2, licence = $3, mine = $4, enterprise = $5, town = $6, name = $7,"
		    " applicant = $8, credit_code = $9, mineral = $10, minerals = $11, method = $12, size = $13, scale_t = $14, years = $15,"
		    " listed = $16, deep = $17, chain = $18, reason = $19, land_text = $20, land = $21, crs = $22, area_m2 = $23, top_m = $24,"
		    " bottom_m = $25, lon_min = $26, lat_min = $27, lon_max = $28, lat_max = $29 WHERE county = $30 AND id = $31",
		    ARGS(V(a->kind), V(a->right_kind), V(a->licence), V(a->mine), V(a->enterprise), V(a->town), V(a->name), V(a->applicant),
			 V(or_empty(a->credit_code)), V(a->mineral), V(or_empty(a->minerals)), V(or_empty(a->method)), V(or_empty(a->size)),
			 V(a->scale_t), V(a->years), V(a->listed), V(or_empty(a->deep)), V(or_empty(a->chain)), V(or_empty(a->reason)),
			 V(a->land_text), V(or_empty(a->land.s)), V(a->crs), V(a->area_m2), V(a->top_m), V(a->bottom_m), V(a->lon_min),
			 V(a->lat_min), V(a->lon_max), V(a->lat_max), V(cx->county), V(a->row.id))));
	TRY(db_exec(cx, NULL,
		    "UPDATE tenure_application SET lane = $1, level = $2, applied_on = $3, accepted_on = $4, corrections = $5, reviewed_on = $6,"
		    " joint_on = $7, safety_on = $8, meeting = $9, approved_on = $10, sent_on = $11, sent_no = $12, number = $13, ended_on = $14,"
		    " answer = $15, due = $16, due_key = $17 WHERE county = $18 AND id = $19",
		    ARGS(V(a->lane), V(a->level), V(a->applied_on), V(a->accepted_on), V(a->corrections), V(a->reviewed_on), V(a->joint_on),
			 V(a->safety_on), V(a->meeting), V(a->approved_on), V(a->sent_on), V(a->sent_no), V(a->number), V(a->ended_on),
			 V(a->answer), V(a->due), V(*a->due && !*a->ended_on ? a->due : "9999-99-99"), V(cx->county), V(a->row.id))));
	return put_search(cx, a);
}

/* ---- beginning ---- */

/* Who signs in for an enterprise need not say which. */
static enum status for_itself(struct cx *cx, struct application *a)
{
	struct org o;
	if (a->enterprise || !cx->org)
		return STATUS_OK;
	TRY(org_get(cx, cx->org, &o));
	if (strcmp(o.kind, "enterprise") == 0)
		a->enterprise = o.id;
	return STATUS_OK;
}

/* An enterprise for itself; the bureau for whoever comes to its counter. */
static enum status may_begin(struct cx *cx, const struct application *a)
{
	bool own = a->enterprise && a->enterprise == cx->org, counter;
	TRY(tenure_is_bureau(cx, &counter));
	if (own || counter)
		return STATUS_OK;
	return cx_fail(cx, STATUS_FORBIDDEN, "an enterprise applies for itself; the natural resources bureau enters the applications of others");
}

static enum status none_open(struct cx *cx, const struct application *a)
{
	struct number n;
	if (!a->licence)
		return STATUS_OK;
	TRY(db_one(cx, &number_record, &n,
		   "SELECT count(*) AS n FROM tenure_application WHERE county = $1 AND licence = $2 AND kind = $3 AND (ended_on = '' OR (kind = 'renewal' AND state = 'granted'))",
		   ARGS(V(cx->county), V(a->licence), V(a->kind))));
	return n.n ? cx_fail(cx, STATUS_CONFLICT, "an application for this right is under way, or was granted already") : STATUS_OK;
}

/* "K20231025-07": the day, and the how manyth of it. */
static enum status next_no(struct cx *cx, const char **out)
{
	struct number n;
	int y, m, d;
	day_split(day_of(cx->now), &y, &m, &d);
	const char *head = arena_printf(cx->mem, "K%04d%02d%02d-", y, m, d);
	TRY(db_one(cx, &number_record, &n, "SELECT count(*) AS n FROM tenure_application WHERE county = $1 AND no >= $2 AND no < $3",
		   ARGS(V(cx->county), V(head), V((const char *)arena_printf(cx->mem, "%s~", head)))));
	*out = arena_printf(cx->mem, "%s%02" PRId64, head, n.n + 1);
	return STATUS_OK;
}

enum status application_begin(struct cx *cx, const struct application *in, int64_t *id)
{
	struct application *a = arena_new_of(cx->mem, struct application);
	const char *none = "";
	a->row = (struct flow_row){.id = id_new(cx), .version = 1, .state = application_flow.states[0].name};
	a->due = a->lane = a->level = a->applied_on = a->accepted_on = a->reviewed_on = a->joint_on = a->safety_on = a->approved_on = none;
	a->sent_on = a->sent_no = a->number = a->ended_on = a->answer = none;
	TRY(next_no(cx, &a->no));
	TRY(application_take(cx, a, in));
	TRY(for_itself(cx, a));
	TRY(may_begin(cx, a));
	TRY(none_open(cx, a));
	*id = a->row.id;
	TRY(db_exec(cx, NULL,
		    "INSERT INTO tenure_application (county, id, state, no, kind, right_kind, name, applicant, mineral, created_by, created_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		    ARGS(V(cx->county), V(*id), V(a->row.state), V(a->no), V(a->kind), V(a->right_kind), V(a->name), V(a->applicant), V(a->mineral),
			 V(cx->user), V(cx->now))));
	TRY(application_store(cx, a));
	return flow_began(cx, &application_flow, *id, "begin", &application_input_record, in);
}
