#include "rooms/notice/notice_api.h"

#include <inttypes.h>
#include "core/perm.h"
#include "rooms/notice/notice_draft.h"

/* ---- bringing ---- */

struct read_query {
	const char *name, *today;
};
static const struct field read_fields[] = {
	FIELD(struct read_query, name, .flags = REQUIRED, .min = 1, .max = 400, .zh = "文件名", .en = "file name"),
	FIELD(struct read_query, today, .flags = DAY, .zh = "读取日期", .en = "read on"),
};
static const struct record read_record = RECORD(read_query, read_fields);

static const struct field brought_fields[] = {
	FIELD(struct notice_brought, id),
	FIELD(struct notice_brought, duplicate_of, .flags = NULLABLE),
	FIELD(struct notice_brought, job, .flags = NULLABLE),
};
static const struct record brought_record = RECORD(notice_brought, brought_fields);

static enum status post_file(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct read_query *q = rq->query;
	struct notice_brought b;
	if (!rq->upload.path || !rq->upload.size)
		return cx_fail(cx, STATUS_INVALID, "the file is empty");
	TRY(notice_bring(cx, &(struct notice_file){rq->upload.path, q->name ? q->name : "file", q->today, true}, &b));
	jw_record(&reply->w, &brought_record, &b);
	return STATUS_OK;
}

/* ---- reading ---- */

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct notice_found found;
	struct jw *w = &reply->w;
	TRY(notice_search(cx, rq->query, &found));
	const struct notice_row *n = found.rows.items;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_begin(w, '[');
	for (size_t i = 0; i < found.rows.count; i++) {
		jw_begin(w, '{');
		notice_write_row(w, &n[i]);
		jw_end(w);
	}
	jw_end(w);
	jw_key(w, "next");
	jw_text(w, found.next);
	jw_key(w, "total");
	jw_int(w, found.total);
	jw_end(w);
	return STATUS_OK;
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return notice_write(cx, rq->id, &reply->w);
}

static enum status get_history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { PAGE = 50 };
	const struct history_query *q = rq->query;
	struct notice_row *n;
	struct list l;
	TRY(notice_get(cx, rq->id, &n));
	TRY(flow_history(cx, &notice_flow, rq->id, q->cursor, PAGE + 1, &l));
	flow_write_history(cx, &notice_flow, &l, PAGE, &reply->w);
	return STATUS_OK;
}

/* ---- changing ---- */

static enum status put_draft(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(notice_save(cx, rq->id, rq->body));
	return get_one(cx, rq, reply);
}

