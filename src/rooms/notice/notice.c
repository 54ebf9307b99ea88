#include "rooms/notice/notice.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "core/org.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/where.h"
#include "rooms/notice/notice_draft.h"

static const struct field row_fields[] = {
	FIELD_AS(struct notice_row, "id", row.id),
	FIELD_AS(struct notice_row, "version", row.version),
	FIELD_AS(struct notice_row, "state", row.state),
	FIELD(struct notice_row, title),
	FIELD(struct notice_row, number),
	FIELD(struct notice_row, issuer),
	FIELD(struct notice_row, date),
	FIELD(struct notice_row, year, .flags = NULLABLE),
	FIELD(struct notice_row, year_reason),
	FIELD(struct notice_row, task_count),
	FIELD(struct notice_row, finding_count),
	FIELD(struct notice_row, file_hash),
	FIELD(struct notice_row, file_name),
	FIELD(struct notice_row, file_size),
	FIELD(struct notice_row, file_type),
	FIELD(struct notice_row, text_hash),
	FIELD(struct notice_row, number_key),
	FIELD(struct notice_row, format),
	FIELD(struct notice_row, pages),
	FIELD(struct notice_row, ocr),
	FIELD(struct notice_row, today),
	FIELD(struct notice_row, amends, .flags = NULLABLE),
	FIELD(struct notice_row, duplicate_of, .flags = NULLABLE),
	FIELD(struct notice_row, error),
	FIELD(struct notice_row, job, .flags = NULLABLE),
	FIELD(struct notice_row, draft_hash),
	FIELD(struct notice_row, created_at, .flags = TIME),
	FIELD(struct notice_row, created_by),
	FIELD(struct notice_row, issued_at, .flags = TIME),
	FIELD(struct notice_row, issued_by, .flags = NULLABLE),
	FIELD(struct notice_row, created_by_name),
};
const struct record notice_row_record = RECORD(notice_row, row_fields);

static const struct field kept_fields[] = {
	FIELD_AS(struct notice_row, "id", row.id), FIELD_AS(struct notice_row, "version", row.version),
	FIELD_AS(struct notice_row, "state", row.state), FIELD(struct notice_row, title), FIELD(struct notice_row, number),
	FIELD(struct notice_row, issuer), FIELD(struct notice_row, date), FIELD(struct notice_row, year),
	FIELD(struct notice_row, amends), FIELD(struct notice_row, draft_hash),
};
const struct record notice_kept_record = RECORD(notice_row, kept_fields);

#define COLUMNS                                                                                                       \
	"n.id, n.version, n.state, n.title, n.number, n.issuer, n.date, n.year, n.year_reason, n.task_count, "        \
	"n.finding_count, n.file_hash, n.file_name, n.file_size, n.file_type, n.text_hash, n.number_key, n.format, "  \
	"n.pages, n.ocr, n.today, n.amends, n.duplicate_of, n.error, n.job, n.draft_hash, n.created_at, "             \
	"n.created_by, n.issued_at, n.issued_by, coalesce(p.name, '') AS created_by_name"
#define TABLES " FROM notice n LEFT JOIN person p ON p.county = n.county AND p.id = n.created_by "

static const struct field body_fields[] = {
	FIELD(struct notice_body, text), FIELD(struct notice_body, draft), FIELD(struct notice_body, unused),
	FIELD(struct notice_body, warnings), FIELD(struct notice_body, compared),
};
static const struct record body_record = RECORD(notice_body, body_fields);

static const struct field task_id_fields[] = {FIELD(struct notice_task_id, id)};
const struct record notice_task_id_record = RECORD(notice_task_id, task_id_fields);

/* ---- who sees what ---- */

/* As conditions of a query on "notice n". */
static void within_scope(struct cx *cx, struct where *w)
{
	if (cx->perms & (PERM_NOTICE_EDIT | PERM_NOTICE_ISSUE))
		return;
	where_and(w, "n.issued_at > $?", V((int64_t)0));
	if (cx->perms & PERM_COUNTY_WIDE)
		return;
	where_and(w, "EXISTS (SELECT 1 FROM task t JOIN task_party tp ON tp.county = t.county AND tp.task = t.id"
		  " JOIN org o ON o.county = tp.county AND o.id = tp.org"
		  " WHERE t.county = n.county AND (t.notice = n.id OR t.notice = n.amends) AND o.path >= $?", V(cx->org_path));
	where_and(w, "o.path < $?", V(arena_printf(cx->mem, "%s~", cx->org_path)));
	buf_puts(&w->sql, ")");
}

