/* mine_api.h - mines over HTTP. */
#ifndef ROOMS_MINE_MINE_API_H
#define ROOMS_MINE_MINE_API_H

#include "http/route.h"

extern const struct routes mine_routes, mine_paper_routes, mine_import_routes, mine_map_routes, town_map_routes, mine_mark_routes;

#endif
