/* explosive_marks.h - what explosives marks on the map. */
#ifndef ROOMS_EXPLOSIVE_EXPLOSIVE_MARKS_H
#define ROOMS_EXPLOSIVE_EXPLOSIVE_MARKS_H

#include "base/cx.h"
#include "base/record.h"

enum status explosive_marks(struct cx *cx, struct list *out) MUST_CHECK;

#endif
