/* papers_api.c - licences, certificates, places and the map over HTTP. */
#include "rooms/mine/papers.h"

#include <string.h>
#include "base/day.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/mine/mine_api.h"
#include "rooms/mine/status.h"

static void write_items(struct jw *w, const struct record *rec, const struct list *l)
{
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, rec, l);
	jw_key(w, "next");
	jw_raw(w, NULL);
	jw_end(w);
}

static enum status visible(struct cx *cx, int64_t id)
{
	struct mine *m;
	return mine_get(cx, id, &m);
}

static enum status get_licences(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	TRY(visible(cx, rq->id));
	TRY(licence_list(cx, rq->id, &l));
	write_items(&reply->w, &licence_record, &l);
	return STATUS_OK;
}

static enum status put_licence(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(visible(cx, rq->id));
	TRY(licence_put(cx, rq->id, rq->sub, rq->body));
	TRY(mine_refresh(cx, rq->id));
	return get_licences(cx, rq, reply);
}

static enum status get_certificates(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	TRY(visible(cx, rq->id));
	TRY(certificate_list(cx, rq->id, &l));
	write_items(&reply->w, &certificate_record, &l);
	return STATUS_OK;
}

static enum status put_certificate(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(visible(cx, rq->id));
	TRY(certificate_put(cx, rq->id, rq->sub, rq->body));
	TRY(mine_refresh(cx, rq->id));
	return get_certificates(cx, rq, reply);
}

struct day_query {
	const char *day;
};
static const struct field day_fields[] = {FIELD(struct day_query, day, .flags = DAY)};
static const struct record day_record = RECORD(day_query, day_fields);

static enum status get_places(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct day_query *q = rq->query;
	struct list l;
	TRY(visible(cx, rq->id));
	TRY(place_list(cx, rq->id, q ? q->day : NULL, &l));
	write_items(&reply->w, &place_record, &l);
	return STATUS_OK;
}

static enum status post_place(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(visible(cx, rq->id));
	TRY(place_put(cx, rq->id, rq->body));
	return get_places(cx, rq, reply);
}

/* ---- the map ---- */

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
};

static enum status add_feature(struct cx *cx, void *arg, const void *row)
{
	(void)cx;
	struct writing *to = arg;
	write_feature(to->w, to->layer, row);
	return STATUS_OK;
}

/* Layers: what is drawn, from which rows; all within what the user may see. */
static const struct {
	const char *name, *sql;
} layers[] = {
	{"mine", "SELECT m.id, m.name, m.kind, m.state, m.worst, m.lon, m.lat FROM mine m WHERE m.lat <> 0 AND %s"},
	{"licence", "SELECT m.id, m.name, l.kind, m.state, m.worst, l.land AS shape FROM mine_licence l"
		    " JOIN mine m ON m.county = l.county AND m.id = l.mine WHERE l.kind = 'mining' AND l.land <> '' AND %s"},
	{"place", "SELECT m.id, p.name, p.kind, m.state, m.worst, p.shape FROM mine_place p"
		  " JOIN mine m ON m.county = p.county AND m.id = p.mine WHERE p.shape <> '' AND p.ended_on = '' AND %s"},
};

static enum status get_map(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "type");
	jw_text(w, "FeatureCollection");
	jw_key(w, "features");
	jw_begin(w, '[');
	for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
		struct where scope = where_new(cx, "m.county = $?", V(cx->county));
		struct writing to = {w, layers[i].name};
		TRY(mine_scope(cx, &scope));
		const char *tail = strstr(layers[i].sql, "%s");
		const char *sql = arena_printf(cx->mem, "%.*s%s", (int)(tail - layers[i].sql), layers[i].sql, scope.sql.s);
		TRY(db_each(cx, &feature_record, sql, where_args(&scope), add_feature, &to));
	}
	jw_end(w);
	jw_end(w);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/mines/map", BIT(MINE_READ), get_map, .help = "mines, their licences' land and their places as GeoJSON"},
	{"GET", "/api/mines/{id}/licences", BIT(MINE_READ), get_licences, .reply = &licence_record, .flags = ROUTE_LIST,
	 .help = "a mine's licences, with their land"},
	{"POST", "/api/mines/{id}/licences", BIT(MINE_MANAGE), put_licence, .body = &licence_input_record, .reply = &licence_record,
	 .flags = ROUTE_LIST, .help = "enter a licence; its land is read from the published coordinates"},
	{"PUT", "/api/mines/{id}/licences/{sub}", BIT(MINE_MANAGE), put_licence, .body = &licence_input_record, .reply = &licence_record,
	 .flags = ROUTE_LIST, .help = "change a licence"},
	{"GET", "/api/mines/{id}/certificates", BIT(MINE_READ), get_certificates, .reply = &certificate_record, .flags = ROUTE_LIST,
	 .help = "people's certificates"},
	{"POST", "/api/mines/{id}/certificates", BIT(MINE_MANAGE), put_certificate, .body = &certificate_input_record,
	 .reply = &certificate_record, .flags = ROUTE_LIST, .help = "enter a certificate"},
	{"PUT", "/api/mines/{id}/certificates/{sub}", BIT(MINE_MANAGE), put_certificate, .body = &certificate_input_record,
	 .reply = &certificate_record, .flags = ROUTE_LIST, .help = "change a certificate"},
	{"GET", "/api/mines/{id}/places", BIT(MINE_READ), get_places, .query = &day_record, .reply = &place_record, .flags = ROUTE_LIST,
	 .help = "faces, benches, dumps, slopes, magazines: on a day, or all shapes there were"},
	{"POST", "/api/mines/{id}/places", BIT(MINE_MANAGE), post_place, .body = &place_input_record, .reply = &place_record,
	 .flags = ROUTE_LIST, .help = "enter a place, or a new shape of one"},
};
const struct routes mine_paper_routes = ROUTES("/api/mines", table);
