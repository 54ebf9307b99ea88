#include "rooms/tenure/output.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/register.h"
#include "db/db.h"

enum { MOST_LIMITS = 5, FIRST_YEAR = 1990, LAST_YEAR = 2100 };

static const struct field limit_fields[] = {
	FIELD(struct output_limit, name),
	FIELD(struct output_limit, text),
	FIELD(struct output_limit, source),
	FIELD(struct output_limit, t),
	FIELD(struct output_limit, id, .flags = NULLABLE),
	FIELD(struct output_limit, link),
};
const struct record output_limit_record = RECORD(output_limit, limit_fields);

static const char *const kinds[] = {"plan", "quota", NULL};

#define YEAR_FIELDS(key_flags)                                                                                        \
	FIELD(struct output_year, id, .flags = (key_flags)),                                                          \
	FIELD(struct output_year, mine, .flags = (key_flags)),                                                        \
	FIELD(struct output_year, version, .min = 0, .max = INT64_MAX),                                               \
	FIELD(struct output_year, year, .flags = REQUIRED, .min = FIRST_YEAR, .max = LAST_YEAR, .zh = "年度", .en = "year"), \
	FIELD(struct output_year, kind, .flags = REQUIRED, .choices = kinds, .zh = "类型", .en = "kind"),             \
	FIELD(struct output_year, mineral, .min = 0, .max = 40, .zh = "矿种", .en = "mineral"),                       \
	FIELD(struct output_year, t, .flags = REQUIRED, .min = 0, .max = INT64_C(1000000000), .zh = "数量（吨）", .en = "tonnes"), \
	FIELD(struct output_year, document, .flags = REQUIRED, .min = 2, .max = 100, .zh = "文号", .en = "document"), \
	FIELD(struct output_year, decided_by, .flags = REQUIRED, .min = 2, .max = 100, .zh = "批准单位", .en = "approved by"), \
	FIELD(struct output_year, decided_on, .flags = REQUIRED | DAY, .zh = "批准日期", .en = "approved on"),        \
	FIELD(struct output_year, note, .min = 0, .max = 500, .zh = "备注", .en = "note")

static const struct field year_fields[] = {YEAR_FIELDS(0)};
const struct record output_year_record = RECORD(output_year, year_fields);
static const struct field year_input_fields[] = {YEAR_FIELDS(READ_ONLY)};
const struct record output_year_input_record = RECORD(output_year, year_input_fields);
#define YEAR_COLUMNS "id, mine, version, year, kind, mineral, t, document, decided_by, decided_on, note"

/* ---- the limits ---- */

/* What a limit is read from; each statement below fills what it has. */
struct said {
	int64_t id, t, year;
	const char *document, *valid_to;
};
static const struct field said_fields[] = {
	FIELD(struct said, id),
	FIELD(struct said, t),
	FIELD(struct said, year),
	FIELD(struct said, document),
	FIELD(struct said, valid_to),
};
static const struct record said_record = RECORD(said, said_fields);

static void add(struct output_allowed *to, const struct output_limit *l)
{
	to->limits[to->count++] = *l;
	if (to->t < 0 || l->t < to->t) {
		to->t = l->t;
		to->bound_by = l->name;
	}
}

static const char *page(struct cx *cx, const struct mine *m)
{
	return arena_printf(cx->mem, "/mines/%" PRId64, m->id);
}

