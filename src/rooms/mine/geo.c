#include "rooms/mine/geo.h"

#include <geodesic.h>
#include <math.h>
#include <proj.h>
#include <stdlib.h>
#include <string.h>
#include "base/json.h"
#include "rooms/mine/land.h"

struct geo_system {
	PJ_CONTEXT *context;
	PJ *fixed;              /* the file says which system it is in; NULL: degrees, or by_numbers */
	bool by_numbers;
	const char *name;       /* of the system that made is for */
	PJ *made;
};

static void release_transform(void *p)
{
	proj_destroy(p);
}

static void release_context(void *c)
{
	proj_context_destroy(c);
}

/* From crs to longitude and latitude, in this order; freed with the arena. */
static enum status transform_of(struct cx *cx, PJ_CONTEXT *c, const char *crs, PJ **out)
{
	PJ *raw = proj_create_crs_to_crs(c, crs, "EPSG:4326", NULL);
	*out = raw ? proj_normalize_for_visualization(c, raw) : NULL;
	if (raw)
		proj_destroy(raw);
	if (!*out)
		return cx_fail(cx, STATUS_INVALID, "the file's coordinate system is not known: %.60s", crs);
	arena_defer(cx->mem, release_transform, *out);
	return STATUS_OK;
}

enum status geo_system(struct cx *cx, const char *crs, struct geo_system **out)
{
	struct geo_system *s = *out = arena_new_of(cx->mem, struct geo_system);
	s->context = proj_context_create();
	arena_defer(cx->mem, release_context, s->context);
	proj_log_level(s->context, PJ_LOG_NONE);
	s->by_numbers = !*crs;
	if (!*crs || strcmp(crs, "EPSG:4326") == 0 || strcmp(crs, "EPSG:4490") == 0)
		return STATUS_OK;
	return transform_of(cx, s->context, crs, &s->fixed);
}

/* ---- numbers ---- */

static const struct geo_point *first_point(const struct geo *g)
{
	return g->point ? &g->at : g->rings->points;
}

/* The system that eastings like this one are of; NULL: degrees. */
static enum status system_by_number(struct cx *cx, double x, double y, const char **out)
{
	enum { THREE_FIRST = 25, THREE_LAST = 45, SIX_FIRST = 13, SIX_LAST = 23, THREE_EPSG = 4513, SIX_EPSG = 4491 };
	const double zone_m = 1e6;
	int zone = (int)(x / zone_m);
	*out = NULL;
	if (fabs(x) <= 180 && fabs(y) <= 90)
		return STATUS_OK;
	if (zone >= THREE_FIRST && zone <= THREE_LAST)
		*out = arena_printf(cx->mem, "EPSG:%d", THREE_EPSG + zone - THREE_FIRST);
	else if (zone >= SIX_FIRST && zone <= SIX_LAST)
		*out = arena_printf(cx->mem, "EPSG:%d", SIX_EPSG + zone - SIX_FIRST);
	if (*out || x < 0 || x >= zone_m)
		return STATUS_OK;
	struct land none = {0};
	double meridian;
	TRY(land_meridian(cx, &none, &meridian));
	*out = land_crs(cx, &none, meridian);
	return STATUS_OK;
}

static enum status choose(struct cx *cx, struct geo_system *s, const struct geo *g, PJ **out)
{
	const char *name;
	*out = s->fixed;
	if (!s->by_numbers)
		return STATUS_OK;
	TRY(system_by_number(cx, first_point(g)->x, first_point(g)->y, &name));
	if (!name)
		return STATUS_OK;
	if (!s->name || strcmp(s->name, name) != 0)
		TRY(transform_of(cx, s->context, name, &s->made));
	s->name = name;
	*out = s->made;
	return STATUS_OK;
}

static enum status degrees(struct cx *cx, PJ *pj, const struct geo_point *p, struct geo_point *out)
{
	const double digits = 1e7;
	*out = *p;
	if (pj) {
		PJ_COORD at = proj_trans(pj, PJ_FWD, proj_coord(p->x, p->y, 0, 0));
		*out = (struct geo_point){at.xy.x, at.xy.y};
	}
	if (!isfinite(out->x) || !isfinite(out->y) || fabs(out->x) > 180 || fabs(out->y) > 90)
		return cx_fail(cx, STATUS_INVALID, "the coordinates are nowhere on earth: %.3f, %.3f", p->x, p->y);
	out->x = round(out->x * digits) / digits;
	out->y = round(out->y * digits) / digits;
	return STATUS_OK;
}

