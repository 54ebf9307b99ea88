/*
 * doc.h - a document as the readers of file formats hand it on: text in reading order, with the shape of its tables.
 *
 * Whatever came in (txt, docx, xlsx, html, pdf, a scan), what goes out is one UTF-8 text and a list of blocks that
 * cover it.  A block is a paragraph (or a line, where the format has no paragraphs) or a row of a table.
 *
 * Invariants: doc.text is valid UTF-8 without NUL, carriage return or byte order mark; each block's text is the bytes
 * doc.text[at, at + n); blocks are in order and do not overlap; between two blocks stands "\n", between two cells of a
 * row "\t"; a line break inside a cell is kept as a blank.  All memory belongs to the arena that the reader was given.
 */
#ifndef PROTO_DOC_H
#define PROTO_DOC_H

#include <stdbool.h>
#include "base/cx.h"

enum doc_kind { DOC_TEXT, DOC_ROW };

/* A cell of a table row.  A merged cell stands once with its spans; the places it covers in later rows stand as cells
 * with covered = true and the text of the cell that covers them (at, n point there), so that a row is always complete. */
struct doc_cell {
	size_t at, n;           /* bytes of doc.text */
	int col, colspan, rowspan;
	bool covered;
};

struct doc_block {
	enum doc_kind kind;
	size_t at, n;           /* bytes of doc.text */
	int page;               /* from 1; 0: the format has no pages */
	int table, row;         /* DOC_ROW: which table (from 1) and row (from 0) */
	const struct doc_cell *cells;
	size_t cell_count;
};

/* Told after each page that took long, of pages in all; may refuse, which ends the reading. */
struct doc_watch {
	enum status (*page)(struct cx *cx, void *arg, int done, int pages);
	void *arg;
};

struct doc {
	const struct doc_watch *watch;  /* set by doc_read_watched(); NULL: nobody watches */
	const char *format;     /* "txt", "docx", "xlsx", "html", "pdf", "scan" */
	const char *text;
	size_t n;
	const struct doc_block *blocks;
	size_t block_count;
	int pages;
	bool ocr;               /* some of the text was recognised from pictures: expect slips */
	const char *const *warnings;    /* what a person should know: a page without text, a broken table … */
	size_t warning_count;
};

/* The largest file a reader takes; a larger one is refused before it is looked at. */
enum { DOC_MAX_BYTES = 20 * 1024 * 1024, DOC_MAX_PAGES = 200, DOC_MAX_TEXT = 2 * 1024 * 1024 };

/* Read a file's bytes, of whatever format its first bytes show (the name's ending only helps where they do not).
 * INVALID: not a document, of a format we do not read, broken, encrypted, or hostile (the message says which and how to
 * mend it).  TOO_LARGE: over a limit above. */
enum status doc_read(struct cx *cx, const char *name, const void *bytes, size_t n, struct doc *out) MUST_CHECK;

/* The same, telling how far it is. */
enum status doc_read_watched(struct cx *cx, const char *name, const void *bytes, size_t n, const struct doc_watch *watch,
			     struct doc *out) MUST_CHECK;

/* Plain UTF-8 text as a document: a block a line.  Never fails. */
void doc_of_text(struct cx *cx, const char *text, size_t n, struct doc *out);

#endif
