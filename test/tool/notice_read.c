/* notice_read.c - the notice reader by itself: notice_read FILE [YYYY-MM-DD] prints what `kuangan notice read --json` does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "proto/notice.h"

static char *slurp(const char *path, size_t *n)
{
	FILE *f = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	char *s = NULL;
	size_t room = 0;
	*n = 0;
	while (f) {
		room = room ? room * 2 : 65536;
		s = realloc(s, room);
		if (!s)
			abort();
		*n += fread(s + *n, 1, room - *n, f);
		if (*n < room)
			break;
	}
	return s;
}

int main(int argc, char **argv)
{
	struct cx cx = {.mem = arena_new(), .now = time(NULL), .lang = LANG_ZH};
	size_t n;
	char *bytes = argc > 1 ? slurp(argv[1], &n) : NULL;
	struct day today = day_of(cx.now);
	if (!bytes || (argc > 2 && !day_parse(argv[2], &today))) {
		fprintf(stderr, "usage: notice_read FILE [YYYY-MM-DD]\n");
		return 2;
	}
	struct doc doc;
	struct notice notice;
	struct timespec a, b;
	doc_of_text(&cx, bytes, n, &doc);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	if (notice_read(&cx, &doc, today, &notice)) {
		fprintf(stderr, "%s\n", cx.error);
		return 1;
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	struct buf out;
	buf_init(&out, cx.mem);
	struct jw w = {.out = &out};
	notice_write_json(&w, &notice);
	puts(out.s);
	if (getenv("NOTICE_TIME"))
		fprintf(stderr, "%.3f ms\n", (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6);
	arena_free(cx.mem);
	free(bytes);
	return 0;
}
