/*
 * task_past.h - tasks as they were known at the end of a day, told from their history.
 *
 * The history says when what was done; facts of that day and the rules of that day then say what a task showed.  The
 * same for today gives what the row keeps: a test and kuangan task recount compare the two.
 */
#ifndef ROOMS_TASK_TASK_PAST_H
#define ROOMS_TASK_TASK_PAST_H

#include "rooms/task/task_view.h"

/* The facts of a task at the end of a day. */
enum status task_facts_as_of(struct cx *cx, const struct supervise_rules *r, const struct task *t, struct day day,
			     struct task_facts *out) MUST_CHECK;

/* Turn the row into what it was; facts and view may be NULL.  *there: had it been issued? */
enum status task_as_of(struct cx *cx, const struct supervise_rules *r, struct task *t, struct day day,
		       struct task_facts *facts, struct view *view, bool *there) MUST_CHECK;

/* Its milestones as they stood before a moment, with what had been reached until then. */
enum status task_milestones_until(struct cx *cx, int64_t task, int64_t until, struct list *out) MUST_CHECK;

/* The day of an as_of parameter: today where it is NULL, empty or today itself (*past false).  INVALID: a day to come. */
enum status task_day_asked(struct cx *cx, const char *as_of, struct day *day, bool *past) MUST_CHECK;

/* What each() is shown; valid during the call. */
struct task_known {
	const struct task *task;
	const struct task_facts *facts;
	const struct view *view;
	const double *numbers;          /* what it adds to the counters */
};
enum { EACH_MEASURES = 1, EACH_FROM_HISTORY = 2 };

/* Every task of the county that was there, in the order of ids, whatever the user may see.  Without EACH_FROM_HISTORY
 * the rows' own facts are used, under the day that each row was computed for (light_day). */
enum status task_each(struct cx *cx, const struct supervise_rules *r, struct day day, unsigned flags,
		      enum status (*each)(struct cx *cx, void *arg, const struct task_known *k), void *arg) MUST_CHECK;

#endif
