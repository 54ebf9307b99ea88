/*
 * overview.h - the supervision overview: which measures are green, yellow, red; what is stuck where; what comes.
 *
 * Of today it is read from what is kept (rows, counters), of another day it is computed from history; both fill the same
 * struct.  Who sees the whole county gets the county's figures; anyone else those of what his unit leads, and as measures
 * the tasks that he sees.
 */
#ifndef ROOMS_TASK_OVERVIEW_H
#define ROOMS_TASK_OVERVIEW_H

#include "rooms/task/task_past.h"

enum { OVERVIEW_MEASURES = 48, OVERVIEW_STUCK = 50, OVERVIEW_AHEAD = 30, OVERVIEW_DAYS = 14, OVERVIEW_TREND = 60 };

/* A measure with the lights of its parts, or a task of the unit. */
struct overview_measure {
	struct task task;
	double on_track, at_risk, overdue, long_term, closed, parts;    /* of its parts */
};

struct overview_unit {
	int64_t org;
	const char *name, *kind;
	struct tally tally;
};

struct overview_stuck {
	int64_t task;
	const char *no, *title, *waits, *waits_for, *waits_since;
};

struct overview_ahead {
	struct day day;
	const char *kind;               /* "due", "escalate" */
	int64_t task;
	const char *no, *title, *text, *to;
};

struct overview_day {
	const char *day;
	int64_t green, yellow, red, blue, grey, closed;
};
extern const struct record overview_day_record;
#define OVERVIEW_DAY_COLUMNS "day, green, yellow, red, blue, grey, closed"

struct overview {
	struct day day;
	bool past, county;
	struct supervise_rules rules;
	struct tally all;
	struct overview_measure *measures;
	size_t measure_count;
	int64_t measure_total;          /* how many there are, also those that are not listed */
	struct overview_unit *units;
	size_t unit_count;
	struct overview_stuck *stuck;
	size_t stuck_count;
	struct overview_ahead *ahead;
	size_t ahead_count;
	struct list trend;              /* of overview_day; the county's alone */
};

/* as_of NULL or "": today.  INVALID: a day to come. */
enum status overview_read(struct cx *cx, const char *as_of, struct overview *out) MUST_CHECK;
/* What a task waits for, in words. */
const char *overview_why(struct cx *cx, const char *waits);
/* And whom: units by name, or "the verifying department". */
const char *overview_whom(struct cx *cx, const struct overview_stuck *s);
void overview_write(struct cx *cx, const struct overview *o, struct jw *w);

/* Within the file pair: a day before today, from history. */
enum status overview_read_past(struct cx *cx, struct overview *o) MUST_CHECK;
/* Add what comes of a task that is due on a day; keeps the first OVERVIEW_AHEAD. */
void overview_put_ahead(struct cx *cx, struct overview *o, const struct task *t, struct day due);
/* Order the measures as the notices have them, the newest notice first. */
void overview_sort_measures(struct overview *o);

#endif
