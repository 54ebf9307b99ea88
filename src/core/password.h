/*
 * password.h - what a password must be, and how it is kept (Argon2id).
 *
 * Hashing and verifying take tens of milliseconds and 19 MiB on purpose: a route that does so is a ROUTE_OWN_WRITE.
 */
#ifndef CORE_PASSWORD_H
#define CORE_PASSWORD_H

#include "base/cx.h"

enum { PASSWORD_MAX = 128 };    /* bytes */

/* INVALID on field: too short, too few kinds of characters (rule login.password), or it holds the sign-in name. */
enum status password_check(struct cx *cx, const char *field, const char *login, const char *password) MUST_CHECK;

/* Is a password set at that moment to be changed now? */
enum status password_too_old(struct cx *cx, int64_t set_at, bool *out) MUST_CHECK;

enum status password_hash(struct cx *cx, const char *password, const char **out) MUST_CHECK;
/* kept NULL or "": nobody's; takes as long as a real one and is never right. */
enum status password_verify(struct cx *cx, const char *kept, const char *password, bool *right) MUST_CHECK;

/* A password to be used once, more than 70 random bits, easy to read out: "Cx7fk-93hmp-…". */
const char *password_one_time(struct cx *cx);

#endif
