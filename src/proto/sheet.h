/*
 * sheet.h - a table from a file, of whatever format: named columns, rows of cells, and with some formats a shape a row.
 *
 * Formats: text with commas, semicolons or tabs in any encoding that charset.h knows; xlsx (its first table); GeoJSON; a
 * zip with the .shp, .shx and .dbf of a shapefile.  The first row that has two cells or more names the columns.  What a
 * cell holds is text, without blanks at its ends; a number of GeoJSON or dBASE as it was written.
 *
 * Pure: bytes in, rows out, all in cx->mem.
 */
#ifndef PROTO_SHEET_H
#define PROTO_SHEET_H

#include <stdbool.h>
#include "base/cx.h"

enum { SHEET_MAX_ROWS = 200000, SHEET_MAX_COLUMNS = 200, SHEET_MAX_BYTES = 64 * 1024 * 1024 };

struct geo_point {
	double x, y;            /* east, north: as the file has them */
};
struct geo_ring {
	const struct geo_point *points; /* the first is not repeated at the end */
	size_t count;
	bool hole;
};
/* A point, or a polygon of one or several outer rings, each followed by its holes. */
struct geo {
	bool point;
	struct geo_point at;
	const struct geo_ring *rings;
	size_t ring_count;
};

struct sheet_row {
	int line;               /* of the file, or the number of the row or feature, from 1 */
	const char **cells;     /* one a column, never NULL */
	const struct geo *shape;        /* NULL: none */
	const char *broken;     /* why its shape cannot be used, in the user's language; NULL: it can */
};

struct sheet {
	const char *format;     /* "csv", "xlsx", "geojson", "shapefile" */
	const char **columns;
	size_t column_count;
	const struct sheet_row *rows;
	size_t row_count;
	const char *crs;        /* of the shapes: the text of a .prj, "EPSG:4490", or "" where the file says none */
};

/* INVALID: none of these formats, broken, no row of names.  TOO_LARGE: over a limit above. */
enum status sheet_read(struct cx *cx, const char *name, const char *bytes, size_t n, struct sheet *out) MUST_CHECK;

#endif
