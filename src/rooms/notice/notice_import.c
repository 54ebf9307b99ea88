/*
 * notice_import.c - from a file to a draft.
 *
 * The slow part (reading, recognising, resolving units) runs outside any transaction: in the thread of the request, or
 * in a job where pictures may have to be recognised.  What is written is short: the row with its file, and the step
 * "read" or "fail" of its flow.
 */
#include "rooms/notice/notice_draft.h"
#include "rooms/notice/notice_import.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include "base/hash.h"
#include "base/id.h"
#include "core/apart.h"
#include "core/blob.h"
#include "core/evidence.h"
#include "db/db.h"
#include "db/writer.h"
#include "proto/sniff.h"

/* ---- reading ---- */

/* The next character of valid UTF-8. */
static uint32_t take(const unsigned char **s)
{
	const unsigned char *p = *s;
	int more = *p < 0x80 ? 0 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
	uint32_t c = more == 0 ? *p : *p & (0x3Fu >> more);
	for (p++; more && (*p & 0xC0) == 0x80; more--)
		c = c << 6 | (*p++ & 0x3Fu);
	*s = p;
	return c;
}

static bool counts(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
	return !((c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || c == 0xA0 || c == 0xB7 || c == 0xFEFF ||
		 (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF5F && c <= 0xFF65));
}

const char *notice_text_key(struct cx *cx, const char *s, size_t n)
{
	char *out = arena_alloc(cx->mem, n + 1), *to = out;
	const unsigned char *p = (const unsigned char *)s, *end = p + n;
	while (p < end) {
		const unsigned char *from = p;
		uint32_t c = take(&p);
		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFEE0;
		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (!counts(c))
			continue;
		if (c < 0x80)
			*to++ = (char)c;
		else
			for (; from < p; from++)
				*to++ = (char)*from;
	}
	*to = '\0';
	return out;
}

/* Number and title together: a scan of a notice never has the same text, but these. */
static const char *number_key(struct cx *cx, const struct notice *n)
{
	if (!*n->number.s)
		return "";
	const char *both = arena_printf(cx->mem, "%s %s", n->number.s, n->title.s);
	return notice_text_key(cx, both, strlen(both));
}

/* Whatever the reader says ends here as the draft, its units resolved.  Reads the database, writes nothing. */
static enum status read_bytes(struct cx *cx, const char *name, const void *bytes, size_t n, const char *today,
			      const struct doc_watch *watch, struct notice_reading *r)
{
	enum { FEW = 60 };      /* bytes of letters: less is no text that could be the same by intent */
	struct day day;
	if (!day_parse(today, &day))
		return cx_fail_field(cx, "today", "must be a day, YYYY-MM-DD");
	TRY(apart_read(cx, name, bytes, n, watch, &r->doc));
	TRY(notice_read(cx, &r->doc, day, &r->notice));
	draft_of_notice(cx, &r->notice, &r->draft);
	TRY(draft_resolve(cx, &r->draft, false));
	const char *key = notice_text_key(cx, r->doc.text, r->doc.n);
	size_t len = strlen(key);
	r->text_hash = len < FEW ? "" : hash_hex(cx, HASH_SHA256, key, len);
	r->number_key = number_key(cx, &r->notice);
	r->unused = draft_unused(cx, &r->notice);
	r->warnings = draft_warnings(cx, &r->notice);
	return STATUS_OK;
}

/* ---- duplicates ---- */

/* This very file, where a notice made of it is still of use. */
static enum status find_file(struct cx *cx, const char *hash, int64_t *id)
{
	struct list l;
	TRY(db_all(cx, &notice_task_id_record, &l,
		   "SELECT id FROM notice WHERE county = $1 AND file_hash = $2 AND state IN ('reading', 'draft', 'issued')"
		   " ORDER BY id LIMIT 1", ARGS(V(cx->county), V(hash))));
	*id = l.count ? ((struct notice_task_id *)l.items)->id : 0;
	return STATUS_OK;
}

/* The first other notice with the same text, or with the same number and title. */
static enum status find_same(struct cx *cx, int64_t but, const struct notice_reading *r, int64_t *id)
{
	struct list l;
	TRY(db_all(cx, &notice_task_id_record, &l,
		   "SELECT id FROM notice WHERE county = $1 AND id <> $2 AND state IN ('draft', 'issued')"
		   " AND ((text_hash = $3 AND text_hash <> '') OR (number_key = $4 AND number_key <> '')) ORDER BY id LIMIT 1",
		   ARGS(V(cx->county), V(but), V(r->text_hash), V(r->number_key))));
	*id = l.count ? ((struct notice_task_id *)l.items)->id : 0;
	return STATUS_OK;
}

/* ---- the steps "read" and "fail" ---- */

static const struct field read_fields[] = {
	FIELD(struct read_input, tasks), FIELD(struct read_input, findings), FIELD(struct read_input, pages),
	FIELD(struct read_input, format), FIELD(struct read_input, text_hash), FIELD(struct read_input, duplicate_of),
};
const struct record notice_read_record = RECORD(read_input, read_fields);

static const struct field fail_fields[] = {FIELD(struct fail_input, error, .flags = REQUIRED, .min = 1, .max = 2000)};
const struct record notice_fail_record = RECORD(fail_input, fail_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

enum status notice_keep_reading(struct cx *cx, struct act *a)
{
	const struct read_input *in = a->input;
	const struct notice_reading *r = in->reading;
	struct notice_row *n = (struct notice_row *)a->row;
	n->title = *r->notice.title.s ? draft_clip(cx, r->notice.title.s, 1000) : n->file_name;
	n->number = draft_clip(cx, r->notice.number.s, 200);
	n->issuer = draft_clip(cx, r->notice.issuer.s, 400);
	n->date = arena_strdup(cx->mem, r->notice.date);
	n->year = r->notice.year;
	n->year_reason = draft_clip(cx, or_empty(r->notice.year_reason), 400);
	TRY(db_exec(cx, NULL,
		    "INSERT INTO notice_body (county, notice, text, draft, unused, warnings) VALUES ($1, $2, $3, '', $4, $5)",
		    ARGS(V(cx->county), V(n->row.id), V(r->doc.text), V(r->unused), V(r->warnings))));
	TRY(db_exec(cx, NULL,
		    "UPDATE notice SET text_hash = $1, number_key = $2, format = $3, pages = $4, ocr = $5, duplicate_of = $6"
		    " WHERE county = $7 AND id = $8",
		    ARGS(V(r->text_hash), V(r->number_key), V(r->doc.format), V((int64_t)r->doc.pages), V(r->doc.ocr),
			 V(in->duplicate_of), V(cx->county), V(n->row.id))));
	return notice_keep_draft(cx, n, &r->draft);
}

enum status notice_keep_failure(struct cx *cx, struct act *a)
{
	const struct fail_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE notice SET error = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(in->error), V(cx->county), V(a->row->id)));
}

