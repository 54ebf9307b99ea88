/* task_report.h - the section of the reports on supervised tasks. */
#ifndef ROOMS_TASK_TASK_REPORT_H
#define ROOMS_TASK_TASK_REPORT_H

#include "rooms/report/report.h"

enum status task_report(struct cx *cx, const struct report_span *span, struct paper *p) MUST_CHECK;

#endif
