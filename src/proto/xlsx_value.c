#include "proto/xlsx_value.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"

enum { MAX_COLUMN = 16384, MAX_ROW = 1048576 };

/* The formats that have a number only; the Chinese ones (27-36, 50-58) mean days in Chinese Excel and WPS. */
static const struct {
	long from, to;
	enum xlsx_format format;
} built_in[] = {
	{9, 10, XLSX_PERCENT}, {14, 15, XLSX_DAY}, {16, 16, XLSX_MONTH_DAY}, {17, 17, XLSX_MONTH}, {18, 21, XLSX_TIME},
	{22, 22, XLSX_DAY_TIME}, {27, 27, XLSX_MONTH}, {28, 29, XLSX_MONTH_DAY}, {30, 31, XLSX_DAY}, {32, 35, XLSX_TIME},
	{36, 36, XLSX_MONTH}, {45, 47, XLSX_TIME}, {49, 49, XLSX_TEXT}, {50, 50, XLSX_MONTH}, {51, 51, XLSX_MONTH_DAY},
	{52, 52, XLSX_MONTH}, {53, 54, XLSX_MONTH_DAY}, {55, 56, XLSX_TIME}, {57, 57, XLSX_MONTH}, {58, 58, XLSX_MONTH_DAY},
};

/* Which letters of a format's first section stand for something, outside quotes, escapes and brackets. */
static void letters_of(const char *code, bool has[128])
{
	bool quoted = false;
	for (const char *s = code; *s && !(*s == ';' && !quoted); s++) {
		if (*s == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if ((*s == '\\' || *s == '_' || *s == '*') && s[1])
			s++;
		else if (*s == '[' && strchr(s, ']'))
			s = strchr(s, ']');
		else if ((unsigned char)*s < 128)
			has[tolower((unsigned char)*s)] = true;
	}
}

enum xlsx_format xlsx_format_of(long id, const char *code)
{
	bool has[128] = {false};
	if (!code) {
		for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
			if (id >= built_in[i].from && id <= built_in[i].to)
				return built_in[i].format;
		return XLSX_PLAIN;
	}
	if (strcasestr(code, "general"))
		return XLSX_PLAIN;
	letters_of(code, has);
	bool time = has['h'] || has['s'];
	if (has['y'] && has['d'])
		return time ? XLSX_DAY_TIME : XLSX_DAY;
	if (has['y'] || (has['m'] && !has['d'] && !time))
		return XLSX_MONTH;
	if (has['m'] && has['d'])
		return time ? XLSX_DAY_TIME : XLSX_MONTH_DAY;
	if (time)
		return XLSX_TIME;
	return has['%'] ? XLSX_PERCENT : has['@'] ? XLSX_TEXT : XLSX_PLAIN;
}

static void plain(struct buf *out, double v)
{
	/* 15 digits is what Excel keeps: 0.1 + 0.2 reads 0.3. */
	char s[64];
	snprintf(s, sizeof s, fabs(v) < 1e15 && v == floor(v) ? "%.0f" : "%.15g", v);
	buf_puts(out, s);
}

static void moment(struct buf *out, double v, enum xlsx_format format, bool from_1904)
{
	enum { EPOCH_1900 = -25569, EPOCH_1904 = -24107, MINUTES = 24 * 60 };
	int y, m, d;
	int64_t minutes = (int64_t)floor(v * MINUTES + 0.5), days = minutes / MINUTES;
	minutes %= MINUTES;
	/* Day 60 is the 29th of February 1900, which never was; days before it are one off. */
	if (!from_1904 && days < 60)
		days++;
	day_split((struct day){(int32_t)(days + (from_1904 ? EPOCH_1904 : EPOCH_1900))}, &y, &m, &d);
	if (format == XLSX_MONTH)
		buf_printf(out, "%d年%d月", y, m);
	else if (format == XLSX_MONTH_DAY)
		buf_printf(out, "%d月%d日", m, d);
	else if (format == XLSX_DAY || format == XLSX_DAY_TIME)
		buf_printf(out, "%d年%d月%d日", y, m, d);
	if (format == XLSX_DAY_TIME && minutes > 0)
		buf_puts(out, " ");
	if (format == XLSX_TIME || (format == XLSX_DAY_TIME && minutes > 0))
		buf_printf(out, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

void xlsx_number(struct buf *out, const char *stored, enum xlsx_format format, bool from_1904)
{
	char *end;
	double v = strtod(stored, &end);
	if (end == stored || *end || !isfinite(v)) {
		buf_puts(out, stored);
		return;
	}
	if (format == XLSX_PERCENT) {
		plain(out, v * 100);
		buf_puts(out, "%");
	} else if (format != XLSX_PLAIN && format != XLSX_TEXT && v >= 0 && v < 2958466) {
		moment(out, v, format, from_1904);      /* until 9999-12-31 */
	} else {
		plain(out, v);
	}
}

bool xlsx_address(const char *s, int *col, int *row, const char **rest)
{
	long c = 0, r = 0;
	for (; *s == '$' || (*s >= 'A' && *s <= 'Z'); s++)
		if (*s != '$' && (c = c * 26 + (*s - 'A' + 1)) > MAX_COLUMN)
			return false;
	for (; *s == '$' || (*s >= '0' && *s <= '9'); s++)
		if (*s != '$' && (r = r * 10 + (*s - '0')) > MAX_ROW)
			return false;
	if (c == 0 || r == 0)
		return false;
	*col = (int)c - 1;
	*row = (int)r - 1;
	*rest = s;
	return true;
}
