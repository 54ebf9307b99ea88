#include "rooms/task/deadline.h"

#include <string.h>

enum { DECEMBER = 12, WEEK = 7, MONTHS = 12 };

/* What a kind needs, and what it gives. */
enum { DAY = 1, YEAR = 2, DAYS = 4, RECURS = 8, LONG = 16, AT_ONCE = 32 };

static const struct {
	const char *name;
	unsigned what;
} kinds[] = {
	{"by_day", DAY},
	{"by_day_then_long_term", DAY | LONG},
	{"from_month_effect_year", YEAR},
	{"from_month_effect_year_then_long_term", YEAR | LONG},
	{"days_after_service", DAYS},
	{"by_month", DAY},
	{"in_month", DAY},
	{"by_quarter", DAY},
	{"within_year", DAY},
	{"recurring", RECURS},
	{"long_term", LONG},
	{"immediately", AT_ONCE},
	{"none", 0},
};

static const struct {
	const char *name;
	int days, months;
} rhythms[] = {
	{"daily", 1, 0},     {"weekly", WEEK, 0},   {"monthly", 0, 1},
	{"quarterly", 0, 3}, {"half-yearly", 0, 6}, {"yearly", 0, MONTHS},
};

static bool given(const char *s)
{
	return s && *s;
}

/* YYYY-MM-DD, or YYYY-MM: its first day. */
static bool parse_start(const char *s, struct day *out)
{
	char first[11];
	if (strlen(s) != 7)
		return day_parse(s, out);
	memcpy(first, s, 7);
	memcpy(first + 7, "-01", 4);
	return day_parse(first, out);
}

static enum status wrong(struct cx *cx, const struct deadline *d, const char *part)
{
	return cx_fail_field(cx, "deadline", "a deadline of kind %s needs %s", d->kind, part);
}

static enum status set_rhythm(struct cx *cx, const struct deadline *d, struct when *w)
{
	for (size_t i = 0; i < sizeof rhythms / sizeof *rhythms; i++)
		if (given(d->recurs) && strcmp(d->recurs, rhythms[i].name) == 0) {
			w->recurs = (struct rhythm){.days = rhythms[i].days, .months = rhythms[i].months};
			w->recurs.anchor.is = given(d->day) && day_parse(d->day, &w->recurs.anchor.day);
			return STATUS_OK;
		}
	return wrong(cx, d, words(cx, "how often"));
}

static void set_due(struct when *w, struct due due)
{
	w->due = (struct maybe_day){true, due.day};
	w->assumed = due.assumed;
}

static enum status set_days(struct cx *cx, const struct calendar *c, const struct period_rule *rule,
			    const struct deadline *d, struct maybe_day served, struct when *w)
{
	enum { MOST = 3660 };
	struct day from = served.is ? served.day : w->begin;
	if (d->days < 1 || d->days > MOST)
		return wrong(cx, d, words(cx, "a number of days"));
	set_due(w, d->working ? due_working_days(c, from, (int)d->days) : due_days(c, from, (int)d->days, rule->roll));
	return STATUS_OK;
}

static enum status set_parts(struct cx *cx, const struct deadline *d, unsigned what, struct when *w)
{
	struct day day;
	if (given(d->start) && !parse_start(d->start, &w->begin))
		return wrong(cx, d, words(cx, "a month or a day to begin with"));
	if (what & DAY) {
		if (!given(d->day) || !day_parse(d->day, &day))
			return wrong(cx, d, words(cx, "a day"));
		w->due = (struct maybe_day){true, day};
	}
	if (what & YEAR) {
		if (d->effect_year < 1970 || d->effect_year > 9998)
			return wrong(cx, d, words(cx, "a year of effect"));
		w->due = (struct maybe_day){true, day_make((int)d->effect_year, DECEMBER, 31)};
	}
	if (what & LONG)
		w->long_from = (struct maybe_day){true, w->due.is ? (struct day){w->due.day.n + 1} : w->begin};
	return STATUS_OK;
}

enum status deadline_resolve(struct cx *cx, const struct calendar *c, const struct period_rule *rule,
			     const struct deadline *d, struct day issued, struct maybe_day served, struct when *out)
{
	size_t k = 0, count = sizeof kinds / sizeof *kinds;
	while (k < count && (!given(d->kind) || strcmp(kinds[k].name, d->kind) != 0))
		k++;
	if (k == count)
		return cx_fail_field(cx, "deadline", "unknown kind of deadline: %s", given(d->kind) ? d->kind : "");
	struct when w = {.begin = issued};
	TRY(set_parts(cx, d, kinds[k].what, &w));
	if (kinds[k].what & DAYS)
		TRY(set_days(cx, c, rule, d, served, &w));
	if (kinds[k].what & AT_ONCE)
		set_due(&w, due_days(c, w.begin, rule->immediately_days, rule->roll));
	if (kinds[k].what & RECURS)
		TRY(set_rhythm(cx, d, &w));
	*out = w;
	return STATUS_OK;
}

/* ---- rhythms ---- */

static struct day month_end(int months)
{
	int y = months / MONTHS, m = months % MONTHS + 1;
	return day_make(y, m, day_month_length(y, m));
}

static int months_of(struct day d, int *mday)
{
	int y, m;
	day_split(d, &y, &m, mday);
	return y * MONTHS + m - 1;
}

/* The anchor's day of the month, in the months that lie a whole number of periods from the anchor's. */
static struct day next_anchored(const struct rhythm *r, struct day after)
{
	int mday, ignored;
	int anchor = months_of(r->anchor.day, &mday), at = months_of(after, &ignored);
	int first = at - ((at - anchor) % r->months + r->months) % r->months;
	for (int m = first;; m += r->months) {
		struct day end = month_end(m), start = day_make(m / MONTHS, m % MONTHS + 1, 1);
		struct day d = start.n + mday - 1 < end.n ? (struct day){start.n + mday - 1} : end;
		if (d.n > after.n)
			return d;
	}
}

struct day rhythm_next(const struct rhythm *r, struct day after)
{
	if (r->anchor.is && after.n < r->anchor.day.n)
		return r->anchor.day;
	if (r->days) {
		/* Without an anchor weeks end on Sunday. */
		int offset = r->anchor.is ? r->anchor.day.n : r->days == WEEK ? after.n - day_weekday(after) + WEEK : 0;
		int passed = ((after.n - offset) % r->days + r->days) % r->days;
		return (struct day){after.n + r->days - passed};
	}
	if (r->anchor.is)
		return next_anchored(r, after);
	int ignored;
	int at = months_of((struct day){after.n + 1}, &ignored);
	return month_end(at / r->months * r->months + r->months - 1);
}
