#include "proto/zone_file.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How deep the places of a geometry lie in its lists, and how many the innermost list must have. */
static const struct kind {
	const char *type;
	int depth;
	size_t least;
	bool ring;
} kinds[] = {
	{"Point", 0, 0, false}, {"MultiPoint", 1, 1, false}, {"LineString", 1, 2, false}, {"MultiLineString", 2, 2, false},
	{"Polygon", 2, 4, true}, {"MultiPolygon", 3, 4, true},
};

static const struct kind *kind_of(const char *type)
{
	for (size_t i = 0; type && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].type, type) == 0)
			return &kinds[i];
	return NULL;
}

static bool take_place(const json_t *j, struct zone_shape *z)
{
	const json_t *lon = json_array_get(j, 0), *lat = json_array_get(j, 1);
	double x = json_number_value(lon), y = json_number_value(lat);
	if (!json_is_number(lon) || !json_is_number(lat) || fabs(x) > 180 || fabs(y) > 90)
		return false;
	z->west = fmin(z->west, x), z->east = fmax(z->east, x);
	z->south = fmin(z->south, y), z->north = fmax(z->north, y);
	return true;
}

static bool same_place(const json_t *a, const json_t *b)
{
	return json_number_value(json_array_get(a, 0)) == json_number_value(json_array_get(b, 0)) &&
	       json_number_value(json_array_get(a, 1)) == json_number_value(json_array_get(b, 1));
}

/* depth: how many lists lie between this and a place. */
static bool take(const json_t *j, const struct kind *k, int depth, struct zone_shape *z)
{
	size_t n = json_array_size(j);
	if (depth == 0)
		return take_place(j, z);
	if (!n || (depth == 1 && n < k->least))
		return false;
	if (depth == 1 && k->ring && !same_place(json_array_get(j, 0), json_array_get(j, n - 1)))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!take(json_array_get(j, i), k, depth - 1, z))
			return false;
	return true;
}

static enum status read_feature(struct cx *cx, const json_t *feature, const char *name_key, size_t number, struct zone_shape *z)
{
	const json_t *geometry = json_object_get(feature, "geometry");
	const struct kind *k = kind_of(json_string_value(json_object_get(geometry, "type")));
	const char *name = json_string_value(json_object_get(json_object_get(feature, "properties"), name_key));
	*z = (struct zone_shape){.name = name ? arena_strdup(cx->mem, name) : "", .west = 180, .south = 90, .east = -180, .north = -90};
	if (!k || !take(json_object_get(geometry, "coordinates"), k, k->depth, z))
		return cx_fail(cx, STATUS_INVALID, "feature %zu has no geometry in longitude and latitude", number);
	char *text = json_dumps(geometry, JSON_COMPACT);
	if (!text)
		return cx_fail(cx, STATUS_INVALID, "feature %zu has no geometry in longitude and latitude", number);
	z->geojson = arena_strdup(cx->mem, text);
	free(text);
	return STATUS_OK;
}

static void release(void *j)
{
	json_decref(j);
}

enum status zone_parse(struct cx *cx, const char *bytes, size_t n, const char *name_key, size_t most, struct zone_file *out)
{
	json_t *j = json_loadb(bytes, n, 0, NULL), *features = json_object_get(j, "features");
	size_t count = json_array_size(features);
	*out = (struct zone_file){0};
	if (j)
		arena_defer(cx->mem, release, j);
	if (!count)
		return cx_fail(cx, STATUS_INVALID, "is not a GeoJSON FeatureCollection with features");
	if (count > most)
		return cx_fail(cx, STATUS_TOO_LARGE, "has more than %d features", (int)most);
	out->shapes = arena_array_of(cx->mem, struct zone_shape, count);
	for (; out->count < count; out->count++)
		TRY(read_feature(cx, json_array_get(features, out->count), name_key, out->count + 1, &out->shapes[out->count]));
	return STATUS_OK;
}
