/* backup_restore.c - a backup becomes a county again, on either engine. */
#include "core/backup_inside.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "core/search.h"
#include "db/copy.h"
#include "db/migrate.h"

struct restoring {
	const char *source, *folder;
	const struct restore_options *o;
	struct backup *from;
	int64_t done;
};

static enum status check(struct cx *cx, struct restoring *r)
{
	struct texts faults = {0};
	TRY(backup_check(cx, r->source, r->folder, true, &r->o->progress, r->from, &faults));
	if (faults.count)
		return cx_fail(cx, STATUS_INVALID, "the backup is damaged: %s", faults.items[0]);
	return STATUS_OK;
}

/* The settings may have been written before; a fresh volume has its lost+found. */
static bool may_be_there(const char *name)
{
	return strcmp(name, "kuangan.conf") == 0 || strcmp(name, "lost+found") == 0;
}

static enum status check_empty(struct cx *cx, const char *data)
{
	struct texts names;
	TRY(folder_names(cx, data, &names));
	for (size_t i = 0; i < names.count; i++)
		if (!may_be_there(names.items[i]))
			return cx_fail(cx, STATUS_CONFLICT, "the folder %s is not empty: a backup is restored into a new one", data);
	return STATUS_OK;
}

/* It was empty before and shall be so again, so that the restore can be tried once more. */
static enum status clear_folder(struct cx *cx, const char *data, enum status why)
{
	struct texts names;
	db_close(cx->db);
	cx->db = NULL;
	if (folder_names(cx, data, &names))
		return why;
	for (size_t i = 0; i < names.count; i++)
		if (!may_be_there(names.items[i]))
			folder_remove(arena_printf(cx->mem, "%s/%s", data, names.items[i]));
	return why;
}

static int64_t number_of(const struct embedded *file)
{
	return strtoll(file->name, NULL, 10);
}

/* The schema that the backup was made with: its rows fit that one, and the migrations after it change them as well. */
static enum status make_schema(struct cx *cx, int64_t schema)
{
	size_t n = 0, upto = 0;
	while (embedded_migrations[n].name)
		n++;
	struct embedded *list = arena_array_of(cx->mem, struct embedded, n + 1);
	while (upto < n && number_of(&embedded_migrations[upto]) <= schema) {
		list[upto] = embedded_migrations[upto];
		upto++;
	}
	if (!upto || number_of(&embedded_migrations[upto - 1]) != schema)
		return cx_fail(cx, STATUS_INVALID, "the backup was made by a newer program than this one");
	return db_migrate(cx, list, NULL);
}

struct one {
	int64_t n;
};
static const struct field one_fields[] = {FIELD(struct one, n)};
static const struct record one_record = RECORD(one, one_fields);

static enum status count(struct cx *cx, const char *sql, int64_t *out)
{
	struct one one;
	TRY(db_one(cx, &one_record, &one, sql, ARGS(V(cx->county))));
	*out = one.n;
	return STATUS_OK;
}

/* A file of SQLite holds one county; a database that counties share must only not hold this one. */
static enum status check_vacant(struct cx *cx)
{
	int64_t n;
	TRY(count(cx, db_one_writer(cx->db) ? "SELECT count(*) AS n FROM county WHERE $1 > 0"
					    : "SELECT count(*) AS n FROM county WHERE county = $1", &n));
	return n ? cx_fail(cx, STATUS_CONFLICT, "the county %" PRId64 " is in the database already", cx->county) : STATUS_OK;
}

/* The index of words is made anew from what is searched; a backup that was being made is not made again here. */
static enum status settle(struct cx *cx)
{
	TRY(db_exec(cx, NULL, "UPDATE search_doc SET pending = 1, held = 0, indexed = '' WHERE county = $1",
		    ARGS(V(cx->county))));
	return db_exec(cx, NULL,
		       "UPDATE job SET state = 'cancelled', finished = $1"
		       " WHERE county = $2 AND kind = 'backup' AND state IN ('queued', 'running')",
		       ARGS(V(cx->now), V(cx->county)));
}

