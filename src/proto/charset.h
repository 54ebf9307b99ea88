/*
 * charset.h - bytes of text in an encoding that nobody told us, as UTF-8.
 *
 * Known: UTF-8, UTF-16 of both byte orders (each with or without a byte order mark), GB18030 (and so GBK and GB2312).
 */
#ifndef PROTO_CHARSET_H
#define PROTO_CHARSET_H

#include <stdbool.h>
#include "base/cx.h"

struct charset_text {
	const char *s;          /* UTF-8, ends with a NUL that n does not count; no byte order mark */
	size_t n;
	const char *encoding;   /* what it was read as */
	size_t broken;          /* characters that could not be read; U+FFFD stands for each */
};

/* hint: an encoding that the file itself declares ("gb2312" in a meta tag), or NULL; believed only if the bytes agree.
 * INVALID: the bytes are not text in any of these encodings. */
enum status charset_decode(struct cx *cx, const char *bytes, size_t n, const char *hint, struct charset_text *out) MUST_CHECK;

#endif
