/* haulage_api.h - routes about trucks. */
#ifndef ROOMS_HAULAGE_HAULAGE_API_H
#define ROOMS_HAULAGE_HAULAGE_API_H

#include "http/route.h"

extern const struct routes haulage_routes, haulage_register_routes, haulage_case_routes, haulage_measure_routes;

#endif
