/* copy.c - what an edge machine at a mine knows of the county, and what it still has to tell. */
#include "rooms/haulage/gate.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/county.h"
#include "db/db.h"
#include "rooms/haulage/haulage_inside.h"

enum { VEHICLES_A_PAGE = 1000, MOST = 100000 };

static const struct field query_fields[] = {
	FIELD(struct haulage_copy_query, scale, .flags = REQUIRED, .min = 1, .max = INT64_MAX),
	FIELD(struct haulage_copy_query, since, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_copy_query, cursor, .min = 0, .max = INT64_MAX),
};
const struct record haulage_copy_query_record = RECORD(haulage_copy_query, query_fields);

/* ---- the rows that are copied, as they stand in their tables ---- */

struct copied_vehicle {
	struct haulage_vehicle v;
	int64_t created_at, changed_at;
	const char *carrier_text;
};
static const struct field vehicle_fields[] = {
	FIELD_AS(struct copied_vehicle, "id", v.id), FIELD_AS(struct copied_vehicle, "version", v.version), FIELD_AS(struct copied_vehicle, "plate", v.plate),
	FIELD_AS(struct copied_vehicle, "kind", v.kind), FIELD_AS(struct copied_vehicle, "axles", v.axles),
	FIELD_AS(struct copied_vehicle, "drive_axles", v.drive_axles), FIELD_AS(struct copied_vehicle, "single_tyre_axles", v.single_tyre_axles),
	FIELD_AS(struct copied_vehicle, "trailer_axles", v.trailer_axles), FIELD_AS(struct copied_vehicle, "air_suspension", v.air_suspension),
	FIELD_AS(struct copied_vehicle, "axle_spacing_mm", v.axle_spacing_mm), FIELD_AS(struct copied_vehicle, "rated_kg", v.rated_kg),
	FIELD_AS(struct copied_vehicle, "tare_kg", v.tare_kg), FIELD_AS(struct copied_vehicle, "vehicle", v.vehicle),
	FIELD_AS(struct copied_vehicle, "learnt", v.learnt), FIELD(struct copied_vehicle, changed_at),
};
static const struct record vehicle_record = RECORD(copied_vehicle, vehicle_fields);

struct copied_block {
	const char *party, *name, *reason, *since;
	int64_t item, measure;
};
static const struct field block_fields[] = {
	FIELD(struct copied_block, party), FIELD(struct copied_block, item), FIELD(struct copied_block, measure), FIELD(struct copied_block, name),
	FIELD(struct copied_block, reason), FIELD(struct copied_block, since),
};
static const struct record block_record = RECORD(copied_block, block_fields);

struct copied_rule {
	int64_t version;
	const char *name, *title_zh, *title_en, *text_zh, *text_en, *source, *article, *confirmed, *valid_from, *valid_to, *params;
};
static const struct field rule_fields[] = {
	FIELD(struct copied_rule, name), FIELD(struct copied_rule, version), FIELD(struct copied_rule, title_zh), FIELD(struct copied_rule, title_en),
	FIELD(struct copied_rule, text_zh), FIELD(struct copied_rule, text_en), FIELD(struct copied_rule, source), FIELD(struct copied_rule, article),
	FIELD(struct copied_rule, confirmed), FIELD(struct copied_rule, valid_from), FIELD(struct copied_rule, valid_to), FIELD(struct copied_rule, params),
};
static const struct record rule_record_of = RECORD(copied_rule, rule_fields);

struct copied_mine {
	int64_t id;
	const char *name, *kind, *state, *state_since;
};
static const struct field mine_fields[] = {
	FIELD(struct copied_mine, id), FIELD(struct copied_mine, name), FIELD(struct copied_mine, kind), FIELD(struct copied_mine, state),
	FIELD(struct copied_mine, state_since),
};
static const struct record mine_record_of = RECORD(copied_mine, mine_fields);

static const struct field scale_fields[] = {
	FIELD(struct haulage_scale, id), FIELD(struct haulage_scale, seq), FIELD(struct haulage_scale, kind), FIELD(struct haulage_scale, mine),
	FIELD(struct haulage_scale, name), FIELD(struct haulage_scale, accuracy_class), FIELD(struct haulage_scale, max_kg),
	FIELD(struct haulage_scale, certificate), FIELD(struct haulage_scale, certified_on), FIELD(struct haulage_scale, valid_to),
	FIELD(struct haulage_scale, active),
};
static const struct record scale_record = {"copied_scale", sizeof(struct haulage_scale), scale_fields, sizeof scale_fields / sizeof *scale_fields};

