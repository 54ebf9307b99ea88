#include "rooms/tenure/shape.h"

#include <geos_c.h>
#include <proj.h>
#include <string.h>
#include "rooms/mine/geo.h"

struct shapes {
	GEOSContextHandle_t geos;
	PJ_CONTEXT *context;
	PJ *plane;
};

struct shape {
	GEOSContextHandle_t geos;
	GEOSGeometry *g;
};

static void release_shapes(void *p)
{
	struct shapes *s = p;
	if (s->plane)
		proj_destroy(s->plane);
	proj_context_destroy(s->context);
	GEOS_finish_r(s->geos);
}

static void release_shape(void *p)
{
	struct shape *s = p;
	if (s->g)
		GEOSGeom_destroy_r(s->geos, s->g);
}

enum status shapes_new(struct cx *cx, double lon, double lat, struct shapes **out)
{
	struct shapes *s = *out = arena_new_of(cx->mem, struct shapes);
	s->geos = GEOS_init_r();
	s->context = proj_context_create();
	arena_defer(cx->mem, release_shapes, s);
	proj_log_level(s->context, PJ_LOG_NONE);
	s->plane = proj_create(s->context, arena_printf(cx->mem, "+proj=tmerc +lat_0=%.6f +lon_0=%.6f +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m",
							lat, lon));
	return s->plane ? STATUS_OK : cx_fail(cx, STATUS_INTERNAL, "PROJ: no plane through %.6f, %.6f", lon, lat);
}

static int to_plane(double *x, double *y, void *plane)
{
	const double most = 1e8;
	PJ_COORD at = proj_trans(plane, PJ_FWD, proj_coord(proj_torad(*x), proj_torad(*y), 0, 0));
	*x = at.xy.x;
	*y = at.xy.y;
	return *x > -most && *x < most && *y > -most && *y < most;
}

/* A geometry that crosses itself would make every answer below a fault. */
static GEOSGeometry *mended(struct shapes *s, GEOSGeometry *g)
{
	if (!g || GEOSisValid_r(s->geos, g) == 1)
		return g;
	GEOSGeometry *good = GEOSMakeValid_r(s->geos, g);
	GEOSGeom_destroy_r(s->geos, g);
	return good;
}

static GEOSGeometry *read_plane(struct shapes *s, const char *geojson)
{
	GEOSGeoJSONReader *reader = GEOSGeoJSONReader_create_r(s->geos);
	GEOSGeometry *degrees = GEOSGeoJSONReader_readGeometry_r(s->geos, reader, geojson);
	GEOSGeoJSONReader_destroy_r(s->geos, reader);
	if (!degrees)
		return NULL;
	GEOSGeometry *plane = GEOSGeom_transformXY_r(s->geos, degrees, to_plane, s->plane);
	GEOSGeom_destroy_r(s->geos, degrees);
	return mended(s, plane);
}

enum status shape_read(struct cx *cx, struct shapes *s, const char *geojson, struct shape **out)
{
	struct shape *a = *out = arena_new_of(cx->mem, struct shape);
	a->geos = s->geos;
	arena_defer(cx->mem, release_shape, a);
	a->g = read_plane(s, geojson);
	if (!a->g || GEOSisEmpty_r(s->geos, a->g))
		return cx_fail(cx, STATUS_INVALID, "is not a GeoJSON geometry in longitude and latitude");
	return STATUS_OK;
}

static double area(struct shapes *s, const GEOSGeometry *g)
{
	double m2 = 0;
	return g && GEOSArea_r(s->geos, g, &m2) ? m2 : 0;
}

double shape_area(struct shapes *s, const struct shape *a)
{
	return area(s, a->g);
}

double shape_overlap(struct shapes *s, const struct shape *a, const struct shape *b)
{
	GEOSGeometry *both = GEOSIntersection_r(s->geos, a->g, b->g);
	double m2 = area(s, both);
	if (both)
		GEOSGeom_destroy_r(s->geos, both);
	return m2;
}

