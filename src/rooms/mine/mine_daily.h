/* mine_daily.h - what the clock does to the register of mines (mine_daily.c). */
#ifndef ROOMS_MINE_MINE_DAILY_H
#define ROOMS_MINE_MINE_DAILY_H

#include "core/remind.h"

/* The timer's: keep today's answer of every mine whose answer is of another day, some at a time. */
enum status mine_daily(struct cx *cx) MUST_CHECK;

/* For reminder_sources[]: licences and certificates about to run out, by rule mine.papers_remind. */
enum status mine_remind(struct cx *cx, struct day from, struct day to, struct reminders *out) MUST_CHECK;

#endif
