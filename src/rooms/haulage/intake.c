/*
 * intake.c - weighings become tickets: each one checked, judged, marked with its signs; sums, batch and ledger once for all.
 *
 * Everything that can refuse a weighing is asked before its first row is written, so that one that is refused leaves
 * nothing and the others go on (a failed statement would end the whole transaction on PostgreSQL).
 */
#include "rooms/haulage/haulage_inside.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/evidence.h"
#include "core/perm.h"
#include "db/db.h"
#include "proto/weigh.h"

enum { MOST_KG = 1000000, HOUR = 3600, YEAR_2020 = 1577808000, SURE_TARES = 3 };

/* ---- what comes in ---- */

static const char *const directions[] = {"out", "in", "pass", NULL};
static const char *const decisions[] = {"", "open", "closed", NULL};
static const char *const sources[] = {"", "gate", "http", "file", "hand", "wim", NULL};
static const char *const kinds[] = {"", "truck", "articulated", "centre_axle", "full_trailer", NULL};

static const struct field weighing_fields[] = {
	FIELD(struct haulage_weighing, scale, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "衡器", .en = "scale"),
	FIELD(struct haulage_weighing, no, .flags = REQUIRED, .min = 1, .max = 60, .zh = "磅单号", .en = "ticket number"),
	FIELD(struct haulage_weighing, at, .flags = REQUIRED | TIME, .zh = "称重时间", .en = "time"),
	FIELD(struct haulage_weighing, direction, .flags = REQUIRED, .choices = directions, .zh = "方向", .en = "direction"),
	FIELD(struct haulage_weighing, plate, .min = 0, .max = 20, .zh = "车牌号", .en = "plate"),
	FIELD(struct haulage_weighing, driver, .min = 0, .max = 40, .zh = "驾驶员", .en = "driver"),
	FIELD(struct haulage_weighing, qualification, .min = 0, .max = 40, .zh = "从业资格证号", .en = "driver's certificate"),
	FIELD(struct haulage_weighing, carrier, .min = 0, .max = 100, .zh = "运输企业", .en = "carrier"),
	FIELD(struct haulage_weighing, cargo, .min = 0, .max = 60, .zh = "货名", .en = "cargo"),
	FIELD(struct haulage_weighing, receiver, .min = 0, .max = 100, .zh = "收货单位", .en = "receiver"),
	FIELD(struct haulage_weighing, operator, .min = 0, .max = 40, .zh = "司磅员", .en = "weighed by"),
	FIELD(struct haulage_weighing, axles, .min = 0, .max = 20, .zh = "轴数", .en = "axles"),
	FIELD(struct haulage_weighing, kind, .choices = kinds, .zh = "车型", .en = "kind of truck"),
	FIELD(struct haulage_weighing, drive_axles, .min = 0, .max = 6, .zh = "驱动轴数", .en = "driven axles"),
	FIELD(struct haulage_weighing, gross_kg, .flags = REQUIRED, .min = 1, .max = MOST_KG, .zh = "毛重（千克）", .en = "gross (kg)"),
	FIELD(struct haulage_weighing, tare_kg, .min = 0, .max = MOST_KG, .zh = "皮重（千克）", .en = "tare (kg)"),
	FIELD(struct haulage_weighing, decision, .choices = decisions, .zh = "放行决定", .en = "decision at the gate"),
	FIELD(struct haulage_weighing, reason, .min = 0, .max = 200, .zh = "原因", .en = "reason"),
	FIELD(struct haulage_weighing, source, .choices = sources, .zh = "来源", .en = "source"),
	FIELD(struct haulage_weighing, by_hand, .zh = "手工录入", .en = "typed in"),
	FIELD(struct haulage_weighing, offline, .zh = "离线判定", .en = "decided offline"),
	FIELD(struct haulage_weighing, photos, .min = 0, .max = 8, .zh = "照片", .en = "photos"),
};
const struct record haulage_weighing_record = RECORD(haulage_weighing, weighing_fields);

static const struct field batch_fields[] = {
	FIELD(struct haulage_batch_input, weighings, .flags = REQUIRED, .min = 1, .max = HAULAGE_BATCH, .of = &haulage_weighing_record),
};
const struct record haulage_batch_input_record = RECORD(haulage_batch_input, batch_fields);

