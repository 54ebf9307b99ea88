/*
 * standing.h - may a magazine's mine work now, and has anything changed: what a machine at the magazine asks every few
 * seconds while it is online, and what it goes by when it is not.
 *
 * The county answers from the facts; a machine keeps the newest answer (explosive_standing) and refuses to issue by it.
 */
#ifndef ROOMS_EXPLOSIVE_STANDING_H
#define ROOMS_EXPLOSIVE_STANDING_H

#include "base/cx.h"
#include "base/json.h"
#include "base/record.h"

struct standing {
	bool may_work;
	const char *why_not;       /* "" where it may */
	const char *stamp;         /* changes when a snapshot would tell something new */
	int64_t told_at, heard_at; /* by the county's clock, by this machine's; 0: this is the county */
};
extern const struct record standing_record;

/* For a magazine that the user may see.  Where the county has told this machine something, that; else from the facts.
 */
enum status standing_of(struct cx *cx, int64_t magazine, struct standing *out) MUST_CHECK;

/* What the county told, if it is newer than what is kept; *newer: it was. */
enum status standing_hear(struct cx *cx, int64_t magazine, const struct standing *in, bool *newer) MUST_CHECK;

/* What the county last told this machine; *known false: nothing, or this is the county. */
enum status standing_heard(struct cx *cx, int64_t magazine, struct standing *out, bool *known) MUST_CHECK;

#endif
