/*
 * verb.h - the command line as tables, like routes.
 *
 * A verb with a database acts as the system, which may do everything, or with --as=LOGIN for a person, with his
 * permissions and his scope.
 *
 * kuangan NOUN VERB ARGUMENTS --option[=VALUE].  A verb prints for people, or with --json exactly one JSON document.
 * Exit: 0 done, 1 the answer is no or the input is wrong (one line on stderr), 2 usage, 3 our fault.
 */
#ifndef CORE_VERB_H
#define CORE_VERB_H

#include "base/cx.h"
#include "base/json.h"

enum { VERB_MAX_ARGS = 64 };

enum verb_flags {
	VERB_DB    = 1 << 0,    /* opens the database of --data (or the settings file); cx->db is set */
	VERB_WRITE = 1 << 1,    /* runs in one write transaction, committed when it succeeds */
	VERB_MAY_DB = 1 << 3,   /* opens it only where there is one: cx->db may be NULL, and the built-in rules hold */
	VERB_SETTINGS = 1 << 2, /* reads the settings (call.settings) but opens no database by itself */
};

struct call {
	const char *args[VERB_MAX_ARGS];        /* positional */
	int count;
	const char *names[VERB_MAX_ARGS], *values[VERB_MAX_ARGS];       /* options, in order; a flag has "" */
	int options;
	bool json;
	struct jw w;            /* with --json: the document */
	struct buf *out;        /* without: what a person reads */
	const void *settings;   /* struct settings of main/, for the verbs of main/ */
	bool no;                /* set by a verb whose answer, well printed, is no: exit 1 without a message */
};

struct verb {
	const char *words;              /* "notice read" */
	const char *usage;              /* "FILE [--today DAY]" */
	const char *options;            /* the options it takes, one blank between, "=" after those with a value: "today= force" */
	int min, max;                   /* how many positional arguments */
	unsigned flags;
	enum status (*run)(struct cx *cx, struct call *call);
	const char *help;               /* one line */
};

struct verbs {
	const struct verb *table;
	size_t count;
};
#define VERBS(table) {(table), sizeof(table) / sizeof *(table)}

/* The value of --name (the last one given), or NULL. */
const char *call_option(const struct call *call, const char *name);

/* The options of these names, one blank between, into the fields of a list's query that are called the same. */
enum status call_query(struct cx *cx, const struct call *call, const struct record *rec, const char *names, void *out) MUST_CHECK;

/* The bytes of a file, or of standard input where path is "-", in the arena.  NOT_FOUND, TOO_LARGE beyond max. */
enum status call_read_file(struct cx *cx, const char *path, size_t max, const char **bytes, size_t *n) MUST_CHECK;

#endif
