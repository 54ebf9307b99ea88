/* mine_import_api.c - lists of mines over HTTP. */
#include "rooms/mine/mine_import.h"

#include "core/blob.h"
#include "core/perm.h"
#include "rooms/mine/mine_api.h"

struct import_query {
	const char *name, *kind, *fate;
	int64_t apply, cursor, limit;
};
enum { DEFAULT_LIMIT = 200, MAX_LIMIT = 2000 };

static const struct field query_fields[] = {
	FIELD(struct import_query, name, .min = 1, .max = 400, .zh = "文件名", .en = "file name"),
	FIELD(struct import_query, kind, .choices = mine_kinds),
	FIELD(struct import_query, fate, .choices = import_fates),
	FIELD(struct import_query, apply, .min = 0, .max = 1),
	FIELD(struct import_query, cursor, .min = 0, .max = SHEET_MAX_ROWS),
	FIELD(struct import_query, limit, .min = 1, .max = MAX_LIMIT),
};
static const struct record query_record = RECORD(import_query, query_fields);

static enum status post_import(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct import_query *q = rq->query;
	const void *bytes;
	size_t n;
	struct import *im;
	int64_t written = -1;
	if (!rq->upload.path || !rq->upload.size)
		return cx_fail(cx, STATUS_INVALID, "the file is empty");
	TRY(blob_map(cx, rq->upload.path, &bytes, &n));
	TRY(import_read(cx, q->name ? q->name : "", bytes, n, q->kind, &im));
	if (q->apply)
		TRY(import_apply(cx, im, &written));
	const struct import_page page = {q->cursor, q->limit ? q->limit : DEFAULT_LIMIT, q->fate};
	import_write(cx, &reply->w, im, &page, written);
	return STATUS_OK;
}

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

static const struct answer_key import_keys[] = {
	KEY("format", "text"),
	KEY("columns", "[{name:text field:text}]"),
	KEY("counts", "<int>"),
	KEY("rows", "[{line:int fate:text name:?text mine:?int changes:[{field:text before:?text "
	    "after:?text}] error:?{field:text message:text} notes:[text] area_km2:?real}]"),
	KEY("written", "?int"),
	KEY("next", "?text"),
	{0},
};

static const struct route table[] = {
	{"POST", "/api/mines/import", BIT(MINE_MANAGE), post_import, .query = &query_record, .flags = ROUTE_UPLOAD | ROUTE_OWN_WRITE,
	 .max_body = SHEET_MAX_BYTES,
	 .keys = import_keys,
	 .help = "a list of mines (csv, xlsx, GeoJSON, zipped shapefile): every row's fate {format, columns, counts, rows:[{line, fate, name, "
		 "mine, changes, error, notes, area_km2}], written, next}; apply=1 writes it"},
};
const struct routes mine_import_routes = ROUTES("/api/mines/import", table);
