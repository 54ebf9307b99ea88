/* resumption_api.h - resumption over HTTP. */
#ifndef ROOMS_RESUMPTION_RESUMPTION_API_H
#define ROOMS_RESUMPTION_RESUMPTION_API_H

#include "http/route.h"

extern const struct routes resumption_routes;

#endif
