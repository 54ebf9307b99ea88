#include "rooms/mine/papers.h"

#include <jansson.h>
#include <string.h>
#include "base/day.h"
#include "base/id.h"
#include "core/register.h"
#include "db/db.h"
#include "rooms/mine/geo.h"
#include "rooms/mine/land.h"

static const char *const licence_kinds[] = {"mining", "safety", "business", "blasting", "environment", "other", NULL};
static const char *const place_kinds[] = {"face", "bench", "dump", "slope", "magazine", "camera_post", NULL};

#define LICENCE_FIELDS(key_flags, computed)                                                                           \
	FIELD(struct licence, id, .flags = (key_flags)),                                                              \
	FIELD(struct licence, mine, .flags = (key_flags)),                                                            \
	FIELD(struct licence, version, .min = 0, .max = INT64_MAX),                                                   \
	FIELD(struct licence, kind, .flags = REQUIRED, .choices = licence_kinds, .zh = "证照类型", .en = "kind"),     \
	FIELD(struct licence, number, .flags = REQUIRED, .min = 1, .max = 60, .zh = "证号", .en = "number"),          \
	FIELD(struct licence, holder, .min = 0, .max = 100, .zh = "持证人", .en = "holder"),                          \
	FIELD(struct licence, issuer, .min = 0, .max = 100, .zh = "发证机关", .en = "issuer"),                        \
	FIELD(struct licence, issued_on, .flags = DAY, .zh = "发证日期", .en = "issued on"),                          \
	FIELD(struct licence, valid_from, .flags = DAY, .zh = "有效期起", .en = "valid from"),                        \
	FIELD(struct licence, valid_to, .flags = DAY, .zh = "有效期止", .en = "valid to"),                            \
	FIELD(struct licence, withdrawn_on, .flags = DAY, .zh = "暂扣或吊销日期", .en = "suspended or revoked on"),   \
	FIELD(struct licence, minerals, .min = 0, .max = 200, .zh = "矿种", .en = "minerals"),                        \
	FIELD(struct licence, scale_t, .min = 0, .max = INT64_C(1000000000), .zh = "生产规模（吨/年）", .en = "tonnes a year"), \
	FIELD(struct licence, stated_km2, .zh = "登记面积（平方公里）", .en = "stated area, km²"),                    \
	FIELD(struct licence, area_m2, .flags = (computed)),                                                          \
	FIELD(struct licence, crs, .flags = (computed)),                                                              \
	FIELD(struct licence, land_text, .min = 0, .max = 100000, .zh = "拐点坐标", .en = "coordinates of the land"), \
	FIELD(struct licence, land, .flags = (computed)),                                                             \
	FIELD(struct licence, top_m, .flags = (computed)),                                                            \
	FIELD(struct licence, bottom_m, .flags = (computed))

static const struct field licence_fields[] = {LICENCE_FIELDS(0, 0)};
const struct record licence_record = RECORD(licence, licence_fields);
static const struct field licence_input_fields[] = {LICENCE_FIELDS(READ_ONLY, READ_ONLY)};
const struct record licence_input_record = RECORD(licence, licence_input_fields);
#define LICENCE_COLUMNS                                                                                               \
	"id, mine, version, kind, number, holder, issuer, issued_on, valid_from, valid_to, withdrawn_on, minerals, "  \
	"scale_t, stated_km2, area_m2, crs, land_text, nullif(land, '') AS land, top_m, bottom_m"

#define CERTIFICATE_FIELDS(key_flags)                                                                                 \
	FIELD(struct certificate, id, .flags = (key_flags)),                                                          \
	FIELD(struct certificate, mine, .flags = (key_flags)),                                                        \
	FIELD(struct certificate, version, .min = 0, .max = INT64_MAX),                                               \
	FIELD(struct certificate, person, .flags = REQUIRED, .min = 1, .max = 50, .zh = "姓名", .en = "person"),      \
	FIELD(struct certificate, post, .flags = REQUIRED, .min = 1, .max = 50, .zh = "岗位", .en = "post"),          \
	FIELD(struct certificate, kind, .flags = REQUIRED, .min = 1, .max = 50, .zh = "证书", .en = "certificate"),   \
	FIELD(struct certificate, number, .min = 0, .max = 60, .zh = "证号", .en = "number"),                         \
	FIELD(struct certificate, valid_from, .flags = DAY, .zh = "有效期起", .en = "valid from"),                    \
	FIELD(struct certificate, valid_to, .flags = DAY, .zh = "有效期止", .en = "valid to"),                        \
	FIELD(struct certificate, left_on, .flags = DAY, .zh = "离岗日期", .en = "left on")

