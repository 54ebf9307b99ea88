/* feedback_report.c - what the reports say of businesses' feedback. */
#include <inttypes.h>
#include <string.h>
#include "rooms/feedback/feedback.h"
#include "rooms/feedback/feedback_report.h"

/* Each report counts once under its kind and once under its measure: one of the two is the sum. */
enum status feedback_report(struct cx *cx, const struct report_span *span, struct paper *p)
{
	struct list l;
	struct feedback_count sum = {0};
	TRY(feedback_digest(cx, span->from_text, span->to_text, &l));
	const struct feedback_count *c = l.items;
	for (size_t i = 0; i < l.count; i++) {
		if (strcmp(c[i].what, "kind") != 0)
			continue;
		sum.received += c[i].received;
		sum.open += c[i].open;
		sum.late += c[i].late;
		sum.answered += c[i].answered;
		sum.satisfied += c[i].satisfied;
		sum.rated += c[i].rated;
	}
	if (!sum.received) {
		paper_para(p, "报告期内没有收到企业反馈。");
		return STATUS_OK;
	}
	paper_para(p, "报告期内收到企业反馈%" PRId64 "件，已答复%" PRId64 "件，在办%" PRId64 "件，其中超期%" PRId64 "件；已评价%" PRId64
		   "件，满意和基本满意%" PRId64 "件。", sum.received, sum.answered, sum.open, sum.late, sum.rated, sum.satisfied);
	return STATUS_OK;
}
