/* doc_glyphs.h - characters at places on a page, put into lines and into the cells of ruled tables. */
#ifndef PROTO_DOC_GLYPHS_H
#define PROTO_DOC_GLYPHS_H

#include "proto/doc_flow.h"

struct glyph {
	struct flow_box box;
	char s[8];              /* one character, UTF-8 */
};

/* A page's characters, in any order, into f: those inside a cell of a table into that cell, the others into lines.
 * The glyphs are put into another order. */
void glyphs_flow(struct flow *f, struct glyph *g, size_t n, struct flow_table *tables, size_t table_count);

/* Do the characters stand in columns, so that looking for the rules of a table is worth the while? */
bool glyphs_in_columns(struct cx *cx, struct glyph *g, size_t n);

#endif
