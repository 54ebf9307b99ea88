/*
 * words.c - the Chinese of the program's own texts.
 *
 * locale/zh/AREA.tsv are built in: a line is English, a tab, Chinese; "\n" stands for a line break and # begins a remark.
 * The catalogue is sorted once, on first use, and then only read.
 */
#include "base/cx.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/embedded.h"

struct pair {
	const char *en, *zh;
};

static struct pair *catalogue;
static size_t count;
static char *storage;

static int by_english(const void *a, const void *b)
{
	return strcmp(((const struct pair *)a)->en, ((const struct pair *)b)->en);
}

static void unescape(char *s)
{
	char *to = s;
	for (; *s; s++, to++) {
		*to = *s;
		if (s[0] == '\\' && s[1] == 'n') {
			*to = '\n';
			s++;
		}
	}
	*to = '\0';
}

static void forget(void)
{
	free(catalogue);
	free(storage);
}

static void load(void)
{
	size_t bytes = 0, lines = 0;
	for (const struct embedded *e = embedded_words; e->name; e++) {
		bytes += e->size + 2;
		for (const char *s = e->bytes; *s; s++)
			lines += *s == '\n';
		lines++;
	}
	storage = malloc(bytes + 1);
	catalogue = malloc((lines + 1) * sizeof *catalogue);
	if (!storage || !catalogue)
		abort();
	char *at = storage;
	for (const struct embedded *e = embedded_words; e->name; e++, *at++ = '\n') {
		memcpy(at, e->bytes, e->size);
		at += e->size;
	}
	*at = '\0';
	char *rest = storage;
	for (char *line; (line = strsep(&rest, "\n"));) {
		char *zh = line;
		const char *en = strsep(&zh, "\t");
		if (!zh || *line == '#')
			continue;
		unescape(line);
		unescape(zh);
		catalogue[count++] = (struct pair){en, zh};
	}
	qsort(catalogue, count, sizeof *catalogue, by_english);
	atexit(forget);
}

const char *words(const struct cx *cx, const char *en)
{
	if (cx->lang != LANG_ZH)
		return en;
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, load);
	struct pair key = {.en = en};
	const struct pair *found = count ? bsearch(&key, catalogue, count, sizeof *catalogue, by_english) : NULL;
	return found ? found->zh : en;
}