static const struct field taken_fields[] = {
	FIELD(struct haulage_taken, no),
	FIELD(struct haulage_taken, id, .flags = NULLABLE),
	FIELD(struct haulage_taken, status),
	FIELD(struct haulage_taken, message),
	FIELD(struct haulage_taken, result),
	FIELD(struct haulage_taken, limit_kg),
	FIELD(struct haulage_taken, over_kg),
};
const struct record haulage_taken_record = RECORD(haulage_taken, taken_fields);

/* ---- the work on one batch ---- */

struct scale_row {
	struct haulage_scale s;
	const char *mine_state, *state_since;
	int64_t may;            /* 1: in the user's scope */
};
static const struct field scale_fields[] = {
	FIELD_AS(struct scale_row, "id", s.id), FIELD_AS(struct scale_row, "seq", s.seq), FIELD_AS(struct scale_row, "kind", s.kind),
	FIELD_AS(struct scale_row, "mine", s.mine), FIELD_AS(struct scale_row, "accuracy_class", s.accuracy_class),
	FIELD_AS(struct scale_row, "max_kg", s.max_kg), FIELD_AS(struct scale_row, "certificate", s.certificate),
	FIELD_AS(struct scale_row, "certified_on", s.certified_on), FIELD_AS(struct scale_row, "valid_to", s.valid_to),
	FIELD(struct scale_row, mine_state), FIELD(struct scale_row, state_since),
};
static const struct record scale_record = RECORD(scale_row, scale_fields);

struct truck_row {
	int64_t last_out, last_mine, tare_kg, tares, last_tare_kg, last_tare_at;
};
static const struct field truck_fields[] = {
	FIELD(struct truck_row, last_out), FIELD(struct truck_row, last_mine), FIELD(struct truck_row, tare_kg), FIELD(struct truck_row, tares),
	FIELD(struct truck_row, last_tare_kg), FIELD(struct truck_row, last_tare_at),
};
static const struct record truck_record = RECORD(truck_row, truck_fields);

struct known_row {
	int64_t id, gross_kg, tare_kg, limit_kg, over_kg;
	const char *no, *result;
};
static const struct field known_fields[] = {
	FIELD(struct known_row, id), FIELD(struct known_row, gross_kg), FIELD(struct known_row, tare_kg), FIELD(struct known_row, limit_kg),
	FIELD(struct known_row, over_kg), FIELD(struct known_row, no), FIELD(struct known_row, result),
};
static const struct record known_record = RECORD(known_row, known_fields);

struct intake {
	const struct rules *rules;
	struct haulage_law law;
	struct day law_day;
	bool has_law;
	struct scale_row scale;         /* of the weighing before: they mostly come from one */
	int64_t drift_percent, drift_kg, tare_hours, trace_hours, late_hours, ahead_minutes;
	int64_t batch;
	struct haulage_ticket *tickets;
	size_t n;
	struct haulage_sums *sums;
};

static enum status read_rules(struct cx *cx, struct intake *in)
{
	const struct rule *tare, *source, *intake;
	struct day today = day_of(cx->now);
	TRY(rules_of(cx, &in->rules));
	TRY(rules_find(cx, in->rules, "haulage.tare", today, &tare));
	TRY(rules_find(cx, in->rules, "haulage.source", today, &source));
	TRY(rules_find(cx, in->rules, "haulage.intake", today, &intake));
	TRY(rule_int(cx, tare, "drift_percent", &in->drift_percent));
	TRY(rule_int(cx, tare, "drift_kg", &in->drift_kg));
	TRY(rule_int(cx, tare, "weighed_hours", &in->tare_hours));
	TRY(rule_int(cx, source, "trace_hours", &in->trace_hours));
	TRY(rule_int(cx, intake, "late_hours", &in->late_hours));
	return rule_int(cx, intake, "ahead_minutes", &in->ahead_minutes);
}

static enum status law_of_day(struct cx *cx, struct intake *in, struct day day)
{
	if (in->has_law && in->law_day.n == day.n)
		return STATUS_OK;
	TRY(haulage_law_of(cx, in->rules, day, &in->law));
	in->law_day = day;
	in->has_law = true;
	return STATUS_OK;
}

