/* resumption_paper.c - the report of the joint acceptance and the notice to resume, as papers. */
#include <inttypes.h>
#include <string.h>
#include "core/paper.h"
#include "rooms/resumption/resumption_inside.h"

static const struct resumption *row_of(const struct flow_row *row)
{
	return (const struct resumption *)row;
}

static bool accepted(const struct flow_row *row)
{
	return row_of(row)->accepted_at != 0;
}

static bool noticed(const struct flow_row *row)
{
	return *row_of(row)->notice_no;
}

static enum status put_signatures(struct cx *cx, const struct resumption *r, struct paper *p)
{
	static const char *const heads[] = {"姓名", "单位", "身份", "签字时间", "意见"};
	struct list l;
	TRY(resumption_members(cx, r->row.id, &l));
	const struct resume_member *m = l.items;
	paper_heading(p, "验收组成员签字");
	paper_table(p, 5, heads);
	for (size_t i = 0; i < l.count; i++)
		paper_row(p, 5, (const char *const[]){m[i].name, m[i].org_name, strcmp(m[i].role, "expert") == 0 ? "专家" : "工作人员",
						      paper_time(cx, m[i].signed_at), m[i].opinion});
	paper_table_end(p);
	return STATUS_OK;
}

/* Items that failed, or that all passed. */
static enum status put_items(struct cx *cx, const struct resumption *r, struct paper *p)
{
	static const char *const heads[] = {"编号", "类别", "检查项目", "结果", "说明"};
	struct list l;
	TRY(resumption_items(cx, r, &l));
	const struct resume_item *it = l.items;
	size_t asked = 0;
	for (size_t i = 0; i < l.count; i++)
		asked += *it[i].result != '\0';
	paper_heading(p, "逐项检查");
	paper_para(p, "共检查%zu项；不合格：A类%" PRId64 "项，B类%" PRId64 "项，C类%" PRId64 "项。", asked, r->a_fails, r->b_fails, r->c_fails);
	paper_table(p, 5, heads);
	for (size_t i = 0; i < l.count; i++)
		if (*it[i].result)
			paper_row(p, 5, (const char *const[]){it[i].code, it[i].class, it[i].text,
							      strcmp(it[i].result, "pass") == 0   ? "合格"
							      : strcmp(it[i].result, "fail") == 0 ? "不合格"
												  : "不适用",
							      it[i].note});
	paper_table_end(p);
	return STATUS_OK;
}

static void put_facts(struct cx *cx, const struct resumption *r, struct paper *p)
{
	paper_para(p, "你单位%s自%s起停产。经你单位自查、%s初审（%s）和联合验收（%s），验收结论：%s。", r->mine_name, paper_day(cx, r->stopped_on),
		   r->town_name, paper_day(cx, r->reviewed_on), paper_day(cx, r->accepted_on), paper_clause(cx, r->conclusion));
	if (r->approved_by)
		paper_para(p, "该矿为涉事故矿山，验收报告已于%s经分管副县长%s本人批准：%s。", paper_time(cx, r->approved_at), r->approved_by_name, paper_clause(cx, r->approval));
}

static enum status begin(struct cx *cx, const struct resumption *r, struct paper *p)
{
	int64_t org;
	TRY(resume_bureau(cx, &org, &p->issuer));
	p->to = r->enterprise_name;
	return STATUS_OK;
}

static enum status draft_report(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct resumption *r = row_of(row);
	TRY(begin(cx, r, p));
	p->no = r->no;
	p->day = r->accepted_on;
	put_facts(cx, r, p);
	TRY(put_items(cx, r, p));
	return put_signatures(cx, r, p);
}

static enum status draft_notice(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct resumption *r = row_of(row);
	char day[11];
	TRY(begin(cx, r, p));
	p->no = r->notice_no;
	p->day = arena_strdup(cx->mem, day_print(day_of(r->noticed_at), day));
	p->copies = "联合验收各单位";
	put_facts(cx, r, p);
	paper_para(p, "同意复工。请于%s前复工；逾期未复工的，须重新验收。复工后应当落实全员安全生产责任制，接受复工后的回访检查。", paper_day(cx, r->notice_until));
	return put_signatures(cx, r, p);
}

const struct flow_paper resumption_papers[] = {
	{"report", "复工验收报告", "Report of acceptance", accepted, draft_report},
	{"notice", "复工通知书", "Notice to resume", noticed, draft_notice},
	{0},
};
