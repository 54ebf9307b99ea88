#include "rooms/inspection/hazard.h"

#include <inttypes.h>
#include <string.h>
#include "db/db.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };

static const char *const states[] = {"found", "ordered", "planned", "listed", "returned", "rectified", "passed", "closed", "cancelled",
				     "open", NULL};

static const struct field query_fields[] = {
	FIELD(struct hazard_query, q, .min = 0, .max = 60),
	FIELD(struct hazard_query, state, .choices = states),
	FIELD(struct hazard_query, kind, .choices = hazard_kinds),
	FIELD(struct hazard_query, level, .choices = hazard_levels),
	FIELD(struct hazard_query, criterion, .min = 0, .max = 10),
	FIELD(struct hazard_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct hazard_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct hazard_query, enterprise, .min = 0, .max = INT64_MAX),
	FIELD(struct hazard_query, industry, .min = 0, .max = INT64_MAX),
	FIELD(struct hazard_query, inspection, .min = 0, .max = INT64_MAX),
	FIELD(struct hazard_query, overdue),
	FIELD(struct hazard_query, listed),
	FIELD(struct hazard_query, repeats, .min = 0, .max = 1000),
	FIELD(struct hazard_query, found_from, .flags = DAY),
	FIELD(struct hazard_query, found_to, .flags = DAY),
	FIELD(struct hazard_query, due_from, .flags = DAY),
	FIELD(struct hazard_query, due_to, .flags = DAY),
	FIELD(struct hazard_query, sort),
	FIELD(struct hazard_query, cursor, .min = 0, .max = 80),
	FIELD(struct hazard_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct hazard_query, total),
};
const struct record hazard_query_record = RECORD(hazard_query, query_fields);

static const struct sort {
	const char *name, *column;
	bool number;
} sorts[] = {{"due", "h.due_key", false}, {"found", "h.found_on", false}, {"repeats", "h.repeats", true}};

static void filter_who(const struct hazard_query *q, struct where *w)
{
	if (q->mine)
		where_and(w, "h.mine = $?", V(q->mine));
	if (q->town)
		where_and(w, "h.town = $?", V(q->town));
	if (q->enterprise)
		where_and(w, "h.enterprise = $?", V(q->enterprise));
	if (q->industry)
		where_and(w, "h.industry = $?", V(q->industry));
	if (q->inspection)
		where_and(w, "h.inspection = $?", V(q->inspection));
}

static void filter_days(const struct hazard_query *q, struct where *w)
{
	if (q->found_from && *q->found_from)
		where_and(w, "h.found_on >= $?", V(q->found_from));
	if (q->found_to && *q->found_to)
		where_and(w, "h.found_on <= $?", V(q->found_to));
	if (q->due_from && *q->due_from)
		where_and(w, "h.due_key >= $?", V(q->due_from));
	if (q->due_to && *q->due_to)
		where_and(w, "h.due_key <= $?", V(q->due_to));
}

static void filter(struct cx *cx, const struct hazard_query *q, struct where *w)
{
	filter_who(q, w);
	filter_days(q, w);
	if (q->state && strcmp(q->state, "open") == 0)
		buf_puts(&w->sql, " AND h.ended_on = ''");
	else if (q->state)
		where_and(w, "h.state = $?", V(q->state));
	if (q->kind)
		where_and(w, "h.kind = $?", V(q->kind));
	if (q->level)
		where_and(w, "h.level = $?", V(q->level));
	if (q->criterion && *q->criterion)
		where_and(w, "h.criterion = $?", V(q->criterion));
	if (q->overdue)
		where_and(w, "h.ended_on = '' AND h.rectified_on = '' AND h.due_key < $?", V(inspection_today(cx)));
	if (q->listed)
		buf_puts(&w->sql, " AND h.listed_on <> '' AND h.delisted_on = ''");
	if (q->repeats)
		where_and(w, "h.repeats >= $?", V(q->repeats));
	if (q->q && *q->q)
		where_and(w, "(h.text LIKE $? OR h.place LIKE $? OR h.no LIKE $?)", V(arena_printf(cx->mem, "%%%s%%", q->q)));
}

static enum status find_sort(struct cx *cx, const char *name, const struct sort **out)
{
	for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
		if (strcmp(sorts[i].name, name) == 0) {
			*out = &sorts[i];
			return STATUS_OK;
		}
	return cx_fail_field(cx, "sort", "is not one of the allowed values");
}

/* The statement from WHERE on, without order. */
static enum status conditions(struct cx *cx, const struct hazard_query *q, struct where *w)
{
	*w = where_new(cx, "h.county = $?", V(cx->county));
	TRY(inspection_scope(cx, w, "h"));
	filter(cx, q, w);
	return STATUS_OK;
}

