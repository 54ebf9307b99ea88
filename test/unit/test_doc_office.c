/* docx, xlsx and html: the fixtures were made by other programs (test/fixtures/make.sh). */
#include "test/test.h"

#include <stdlib.h>
#include <string.h>
#include "proto/docx_number.h"
#include "proto/unzip.h"
#include "proto/xlsx_value.h"
#include "test/check.h"
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

static const char *dump(struct cx *cx, const struct doc *d)
{
	struct buf b;
	buf_init(&b, cx->mem);
	docs_dump(d, &b);
	return b.s;
}

static void docx_gives_numbers_tables_and_boxes(void **state)
{
	struct cx *cx = *state;
	struct doc d = read_file(cx, "test/fixtures/parts.docx");
	assert_string_equal(d.format, "docx");
	check_golden("doc_parts.txt", dump(cx, &d));
}

static void xlsx_gives_merged_cells_days_and_sheets(void **state)
{
	struct cx *cx = *state;
	struct doc d = read_file(cx, "test/fixtures/table.xlsx");
	assert_string_equal(d.format, "xlsx");
	check_golden("doc_table.txt", dump(cx, &d));
}

/* The same notice as a page and as LibreOffice made a docx of it. */
static void html_and_docx_say_the_same(void **state)
{
	struct cx *cx = *state;
	struct doc page = read_file(cx, "test/fixtures/notice.html"), docx = read_file(cx, "test/fixtures/notice.docx");
	assert_string_equal(page.format, "html");
	check_golden("doc_notice.txt", dump(cx, &page));
	assert_string_equal(docx.text, page.text);
	assert_string_equal(dump(cx, &docx), dump(cx, &page));
}

static const char *read_page(struct cx *cx, const char *html)
{
	struct doc d;
	if (doc_read(cx, "a.html", html, strlen(html), &d))
		fail_msg("%s", cx->error);
	assert_null(docs_broken(&d));
	return dump(cx, &d);
}

static void html_reads_as_a_person_sees_it(void **state)
{
	struct cx *cx = *state;
	assert_string_equal(read_page(cx, "<html><head><title>t</title><style>p{}</style></head><body><script>x</script>"
					  "<p>甲&amp;乙&nbsp;丙&#20057;<br>二</p><div hidden>无</div><p style='display: none'>无</p>"),
			    "甲&乙 丙乙\n二\n");
	assert_string_equal(read_page(cx, "<div>源代码在\n   汉字之间换行，words\nkeep a blank</div>"),
			    "源代码在汉字之间换行，words keep a blank\n");
	assert_string_equal(read_page(cx, "<p>前</p><ol start=3><li>甲<li>乙</ol><ul><li>丙</ul><pre>一\n二</pre>"),
			    "前\n3. 甲\n4. 乙\n• 丙\n一\n二\n");
	assert_string_equal(read_page(cx, "<table><tr><td>外<table><tr><td>一<td>二</table><td>侧</table>"),
			    "外\n1.0 [0] 一 [1] 二\n侧\n");
	assert_string_equal(read_page(cx, "<table><caption>表</caption><tr><td rowspan=0>a<td colspan=2>b<tr><td>c<td>d<br>e</table>"),
			    "表\n1.0 [0+1,2] a [1+2,1] b\n1.1 [0*] a [1] c [2] d e\n");
}

static void html_finds_its_encoding(void **state)
{
	struct cx *cx = *state;
	struct doc d;
	const char gb[] = "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\"></head>"
			  "<body>\xc7\xe0\xc1\xeb\xcf\xd8</body></html>";
	assert_int_equal(doc_read(cx, "x", gb, sizeof gb - 1, &d), STATUS_OK);
	assert_string_equal(d.format, "html");
	assert_string_equal(d.text, "青岭县");
	/* a meta tag that lies */
	const char lie[] = "<html><head><meta charset=gb2312></head><body>青岭县</body></html>";
	assert_int_equal(doc_read(cx, "x", lie, sizeof lie - 1, &d), STATUS_OK);
	assert_string_equal(d.text, "青岭县");
}

