#include "rooms/resumption/resumption_api.h"

#include <string.h>
#include "core/perm.h"
#include "rooms/resumption/resumption.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct resumption_page page;
	TRY(resumption_list(cx, rq->query, &page));
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &resumption_record, &page.items);
	jw_key(w, "next");
	jw_text(w, page.next);
	if (page.total >= 0) {
		jw_key(w, "total");
		jw_int(w, page.total);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status get_nearly(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	(void)rq;
	TRY(resumption_nearly(cx, &l));
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &resumption_near_record, &l);
	jw_key(w, "next");
	jw_raw(w, NULL);
	jw_end(w);
	return STATUS_OK;
}

static enum status show(struct cx *cx, int64_t id, struct reply *reply)
{
	struct resumption *r;
	TRY(resumption_get(cx, id, &r));
	return resumption_write(cx, r, &reply->w);
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return show(cx, rq->id, reply);
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
	return show(cx, id, reply);
}

static enum status post_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(flow_take(cx, &resumption_flow, rq->id, rq->name, rq->raw, rq->raw_size));
	return show(cx, rq->id, reply);
}

static enum status get_history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { PAGE = 50 };
	const struct history_query *q = rq->query;
	struct resumption *r;
	struct list l;
	TRY(resumption_get(cx, rq->id, &r));
	TRY(flow_history(cx, &resumption_flow, rq->id, q->cursor, PAGE + 1, &l));
	flow_write_history(cx, &resumption_flow, &l, PAGE, &reply->w);
	return STATUS_OK;
}

static enum status get_notice(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const char *html;
	TRY(resumption_notice(cx, rq->id, &html));
	reply->bytes = html;
	reply->size = strlen(html);
	reply->type = "text/html; charset=utf-8";
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/resumptions", BIT(MINE_READ), get_list, .query = &resumption_query_record, .reply = &resumption_record,
	 .flags = ROUTE_LIST, .help = "applications to resume in scope"},
	{"GET", "/api/resumptions/nearly", BIT(MINE_READ), get_nearly, .reply = &resumption_near_record, .flags = ROUTE_LIST,
	 .help = "mines that could resume this week if one thing were done"},
	{"POST", "/api/resumptions", BIT(RESUME_APPLY), post_new, .body = &begin_record, .reply = &resumption_record,
	 .help = "begin an application for a stopped mine"},
	{"GET", "/api/resumptions/{id}", BIT(MINE_READ), get_one, .reply = &resumption_record,
	 .help = "one, with papers, team, items, what is missing, steps"},
	{"POST", "/api/resumptions/{id}/steps/{name}", BIT(MINE_READ), post_step, .reply = &resumption_record, .flags = ROUTE_RAW,
	 .help = "take a step"},
	{"GET", "/api/resumptions/{id}/history", BIT(MINE_READ), get_history, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it"},
	{"GET", "/api/resumptions/{id}/notice", BIT(MINE_READ), get_notice, .help = "the notice to resume, a page to print"},
};
const struct routes resumption_routes = ROUTES("/api/resumptions", table);
