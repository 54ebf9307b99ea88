/* task_recount.h - proof that rows and counters were kept well: everything is counted anew and compared. */
#ifndef ROOMS_TASK_TASK_RECOUNT_H
#define ROOMS_TASK_TASK_RECOUNT_H

#include "base/cx.h"
#include "base/record.h"

/* A number that is not what it should be.  kind: all, root, org (a counter), or task (what a row shows or adds). */
struct recount_fault {
	const char *kind;
	int64_t item;
	const char *what, *kept, *counted;
};
extern const struct record recount_fault_record;

/* Of the whole county, whatever the user may see; every row under the day that it was computed for. */
enum status task_recount(struct cx *cx, int64_t *tasks, struct list *faults) MUST_CHECK;

/* In a transaction: compute all rows for today and build the counters from nothing. */
enum status task_recount_repair(struct cx *cx) MUST_CHECK;

#endif
