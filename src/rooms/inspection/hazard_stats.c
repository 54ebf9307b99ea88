/*
 * hazard_stats.c - how many hazards, whose, how many in time: by town, department, enterprise, mine, kind, level, month.
 *
 * A million hazards are not counted at each asking.  One that ends is added to hazard_tally and hazard_mine_tally, in the
 * transaction that ends it; open ones are few and are read from one index (hazard_open_counts), as what is overdue changes
 * with the day.  Months that the asked days cut in two are counted from the hazards themselves.
 */
#include "rooms/inspection/hazard_stats.h"

#include <stdlib.h>
#include <string.h>
#include "db/db.h"

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

static const char *const bys[] = {"town", "industry", "enterprise", "mine", "kind", "level", "month", NULL};

static const struct field stat_query_fields[] = {
	FIELD(struct hazard_stat_query, by, .choices = bys),
	FIELD(struct hazard_stat_query, found_from, .flags = DAY),
	FIELD(struct hazard_stat_query, found_to, .flags = DAY),
};
const struct record hazard_stat_query_record = RECORD(hazard_stat_query, stat_query_fields);

/* ---- kept ---- */

struct ended {
	int64_t closed, cancelled, in_time, repeats;
};

#define ADD(table)                                                                                                    \
	" DO UPDATE SET closed = " table ".closed + excluded.closed, cancelled = " table ".cancelled + excluded.cancelled,"   \
	" in_time = " table ".in_time + excluded.in_time, repeats = " table ".repeats + excluded.repeats"

static enum status add_to(struct cx *cx, const struct hazard *h, const char *month, const struct ended *e)
{
	TRY(db_exec(cx, NULL,
		    "INSERT INTO hazard_tally (county, month, town, industry, kind, level, closed, cancelled, in_time, repeats)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (county, month, town, industry, kind, level)" ADD("hazard_tally"),
		    ARGS(V(cx->county), V(month), V(h->town), V(h->industry), V(h->kind), V(h->level), V(e->closed), V(e->cancelled),
			 V(e->in_time), V(e->repeats))));
	return db_exec(cx, NULL,
		       "INSERT INTO hazard_mine_tally (county, month, mine, town, enterprise, closed, cancelled, in_time, repeats)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (county, month, mine, town, enterprise)" ADD("hazard_mine_tally"),
		       ARGS(V(cx->county), V(month), V(h->mine), V(h->town), V(h->enterprise), V(e->closed), V(e->cancelled), V(e->in_time),
			    V(e->repeats)));
}

enum status hazard_count_ended(struct cx *cx, const struct hazard *h, bool closed)
{
	const struct ended e = {closed, !closed, closed && *h->due && strcmp(h->rectified_on, h->due) <= 0, closed ? h->repeats : 0};
	TRY(add_to(cx, h, arena_printf(cx->mem, "%.7s", h->found_on), &e));
	return add_to(cx, h, "", &e);
}

/* ---- asked ---- */

#define ORG " LEFT JOIN org o ON o.county = $2 AND o.id = u.id"

/* By what it can be counted: the column of a hazard, and those by which open ones are grouped first, the beginning of an
 * index that has all there is to know of them; the table that knows the ended ones. */
static const struct group {
	const char *by, *column, *open, *tally, *name, *join;
	bool words;                     /* the column is a word, not a number */
} groups[] = {
	{"town", "h.town", "h.town", "hazard_tally", "coalesce(o.name, '')", ORG, false},
	{"industry", "h.industry", "h.town, h.industry", "hazard_tally", "coalesce(o.name, '')", ORG, false},
	{"enterprise", "h.enterprise", "h.mine, h.enterprise", "hazard_mine_tally", "coalesce(o.name, '')", ORG, false},
	{"mine", "h.mine", "h.mine", "hazard_mine_tally", "coalesce(o.name, '')", " LEFT JOIN mine o ON o.county = $2 AND o.id = u.id", false},
	{"kind", "h.kind", "h.town, h.industry, h.kind", "hazard_tally", "u.word", "", true},
	{"level", "h.level", "h.town, h.industry, h.kind, h.level", "hazard_tally", "u.word", "", true},
	{"month", "substr(h.found_on, 1, 7)", "h.found_on", "hazard_tally", "u.word", "", true},
};

