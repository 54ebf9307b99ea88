/* outside_api.c - working places outside their licence, and protected land, over HTTP. */
#include "rooms/tenure/tenure_api.h"

#include "core/blob.h"
#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/tenure/conflict.h"
#include "rooms/tenure/outside.h"

static enum status get_alerts(struct cx *cx, const struct request *rq, struct reply *reply)
{
	static const struct outside_query everything;
	struct outside_list l;
	TRY(outside_list(cx, rq->query ? rq->query : &everything, &l));
	jw_page(&reply->w, &outside_record, &l.items, l.next, -1);
	return STATUS_OK;
}

static const struct route outside_table[] = {
	{"GET", "/api/outside", BIT(TENURE_READ), get_alerts, .query = &outside_query_record, .reply = &outside_record, .flags = ROUTE_LIST,
	 .help = "alerts: places beyond their licence's boundary or levels, newest first"},
	{"GET", "/api/outside/{id}", BIT(TENURE_READ), flow_get, .of = &outside_page, .reply = &outside_record, .help = "one"},
	{"POST", "/api/outside/{id}/steps/{name}", BIT(TENURE_READ), flow_post_step, .of = &outside_page, .reply = &outside_record,
	 .flags = ROUTE_RAW, .help = "take a step"},
	{"GET", "/api/outside/{id}/history", BIT(TENURE_READ), flow_get_history, .of = &outside_page, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes outside_routes = ROUTES("/api/outside", outside_table);

/* ---- protected land and roads ---- */

struct import_query {
	const char *kind, *source, *name_key;
};
struct taken {
	int64_t count;
};
static const struct field taken_fields[] = {FIELD(struct taken, count)};
static const struct record taken_record = RECORD(taken, taken_fields);
static const struct field import_fields[] = {
	FIELD(struct import_query, kind, .flags = REQUIRED, .choices = zone_kinds, .zh = "区域类型", .en = "kind"),
	FIELD(struct import_query, source, .flags = REQUIRED, .min = 1, .max = 200, .zh = "来源", .en = "source"),
	FIELD(struct import_query, name_key, .min = 0, .max = 60, .zh = "名称字段", .en = "property with the name"),
};
const struct record zone_import_record = RECORD(import_query, import_fields);

static enum status get_zones(struct cx *cx, const struct request *rq, struct reply *reply)
{
	static const struct zone_query everything;
	struct list l;
	int64_t next;
	TRY(zone_list(cx, rq->query ? rq->query : &everything, &l, &next));
	jw_page_id(&reply->w, &zone_record, &l, next);
	return STATUS_OK;
}

static enum status post_zones(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct import_query *q = rq->query;
	const struct zone_import in = {q->kind, q->source, q->name_key};
	const void *bytes;
	size_t n;
	struct taken t;
	if (!rq->upload.path || !rq->upload.size)
		return cx_fail(cx, STATUS_INVALID, "the file is empty");
	TRY(blob_map(cx, rq->upload.path, &bytes, &n));
	TRY(zone_read(cx, &in, bytes, n, &t.count));
	jw_record(&reply->w, &taken_record, &t);
	return STATUS_OK;
}

static const struct route zone_table[] = {
	{"GET", "/api/zones", BIT(TENURE_READ), get_zones, .query = &zone_query_record, .reply = &zone_record, .flags = ROUTE_LIST,
	 .help = "protected land, roads, rivers and settlements within a window"},
	{"POST", "/api/zones", BIT(TENURE_MANAGE), post_zones, .query = &zone_import_record, .reply = &taken_record, .flags = ROUTE_UPLOAD,
	 .max_body = ZONE_MAX_BYTES, .help = "a layer of one kind from GeoJSON; the layer of the same source before it ends"},
};
const struct routes zone_routes = ROUTES("/api/zones", zone_table);
