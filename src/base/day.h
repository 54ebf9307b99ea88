/*
 * day.h - days and times as the county reads them.
 *
 * A moment is int64_t seconds since 1970, UTC.  A day is a calendar day in the county's zone, Asia/Shanghai, UTC+8 with
 * no summer time (since 1992; earlier days are not met here).  Days are counted, so that arithmetic is arithmetic.
 */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

struct day {
	int32_t n;              /* days since 1970-01-01 */
};

struct day day_of(int64_t t);                   /* the county's day at that moment */
int64_t day_start(struct day d);                /* its first second */
struct day day_make(int year, int month, int mday);     /* month 1..12; mday past the month's end runs on */
void day_split(struct day d, int *year, int *month, int *mday);
int day_weekday(struct day d);                  /* 1 Monday … 7 Sunday */
int day_month_length(int year, int month);

/* "YYYY-MM-DD" and nothing else, years 1970 to 9999. */
bool day_parse(const char *s, struct day *out);
const char *day_print(struct day d, char out[static 11]);
struct cx;
const char *day_text(struct cx *cx, struct day d);      /* the same in cx->mem */
const char *day_today(struct cx *cx);                   /* of cx->now */

/* RFC 3339: "2023-10-25T08:30:00+08:00"; any offset or Z is read, the county's is written. */
bool time_parse(const char *s, int64_t *out);
const char *time_print(int64_t t, char out[static 32]);

#endif
