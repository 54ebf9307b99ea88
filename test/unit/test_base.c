#include "test/test.h"

#include <jansson.h>
#include <string.h>
#include "base/json.h"
#include "base/letters.h"
#include "test/check.h"

/* Any text written as JSON is read back as the same text. */
static void text_is_told_from_bytes(void **state)
{
	(void)state;
	static const char *const good[] = {"", "abc", "矿安", "\xF0\x9F\x90\x89", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"};
	static const char *const bad[] = {"\x80", "\xFF", "\xC3", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80",
					  "a\xE7\x9F", "\xE7\x9F" "b"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(letters_valid(good[i]));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(letters_valid(bad[i]));
	char mixed[] = "\xEF\xBB\xBF" "a\x07\t" "b\n\x7F" "\xE2\x80\xAE" "矿\xC2\x85\xE2\x81\xA6" "安";
	letters_clean(mixed);
	assert_string_equal(mixed, "a\tb\n矿安");
	assert_true(letters_blank(" \t\n\xE3\x80\x80\xC2\xA0"));
	assert_false(letters_blank(" 。"));
}

static void text_survives_json(void **state)
{
	(void)state;
	uint64_t seed = 20261101;
	struct arena *mem = arena_new();
	for (int round = 0; round < 5000; round++) {
		char in[40];
		size_t n = check_random(&seed) % sizeof in;
		for (size_t i = 0; i < n; i++)
			in[i] = (char)(1 + check_random(&seed) % 127);
		in[n] = '\0';

		struct buf b;
		buf_init(&b, mem);
		struct jw w = {.out = &b};
		jw_begin(&w, '[');
		jw_text(&w, in);
		jw_end(&w);

		json_t *back = json_loads(b.s, 0, NULL);
		assert_non_null(back);
		assert_string_equal(json_string_value(json_array_get(back, 0)), in);
		json_decref(back);
		arena_reset(mem);
	}
	arena_free(mem);
}

static void count_call(void *n)
{
	++*(int *)n;
}

static void arena_runs_deferred_calls(void **state)
{
	(void)state;
	int n = 0;
	struct arena *a = arena_new();
	for (int i = 0; i < 3; i++)
		arena_defer(a, count_call, &n);
	for (int i = 1; i < 3000; i++) {
		char *p = arena_alloc(a, (size_t)i);
		memset(p, 1, (size_t)i);
	}
	arena_reset(a);
	assert_int_equal(n, 3);
	arena_free(a);
	arena_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_told_from_bytes),
		cmocka_unit_test(text_survives_json),
		cmocka_unit_test(arena_runs_deferred_calls),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
