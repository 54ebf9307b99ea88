/*
 * county.h - which county a database is for, and how a new one begins.
 */
#ifndef CORE_COUNTY_H
#define CORE_COUNTY_H

#include "base/cx.h"
#include "base/record.h"

struct county {
	int64_t code;           /* division code, six digits */
	const char *name, *short_name;  /* 青岭县, 青岭 */
};
extern const struct record county_record;

/* cx->county's.  NOT_FOUND: none yet. */
enum status county_get(struct cx *cx, struct county *out) MUST_CHECK;

/* Where cx->county is 0 and the database holds one county, that one; else cx->county stays as it is. */
enum status county_settle(struct cx *cx) MUST_CHECK;

/* 县, 区, 市 or 旗: the last character of the name, as notices put it before a department. */
const char *county_level(struct cx *cx, const struct county *c);

/* Make the county: its ledger (suite as in sign.h), its rules, its organisations from the template; sets cx->county.
 * CONFLICT: it is there, or cx->county is another one. */
enum status county_create(struct cx *cx, int64_t code, const char *name, const char *suite) MUST_CHECK;

#endif
