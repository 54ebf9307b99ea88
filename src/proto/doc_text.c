/* doc_text.c - plain text as a document. */
#include "proto/doc.h"

#include <string.h>

static size_t char_size(const unsigned char *s, size_t n)
{
	size_t len = *s < 0x80 ? 1 : *s < 0xc2 ? 0 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : *s < 0xf5 ? 4 : 0;
	if (len == 0 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

/* UTF-8 without NUL, carriage return and byte order mark; what is no UTF-8 becomes U+FFFD. */
static char *clean(struct cx *cx, const char *text, size_t n, size_t *len)
{
	char *out = arena_alloc(cx->mem, n * 3 + 1);
	size_t to = 0;
	for (size_t i = 0; i < n;) {
		size_t c = char_size((const unsigned char *)text + i, n - i);
		if (c == 0) {
			memcpy(out + to, "\xef\xbf\xbd", 3);
			to += 3;
			i++;
			continue;
		}
		bool bom = c == 3 && !memcmp(text + i, "\xef\xbb\xbf", 3);
		bool carriage = text[i] == '\r';
		if (carriage && !(i + 1 < n && text[i + 1] == '\n'))
			out[to++] = '\n';
		if (!bom && !carriage && text[i] != '\0') {
			memcpy(out + to, text + i, c);
			to += c;
		}
		i += c;
	}
	out[to] = '\0';
	*len = to;
	return out;
}

void doc_of_text(struct cx *cx, const char *text, size_t n, struct doc *out)
{
	*out = (struct doc){.format = "txt"};
	char *s = clean(cx, text, n, &out->n);
	out->text = s;
	size_t lines = 1;
	for (size_t i = 0; i < out->n; i++)
		lines += s[i] == '\n';
	struct doc_block *blocks = arena_array_of(cx->mem, struct doc_block, lines);
	for (size_t i = 0; i < out->n;) {
		size_t end = i;
		while (end < out->n && s[end] != '\n')
			end++;
		if (end > i)
			blocks[out->block_count++] = (struct doc_block){.kind = DOC_TEXT, .at = i, .n = end - i};
		i = end + 1;
	}
	out->blocks = blocks;
}
