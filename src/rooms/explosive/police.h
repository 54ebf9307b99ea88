/* police.h - inside the room: who the police are, and telling them. */
#ifndef ROOMS_EXPLOSIVE_POLICE_H
#define ROOMS_EXPLOSIVE_POLICE_H

#include "core/flow.h"
#include "core/notify.h"

/* The county's police bureau.  NOT_FOUND: none is registered. */
enum status police_org(struct cx *cx, int64_t *out) MUST_CHECK;

/* A guard: the person acts for the county's police. */
enum status police_only(struct cx *cx, struct act *a) MUST_CHECK;

/* Everyone who approves explosives; where there is nobody, nobody is told. */
enum status police_tell(struct cx *cx, const struct notify *n, const char *fmt, const char *what) MUST_CHECK;

/* The people of a mine's enterprise who apply for explosives. */
enum status police_tell_mine(struct cx *cx, int64_t mine, const struct notify *n, const char *fmt,
			     const char *what) MUST_CHECK;

#endif