static const struct field certificate_fields[] = {CERTIFICATE_FIELDS(0)};
const struct record certificate_record = RECORD(certificate, certificate_fields);
static const struct field certificate_input_fields[] = {CERTIFICATE_FIELDS(READ_ONLY)};
const struct record certificate_input_record = RECORD(certificate, certificate_input_fields);
#define CERTIFICATE_COLUMNS "id, mine, version, person, post, kind, number, valid_from, valid_to, left_on"

#define PLACE_FIELDS(key_flags)                                                                                       \
	FIELD(struct place, id, .flags = (key_flags)),                                                                \
	FIELD(struct place, mine, .flags = (key_flags)),                                                              \
	FIELD(struct place, place, .min = 0, .max = INT64_MAX),                                                       \
	FIELD(struct place, kind, .flags = REQUIRED, .choices = place_kinds, .zh = "类型", .en = "kind"),             \
	FIELD(struct place, name, .flags = REQUIRED, .min = 1, .max = 60, .zh = "名称", .en = "name"),                \
	FIELD(struct place, shape, .zh = "范围（GeoJSON）", .en = "shape (GeoJSON)"),                                 \
	FIELD(struct place, level_m, .zh = "标高（米）", .en = "level, m"),                                           \
	FIELD(struct place, started_on, .flags = REQUIRED | DAY, .zh = "启用日期", .en = "from"),                     \
	FIELD(struct place, ended_on, .flags = DAY, .zh = "停用日期", .en = "until"),                                 \
	FIELD(struct place, known_at, .flags = TIME | (key_flags))

static const struct field place_fields[] = {PLACE_FIELDS(0)};
const struct record place_record = RECORD(place, place_fields);
static const struct field place_input_fields[] = {PLACE_FIELDS(READ_ONLY)};
const struct record place_input_record = RECORD(place, place_input_fields);
#define PLACE_COLUMNS "id, mine, place, kind, name, nullif(shape, '') AS shape, level_m, started_on, ended_on, known_at"

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- licences ---- */

enum status licence_list(struct cx *cx, int64_t mine, struct list *out)
{
	return db_all(cx, &licence_record, out,
		      "SELECT " LICENCE_COLUMNS " FROM mine_licence WHERE county = $1 AND mine = $2 ORDER BY kind, valid_to DESC, id",
		      ARGS(V(cx->county), V(mine)));
}

static enum status in_order(struct cx *cx, const char *from, const char *to)
{
	if (*or_empty(from) && *or_empty(to) && strcmp(from, to) > 0)
		return cx_fail_field(cx, "valid_to", "must not be before the day it begins");
	return STATUS_OK;
}

/* The land as a polygon that a map gave. */
static enum status read_polygon(struct cx *cx, struct licence *l)
{
	struct geo_place at;
	enum status s = geo_of_geojson(cx, l->land_text, &at);
	cx->field = s ? "land_text" : cx->field;
	TRY(s);
	l->area_m2 = at.area_m2;
	l->crs = "EPSG:4490";
	l->land.s = at.geojson;
	l->lon_min = at.lon_min, l->lat_min = at.lat_min, l->lon_max = at.lon_max, l->lat_max = at.lat_max;
	return STATUS_OK;
}

/* The land, from the coordinates as they were published. */
static enum status read_land(struct cx *cx, struct licence *l)
{
	struct land land;
	struct land_shape shape;
	double meridian;
	l->crs = "";
	l->land.s = "";
	l->lon_min = l->lat_min = l->lon_max = l->lat_max = 0;
	if (!*or_empty(l->land_text))
		return STATUS_OK;
	if (*l->land_text == '{')
		return read_polygon(cx, l);
	enum status s = land_read(cx, l->land_text, strlen(l->land_text), &land);
	if (s) {
		cx->field = "land_text";
		return s;
	}
	TRY(land_meridian(cx, &land, &meridian));
	TRY(land_shape(cx, &land, meridian, &shape));
	l->area_m2 = land.area_m2;
	l->crs = land_crs(cx, &land, meridian);
	l->land.s = shape.geojson;
	l->lon_min = shape.lon_min, l->lat_min = shape.lat_min, l->lon_max = shape.lon_max, l->lat_max = shape.lat_max;
	l->top_m = land.blocks[0].top_m;
	l->bottom_m = land.blocks[0].bottom_m;
	if (!(l->stated_km2 > 0))
		l->stated_km2 = land.stated_km2;
	return STATUS_OK;
}

