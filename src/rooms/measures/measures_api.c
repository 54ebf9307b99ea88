#include "rooms/measures/measures_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/measures/measures.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	int64_t next;
	TRY(unit_measure_list(cx, rq->query, &l, &next));
	jw_page_id(&reply->w, &unit_measure_record, &l, next);
	return STATUS_OK;
}

static enum status get_overview(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	const char *by;
	(void)rq;
	TRY(unit_measure_overview(cx, &l, &by));
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "by");
	jw_text(w, by);
	jw_key(w, "items");
	jw_list(w, &unit_measures_record, &l);
	jw_key(w, "next");
	jw_raw(w, NULL);
	jw_end(w);
	return STATUS_OK;
}

static const struct flow_page page = {.flow = &unit_measure_flow, .record = &unit_measure_record};

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct unit_measure *m;
	TRY(unit_measure_file(cx, rq->body, &m));
	return flow_page_write(cx, &page, m->row.id, &reply->w);
}

static const struct answer_key overview_keys[] = {
	KEY("by", "?day"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/unit-measures", BIT(TASK_READ), get_list, .query = &unit_measure_query_record, .reply = &unit_measure_record,
	 .flags = ROUTE_LIST, .help = "units' own measures within one's scope, newest first"},
	{"POST", "/api/unit-measures", BIT(TASK_WORK), post_new,
	 .of = &page, .flags = ROUTE_FLOW, .body = &unit_measure_input_record, .reply = &unit_measure_record,
	 .help = "file a measure of the user's own unit"},
	{"GET", "/api/unit-measures/overview", BIT(TASK_READ), get_overview, .reply = &unit_measures_record, .flags = ROUTE_LIST,
	 .keys = overview_keys, .help = "how each unit stands; those that have filed nothing come first"},
	{"GET", "/api/unit-measures/{id}", BIT(TASK_READ), flow_get, .of = &page, .reply = &unit_measure_record, .help = "one, with the steps possible"},
	{"POST", "/api/unit-measures/{id}/steps/{name}", BIT(TASK_READ), flow_post_step, .of = &page,
	 .reply = &unit_measure_record, .flags = ROUTE_RAW, .help = "take a step"},
	{"GET", "/api/unit-measures/{id}/history", BIT(TASK_READ), flow_get_history, .of = &page,
	 .query = &history_query_record, .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it"},
};
const struct routes unit_measure_routes = ROUTES("/api/unit-measures", table);
