/* hazard_paper.c - what is served on an enterprise about a hazard: the order, the opinion of the recheck, the listing. */
#include <inttypes.h>
#include <string.h>
#include "core/paper.h"
#include "rooms/inspection/hazard.h"

static const struct hazard *hazard_of(const struct flow_row *row)
{
	return (const struct hazard *)row;
}

static bool ordered(const struct flow_row *row)
{
	return *inspection_or(hazard_of(row)->ordered_on, "");
}

static bool rectified(const struct flow_row *row)
{
	return *inspection_or(hazard_of(row)->rectified_on, "");
}

static bool listed(const struct flow_row *row)
{
	return *inspection_or(hazard_of(row)->listed_on, "");
}

static void found(struct cx *cx, const struct hazard *h, struct paper *p)
{
	paper_para(p, "经查，你单位%s%s%s存在下列%s：", h->mine_name, *h->place ? "（" : "", *h->place ? arena_printf(cx->mem, "%s）", h->place) : "",
		   strcmp(h->level, "major") == 0 ? "重大事故隐患" : "事故隐患");
	paper_para(p, "%s", h->text);
	if (*h->basis)
		paper_para(p, "上述情形不符合：%s。", paper_clause(cx, h->basis));
}

static enum status draft_order(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct hazard *h = hazard_of(row);
	p->issuer = h->order_org_name;
	p->no = h->no;
	p->to = h->enterprise_name;
	p->day = h->ordered_on;
	found(cx, h, p);
	if (*inspection_or(h->due, ""))
		paper_para(p, "现责令你单位于%s前整改完毕：%s。", paper_day(cx, h->due), paper_clause(cx, h->requirement));
	else
		paper_para(p, "现责令你单位自本指令书送达之日起按规定期限整改完毕：%s。", paper_clause(cx, h->requirement));
	if (*inspection_or(h->why_longer, ""))
		paper_para(p, "期限较规定为长，理由：%s。", paper_clause(cx, h->why_longer));
	paper_para(p, "整改期间应当采取防范措施，保证人员安全；无法保证安全的，应当停止作业、撤出人员。确需延期的，应当在期限届满前提出申请并说明理由。"
		      "整改完毕后应当书面报告，由本机关复查。");
	paper_para(p, "对本指令不服的，可以依法申请行政复议或者提起行政诉讼，其间不停止执行。");
	paper_sign_line(p, "检查人员");
	paper_sign_line(p, "被检查单位负责人");
	return STATUS_OK;
}

static enum status draft_recheck(struct cx *cx, struct flow_row *row, struct paper *p)
{
	static const char *const heads[] = {"次数", "企业报告整改完成", "复查日期", "复查人", "结论", "意见"};
	const struct hazard *h = hazard_of(row);
	struct list l;
	TRY(hazard_rounds(cx, row->id, &l));
	const struct hazard_round *r = l.items;
	p->issuer = h->order_org_name;
	p->to = h->enterprise_name;
	found(cx, h, p);
	paper_para(p, "本机关责令整改（%s），整改期限%s。复查情况如下：", *h->no ? h->no : "无文号", paper_day(cx, h->due));
	paper_table(p, 6, heads);
	for (size_t i = 0; i < l.count; i++) {
		bool done = *inspection_or(r[i].rechecked_on, "");
		paper_row(p, 6, (const char *const[]){arena_printf(cx->mem, "%" PRId64, r[i].round), paper_day(cx, r[i].rectified_on), done ? paper_day(cx, r[i].rechecked_on) : "待复查",
						      r[i].rechecked_by_name, !done ? "" : r[i].passed ? "合格" : "不合格", r[i].opinion});
		if (done)
			p->day = r[i].rechecked_on;
	}
	paper_table_end(p);
	paper_sign_line(p, "复查人员");
	paper_sign_line(p, "被检查单位负责人");
	return STATUS_OK;
}

static enum status draft_listing(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct hazard *h = hazard_of(row);
	p->issuer = h->order_org_name;
	p->no = h->list_no;
	p->to = h->enterprise_name;
	p->day = h->listed_on;
	p->copies = h->town_name;
	found(cx, h, p);
	paper_para(p, "经研究，决定对该隐患挂牌督办。请按整改方案落实措施、责任人、资金、时限和应急预案，于%s前完成治理，每周报告进展。", paper_day(cx, h->due));
	if (*inspection_or(h->fix_person, ""))
		paper_para(p, "整改责任人：%s（%s）；资金：%" PRId64 "元（%s）；治理措施：%s；应急措施：%s。", h->fix_person, h->fix_phone, h->fix_funds,
			   h->fix_source, paper_clause(cx, h->fix_measures), paper_clause(cx, h->fix_emergency));
	paper_para(p, "治理完成后，应当组织技术力量评估，提出摘牌申请，经核查合格方可摘牌。未经核查合格，不得恢复生产。");
	return STATUS_OK;
}

const struct flow_paper hazard_papers[] = {
	{"order", "责令限期整改指令书", "Order to rectify", ordered, draft_order},
	{"recheck", "整改复查意见书", "Opinion of the recheck", rectified, draft_recheck},
	{"listing", "重大事故隐患挂牌督办通知书", "Notice of listing", listed, draft_listing},
	{0},
};
