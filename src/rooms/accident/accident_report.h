/* accident_report.h - the sections of the reports on accidents and on the appraisal. */
#ifndef ROOMS_ACCIDENT_ACCIDENT_REPORT_H
#define ROOMS_ACCIDENT_ACCIDENT_REPORT_H

#include "rooms/report/report.h"

enum status accident_report(struct cx *cx, const struct report_span *span, struct paper *p) MUST_CHECK;
enum status appraisal_report(struct cx *cx, const struct report_span *span, struct paper *p) MUST_CHECK;

#endif
