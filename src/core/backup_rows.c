/* backup_rows.c - the rows of a county as lines of JSON, packed: out of one engine, into either. */
#include "core/backup_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include "base/json.h"
#include "core/scratch.h"
#include "db/copy.h"

enum { FLUSH = 1 << 18, TELL = 50000, BATCH = 1000, MOST_AT_ONCE = 64, MAX_COLUMNS = 200 };

enum status backup_tell(struct cx *cx, const struct backup_progress *p, int64_t done, int64_t total, const char *what)
{
	return p && p->tell ? p->tell(cx, p->arg, done, total, words(cx, what)) : STATUS_OK;
}

/* ---- out ---- */

struct saving {
	gzFile file;
	struct buf lines;
	const struct db_column *columns;
	int64_t rows, all;
	const struct backup_progress *progress;
};

static enum status flush(struct cx *cx, struct saving *s)
{
	if (s->lines.n && gzwrite(s->file, s->lines.s, (unsigned)s->lines.n) != (int)s->lines.n)
		return cx_fail(cx, STATUS_INVALID, "cannot write the backup: %s", strerror(errno));
	s->lines.n = 0;
	return STATUS_OK;
}

static void write_value(struct jw *w, enum kind kind, const struct val *v)
{
	if (v->kind == VAL_NULL)
		jw_raw(w, NULL);
	else if (kind == KIND_TEXT)
		jw_text(w, v->s);
	else if (kind == KIND_INT && v->kind == VAL_TEXT)
		jw_raw(w, v->s);        /* PostgreSQL's digits */
	else if (kind == KIND_INT)
		jw_int(w, v->i);
	else
		jw_real(w, v->kind == VAL_REAL ? v->r : v->kind == VAL_INT ? (double)v->i : strtod(v->s, NULL));
}

/* SQLite lets a column hold what its type does not say: then the row is not what this program wrote. */
static enum status check_kind(struct cx *cx, const struct db_column *c, const struct val *v)
{
	bool fits = v->kind == VAL_NULL || v->kind == VAL_TEXT || (c->kind == KIND_INT && v->kind == VAL_INT) ||
		    (c->kind == KIND_REAL && v->kind != VAL_TEXT);
	return fits ? STATUS_OK : cx_fail(cx, STATUS_INTERNAL, "column %s holds a value of another kind", c->name);
}

static enum status save_row(struct cx *cx, void *arg, const struct val *v, int n)
{
	struct saving *s = arg;
	struct jw w = {.out = &s->lines};
	jw_begin(&w, '[');
	for (int i = 0; i < n; i++) {
		TRY(check_kind(cx, &s->columns[i], &v[i]));
		write_value(&w, s->columns[i].kind, &v[i]);
	}
	jw_end(&w);
	buf_add(&s->lines, "\n", 1);
	s->rows++;
	if (++s->all % TELL == 0)
		TRY(backup_tell(cx, s->progress, s->all, 0, "rows"));
	return s->lines.n > FLUSH ? flush(cx, s) : STATUS_OK;
}

static enum status save_table(struct cx *cx, struct saving *s, const char *table)
{
	struct list columns;
	struct buf sql;
	struct jw w = {.out = &s->lines};
	TRY(db_columns(cx, table, &columns));
	s->columns = columns.items;
	buf_init(&sql, cx->mem);
	jw_begin(&w, '{');
	jw_key(&w, "table");
	jw_text(&w, table);
	jw_key(&w, "columns");
	jw_begin(&w, '[');
	for (size_t i = 0; i < columns.count; i++) {
		jw_text(&w, s->columns[i].name);
		buf_printf(&sql, "%s\"%s\"", i ? ", " : "SELECT ", s->columns[i].name);
	}
	jw_end(&w);
	jw_end(&w);
	buf_add(&s->lines, "\n", 1);
	buf_printf(&sql, " FROM \"%s\" WHERE county = $1", table);
	s->rows = 0;
	return db_rows(cx, sql.s, ARGS(V(cx->county)), save_row, s);
}

static enum status save_all(struct cx *cx, struct saving *s, struct backup *out)
{
	struct texts tables;
	TRY(db_tables(cx, &tables));
	struct backup_table *t = arena_array_of(cx->mem, struct backup_table, tables.count);
	for (size_t i = 0; i < tables.count; i++) {
		TRY(save_table(cx, s, tables.items[i]));
		t[i] = (struct backup_table){tables.items[i], s->rows};
	}
	out->tables = (struct list){t, tables.count};
	out->rows = s->all;
	return flush(cx, s);
}

