#include "db/backend.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct db_backend *const backends[] = {&db_sqlite, &db_postgres};

enum status db_open(struct cx *cx, const char *url, struct db **out)
{
	for (size_t i = 0; i < sizeof backends / sizeof *backends; i++) {
		size_t n = strlen(backends[i]->scheme);
		if (strncmp(url, backends[i]->scheme, n) == 0 && url[n] == ':')
			return backends[i]->open(cx, url, out);
	}
	return cx_fail(cx, STATUS_INVALID, "unknown kind of database: %s", url);
}

/* Eight bytes at a time: texts of statements are long. */
uint64_t db_hash(const char *s, size_t n)
{
	const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t h = n, word = 0;
	for (; n >= sizeof word; s += sizeof word, n -= sizeof word) {
		memcpy(&word, s, sizeof word);
		h = (h ^ word) * prime;
		h ^= h >> 32;
	}
	word = 0;
	memcpy(&word, s, n);
	h = (h ^ word) * prime;
	return h ^ h >> 32;
}

void db_close(struct db *db)
{
	if (db)
		db->be->close(db);
}

enum status db_exec(struct cx *cx, int64_t *changed, const char *sql, struct args args)
{
	const struct db_backend *be = cx->db->be;
	struct rows *r;
	TRY(be->run(cx, sql, args, &r));

	bool more = true;
	enum status s = STATUS_OK;
	while (!s && more)
		s = be->next(cx, r, &more);
	if (!s && changed)
		*changed = r->changed;
	be->done(r);
	return s;
}

/* The field each column goes to; a column the record does not know is a mistake in the SQL. */
static const struct field *const *map_columns(struct cx *cx, struct rows *r, const struct record *rec)
{
	const struct field **map = arena_array_of(cx->mem, const struct field *, (size_t)r->columns);
	bool known = true;
	size_t next = 0;        /* columns mostly come in the order of the fields */
	for (int c = 0; c < r->columns; c++) {
		const char *name = cx->db->be->name(r, c);
		for (size_t i = 0; i < rec->count && !map[c]; i++) {
			const struct field *f = &rec->fields[next];
			next = next + 1 == rec->count ? 0 : next + 1;
			if (strcmp(f->name, name) == 0)
				map[c] = f;
		}
		if (!map[c]) {
			cx_fail(cx, STATUS_INTERNAL, "column %s is not in record %s", name, rec->name);
			known = false;
		}
	}
	return known ? map : NULL;
}

enum status db_each(struct cx *cx, const struct record *rec, const char *sql, struct args args,
		    enum status (*each)(struct cx *cx, void *arg, const void *row), void *arg)
{
	const struct db_backend *be = cx->db->be;
	struct rows *r;
	TRY(be->run(cx, sql, args, &r));

	const struct field *const *map = map_columns(cx, r, rec);
	void *item = arena_alloc(cx->mem, rec->size);
	bool more = true;
	enum status s = map ? be->next(cx, r, &more) : STATUS_INTERNAL;
	while (!s && more) {
		be->read(r, map, item, NULL);
		s = each(cx, arg, item);
		if (!s)
			s = be->next(cx, r, &more);
	}
	be->done(r);
	return s;
}

enum status db_all(struct cx *cx, const struct record *rec, struct list *out, const char *sql, struct args args)
{
	const struct db_backend *be = cx->db->be;
	struct rows *r;
	TRY(be->run(cx, sql, args, &r));

	const struct field *const *map = map_columns(cx, r, rec);
	struct list l = {0};
	size_t room = 0;
	bool more = true;
	enum status s = map ? be->next(cx, r, &more) : STATUS_INTERNAL;
	while (!s && more) {
		if (l.count == room) {
			size_t was = room;
			room = !room ? 2 : room < 32 ? 4 * room : 2 * room;   /* most lists have one row */
			l.items = arena_grow(cx->mem, l.items, was * rec->size, room * rec->size);
		}
		void *item = memset((char *)l.items + l.count++ * rec->size, 0, rec->size);
		be->read(r, map, item, cx->mem);
		s = be->next(cx, r, &more);
	}
	be->done(r);
	if (!s)
		*out = l;
	return s;
}

enum status db_one(struct cx *cx, const struct record *rec, void *out, const char *sql, struct args args)
{
	struct list l;
	TRY(db_all(cx, rec, &l, sql, args));
	if (l.count == 0)
		return cx_fail(cx, STATUS_NOT_FOUND, "no such %s", rec->name);
	if (l.count > 1)
		return cx_fail(cx, STATUS_INTERNAL, "%zu rows of %s where one was meant", l.count, rec->name);
	memcpy(out, l.items, rec->size);
	return STATUS_OK;
}

static enum status begin(struct cx *cx, const char *how)
{
	assert(!cx->db->in_transaction);
	TRY(db_exec(cx, NULL, how, NO_ARGS));
	cx->db->in_transaction = true;
	return STATUS_OK;
}

enum status db_begin(struct cx *cx)
{
	return begin(cx, cx->db->be->begin_write);
}

enum status db_begin_read(struct cx *cx)
{
	return begin(cx, cx->db->be->begin_read);
}

enum status db_commit(struct cx *cx)
{
	TRY(db_exec(cx, NULL, "COMMIT", NO_ARGS));
	cx->db->in_transaction = false;
	return STATUS_OK;
}

void db_rollback(struct cx *cx)
{
	if (!cx->db->in_transaction)
		return;
	const char *error = cx->error, *field = cx->field;     /* keep the reason we are rolling back */
	(void)!db_exec(cx, NULL, "ROLLBACK", NO_ARGS);
	cx->db->in_transaction = false;
	cx->error = error;
	cx->field = field;
}

enum status db_savepoint(struct cx *cx)
{
	return db_exec(cx, NULL, "SAVEPOINT one", NO_ARGS);
}

enum status db_release(struct cx *cx)
{
	return db_exec(cx, NULL, "RELEASE SAVEPOINT one", NO_ARGS);
}

void db_undo(struct cx *cx)
{
	const char *error = cx->error, *field = cx->field;
	(void)!db_exec(cx, NULL, "ROLLBACK TO SAVEPOINT one", NO_ARGS);
	(void)!db_exec(cx, NULL, "RELEASE SAVEPOINT one", NO_ARGS);
	cx->error = error;
	cx->field = field;
}

bool db_one_writer(const struct db *db)
{
	return db->be == &db_sqlite;
}
