/* resumption_report.h - the section of the reports on mines that stand still and mines that work again. */
#ifndef ROOMS_RESUMPTION_RESUMPTION_REPORT_H
#define ROOMS_RESUMPTION_RESUMPTION_REPORT_H

#include "rooms/report/report.h"

enum status resumption_report(struct cx *cx, const struct report_span *span, struct paper *p) MUST_CHECK;

#endif
