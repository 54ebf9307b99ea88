/* keep_inside.h - inside the room: what stands around an entry (keep_around.c), for keep.c that takes it in. */
#ifndef ROOMS_EXPLOSIVE_KEEP_INSIDE_H
#define ROOMS_EXPLOSIVE_KEEP_INSIDE_H

#include "rooms/explosive/book.h"

/* May this happen at all: its blast, its permit, its mine, its month?  *why in words, or NULL. */
enum status keep_check_around(struct cx *cx, const struct keeping *k, const struct keep_place *at, bool strict,
			      const char **why) MUST_CHECK;
/* The same of a fact: what should not have happened becomes an alert. */
enum status keep_say_around(struct cx *cx, const struct keeping *k, const struct keep_place *at,
			    struct verdict *v) MUST_CHECK;

/* At a counter the next entry follows the last one of its device.  CONFLICT. */
enum status keep_check_chain(struct cx *cx, const struct keeping *k) MUST_CHECK;

/* Alerts: two entries with one number; a device's clock that went back; opening stock after other entries.  Each says
 * the same in whatever order the entries came in. */
enum status keep_judge_fork(struct cx *cx, const struct keeping *k, const struct keep_place *at,
			    struct verdict *v) MUST_CHECK;
enum status keep_judge_clock(struct cx *cx, const struct keeping *k, const struct keep_place *at,
			     struct verdict *v) MUST_CHECK;
enum status keep_judge_opening(struct cx *cx, const struct keeping *k, const struct keep_place *at,
			       struct verdict *v) MUST_CHECK;

#endif
