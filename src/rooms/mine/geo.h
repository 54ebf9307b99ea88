/* geo.h - shapes of files as places on earth: longitude and latitude, area on the ellipsoid, GeoJSON. */
#ifndef ROOMS_MINE_GEO_H
#define ROOMS_MINE_GEO_H

#include "proto/sheet.h"

/* How a file's numbers become longitude and latitude. */
struct geo_system;

/* crs as sheet.h has it; "": found out from each shape's numbers (degrees, or Gauss-Krüger of CGCS2000 with the zone's
 * number or without it; then by rule mine.meridian).  INVALID: PROJ does not know it. */
enum status geo_system(struct cx *cx, const char *crs, struct geo_system **out) MUST_CHECK;

struct geo_place {
	double lon, lat;        /* of the point; of a polygon: a point inside its largest ring */
	double area_m2;         /* on the ellipsoid; 0: a point */
	const char *geojson;    /* Point, or MultiPolygon with its holes; seven digits */
	const struct geo *degrees;      /* the shape in degrees */
	double lon_min, lat_min, lon_max, lat_max;
};
/* INVALID: the numbers are nowhere on earth. */
enum status geo_place(struct cx *cx, struct geo_system *sys, const struct geo *g, struct geo_place *out) MUST_CHECK;

/* A GeoJSON geometry (Polygon or MultiPolygon) in degrees, as a place.  INVALID. */
enum status geo_of_geojson(struct cx *cx, const char *geometry, struct geo_place *out) MUST_CHECK;

/* Is it inside the polygon, and in none of its holes? */
bool geo_inside(const struct geo *g, double x, double y);

#endif
