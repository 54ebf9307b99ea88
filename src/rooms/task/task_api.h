/* task_api.h - tasks over HTTP. */
#ifndef ROOMS_TASK_TASK_API_H
#define ROOMS_TASK_TASK_API_H

#include "http/route.h"

extern const struct routes task_routes, task_new_routes;

/* A task with all that belongs to it as JSON, as it is now (as_of NULL) or was on a day. */
enum status task_write_page(struct cx *cx, int64_t id, const char *as_of, struct jw *w) MUST_CHECK;

#endif
