#include "core/backup_inside.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/day.h"
#include "base/json.h"
#include "core/county.h"
#include "core/ledger.h"
#include "core/scratch.h"
#include "db/copy.h"
#include "db/db.h"

static const struct field table_fields[] = {
	FIELD(struct backup_table, name, .flags = REQUIRED, .max = 63),
	FIELD(struct backup_table, rows, .flags = REQUIRED, .max = INT64_MAX),
};
static const struct record table_record = RECORD(backup_table, table_fields);

#define FIELDS                                                                                    \
	FIELD(struct backup, format, .flags = REQUIRED), FIELD(struct backup, schema, .flags = REQUIRED), \
	FIELD(struct backup, program, .flags = REQUIRED), FIELD(struct backup, engine, .flags = REQUIRED), \
	FIELD(struct backup, county, .flags = REQUIRED), FIELD(struct backup, county_name, .flags = REQUIRED), \
	FIELD(struct backup, at, .flags = REQUIRED | TIME, .zh = "时间", .en = "made"), \
	FIELD(struct backup, rows, .flags = REQUIRED, .zh = "记录数", .en = "rows"), \
	FIELD(struct backup, files, .flags = REQUIRED, .zh = "文件数", .en = "files"), \
	FIELD(struct backup, bytes, .flags = REQUIRED, .zh = "字节数", .en = "bytes"), \
	FIELD(struct backup, ledger_size, .flags = REQUIRED), FIELD(struct backup, ledger_root), \
	FIELD(struct backup, ledger_key), FIELD(struct backup, faults)

static const struct field manifest_fields[] = {
	FIELDS, FIELD(struct backup, tables, .flags = REQUIRED, .of = &table_record, .max = 1000),
};
const struct record backup_manifest = RECORD(backup, manifest_fields);

static const struct field backup_fields[] = {FIELD(struct backup, name, .zh = "备份", .en = "backup"), FIELDS};
const struct record backup_record = RECORD(backup, backup_fields);

struct making {
	const char *target, *folder, *pool;     /* folder: where it is put together */
	const struct backup_options *o;
	struct backup *out;
	FILE *list;
	int64_t done, total;
	const char *hash;               /* of the file at hand */
	int64_t size;
};

static const char *in(struct cx *cx, const struct making *m, const char *name)
{
	return arena_printf(cx->mem, "%s/%s", m->folder, name);
}

void fault_add(struct cx *cx, struct texts *faults, const char *text)
{
	if (!faults->items)
		faults->items = arena_array_of(cx->mem, const char *, BACKUP_FAULTS);
	if (faults->count < BACKUP_FAULTS)
		faults->items[faults->count++] = arena_strdup(cx->mem, text);
}

/* ---- what is in the database ---- */

struct file_row {
	const char *hash;
	int64_t size;
};
static const struct field file_fields[] = {FIELD(struct file_row, hash), FIELD(struct file_row, size)};
static const struct record file_record = RECORD(file_row, file_fields);

static enum status list_file(struct cx *cx, void *arg, const void *row)
{
	struct making *m = arg;
	const struct file_row *r = row;
	m->total++;
	if (fprintf(m->list, "%s %" PRId64 "\n", r->hash, r->size) < 0)
		return cx_fail(cx, STATUS_INVALID, "cannot write the backup: %s", "evidence.list");
	return STATUS_OK;
}

static enum status list_evidence(struct cx *cx, struct making *m)
{
	m->list = fopen(in(cx, m, "evidence.list"), "wxe");
	if (!m->list)
		return cx_fail(cx, STATUS_INVALID, "cannot write the backup: %s", "evidence.list");
	enum status s = db_each(cx, &file_record, "SELECT hash, size FROM evidence WHERE county = $1 ORDER BY hash",
				ARGS(V(cx->county)), list_file, m);
	if ((fflush(m->list) != 0 || fsync(fileno(m->list)) != 0) && !s)
		s = cx_fail(cx, STATUS_INVALID, "cannot write the backup: %s", "evidence.list");
	fclose(m->list);
	return s;
}

