/*
 * notify.h - what the platform tells a person, kept until he has read it.
 *
 * fmt is a literal in English; its Chinese comes from locale/zh/, like that of cx_fail().  Both are kept, because who
 * writes does not know which language the reader will read.  link is an address of the app ("/tasks/123").
 */
#ifndef CORE_NOTIFY_H
#define CORE_NOTIFY_H

#include "base/cx.h"
#include "base/record.h"

struct notification {
	int64_t id, at;
	const char *kind, *title, *text, *link;
	bool read;
};
extern const struct record notification_record;

/* In the transaction of what is told.  kind: "urge", "due", "returned" … (the room's word); text: the rest, or NULL. */
struct notify {
	const char *kind, *link, *text;
};
enum status notify_person(struct cx *cx, int64_t person, const struct notify *n, const char *fmt, ...)
	PRINTF(4, 5) MUST_CHECK;

/* All active people of the organisation who have one of these permissions (0: all of them); *told may be NULL. */
enum status notify_org(struct cx *cx, int64_t org, uint64_t perms, const struct notify *n, int64_t *told,
		       const char *fmt, ...) PRINTF(6, 7) MUST_CHECK;

/* Of the person in cx->user.  Newest first, those before the id (0: from the newest). */
enum status notify_list(struct cx *cx, bool unread_only, int64_t before, int64_t limit, struct list *out) MUST_CHECK;
/* The same of what asks nothing of him (抄送): all but the kinds that call for a step of his own. */
enum status notify_list_copied(struct cx *cx, int64_t before, int64_t limit, struct list *out) MUST_CHECK;
enum status notify_copied(struct cx *cx, int64_t *unread) MUST_CHECK;
enum status notify_unread(struct cx *cx, int64_t *out) MUST_CHECK;
enum status notify_mark(struct cx *cx, int64_t id) MUST_CHECK;          /* marking what is not his does nothing */
enum status notify_mark_all(struct cx *cx) MUST_CHECK;

#endif
