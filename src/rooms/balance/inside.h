/* inside.h - what the files of the room share. */
#ifndef ROOMS_BALANCE_INSIDE_H
#define ROOMS_BALANCE_INSIDE_H

#include "rooms/balance/books.h"

/* "2023-09": its first day. */
bool balance_month_read(const char *text, struct day *first);
const char *balance_month_print(struct cx *cx, struct day first);
struct day balance_month_after(struct day first, int months);           /* the first of the month so many on */
int balance_months_between(struct day from, struct day to);             /* of firsts of months */
/* The first day of the last month that is over. */
struct day balance_last_month(struct cx *cx);

/* From a setting, with the defaults filled in.  INVALID: the rule knows no such mineral. */
enum status balance_rock_make(struct cx *cx, const struct balance_setting *s, struct day day, const struct balance_defaults *d,
			      struct balance_rock *out) MUST_CHECK;

#endif