enum status rows_save(struct cx *cx, const char *path, const struct backup_progress *p, struct backup *out)
{
	struct saving s = {.progress = p};
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	s.file = fd < 0 ? NULL : gzdopen(dup(fd), "wb1");
	if (!s.file)
		return cx_fail(cx, STATUS_INVALID, "cannot use %s: %s", path, strerror(errno));
	buf_init(&s.lines, cx->mem);
	enum status st = save_all(cx, &s, out);
	if (gzclose(s.file) != Z_OK && !st)
		st = cx_fail(cx, STATUS_INVALID, "cannot write the backup: %s", strerror(errno));
	if (!st && fsync(fd) != 0)
		st = cx_fail(cx, STATUS_INVALID, "cannot write the backup: %s", strerror(errno));
	close(fd);
	return st;
}

/* ---- in ---- */

struct loading {
	gzFile file;
	char *line;
	size_t room;
	bool insert, ended;
	const struct backup *of;
	size_t table;                   /* which of of->tables comes next */
	int64_t rows, all;              /* of this table, of all */
	struct db_column columns[MAX_COLUMNS];
	char names[MAX_COLUMNS][64];
	size_t column_count;
	char table_name[64];
	json_t *waiting[MOST_AT_ONCE];
	size_t waiting_count, at_once;
	const struct backup_progress *progress;
};

static enum status damaged(struct cx *cx, const char *what)
{
	return cx_fail(cx, STATUS_INVALID, "the rows of the backup are damaged: %s", what);
}

/* The next line without its end; NULL at the end of the file. */
static enum status next_line(struct cx *cx, struct loading *l, const char **out, size_t *n)
{
	*out = NULL;
	for (*n = 0;;) {
		if (l->room - *n < FLUSH) {
			l->room = l->room ? 2 * l->room : (size_t)4 * FLUSH;
			l->line = realloc(l->line, l->room);
			if (!l->line)
				abort();
		}
		if (!gzgets(l->file, l->line + *n, (int)(l->room - *n)))
			break;
		*n += strlen(l->line + *n);
		if (l->line[*n - 1] == '\n') {
			l->line[--*n] = '\0';
			*out = l->line;
			return STATUS_OK;
		}
	}
	int fault;
	gzerror(l->file, &fault);
	return *n || (fault != Z_OK && fault != Z_STREAM_END) ? damaged(cx, "they end in the middle") : STATUS_OK;
}

static struct val value_of(const json_t *j, enum kind kind)
{
	if (json_is_null(j))
		return val_text(NULL);
	if (kind == KIND_TEXT)
		return val_text(json_string_value(j));
	return kind == KIND_INT ? val_int(json_integer_value(j)) : val_real(json_number_value(j));
}

static enum status insert_waiting(struct cx *cx, struct loading *l)
{
	struct buf sql;
	size_t n = 0;
	if (!l->waiting_count)
		return STATUS_OK;
	struct val *v = arena_array_of(cx->mem, struct val, l->waiting_count * l->column_count);
	buf_init(&sql, cx->mem);
	buf_printf(&sql, "INSERT INTO \"%s\" (", l->table_name);
	for (size_t c = 0; c < l->column_count; c++)
		buf_printf(&sql, "%s\"%s\"", c ? ", " : "", l->columns[c].name);
	buf_puts(&sql, ") VALUES ");
	for (size_t r = 0; r < l->waiting_count; r++) {
		for (size_t c = 0; c < l->column_count; c++) {
			buf_printf(&sql, "%s$%zu", c ? ", " : r ? "), (" : "(", n + 1);
			v[n++] = value_of(json_array_get(l->waiting[r], c), l->columns[c].kind);
		}
	}
	buf_puts(&sql, ")");
	enum status s = db_exec(cx, NULL, sql.s, (struct args){v, n});
	for (size_t r = 0; r < l->waiting_count; r++)
		json_decref(l->waiting[r]);
	l->waiting_count = 0;
	return s;
}

