#include "db/where.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void where_more(struct where *w, const char *sql, struct val v)
{
	assert(w->n < WHERE_MAX);
	w->v[w->n++] = v;
	for (const char *at; (at = strstr(sql, "$?")); sql = at + 2) {
		buf_add(&w->sql, sql, (size_t)(at - sql));
		buf_printf(&w->sql, "$%zu", w->n);
	}
	buf_puts(&w->sql, sql);
}

struct where where_new(struct cx *cx, const char *sql, struct val v)
{
	struct where w = {0};
	buf_init(&w.sql, cx->mem);
	where_more(&w, sql, v);
	return w;
}

void where_and(struct where *w, const char *sql, struct val v)
{
	buf_puts(&w->sql, " AND ");
	where_more(w, sql, v);
}

void where_after(struct where *w, const char *columns, bool descending, struct val a, struct val b)
{
	buf_printf(&w->sql, " AND (%s) %s (", columns, descending ? "<" : ">");
	where_more(w, "$?, ", a);
	where_more(w, "$?)", b);
}

enum status where_go_on(struct cx *cx, struct where *w, const char *column, const char *id, bool descending, bool number,
			const char *cursor)
{
	if (!cursor || !*cursor)
		return STATUS_OK;
	char *end = NULL;
	const char *tilde = strrchr(cursor, '~');
	int64_t last = tilde ? strtoll(tilde + 1, &end, 10) : 0;
	if (!last || *end)
		return cx_fail_field(cx, "cursor", "is not one that a list gave");
	const char *value = arena_printf(cx->mem, "%.*s", (int)(tilde - cursor), cursor);
	where_after(w, arena_printf(cx->mem, "%s, %s", column, id), descending,
		    number ? V((int64_t)strtoll(value, NULL, 10)) : V(value), V(last));
	return STATUS_OK;
}

const char *where_cursor(struct cx *cx, const char *value, int64_t id)
{
	return arena_printf(cx->mem, "%s~%" PRId64, value, id);
}

struct args where_args(const struct where *w)
{
	return (struct args){w->v, w->n};
}

int64_t where_page(struct list *l, const struct record *rec, size_t limit)
{
	const struct field *id = record_field(rec, "id");
	int64_t last = 0;
	if (l->count <= limit)
		return 0;
	l->count = limit;
	memcpy(&last, (const char *)l->items + (limit - 1) * rec->size + id->offset, sizeof last);
	return last;
}