static enum status to_degrees(struct cx *cx, PJ *pj, const struct geo *g, struct geo *out)
{
	*out = (struct geo){.point = g->point, .ring_count = g->ring_count};
	if (g->point)
		return degrees(cx, pj, &g->at, &out->at);
	struct geo_ring *rings = arena_array_of(cx->mem, struct geo_ring, g->ring_count);
	for (size_t i = 0; i < g->ring_count; i++) {
		struct geo_point *p = arena_array_of(cx->mem, struct geo_point, g->rings[i].count);
		for (size_t k = 0; k < g->rings[i].count; k++)
			TRY(degrees(cx, pj, &g->rings[i].points[k], &p[k]));
		rings[i] = (struct geo_ring){p, g->rings[i].count, g->rings[i].hole};
	}
	out->rings = rings;
	return STATUS_OK;
}

/* ---- shapes ---- */

/* Against the clock: positive. */
static double ring_area(const struct geod_geodesic *earth, const struct geo_ring *r)
{
	struct geod_polygon p;
	double area;
	geod_polygon_init(&p, 0);
	for (size_t i = 0; i < r->count; i++)
		geod_polygon_addpoint(earth, &p, r->points[i].y, r->points[i].x);
	geod_polygon_compute(earth, &p, 0, 1, &area, NULL);
	return area;
}

static bool ring_has(const struct geo_ring *r, double x, double y)
{
	bool in = false;
	for (size_t i = 0, j = r->count - 1; i < r->count; j = i++) {
		const struct geo_point *a = &r->points[i], *b = &r->points[j];
		if ((a->y > y) != (b->y > y) && x < (b->x - a->x) * (y - a->y) / (b->y - a->y) + a->x)
			in = !in;
	}
	return in;
}

bool geo_inside(const struct geo *g, double x, double y)
{
	int outer = 0, holes = 0;
	for (size_t i = 0; i < g->ring_count; i++)
		*(g->rings[i].hole ? &holes : &outer) += ring_has(&g->rings[i], x, y);
	return outer > holes;
}

static int by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* The middle of the widest piece that a line through height y has inside. */
static double widest(struct cx *cx, const struct geo *g, double y)
{
	size_t total = 0, n = 0;
	for (size_t i = 0; i < g->ring_count; i++)
		total += g->rings[i].count;
	double *cuts = arena_array_of(cx->mem, double, total + 1), best = 0, at = g->rings->points->x;
	for (size_t r = 0; r < g->ring_count; r++)
		for (size_t i = 0, j = g->rings[r].count - 1; i < g->rings[r].count; j = i++) {
			const struct geo_point *a = &g->rings[r].points[i], *b = &g->rings[r].points[j];
			if ((a->y > y) != (b->y > y))
				cuts[n++] = (b->x - a->x) * (y - a->y) / (b->y - a->y) + a->x;
		}
	qsort(cuts, n, sizeof *cuts, by_size);
	for (size_t i = 0; i + 1 < n; i += 2)
		if (cuts[i + 1] - cuts[i] > best) {
			best = cuts[i + 1] - cuts[i];
			at = (cuts[i] + cuts[i + 1]) / 2;
		}
	return at;
}

/* The centre of gravity where it lies inside, else a point at its height that does. */
static struct geo_point middle(struct cx *cx, const struct geo *g, const struct geo_ring *r)
{
	const struct geo_point *o = r->points;
	double twice = 0, x = 0, y = 0;
	for (size_t i = 0; i < r->count; i++) {
		const struct geo_point *p = &r->points[i], *q = &r->points[(i + 1) % r->count];
		double cross = (p->x - o->x) * (q->y - o->y) - (q->x - o->x) * (p->y - o->y);
		twice += cross;
		x += cross * (p->x + q->x - 2 * o->x);
		y += cross * (p->y + q->y - 2 * o->y);
	}
	struct geo_point c = *o;
	if (twice != 0)
		c = (struct geo_point){o->x + x / (3 * twice), o->y + y / (3 * twice)};
	if (!geo_inside(g, c.x, c.y))
		c.x = widest(cx, g, c.y);
	return c;
}

