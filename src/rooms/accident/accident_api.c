#include "rooms/accident/accident_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/accident/accident.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct accident_page page;
	TRY(accident_list(cx, rq->query, &page));
	jw_page(&reply->w, &accident_record, &page.items, page.next, page.total);
	return STATUS_OK;
}

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct accident *a;
	TRY(accident_create(cx, rq->body, &a));
	return flow_page_write(cx, &accident_answer, a->row.id, &reply->w);
}

struct grade_query {
	int64_t deaths, injured, loss_yuan;
	const char *on;
};
static const struct field grade_fields[] = {
	FIELD(struct grade_query, deaths, .min = 0, .max = INT64_MAX),
	FIELD(struct grade_query, injured, .min = 0, .max = INT64_MAX),
	FIELD(struct grade_query, loss_yuan, .min = 0, .max = INT64_MAX),
	FIELD(struct grade_query, on, .flags = DAY),
};
static const struct record grade_query_record = RECORD(grade_query, grade_fields);

static enum status get_grade(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct grade_query *q = rq->query;
	struct day day = day_of(cx->now);
	struct graded g;
	if (q->on && *q->on)
		day_parse(q->on, &day);
	const struct casualties c = {q->deaths, q->injured, q->loss_yuan};
	TRY(accident_grade(cx, &c, day, &g));
	grade_write(cx, &reply->w, &c, day, &g);
	return STATUS_OK;
}

static const struct answer_key grade_keys[] = {
	KEY("grade", "text"),
	KEY("label", "text"),
	KEY("day", "day"),
	KEY("deaths", "int"),
	KEY("injured", "int"),
	KEY("loss_yuan", "int"),
	KEY("by", "{deaths:?text injured:?text loss_yuan:?text}"),
	KEY("rule", "text"),
	KEY("source", "text"),
	KEY("article", "text"),
	KEY("confirmed", "text"),
	KEY("text", "text"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/accidents", BIT(MINE_READ), get_list, .query = &accident_query_record, .reply = &accident_record, .flags = ROUTE_LIST,
	 .help = "accidents, newest first"},
	{"POST", "/api/accidents", BIT(ACCIDENT_REPORT), post_new,
	 .of = &accident_answer, .flags = ROUTE_FLOW, .body = &accident_new_record, .reply = &accident_record,
	 .help = "register an accident"},
	{"GET", "/api/accidents/grade", BIT(MINE_READ), get_grade, .query = &grade_query_record, .keys = grade_keys,
	 .help = "what grade such an accident has"},
	{"GET", "/api/accidents/{id}", BIT(MINE_READ), flow_get, .of = &accident_answer, .reply = &accident_record,
	 .help = "one, with clocks, revisions, findings and the steps possible"},
	{"POST", "/api/accidents/{id}/steps/{name}", BIT(MINE_READ), flow_post_step, .of = &accident_answer, .reply = &accident_record, .flags = ROUTE_RAW,
	 .help = "take a step"},
	{"GET", "/api/accidents/{id}/papers/{name}", BIT(MINE_READ), flow_get_paper, .of = &accident_answer, .type = TYPE_HTML,
	 .help = "the report to the levels above as a page to print"},
	{"GET", "/api/accidents/{id}/history", BIT(MINE_READ), flow_get_history, .of = &accident_answer, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it"},
};
const struct routes accident_routes = ROUTES("/api/accidents", table);
