/*
 * workbench.h - what one person has to do, and what he and his unit have in hand.
 *
 * To-dos are those steps of the flows that somebody waits for and that this user may take now; each was asked of the
 * flow (flow_permit), so that the list never offers what a page would refuse.
 */
#ifndef ROOMS_TASK_WORKBENCH_H
#define ROOMS_TASK_WORKBENCH_H

#include "core/deed.h"
#include "core/todo.h"
#include "rooms/task/task_list.h"
#include "rooms/task/task_view.h"

enum { WORKBENCH_TODO = 100, WORKBENCH_LIST = 50, WORKBENCH_ALARMS = 20, WORKBENCH_MAX = 3000, WORKBENCH_CALENDAR = 400 };

/* A task that the user's unit is a party to; the task comes first, so that its row can be written. */
struct workbench_task {
	struct task task;
	const char *role;
	int64_t party_signed;
	bool milestones;                /* there are some */
};

struct workbench_todo {
	const char *kind, *action, *text, *due, *since;
	const struct task *task;
	int64_t extension;              /* kind decide */
};

struct workbench_date {
	const char *day, *kind, *no, *title;    /* kind: due, report, milestone; of other rooms: the flow's name */
	int64_t task;                           /* 0: of another room, with its link */
	const char *link, *label;               /* label: what is to be done */
};

struct workbench {
	struct day today, monday;
	struct supervise_rules rules;
	struct list mine;               /* of workbench_task, open, in the order of days */
	struct list week;               /* of task: those of the user's unit, or of the county where he sees it all */
	struct list red;                /* of task: overdue */
	struct workbench_todo *todo;
	size_t todo_count, todo_room, dropped;
	struct todos others;            /* of the other rooms */
	struct workbench_date *dates;
	size_t date_count;
	const char *from, *to;          /* of the calendar */
	struct deed_counts deeds;
	size_t drafts;
	int64_t copied;                 /* not read yet */
};

/* For cx->user. */
enum status workbench_read(struct cx *cx, struct workbench *out) MUST_CHECK;

/* Within the file pair: everything he may do (workbench_todo.c). */
enum status workbench_find_todo(struct cx *cx, struct workbench *b) MUST_CHECK;

#endif
