#include "rooms/tenure/right.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/org.h"
#include "core/register.h"
#include "db/db.h"
#include "proto/right_number.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };

static const char *const kinds[] = {"mining", "exploration", NULL};
static const char *const methods[] = {"", "open_pit", "underground", "both", NULL};
static const char *const projects[] = {"", "new", "renewal", "change", NULL};
static const char *const ways[] = {"", "application", "tender", "auction", "listing", "agreement", NULL};
static const char *const levels[] = {"", "county", "city", "province", "ministry", NULL};
static const char *const sizes[] = {"", "large", "medium", "small", NULL};
static const char *const standings[] = {"valid", "soon", "lapsed", "withdrawn", NULL};
static const char *const sorts[] = {"valid_to", "-valid_to", "number", NULL};

#define L(member, ...) FIELD_AS(struct right, #member, licence.member, __VA_ARGS__)
#define OWN(member, ...) FIELD(struct right, member, __VA_ARGS__)

#define ROW_FIELDS                                                                                                    \
	L(id), L(mine, .flags = NULLABLE), L(version), L(kind, .choices = kinds), L(number), L(holder), L(issuer), L(issued_on), \
	L(valid_from), L(valid_to), L(withdrawn_on), L(minerals), L(scale_t), L(stated_km2), L(area_m2), L(top_m),    \
	L(bottom_m), OWN(detail), OWN(credit_code), OWN(address), OWN(main_mineral), OWN(method, .choices = methods), OWN(economy), \
	OWN(project, .choices = projects), OWN(obtained, .choices = ways), OWN(level, .choices = levels), OWN(size, .choices = sizes), \
	OWN(first_on), OWN(listed), OWN(deep), OWN(chain), OWN(extensions), OWN(right_note), OWN(mine_name),          \
	OWN(enterprise, .flags = NULLABLE), OWN(town, .flags = NULLABLE), OWN(enterprise_name), OWN(town_name),       \
	OWN(application, .flags = NULLABLE), OWN(application_state), OWN(applied_on), OWN(standing), OWN(days_left)

static const struct field row_fields[] = {ROW_FIELDS};
const struct record right_row_record = RECORD(right, row_fields);
static const struct field all_fields[] = {ROW_FIELDS, L(crs), L(land_text), L(land)};
const struct record right_record = RECORD(right, all_fields);

#define ROW_COLUMNS                                                                                                   \
	"l.id, l.mine, l.version, l.kind, l.number, l.holder, l.issuer, l.issued_on, l.valid_from, l.valid_to, l.withdrawn_on, " \
	"l.minerals, l.scale_t, l.stated_km2, l.area_m2, l.top_m, l.bottom_m, coalesce(r.version, 0) AS detail, "     \
	"coalesce(r.credit_code, '') AS credit_code, coalesce(r.address, '') AS address, coalesce(r.main_mineral, '') AS main_mineral, " \
	"coalesce(r.method, '') AS method, coalesce(r.economy, '') AS economy, coalesce(r.project, '') AS project, "  \
	"coalesce(r.obtained, '') AS obtained, coalesce(r.level, '') AS level, coalesce(r.size, '') AS size, "        \
	"coalesce(r.first_on, '') AS first_on, coalesce(r.listed, 0) AS listed, coalesce(r.deep, '') AS deep, "       \
	"coalesce(r.chain, '') AS chain, coalesce(r.extensions, 0) AS extensions, coalesce(r.note, '') AS right_note, " \
	"coalesce(m.name, '') AS mine_name, coalesce(m.enterprise, 0) AS enterprise, coalesce(m.town, 0) AS town, "   \
	"e.name AS enterprise_name, t.name AS town_name, coalesce(a.id, 0) AS application, "                          \
	"coalesce(a.state, '') AS application_state, coalesce(a.applied_on, '') AS applied_on, '' AS standing, 0 AS days_left"
/* A renewal that is under way or was granted: the newest. */
#define FROM                                                                                                          \
	" FROM mine_licence l LEFT JOIN tenure_right r ON r.county = l.county AND r.id = l.id"                        \
	" LEFT JOIN mine m ON m.county = l.county AND m.id = l.mine"                                                  \
	" LEFT JOIN org e ON e.county = m.county AND e.id = m.enterprise"                                             \
	" LEFT JOIN org t ON t.county = m.county AND t.id = m.town"                                                   \
	" LEFT JOIN tenure_application a ON a.county = l.county AND a.id = (SELECT max(x.id) FROM tenure_application x"  \
	" WHERE x.county = l.county AND x.licence = l.id AND x.kind = 'renewal' AND (x.ended_on = '' OR x.state = 'granted'))"

