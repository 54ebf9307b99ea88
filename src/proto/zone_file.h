/*
 * zone_file.h - a GeoJSON FeatureCollection of protected land, roads or settlements, taken apart (RFC 7946).
 *
 * Longitude and latitude in degrees alone: a file in the numbers of a plane is refused and not guessed at.
 */
#ifndef PROTO_ZONE_FILE_H
#define PROTO_ZONE_FILE_H

#include "base/cx.h"

struct zone_shape {
	const char *name;               /* "" none */
	const char *geojson;            /* the geometry alone */
	double west, south, east, north;
};
struct zone_file {
	struct zone_shape *shapes;
	size_t count;
};

/* name_key: the property that has the name.  INVALID: not such a file, or a feature (its number is told) without a geometry that
 * has enough points, all on earth; a polygon's rings are closed.  TOO_LARGE: more than most features. */
enum status zone_parse(struct cx *cx, const char *bytes, size_t n, const char *name_key, size_t most, struct zone_file *out) MUST_CHECK;

#endif
