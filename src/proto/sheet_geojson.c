/* sheet_geojson.c - features as rows: their properties are the cells, their geometry the shape (RFC 7946). */
#include "proto/sheet_build.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static bool read_point(const json_t *at, struct geo_point *p)
{
	const json_t *x = json_array_get(at, 0), *y = json_array_get(at, 1);
	*p = (struct geo_point){json_number_value(x), json_number_value(y)};
	return json_is_number(x) && json_is_number(y) && isfinite(p->x) && isfinite(p->y);
}

/* The rings of one polygon, appended to those there are. */
static bool read_polygon(struct cx *cx, const json_t *polygon, struct geo_ring *rings, size_t *count)
{
	size_t n = json_array_size(polygon);
	for (size_t i = 0; i < n; i++) {
		const json_t *ring = json_array_get(polygon, i);
		size_t points = json_array_size(ring);
		struct geo_point *p = arena_array_of(cx->mem, struct geo_point, points + 1);
		for (size_t k = 0; k < points; k++)
			if (!read_point(json_array_get(ring, k), &p[k]))
				return false;
		if (!sheet_ring(&rings[*count], p, points))
			return false;
		rings[(*count)++].hole = i > 0;
	}
	return n > 0;
}

static size_t ring_total(const json_t *polygons)
{
	size_t total = 0;
	for (size_t i = 0; i < json_array_size(polygons); i++)
		total += json_array_size(json_array_get(polygons, i));
	return total;
}

static bool read_polygons(struct cx *cx, const json_t *at, bool many, struct geo *g)
{
	size_t room = many ? ring_total(at) : json_array_size(at), n = many ? json_array_size(at) : 1;
	struct geo_ring *rings = arena_array_of(cx->mem, struct geo_ring, room + 1);
	for (size_t i = 0; i < n; i++)
		if (!read_polygon(cx, many ? json_array_get(at, i) : at, rings, &g->ring_count))
			return false;
	g->rings = rings;
	return n > 0;
}

static void read_geometry(struct cx *cx, const json_t *j, struct sheet_row *row)
{
	const char *type = json_string_value(json_object_get(j, "type"));
	const json_t *at = json_object_get(j, "coordinates");
	struct geo *g = arena_new_of(cx->mem, struct geo);
	if (!j || json_is_null(j))
		return;
	bool good = false;
	if (type && strcmp(type, "Point") == 0)
		good = g->point = read_point(at, &g->at);
	else if (type && (strcmp(type, "Polygon") == 0 || strcmp(type, "MultiPolygon") == 0))
		good = read_polygons(cx, at, *type == 'M', g);
	if (good)
		row->shape = g;
	else
		row->broken = words(cx, "the shape is neither a point nor a polygon of at least three corners");
}

static const char *value_text(struct cx *cx, const json_t *v)
{
	if (json_is_string(v))
		return sheet_trim(cx, json_string_value(v), json_string_length(v));
	if (json_is_integer(v))
		return arena_printf(cx->mem, "%lld", (long long)json_integer_value(v));
	if (json_is_real(v))
		return arena_printf(cx->mem, "%.12g", json_real_value(v));
	return json_is_true(v) ? "true" : json_is_false(v) ? "false" : "";
}

/* "EPSG:4490" of "urn:ogc:def:crs:EPSG::4490"; "": longitude and latitude, as the standard has it. */
static const char *crs_of(struct cx *cx, const json_t *root)
{
	const char *name = json_string_value(json_object_get(json_object_get(json_object_get(root, "crs"), "properties"), "name"));
	const char *epsg = name ? strstr(name, "EPSG:") : NULL, *digits = epsg ? strrchr(epsg, ':') + 1 : "";
	return *digits ? arena_printf(cx->mem, "EPSG:%.8s", digits) : "EPSG:4326";
}

static void release(void *j)
{
	json_decref(j);
}

enum status sheet_read_geojson(struct cx *cx, const char *bytes, size_t n, struct sheet *out)
{
	struct sheet_building b;
	json_error_t why;
	json_t *root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, &why), *features = json_object_get(root, "features");
	if (!root)
		return cx_fail(cx, STATUS_INVALID, "the GeoJSON cannot be read: line %d: %s", why.line, why.text);
	arena_defer(cx->mem, release, root);
	if (!json_is_array(features))
		return cx_fail(cx, STATUS_INVALID, "the GeoJSON has no list of features (FeatureCollection)");
	sheet_begin(cx, "geojson", out, &b);
	out->crs = crs_of(cx, root);
	for (size_t i = 0; i < json_array_size(features); i++) {
		const char *key;
		json_t *value;
		json_object_foreach(json_object_get(json_array_get(features, i), "properties"), key, value)
			if (sheet_column(&b, arena_strdup(cx->mem, key)) == SHEET_MAX_COLUMNS)
				return cx_fail(cx, STATUS_TOO_LARGE, "the table has more than %d columns", SHEET_MAX_COLUMNS);
	}
	for (size_t i = 0; i < json_array_size(features); i++) {
		const json_t *feature = json_array_get(features, i);
		struct sheet_row *row;
		const char *key;
		json_t *value;
		TRY(sheet_row_new(&b, (int)i + 1, &row));
		json_object_foreach(json_object_get(feature, "properties"), key, value)
			row->cells[sheet_column(&b, key)] = value_text(cx, value);
		read_geometry(cx, json_object_get(feature, "geometry"), row);
	}
	return STATUS_OK;
}
