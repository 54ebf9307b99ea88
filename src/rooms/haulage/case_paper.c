/* case_paper.c - a case of an overloaded truck as papers: unloading, transfer to the police, the copy to the home authority. */
#include <inttypes.h>
#include "core/county.h"
#include "core/paper.h"
#include "rooms/haulage/case.h"

static const struct haulage_case *case_of(const struct flow_row *row)
{
	return (const struct haulage_case *)row;
}

static bool decided(const struct flow_row *row)
{
	return flow_among("decided|closed|copied", row->state);
}

static bool overloaded(const struct flow_row *row)
{
	return !flow_among("dropped", row->state);
}

static enum status from_office(struct cx *cx, const char *office, struct paper *p)
{
	struct county c;
	TRY(county_get(cx, &c));
	p->issuer = arena_printf(cx->mem, "%s%s", c.name, office);
	return STATUS_OK;
}

static const char *named(const char *s)
{
	return s && *s ? s : "不详";
}

static void put_facts(struct cx *cx, const struct haulage_case *c, struct paper *p)
{
	paper_para(p, "%s，%s在%s称重：总质量%" PRId64 "千克，扣除误差后按%" PRId64 "千克计，限值%" PRId64 "千克，超限%" PRId64 "千克。",
		   paper_day(cx, c->offended_on), c->plate, named(c->scale_name), c->gross_kg, c->counted_kg, c->limit_kg, c->over_kg);
	paper_para(p, "驾驶人：%s；承运单位：%s；装载源头：%s。", named(c->driver_name), named(c->carrier_name), named(c->mine_name));
}

static enum status draft_unload(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct haulage_case *c = case_of(row);
	TRY(from_office(cx, "交通运输局", p));
	p->no = c->no;
	p->to = arena_printf(cx->mem, "%s驾驶人%s", c->plate, named(c->driver_name));
	p->day = c->offended_on;
	put_facts(cx, c, p);
	paper_para(p, "现责令自行卸载至限值以内，在本站监督下进行；卸载后复称合格方可上路。货物由承运人保管，费用自理。");
	if (c->unloaded_at)
		paper_para(p, "%s卸载完毕，复称%" PRId64 "千克。", paper_time(cx, c->unloaded_at), c->regross_kg);
	paper_sign_line(p, "执法人员");
	paper_sign_line(p, "驾驶人");
	return STATUS_OK;
}

static enum status draft_decision(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct haulage_case *c = case_of(row);
	TRY(from_office(cx, "公安局交通警察大队", p));
	p->no = c->document;
	p->to = named(c->driver_name);
	p->day = c->decided_on;
	put_facts(cx, c, p);
	paper_para(p, "对同一违法行为不重复罚款。决定：罚款%" PRId64 "元，记%" PRId64 "分，于%s前缴纳。", c->fined_yuan, c->scored, paper_day(cx, c->pay_by));
	paper_para(p, "对本决定不服的，可以依法申请行政复议或者提起行政诉讼。");
	return STATUS_OK;
}

static enum status draft_copy(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct haulage_case *c = case_of(row);
	TRY(from_office(cx, "交通运输局", p));
	p->to = c->copied_to && *c->copied_to ? c->copied_to : named(c->home);
	p->day = c->copied_on;
	put_facts(cx, c, p);
	paper_para(p, "处理结果：罚款%" PRId64 "元，记%" PRId64 "分（%s）。", c->fined_yuan, c->scored, named(c->document));
	paper_para(p, "从业资格证号：%s。现将上述情况抄告贵单位，请依法记入车辆、驾驶人、企业的违法超限运输记录。", named(c->qualification));
	return STATUS_OK;
}

const struct flow_paper haulage_case_papers[] = {
	{"unload", "责令卸载通知书", "Order to unload", overloaded, draft_unload},
	{"decision", "处罚决定书", "Decision on the fine", decided, draft_decision},
	{"copy", "违法超限运输抄告函", "Copy to the home authority", decided, draft_copy},
	{0},
};