enum status hazard_list(struct cx *cx, const struct hazard_query *q, struct hazard_page *out)
{
	const char *name = inspection_or(q->sort, "due");
	bool descending = *name == '-';
	const struct sort *sort = &sorts[0];
	struct where w;
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	*out = (struct hazard_page){.total = -1};
	TRY(find_sort(cx, name + descending, &sort));
	TRY(conditions(cx, q, &w));
	if (q->total)
		TRY(inspection_count(cx, &out->total, arena_printf(cx->mem, "SELECT count(*) AS n FROM hazard h WHERE %s", w.sql.s),
				     where_args(&w)));
	if (q->cursor && *q->cursor)
		TRY(inspection_go_on(cx, q->cursor, sort->column, "h.id", descending, sort->number, &w));
	const char *way = descending ? "DESC" : "ASC";
	buf_printf(&w.sql, " ORDER BY %s %s, h.id %s", sort->column, way, way);
	where_more(&w, " LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &hazard_record, &out->hazards,
		   arena_printf(cx->mem, "SELECT " HAZARD_COLUMNS " FROM hazard h" HAZARD_JOINS " WHERE %s", w.sql.s), where_args(&w)));
	struct hazard *h = out->hazards.items;
	if (out->hazards.count > (size_t)limit) {
		const struct hazard *last = &h[limit - 1];
		out->hazards.count = (size_t)limit;
		out->next = sort->number ? arena_printf(cx->mem, "%" PRId64 "~%" PRId64, last->repeats, last->row.id)
					 : arena_printf(cx->mem, "%s~%" PRId64, strcmp(sort->name, "due") == 0 ? last->due_key : last->found_on,
							last->row.id);
	}
	for (size_t i = 0; i < out->hazards.count; i++)
		hazard_show(cx, &h[i]);
	return STATUS_OK;
}

enum status hazard_list_each(struct cx *cx, const struct hazard_query *q, int64_t limit,
			     enum status (*each)(struct cx *cx, void *arg, const void *row), void *arg)
{
	const char *name = inspection_or(q->sort, "due");
	bool descending = *name == '-';
	const struct sort *sort = &sorts[0];
	struct where w;
	TRY(find_sort(cx, name + descending, &sort));
	TRY(conditions(cx, q, &w));
	const char *way = descending ? "DESC" : "ASC";
	buf_printf(&w.sql, " ORDER BY %s %s, h.id %s", sort->column, way, way);
	where_more(&w, " LIMIT $?", V(limit));
	return db_each(cx, &hazard_record, arena_printf(cx->mem, "SELECT " HAZARD_COLUMNS " FROM hazard h" HAZARD_JOINS " WHERE %s", w.sql.s),
		       where_args(&w), each, arg);
}

/* ---- statistics ---- */

static const struct field stat_fields[] = {
	FIELD(struct hazard_stat, id, .flags = NULLABLE),
	FIELD(struct hazard_stat, name),
	FIELD(struct hazard_stat, total),
	FIELD(struct hazard_stat, open),
	FIELD(struct hazard_stat, major_open),
	FIELD(struct hazard_stat, overdue),
	FIELD(struct hazard_stat, closed),
	FIELD(struct hazard_stat, repeats),
	FIELD(struct hazard_stat, in_time),
};
const struct record hazard_stat_record = RECORD(hazard_stat, stat_fields);

/* By what it can be counted: the column, and the table that has its name. */
static const struct group {
	const char *by, *id, *name, *join;
} groups[] = {
	{"town", "h.town", "coalesce(o.name, '')", " LEFT JOIN org o ON o.county = h.county AND o.id = h.town"},
	{"industry", "h.industry", "coalesce(o.name, '')", " LEFT JOIN org o ON o.county = h.county AND o.id = h.industry"},
	{"enterprise", "h.enterprise", "coalesce(o.name, '')", " LEFT JOIN org o ON o.county = h.county AND o.id = h.enterprise"},
	{"mine", "h.mine", "coalesce(o.name, '')", " LEFT JOIN mine o ON o.county = h.county AND o.id = h.mine"},
	{"kind", "0", "h.kind", ""},
	{"level", "0", "h.level", ""},
};
static const char *const bys[] = {"town", "industry", "enterprise", "mine", "kind", "level", NULL};

static const struct field stat_query_fields[] = {
	FIELD(struct hazard_stat_query, by, .choices = bys),
	FIELD(struct hazard_stat_query, found_from, .flags = DAY),
	FIELD(struct hazard_stat_query, found_to, .flags = DAY),
};
const struct record hazard_stat_query_record = RECORD(hazard_stat_query, stat_query_fields);

#define SUM(condition) "coalesce(sum(CASE WHEN " condition " THEN 1 ELSE 0 END), 0)"

enum status hazard_statistics(struct cx *cx, const struct hazard_stat_query *q, struct list *out)
{
	const struct group *g = &groups[0];
	const char *by = inspection_or(q->by, "town");
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (strcmp(groups[i].by, by) == 0)
			g = &groups[i];
	struct where w = where_new(cx, arena_printf(cx->mem,
		"SELECT %s AS id, %s AS name, count(*) AS total, " SUM("h.ended_on = ''") " AS open, "
		SUM("h.ended_on = '' AND h.level = 'major'") " AS major_open, "
		SUM("h.ended_on = '' AND h.rectified_on = '' AND h.due_key < $?") " AS overdue, " SUM("h.state = 'closed'") " AS closed, "
		"CAST(coalesce(sum(h.repeats), 0) AS BIGINT) AS repeats, "
		SUM("h.state = 'closed' AND h.due <> '' AND h.rectified_on <= h.due") " AS in_time FROM hazard h%s WHERE ", g->id, g->name,
		g->join), V(inspection_today(cx)));
	where_more(&w, "h.county = $? AND h.state <> 'cancelled'", V(cx->county));
	TRY(inspection_scope(cx, &w, "h"));
	filter_days(&(struct hazard_query){.found_from = q->found_from, .found_to = q->found_to}, &w);
	buf_printf(&w.sql, " GROUP BY %s%s%s ORDER BY open DESC, total DESC, 1, 2", *g->join ? g->id : g->name, *g->join ? ", " : "",
		   *g->join ? "o.name" : "");
	return db_all(cx, &hazard_stat_record, out, w.sql.s, where_args(&w));
}