static enum status load_rows(struct cx *cx, struct restoring *r)
{
	TRY(db_begin(cx));
	const char *path = arena_printf(cx->mem, "%s/database.jsonl.gz", r->folder);
	enum status s = rows_load(cx, path, r->from, true, &r->o->progress);
	if (!s)
		s = settle(cx);
	if (!s)
		s = db_commit(cx);
	if (s)
		db_rollback(cx);
	return s;
}

static enum status index_words(struct cx *cx, const struct restoring *r)
{
	int64_t waiting, before;
	TRY(count(cx, "SELECT count(*) AS n FROM search_doc WHERE county = $1 AND pending = 1", &waiting));
	do {
		before = waiting;
		TRY(backup_tell(cx, &r->o->progress, waiting, 0, "words to index"));
		TRY(search_index(cx));
		TRY(count(cx, "SELECT count(*) AS n FROM search_doc WHERE county = $1 AND pending = 1", &waiting));
	} while (waiting && waiting < before);
	return STATUS_OK;
}

static enum status bring_file(struct cx *cx, void *arg, const char *hash, int64_t size)
{
	struct restoring *r = arg;
	(void)size;
	const char *from, *to;
	TRY(evidence_place(cx, arena_printf(cx->mem, "%s/evidence", r->source), hash, false, &from));
	if (++r->done % 100 == 0)
		TRY(backup_tell(cx, &r->o->progress, r->done, r->from->files, "evidence"));
	if (access(from, F_OK) != 0)    /* it was missing when the backup was made, and check() knows */
		return STATUS_OK;
	TRY(evidence_place(cx, arena_printf(cx->mem, "%s/evidence", r->o->data), hash, true, &to));
	return file_link(cx, from, to);
}

static enum status bring_files(struct cx *cx, struct restoring *r)
{
	static const char *const folders[] = {"", "/tmp", "/keys"};
	struct texts keys;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		TRY(folder_make(cx, arena_printf(cx->mem, "%s%s", r->o->data, folders[i])));
	TRY(folder_names(cx, arena_printf(cx->mem, "%s/keys", r->folder), &keys));
	for (size_t i = 0; i < keys.count; i++)
		TRY(file_copy(cx, arena_printf(cx->mem, "%s/keys/%s", r->folder, keys.items[i]),
			      arena_printf(cx->mem, "%s/keys/%s", r->o->data, keys.items[i]), 0600));
	const char *settings = arena_printf(cx->mem, "%s/kuangan.conf", r->folder);
	if (access(settings, F_OK) == 0)        /* under another name: it speaks of another place */
		TRY(file_copy(cx, settings, arena_printf(cx->mem, "%s/kuangan.conf.backup", r->o->data), 0600));
	return evidence_each(cx, r->folder, bring_file, r);
}

static enum status bring_all(struct cx *cx, struct restoring *r)
{
	TRY(db_open(cx, r->o->database, &cx->db));
	TRY(make_schema(cx, r->from->schema));
	TRY(check_vacant(cx));
	TRY(bring_files(cx, r));
	TRY(load_rows(cx, r));
	TRY(db_migrate(cx, embedded_migrations, NULL));
	return index_words(cx, r);
}

enum status backup_restore(struct cx *cx, const char *source, const char *name, const struct restore_options *o,
			   struct backup *out)
{
	TRY(backup_pick(cx, source, name, out));
	struct restoring r = {.source = source, .o = o, .from = out,
			      .folder = arena_printf(cx->mem, "%s/%s", source, out->name)};
	TRY(check(cx, &r));
	TRY(check_empty(cx, o->data));
	cx->county = out->county;
	cx->data = o->data;
	cx->db = NULL;
	TRY(folder_make(cx, o->data));
	enum status s = bring_all(cx, &r);
	return s ? clear_folder(cx, o->data, s) : STATUS_OK;
}
