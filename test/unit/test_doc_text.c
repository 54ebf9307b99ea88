/* Plain text in its encodings, and what is refused. */
#include "test/test.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zip.h>
#include "proto/doc_build.h"
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

static const char text[] = "青岭县安全生产委员会办公室文件\n第3号\n\n　　一、各乡镇（街道）要“逐矿登记”；牵头部门：县应急管理局。\n";
static const char want[] = "青岭县安全生产委员会办公室文件\n第3号\n一、各乡镇（街道）要“逐矿登记”；牵头部门：县应急管理局。";

static const char *encode(struct cx *cx, const char *encoding, const char *mark, size_t *n)
{
	iconv_t cd = iconv_open(encoding, "UTF-8");
	char *out = arena_alloc(cx->mem, 4096), *to = out + strlen(mark), *from = (char *)text;
	size_t left = strlen(text), room = 4000;
	assert_true(cd != (iconv_t)-1);
	memcpy(out, mark, strlen(mark));
	assert_int_equal(iconv(cd, &from, &left, &to, &room), 0);
	iconv_close(cd);
	*n = (size_t)(to - out);
	return out;
}

static void every_encoding_gives_the_same_text(void **state)
{
	static const struct {
		const char *encoding, *mark;
	} cases[] = {
		{"UTF-8", ""}, {"UTF-8", "\xef\xbb\xbf"}, {"GB18030", ""}, {"GBK", ""}, {"UTF-16LE", "\xff\xfe"},
		{"UTF-16BE", "\xfe\xff"}, {"UTF-16LE", ""}, {"UTF-16BE", ""},
	};
	struct cx *cx = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc d;
		size_t n;
		const char *bytes = encode(cx, cases[i].encoding, cases[i].mark, &n);
		assert_int_equal(doc_read(cx, "a.txt", bytes, n, &d), STATUS_OK);
		assert_string_equal(d.format, "txt");
		assert_string_equal(d.text, want);
		assert_null(docs_broken(&d));
		assert_int_equal(d.block_count, 3);
		assert_int_equal(d.warning_count, 0);
	}
}

/* A text that was cut in the middle of a character, or has a few bytes broken, is read with a word about it. */
static void a_few_broken_bytes_are_told(void **state)
{
	struct cx *cx = *state;
	struct doc d;
	size_t n;
	const char *bytes = encode(cx, "UTF-8", "", &n);
	assert_int_equal(doc_read(cx, "a.txt", bytes, n - 2, &d), STATUS_OK);
	assert_null(docs_broken(&d));
	assert_int_equal(d.warning_count, 1);
	assert_string_equal(d.warnings[0], "1 characters could not be read as UTF-8");
}

static void refuse(struct cx *cx, const char *name, const void *bytes, size_t n, enum status s, const char *words)
{
	struct doc d;
	cx_forget(cx);
	assert_int_equal(doc_read(cx, name, bytes, n, &d), s);
	if (!strstr(cx->error, words))
		fail_msg("“%s” says nothing of “%s”", cx->error, words);
}

#define REFUSE(name, bytes, words) refuse(cx, name, bytes, sizeof(bytes) - 1, STATUS_INVALID, words)

static void what_cannot_be_read_says_what_to_do(void **state)
{
	struct cx *cx = *state;
	REFUSE("a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "save it as docx");
	REFUSE("a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "save it as xlsx");
	REFUSE("a.docx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", "password");
	REFUSE("a.rtf", "{\\rtf1 }", "save it as docx");
	REFUSE("a.rar", "Rar!\x1a\x07", "unpack it");
	REFUSE("a.gif", "GIF89a", "save it as png");
	REFUSE("a.mht", "MIME-Version: 1.0", "save the page");
	REFUSE("a.docx", "PK\3\4 cut short", "damaged");
	REFUSE("a.txt", "", "empty");
	REFUSE("a.txt", " \n \n", "no text");
	REFUSE("a.bin", "\1\2\3\4\5\6\7\1\2\3\4\5\6\7\1\2\3\4\5\6\7", "not a document");
	REFUSE("a.html", "<html><body></body></html>", "no text");
}

static double seconds(const struct timespec *since)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)(t.tv_sec - since->tv_sec) + (double)(t.tv_nsec - since->tv_nsec) / 1e9;
}

