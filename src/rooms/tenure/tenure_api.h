/* tenure_api.h - mining rights, applications and operators over HTTP. */
#ifndef ROOMS_TENURE_TENURE_API_H
#define ROOMS_TENURE_TENURE_API_H

#include "http/route.h"

extern const struct routes tenure_mine_routes;  /* of a mine: what it may extract, its reserves reports, what is outside */
extern const struct record zone_import_record;  /* what the import of protected land asks for beside the file */
extern const struct routes right_routes, application_routes, zone_routes, outside_routes, operator_routes;

#endif
