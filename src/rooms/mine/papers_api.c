/* papers_api.c - licences, certificates and places over HTTP. */
#include "rooms/mine/papers.h"

#include <string.h>
#include "base/day.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/mine/mine_api.h"
#include "rooms/mine/status.h"

static enum status visible(struct cx *cx, int64_t id)
{
	struct mine *m;
	return mine_get(cx, id, &m);
}

static enum status get_licences(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	TRY(visible(cx, rq->id));
	TRY(licence_list(cx, rq->id, &l));
	jw_page_id(&reply->w, &licence_record, &l, 0);
	return STATUS_OK;
}

static enum status put_licence(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(visible(cx, rq->id));
	TRY(licence_put(cx, rq->id, rq->sub, rq->body));
	TRY(mine_refresh(cx, rq->id));
	return get_licences(cx, rq, reply);
}

static enum status get_certificates(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	TRY(visible(cx, rq->id));
	TRY(certificate_list(cx, rq->id, &l));
	jw_page_id(&reply->w, &certificate_record, &l, 0);
	return STATUS_OK;
}

static enum status put_certificate(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(visible(cx, rq->id));
	TRY(certificate_put(cx, rq->id, rq->sub, rq->body));
	TRY(mine_refresh(cx, rq->id));
	return get_certificates(cx, rq, reply);
}

struct day_query {
	const char *day;
};
static const struct field day_fields[] = {FIELD(struct day_query, day, .flags = DAY)};
static const struct record day_record = RECORD(day_query, day_fields);

static enum status get_places(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct day_query *q = rq->query;
	struct list l;
	TRY(visible(cx, rq->id));
	TRY(place_list(cx, rq->id, q ? q->day : NULL, &l));
	jw_page_id(&reply->w, &place_record, &l, 0);
	return STATUS_OK;
}

static enum status post_place(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(visible(cx, rq->id));
	TRY(place_put(cx, rq->id, rq->body));
	return get_places(cx, rq, reply);
}

static const struct route table[] = {
	{"GET", "/api/mines/{id}/licences", BIT(MINE_READ), get_licences, .reply = &licence_record, .flags = ROUTE_LIST,
	 .help = "a mine's licences, with their land"},
	{"POST", "/api/mines/{id}/licences", BIT(MINE_MANAGE), put_licence, .body = &licence_input_record, .reply = &licence_record,
	 .flags = ROUTE_LIST, .help = "enter a licence; its land is read from the published coordinates"},
	{"PUT", "/api/mines/{id}/licences/{sub}", BIT(MINE_MANAGE), put_licence, .body = &licence_input_record, .reply = &licence_record,
	 .flags = ROUTE_LIST, .help = "change a licence"},
	{"GET", "/api/mines/{id}/certificates", BIT(MINE_READ), get_certificates, .reply = &certificate_record, .flags = ROUTE_LIST,
	 .help = "people's certificates"},
	{"POST", "/api/mines/{id}/certificates", BIT(MINE_MANAGE), put_certificate, .body = &certificate_input_record,
	 .reply = &certificate_record, .flags = ROUTE_LIST, .help = "enter a certificate"},
	{"PUT", "/api/mines/{id}/certificates/{sub}", BIT(MINE_MANAGE), put_certificate, .body = &certificate_input_record,
	 .reply = &certificate_record, .flags = ROUTE_LIST, .help = "change a certificate"},
	{"GET", "/api/mines/{id}/places", BIT(MINE_READ), get_places, .query = &day_record, .reply = &place_record, .flags = ROUTE_LIST,
	 .help = "faces, benches, dumps, slopes, magazines: on a day, or all shapes there were"},
	{"POST", "/api/mines/{id}/places", BIT(MINE_MANAGE), post_place, .body = &place_input_record, .reply = &place_record,
	 .flags = ROUTE_LIST, .help = "enter a place, or a new shape of one"},
};
const struct routes mine_paper_routes = ROUTES("/api/mines", table);
