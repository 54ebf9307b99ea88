#include "rooms/explosive/blast.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/explosive/book.h"
#include "rooms/explosive/charge.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/police.h"
#include "rooms/mine/status.h"

static const char *const materials[] = {"ore", "rock", NULL};
static const char *const shifts[] = {"day", "night", NULL};
static const char *const states[] = {"planned", "released", "fired", "settled", "cancelled", NULL};

#define BLAST_INPUT                                                                                                   \
	FIELD(struct blast, day, .flags = REQUIRED | DAY, .zh = "爆破日期", .en = "day"),                             \
	FIELD(struct blast, shift, .flags = REQUIRED, .choices = shifts, .zh = "班次", .en = "shift"),                \
	FIELD(struct blast, place, .flags = REQUIRED, .min = 1, .max = 100, .zh = "爆破部位", .en = "place"),         \
	FIELD(struct blast, material, .flags = REQUIRED, .choices = materials, .zh = "爆破对象", .en = "what is blasted"), \
	FIELD(struct blast, blaster, .flags = REQUIRED, .min = 1, .max = 50, .zh = "爆破员", .en = "blaster"),        \
	FIELD(struct blast, engineer, .flags = REQUIRED, .min = 1, .max = 50, .zh = "爆破工程技术人员", .en = "engineer"), \
	FIELD(struct blast, holes, .flags = REQUIRED, .min = 1, .max = 5000, .zh = "炮孔数", .en = "holes"),          \
	FIELD(struct blast, hole_mm, .flags = REQUIRED, .min = 20, .max = 500, .zh = "孔径（毫米）", .en = "diameter of holes, mm"),      \
	FIELD(struct blast, depth_m, .flags = REQUIRED, .zh = "孔深（米）", .en = "depth of holes, m"),               \
	FIELD(struct blast, stemming_m, .flags = REQUIRED, .zh = "填塞长度（米）", .en = "stemming, m"),              \
	FIELD(struct blast, bench_m, .zh = "台阶高度（米）", .en = "height of the bench, m"),                         \
	FIELD(struct blast, spacing_m, .zh = "孔距（米）", .en = "spacing, m"),                                       \
	FIELD(struct blast, burden_m, .zh = "排距（米）", .en = "burden, m"),                                         \
	FIELD(struct blast, volume_m3, .flags = REQUIRED, .zh = "设计爆破方量（立方米）", .en = "volume designed, m³"), \
	FIELD(struct blast, plan_kg, .flags = REQUIRED, .zh = "设计装药量（千克）", .en = "charge designed, kg"),     \
	FIELD(struct blast, hole_kg, .zh = "单孔最大装药量（千克，不填按平均）", .en = "largest charge of a hole, kg (empty: the average)"), \
	FIELD(struct blast, explosive, .choices = charge_explosives, .zh = "炸药品种", .en = "explosive"),            \
	FIELD(struct blast, plan_detonators, .flags = REQUIRED, .min = 1, .max = 20000, .zh = "设计雷管数（发）", .en = "detonators designed"), \
	FIELD(struct blast, delay_kg, .flags = REQUIRED, .zh = "最大单段药量（千克）", .en = "largest charge at once, kg"), \
	FIELD(struct blast, distance_m, .flags = REQUIRED, .zh = "距保护对象（米）", .en = "distance to what is protected, m"), \
	FIELD(struct blast, protects, .choices = charge_objects, .zh = "保护对象", .en = "what is protected"),        \
	FIELD(struct blast, hardness, .flags = REQUIRED, .choices = charge_rocks, .zh = "岩性", .en = "rock"),          \
	FIELD(struct blast, circle_m, .min = 0, .max = 2000, .zh = "警戒半径（米，不填按规则）", .en = "blast circle, m (empty: as the rule says)"), \
	FIELD(struct blast, circle_ground, .min = 0, .max = 500, .zh = "警戒半径小于规则的依据", .en = "ground for a smaller circle")

