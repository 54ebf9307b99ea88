/* measures_api.h - units' own measures over HTTP. */
#ifndef ROOMS_MEASURES_MEASURES_API_H
#define ROOMS_MEASURES_MEASURES_API_H

#include "http/route.h"

extern const struct routes unit_measure_routes;

#endif
