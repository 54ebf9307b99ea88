#include "core/evidence.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "core/blob.h"
#include "core/job.h"
#include "core/ledger.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/writer.h"
#include "proto/exif.h"
#include "proto/picture.h"
#include "proto/sniff.h"

#define COLUMNS "hash, size, type, name, person, org, at, width, height, taken_at, located, lat, lon, thumb"

static const struct field fields[] = {
	FIELD(struct evidence, hash),
	FIELD(struct evidence, size, .zh = "大小", .en = "size"),
	FIELD(struct evidence, type, .zh = "类型", .en = "type"),
	FIELD(struct evidence, name, .zh = "文件名", .en = "name"),
	FIELD(struct evidence, person),
	FIELD(struct evidence, org),
	FIELD(struct evidence, at, .flags = TIME, .zh = "上传时间", .en = "brought at"),
	FIELD(struct evidence, width),
	FIELD(struct evidence, height),
	FIELD(struct evidence, taken_at, .flags = TIME, .zh = "拍摄时间", .en = "taken at"),
	FIELD(struct evidence, located),
	FIELD(struct evidence, lat, .zh = "纬度", .en = "latitude"),
	FIELD(struct evidence, lon, .zh = "经度", .en = "longitude"),
	FIELD(struct evidence, thumb, .flags = SECRET),
};
const struct record evidence_record_of = RECORD(evidence, fields);

static const struct field item_fields[] = {
	FIELD(struct evidence_item, hash),
	FIELD(struct evidence_item, name),
	FIELD(struct evidence_item, type),
	FIELD(struct evidence_item, size),
	FIELD(struct evidence_item, at, .flags = TIME),
	FIELD(struct evidence_item, person),
	FIELD(struct evidence_item, by_name),
	FIELD(struct evidence_item, width),
	FIELD(struct evidence_item, height),
	FIELD(struct evidence_item, taken_at, .flags = TIME),
	FIELD(struct evidence_item, located),
	FIELD(struct evidence_item, lat),
	FIELD(struct evidence_item, lon),
};
const struct record evidence_item_record = RECORD(evidence_item, item_fields);

struct link_row {
	const char *kind;
	int64_t item;
};
static const struct field link_fields[] = {FIELD(struct link_row, kind), FIELD(struct link_row, item)};
static const struct record link_record = RECORD(link_row, link_fields);

/* A program without rooms has no readers; main/ puts its own in this one's place. */
__attribute__((weak)) const struct evidence_reader evidence_readers[] = {{0}};

static const struct blob_store *const store = &blob_folder;

/* ---- keeping ---- */

const char *evidence_clean_name(struct cx *cx, const char *name)
{
	enum { CHARACTERS = 120 };
	const char *base = name ? name : "";
	for (const char *s = base; *s; s++)
		if (*s == '/' || *s == '\\')
			base = s + 1;
	char *out = arena_alloc(cx->mem, strlen(base) + 1), *to = out;
	int characters = 0;
	for (const char *s = base; *s; s++) {
		if ((*s & 0xc0) != 0x80 && ++characters > CHARACTERS)
			break;
		if ((unsigned char)*s >= 0x20 && *s != 0x7f && !strchr("\"<>|:*?", *s))
			*to++ = *s;
	}
	*to = '\0';
	while (*out == '.' || *out == ' ')      /* nothing hidden, nothing that begins with a blank */
		out++;
	return *out ? out : "file";
}

static enum status check_size(struct cx *cx, const struct sniff *kind, size_t n)
{
	const struct rule *rule;
	int64_t limit;
	TRY(rule_in_force(cx, "evidence.size", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, arena_printf(cx->mem, "%s_mib", kind->family), &limit));
	if (limit == 0)
		return cx_fail(cx, STATUS_INVALID, "files of type %s are not taken", kind->type);
	if ((int64_t)n > limit << 20)
		return cx_fail(cx, STATUS_TOO_LARGE, "a file of type %s may be at most %d MiB", kind->type, (int)limit);
	return STATUS_OK;
}

static enum status look_at(struct cx *cx, const void *bytes, size_t n, bool pages, struct sniff *kind)
{
	if (n == 0)
		return cx_fail(cx, STATUS_INVALID, "the file is empty");
	if (!sniff(bytes, n, kind))
		return cx_fail(cx, STATUS_INVALID,
			       "this kind of file is not known and not taken: bring it as a picture, a PDF, an"
			       " office document, a video, a recording or a zip");
	if (pages && strcmp(kind->type, "text/html") == 0)
		kind->family = "text";
	if (strcmp(kind->family, "refused") == 0)
		return cx_fail(cx, STATUS_INVALID, "files of type %s can run something and are not taken", kind->type);
	return check_size(cx, kind, n);
}

