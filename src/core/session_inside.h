/* session_inside.h - shared by session.c and session_sign_in.c. */
#ifndef CORE_SESSION_INSIDE_H
#define CORE_SESSION_INSIDE_H

#include "base/cx.h"

/* Rule login.limits. */
struct session_limits {
	int64_t failures, lock_minutes, idle_minutes, session_hours, token_days;
	int64_t address_failures, address_minutes;      /* rule login.address */
};
enum status session_limits(struct cx *cx, struct session_limits *out) MUST_CHECK;

/* Under which a token is kept. */
const char *session_hash(struct cx *cx, const char *token);

#endif