static enum status take_reading(struct cx *cx, int64_t id, const struct notice_reading *r, int64_t *duplicate_of)
{
	struct read_input in = {.tasks = (int64_t)r->draft.items.count, .findings = (int64_t)r->draft.findings.count,
				.pages = r->doc.pages, .format = r->doc.format, .text_hash = r->text_hash, .reading = r};
	TRY(find_same(cx, id, r, &in.duplicate_of));
	*duplicate_of = in.duplicate_of;
	return flow_do(cx, &notice_flow, id, "read", &in, (struct texts){0}, 0);
}

/* ---- bringing ---- */

struct bringing {
	const struct notice_file *file;
	const char *today;
	struct evidence e;
	const struct notice_reading *reading;   /* NULL: a job will read it */
	struct notice_brought *out;
};

static enum status insert(struct cx *cx, const struct bringing *b, struct notice_row *n)
{
	*n = (struct notice_row){
		.row = {.id = id_new(cx), .version = 1, .state = notice_flow.states[0].name}, .title = b->e.name, .number = "",
		.issuer = "", .date = "", .year_reason = "", .file_hash = b->e.hash, .file_name = b->e.name, .file_size = b->e.size,
		.file_type = b->e.type, .text_hash = "", .number_key = "", .format = "", .today = b->today, .error = "",
		.draft_hash = "", .created_at = cx->now, .created_by = cx->user, .created_by_name = "",
	};
	return db_exec(cx, NULL,
		       "INSERT INTO notice (county, id, state, title, file_hash, file_name, file_size, file_type, today, created_at,"
		       " created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		       ARGS(V(cx->county), V(n->row.id), V(n->row.state), V(n->title), V(n->file_hash), V(n->file_name),
			    V(n->file_size), V(n->file_type), V(n->today), V(n->created_at), V(n->created_by)));
}

static enum status begin_job(struct cx *cx, int64_t id, int64_t *job)
{
	TRY(job_new(cx, notice_read_job.name, arena_printf(cx->mem, "{\"notice\":%" PRId64 "}", id), job));
	return db_exec(cx, NULL, "UPDATE notice SET job = $1 WHERE county = $2 AND id = $3", ARGS(V(*job), V(cx->county), V(id)));
}

/* In a transaction, perhaps more than once. */
static enum status write_brought(struct cx *cx, void *arg)
{
	struct bringing *b = arg;
	struct notice_row n;
	int64_t there;
	*b->out = (struct notice_brought){0};
	TRY(find_file(cx, b->e.hash, &there));
	if (there) {
		*b->out = (struct notice_brought){.id = there, .duplicate_of = there};
		return STATUS_OK;
	}
	TRY(evidence_record(cx, &b->e));
	TRY(insert(cx, b, &n));
	TRY(flow_began(cx, &notice_flow, n.row.id, "import", &notice_row_record, &n));
	TRY(evidence_link(cx, notice_flow.name, n.row.id, &(struct texts){&b->e.hash, 1}));
	b->out->id = n.row.id;
	return b->reading ? take_reading(cx, n.row.id, b->reading, &b->out->duplicate_of)
			  : begin_job(cx, n.row.id, &b->out->job);
}

