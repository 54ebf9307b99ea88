#include "proto/detonator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int two(const char *s)
{
	return 10 * (s[0] - '0') + s[1] - '0';
}

static bool is_feature(char c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z' && !strchr("cosuvwxz", c));
}

bool detonator_parse(const char *s, size_t n, struct detonator *out)
{
	if (n != DETONATOR_LENGTH)
		return false;
	for (int i = 0; i < DETONATOR_LENGTH; i++)
		if (i == 7 ? !is_feature(s[i]) : !is_digit(s[i]))
			return false;
	if (two(s) < 1 || two(s + 3) < 1 || two(s + 3) > 12 || two(s + 5) < 1 || two(s + 5) > 31)
		return false;
	memcpy(out->code, s, DETONATOR_LENGTH);
	out->code[DETONATOR_LENGTH] = '\0';
	return true;
}

struct day detonator_made(const struct detonator *d, struct day seen)
{
	int year, month, mday, digit = d->code[2] - '0';
	day_split(seen, &year, &month, &mday);
	year -= (year % 10 - digit + 10) % 10;
	struct day made = day_make(year, two(d->code + 3), two(d->code + 5));
	return made.n <= seen.n ? made : day_make(year - 10, two(d->code + 3), two(d->code + 5));
}

static bool is_gap(char c)
{
	return c == ' ' || c == ',' || c == '\n' || c == '\r' || c == '\t';
}

static int serial_of(const char *s)
{
	int n = 0;
	for (int i = 0; i < 5; i++)
		n = 10 * n + s[i] - '0';
	return n;
}

/* How many codes a word stands for; 0: it is neither a code nor a run of them. */
static size_t run_of(const char *s, size_t n, struct detonator *first)
{
	enum { RUN = DETONATOR_LENGTH + 1 + 5 };
	if (n == DETONATOR_LENGTH)
		return detonator_parse(s, n, first);
	if (n != RUN || s[DETONATOR_LENGTH] != '-' || !detonator_parse(s, DETONATOR_LENGTH, first))
		return 0;
	for (int i = DETONATOR_LENGTH + 1; i < RUN; i++)
		if (!is_digit(s[i]))
			return 0;
	int last = serial_of(s + DETONATOR_LENGTH + 1), start = serial_of(first->code + 8);
	return last >= start ? (size_t)(last - start) + 1 : 0;
}

static void set_serial(struct detonator *d, int serial)
{
	for (int i = 12; i >= 8; i--, serial /= 10)
		d->code[i] = (char)('0' + serial % 10);
}

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct detonator *)a)->code, ((const struct detonator *)b)->code);
}

static enum status add_run(struct cx *cx, struct detonators *all, const char *s, size_t n)
{
	struct detonator first;
	size_t run = run_of(s, n, &first);
	if (!run)
		return cx_fail(cx, STATUS_INVALID, "not a detonator's code of 13 characters, nor a run of them: %.*s", (int)(n < 40 ? n : 40), s);
	if (all->count + run > DETONATOR_LIST_MAX)
		return cx_fail(cx, STATUS_INVALID, "more than %d detonators at once", DETONATOR_LIST_MAX);
	int serial = serial_of(first.code + 8);
	for (size_t i = 0; i < run; i++) {
		all->items[all->count] = first;
		set_serial(&all->items[all->count++], serial + (int)i);
	}
	return STATUS_OK;
}

enum status detonators_read(struct cx *cx, const char *s, size_t n, struct detonators *out)
{
	*out = (struct detonators){.items = arena_array_of(cx->mem, struct detonator, DETONATOR_LIST_MAX)};
	for (size_t i = 0; i < n;) {
		size_t from = i;
		while (i < n && !is_gap(s[i]))
			i++;
		if (i > from)
			TRY(add_run(cx, out, s + from, i - from));
		while (i < n && is_gap(s[i]))
			i++;
	}
	qsort(out->items, out->count, sizeof *out->items, by_code);
	for (size_t i = 1; i < out->count; i++)
		if (strcmp(out->items[i].code, out->items[i - 1].code) == 0)
			return cx_fail(cx, STATUS_INVALID, "a detonator stands twice in the list: %s", out->items[i].code);
	return STATUS_OK;
}

const char *detonators_write(struct cx *cx, const struct detonators *d)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < d->count;) {
		size_t last = i;
		while (last + 1 < d->count && memcmp(d->items[last].code, d->items[last + 1].code, 8) == 0 &&
		       serial_of(d->items[last + 1].code + 8) == serial_of(d->items[last].code + 8) + 1)
			last++;
		buf_printf(&b, "%s%s", i ? "," : "", d->items[i].code);
		if (last > i)
			buf_printf(&b, "-%s", d->items[last].code + 8);
		i = last + 1;
	}
	return b.s;
}
