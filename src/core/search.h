/*
 * search.h - find things by words in them, also by a single character, on both engines alike.
 *
 * Chinese has no blanks, so a text is cut into overlapping pairs of characters (无人机: 无人 人机), its single
 * characters and words of other scripts; a query is a phrase of such pairs.  Why so and what it costs:
 * docs/decisions/0003-search.md.
 *
 * Texts are compared without regard to width, case, punctuation at the ends, traditional or simplified characters.
 * Several words mean: all of them.  The last letters of a word in Latin script may be missing (GP finds GPS).
 *
 * A write costs one row.  search_index(), a timer's work, brings the index up to date in small batches; what waits for
 * it (at most SEARCH_WAITING of the newest) is compared directly, so the answers are the same before and after.
 */
#ifndef CORE_SEARCH_H
#define CORE_SEARCH_H

#include "base/cx.h"
#include "base/record.h"
#include "db/where.h"

enum { SEARCH_WAITING = 1000, SEARCH_BATCH = 50 };

/* Something to be found.  kind and item as in the ledger. */
struct search_entry {
	const char *kind;
	int64_t item;
	struct texts scope; /* org paths: who sees one of these organisations sees it; none: everyone in the county */
	uint64_t perms;         /* that a reader needs */
	const char *title, *text;
};

/* Say what it says now; in the transaction that wrote it. */
enum status search_put(struct cx *cx, const struct search_entry *e) MUST_CHECK;
enum status search_drop(struct cx *cx, const char *kind, int64_t item) MUST_CHECK;

struct search_query {
	const char *q, *kind;   /* kind NULL or "": all */
	int64_t limit, cursor;
};
extern const struct record search_query_record;

struct search_hit {
	const char *kind;
	int64_t id;
	const char *title, *text;       /* text: the place of the words, cut out */
	int64_t doc;
};
extern const struct record search_hit_record;

/* Within the user's scope and permissions, newest first; *next 0 at the end. */
enum status search_find(struct cx *cx, const struct search_query *q, struct list *out, int64_t *next) MUST_CHECK;

/* For a room's own list: AND column IN (the items of that kind with these words).  Scope is the list's business. */
enum status search_where(struct cx *cx, struct where *w, const char *column, const char *kind,
			 const char *q) MUST_CHECK;

/* The items of that kind with these words, newest first, at most so many: for a list that then knows whether the words are
 * rare (fewer than most: these are all) or common.  out: int64_t. */
enum status search_items(struct cx *cx, const char *kind, const char *q, int64_t most, struct list *out) MUST_CHECK;

/* Index what waits, in writes of its own (write_from). */
enum status search_index(struct cx *cx) MUST_CHECK;

#endif
