/* task_cli.h - tasks on the command line. */
#ifndef ROOMS_TASK_TASK_CLI_H
#define ROOMS_TASK_TASK_CLI_H

#include "core/verb.h"

extern const struct verbs task_verbs;

/* Inside: a text cut or filled up with blanks to so many columns of a terminal; Chinese characters take two. */
void put_cell(struct buf *out, const char *text, int columns);
/* The task of that id or number.  NOT_FOUND; CONFLICT: several are called so. */
struct task;
enum status task_called(struct cx *cx, const char *name, struct task **out) MUST_CHECK;
/* The names in [{"id","name"}]. */
const char *task_names(struct cx *cx, const char *list);
/* task show, task take (task_cli_show.c). */
enum status verb_task_show(struct cx *cx, struct call *call) MUST_CHECK;
enum status verb_task_take(struct cx *cx, struct call *call) MUST_CHECK;

#endif