/* The asked days as whole months and what is left of days at either end; a day to come is no limit. */
struct span {
	const char *from, *to;          /* months in the tallies; "": no limit */
	bool none;                      /* no whole month in between */
	const char *left_from, *left_to, *right_from, *right_to;        /* days of cut months; NULL: none */
};

static const char *month_end(struct cx *cx, const char *day)
{
	int y, m, d;
	struct day at;
	day_parse(day, &at);
	day_split(at, &y, &m, &d);
	return day_text(cx, day_make(y, m, day_month_length(y, m)));
}

static const char *next_month(struct cx *cx, const char *day, int step)
{
	int y, m, d;
	struct day at;
	day_parse(day, &at);
	day_split(at, &y, &m, &d);
	return arena_printf(cx->mem, "%.7s", day_text(cx, step < 0 ? day_make(y, m - 1 ? m - 1 : 12, 1) : day_make(y, m + 1, 1)));
}

static const char *least(const char *a, const char *b)
{
	return !*b || strcmp(a, b) < 0 ? a : b;
}

static void cut(struct cx *cx, const char *from, const char *to, struct span *out)
{
	*out = (struct span){.from = "", .to = ""};
	if (*to && strcmp(to, day_today(cx)) >= 0)
		to = "";
	if (*from && strcmp(from + 8, "01") != 0) {
		out->left_from = from;
		out->left_to = least(month_end(cx, from), to);
		out->from = next_month(cx, from, 1);
	} else if (*from) {
		out->from = arena_printf(cx->mem, "%.7s", from);
	}
	if (*to && strcmp(to, month_end(cx, to)) != 0) {
		if (!out->left_from || strncmp(from, to, 7) != 0) {
			out->right_from = *from && strncmp(from, to, 7) == 0 ? from : arena_printf(cx->mem, "%.7s-01", to);
			out->right_to = to;
		}
		out->to = atoi(to + 5) == 1 ? arena_printf(cx->mem, "%04d-12", atoi(to) - 1) : next_month(cx, to, -1);
	} else if (*to) {
		out->to = arena_printf(cx->mem, "%.7s", to);
	}
	out->none = *out->from && *out->to && strcmp(out->from, out->to) > 0;
}

#define IF(condition) "sum(CASE WHEN " condition " THEN 1 ELSE 0 END)"
#define IDS(g) (g)->words ? "0" : (g)->column, (g)->words ? (g)->column : "''"

/* Ended ones, from the hazards. */
static void ended_between(const struct group *g, const char *from, const char *to, const struct reach *r, struct where *w)
{
	buf_printf(&w->sql, " UNION ALL SELECT %s AS id, %s AS word, count(*) AS total, 0 AS open, 0 AS major_open, 0 AS overdue, count(*) AS closed,"
		   " sum(h.repeats) AS repeats, " IF("h.due <> '' AND h.rectified_on <= h.due") " AS in_time FROM hazard h WHERE h.county = $2"
		   " AND h.state = 'closed'", IDS(g));
	where_and(w, "h.found_on >= $?", V(from));
	where_and(w, "h.found_on <= $?", V(to));
	if (r->town)
		where_and(w, "h.town = $?", V(r->town));
	/* By an expression: SQLite would else walk all hazards in the column's order rather than those of these days. */
	buf_printf(&w->sql, g->words ? " GROUP BY %s || '', %s" : " GROUP BY %s + 0, %s", g->column, g->column);
}

/* Ended ones, from a tally; h is the tally here. */
static void ended_months(const struct group *g, const struct span *s, const struct reach *r, struct where *w)
{
	const bool by_month = strcmp(g->by, "month") == 0;
	const char *column = by_month ? "h.month" : g->column;
	if (s->none)
		return;
	buf_printf(&w->sql, " UNION ALL SELECT %s AS id, %s AS word, sum(h.closed) AS total, 0, 0, 0, sum(h.closed) AS closed,"
		   " sum(h.repeats) AS repeats, sum(h.in_time) AS in_time FROM %s h WHERE h.county = $2", g->words ? "0" : column,
		   g->words ? column : "''", g->tally);
	if (!*s->from && !*s->to && !by_month)
		buf_puts(&w->sql, " AND h.month = ''");
	else
		where_and(w, "h.month >= $?", V(*s->from ? s->from : "0"));
	if (*s->to)
		where_and(w, "h.month <= $?", V(s->to));
	if (r->town)
		where_and(w, "h.town = $?", V(r->town));
	buf_printf(&w->sql, " GROUP BY %s HAVING sum(h.closed) > 0", column);
}

