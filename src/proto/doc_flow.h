/*
 * doc_flow.h - from lines at places on pages to a document: what pdf and scans have in common.
 *
 * Page numbers and running headers are dropped; lines that only wrapped are joined again into paragraphs, also over the
 * end of a page; a table that goes on over the page stays one table.  Lengths are in points or pixels, whatever the
 * caller uses for a page; y grows downwards.
 */
#ifndef PROTO_DOC_FLOW_H
#define PROTO_DOC_FLOW_H

#include "proto/doc_build.h"

struct flow_box {
	double x0, y0, x1, y1;
};

/* A cell of a ruled table. */
struct flow_cell {
	int row, col, rowspan, colspan;
	struct flow_box box;
	const char *s;          /* its lines joined; NULL: empty */
};

struct flow_table {
	struct flow_cell *cells;        /* by row, then column */
	size_t count;
	int rows, cols;
	struct flow_box box;
};

struct flow {
	struct doc_build b;
	struct flow_item *items;
	size_t count, room;
	struct flow_page *pages;
	bool recognised;        /* the words come from a picture: what is often misread is mended */
	size_t page_count, page_room;
};

void flow_init(struct flow *f, struct cx *cx, const char *format);

/* Begin a page; its lines and tables follow from top to bottom. */
void flow_page(struct flow *f, int number, double width, double height);
void flow_line(struct flow *f, struct flow_box box, const char *s);
void flow_table(struct flow *f, const struct flow_table *t);

/* Two lines of one paragraph as one text: a blank between them only where words need one. */
void flow_join(struct buf *out, const char *line);

/* The lines of a cell as its text: those that fill it run on, others stay lines. */
void flow_cell_line(struct buf *out, struct flow_box *last, struct flow_box cell, struct flow_box line, const char *s);

/* Recognised round brackets are often read as the angled ones: one that a round bracket closes, or opens, is round. */
void flow_match_brackets(struct buf *b);

enum status flow_end(struct flow *f, struct doc *out) MUST_CHECK;

#endif