static const struct field fields[] = {
	FIELD_AS(struct blast, "id", row.id),
	FIELD_AS(struct blast, "version", row.version),
	FIELD_AS(struct blast, "state", row.state),
	FIELD(struct blast, mine),
	FIELD(struct blast, mine_name),
	FIELD(struct blast, no),
	BLAST_INPUT,
	FIELD(struct blast, plan_g),
	FIELD(struct blast, allowed_kg),
	FIELD(struct blast, fired_at, .flags = TIME),
	FIELD(struct blast, broken_m3),
	FIELD(struct blast, misfires),
	FIELD(struct blast, vibration_cm_s),
	FIELD(struct blast, used_g),
	FIELD(struct blast, used_kg),
	FIELD(struct blast, used_detonators),
	FIELD(struct blast, q),
	FIELD(struct blast, note),
};
const struct record blast_record = RECORD(blast, fields);
static const struct field input_fields[] = {
	FIELD(struct blast, mine, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "矿山", .en = "mine"),
	BLAST_INPUT,
};
const struct record blast_input_record = RECORD(blast, input_fields);
#define COLUMNS                                                                                                       \
	"b.id, b.version, b.state, b.mine, m.name AS mine_name, b.no, b.day, b.shift, b.place, b.material, b.blaster, b.engineer, b.holes, " \
	"b.hole_mm, b.depth_m, b.stemming_m, b.bench_m, b.spacing_m, b.burden_m, b.volume_m3, b.plan_g / 1000.0 AS plan_kg, b.plan_g, b.hole_kg, b.explosive, b.plan_detonators, b.delay_kg, " \
	"b.distance_m, b.protects, b.hardness, b.allowed_kg, b.circle_m, b.circle_ground, b.fired_at, b.broken_m3, b.misfires, b.vibration_cm_s, b.used_g, " \
	"b.used_g / 1000.0 AS used_kg, b.used_detonators, CASE WHEN b.broken_m3 > 0 THEN b.used_g / 1000.0 / b.broken_m3 ELSE 0.0 END AS q, b.note"
#define FROM " FROM explosive_blast b JOIN mine m ON m.county = b.county AND m.id = b.mine"

static const struct field query_fields[] = {
	FIELD(struct blast_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct blast_query, state, .choices = states),
	FIELD(struct blast_query, from, .flags = DAY),
	FIELD(struct blast_query, to, .flags = DAY),
	FIELD(struct blast_query, material, .choices = materials),
	FIELD(struct blast_query, q, .min = 0, .max = 60),
	FIELD(struct blast_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct blast_query, limit, .min = 1, .max = 200),
};
const struct record blast_query_record = RECORD(blast_query, query_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- the design ---- */

/* What there is of the mine's approved factor in that material. */
static enum status approved_q(struct cx *cx, const struct blast *b, struct day day, double *q)
{
	struct quota *quota;
	TRY(quota_in_force(cx, b->mine, day, &quota));
	*q = !quota ? 0 : strcmp(b->material, "ore") == 0 ? quota->ore_q : quota->rock_q;
	return STATUS_OK;
}

static struct charge_input charge_of(const struct blast *b)
{
	return (struct charge_input){
		.holes = b->holes, .hole_mm = b->hole_mm, .depth_m = b->depth_m, .stemming_m = b->stemming_m, .bench_m = b->bench_m,
		.spacing_m = b->spacing_m, .burden_m = b->burden_m, .volume_m3 = b->volume_m3, .plan_kg = b->plan_kg, .hole_kg = b->hole_kg,
		.plan_detonators = b->plan_detonators, .delay_kg = b->delay_kg, .distance_m = b->distance_m, .explosive = b->explosive,
		.hardness = b->hardness, .protects = b->protects,
	};
}

enum status blast_checks(struct cx *cx, const struct blast *b, struct list *out)
{
	struct charge_input in = charge_of(b);
	struct day day;
	if (!day_parse(b->day, &day))
		return cx_fail(cx, STATUS_INTERNAL, "blast %s has no day", b->no);
	TRY(approved_q(cx, b, day, &in.q));
	return charge_checks(cx, &in, day, out);
}

static enum status check(struct cx *cx, const struct blast *in)
{
	static const char *const above[] = {"depth_m", "stemming_m", "volume_m3", "plan_kg", "delay_kg", "distance_m"};
	struct list checks;
	for (size_t i = 0; i < sizeof above / sizeof *above; i++) {
		const struct field *f = record_field(&blast_input_record, above[i]);
		if (!(*(const double *)((const char *)in + f->offset) > 0))
			return cx_fail_field(cx, f->name, "must be more than 0");
	}
	return blast_checks(cx, in, &checks);
}

/* B20231025-01: the day, and the how-manieth of it at this county. */
static enum status next_no(struct cx *cx, const char *day, const char **out)
{
	struct number_row r;
	TRY(db_one(cx, &number_row_record, &r, "SELECT count(*) AS n FROM explosive_blast WHERE county = $1 AND day = $2", ARGS(V(cx->county), V(day))));
	*out = arena_printf(cx->mem, "B%.4s%.2s%.2s-%02" PRId64, day, day + 5, day + 8, r.n + 1);
	return STATUS_OK;
}

static enum status insert(struct cx *cx, const struct blast *b)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_blast (county, id, state, mine, no, day, shift, place, material, blaster, engineer, holes, hole_mm, depth_m,"
		       " spacing_m, burden_m, volume_m3, plan_g, plan_detonators, delay_kg, distance_m, hardness, allowed_kg, circle_m, circle_ground,"
		       " stemming_m, bench_m, hole_kg, explosive, protects, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
		       " $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)",
		       ARGS(V(cx->county), V(b->row.id), V(b->row.state), V(b->mine), V(b->no), V(b->day), V(b->shift), V(b->place), V(b->material),
			    V(b->blaster), V(b->engineer), V(b->holes), V(b->hole_mm), V(b->depth_m), V(b->spacing_m), V(b->burden_m),
			    V(b->volume_m3), V(b->plan_g), V(b->plan_detonators), V(b->delay_kg), V(b->distance_m), V(b->hardness), V(b->allowed_kg),
			    V(b->circle_m), V(or_empty(b->circle_ground)), V(b->stemming_m), V(b->bench_m), V(b->hole_kg), V(b->explosive),
			    V(b->protects), V(cx->now)));
}

