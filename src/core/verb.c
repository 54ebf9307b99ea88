#include "core/verb.h"

#include <stdio.h>
#include <string.h>

const char *call_option(const struct call *call, const char *name)
{
	const char *found = NULL;
	for (int i = 0; i < call->options; i++)
		if (strcmp(call->names[i], name) == 0)
			found = call->values[i];
	return found;
}

enum status call_query(struct cx *cx, const struct call *call, const struct record *rec, const char *names, void *out)
{
	while (*names) {
		size_t n = strcspn(names, " ");
		const char *name = arena_printf(cx->mem, "%.*s", (int)n, names), *value = call_option(call, name);
		if (value)
			TRY(record_set(cx, rec, name, value, out));
		names += n + (names[n] == ' ');
	}
	return STATUS_OK;
}

static void close_file(void *f)
{
	fclose(f);
}

enum status call_read_file(struct cx *cx, const char *path, size_t max, const char **bytes, size_t *n)
{
	FILE *f = stdin;
	if (strcmp(path, "-") != 0) {
		f = fopen(path, "rb");
		if (!f)
			return cx_fail(cx, STATUS_NOT_FOUND, "cannot open %s", path);
		arena_defer(cx->mem, close_file, f);
	}
	struct buf b;
	buf_init(&b, cx->mem);
	char piece[65536];
	for (size_t got; (got = fread(piece, 1, sizeof piece, f)) > 0;) {
		if (b.n + got > max)
			return cx_fail(cx, STATUS_TOO_LARGE, "%s is larger than %zu MiB", path, max >> 20);
		buf_add(&b, piece, got);
	}
	if (ferror(f))
		return cx_fail(cx, STATUS_INVALID, "cannot read %s", path);
	*bytes = b.s;
	*n = b.n;
	return STATUS_OK;
}
