/*
 * cx.h - the context of one unit of work: a request, a CLI verb, a job.
 *
 * Passed first to every function that may fail.  It carries what such a function may not find in a global: memory,
 * database, who is asking, what time it is.
 */
#ifndef BASE_CX_H
#define BASE_CX_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/status.h"

struct db;
struct writer;

enum lang { LANG_ZH, LANG_EN };

struct cx {
	struct arena *mem;
	struct db *db;
	struct writer *writer;  /* where this process writes (db/writer.h); NULL: on db itself (verbs, tests) */
	const char *data;       /* the data folder: evidence, keys, backups; NULL where none is open */
	int64_t county;         /* division code, e.g. 210323; first in every key and every statement */
	int64_t user;           /* person; 0: the system itself, or nobody yet */
	int64_t org;            /* the organisation the user acts for */
	const char *org_path;   /* "/1/17/": that organisation and all below it is what the user may see (core/org.h) */
	uint64_t perms;         /* bits of core/perm.h */
	int64_t now;            /* seconds since 1970, UTC; fixed for the whole unit of work */
	enum lang lang;
	int ledger_entries;     /* how many this unit of work has appended; see core/ledger.h */
	const char *error;      /* what went wrong, for the reader, in his language; set by cx_fail() */
	const char *field;      /* the input field at fault, or NULL */
};

/* Note why the work cannot go on and return s, so that a caller writes
 *     return cx_fail(cx, STATUS_NOT_FOUND, "no such task: %s", no);
 * fmt is a literal in English; its Chinese is looked up in locale/zh/ when cx->lang asks for it.  The first note stays. */
enum status cx_fail(struct cx *cx, enum status s, const char *fmt, ...) PRINTF(3, 4);
enum status cx_fail_field(struct cx *cx, const char *field, const char *fmt, ...) PRINTF(3, 4);     /* INVALID */

/* For a caller that deals with a failure itself and goes on. */
void cx_forget(struct cx *cx);

/* A text of the program in the user's language.  en is a literal; where the catalogue lacks it, it comes back as it is.
 * Usable as a printf format: the Chinese takes the same arguments in the same order. */
const char *words(const struct cx *cx, const char *en) __attribute__((format_arg(2)));

#endif
