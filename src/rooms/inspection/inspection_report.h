/* inspection_report.h - the section of the reports on hazards. */
#ifndef ROOMS_INSPECTION_INSPECTION_REPORT_H
#define ROOMS_INSPECTION_INSPECTION_REPORT_H

#include "rooms/report/report.h"

enum status hazard_report(struct cx *cx, const struct report_span *span, struct paper *p) MUST_CHECK;

#endif
