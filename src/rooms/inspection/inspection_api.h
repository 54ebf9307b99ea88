/* inspection_api.h - the HTTP interface and the verbs of the room. */
#ifndef ROOMS_INSPECTION_INSPECTION_API_H
#define ROOMS_INSPECTION_INSPECTION_API_H

#include "core/verb.h"
#include "http/route.h"

extern const struct routes stop_order_routes, hazard_routes, criterion_routes, plan_routes, checklist_routes,
	investigation_routes, weather_routes;
extern const struct verbs hazard_verbs;

#endif
