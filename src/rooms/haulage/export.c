/* export.c - tickets as a spreadsheet. */
#include "rooms/haulage/haulage_inside.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "base/hash.h"

enum { PAGE = 500, MOST = 100000 };

static const struct {
	const char *zh, *en;
	double width;
} columns[] = {
	{"磅单号", "no.", 20}, {"时间", "time", 20}, {"矿山", "mine", 20}, {"衡器", "scale", 20}, {"方向", "direction", 8}, {"车牌号", "plate", 12},
	{"驾驶员", "driver", 10}, {"运输企业", "carrier", 24}, {"货名", "cargo", 12}, {"收货单位", "receiver", 24}, {"毛重（千克）", "gross kg", 12},
	{"皮重（千克）", "tare kg", 12}, {"净重（千克）", "net kg", 12}, {"限值（千克）", "limit kg", 12}, {"超限（千克）", "over kg", 12},
	{"判定", "result", 10}, {"放行", "gate", 8}, {"异常", "signs", 40},
};
enum { COLUMNS = sizeof columns / sizeof *columns, FIRST_NUMBER = 10, NUMBERS = 5 };

static const char *label(const struct cx *cx, const char *code)
{
	static const char *const names[][3] = {
		{"out", "出矿", "out"}, {"in", "进矿", "in"}, {"pass", "过站", "pass"}, {"ok", "未超", "within"}, {"warning", "警告", "warning"},
		{"fine", "罚款", "fine"}, {"exempt", "不认定", "exempt"}, {"unknown", "不详", "not known"}, {"open", "放行", "open"}, {"closed", "不放行", "closed"},
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i][0], code) == 0)
			return names[i][cx->lang == LANG_ZH ? 1 : 2];
	return code;
}

static void write_row(struct cx *cx, lxw_worksheet *sheet, lxw_row_t row, const struct haulage_ticket *t)
{
	char at[32];
	struct texts signs = haulage_signs(cx, t->flags);
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < signs.count; i++)
		buf_printf(&b, "%s%s", i ? "；" : "", signs.items[i]);
	time_print(t->at, at);
	const char *const texts[] = {t->no, arena_printf(cx->mem, "%.10s %.8s", at, at + 11), t->mine_name, t->scale_name, label(cx, t->direction), t->plate,
				     t->driver_name, t->carrier_name, t->cargo, t->receiver};
	const int64_t numbers[] = {t->gross_kg, t->tare_kg, t->net_kg, t->limit_kg, t->over_kg};
	const char *const tail[] = {label(cx, t->result), label(cx, t->decision), b.s};
	for (int i = 0; i < FIRST_NUMBER; i++)
		if (texts[i] && *texts[i])
			worksheet_write_string(sheet, row, (lxw_col_t)i, texts[i], NULL);
	for (int i = 0; i < NUMBERS; i++)
		worksheet_write_number(sheet, row, (lxw_col_t)(FIRST_NUMBER + i), (double)numbers[i], NULL);
	for (int i = 0; i < COLUMNS - FIRST_NUMBER - NUMBERS; i++)
		if (*tail[i])
			worksheet_write_string(sheet, row, (lxw_col_t)(FIRST_NUMBER + NUMBERS + i), tail[i], NULL);
}

static enum status write_rows(struct cx *cx, lxw_worksheet *sheet, const struct haulage_ticket_query *q)
{
	struct arena *whole = cx->mem;
	struct haulage_ticket_query page = *q;
	enum status s = STATUS_OK;
	lxw_row_t row = 1;
	page.limit = PAGE;
	do {
		struct list l;
		cx->mem = arena_new();
		s = haulage_ticket_list(cx, &page, &l, &page.cursor);
		for (size_t i = 0; !s && i < l.count; i++)
			write_row(cx, sheet, row++, (const struct haulage_ticket *)l.items + i);
		if (s && cx->error)
			cx->error = arena_strdup(whole, cx->error);
		arena_free(cx->mem);
		cx->mem = whole;
	} while (!s && page.cursor && row <= MOST);
	return s;
}

enum status haulage_export(struct cx *cx, const struct haulage_ticket_query *q, const char **path)
{
	unsigned char random[12];
	random_bytes(random, sizeof random);
	*path = arena_printf(cx->mem, "%s/tmp/%s.xlsx", cx->data, hex_print(cx->mem, random, sizeof random));
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	lxw_workbook *book = workbook_new_opt(*path, &options);
	lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
	for (int i = 0; i < COLUMNS; i++) {
		worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, columns[i].width, NULL);
		worksheet_write_string(sheet, 0, (lxw_col_t)i, cx->lang == LANG_ZH ? columns[i].zh : columns[i].en, NULL);
	}
	worksheet_freeze_panes(sheet, 1, 0);
	enum status s = write_rows(cx, sheet, q);
	if (workbook_close(book) != LXW_NO_ERROR && !s)
		s = cx_fail(cx, STATUS_INTERNAL, "cannot write %s", *path);
	if (s)
		unlink(*path);
	return s;
}