static const struct field input_fields[] = {
	L(version, .min = 0, .max = INT64_MAX),
	L(kind, .flags = REQUIRED, .choices = kinds, .zh = "矿业权类型", .en = "kind"),
	L(number, .flags = REQUIRED, .min = 1, .max = 60, .zh = "许可证号", .en = "number"),
	L(holder, .flags = REQUIRED, .min = 2, .max = 100, .zh = "矿业权人", .en = "holder"),
	OWN(credit_code, .min = 0, .max = 18, .zh = "统一社会信用代码", .en = "credit code"),
	OWN(address, .min = 0, .max = 200, .zh = "地址", .en = "address"),
	L(minerals, .min = 0, .max = 200, .zh = "开采矿种（主、共伴生）", .en = "minerals"),
	OWN(main_mineral, .flags = REQUIRED, .min = 1, .max = 40, .zh = "主矿种", .en = "main mineral"),
	OWN(method, .choices = methods, .zh = "开采方式", .en = "method"),
	L(scale_t, .min = 0, .max = INT64_C(1000000000), .zh = "生产规模（吨/年）", .en = "tonnes a year"),
	OWN(size, .choices = sizes, .zh = "规模类型", .en = "size"),
	OWN(economy, .min = 0, .max = 40, .zh = "经济类型", .en = "economic type"),
	L(stated_km2, .zh = "登记面积（平方公里）", .en = "stated area, km²"),
	L(land_text, .min = 0, .max = 100000, .zh = "拐点坐标和开采标高", .en = "coordinates and levels of the land"),
	L(valid_from, .flags = REQUIRED | DAY, .zh = "有效期起", .en = "valid from"),
	L(valid_to, .flags = REQUIRED | DAY, .zh = "有效期止", .en = "valid to"),
	L(issuer, .flags = REQUIRED, .min = 2, .max = 100, .zh = "发证机关", .en = "issuer"),
	L(issued_on, .flags = REQUIRED | DAY, .zh = "发证日期", .en = "issued on"),
	L(withdrawn_on, .flags = DAY, .zh = "暂扣或吊销日期", .en = "suspended or revoked on"),
	OWN(level, .choices = levels, .zh = "发证级别", .en = "level of the issuer"),
	OWN(project, .choices = projects, .zh = "项目类型", .en = "project"),
	OWN(obtained, .choices = ways, .zh = "取得方式", .en = "obtained by"),
	OWN(first_on, .flags = DAY, .zh = "首次设立日期", .en = "first granted on"),
	OWN(listed, .zh = "已挂牌", .en = "listed"),
	OWN(deep, .min = 0, .max = 500, .zh = "深加工情况", .en = "deep processing"),
	OWN(chain, .min = 0, .max = 500, .zh = "产业链情况", .en = "industrial chain"),
	OWN(extensions, .min = 0, .max = 20, .zh = "探矿权已延续次数", .en = "extensions taken"),
	OWN(right_note, .min = 0, .max = 500, .zh = "备注", .en = "note"),
};
const struct record right_input_record = RECORD(right, input_fields);

