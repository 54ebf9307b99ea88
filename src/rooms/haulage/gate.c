#include "rooms/haulage/gate.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "db/db.h"
#include "proto/weigh.h"
#include "rooms/haulage/haulage_inside.h"
#include "rooms/mine/status.h"
#include "rooms/tenure/output.h"

enum { MOST_KG = 1000000, MOST_REASONS = 10, HOUR = 3600 };

static const char *const directions[] = {"out", "in", NULL};
static const char *const kinds[] = {"", "truck", "articulated", "centre_axle", "full_trailer", NULL};
static const struct field ask_fields[] = {
	FIELD(struct haulage_gate_ask, scale, .min = 0, .max = INT64_MAX, .zh = "衡器", .en = "scale"),
	FIELD(struct haulage_gate_ask, direction, .flags = REQUIRED, .choices = directions, .zh = "方向", .en = "direction"),
	FIELD(struct haulage_gate_ask, plate, .flags = REQUIRED, .min = 0, .max = 20, .zh = "车牌号", .en = "plate"),
	FIELD(struct haulage_gate_ask, driver, .min = 0, .max = 40, .zh = "驾驶员", .en = "driver"),
	FIELD(struct haulage_gate_ask, qualification, .min = 0, .max = 40, .zh = "从业资格证号", .en = "driver's certificate"),
	FIELD(struct haulage_gate_ask, carrier, .min = 0, .max = 100, .zh = "运输企业", .en = "carrier"),
	FIELD(struct haulage_gate_ask, cargo, .min = 0, .max = 60, .zh = "货名", .en = "cargo"),
	FIELD(struct haulage_gate_ask, receiver, .min = 0, .max = 100, .zh = "收货单位", .en = "receiver"),
	FIELD(struct haulage_gate_ask, operator, .min = 0, .max = 40, .zh = "司磅员", .en = "weighed by"),
	FIELD(struct haulage_gate_ask, axles, .min = 0, .max = 20, .zh = "轴数", .en = "axles"),
	FIELD(struct haulage_gate_ask, kind, .choices = kinds, .zh = "车型", .en = "kind of truck"),
	FIELD(struct haulage_gate_ask, drive_axles, .min = 0, .max = 6, .zh = "驱动轴数", .en = "driven axles"),
	FIELD(struct haulage_gate_ask, gross_kg, .min = 0, .max = MOST_KG, .zh = "毛重（千克）", .en = "gross (kg)"),
	FIELD(struct haulage_gate_ask, tare_kg, .min = 0, .max = MOST_KG, .zh = "皮重（千克）", .en = "tare (kg)"),
	FIELD(struct haulage_gate_ask, no, .min = 1, .max = 60, .zh = "磅单号", .en = "ticket number"),
	FIELD(struct haulage_gate_ask, at, .flags = TIME, .zh = "称重时间", .en = "time"),
	FIELD(struct haulage_gate_ask, by_hand, .zh = "手工录入", .en = "typed in"),
	FIELD(struct haulage_gate_ask, photos, .min = 0, .max = 8, .zh = "照片", .en = "photos"),
};
const struct record haulage_gate_ask_record = RECORD(haulage_gate_ask, ask_fields);

static const struct field answer_fields[] = {
	FIELD(struct haulage_gate_answer, open), FIELD(struct haulage_gate_answer, ticket), FIELD(struct haulage_gate_answer, no),
	FIELD(struct haulage_gate_answer, plate), FIELD(struct haulage_gate_answer, result), FIELD(struct haulage_gate_answer, gross_kg),
	FIELD(struct haulage_gate_answer, tare_kg), FIELD(struct haulage_gate_answer, net_kg), FIELD(struct haulage_gate_answer, limit_kg),
	FIELD(struct haulage_gate_answer, counted_kg), FIELD(struct haulage_gate_answer, over_kg), FIELD(struct haulage_gate_answer, unload_kg),
	FIELD(struct haulage_gate_answer, offline), FIELD(struct haulage_gate_answer, codes), FIELD(struct haulage_gate_answer, reasons),
};
const struct record haulage_gate_answer_record = RECORD(haulage_gate_answer, answer_fields);

