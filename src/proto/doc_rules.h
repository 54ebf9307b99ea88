/*
 * doc_rules.h - ruled tables in the picture of a page.
 *
 * PDF does not say what a table is, and a scan even less; but in notices tables are ruled.  Long straight strokes that
 * cross make a grid; where a stroke is missing between two fields of the grid they are one merged cell.
 */
#ifndef PROTO_DOC_RULES_H
#define PROTO_DOC_RULES_H

#include <stdint.h>
#include "proto/doc_flow.h"

/* Grey: 0 black to 255 white, a byte a pixel. */
struct picture {
	uint8_t *px;
	int width, height, stride;
	int dpi;
};

/* The tables of at least two cells, from top to bottom, boxes in pixels; cells without text.  How many they are. */
size_t ruled_tables_find(struct cx *cx, const struct picture *p, struct flow_table **out);

#endif
