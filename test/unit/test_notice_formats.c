/* The seed notice in every format, made when the test runs: whatever it comes as, it is read without a mistake. */
#include "test/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "proto/notice.h"
#include "test/docs.h"
#include "test/notices.h"

static char folder[] = "/tmp/kuangan-formats-XXXXXX";
static json_t *expected;

static int make(void **state)
{
	char command[9000], path[4400];
	const char *shared = notices_shared();
	(void)state;
	if (!shared)
		return 0;
	snprintf(path, sizeof path, "%s/00_xiuyan-12-measures.expected.json", shared);
	expected = json_load_file(path, 0, NULL);
	if (!expected || !mkdtemp(folder))
		return -1;
	snprintf(command, sizeof command, "test/fixtures/make_notice.sh \"$(realpath %s/00_xiuyan-12-measures.txt)\" %s", shared, folder);
	return system(command);
}

static int clear(void **state)
{
	char command[200];
	(void)state;
	json_decref(expected);
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return strchr(folder, 'X') ? 0 : system(command);
}

static json_t *read_notice(struct cx *cx, const char *name, struct doc *doc)
{
	char path[200];
	struct notice notice;
	struct day today;
	struct buf b;
	size_t n;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	const char *bytes = docs_file(cx->mem, path, &n);
	assert_non_null(bytes);
	if (doc_read(cx, path, bytes, n, doc))
		fail_msg("%s: %s", name, cx->error);
	assert_null(docs_broken(doc));
	assert_true(day_parse("2023-10-05", &today));
	if (notice_read(cx, doc, today, &notice))
		fail_msg("%s: %s", name, cx->error);
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	notice_write_json(&w, &notice);
	json_t *got = json_loads(b.s, 0, NULL);
	assert_non_null(got);
	return got;
}

/* Every member of want is in got with the same value. */
static void assert_holds(const json_t *got, const json_t *want, const char *where)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)want, key, value) {
		json_t *have = json_object_get(got, key);
		char *a = have && json_is_string(have) ? notices_plain(json_string_value(have)) : NULL;
		char *b = json_is_string(value) ? notices_plain(json_string_value(value)) : NULL;
		bool same = a && b ? strcmp(a, b) == 0 : json_equal(have, value);
		if (!same)
			fail_msg("%s: %s is %s, not %s", where, key, a ? a : "?", b ? b : "?");
		free(a);
		free(b);
	}
}

static void no_mistake(const char *name)
{
	struct cx cx = {.mem = arena_new(), .lang = LANG_ZH};
	struct notices_score s[SCORES] = {0};
	struct doc doc;
	json_t *got, *want;
	size_t i;
	if (!expected) {
		print_message("# skipped: no folder of shared notices\n");
		arena_free(cx.mem);
		return;
	}
	got = read_notice(&cx, name, &doc);
	notices_score(expected, got, name, true, s);
	for (int k = 0; k < SCORES; k++)
		if (s[k].extra || s[k].missed)
			fail_msg("%s: %d too much, %d missed\n%s", name, s[k].extra, s[k].missed, doc.text);
	assert_holds(json_object_get(got, "document"), json_object_get(expected, "document"), name);
	json_array_foreach(json_object_get(expected, "tasks"), i, want)
		assert_holds(json_object_get(json_array_get(json_object_get(got, "tasks"), i), "deadline"), json_object_get(want, "deadline"), name);
	assert_int_equal(json_array_size(json_object_get(got, "tasks")), json_array_size(json_object_get(expected, "tasks")));
	json_decref(got);
	arena_free(cx.mem);
}

#define READS(test, file)                       \
	static void test(void **state)          \
	{                                       \
		(void)state;                    \
		no_mistake(file);               \
	}

READS(gb18030_is_read, "gb.txt")
READS(utf16_is_read, "utf16.txt")
READS(html_is_read, "n.html")
READS(docx_is_read, "n.docx")
READS(xlsx_is_read, "n.xlsx")
READS(pdf_is_read, "n.pdf")
READS(scanned_pdf_is_read, "scan.pdf")
READS(picture_is_read, "scan.png")

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gb18030_is_read),
		cmocka_unit_test(utf16_is_read),
		cmocka_unit_test(html_is_read),
		cmocka_unit_test(docx_is_read),
		cmocka_unit_test(xlsx_is_read),
		cmocka_unit_test(pdf_is_read),
		cmocka_unit_test(scanned_pdf_is_read),
		cmocka_unit_test(picture_is_read),
	};
	return cmocka_run_group_tests(tests, make, clear);
}
