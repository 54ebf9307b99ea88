/* evidence_verify.c - every file again from first byte to last. */
#include "core/evidence.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "base/hash.h"
#include "core/blob.h"
#include "core/ledger.h"
#include "core/scratch.h"
#include "db/db.h"

enum { BATCH = 200, WORDS = 20 };

/* What never changes of a file's row, whoever brought it. */
static const struct field fixed_fields[] = {
	FIELD(struct evidence, hash), FIELD(struct evidence, size), FIELD(struct evidence, type),
};
static const struct record fixed_record = RECORD(evidence, fixed_fields);

/* The entry of one who brought the same bytes again has his name for them: so compare what is fixed, and not all. */
enum status evidence_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	json_t *data = json_loads(last->data.s, 0, NULL);
	struct evidence e = {.size = json_integer_value(json_object_get(data, "size"))};
	const char *hash = json_string_value(json_object_get(data, "hash")),
		   *type = json_string_value(json_object_get(data, "type"));
	e.hash = hash ? arena_strdup(cx->mem, hash) : "";
	e.type = type ? arena_strdup(cx->mem, type) : "";
	json_decref(data);
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_record(&w, &fixed_record, &e);
	struct ledger_entry fixed = *last;
	fixed.data.s = b.s;
	struct list l;
	TRY(db_all(cx, &fixed_record, &l, "SELECT hash, size, type FROM evidence WHERE county = $1 AND hash = $2",
		   ARGS(V(cx->county), V(e.hash))));
	return ledger_compare(cx, &fixed, &fixed_record, l.count ? l.items : NULL, why);
}

struct verifying {
	struct arena *mem;
	struct evidence_report *report;
	const char **words;
	char after[HASH_HEX];   /* the last hash that was looked at */
	bool more;
	const struct evidence *file;
	const char *stray;
};

static void fault(struct verifying *v, const struct cx *cx, const char *what, const char *hash)
{
	char text[300];
	snprintf(text, sizeof text, "%s: %s", hash, words(cx, what));
	if (v->report->faults < WORDS)
		v->words[v->report->faults] = arena_strdup(v->mem, text);
	v->report->faults++;
}

static enum status check_file(struct cx *cx, void *arg)
{
	struct verifying *v = arg;
	const struct evidence *e = v->file;
	const char *path;
	const void *bytes;
	size_t n;
	enum status s = blob_folder.get(cx, e->hash, &path);
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		fault(v, cx, "the file is missing", e->hash);
		return STATUS_OK;
	}
	TRY(s);
	TRY(blob_map(cx, path, &bytes, &n));
	struct hash h;
	char hex[HASH_HEX];
	hash_bytes(HASH_SHA256, bytes, n, &h);
	if (strcmp(hash_print(&h, hex), e->hash) != 0)
		fault(v, cx, "the file was changed", e->hash);
	else if ((int64_t)n != e->size)
		fault(v, cx, "the row tells another size", e->hash);
	v->report->files++;
	v->report->bytes += (int64_t)n;
	return STATUS_OK;
}

static enum status check_rows(struct cx *cx, void *arg)
{
	struct verifying *v = arg;
	struct list l;
	TRY(db_all(cx, &evidence_record_of, &l,
		   "SELECT hash, size FROM evidence WHERE county = $1 AND hash > $2 ORDER BY hash LIMIT $3",
		   ARGS(V(cx->county), V((const char *)v->after), V((int64_t)BATCH))));
	for (size_t i = 0; i < l.count; i++) {
		v->file = &((struct evidence *)l.items)[i];
		TRY(cx_scratch(cx, check_file, v));
		snprintf(v->after, sizeof v->after, "%s", v->file->hash);
	}
	v->more = l.count == BATCH;
	return STATUS_OK;
}

static enum status look_up(struct cx *cx, void *arg)
{
	struct verifying *v = arg;
	struct list l;
	TRY(db_all(cx, &evidence_record_of, &l, "SELECT hash FROM evidence WHERE county = $1 AND hash = $2",
		   ARGS(V(cx->county), V(v->stray))));
	v->report->strays += l.count == 0;
	return STATUS_OK;
}

static enum status check_stray(struct cx *cx, void *arg, const char *hash)
{
	struct verifying *v = arg;
	v->stray = hash;
	return cx_scratch(cx, look_up, v);
}

enum status evidence_verify(struct cx *cx, struct evidence_report *out)
{
	*out = (struct evidence_report){0};
	struct verifying v = {
		.mem = cx->mem, .report = out, .words = arena_array_of(cx->mem, const char *, WORDS), .more = true};
	while (v.more)
		TRY(cx_scratch(cx, check_rows, &v));
	TRY(blob_folder.each(cx, check_stray, &v));
	out->words.items = v.words;
	out->words.count = (size_t)(out->faults < WORDS ? out->faults : WORDS);
	return STATUS_OK;
}