static bool needs_job(const void *bytes, size_t n)
{
	struct sniff kind;
	return sniff(bytes, n, &kind) && (strcmp(kind.family, "image") == 0 || strcmp(kind.type, "application/pdf") == 0);
}

enum status notice_bring(struct cx *cx, const struct notice_file *f, struct notice_brought *out)
{
	const void *bytes;
	size_t n;
	char day[11];
	int64_t there;
	struct notice_reading reading = {0};
	struct bringing b = {.file = f, .out = out};
	b.today = f->today && *f->today ? f->today : arena_strdup(cx->mem, day_print(day_of(cx->now), day));
	TRY(blob_map(cx, f->path, &bytes, &n));
	if (n > DOC_MAX_BYTES)
		return cx_fail(cx, STATUS_TOO_LARGE, "the file is too large: at most %d MB", DOC_MAX_BYTES / 1024 / 1024);
	TRY(find_file(cx, hash_hex(cx, HASH_SHA256, bytes, n), &there));
	if (there) {
		*out = (struct notice_brought){.id = there, .duplicate_of = there};
		return STATUS_OK;
	}
	if (!f->later || !needs_job(bytes, n)) {
		TRY(read_bytes(cx, f->name, bytes, n, b.today, NULL, &reading));
		b.reading = &reading;
	}
	TRY(evidence_keep_document(cx, f->path, f->name, &b.e));
	return write_from(cx, write_brought, &b);
}

enum status notice_bring_bytes(struct cx *cx, const char *name, const char *bytes, size_t n, struct notice_brought *out)
{
	const char *path = arena_printf(cx->mem, "%s/tmp/notice-%" PRId64, cx->data, id_new(cx));
	TRY(blob_write(cx, path, bytes, n));
	enum status s = notice_bring(cx, &(struct notice_file){.path = path, .name = name}, out);
	unlink(path);           /* where the store has not taken it over */
	return s;
}

enum status notice_import(struct cx *cx, const char *name, const char *bytes, size_t n, int64_t *id)
{
	struct notice_brought b;
	TRY(notice_bring_bytes(cx, name, bytes, n, &b));
	*id = b.id;
	return STATUS_OK;
}

/* ---- the job ---- */

struct job_args {
	int64_t notice;
};
static const struct field job_fields[] = {FIELD(struct job_args, notice, .flags = REQUIRED)};
static const struct record job_args_record = RECORD(job_args, job_fields);

struct ending {
	int64_t id;
	const struct notice_reading *reading;   /* NULL: error says why not */
	const char *error;
	int64_t duplicate_of;
};

static enum status write_ending(struct cx *cx, void *arg)
{
	struct ending *e = arg;
	if (e->reading)
		return take_reading(cx, e->id, e->reading, &e->duplicate_of);
	const struct fail_input in = {e->error};
	return flow_do(cx, &notice_flow, e->id, "fail", &in, (struct texts){0}, 0);
}

/* Also the job's sign of life, and where it hears that it was cancelled. */
static enum status tell_page(struct cx *cx, void *job, int done, int pages)
{
	return job_progress(cx, job, done, pages, words(cx, "recognising the text"));
}

static enum status read_file(struct cx *cx, struct job *job, const struct notice_row *n, struct notice_reading *r)
{
	const struct doc_watch watch = {tell_page, job};
	const char *path;
	const void *bytes;
	size_t size;
	TRY(evidence_path(cx, n->file_hash, &path));
	TRY(blob_map(cx, path, &bytes, &size));
	return read_bytes(cx, n->file_name, bytes, size, n->today, &watch, r);
}

static enum status run(struct cx *cx, struct job *job)
{
	struct job_args args;
	struct notice_row *n;
	struct notice_reading reading = {0};
	TRY(record_read(cx, &job_args_record, job->args.s, strlen(job->args.s), &args));
	TRY(notice_get(cx, args.notice, &n));
	job->result.s = arena_printf(cx->mem, "{\"notice\":%" PRId64 "}", args.notice);
	if (strcmp(n->row.state, "reading") != 0)
		return STATUS_OK;       /* an earlier run of this job has done it */
	TRY(job_progress(cx, job, 0, 1, words(cx, "recognising the text")));
	enum status s = read_file(cx, job, n, &reading);
	if (!s) {
		struct ending e = {.id = args.notice, .reading = &reading};
		TRY(write_from(cx, write_ending, &e));
		return job_progress(cx, job, 1, 1, "");
	}
	if (s == STATUS_BUSY)
		return s;
	const char *error = s == STATUS_INTERNAL ? words(cx, "something went wrong on our side; it has been noted") : cx->error;
	const char *said = cx->error;
	struct ending e = {.id = args.notice, .error = error};
	cx_forget(cx);
	TRY(write_from(cx, write_ending, &e));
	return cx_fail(cx, s, "%s", said ? said : error);
}

const struct job_kind notice_read_job = {"notice_read", run, "读取通知文件", "reading a notice"};
