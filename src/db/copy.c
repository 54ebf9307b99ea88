#include "db/copy.h"

#include <string.h>
#include "db/backend.h"

struct named {
	const char *name, *type;
};
static const struct field named_fields[] = {FIELD(struct named, name), FIELD(struct named, type)};
static const struct record named_record = RECORD(named, named_fields);

enum status db_tables(struct cx *cx, struct texts *out)
{
	struct list l;
	TRY(db_all(cx, &named_record, &l, cx->db->be->tables, NO_ARGS));
	*out = (struct texts){.items = arena_array_of(cx->mem, const char *, l.count)};
	for (size_t i = 0; i < l.count; i++)
		out->items[out->count++] = ((struct named *)l.items)[i].name;
	return STATUS_OK;
}

enum status db_columns(struct cx *cx, const char *table, struct list *out)
{
	static const struct {
		const char *type;
		enum kind kind;
	} kinds[] = {{"bigint", KIND_INT}, {"double precision", KIND_REAL}, {"text", KIND_TEXT}};
	struct list l;
	TRY(db_all(cx, &named_record, &l, cx->db->be->columns, ARGS(V(table))));
	struct db_column *c = arena_array_of(cx->mem, struct db_column, l.count);
	for (size_t i = 0; i < l.count; i++) {
		const struct named *n = (const struct named *)l.items + i;
		size_t k = 0;
		while (k < sizeof kinds / sizeof *kinds && strcmp(kinds[k].type, n->type) != 0)
			k++;
		if (k == sizeof kinds / sizeof *kinds)
			return cx_fail(cx, STATUS_INTERNAL, "column %s.%s is of type %s", table, n->name, n->type);
		c[i] = (struct db_column){n->name, kinds[k].kind};
	}
	*out = (struct list){c, l.count};
	return STATUS_OK;
}

struct reading {
	enum status (*each)(struct cx *cx, void *arg, const struct val *v, int n);
	void *arg;
	int64_t count;
};

static enum status read_rows(struct cx *cx, struct reading *r, const char *sql, struct args args)
{
	const struct db_backend *be = cx->db->be;
	struct rows *rows;
	TRY(be->run(cx, sql, args, &rows));
	struct val *v = arena_array_of(cx->mem, struct val, (size_t)rows->columns);
	bool more = true;
	enum status s = be->next(cx, rows, &more);
	for (r->count = 0; !s && more; r->count++) {
		for (int c = 0; c < rows->columns; c++)
			v[c] = be->value(rows, c);
		s = r->each(cx, r->arg, v, rows->columns);
		if (!s)
			s = be->next(cx, rows, &more);
	}
	be->done(rows);
	return s;
}

enum status db_rows(struct cx *cx, const char *sql, struct args args,
		    enum status (*each)(struct cx *cx, void *arg, const struct val *v, int n), void *arg)
{
	const struct db_backend *be = cx->db->be;
	struct reading r = {.each = each, .arg = arg};
	if (!be->cursor)
		return read_rows(cx, &r, sql, args);
	TRY(db_exec(cx, NULL, arena_printf(cx->mem, "%s%s", be->cursor, sql), args));
	enum status s;
	do {
		s = read_rows(cx, &r, be->cursor_next, NO_ARGS);
	} while (!s && r.count);
	return s ? s : db_exec(cx, NULL, be->cursor_close, NO_ARGS);
}

struct newest {
	int64_t number;
};
static const struct field newest_fields[] = {FIELD(struct newest, number)};
static const struct record newest_record = RECORD(newest, newest_fields);

enum status db_schema(struct cx *cx, int64_t *out)
{
	struct newest n;
	TRY(db_one(cx, &newest_record, &n, "SELECT coalesce(max(number), 0) AS number FROM schema_version", NO_ARGS));
	*out = n.number;
	return STATUS_OK;
}

const char *db_engine(const struct db *db)
{
	return db->be->scheme;
}
