#include "base/csv.h"

#include <string.h>
#include "base/buf.h"

void csv_init(struct csv *c, const char *bytes, size_t n)
{
	*c = (struct csv){.at = bytes, .end = bytes + n, .line = 1, .next_line = 1};
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		c->at += 3;
}

static void skip_line(struct csv *c)
{
	const char *nl = memchr(c->at, '\n', (size_t)(c->end - c->at));
	c->at = nl ? nl + 1 : c->end;
	c->next_line++;
}

static bool blank_or_remark(const struct csv *c)
{
	return *c->at == '#' || *c->at == '\n' || (*c->at == '\r' && (c->at + 1 == c->end || c->at[1] == '\n'));
}

/* A cell in quotes; c->at stands behind the opening one, and afterwards behind the closing one. */
static enum status quoted(struct cx *cx, struct csv *c, const char **cell)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (;;) {
		const char *q = memchr(c->at, '"', (size_t)(c->end - c->at));
		if (!q)
			return cx_fail(cx, STATUS_INVALID, "line %d: a quote is not closed", c->line);
		for (const char *s = c->at; s < q; s++)
			c->next_line += *s == '\n';
		bool twice = q + 1 < c->end && q[1] == '"';
		buf_add(&b, c->at, (size_t)(q - c->at) + twice);
		c->at = q + 1 + twice;
		if (!twice)
			break;
	}
	*cell = b.s;
	if (memchr(b.s, '\0', b.n))
		return cx_fail(cx, STATUS_INVALID, "line %d: a NUL byte", c->line);
	return STATUS_OK;
}

static bool ends_cell(const struct csv *c)
{
	return c->at == c->end || *c->at == ',' || *c->at == '\n' || *c->at == '\r';
}

static enum status plain(struct cx *cx, struct csv *c, const char **cell)
{
	const char *from = c->at;
	for (; !ends_cell(c); c->at++)
		if (*c->at == '\0' || *c->at == '"')
			return cx_fail(cx, STATUS_INVALID,
				       *c->at ? "line %d: a quote inside a cell" : "line %d: a NUL byte", c->line);
	struct buf b;
	buf_init(&b, cx->mem);
	buf_add(&b, from, (size_t)(c->at - from));
	*cell = b.s;
	return STATUS_OK;
}

enum status csv_next(struct cx *cx, struct csv *c, const char **cells, size_t max, size_t *count)
{
	*count = 0;
	while (c->at < c->end && blank_or_remark(c))
		skip_line(c);
	c->line = c->next_line;
	if (c->at == c->end)
		return STATUS_OK;
	for (;;) {
		if (*count == max)
			return cx_fail(cx, STATUS_INVALID, "line %d: more than %d cells", c->line, (int)max);
		if (c->at < c->end && *c->at == '"') {
			c->at++;
			TRY(quoted(cx, c, &cells[(*count)++]));
		} else {
			TRY(plain(cx, c, &cells[(*count)++]));
		}
		if (!ends_cell(c))
			return cx_fail(cx, STATUS_INVALID, "line %d: text after a closing quote", c->line);
		if (c->at == c->end || *c->at != ',')
			break;
		c->at++;
	}
	if (c->at < c->end)
		skip_line(c);
	return STATUS_OK;
}

enum status csv_header(struct cx *cx, struct csv *c, const char *const *names, size_t count)
{
	const char *cells[32];
	size_t n;
	TRY(csv_next(cx, c, cells, sizeof cells / sizeof *cells, &n));
	for (size_t i = 0; i < count; i++)
		if (i >= n || strcmp(cells[i], names[i]) != 0)
			return cx_fail(cx, STATUS_INVALID, "line %d: column %d must be called %s", c->line, (int)i + 1,
				       names[i]);
	if (n != count)
		return cx_fail(cx, STATUS_INVALID, "line %d: more than %d cells", c->line, (int)count);
	return STATUS_OK;
}
