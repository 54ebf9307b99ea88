/* Scans, recognised: fixtures made by poppler's programs and ImageMagick (test/fixtures/make.sh). */
#include "test/test.h"

#include <stdlib.h>
#include <string.h>
#include "test/docs.h"

static int fresh(void **state)
{
	struct cx *cx = calloc(1, sizeof *cx);
	cx->mem = arena_new();
	cx->lang = LANG_EN;
	*state = cx;
	return 0;
}

static int done(void **state)
{
	struct cx *cx = *state;
	arena_free(cx->mem);
	free(cx);
	return 0;
}

static struct doc read_file(struct cx *cx, const char *path)
{
	struct doc d;
	size_t n;
	const char *bytes = docs_file(cx->mem, path, &n);
	assert_non_null(bytes);
	if (doc_read(cx, path, bytes, n, &d))
		fail_msg("%s: %s", path, cx->error);
	assert_null(docs_broken(&d));
	return d;
}

/* How many characters have to be put in, taken out or changed to make b of a. */
static size_t distance(struct cx *cx, const char *a, const char *b)
{
	size_t n = strlen(b), *row = arena_array_of(cx->mem, size_t, n + 1);
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t change = corner + (a[i - 1] != b[j - 1]), least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
			corner = row[j];
			row[j] = change < least ? change : least;
		}
	}
	return row[n];
}

/* At most this many bytes in a thousand differ: three to a Chinese character. */
static void assert_nearly(struct cx *cx, const char *a, const char *b, size_t per_thousand)
{
	size_t wrong = distance(cx, a, b);
	print_message("# %zu of %zu bytes differ\n", wrong, strlen(b));
	if (wrong * 1000 > per_thousand * strlen(b))
		fail_msg("too different:\n%s\n---\n%s", a, b);
}

static void a_scanned_pdf_is_recognised(void **state)
{
	struct cx *cx = *state;
	struct doc scan = read_file(cx, "test/fixtures/scan.pdf"), page = read_file(cx, "test/fixtures/notice.html");
	assert_string_equal(scan.format, "scan");
	assert_true(scan.ocr);
	assert_int_equal(scan.pages, 2);
	assert_nearly(cx, scan.text, page.text, 5);
	const struct doc_block *row = &scan.blocks[scan.block_count - 4];
	assert_int_equal(row->kind, DOC_ROW);
	assert_int_equal(row->cell_count, 4);
	assert_true(row->cells[2].covered);
}

/* The second page, askew and noisy, and as a jpeg. */
static void pictures_are_recognised(void **state)
{
	static const char *const files[] = {"test/fixtures/scan.png", "test/fixtures/scan.jpeg"};
	struct cx *cx = *state;
	struct doc page = read_file(cx, "test/fixtures/notice.html");
	const char *second = strstr(page.text, "同时把责任落实");
	for (int i = 0; i < 2; i++) {
		struct doc scan = read_file(cx, files[i]);
		assert_true(scan.ocr);
		assert_int_equal(scan.pages, 1);
		assert_nearly(cx, scan.text, second, 8);
		assert_int_equal(scan.blocks[scan.block_count - 4].kind, DOC_ROW);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, done)
	const struct CMUnitTest tests[] = {
		TEST(a_scanned_pdf_is_recognised),
		TEST(pictures_are_recognised),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