static void describe(const void *bytes, size_t n, struct evidence *e)
{
	int width, height;
	if (picture_size(e->type, bytes, n, &width, &height)) {
		e->width = width;
		e->height = height;
	}
	if (strcmp(e->type, "image/jpeg") != 0)
		return;
	struct exif x;
	exif_read(bytes, n, &x);
	e->taken_at = x.taken_at;
	e->located = x.located;
	e->lat = x.lat;
	e->lon = x.lon;
	if (x.orientation >= 5) {       /* on its side */
		int64_t w = e->width;
		e->width = e->height;
		e->height = w;
	}
}

static enum status keep(struct cx *cx, const char *path, const char *name, bool pages, struct evidence *out)
{
	const void *bytes;
	size_t n;
	struct sniff kind;
	struct hash h;
	TRY(blob_map(cx, path, &bytes, &n));
	TRY(look_at(cx, bytes, n, pages, &kind));
	hash_bytes(HASH_SHA256, bytes, n, &h);
	struct evidence e = {.size = (int64_t)n,
			     .type = kind.type,
			     .name = evidence_clean_name(cx, name),
			     .person = cx->user,
			     .org = cx->org,
			     .at = cx->now};
	e.hash = hash_print(&h, arena_alloc(cx->mem, HASH_HEX));
	describe(bytes, n, &e);
	TRY(store->put(cx, e.hash, path));
	*out = e;
	return STATUS_OK;
}

enum status evidence_keep(struct cx *cx, const char *path, const char *name, struct evidence *out)
{
	return keep(cx, path, name, false, out);
}

enum status evidence_keep_document(struct cx *cx, const char *path, const char *name, struct evidence *out)
{
	return keep(cx, path, name, true, out);
}

/* An item's number in the ledger, from the hash: the first 52 bits.  The entry itself names the whole hash. */
static int64_t item_of(const char *hash)
{
	char digits[14] = "";
	memcpy(digits, hash, 13);
	return strtoll(digits, NULL, 16);
}

static enum status ask_for_preview(struct cx *cx)
{
	bool waits;
	int64_t id;
	TRY(job_waits(cx, evidence_preview_job.name, &waits));
	return waits ? STATUS_OK : job_new(cx, evidence_preview_job.name, NULL, &id);
}

