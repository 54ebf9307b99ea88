/* resumption_view.c - an application as its page shows it, and the notice to resume as a page to print. */
#include <inttypes.h>
#include <string.h>
#include "core/county.h"
#include "core/evidence.h"
#include "db/db.h"
#include "rooms/resumption/resumption_inside.h"

static const struct field follow_up_fields[] = {
	FIELD(struct resume_follow_up, day),
	FIELD(struct resume_follow_up, result),
	FIELD(struct resume_follow_up, text),
	FIELD(struct resume_follow_up, person_name),
};
const struct record resume_follow_up_record = RECORD(resume_follow_up, follow_up_fields);

static void write_list(struct jw *w, const char *key, const struct record *rec, const struct list *l)
{
	jw_key(w, key);
	jw_list(w, rec, l);
}

static enum status write_lists(struct cx *cx, struct resumption *r, struct jw *w)
{
	struct list l;
	struct mine_reasons reasons = {0};
	TRY(resumption_documents(cx, r, &l));
	write_list(w, "documents", &resume_document_record, &l);
	TRY(resumption_members(cx, r->row.id, &l));
	write_list(w, "members", &resume_member_record, &l);
	TRY(resumption_items(cx, r, &l));
	write_list(w, "items", &resume_item_record, &l);
	TRY(resumption_missing(cx, r, &reasons));
	write_list(w, "missing", &mine_reason_record, &(struct list){reasons.items, reasons.count});
	TRY(db_all(cx, &resume_follow_up_record, &l,
		   "SELECT f.day, f.result, f.text, p.name AS person_name FROM resumption_follow_up f"
		   " LEFT JOIN person p ON p.county = f.county AND p.id = f.person"
		   " WHERE f.county = $1 AND f.resumption = $2 ORDER BY f.id", ARGS(V(cx->county), V(r->row.id))));
	write_list(w, "follow_up_checks", &resume_follow_up_record, &l);
	return STATUS_OK;
}

static enum status write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	struct resumption *r = (struct resumption *)row;
	jw_key(w, "accident");
	jw_bool(w, resume_is_accident(cx, r));
	return write_lists(cx, r, w);
}

const struct flow_page resumption_answer = {.flow = &resumption_flow, .record = &resumption_record, .parts = write_parts};

/* ---- the notice ---- */

/* Text into HTML. */
static const char *html(struct cx *cx, const char *s)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (; s && *s; s++)
		switch (*s) {
		case '<': buf_puts(&b, "&lt;"); break;
		case '>': buf_puts(&b, "&gt;"); break;
		case '&': buf_puts(&b, "&amp;"); break;
		case '"': buf_puts(&b, "&quot;"); break;
		case '\n': buf_puts(&b, "<br>"); break;
		default: buf_add(&b, s, 1);
		}
	return b.s;
}

/* 2023年10月25日 */
static const char *day_zh(struct cx *cx, const char *day)
{
	struct day d;
	int y, m, n;
	if (!day_parse(day, &d))
		return "";
	day_split(d, &y, &m, &n);
	return arena_printf(cx->mem, "%d年%d月%d日", y, m, n);
}

static const char *time_zh(struct cx *cx, int64_t t)
{
	int64_t past = t - day_start(day_of(t));
	return arena_printf(cx->mem, "%s%02d时%02d分", day_zh(cx, resume_day(cx, day_of(t))), (int)(past / 3600), (int)(past / 60 % 60));
}

static enum status put_signatures(struct cx *cx, const struct resumption *r, struct buf *b)
{
	struct list l;
	TRY(resumption_members(cx, r->row.id, &l));
	const struct resume_member *m = l.items;
	buf_puts(b, "<h2>验收组成员签字</h2>\n<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\" width=\"100%\">\n"
		    "<tr><th>姓名</th><th>单位</th><th>身份</th><th>签字时间</th><th>意见</th></tr>\n");
	for (size_t i = 0; i < l.count; i++)
		buf_printf(b, "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n", html(cx, m[i].name), html(cx, m[i].org_name),
			   strcmp(m[i].role, "expert") == 0 ? "专家" : "工作人员", time_zh(cx, m[i].signed_at), html(cx, m[i].opinion));
	buf_puts(b, "</table>\n");
	return STATUS_OK;
}

static void put_text(struct cx *cx, const struct resumption *r, struct buf *b)
{
	buf_printf(b, "<p>%s：</p>\n", html(cx, r->enterprise_name));
	buf_printf(b, "<p>你单位%s自%s起停产。经你单位自查、%s初审（%s）和联合验收（%s），验收结论：%s。</p>\n", html(cx, r->mine_name),
		   day_zh(cx, r->stopped_on), html(cx, r->town_name), day_zh(cx, r->reviewed_on), day_zh(cx, r->accepted_on), html(cx, r->conclusion));
	if (r->approved_by)
		buf_printf(b, "<p>该矿为涉事故矿山，验收报告已于%s经分管副县长<strong>%s</strong>本人批准：%s</p>\n", time_zh(cx, r->approved_at),
			   html(cx, r->approved_by_name), html(cx, r->approval));
	buf_printf(b, "<p>同意复工。请于%s前复工；逾期未复工的，须重新验收。复工后应当落实全员安全生产责任制，接受复工后的回访检查。</p>\n",
		   day_zh(cx, r->notice_until));
}

enum status resumption_notice(struct cx *cx, int64_t id, const char **out)
{
	struct resumption *r;
	struct buf b;
	const char *bureau;
	int64_t org;
	TRY(resumption_get(cx, id, &r));
	if (!*r->notice_no)
		return cx_fail(cx, STATUS_NOT_FOUND, "no notice to resume has been issued");
	TRY(resume_bureau(cx, &org, &bureau));
	buf_init(&b, cx->mem);
	buf_printf(&b, "<!doctype html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><title>%s复工通知书</title></head>\n<body>\n"
		       "<h1 align=\"center\">复工通知书</h1>\n<p align=\"center\">%s</p>\n", html(cx, r->mine_name), html(cx, r->notice_no));
	put_text(cx, r, &b);
	TRY(put_signatures(cx, r, &b));
	buf_printf(&b, "<p align=\"right\">%s（印章）<br>%s</p>\n<p>抄送：联合验收各单位</p>\n</body>\n</html>\n", html(cx, bureau),
		   day_zh(cx, resume_day(cx, day_of(r->noticed_at))));
	*out = b.s;
	return STATUS_OK;
}