static enum status read_database(struct cx *cx, struct making *m)
{
	struct backup *b = m->out;
	struct county c;
	struct ledger_head head;
	TRY(rows_save(cx, in(cx, m, "database.jsonl.gz"), &m->o->progress, b));
	TRY(list_evidence(cx, m));
	TRY(county_get(cx, &c));
	TRY(ledger_newest(cx, &head));
	TRY(db_schema(cx, &b->schema));
	b->format = BACKUP_FORMAT;
	b->program = KUANGAN_VERSION;
	b->engine = db_engine(cx->db);
	b->county = cx->county;
	b->county_name = c.name;
	b->at = cx->now;
	b->ledger_size = head.size;
	b->ledger_root = head.root;
	b->ledger_key = head.key;
	return STATUS_OK;
}

static enum status read_snapshot(struct cx *cx, struct making *m)
{
	TRY(db_begin_read(cx));
	enum status s = read_database(cx, m);
	db_rollback(cx);
	return s;
}

/* ---- what is in files ---- */

/* A name that is there with that size was checked when it came. */
static bool have(const char *path, int64_t size)
{
	struct stat st;
	return stat(path, &st) == 0 && st.st_size == size;
}

static enum status save_file(struct cx *cx, void *arg)
{
	const struct making *m = arg;
	const char *from, *to;
	char sum[HASH_HEX];
	int64_t size;
	TRY(evidence_place(cx, m->pool, m->hash, true, &to));
	if (have(to, m->size))
		return STATUS_OK;
	TRY(evidence_place(cx, arena_printf(cx->mem, "%s/evidence", cx->data), m->hash, false, &from));
	unlink(to);
	TRY(file_link(cx, from, to));
	TRY(file_sum(cx, to, sum, &size));
	if (strcmp(sum, m->hash) == 0 && size == m->size)
		return STATUS_OK;
	unlink(to);
	return cx_fail(cx, STATUS_INVALID, "the file %s is damaged", m->hash);
}

static enum status each_file(struct cx *cx, void *arg, const char *hash, int64_t size)
{
	struct making *m = arg;
	m->hash = hash;
	m->size = size;
	if (++m->done % 100 == 0)
		TRY(backup_tell(cx, &m->o->progress, m->done, m->total, "evidence"));
	enum status s = cx_scratch(cx, save_file, m);
	if (!s) {
		m->out->files++;
		m->out->bytes += size;
	} else if (s == STATUS_NOT_FOUND || s == STATUS_INVALID) {      /* the rest is saved all the same */
		fault_add(cx, &m->out->faults, cx->error);
		cx_forget(cx);
		s = STATUS_OK;
	}
	return s;
}

static enum status save_keys(struct cx *cx, struct making *m)
{
	struct texts names;
	const char *from = arena_printf(cx->mem, "%s/keys", cx->data);
	TRY(folder_names(cx, from, &names));
	TRY(folder_make(cx, in(cx, m, "keys")));
	for (size_t i = 0; i < names.count; i++)
		TRY(file_copy(cx, arena_printf(cx->mem, "%s/%s", from, names.items[i]),
			      arena_printf(cx->mem, "%s/keys/%s", m->folder, names.items[i]), 0600));
	const char *settings = m->o->settings ? m->o->settings : arena_printf(cx->mem, "%s/kuangan.conf", cx->data);
	if (access(settings, F_OK) == 0)
		TRY(file_copy(cx, settings, in(cx, m, "kuangan.conf"), 0600));
	return STATUS_OK;
}

static enum status sum_into(struct cx *cx, const struct making *m, const char *name, struct buf *sums)
{
	char hex[HASH_HEX];
	int64_t size;
	TRY(file_sum(cx, in(cx, m, name), hex, &size));
	buf_printf(sums, "%s  %s\n", hex, name);
	return STATUS_OK;
}

