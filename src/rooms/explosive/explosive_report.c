/* explosive_report.c - what the reports say of explosives: what was asked for, granted, refused, granted all the same.
 */
#include <inttypes.h>
#include "rooms/explosive/explosive_report.h"
#include "rooms/explosive/permit.h"

enum { LISTED = 1000 };

struct sums {
	int64_t applied, granted, refused, overridden, granted_kg, granted_detonators;
};

static enum status add(struct cx *cx, void *arg, const void *row)
{
	struct sums *s = arg;
	const struct purchase *b = row;
	(void)cx;
	s->applied++;
	s->refused += flow_among("refused", b->row.state);
	s->overridden += b->overridden;
	if (flow_among("applied|refused|withdrawn", b->row.state))
		return STATUS_OK;
	s->granted++;
	s->granted_kg += b->emulsion_kg + b->anfo_kg;
	s->granted_detonators += b->detonators;
	return STATUS_OK;
}

/* The year's quotas and what has been granted of them. */
static enum status put_quotas(struct cx *cx, const struct report_span *span, struct paper *p)
{
	static const char *const heads[] = {"矿山", "年度限额（千克）", "已许可", "已使用", "库存", "余额"};
	struct list l;
	int64_t next;
	int y, m, d;
	day_split(span->to, &y, &m, &d);
	TRY(quota_list(cx, &(struct quota_query){.year = y, .state = "approved", .limit = LISTED}, &l, &next));
	const struct quota *q = l.items;
	if (!l.count)
		return STATUS_OK;
	paper_table(p, 6, heads);
	for (size_t i = 0; i < l.count; i++) {
		struct quota_use u;
		TRY(quota_use(cx, q[i].mine, span->to, &u));
		paper_row(p, 6,
			  (const char *const[]){
				  q[i].mine_name, arena_printf(cx->mem, "%.0f", u.kg_year),
				  arena_printf(cx->mem, "%.0f", u.granted_kg), arena_printf(cx->mem, "%.0f", u.used_kg),
				  arena_printf(cx->mem, "%.0f", u.stock_kg), arena_printf(cx->mem, "%.0f", u.left_kg)});
	}
	paper_table_end(p);
	return STATUS_OK;
}

enum status explosive_report(struct cx *cx, const struct report_span *span, struct paper *p)
{
	struct sums s = {0};
	TRY(purchase_each(cx, &(struct purchase_query){.from = span->from_text, .to = span->to_text}, LISTED, add, &s));
	paper_para(p,
		   "报告期内购买申请%" PRId64 "件：许可%" PRId64 "件（炸药%" PRId64 "千克、雷管%" PRId64
		   "发），不予许可%" PRId64 "件，局长特批%" PRId64 "件。",
		   s.applied, s.granted, s.granted_kg, s.granted_detonators, s.refused, s.overridden);
	return span->today ? put_quotas(cx, span, p) : STATUS_OK;
}