/* The circle of the rule, or a smaller one with its ground. */
static enum status set_circle(struct cx *cx, struct blast *b, struct day day)
{
	const struct rule *rule;
	int64_t circle;
	TRY(rule_in_force(cx, "explosive.circle", day, &rule));
	TRY(rule_int(cx, rule, "radius_m", &circle));
	b->circle_m = b->circle_m ? b->circle_m : circle;
	return b->circle_m < circle && !*or_empty(b->circle_ground)
		       ? cx_fail_field(cx, "circle_ground", "a circle of less than %" PRId64 " m needs its ground", circle)
		       : STATUS_OK;
}

enum status blast_create(struct cx *cx, const struct blast *in, struct blast **out)
{
	struct mine *m;
	struct blast b = *in;
	struct day day;
	struct charge_vibration v;
	TRY(mine_get(cx, in->mine, &m));
	b.explosive = in->explosive && *in->explosive ? in->explosive : charge_explosives[0];
	b.protects = in->protects && *in->protects ? in->protects : charge_objects[0];
	TRY(check(cx, &b));
	day_parse(in->day, &day);
	TRY(set_circle(cx, &b, day));
	const struct charge_input charge = charge_of(&b);
	TRY(charge_allowed(cx, &charge, day, &v));
	b.allowed_kg = v.kg;
	b.row = (struct flow_row){id_new(cx), 1, blast_flow.states[0].name};
	b.plan_g = llround(in->plan_kg * 1000);
	TRY(next_no(cx, in->day, &b.no));
	TRY(insert(cx, &b));
	TRY(flow_began(cx, &blast_flow, b.row.id, "plan", &blast_record, &b));
	return blast_get(cx, b.row.id, out);
}

/* ---- reading ---- */

