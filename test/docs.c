#include "test/docs.h"

#include <stdio.h>
#include <string.h>

#include "proto/doc_build.h"

const char *docs_file(struct arena *mem, const char *path, size_t *n)
{
	struct buf b;
	char part[4096];
	size_t got;
	FILE *f = fopen(path, "rb");
	if (!f)
		return NULL;
	buf_init(&b, mem);
	while ((got = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&b, part, got);
	fclose(f);
	*n = b.n;
	return b.s;
}

static const char *broken_text(const struct doc *d)
{
	for (size_t i = 0; i < d->n;) {
		uint32_t c = 0;
		size_t len = utf8_one(d->text + i, d->n - i, &c);
		if (!len || c == 0 || c == '\r' || c == 0xfeff)
			return "the text has bytes that it must not have";
		i += len;
	}
	return d->text[d->n] ? "the text does not end with a NUL" : NULL;
}

static const char *broken_row(const struct doc *d, const struct doc_block *k)
{
	size_t at = k->at;
	int col = 0;
	for (size_t i = 0; i < k->cell_count; i++) {
		const struct doc_cell *c = &k->cells[i];
		if (c->at + c->n > d->n || c->col < col || c->colspan < 1 || c->rowspan < 1)
			return "a cell is out of its place";
		if (memchr(d->text + c->at, '\n', c->n) || memchr(d->text + c->at, '\t', c->n))
			return "a cell holds a separator";
		if (!c->covered && c->at != at)
			return "a cell does not follow the one before";
		if (c->covered && c->at > k->at)
			return "a covered cell points forward";
		at += (c->covered ? 0 : c->n) + 1;
		col = c->col + c->colspan;
	}
	return at == k->at + k->n + 1 ? NULL : "the cells do not fill the row";
}

const char *docs_broken(const struct doc *d)
{
	size_t at = 0;
	for (size_t i = 0; i < d->block_count; i++) {
		const struct doc_block *k = &d->blocks[i];
		if (i > 0 && (at >= d->n || d->text[at++] != '\n'))
			return "no line feed between blocks";
		if (k->at != at || k->at + k->n > d->n)
			return "a block does not follow the one before";
		if (memchr(d->text + k->at, '\n', k->n))
			return "a block holds a line feed";
		if (k->page < 0 || k->page > d->pages)
			return "a block is on a page that there is not";
		const char *row = k->kind == DOC_ROW ? broken_row(d, k) : NULL;
		if (row)
			return row;
		at = k->at + k->n;
	}
	return at == d->n ? broken_text(d) : "text after the last block";
}

void docs_dump(const struct doc *d, struct buf *out)
{
	for (size_t i = 0; i < d->block_count; i++) {
		const struct doc_block *k = &d->blocks[i];
		if (k->page > 0)
			buf_printf(out, "p%d ", k->page);
		if (k->kind == DOC_TEXT) {
			buf_printf(out, "%.*s\n", (int)k->n, d->text + k->at);
			continue;
		}
		buf_printf(out, "%d.%d", k->table, k->row);
		for (size_t j = 0; j < k->cell_count; j++) {
			const struct doc_cell *c = &k->cells[j];
			buf_printf(out, " [%d", c->col);
			if (c->colspan > 1 || c->rowspan > 1)
				buf_printf(out, "+%d,%d", c->colspan, c->rowspan);
			buf_printf(out, "%s] %.*s", c->covered ? "*" : "", (int)c->n, d->text + c->at);
		}
		buf_puts(out, "\n");
	}
	for (size_t i = 0; i < d->warning_count; i++)
		buf_printf(out, "! %s\n", d->warnings[i]);
}
