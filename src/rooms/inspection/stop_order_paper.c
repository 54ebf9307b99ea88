/* stop_order_paper.c - an order to stop and its record of service, as papers. */
#include "core/paper.h"
#include "rooms/inspection/inspection.h"

enum { MINES = 1000 };

static const char *number(struct cx *cx, size_t n)
{
	return arena_printf(cx->mem, "%zu", n);
}

static enum status mines_of(struct cx *cx, const struct stop_order *o, struct list *out)
{
	return stop_order_mines(cx, o->row.id, &(struct stop_order_mine_query){.limit = MINES}, out);
}

static void head(const struct stop_order *o, struct paper *p)
{
	p->issuer = o->org_name;
	p->no = o->no;
	p->day = o->issued_on;
}

static enum status draft_order(struct cx *cx, struct flow_row *row, struct paper *p)
{
	static const char *const heads[] = {"序号", "矿山", "企业", "所在乡镇"};
	const struct stop_order *o = (const struct stop_order *)row;
	struct list l;
	TRY(mines_of(cx, o, &l));
	const struct stop_order_mine *m = l.items;
	head(o, p);
	p->to = l.count == 1 ? m[0].enterprise_name : "有关矿山企业";
	paper_para(p, "因%s，现责令下列矿山自%s起停止一切采掘、剥离、爆破和运输作业，撤出作业人员。", paper_clause(cx, o->reason), paper_day(cx, o->from_day));
	paper_para(p, "停产期间不得擅自恢复生产，不得领用民用爆炸物品；排水、通风、监测监控等保证安全的工作不得停止。"
		      "复工须经申请、审查和联合验收，接到复工通知书后方可进行。");
	paper_para(p, "依据：%s。", paper_clause(cx, o->basis));
	paper_table(p, 4, heads);
	for (size_t i = 0; i < l.count; i++)
		paper_row(p, 4, (const char *const[]){number(cx, i + 1), m[i].mine_name, m[i].enterprise_name, m[i].town_name});
	paper_table_end(p);
	paper_sign_line(p, "受送达单位负责人");
	return STATUS_OK;
}

static enum status draft_service(struct cx *cx, struct flow_row *row, struct paper *p)
{
	static const char *const heads[] = {"矿山", "受送达企业", "送达时间", "送达方式", "收件人"};
	const struct stop_order *o = (const struct stop_order *)row;
	struct list l;
	TRY(mines_of(cx, o, &l));
	const struct stop_order_mine *m = l.items;
	head(o, p);
	paper_para(p, "送达文书：停产停工指令书（%s）。", *o->no ? o->no : "无文号");
	paper_table(p, 5, heads);
	for (size_t i = 0; i < l.count; i++)
		paper_row(p, 5, (const char *const[]){m[i].mine_name, m[i].enterprise_name,
						      m[i].served_at ? paper_time(cx, m[i].served_at) : "未送达", m[i].served_how, m[i].served_by_name});
	paper_table_end(p);
	paper_sign_line(p, "送达人");
	return STATUS_OK;
}

const struct flow_paper stop_order_papers[] = {
	{"order", "停产停工指令书", "Order to stop", NULL, draft_order},
	{"service", "送达回证", "Record of service", NULL, draft_service},
	{0},
};
