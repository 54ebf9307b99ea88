/*
 * doc_build.h - a struct doc being put together by a reader of a format; keeps the invariants of doc.h whatever it is fed.
 *
 * Text is cleaned on the way in: bytes that are not UTF-8 become U+FFFD; NUL, controls, byte order marks, zero-width and
 * soft-hyphen characters vanish; a no-break blank becomes a blank.  Blanks at both ends of a block are dropped; a block
 * without text is not made.
 *
 * When a limit is passed the builder takes nothing more and doc_build_end() says so; a reader in a long loop asks
 * doc_build_full() to stop early.
 */
#ifndef PROTO_DOC_BUILD_H
#define PROTO_DOC_BUILD_H

#include "base/buf.h"
#include "proto/doc.h"

enum { DOC_MAX_CELLS = 200 * 1000, DOC_MAX_COLUMNS = 512, DOC_MAX_BLOCKS = 300 * 1000 };

struct doc_build {
	struct cx *cx;
	const char *format;
	struct buf text, scratch;
	struct doc_block *blocks;
	size_t block_count, block_room;
	const char **warnings;
	size_t warning_count, warning_room;
	size_t cells;           /* made so far, in all tables */
	int tables;
	bool full;
};

/* A table being collected, row by row. */
struct doc_table {
	struct doc_build *b;
	struct grid_cell *cells;
	size_t count, room;
	int rows, page;         /* rows begun so far; the page of the last */
	size_t row_start;       /* its first cell */
	int *until, *owner;     /* by column: covered up to this row (not included), by which cell */
	int cols;
};

void doc_build_init(struct doc_build *b, struct cx *cx, const char *format);
bool doc_build_full(const struct doc_build *b);

/* A block for each line of s. */
void doc_build_text(struct doc_build *b, const char *s, size_t n, int page);
void doc_build_warn(struct doc_build *b, const char *words);

void doc_table_begin(struct doc_table *t, struct doc_build *b);
/* Begin the next row, or a later one: rows left out are empty.  Columns that the row before did not fill get an empty
 * cell, so that it is complete. */
void doc_table_row(struct doc_table *t, int page);
void doc_table_row_at(struct doc_table *t, int row, int page);
/* A cell of the row begun last, in the first column from col on that no cell above reaches into.  s may hold lines.
 * The column after it is returned. */
int doc_table_cell(struct doc_table *t, int col, int colspan, int rowspan, const char *s, size_t n);
/* The same, in this column or, where a cell above reaches into it, nowhere. */
void doc_table_place(struct doc_table *t, int col, int colspan, int rowspan, const char *s, size_t n);
/* The cell that began above in this column reaches down into this row too (vMerge).  False: there is none. */
bool doc_table_extend(struct doc_table *t, int col);
/* Put the table into the document.  A table of a single column is only a frame: its lines become blocks of text. */
void doc_table_end(struct doc_table *t);

/* TOO_LARGE: over the limits of text, blocks or cells.  INVALID: there is no text at all. */
enum status doc_build_end(struct doc_build *b, struct doc *out) MUST_CHECK;

/* Add s to out, cleaned as above; line feeds and tabs stay. */
void doc_clean(struct buf *out, const char *s, size_t n);
/* One character of UTF-8 at s: how many bytes it has, 0 where it is broken. */
size_t utf8_one(const char *s, size_t n, uint32_t *code);
void utf8_put(struct buf *out, uint32_t code);

#endif
