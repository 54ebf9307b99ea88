#include "rooms/accident/accident_api.h"

#include "core/evidence.h"
#include "core/perm.h"
#include "rooms/accident/accident.h"
#include "rooms/accident/accountability.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	int64_t next;
	TRY(accountability_list(cx, rq->query, &l, &next));
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &accountability_record, &l);
	jw_key(w, "next");
	if (next)
		jw_int(w, next);
	else
		jw_raw(w, NULL);
	jw_end(w);
	return STATUS_OK;
}

static enum status write(struct cx *cx, struct accountability *c, struct jw *w)
{
	struct list l;
	jw_begin(w, '{');
	jw_fields(w, &accountability_record, c);
	jw_key(w, "state_label");
	jw_text(w, flow_state_label(cx, &accountability_flow, c->row.state));
	TRY(evidence_list(cx, accountability_flow.name, c->row.id, &l));
	jw_key(w, "evidence");
	jw_list(w, &evidence_item_record, &l);
	jw_key(w, "rules");
	jw_begin(w, '[');
	TRY(accident_write_rule(cx, "accountability.effective", day_of(cx->now), w));
	TRY(accident_write_rule(cx, "accountability.sanctions", day_of(cx->now), w));
	jw_end(w);
	jw_key(w, "steps");
	TRY(flow_write_steps(cx, &accountability_flow, &c->row, w));
	jw_end(w);
	return STATUS_OK;
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct accountability *c;
	TRY(accountability_get(cx, rq->id, &c));
	return write(cx, c, &reply->w);
}

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct accountability *c;
	TRY(accountability_create(cx, rq->body, &c));
	return write(cx, c, &reply->w);
}

static enum status post_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(flow_take(cx, &accountability_flow, rq->id, rq->name, rq->raw, rq->raw_size));
	return get_one(cx, rq, reply);
}

static enum status get_history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { PAGE = 50 };
	const struct history_query *q = rq->query;
	struct accountability *c;
	struct list l;
	TRY(accountability_get(cx, rq->id, &c));
	TRY(flow_history(cx, &accountability_flow, rq->id, q->cursor, PAGE + 1, &l));
	flow_write_history(cx, &accountability_flow, &l, PAGE, &reply->w);
	return STATUS_OK;
}

/* Who investigates or handles cases may see the chain; it names people. */
static enum status get_chain(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	if (!(cx->perms & (PERM_ACCIDENT_MANAGE | PERM_ACCOUNTABILITY | PERM_TASK_DECIDE)))
		return cx_fail(cx, STATUS_FORBIDDEN, "your role may not do this");
	TRY(responsibility_chain(cx, rq->id, &l));
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &responsibility_fact_record, &l);
	jw_key(w, "next");
	jw_raw(w, NULL);
	jw_end(w);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/accountability", BIT(MINE_READ), get_list, .query = &accountability_query_record, .reply = &accountability_record,
	 .flags = ROUTE_LIST, .help = "accountability cases that the user may see"},
	{"POST", "/api/accountability", BIT(ACCIDENT_MANAGE), post_new, .body = &accountability_new_record, .reply = &accountability_record,
	 .help = "draft a case for an accident"},
	{"GET", "/api/accountability/chain/{id}", BIT(MINE_READ), get_chain, .reply = &responsibility_fact_record, .flags = ROUTE_LIST,
	 .help = "who inspected, accepted, approved, and what was known when the accident {id} happened"},
	{"GET", "/api/accountability/{id}", BIT(MINE_READ), get_one, .reply = &accountability_record, .help = "one, with the steps possible"},
	{"POST", "/api/accountability/{id}/steps/{name}", BIT(MINE_READ), post_step, .reply = &accountability_record, .flags = ROUTE_RAW,
	 .help = "take a step"},
	{"GET", "/api/accountability/{id}/history", BIT(MINE_READ), get_history, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it"},
};
const struct routes accountability_routes = ROUTES("/api/accountability", table);
