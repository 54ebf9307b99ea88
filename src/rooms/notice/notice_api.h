/* notice_api.h - the routes of the notice room. */
#ifndef ROOMS_NOTICE_NOTICE_API_H
#define ROOMS_NOTICE_NOTICE_API_H

#include "http/route.h"

extern const struct routes notice_routes;

#endif
