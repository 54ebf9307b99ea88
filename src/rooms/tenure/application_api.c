/* application_api.c - applications for mining rights over HTTP (measure 7). */
#include "rooms/tenure/tenure_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/tenure/application.h"

static enum status get_applications(struct cx *cx, const struct request *rq, struct reply *reply)
{
	static const struct application_query everything;
	struct application_list l;
	TRY(application_list(cx, rq->query ? rq->query : &everything, &l));
	jw_page(&reply->w, &application_row_record, &l.items, l.next, l.total);
	return STATUS_OK;
}

static enum status post_application(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t id;
	TRY(application_begin(cx, rq->body, &id));
	return flow_page_write(cx, &application_page, id, &reply->w);
}

static const struct route table[] = {
	{"GET", "/api/applications", BIT(TENURE_READ), get_applications, .query = &application_query_record, .reply = &application_row_record,
	 .flags = ROUTE_LIST, .help = "applications for mining and exploration rights, newest first"},
	{"POST", "/api/applications", BIT(TENURE_READ), post_application,
	 .of = &application_page, .flags = ROUTE_FLOW, .body = &application_input_record, .reply = &application_record,
	 .help = "draft one: by the bureau, or by an enterprise for its own mine"},
	{"GET", "/api/applications/{id}", BIT(TENURE_READ), flow_get, .of = &application_page, .reply = &application_record,
	 .help = "one, with its materials, opinions, meetings, lane and what lies under its land"},
	{"POST", "/api/applications/{id}/steps/{name}", BIT(TENURE_READ), flow_post_step, .of = &application_page, .reply = &application_record,
	 .flags = ROUTE_RAW, .help = "take a step"},
	{"GET", "/api/applications/{id}/history", BIT(TENURE_READ), flow_get_history, .of = &application_page, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes application_routes = ROUTES("/api/applications", table);
