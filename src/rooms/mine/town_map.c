/* town_map.c - the land of the towns: read from a file, drawn beneath the mines. */
#include "rooms/mine/map.h"

#include <string.h>
#include "core/blob.h"
#include "core/ledger_api.h"
#include "core/org.h"
#include "core/perm.h"
#include "db/db.h"
#include "proto/sheet.h"
#include "rooms/mine/geo.h"
#include "rooms/mine/mine_api.h"

enum { MAX_FILE = 16 * 1024 * 1024 };

static const struct field fit_fields[] = {
	FIELD(struct town_fit, line),
	FIELD(struct town_fit, org, .flags = NULLABLE),
	FIELD(struct town_fit, name),
	FIELD(struct town_fit, error),
};
const struct record town_fit_record = RECORD(town_fit, fit_fields);

/* What is kept, and what the ledger says was kept. */
struct org_shape {
	int64_t org;
	const char *name;
	struct json_text shape;
	double lon, lat, area_m2;
	const char *source;
};
static const struct field shape_fields[] = {
	FIELD(struct org_shape, org),
	FIELD(struct org_shape, shape),
	FIELD(struct org_shape, lon),
	FIELD(struct org_shape, lat),
	FIELD(struct org_shape, area_m2),
	FIELD(struct org_shape, source),
};
static const struct record shape_record = RECORD(org_shape, shape_fields);

static const struct field drawn_fields[] = {
	FIELD(struct org_shape, org),
	FIELD(struct org_shape, name),
	FIELD(struct org_shape, shape),
	FIELD(struct org_shape, lon),
	FIELD(struct org_shape, lat),
};
static const struct record drawn_record = RECORD(org_shape, drawn_fields);

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* ---- reading ---- */

static bool names(const struct org *o, const char *cell)
{
	return *cell && (strcmp(o->name, cell) == 0 || (*o->short_name && strcmp(o->short_name, cell) == 0) || (*o->code && strcmp(o->code, cell) == 0));
}

static const struct org *town_of(const struct list *towns, const struct sheet *sheet, const struct sheet_row *row)
{
	const struct org *o = towns->items;
	for (size_t c = 0; c < sheet->column_count; c++)
		for (size_t i = 0; i < towns->count; i++)
			if (names(&o[i], row->cells[c]))
				return &o[i];
	return NULL;
}

static enum status store(struct cx *cx, const struct org_shape *s)
{
	TRY(db_exec(cx, NULL, "DELETE FROM org_shape WHERE county = $1 AND org = $2", ARGS(V(cx->county), V(s->org))));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO org_shape (county, org, shape, lon, lat, area_m2, source, person, changed_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		    ARGS(V(cx->county), V(s->org), V(s->shape.s), V(s->lon), V(s->lat), V(s->area_m2), V(s->source), V(cx->user), V(cx->now))));
	return ledger_append_record(cx, "town_shape", s->org, "import", &shape_record, s);
}

/* One row: which town, and its land.  A shape that cannot be used is told and stops no other row. */
static enum status take_row(struct cx *cx, struct geo_system *sys, const struct sheet_row *row, const struct org *town, const char *file,
			    struct town_fit *fit)
{
	struct geo_place place;
	if (row->broken || !row->shape || row->shape->point) {
		fit->error = row->broken ? row->broken : words(cx, "the row has no polygon");
		return STATUS_OK;
	}
	if (!town)
		return STATUS_OK;
	if (geo_place(cx, sys, row->shape, &place)) {
		fit->error = cx->error;
		cx_forget(cx);
		return STATUS_OK;
	}
	fit->org = town->id;
	fit->name = town->name;
	return store(cx, &(struct org_shape){.org = town->id, .shape = {place.geojson}, .lon = place.lon, .lat = place.lat, .area_m2 = place.area_m2,
					     .source = file});
}

