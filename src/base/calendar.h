/*
 * calendar.h - working days and periods.
 *
 * How periods run (民法典 200 to 204, 行政许可法 82, 行政处罚法 85): years, months and days by the calendar, hours from
 * the moment; the first day is not counted; a period of months ends on the same day of its last month, or on that
 * month's last day; the last day ends at 24:00; where the law says so, a last day without work moves to the next
 * working day.  Which of these a period follows is the rule's business (core/rule.h), not this module's.
 *
 * Which days are worked is data: rules/holidays.csv, built in, covers 2023 to 2026; a county imports the next years.
 * A day beyond the table is reckoned by its weekday and the answer says so (assumed).  So are the last seven days of
 * the table's last year: the next year's notice may still move New Year's days off and make-up days into them.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include "base/cx.h"
#include "base/day.h"

struct calendar;

/* A day reckoned: with assumed set, a day that no notice has settled yet had a say in it. */
struct due {
	struct day day;
	bool assumed;
};

/* What happens to a last day that is not worked. */
enum roll {
	ROLL_NONE,    /* it stays */
	ROLL_WORKING, /* 民法典 203, every day without work taken as 法定休假日: on to the next working day */
	ROLL_HOLIDAY, /* the same, but only for the days off a notice names; a plain weekend stays */
};

/* Read a table (format: rules/holidays.csv) into cx->mem.  INVALID, with the line: not a table, a row that ends
 * before it begins or more than a year later, a day twice, a notice without a day off, more than 100 years in all. */
enum status calendar_load(struct cx *cx, const char *bytes, size_t n, const struct calendar **out) MUST_CHECK;

/* The table that is built in. */
enum status calendar_builtin(struct cx *cx, const struct calendar **out) MUST_CHECK;

/* The first and the last day that notices have settled; false: none. */
bool calendar_settled(const struct calendar *c, struct day *first, struct day *last);

bool calendar_works(const struct calendar *c, struct day d);
bool calendar_assumes(const struct calendar *c, struct day d);

/* The working days after from, up to and including to; negative where to is before from.  *assumed may be NULL. */
int calendar_working_days(const struct calendar *c, struct day from, struct day to, bool *assumed);

/* The last day of a period; from, the day it runs from, is not counted.  A negative n counts back ("30 days before …")
 * and never rolls. */
struct due due_working_days(const struct calendar *c, struct day from, int n);
struct due due_days(const struct calendar *c, struct day from, int n, enum roll roll);
struct due due_months(const struct calendar *c, struct day from, int n, enum roll roll);

/* Hours run from the moment. */
int64_t due_hours(int64_t from, int n);

/* The first second that is too late: 24:00 of the last day. */
int64_t due_end(struct day last);

#endif
