#include "db/where.h"

#include <assert.h>
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
