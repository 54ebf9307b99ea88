/* task_list.h - many tasks: filtered, sorted, a page at a time. */
#ifndef ROOMS_TASK_TASK_LIST_H
#define ROOMS_TASK_TASK_LIST_H

#include "base/day.h"
#include "rooms/task/task.h"

struct task_query {
	const char *q;                  /* words in number, title and text */
	const char *state, *light, *role;       /* role with org or alone: lead, cooperate */
	int64_t org;                    /* this organisation is a party; -1: the user's own and those below it */
	int64_t notice;
	const char *level;              /* measures, parts, all (default) */
	int64_t parent;                 /* parts of this task */
	const char *due_from, *due_to;
	const char *sort;               /* due (default), no, light, percent, issued; "-due" from the end */
	const char *cursor;             /* "next" of the page before */
	int64_t limit;                  /* 0: 50 */
	bool total;                     /* count them all, which costs */
	const char *as_of;              /* a day: what was known and shown then */
};
extern const struct record task_query_record;

/* The rows of a list: everything but the long text, with its sentence and its days. */
extern const struct record task_row_record;

struct task_page {
	struct list tasks;              /* of struct task */
	const char *next;               /* NULL: that was all */
	int64_t total;                  /* -1: not counted */
};

/* Within the user's scope.  INVALID: a sort or cursor that is none. */
enum status task_list(struct cx *cx, const struct task_query *q, struct task_page *out) MUST_CHECK;

/* One row as JSON in a list or on a page; day: the one that days_left counts from. */
void task_write_row(struct cx *cx, struct jw *w, const struct task *t, struct day day);
void task_write_row_fields(struct cx *cx, struct jw *w, const struct task *t, struct day day);

#endif
