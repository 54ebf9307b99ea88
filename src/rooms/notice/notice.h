/*
 * notice.h - notices: brought as a file, read, reviewed by a person, issued as supervised tasks.
 *
 * A notice is a row with a flow (notice_flow.c) and a draft (notice_draft.h): the list of items that the review page
 * changes and that issuing turns into tasks.  Nothing reaches a department before the step "issue".
 *
 * Scope: who may edit or issue notices sees all of the county's.  Anyone else who may read notices sees those that
 * were issued: all of them if he sees the whole county, else those with a task that his organisation has a part in.
 */
#ifndef ROOMS_NOTICE_NOTICE_H
#define ROOMS_NOTICE_NOTICE_H

#include "base/cx.h"
#include "base/record.h"
#include "core/flow.h"
#include "core/todo.h"
#include "core/job.h"
#include "core/ledger.h"

struct notice_row {
	struct flow_row row;            /* id, version, state */
	const char *title, *number, *issuer, *date;
	int64_t year;
	const char *year_reason;
	int64_t task_count, finding_count;
	const char *file_hash, *file_name;
	int64_t file_size;
	const char *file_type, *text_hash, *number_key, *format;
	int64_t pages;
	bool ocr;
	const char *today;
	int64_t amends, duplicate_of;
	const char *error;
	int64_t job;
	const char *draft_hash;
	int64_t created_at, created_by, issued_at, issued_by;
	const char *created_by_name;
};
extern const struct record notice_row_record;

struct notice_body {
	const char *text, *draft;
	struct json_text unused, warnings, compared;
};

extern const struct flow notice_flow;
extern const struct job_kind notice_read_job;

/* Whether rows of notices still say what their last ledger entries say. */
enum status notice_ledger_check(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;
/* For evidence_readers: who may read a notice may read its file. */
enum status notice_may_read(struct cx *cx, int64_t id, bool *yes) MUST_CHECK;

/* One that the user may see.  NOT_FOUND otherwise. */
enum status notice_get(struct cx *cx, int64_t id, struct notice_row **out) MUST_CHECK;
enum status notice_get_body(struct cx *cx, int64_t id, struct notice_body *out) MUST_CHECK;

struct notice_query {
	const char *q, *state, *cursor;
	int64_t limit;
};
extern const struct record notice_query_record;

struct notice_found {
	struct list rows;               /* of struct notice_row, newest first */
	const char *next;               /* NULL: the end */
	int64_t total;
};
enum status notice_search(struct cx *cx, const struct notice_query *q, struct notice_found *out) MUST_CHECK;

/* What bringing a file led to. */
struct notice_brought {
	int64_t id, duplicate_of, job;  /* duplicate_of: the notice that says the same (its own id: this very file is there) */
};

/* Bring the file at path, which lies in <data>/tmp; not inside a transaction.  later: pictures and pdf are read by a job,
 * else here and now.  INVALID, TOO_LARGE: it cannot be read, and nothing of it is kept. */
struct notice_file {
	const char *path, *name;
	const char *today;              /* YYYY-MM-DD, or NULL: the county's day */
	bool later;
};
enum status notice_bring(struct cx *cx, const struct notice_file *f, struct notice_brought *out) MUST_CHECK;

/* The same for bytes, read here and now: for the command line. */
enum status notice_bring_bytes(struct cx *cx, const char *name, const char *bytes, size_t n, struct notice_brought *out) MUST_CHECK;
enum status notice_import(struct cx *cx, const char *name, const char *bytes, size_t n, int64_t *id) MUST_CHECK;

/* The step "issue"; not inside a transaction.  confirm: all findings were looked at. */
enum status notice_issue_as(struct cx *cx, int64_t id, bool confirm) MUST_CHECK;
enum status notice_issue_now(struct cx *cx, int64_t id) MUST_CHECK;     /* confirmed */

/* ---- in a transaction ---- */

/* Throw a notice that was not issued away; its file stays in the evidence store.  CONFLICT: it was issued. */
enum status notice_delete(struct cx *cx, int64_t id) MUST_CHECK;

/* Say which issued notice this draft changes; 0: none. */
enum status notice_set_amends(struct cx *cx, int64_t id, int64_t amends) MUST_CHECK;

/* The tasks that issuing it made, in their order: structs notice_task_id. */
struct notice_task_id {
	int64_t id;
};
extern const struct record notice_task_id_record;
enum status notice_task_ids(struct cx *cx, int64_t notice, struct list *out) MUST_CHECK;

/* The notice that tasks belong to: the amended one of an amendment (never an amendment itself), else its own. */
int64_t notice_origin(const struct notice_row *n);

/* For todo_sources[]: drafts to be reviewed and issued (notice_todo.c). */
enum status notice_todo(struct cx *cx, struct todos *out) MUST_CHECK;

#endif
