/* backup_check.c - which backups there are, and whether one is whole. */
#include "core/backup_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/json.h"
#include "core/scratch.h"

static enum status read_manifest(struct cx *cx, const char *folder, struct backup *out)
{
	const char *bytes;
	size_t n;
	TRY(file_read(cx, arena_printf(cx->mem, "%s/manifest.json", folder), &bytes, &n));
	TRY(record_read(cx, &backup_manifest, bytes, n, out));
	if (out->format != BACKUP_FORMAT)
		return cx_fail(cx, STATUS_INVALID, "the backup has form %" PRId64 ", which this program does not know", out->format);
	return STATUS_OK;
}

static void clear(struct cx *cx, struct backup *b, const char *name)
{
	*b = (struct backup){.name = name, .program = "", .engine = "", .county_name = ""};
	fault_add(cx, &b->faults, arena_printf(cx->mem, "%s: %s", words(cx, "the manifest cannot be read"), cx->error));
	cx_forget(cx);
}

enum status backup_list(struct cx *cx, const char *target, struct list *out)
{
	struct texts names;
	TRY(folder_names(cx, target, &names));
	struct backup *b = arena_array_of(cx->mem, struct backup, names.count);
	*out = (struct list){.items = b};
	for (size_t i = names.count; i-- > 0;) {
		const char *name = names.items[i];
		if (name[0] < '0' || name[0] > '9')     /* the pool, the lock, one being made */
			continue;
		struct backup *one = &b[out->count++];
		if (read_manifest(cx, arena_printf(cx->mem, "%s/%s", target, name), one))
			clear(cx, one, name);
		one->name = name;
	}
	return STATUS_OK;
}

enum status backup_pick(struct cx *cx, const char *target, const char *name, struct backup *out)
{
	struct list l;
	TRY(backup_list(cx, target, &l));
	for (size_t i = 0; i < l.count; i++) {
		*out = ((struct backup *)l.items)[i];
		if (!name || strcmp(out->name, name) == 0)
			return STATUS_OK;
	}
	return name ? cx_fail(cx, STATUS_NOT_FOUND, "there is no backup %s in %s", name, target)
		    : cx_fail(cx, STATUS_NOT_FOUND, "there is no backup in %s", target);
}

enum status evidence_each(struct cx *cx, const char *folder,
			  enum status (*fn)(struct cx *cx, void *arg, const char *hash, int64_t size), void *arg)
{
	char line[128] = "";
	FILE *f = fopen(arena_printf(cx->mem, "%s/evidence.list", folder), "re");
	enum status s = f ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "cannot open %s", "evidence.list");
	while (!s && fgets(line, sizeof line, f)) {
		struct hash h;
		char *end;
		line[64] = '\0';
		int64_t size = strtoll(line + 65, &end, 10);
		bool fine = hash_parse(line, &h) && *end == '\n';
		s = fine ? fn(cx, arg, line, size) : cx_fail(cx, STATUS_INVALID, "not a line of evidence.list: %s", line);
	}
	if (f)
		fclose(f);
	return s;
}

struct checking {
	const char *pool;
	bool deep;
	const struct backup_progress *progress;
	const struct backup *of;
	struct texts *faults;
	const char *hash;
	int64_t size;
	int64_t lines, missing;
};

static enum status check_file(struct cx *cx, void *arg)
{
	const struct checking *c = arg;
	const char *path;
	char sum[HASH_HEX];
	struct stat st;
	int64_t size;
	TRY(evidence_place(cx, c->pool, c->hash, false, &path));
	if (stat(path, &st) != 0)
		return cx_fail(cx, STATUS_NOT_FOUND, "the file %s is missing from the store", c->hash);
	if (st.st_size != c->size)
		return cx_fail(cx, STATUS_INVALID, "the file %s is damaged", c->hash);
	if (!c->deep)
		return STATUS_OK;
	TRY(file_sum(cx, path, sum, &size));
	return strcmp(sum, c->hash) == 0 ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "the file %s is damaged", c->hash);
}

static bool known_before(const struct backup *b, const char *hash)
{
	for (size_t i = 0; i < b->faults.count; i++)
		if (strstr(b->faults.items[i], hash))
			return true;
	return b->faults.count == BACKUP_FAULTS;        /* there were more than are listed */
}

