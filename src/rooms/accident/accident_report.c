/* accident_report.c - what the reports say of accidents, and of who would drop a grade. */
#include <inttypes.h>
#include <string.h>
#include "rooms/accident/accident.h"
#include "rooms/accident/accident_report.h"
#include "rooms/accident/appraisal.h"

enum { LISTED = 100 };

enum status accident_report(struct cx *cx, const struct report_span *span, struct paper *p)
{
	static const char *const heads[] = {"日期", "事故", "死亡", "重伤", "等级", "办理情况"};
	struct accident_page page;
	TRY(accident_list(cx, &(struct accident_query){.from = span->from_text, .to = span->to_text, .limit = LISTED}, &page));
	const struct accident *a = page.items.items;
	if (!page.items.count) {
		paper_para(p, "报告期内没有登记生产安全事故。");
		return STATUS_OK;
	}
	paper_table(p, 6, heads);
	for (size_t i = 0; i < page.items.count; i++)
		paper_row(p, 6, (const char *const[]){a[i].day, a[i].title, arena_printf(cx->mem, "%" PRId64, a[i].deaths),
						      arena_printf(cx->mem, "%" PRId64, a[i].injured), *a[i].grade ? grade_label(cx, a[i].grade) : "未定级",
						      flow_state_label(cx, &accident_flow, a[i].row.state)});
	paper_table_end(p);
	return STATUS_OK;
}

static size_t concerned(const struct list *l)
{
	const struct appraised_org *o = l->items;
	size_t n = 0;
	for (size_t i = 0; i < l->count; i++)
		n += o[i].accidents.count > 0;
	return n;
}

static void put_orgs(struct cx *cx, const struct list *l, struct paper *p)
{
	const struct appraised_org *o = l->items;
	for (size_t i = 0; i < l->count; i++)
		if (o[i].accidents.count)
			paper_row(p, 5, (const char *const[]){o[i].name, arena_printf(cx->mem, "%" PRId64, o[i].calendar.count),
							      arena_printf(cx->mem, "%" PRId64, o[i].rolling.count),
							      arena_printf(cx->mem, "%" PRId64, o[i].threshold),
							      strcmp(o[i].drop, "yes") == 0       ? "降档"
							      : strcmp(o[i].drop, "pending") == 0 ? "待认定"
							      : o[i].one_away                     ? "再发生一起即降档"
												  : "不降档"});
}

enum status appraisal_report(struct cx *cx, const struct report_span *span, struct paper *p)
{
	static const char *const heads[] = {"单位", "自然年内", "连续十二个月内", "降档起数", "预判"};
	struct appraisal_result r;
	int y, m, d;
	day_split(span->to, &y, &m, &d);
	TRY(appraisal_work_out(cx, y, span->to, &r));
	if (!concerned(&r.towns) && !concerned(&r.departments)) {
		paper_para(p, "没有计入考评或者待认定的事故。");
		return STATUS_OK;
	}
	paper_para(p, "%d年度考评降档预判（截至%s，正式结果以年底核定为准）：", y, paper_day(cx, span->to_text));
	paper_table(p, 5, heads);
	put_orgs(cx, &r.towns, p);
	put_orgs(cx, &r.departments, p);
	paper_table_end(p);
	return STATUS_OK;
}
