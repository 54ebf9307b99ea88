/* haulage_report.c - what the reports say of trucks: weighed, overloaded, kept in, fined. */
#include <inttypes.h>
#include "rooms/haulage/case.h"
#include "rooms/haulage/haulage_report.h"

enum { CASES = 1000 };

static enum status put_weighings(struct cx *cx, const struct report_span *span, struct paper *p)
{
	struct haulage_sum sum = {0};
	char day[11];
	for (struct day d = span->from; d.n <= span->to.n; d.n++) {
		struct list l;
		TRY(haulage_county_day(cx, day_print(d, day), &l));
		const struct haulage_sum *s = l.items;
		for (size_t i = 0; i < l.count; i++) {
			sum.trips += s[i].trips;
			sum.net_kg += s[i].net_kg;
			sum.over += s[i].over;
			sum.closed += s[i].closed;
		}
	}
	paper_para(p, "报告期内称重%" PRId64 "车次，净重%.0f吨；超限%" PRId64 "车次，其中出口道闸未放行%" PRId64 "车次。", sum.trips, (double)sum.net_kg / 1000,
		   sum.over, sum.closed);
	return STATUS_OK;
}

enum status haulage_report(struct cx *cx, const struct report_span *span, struct paper *p)
{
	struct list l;
	int64_t next, fined = 0, paid = 0;
	TRY(put_weighings(cx, span, p));
	TRY(haulage_case_list(cx, &(struct haulage_case_query){.from = span->from_text, .to = span->to_text, .limit = CASES}, &l, &next));
	const struct haulage_case *c = l.items;
	for (size_t i = 0; i < l.count; i++) {
		fined += c[i].fined_yuan;
		paid += c[i].paid_yuan;
	}
	paper_para(p, "查处超限案件%zu件%s，罚款%" PRId64 "元，已缴%" PRId64 "元。", l.count, next ? "（未列全）" : "", fined, paid);
	return STATUS_OK;
}