/* A docx with this as its document, made by libzip. */
static char *pack(struct cx *cx, const char *xml, size_t xml_n, size_t *n)
{
	static const char rels[] = "<Relationships><Relationship Id='r' Target='word/document.xml' "
				   "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/></Relationships>";
	zip_error_t e;
	zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *z = zip_open_from_source(out, ZIP_TRUNCATE, &e);
	zip_source_keep(out);
	zip_file_add(z, "_rels/.rels", zip_source_buffer(z, rels, sizeof rels - 1, 0), 0);
	zip_file_add(z, "word/document.xml", zip_source_buffer(z, xml, xml_n, 0), 0);
	assert_int_equal(zip_close(z), 0);
	zip_source_open(out);
	zip_source_seek(out, 0, SEEK_END);
	*n = (size_t)zip_source_tell(out);
	zip_source_seek(out, 0, SEEK_SET);
	char *bytes = arena_alloc(cx->mem, *n);
	zip_source_read(out, bytes, *n);
	zip_source_close(out);
	zip_source_free(out);
	return bytes;
}

static char *repeated(struct cx *cx, const char *before, const char *s, size_t times, const char *after)
{
	struct buf b;
	buf_init(&b, cx->mem);
	buf_puts(&b, before);
	for (size_t i = 0; i < times; i++)
		buf_puts(&b, s);
	buf_puts(&b, after);
	return b.s;
}

static void hostile_files_get_one_clear_word_within_a_second(void **state)
{
	struct cx *cx = *state;
	static const struct {
		const char *before, *again;
		size_t times;
		const char *after, *words;
		enum status status;
	} cases[] = {
		{"<d>", "                                                                ", 400000, "</d>", "suspiciously", STATUS_TOO_LARGE},
		{"<d>", "                                                                ", 800000, "</d>", "too large", STATUS_TOO_LARGE},
		{"", "<a>", 100000, "", "not well-formed", STATUS_INVALID},
		{"<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><d>", "&b;", 10, "</d>", "document type",
		 STATUS_INVALID},
		{"<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><d>&a;", "", 0, "</d>", "document type", STATUS_INVALID},
		{"<d><b>", "", 0, "</d>", "not well-formed", STATUS_INVALID},
		{"<d/>", "", 0, "", "no document", STATUS_INVALID},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *xml = repeated(cx, cases[i].before, cases[i].again, cases[i].times, cases[i].after);
		size_t n;
		char *bytes = pack(cx, xml, strlen(xml), &n);
		struct timespec since;
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &since);
		refuse(cx, "a.docx", bytes, n, cases[i].status, cases[i].words);
		assert_true(seconds(&since) < 1);
	}
	char *big = arena_alloc(cx->mem, 50u << 20), *deep = repeated(cx, "<html>", "<div>", 200000, "x");
	uint64_t seed = 20261125;
	for (size_t i = 0; i < 50u << 20; i += 4)
		memcpy(big + i, &(uint32_t){check_random(&seed)}, 4);
	struct timespec since;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &since);
	refuse(cx, "a.txt", big, 50u << 20, STATUS_TOO_LARGE, "at most 20 MB");
	refuse(cx, "a.txt", big, 20u << 20, STATUS_INVALID, "not text");
	refuse(cx, "a.html", deep, strlen(deep), STATUS_INVALID, "too deep");
	assert_true(seconds(&since) < 2);
}

/* What the builder is fed, it cleans. */
static void the_builder_keeps_its_invariants(void **state)
{
	struct cx *cx = *state;
	struct doc_build b;
	struct doc d;
	doc_build_init(&b, cx, "txt");
	doc_build_text(&b, "a\0b\r\nc\xff\xfe" "d\xe2\x80\x8b" "e\xc2\xa0" "f\rg\x0c\xef\xbb\xbfh", 23, 0);
	doc_build_text(&b, "\xe3\x80\x80 \t", 5, 0);
	struct doc_table t;
	doc_table_begin(&t, &b);
	doc_table_row(&t, 0);
	doc_table_cell(&t, 0, 1, 3, " x\n\ty ", 6);
	doc_table_cell(&t, 2, 2, 1, "z", 1);
	doc_table_row(&t, 0);
	doc_table_row(&t, 0);
	doc_table_cell(&t, 0, 600, 1, "w", 1);
	doc_table_end(&t);
	assert_int_equal(doc_build_end(&b, &d), STATUS_OK);
	assert_null(docs_broken(&d));
	struct buf out;
	buf_init(&out, cx->mem);
	docs_dump(&d, &out);
	assert_string_equal(out.s, "ab\nc\xef\xbf\xbd\xef\xbf\xbd" "de f\ng\nh\n"
				   "1.0 [0+1,3] x y [1]  [2+2,1] z\n1.2 [0*] x y [1+511,1] w\n");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, done)
	const struct CMUnitTest tests[] = {
		TEST(every_encoding_gives_the_same_text),
		TEST(a_few_broken_bytes_are_told),
		TEST(what_cannot_be_read_says_what_to_do),
		TEST(hostile_files_get_one_clear_word_within_a_second),
		TEST(the_builder_keeps_its_invariants),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