static enum status write_licence(struct cx *cx, const struct licence *l, bool fresh, int64_t *changed)
{
	if (fresh)
		TRY(db_exec(cx, NULL, "INSERT INTO mine_licence (county, mine, id, version, kind, number, created_at) VALUES ($1, $2, $3, 0, $4, $5, $6)",
			    ARGS(V(cx->county), V(l->mine), V(l->id), V(l->kind), V(l->number), V(cx->now))));
	return db_exec(cx, changed,
		       "UPDATE mine_licence SET version = version + 1, kind = $1, number = $2, holder = $3, issuer = $4, issued_on = $5,"
		       " valid_from = $6, valid_to = $7, withdrawn_on = $8, minerals = $9, scale_t = $10, stated_km2 = $11, area_m2 = $12,"
		       " crs = $13, land_text = $14, land = $15, top_m = $16, bottom_m = $17, lon_min = $18, lat_min = $19, lon_max = $20,"
		       " lat_max = $21 WHERE county = $22 AND mine = $23 AND id = $24 AND version = $25",
		       ARGS(V(l->kind), V(l->number), V(or_empty(l->holder)), V(or_empty(l->issuer)), V(or_empty(l->issued_on)),
			    V(or_empty(l->valid_from)), V(or_empty(l->valid_to)), V(or_empty(l->withdrawn_on)), V(or_empty(l->minerals)),
			    V(l->scale_t), V(l->stated_km2), V(l->area_m2), V(l->crs), V(or_empty(l->land_text)), V(l->land.s), V(l->top_m),
			    V(l->bottom_m), V(l->lon_min), V(l->lat_min), V(l->lon_max), V(l->lat_max), V(cx->county), V(l->mine), V(l->id), V(fresh ? (int64_t)0 : l->version)));
}

enum status licence_ask(struct cx *cx, int64_t mine, int64_t id, const struct licence *l)
{
	struct list before = {0};
	if (id)
		TRY(db_all(cx, &licence_record, &before,
			   "SELECT " LICENCE_COLUMNS " FROM mine_licence WHERE county = $1 AND mine = $2 AND id = $3",
			   ARGS(V(cx->county), V(mine), V(id))));
	for (const struct licence_guard *g = licence_guards; g->name; g++)
		TRY(g->check(cx, mine, before.count ? before.items : NULL, l));
	return STATUS_OK;
}

enum status licence_put(struct cx *cx, int64_t mine, int64_t id, const struct licence *in)
{
	struct licence *l = arena_new_of(cx->mem, struct licence);
	int64_t changed;
	*l = *in;
	l->mine = mine;
	l->id = id ? id : id_new(cx);
	TRY(in_order(cx, in->valid_from, in->valid_to));
	TRY(read_land(cx, l));
	TRY(licence_ask(cx, mine, id, l));
	TRY(write_licence(cx, l, !id, &changed));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	TRY(db_one(cx, &licence_record, l, "SELECT " LICENCE_COLUMNS " FROM mine_licence WHERE county = $1 AND mine = $2 AND id = $3",
		   ARGS(V(cx->county), V(mine), V(l->id))));
	return register_keep(cx, "mine_licence", l->id, l->version, id ? "change" : "create", &licence_record, l);
}

/* ---- certificates ---- */

enum status certificate_list(struct cx *cx, int64_t mine, struct list *out)
{
	return db_all(cx, &certificate_record, out,
		      "SELECT " CERTIFICATE_COLUMNS " FROM mine_certificate WHERE county = $1 AND mine = $2 ORDER BY post, person, id",
		      ARGS(V(cx->county), V(mine)));
}