struct copied_standing {
	int64_t at, quota_kg, taken_kg;
	bool may_work;
	const char *why;
};
static const struct field standing_fields[] = {
	FIELD(struct copied_standing, at), FIELD(struct copied_standing, may_work), FIELD(struct copied_standing, why),
	FIELD(struct copied_standing, quota_kg), FIELD(struct copied_standing, taken_kg),
};
static const struct record standing_record = RECORD(copied_standing, standing_fields);

struct copy {
	const char *county_name;
	int64_t county, next, since;
	struct list scales, mines, standing, blocks, rules, vehicles;
};
static const struct field copy_fields[] = {
	FIELD(struct copy, county), FIELD(struct copy, county_name), FIELD(struct copy, next), FIELD(struct copy, since),
	FIELD(struct copy, scales, .max = 1, .of = &scale_record), FIELD(struct copy, mines, .max = 1, .of = &mine_record_of),
	FIELD(struct copy, standing, .max = 1, .of = &standing_record), FIELD(struct copy, blocks, .max = MOST, .of = &block_record),
	FIELD(struct copy, rules, .max = MOST, .of = &rule_record_of), FIELD(struct copy, vehicles, .max = MOST, .of = &vehicle_record),
};
const struct record haulage_copy_record = RECORD(copy, copy_fields);

/* ---- writing it ---- */

