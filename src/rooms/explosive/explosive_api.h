/* explosive_api.h - explosives over HTTP. */
#ifndef ROOMS_EXPLOSIVE_EXPLOSIVE_API_H
#define ROOMS_EXPLOSIVE_EXPLOSIVE_API_H

#include "http/route.h"

extern const struct routes explosive_routes, permit_routes, market_routes;

#endif
