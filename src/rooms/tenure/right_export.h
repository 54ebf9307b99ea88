/* right_export.h - the list of rights as a spreadsheet. */
#ifndef ROOMS_TENURE_RIGHT_EXPORT_H
#define ROOMS_TENURE_RIGHT_EXPORT_H

#include "rooms/tenure/right.h"

enum { RIGHT_EXPORT_MAX = 100000 };

/* What the list shows, page after page, into a new file at path. */
enum status right_export(struct cx *cx, const struct right_query *q, const char *path) MUST_CHECK;

#endif
