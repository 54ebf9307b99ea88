#include "rooms/tenure/right_export.h"

#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum how { TEXT, DATE, COUNT, REAL, STANDING };

static const struct {
	const char *zh, *en;
	enum how how;
	double width;
	size_t offset;
} columns[] = {
	{"许可证号", "number", TEXT, 26, offsetof(struct right, licence.number)},
	{"矿山名称", "mine", TEXT, 24, offsetof(struct right, mine_name)},
	{"矿业权人", "holder", TEXT, 28, offsetof(struct right, licence.holder)},
	{"统一社会信用代码", "credit code", TEXT, 22, offsetof(struct right, credit_code)},
	{"乡镇", "town", TEXT, 14, offsetof(struct right, town_name)},
	{"主矿种", "main mineral", TEXT, 12, offsetof(struct right, main_mineral)},
	{"开采矿种", "minerals", TEXT, 20, offsetof(struct right, licence.minerals)},
	{"生产规模（吨/年）", "scale, t a year", COUNT, 14, offsetof(struct right, licence.scale_t)},
	{"登记面积（平方公里）", "stated area, km²", REAL, 12, offsetof(struct right, licence.stated_km2)},
	{"上限标高（米）", "top, m", REAL, 10, offsetof(struct right, licence.top_m)},
	{"下限标高（米）", "bottom, m", REAL, 10, offsetof(struct right, licence.bottom_m)},
	{"有效期起", "from", DATE, 12, offsetof(struct right, licence.valid_from)},
	{"有效期止", "until", DATE, 12, offsetof(struct right, licence.valid_to)},
	{"状态", "standing", STANDING, 12, offsetof(struct right, standing)},
	{"剩余天数", "days left", COUNT, 10, offsetof(struct right, days_left)},
	{"发证机关", "issuer", TEXT, 24, offsetof(struct right, licence.issuer)},
	{"发证日期", "issued on", DATE, 12, offsetof(struct right, licence.issued_on)},
	{"深加工", "deep processing", TEXT, 24, offsetof(struct right, deep)},
	{"产业链", "industrial chain", TEXT, 24, offsetof(struct right, chain)},
};
enum { COLUMNS = sizeof columns / sizeof *columns, SERIAL_1970 = 25569 };

struct book {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *date;
	lxw_row_t row;
};

static const char *standing_word(struct cx *cx, const char *standing)
{
	static const struct {
		const char *code, *words;
	} all[] = {{"valid", /* words */ "in force"}, {"soon", /* words */ "runs out soon"}, {"red", /* words */ "not asked to renew"},
		   {"lapsed", /* words */ "lapsed"}, {"withdrawn", /* words */ "withdrawn"},
		   {"renewed", /* words */ "renewed"}, {"later", /* words */ "not begun"}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].code, standing) == 0)
			return words(cx, all[i].words);
	return standing;
}

static void write_cell(struct cx *cx, struct book *b, int c, const void *member)
{
	lxw_col_t column = (lxw_col_t)c;
	struct day day;
	if (columns[c].how == COUNT || columns[c].how == REAL) {
		double v = columns[c].how == COUNT ? (double)*(const int64_t *)member : *(const double *)member;
		worksheet_write_number(b->sheet, b->row, column, v, NULL);
		return;
	}
	const char *text = *(const char *const *)member;
	if (!text || !*text)
		return;
	if (columns[c].how == DATE && day_parse(text, &day))
		worksheet_write_number(b->sheet, b->row, column, day.n + SERIAL_1970, b->date);
	else
		worksheet_write_string(b->sheet, b->row, column, columns[c].how == STANDING ? standing_word(cx, text) : text, NULL);
}

static void write_head(struct cx *cx, struct book *b)
{
	lxw_format *head = workbook_add_format(b->book);
	b->date = workbook_add_format(b->book);
	format_set_num_format(b->date, "yyyy-mm-dd");
	format_set_bold(head);
	format_set_bg_color(head, 0xE8EEF4);
	for (int c = 0; c < COLUMNS; c++) {
		worksheet_set_column(b->sheet, (lxw_col_t)c, (lxw_col_t)c, columns[c].width, NULL);
		worksheet_write_string(b->sheet, 0, (lxw_col_t)c, cx->lang == LANG_ZH ? columns[c].zh : columns[c].en, head);
	}
	worksheet_freeze_panes(b->sheet, 1, 0);
	b->row = 1;
}

static enum status write_rows(struct cx *cx, const struct right_query *q, struct book *b)
{
	enum { PAGE = 200 };
	struct right_query more = *q;
	more.limit = PAGE;
	more.total = false;
	do {
		struct right_page page;
		TRY(right_list(cx, &more, &page));
		const struct right *r = page.rights.items;
		for (size_t i = 0; i < page.rights.count; i++, b->row++)
			for (int c = 0; c < COLUMNS; c++)
				write_cell(cx, b, c, (const char *)&r[i] + columns[c].offset);
		more.cursor = b->row <= RIGHT_EXPORT_MAX ? page.next : NULL;
	} while (more.cursor);
	return STATUS_OK;
}

enum status right_export(struct cx *cx, const struct right_query *q, const char *path)
{
	char *folder = arena_printf(cx->mem, "%s/tmp", cx->data);
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
	struct book b = {.book = workbook_new_opt(path, &options)};
	if (!b.book)
		return cx_fail(cx, STATUS_INTERNAL, "cannot write %s", path);
	b.sheet = workbook_add_worksheet(b.book, cx->lang == LANG_ZH ? "矿业权" : "rights");
	write_head(cx, &b);
	enum status st = write_rows(cx, q, &b);
	worksheet_autofilter(b.sheet, 0, 0, b.row > 1 ? b.row - 1 : 1, COLUMNS - 1);
	lxw_error e = workbook_close(b.book);
	if (!st && e)
		st = cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", path, lxw_strerror(e));
	if (st)
		unlink(path);
	return st;
}
