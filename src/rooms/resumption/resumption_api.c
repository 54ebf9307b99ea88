#include "rooms/resumption/resumption_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/resumption/resumption.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct resumption_page page;
	TRY(resumption_list(cx, rq->query, &page));
	jw_page(&reply->w, &resumption_record, &page.items, page.next, page.total);
	return STATUS_OK;
}

static enum status get_nearly(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	(void)rq;
	TRY(resumption_nearly(cx, &l));
	jw_page_id(&reply->w, &resumption_near_record, &l, 0);
	return STATUS_OK;
}

static enum status get_candidates(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	TRY(resumption_candidates(cx, rq->id, rq->query, &l));
	jw_page_id(&reply->w, &resume_candidate_record, &l, 0);
	return STATUS_OK;
}

struct begin_input {
	int64_t mine;
};
static const struct field begin_fields[] = {
	FIELD(struct begin_input, mine, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "矿山", .en = "mine"),
};
static const struct record begin_record = RECORD(begin_input, begin_fields);

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct begin_input *in = rq->body;
	int64_t id;
	TRY(resumption_begin(cx, in->mine, &id));
	return flow_page_write(cx, &resumption_answer, id, &reply->w);
}

static const struct route table[] = {
	{"GET", "/api/resumptions", BIT(MINE_READ), get_list, .query = &resumption_query_record, .reply = &resumption_record,
	 .flags = ROUTE_LIST, .help = "applications to resume in scope"},
	{"GET", "/api/resumptions/nearly", BIT(MINE_READ), get_nearly, .reply = &resumption_near_record, .flags = ROUTE_LIST,
	 .help = "mines that could resume this week if one thing were done"},
	{"POST", "/api/resumptions", BIT(RESUME_APPLY), post_new,
	 .of = &resumption_answer, .flags = ROUTE_FLOW, .body = &begin_record, .reply = &resumption_record,
	 .help = "begin an application for a stopped mine"},
	{"GET", "/api/resumptions/{id}", BIT(MINE_READ), flow_get, .of = &resumption_answer, .reply = &resumption_record,
	 .help = "one, with papers, team, items, what is missing, steps"},
	{"POST", "/api/resumptions/{id}/steps/{name}", BIT(MINE_READ), flow_post_step, .of = &resumption_answer, .reply = &resumption_record, .flags = ROUTE_RAW,
	 .help = "take a step"},
	{"GET", "/api/resumptions/{id}/history", BIT(MINE_READ), flow_get_history, .of = &resumption_answer, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it"},
	{"GET", "/api/resumptions/{id}/candidates", BIT(RESUME_ACCEPT), get_candidates, .query = &resume_candidate_query_record,
	 .reply = &resume_candidate_record, .flags = ROUTE_LIST, .help = "people whom the bureau may choose for its acceptance team"},
	{"GET", "/api/resumptions/{id}/papers/{name}", BIT(MINE_READ), flow_get_paper, .of = &resumption_answer, .type = TYPE_HTML,
	 .help = "the report of acceptance or the notice to resume as a page to print"},
};
const struct routes resumption_routes = ROUTES("/api/resumptions", table);
