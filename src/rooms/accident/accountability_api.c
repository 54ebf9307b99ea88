#include "rooms/accident/accident_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/accident/accident.h"
#include "rooms/accident/accountability.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	int64_t next;
	TRY(accountability_list(cx, rq->query, &l, &next));
	jw_page_id(&reply->w, &accountability_record, &l, next);
	return STATUS_OK;
}

static enum status write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	(void)row;
	jw_key(w, "rules");
	jw_begin(w, '[');
	TRY(accident_write_rule(cx, "accountability.effective", day_of(cx->now), w));
	TRY(accident_write_rule(cx, "accountability.sanctions", day_of(cx->now), w));
	jw_end(w);
	return STATUS_OK;
}

static const struct answer_key keys[] = {
	KEY("rules", "[" RULE_SHAPE "]"),
	{0},
};

static const struct flow_page page = {.flow = &accountability_flow, .record = &accountability_record, .parts = write_parts,
				       .keys = keys,
				       .papers = accountability_papers};

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct accountability *c;
	TRY(accountability_create(cx, rq->body, &c));
	return flow_page_write(cx, &page, c->row.id, &reply->w);
}

/* Who investigates or handles cases may see the chain; it names people. */
static enum status get_chain(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	if (!(cx->perms & (PERM_ACCIDENT_MANAGE | PERM_ACCOUNTABILITY | PERM_TASK_DECIDE)))
		return cx_fail(cx, STATUS_FORBIDDEN, "your role may not do this");
	TRY(responsibility_chain(cx, rq->id, &l));
	jw_page_id(&reply->w, &responsibility_fact_record, &l, 0);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/accountability", BIT(MINE_READ), get_list, .query = &accountability_query_record, .reply = &accountability_record,
	 .flags = ROUTE_LIST, .help = "accountability cases that the user may see"},
	{"POST", "/api/accountability", BIT(ACCIDENT_MANAGE), post_new,
	 .of = &page, .flags = ROUTE_FLOW, .body = &accountability_new_record, .reply = &accountability_record,
	 .help = "draft a case for an accident"},
	{"GET", "/api/accountability/chain/{id}", BIT(MINE_READ), get_chain, .reply = &responsibility_fact_record, .flags = ROUTE_LIST,
	 .help = "who inspected, accepted, approved, and what was known when the accident {id} happened"},
	{"GET", "/api/accountability/{id}", BIT(MINE_READ), flow_get, .of = &page, .reply = &accountability_record, .help = "one, with the steps possible"},
	{"POST", "/api/accountability/{id}/steps/{name}", BIT(MINE_READ), flow_post_step, .of = &page, .reply = &accountability_record, .flags = ROUTE_RAW,
	 .help = "take a step"},
	{"GET", "/api/accountability/{id}/papers/{name}", BIT(MINE_READ), flow_get_paper, .of = &page, .type = TYPE_HTML,
	 .help = "the letter of transfer as a page to print"},
	{"GET", "/api/accountability/{id}/history", BIT(MINE_READ), flow_get_history, .of = &page, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it"},
};
const struct routes accountability_routes = ROUTES("/api/accountability", table);
