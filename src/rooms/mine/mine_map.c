/*
 * mine_map.c - what the map draws, as GeoJSON.
 *
 * All mines of the window that is looked at, without one of the county: thousands at most.  The land of licences and the places
 * in mines are drawn for the window, and at most MAP_MOST of each; "cut" names the layers that have more, so that the page can
 * say "come nearer".  Places are found by the cells of a grid (migration 0045): a question for each row of cells.
 */
#include "rooms/mine/mine_api.h"

#include <stdlib.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/mine/papers.h"

enum { MAP_MOST = 1500, NEAR = 11, ROWS_MOST = 80 };    /* places are drawn from zoom NEAR on, where the page says its zoom */

struct feature {
	int64_t id;
	const char *name, *kind, *state, *worst;
	double lon, lat;
	struct json_text shape;
};
static const struct field feature_fields[] = {
	FIELD(struct feature, id),
	FIELD(struct feature, name),
	FIELD(struct feature, kind),
	FIELD(struct feature, state),
	FIELD(struct feature, worst),
	FIELD(struct feature, lon),
	FIELD(struct feature, lat),
	FIELD(struct feature, shape),
};
static const struct record feature_record = RECORD(feature, feature_fields);

static void write_feature(struct jw *w, const char *layer, const struct feature *f)
{
	jw_begin(w, '{');
	jw_key(w, "type");
	jw_text(w, "Feature");
	jw_key(w, "geometry");
	if (f->shape.s) {
		jw_raw(w, f->shape.s);
	} else {
		jw_begin(w, '{');
		jw_key(w, "type");
		jw_text(w, "Point");
		jw_key(w, "coordinates");
		jw_begin(w, '[');
		jw_real(w, f->lon);
		jw_real(w, f->lat);
		jw_end(w);
		jw_end(w);
	}
	jw_key(w, "properties");
	jw_begin(w, '{');
	jw_key(w, "layer");
	jw_text(w, layer);
	jw_key(w, "mine");
	jw_int(w, f->id);
	jw_key(w, "name");
	jw_text(w, f->name);
	jw_key(w, "kind");
	jw_text(w, f->kind);
	jw_key(w, "state");
	jw_text(w, f->state);
	jw_key(w, "worst");
	jw_text(w, f->worst);
	jw_end(w);
	jw_end(w);
}

struct writing {
	struct jw *w;
	const char *layer;
	int64_t count;
};

static enum status add_feature(struct cx *cx, void *arg, const void *row)
{
	(void)cx;
	struct writing *to = arg;
	if (to->count++ < MAP_MOST)
		write_feature(to->w, to->layer, row);
	return STATUS_OK;
}

/* The window; all of the earth where none is given. */
struct window {
	double west, south, east, north;
};

struct map_query {
	const char *bbox;
	int64_t zoom;
};
static const struct field query_fields[] = {
	FIELD(struct map_query, bbox, .min = 0, .max = 100),
	FIELD(struct map_query, zoom, .min = 0, .max = 24),
};
static const struct record query_record = RECORD(map_query, query_fields);

static enum status read_window(struct cx *cx, const char *bbox, struct window *out)
{
	double v[4] = {-180, -90, 180, 90};
	const char *s = bbox;
	for (int i = 0; bbox && *bbox && i < 4; i++) {
		char *end;
		v[i] = strtod(s, &end);
		if (end == s || *end != (i < 3 ? ',' : '\0'))
			return cx_fail_field(cx, "bbox", "must be four numbers: west,south,east,north");
		s = end + 1;
	}
	if (!(v[0] <= v[2]) || !(v[1] <= v[3]))
		return cx_fail_field(cx, "bbox", "must be four numbers: west,south,east,north");
	*out = (struct window){v[0], v[1], v[2], v[3]};
	return STATUS_OK;
}

static void inside(struct where *w, const struct window *at, double around)
{
	if (at->west <= -180 && at->east >= 180)
		return;
	where_and(w, "m.lat >= $?", V(at->south - around));
	where_and(w, "m.lat <= $?", V(at->north + around));
	where_and(w, "m.lon >= $?", V(at->west - around));
	where_and(w, "m.lon <= $?", V(at->east + around));
}

static enum status write_mines(struct cx *cx, const struct window *at, struct writing *to)
{
	const double around = 0.02;     /* what stands at the edge is seen whole */
	struct where w = where_new(cx, "m.county = $?", V(cx->county));
	TRY(mine_scope(cx, &w));
	inside(&w, at, around);
	to->count = INT64_MIN;          /* all of them */
	return db_each(cx, &feature_record,
		       arena_printf(cx->mem, "SELECT m.id, m.name, m.kind, m.state, m.worst, m.lon, m.lat FROM mine m"
				    " WHERE m.lat <> 0 AND %s", w.sql.s), where_args(&w), add_feature, to);
}

