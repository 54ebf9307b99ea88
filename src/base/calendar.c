#include "base/calendar.h"

#include <string.h>
#include "base/csv.h"
#include "base/embedded.h"

enum { SETTLED = 1, OFF = 2, WORK = 4 };
enum { MAX_DAYS = 36525, MAX_SPAN = 366, UNSETTLED_TAIL = 7, WEEK = 7, WEEK_WORKED = 5 };

struct calendar {
	struct day first;           /* of what the table speaks of */
	int count;                  /* days from there; 0: an empty table */
	const unsigned char *marks; /* SETTLED, OFF, WORK */
	const int *shift;           /* worked days from first to here, less what the weekdays alone would give */
};

struct span {
	struct day from, to;
	unsigned char mark;
	int line;
};

static const char *const columns[] = {"from", "to", "kind", "name", "source"};
enum { COLUMNS = sizeof columns / sizeof *columns };

static const struct {
	const char *name;
	unsigned char mark;
} kinds[] = {{"notice", SETTLED}, {"off", OFF}, {"work", WORK}};

static bool weekday_works(struct day d)
{
	return day_weekday(d) <= WEEK_WORKED;
}

static unsigned char mark_of(const struct calendar *c, struct day d)
{
	int64_t i = (int64_t)d.n - c->first.n;
	return i >= 0 && i < c->count ? c->marks[i] : 0;
}

bool calendar_works(const struct calendar *c, struct day d)
{
	unsigned char mark = mark_of(c, d);
	return (mark & WORK) || (!(mark & OFF) && weekday_works(d));
}

bool calendar_assumes(const struct calendar *c, struct day d)
{
	return !mark_of(c, d);
}

static enum status read_span(struct cx *cx, const char *const *cells, size_t n, int line, struct span *out)
{
	out->line = line;
	if (n != COLUMNS || !day_parse(cells[0], &out->from) || !day_parse(cells[1], &out->to))
		return cx_fail(cx, STATUS_INVALID, "line %d: need two days (YYYY-MM-DD), a kind, a name, a source",
			       line);
	if (out->to.n < out->from.n)
		return cx_fail(cx, STATUS_INVALID, "line %d: the last day is before the first", line);
	if (out->to.n - out->from.n >= MAX_SPAN)
		return cx_fail(cx, STATUS_INVALID, "line %d: more than a year in one row", line);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(cells[2], kinds[i].name) == 0) {
			out->mark = kinds[i].mark;
			return STATUS_OK;
		}
	return cx_fail(cx, STATUS_INVALID, "line %d: the kind must be notice, off or work", line);
}

static enum status read_spans(struct cx *cx, const char *bytes, size_t n, struct span **out, size_t *count)
{
	size_t lines = 1;
	for (size_t i = 0; i < n; i++)
		lines += bytes[i] == '\n';
	*out = arena_array_of(cx->mem, struct span, lines);
	*count = 0;
	struct csv csv;
	csv_init(&csv, bytes, n);
	TRY(csv_header(cx, &csv, columns, COLUMNS));
	for (;;) {
		const char *cells[COLUMNS];
		size_t cell_count;
		TRY(csv_next(cx, &csv, cells, COLUMNS, &cell_count));
		if (!cell_count)
			return STATUS_OK;
		TRY(read_span(cx, cells, cell_count, csv.line, &(*out)[(*count)++]));
	}
}

static enum status paint(struct cx *cx, struct calendar *c, unsigned char *marks, const struct span *s)
{
	for (int i = s->from.n - c->first.n; i <= s->to.n - c->first.n; i++) {
		if (s->mark != SETTLED && (marks[i] & (OFF | WORK)))
			return cx_fail(cx, STATUS_INVALID, "line %d: a day stands in the table twice", s->line);
		marks[i] |= s->mark;
	}
	return STATUS_OK;
}

/* A notice without a day off is a table that lost its rows. */
static enum status check_notice(struct cx *cx, const struct calendar *c, const struct span *s)
{
	for (int i = s->from.n - c->first.n; i <= s->to.n - c->first.n; i++)
		if (s->mark != SETTLED || (c->marks[i] & OFF))
			return STATUS_OK;
	return cx_fail(cx, STATUS_INVALID, "line %d: the notice has no day off", s->line);
}

/* The end of a settled stretch is open to the notice of the next year. */
static void open_tails(struct calendar *c, unsigned char *marks)
{
	for (int i = 0; i < c->count; i++) {
		bool end = (marks[i] & SETTLED) && (i + 1 == c->count || !(marks[i + 1] & SETTLED));
		for (int k = i; end && k > i - UNSETTLED_TAIL && k >= 0; k--)
			marks[k] &= (unsigned char)~SETTLED;
	}
}

