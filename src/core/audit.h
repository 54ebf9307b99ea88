/*
 * audit.h - the trail of sign-ins, refusals, locks, and what administrators did to accounts.
 *
 * Apart from the ledger, which holds business and proves it; the trail is for the audit administrator.
 */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include "base/cx.h"
#include "base/record.h"

struct audit {
	int64_t id, at, person;
	const char *login, *event, *address, *detail;
	const char *person_name;        /* of person, who did it; read only */
};
extern const struct record audit_record;

struct audit_query {
	const char *event, *login;
	int64_t person, limit, cursor;
};
extern const struct record audit_query_record;

/* id and at are set here; texts may be NULL.  In a transaction. */
enum status audit_note(struct cx *cx, const struct audit *a) MUST_CHECK;

/* Newest first, those before cursor; *next 0 at the end. */
enum status audit_list(struct cx *cx, const struct audit_query *q, struct list *out, int64_t *next) MUST_CHECK;

#endif
