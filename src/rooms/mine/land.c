#include "rooms/mine/land.h"

#include <math.h>
#include <proj.h>
#include "base/day.h"
#include "core/rule.h"

enum { FALSE_EASTING = 500000 };

enum status land_meridian(struct cx *cx, const struct land *land, double *out)
{
	if (land->zone) {
		*out = land->zone * 3.0;
		return STATUS_OK;
	}
	const struct rule *rule;
	TRY(rule_in_force(cx, "mine.meridian", day_of(cx->now), &rule));
	return rule_real(cx, rule, "degrees", out);
}

const char *land_crs(struct cx *cx, const struct land *land, double meridian)
{
	enum { WITH_ZONE = 4513, FIRST_ZONE = 25, WITHOUT = 4534, FIRST_MERIDIAN = 75 };
	if (land->zone)
		return arena_printf(cx->mem, "EPSG:%d", WITH_ZONE + land->zone - FIRST_ZONE);
	return arena_printf(cx->mem, "EPSG:%d", WITHOUT + ((int)lround(meridian) - FIRST_MERIDIAN) / 3);
}

static void release_transform(void *p)
{
	proj_destroy(p);
}

static void release_context(void *c)
{
	proj_context_destroy(c);
}

/* The inverse needs no database of systems: its parameters are few and fixed by the standard. */
static enum status transform_of(struct cx *cx, double meridian, PJ **out)
{
	PJ_CONTEXT *c = proj_context_create();
	arena_defer(cx->mem, release_context, c);
	*out = proj_create(c, arena_printf(cx->mem, "+proj=tmerc +lat_0=0 +lon_0=%g +k=1 +x_0=%d +y_0=0 +ellps=GRS80 +units=m",
					   meridian, FALSE_EASTING));
	if (!*out)
		return cx_fail(cx, STATUS_INTERNAL, "PROJ: %s", proj_context_errno_string(c, proj_context_errno(c)));
	arena_defer(cx->mem, release_transform, *out);
	return STATUS_OK;
}

static void write_point(PJ *pj, struct jw *w, const struct land_point *p, struct land_shape *s)
{
	PJ_COORD at = proj_trans(pj, PJ_INV, proj_coord(p->y, p->x, 0, 0));
	double lon = round(proj_todeg(at.lp.lam) * 1e7) / 1e7, lat = round(proj_todeg(at.lp.phi) * 1e7) / 1e7;
	jw_begin(w, '[');
	jw_real(w, lon);
	jw_real(w, lat);
	jw_end(w);
	s->lon_min = fmin(s->lon_min, lon);
	s->lat_min = fmin(s->lat_min, lat);
	s->lon_max = fmax(s->lon_max, lon);
	s->lat_max = fmax(s->lat_max, lat);
}

/* RFC 7946: outer rings run against the clock, holes with it. */
static void write_ring(PJ *pj, struct jw *w, const struct land_block *b, bool hole, struct land_shape *s)
{
	double twice = 0;
	for (size_t i = 0; i < b->count; i++) {
		const struct land_point *p = &b->points[i], *q = &b->points[(i + 1) % b->count];
		twice += (p->y - b->points[0].y) * (q->x - b->points[0].x) - (q->y - b->points[0].y) * (p->x - b->points[0].x);
	}
	bool backwards = (twice < 0) != hole;
	jw_begin(w, '[');
	for (size_t i = 0; i <= b->count; i++) {
		size_t at = i % b->count;
		write_point(pj, w, &b->points[backwards ? b->count - 1 - at : at], s);
	}
	jw_end(w);
}

static bool inside(const struct land_block *b, const struct land_point *p)
{
	bool in = false;
	for (size_t i = 0, j = b->count - 1; i < b->count; j = i++) {
		const struct land_point *a = &b->points[i], *c = &b->points[j];
		if ((a->x > p->x) != (c->x > p->x) && p->y < (c->y - a->y) * (p->x - a->x) / (c->x - a->x) + a->y)
			in = !in;
	}
	return in;
}

enum status land_shape(struct cx *cx, const struct land *land, double meridian, struct land_shape *out)
{
	PJ *pj;
	struct buf b;
	TRY(transform_of(cx, meridian, &pj));
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	*out = (struct land_shape){.lon_min = 180, .lat_min = 90, .lon_max = -180, .lat_max = -90};
	jw_begin(&w, '{');
	jw_key(&w, "type");
	jw_text(&w, "MultiPolygon");
	jw_key(&w, "coordinates");
	jw_begin(&w, '[');
	for (size_t i = 0; i < land->count; i++) {
		const struct land_block *block = &land->blocks[i];
		if (block->out)
			continue;
		jw_begin(&w, '[');
		write_ring(pj, &w, block, false, out);
		for (size_t j = 0; j < land->count; j++)
			if (land->blocks[j].out && inside(block, land->blocks[j].points))
				write_ring(pj, &w, &land->blocks[j], true, out);
		jw_end(&w);
	}
	jw_end(&w);
	jw_end(&w);
	out->geojson = b.s;
	return STATUS_OK;
}

void land_write(struct cx *cx, struct jw *w, const struct land *land, double meridian)
{
	jw_begin(w, '{');
	jw_key(w, "blocks");
	jw_begin(w, '[');
	for (size_t i = 0; i < land->count; i++) {
		const struct land_block *b = &land->blocks[i];
		jw_begin(w, '{');
		jw_key(w, "name");
		jw_text(w, b->name);
		jw_key(w, "top_m");
		if (b->has_heights)
			jw_real(w, b->top_m);
		else
			jw_raw(w, NULL);
		jw_key(w, "bottom_m");
		if (b->has_heights)
			jw_real(w, b->bottom_m);
		else
			jw_raw(w, NULL);
		jw_key(w, "area_m2");
		jw_real(w, round((b->out ? -b->area_m2 : b->area_m2) * 100) / 100);
		jw_end(w);
	}
	jw_end(w);
	jw_key(w, "area_km2");
	jw_real(w, round(land->area_m2) / 1e6);
	jw_key(w, "stated_km2");
	if (land->stated_km2 > 0)
		jw_real(w, land->stated_km2);
	else
		jw_raw(w, NULL);
	jw_key(w, "crs");
	jw_text(w, land_crs(cx, land, meridian));
	jw_end(w);
}