enum status certificate_put(struct cx *cx, int64_t mine, int64_t id, const struct certificate *in)
{
	struct certificate *c = arena_new_of(cx->mem, struct certificate);
	int64_t changed, own = id ? id : id_new(cx);
	TRY(in_order(cx, in->valid_from, in->valid_to));
	if (!id)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO mine_certificate (county, mine, id, version, person, post, kind, created_at)"
			    " VALUES ($1, $2, $3, 0, $4, $5, $6, $7)",
			    ARGS(V(cx->county), V(mine), V(own), V(in->person), V(in->post), V(in->kind), V(cx->now))));
	TRY(db_exec(cx, &changed,
		    "UPDATE mine_certificate SET version = version + 1, person = $1, post = $2, kind = $3, number = $4, valid_from = $5,"
		    " valid_to = $6, left_on = $7 WHERE county = $8 AND mine = $9 AND id = $10 AND version = $11",
		    ARGS(V(in->person), V(in->post), V(in->kind), V(or_empty(in->number)), V(or_empty(in->valid_from)),
			 V(or_empty(in->valid_to)), V(or_empty(in->left_on)), V(cx->county), V(mine), V(own),
			 V(id ? in->version : (int64_t)0))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	TRY(db_one(cx, &certificate_record, c,
		   "SELECT " CERTIFICATE_COLUMNS " FROM mine_certificate WHERE county = $1 AND mine = $2 AND id = $3",
		   ARGS(V(cx->county), V(mine), V(own))));
	return register_keep(cx, "mine_certificate", own, c->version, id ? "change" : "create", &certificate_record, c);
}

/* ---- places ---- */

enum status place_list(struct cx *cx, int64_t mine, const char *day, struct list *out)
{
	return db_all(cx, &place_record, out,
		      "SELECT " PLACE_COLUMNS " FROM mine_place WHERE county = $1 AND mine = $2"
		      " AND ($3 = '' OR (started_on <= $3 AND (ended_on = '' OR ended_on >= $3))) ORDER BY kind, name, started_on DESC",
		      ARGS(V(cx->county), V(mine), V(or_empty(day))));
}

/* A geometry of RFC 7946 whose numbers are longitudes and latitudes; gives its bounds. */
static enum status check_shape(struct cx *cx, const char *text, struct land_shape *out)
{
	*out = (struct land_shape){.geojson = ""};
	if (!*or_empty(text) || strcmp(text, "null") == 0)
		return STATUS_OK;
	json_t *j = json_loads(text, 0, NULL), *ring = json_object_get(j, "coordinates");
	const char *type = json_string_value(json_object_get(j, "type"));
	bool polygon = type && strcmp(type, "Polygon") == 0, point = type && strcmp(type, "Point") == 0;
	if (polygon)
		ring = json_array_get(ring, 0);
	out->lon_min = out->lat_min = 180;
	out->lon_max = out->lat_max = -180;
	size_t n = point ? 1 : json_array_size(ring);
	bool good = (polygon && n >= 4) || point;
	for (size_t i = 0; good && i < n; i++) {
		json_t *at = point ? ring : json_array_get(ring, i);
		double lon = json_number_value(json_array_get(at, 0)), lat = json_number_value(json_array_get(at, 1));
		good = json_array_size(at) >= 2 && lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90;
		out->lon_min = lon < out->lon_min ? lon : out->lon_min;
		out->lat_min = lat < out->lat_min ? lat : out->lat_min;
		out->lon_max = lon > out->lon_max ? lon : out->lon_max;
		out->lat_max = lat > out->lat_max ? lat : out->lat_max;
	}
	json_decref(j);
	out->geojson = text;
	return good ? STATUS_OK : cx_fail_field(cx, "shape", "must be a GeoJSON Polygon or Point in longitude and latitude");
}

int64_t place_grid(double lon_min, double lat_min, double lon_max, double lat_max)
{
	const double cell = 0.01;
	if (!(lon_max - lon_min <= cell) || !(lat_max - lat_min <= cell) || lon_min < -180 || lat_min < -90)
		return -1;
	return (int64_t)((lat_min + 90) * 100) * GRID_COLUMNS + (int64_t)((lon_min + 180) * 100);
}

static enum status end_shape_before(struct cx *cx, int64_t mine, const struct place *p)
{
	struct day from;
	char before[11];
	day_parse(p->started_on, &from);
	day_print((struct day){from.n - 1}, before);
	return db_exec(cx, NULL,
		       "UPDATE mine_place SET ended_on = $1 WHERE county = $2 AND mine = $3 AND place = $4 AND started_on < $5"
		       " AND (ended_on = '' OR ended_on >= $5)",
		       ARGS(V((const char *)before), V(cx->county), V(mine), V(p->place), V(p->started_on)));
}

enum status place_put(struct cx *cx, int64_t mine, const struct place *in)
{
	struct land_shape shape;
	struct place *p = arena_new_of(cx->mem, struct place);
	int64_t id = id_new(cx);
	TRY(in_order(cx, in->started_on, in->ended_on));
	TRY(check_shape(cx, in->shape.s, &shape));
	if (in->place)
		TRY(end_shape_before(cx, mine, in));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO mine_place (county, mine, id, place, kind, name, shape, lon_min, lat_min, lon_max, lat_max, level_m,"
		    " started_on, ended_on, known_at, known_by, grid) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,"
		    " $17)",
		    ARGS(V(cx->county), V(mine), V(id), V(in->place ? in->place : id), V(in->kind), V(in->name), V(shape.geojson),
			 V(shape.lon_min), V(shape.lat_min), V(shape.lon_max), V(shape.lat_max), V(in->level_m), V(in->started_on),
			 V(or_empty(in->ended_on)), V(cx->now), V(cx->user),
			 V(*shape.geojson ? place_grid(shape.lon_min, shape.lat_min, shape.lon_max, shape.lat_max) : (int64_t)-1))));
	TRY(db_one(cx, &place_record, p, "SELECT " PLACE_COLUMNS " FROM mine_place WHERE county = $1 AND mine = $2 AND id = $3",
		   ARGS(V(cx->county), V(mine), V(id))));
	return register_keep(cx, "mine_place", id, 1, "create", &place_record, p);
}