/* The scale, if the user may weigh on it. */
static enum status find_scale(struct cx *cx, struct intake *in, int64_t id)
{
	struct haulage_scale seen;
	struct list l;
	if (in->scale.s.id == id)
		return STATUS_OK;
	if (cx->user)
		TRY(haulage_get(cx, &haulage_scales, id, &seen));
	TRY(db_all(cx, &scale_record, &l,
		   "SELECT s.id, s.seq, s.kind, s.mine, s.accuracy_class, s.max_kg, s.certificate, s.certified_on, s.valid_to, m.state AS mine_state,"
		   " m.state_since FROM haulage_scale s LEFT JOIN mine m ON m.county = s.county AND m.id = s.mine"
		   " WHERE s.county = $1 AND s.id = $2 AND s.active = 1", ARGS(V(cx->county), V(id))));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such scale in use");
	in->scale = *(const struct scale_row *)l.items;
	return STATUS_OK;
}

/* ---- one weighing ---- */

static enum status check(struct cx *cx, struct intake *in, const struct haulage_weighing *w)
{
	bool bridge = strcmp(in->scale.s.kind, "weighbridge") == 0;
	if (w->at < YEAR_2020)
		return cx_fail_field(cx, "at", "lies before 2020");
	if (w->at > cx->now + 24 * HOUR)
		return cx_fail_field(cx, "at", "lies more than a day ahead");
	if (bridge == (strcmp(w->direction, "pass") == 0))
		return cx_fail_field(cx, "direction", bridge ? "a mine's weighbridge weighs out or in" : "a station weighs those that pass");
	if (w->tare_kg > w->gross_kg)
		return cx_fail_field(cx, "tare_kg", "is more than the gross");
	return STATUS_OK;
}

/* Has it come before?  *id: 0, or its number; *next: the number that a new one takes. */
static enum status find_known(struct cx *cx, const struct intake *in, const struct haulage_weighing *w, const struct known_row **known, int64_t *next)
{
	struct list l;
	int64_t base = haulage_ticket_id(w->at, in->scale.s.seq, 0), end = base + (INT64_C(1) << HAULAGE_COUNT_BITS);
	TRY(db_all(cx, &known_record, &l,
		   "SELECT id, gross_kg, tare_kg, limit_kg, over_kg, no, result FROM haulage_ticket WHERE county = $1 AND id >= $2 AND id < $3 ORDER BY id",
		   ARGS(V(cx->county), V(base), V(end))));
	const struct known_row *r = l.items;
	*known = NULL;
	*next = l.count ? r[l.count - 1].id + 1 : base;
	for (size_t i = 0; i < l.count; i++)
		if (strcmp(r[i].no, w->no) == 0)
			*known = &r[i];
	return *next < end || *known ? STATUS_OK : cx_fail(cx, STATUS_TOO_LARGE, "a scale cannot have weighed so many trucks in one second");
}

static enum status learn_vehicle(struct cx *cx, const struct haulage_weighing *w, const char *plate, struct haulage_vehicle *out)
{
	struct list l;
	static const char find[] = "x.county = $1 AND x.plate = $2";
	const char *sql = arena_printf(cx->mem, "%s%s", haulage_vehicles.sql, find);
	TRY(db_all(cx, haulage_vehicles.record, &l, sql, ARGS(V(cx->county), V(plate))));
	if (!l.count) {
		TRY(db_exec(cx, NULL,
			    "INSERT INTO haulage_vehicle (county, id, plate, kind, axles, drive_axles, learnt, created_at, changed_at)"
			    " VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7) ON CONFLICT (county, plate) DO NOTHING",
			    ARGS(V(cx->county), V(id_new(cx)), V(plate), V(haulage_or(w->kind, "")), V(w->axles), V(w->drive_axles), V(cx->now))));
		TRY(db_all(cx, haulage_vehicles.record, &l, sql, ARGS(V(cx->county), V(plate))));
	}
	*out = *(const struct haulage_vehicle *)l.items;
	if (out->learnt && w->axles && w->kind && *w->kind && (out->axles != w->axles || strcmp(out->kind, w->kind) != 0)) {
		TRY(db_exec(cx, NULL, "UPDATE haulage_vehicle SET axles = $1, kind = $2, drive_axles = $3, changed_at = $6"
			    " WHERE county = $4 AND id = $5", ARGS(V(w->axles), V(w->kind), V(w->drive_axles), V(cx->county), V(out->id), V(cx->now))));
		out->axles = w->axles;
		out->kind = w->kind;
		out->drive_axles = w->drive_axles;
	}
	return STATUS_OK;
}

