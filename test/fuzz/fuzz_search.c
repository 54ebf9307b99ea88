/* Any text as words of the index: they fit where they are put, and a text is found by itself. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/search_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new()};
	char *text = arena_alloc(cx.mem, size + 1);
	memcpy(text, data, size);
	const char *words = search_words(&cx, text);
	for (const char *s = words; *s; s++)
		if (*s != ' ' && !(*s >= '0' && *s <= '9') && !(*s >= 'a' && *s <= 'z'))
			abort();
	struct search_terms t;
	search_terms(&cx, text, &t);
	if ((t.count > 0) != (strcmp(words, " ") != 0))
		abort();
	if (t.count && !search_matches(&cx, &t, words))
		abort();
	arena_free(cx.mem);
	return 0;
}
