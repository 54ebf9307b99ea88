/* sheet_build.h - for the readers of formats: how a sheet grows, row by row. */
#ifndef PROTO_SHEET_BUILD_H
#define PROTO_SHEET_BUILD_H

#include "proto/sheet.h"

struct sheet_building {
	struct cx *cx;
	struct sheet *out;
	struct sheet_row *rows;
	size_t room;
	const char **columns;
};

void sheet_begin(struct cx *cx, const char *format, struct sheet *out, struct sheet_building *b);
/* The column of that name, made where there is none yet; SHEET_MAX_COLUMNS: there are too many. */
size_t sheet_column(struct sheet_building *b, const char *name);
/* A new row with empty cells, once the columns are known.  TOO_LARGE. */
enum status sheet_row_new(struct sheet_building *b, int line, struct sheet_row **out) MUST_CHECK;
/* Without blanks at the ends, those of Chinese texts too. */
const char *sheet_trim(struct cx *cx, const char *s, size_t n);

/* A ring from n points; a repeated last point is left out.  false: fewer than three. */
bool sheet_ring(struct geo_ring *ring, const struct geo_point *points, size_t n);

enum status sheet_read_csv(struct cx *cx, const char *bytes, size_t n, struct sheet *out) MUST_CHECK;
enum status sheet_read_xlsx(struct cx *cx, const char *name, const char *bytes, size_t n, struct sheet *out) MUST_CHECK;
enum status sheet_read_geojson(struct cx *cx, const char *bytes, size_t n, struct sheet *out) MUST_CHECK;
struct unzip;
enum status sheet_read_shape(struct cx *cx, struct unzip *z, const char *stem, struct sheet *out) MUST_CHECK;

#endif