static enum status learn(struct cx *cx, const char *table, const char *key, const char *value, const char *name, int64_t *out)
{
	*out = 0;
	if (!value || !*value)
		return STATUS_OK;
	const char *find = arena_printf(cx->mem, "SELECT id AS n FROM %s WHERE county = $1 AND %s = $2", table, key);
	TRY(haulage_count(cx, out, find, ARGS(V(cx->county), V(value))));
	if (*out)
		return STATUS_OK;
	if (strcmp(key, "name") == 0)
		TRY(db_exec(cx, NULL, "INSERT INTO haulage_carrier (county, id, name, learnt, created_at) VALUES ($1, $2, $3, 1, $4)"
			    " ON CONFLICT (county, name) DO NOTHING", ARGS(V(cx->county), V(id_new(cx)), V(value), V(cx->now))));
	else
		TRY(db_exec(cx, NULL, "INSERT INTO haulage_driver (county, id, name, qualification, learnt, created_at) VALUES ($1, $2, $3, $4, 1, $5)"
			    " ON CONFLICT (county, qualification) DO NOTHING",
			    ARGS(V(cx->county), V(id_new(cx)), V(haulage_or(name, "")), V(value), V(cx->now))));
	return haulage_count(cx, out, find, ARGS(V(cx->county), V(value)));
}

static enum status find_truck(struct cx *cx, int64_t vehicle, struct truck_row *out)
{
	struct list l;
	*out = (struct truck_row){0};
	if (!vehicle)
		return STATUS_OK;
	TRY(db_all(cx, &truck_record, &l,
		   "SELECT last_out, last_mine, tare_kg, tares, last_tare_kg, last_tare_at FROM haulage_truck WHERE county = $1 AND vehicle = $2",
		   ARGS(V(cx->county), V(vehicle))));
	if (l.count)
		*out = *(const struct truck_row *)l.items;
	return STATUS_OK;
}

/* Which tare counts: the one on the ticket, else one weighed not long before, else what the register says. */
static void find_tare(const struct intake *in, const struct truck_row *truck, const struct haulage_vehicle *v, struct haulage_ticket *t, bool *weighed)
{
	*weighed = t->tare_kg > 0 || strcmp(t->direction, "in") == 0;
	if (strcmp(t->direction, "in") == 0) {
		t->tare_kg = t->gross_kg;
	} else if (!t->tare_kg && truck->last_tare_kg && t->at >= truck->last_tare_at && t->at - truck->last_tare_at <= in->tare_hours * HOUR) {
		t->tare_kg = truck->last_tare_kg;
	} else if (!t->tare_kg && (truck->tare_kg || v->tare_kg)) {
		t->tare_kg = truck->tare_kg ? truck->tare_kg : v->tare_kg;
		t->flags |= strcmp(t->direction, "out") == 0 ? HAULAGE_SIGN_TARE_OLD : 0;
	} else if (!t->tare_kg) {
		t->flags |= strcmp(t->direction, "out") == 0 ? HAULAGE_SIGN_TARE_NONE : 0;
	}
	if (t->tare_kg > t->gross_kg)
		t->tare_kg = t->gross_kg;
	t->net_kg = t->tare_kg || strcmp(t->direction, "out") == 0 ? t->gross_kg - t->tare_kg : 0;   /* a station knows no net without a tare */
	int64_t away = llabs(t->tare_kg - truck->tare_kg), most = truck->tare_kg * in->drift_percent / 100;
	if (*weighed && truck->tares >= SURE_TARES && away > (most > in->drift_kg ? most : in->drift_kg))
		t->flags |= HAULAGE_SIGN_TARE_DRIFT;
}

