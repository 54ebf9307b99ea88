/*
 * shape.h - two pieces of land against each other, in square metres and metres.
 *
 * GeoJSON geometries in degrees go into one plane (transverse Mercator on GRS 80 through a middle that the caller names), and
 * GEOS does the rest.  Errors of the plane are below 1 in 100,000 within 30 km of its middle.
 */
#ifndef ROOMS_TENURE_SHAPE_H
#define ROOMS_TENURE_SHAPE_H

#include "base/cx.h"

struct shapes;                  /* a plane, with all that was read into it; freed with cx->mem */
struct shape;

enum status shapes_new(struct cx *cx, double lon, double lat, struct shapes **out) MUST_CHECK;

/* Any geometry of RFC 7946; one that crosses itself is mended.  INVALID: not a geometry, or an empty one. */
enum status shape_read(struct cx *cx, struct shapes *s, const char *geojson, struct shape **out) MUST_CHECK;

double shape_area(struct shapes *s, const struct shape *a);                             /* m² */
double shape_overlap(struct shapes *s, const struct shape *a, const struct shape *b);   /* m² that they have in common */
double shape_distance(struct shapes *s, const struct shape *a, const struct shape *b);  /* m; 0: they touch */

/* What of a lies more than metres outside of b: its area, and how far its farthest point is from b. */
struct shape_beyond {
	double area_m2, metres;
};
struct shape_beyond shape_beyond(struct shapes *s, const struct shape *a, const struct shape *b, double metres);

/* Land that a person gives: INVALID: it crosses itself, or has no area to speak of. */
enum status shape_sound(struct cx *cx, const char *geojson) MUST_CHECK;

/* How much of after, both GeoJSON, lies more than metres outside of before: m², 0 nothing.  INVALID: one cannot be read. */
enum status shape_grown(struct cx *cx, const char *before, const char *after, double metres, double *m2) MUST_CHECK;

#endif
