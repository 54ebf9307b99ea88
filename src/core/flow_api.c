#include "core/flow_api.h"

#include "core/evidence.h"

static enum status write_evidence(struct cx *cx, const struct flow_page *page, int64_t id, struct jw *w)
{
	struct list l;
	TRY(evidence_list(cx, page->flow->name, id, &l));
	jw_key(w, "evidence");
	jw_list(w, &evidence_item_record, &l);
	return STATUS_OK;
}

enum status flow_page_write(struct cx *cx, const struct flow_page *page, int64_t id, struct jw *w)
{
	struct flow_row *row;
	TRY(page->flow->load(cx, id, &row));
	jw_begin(w, '{');
	jw_fields(w, page->record, row);
	jw_key(w, "state_label");
	jw_text(w, flow_state_label(cx, page->flow, row->state));
	if (page->parts)
		TRY(page->parts(cx, row, w));
	TRY(write_evidence(cx, page, id, w));
	jw_key(w, "steps");
	TRY(flow_write_steps(cx, page->flow, row, w));
	jw_end(w);
	return STATUS_OK;
}

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
