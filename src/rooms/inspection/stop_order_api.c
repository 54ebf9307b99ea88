#include "rooms/inspection/inspection_api.h"

#include "core/evidence.h"
#include "core/perm.h"
#include "rooms/inspection/inspection.h"

static void write_end(struct jw *w, const char *next, int64_t total)
{
	jw_key(w, "next");
	jw_text(w, next);
	if (total >= 0) {
		jw_key(w, "total");
		jw_int(w, total);
	}
	jw_end(w);
}

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct stop_order_page page;
	TRY(stop_order_list(cx, rq->query, &page));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "items");
	jw_list(&reply->w, &stop_order_record, &page.orders);
	write_end(&reply->w, page.next, page.total);
	return STATUS_OK;
}

static enum status write_order(struct cx *cx, int64_t id, struct jw *w)
{
	struct stop_order *o;
	struct list l;
	TRY(stop_order_get(cx, id, &o));
	jw_begin(w, '{');
	jw_fields(w, &stop_order_record, o);
	jw_key(w, "state_label");
	jw_text(w, flow_state_label(cx, &stop_order_flow, o->row.state));
	TRY(evidence_list(cx, stop_order_flow.name, id, &l));
	jw_key(w, "evidence");
	jw_list(w, &evidence_item_record, &l);
	jw_key(w, "steps");
	TRY(flow_write_steps(cx, &stop_order_flow, &o->row, w));
	jw_end(w);
	return STATUS_OK;
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return write_order(cx, rq->id, &reply->w);
}

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t id;
	TRY(stop_order_issue(cx, rq->body, &id));
	return write_order(cx, id, &reply->w);
}

/* Steps that end the order may end the user's sight of nothing: an order stays visible. */
static enum status post_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(flow_take(cx, &stop_order_flow, rq->id, rq->name, rq->raw, rq->raw_size));
	return write_order(cx, rq->id, &reply->w);
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
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "items");
	jw_list(&reply->w, &stop_order_mine_record, &l);
	jw_key(&reply->w, "next");
	if (more)
		jw_int(&reply->w, ((const struct stop_order_mine *)l.items)[limit - 1].mine);
	else
		jw_raw(&reply->w, NULL);
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status get_history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { PAGE = 50 };
	const struct history_query *q = rq->query;
	struct stop_order *o;
	struct list l;
	TRY(stop_order_get(cx, rq->id, &o));
	TRY(flow_history(cx, &stop_order_flow, rq->id, q->cursor, PAGE + 1, &l));
	flow_write_history(cx, &stop_order_flow, &l, PAGE, &reply->w);
	return STATUS_OK;
}

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

static const struct route table[] = {
	{"GET", "/api/stop-orders", BIT(MINE_READ), get_list, .query = &stop_order_query_record, .reply = &stop_order_record,
	 .flags = ROUTE_LIST, .help = "orders to stop, the latest first"},
	{"POST", "/api/stop-orders", BIT(STOP_ORDER), post_new, .body = &stop_order_new_record, .reply = &stop_order_record,
	 .help = "order one, several or all mines to stop"},
	{"GET", "/api/stop-orders/{id}", BIT(MINE_READ), get_one, .reply = &stop_order_record, .help = "an order with the steps possible"},
	{"GET", "/api/stop-orders/{id}/mines", BIT(MINE_READ), get_mines, .query = &stop_order_mine_query_record,
	 .reply = &stop_order_mine_record, .flags = ROUTE_LIST, .help = "its mines: served, lifted"},
	{"POST", "/api/stop-orders/{id}/steps/{name}", BIT(MINE_READ), post_step, .reply = &stop_order_record, .flags = ROUTE_RAW,
	 .help = "take a step of its flow"},
	{"GET", "/api/stop-orders/{id}/history", BIT(MINE_READ), get_history, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes stop_order_routes = ROUTES("/api/stop-orders", table);
