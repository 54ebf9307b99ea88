/* feedback_report.h - the section of the reports on what businesses report. */
#ifndef ROOMS_FEEDBACK_FEEDBACK_REPORT_H
#define ROOMS_FEEDBACK_FEEDBACK_REPORT_H

#include "rooms/report/report.h"

enum status feedback_report(struct cx *cx, const struct report_span *span, struct paper *p) MUST_CHECK;

#endif
