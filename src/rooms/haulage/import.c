/* import.c - files of weighbridges' software: the columns they commonly have, in whatever order. */
#include "rooms/haulage/haulage_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "proto/sheet.h"

enum { LIGHTEST_KG = 200, MOST_ROWS = 100000 };        /* a loaded truck below 200 is in tonnes */

enum column { NO, PLATE, KIND, RECEIVER, CARGO, GROSS, TARE, GROSS_BY, GROSS_AT, TARE_AT, SECOND_AT, DRIVER, CARRIER, COLUMNS };
static const struct {
	enum column column;
	const char *name;
} names[] = {
	{NO, "流水号"}, {NO, "磅单号"}, {NO, "单号"}, {NO, "no"}, {PLATE, "车号"}, {PLATE, "车牌号"}, {PLATE, "车牌"}, {PLATE, "plate"},
	{KIND, "过磅类型"}, {RECEIVER, "收货单位"}, {CARGO, "货名"}, {CARGO, "货物名称"}, {GROSS, "毛重"}, {GROSS, "gross_kg"}, {TARE, "皮重"},
	{TARE, "tare_kg"}, {GROSS_BY, "毛重司磅员"}, {GROSS_BY, "司磅员"}, {GROSS_AT, "毛重时间"}, {GROSS_AT, "过磅时间"}, {GROSS_AT, "at"},
	{TARE_AT, "皮重时间"}, {SECOND_AT, "二次过磅时间"}, {DRIVER, "驾驶员"}, {DRIVER, "司机"}, {CARRIER, "承运单位"}, {CARRIER, "运输单位"},
};

static void find_columns(const struct sheet *s, int *at)
{
	for (int i = 0; i < COLUMNS; i++)
		at[i] = -1;
	for (size_t c = 0; c < s->column_count; c++)
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (at[names[k].column] < 0 && strcmp(s->columns[c], names[k].name) == 0)
				at[names[k].column] = (int)c;
}

static const char *cell(const struct sheet_row *r, const int *at, enum column c)
{
	return at[c] < 0 ? "" : r->cells[at[c]];
}

/* "2023-10-25 09:03:12", "2023/10/25 9:03", in the county's zone. */
static bool time_of(const char *text, int64_t *out)
{
	int y, mo, d, h = 0, mi = 0, s = 0;
	if (time_parse(text, out))
		return true;
	if (sscanf(text, "%d%*1[-/.年]%d%*1[-/.月]%d%*[ T日]%d:%d:%d", &y, &mo, &d, &h, &mi, &s) < 3)
		return false;
	if (y < 1970 || y > 9999 || mo < 1 || mo > 12 || d < 1 || d > day_month_length(y, mo) || h > 23 || mi > 59 || s > 59 || h < 0 || mi < 0 || s < 0)
		return false;
	*out = day_start(day_make(y, mo, d)) + h * 3600 + mi * 60 + s;
	return true;
}

static bool weight_of(const char *text, double unit, int64_t *out)
{
	char *end;
	double v = strtod(text, &end);
	*out = (int64_t)(v * unit + 0.5);
	return end != text && !*end && v >= 0 && v < 1e7;
}

/* In tonnes where no gross is as heavy as a truck in kg. */
static double unit_of(const struct sheet *s, const int *at)
{
	double most = 0;
	for (size_t i = 0; i < s->row_count; i++) {
		double v = strtod(cell(&s->rows[i], at, GROSS), NULL);
		most = v > most ? v : most;
	}
	return most > 0 && most < LIGHTEST_KG ? 1000 : 1;
}

static enum status row_of(struct cx *cx, const struct sheet_row *r, const int *at, double unit, struct haulage_weighing *w)
{
	const char *tare = cell(r, at, TARE), *when = cell(r, at, GROSS_AT);
	w->no = cell(r, at, NO);
	w->plate = cell(r, at, PLATE);
	w->direction = "out";
	w->receiver = cell(r, at, RECEIVER);
	w->cargo = cell(r, at, CARGO);
	w->operator = cell(r, at, GROSS_BY);
	w->driver = cell(r, at, DRIVER);
	w->carrier = cell(r, at, CARRIER);
	w->source = "file";
	if (!*w->no || strlen(w->no) > 60)
		return cx_fail_field(cx, "file", "line %d: no ticket number", r->line);
	if (!*when)
		when = cell(r, at, SECOND_AT);
	if (!time_of(when, &w->at))
		return cx_fail_field(cx, "file", "line %d: this is no time: %s", r->line, when);
	if (!weight_of(cell(r, at, GROSS), unit, &w->gross_kg) || w->gross_kg <= 0)
		return cx_fail_field(cx, "file", "line %d: this is no weight: %s", r->line, cell(r, at, GROSS));
	if (*tare && !weight_of(tare, unit, &w->tare_kg))
		return cx_fail_field(cx, "file", "line %d: this is no weight: %s", r->line, tare);
	return STATUS_OK;
}

enum status haulage_read_file(struct cx *cx, int64_t scale, const char *name, const char *bytes, size_t n, struct list *out)
{
	struct sheet s;
	int at[COLUMNS];
	TRY(sheet_read(cx, name, bytes, n, &s));
	find_columns(&s, at);
	if (at[NO] < 0 || at[GROSS] < 0 || (at[GROSS_AT] < 0 && at[SECOND_AT] < 0))
		return cx_fail_field(cx, "file", "needs the columns 流水号, 毛重 and 毛重时间");
	if (s.row_count > MOST_ROWS)
		return cx_fail(cx, STATUS_TOO_LARGE, "at most %d tickets in a file", MOST_ROWS);
	struct haulage_weighing *all = arena_array_of(cx->mem, struct haulage_weighing, s.row_count + 1);
	double unit = unit_of(&s, at);
	for (size_t i = 0; i < s.row_count; i++) {
		all[i] = (struct haulage_weighing){.scale = scale};
		TRY(row_of(cx, &s.rows[i], at, unit, &all[i]));
	}
	*out = (struct list){all, s.row_count};
	return STATUS_OK;
}
