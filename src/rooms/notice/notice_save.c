/* notice_save.c - the draft as the review page sends it back, and as it is shown. */
#include "rooms/notice/notice_draft.h"

#include <string.h>
#include "db/db.h"

static enum status read_document(struct cx *cx, const struct json_text *json, struct notice_row *n)
{
	struct draft_document d;
	enum status s = record_read(cx, &draft_document_record, json->s, strlen(json->s), &d);
	if (s)
		cx->field = arena_printf(cx->mem, "document%s%s", cx->field ? "." : "", cx->field ? cx->field : "");
	TRY(s);
	n->title = d.title;
	n->number = d.number ? d.number : "";
	n->issuer = d.issuer ? d.issuer : "";
	n->date = d.date ? d.date : "";
	n->year_reason = d.year_reason ? d.year_reason : "";
	n->year = d.year;
	return STATUS_OK;
}

/* The findings stay the reader's; items are the page's. */
static enum status merge(struct cx *cx, int64_t id, const struct draft_put *in, struct draft *out)
{
	struct notice_body b;
	TRY(notice_get_body(cx, id, &b));
	TRY(draft_parse(cx, b.draft, out));
	out->items = in->items;
	if (in->findings.items)
		TRY(draft_mark_findings(cx, out, &in->findings));
	TRY(draft_check(cx, out));
	return draft_resolve(cx, out, true);
}

static enum status next_version(struct cx *cx, struct notice_row *n, int64_t version)
{
	int64_t changed;
	TRY(db_exec(cx, &changed,
		    "UPDATE notice SET version = version + 1 WHERE county = $1 AND id = $2 AND version = $3 AND state = 'draft'",
		    ARGS(V(cx->county), V(n->row.id), V(version))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	n->row.version = version + 1;
	return STATUS_OK;
}

enum status notice_save(struct cx *cx, int64_t id, const struct draft_put *in)
{
	struct notice_row *n;
	struct draft d;
	TRY(notice_get(cx, id, &n));
	if (strcmp(n->row.state, "draft") != 0)
		return cx_fail(cx, STATUS_CONFLICT, "only a draft can be changed");
	TRY(read_document(cx, &in->document, n));
	TRY(merge(cx, id, in, &d));
	TRY(next_version(cx, n, in->version));
	TRY(notice_keep_draft(cx, n, &d));
	return ledger_append_record(cx, notice_flow.name, id, "draft", &notice_kept_record, n);
}

enum status notice_draft_now(struct cx *cx, const struct notice_row *n, const struct notice_body *b, struct draft *out)
{
	TRY(draft_parse(cx, b->draft, out));
	if (strcmp(n->row.state, "draft") != 0)
		return STATUS_OK;       /* as it was issued */
	TRY(draft_resolve(cx, out, false));
	draft_findings(cx, out, n);
	return STATUS_OK;
}

/* ---- showing ---- */

static const char *or_null(const char *s)
{
	return s && *s ? s : NULL;
}

static void key_text(struct jw *w, const char *key, const char *s)
{
	jw_key(w, key);
	jw_text(w, s);
}

static void key_id(struct jw *w, const char *key, int64_t id)
{
	jw_key(w, key);
	if (id)
		jw_int(w, id);
	else
		jw_raw(w, NULL);
}

static void key_time(struct jw *w, const char *key, int64_t t)
{
	jw_key(w, key);
	jw_time(w, t);
}

static void write_file(struct jw *w, const struct notice_row *n)
{
	jw_key(w, "file");
	jw_begin(w, '{');
	key_text(w, "hash", n->file_hash);
	key_text(w, "name", n->file_name);
	key_id(w, "size", n->file_size);
	key_text(w, "type", n->file_type);
	jw_end(w);
}

void notice_write_row(struct jw *w, const struct notice_row *n)
{
	key_id(w, "id", n->row.id);
	key_id(w, "version", n->row.version);
	key_text(w, "state", n->row.state);
	key_text(w, "title", n->title);
	key_text(w, "number", n->number);
	key_text(w, "issuer", n->issuer);
	key_text(w, "date", or_null(n->date));
	key_id(w, "year", n->year);
	jw_key(w, "task_count");
	jw_int(w, n->task_count);
	jw_key(w, "finding_count");
	jw_int(w, n->finding_count);
	key_id(w, "amends", n->amends);
	key_id(w, "duplicate_of", n->duplicate_of);
	key_id(w, "job", n->job);
	key_text(w, "error", or_null(n->error));
	key_time(w, "created_at", n->created_at);
	key_text(w, "created_by_name", n->created_by_name);
	key_time(w, "issued_at", n->issued_at);
	write_file(w, n);
}

static void write_document(struct jw *w, const struct notice_row *n)
{
	jw_key(w, "document");
	jw_begin(w, '{');
	key_text(w, "title", n->title);
	key_text(w, "number", n->number);
	key_text(w, "issuer", n->issuer);
	key_text(w, "date", or_null(n->date));
	key_id(w, "year", n->year);
	key_text(w, "year_reason", n->year_reason);
	jw_end(w);
}

static void write_source(struct jw *w, const struct notice_row *n, const struct notice_body *b)
{
	jw_key(w, "source");
	jw_begin(w, '{');
	key_text(w, "text", b->text);
	jw_key(w, "ocr");
	jw_bool(w, n->ocr);
	key_text(w, "format", n->format);
	jw_key(w, "pages");
	jw_int(w, n->pages);
	jw_end(w);
}

enum status notice_write(struct cx *cx, int64_t id, struct jw *w)
{
	struct notice_row *n;
	struct notice_body b;
	struct draft d;
	TRY(notice_get(cx, id, &n));
	TRY(notice_get_body(cx, id, &b));
	TRY(notice_draft_now(cx, n, &b, &d));
	jw_begin(w, '{');
	notice_write_row(w, n);
	write_document(w, n);
	write_source(w, n, &b);
	jw_fields(w, &draft_record, &d);
	jw_key(w, "unused");
	jw_raw(w, b.unused.s);
	jw_key(w, "warnings");
	jw_raw(w, b.warnings.s);
	jw_end(w);
	return STATUS_OK;
}
