#include "core/remind_api.h"

#include "core/remind.h"

struct ahead_query {
	int64_t days;
};
static const struct field ahead_fields[] = {FIELD(struct ahead_query, days, .min = 1, .max = 370)};
static const struct record ahead_query_record = RECORD(ahead_query, ahead_fields);

static enum status get_ahead(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { DEFAULT_DAYS = 30 };
	const struct ahead_query *q = rq->query;
	struct list l;
	TRY(remind_ahead(cx, reminder_sources, q->days ? (int)q->days : DEFAULT_DAYS, &l));
	jw_page_id(&reply->w, &reminder_shown_record, &l, 0);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/reminders", 0, get_ahead, .query = &ahead_query_record, .reply = &reminder_shown_record, .flags = ROUTE_LIST,
	 .help = "what will be told in the next days, to whom, about which day, under which rule"},
};
const struct routes remind_routes = ROUTES("/api/reminders", table);
