/* zone.c - layers of protected land, roads, rivers, settlements: read from GeoJSON, listed, ended by their successor. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/ledger.h"
#include "core/register.h"
#include "db/db.h"
#include "proto/zone_file.h"
#include "rooms/tenure/conflict.h"

const char *const zone_kinds[] = {"nature_reserve", "ecological_redline", "farmland", "water_source", "relic", "railway", "highway", "road",
				  "river", "settlement", NULL};

static const struct field zone_fields[] = {
	FIELD(struct zone, id),
	FIELD(struct zone, kind),
	FIELD(struct zone, name),
	FIELD(struct zone, source),
	FIELD(struct zone, shape),
	FIELD(struct zone, valid_from),
	FIELD(struct zone, ended_on),
};
const struct record zone_record = RECORD(zone, zone_fields);

static const struct field query_fields[] = {
	FIELD(struct zone_query, kind, .choices = zone_kinds),
	FIELD(struct zone_query, bbox, .min = 0, .max = 100),
	FIELD(struct zone_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct zone_query, limit, .min = 1, .max = 1000),
};
const struct record zone_query_record = RECORD(zone_query, query_fields);

enum status zone_list(struct cx *cx, const struct zone_query *q, struct list *out, int64_t *next)
{
	enum { DEFAULT_LIMIT = 200 };
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	double at[4] = {-180, -90, 180, 90};
	struct where w = where_new(cx, "county = $?", V(cx->county));
	char *end = (char *)(uintptr_t)q->bbox;
	for (int i = 0; q->bbox && *q->bbox && i < 4; i++) {
		const char *s = end;
		at[i] = strtod(s, &end);
		if (end == s || *end != (i < 3 ? ',' : '\0'))
			return cx_fail_field(cx, "bbox", "must be four numbers: west,south,east,north");
		end += i < 3;
	}
	buf_puts(&w.sql, " AND ended_on = ''");
	where_and(&w, "lon_max >= $?", V(at[0]));
	where_and(&w, "lat_max >= $?", V(at[1]));
	where_and(&w, "lon_min <= $?", V(at[2]));
	where_and(&w, "lat_min <= $?", V(at[3]));
	if (q->kind)
		where_and(&w, "kind = $?", V(q->kind));
	where_and(&w, "id > $?", V(q->cursor));
	where_more(&w, " ORDER BY id LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &zone_record, out,
		   arena_printf(cx->mem, "SELECT id, kind, name, source, shape, valid_from, ended_on FROM tenure_zone WHERE %s", w.sql.s), where_args(&w)));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = ((const struct zone *)out->items)[limit - 1].id;
	}
	return STATUS_OK;
}

/* ---- taking in ---- */

static enum status add_zone(struct cx *cx, const struct zone_import *in, const struct zone_shape *z, const char *today)
{
	return db_exec(cx, NULL,
		"INSERT INTO tenure_zone (county, id, kind, name, source, shape, lon_min, lat_min, lon_max, lat_max, valid_from, created_by, created_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		ARGS(V(cx->county), V(id_new(cx)), V(in->kind), V(*z->name ? z->name : in->source), V(in->source), V(z->geojson), V(z->west),
		     V(z->south), V(z->east), V(z->north), V(today), V(cx->user), V(cx->now)));
}

static enum status keep_in_ledger(struct cx *cx, const struct zone_import *in, int64_t count)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '{');
	jw_key(&w, "kind");
	jw_text(&w, in->kind);
	jw_key(&w, "source");
	jw_text(&w, in->source);
	jw_key(&w, "features");
	jw_int(&w, count);
	jw_end(&w);
	return ledger_append(cx, "tenure_zone", id_new(cx), "import", b.s);
}

enum status zone_read(struct cx *cx, const struct zone_import *in, const char *bytes, size_t n, int64_t *count)
{
	const char *today = day_today(cx);
	struct zone_file file;
	*count = 0;
	TRY(zone_parse(cx, bytes, n, in->name_key ? in->name_key : "name", ZONE_MOST, &file));
	TRY(db_exec(cx, NULL, "UPDATE tenure_zone SET ended_on = $1 WHERE county = $2 AND kind = $3 AND source = $4 AND ended_on = ''",
		    ARGS(V(today), V(cx->county), V(in->kind), V(in->source))));
	for (size_t i = 0; i < file.count; i++)
		TRY(add_zone(cx, in, &file.shapes[i], today));
	*count = (int64_t)file.count;
	return keep_in_ledger(cx, in, *count);
}
