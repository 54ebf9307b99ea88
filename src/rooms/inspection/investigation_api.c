#include "rooms/inspection/inspection_api.h"

#include "core/evidence.h"
#include "core/perm.h"
#include "rooms/inspection/investigation.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct investigation_page page;
	struct jw *w = &reply->w;
	TRY(investigation_list(cx, rq->query, &page));
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &investigation_record, &page.items);
	jw_key(w, "next");
	jw_text(w, page.next);
	if (page.total >= 0) {
		jw_key(w, "total");
		jw_int(w, page.total);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status write_one(struct cx *cx, int64_t id, struct jw *w)
{
	struct investigation *v;
	struct list l;
	TRY(investigation_get(cx, id, &v));
	jw_begin(w, '{');
	jw_fields(w, &investigation_record, v);
	jw_key(w, "state_label");
	jw_text(w, flow_state_label(cx, &investigation_flow, v->row.state));
	TRY(investigation_write_parts(cx, v, w));
	TRY(evidence_list(cx, investigation_flow.name, id, &l));
	jw_key(w, "evidence");
	jw_list(w, &evidence_item_record, &l);
	jw_key(w, "steps");
	TRY(flow_write_steps(cx, &investigation_flow, &v->row, w));
	jw_end(w);
	return STATUS_OK;
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return write_one(cx, rq->id, &reply->w);
}

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t id;
	TRY(investigation_open(cx, rq->body, &id));
	return write_one(cx, id, &reply->w);
}

static enum status post_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(flow_take(cx, &investigation_flow, rq->id, rq->name, rq->raw, rq->raw_size));
	return write_one(cx, rq->id, &reply->w);
}

static enum status get_history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { PAGE = 50 };
	const struct history_query *q = rq->query;
	struct investigation *v;
	struct list l;
	TRY(investigation_get(cx, rq->id, &v));
	TRY(flow_history(cx, &investigation_flow, rq->id, q->cursor, PAGE + 1, &l));
	flow_write_history(cx, &investigation_flow, &l, PAGE, &reply->w);
	return STATUS_OK;
}

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

static const struct route table[] = {
	{"GET", "/api/investigations", BIT(MINE_READ), get_list, .query = &investigation_query_record, .reply = &investigation_record,
	 .flags = ROUTE_LIST, .help = "investigations of mines, by the day of their report"},
	{"POST", "/api/investigations", BIT(CASE_INVESTIGATE), post_new, .body = &investigation_new_record, .reply = &investigation_record,
	 .help = "open a case on a mine"},
	{"GET", "/api/investigations/{id}", BIT(MINE_READ), get_one, .reply = &investigation_record,
	 .help = "a case: parties, signatures, findings, reports, clocks, steps"},
	{"POST", "/api/investigations/{id}/steps/{name}", BIT(MINE_READ), post_step, .reply = &investigation_record, .flags = ROUTE_RAW,
	 .help = "take a step of its flow"},
	{"GET", "/api/investigations/{id}/history", BIT(MINE_READ), get_history, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes investigation_routes = ROUTES("/api/investigations", table);
