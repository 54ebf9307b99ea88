#include "rooms/measures/measures_api.h"

#include "core/evidence.h"
#include "core/perm.h"
#include "rooms/measures/measures.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	int64_t next;
	TRY(unit_measure_list(cx, rq->query, &l, &next));
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &unit_measure_record, &l);
	jw_key(w, "next");
	if (next)
		jw_int(w, next);
	else
		jw_raw(w, NULL);
	jw_end(w);
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

static enum status write(struct cx *cx, struct unit_measure *m, struct jw *w)
{
	struct list l;
	jw_begin(w, '{');
	jw_fields(w, &unit_measure_record, m);
	jw_key(w, "state_label");
	jw_text(w, flow_state_label(cx, &unit_measure_flow, m->row.state));
	TRY(evidence_list(cx, unit_measure_flow.name, m->row.id, &l));
	jw_key(w, "evidence");
	jw_list(w, &evidence_item_record, &l);
	jw_key(w, "steps");
	TRY(flow_write_steps(cx, &unit_measure_flow, &m->row, w));
	jw_end(w);
	return STATUS_OK;
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct unit_measure *m;
	TRY(unit_measure_get(cx, rq->id, &m));
	return write(cx, m, &reply->w);
}

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct unit_measure *m;
	TRY(unit_measure_file(cx, rq->body, &m));
	return write(cx, m, &reply->w);
}

static enum status post_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(flow_take(cx, &unit_measure_flow, rq->id, rq->name, rq->raw, rq->raw_size));
	return get_one(cx, rq, reply);
}

static enum status get_history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { PAGE = 50 };
	const struct history_query *q = rq->query;
	struct unit_measure *m;
	struct list l;
	TRY(unit_measure_get(cx, rq->id, &m));
	TRY(flow_history(cx, &unit_measure_flow, rq->id, q->cursor, PAGE + 1, &l));
	flow_write_history(cx, &unit_measure_flow, &l, PAGE, &reply->w);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/unit-measures", BIT(TASK_READ), get_list, .query = &unit_measure_query_record, .reply = &unit_measure_record,
	 .flags = ROUTE_LIST, .help = "units' own measures within one's scope, newest first"},
	{"POST", "/api/unit-measures", BIT(TASK_WORK), post_new, .body = &unit_measure_input_record, .reply = &unit_measure_record,
	 .help = "file a measure of the user's own unit"},
	{"GET", "/api/unit-measures/overview", BIT(TASK_READ), get_overview, .reply = &unit_measures_record, .flags = ROUTE_LIST,
	 .help = "how each unit stands; those that have filed nothing come first"},
	{"GET", "/api/unit-measures/{id}", BIT(TASK_READ), get_one, .reply = &unit_measure_record, .help = "one, with the steps possible"},
	{"POST", "/api/unit-measures/{id}/steps/{name}", BIT(TASK_READ), post_step, .reply = &unit_measure_record, .flags = ROUTE_RAW,
	 .help = "take a step"},
	{"GET", "/api/unit-measures/{id}/history", BIT(TASK_READ), get_history, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it"},
};
const struct routes unit_measure_routes = ROUTES("/api/unit-measures", table);
