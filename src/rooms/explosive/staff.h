/* staff.h - the people that a blasting unit must have (GA 990-2012), counted from their certificates. */
#ifndef ROOMS_EXPLOSIVE_STAFF_H
#define ROOMS_EXPLOSIVE_STAFF_H

#include "base/cx.h"
#include "base/day.h"
#include "base/record.h"

struct staff_post {
	const char *post, *name;
	int64_t least, have;
};
extern const struct record staff_post_record;

struct staff {
	bool enough;
	const char *text; /* every post with its numbers */
	struct list posts;
};
enum status staff_of(struct cx *cx, int64_t mine, struct day day, struct staff *out) MUST_CHECK;

#endif
