/* balance_marks.h - what the balance marks on the map. */
#ifndef ROOMS_BALANCE_BALANCE_MARKS_H
#define ROOMS_BALANCE_BALANCE_MARKS_H

#include "base/cx.h"
#include "base/record.h"

enum status balance_marks(struct cx *cx, struct list *out) MUST_CHECK;

#endif
