#include "proto/right_number.h"

#include <string.h>

enum { LONG = 23, SHORT = 18, FIRST_YEAR = 1990, LAST_YEAR = 2100 };

static int digits(const char *s, int from, int n)
{
	int v = 0;
	for (int i = 0; i < n; i++)
		v = 10 * v + (s[from - 1 + i] - '0');
	return v;
}

static enum status check_month(struct cx *cx, const struct right_number *n)
{
	if (n->month < 1 || n->month > 12 || n->year < FIRST_YEAR || n->year > LAST_YEAR)
		return cx_fail(cx, STATUS_INVALID, "the number of a right has year and month %04d-%02d, which there is not", n->year, n->month);
	return STATUS_OK;
}

static enum status read_long(struct cx *cx, const char *s, struct right_number *n)
{
	n->region = digits(s, 2, 6);
	n->year = digits(s, 8, 4);
	n->month = digits(s, 12, 2);
	memcpy(n->opaque, s + 13, 4);
	n->serial = digits(s, 18, 6);
	/* 100000 is the ministry's own; provinces begin with 11 (Beijing) and end with 82 (Macao); 99 is for examples. */
	int province = n->region / 10000;
	if (province < 10 || (province > 82 && province != 99))
		return cx_fail(cx, STATUS_INVALID, "the number of a right names region %06d, which there is not", n->region);
	return check_month(cx, n);
}

static enum status read_short(struct cx *cx, const char *s, struct right_number *n)
{
	n->old = true;
	n->region = digits(s, 2, 2);
	n->way = digits(s, 4, 1);
	n->year = digits(s, 5, 4);
	n->month = digits(s, 9, 2);
	n->mineral_class = digits(s, 11, 2);
	n->serial = digits(s, 13, 6);
	if (n->way < 1 || n->way > 5)
		return cx_fail(cx, STATUS_INVALID, "position 4 of an old number says how the right was granted: 1 to 5, not %d", n->way);
	if (n->mineral_class < 1 || n->mineral_class > 4)
		return cx_fail(cx, STATUS_INVALID, "positions 11 and 12 of an old number are a class of minerals: 01 to 04, not %02d", n->mineral_class);
	return check_month(cx, n);
}

enum status right_number_read(struct cx *cx, const char *text, struct right_number *out)
{
	size_t n = strlen(text);
	*out = (struct right_number){.letter = *text};
	if (*text != 'C' && *text != 'T')
		return cx_fail(cx, STATUS_INVALID, "the number of a right begins with C (mining) or T (exploration)");
	for (size_t i = 1; i < n; i++)
		if (text[i] < '0' || text[i] > '9')
			return cx_fail(cx, STATUS_INVALID, "the number of a right has digits after its letter; position %zu is none", i + 1);
	if (n == LONG)
		return read_long(cx, text, out);
	if (n == SHORT && *text == 'T')
		return read_short(cx, text, out);
	return cx_fail(cx, STATUS_INVALID, "the number of a right has 23 characters (an old exploration right 18), not %zu", n);
}
