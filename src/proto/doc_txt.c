#include "proto/doc_readers.h"

#include "proto/charset.h"
#include "proto/doc_build.h"

enum status doc_read_txt(struct cx *cx, const char *bytes, size_t n, struct doc *out)
{
	struct charset_text text;
	TRY(charset_decode(cx, bytes, n, NULL, &text));
	if (text.n > DOC_MAX_TEXT)
		return cx_fail(cx, STATUS_TOO_LARGE, "the text is too long: more than %d KB", DOC_MAX_TEXT / 1024);
	size_t odd = 0;
	for (size_t i = 0; i < text.n; i++)
		odd += (unsigned char)text.s[i] < 0x20 && text.s[i] != '\n' && text.s[i] != '\r' && text.s[i] != '\t' &&
		       text.s[i] != '\f';
	if (odd > 8 + text.n / 100)
		return cx_fail(cx, STATUS_INVALID,
			       "this file is not a document that can be read; save it as docx or pdf and try again");
	struct doc_build b;
	doc_build_init(&b, cx, "txt");
	doc_build_text(&b, text.s, text.n, 0);
	if (text.broken > 0)
		doc_build_warn(&b, arena_printf(cx->mem, words(cx, "%zu characters could not be read as %s"), text.broken,
						text.encoding));
	return doc_build_end(&b, out);
}
