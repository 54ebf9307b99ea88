/*
 * evidence.h - files that prove something, by their hash.
 *
 * A file is kept first (evidence_keep: hashed, looked at, moved into the store, durable; no database) and recorded
 * then (evidence_record, in a transaction, with its ledger entry).  So a row never points at a file that is not there;
 * a crash in between leaves a file without a row, which does no harm.  A file that is kept is never changed or removed.
 *
 * Who may read a file: who brought it, and who may read an item that it is linked to.  The rooms say who may read an
 * item (evidence_readers).
 */
#ifndef CORE_EVIDENCE_H
#define CORE_EVIDENCE_H

#include "base/cx.h"
#include "base/json.h"
#include "base/record.h"

struct evidence {
	const char *hash;
	int64_t size;
	const char *type, *name;
	int64_t person, org, at;
	int64_t width, height;          /* pixels; 0: not a picture */
	int64_t taken_at;               /* as the camera says; 0: it does not */
	bool located;
	double lat, lon;
	int64_t thumb;                  /* 0 not tried, 1 made, 2 there is none */
};
extern const struct record evidence_record_of;

/* What an item shows of a file linked to it. */
struct evidence_item {
	const char *hash, *name, *type;
	int64_t size, at, person;
	const char *by_name;
	int64_t width, height, taken_at;
	bool located;
	double lat, lon;
};
extern const struct record evidence_item_record;

/* Take the file at path, which lies in <data>/tmp, under the name that its sender gave it.  INVALID: empty, of a kind
 * that is not taken.  TOO_LARGE: over the limit of the rule evidence.size. */
enum status evidence_keep(struct cx *cx, const char *path, const char *name, struct evidence *out) MUST_CHECK;
/* The same for a document that its room has read as one: web pages are taken too; they are only ever saved, not shown. */
enum status evidence_keep_document(struct cx *cx, const char *path, const char *name, struct evidence *out) MUST_CHECK;
/* In a transaction, after evidence_keep(): the file is cx->user's from now on. */
enum status evidence_record(struct cx *cx, const struct evidence *e) MUST_CHECK;
/* Both, outside a transaction. */
enum status evidence_add(struct cx *cx, const char *path, const char *name, struct evidence *out) MUST_CHECK;

/* Say that these files belong to an item; in the item's transaction, which also writes the ledger entry that names
 * them. INVALID (field evidence.N): not a hash, unknown, or not the user's to give. */
enum status evidence_link(struct cx *cx, const char *kind, int64_t item, const struct texts *hashes) MUST_CHECK;
/* The files of an item, oldest first; the caller has checked that the user may read the item. */
enum status evidence_list(struct cx *cx, const char *kind, int64_t item, struct list *out) MUST_CHECK;

/* The file's row, if the user may read it.  NOT_FOUND: there is none, or not for him (he cannot tell which). */
enum status evidence_get(struct cx *cx, const char *hash, struct evidence *out) MUST_CHECK;
/* Its local path, for one who has got the row. */
enum status evidence_path(struct cx *cx, const char *hash, const char **path) MUST_CHECK;
/* A preview, made now where it was not made before.  NOT_FOUND: of this file there is none. */
enum status evidence_preview(struct cx *cx, const struct evidence *e, const char **path) MUST_CHECK;

/* Who may read an item of a kind; ends with a NULL kind.  main/ fills it, core/ has an empty one. */
struct evidence_reader {
	const char *kind;
	enum status (*may_read)(struct cx *cx, const char *kind, int64_t item, bool *yes);
};
extern const struct evidence_reader evidence_readers[];

/* For ledger_checks (core/ledger_api.h). */
struct ledger_entry;
enum status evidence_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;

/* Job: previews of what came in lately. */
struct job_kind;
extern const struct job_kind evidence_preview_job;

/* Does every file match its hash, has every row its file? */
struct evidence_report {
	int64_t files, bytes, faults, strays;   /* strays: files without a row */
	struct texts words;
};
enum status evidence_verify(struct cx *cx, struct evidence_report *out) MUST_CHECK;

/* A file name without what a file system or a header could trip over: no folders, no control characters, at most 120
 * characters, never empty. */
const char *evidence_clean_name(struct cx *cx, const char *name);

#endif
