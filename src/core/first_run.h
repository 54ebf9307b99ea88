/*
 * first_run.h - a new county: its organisations and its three administrators, whom nobody has appointed.
 */
#ifndef CORE_FIRST_RUN_H
#define CORE_FIRST_RUN_H

#include "base/cx.h"
#include "base/record.h"

struct first_run {
	const char *county_code, *county_name;
	const char *suite;      /* as in sign.h; NULL or "": SHA-256 with Ed25519 */
	struct json_text system, security, audit;       /* {"name","login","password"} each */
};
extern const struct record first_run_record;

/* Slow (three passwords are hashed), writes by write_from().  CONFLICT: there is anyone already, in any county.  The
 * two who are not at the keyboard choose new passwords when they first sign in. */
enum status first_run_make(struct cx *cx, const struct first_run *in) MUST_CHECK;

#endif
