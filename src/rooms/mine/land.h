/* land.h - land between the plane of a licence and longitude and latitude, as GeoJSON. */
#ifndef ROOMS_MINE_LAND_H
#define ROOMS_MINE_LAND_H

#include "base/json.h"
#include "proto/licence_land.h"

/* The central meridian of zone 25 … 45; of a land without zone: the county's (rule mine.meridian). */
enum status land_meridian(struct cx *cx, const struct land *land, double *out) MUST_CHECK;

/* "EPSG:4529": CGCS2000, Gauss-Krüger of three degrees, with the zone's number or without it. */
const char *land_crs(struct cx *cx, const struct land *land, double meridian);

/* A MultiPolygon of the blocks in WGS 84 (CGCS2000 differs by centimetres), with its bounds; blocks that are taken out
 * become holes of the block that surrounds them. */
struct land_shape {
	const char *geojson;
	double lon_min, lat_min, lon_max, lat_max;
};
enum status land_shape(struct cx *cx, const struct land *land, double meridian, struct land_shape *out) MUST_CHECK;

/* {"blocks":[{"name","top_m","bottom_m","area_m2"}],"area_km2","stated_km2","crs"} */
void land_write(struct cx *cx, struct jw *w, const struct land *land, double meridian);

#endif
