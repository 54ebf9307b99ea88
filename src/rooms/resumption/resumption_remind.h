/* resumption_remind.h - for reminder_sources[]: applications to resume that are due, and the end of the time to wait. */
#ifndef ROOMS_RESUMPTION_RESUMPTION_REMIND_H
#define ROOMS_RESUMPTION_RESUMPTION_REMIND_H

#include "core/remind.h"

enum status resumption_remind(struct cx *cx, struct day from, struct day to, struct reminders *out) MUST_CHECK;

#endif
