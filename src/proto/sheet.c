#include "proto/sheet.h"

#include <string.h>
#include <strings.h>
#include "proto/charset.h"
#include "proto/doc.h"
#include "proto/sheet_build.h"
#include "proto/unzip.h"

/* ---- building ---- */

void sheet_begin(struct cx *cx, const char *format, struct sheet *out, struct sheet_building *b)
{
	*out = (struct sheet){.format = format, .crs = ""};
	*b = (struct sheet_building){.cx = cx, .out = out, .columns = arena_array_of(cx->mem, const char *, SHEET_MAX_COLUMNS)};
	out->columns = b->columns;
}

size_t sheet_column(struct sheet_building *b, const char *name)
{
	for (size_t i = 0; i < b->out->column_count; i++)
		if (strcmp(b->columns[i], name) == 0)
			return i;
	if (b->out->column_count == SHEET_MAX_COLUMNS)
		return SHEET_MAX_COLUMNS;
	b->columns[b->out->column_count] = name;
	return b->out->column_count++;
}

enum status sheet_row_new(struct sheet_building *b, int line, struct sheet_row **out)
{
	if (b->out->row_count == SHEET_MAX_ROWS)
		return cx_fail(b->cx, STATUS_TOO_LARGE, "the table has more than %d rows: split it", SHEET_MAX_ROWS);
	if (b->out->row_count == b->room) {
		size_t room = b->room ? 2 * b->room : 256;
		struct sheet_row *grown = arena_array_of(b->cx->mem, struct sheet_row, room);
		if (b->room)
			memcpy(grown, b->rows, b->room * sizeof *grown);
		b->out->rows = b->rows = grown;
		b->room = room;
	}
	*out = &b->rows[b->out->row_count++];
	(*out)->line = line;
	(*out)->cells = arena_array_of(b->cx->mem, const char *, b->out->column_count + 1);
	for (size_t i = 0; i < b->out->column_count; i++)
		(*out)->cells[i] = "";
	return STATUS_OK;
}

/* Bytes of a blank at s; 0: none.  U+3000, U+00A0, U+FEFF and those of ASCII. */
static size_t blank(const char *s, size_t n)
{
	static const char *const wide[] = {"\xe3\x80\x80", "\xc2\xa0", "\xef\xbb\xbf"};
	if (n && (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n' || *s == '\0'))
		return 1;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (n >= strlen(wide[i]) && memcmp(s, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	return 0;
}

const char *sheet_trim(struct cx *cx, const char *s, size_t n)
{
	for (size_t skip; n && (skip = blank(s, n)); n -= skip)
		s += skip;
	for (bool more = true; n && more;) {
		more = false;
		for (size_t k = 1; k <= 3 && k <= n && !more; k++)
			if (blank(s + n - k, k) == k) {
				n -= k;
				more = true;
			}
	}
	char *out = arena_alloc(cx->mem, n + 1);
	memcpy(out, s, n);
	return out;
}

bool sheet_ring(struct geo_ring *ring, const struct geo_point *points, size_t n)
{
	if (n > 1 && points[0].x == points[n - 1].x && points[0].y == points[n - 1].y)
		n--;
	*ring = (struct geo_ring){.points = points, .count = n};
	return n >= 3;
}

/* ---- xlsx ---- */

static const char *cell_text(struct cx *cx, const struct doc *doc, const struct doc_block *block, size_t i)
{
	return sheet_trim(cx, doc->text + block->cells[i].at, block->cells[i].n);
}

static size_t filled(struct cx *cx, const struct doc *doc, const struct doc_block *block)
{
	size_t n = 0;
	for (size_t i = 0; i < block->cell_count; i++)
		n += !block->cells[i].covered && *cell_text(cx, doc, block, i);
	return n;
}

enum status sheet_read_xlsx(struct cx *cx, const char *name, const char *bytes, size_t n, struct sheet *out)
{
	struct doc doc;
	struct sheet_building b;
	TRY(doc_read(cx, name, bytes, n, &doc));
	sheet_begin(cx, "xlsx", out, &b);
	int table = 0;
	for (size_t i = 0; i < doc.block_count; i++) {
		const struct doc_block *block = &doc.blocks[i];
		struct sheet_row *row;
		if (block->kind != DOC_ROW || (table && block->table != table) || (!table && filled(cx, &doc, block) < 2))
			continue;
		if (!table) {
			for (size_t k = 0; k < block->cell_count && k < SHEET_MAX_COLUMNS; k++)
				b.columns[out->column_count++] = cell_text(cx, &doc, block, k);
			table = block->table;
			continue;
		}
		TRY(sheet_row_new(&b, block->row + 1, &row));
		for (size_t k = 0; k < block->cell_count; k++)
			if (block->cells[k].col >= 0 && (size_t)block->cells[k].col < out->column_count)
				row->cells[block->cells[k].col] = cell_text(cx, &doc, block, k);
	}
	return table ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "the file has no row of column names");
}

/* ---- which format ---- */

static enum status read_zip(struct cx *cx, const char *name, const char *bytes, size_t n, struct sheet *out)
{
	struct unzip *z;
	const char *stem = NULL;
	TRY(unzip_open(cx, bytes, n, &z));
	if (unzip_has(z, "[Content_Types].xml"))
		return sheet_read_xlsx(cx, name, bytes, n, out);
	for (size_t i = 0; i < unzip_count(z); i++) {
		const char *part = unzip_name(z, i);
		size_t len = strlen(part);
		if (len < 5 || strcasecmp(part + len - 4, ".shp") != 0 || strncmp(part, "__MACOSX/", 9) == 0)
			continue;
		if (stem)
			return cx_fail(cx, STATUS_INVALID, "the zip holds several shapefiles: pack each by itself");
		stem = arena_printf(cx->mem, "%.*s", (int)len - 4, part);
	}
	if (!stem)
		return cx_fail(cx, STATUS_INVALID, "the zip holds neither a workbook nor a shapefile");
	return sheet_read_shape(cx, z, stem, out);
}

enum status sheet_read(struct cx *cx, const char *name, const char *bytes, size_t n, struct sheet *out)
{
	struct charset_text text;
	if (n > SHEET_MAX_BYTES)
		return cx_fail(cx, STATUS_TOO_LARGE, "the file is too large: at most %d MB", SHEET_MAX_BYTES / 1024 / 1024);
	if (n > 4 && memcmp(bytes, "PK\x03\x04", 4) == 0)
		return read_zip(cx, name, bytes, n, out);
	TRY(charset_decode(cx, bytes, n, NULL, &text));
	size_t at = 0;
	while (at < text.n && strchr(" \t\r\n", text.s[at]))
		at++;
	if (at < text.n && text.s[at] == '{')
		return sheet_read_geojson(cx, text.s, text.n, out);
	return sheet_read_csv(cx, text.s, text.n, out);
}
