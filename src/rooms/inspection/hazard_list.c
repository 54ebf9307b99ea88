/*
 * hazard_list.c - lists of hazards, at a million of them.
 *
 * A page is found by an index in the order of the list (migrations 0011 and 0045).  Words: rare ones are looked up in the
 * index of words, and their hazards are sorted; common ones (MANY and more) are met with soon enough when the list is walked
 * in its order, so there each row is compared.  How many there are in all is known from the tallies where only town,
 * department, kind, level and state are asked for; otherwise they are counted, up to COUNTED, and with common words not at all.
 */
#include "rooms/inspection/hazard.h"

#include <inttypes.h>
#include <string.h>
#include "core/search.h"
#include "db/db.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200, MANY = 2000, COUNTED = 10000, WORDS = 8 };

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
		where_and(w, "h.ended_on = '' AND h.rectified_on = '' AND h.due_key < $?", V(day_today(cx)));
	if (q->listed)
		buf_puts(&w->sql, " AND h.listed_on <> '' AND h.delisted_on = ''");
	if (q->repeats)
		where_and(w, "h.repeats >= $?", V(q->repeats));
}

/* Each word stands somewhere in it. */
static void compare_words(struct cx *cx, const char *q, struct where *w)
{
	for (int i = 0; i < WORDS && *(q += strspn(q, " ")); i++) {
		size_t n = strcspn(q, " ");
		where_and(w, "(h.text LIKE $? OR h.place LIKE $? OR h.no LIKE $?)", V(arena_printf(cx->mem, "%%%.*s%%", (int)n, q)));
		q += n;
	}
}

