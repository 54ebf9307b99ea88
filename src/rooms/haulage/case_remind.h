/* case_remind.h - for reminder_sources[]: cases to be decided, fines to be paid, copies to be sent. */
#ifndef ROOMS_HAULAGE_CASE_REMIND_H
#define ROOMS_HAULAGE_CASE_REMIND_H

#include "core/remind.h"

enum status haulage_remind(struct cx *cx, struct day from, struct day to, struct reminders *out) MUST_CHECK;

#endif
