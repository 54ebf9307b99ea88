/* fuzz_doc.h - any bytes as a file of one format: what is read keeps the promises of proto/doc.h, what is refused has its
 * word. */
#ifndef TEST_FUZZ_FUZZ_DOC_H
#define TEST_FUZZ_FUZZ_DOC_H

#include <stdio.h>
#include <stdlib.h>

#include "proto/doc_readers.h"
#include "test/docs.h"
#include "test/fuzz/fuzz.h"

static inline int fuzz_doc(doc_reader *read, const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
	struct doc d = {0};
	const char *broken = NULL;
	if (size > 0 && size <= DOC_MAX_BYTES) {
		if (read(&cx, (const char *)data, size, &d))
			broken = cx.error ? NULL : "refused without a word";
		else
			broken = docs_broken(&d);
	}
	if (broken) {
		fprintf(stderr, "%s\n", broken);
		abort();
	}
	arena_free(cx.mem);
	return 0;
}

#endif