static enum status judge(struct cx *cx, struct intake *in, const struct haulage_vehicle *v, struct haulage_ticket *t)
{
	bool standing = strcmp(in->scale.s.accuracy_class, "III") == 0;
	struct haulage_verdict verdict;
	t->result = "unknown";
	t->counted_kg = t->gross_kg;
	if (!v->axles || !*v->kind) {
		t->flags |= HAULAGE_SIGN_UNKNOWN;
		return STATUS_OK;
	}
	TRY(law_of_day(cx, in, day_of(t->at)));
	enum status s = haulage_assess(cx, &in->law, &(struct haulage_load){.axles = v->axles, .kind = v->kind, .drive_axles = v->drive_axles,
		.single_tyre_axles = v->single_tyre_axles, .trailer_axles = v->trailer_axles, .air_suspension = v->air_suspension,
		.axle_spacing_mm = v->axle_spacing_mm, .rated_kg = v->rated_kg, .vehicle = v->vehicle, .gross_kg = t->gross_kg,
		.accuracy_class = standing ? "" : in->scale.s.accuracy_class}, &verdict);
	if (s == STATUS_INVALID) {      /* such a truck is not in the law's table */
		cx_forget(cx);
		t->flags |= HAULAGE_SIGN_UNKNOWN;
		return STATUS_OK;
	}
	TRY(s);
	t->limit_kg = verdict.limit_kg;
	t->counted_kg = verdict.counted_kg;
	t->result = verdict.result;
	t->over_kg = strcmp(verdict.result, "exempt") == 0 ? 0 : verdict.over_kg;
	return STATUS_OK;
}

static void mark(struct cx *cx, const struct intake *in, const struct haulage_weighing *w, struct haulage_ticket *t)
{
	const struct scale_row *s = &in->scale;
	const char *day = day_text(cx, day_of(t->at));
	bool out = strcmp(t->direction, "out") == 0;
	const struct {
		bool is;
		int64_t sign;
	} signs[] = {
		{!*s->s.certificate, HAULAGE_SIGN_UNCERTIFIED},
		{*s->s.certificate && *s->s.valid_to && strcmp(day, s->s.valid_to) > 0, HAULAGE_SIGN_EXPIRED},
		{!t->vehicle, HAULAGE_SIGN_NO_PLATE},
		{t->at > cx->now + in->ahead_minutes * 60, HAULAGE_SIGN_CLOCK},
		{w->by_hand, HAULAGE_SIGN_HAND},
		{t->at < cx->now - in->late_hours * HOUR, HAULAGE_SIGN_LATE},
		{w->offline, HAULAGE_SIGN_OFFLINE},
		{s->s.max_kg && t->gross_kg > s->s.max_kg, HAULAGE_SIGN_BEYOND},
		{t->over_kg && strcmp(t->decision, "open") == 0, HAULAGE_SIGN_OPENED},
		{out && strcmp(t->decision, "closed") != 0 && s->mine_state && strcmp(s->mine_state, "stopped") == 0 &&
		 strcmp(day, haulage_or(s->state_since, "")) >= 0, HAULAGE_SIGN_STOPPED},
	};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		t->flags |= signs[i].is ? signs[i].sign : 0;
}

static enum status insert(struct cx *cx, const struct haulage_ticket *t)
{
	return db_exec(cx, NULL,
		       "INSERT INTO haulage_ticket (county, id, scale, no, mine, vehicle, driver, carrier, direction, axles, cargo, receiver, operator,"
		       " gross_kg, tare_kg, net_kg, limit_kg, counted_kg, over_kg, result, decision, reason, flags, source, batch) VALUES"
		       " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)",
		       ARGS(V(cx->county), V(t->id), V(t->scale), V(t->no), V(t->mine), V(t->vehicle), V(t->driver), V(t->carrier), V(t->direction),
			    V(t->axles), V(t->cargo), V(t->receiver), V(t->operator), V(t->gross_kg), V(t->tare_kg), V(t->net_kg), V(t->limit_kg),
			    V(t->counted_kg), V(t->over_kg), V(t->result), V(t->decision), V(t->reason), V(t->flags), V(t->source), V(t->batch)));
}

