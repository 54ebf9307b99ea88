/* application_steps.h - the steps of an application beyond the county's approval (application_grant.c), for application_flow.c. */
#ifndef ROOMS_TENURE_APPLICATION_STEPS_H
#define ROOMS_TENURE_APPLICATION_STEPS_H

#include "rooms/tenure/application.h"

static inline struct application *application_of(struct act *a)
{
	return (struct application *)a->row;
}

/* INVALID: the day of that field is still to come. */
enum status application_past_day(struct cx *cx, const char *field, const char *day) MUST_CHECK;

extern const struct record application_send_record, application_grant_record;
/* INVALID: a day before the approval. */
enum status application_send_up(struct cx *cx, struct act *a) MUST_CHECK;
/* Enters the licence.  INVALID: days, tonnes or years beyond what was reviewed; another number than the right has.  CONFLICT: the
 * register's guard (meeting.h). */
enum status application_grant(struct cx *cx, struct act *a) MUST_CHECK;

#endif