/* The licence that covers the end of the year, or the most of it; none on record is not known, one that ran out is 0. */
static enum status by_licence(struct cx *cx, const struct mine *m, int64_t year, struct output_allowed *out)
{
	struct list l;
	const char *first = arena_printf(cx->mem, "%04" PRId64 "-01-01", year);
	const char *last = arena_printf(cx->mem, "%04" PRId64 "-12-31", year);
	TRY(db_all(cx, &said_record, &l,
		   "SELECT id, scale_t AS t, 0 AS year, number AS document,"
		   " CASE WHEN withdrawn_on <> '' AND (valid_to = '' OR withdrawn_on < valid_to) THEN withdrawn_on ELSE valid_to END AS valid_to"
		   " FROM mine_licence WHERE county = $1 AND mine = $2 AND kind = 'mining' AND (valid_from = '' OR valid_from <= $3)"
		   " ORDER BY valid_from DESC, id DESC", ARGS(V(cx->county), V(m->id), V(last))));
	const struct said *s = l.items, *best = NULL;
	for (size_t i = 0; i < l.count && !best; i++)
		if (!*s[i].valid_to || strcmp(s[i].valid_to, first) >= 0)
			best = &s[i];
	if (best && best->t)
		add(out, &(struct output_limit){.name = "licence", .t = (double)best->t, .id = best->id, .source = best->document,
			.text = words(cx, "scale of the mining licence"), .link = arena_printf(cx->mem, "/rights/%" PRId64, best->id)});
	else if (!best && l.count)
		add(out, &(struct output_limit){.name = "licence", .t = 0, .id = s->id, .source = s->document,
			.text = arena_printf(cx->mem, words(cx, "the mining licence ran out on %s"), s->valid_to),
			.link = arena_printf(cx->mem, "/rights/%" PRId64, s->id)});
	return STATUS_OK;
}

/* The plan and the quota of the year; several minerals of one kind add up. */
static enum status by_year(struct cx *cx, const struct mine *m, int64_t year, const char *kind, const char *text, struct output_allowed *out)
{
	struct list l;
	struct buf documents;
	double t = 0;
	TRY(db_all(cx, &said_record, &l,
		   "SELECT id, t, year, document, '' AS valid_to FROM tenure_year WHERE county = $1 AND mine = $2 AND year = $3 AND kind = $4"
		   " ORDER BY mineral", ARGS(V(cx->county), V(m->id), V(year), V(kind))));
	const struct said *s = l.items;
	buf_init(&documents, cx->mem);
	for (size_t i = 0; i < l.count; i++) {
		t += (double)s[i].t;
		if (!i || strcmp(s[i].document, s[i - 1].document) != 0)
			buf_printf(&documents, "%s%s", i ? "、" : "", s[i].document);
	}
	if (l.count)
		add(out, &(struct output_limit){.name = kind, .t = t, .id = s->id, .source = documents.s, .text = text, .link = page(cx, m)});
	return STATUS_OK;
}

/* What was in place at the end of the newest year reported before: recoverable where the report says it. */
static enum status by_reserve(struct cx *cx, const struct mine *m, int64_t year, struct output_allowed *out)
{
	struct list l;
	double t = 0;
	TRY(db_all(cx, &said_record, &l,
		   "SELECT id, CASE WHEN recoverable_t > 0 THEN recoverable_t ELSE end_t END AS t, year, document, '' AS valid_to"
		   " FROM tenure_reserve r WHERE county = $1 AND mine = $2 AND exempt = '' AND year = (SELECT max(x.year) FROM tenure_reserve x"
		   " WHERE x.county = r.county AND x.mine = r.mine AND x.year < $3 AND x.exempt = '') ORDER BY mineral",
		   ARGS(V(cx->county), V(m->id), V(year))));
	const struct said *s = l.items;
	for (size_t i = 0; i < l.count; i++)
		t += (double)s[i].t;
	if (l.count)
		add(out, &(struct output_limit){.name = "reserve", .t = t, .id = s->id, .link = page(cx, m),
			.text = arena_printf(cx->mem, words(cx, "reserves left at the end of %" PRId64), s->year),
			.source = *s->document ? s->document : words(cx, "annual reserves report")});
	return STATUS_OK;
}

