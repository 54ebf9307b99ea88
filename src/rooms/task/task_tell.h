/* task_tell.h - who is told of what when a task moves. */
#ifndef ROOMS_TASK_TASK_TELL_H
#define ROOMS_TASK_TASK_TELL_H

#include "rooms/task/task.h"

/* After a step of task_flow or extension_flow: notify those whom the next move waits for. */
enum status task_tell(struct cx *cx, const char *flow, const char *action, const struct task *t) MUST_CHECK;

#endif
