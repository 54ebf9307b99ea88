/* accident_paper.c - the report of an accident to the levels above, and the letter that hands a case to the discipline commission. */
#include <inttypes.h>
#include "core/county.h"
#include "core/paper.h"
#include "rooms/accident/accident.h"
#include "rooms/accident/accountability.h"
#include "rooms/accident/clocks.h"

static enum status county_name(struct cx *cx, const char **out)
{
	struct county c;
	TRY(county_get(cx, &c));
	*out = c.name;
	return STATUS_OK;
}

static const char *or_blank(const char *s)
{
	return s && *s ? s : "待查";
}

/* 国务院令493号 第十二条: what a report must say. */
static enum status draft_report(struct cx *cx, struct flow_row *row, struct paper *p)
{
	static const char *const heads[] = {"报告对象", "应报时间", "实报时间"};
	const struct accident *a = (const struct accident *)row;
	const char *county;
	struct list l;
	TRY(county_name(cx, &county));
	TRY(accident_clocks(cx, a, &l));
	const struct report_clock *c = l.items;
	p->issuer = arena_printf(cx->mem, "%s应急管理局", county);
	p->to = arena_printf(cx->mem, "%s人民政府", county);
	paper_para(p, "一、事故概况：%s，%s（%s）发生%s。", paper_time(cx, a->at), or_blank(a->unit), or_blank(a->place), a->title);
	paper_para(p, "二、简要经过：%s", or_blank(a->summary));
	paper_para(p, "三、伤亡和损失：死亡（含失踪）%" PRId64 "人，重伤%" PRId64 "人，初步估计直接经济损失%" PRId64 "元。等级按现有情况为%s。", a->deaths,
		   a->injured, a->loss_yuan, *a->grade ? grade_label(cx, a->grade) : "未定级");
	paper_para(p, "四、已采取的措施：%s", or_blank(a->taken));
	paper_para(p, "五、逐级报告情况：");
	paper_table(p, 3, heads);
	for (size_t i = 0; i < l.count; i++)
		paper_row(p, 3, (const char *const[]){c[i].label, paper_time(cx, c[i].due), c[i].at ? paper_time(cx, c[i].at) : "未报"});
	paper_table_end(p);
	paper_para(p, "出现新情况的，及时续报。");
	return STATUS_OK;
}

static bool drafted(const struct flow_row *row)
{
	return *((const struct accountability *)row)->facts;
}

static enum status draft_transfer(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct accountability *c = (const struct accountability *)row;
	const char *county;
	TRY(county_name(cx, &county));
	p->issuer = arena_printf(cx->mem, "%s应急管理局", county);
	p->to = arena_printf(cx->mem, "%s纪委监委", county);
	paper_para(p, "在%s（%s）的调查处理中，发现下列问题线索，现移送你委。", c->accident_title, paper_day(cx, c->accident_day));
	paper_para(p, "一、责任单位（人员）：%s%s%s%s。", c->org_name ? c->org_name : "", *c->person_name ? "，" : "", c->person_name,
		   *c->post ? arena_printf(cx->mem, "（%s）", c->post) : "");
	paper_para(p, "二、应当履行的职责：%s", c->duty);
	paper_para(p, "三、主要事实：%s", c->facts);
	paper_para(p, "四、依据：%s", c->basis);
	paper_para(p, "五、建议：%s", c->proposed);
	paper_para(p, "处理结果请函告本局。");
	return STATUS_OK;
}

const struct flow_paper accident_papers[] = {
	{"report", "生产安全事故报告", "Report of an accident", NULL, draft_report},
	{0},
};

const struct flow_paper accountability_papers[] = {
	{"transfer", "问题线索移送函", "Letter of transfer", drafted, draft_transfer},
	{0},
};