static const struct field query_fields[] = {
	FIELD(struct right_query, q, .min = 0, .max = 100),
	FIELD(struct right_query, kind, .choices = kinds),
	FIELD(struct right_query, standing, .choices = standings),
	FIELD(struct right_query, mineral, .min = 0, .max = 40),
	FIELD(struct right_query, level, .choices = levels),
	FIELD(struct right_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct right_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct right_query, enterprise, .min = 0, .max = INT64_MAX),
	FIELD(struct right_query, within, .min = 0, .max = 3660),
	FIELD(struct right_query, sort, .choices = sorts),
	FIELD(struct right_query, cursor, .min = 0, .max = 100),
	FIELD(struct right_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct right_query, total),
};
const struct record right_query_record = RECORD(right_query, query_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- reading ---- */

/* Exploration rights have no mine, so those who see all mines see them. */
static enum status scope(struct cx *cx, struct where *w)
{
	bool all;
	where_and(w, "l.kind IN ('mining', $?)", V("exploration"));
	TRY(mine_sees_all(cx, &all));
	if (all)
		return STATUS_OK;
	buf_puts(&w->sql, " AND l.mine <> 0");
	return mine_scope(cx, w);
}

static enum status read(struct cx *cx, struct where *w, struct list *out)
{
	TRY(scope(cx, w));
	TRY(db_all(cx, &right_record, out,
		   arena_printf(cx->mem, "SELECT " ROW_COLUMNS ", l.crs, l.land_text, nullif(l.land, '') AS land" FROM " WHERE %s LIMIT 2", w->sql.s),
		   where_args(w)));
	for (size_t i = 0; i < out->count; i++)
		TRY(right_stand(cx, (struct right *)out->items + i, day_of(cx->now)));
	return STATUS_OK;
}

enum status right_get(struct cx *cx, int64_t id, struct right **out)
{
	struct list l;
	struct where w = where_new(cx, "l.county = $?", V(cx->county));
	where_and(&w, "l.id = $?", V(id));
	TRY(read(cx, &w, &l));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such right, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

enum status right_find(struct cx *cx, const char *text, struct right **out)
{
	struct list l;
	struct where w = where_new(cx, "l.county = $?", V(cx->county));
	where_and(&w, "(l.number = $? OR m.name = $?)", V(text));
	TRY(read(cx, &w, &l));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "no right has this number, and no mine of this name has one: %s", text);
	if (l.count > 1)
		return cx_fail(cx, STATUS_INVALID, "several rights fit %s: say which by its number", text);
	*out = l.items;
	return STATUS_OK;
}

/* ---- the list ---- */

static const char *days_on(struct cx *cx, int64_t n)
{
	return day_text(cx, (struct day){day_of(cx->now).n + (int32_t)n});
}

static enum status by_standing(struct cx *cx, const char *standing, struct where *w)
{
	const char *today = days_on(cx, 0);
	if (strcmp(standing, "withdrawn") == 0) {
		where_and(w, "l.withdrawn_on <> '' AND l.withdrawn_on <= $?", V(today));
		return STATUS_OK;
	}
	where_and(w, "(l.withdrawn_on = '' OR l.withdrawn_on > $?)", V(today));
	if (strcmp(standing, "lapsed") == 0) {
		where_and(w, "l.valid_to <> '' AND l.valid_to < $? AND coalesce(a.state, '') <> 'granted'", V(today));
		return STATUS_OK;
	}
	where_and(w, "(l.valid_to = '' OR l.valid_to >= $?)", V(today));
	if (strcmp(standing, "valid") == 0)
		return STATUS_OK;
	const struct rule *rule;
	struct rule_ints marks;
	TRY(rule_in_force(cx, "tenure.alerts", day_of(cx->now), &rule));
	TRY(rule_ints(cx, rule, "days", &marks));
	where_and(w, "l.valid_to <> '' AND l.valid_to <= $? AND coalesce(a.state, '') <> 'granted'", V(days_on(cx, marks.items[0])));
	return STATUS_OK;
}

static enum status filter(struct cx *cx, const struct right_query *q, struct where *w)
{
	TRY(scope(cx, w));
	if (q->q && *q->q)
		where_and(w, "(lower(l.number) LIKE $? ESCAPE '\\' OR lower(l.holder) LIKE $? ESCAPE '\\' OR lower(m.name) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q)));
	if (q->kind)
		where_and(w, "l.kind = $?", V(q->kind));
	if (q->standing)
		TRY(by_standing(cx, q->standing, w));
	if (q->mineral && *q->mineral)
		where_and(w, "r.main_mineral = $?", V(q->mineral));
	if (q->level && *q->level)
		where_and(w, "r.level = $?", V(q->level));
	if (q->mine)
		where_and(w, "l.mine = $?", V(q->mine));
	if (q->town)
		where_and(w, "m.town = $?", V(q->town));
	if (q->enterprise)
		where_and(w, "m.enterprise = $?", V(q->enterprise));
	if (q->within) {
		where_and(w, "l.valid_to >= $?", V(days_on(cx, 0)));
		where_and(w, "l.valid_to <= $?", V(days_on(cx, q->within)));
	}
	return STATUS_OK;
}

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

enum status right_list(struct cx *cx, const struct right_query *q, struct right_page *out)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	bool number = q->sort && strcmp(q->sort, "number") == 0, down = q->sort && *q->sort == '-';
	const char *column = number ? "l.number" : "l.valid_to", *way = down ? " DESC" : "";
	struct where w = where_new(cx, "l.county = $?", V(cx->county));
	*out = (struct right_page){.total = -1};
	TRY(filter(cx, q, &w));
	if (q->total) {
		struct number n;
		TRY(db_one(cx, &number_record, &n, arena_printf(cx->mem, "SELECT count(*) AS n" FROM " WHERE %s", w.sql.s), where_args(&w)));
		out->total = n.n;
	}
	TRY(where_go_on(cx, &w, column, "l.id", down, false, q->cursor));
	where_more(&w, arena_printf(cx->mem, " ORDER BY %s%s, l.id%s LIMIT $?", column, way, way), V(limit + 1));
	TRY(db_all(cx, &right_row_record, &out->rights, arena_printf(cx->mem, "SELECT " ROW_COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	struct right *r = out->rights.items;
	if (out->rights.count > (size_t)limit) {
		out->rights.count = (size_t)limit;
		const struct licence *last = &r[limit - 1].licence;
		out->next = where_cursor(cx, number ? last->number : last->valid_to, last->id);
	}
	for (size_t i = 0; i < out->rights.count; i++)
		TRY(right_stand(cx, &r[i], day_of(cx->now)));
	return STATUS_OK;
}

/* ---- writing ---- */

/* 18 characters, digits and capitals without I, O, S, V, Z. */
static bool credit_code(const char *s)
{
	static const char letters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	return strlen(s) == 18 && strspn(s, letters) == 18;
}

static enum status check_input(struct cx *cx, int64_t mine, const struct right *in)
{
	struct right_number n;
	bool mining = strcmp(in->licence.kind, "mining") == 0;
	enum status s = right_number_read(cx, in->licence.number, &n);
	cx->field = s ? "number" : cx->field;
	TRY(s);
	if ((n.letter == 'C') != mining)
		return cx_fail_field(cx, "number", "C is for mining rights, T for exploration rights");
	if (*or_empty(in->credit_code) && !credit_code(in->credit_code))
		return cx_fail_field(cx, "credit_code", "has 18 digits and capitals, without I, O, S, V, Z");
	if (mining != (mine != 0))
		return cx_fail_field(cx, "kind", mining ? "a mining right belongs to a mine of the register" : "an exploration right belongs to no mine");
	if (strcmp(or_empty(in->project), "new") == 0 && atoi(in->licence.issued_on) * 100 + atoi(in->licence.issued_on + 5) != n.year * 100 + n.month)
		return cx_fail_field(cx, "number", "the number of a new right has the month in which it was issued");
	return STATUS_OK;
}

static enum status store(struct cx *cx, int64_t id, const struct right *in)
{
	struct number n;
	TRY(db_one(cx, &number_record, &n, "SELECT count(*) AS n FROM tenure_right WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(id))));
	if (!n.n)
		TRY(db_exec(cx, NULL, "INSERT INTO tenure_right (county, id, version) VALUES ($1, $2, 0)", ARGS(V(cx->county), V(id))));
	return db_exec(cx, NULL,
		       "UPDATE tenure_right SET version = version + 1, credit_code = $1, address = $2, main_mineral = $3, method = $4,"
		       " economy = $5, project = $6, obtained = $7, level = $8, size = $9, first_on = $10, listed = $11, deep = $12, chain = $13,"
		       " extensions = $14, note = $15 WHERE county = $16 AND id = $17",
		       ARGS(V(or_empty(in->credit_code)), V(or_empty(in->address)), V(in->main_mineral), V(or_empty(in->method)),
			    V(or_empty(in->economy)), V(or_empty(in->project)), V(or_empty(in->obtained)), V(or_empty(in->level)),
			    V(or_empty(in->size)), V(or_empty(in->first_on)), V(in->listed), V(or_empty(in->deep)), V(or_empty(in->chain)),
			    V(in->extensions), V(or_empty(in->right_note)), V(cx->county), V(id)));
}

/* The licence's version guards both: they are written together. */
enum status right_put(struct cx *cx, int64_t mine, int64_t id, const struct right *in, int64_t *out)
{
	struct number newest = {id};
	struct right *r;
	TRY(check_input(cx, mine, in));
	TRY(licence_put(cx, mine, id, &in->licence));
	if (!id)
		TRY(db_one(cx, &number_record, &newest,
			   "SELECT max(id) AS n FROM mine_licence WHERE county = $1 AND mine = $2 AND number = $3",
			   ARGS(V(cx->county), V(mine), V(in->licence.number))));
	*out = newest.n;
	TRY(store(cx, *out, in));
	TRY(right_get(cx, *out, &r));
	return register_keep(cx, "tenure_right", *out, r->detail, id ? "change" : "create", &right_record, r);
}
