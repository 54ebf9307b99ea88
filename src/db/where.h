/*
 * where.h - the conditions of a list, put together from those filters that a user has set.
 *
 *     struct where w = where_new(cx, "WHERE t.county = $?", V(cx->county));
 *     if (q->state) where_and(&w, "t.state = $?", V(q->state));
 *     db_all(cx, rec, &list, arena_printf(cx->mem, "SELECT … %s ORDER BY …", w.sql.s), where_args(&w));
 *
 * Only literals become SQL text; every value is an argument.  "$?" is the argument given; a condition may name it twice.
 */
#ifndef DB_WHERE_H
#define DB_WHERE_H

#include "base/buf.h"
#include "db/db.h"

enum { WHERE_MAX = 40 };

struct where {
	struct buf sql;
	struct val v[WHERE_MAX];
	size_t n;
};

struct where where_new(struct cx *cx, const char *sql, struct val v);
void where_and(struct where *w, const char *sql, struct val v);
/* " AND (a, b) > ($, $)", or "<": a keyset page goes on after this row. */
void where_after(struct where *w, const char *columns, bool descending, struct val a, struct val b);
/* Go on after the row that a cursor "VALUE~ID" names, in the order of column (number: of an integer, else of a text) and id;
 * a cursor that is NULL or empty: from the beginning.  INVALID: a cursor that no list gave. */
enum status where_go_on(struct cx *cx, struct where *w, const char *column, const char *id, bool descending, bool number,
			const char *cursor) MUST_CHECK;
/* Such a cursor. */
const char *where_cursor(struct cx *cx, const char *value, int64_t id);
/* More text with an argument, without " AND ": LIMIT, a join's condition. */
void where_more(struct where *w, const char *sql, struct val v);
struct args where_args(const struct where *w);

/* A page was read with one row more than its limit: cut that off.  The "id" of the last row, to go on from; 0: that was all. */
int64_t where_page(struct list *l, const struct record *rec, size_t limit);

#endif
