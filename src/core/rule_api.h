/* rule_api.h - the routes of rules and working days. */
#ifndef CORE_RULE_API_H
#define CORE_RULE_API_H

#include "http/route.h"

extern const struct routes rule_routes, calendar_routes;

#endif
