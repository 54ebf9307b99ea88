/* backup_inside.h - between the files of backup.h. */
#ifndef CORE_BACKUP_INSIDE_H
#define CORE_BACKUP_INSIDE_H

#include "base/buf.h"
#include "base/hash.h"
#include "core/backup.h"

enum { BACKUP_FAULTS = 20 };

/* ---- backup_files.c ---- */
enum status file_sum(struct cx *cx, const char *path, char hex[static HASH_HEX], int64_t *size) MUST_CHECK;
enum status file_write(struct cx *cx, const char *path, const void *at, size_t n) MUST_CHECK;  /* durable, mode 0600 */
enum status file_read(struct cx *cx, const char *path, const char **bytes, size_t *n) MUST_CHECK;
/* to must not be there; durable, with that mode. */
enum status file_copy(struct cx *cx, const char *from, const char *to, unsigned mode) MUST_CHECK;
/* A second name for the same bytes on the same volume, else a copy. */
enum status file_link(struct cx *cx, const char *from, const char *to) MUST_CHECK;
/* Until the caller closes *fd.  CONFLICT: someone has it. */
enum status file_lock(struct cx *cx, const char *path, int *fd) MUST_CHECK;
enum status folder_make(struct cx *cx, const char *path) MUST_CHECK;   /* mode 0700; fine where it is there */
enum status folder_sync(struct cx *cx, const char *path) MUST_CHECK;
/* Sorted; none where the folder is missing. */
enum status folder_names(struct cx *cx, const char *path, struct texts *out) MUST_CHECK;
void folder_remove(const char *path);
/* folder/ab/cd/hash; with make, its folders are made. */
enum status evidence_place(struct cx *cx, const char *folder, const char *hash, bool make, const char **out) MUST_CHECK;

/* ---- backup_rows.c ---- */
/* Inside a snapshot: every table of the county; fills tables and rows. */
enum status rows_save(struct cx *cx, const char *path, const struct backup_progress *p, struct backup *out) MUST_CHECK;
/* Parse all rows; into NULL: only count them, else insert them, in a transaction.  INVALID where they are not what the
 * manifest says. */
enum status rows_load(struct cx *cx, const char *path, const struct backup *of, bool insert,
		      const struct backup_progress *p) MUST_CHECK;

/* ---- backup_check.c ---- */
enum status backup_pick(struct cx *cx, const char *target, const char *name, struct backup *out) MUST_CHECK;
/* folder: the backup's own.  deep: read the evidence too, else only see that it is there in its size. */
enum status backup_check(struct cx *cx, const char *target, const char *folder, bool deep,
			 const struct backup_progress *p, struct backup *out, struct texts *faults) MUST_CHECK;
/* For each line of evidence.list. */
enum status evidence_each(struct cx *cx, const char *folder,
			  enum status (*fn)(struct cx *cx, void *arg, const char *hash, int64_t size), void *arg) MUST_CHECK;

void fault_add(struct cx *cx, struct texts *faults, const char *text);
enum status backup_tell(struct cx *cx, const struct backup_progress *p, int64_t done, int64_t total,
			const char *what) MUST_CHECK;

#endif
