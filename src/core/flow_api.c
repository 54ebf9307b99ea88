#include "core/flow_api.h"

#include <string.h>
#include "core/paper.h"

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

/* NOT_FOUND: no such paper, or nothing to print yet. */
enum status flow_get_paper(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct flow_page *page = rq->of;
	const struct flow_paper *p = page->papers;
	struct flow_row *row;
	enum lang lang = cx->lang;
	cx->lang = LANG_ZH;     /* what is served is Chinese, with all the words in it */
	TRY(page->flow->load(cx, rq->id, &row));
	cx->lang = lang;
	while (p && p->name && strcmp(p->name, rq->name) != 0)
		p++;
	if (!p || !p->name)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such paper");
	if (p->ready && !p->ready(row))
		return cx_fail(cx, STATUS_NOT_FOUND, "this paper cannot be drafted yet");
	struct paper paper = paper_new(cx, p->zh);
	cx->lang = LANG_ZH;
	TRY(p->draft(cx, row, &paper));
	reply->bytes = paper_html(&paper);
	reply->size = strlen(reply->bytes);
	return STATUS_OK;
}

enum status form_get(struct cx *cx, const struct request *rq, struct reply *reply)
{
	for (const struct form *f = rq->of; f->name; f++)
		if (strcmp(f->name, rq->name) == 0) {
			jw_begin(&reply->w, '{');
			jw_key(&reply->w, "fields");
			flow_write_form(cx, f->record, &reply->w);
			jw_end(&reply->w);
			return STATUS_OK;
		}
	return cx_fail(cx, STATUS_NOT_FOUND, "there is no such form: %s", rq->name);
}

const struct answer_key form_keys[] = {KEY("fields", FLOW_FIELDS), {0}};