/* ---- what the county says ---- */

static enum status carried_this_year(struct cx *cx, int64_t mine, int64_t *kg)
{
	char day[11];
	day_print(day_of(cx->now), day);
	return haulage_count(cx, kg,
			     "SELECT sum(x.net_kg) AS n FROM haulage_day x JOIN haulage_scale s ON s.county = x.county AND s.id = x.scale"
			     " WHERE x.county = $1 AND x.mine = $2 AND x.day >= $3 AND x.day <= $4 AND s.kind = 'weighbridge'",
			     ARGS(V(cx->county), V(mine), V(arena_printf(cx->mem, "%.4s-01-01", day)), V(arena_printf(cx->mem, "%.4s-12-31", day))));
}

enum status haulage_standing_of(struct cx *cx, const struct mine *m, struct haulage_standing *out)
{
	struct mine_status st;
	struct output_allowed allowed;
	int year, month, mday;
	int64_t kg;
	day_split(day_of(cx->now), &year, &month, &mday);
	TRY(mine_status(cx, m, day_of(cx->now), &st));
	TRY(output_allowed(cx, m, year, &allowed));
	TRY(carried_this_year(cx, m->id, &kg));
	*out = (struct haulage_standing){.may_work = st.may_work, .why = st.may_work || !st.reasons.count ? "" : st.reasons.items[0].text,
					 .left_kg = allowed.t < 0 ? -1 : (int64_t)(allowed.t * 1000) - kg, .at = cx->now};
	if (allowed.t >= 0 && out->left_kg < 0)
		out->left_kg = 0;
	return STATUS_OK;
}

struct copy_row {
	int64_t at, may_work, quota_kg, taken_kg;
	const char *why;
};
static const struct field copy_fields[] = {
	FIELD(struct copy_row, at), FIELD(struct copy_row, may_work), FIELD(struct copy_row, quota_kg), FIELD(struct copy_row, taken_kg),
	FIELD(struct copy_row, why),
};
static const struct record copy_record = RECORD(copy_row, copy_fields);

enum status haulage_standing_copied(struct cx *cx, int64_t scale, struct haulage_standing *out)
{
	struct list l;
	const struct rule *rule;
	int64_t since, hours;
	TRY(db_all(cx, &copy_record, &l, "SELECT at, may_work, quota_kg, taken_kg, why FROM haulage_copy WHERE county = $1 AND scale = $2",
		   ARGS(V(cx->county), V(scale))));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "this gate has no copy of the county's register yet");
	const struct copy_row *c = l.items;
	TRY(rule_in_force(cx, "haulage.gate", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "copy_hours", &hours));
	TRY(haulage_count(cx, &since, "SELECT sum(net_kg) AS n FROM haulage_ticket WHERE county = $1 AND id > $2 AND direction = 'out' AND decision = 'open'",
			  ARGS(V(cx->county), V(haulage_ticket_id(c->at, 0, 0)))));
	*out = (struct haulage_standing){.may_work = c->may_work, .why = c->why, .at = c->at, .offline = cx->now - c->at > hours * HOUR,
					 .left_kg = c->quota_kg < 0 ? -1 : c->quota_kg > since ? c->quota_kg - since : 0};
	return STATUS_OK;
}

/* ---- deciding ---- */

struct deciding {
	const struct haulage_gate_ask *ask;
	const struct haulage_standing *standing;
	struct haulage_gate_answer *out;
	struct haulage_scale scale;
	struct haulage_vehicle v;
	bool stopped_closes, unknown_closes, quota_closes;
};

