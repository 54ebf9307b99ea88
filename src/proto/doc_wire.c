#include "proto/doc_wire.h"

#include <jansson.h>
#include <string.h>

enum { MAX_CELLS = 2000 };

static void write_cells(struct jw *w, const struct doc_block *b)
{
	jw_begin(w, '[');
	for (size_t i = 0; i < b->cell_count; i++) {
		const struct doc_cell *c = &b->cells[i];
		jw_begin(w, '[');
		jw_int(w, (int64_t)c->at);
		jw_int(w, (int64_t)c->n);
		jw_int(w, c->col);
		jw_int(w, c->colspan);
		jw_int(w, c->rowspan);
		jw_int(w, c->covered);
		jw_end(w);
	}
	jw_end(w);
}

static void write_blocks(struct jw *w, const struct doc *doc)
{
	jw_begin(w, '[');
	for (size_t i = 0; i < doc->block_count; i++) {
		const struct doc_block *b = &doc->blocks[i];
		jw_begin(w, '[');
		jw_int(w, b->kind);
		jw_int(w, (int64_t)b->at);
		jw_int(w, (int64_t)b->n);
		jw_int(w, b->page);
		jw_int(w, b->table);
		jw_int(w, b->row);
		write_cells(w, b);
		jw_end(w);
	}
	jw_end(w);
}

void doc_write(struct jw *w, const struct doc *doc)
{
	const struct texts warnings = {(const char **)(uintptr_t)doc->warnings, doc->warning_count};
	jw_begin(w, '{');
	jw_key(w, "format");
	jw_text(w, doc->format);
	jw_key(w, "text");
	jw_text(w, doc->text);
	jw_key(w, "pages");
	jw_int(w, doc->pages);
	jw_key(w, "ocr");
	jw_bool(w, doc->ocr);
	jw_key(w, "warnings");
	jw_texts(w, &warnings);
	jw_key(w, "blocks");
	write_blocks(w, doc);
	jw_end(w);
}

/* ---- back ---- */

static enum status broken(struct cx *cx)
{
	return cx_fail(cx, STATUS_INVALID, "the file could not be read: the reader's answer is broken");
}

/* The i-th number of an array, from 0 to most. */
static bool number(const json_t *array, size_t i, json_int_t most, json_int_t *out)
{
	const json_t *v = json_array_get(array, i);
	*out = json_integer_value(v);
	return json_is_integer(v) && *out >= 0 && *out <= most;
}

static bool read_cell(const json_t *from, size_t length, struct doc_cell *c)
{
	json_int_t at, n, col, colspan, rowspan, covered;
	if (!number(from, 0, (json_int_t)length, &at) || !number(from, 1, (json_int_t)length - at, &n) || !number(from, 2, MAX_CELLS, &col) ||
	    !number(from, 3, MAX_CELLS, &colspan) || !number(from, 4, DOC_MAX_TEXT, &rowspan) || !number(from, 5, 1, &covered))
		return false;
	*c = (struct doc_cell){(size_t)at, (size_t)n, (int)col, (int)colspan, (int)rowspan, covered != 0};
	return true;
}

/* before: where the block before it ended; blocks are in order and do not overlap. */
static bool read_block(struct cx *cx, const json_t *from, size_t before, size_t length, struct doc_block *b)
{
	json_int_t kind, at, n, page, table, row;
	const json_t *cells = json_array_get(from, 6);
	size_t count = json_array_size(cells);
	if (!number(from, 0, DOC_ROW, &kind) || !number(from, 1, (json_int_t)length, &at) || !number(from, 2, (json_int_t)length - at, &n) ||
	    !number(from, 3, DOC_MAX_PAGES, &page) || !number(from, 4, DOC_MAX_TEXT, &table) || !number(from, 5, DOC_MAX_TEXT, &row) ||
	    (size_t)at < before || count > MAX_CELLS)
		return false;
	struct doc_cell *list = count ? arena_array_of(cx->mem, struct doc_cell, count) : NULL;
	for (size_t i = 0; i < count; i++)
		if (!read_cell(json_array_get(cells, i), length, &list[i]))
			return false;
	*b = (struct doc_block){(enum doc_kind)kind, (size_t)at, (size_t)n, (int)page, (int)table, (int)row, list, count};
	return true;
}

static bool read_text(struct cx *cx, const json_t *whole, struct doc *out)
{
	const json_t *text = json_object_get(whole, "text"), *format = json_object_get(whole, "format");
	if (!json_is_string(text) || !json_is_string(format) || json_string_length(text) > DOC_MAX_TEXT)
		return false;
	out->n = json_string_length(text);
	out->text = arena_strdup(cx->mem, json_string_value(text));
	out->format = arena_strdup(cx->mem, json_string_value(format));
	return strlen(out->text) == out->n && !strchr(out->text, '\r');
}

static bool read_warnings(struct cx *cx, const json_t *list, struct doc *out)
{
	size_t n = json_array_size(list);
	const char **all = arena_array_of(cx->mem, const char *, n + 1);
	for (size_t i = 0; i < n; i++) {
		const char *s = json_string_value(json_array_get(list, i));
		if (!s)
			return false;
		all[i] = arena_strdup(cx->mem, s);
	}
	out->warnings = all;
	out->warning_count = n;
	return true;
}

static bool read_blocks(struct cx *cx, const json_t *list, struct doc *out)
{
	size_t n = json_array_size(list), before = 0;
	struct doc_block *all = arena_array_of(cx->mem, struct doc_block, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (!read_block(cx, json_array_get(list, i), before, out->n, &all[i]))
			return false;
		before = all[i].at + all[i].n;
	}
	out->blocks = all;
	out->block_count = n;
	return true;
}

enum status doc_parse(struct cx *cx, const char *json, size_t n, struct doc *out)
{
	json_t *whole = json_loadb(json, n, JSON_REJECT_DUPLICATES, NULL);
	const json_t *pages = json_object_get(whole, "pages");
	*out = (struct doc){.pages = (int)json_integer_value(pages), .ocr = json_is_true(json_object_get(whole, "ocr"))};
	bool good = json_is_integer(pages) && out->pages >= 0 && out->pages <= DOC_MAX_PAGES && read_text(cx, whole, out) &&
		    read_warnings(cx, json_object_get(whole, "warnings"), out) && read_blocks(cx, json_object_get(whole, "blocks"), out);
	json_decref(whole);
	return good ? STATUS_OK : broken(cx);
}
