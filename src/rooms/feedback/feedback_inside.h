/* feedback_inside.h - what the files of the room share. */
#ifndef ROOMS_FEEDBACK_FEEDBACK_INSIDE_H
#define ROOMS_FEEDBACK_FEEDBACK_INSIDE_H

#include "rooms/feedback/feedback.h"

/* The day that a clock of the rule feedback.clocks gives from today: "accept", "handle", "extend", "answer". */
enum status feedback_due(struct cx *cx, const char *clock, const char **out) MUST_CHECK;

/* Notify whom the next move waits for. */
enum status feedback_tell(struct cx *cx, const char *action, const struct feedback *f) MUST_CHECK;

#endif