static void sum_up(struct cx *cx, struct calendar *c)
{
	int *shift = arena_array_of(cx->mem, int, (size_t)c->count);
	for (int i = 0, sum = 0; i < c->count; i++) {
		struct day d = {c->first.n + i};
		sum += calendar_works(c, d) - weekday_works(d);
		shift[i] = sum;
	}
	c->shift = shift;
}

enum status calendar_load(struct cx *cx, const char *bytes, size_t n, const struct calendar **out)
{
	struct span *spans;
	size_t count;
	TRY(read_spans(cx, bytes, n, &spans, &count));
	struct calendar *c = arena_new_of(cx->mem, struct calendar);
	struct day last = {0};
	for (size_t i = 0; i < count; i++) {
		if (!i || spans[i].from.n < c->first.n)
			c->first = spans[i].from;
		if (!i || spans[i].to.n > last.n)
			last = spans[i].to;
	}
	if (last.n - c->first.n >= MAX_DAYS)
		return cx_fail(cx, STATUS_INVALID, "the table spans more than 100 years");
	c->count = count ? last.n - c->first.n + 1 : 0;
	unsigned char *marks = arena_array_of(cx->mem, unsigned char, (size_t)c->count + 1);
	c->marks = marks;
	for (size_t i = 0; i < count; i++)
		TRY(paint(cx, c, marks, &spans[i]));
	for (size_t i = 0; i < count; i++)
		TRY(check_notice(cx, c, &spans[i]));
	open_tails(c, marks);
	sum_up(cx, c);
	*out = c;
	return STATUS_OK;
}

enum status calendar_builtin(struct cx *cx, const struct calendar **out)
{
	for (const struct embedded *e = embedded_rules; e->name; e++)
		if (strcmp(e->name, "holidays.csv") == 0)
			return calendar_load(cx, e->bytes, e->size, out);
	return cx_fail(cx, STATUS_INTERNAL, "the program carries no holidays.csv");
}

bool calendar_settled(const struct calendar *c, struct day *first, struct day *last)
{
	bool any = false;
	for (int i = 0; i < c->count; i++) {
		if (!(c->marks[i] & SETTLED))
			continue;
		last->n = c->first.n + i;
		if (!any)
			*first = *last;
		any = true;
	}
	return any;
}

/* Worked days from Monday 1969-12-29 to d. */
static int64_t worked_until(const struct calendar *c, struct day d)
{
	int64_t days = (int64_t)d.n + 4;
	int64_t weeks = days / WEEK, rest = days % WEEK;
	int64_t n = weeks * WEEK_WORKED + (rest < WEEK_WORKED ? rest : WEEK_WORKED);
	int64_t i = (int64_t)d.n - c->first.n;
	if (c->count && i >= 0)
		n += c->shift[i < c->count ? i : c->count - 1];
	return n;
}

int calendar_working_days(const struct calendar *c, struct day from, struct day to, bool *assumed)
{
	if (assumed) {
		*assumed = false;
		int low = (from.n < to.n ? from.n : to.n) + 1, high = from.n < to.n ? to.n : from.n;
		for (int n = low; n <= high && !*assumed; n++)
			*assumed = calendar_assumes(c, (struct day){n});
	}
	return (int)(worked_until(c, to) - worked_until(c, from));
}

struct due due_working_days(const struct calendar *c, struct day from, int n)
{
	struct due due = {.day = from};
	int step = n < 0 ? -1 : 1;
	while (n) {
		due.day.n += step;
		due.assumed |= calendar_assumes(c, due.day);
		if (calendar_works(c, due.day))
			n -= step;
	}
	return due;
}

static struct due rolled(const struct calendar *c, struct day d, enum roll roll)
{
	struct due due = {.day = d};
	if (roll == ROLL_NONE)
		return due;
	if (roll == ROLL_HOLIDAY && !(mark_of(c, d) & OFF)) {
		due.assumed = calendar_assumes(c, d);
		return due;
	}
	for (;; due.day.n++) {
		due.assumed |= calendar_assumes(c, due.day);
		if (calendar_works(c, due.day))
			return due;
	}
}

struct due due_days(const struct calendar *c, struct day from, int n, enum roll roll)
{
	return rolled(c, (struct day){from.n + n}, n < 0 ? ROLL_NONE : roll);
}

struct due due_months(const struct calendar *c, struct day from, int n, enum roll roll)
{
	int y, m, mday;
	day_split(from, &y, &m, &mday);
	int months = y * 12 + m - 1 + n;
	y = months / 12;
	m = months % 12 + 1;
	int length = day_month_length(y, m);
	return rolled(c, day_make(y, m, mday < length ? mday : length), n < 0 ? ROLL_NONE : roll);
}

int64_t due_hours(int64_t from, int n)
{
	return from + (int64_t)n * 60 * 60;
}

int64_t due_end(struct day last)
{
	return day_start((struct day){last.n + 1});
}
