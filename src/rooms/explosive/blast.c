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

#define BLAST_INPUT                                                                                                    \
	FIELD(struct blast, day, .flags = REQUIRED | DAY, .zh = "爆破日期", .en = "day"),                              \
		FIELD(struct blast, shift, .flags = REQUIRED, .choices = shifts, .zh = "班次", .en = "shift"),         \
		FIELD(struct blast, place, .flags = REQUIRED, .min = 1, .max = 100, .zh = "爆破部位", .en = "place"),  \
		FIELD(struct blast, material, .flags = REQUIRED, .choices = materials, .zh = "爆破对象",               \
		      .en = "what is blasted"),                                                                        \
		FIELD(struct blast, blaster, .flags = REQUIRED, .min = 1, .max = 50, .zh = "爆破员", .en = "blaster"), \
		FIELD(struct blast, engineer, .flags = REQUIRED, .min = 1, .max = 50, .zh = "爆破工程技术人员",        \
		      .en = "engineer"),                                                                               \
		FIELD(struct blast, holes, .flags = REQUIRED, .min = 1, .max = 5000, .zh = "炮孔数", .en = "holes"),   \
		FIELD(struct blast, hole_mm, .flags = REQUIRED, .min = 20, .max = 500, .zh = "孔径（毫米）",           \
		      .en = "diameter of holes, mm"),                                                                  \
		FIELD(struct blast, depth_m, .flags = REQUIRED, .zh = "孔深（米）", .en = "depth of holes, m"),        \
		FIELD(struct blast, stemming_m, .flags = REQUIRED, .zh = "填塞长度（米）", .en = "stemming, m"),       \
		FIELD(struct blast, bench_m, .zh = "台阶高度（米）", .en = "height of the bench, m"),                  \
		FIELD(struct blast, spacing_m, .zh = "孔距（米）", .en = "spacing, m"),                                \
		FIELD(struct blast, burden_m, .zh = "排距（米）", .en = "burden, m"),                                  \
		FIELD(struct blast, volume_m3, .flags = REQUIRED, .zh = "设计爆破方量（立方米）",                      \
		      .en = "volume designed, m³"),                                                                    \
		FIELD(struct blast, plan_kg, .flags = REQUIRED, .zh = "设计装药量（千克）",                            \
		      .en = "charge designed, kg"),                                                                    \
		FIELD(struct blast, hole_kg, .zh = "单孔最大装药量（千克，不填按平均）",                               \
		      .en = "largest charge of a hole, kg (empty: the average)"),                                      \
		FIELD(struct blast, explosive, .choices = charge_explosives, .zh = "炸药品种", .en = "explosive"),     \
		FIELD(struct blast, plan_detonators, .flags = REQUIRED, .min = 1, .max = 20000,                        \
		      .zh = "设计雷管数（发）", .en = "detonators designed"),                                          \
		FIELD(struct blast, delay_kg, .flags = REQUIRED, .zh = "最大单段药量（千克）",                         \
		      .en = "largest charge at once, kg"),                                                             \
		FIELD(struct blast, distance_m, .flags = REQUIRED, .zh = "距保护对象（米）",                           \
		      .en = "distance to what is protected, m"),                                                       \
		FIELD(struct blast, protects, .choices = charge_objects, .zh = "保护对象", .en = "what is protected"), \
		FIELD(struct blast, hardness, .flags = REQUIRED, .choices = charge_rocks, .zh = "岩性", .en = "rock"), \
		FIELD(struct blast, circle_m, .min = 0, .max = 2000, .zh = "警戒半径（米，不填按规则）",               \
		      .en = "blast circle, m (empty: as the rule says)"),                                              \
		FIELD(struct blast, circle_ground, .min = 0, .max = 500, .zh = "警戒半径小于规则的依据",               \
		      .en = "ground for a smaller circle")

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
#define COLUMNS                                                                                                        \
	"b.id, b.version, b.state, b.mine, m.name AS mine_name, b.no, b.day, b.shift, b.place, b.material, "           \
	"b.blaster, b.engineer, b.holes, "                                                                             \
	"b.hole_mm, b.depth_m, b.stemming_m, b.bench_m, b.spacing_m, b.burden_m, b.volume_m3, b.plan_g / 1000.0 AS "   \
	"plan_kg, b.plan_g, b.hole_kg, b.explosive, b.plan_detonators, b.delay_kg, "                                   \
	"b.distance_m, b.protects, b.hardness, b.allowed_kg, b.circle_m, b.circle_ground, b.fired_at, b.broken_m3, "   \
	"b.misfires, b.vibration_cm_s, b.used_g, "                                                                     \
	"b.used_g / 1000.0 AS used_kg, b.used_detonators, CASE WHEN b.broken_m3 > 0 THEN b.used_g / 1000.0 / "         \
	"b.broken_m3 ELSE 0.0 END AS q, b.note"
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
		.holes = b->holes,
		.hole_mm = b->hole_mm,
		.depth_m = b->depth_m,
		.stemming_m = b->stemming_m,
		.bench_m = b->bench_m,
		.spacing_m = b->spacing_m,
		.burden_m = b->burden_m,
		.volume_m3 = b->volume_m3,
		.plan_kg = b->plan_kg,
		.hole_kg = b->hole_kg,
		.plan_detonators = b->plan_detonators,
		.delay_kg = b->delay_kg,
		.distance_m = b->distance_m,
		.explosive = b->explosive,
		.hardness = b->hardness,
		.protects = b->protects,
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