enum status town_shapes_import(struct cx *cx, const char *name, const char *bytes, size_t n, struct list *fits)
{
	struct sheet sheet;
	struct geo_system *sys;
	struct list towns;
	const char *next;
	size_t good = 0;
	TRY(sheet_read(cx, name, bytes, n, &sheet));
	TRY(geo_system(cx, sheet.crs, &sys));
	TRY(org_list(cx, &(struct org_query){.kind = "town", .limit = 1000}, &towns, &next));
	struct town_fit *f = arena_array_of(cx->mem, struct town_fit, sheet.row_count + 1);
	for (size_t i = 0; i < sheet.row_count; i++) {
		f[i] = (struct town_fit){.line = sheet.rows[i].line, .name = sheet.column_count ? sheet.rows[i].cells[0] : ""};
		TRY(take_row(cx, sys, &sheet.rows[i], town_of(&towns, &sheet, &sheet.rows[i]), file_name(name), &f[i]));
		good += f[i].org != 0;
	}
	if (!good)
		return cx_fail(cx, STATUS_INVALID, "no row of the file is a town of the county: one of its columns must have the town's name or code");
	*fits = (struct list){f, sheet.row_count};
	return STATUS_OK;
}

enum status town_shape_check(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct list l;
	TRY(db_all(cx, &shape_record, &l, "SELECT org, shape, lon, lat, area_m2, source FROM org_shape WHERE county = $1 AND org = $2",
		   ARGS(V(cx->county), V(last->item))));
	return ledger_compare(cx, last, &shape_record, l.count ? l.items : NULL, why);
}

/* ---- routes ---- */

static void write_town(struct jw *w, const struct org_shape *s)
{
	jw_begin(w, '{');
	jw_key(w, "type");
	jw_text(w, "Feature");
	jw_key(w, "geometry");
	jw_raw(w, s->shape.s);
	jw_key(w, "properties");
	jw_begin(w, '{');
	jw_key(w, "org");
	jw_int(w, s->org);
	jw_key(w, "name");
	jw_text(w, s->name);
	jw_key(w, "lon");
	jw_real(w, s->lon);
	jw_key(w, "lat");
	jw_real(w, s->lat);
	jw_end(w);
	jw_end(w);
}

static enum status get_towns(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	struct jw *w = &reply->w;
	(void)rq;
	TRY(db_all(cx, &drawn_record, &l,
		   "SELECT s.org, o.name, s.shape, s.lon, s.lat FROM org_shape s JOIN org o ON o.county = s.county AND o.id = s.org"
		   " WHERE s.county = $1 ORDER BY o.sort, s.org", ARGS(V(cx->county))));
	const struct org_shape *s = l.items;
	jw_begin(w, '{');
	jw_key(w, "type");
	jw_text(w, "FeatureCollection");
	jw_key(w, "features");
	jw_begin(w, '[');
	for (size_t i = 0; i < l.count; i++)
		write_town(w, &s[i]);
	jw_end(w);
	jw_end(w);
	return STATUS_OK;
}

struct import_query {
	const char *name;
};
static const struct field query_fields[] = {FIELD(struct import_query, name, .min = 1, .max = 400, .zh = "文件名", .en = "file name")};
static const struct record query_record = RECORD(import_query, query_fields);

static enum status post_towns(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct import_query *q = rq->query;
	const void *bytes;
	size_t n;
	struct list fits;
	if (!rq->upload.path || !rq->upload.size)
		return cx_fail(cx, STATUS_INVALID, "the file is empty");
	TRY(blob_map(cx, rq->upload.path, &bytes, &n));
	TRY(town_shapes_import(cx, q->name ? q->name : "towns.geojson", bytes, n, &fits));
	jw_page_id(&reply->w, &town_fit_record, &fits, 0);
	return STATUS_OK;
}

static const struct answer_key town_keys[] = {
	KEY("type", "text"),
	KEY("features", "[{type:text geometry:?{type:text coordinates:[any]} properties:{org:int name:text "
	    "lon:?real lat:?real}}]"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/towns/map", BIT(MINE_READ), get_towns, .keys = town_keys, .help = "the towns' land as GeoJSON"},
	{"POST", "/api/towns/map", BIT(MINE_MANAGE), post_towns, .query = &query_record, .reply = &town_fit_record, .flags = ROUTE_UPLOAD | ROUTE_LIST,
	 .max_body = MAX_FILE, .help = "the towns' land from a file with polygons (GeoJSON, zipped shapefile): which row went to which town"},
};
const struct routes town_map_routes = ROUTES("/api/towns", table);
