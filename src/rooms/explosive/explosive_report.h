/* explosive_report.h - the section of the reports on explosives. */
#ifndef ROOMS_EXPLOSIVE_EXPLOSIVE_REPORT_H
#define ROOMS_EXPLOSIVE_EXPLOSIVE_REPORT_H

#include "rooms/report/report.h"

enum status explosive_report(struct cx *cx, const struct report_span *span, struct paper *p) MUST_CHECK;

#endif
