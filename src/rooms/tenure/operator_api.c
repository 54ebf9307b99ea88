/* operator_api.c - bringing qualified operators in, over HTTP (measure 8). */
#include "rooms/tenure/tenure_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/tenure/operator.h"

static enum status get_opportunities(struct cx *cx, const struct request *rq, struct reply *reply)
{
	static const struct opportunity_query everything;
	struct opportunity_list l;
	TRY(opportunity_list(cx, rq->query ? rq->query : &everything, &l));
	jw_page(&reply->w, &opportunity_record, &l.items, l.next, -1);
	return STATUS_OK;
}

static enum status post_opportunity(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t id;
	TRY(opportunity_create(cx, rq->body, &id));
	return flow_page_write(cx, &opportunity_page, id, &reply->w);
}

static const struct route table[] = {
	{"GET", "/api/opportunities", BIT(TENURE_READ), get_opportunities, .query = &opportunity_query_record, .reply = &opportunity_record,
	 .flags = ROUTE_LIST, .help = "mines for which an operator is sought or at work, newest first"},
	{"POST", "/api/opportunities", BIT(OPERATOR_MANAGE), post_opportunity,
	 .of = &opportunity_page, .flags = ROUTE_FLOW, .body = &opportunity_input_record, .reply = &opportunity_record,
	 .help = "draft one for a mine"},
	{"GET", "/api/opportunities/{id}", BIT(TENURE_READ), flow_get, .of = &opportunity_page, .reply = &opportunity_record,
	 .help = "one, with its candidates, every line of their scores, talks and performance"},
	{"POST", "/api/opportunities/{id}/steps/{name}", BIT(OPERATOR_MANAGE), flow_post_step, .of = &opportunity_page,
	 .reply = &opportunity_record, .flags = ROUTE_RAW, .help = "take a step"},
	{"GET", "/api/opportunities/{id}/history", BIT(TENURE_READ), flow_get_history, .of = &opportunity_page, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes operator_routes = ROUTES("/api/opportunities", table);
