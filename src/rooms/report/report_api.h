/* report_api.h - reports over HTTP. */
#ifndef ROOMS_REPORT_REPORT_API_H
#define ROOMS_REPORT_REPORT_API_H

#include "core/verb.h"
#include "http/route.h"

extern const struct routes report_routes;
extern const struct verbs report_verbs;

#endif