enum status notice_get(struct cx *cx, int64_t id, struct notice_row **out)
{
	struct list l;
	struct where w = where_new(cx, "WHERE n.county = $?", V(cx->county));
	where_and(&w, "n.id = $?", V(id));
	within_scope(cx, &w);
	TRY(db_all(cx, &notice_row_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS TABLES "%s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such notice, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

enum status notice_may_read(struct cx *cx, int64_t id, bool *yes)
{
	struct notice_row *n;
	enum status s = cx->perms & PERM_NOTICE_READ ? notice_get(cx, id, &n) : STATUS_NOT_FOUND;
	*yes = s == STATUS_OK;
	if (s != STATUS_NOT_FOUND)
		return s;
	cx_forget(cx);
	return STATUS_OK;
}

/* One that was not read yet, or could not be, has no long parts: they are empty then. */
enum status notice_get_body(struct cx *cx, int64_t id, struct notice_body *out)
{
	struct list l;
	TRY(db_all(cx, &body_record, &l,
		   "SELECT text, draft, unused, warnings, compared FROM notice_body WHERE county = $1 AND notice = $2",
		   ARGS(V(cx->county), V(id))));
	*out = l.count ? *(struct notice_body *)l.items
		       : (struct notice_body){"", "{\"items\":[],\"findings\":[]}", {"[]"}, {"[]"}, {""}};
	return STATUS_OK;
}

/* ---- the list ---- */

static const char *const states[] = {"reading", "draft", "issued", "withdrawn", "failed", NULL};
static const struct field query_fields[] = {
	FIELD(struct notice_query, q, .min = 0, .max = 100),
	FIELD(struct notice_query, state, .choices = states),
	FIELD(struct notice_query, cursor, .min = 0, .max = 20),
	FIELD(struct notice_query, limit, .min = 1, .max = 200),
};
const struct record notice_query_record = RECORD(notice_query, query_fields);

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

enum status notice_search(struct cx *cx, const struct notice_query *q, struct notice_found *out)
{
	enum { LIMIT = 50 };
	struct count c;
	int64_t limit = q->limit ? q->limit : LIMIT;
	struct where w = where_new(cx, "WHERE n.county = $?", V(cx->county));
	within_scope(cx, &w);
	if (q->state)
		where_and(&w, "n.state = $?", V(q->state));
	if (q->q && *q->q)
		where_and(&w, "(lower(n.title) LIKE $? ESCAPE '\\' OR lower(n.number) LIKE $? ESCAPE '\\' OR lower(n.issuer) LIKE $? ESCAPE '\\'"
			  " OR lower(n.file_name) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q)));
	TRY(db_one(cx, &count_record, &c, arena_printf(cx->mem, "SELECT count(*) AS n FROM notice n %s", w.sql.s), where_args(&w)));
	out->total = c.n;
	if (q->cursor && *q->cursor)
		where_and(&w, "n.id < $?", V((int64_t)strtoll(q->cursor, NULL, 10)));
	where_more(&w, " ORDER BY n.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &notice_row_record, &out->rows, arena_printf(cx->mem, "SELECT " COLUMNS TABLES "%s", w.sql.s), where_args(&w)));
	out->next = NULL;
	if ((int64_t)out->rows.count > limit) {
		out->rows.count = (size_t)limit;
		out->next = arena_printf(cx->mem, "%" PRId64, ((struct notice_row *)out->rows.items)[limit - 1].row.id);
	}
	return STATUS_OK;
}

/* ---- changing ---- */

enum status notice_keep_draft(struct cx *cx, struct notice_row *n, const struct draft *d)
{
	const char *json = draft_print(cx, d);
	n->draft_hash = hash_hex(cx, HASH_SHA256, json, strlen(json));
	n->task_count = (int64_t)d->items.count;
	n->finding_count = draft_findings(cx, d, n);
	TRY(db_exec(cx, NULL, "UPDATE notice_body SET draft = $1 WHERE county = $2 AND notice = $3",
		    ARGS(V(json), V(cx->county), V(n->row.id))));
	return db_exec(cx, NULL,
		       "UPDATE notice SET title = $1, number = $2, issuer = $3, date = $4, year = $5, year_reason = $6,"
		       " task_count = $7, finding_count = $8, draft_hash = $9 WHERE county = $10 AND id = $11",
		       ARGS(V(n->title), V(n->number), V(n->issuer), V(n->date), V(n->year), V(n->year_reason), V(n->task_count),
			    V(n->finding_count), V(n->draft_hash), V(cx->county), V(n->row.id)));
}

enum status notice_delete(struct cx *cx, int64_t id)
{
	struct notice_row *n;
	int64_t changed;
	TRY(notice_get(cx, id, &n));
	if (n->issued_at)
		return cx_fail(cx, STATUS_CONFLICT, "an issued notice cannot be deleted, only withdrawn");
	TRY(db_exec(cx, &changed, "DELETE FROM notice WHERE county = $1 AND id = $2 AND issued_at = 0", ARGS(V(cx->county), V(id))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	TRY(db_exec(cx, NULL, "DELETE FROM notice_body WHERE county = $1 AND notice = $2", ARGS(V(cx->county), V(id))));
	TRY(db_exec(cx, NULL, "UPDATE notice SET duplicate_of = 0 WHERE county = $1 AND duplicate_of = $2", ARGS(V(cx->county), V(id))));
	return ledger_append_record(cx, notice_flow.name, id, "delete", &notice_kept_record, n);
}

int64_t notice_origin(const struct notice_row *n)
{
	return n->amends ? n->amends : n->row.id;
}

enum status notice_set_amends(struct cx *cx, int64_t id, int64_t amends)
{
	struct notice_row *n, *old;
	TRY(notice_get(cx, id, &n));
	if (strcmp(n->row.state, "draft") != 0)
		return cx_fail(cx, STATUS_CONFLICT, "only a draft can be made an amendment");
	if (amends == id)
		return cx_fail_field(cx, "amends", "a notice does not amend itself");
	if (amends) {
		TRY(notice_get(cx, amends, &old));
		if (strcmp(old->row.state, "issued") != 0)
			return cx_fail_field(cx, "amends", "only an issued notice can be amended");
		amends = notice_origin(old);    /* tasks belong to the first of the chain */
	}
	n->amends = amends;
	n->row.version++;
	TRY(db_exec(cx, NULL, "UPDATE notice SET amends = $1, version = version + 1 WHERE county = $2 AND id = $3",
		    ARGS(V(amends), V(cx->county), V(id))));
	return ledger_append_record(cx, notice_flow.name, id, "amends", &notice_kept_record, n);
}

enum status notice_task_ids(struct cx *cx, int64_t notice, struct list *out)
{
	return db_all(cx, &notice_task_id_record, out,
		      "SELECT id FROM task WHERE county = $1 AND notice = $2 AND parent = 0 ORDER BY sort, id",
		      ARGS(V(cx->county), V(notice)));
}