static void write_point(struct jw *w, const struct geo_point *p, struct geo_place *s)
{
	jw_begin(w, '[');
	jw_real(w, p->x);
	jw_real(w, p->y);
	jw_end(w);
	s->lon_min = fmin(s->lon_min, p->x);
	s->lat_min = fmin(s->lat_min, p->y);
	s->lon_max = fmax(s->lon_max, p->x);
	s->lat_max = fmax(s->lat_max, p->y);
}

static void write_ring(struct jw *w, const struct geo_ring *r, bool turn, struct geo_place *s)
{
	jw_begin(w, '[');
	for (size_t i = 0; i <= r->count; i++) {
		size_t at = i % r->count;
		write_point(w, &r->points[turn ? r->count - 1 - at : at], s);
	}
	jw_end(w);
}

/* Holes belong to the outer ring that they lie in, wherever the file has them. */
static void write_polygons(struct jw *w, const struct geo *g, const double *areas, struct geo_place *s)
{
	jw_begin(w, '[');
	for (size_t i = 0; i < g->ring_count; i++) {
		if (g->rings[i].hole)
			continue;
		jw_begin(w, '[');
		write_ring(w, &g->rings[i], areas[i] < 0, s);
		for (size_t k = 0; k < g->ring_count; k++)
			if (g->rings[k].hole && ring_has(&g->rings[i], g->rings[k].points->x, g->rings[k].points->y))
				write_ring(w, &g->rings[k], areas[k] > 0, s);
		jw_end(w);
	}
	jw_end(w);
}

static void write_shape(struct cx *cx, const struct geo *g, const double *areas, struct geo_place *out)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	out->lon_min = 180, out->lat_min = 90, out->lon_max = -180, out->lat_max = -90;
	jw_begin(&w, '{');
	jw_key(&w, "type");
	jw_text(&w, g->point ? "Point" : "MultiPolygon");
	jw_key(&w, "coordinates");
	if (g->point)
		write_point(&w, &g->at, out);
	else
		write_polygons(&w, g, areas, out);
	jw_end(&w);
	out->geojson = b.s;
}

static enum status describe(struct cx *cx, const struct geo *g, struct geo_place *out)
{
	const double major = 6378137, flattening = 1 / 298.257222101;  /* GRS 80, which CGCS2000 takes */
	struct geod_geodesic earth;
	double *areas = arena_array_of(cx->mem, double, g->ring_count + 1), largest = 0;
	*out = (struct geo_place){.degrees = g, .lon = g->at.x, .lat = g->at.y};
	geod_init(&earth, major, flattening);
	for (size_t i = 0; i < g->ring_count; i++) {
		areas[i] = ring_area(&earth, &g->rings[i]);
		out->area_m2 += g->rings[i].hole ? -fabs(areas[i]) : fabs(areas[i]);
		if (g->rings[i].hole || fabs(areas[i]) <= largest)
			continue;
		largest = fabs(areas[i]);
		struct geo_point c = middle(cx, g, &g->rings[i]);
		out->lon = round(c.x * 1e7) / 1e7;
		out->lat = round(c.y * 1e7) / 1e7;
	}
	if (!g->point && !(out->area_m2 > 0))
		return cx_fail(cx, STATUS_INVALID, "the polygon has no area");
	write_shape(cx, g, areas, out);
	return STATUS_OK;
}

enum status geo_place(struct cx *cx, struct geo_system *sys, const struct geo *g, struct geo_place *out)
{
	PJ *pj;
	struct geo *in_degrees = arena_new_of(cx->mem, struct geo);
	TRY(choose(cx, sys, g, &pj));
	TRY(to_degrees(cx, pj, g, in_degrees));
	return describe(cx, in_degrees, out);
}

enum status geo_of_geojson(struct cx *cx, const char *geometry, struct geo_place *out)
{
	struct sheet sheet;
	const char *all = arena_printf(cx->mem, "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},"
				       "\"geometry\":%s}]}", geometry);
	TRY(sheet_read(cx, "", all, strlen(all), &sheet));
	const struct geo *g = sheet.row_count == 1 ? sheet.rows->shape : NULL;
	struct geo *in_degrees = arena_new_of(cx->mem, struct geo);
	if (!g || g->point)
		return cx_fail(cx, STATUS_INVALID, "must be a GeoJSON Polygon or MultiPolygon in longitude and latitude");
	TRY(to_degrees(cx, NULL, g, in_degrees));
	return describe(cx, in_degrees, out);
}
