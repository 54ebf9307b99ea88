/* keep_cli.h - a magazine's journal on the command line: at the county, and on a small machine without network. */
#ifndef ROOMS_EXPLOSIVE_KEEP_CLI_H
#define ROOMS_EXPLOSIVE_KEEP_CLI_H

#include "core/verb.h"

extern const struct verbs keep_verbs;

/* {"entries":[{"text","signatures":[…]}],"strict":false,"cursor":N} of a magazine's entries after that one, at most
 * SNAPSHOT_ENTRIES; *next: the last of them, *count: how many. */
enum status keep_batch(struct cx *cx, int64_t magazine, int64_t after, int64_t cursor, struct jw *w, int64_t *next,
		       int64_t *count) MUST_CHECK;

/* INVALID: not a number from 1 on. */
enum status keep_number(struct cx *cx, const char *what, const char *text, int64_t *out) MUST_CHECK;

#endif
