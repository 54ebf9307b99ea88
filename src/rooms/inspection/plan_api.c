#include "rooms/inspection/inspection_api.h"

#include "core/evidence.h"
#include "core/perm.h"
#include "rooms/inspection/plan.h"

static enum status write_page(struct cx *cx, const struct inspection_query *q, struct jw *w)
{
	struct inspection_page page;
	TRY(inspection_list(cx, q, &page));
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &inspection_record, &page.items);
	jw_key(w, "next");
	jw_text(w, page.next);
	if (page.total >= 0) {
		jw_key(w, "total");
		jw_int(w, page.total);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return write_page(cx, rq->query, &reply->w);
}

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t plan;
	TRY(inspection_plan(cx, rq->body, &plan));
	return write_page(cx, &(struct inspection_query){.plan = plan, .limit = 200}, &reply->w);
}

static enum status write_one(struct cx *cx, int64_t id, struct jw *w)
{
	struct inspection *i;
	struct list l;
	TRY(inspection_get(cx, id, &i));
	jw_begin(w, '{');
	jw_fields(w, &inspection_record, i);
	jw_key(w, "state_label");
	jw_text(w, flow_state_label(cx, &inspection_flow, i->row.state));
	TRY(inspection_results(cx, i, &l));
	jw_key(w, "results");
	jw_list(w, &inspection_result_record, &l);
	TRY(evidence_list(cx, inspection_flow.name, id, &l));
	jw_key(w, "evidence");
	jw_list(w, &evidence_item_record, &l);
	jw_key(w, "steps");
	TRY(flow_write_steps(cx, &inspection_flow, &i->row, w));
	jw_end(w);
	return STATUS_OK;
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return write_one(cx, rq->id, &reply->w);
}

static enum status post_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(flow_take(cx, &inspection_flow, rq->id, rq->name, rq->raw, rq->raw_size));
	return write_one(cx, rq->id, &reply->w);
}

static enum status get_history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { PAGE = 50 };
	const struct history_query *q = rq->query;
	struct inspection *i;
	struct list l;
	TRY(inspection_get(cx, rq->id, &i));
	TRY(flow_history(cx, &inspection_flow, rq->id, q->cursor, PAGE + 1, &l));
	flow_write_history(cx, &inspection_flow, &l, PAGE, &reply->w);
	return STATUS_OK;
}

static enum status get_checklists(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct check_query *q = rq->query;
	struct list l;
	struct jw *w = &reply->w;
	TRY(checklist_items(cx, q->list, q->mine_kind, &l));
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &check_item_record, &l);
	jw_key(w, "next");
	jw_raw(w, NULL);
	jw_end(w);
	return STATUS_OK;
}

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

static const struct route table[] = {
	{"GET", "/api/inspections", BIT(MINE_READ), get_list, .query = &inspection_query_record, .reply = &inspection_record,
	 .flags = ROUTE_LIST, .help = "inspections in scope, the latest first"},
	{"POST", "/api/inspections", BIT(INSPECT) | BIT(HAZARD_RECHECK), post_new, .body = &inspection_new_record, .reply = &inspection_record,
	 .flags = ROUTE_LIST, .help = "plan an inspection of one or more mines by a team"},
	{"GET", "/api/inspections/{id}", BIT(MINE_READ), get_one, .reply = &inspection_record, .help = "an inspection, item by item, with the steps possible"},
	{"POST", "/api/inspections/{id}/steps/{name}", BIT(MINE_READ), post_step, .reply = &inspection_record, .flags = ROUTE_RAW,
	 .help = "take a step of its flow"},
	{"GET", "/api/inspections/{id}/history", BIT(MINE_READ), get_history, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes plan_routes = ROUTES("/api/inspections", table);

static const struct route list_table[] = {
	{"GET", "/api/checklists", BIT(RULE_READ), get_checklists, .query = &check_query_record, .reply = &check_item_record,
	 .flags = ROUTE_LIST, .help = "the items of the checklists"},
};
const struct routes checklist_routes = ROUTES("/api/checklists", list_table);
