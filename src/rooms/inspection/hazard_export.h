/* hazard_export.h - the list of hazards as a spreadsheet; queried by a struct hazard_query. */
#ifndef ROOMS_INSPECTION_HAZARD_EXPORT_H
#define ROOMS_INSPECTION_HAZARD_EXPORT_H

#include "core/listing_api.h"

extern const struct listing hazard_listing;

#endif
