/* haulage_report.h - the section of the reports on trucks. */
#ifndef ROOMS_HAULAGE_HAULAGE_REPORT_H
#define ROOMS_HAULAGE_HAULAGE_REPORT_H

#include "rooms/report/report.h"

enum status haulage_report(struct cx *cx, const struct report_span *span, struct paper *p) MUST_CHECK;

#endif
