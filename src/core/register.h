/*
 * register.h - rows that people keep: each version is written down, with who said so and since when we knew.
 *
 * "As known on that day" is a question about what was known, and accountability turns on it.
 */
#ifndef CORE_REGISTER_H
#define CORE_REGISTER_H

#include "base/cx.h"
#include "base/json.h"
#include "base/record.h"

/* In the transaction that has just inserted or changed the row: keep this version, and append it to the ledger under
 * kind, item and action. */
enum status register_keep(struct cx *cx, const char *kind, int64_t item, int64_t version, const char *action,
			  const struct record *rec, const void *row) MUST_CHECK;

/* A version as it was kept. */
struct register_version {
	int64_t version, at, person;
	const char *person_name;
	struct json_text data;
};
extern const struct record register_version_record;

/* All versions, newest first. */
enum status register_history(struct cx *cx, const char *kind, int64_t item, struct list *out) MUST_CHECK;

/* The newest version known at that time.  NOT_FOUND: nothing was known then. */
enum status register_as_known(struct cx *cx, const char *kind, int64_t item, int64_t at, struct register_version *out) MUST_CHECK;

#endif
