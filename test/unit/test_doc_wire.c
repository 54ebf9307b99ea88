/* A document through JSON and back; nothing that is not one comes through. */
#include "test/test.h"

#include <stdlib.h>
#include <string.h>
#include "proto/doc_wire.h"
#include "test/docs.h"

static struct cx cx;

static int setup(void **state)
{
	(void)state;
	cx.mem = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(cx.mem);
	return 0;
}

static const char *wire(const struct doc *doc)
{
	struct buf b;
	buf_init(&b, cx.mem);
	doc_write(&(struct jw){.out = &b}, doc);
	return b.s;
}

static void comes_back_as_it_was(void **state)
{
	(void)state;
	static const char *const files[] = {"test/fixtures/table.xlsx", "test/fixtures/notice.docx", "test/fixtures/parts.docx", "test/fixtures/notice.pdf"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		size_t n;
		const char *bytes = docs_file(cx.mem, files[i], &n);
		struct doc doc, back;
		assert_int_equal(doc_read(&cx, files[i], bytes, n, &doc), STATUS_OK);
		const char *json = wire(&doc);
		assert_int_equal(doc_parse(&cx, json, strlen(json), &back), STATUS_OK);
		assert_true(doc.block_count > 0);
		assert_string_equal(doc.text, back.text);
		assert_string_equal(json, wire(&back));
	}
}

static void lies_are_refused(void **state)
{
	(void)state;
	static const char *const lies[] = {
		"", "[]", "{", "{\"format\":\"pdf\"}",
		"{\"format\":\"pdf\",\"text\":\"abc\",\"pages\":-1,\"ocr\":false,\"warnings\":[],\"blocks\":[]}",
		"{\"format\":\"pdf\",\"text\":\"abc\",\"pages\":1000000,\"ocr\":false,\"warnings\":[],\"blocks\":[]}",
		"{\"format\":\"pdf\",\"text\":\"abc\",\"pages\":1,\"ocr\":false,\"warnings\":[7],\"blocks\":[]}",
		"{\"format\":\"pdf\",\"text\":\"a\\u0000c\",\"pages\":1,\"ocr\":false,\"warnings\":[],\"blocks\":[]}",
		"{\"format\":\"pdf\",\"text\":\"abc\",\"pages\":1,\"ocr\":false,\"warnings\":[],\"blocks\":[[0,2,2,1,0,0,[]]]}",
		"{\"format\":\"pdf\",\"text\":\"abc\",\"pages\":1,\"ocr\":false,\"warnings\":[],\"blocks\":[[0,-1,2,1,0,0,[]]]}",
		"{\"format\":\"pdf\",\"text\":\"abc\",\"pages\":1,\"ocr\":false,\"warnings\":[],\"blocks\":[[7,0,2,1,0,0,[]]]}",
		"{\"format\":\"pdf\",\"text\":\"abc\",\"pages\":1,\"ocr\":false,\"warnings\":[],\"blocks\":[[0,0,2,1,0,0,[]],[0,1,1,1,0,0,[]]]}",
		"{\"format\":\"pdf\",\"text\":\"abc\",\"pages\":1,\"ocr\":false,\"warnings\":[],\"blocks\":[[1,0,2,1,0,0,[[0,9,0,1,1,0]]]]}",
	};
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
		struct doc doc;
		if (doc_parse(&cx, lies[i], strlen(lies[i]), &doc) != STATUS_INVALID)
			fail_msg("%s", lies[i]);
		cx_forget(&cx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back_as_it_was),
		cmocka_unit_test(lies_are_refused),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
