/* hazard_report.c - what the reports say of hazards. */
#include <inttypes.h>
#include "rooms/inspection/hazard.h"
#include "rooms/inspection/inspection_report.h"

static const char *count(struct cx *cx, int64_t n)
{
	return arena_printf(cx->mem, "%" PRId64, n);
}

static struct hazard_stat sum_of(const struct list *l)
{
	struct hazard_stat sum = {0};
	const struct hazard_stat *s = l->items;
	for (size_t i = 0; i < l->count; i++) {
		sum.total += s[i].total;
		sum.open += s[i].open;
		sum.major_open += s[i].major_open;
		sum.overdue += s[i].overdue;
		sum.closed += s[i].closed;
		sum.repeats += s[i].repeats;
	}
	return sum;
}

static const char *rate(struct cx *cx, int64_t num, int64_t den)
{
	return den ? arena_printf(cx->mem, "%.0f%%（%" PRId64 "/%" PRId64 "）", 100.0 * (double)num / (double)den, num, den) : "—";
}

enum status hazard_report(struct cx *cx, const struct report_span *span, struct paper *p)
{
	static const char *const heads[] = {"乡镇", "累计", "未销号", "其中重大", "逾期", "已销号", "整改率"};
	struct list found, all;
	TRY(hazard_statistics(cx, &(struct hazard_stat_query){.by = "town", .found_from = span->from_text, .found_to = span->to_text}, &found));
	TRY(hazard_statistics(cx, &(struct hazard_stat_query){.by = "town", .found_to = span->to_text}, &all));
	struct hazard_stat now = sum_of(&found), sum = sum_of(&all);
	paper_para(p, "报告期内排查隐患%" PRId64 "项；累计%" PRId64 "项。%s未销号%" PRId64 "项，其中重大隐患%" PRId64 "项、逾期%" PRId64
		   "项，复查不合格%" PRId64 "次；整改率%s。", now.total, sum.total, span->today ? "目前" : "按现有记录，", sum.open, sum.major_open,
		   sum.overdue, sum.repeats, rate(cx, sum.closed, sum.total));
	if (!all.count)
		return STATUS_OK;
	const struct hazard_stat *s = all.items;
	paper_table(p, 7, heads);
	for (size_t i = 0; i < all.count; i++)
		paper_row(p, 7, (const char *const[]){s[i].name ? s[i].name : "未知", count(cx, s[i].total), count(cx, s[i].open), count(cx, s[i].major_open),
						      count(cx, s[i].overdue), count(cx, s[i].closed), rate(cx, s[i].closed, s[i].total)});
	paper_table_end(p);
	return STATUS_OK;
}