#define SUM(column) "CAST(coalesce(sum(u." column "), 0) AS BIGINT) AS " column
#define ANSWER "SELECT u.id, %s AS name, " SUM("total") ", " SUM("open") ", " SUM("major_open") ", " SUM("overdue") ", " SUM("closed")    \
	       ", " SUM("repeats") ", " SUM("in_time") " FROM (SELECT %s AS id, %s AS word, "

/* Whoever sees the county or one town is answered from the tallies.  $1 is today, $2 the county. */
static void from_tallies(struct cx *cx, const struct group *g, const struct hazard_stat_query *q, const struct reach *r, struct where *w)
{
	struct span s;
	const char *from = inspection_or(q->found_from, ""), *to = inspection_or(q->found_to, "");
	cut(cx, from, to, &s);
	*w = where_new(cx, arena_printf(cx->mem, ANSWER "count(*) AS total, count(*) AS open, " IF("h.level = 'major'") " AS major_open, "
					IF("h.rectified_on = '' AND h.due_key < $?") " AS overdue, 0 AS closed, sum(h.repeats) AS repeats,"
					" 0 AS in_time FROM hazard h WHERE h.ended_on = ''", g->name, IDS(g)), V(day_today(cx)));
	where_and(w, "h.county = $?", V(cx->county));
	if (r->town)
		where_and(w, "h.town = $?", V(r->town));
	/* The index of the grouping has the days too; by themselves they would choose another one. */
	const bool by_month = strcmp(g->by, "month") == 0;
	if (*from)
		where_and(w, by_month ? "h.found_on >= $?" : "h.found_on || '' >= $?", V(from));
	if (*to)
		where_and(w, by_month ? "h.found_on <= $?" : "h.found_on || '' <= $?", V(to));
	buf_printf(&w->sql, " GROUP BY %s", g->open);
	ended_months(g, &s, r, w);
	if (s.left_from)
		ended_between(g, s.left_from, s.left_to, r, w);
	if (s.right_from)
		ended_between(g, s.right_from, s.right_to, r, w);
}

/* An enterprise, a third party: few enough to be counted one by one. */
static enum status from_hazards(struct cx *cx, const struct group *g, const struct hazard_stat_query *q, struct where *w)
{
	*w = where_new(cx, arena_printf(cx->mem, ANSWER "count(*) AS total, " IF("h.ended_on = ''") " AS open, "
					IF("h.ended_on = '' AND h.level = 'major'") " AS major_open, "
					IF("h.ended_on = '' AND h.rectified_on = '' AND h.due_key < $?") " AS overdue, "
					IF("h.state = 'closed'") " AS closed, sum(h.repeats) AS repeats, "
					IF("h.state = 'closed' AND h.due <> '' AND h.rectified_on <= h.due") " AS in_time"
					" FROM hazard h WHERE h.state <> 'cancelled'", g->name, IDS(g)), V(day_today(cx)));
	where_and(w, "h.county = $?", V(cx->county));
	TRY(inspection_scope(cx, w, "h"));
	if (q->found_from && *q->found_from)
		where_and(w, "h.found_on >= $?", V(q->found_from));
	if (q->found_to && *q->found_to)
		where_and(w, "h.found_on <= $?", V(q->found_to));
	buf_printf(&w->sql, " GROUP BY %s", g->column);
	return STATUS_OK;
}

enum status hazard_statistics(struct cx *cx, const struct hazard_stat_query *q, struct list *out)
{
	const struct group *g = &groups[0];
	const char *by = inspection_or(q->by, "town");
	struct reach r;
	struct where w;
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (strcmp(groups[i].by, by) == 0)
			g = &groups[i];
	TRY(inspection_reach(cx, &r));
	if (r.all || r.town)
		from_tallies(cx, g, q, &r, &w);
	else
		TRY(from_hazards(cx, g, q, &w));
	buf_printf(&w.sql, ") u%s GROUP BY u.id, %s ORDER BY %s", g->join, g->name,
		   strcmp(by, "month") == 0 ? "2" : "4 DESC, 3 DESC, 1, 2");
	return db_all(cx, &hazard_stat_record, out, w.sql.s, where_args(&w));
}