static const struct {
	const char *code, *words;
} causes[] = {
	{"blocked_vehicle", "this truck is blocked"},
	{"blocked_driver", "this driver is blocked"},
	{"blocked_carrier", "this carrier is blocked"},
	{"blocked_mine", "this mine may not load"},
	{"mine_stopped", "the mine may not work"},
	{"quota", "the mine has carried out all it may this year"},
	{"over_limit", "overloaded: unload before leaving"},
	{"unknown_truck", "axles and kind of the truck are not known"},
	{"no_plate", "the plate was not read"},
};

static void close_for(struct cx *cx, struct haulage_gate_answer *a, const char *code, const char *more)
{
	if (!a->codes.items) {
		a->codes.items = arena_array_of(cx->mem, const char *, MOST_REASONS);
		a->reasons.items = arena_array_of(cx->mem, const char *, MOST_REASONS);
	}
	for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
		if (strcmp(causes[i].code, code) == 0 && a->codes.count < MOST_REASONS) {
			const char *text = words(cx, causes[i].words);
			a->codes.items[a->codes.count++] = causes[i].code;
			a->reasons.items[a->reasons.count++] = more && *more ? arena_printf(cx->mem, "%s: %s", text, more) : text;
		}
	a->open = false;
}

struct block_row {
	const char *party, *reason;
};
static const struct field block_fields[] = {FIELD(struct block_row, party), FIELD(struct block_row, reason)};
static const struct record block_record = RECORD(block_row, block_fields);

static enum status obey_blocks(struct cx *cx, struct deciding *d)
{
	struct list l;
	TRY(db_all(cx, &block_record, &l,
		   "SELECT party, reason FROM haulage_block WHERE county = $1 AND ((party = 'vehicle' AND name = $2) OR (party = 'driver' AND name = $3)"
		   " OR (party = 'carrier' AND name = $4) OR (party = 'mine' AND item = $5)) ORDER BY party DESC",
		   ARGS(V(cx->county), V(haulage_or(d->v.plate, "")), V(haulage_or(d->ask->qualification, "")),
			V(haulage_or(d->ask->carrier && *d->ask->carrier ? d->ask->carrier : d->v.carrier_name, "")), V(d->scale.mine))));
	const struct block_row *b = l.items;
	for (size_t i = 0; i < l.count; i++)
		close_for(cx, d->out, arena_printf(cx->mem, "blocked_%s", b[i].party), b[i].reason);
	return STATUS_OK;
}

static enum status find_vehicle(struct cx *cx, struct deciding *d)
{
	struct list l;
	const char *plate = weigh_plate(cx->mem, d->ask->plate);
	d->v = (struct haulage_vehicle){.plate = plate, .kind = haulage_or(d->ask->kind, ""), .axles = d->ask->axles, .drive_axles = d->ask->drive_axles,
					.vehicle = "", .learnt = true};
	d->out->plate = plate;
	if (!*plate)
		return STATUS_OK;
	TRY(db_all(cx, haulage_vehicles.record, &l, arena_printf(cx->mem, "%sx.county = $1 AND x.plate = $2", haulage_vehicles.sql),
		   ARGS(V(cx->county), V(plate))));
	const struct haulage_vehicle *known = l.items;
	if (l.count && !(known->learnt && d->ask->axles && d->v.kind[0]))
		d->v = *known;
	return STATUS_OK;
}