enum status evidence_record(struct cx *cx, const struct evidence *e)
{
	int64_t changed;
	TRY(db_exec(cx, &changed,
		    "INSERT INTO evidence (county, " COLUMNS ")"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (county, "
		    "hash) DO NOTHING",
		    ARGS(V(cx->county), V(e->hash), V(e->size), V(e->type), V(e->name), V(cx->user), V(cx->org),
			 V(cx->now), V(e->width), V(e->height), V(e->taken_at), V(e->located), V(e->lat), V(e->lon),
			 V((int64_t)(picture_has_preview(e->type) ? 0 : 2)))));
	bool is_new = changed == 1;
	TRY(db_exec(cx, &changed,
		    "INSERT INTO evidence_owner (county, hash, person, at) VALUES ($1, $2, $3, $4)"
		    " ON CONFLICT (county, hash, person) DO NOTHING",
		    ARGS(V(cx->county), V(e->hash), V(cx->user), V(cx->now))));
	if (!is_new && changed == 0)
		return STATUS_OK;       /* the same person brings the same file again: nothing happened */
	if (is_new && picture_has_preview(e->type))
		TRY(ask_for_preview(cx));
	return ledger_append_record(cx, "evidence", item_of(e->hash), is_new ? "bring" : "bring_again",
				    &evidence_record_of, e);
}

static enum status record_in(struct cx *cx, void *e)
{
	return evidence_record(cx, e);
}

enum status evidence_add(struct cx *cx, const char *path, const char *name, struct evidence *out)
{
	TRY(evidence_keep(cx, path, name, out));
	return write_from(cx, record_in, out);
}

/* ---- who may read ---- */

static enum status exists(struct cx *cx, const char *sql, struct args args, bool *yes)
{
	struct list l;
	TRY(db_all(cx, &evidence_record_of, &l, sql, args));
	*yes = l.count > 0;
	return STATUS_OK;
}

static enum status reads_some_item(struct cx *cx, const char *hash, bool *yes)
{
	struct list links;
	*yes = false;
	TRY(db_all(cx, &link_record, &links,
		   "SELECT kind, item FROM evidence_link WHERE county = $1 AND hash = $2 ORDER BY at, kind, item",
		   ARGS(V(cx->county), V(hash))));
	for (size_t i = 0; i < links.count && !*yes; i++) {
		const struct link_row *l = &((struct link_row *)links.items)[i];
		for (const struct evidence_reader *r = evidence_readers; r->kind; r++)
			if (strcmp(r->kind, l->kind) == 0 && !*yes)
				TRY(r->may_read(cx, l->kind, l->item, yes));
	}
	return STATUS_OK;
}

static enum status may_read(struct cx *cx, const char *hash, bool *yes)
{
	TRY(exists(cx, "SELECT hash FROM evidence_owner WHERE county = $1 AND hash = $2 AND person = $3",
		   ARGS(V(cx->county), V(hash), V(cx->user)), yes));
	return *yes ? STATUS_OK : reads_some_item(cx, hash, yes);
}

/* The same bytes may have been brought by several people: to each of them it is his upload, under his name.  What he called
 * it is in the ledger. */
static enum status own_upload(struct cx *cx, struct evidence *e)
{
	struct list l;
	if (e->person == cx->user)
		return STATUS_OK;
	TRY(db_all(cx, &ledger_entry_record, &l,
		   "SELECT " LEDGER_ENTRY_COLUMNS " FROM ledger_entry WHERE county = $1 AND kind = 'evidence' AND item = $2 AND person = $3"
		   " ORDER BY id DESC LIMIT 1", ARGS(V(cx->county), V(item_of(e->hash)), V(cx->user))));
	if (!l.count)
		return STATUS_OK;
	const struct ledger_entry *own = l.items;
	json_t *said = json_loads(own->data.s, 0, NULL);
	const char *name = json_string_value(json_object_get(said, "name")), *hash = json_string_value(json_object_get(said, "hash"));
	if (name && hash && strcmp(hash, e->hash) == 0) {
		e->name = arena_strdup(cx->mem, name);
		e->person = own->person;
		e->org = own->org;
		e->at = own->at;
	}
	json_decref(said);
	return STATUS_OK;
}

enum status evidence_get(struct cx *cx, const char *hash, struct evidence *out)
{
	struct hash h;
	struct list l = {0};
	bool yes = false;
	if (hash_parse(hash, &h)) {
		TRY(db_all(cx, &evidence_record_of, &l,
			   "SELECT " COLUMNS " FROM evidence WHERE county = $1 AND hash = $2",
			   ARGS(V(cx->county), V(hash))));
		TRY(may_read(cx, hash, &yes));
	}
	if (!l.count || !yes)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such file");
	*out = *(struct evidence *)l.items;
	return own_upload(cx, out);
}

/* ---- items ---- */

enum status evidence_link(struct cx *cx, const char *kind, int64_t item, const struct texts *hashes)
{
	for (size_t i = 0; i < hashes->count; i++) {
		struct evidence e;
		enum status s = evidence_get(cx, hashes->items[i], &e);
		if (s == STATUS_NOT_FOUND) {
			cx_forget(cx);
			return cx_fail_field(cx, arena_printf(cx->mem, "evidence.%zu", i), "there is no such file");
		}
		TRY(s);
		TRY(db_exec(cx, NULL,
			    "INSERT INTO evidence_link (county, kind, item, hash, name, person, at)"
			    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (county, kind, item, hash) DO NOTHING",
			    ARGS(V(cx->county), V(kind), V(item), V(e.hash), V(e.name), V(cx->user), V(cx->now))));
	}
	return STATUS_OK;
}

enum status evidence_list(struct cx *cx, const char *kind, int64_t item, struct list *out)
{
	return db_all(cx, &evidence_item_record, out,
		      "SELECT e.hash, l.name, e.type, e.size, l.at, l.person, coalesce(p.name, '') AS by_name, "
		      "e.width, e.height,"
		      " e.taken_at, e.located, e.lat, e.lon FROM evidence_link l"
		      " JOIN evidence e ON e.county = l.county AND e.hash = l.hash"
		      " LEFT JOIN person p ON p.county = l.county AND p.id = l.person"
		      " WHERE l.county = $1 AND l.kind = $2 AND l.item = $3 ORDER BY l.at, e.hash",
		      ARGS(V(cx->county), V(kind), V(item)));
}

enum status evidence_path(struct cx *cx, const char *hash, const char **path)
{
	return store->get(cx, hash, path);
}
