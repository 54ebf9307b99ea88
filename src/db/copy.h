/*
 * copy.h - whole tables, whatever is in them: for backups and for moves from one engine to the other.
 */
#ifndef DB_COPY_H
#define DB_COPY_H

#include "db/db.h"

struct db_column {
	const char *name;
	enum kind kind;         /* KIND_INT, KIND_REAL or KIND_TEXT */
};

/* Every table that holds rows of a county, by name: not the schema's versions, and not the index of words (text.h),
 * which is made from other tables. */
enum status db_tables(struct cx *cx, struct texts *out) MUST_CHECK;

/* The columns of a table in their order: struct db_column. */
enum status db_columns(struct cx *cx, const char *table, struct list *out) MUST_CHECK;

/* Read row after row, however many there are, inside db_begin_read(); the values live until the next row.  An integer
 * may come as text (PostgreSQL): the column says what it is. */
enum status db_rows(struct cx *cx, const char *sql, struct args args,
		    enum status (*each)(struct cx *cx, void *arg, const struct val *v, int n), void *arg) MUST_CHECK;

/* The number of the newest migration that was applied. */
enum status db_schema(struct cx *cx, int64_t *out) MUST_CHECK;

/* "sqlite" or "postgres". */
const char *db_engine(const struct db *db);

#endif