/* Licences have no bounds of their own: those of the mines in and around the window. */
static enum status write_licences(struct cx *cx, const struct window *at, struct writing *to)
{
	const double around = 0.1;
	struct where w = where_new(cx, "m.county = $?", V(cx->county));
	TRY(mine_scope(cx, &w));
	inside(&w, at, around);
	where_more(&w, " LIMIT $?", V((int64_t)MAP_MOST + 1));
	return db_each(cx, &feature_record,
		       arena_printf(cx->mem, "SELECT m.id, m.name, l.kind, m.state, m.worst, l.land AS shape FROM mine m"
				    " JOIN mine_licence l ON l.county = m.county AND l.mine = m.id"
				    " WHERE l.kind = 'mining' AND l.land <> '' AND %s", w.sql.s), where_args(&w), add_feature, to);
}

/* Of one row of cells, or of all where low > high. */
static enum status write_cells(struct cx *cx, const struct window *at, int64_t low, int64_t high, struct writing *to)
{
	struct where w = where_new(cx, "x.county = $?", V(cx->county));
	if (low <= high) {
		where_and(&w, "x.grid >= $?", V(low));
		where_and(&w, "x.grid <= $?", V(high));
	}
	where_and(&w, "x.lon_min <= $?", V(at->east));
	where_and(&w, "x.lon_max >= $?", V(at->west));
	where_and(&w, "x.lat_min <= $?", V(at->north));
	where_and(&w, "x.lat_max >= $?", V(at->south));
	TRY(mine_scope(cx, &w));
	where_more(&w, " LIMIT $?", V((int64_t)MAP_MOST + 1 - to->count));
	return db_each(cx, &feature_record,
		       arena_printf(cx->mem, "SELECT m.id, x.name, x.kind, m.state, m.worst, x.shape FROM mine_place x CROSS JOIN mine m"
				    " WHERE m.county = x.county AND m.id = x.mine AND x.ended_on = '' AND x.shape <> '' AND %s", w.sql.s),
		       where_args(&w), add_feature, to);
}

/* A place lies in the cell of its south-western corner and is no larger than a cell: one row and one column more, and those
 * that are larger than a cell. */
static enum status write_places(struct cx *cx, const struct window *at, struct writing *to)
{
	const int64_t south = (int64_t)((at->south + 90) * 100) - 1, north = (int64_t)((at->north + 90) * 100);
	const int64_t west = (int64_t)((at->west + 180) * 100) - 1, east = (int64_t)((at->east + 180) * 100);
	if (north - south > ROWS_MOST)
		return write_cells(cx, at, 1, 0, to);
	TRY(write_cells(cx, at, -1, -1, to));
	for (int64_t row = south; row <= north && to->count <= MAP_MOST; row++)
		TRY(write_cells(cx, at, row * GRID_COLUMNS + west, row * GRID_COLUMNS + east, to));
	return STATUS_OK;
}

static void write_cut(struct jw *w, const struct writing *layers, size_t n, bool far)
{
	jw_key(w, "cut");
	jw_begin(w, '[');
	for (size_t i = 0; i < n; i++)
		if (layers[i].count > MAP_MOST || (far && strcmp(layers[i].layer, "place") == 0))
			jw_text(w, layers[i].layer);
	jw_end(w);
}

static enum status get_map(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct map_query *q = rq->query;
	struct jw *w = &reply->w;
	struct window at = {0};
	struct writing layers[] = {{w, "mine", 0}, {w, "licence", 0}, {w, "place", 0}};
	bool far = q->zoom && q->zoom < NEAR;
	TRY(read_window(cx, q->bbox, &at));
	jw_begin(w, '{');
	jw_key(w, "type");
	jw_text(w, "FeatureCollection");
	jw_key(w, "features");
	jw_begin(w, '[');
	TRY(write_mines(cx, &at, &layers[0]));
	TRY(write_licences(cx, &at, &layers[1]));
	if (!far)
		TRY(write_places(cx, &at, &layers[2]));
	jw_end(w);
	write_cut(w, layers, sizeof layers / sizeof *layers, far);
	jw_end(w);
	return STATUS_OK;
}

static const struct answer_key map_keys[] = {
	KEY("type", "text"),
	KEY("features", "[{type:text geometry:?{type:text coordinates:[any]} properties:{layer:text mine:int "
	    "name:text kind:text state:text worst:?text}}]"),
	KEY("cut", "[text]"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/mines/map", BIT(MINE_READ), get_map, .query = &query_record,
	 .keys = map_keys,
	 .help = "in the window bbox=west,south,east,north: mines, their licences' land and (from zoom 11) their places, as GeoJSON; cut: "
		 "layers that have more"},
};
const struct routes mine_map_routes = ROUTES("/api/mines/map", table);
