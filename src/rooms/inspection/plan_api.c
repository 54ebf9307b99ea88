#include "rooms/inspection/inspection_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/inspection/plan.h"

static enum status write_list(struct cx *cx, const struct inspection_query *q, struct jw *w)
{
	struct inspection_page found;
	TRY(inspection_list(cx, q, &found));
	jw_page(w, &inspection_record, &found.items, found.next, found.total);
	return STATUS_OK;
}

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return write_list(cx, rq->query, &reply->w);
}

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t plan;
	TRY(inspection_plan(cx, rq->body, &plan));
	return write_list(cx, &(struct inspection_query){.plan = plan, .limit = 200}, &reply->w);
}

static enum status write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	struct list l;
	TRY(inspection_results(cx, (struct inspection *)row, &l));
	jw_key(w, "results");
	jw_list(w, &inspection_result_record, &l);
	return STATUS_OK;
}

static const struct answer_key inspection_keys[] = {
	KEY("results", "[@]", .of = &inspection_result_record),
	{0},
};

static const struct flow_page page = {.flow = &inspection_flow, .record = &inspection_record, .parts = write_parts,
				       .keys = inspection_keys};

static enum status get_checklists(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct check_query *q = rq->query;
	struct list l;
	TRY(checklist_items(cx, q->list, q->mine_kind, &l));
	jw_page_id(&reply->w, &check_item_record, &l, 0);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/inspections", BIT(MINE_READ), get_list, .query = &inspection_query_record, .reply = &inspection_record,
	 .flags = ROUTE_LIST, .help = "inspections in scope, the latest first"},
	{"POST", "/api/inspections", BIT(INSPECT) | BIT(HAZARD_RECHECK), post_new, .body = &inspection_new_record, .reply = &inspection_record,
	 .flags = ROUTE_LIST, .help = "plan an inspection of one or more mines by a team"},
	{"GET", "/api/inspections/{id}", BIT(MINE_READ), flow_get, .of = &page, .reply = &inspection_record, .help = "an inspection, item by item, with the steps possible"},
	{"POST", "/api/inspections/{id}/steps/{name}", BIT(MINE_READ), flow_post_step, .of = &page, .reply = &inspection_record, .flags = ROUTE_RAW,
	 .help = "take a step of its flow"},
	{"GET", "/api/inspections/{id}/history", BIT(MINE_READ), flow_get_history, .of = &page, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes plan_routes = ROUTES("/api/inspections", table);

static const struct route list_table[] = {
	{"GET", "/api/checklists", BIT(RULE_READ), get_checklists, .query = &check_query_record, .reply = &check_item_record,
	 .flags = ROUTE_LIST, .help = "the items of the checklists"},
};
const struct routes checklist_routes = ROUTES("/api/checklists", list_table);