enum status blast_room(struct cx *cx, const struct blast *b, double *kg)
{
	const struct charge_input in = charge_of(b);
	struct day day;
	if (!day_parse(b->day, &day))
		return cx_fail(cx, STATUS_INTERNAL, "blast %s has no day", b->no);
	TRY(charge_room(cx, &in, day, kg));
	*kg *= (double)b->holes;
	return STATUS_OK;
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
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM explosive_blast WHERE county = $1 AND day = $2",
		   ARGS(V(cx->county), V(day))));
	*out = arena_printf(cx->mem, "B%.4s%.2s%.2s-%02" PRId64, day, day + 5, day + 8, r.n + 1);
	return STATUS_OK;
}

static enum status insert(struct cx *cx, const struct blast *b)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_blast (county, id, state, mine, no, day, shift, place, material, "
		       "blaster, engineer, holes, hole_mm, depth_m,"
		       " spacing_m, burden_m, volume_m3, plan_g, plan_detonators, delay_kg, distance_m, hardness, "
		       "allowed_kg, circle_m, circle_ground,"
		       " stemming_m, bench_m, hole_kg, explosive, protects, created_at) VALUES ($1, $2, $3, $4, $5, "
		       "$6, $7, $8, $9, $10, $11, $12, $13, $14,"
		       " $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)",
		       ARGS(V(cx->county), V(b->row.id), V(b->row.state), V(b->mine), V(b->no), V(b->day), V(b->shift),
			    V(b->place), V(b->material), V(b->blaster), V(b->engineer), V(b->holes), V(b->hole_mm),
			    V(b->depth_m), V(b->spacing_m), V(b->burden_m), V(b->volume_m3), V(b->plan_g),
			    V(b->plan_detonators), V(b->delay_kg), V(b->distance_m), V(b->hardness), V(b->allowed_kg),
			    V(b->circle_m), V(or_empty(b->circle_ground)), V(b->stemming_m), V(b->bench_m),
			    V(b->hole_kg), V(b->explosive), V(b->protects), V(cx->now)));
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
		       ? cx_fail_field(cx, "circle_ground", "a circle of less than %" PRId64 " m needs its ground",
				       circle)
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
	TRY(db_all(cx, &blast_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s),
		   where_args(&w)));
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
		where_and(&w,
			  "(lower(b.no) LIKE $? ESCAPE '\\' OR lower(b.place) LIKE $? ESCAPE '\\' OR lower(b.blaster) LIKE $? ESCAPE '\\' "
			  "OR lower(m.name) LIKE $? ESCAPE '\\')",
			  V(org_anywhere(cx, q->q)));
	if (q->cursor)
		where_and(&w, "b.id < $?", V(q->cursor));
	TRY(mine_scope(cx, &w));
	where_more(&w, " ORDER BY b.id DESC LIMIT $?", V((int64_t)limit + 1));
	TRY(db_all(cx, &blast_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s),
		   where_args(&w)));
	*next = where_page(out, &blast_record, limit);
	return STATUS_OK;
}

static const struct field plan_fields[] = {
	FIELD(struct blast_plan, mine), FIELD(struct blast_plan, plan_g), FIELD(struct blast_plan, plan_detonators),
	FIELD(struct blast_plan, no),   FIELD(struct blast_plan, state),
};
static const struct record plan_record = RECORD(blast_plan, plan_fields);

enum status blast_plan(struct cx *cx, int64_t id, struct blast_plan *out)
{
	struct list l;
	TRY(db_all(cx, &plan_record, &l,
		   "SELECT mine, plan_g, plan_detonators, no, state FROM explosive_blast WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(id))));
	*out = l.count ? *(const struct blast_plan *)l.items : (struct blast_plan){.no = "", .state = ""};
	return STATUS_OK;
}
