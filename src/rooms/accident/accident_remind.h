/* accident_remind.h - for reminder_sources[]: reports up the levels that are late, investigations, approvals and reviews due. */
#ifndef ROOMS_ACCIDENT_ACCIDENT_REMIND_H
#define ROOMS_ACCIDENT_ACCIDENT_REMIND_H

#include "core/remind.h"

enum status accident_remind(struct cx *cx, struct day from, struct day to, struct reminders *out) MUST_CHECK;

#endif
