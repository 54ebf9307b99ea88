/* notice_import.h - inside the room: what the flow's steps "read" and "fail" take and do. */
#ifndef ROOMS_NOTICE_NOTICE_IMPORT_H
#define ROOMS_NOTICE_NOTICE_IMPORT_H

#include "rooms/notice/notice_draft.h"

struct read_input {
	int64_t tasks, findings, pages;
	const char *format, *text_hash;
	int64_t duplicate_of;
	const struct notice_reading *reading;   /* not part of the record */
};
extern const struct record notice_read_record;

struct fail_input {
	const char *error;
};
extern const struct record notice_fail_record;

enum status notice_keep_reading(struct cx *cx, struct act *a) MUST_CHECK;
enum status notice_keep_failure(struct cx *cx, struct act *a) MUST_CHECK;

#endif