enum status output_allowed(struct cx *cx, const struct mine *m, int64_t year, struct output_allowed *out)
{
	*out = (struct output_allowed){.limits = arena_array_of(cx->mem, struct output_limit, MOST_LIMITS), .t = -1, .bound_by = ""};
	TRY(by_licence(cx, m, year, out));
	if (m->scale_t > 0)
		add(out, &(struct output_limit){.name = "design", .t = (double)m->scale_t, .link = page(cx, m),
			.text = words(cx, "design capacity"), .source = words(cx, "register of mines")});
	TRY(by_year(cx, m, year, "plan", words(cx, "approved annual plan"), out));
	TRY(by_year(cx, m, year, "quota", words(cx, "yearly quota"), out));
	return by_reserve(cx, m, year, out);
}

void output_write(struct jw *w, const struct mine *m, int64_t year, const struct output_allowed *a)
{
	const struct list limits = {a->limits, a->count};
	jw_begin(w, '{');
	jw_key(w, "mine");
	jw_int(w, m->id);
	jw_key(w, "mine_name");
	jw_text(w, m->name);
	jw_key(w, "year");
	jw_int(w, year);
	jw_key(w, "allowed_t");
	if (a->t < 0)
		jw_raw(w, NULL);
	else
		jw_real(w, a->t);
	jw_key(w, "bound_by");
	jw_text(w, a->bound_by);
	jw_key(w, "limits");
	jw_list(w, &output_limit_record, &limits);
	jw_end(w);
}

/* ---- plans and quotas ---- */

enum status output_year_list(struct cx *cx, int64_t mine, struct list *out)
{
	return db_all(cx, &output_year_record, out,
		      "SELECT " YEAR_COLUMNS " FROM tenure_year WHERE county = $1 AND mine = $2 ORDER BY year DESC, kind, mineral",
		      ARGS(V(cx->county), V(mine)));
}

/* One of a kind for each year and mineral: a second would be a second truth. */
static enum status only_one(struct cx *cx, int64_t mine, int64_t id, const struct output_year *in)
{
	struct list l;
	TRY(db_all(cx, &said_record, &l,
		   "SELECT id, t, year, document, '' AS valid_to FROM tenure_year WHERE county = $1 AND mine = $2 AND year = $3 AND kind = $4"
		   " AND mineral = $5 AND id <> $6",
		   ARGS(V(cx->county), V(mine), V(in->year), V(in->kind), V(in->mineral ? in->mineral : ""), V(id))));
	if (l.count)
		return cx_fail(cx, STATUS_CONFLICT, "that year has one already, by %s: change it", ((const struct said *)l.items)->document);
	return STATUS_OK;
}

enum status output_year_put(struct cx *cx, int64_t mine, int64_t id, const struct output_year *in)
{
	struct output_year *y = arena_new_of(cx->mem, struct output_year);
	int64_t changed, own = id ? id : id_new(cx);
	TRY(only_one(cx, mine, id, in));
	if (!id)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO tenure_year (county, mine, id, version, year, kind, t, document, decided_by, decided_on, created_at)"
			    " VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10)",
			    ARGS(V(cx->county), V(mine), V(own), V(in->year), V(in->kind), V(in->t), V(in->document), V(in->decided_by),
				 V(in->decided_on), V(cx->now))));
	TRY(db_exec(cx, &changed,
		    "UPDATE tenure_year SET version = version + 1, year = $1, kind = $2, mineral = $3, t = $4, document = $5, decided_by = $6,"
		    " decided_on = $7, note = $8 WHERE county = $9 AND mine = $10 AND id = $11 AND version = $12",
		    ARGS(V(in->year), V(in->kind), V(in->mineral ? in->mineral : ""), V(in->t), V(in->document), V(in->decided_by),
			 V(in->decided_on), V(in->note ? in->note : ""), V(cx->county), V(mine), V(own), V(id ? in->version : (int64_t)0))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	TRY(db_one(cx, &output_year_record, y, "SELECT " YEAR_COLUMNS " FROM tenure_year WHERE county = $1 AND mine = $2 AND id = $3",
		   ARGS(V(cx->county), V(mine), V(own))));
	return register_keep(cx, "tenure_year", own, y->version, id ? "change" : "create", &output_year_record, y);
}
