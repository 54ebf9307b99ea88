/* pdf: fixtures made by LibreOffice (test/fixtures/make.sh); lines to paragraphs; rules to tables. */
#include "test/test.h"

#include <stdlib.h>
#include <string.h>
#include "proto/doc_flow.h"
#include "proto/doc_rules.h"
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

/* Wrapped lines, the foot of the page and the rules of the table are gone: what is left is what the page said before it was
 * printed. */
static void pdf_says_what_the_page_it_was_made_from_says(void **state)
{
	struct cx *cx = *state;
	struct doc pdf = read_file(cx, "test/fixtures/notice.pdf"), page = read_file(cx, "test/fixtures/notice.html");
	assert_string_equal(pdf.format, "pdf");
	assert_int_equal(pdf.pages, 2);
	assert_false(pdf.ocr);
	assert_string_equal(pdf.text, page.text);
	assert_int_equal(pdf.block_count, page.block_count);
	for (size_t i = 0; i < pdf.block_count; i++) {
		const struct doc_block *a = &pdf.blocks[i], *b = &page.blocks[i];
		assert_int_equal(a->kind, b->kind);
		assert_int_equal(a->cell_count, b->cell_count);
		for (size_t c = 0; c < a->cell_count; c++) {
			assert_int_equal(a->cells[c].colspan, b->cells[c].colspan);
			assert_int_equal(a->cells[c].rowspan, b->cells[c].rowspan);
			assert_int_equal(a->cells[c].at, b->cells[c].at);
			assert_int_equal(a->cells[c].covered, b->cells[c].covered);
		}
	}
	assert_int_equal(pdf.blocks[0].page, 1);
	assert_int_equal(pdf.blocks[pdf.block_count - 1].page, 2);
}

static void refuse(struct cx *cx, const char *name, const void *bytes, size_t n, const char *words)
{
	struct doc d;
	cx_forget(cx);
	assert_int_not_equal(doc_read(cx, name, bytes, n, &d), STATUS_OK);
	if (!strstr(cx->error, words))
		fail_msg("“%s” says nothing of “%s”", cx->error, words);
}

#define REFUSE(bytes, words) refuse(cx, "a", bytes, sizeof(bytes) - 1, words)

static void damaged_pages_are_refused_in_words(void **state)
{
	struct cx *cx = *state;
	size_t n;
	const char *pdf = docs_file(cx->mem, "test/fixtures/notice.pdf", &n);
	REFUSE("%PDF-1.7\n", "damaged");
	REFUSE("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"
	       "trailer<</Root 1 0 R>>", "");
	refuse(cx, "a", pdf, 300, "damaged");
	REFUSE("\x89PNG\r\n\x1a\n", "damaged");
	REFUSE("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\10\0\0\0\0\1\2\3\4\0\0\0\0IDAT\1\2\3\4", "too large");
	REFUSE("\xff\xd8\xff\xe0 no picture", "damaged");
}

static struct flow_box at(double x0, double y0, double x1)
{
	return (struct flow_box){x0, y0, x1, y0 + 10};
}

