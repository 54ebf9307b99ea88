#include "rooms/explosive/permit_export.h"

#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum how { TEXT, COUNT, STATE, YUAN };

static const struct {
	const char *zh, *en;
	enum how how;
	double width;
	size_t offset;
} columns[] = {
	{"编号", "number", TEXT, 16, offsetof(struct purchase, no)},
	{"矿山", "mine", TEXT, 22, offsetof(struct purchase, mine_name)},
	{"储存库", "magazine", TEXT, 12, offsetof(struct purchase, magazine_name)},
	{"销售企业", "dealer", TEXT, 24, offsetof(struct purchase, supplier_name)},
	{"用途说明", "use", TEXT, 30, offsetof(struct purchase, use_text)},
	{"乳化炸药（千克）", "emulsion, kg", COUNT, 12, offsetof(struct purchase, emulsion_kg)},
	{"铵油炸药（千克）", "ANFO, kg", COUNT, 12, offsetof(struct purchase, anfo_kg)},
	{"雷管（发）", "detonators", COUNT, 10, offsetof(struct purchase, detonators)},
	{"导爆索（米）", "cord, m", COUNT, 10, offsetof(struct purchase, cord_m)},
	{"状态", "state", STATE, 12, offsetof(struct purchase, row.state)},
	{"申请日期", "applied", TEXT, 12, offsetof(struct purchase, applied_on)},
	{"办理期限", "due", TEXT, 12, offsetof(struct purchase, due)},
	{"决定日期", "decided", TEXT, 12, offsetof(struct purchase, decided_on)},
	{"不予许可理由", "why refused", TEXT, 40, offsetof(struct purchase, reason)},
	{"单价（元/吨）", "price, yuan a tonne", YUAN, 12, offsetof(struct purchase, price_fen)},
	{"特批人", "overridden by", TEXT, 12, offsetof(struct purchase, override_name)},
	{"特批理由", "reason of the override", TEXT, 40, offsetof(struct purchase, override_reason)},
	{"特批时未通过的条件", "conditions not met", TEXT, 50, offsetof(struct purchase, override_failed)},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

struct sheet {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *red;
	lxw_row_t row;
};

static enum status write_row(struct cx *cx, void *arg, const void *row)
{
	struct sheet *s = arg;
	const struct purchase *p = row;
	lxw_format *f = p->overridden ? s->red : NULL;
	for (int c = 0; c < COLUMNS; c++) {
		const void *member = (const char *)row + columns[c].offset;
		if (columns[c].how == COUNT || columns[c].how == YUAN) {
			double n = (double)*(const int64_t *)member;
			worksheet_write_number(s->sheet, s->row, (lxw_col_t)c, columns[c].how == YUAN ? n / 100 : n, f);
			continue;
		}
		const char *text = *(const char *const *)member;
		if (text && columns[c].how == STATE)
			text = p->overridden ? arena_printf(cx->mem, "%s（%s）", flow_state_label(cx, &purchase_flow, text), words(cx, "overridden"))
					     : flow_state_label(cx, &purchase_flow, text);
		if (text && *text)
			worksheet_write_string(s->sheet, s->row, (lxw_col_t)c, text, f);
	}
	s->row++;
	return STATUS_OK;
}

enum status permit_export(struct cx *cx, const struct purchase_query *q, const char *path)
{
	char *folder = arena_printf(cx->mem, "%s/tmp", cx->data);
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
	struct sheet s = {.book = workbook_new_opt(path, &options), .row = 1};
	if (!s.book)
		return cx_fail(cx, STATUS_INTERNAL, "cannot write %s", path);
	s.sheet = workbook_add_worksheet(s.book, cx->lang == LANG_ZH ? "购买许可" : "permits");
	lxw_format *head = workbook_add_format(s.book);
	format_set_bold(head);
	format_set_bg_color(head, 0xE8EEF4);
	s.red = workbook_add_format(s.book);
	format_set_font_color(s.red, 0xB3261E);
	format_set_bold(s.red);
	for (int c = 0; c < COLUMNS; c++) {
		worksheet_set_column(s.sheet, (lxw_col_t)c, (lxw_col_t)c, columns[c].width, NULL);
		worksheet_write_string(s.sheet, 0, (lxw_col_t)c, cx->lang == LANG_ZH ? columns[c].zh : columns[c].en, head);
	}
	worksheet_freeze_panes(s.sheet, 1, 0);
	enum status st = purchase_each(cx, q, PERMIT_EXPORT_MAX, write_row, &s);
	lxw_error e = workbook_close(s.book);
	if (!st && e)
		st = cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", path, lxw_strerror(e));
	if (st)
		unlink(path);
	return st;
}