/* Ids of our own making, so they may stand in the statement. */
static enum status filter_words(struct cx *cx, const char *q, struct where *w, bool *common)
{
	struct list l;
	TRY(search_items(cx, hazard_flow.name, q, MANY, &l));
	*common = l.count == MANY;
	if (*common) {
		compare_words(cx, q, w);
		return STATUS_OK;
	}
	buf_puts(&w->sql, " AND h.id IN (0");
	for (size_t i = 0; i < l.count; i++)
		buf_printf(&w->sql, ",%" PRId64, ((const int64_t *)l.items)[i]);
	buf_puts(&w->sql, ")");
	return STATUS_OK;
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

/* The statement from WHERE on, without order.  common: words are asked for that too many have to be counted. */
static enum status conditions(struct cx *cx, const struct hazard_query *q, struct where *w, bool *common)
{
	*common = false;
	*w = where_new(cx, "h.county = $?", V(cx->county));
	TRY(inspection_scope(cx, w, "h"));
	filter(cx, q, w);
	return q->q && *q->q ? filter_words(cx, q->q, w, common) : STATUS_OK;
}

/* ---- how many in all ---- */

/* Only what the tallies know is asked for. */
static bool tallied(const struct hazard_query *q)
{
	return !(q->q && *q->q) && !q->mine && !q->enterprise && !q->inspection && !q->overdue && !q->listed && !q->repeats
		&& !(q->criterion && *q->criterion) && !(q->found_from && *q->found_from) && !(q->found_to && *q->found_to)
		&& !(q->due_from && *q->due_from) && !(q->due_to && *q->due_to)
		&& (!q->state || strcmp(q->state, "closed") == 0 || strcmp(q->state, "cancelled") == 0);
}

static void same(const struct hazard_query *q, const struct reach *r, struct where *w)
{
	if (q->town)
		where_and(w, "h.town = $?", V(q->town));
	if (r->town)
		where_and(w, "h.town = $?", V(r->town));
	if (q->industry)
		where_and(w, "h.industry = $?", V(q->industry));
	if (q->kind)
		where_and(w, "h.kind = $?", V(q->kind));
	if (q->level)
		where_and(w, "h.level = $?", V(q->level));
}

/* Grouped as hazard_open_counts is ordered, so that SQLite reads that index alone and not all hazards of a kind. */
#define COUNT_OPEN                                                                                                    \
	"SELECT CAST(coalesce(sum(x.n), 0) AS BIGINT) AS n FROM (SELECT count(*) AS n FROM hazard h WHERE h.ended_on = ''"   \
	" AND %s GROUP BY h.town, h.industry, h.kind, h.level) x"

static enum status count_tallied(struct cx *cx, const struct hazard_query *q, const struct reach *r, int64_t *out)
{
	int64_t open = 0;
	const char *column = !q->state ? "h.closed + h.cancelled" : strcmp(q->state, "closed") == 0 ? "h.closed" : "h.cancelled";
	struct where w = where_new(cx, "h.county = $?", V(cx->county));
	same(q, r, &w);
	TRY(inspection_count(cx, out, arena_printf(cx->mem, "SELECT CAST(coalesce(sum(%s), 0) AS BIGINT) AS n FROM hazard_tally h WHERE h.month = '' AND %s",
						   column, w.sql.s), where_args(&w)));
	if (!q->state)
		TRY(inspection_count(cx, &open, arena_printf(cx->mem, COUNT_OPEN, w.sql.s), where_args(&w)));
	*out += open;
	return STATUS_OK;
}

/* where: as the list has it, so far. */
static enum status count_all(struct cx *cx, const struct hazard_query *q, const struct where *w, int64_t *out)
{
	struct reach r;
	struct where most = *w;
	TRY(inspection_reach(cx, &r));
	if ((r.all || r.town) && tallied(q))
		return count_tallied(cx, q, &r, out);
	if (q->overdue || (q->state && strcmp(q->state, "open") == 0))
		return inspection_count(cx, out, arena_printf(cx->mem, COUNT_OPEN, w->sql.s), where_args(w));
	most.sql = (struct buf){0};
	buf_init(&most.sql, cx->mem);
	buf_printf(&most.sql, "SELECT count(*) AS n FROM (SELECT 1 FROM hazard h WHERE %s", w->sql.s);
	where_more(&most, " LIMIT $?) x", V((int64_t)COUNTED));
	return inspection_count(cx, out, most.sql.s, where_args(&most));
}

/* ---- the list ---- */

enum status hazard_list(struct cx *cx, const struct hazard_query *q, struct hazard_page *out)
{
	const char *name = inspection_or(q->sort, "due");
	bool descending = *name == '-', common;
	const struct sort *sort = &sorts[0];
	struct where w;
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	*out = (struct hazard_page){.total = -1};
	TRY(find_sort(cx, name + descending, &sort));
	TRY(conditions(cx, q, &w, &common));
	if (q->total && !common)
		TRY(count_all(cx, q, &w, &out->total));
	TRY(where_go_on(cx, &w, sort->column, "h.id", descending, sort->number, q->cursor));
	const char *way = descending ? "DESC" : "ASC";
	buf_printf(&w.sql, " ORDER BY %s %s, h.id %s", sort->column, way, way);
	where_more(&w, " LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &hazard_record, &out->hazards,
		   arena_printf(cx->mem, "SELECT " HAZARD_COLUMNS " FROM (SELECT h.id FROM hazard h WHERE %s) k CROSS JOIN hazard h" HAZARD_JOINS
				" WHERE h.county = $1 AND h.id = k.id ORDER BY %s %s, h.id %s", w.sql.s, sort->column, way, way), where_args(&w)));
	struct hazard *h = out->hazards.items;
	if (out->hazards.count > (size_t)limit) {
		const struct hazard *last = &h[limit - 1];
		out->hazards.count = (size_t)limit;
		out->next = sort->number ? arena_printf(cx->mem, "%" PRId64 "~%" PRId64, last->repeats, last->row.id)
					 : where_cursor(cx, strcmp(sort->name, "due") == 0 ? last->due_key : last->found_on,
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
	bool descending = *name == '-', common;
	const struct sort *sort = &sorts[0];
	struct where w;
	TRY(find_sort(cx, name + descending, &sort));
	TRY(conditions(cx, q, &w, &common));
	const char *way = descending ? "DESC" : "ASC";
	buf_printf(&w.sql, " ORDER BY %s %s, h.id %s", sort->column, way, way);
	where_more(&w, " LIMIT $?", V(limit));
	return db_each(cx, &hazard_record, arena_printf(cx->mem, "SELECT " HAZARD_COLUMNS " FROM hazard h" HAZARD_JOINS " WHERE %s", w.sql.s),
		       where_args(&w), each, arg);
}
