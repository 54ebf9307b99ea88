/* evidence_api.c - files by HTTP. */
#include "core/evidence.h"
#include "core/ledger_api.h"

#include <string.h>
#include "core/blob.h"
#include "core/org_api.h"
#include "proto/sniff.h"

struct name_query {
	const char *name;
};
static const struct field name_fields[] = {FIELD(struct name_query, name, .flags = REQUIRED, .min = 1, .max = 400)};
static const struct record name_record = RECORD(name_query, name_fields);

struct file_query {
	bool download;
};
static const struct field file_fields[] = {FIELD(struct file_query, download)};
static const struct record file_record = RECORD(file_query, file_fields);

struct item_query {
	const char *kind;
	int64_t item;
};
static const struct field item_fields[] = {
	FIELD(struct item_query, kind, .flags = REQUIRED, .min = 1, .max = 40),
	FIELD(struct item_query, item, .flags = REQUIRED, .min = 1, .max = INT64_C(1) << 53),
};
static const struct record item_record = RECORD(item_query, item_fields);

/* Not a write of the dispatcher's kind: hashing and storing a large file must not hold up everyone's transaction.  The
 * rows are written in a short one of their own; the ledger entry with them. */
static enum status post_file(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct name_query *q = rq->query;
	struct evidence e;
	TRY(evidence_add(cx, rq->upload.path, q->name, &e));
	jw_record(&reply->w, &evidence_record_of, &e);
	return STATUS_OK;
}

static enum status get_file(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct file_query *q = rq->query;
	struct evidence e;
	TRY(evidence_get(cx, rq->name, &e));
	TRY(evidence_path(cx, e.hash, &reply->file));
	reply->type = strcmp(e.type, "text/plain") == 0 ? "application/octet-stream" : e.type;
	reply->download = (q && q->download) || !sniff_shows(e.type) ? e.name : NULL;
	reply->immutable = true;
	return STATUS_OK;
}

static enum status get_preview(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct evidence e;
	TRY(evidence_get(cx, rq->name, &e));
	TRY(evidence_preview(cx, &e, &reply->file));
	reply->immutable = true;
	return STATUS_OK;
}

static enum status list_files(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct item_query *q = rq->query;
	struct list l;
	bool yes = false;
	for (const struct evidence_reader *r = evidence_readers; r->kind; r++)
		if (strcmp(r->kind, q->kind) == 0)
			TRY(r->may_read(cx, q->kind, q->item, &yes));
	if (!yes)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such item");
	TRY(evidence_list(cx, q->kind, q->item, &l));
	jw_page(&reply->w, &evidence_item_record, &l, NULL, -1);
	return STATUS_OK;
}

static const struct route table[] = {
	{"POST", "/api/evidence", 0, post_file, .query = &name_record, .reply = &evidence_record_of,
	 .flags = ROUTE_UPLOAD | ROUTE_OWN_WRITE, .max_body = INT64_C(200) << 20,
	 .help = "Bring a file: the body is the file, its name in the query; repeating it does nothing"},
	{"GET", "/api/evidence", 0, list_files, .query = &item_record, .reply = &evidence_item_record,
	 .flags = ROUTE_LIST, .help = "The files of an item"},
	{"GET", "/api/evidence/{name}", 0, get_file, .query = &file_record, .type = "*/*",
	 .help = "The file of that hash"},
	{"GET", "/api/evidence/{name}/thumb", 0, get_preview, .type = "image/jpeg", .help = "A small JPEG of it"},
};
const struct routes evidence_routes = ROUTES("/api/evidence", table);
