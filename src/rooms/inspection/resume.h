/* resume.h - what this room tells resumption, for resume_guard_sources[] in main/. */
#ifndef ROOMS_INSPECTION_RESUME_H
#define ROOMS_INSPECTION_RESUME_H

#include "rooms/resumption/resumption.h"

/* Every open hazard, general ones too, keeps a mine from applying. */
extern const struct resume_source resume_from_hazards;
/* The orders that stopped the mine; a department's own one keeps it stopped; resumption lifts the others. */
extern const struct resume_source resume_from_stop_orders;

#endif
