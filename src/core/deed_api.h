#ifndef CORE_DEED_API_H
#define CORE_DEED_API_H

#include "http/route.h"

extern const struct routes deed_routes;

#endif
