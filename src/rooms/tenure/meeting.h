/*
 * meeting.h - no new right without the county head's meeting (measure 7).
 *
 * Three walls, each enough by itself: the flow's guards (no approval, no sending up, no grant without a record that
 * agreed), the table's own CHECK (no row of a new right may stand in those states without one), and the register's guard
 * (no licence of a right that began since the measure is in force is entered, imported or changed into being unless such
 * an application was granted).  Rule tenure.meeting says from when and for which rights.
 */
#ifndef ROOMS_TENURE_MEETING_H
#define ROOMS_TENURE_MEETING_H

#include "rooms/mine/papers.h"

struct tenure_meeting {
	int64_t id;
	const char *day, *no, *decision, *text;
	int64_t person, at;
	const char *person_name;
};
extern const struct record tenure_meeting_record;

/* Records of an application, newest first. */
enum status tenure_meetings(struct cx *cx, int64_t application, struct list *out) MUST_CHECK;

/* CONFLICT: none of them agreed, or a later one decided otherwise.  *id: the one that agreed; may be NULL. */
enum status tenure_agreed(struct cx *cx, int64_t application, int64_t *id) MUST_CHECK;

/* Does it need the meeting?  A new right does; so does a change by which a right becomes one to more land, other levels or another
 * main mineral than it was granted for (rule tenure.meeting): to that it is new.  *why: in words; "" it does not. */
struct application;
enum status tenure_needs_meeting(struct cx *cx, const struct application *x, const char **why) MUST_CHECK;

/* For licence_guards[].  CONFLICT, without an application that was decided so: a right that began since; one whose land or levels
 * grow; a second entry of a number; one that lapsed and is to run again. */
enum status tenure_licence_guard(struct cx *cx, int64_t mine, const struct licence *before, const struct licence *after) MUST_CHECK;

#endif