static void numbers_are_written_in_every_format(void **state)
{
	static const struct {
		const char *format;
		long n;
		const char *want;
	} cases[] = {
		{"decimal", 12, "12"}, {"chineseCounting", 1, "一"}, {"chineseCounting", 10, "十"}, {"chineseCounting", 12, "十二"},
		{"chineseCounting", 20, "二十"}, {"chineseCountingThousand", 101, "一百零一"}, {"chineseCountingThousand", 110, "一百一十"},
		{"chineseCountingThousand", 1005, "一千零五"}, {"chineseLegalSimplified", 12, "壹拾贰"}, {"ideographDigital", 105, "一〇五"},
		{"decimalEnclosedCircle", 3, "③"}, {"decimalEnclosedCircleChinese", 21, "㉑"}, {"decimalEnclosedParen", 2, "⑵"},
		{"decimalEnclosedFullstop", 20, "⒛"}, {"ideographTraditional", 3, "丙"}, {"ideographZodiac", 12, "亥"},
		{"lowerLetter", 28, "bb"}, {"upperRoman", 14, "XIV"}, {"lowerRoman", 4, "iv"}, {"decimalZero", 7, "07"},
		{"decimalFullWidth", 10, "１０"}, {"ideographEnclosedCircle", 10, "㊉"}, {"none", 3, ""}, {"hebrew1", 5, "5"},
	};
	struct cx *cx = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b;
		buf_init(&b, cx->mem);
		docx_number(&b, cases[i].format, cases[i].n);
		assert_string_equal(b.s, cases[i].want);
	}
}

static void cells_show_days_and_numbers(void **state)
{
	static const struct {
		const char *stored;
		long id;
		const char *code, *want;
	} cases[] = {
		{"45000", 14, NULL, "2023年3月15日"}, {"45000.5", 22, NULL, "2023年3月15日 12:00"}, {"45000", 57, NULL, "2023年3月"},
		{"45000", 164, "m\"月\"d\"日\";@", "3月15日"}, {"45000", 164, "[$-804]yyyy\\-mm\\-dd", "2023年3月15日"},
		{"0.354166667", 20, NULL, "08:30"}, {"1", 14, NULL, "1900年1月1日"}, {"61", 14, NULL, "1900年3月1日"},
		{"45000", 0, NULL, "45000"}, {"0.30000000000000004", 0, NULL, "0.3"}, {"0.125", 10, NULL, "12.5%"},
		{"1234567", 3, "#,##0", "1234567"}, {"x", 0, NULL, "x"}, {"-5", 14, NULL, "-5"}, {"7", 164, "0\"day\"", "7"},
		{"1e300", 0, NULL, "1e+300"}, {"3", 164, "General\"年\"", "3"},
	};
	struct cx *cx = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b;
		buf_init(&b, cx->mem);
		xlsx_number(&b, cases[i].stored, xlsx_format_of(cases[i].id, cases[i].code), false);
		assert_string_equal(b.s, cases[i].want);
	}
}

/* Every file cut short anywhere, or with a byte changed, is read or refused in words; nothing else happens. */
static void damaged_files_are_refused_in_words(void **state)
{
	static const char *const files[] = {"test/fixtures/parts.docx", "test/fixtures/table.xlsx", "test/fixtures/notice.html"};
	struct cx *outer = *state;
	uint64_t seed = 20261125;
	for (int round = 0; round < 300; round++) {
		struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
		size_t n;
		const char *path = files[round % 3];
		const char *whole = docs_file(cx.mem, path, &n);
		char *bytes = arena_alloc(cx.mem, n);
		struct doc d;
		memcpy(bytes, whole, n);
		if (round % 2)
			n = check_random(&seed) % n;
		else
			bytes[check_random(&seed) % n] ^= (char)(1 + check_random(&seed) % 255);
		if (doc_read(&cx, path, bytes, n, &d))
			assert_non_null(cx.error);
		else
			assert_null(docs_broken(&d));
		arena_free(cx.mem);
	}
	(void)outer;
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, done)
	const struct CMUnitTest tests[] = {
		TEST(docx_gives_numbers_tables_and_boxes),
		TEST(xlsx_gives_merged_cells_days_and_sheets),
		TEST(html_and_docx_say_the_same),
		TEST(html_reads_as_a_person_sees_it),
		TEST(html_finds_its_encoding),
		TEST(numbers_are_written_in_every_format),
		TEST(cells_show_days_and_numbers),
		TEST(damaged_files_are_refused_in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
