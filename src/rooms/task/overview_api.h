/* overview_api.h - the routes of the overview and of the workbench. */
#ifndef ROOMS_TASK_OVERVIEW_API_H
#define ROOMS_TASK_OVERVIEW_API_H

#include "http/route.h"

struct overview_query {
	const char *as_of;      /* YYYY-MM-DD; NULL: today */
};
extern const struct record overview_query_record;

extern const struct routes overview_routes, workbench_routes;

#endif
