/*
 * text.h - an index of words: FTS5 on SQLite, tsvector with GIN on PostgreSQL.
 *
 * Words are ASCII, small letters and digits, a letter first; the program makes them (core/search.h), so what an engine takes
 * for a word in Chinese never matters.  Table text_index has a document (a number) and its words in their order.  A
 * migration makes it where it says @text_index@.
 */
#ifndef DB_TEXT_H
#define DB_TEXT_H

#include "base/cx.h"

/* Words that follow each other; with prefix the last one is only the beginning of a word. */
struct text_phrase {
	const char *const *words;
	size_t count;
	bool prefix;
};

/* words: separated by blanks.  A document is added once; it is removed with the words that it was added with. */
enum status text_add(struct cx *cx, int64_t doc, const char *words) MUST_CHECK;
enum status text_remove(struct cx *cx, int64_t doc, const char *words) MUST_CHECK;

/* For a statement over text_index: the column of the document, the condition ("$?" is the query, as in where.h), and a
 * query that asks for all of the phrases, as the argument. */
const char *text_doc(const struct cx *cx);
const char *text_match(const struct cx *cx);
const char *text_query(struct cx *cx, const struct text_phrase *phrases, size_t count);

#endif
