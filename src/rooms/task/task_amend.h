/* task_amend.h - tasks whose notice is withdrawn or amended. */
#ifndef ROOMS_TASK_TASK_AMEND_H
#define ROOMS_TASK_TASK_AMEND_H

#include "rooms/task/task.h"

/* One field's change, for people to read. */
struct task_change {
	const char *field, *before, *after;
};
extern const struct record task_change_record;

/* Input of the step "amend".  before: what the notice had said until then. */
struct task_amend {
	int64_t notice;                 /* the amendment */
	struct list changes;            /* of task_change */
	struct json_text before;
	const struct task_new *to;      /* what it says now; not part of the record */
};
extern const struct record task_amend_record;

/* Make the task say what its notice says now: text, units, deadline, the notice's milestones.  What was done on it stays:
 * progress, plan, signatures, files.  More time that was granted ends where the deadline itself changes. */
enum status task_amend(struct cx *cx, int64_t id, int64_t notice, const struct list *changes, const struct task_new *to) MUST_CHECK;

/* Within the room: the step's effect, and a task as its notice had it before that moment. */
enum status task_amend_effect(struct cx *cx, struct act *a) MUST_CHECK;
enum status task_before_amend(struct cx *cx, int64_t end, struct task *t) MUST_CHECK;

#endif
