/* permit_export.h - purchase permits as a spreadsheet; overrides stand out in it. */
#ifndef ROOMS_EXPLOSIVE_PERMIT_EXPORT_H
#define ROOMS_EXPLOSIVE_PERMIT_EXPORT_H

#include "rooms/explosive/permit.h"

enum { PERMIT_EXPORT_MAX = 50000 };
enum status permit_export(struct cx *cx, const struct purchase_query *q, const char *path) MUST_CHECK;

#endif