/* What the truck's next ticket will want to know. */
static enum status remember(struct cx *cx, const struct haulage_ticket *t, struct truck_row *r, bool weighed)
{
	bool left = strcmp(t->direction, "out") == 0 && strcmp(t->decision, "closed") != 0 && t->id > r->last_out;
	if (!t->vehicle || (!weighed && !left))
		return STATUS_OK;
	if (left) {
		r->last_out = t->id;
		r->last_mine = t->mine;
	}
	if (weighed && t->at >= r->last_tare_at) {
		r->tare_kg = r->tares ? (3 * r->tare_kg + t->tare_kg) / 4 : t->tare_kg;
		r->tares++;
		r->last_tare_kg = t->tare_kg;
		r->last_tare_at = t->at;
	}
	return db_exec(cx, NULL,
		       "INSERT INTO haulage_truck (county, vehicle, last_out, last_mine, tare_kg, tares, last_tare_kg, last_tare_at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (county, vehicle) DO UPDATE SET last_out = excluded.last_out,"
		       " last_mine = excluded.last_mine, tare_kg = excluded.tare_kg, tares = excluded.tares, last_tare_kg = excluded.last_tare_kg,"
		       " last_tare_at = excluded.last_tare_at",
		       ARGS(V(cx->county), V(t->vehicle), V(r->last_out), V(r->last_mine), V(r->tare_kg), V(r->tares), V(r->last_tare_kg),
			    V(r->last_tare_at)));
}

static struct haulage_ticket begin(const struct intake *in, const struct haulage_weighing *w, int64_t id)
{
	return (struct haulage_ticket){.id = id, .at = w->at, .scale = w->scale, .no = w->no, .mine = in->scale.s.mine, .direction = w->direction,
		.axles = w->axles, .cargo = haulage_or(w->cargo, ""), .receiver = haulage_or(w->receiver, ""), .operator = haulage_or(w->operator, ""),
		.gross_kg = w->gross_kg, .tare_kg = w->tare_kg, .decision = haulage_or(w->decision, ""), .reason = haulage_or(w->reason, ""),
		.source = w->source && *w->source ? w->source : "http", .batch = in->batch};
}

/* The truck of a plate, and who drives it for whom. */
static enum status find_parties(struct cx *cx, const struct haulage_weighing *w, struct haulage_ticket *t, struct haulage_vehicle *v)
{
	const char *plate = weigh_plate(cx->mem, w->plate);
	*v = (struct haulage_vehicle){.kind = haulage_or(w->kind, ""), .axles = w->axles, .drive_axles = w->drive_axles, .vehicle = ""};
	if (*plate)
		TRY(learn_vehicle(cx, w, plate, v));
	t->vehicle = v->id;
	t->axles = v->axles;
	TRY(learn(cx, "haulage_driver", "qualification", w->qualification, w->driver, &t->driver));
	TRY(learn(cx, "haulage_carrier", "name", w->carrier, NULL, &t->carrier));
	t->carrier = t->carrier ? t->carrier : v->carrier;
	return STATUS_OK;
}

/* Where it was loaded: the mine that let it out last before.  One that comes in late has others after it: then the tickets say. */
static enum status trace(struct cx *cx, const struct intake *in, const struct truck_row *truck, struct haulage_ticket *t)
{
	if (t->mine || !truck->last_out)
		return STATUS_OK;
	if (truck->last_out > t->id)
		return haulage_count(cx, &t->mine,
				     "SELECT mine AS n FROM haulage_ticket WHERE county = $1 AND vehicle = $2 AND id < $3 AND id >= $4 AND direction = 'out'"
				     " AND decision <> 'closed' ORDER BY id DESC LIMIT 1",
				     ARGS(V(cx->county), V(t->vehicle), V(t->id), V(haulage_ticket_id(t->at - in->trace_hours * HOUR, 0, 0))));
	if (t->at - haulage_ticket_at(truck->last_out) <= in->trace_hours * HOUR)
		t->mine = truck->last_mine;
	return STATUS_OK;
}

