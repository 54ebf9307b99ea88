/* hazard_stats.h - the counts of ended hazards, kept by their flow and read by statistics and lists (hazard_stats.c). */
#ifndef ROOMS_INSPECTION_HAZARD_STATS_H
#define ROOMS_INSPECTION_HAZARD_STATS_H

#include "rooms/inspection/hazard.h"

/* It ends now: closed, or else cancelled.  In the transaction that ends it. */
enum status hazard_count_ended(struct cx *cx, const struct hazard *h, bool closed) MUST_CHECK;

#endif
