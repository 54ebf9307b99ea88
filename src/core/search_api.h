/* search_api.h - the route of search. */
#ifndef CORE_SEARCH_API_H
#define CORE_SEARCH_API_H

#include "http/route.h"

extern const struct routes search_routes;

#endif