static enum status store(struct cx *cx, struct intake *in, const struct haulage_weighing *w, int64_t id, struct haulage_ticket *t)
{
	struct haulage_vehicle v;
	struct truck_row truck;
	bool weighed;
	*t = begin(in, w, id);
	TRY(find_parties(cx, w, t, &v));
	TRY(find_truck(cx, t->vehicle, &truck));
	find_tare(in, &truck, &v, t, &weighed);
	TRY(trace(cx, in, &truck, t));
	TRY(judge(cx, in, &v, t));
	if (strcmp(t->direction, "in") == 0) {
		t->over_kg = 0;
		t->result = "ok";
	}
	mark(cx, in, w, t);
	TRY(insert(cx, t));
	TRY(remember(cx, t, &truck, weighed));
	in->tickets[in->n++] = *t;
	haulage_sums_add(cx, in->sums, t);
	return STATUS_OK;
}

/* Sent again with other weights: the first stands, and that there was another is kept for good. */
static enum status note_difference(struct cx *cx, const struct haulage_weighing *w, int64_t ticket)
{
	int64_t added;
	TRY(db_exec(cx, &added,
		    "INSERT INTO haulage_differs (county, ticket, gross_kg, tare_kg, at, person) VALUES ($1, $2, $3, $4, $5, $6)"
		    " ON CONFLICT (county, ticket, gross_kg, tare_kg) DO NOTHING",
		    ARGS(V(cx->county), V(ticket), V(w->gross_kg), V(w->tare_kg), V(cx->now), V(cx->user))));
	return added ? ledger_append(cx, "haulage_ticket", ticket, "differs",
				     arena_printf(cx->mem, "{\"gross_kg\":%" PRId64 ",\"tare_kg\":%" PRId64 "}", w->gross_kg, w->tare_kg)) : STATUS_OK;
}

static enum status take_one(struct cx *cx, struct intake *in, const struct haulage_weighing *w, struct haulage_taken *out)
{
	const struct known_row *known;
	struct haulage_ticket t;
	int64_t next;
	TRY(find_scale(cx, in, w->scale));
	TRY(check(cx, in, w));
	TRY(find_known(cx, in, w, &known, &next));
	if (known) {
		bool same = known->gross_kg == w->gross_kg && (!w->tare_kg || known->tare_kg == w->tare_kg);
		*out = (struct haulage_taken){.no = w->no, .id = known->id, .status = same ? "known" : "differs", .result = known->result,
					      .limit_kg = known->limit_kg, .over_kg = known->over_kg};
		return same ? STATUS_OK : note_difference(cx, w, known->id);
	}
	if (w->photos.count)
		TRY(evidence_link(cx, "haulage_ticket", next, &w->photos));
	TRY(store(cx, in, w, next, &t));
	*out = (struct haulage_taken){.no = w->no, .id = t.id, .status = "taken", .result = t.result, .limit_kg = t.limit_kg, .over_kg = t.over_kg};
	return STATUS_OK;
}

static int by_id(const void *a, const void *b)
{
	const struct haulage_ticket *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

enum status haulage_take(struct cx *cx, struct haulage_weighing *w, size_t n, struct list *taken)
{
	struct intake in = {.batch = id_new(cx), .tickets = arena_array_of(cx->mem, struct haulage_ticket, n), .sums = haulage_sums_new(cx)};
	struct haulage_taken *out = arena_array_of(cx->mem, struct haulage_taken, n);
	TRY(read_rules(cx, &in));
	for (size_t i = 0; i < n; i++) {
		enum status s = take_one(cx, &in, &w[i], &out[i]);
		if (s == STATUS_INTERNAL || s == STATUS_BUSY || s == STATUS_CONFLICT)
			return s;
		if (s) {
			out[i] = (struct haulage_taken){.no = w[i].no, .status = "refused", .message = cx->error};
			if (cx->field)
				out[i].message = arena_printf(cx->mem, "%s %s", cx->field, cx->error);
			cx_forget(cx);
		}
	}
	*taken = (struct list){out, n};
	if (!in.n)
		return STATUS_OK;
	qsort(in.tickets, in.n, sizeof *in.tickets, by_id);
	TRY(haulage_sums_write(cx, in.sums));
	return haulage_batch_write(cx, in.batch, in.tickets, in.n);
}