/* May this load leave?  The limit of the truck by the rules of today. */
static enum status weigh_it(struct cx *cx, struct deciding *d)
{
	const struct rules *rules;
	struct haulage_law law;
	struct haulage_verdict v;
	struct haulage_gate_answer *a = d->out;
	bool standing = strcmp(d->scale.accuracy_class, "III") == 0;
	a->counted_kg = d->ask->gross_kg;
	a->result = "unknown";
	if (!d->v.axles || !*d->v.kind) {
		if (d->unknown_closes)
			close_for(cx, a, "unknown_truck", NULL);
		return STATUS_OK;
	}
	TRY(rules_of(cx, &rules));
	TRY(haulage_law_of(cx, rules, day_of(cx->now), &law));
	enum status s = haulage_assess(cx, &law, &(struct haulage_load){.axles = d->v.axles, .kind = d->v.kind, .drive_axles = d->v.drive_axles,
		.single_tyre_axles = d->v.single_tyre_axles, .trailer_axles = d->v.trailer_axles, .air_suspension = d->v.air_suspension,
		.axle_spacing_mm = d->v.axle_spacing_mm, .rated_kg = d->v.rated_kg, .vehicle = d->v.vehicle, .gross_kg = d->ask->gross_kg,
		.accuracy_class = standing ? "" : d->scale.accuracy_class}, &v);
	if (s == STATUS_INVALID) {
		cx_forget(cx);
		if (d->unknown_closes)
			close_for(cx, a, "unknown_truck", NULL);
		return STATUS_OK;
	}
	TRY(s);
	a->limit_kg = v.limit_kg;
	a->counted_kg = v.counted_kg;
	a->result = v.result;
	a->over_kg = strcmp(v.result, "exempt") == 0 ? 0 : v.over_kg;
	if (a->over_kg) {
		a->unload_kg = d->ask->gross_kg - v.limit_kg;
		close_for(cx, a, "over_limit", arena_printf(cx->mem, words(cx, "%" PRId64 " kg above %" PRId64 " kg"), a->over_kg, a->limit_kg));
	}
	return STATUS_OK;
}

static enum status decide(struct cx *cx, struct deciding *d)
{
	const struct rule *rule;
	bool out = strcmp(d->ask->direction, "out") == 0;
	TRY(rule_in_force(cx, "haulage.gate", day_of(cx->now), &rule));
	TRY(rule_bool(cx, rule, "stopped_closes", &d->stopped_closes));
	TRY(rule_bool(cx, rule, "unknown_closes", &d->unknown_closes));
	TRY(rule_bool(cx, rule, "quota_closes", &d->quota_closes));
	d->out->open = true;
	TRY(find_vehicle(cx, d));
	if (!*d->out->plate)
		close_for(cx, d->out, "no_plate", NULL);
	TRY(obey_blocks(cx, d));
	if (d->stopped_closes && !d->standing->may_work)
		close_for(cx, d->out, "mine_stopped", d->standing->why);
	if (!out) {
		d->out->result = "ok";
		return STATUS_OK;
	}
	TRY(weigh_it(cx, d));
	int64_t load = d->ask->tare_kg ? d->ask->gross_kg - d->ask->tare_kg : 0, left = d->standing->left_kg;
	if (d->quota_closes && left >= 0 && (!left || load > left))
		close_for(cx, d->out, "quota", NULL);
	return STATUS_OK;
}

static const char *codes_of(struct cx *cx, const struct texts *codes)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < codes->count; i++)
		buf_printf(&b, "%s%s", i ? " " : "", codes->items[i]);
	return b.s;
}

/* A controller that got no answer asks again, by the same number, a little later: it is the same truck. */
static enum status asked_before(struct cx *cx, const struct deciding *d, int64_t at, int64_t *ticket)
{
	enum { AGAIN_SECONDS = 3600 };
	*ticket = 0;
	if (!d->ask->no || !*d->ask->no)
		return STATUS_OK;
	return haulage_count(cx, ticket, "SELECT id AS n FROM haulage_ticket WHERE county = $1 AND mine = $2 AND id >= $3 AND scale = $4 AND no = $5"
			     " ORDER BY id LIMIT 1", ARGS(V(cx->county), V(d->scale.mine), V(haulage_ticket_id(at - AGAIN_SECONDS, 0, 0)),
							  V(d->ask->scale), V(d->ask->no)));
}

