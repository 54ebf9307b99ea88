/*
 * clocks.h - was an accident reported in time? (国务院令493号 第九条 to 第十一条)
 *
 * The scene tells the unit's head at once, the head tells the county within the hour, each level tells the next within
 * two, up to the level that the grade asks for.  A clock runs from the moment the level below was told; where that is
 * not known, from the latest moment that is.
 */
#ifndef ROOMS_ACCIDENT_CLOCKS_H
#define ROOMS_ACCIDENT_CLOCKS_H

#include "rooms/accident/accident.h"

enum level { LEVEL_HEAD, LEVEL_COUNTY, LEVEL_CITY, LEVEL_PROVINCE, LEVEL_STATE, LEVELS };
extern const char *const accident_levels[];     /* "head" … "state", NULL */
const char *level_words(const struct cx *cx, enum level l);

struct report_clock {
	const char *level, *label;
	int64_t from, due, at;          /* at 0: not told yet */
	const char *state;              /* on_time, late, waiting, overdue */
	int64_t late_minutes;           /* begun ones; 0: in time */
	const char *rule, *source, *article;
};
extern const struct record report_clock_record;

/* Pure: one clock.  It is late from the first second after due on. */
void report_clock_run(struct report_clock *c, int64_t from, int64_t minutes, int64_t at, int64_t now);

/* The clocks of an accident, from the scene up to where its grade must go. */
enum status accident_clocks(struct cx *cx, const struct accident *a, struct list *out) MUST_CHECK;

/* Record that a level was told.  INVALID: before the accident, or still to come.  CONFLICT: it was recorded. */
enum status accident_told(struct cx *cx, const struct accident *a, const char *level, int64_t at, const char *note) MUST_CHECK;

#endif
