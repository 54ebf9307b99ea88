/*
 * demo_explosive.h - the explosives of the demonstration county: one mine's quota, permits, magazine and blasts in
 * September 2023, the stop that ended them, and the management rules on their way.  Everybody takes the steps that people
 * take; keepers sign with keys that are thrown away when the county is made.
 */
#ifndef MAIN_DEMO_EXPLOSIVE_H
#define MAIN_DEMO_EXPLOSIVE_H

#include "base/cx.h"
#include "base/day.h"

struct demo_explosive;

/* Before the notice: August and September. */
enum status demo_explosive_begin(struct cx *cx, struct demo_explosive **out) MUST_CHECK;

/* What happened at the magazine on a day from 30 September on, before its last minute. */
enum status demo_explosive_day(struct cx *cx, struct demo_explosive *d, struct day day) MUST_CHECK;

#endif
