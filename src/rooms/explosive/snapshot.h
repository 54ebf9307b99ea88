/*
 * snapshot.h - what a device needs to go on without network, and an edge's copy of it.
 *
 * {"county","now","magazine":{…},"mine":{…},"keys":[…],"balances":[…],"stored":"codes","issued":"codes",
 *  "blasts":[…],"transports":[…],"may_work","why_not","stamp","licences":[…],"entries":[…],"next":cursor,"more":bool}
 */
#ifndef ROOMS_EXPLOSIVE_SNAPSHOT_H
#define ROOMS_EXPLOSIVE_SNAPSHOT_H

#include "base/cx.h"
#include "base/json.h"

/* Entries after the cursor, at most SNAPSHOT_ENTRIES; the user may see the magazine. */
enum { SNAPSHOT_ENTRIES = 500 };
enum status snapshot_write(struct cx *cx, int64_t magazine, int64_t cursor, struct jw *w) MUST_CHECK;

/* Take a snapshot into this database: mine, magazine, keys, blasts, transports, and its entries.  For an edge; in a
 * transaction.  Repeatable; of one that is older than what is known here only the entries.  INVALID: not a snapshot, or
 * another county's. */
enum status snapshot_read(struct cx *cx, const char *json, size_t n, int64_t *magazine, int64_t *next,
			  bool *more) MUST_CHECK;

#endif
