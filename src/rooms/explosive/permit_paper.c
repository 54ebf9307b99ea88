/* permit_paper.c - permits for explosives, and why one was refused, as papers (466号令 第二十一条, 第二十六条). */
#include <inttypes.h>
#include <string.h>
#include "core/county.h"
#include "core/paper.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/permit_inside.h"

static bool granted(const struct flow_row *row)
{
	return !flow_among("applied|refused|withdrawn", row->state);
}

static bool refused(const struct flow_row *row)
{
	return flow_among("refused", row->state);
}

static enum status police(struct cx *cx, struct paper *p)
{
	struct county c;
	TRY(county_get(cx, &c));
	p->issuer = arena_printf(cx->mem, "%s公安局", c.name);
	return STATUS_OK;
}

struct amounts {
	int64_t emulsion_kg, anfo_kg, detonators, cord_m;
};

static void put_amounts(struct cx *cx, const struct amounts *a, struct paper *p)
{
	static const char *const heads[] = {"品种", "数量", "单位"};
	const struct {
		const char *zh, *unit;
		int64_t n;
	} rows[] = {{"乳化炸药", "千克", a->emulsion_kg},
		    {"铵油炸药", "千克", a->anfo_kg},
		    {"电子雷管", "发", a->detonators},
		    {"导爆索", "米", a->cord_m}};
	paper_table(p, 3, heads);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].n)
			paper_row(p, 3,
				  (const char *const[]){rows[i].zh, arena_printf(cx->mem, "%" PRId64, rows[i].n),
							rows[i].unit});
	paper_table_end(p);
}

static enum status draft_purchase(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct purchase *b = (const struct purchase *)row;
	TRY(police(cx, p));
	p->no = b->no;
	p->day = b->decided_on;
	paper_para(p, "购买单位（矿山）：%s；储存库：%s；销售单位：%s。", b->mine_name, b->magazine_name,
		   b->supplier_name);
	paper_para(p, "用途：%s。", paper_clause(cx, b->use_text));
	put_amounts(cx, &(struct amounts){b->emulsion_kg, b->anfo_kg, b->detonators, b->cord_m}, p);
	paper_para(p,
		   "本许可有效至%"
		   "s，一次有效。应当通过银行账户交易，不得使用现金或者实物；成交之日起三日内，买卖双方分别备案。",
		   paper_day(cx, b->valid_to));
	if (b->overridden)
		paper_para(p, "本许可未通过常规审查（%s），由县公安局局长%s批准，理由：%s。", b->override_failed,
			   b->override_name, paper_clause(cx, b->override_reason));
	return STATUS_OK;
}

static enum status draft_refusal(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct purchase *b = (const struct purchase *)row;
	TRY(police(cx, p));
	p->no = b->no;
	p->to = b->mine_name;
	p->day = b->decided_on;
	paper_para(p, "你单位%s申请购买下列民用爆炸物品：", paper_day(cx, b->applied_on));
	put_amounts(cx, &(struct amounts){b->emulsion_kg, b->anfo_kg, b->detonators, b->cord_m}, p);
	paper_para(p, "经审查，不予许可。理由：%s。", paper_clause(cx, b->reason));
	paper_para(p, "对本决定不服的，可以依法申请行政复议或者提起行政诉讼。");
	return STATUS_OK;
}

static enum status draft_transport(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct transport *t = (const struct transport *)row;
	TRY(police(cx, p));
	p->no = t->no;
	p->day = t->decided_on;
	paper_para(p, "收货单位（矿山）：%s；收货库：%s；购买许可：%s。", t->mine_name, t->magazine_name,
		   t->purchase_no);
	paper_para(p, "承运单位：%s；车辆：%s；驾驶员：%s；押运员：%s。", t->carrier, t->vehicle, t->driver, t->escort);
	paper_para(p, "起运地：%s；路线：%s；经停：%s。", t->from_place, t->route, *t->stops ? t->stops : "无");
	put_amounts(cx, &(struct amounts){t->emulsion_kg, t->anfo_kg, t->detonators, t->cord_m}, p);
	paper_para(p, "本许可有效至%s，一次有效。运达后三日内签注交回核销。", paper_day(cx, t->valid_to));
	return STATUS_OK;
}

const struct flow_paper purchase_papers[] = {
	{"permit", "民用爆炸物品购买许可", "Purchase permit", granted, draft_purchase},
	{"refusal", "不予许可决定书", "Refusal", refused, draft_refusal},
	{0},
};

const struct flow_paper transport_papers[] = {
	{"permit", "民用爆炸物品运输许可", "Transport permit", granted, draft_transport},
	{0},
};
