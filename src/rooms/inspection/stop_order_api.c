#include "rooms/inspection/inspection_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/inspection/inspection.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct stop_order_page page;
	TRY(stop_order_list(cx, rq->query, &page));
	jw_page(&reply->w, &stop_order_record, &page.orders, page.next, page.total);
	return STATUS_OK;
}

static const struct flow_page page = {.flow = &stop_order_flow, .record = &stop_order_record, .papers = stop_order_papers};

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t id;
	TRY(stop_order_issue(cx, rq->body, &id));
	return flow_page_write(cx, &page, id, &reply->w);
}

static enum status get_mines(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { PAGE = 50 };
	const struct stop_order_mine_query *q = rq->query;
	size_t limit = (size_t)(q->limit ? q->limit : PAGE);
	struct stop_order *o;
	struct list l;
	TRY(stop_order_get(cx, rq->id, &o));
	TRY(stop_order_mines(cx, rq->id, q, &l));
	bool more = l.count > limit;
	l.count = more ? limit : l.count;
	jw_page_id(&reply->w, &stop_order_mine_record, &l, more ? ((const struct stop_order_mine *)l.items)[limit - 1].mine : 0);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/stop-orders", BIT(MINE_READ), get_list, .query = &stop_order_query_record, .reply = &stop_order_record,
	 .flags = ROUTE_LIST, .help = "orders to stop, the latest first"},
	{"POST", "/api/stop-orders", BIT(STOP_ORDER), post_new,
	 .of = &page, .flags = ROUTE_FLOW, .body = &stop_order_new_record, .reply = &stop_order_record,
	 .help = "order one, several or all mines to stop"},
	{"GET", "/api/stop-orders/{id}", BIT(MINE_READ), flow_get, .of = &page, .reply = &stop_order_record, .help = "an order with the steps possible"},
	{"GET", "/api/stop-orders/{id}/mines", BIT(MINE_READ), get_mines, .query = &stop_order_mine_query_record,
	 .reply = &stop_order_mine_record, .flags = ROUTE_LIST, .help = "its mines: served, lifted"},
	{"POST", "/api/stop-orders/{id}/steps/{name}", BIT(MINE_READ), flow_post_step, .of = &page, .reply = &stop_order_record, .flags = ROUTE_RAW,
	 .help = "take a step of its flow"},
	{"GET", "/api/stop-orders/{id}/papers/{name}", BIT(MINE_READ), flow_get_paper, .of = &page, .type = TYPE_HTML,
	 .help = "the order or its record of service as a page to print"},
	{"GET", "/api/stop-orders/{id}/history", BIT(MINE_READ), flow_get_history, .of = &page, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes stop_order_routes = ROUTES("/api/stop-orders", table);
