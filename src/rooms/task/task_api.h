/* task_api.h - tasks over HTTP. */
#ifndef ROOMS_TASK_TASK_API_H
#define ROOMS_TASK_TASK_API_H

#include "http/route.h"

extern const struct routes task_routes, task_new_routes;

#endif