static enum status gather(struct cx *cx, const struct haulage_copy_query *q, const struct haulage_scale *s, struct copy *c)
{
	TRY(db_all(cx, &block_record, &c->blocks, "SELECT party, item, measure, name, reason, since FROM haulage_block WHERE county = $1 ORDER BY party, item",
		   ARGS(V(cx->county))));
	TRY(db_all(cx, &rule_record_of, &c->rules,
		   "SELECT name, version, title_zh, title_en, text_zh, text_en, source, article, confirmed, valid_from, valid_to, params FROM rule"
		   " WHERE county = $1 AND name >= 'haulage.' AND name < 'haulage/' ORDER BY name, version", ARGS(V(cx->county))));
	TRY(db_all(cx, &vehicle_record, &c->vehicles,
		   "SELECT id, version, plate, kind, axles, drive_axles, single_tyre_axles, trailer_axles, air_suspension, axle_spacing_mm, rated_kg,"
		   " tare_kg, vehicle, learnt, changed_at FROM haulage_vehicle WHERE county = $1 AND (changed_at, id) > ($2, $3)"
		   " ORDER BY changed_at, id LIMIT $4", ARGS(V(cx->county), V(q->since), V(q->cursor), V((int64_t)VEHICLES_A_PAGE))));
	TRY(db_all(cx, &mine_record_of, &c->mines, "SELECT id, name, kind, state, state_since FROM mine WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(s->mine))));
	c->since = q->since;
	c->next = q->cursor;
	if (c->vehicles.count) {
		const struct copied_vehicle *last = (const struct copied_vehicle *)c->vehicles.items + c->vehicles.count - 1;
		c->since = last->changed_at;
		c->next = last->v.id;
	}
	return STATUS_OK;
}

enum status haulage_copy_write(struct cx *cx, const struct haulage_copy_query *q, struct jw *w)
{
	struct haulage_scale s;
	struct mine *m;
	struct county county;
	struct haulage_standing standing;
	struct copy c = {.county = cx->county};
	TRY(haulage_get(cx, &haulage_scales, q->scale, &s));
	if (!s.mine)
		return cx_fail_field(cx, "scale", "is no weighbridge of a mine");
	TRY(mine_get(cx, s.mine, &m));
	TRY(county_get(cx, &county));
	c.county_name = county.name;
	TRY(haulage_standing_of(cx, m, &standing));
	c.standing = (struct list){&(struct copied_standing){.at = standing.at, .may_work = standing.may_work, .why = standing.why,
							     .quota_kg = standing.left_kg}, 1};
	c.scales = (struct list){&s, 1};
	TRY(gather(cx, q, &s, &c));
	jw_record(w, &haulage_copy_record, &c);
	return STATUS_OK;
}

/* ---- taking it over ---- */

static enum status apply_places(struct cx *cx, const struct copy *c)
{
	const struct haulage_scale *s = c->scales.items;
	const struct copied_mine *m = c->mines.items;
	const struct copied_standing *st = c->standing.items;
	if (!c->scales.count || !c->mines.count || !c->standing.count)
		return cx_fail(cx, STATUS_INVALID, "the copy names no scale, mine and standing");
	TRY(db_exec(cx, NULL,
		    "INSERT INTO mine (county, id, name, kind, state, state_since, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
		    " ON CONFLICT (county, id) DO UPDATE SET name = excluded.name, state = excluded.state, state_since = excluded.state_since",
		    ARGS(V(cx->county), V(m->id), V(m->name), V(m->kind), V(haulage_or(m->state, "unknown")), V(haulage_or(m->state_since, "")), V(cx->now))));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO haulage_scale (county, id, seq, kind, mine, name, accuracy_class, max_kg, certificate, certified_on, valid_to, active,"
		    " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (county, id) DO UPDATE SET"
		    " seq = excluded.seq, name = excluded.name, accuracy_class = excluded.accuracy_class, max_kg = excluded.max_kg,"
		    " certificate = excluded.certificate, certified_on = excluded.certified_on, valid_to = excluded.valid_to, active = excluded.active",
		    ARGS(V(cx->county), V(s->id), V(s->seq), V(s->kind), V(s->mine), V(s->name), V(s->accuracy_class), V(s->max_kg),
			 V(haulage_or(s->certificate, "")), V(haulage_or(s->certified_on, "")), V(haulage_or(s->valid_to, "")), V(s->active), V(cx->now))));
	return db_exec(cx, NULL,
		       "INSERT INTO haulage_copy (county, scale, at, may_work, why, quota_kg, taken_kg) VALUES ($1, $2, $3, $4, $5, $6, $7)"
		       " ON CONFLICT (county, scale) DO UPDATE SET at = excluded.at, may_work = excluded.may_work, why = excluded.why,"
		       " quota_kg = excluded.quota_kg, taken_kg = excluded.taken_kg",
		       ARGS(V(cx->county), V(s->id), V(st->at), V(st->may_work), V(haulage_or(st->why, "")), V(st->quota_kg), V(st->taken_kg)));
}

static enum status apply_vehicles(struct cx *cx, const struct copy *c)
{
	const struct copied_vehicle *v = c->vehicles.items;
	for (size_t i = 0; i < c->vehicles.count; i++) {
		TRY(db_exec(cx, NULL, "UPDATE haulage_vehicle SET plate = $3 WHERE county = $1 AND id = $2 AND plate <> $3"
			    " AND NOT EXISTS (SELECT 1 FROM haulage_vehicle o WHERE o.county = $1 AND o.plate = $3)",
			    ARGS(V(cx->county), V(v[i].v.id), V(v[i].v.plate))));
		/* One that the gate met first has another number here: the county's replaces it, the plate stays what counts. */
		TRY(db_exec(cx, NULL,
			    "INSERT INTO haulage_vehicle (county, id, version, plate, kind, axles, drive_axles, single_tyre_axles, trailer_axles,"
			    " air_suspension, axle_spacing_mm, rated_kg, tare_kg, vehicle, learnt, created_at, changed_at)"
			    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT (county, plate) DO UPDATE SET"
			    " version = excluded.version, kind = excluded.kind, axles = excluded.axles, drive_axles = excluded.drive_axles,"
			    " single_tyre_axles = excluded.single_tyre_axles, trailer_axles = excluded.trailer_axles,"
			    " air_suspension = excluded.air_suspension, axle_spacing_mm = excluded.axle_spacing_mm, rated_kg = excluded.rated_kg,"
			    " tare_kg = excluded.tare_kg, vehicle = excluded.vehicle, learnt = excluded.learnt, changed_at = excluded.changed_at",
			    ARGS(V(cx->county), V(v[i].v.id), V(v[i].v.version), V(v[i].v.plate), V(haulage_or(v[i].v.kind, "")), V(v[i].v.axles),
				 V(v[i].v.drive_axles), V(v[i].v.single_tyre_axles), V(v[i].v.trailer_axles), V(v[i].v.air_suspension),
				 V(v[i].v.axle_spacing_mm), V(v[i].v.rated_kg), V(v[i].v.tare_kg), V(haulage_or(v[i].v.vehicle, "")), V(v[i].v.learnt),
				 V(cx->now), V(v[i].changed_at))));
	}
	return STATUS_OK;
}

static enum status apply_blocks(struct cx *cx, const struct copy *c)
{
	const struct copied_block *b = c->blocks.items;
	TRY(db_exec(cx, NULL, "DELETE FROM haulage_block WHERE county = $1", ARGS(V(cx->county))));
	for (size_t i = 0; i < c->blocks.count; i++)
		TRY(db_exec(cx, NULL, "INSERT INTO haulage_block (county, party, item, measure, name, reason, since) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			    ARGS(V(cx->county), V(b[i].party), V(b[i].item), V(b[i].measure), V(b[i].name), V(b[i].reason), V(b[i].since))));
	return STATUS_OK;
}

static enum status apply_rules(struct cx *cx, const struct copy *c, int64_t *added)
{
	const struct copied_rule *r = c->rules.items;
	*added = 0;
	for (size_t i = 0; i < c->rules.count; i++) {
		int64_t n;
		TRY(db_exec(cx, &n,
			    "INSERT INTO rule (county, name, id, version, title_zh, title_en, text_zh, text_en, source, article, confirmed, valid_from,"
			    " valid_to, params, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
			    " ON CONFLICT (county, name, version) DO NOTHING",
			    ARGS(V(cx->county), V(r[i].name), V(id_new(cx)), V(r[i].version), V(r[i].title_zh), V(r[i].title_en), V(haulage_or(r[i].text_zh, "")),
				 V(haulage_or(r[i].text_en, "")), V(r[i].source), V(haulage_or(r[i].article, "")), V(r[i].confirmed), V(r[i].valid_from),
				 V(haulage_or(r[i].valid_to, "")), V(r[i].params), V(cx->now))));
		*added += n;
	}
	return *added ? db_exec(cx, NULL, "INSERT INTO rule_stamp (county, stamp) VALUES ($1, $2) ON CONFLICT (county) DO UPDATE SET stamp = excluded.stamp",
				ARGS(V(cx->county), V(id_new(cx)))) : STATUS_OK;
}

enum status haulage_copy_apply(struct cx *cx, const char *json, size_t n, struct haulage_copied *out)
{
	struct copy c = {0};
	int64_t rules;
	TRY(record_read(cx, &haulage_copy_record, json, n, &c));
	if (c.county != cx->county)
		return cx_fail(cx, STATUS_INVALID, "the copy is another county's: %" PRId64, c.county);
	TRY(apply_places(cx, &c));
	TRY(apply_vehicles(cx, &c));
	TRY(apply_blocks(cx, &c));
	TRY(apply_rules(cx, &c, &rules));
	*out = (struct haulage_copied){.vehicles = (int64_t)c.vehicles.count, .blocks = (int64_t)c.blocks.count, .rules = rules, .next = c.next, .since = c.since};
	return STATUS_OK;
}

/* ---- what waits to be told ---- */

struct waiting {
	struct haulage_weighing w;
	int64_t id, flags;
};
struct photo {
	const char *hash;
};
static const struct field photo_fields[] = {FIELD(struct photo, hash)};
static const struct record photo_record = RECORD(photo, photo_fields);

static const struct field waiting_fields[] = {
	FIELD_AS(struct waiting, "scale", w.scale), FIELD_AS(struct waiting, "no", w.no), FIELD_AS(struct waiting, "at", w.at, .flags = TIME),
	FIELD_AS(struct waiting, "direction", w.direction), FIELD_AS(struct waiting, "plate", w.plate), FIELD_AS(struct waiting, "driver", w.driver),
	FIELD_AS(struct waiting, "qualification", w.qualification), FIELD_AS(struct waiting, "carrier", w.carrier),
	FIELD_AS(struct waiting, "cargo", w.cargo), FIELD_AS(struct waiting, "receiver", w.receiver), FIELD_AS(struct waiting, "operator", w.operator),
	FIELD_AS(struct waiting, "axles", w.axles), FIELD_AS(struct waiting, "kind", w.kind), FIELD_AS(struct waiting, "drive_axles", w.drive_axles),
	FIELD_AS(struct waiting, "gross_kg", w.gross_kg), FIELD_AS(struct waiting, "tare_kg", w.tare_kg), FIELD_AS(struct waiting, "decision", w.decision),
	FIELD_AS(struct waiting, "reason", w.reason), FIELD_AS(struct waiting, "source", w.source), FIELD(struct waiting, flags), FIELD(struct waiting, id),
};
static const struct record waiting_record = RECORD(waiting, waiting_fields);

static enum status photos_of(struct cx *cx, int64_t ticket, struct texts *out)
{
	struct list l;
	TRY(db_all(cx, &photo_record, &l, "SELECT hash FROM evidence_link WHERE county = $1 AND kind = 'haulage_ticket' AND item = $2 ORDER BY at, hash",
		   ARGS(V(cx->county), V(ticket))));
	*out = (struct texts){arena_array_of(cx->mem, const char *, l.count + 1), l.count};
	for (size_t i = 0; i < l.count; i++)
		out->items[i] = ((const struct photo *)l.items)[i].hash;
	return STATUS_OK;
}

/* All hashes that the weighings name. */
static enum status gather_photos(struct cx *cx, const struct list *weighings, struct texts *out)
{
	const struct haulage_weighing *w = weighings->items;
	size_t n = 0;
	for (size_t i = 0; i < weighings->count; i++)
		n += w[i].photos.count;
	*out = (struct texts){arena_array_of(cx->mem, const char *, n + 1), 0};
	for (size_t i = 0; i < weighings->count; i++)
		for (size_t k = 0; k < w[i].photos.count; k++)
			out->items[out->count++] = w[i].photos.items[k];
	return STATUS_OK;
}

enum status haulage_outbox_write(struct cx *cx, int64_t limit, struct jw *w, struct haulage_outbox *out)
{
	struct list l;
	TRY(db_all(cx, &waiting_record, &l,
		   "SELECT t.scale, t.no, " HAULAGE_AT " AS at, t.direction, coalesce(v.plate, '') AS plate, coalesce(d.name, '') AS driver,"
		   " coalesce(d.qualification, '') AS qualification, coalesce(c.name, '') AS carrier, t.cargo, t.receiver, t.operator, t.axles,"
		   " coalesce(v.kind, '') AS kind, coalesce(v.drive_axles, 0) AS drive_axles, t.gross_kg, t.tare_kg, t.decision, t.reason, t.source, t.flags, t.id"
		   " FROM haulage_outbox x JOIN haulage_ticket t ON t.county = x.county AND t.id = x.ticket"
		   " LEFT JOIN haulage_vehicle v ON v.county = t.county AND v.id = t.vehicle"
		   " LEFT JOIN haulage_driver d ON d.county = t.county AND d.id = t.driver"
		   " LEFT JOIN haulage_carrier c ON c.county = t.county AND c.id = t.carrier"
		   " WHERE x.county = $1 AND x.refused = '' ORDER BY x.ticket LIMIT $2", ARGS(V(cx->county), V(limit))));
	struct waiting *all = l.items;
	int64_t *ids = arena_array_of(cx->mem, int64_t, l.count + 1);
	*out = (struct haulage_outbox){.tickets = ids, .count = l.count};
	struct haulage_batch_input batch = {.weighings = {arena_array_of(cx->mem, struct haulage_weighing, l.count), l.count}};
	for (size_t i = 0; i < l.count; i++) {
		struct haulage_weighing *one = (struct haulage_weighing *)batch.weighings.items + i;
		*one = all[i].w;
		ids[i] = all[i].id;
		one->by_hand = all[i].flags & HAULAGE_SIGN_HAND;
		one->offline = all[i].flags & HAULAGE_SIGN_OFFLINE;
		TRY(photos_of(cx, all[i].id, &one->photos));
		if (all[i].flags & HAULAGE_SIGN_TARE_OLD)       /* the county takes it from its own register */
			one->tare_kg = 0;
	}
	jw_record(w, &haulage_batch_input_record, &batch);
	return gather_photos(cx, &batch.weighings, &out->photos);
}

struct answer {
	struct list items;
};
static const struct field answer_fields[] = {FIELD(struct answer, items, .max = HAULAGE_BATCH, .of = &haulage_taken_record)};
static const struct record answer_record = RECORD(answer, answer_fields);

enum status haulage_outbox_settle(struct cx *cx, const struct haulage_outbox *sent, const char *json, size_t n, int64_t *settled)
{
	struct answer a = {0};
	*settled = 0;
	TRY(record_read(cx, &answer_record, json, n, &a));
	const struct haulage_taken *t = a.items.items;
	if (a.items.count != sent->count)
		return cx_fail(cx, STATUS_INVALID, "the county answers %zu weighings where %zu were sent", a.items.count, sent->count);
	for (size_t i = 0; i < a.items.count; i++) {
		int64_t changed;
		if (strcmp(t[i].status, "refused") == 0)
			TRY(db_exec(cx, &changed, "UPDATE haulage_outbox SET refused = $1, tried_at = $2 WHERE county = $3 AND ticket = $4",
				    ARGS(V(haulage_or(t[i].message, "?")), V(cx->now), V(cx->county), V(sent->tickets[i]))));
		else
			TRY(db_exec(cx, &changed, "DELETE FROM haulage_outbox WHERE county = $1 AND ticket = $2", ARGS(V(cx->county), V(sent->tickets[i]))));
		*settled += changed;
	}
	return STATUS_OK;
}
