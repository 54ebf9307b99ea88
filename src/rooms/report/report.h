/*
 * report.h - the weekly (周报) and the monthly (月报) report: what every room has to say of a span of days, as one paper.
 *
 * Each room writes its section; main/ fills the table, and none needs to know the others.  A reader gets what his scope
 * shows him: the whole county, or his own unit's part.  Nothing is stored: a report of past days says what was so then
 * where the room keeps that, and says so where it does not.
 */
#ifndef ROOMS_REPORT_REPORT_H
#define ROOMS_REPORT_REPORT_H

#include "core/paper.h"

struct report_span {
	struct day from, to;            /* both taken in */
	const char *from_text, *to_text;        /* the same as text */
	bool today;                     /* to is the county's today: what is kept only as it is now may be told */
};

struct report_section {
	const char *name, *zh;          /* "hazards", its heading */
	uint64_t perms;                 /* without them the section is left out */
	bool monthly;                   /* in the monthly report only */
	enum status (*write)(struct cx *cx, const struct report_span *span, struct paper *p);
};
extern const struct report_section report_sections[];   /* filled in main/lists.c; ends with a NULL name */

/* The report "weekly" (from Monday) or "monthly" (from the first) up to the day to; NULL: today.
 * NOT_FOUND: no such report.  INVALID (to): not a day, or one to come. */
enum status report_draft(struct cx *cx, const char *name, const char *to, struct paper *out) MUST_CHECK;

#endif
