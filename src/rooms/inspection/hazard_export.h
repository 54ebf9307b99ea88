/* hazard_export.h - a list of hazards as a spreadsheet. */
#ifndef ROOMS_INSPECTION_HAZARD_EXPORT_H
#define ROOMS_INSPECTION_HAZARD_EXPORT_H

#include "rooms/inspection/hazard.h"

enum { HAZARD_EXPORT_MAX = 100000 };    /* rows; what is more is said in the last one */

/* Write it to path (.xlsx), header in cx->lang; rows are written as they are read. */
enum status hazard_export(struct cx *cx, const struct hazard_query *q, const char *path) MUST_CHECK;

#endif