static enum status end_table(struct cx *cx, struct loading *l)
{
	TRY(insert_waiting(cx, l));
	if (l->table && l->rows != ((const struct backup_table *)l->of->tables.items)[l->table - 1].rows)
		return damaged(cx, arena_printf(cx->mem, "table %s has %" PRId64 " rows", l->table_name, l->rows));
	return STATUS_OK;
}

/* Table and columns become SQL, so they must be names that the database itself told us. */
static enum status match_columns(struct cx *cx, struct loading *l, const json_t *names)
{
	struct list known;
	TRY(db_columns(cx, l->table_name, &known));
	if (!known.count || !json_array_size(names) || json_array_size(names) > MAX_COLUMNS)
		return damaged(cx, arena_printf(cx->mem, words(cx, "there is no table %s of %zu columns"), l->table_name,
						json_array_size(names)));
	l->column_count = json_array_size(names);
	for (size_t i = 0; i < l->column_count; i++) {
		const char *name = json_string_value(json_array_get(names, i));
		const struct db_column *c = known.items, *end = c + known.count;
		while (c < end && (!name || strcmp(c->name, name) != 0))
			c++;
		if (c == end || strlen(c->name) >= sizeof l->names[i])
			return damaged(cx, arena_printf(cx->mem, "%s.%s", l->table_name, name ? name : ""));
		strcpy(l->names[i], c->name);
		l->columns[i] = (struct db_column){l->names[i], c->kind};
	}
	return STATUS_OK;
}

static enum status begin_table(struct cx *cx, struct loading *l, const json_t *line)
{
	TRY(end_table(cx, l));
	const char *name = json_string_value(json_object_get(line, "table"));
	const json_t *columns = json_object_get(line, "columns");
	if (l->table == l->of->tables.count || !name || strlen(name) >= sizeof l->table_name ||
	    strcmp(((const struct backup_table *)l->of->tables.items)[l->table].name, name) != 0)
		return damaged(cx, "not the tables that the manifest names");
	l->table++;
	l->rows = 0;
	strcpy(l->table_name, name);
	if (l->insert)
		return match_columns(cx, l, columns);
	l->column_count = json_array_size(columns);
	return STATUS_OK;
}

static enum status take_line(struct cx *cx, struct loading *l, json_t *line)
{
	if (json_is_object(line))
		return begin_table(cx, l, line);
	if (!json_is_array(line) || !l->table || json_array_size(line) != l->column_count)
		return damaged(cx, "a line is no row");
	l->rows++;
	l->all++;
	if (l->insert)
		l->waiting[l->waiting_count++] = json_incref(line);
	return l->waiting_count == l->at_once ? insert_waiting(cx, l) : STATUS_OK;
}

static enum status load_some(struct cx *cx, void *arg)
{
	struct loading *l = arg;
	for (int i = 0; i < BATCH; i++) {
		const char *text;
		size_t n;
		TRY(next_line(cx, l, &text, &n));
		if (!text) {
			l->ended = true;
			return end_table(cx, l);
		}
		json_t *line = json_loadb(text, n, 0, NULL);
		enum status s = line ? take_line(cx, l, line) : damaged(cx, "a line is not JSON");
		json_decref(line);
		TRY(s);
	}
	return backup_tell(cx, l->progress, l->all, l->of->rows, l->insert ? "rows restored" : "rows checked");
}

enum status rows_load(struct cx *cx, const char *path, const struct backup *of, bool insert,
		      const struct backup_progress *p)
{
	struct loading *l = arena_new_of(cx->mem, struct loading);
	*l = (struct loading){.file = gzopen(path, "rbe"), .insert = insert, .of = of, .progress = p};
	/* PostgreSQL is asked over a socket: many rows at once.  SQLite finds arguments by name: few. */
	l->at_once = insert && !db_one_writer(cx->db) ? MOST_AT_ONCE : 1;
	if (!l->file)
		return cx_fail(cx, STATUS_INVALID, "cannot use %s: %s", path, strerror(errno));
	enum status s = STATUS_OK;
	while (!s && !l->ended)
		s = cx_scratch(cx, load_some, l);
	if (!s && l->table != of->tables.count)
		s = damaged(cx, "tables are missing");
	for (size_t i = 0; i < l->waiting_count; i++)
		json_decref(l->waiting[i]);
	free(l->line);
	gzclose(l->file);
	return s;
}
