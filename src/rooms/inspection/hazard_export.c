#include "rooms/inspection/hazard_export.h"

#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum how { TEXT, DATE, COUNT, STATE, LEVEL };

static const struct {
	const char *zh, *en;
	enum how how;
	double width;
	size_t offset;
} columns[] = {
	{"矿山", "mine", TEXT, 24, offsetof(struct hazard, mine_name)},
	{"乡镇", "town", TEXT, 16, offsetof(struct hazard, town_name)},
	{"企业", "enterprise", TEXT, 24, offsetof(struct hazard, enterprise_name)},
	{"行业主管部门", "department", TEXT, 20, offsetof(struct hazard, industry_name)},
	{"级别", "level", LEVEL, 8, offsetof(struct hazard, level)},
	{"判定条款", "criterion", TEXT, 10, offsetof(struct hazard, criterion)},
	{"部位", "place", TEXT, 16, offsetof(struct hazard, place)},
	{"隐患", "hazard", TEXT, 48, offsetof(struct hazard, text)},
	{"状态", "state", STATE, 14, offsetof(struct hazard, row.state)},
	{"发现日期", "found", DATE, 12, offsetof(struct hazard, found_on)},
	{"检查单位", "found by", TEXT, 20, offsetof(struct hazard, found_org_name)},
	{"指令书文号", "order", TEXT, 18, offsetof(struct hazard, no)},
	{"送达日期", "served", DATE, 12, offsetof(struct hazard, served_on)},
	{"整改期限", "due", DATE, 12, offsetof(struct hazard, due)},
	{"责任人", "responsible", TEXT, 12, offsetof(struct hazard, fix_person)},
	{"挂牌日期", "listed", DATE, 12, offsetof(struct hazard, listed_on)},
	{"整改完成日期", "rectified", DATE, 12, offsetof(struct hazard, rectified_on)},
	{"返工次数", "re-rectified", COUNT, 9, offsetof(struct hazard, repeats)},
	{"延期次数", "extensions", COUNT, 9, offsetof(struct hazard, extensions)},
	{"处罚次数", "penalties", COUNT, 9, offsetof(struct hazard, penalties)},
	{"销号日期", "closed", DATE, 12, offsetof(struct hazard, ended_on)},
};
enum { COLUMNS = sizeof columns / sizeof *columns, SERIAL_1970 = 25569 };

struct sheet {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *date;
	lxw_row_t row;
};

static const char *word(const struct cx *cx, enum how how, const char *text)
{
	if (how == STATE)
		return flow_state_label(cx, &hazard_flow, text);
	if (how == LEVEL)
		return words(cx, strcmp(text, "major") == 0 ? "major" : "general");
	return text;
}

static void write_cell(struct cx *cx, struct sheet *s, int c, const void *member)
{
	lxw_col_t column = (lxw_col_t)c;
	struct day day;
	if (columns[c].how == COUNT) {
		worksheet_write_number(s->sheet, s->row, column, (double)*(const int64_t *)member, NULL);
		return;
	}
	const char *text = *(const char *const *)member;
	if (!text || !*text)
		return;
	if (columns[c].how == DATE && day_parse(text, &day))
		worksheet_write_number(s->sheet, s->row, column, day.n + SERIAL_1970, s->date);
	else
		worksheet_write_string(s->sheet, s->row, column, word(cx, columns[c].how, text), NULL);
}

static enum status write_row(struct cx *cx, void *arg, const void *row)
{
	struct sheet *s = arg;
	if (s->row == HAZARD_EXPORT_MAX + 1) {
		worksheet_write_string(s->sheet, s->row, 0, words(cx, "there is more: narrow the list down"), NULL);
		return STATUS_OK;
	}
	for (int c = 0; c < COLUMNS; c++)
		write_cell(cx, s, c, (const char *)row + columns[c].offset);
	s->row++;
	return STATUS_OK;
}

static void write_head(struct cx *cx, struct sheet *s)
{
	lxw_format *head = workbook_add_format(s->book);
	s->date = workbook_add_format(s->book);
	format_set_num_format(s->date, "yyyy-mm-dd");
	format_set_bold(head);
	format_set_bg_color(head, 0xE8EEF4);
	for (int c = 0; c < COLUMNS; c++) {
		worksheet_set_column(s->sheet, (lxw_col_t)c, (lxw_col_t)c, columns[c].width, NULL);
		worksheet_write_string(s->sheet, 0, (lxw_col_t)c, cx->lang == LANG_ZH ? columns[c].zh : columns[c].en, head);
	}
	worksheet_freeze_panes(s->sheet, 1, 0);
	s->row = 1;
}

enum status hazard_export(struct cx *cx, const struct hazard_query *q, const char *path)
{
	char *folder = arena_printf(cx->mem, "%s/tmp", cx->data);
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
	struct sheet s = {.book = workbook_new_opt(path, &options)};
	if (!s.book)
		return cx_fail(cx, STATUS_INTERNAL, "cannot write %s", path);
	s.sheet = workbook_add_worksheet(s.book, cx->lang == LANG_ZH ? "隐患" : "hazards");
	write_head(cx, &s);
	enum status st = hazard_list_each(cx, q, HAZARD_EXPORT_MAX + 1, write_row, &s);
	worksheet_autofilter(s.sheet, 0, 0, s.row > 1 ? s.row - 1 : 1, COLUMNS - 1);
	lxw_error e = workbook_close(s.book);   /* writes the file */
	if (!st && e)
		st = cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", path, lxw_strerror(e));
	if (st)
		unlink(path);
	return st;
}
