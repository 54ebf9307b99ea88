/*
 * db.h - SQL, on SQLite or PostgreSQL.
 *
 * A struct db is one connection and belongs to one thread.  SQL is written once
 * for both engines, with $1, $2, ... for arguments; values never become part of
 * the SQL text.  Text read from a row is copied into the arena of the call.
 *
 *     TRY(db_one(cx, &hazard_record, &h,
 *                "SELECT * FROM hazard WHERE id = $1", ARGS(V(id))));
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/cx.h"
#include "base/record.h"

struct db;

struct val {
	enum { VAL_NULL, VAL_INT, VAL_REAL, VAL_TEXT } kind;
	union {
		int64_t i;
		double r;
		const char *s;
	};
};

static inline struct val val_int(int64_t i) { return (struct val){.kind = VAL_INT, .i = i}; }
static inline struct val val_real(double r) { return (struct val){.kind = VAL_REAL, .r = r}; }
static inline struct val val_text(const char *s)
{
	return (struct val){.kind = s ? VAL_TEXT : VAL_NULL, .s = s};
}

/* A value of the SQL type that fits the C type of x; anything else won't compile. */
#define V(x)            \
	_Generic((x),   \
		bool: val_int, int: val_int, int64_t: val_int, double: val_real, \
		char *: val_text, const char *: val_text)(x)

struct args {
	const struct val *v;
	size_t n;
};
#define ARGS(...) ((struct args){(struct val[]){__VA_ARGS__}, sizeof((struct val[]){__VA_ARGS__}) / sizeof(struct val)})
#define NO_ARGS ((struct args){0})

/* url is "sqlite:PATH" or "postgres://...". */
enum status db_open(struct cx *cx, const char *url, struct db **out) MUST_CHECK;
void db_close(struct db *db);

/* Run a statement; *changed (may be NULL) gets the number of rows it touched. */
enum status db_exec(struct cx *cx, int64_t *changed, const char *sql, struct args args) MUST_CHECK;

/* Read exactly one row: NOT_FOUND when there is none, INTERNAL when there are more. */
enum status db_one(struct cx *cx, const struct record *rec, void *out,
		   const char *sql, struct args args) MUST_CHECK;
enum status db_all(struct cx *cx, const struct record *rec, struct list *out,
		   const char *sql, struct args args) MUST_CHECK;

/* Read row after row without keeping them: for exports and counts.  each may refuse, which ends the reading. */
enum status db_each(struct cx *cx, const struct record *rec, const char *sql, struct args args,
		    enum status (*each)(struct cx *cx, void *arg, const void *row), void *arg) MUST_CHECK;

/* A unit of work that writes is one transaction.  Dispatcher, jobs, verbs and timers call these, rooms never do. */
enum status db_begin(struct cx *cx) MUST_CHECK;
enum status db_begin_read(struct cx *cx) MUST_CHECK;    /* one unchanging view for several reads; end it with db_rollback */
enum status db_commit(struct cx *cx) MUST_CHECK;
void db_rollback(struct cx *cx);                        /* does nothing outside a transaction */

/* Part of a transaction that may be undone alone; not nested.  The group commit of SQLite's one writer uses them. */
enum status db_savepoint(struct cx *cx) MUST_CHECK;
enum status db_release(struct cx *cx) MUST_CHECK;
void db_undo(struct cx *cx);

/* Does this engine take one writer at a time (SQLite)?  Then the writes of many requests share a transaction. */
bool db_one_writer(const struct db *db);

#endif
