/*
 * bench_search.c - what search costs: ninja -C build bench/bench_search && build/bench/bench_search 100000
 *
 * TEST_DB as for the tests.  The texts are drawn from 3,000 two-character words with the frequencies of a natural text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "core/search.h"
#include "core/search_words.h"
#include "db/db.h"
#include "db/writer.h"
#include "test/check.h"
#include "test/test.h"
#include "test/dbtest.h"

enum { WORDS = 3000, CHARACTERS = 2500, LENGTH = 75, AT_ONCE = 500 };

static char vocabulary[WORDS][8];

static int zipf(uint64_t *seed, int n)
{
	double u = (double)(check_random(seed) % 1000000) / 1e6;
	double x = (double)n * u * u * u;       /* few are common, many are rare */
	return (int)x;
}

static void put_character(char *out, int c)
{
	c += 0x4e00;
	sprintf(out, "%c%c%c", 0xe0 | c >> 12, 0x80 | (c >> 6 & 0x3f), 0x80 | (c & 0x3f));
}

static void make_words(uint64_t *seed)
{
	for (int i = 0; i < WORDS; i++) {
		put_character(vocabulary[i], zipf(seed, CHARACTERS));
		put_character(vocabulary[i] + 3, zipf(seed, CHARACTERS));
	}
}

static double now(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct batch {
	uint64_t *seed;
	int64_t first, n;
};

static enum status put(struct cx *cx, void *arg)
{
	const struct batch *b = arg;
	for (int64_t i = 0; i < b->n; i++) {
		struct buf text;
		buf_init(&text, cx->mem);
		for (int k = 0; k < LENGTH; k++)
			buf_puts(&text, vocabulary[zipf(b->seed, WORDS)]);
		TRY(search_put(cx, &(struct search_entry){.kind = "task", .item = b->first + i, .title = "任务", .text = text.s}));
	}
	return STATUS_OK;
}

static void must(struct cx *cx, enum status s)
{
	if (!s)
		return;
	fprintf(stderr, "bench_search: %s\n", cx->error);
	exit(3);
}

static void ask(struct cx *cx, const char *what, const char *q)
{
	struct list l = {0};
	int64_t next;
	enum { TIMES = 50 };
	double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < TIMES; i++)
		must(cx, search_find(cx, &(struct search_query){.q = q, .limit = 20}, &l, &next));
	printf("  %-28s %3zu%s hits  %8.0f us wall  %8.0f us CPU here\n", what, l.count, next ? "+" : "",
	       (now(CLOCK_MONOTONIC) - wall) / TIMES * 1e6, (now(CLOCK_PROCESS_CPUTIME_ID) - cpu) / TIMES * 1e6);
}

int main(int argc, char **argv)
{
	int64_t n = argc > 1 ? strtoll(argv[1], NULL, 10) : 20000;
	uint64_t seed = 20231025;
	struct dbtest *t = dbtest_new();
	struct cx *cx = &t->cx, step = t->cx;
	make_words(&seed);
	step.mem = arena_new();
	double cpu = now(CLOCK_PROCESS_CPUTIME_ID), wall = now(CLOCK_MONOTONIC), cpu_index = 0, wall_index = 0;
	for (int64_t i = 0; i < n; i += AT_ONCE) {
		must(&step, write_now(&step, put, &(struct batch){&seed, i + 1, AT_ONCE}));
		double c = now(CLOCK_PROCESS_CPUTIME_ID), w = now(CLOCK_MONOTONIC);
		must(&step, search_index(&step));
		cpu_index += now(CLOCK_PROCESS_CPUTIME_ID) - c;
		wall_index += now(CLOCK_MONOTONIC) - w;
		arena_reset(step.mem);
	}
	cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu - cpu_index;
	wall = now(CLOCK_MONOTONIC) - wall - wall_index;
	printf("%lld texts of %d characters\n", (long long)n, 2 * LENGTH);
	printf("  put    %6.0f us wall  %6.0f us CPU here, each\n", wall / (double)n * 1e6, cpu / (double)n * 1e6);
	printf("  index  %6.0f us wall  %6.0f us CPU here, each\n", wall_index / (double)n * 1e6, cpu_index / (double)n * 1e6);
	ask(cx, "a common word", vocabulary[0]);
	ask(cx, "a word in the middle", vocabulary[WORDS / 2]);
	ask(cx, "a rare word", vocabulary[WORDS - 1]);
	char two[16];
	snprintf(two, sizeof two, "%s%s", vocabulary[3], vocabulary[40]);
	ask(cx, "a phrase of four", two);
	snprintf(two, sizeof two, "%s %s", vocabulary[0], vocabulary[WORDS - 1]);
	ask(cx, "a common and a rare word", two);
	snprintf(two, sizeof two, "%.3s", vocabulary[0]);
	ask(cx, "a single common character", two);
	ask(cx, "nothing", "龘龘");
	must(cx, write_now(cx, put, &(struct batch){&seed, n + 1, 200}));
	ask(cx, "rare, while 200 wait", vocabulary[WORDS - 1]);
	arena_free(step.mem);
	if (getenv("KEEP"))
		printf("  %s\n", t->url);
	else
		dbtest_free(t);
	return 0;
}
