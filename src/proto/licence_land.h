/*
 * licence_land.h - the land of a mining licence, as the licensing offices publish it.
 *
 *     1,4511234.12,41523456.78
 *     2,…
 *     *,320,180,一采区,1
 *
 * Lines of number, X (north) and Y (east) in metres, CGCS2000, Gauss-Krüger in zones of three degrees, Y with the number
 * of its zone in front or without it; a line that begins with * closes a block: upper and lower limit in metres above
 * the sea, the block's name, and a sign (-1: the block is taken out of the others).  Several blocks follow each other.
 * A file may have other text around; commas, semicolons, tabs and blanks separate, of either width.
 *
 * Pure: bytes in, blocks out.
 */
#ifndef PROTO_LICENCE_LAND_H
#define PROTO_LICENCE_LAND_H

#include <stdbool.h>
#include "base/cx.h"

enum { LAND_MAX_POINTS = 5000, LAND_MAX_BLOCKS = 200 };

struct land_point {
	double x, y;            /* metres; x north, y east without the zone's number */
};

struct land_block {
	const char *name;
	double top_m, bottom_m;
	bool has_heights;
	bool out;               /* taken out of the others */
	const struct land_point *points;        /* the ring, its first point not repeated */
	size_t count;
	double area_m2;         /* in the plane of the projection, always positive */
};

struct land {
	const struct land_block *blocks;
	size_t count;
	int zone;               /* 25 … 45, as the coordinates say; 0: they have no number in front */
	double area_m2;         /* blocks that are in less those that are out */
	double stated_km2;      /* a figure in the text: "面积 1.0685 平方公里"; 0: none */
	bool swapped;           /* the text had east before north */
};

/* INVALID, with the line: no blocks at all, a block with fewer than three points, a coordinate out of China, blocks of
 * different zones, a ring that crosses itself, heights that are upside down.  TOO_LARGE: over the limits above. */
enum status land_read(struct cx *cx, const char *text, size_t n, struct land *out) MUST_CHECK;

#endif
