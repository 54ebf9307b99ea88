/* remind_api.h - what the next days will bring, as a route. */
#ifndef CORE_REMIND_API_H
#define CORE_REMIND_API_H

#include "http/route.h"

extern const struct routes remind_routes;

#endif
