/*
 * remind.h - what a day will bring, told once to whoever must act, and shown before it comes.
 *
 * Each room says which of its days fall into a span (a hazard due, a licence running out, a report missed): main/ fills the
 * table of rooms.  The day's timer tells those of today and of the days since it last ran; table clock_told keeps it from
 * telling one twice.  The page of what will happen asks for the days ahead: it is the same list.
 */
#ifndef CORE_REMIND_H
#define CORE_REMIND_H

#include <stddef.h>
#include "base/cx.h"
#include "base/day.h"
#include "base/record.h"

struct rule;

struct reminder {
	const char *kind;               /* of the thing: "hazard", "mine_licence" … */
	int64_t item;
	const char *clock;              /* "due-3", "due", "overdue-7": which of its clocks, and how far off */
	const char *day;                /* the day that it is about */
	const char *on;                 /* the day on which it is told */
	int64_t org;                    /* who must act; 0 with a role: the people of that role */
	const char *org_name, *role;
	uint64_t perms;                 /* of the people told there; 0: all */
	const char *link;
	const char *words;              /* English, a literal with one %s for what; its Chinese in locale/zh */
	const char *what;
	const char *rule, *source;
};

/* One as it is shown: text is words and what in the reader's language. */
struct reminder_shown {
	const char *on, *day, *clock, *kind, *text, *org_name, *link, *rule, *source;
	int64_t item;
};
extern const struct record reminder_shown_record;

/* A list that grows in an arena. */
struct reminders {
	struct reminder *items;
	size_t count, room;
};
void remind_add(struct cx *cx, struct reminders *all, const struct reminder *r);

/* What is told on the days from..to, both counted, of the county; any order. */
struct reminder_source {
	const char *name;
	enum status (*find)(struct cx *cx, struct day from, struct day to, struct reminders *out);
};
extern const struct reminder_source reminder_sources[];         /* ended by a NULL name; main/ has it */

/* How far before and after its day a thing is told: the rule's "before_days" and "after_days" as offsets of on against day,
 * -3, 0, 1.  *count at most REMIND_OFFSETS.  No rule in force: none. */
enum { REMIND_OFFSETS = 32 };
enum status remind_offsets(struct cx *cx, const char *name, struct day day, int out[REMIND_OFFSETS], int *count,
			   const struct rule **used) MUST_CHECK;
/* "due-3", "due", "due+1" */
const char *remind_clock(struct cx *cx, const char *name, int offset);

/* The timer's work: what is to be told today and was not.  The first time ever it tells of today only. */
enum status remind_daily(struct cx *cx, const struct reminder_source *sources) MUST_CHECK;

/* Those of the next days that concern the user: his organisation's, or all for who sees the county. */
enum status remind_ahead(struct cx *cx, const struct reminder_source *sources, int days, struct list *out) MUST_CHECK;

#endif
