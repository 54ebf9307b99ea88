/* balance_api.h - do a mine's ledgers agree, over HTTP. */
#ifndef ROOMS_BALANCE_BALANCE_API_H
#define ROOMS_BALANCE_BALANCE_API_H

#include "http/route.h"

extern const struct routes balance_routes, balance_alert_routes;

#endif
