/* doc_dump FILE...: what the readers of formats make of a file, for people who work on them. */
#include <stdio.h>
#include <stdlib.h>

#include "test/docs.h"

int main(int argc, char **argv)
{
	int failed = 0;
	for (int i = 1; i < argc; i++) {
		struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
		struct buf b;
		struct doc d;
		size_t n = 0;
		const char *bytes = docs_file(cx.mem, argv[i], &n), *broken = NULL;
		buf_init(&b, cx.mem);
		if (!bytes) {
			perror(argv[i]);
			failed = 1;
		} else if (doc_read(&cx, argv[i], bytes, n, &d) || (broken = docs_broken(&d))) {
			fprintf(stderr, "%s: %s\n", argv[i], broken ? broken : cx.error);
			failed = 1;
		} else {
			docs_dump(&d, &b);
			printf("%s%s, %d pages\n%s", d.format, d.ocr ? " (recognised)" : "", d.pages, b.s);
		}
		arena_free(cx.mem);
	}
	return failed;
}
