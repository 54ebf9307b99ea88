/* right_export.h - the list of rights as a spreadsheet; queried by a struct right_query. */
#ifndef ROOMS_TENURE_RIGHT_EXPORT_H
#define ROOMS_TENURE_RIGHT_EXPORT_H

#include "core/listing_api.h"

extern const struct listing right_listing;

#endif
