/* task_view.h - inside the room: facts of a task, and what they show. */
#ifndef ROOMS_TASK_TASK_VIEW_H
#define ROOMS_TASK_TASK_VIEW_H

#include "rooms/task/supervise.h"
#include "rooms/task/tally.h"
#include "rooms/task/task.h"

/* A task as it is known now. */
enum status task_facts(struct cx *cx, const struct supervise_rules *r, const struct task *t, struct task_facts *out) MUST_CHECK;

/* The same from milestones that the caller has; what is unset in t has not happened. */
enum status task_facts_from(struct cx *cx, const struct supervise_rules *r, const struct task *t, const struct list *milestones,
			    struct task_facts *out) MUST_CHECK;

/* Set what the row shows (light and its words, plan, next report) from a verdict. */
void task_show(struct cx *cx, const struct supervise_rules *r, const struct view *v, struct day day, struct task *t);

/* What it adds to the counters; nothing when it was withdrawn. */
void task_count(const struct supervise_rules *r, const struct task *t, const struct task_facts *f, const struct view *v,
		struct day day, double out[TALLY_NUMBERS]);

/* The verdict as the row keeps it, and its sentence in cx->lang. */
void task_kept(const struct task *t, struct day day, struct view *out);
const char *task_light_text(struct cx *cx, const struct task *t);
/* The same for who has the verdict of a day at hand; the sentence is of the day that the row was looked at. */
const char *task_light_words(struct cx *cx, const struct task *t, struct day day, const struct view *v);

/* task_refresh() for many: the rules are asked for once. */
enum status task_refresh_under(struct cx *cx, const struct supervise_rules *r, struct task *t) MUST_CHECK;

/* Take back what it added to the counters, before its parties change; task_refresh() adds it again. */
enum status task_uncount(struct cx *cx, struct task *t) MUST_CHECK;

/* Set waits, waits_for, waits_since, as they were at the end of the day (task_waits.c). */
enum status task_waits(struct cx *cx, const struct supervise_rules *r, const struct task_facts *f, const struct view *v,
		       struct day day, struct task *t) MUST_CHECK;

#endif
