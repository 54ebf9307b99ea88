/*
 * task_daily.h - what the clock does to tasks: their lights and the counters follow the county's day, units are urged,
 * what is overdue goes up to those whom the rule task.escalate names, the day's figures are noted for the trend.
 *
 * Each reminder is taken once, whatever is restarted and however many processes run: a row says up to which day its
 * task was looked at (reminded_to, guarded), and task_urging holds what was sent.  Days that nobody ran are made up for:
 * each escalation that fell on them, but of several urgings only the last.
 */
#ifndef ROOMS_TASK_TASK_DAILY_H
#define ROOMS_TASK_TASK_DAILY_H

#include "base/cx.h"

/* Outside a transaction: reads on cx->db, writes in short pieces of their own.  Cheap when there is nothing to do. */
enum status task_daily(struct cx *cx) MUST_CHECK;

/* The parts of it. */
enum status task_daily_refresh(struct cx *cx, int64_t *tasks) MUST_CHECK;       /* lights, urging, escalation; tasks may be NULL */
enum status task_daily_note(struct cx *cx) MUST_CHECK;                          /* rows of task_day that are missing */

#endif