/* The answer of then, whatever the scale shows now. */
static enum status answer_again(struct cx *cx, const struct deciding *d, int64_t ticket)
{
	struct haulage_gate_answer *a = d->out;
	struct haulage_ticket *t;
	TRY(haulage_ticket_get(cx, ticket, &t));
	*a = (struct haulage_gate_answer){.open = true, .ticket = t->id, .no = t->no, .plate = haulage_or(t->plate, ""), .result = t->result, .gross_kg = t->gross_kg,
		.tare_kg = t->tare_kg, .net_kg = t->net_kg, .limit_kg = t->limit_kg, .counted_kg = t->counted_kg, .over_kg = t->over_kg,
		.unload_kg = t->over_kg ? t->gross_kg - t->limit_kg : 0, .offline = t->flags & HAULAGE_SIGN_OFFLINE};
	char *rest = arena_strdup(cx->mem, t->reason);
	for (const char *code; (code = strsep(&rest, " "));)
		close_for(cx, a, code, NULL);
	a->open = strcmp(t->decision, "open") == 0;
	return STATUS_OK;
}

static enum status keep(struct cx *cx, const struct deciding *d, bool edge)
{
	const struct haulage_gate_ask *ask = d->ask;
	struct haulage_gate_answer *a = d->out;
	int64_t at = ask->at ? ask->at : cx->now;
	struct haulage_weighing w = {.scale = ask->scale, .at = at, .direction = ask->direction, .plate = ask->plate, .driver = ask->driver,
		.qualification = ask->qualification, .carrier = ask->carrier, .cargo = ask->cargo, .receiver = ask->receiver, .operator = ask->operator,
		.axles = ask->axles, .kind = ask->kind, .drive_axles = ask->drive_axles, .gross_kg = ask->gross_kg, .tare_kg = ask->tare_kg,
		.decision = a->open ? "open" : "closed", .reason = codes_of(cx, &a->codes), .source = "gate", .by_hand = ask->by_hand,
		.offline = d->standing->offline, .photos = ask->photos};
	struct list taken;
	struct haulage_ticket *t;
	w.no = ask->no && *ask->no ? ask->no : arena_printf(cx->mem, "G%" PRId64, id_new(cx));
	TRY(haulage_take(cx, &w, 1, &taken));
	const struct haulage_taken *r = taken.items;
	if (strcmp(r->status, "refused") == 0)
		return cx_fail(cx, STATUS_INVALID, "%s", r->message);
	TRY(haulage_ticket_get(cx, r->id, &t));
	a->ticket = t->id;
	a->no = t->no;
	a->gross_kg = t->gross_kg;
	a->tare_kg = t->tare_kg;
	a->net_kg = t->net_kg;
	if (strcmp(r->status, "taken") != 0)            /* asked again: the answer of then */
		a->open = strcmp(t->decision, "open") == 0;
	return edge && strcmp(r->status, "taken") == 0
		? db_exec(cx, NULL, "INSERT INTO haulage_outbox (county, ticket) VALUES ($1, $2) ON CONFLICT (county, ticket) DO NOTHING",
			  ARGS(V(cx->county), V(t->id))) : STATUS_OK;
}

enum status haulage_gate_decide(struct cx *cx, const struct haulage_gate_ask *ask, const struct haulage_standing *standing, bool edge,
				struct haulage_gate_answer *out)
{
	*out = (struct haulage_gate_answer){.offline = standing->offline};
	struct deciding d = {.ask = ask, .standing = standing, .out = out};
	int64_t before;
	if (ask->gross_kg <= 0)
		return cx_fail_field(cx, "gross_kg", "there is no weight: say it, or connect the indicator");
	TRY(haulage_get(cx, &haulage_scales, ask->scale, &d.scale));
	if (!d.scale.mine)
		return cx_fail_field(cx, "scale", "is no weighbridge of a mine");
	TRY(asked_before(cx, &d, ask->at ? ask->at : cx->now, &before));
	if (before)
		return answer_again(cx, &d, before);
	TRY(decide(cx, &d));
	return keep(cx, &d, edge);
}