static enum status write_sums(struct cx *cx, const struct making *m)
{
	struct texts top, keys;
	struct buf sums;
	buf_init(&sums, cx->mem);
	TRY(folder_names(cx, m->folder, &top));
	TRY(folder_names(cx, in(cx, m, "keys"), &keys));
	for (size_t i = 0; i < top.count; i++)
		if (strcmp(top.items[i], "keys") != 0)
			TRY(sum_into(cx, m, top.items[i], &sums));
	for (size_t i = 0; i < keys.count; i++)
		TRY(sum_into(cx, m, arena_printf(cx->mem, "keys/%s", keys.items[i]), &sums));
	return file_write(cx, in(cx, m, "SHA256SUMS"), sums.s, sums.n);
}

static enum status write_manifest(struct cx *cx, const struct making *m)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_record(&w, &backup_manifest, m->out);
	buf_puts(&b, "\n");
	return file_write(cx, in(cx, m, "manifest.json"), b.s, b.n);
}

/* ---- the whole ---- */

static enum status put_together(struct cx *cx, struct making *m)
{
	TRY(folder_make(cx, m->folder));
	TRY(read_snapshot(cx, m));
	TRY(save_keys(cx, m));
	TRY(folder_make(cx, m->pool));
	TRY(evidence_each(cx, m->folder, each_file, m));
	TRY(write_manifest(cx, m));
	TRY(write_sums(cx, m));
	struct backup again = {0};
	struct texts faults = {0};
	TRY(backup_check(cx, m->target, m->folder, false, &m->o->progress, &again, &faults));
	if (faults.count)
		return cx_fail(cx, STATUS_INTERNAL, "the backup does not read as it was written: %s", faults.items[0]);
	TRY(folder_sync(cx, in(cx, m, "keys")));
	return folder_sync(cx, m->folder);
}

/* Its time, and where that is taken a number after it. */
static const char *free_name(struct cx *cx, const char *target)
{
	enum { LAST = 99 };
	char at[32];
	time_print(cx->now, at);
	const char *name = arena_printf(cx->mem, "%.4s%.2s%.2s-%.2s%.2s%.2s", at, at + 5, at + 8, at + 11, at + 14, at + 17);
	const char *tried = name;
	for (int i = 2; i <= LAST && access(arena_printf(cx->mem, "%s/%s", target, tried), F_OK) == 0; i++)
		tried = arena_printf(cx->mem, "%s-%02d", name, i);
	return tried;
}

/* What a backup that was cut off has left: nobody else works here, we hold the lock. */
static enum status sweep(struct cx *cx, const char *target)
{
	struct texts names;
	TRY(folder_names(cx, target, &names));
	for (size_t i = 0; i < names.count; i++)
		if (strncmp(names.items[i], ".part-", 6) == 0)
			folder_remove(arena_printf(cx->mem, "%s/%s", target, names.items[i]));
	return STATUS_OK;
}

static enum status rotate(struct cx *cx, const char *target, int64_t keep)
{
	struct list l;
	TRY(backup_list(cx, target, &l));
	for (size_t i = (size_t)keep; keep > 0 && i < l.count; i++)
		folder_remove(arena_printf(cx->mem, "%s/%s", target, ((struct backup *)l.items)[i].name));
	return STATUS_OK;
}

static enum status make(struct cx *cx, const char *target, const struct backup_options *o, struct backup *out)
{
	TRY(sweep(cx, target));
	*out = (struct backup){.name = free_name(cx, target)};
	struct making m = {.target = target, .o = o, .out = out, .pool = arena_printf(cx->mem, "%s/evidence", target),
			   .folder = arena_printf(cx->mem, "%s/.part-%s", target, out->name)};
	enum status s = put_together(cx, &m);
	const char *whole = arena_printf(cx->mem, "%s/%s", target, out->name);
	if (!s && rename(m.folder, whole) != 0)
		s = cx_fail(cx, STATUS_INVALID, "cannot write the backup: %s", whole);
	if (s) {
		folder_remove(m.folder);
		return s;
	}
	TRY(folder_sync(cx, target));
	return rotate(cx, target, o->keep);
}

enum status backup_make(struct cx *cx, const char *target, const struct backup_options *o, struct backup *out)
{
	int lock;
	TRY(folder_make(cx, target));
	TRY(file_lock(cx, arena_printf(cx->mem, "%s/.lock", target), &lock));
	enum status s = make(cx, target, o, out);
	close(lock);
	return s;
}
