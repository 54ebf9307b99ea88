/* task_export.h - a list of tasks as a spreadsheet. */
#ifndef ROOMS_TASK_TASK_EXPORT_H
#define ROOMS_TASK_TASK_EXPORT_H

#include "rooms/task/task_list.h"

enum { EXPORT_MAX = 100000 };   /* rows; what is more is said in the last one */

/* Write it to path (.xlsx), header in cx->lang.  Rows are written as they are read: memory does not grow with them. */
enum status task_export(struct cx *cx, const struct task_query *q, const char *path) MUST_CHECK;

#endif
