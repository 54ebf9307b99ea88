#include "base/cx.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

static void note(struct cx *cx, const char *field, const char *fmt, va_list ap)
{
	char text[1024];
	vsnprintf(text, sizeof text, words(cx, fmt), ap);
	if (!cx->error) {
		cx->error = arena_strdup(cx->mem, text);
		cx->field = field;
	}
}

enum status cx_fail(struct cx *cx, enum status s, const char *fmt, ...)
{
	assert(s != STATUS_OK);
	va_list ap;
	va_start(ap, fmt);
	note(cx, NULL, fmt, ap);
	va_end(ap);
	return s;
}

enum status cx_fail_field(struct cx *cx, const char *field, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	note(cx, field, fmt, ap);
	va_end(ap);
	return STATUS_INVALID;
}

void cx_forget(struct cx *cx)
{
	cx->error = cx->field = NULL;
}
