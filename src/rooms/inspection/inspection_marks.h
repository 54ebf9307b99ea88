/* inspection_marks.h - hazards and the weather on the map. */
#ifndef ROOMS_INSPECTION_INSPECTION_MARKS_H
#define ROOMS_INSPECTION_INSPECTION_MARKS_H

#include "base/cx.h"
#include "base/record.h"

enum status hazard_marks(struct cx *cx, struct list *out) MUST_CHECK;
enum status weather_marks(struct cx *cx, struct list *out) MUST_CHECK;

#endif
