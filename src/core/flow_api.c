#include "core/flow_api.h"

enum status flow_get(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return flow_page_write(cx, rq->of, rq->id, &reply->w);
}

enum status flow_post_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct flow_page *page = rq->of;
	TRY(flow_take(cx, page->flow, rq->id, rq->name, rq->raw, rq->raw_size));
	return flow_page_write(cx, page, rq->id, &reply->w);
}

enum status flow_get_history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { PAGE = 50 };
	const struct flow_page *page = rq->of;
	const struct history_query *q = rq->query;
	struct flow_row *row;
	struct list l;
	TRY(page->flow->load(cx, rq->id, &row));
	TRY(flow_history(cx, page->flow, rq->id, q->cursor, PAGE + 1, &l));
	flow_write_history(cx, page->flow, &l, PAGE, &reply->w);
	return STATUS_OK;
}
