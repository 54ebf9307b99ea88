#include "rooms/inspection/inspection_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/inspection/investigation.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct investigation_page page;
	TRY(investigation_list(cx, rq->query, &page));
	jw_page(&reply->w, &investigation_record, &page.items, page.next, page.total);
	return STATUS_OK;
}

static enum status write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	return investigation_write_parts(cx, (struct investigation *)row, w);
}

static const struct flow_page page = {.flow = &investigation_flow, .record = &investigation_record, .parts = write_parts,
				       .keys = investigation_keys};

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t id;
	TRY(investigation_open(cx, rq->body, &id));
	return flow_page_write(cx, &page, id, &reply->w);
}

static const struct route table[] = {
	{"GET", "/api/investigations", BIT(MINE_READ), get_list, .query = &investigation_query_record, .reply = &investigation_record,
	 .flags = ROUTE_LIST, .help = "investigations of mines, by the day of their report"},
	{"POST", "/api/investigations", BIT(CASE_INVESTIGATE), post_new,
	 .of = &page, .flags = ROUTE_FLOW, .body = &investigation_new_record, .reply = &investigation_record,
	 .help = "open a case on a mine"},
	{"GET", "/api/investigations/{id}", BIT(MINE_READ), flow_get, .of = &page, .reply = &investigation_record,
	 .help = "a case: parties, signatures, findings, reports, clocks, steps"},
	{"POST", "/api/investigations/{id}/steps/{name}", BIT(MINE_READ), flow_post_step, .of = &page, .reply = &investigation_record, .flags = ROUTE_RAW,
	 .help = "take a step of its flow"},
	{"GET", "/api/investigations/{id}/history", BIT(MINE_READ), flow_get_history, .of = &page, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes investigation_routes = ROUTES("/api/investigations", table);
