/* org_api.h - the routes of organisations, people and sign-in. */
#ifndef CORE_ORG_API_H
#define CORE_ORG_API_H

#include "http/route.h"

extern const struct routes org_routes, person_routes, session_routes, audit_routes;

#endif
