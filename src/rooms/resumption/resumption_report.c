/* resumption_report.c - what the reports say of mines: which stand still, which work again. */
#include <inttypes.h>
#include <string.h>
#include "rooms/resumption/resumption.h"
#include "rooms/resumption/resumption_report.h"

enum { LISTED = 200 };

static enum status put_states(struct cx *cx, const struct report_span *span, struct paper *p)
{
	static const struct {
		const char *state, *zh;
	} words[] = {{"working", "可以生产"}, {"stopped", "停产"}, {"ended", "已关闭"}, {"unknown", "待核"}};
	struct list l;
	struct buf b;
	int64_t all = 0;
	if (!span->today)
		return STATUS_OK;
	TRY(mine_summary(cx, &l));
	const struct mine_count *m = l.items;
	buf_init(&b, cx->mem);
	for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
		int64_t n = 0;
		for (size_t i = 0; i < l.count; i++)
			n += strcmp(m[i].state, words[k].state) == 0 ? m[i].mines : 0;
		all += n;
		buf_printf(&b, "，%s%" PRId64 "座", words[k].zh, n);
	}
	paper_para(p, "台账矿山%" PRId64 "座%s。", all, b.s);
	return STATUS_OK;
}

enum status resumption_report(struct cx *cx, const struct report_span *span, struct paper *p)
{
	static const char *const heads[] = {"矿山", "所在乡镇", "状态", "日期"};
	struct resumption_page page;
	TRY(put_states(cx, span, p));
	TRY(resumption_list(cx, &(struct resumption_query){.limit = LISTED}, &page));
	const struct resumption *r = page.items.items;
	bool any = false;
	for (size_t i = 0; i < page.items.count; i++) {
		bool resumed = *r[i].resumed_on && strcmp(r[i].resumed_on, span->from_text) >= 0 && strcmp(r[i].resumed_on, span->to_text) <= 0;
		bool waiting = r[i].open && strcmp(r[i].created_on, span->to_text) <= 0;
		if (!resumed && !waiting)
			continue;
		if (!any)
			paper_table(p, 4, heads);
		any = true;
		paper_row(p, 4, (const char *const[]){r[i].mine_name, r[i].town_name, flow_state_label(cx, &resumption_flow, r[i].row.state),
						      resumed ? paper_day(cx, r[i].resumed_on) : r[i].due && *r[i].due ? paper_day(cx, r[i].due) : ""});
	}
	if (any)
		paper_table_end(p);
	else
		paper_para(p, "报告期内没有矿山复工，也没有在办的复工申请。");
	return STATUS_OK;
}