static enum status check_evidence(struct cx *cx, void *arg, const char *hash, int64_t size)
{
	struct checking *c = arg;
	c->hash = hash;
	c->size = size;
	if (++c->lines % 100 == 0)
		TRY(backup_tell(cx, c->progress, c->lines, c->of->files, "evidence checked"));
	enum status s = cx_scratch(cx, check_file, c);
	if (s == STATUS_NOT_FOUND && known_before(c->of, hash))
		c->missing++;
	else if (s == STATUS_NOT_FOUND || s == STATUS_INVALID)
		fault_add(cx, c->faults, cx->error);
	else
		return s;
	cx_forget(cx);
	return STATUS_OK;
}

static enum status check_sum(struct cx *cx, const char *folder, const char *sum, const char *name, struct texts *faults)
{
	char hex[HASH_HEX];
	int64_t size;
	enum status s = file_sum(cx, arena_printf(cx->mem, "%s/%s", folder, name), hex, &size);
	if (s)
		fault_add(cx, faults, cx->error);
	else if (strcmp(hex, sum) != 0)
		fault_add(cx, faults, arena_printf(cx->mem, words(cx, "the file %s is damaged"), name));
	cx_forget(cx);
	return STATUS_OK;
}

/* Every line "HASH  NAME"; and that the ones which must be there are among them. */
static enum status check_sums(struct cx *cx, const char *folder, struct texts *faults)
{
	static const char *const wanted[] = {"manifest.json", "database.jsonl.gz", "evidence.list"};
	enum { WANTED = sizeof wanted / sizeof *wanted };
	const char *bytes;
	size_t n, seen = 0;
	TRY(file_read(cx, arena_printf(cx->mem, "%s/SHA256SUMS", folder), &bytes, &n));
	char *rest = arena_strdup(cx->mem, bytes);
	for (char *line; (line = strsep(&rest, "\n")) && *line;) {
		if (strlen(line) < HASH_HEX + 2 || line[HASH_HEX] != ' ')
			return cx_fail(cx, STATUS_INVALID, "not a line of SHA256SUMS: %s", line);
		const char *name = line + HASH_HEX + 1;
		line[HASH_HEX - 1] = '\0';
		for (size_t i = 0; i < WANTED; i++)
			seen += strcmp(wanted[i], name) == 0;
		TRY(check_sum(cx, folder, line, name, faults));
	}
	if (seen != WANTED)
		fault_add(cx, faults, words(cx, "SHA256SUMS does not name every file"));
	return STATUS_OK;
}

static enum status check_all(struct cx *cx, const char *folder, struct checking *c, struct backup *out)
{
	TRY(check_sums(cx, folder, c->faults));
	const char *name = out->name;
	TRY(read_manifest(cx, folder, out));
	out->name = name;
	TRY(rows_load(cx, arena_printf(cx->mem, "%s/database.jsonl.gz", folder), out, false, c->progress));
	TRY(evidence_each(cx, folder, check_evidence, c));
	if (c->lines - c->missing < out->files)
		fault_add(cx, c->faults, words(cx, "evidence.list does not name every file"));
	return STATUS_OK;
}

enum status backup_check(struct cx *cx, const char *target, const char *folder, bool deep,
			 const struct backup_progress *p, struct backup *out, struct texts *faults)
{
	struct checking c = {.pool = arena_printf(cx->mem, "%s/evidence", target), .deep = deep, .progress = p, .of = out,
			     .faults = faults};
	enum status s = check_all(cx, folder, &c, out);
	if (s == STATUS_NOT_FOUND || s == STATUS_INVALID) {     /* what cannot be read is a fault of the backup */
		fault_add(cx, faults, cx->error);
		cx_forget(cx);
		s = STATUS_OK;
	}
	return s;
}

enum status backup_verify(struct cx *cx, const char *target, const char *name, struct backup *out, struct texts *faults)
{
	*faults = (struct texts){0};
	TRY(backup_pick(cx, target, name, out));
	return backup_check(cx, target, arena_printf(cx->mem, "%s/%s", target, out->name), true, NULL, out, faults);
}
