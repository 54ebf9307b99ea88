/* search_api.c - one box for everything. */
#include "core/search_api.h"

#include <inttypes.h>
#include "core/org_api.h"
#include "core/search.h"

static enum status find(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct search_query *q = rq->query;
	struct list l;
	int64_t next;
	if (!q->q)
		return cx_fail_field(cx, "q", "is missing");
	TRY(search_find(cx, q, &l, &next));
	jw_page(&reply->w, &search_hit_record, &l, next ? arena_printf(cx->mem, "%" PRId64, next) : NULL, -1);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/search", 0, find, .query = &search_query_record, .reply = &search_hit_record, .flags = ROUTE_LIST,
	 .help = "Things with these words, newest first, within one's permissions and scope"},
};
const struct routes search_routes = ROUTES("/api/search", table);