enum status blast_get(struct cx *cx, int64_t id, struct blast **out)
{
	struct list l;
	struct where w = where_new(cx, "b.county = $?", V(cx->county));
	where_and(&w, "b.id = $?", V(id));
	TRY(mine_scope(cx, &w));
	TRY(db_all(cx, &blast_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such blast, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

enum status blast_list(struct cx *cx, const struct blast_query *q, struct list *out, int64_t *next)
{
	size_t limit = (size_t)(q->limit ? q->limit : 50);
	struct where w = where_new(cx, "b.county = $?", V(cx->county));
	if (q->mine)
		where_and(&w, "b.mine = $?", V(q->mine));
	if (q->state)
		where_and(&w, "b.state = $?", V(q->state));
	if (q->from && *q->from)
		where_and(&w, "b.day >= $?", V(q->from));
	if (q->to && *q->to)
		where_and(&w, "b.day <= $?", V(q->to));
	if (q->material)
		where_and(&w, "b.material = $?", V(q->material));
	if (q->q && *q->q)
		where_and(&w, "(b.no LIKE $? ESCAPE '\\' OR b.place LIKE $? ESCAPE '\\' OR b.blaster LIKE $? ESCAPE '\\' OR m.name LIKE $? ESCAPE '\\')",
			  V(org_anywhere(cx, q->q)));
	if (q->cursor)
		where_and(&w, "b.id < $?", V(q->cursor));
	TRY(mine_scope(cx, &w));
	where_more(&w, " ORDER BY b.id DESC LIMIT $?", V((int64_t)limit + 1));
	TRY(db_all(cx, &blast_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	*next = 0;
	if (out->count > limit) {
		out->count = limit;
		*next = ((const struct blast *)out->items)[limit - 1].row.id;
	}
	return STATUS_OK;
}

static const struct field plan_fields[] = {
	FIELD(struct blast_plan, mine),
	FIELD(struct blast_plan, plan_g),
	FIELD(struct blast_plan, plan_detonators),
	FIELD(struct blast_plan, no),
	FIELD(struct blast_plan, state),
};
static const struct record plan_record = RECORD(blast_plan, plan_fields);

enum status blast_plan(struct cx *cx, int64_t id, struct blast_plan *out)
{
	struct list l;
	TRY(db_all(cx, &plan_record, &l, "SELECT mine, plan_g, plan_detonators, no, state FROM explosive_blast WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(id))));
	*out = l.count ? *(const struct blast_plan *)l.items : (struct blast_plan){.no = "", .state = ""};
	return STATUS_OK;
}

/* ---- the flow ---- */

static struct blast *blast_of(const struct act *a)
{
	return (struct blast *)a->row;
}

/* The enterprise whose mine it is. */
static enum status own_mine(struct cx *cx, struct act *a)
{
	struct mine *m;
	TRY(mine_get(cx, blast_of(a)->mine, &m));
	return !cx->user || m->enterprise == cx->org ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the mine's own enterprise may do this");
}

static enum status may_release(struct cx *cx, struct act *a)
{
	const struct blast *b = blast_of(a);
	struct mine *m;
	struct mine_status s;
	struct list checks;
	TRY(own_mine(cx, a));
	TRY(blast_checks(cx, b, &checks));
	const struct charge_check *refused = charge_refused(&checks);
	if (refused)
		return cx_fail(cx, STATUS_CONFLICT, "%s: %s", refused->text, refused->arithmetic);
	TRY(mine_get(cx, b->mine, &m));
	TRY(mine_status(cx, m, day_of(cx->now), &s));
	return s.may_work ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the mine may not work: %s", s.reasons.items[0].text);
}

struct fire_input {
	int64_t fired_at, misfires;
	double broken_m3, vibration_cm_s;
	const char *note;
};
static const struct field fire_fields[] = {
	FIELD(struct fire_input, fired_at, .flags = REQUIRED | TIME, .zh = "起爆时间", .en = "fired at"),
	FIELD(struct fire_input, broken_m3, .flags = REQUIRED, .zh = "实际爆破方量（立方米）", .en = "volume loosened, m³"),
	FIELD(struct fire_input, misfires, .min = 0, .max = 1000, .zh = "盲炮数", .en = "misfires"),
	FIELD(struct fire_input, vibration_cm_s, .zh = "实测振速（厘米/秒）", .en = "velocity measured, cm/s"),
	FIELD(struct fire_input, note, .min = 0, .max = 1000, .zh = "警戒、检查、盲炮处理情况", .en = "guards, inspection, misfires"),
};
static const struct record fire_record = RECORD(fire_input, fire_fields);

static enum status fire(struct cx *cx, struct act *a)
{
	const struct fire_input *in = a->input;
	const struct blast *b = blast_of(a);
	if (in->fired_at > cx->now)
		return cx_fail_field(cx, "fired_at", "may not be in the future");
	if (!(in->broken_m3 > 0 && in->broken_m3 < 1e7))
		return cx_fail_field(cx, "broken_m3", "must be more than 0");
	if (!(in->vibration_cm_s >= 0 && in->vibration_cm_s < 1000))
		return cx_fail_field(cx, "vibration_cm_s", "must not be below 0");
	if (in->misfires && !*or_empty(in->note))
		return cx_fail_field(cx, "note", "say how the misfires were dealt with");
	return db_exec(cx, NULL,
		       "UPDATE explosive_blast SET fired_at = $1, broken_m3 = $2, misfires = $3, vibration_cm_s = $4, note = $5 WHERE county = $6 AND id = $7",
		       ARGS(V(in->fired_at), V(in->broken_m3), V(in->misfires), V(in->vibration_cm_s), V(or_empty(in->note)), V(cx->county), V(b->row.id)));
}

struct out_row {
	int64_t issued, out;
};
static const struct field out_fields[] = {FIELD(struct out_row, issued), FIELD(struct out_row, out)};
static const struct record out_record = RECORD(out_row, out_fields);

/* How many accounts of blasters for this blast there are, and how many are not empty. */
static enum status accounts_out(struct cx *cx, int64_t blast, struct out_row *out)
{
	const char *prefix = arena_printf(cx->mem, "blaster:%" PRId64 ":%%", blast);
	return db_one(cx, &out_record, out,
		      "SELECT count(*) AS issued, coalesce(sum(CASE WHEN amount <> 0 THEN 1 ELSE 0 END), 0) AS out FROM explosive_account"
		      " WHERE county = $1 AND account LIKE $2", ARGS(V(cx->county), V(prefix)));
}

static enum status may_settle(struct cx *cx, struct act *a)
{
	struct out_row r;
	TRY(own_mine(cx, a));
	TRY(accounts_out(cx, a->row->id, &r));
	if (!r.issued)
		return cx_fail(cx, STATUS_CONFLICT, "the book shows nothing issued for this blast yet");
	return r.out ? cx_fail(cx, STATUS_CONFLICT, "not everything issued for this blast is used or back in the magazine") : STATUS_OK;
}

struct used_row {
	int64_t grams, pieces;
};
static const struct field used_fields[] = {FIELD(struct used_row, grams), FIELD(struct used_row, pieces)};
static const struct record used_record = RECORD(used_row, used_fields);

/* What the ledger says was used must have fitted the holes: what did not, went elsewhere. */
static enum status judge_used(struct cx *cx, const struct blast *b, int64_t grams)
{
	const struct charge_input in = charge_of(b);
	struct day day;
	double room;
	if (!day_parse(b->day, &day))
		return STATUS_OK;
	TRY(charge_room(cx, &in, day, &room));
	int64_t most = llround(room * 1000 * (double)b->holes);
	return alert_say(cx, &(struct explosive_alert){.kind = "over_hole", .subject = arena_printf(cx->mem, "blast:%" PRId64, b->row.id), .item = "emulsion",
			 .detail = b->no, .mine = b->mine, .expected = most, .found = grams, .holds = most > 0 && grams > most, .since = cx->now}, NULL);
}

static enum status settle(struct cx *cx, struct act *a)
{
	struct used_row u;
	TRY(db_one(cx, &used_record, &u,
		   "SELECT CAST(coalesce(sum(CASE WHEN item IN ('emulsion', 'anfo') THEN amount ELSE 0 END), 0) AS BIGINT) AS grams,"
		   " CAST(coalesce(sum(CASE WHEN item = 'detonator' THEN amount ELSE 0 END), 0) AS BIGINT) AS pieces FROM explosive_account"
		   " WHERE county = $1 AND account = $2", ARGS(V(cx->county), V(arena_printf(cx->mem, "blast:%" PRId64, a->row->id)))));
	TRY(judge_used(cx, blast_of(a), u.grams));
	return db_exec(cx, NULL, "UPDATE explosive_blast SET used_g = $1, used_detonators = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(u.grams), V(u.pieces), V(cx->county), V(a->row->id)));
}

static enum status may_cancel(struct cx *cx, struct act *a)
{
	struct out_row r;
	TRY(own_mine(cx, a));
	TRY(accounts_out(cx, a->row->id, &r));
	return r.out ? cx_fail(cx, STATUS_CONFLICT, "not everything issued for this blast is used or back in the magazine") : STATUS_OK;
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct blast *b;
	TRY(blast_get(cx, id, &b));
	*row = &b->row;
	return STATUS_OK;
}

static const struct flow_state flow_states[] = {
	{"planned", "已设计", "designed", false}, {"released", "已签发", "released", false}, {"fired", "已起爆", "fired", false},
	{"settled", "已核销", "settled", true},   {"cancelled", "已取消", "cancelled", true}, {0},
};
static const struct step steps[] = {
	{.from = "planned", .action = "release", .to = "released", .zh = "签发爆破", .en = "release", .perm = BIT(EXPLOSIVE_APPLY),
	 .guard = may_release, .limit = "explosive.hole", .evidence = EVIDENCE_MAY},
	{.from = "planned|released", .action = "cancel", .to = "cancelled", .zh = "取消", .en = "cancel", .perm = BIT(EXPLOSIVE_APPLY), .guard = may_cancel,
	 .confirm = true},
	{.from = "released", .action = "fire", .to = "fired", .zh = "登记起爆", .en = "record the firing", .perm = BIT(EXPLOSIVE_APPLY), .input = &fire_record,
	 .evidence = EVIDENCE_MAY, .guard = own_mine, .effect = fire},
	{.from = "fired", .action = "settle", .to = "settled", .zh = "核销", .en = "settle", .perm = BIT(EXPLOSIVE_APPLY), .guard = may_settle, .effect = settle},
};
const struct flow blast_flow = {
	.name = "explosive_blast", .zh = "爆破", .en = "blast", .table = "explosive_blast", .states = flow_states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load,
	.about = {.title = "(SELECT m.name FROM mine m WHERE m.county = f.county AND m.id = f.mine)", .no = "f.no", .due = "f.day",
		  .page = "/explosives/blasts/", .zh = "编制爆破设计", .en = "planned", .draft = true},
};
