/* search_words.h - texts and queries as words of the index; used by search.c alone, and tested by itself. */
#ifndef CORE_SEARCH_WORDS_H
#define CORE_SEARCH_WORDS_H

#include "base/buf.h"
#include "base/cx.h"
#include "db/text.h"

enum { SEARCH_PHRASES = 12, SEARCH_PHRASE_WORDS = 40 };

/* " word word word ": each with a blank before it, one at the end. */
const char *search_words(struct cx *cx, const char *text);

/* A query: all phrases are wanted.  count 0: nothing that could be looked for. */
struct search_terms {
	struct text_phrase phrases[SEARCH_PHRASES];
	size_t count;
};
void search_terms(struct cx *cx, const char *q, struct search_terms *out);

/* Would the index find it? */
bool search_matches(struct cx *cx, const struct search_terms *t, const char *words);

#endif