double shape_distance(struct shapes *s, const struct shape *a, const struct shape *b)
{
	double m = 0;
	return GEOSDistance_r(s->geos, a->g, b->g, &m) ? m : 0;
}

/* The farthest point of what is outside: the one way Hausdorff distance is reached at a corner of it. */
static double farthest(struct shapes *s, const GEOSGeometry *outside, const GEOSGeometry *b)
{
	double most = 0;
	GEOSGeometry *hull = GEOSConvexHull_r(s->geos, outside);
	const GEOSGeometry *ring = hull && GEOSGeomTypeId_r(s->geos, hull) == GEOS_POLYGON ? GEOSGetExteriorRing_r(s->geos, hull) : hull;
	const GEOSCoordSequence *seq = ring ? GEOSGeom_getCoordSeq_r(s->geos, ring) : NULL;
	unsigned n = 0;
	if (seq)
		GEOSCoordSeq_getSize_r(s->geos, seq, &n);
	for (unsigned i = 0; i < n; i++) {
		double x, y, m = 0;
		GEOSCoordSeq_getXY_r(s->geos, seq, i, &x, &y);
		GEOSGeometry *p = GEOSGeom_createPointFromXY_r(s->geos, x, y);
		if (p && GEOSDistance_r(s->geos, p, b, &m) && m > most)
			most = m;
		if (p)
			GEOSGeom_destroy_r(s->geos, p);
	}
	if (hull)
		GEOSGeom_destroy_r(s->geos, hull);
	return most;
}

struct shape_beyond shape_beyond(struct shapes *s, const struct shape *a, const struct shape *b, double metres)
{
	enum { QUADRANT = 16 };
	struct shape_beyond out = {0};
	GEOSGeometry *wide = GEOSBuffer_r(s->geos, b->g, metres, QUADRANT);
	GEOSGeometry *outside = wide ? GEOSDifference_r(s->geos, a->g, wide) : NULL;
	if (outside && !GEOSisEmpty_r(s->geos, outside)) {
		out.area_m2 = area(s, outside);
		out.metres = farthest(s, outside, b->g);
	}
	if (outside)
		GEOSGeom_destroy_r(s->geos, outside);
	if (wide)
		GEOSGeom_destroy_r(s->geos, wide);
	return out;
}

enum status shape_sound(struct cx *cx, const char *geojson)
{
	const double least_m2 = 1;
	struct geo_place at;
	struct shapes *plane;
	struct shape *a;
	TRY(geo_of_geojson(cx, geojson, &at));
	TRY(shapes_new(cx, at.lon, at.lat, &plane));
	TRY(shape_read(cx, plane, geojson, &a));
	GEOSGeoJSONReader *reader = GEOSGeoJSONReader_create_r(plane->geos);
	GEOSGeometry *given = GEOSGeoJSONReader_readGeometry_r(plane->geos, reader, geojson);
	GEOSGeoJSONReader_destroy_r(plane->geos, reader);
	bool simple = given && GEOSisValid_r(plane->geos, given) == 1;
	if (given)
		GEOSGeom_destroy_r(plane->geos, given);
	if (!simple)
		return cx_fail_field(cx, "land_text", "the boundary of the land crosses or touches itself");
	if (shape_area(plane, a) < least_m2)
		return cx_fail_field(cx, "land_text", "the land has no area");
	return STATUS_OK;
}

enum status shape_grown(struct cx *cx, const char *before, const char *after, double metres, double *m2)
{
	struct geo_place at;
	struct shapes *plane;
	struct shape *old, *now;
	TRY(geo_of_geojson(cx, before, &at));
	TRY(shapes_new(cx, at.lon, at.lat, &plane));
	TRY(shape_read(cx, plane, before, &old));
	TRY(shape_read(cx, plane, after, &now));
	*m2 = shape_beyond(plane, now, old, metres).area_m2;
	return STATUS_OK;
}