static enum status delete_draft(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(notice_delete(cx, rq->id));
	jw_begin(&reply->w, '{');
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status post_issue(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct notice_row *n;
	struct list l;
	TRY(flow_take(cx, &notice_flow, rq->id, "issue", rq->raw, rq->raw_size));
	TRY(notice_get(cx, rq->id, &n));
	TRY(notice_task_ids(cx, notice_origin(n), &l));
	const struct notice_task_id *t = l.items;
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "tasks");
	jw_begin(&reply->w, '[');
	for (size_t i = 0; i < l.count; i++)
		jw_int(&reply->w, t[i].id);
	jw_end(&reply->w);
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status post_withdraw(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(flow_take(cx, &notice_flow, rq->id, "withdraw", rq->raw, rq->raw_size));
	return get_one(cx, rq, reply);
}

struct amends_body {
	int64_t amends;
};
static const struct field amends_fields[] = {
	FIELD(struct amends_body, amends, .flags = NULLABLE, .min = 0, .max = INT64_C(1) << 53, .zh = "所修订的通知", .en = "amends"),
};
static const struct record amends_record = RECORD(amends_body, amends_fields);

static enum status post_amends(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct amends_body *in = rq->body;
	TRY(notice_set_amends(cx, rq->id, in->amends));
	return get_one(cx, rq, reply);
}

static enum status get_compare(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return notice_write_comparison(cx, rq->id, &reply->w);
}

static const struct answer_key row_keys[] = {
	KEY("items.file", "{hash:text name:text size:int type:text}"),
	{0},
};

static const struct answer_key page_keys[] = {
	KEY("file", "{hash:text name:text size:int type:text}"),
	KEY("document", "{title:?text number:?text issuer:?text date:?text year:?int year_reason:?text}"),
	KEY("source", "{text:text ocr:bool format:text pages:int}"),
	KEY("items", "[{key:text no:text title:text text:text lead:[{words:text orgs:[int] names:[text] "
	    "group:?text confirmed:bool candidates:[any] note:?text}] cooperate:[{words:text "
	    "orgs:[int] names:[text] group:?text confirmed:bool candidates:[any] note:?text}] "
	    "persons:[any] deadline_text:?text deadline:{kind:text day:?text start:?text "
	    "effect_year:?int days:?int recurs:?text working:bool} milestones:[{title:text text:text "
	    "kind:text day:?text days:?int to:?text}] source:{no:[[int]] title:[[int]] text:[[int]] "
	    "lead:[[int]] cooperate:[[int]] persons:[[int]] deadline:[[int]] milestones:[[int]]} "
	    "warnings:[text]}]"),
	KEY("findings", "[{kind:text no:text text:text words:text at:?[int] key:text ignored:bool open:bool "
	    "serious:bool}]"),
	KEY("unused", "[{text:text at:?[int]}]"),
	KEY("warnings", "[text]"),
	{0},
};

static const struct answer_key issued_keys[] = {
	KEY("tasks", "[int]"),
	{0},
};

static const struct route table[] = {
	{"POST", "/api/notices/read", BIT(NOTICE_EDIT), post_file, .query = &read_record, .reply = &brought_record,
	 .flags = ROUTE_UPLOAD | ROUTE_OWN_WRITE, .max_body = DOC_MAX_BYTES,
	 .help = "bring a notice's file: kept, read (pictures and pdf by a job), made a draft; duplicate_of says that it is there already"},
	{"GET", "/api/notices", BIT(NOTICE_READ), get_list, .query = &notice_query_record, .reply = &notice_row_record, .flags = ROUTE_LIST,
	 .keys = row_keys, .help = "notices in scope, newest first"},
	{"GET", "/api/notices/{id}", BIT(NOTICE_READ), get_one, .reply = &notice_row_record,
	 .keys = page_keys,
	 .help = "a notice: document, source text, items with their units resolved, findings, what was not used"},
	{"PUT", "/api/notices/{id}/draft", BIT(NOTICE_EDIT), put_draft, .body = &draft_put_record, .reply = &notice_row_record,
	 .max_body = 16 << 20, .keys = page_keys,
	 .help = "save the reviewed draft: all its items, and which findings are ignored"},
	{"DELETE", "/api/notices/{id}", BIT(NOTICE_EDIT), delete_draft, .help = "throw a notice away that was not issued"},
	{"POST", "/api/notices/{id}/issue", BIT(NOTICE_ISSUE), post_issue, .flags = ROUTE_RAW,
	 .keys = issued_keys,
	 .help = "hand its tasks out: {version, confirm, remove}; refused with the field that stands against it"},
	{"POST", "/api/notices/{id}/withdraw", BIT(NOTICE_ISSUE), post_withdraw, .reply = &notice_row_record, .flags = ROUTE_RAW,
	 .keys = page_keys, .help = "withdraw an issued notice and its open tasks: {version, reason}"},
	{"POST", "/api/notices/{id}/amends", BIT(NOTICE_EDIT), post_amends, .body = &amends_record, .reply = &notice_row_record,
	 .keys = page_keys, .help = "say which issued notice this draft changes; null: none"},
	{"GET", "/api/notices/{id}/compare", BIT(NOTICE_READ), get_compare, .reply = &compare_row_record,
	 .help = "an amendment beside what was issued, task by task: {items:[…]}"},
	{"GET", "/api/notices/{id}/history", BIT(NOTICE_READ), get_history, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .keys = flow_history_keys, .help = "what happened to it, newest first"},
};
const struct routes notice_routes = ROUTES("/api/notices", table);
