/*
 * backup.h - a county in files: made while the server runs and writes, checked, and brought back on either engine.
 *
 * A target is a folder that holds any number of backups and one pool of evidence that they share, so the next backup
 * copies only the files that are new:
 *     TARGET/evidence/ab/cd/<hash>
 *     TARGET/<name>/manifest.json      what it is: struct backup
 *                   database.jsonl.gz  each table: a line of its columns, then a line for each row
 *                   evidence.list      hash and size of each file of evidence
 *                   keys/…             the ledger's keys, PRIVATE ONES TOO: only its owner may enter (0700)
 *                   kuangan.conf       the settings file, where there is one
 *                   SHA256SUMS         of all of these, for `sha256sum -c` where this program is not at hand
 *
 * Rows are written as text and not as pages of one engine (VACUUM INTO, pg_dump): one form for both, so a backup made on
 * SQLite is restored into PostgreSQL and the other way round; it is read in one snapshot, which on neither engine keeps
 * a writer waiting; and each row is read and parsed once, so a damaged page is found now and not when it is too late.
 *
 * Evidence is never changed or removed, so files are copied after the snapshot was read and are still what it names.  A
 * file of evidence that is damaged is told in faults; it does not keep the rest from being saved.
 */
#ifndef CORE_BACKUP_H
#define CORE_BACKUP_H

#include "base/cx.h"
#include "base/record.h"

enum { BACKUP_FORMAT = 1 };

struct backup_table {
	const char *name;
	int64_t rows;
};

struct backup {
	const char *name;               /* of its folder: the time it was made, in the county's zone */
	int64_t format, schema;         /* schema: number of the newest migration */
	const char *program, *engine;
	int64_t county;
	const char *county_name;
	int64_t at;
	int64_t rows, files, bytes;     /* files of evidence, and their bytes */
	int64_t ledger_size;
	const char *ledger_root, *ledger_key;
	struct list tables;             /* struct backup_table */
	struct texts faults;            /* evidence that could not be saved */
};
extern const struct record backup_record;       /* as the list of backups shows it: without tables */
extern const struct record backup_manifest;

struct backup_progress {
	/* may refuse, which ends the work */
	enum status (*tell)(struct cx *cx, void *arg, int64_t done, int64_t total, const char *what);
	void *arg;
};

struct backup_options {
	const char *settings;           /* path of the settings file, or NULL: the one in the data folder */
	int64_t keep;                   /* so many newest backups stay in the target; 0: all */
	struct backup_progress progress;        /* tell may be NULL */
};

/* Save cx->county, from its snapshot of now, into the target; then read it again and check it.  In no transaction.
 * CONFLICT: another backup into this target runs.  INVALID: the target cannot be written. */
enum status backup_make(struct cx *cx, const char *target, const struct backup_options *o, struct backup *out) MUST_CHECK;

/* The backups in a target, newest first; one whose manifest cannot be read is listed with that as its fault. */
enum status backup_list(struct cx *cx, const char *target, struct list *out) MUST_CHECK;

/* Read everything of a backup again (name NULL: of the newest): hashes, rows, evidence.  A fault found is no failure of
 * the call.  NOT_FOUND: no such backup. */
enum status backup_verify(struct cx *cx, const char *target, const char *name, struct backup *out,
			  struct texts *faults) MUST_CHECK;

struct restore_options {
	const char *database;           /* as for db_open */
	const char *data;               /* the new data folder: missing, or empty but for kuangan.conf */
	struct backup_progress progress;
};

/* Bring a backup back.  Nothing is touched before the whole backup has been checked.  On return cx->db is open on the
 * new database and cx->data, cx->county are set.  CONFLICT: the folder is not empty, or the county is in the database.
 * INVALID: the backup is damaged, or of a newer program.  Verify the ledger afterwards. */
enum status backup_restore(struct cx *cx, const char *source, const char *name, const struct restore_options *o,
			   struct backup *out) MUST_CHECK;

/* Job "backup": into <data>/backups, as many as the rule retention.backups keeps. */
struct job_kind;
extern const struct job_kind backup_job;

/* Timer: in the small hours, once a day, a job of that kind. */
enum status backup_daily(struct cx *cx) MUST_CHECK;

#endif
