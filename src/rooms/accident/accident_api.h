/* accident_api.h - accidents, accountability and the appraisal over HTTP. */
#ifndef ROOMS_ACCIDENT_ACCIDENT_API_H
#define ROOMS_ACCIDENT_ACCIDENT_API_H

#include "http/route.h"

extern const struct routes accident_routes, accountability_routes, appraisal_routes;

#endif
