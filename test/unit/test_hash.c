#include "test/test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/hash.h"
#include "base/id.h"

static void known_hashes(void **state)
{
	(void)state;
	struct hash h;
	char hex[HASH_HEX];
	hash_bytes(HASH_SHA256, "abc", 3, &h);
	assert_string_equal(hash_print(&h, hex), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hash_bytes(HASH_SM3, "abc", 3, &h);     /* GB/T 32905 A.1 */
	assert_string_equal(hash_print(&h, hex), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

static void pieces_hash_like_the_whole(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	for (enum hash_suite suite = 0; suite < HASH_SUITES; suite++) {
		struct hash whole, pieces, stream;
		hash_bytes(suite, "mine safety", 11, &whole);
		const struct bytes list[] = {{"mine", 4}, {"", 0}, {" safety", 7}};
		hash_pieces(suite, list, 3, &pieces);
		struct hasher *h = hasher_new(mem, suite);
		for (size_t i = 0; i < 3; i++)
			hasher_add(h, list[i].at, list[i].n);
		hasher_end(h, &stream);
		assert_memory_equal(&whole, &pieces, sizeof whole);
		assert_memory_equal(&whole, &stream, sizeof whole);
	}
	arena_free(mem);
}

static void hex_is_strict(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	unsigned char out[4];
	size_t n = 9;
	assert_true(hex_parse("00ff10", out, 4, &n));
	assert_int_equal(n, 3);
	assert_memory_equal(out, "\x00\xff\x10", 3);
	assert_string_equal(hex_print(mem, out, 3), "00ff10");
	assert_true(hex_parse("", out, 4, &n));
	assert_int_equal(n, 0);
	static const char *const bad[] = {"0", "0g", "FF", "0011223344", " 00", "0x00"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(hex_parse(bad[i], out, 4, &n));
	struct hash h;
	assert_false(hash_parse("00", &h));
	assert_false(hash_parse(NULL, &h));
	assert_true(hash_parse("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", &h));
	arena_free(mem);
}

enum { THREADS = 4, EACH = 20000 };

static void *take_ids(void *out)
{
	struct cx cx = {0};
	for (int i = 0; i < EACH; i++)
		((int64_t *)out)[i] = id_new(&cx);
	return NULL;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

static void ids_are_unique_increasing_and_small(void **state)
{
	(void)state;
	id_set_node(5);
	int64_t *ids = calloc(THREADS * EACH, sizeof *ids);
	assert_non_null(ids);
	pthread_t t[THREADS];
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&t[i], NULL, take_ids, ids + i * EACH), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	for (int i = 0; i < THREADS * EACH; i++) {
		if (i % EACH)
			assert_true(ids[i] > ids[i - 1]);
		assert_true(ids[i] > 0 && ids[i] < INT64_C(1) << 53);
		assert_int_equal(ids[i] >> 6 & 63, 5);
	}
	qsort(ids, THREADS * EACH, sizeof *ids, by_value);
	for (int i = 1; i < THREADS * EACH; i++)
		assert_int_not_equal(ids[i], ids[i - 1]);
	assert_in_range(id_time(ids[0]), (uintmax_t)time(NULL) - 60, (uintmax_t)time(NULL) + 60);
	free(ids);
	id_set_node(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_hashes),
		cmocka_unit_test(pieces_hash_like_the_whole),
		cmocka_unit_test(hex_is_strict),
		cmocka_unit_test(ids_are_unique_increasing_and_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
