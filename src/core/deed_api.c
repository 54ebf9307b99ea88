/* deed_api.c - what I did, began, have in draft, was told of; and copies for others. */
#include "core/deed.h"
#include "core/deed_api.h"
#include "core/notify.h"
#include "core/perm.h"

static enum status get_done(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	int64_t next;
	TRY(deed_done(cx, rq->query, &l, &next));
	jw_page_id(&reply->w, &deed_record, &l, next);
	return STATUS_OK;
}

static enum status get_began(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	int64_t next;
	TRY(deed_began(cx, rq->query, &l, &next));
	jw_page_id(&reply->w, &deed_record, &l, next);
	return STATUS_OK;
}

static enum status get_drafts(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	(void)rq;
	TRY(deed_drafts(cx, &l));
	jw_page_id(&reply->w, &deed_record, &l, 0);
	return STATUS_OK;
}

static enum status post_copy(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t told;
	TRY(deed_copy(cx, rq->body, &told));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "told");
	jw_int(&reply->w, told);
	jw_end(&reply->w);
	return STATUS_OK;
}

static const struct answer_key copy_keys[] = {
	KEY("told", "int"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/workbench/done", 0, get_done, .query = &deed_query_record, .reply = &deed_record, .flags = ROUTE_LIST,
	 .help = "the steps that I have taken in all rooms, newest first"},
	{"GET", "/api/workbench/began", 0, get_began, .query = &deed_query_record, .reply = &deed_record, .flags = ROUTE_LIST,
	 .help = "the records that I began, newest first, and where they stand"},
	{"GET", "/api/workbench/drafts", 0, get_drafts, .reply = &deed_record, .flags = ROUTE_LIST,
	 .help = "what I began and have not handed on"},
	{"POST", "/api/workbench/copies", BIT(ORG_READ), post_copy, .body = &copy_input_record,
	 .keys = copy_keys, .help = "bring a record to the notice of units whose people may see it: {told}"},
};
const struct routes deed_routes = ROUTES("/api/workbench", table);