static void feet_are_dropped_and_wrapped_lines_joined(void **state)
{
	struct cx *cx = *state;
	struct flow f;
	struct doc d;
	flow_init(&f, cx, "pdf");
	for (int p = 1; p <= 3; p++) {
		flow_page(&f, p, 400, 600);
		flow_line(&f, at(100, 20, 300), "青岭县文件");
		flow_line(&f, at(70, 100, 350), p == 1 ? "首行缩进的一段写满了一行然后在词语中" : "中间换行，下一页还在说同一句话直到写");
		flow_line(&f, at(50, 116, 350), "间换行，并且又写满了一整行没有标点符");
		if (p == 1)
			flow_line(&f, at(50, 132, 120), "号到此。");
		flow_line(&f, at(50, 148, 180), "牵头部门：县应急局");
		flow_line(&f, at(50, 164, 350), p == 1 ? "配合部门：各乡镇、各部门、各有关单位写满一行" : "最后一行。");
		flow_line(&f, at(180, 570, 220), p == 1 ? "— 1 —" : p == 2 ? "第2页 共3页" : "3");
	}
	assert_int_equal(flow_end(&f, &d), STATUS_OK);
	assert_null(docs_broken(&d));
	struct buf b;
	buf_init(&b, cx->mem);
	docs_dump(&d, &b);
	assert_string_equal(b.s, "p1 首行缩进的一段写满了一行然后在词语中间换行，并且又写满了一整行没有标点符号到此。\n"
				 "p1 牵头部门：县应急局\n"
				 "p1 配合部门：各乡镇、各部门、各有关单位写满一行中间换行，下一页还在说同一句话直到写间换行，并且又写满了一整行没有标点符\n"
				 "p2 牵头部门：县应急局\np2 最后一行。\n"
				 "p3 中间换行，下一页还在说同一句话直到写间换行，并且又写满了一整行没有标点符\n"
				 "p3 牵头部门：县应急局\np3 最后一行。\n");
}

static void words_are_joined_with_blanks_where_they_need_them(void **state)
{
	static const struct {
		const char *a, *b, *want;
	} cases[] = {
		{"安全", "生产", "安全生产"}, {"safe", "work", "safe work"}, {"第", "3号", "第3号"}, {"20", "23年", "2023年"},
		{"end,", "then", "end, then"}, {"尾 ", " 头", "尾头"}, {"", "x", "x"},
	};
	struct cx *cx = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b;
		buf_init(&b, cx->mem);
		buf_puts(&b, cases[i].a);
		flow_join(&b, cases[i].b);
		assert_string_equal(b.s, cases[i].want);
	}
}

static void rule(struct picture *p, int x0, int y0, int x1, int y1)
{
	for (int y = y0; y <= y1; y++)
		memset(p->px + y * p->stride + x0, 0, (size_t)(x1 - x0 + 1));
}

/* A table with a cell over two columns, one over two rows, and open sides; a line alone, and a frame, are no table. */
static void ruled_tables_are_found_with_their_merged_cells(void **state)
{
	struct cx *cx = *state;
	struct picture p = {arena_alloc(cx->mem, 800 * 800), 800, 800, 800, 100};
	struct flow_table *t;
	memset(p.px, 255, 800 * 800);
	rule(&p, 100, 50, 700, 51);
	for (int i = 0; i < 4; i++)
		rule(&p, i == 2 ? 300 : 100, 100 + i * 50, 700, 101 + i * 50);
	rule(&p, 300, 100, 301, 250);
	rule(&p, 500, 150, 501, 250);
	rule(&p, 100, 400, 700, 401), rule(&p, 100, 600, 700, 601), rule(&p, 100, 400, 101, 600), rule(&p, 700, 400, 701, 600);
	assert_int_equal(ruled_tables_find(cx, &p, &t), 1);
	assert_int_equal(t->cols, 3);
	assert_int_equal(t->rows, 3);
	static const int want[][4] = {{0, 0, 1, 1}, {0, 1, 1, 2}, {1, 0, 2, 1}, {1, 1, 1, 1}, {1, 2, 1, 1}, {2, 1, 1, 1}, {2, 2, 1, 1}};
	assert_int_equal(t->count, 7);
	for (size_t i = 0; i < t->count; i++) {
		assert_int_equal(t->cells[i].row, want[i][0]);
		assert_int_equal(t->cells[i].col, want[i][1]);
		assert_int_equal(t->cells[i].rowspan, want[i][2]);
		assert_int_equal(t->cells[i].colspan, want[i][3]);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, done)
	const struct CMUnitTest tests[] = {
		TEST(pdf_says_what_the_page_it_was_made_from_says),
		TEST(damaged_pages_are_refused_in_words),
		TEST(feet_are_dropped_and_wrapped_lines_joined),
		TEST(words_are_joined_with_blanks_where_they_need_them),
		TEST(ruled_tables_are_found_with_their_merged_cells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
