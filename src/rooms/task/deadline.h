/*
 * deadline.h - what the words of a deadline mean in days.
 *
 * The kinds are the notice reader's (proto/notice.h); here they become a due day, the beginning of long-term work, or a
 * rhythm.  Pure: days, the county's working days and the rule task.period in, days out.
 */
#ifndef ROOMS_TASK_DEADLINE_H
#define ROOMS_TASK_DEADLINE_H

#include "base/calendar.h"

/* As read and stored.  Texts may be NULL or "" where the kind has no use for them. */
struct deadline {
	const char *kind;  /* by_day, by_day_then_long_term, from_month_effect_year,
			    * from_month_effect_year_then_long_term, days_after_service, by_month, in_month,
			    * by_quarter, within_year, recurring, long_term, immediately, none */
	const char *day;   /* YYYY-MM-DD */
	const char *start; /* YYYY-MM or YYYY-MM-DD */
	int64_t effect_year, days;
	bool working;       /* days are working days */
	const char *recurs; /* daily, weekly, monthly, quarterly, half-yearly, yearly */
};

/* A day that may not be there. */
struct maybe_day {
	bool is;
	struct day day;
};

/* How often: every so many days, or every so many months (to the month's end, or to the anchor's day of the month). */
struct rhythm {
	int days, months;        /* both 0: none */
	struct maybe_day anchor; /* a first due day named in the words; without it periods of the calendar */
};

struct when {
	struct day begin;           /* the period runs from here: the month named, or the day of issue */
	struct maybe_day due;       /* the dated part is due; 24:00 of that day */
	struct maybe_day long_from; /* from this day on the work is long-term (for good) */
	struct rhythm recurs;
	bool assumed; /* see struct due */
};

/* How periods run: the rule task.period. */
struct period_rule {
	enum roll roll;
	int immediately_days;
};

/* issued: the day of the notice's issue; served: the day the unit signed for it, where it has (days_after_service runs
 * from service, before that provisionally from issue).  INVALID, field "deadline": an unknown kind, or one whose days
 * are missing or broken. */
enum status deadline_resolve(struct cx *cx, const struct calendar *c, const struct period_rule *rule,
			     const struct deadline *d, struct day issued, struct maybe_day served,
			     struct when *out) MUST_CHECK;

/* The first due day of a rhythm after a day. */
struct day rhythm_next(const struct rhythm *r, struct day after);

#endif
