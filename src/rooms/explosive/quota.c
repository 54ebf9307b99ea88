#include "rooms/explosive/quota.h"

#include <math.h>
#include <string.h>
#include "core/rule.h"

static const struct field input_fields[] = {
	FIELD(struct quota_input, planned_t, .flags = REQUIRED, .zh = "计划年采出矿石量（吨）",
	      .en = "ore planned a year, t"),
	FIELD(struct quota_input, ore_density, .flags = REQUIRED, .zh = "矿石体重（吨/立方米）",
	      .en = "density of ore, t/m³"),
	FIELD(struct quota_input, ore_q, .flags = REQUIRED, .zh = "矿石炸药单耗（千克/立方米）",
	      .en = "powder factor in ore, kg/m³"),
	FIELD(struct quota_input, strip_ratio, .zh = "剥采比（吨/吨）", .en = "stripping ratio, t/t"),
	FIELD(struct quota_input, rock_density, .zh = "岩石体重（吨/立方米）", .en = "density of rock, t/m³"),
	FIELD(struct quota_input, rock_q, .zh = "岩石炸药单耗（千克/立方米）", .en = "powder factor in rock, kg/m³"),
	FIELD(struct quota_input, k, .zh = "二次破碎系数 k", .en = "factor for secondary breakage k"),
	FIELD(struct quota_input, ore_share, .zh = "矿石爆破比例", .en = "share of ore blasted"),
	FIELD(struct quota_input, rock_share, .zh = "岩石爆破比例", .en = "share of rock blasted"),
	FIELD(struct quota_input, month_share, .zh = "本月占全年比例", .en = "the month's share of the year"),
	FIELD(struct quota_input, stock_kg, .zh = "上月末库存（千克）", .en = "stock at the end of last month, kg"),
	FIELD(struct quota_input, safety_stock_kg, .zh = "安全库存（千克）", .en = "safety stock, kg"),
	FIELD(struct quota_input, spacing_m, .zh = "孔距（米）", .en = "spacing of holes, m"),
	FIELD(struct quota_input, burden_m, .zh = "排距（最小抵抗线，米）", .en = "burden, m"),
	FIELD(struct quota_input, bench_m, .zh = "台阶高度（米）", .en = "height of the bench, m"),
	FIELD(struct quota_input, per_hole, .zh = "每孔雷管数", .en = "detonators a hole"),
	FIELD(struct quota_input, spare, .zh = "雷管备用率", .en = "spare share of detonators"),
};
const struct record quota_input_record = RECORD(quota_input, input_fields);

static const struct field step_fields[] = {
	FIELD(struct quota_step, name),   FIELD(struct quota_step, text), FIELD(struct quota_step, arithmetic),
	FIELD(struct quota_step, value),  FIELD(struct quota_step, unit), FIELD(struct quota_step, rule),
	FIELD(struct quota_step, source),
};
const struct record quota_step_record = RECORD(quota_step, step_fields);

/* ---- what may be asked ---- */

static const struct {
	const char *name;
	double low, high;
	bool zero; /* may be left out */
} bounds[] = {
	{"planned_t", 1e-3, 1e10, false},
	{"ore_density", 0.5, 10, false},
	{"ore_q", 0.01, 5, false},
	{"strip_ratio", 0, 200, true},
	{"rock_density", 0.5, 10, true},
	{"rock_q", 0.01, 5, true},
	{"k", 0.5, 2, true},
	{"ore_share", 0, 1, true},
	{"rock_share", 0, 1, true},
	{"month_share", 0, 1, true},
	{"stock_kg", 0, 1e9, true},
	{"safety_stock_kg", 0, 1e9, true},
	{"spacing_m", 0.3, 30, true},
	{"burden_m", 0.3, 30, true},
	{"bench_m", 1, 50, true},
	{"per_hole", 0.5, 10, true},
};

static enum status check(struct cx *cx, const struct quota_input *in)
{
	for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
		const struct field *f = record_field(&quota_input_record, bounds[i].name);
		double v = *(const double *)((const char *)in + f->offset);
		if (bounds[i].zero && v == 0)
			continue;
		if (!(v >= bounds[i].low && v <= bounds[i].high))
			return cx_fail_field(cx, f->name, "must be between %.10g and %.10g", bounds[i].low,
					     bounds[i].high);
	}
	if (in->strip_ratio > 0 && !(in->rock_density > 0))
		return cx_fail_field(cx, "rock_density", "with rock to strip, its density must be given");
	if (in->strip_ratio > 0 && !(in->rock_q > 0))
		return cx_fail_field(cx, "rock_q", "with rock to strip, its powder factor must be given");
	return !isfinite(in->spare) || in->spare >= 1 ? cx_fail_field(cx, "spare", "the spare share must be below 1")
						      : STATUS_OK;
}

/* ---- the sum ---- */

struct sum {
	struct cx *cx;
	struct quota_result *r;
	const struct rule *rule;
};

static double step_of(struct sum *s, const char *name, const char *text, const char *unit, double value,
		      const char *arithmetic, bool from_rule)
{
	if (s->r->count == QUOTA_STEPS)
		return value;
	s->r->steps[s->r->count++] = (struct quota_step){
		.name = name,
		.text = text,
		.unit = unit,
		.value = value,
		.arithmetic = arithmetic,
		.rule = from_rule ? s->rule->name : "",
		.source = from_rule ? arena_printf(s->cx->mem, "%s%s", s->rule->source, s->rule->article) : ""};
	return value;
}

/* What the caller gave, or the rule's parameter, which then is a step of its own. */
static enum status given_or(struct sum *s, double given, bool none, const char *key, const char *text, const char *unit,
			    double *out)
{
	*out = given;
	if (!none)
		return STATUS_OK;
	TRY(rule_real(s->cx, s->rule, key, out));
	step_of(s, key, text, unit, *out, arena_printf(s->cx->mem, "%g", *out), true);
	return STATUS_OK;
}

#define A(...) arena_printf(cx->mem, __VA_ARGS__)

static enum status explosives(struct sum *s, const struct quota_input *in, double *v_ore, double *v_rock)
{
	struct cx *cx = s->cx;
	struct quota_result *r = s->r;
	double k, b_ore = in->ore_share > 0 ? in->ore_share : 1, b_rock = in->rock_share > 0 ? in->rock_share : 1;
	TRY(given_or(s, in->k, in->k == 0, "k", words(cx, "factor for secondary breakage"), "", &k));
	*v_ore = step_of(s, "v_ore", words(cx, "volume of ore"), "m3", in->planned_t / in->ore_density,
			 A("%.10g / %.10g", in->planned_t, in->ore_density), false);
	*v_rock = in->strip_ratio > 0 ? in->planned_t * in->strip_ratio / in->rock_density : 0;
	if (*v_rock > 0)
		step_of(s, "v_rock", words(cx, "volume of rock"), "m3", *v_rock,
			A("%.10g × %.10g / %.10g", in->planned_t, in->strip_ratio, in->rock_density), false);
	r->ore_kg = step_of(s, "e_ore", words(cx, "explosive for ore"), "kg", k * b_ore * *v_ore * in->ore_q,
			    A("%.10g × %.10g × %.2f × %.10g", k, b_ore, *v_ore, in->ore_q), false);
	r->rock_kg = k * b_rock * *v_rock * in->rock_q;
	if (*v_rock > 0)
		step_of(s, "e_rock", words(cx, "explosive for rock"), "kg", r->rock_kg,
			A("%.10g × %.10g × %.2f × %.10g", k, b_rock, *v_rock, in->rock_q), false);
	*v_ore *= b_ore;
	*v_rock *= b_rock;
	r->kg_year = step_of(s, "kg_year", words(cx, "explosive a year"), "kg", r->ore_kg + r->rock_kg,
			     A("%.2f + %.2f", r->ore_kg, r->rock_kg), false);
	r->kg_per_t = step_of(s, "kg_per_t", words(cx, "explosive per tonne of ore"), "kg/t",
			      r->kg_year / in->planned_t, A("%.2f / %.10g", r->kg_year, in->planned_t), false);
	return STATUS_OK;
}

static void month(struct sum *s, const struct quota_input *in)
{
	struct cx *cx = s->cx;
	double share = in->month_share > 0 ? in->month_share : 1.0 / 12,
	       over = fmax(0, in->stock_kg - in->safety_stock_kg);
	double e = fmax(0, s->r->kg_year * share - over);
	s->r->kg_month = step_of(s, "kg_month", words(cx, "explosive this month"), "kg", e,
				 in->month_share > 0 ? A("%.2f × %.10g − max(0, %.10g − %.10g)", s->r->kg_year, share,
							 in->stock_kg, in->safety_stock_kg)
						     : A("%.2f ÷ 12 − max(0, %.10g − %.10g)", s->r->kg_year,
							 in->stock_kg, in->safety_stock_kg),
				 false);
}

static enum status detonators(struct sum *s, const struct quota_input *in, double v_ore, double v_rock)
{
	struct cx *cx = s->cx;
	double a, w, h, d, spare;
	TRY(given_or(s, in->spacing_m, in->spacing_m == 0, "spacing_m", words(cx, "spacing of holes"), "m", &a));
	TRY(given_or(s, in->burden_m, in->burden_m == 0, "burden_m", words(cx, "burden"), "m", &w));
	TRY(given_or(s, in->bench_m, in->bench_m == 0, "bench_m", words(cx, "height of the bench"), "m", &h));
	TRY(given_or(s, in->per_hole, in->per_hole == 0, "per_hole", words(cx, "detonators a hole"), "", &d));
	TRY(given_or(s, in->spare, in->spare < 0, "spare", words(cx, "spare share of detonators"), "", &spare));
	double charge = step_of(s, "charge_kg", words(cx, "charge of a hole in ore: q·a·Wd·H"), "kg",
				in->ore_q * a * w * h, A("%.10g × %.10g × %.10g × %.10g", in->ore_q, a, w, h), false);
	double holes = ceil(s->r->ore_kg / charge - 1e-9);
	if (v_rock > 0) {
		double rock =
			step_of(s, "charge_rock_kg", words(cx, "charge of a hole in rock: q·a·Wd·H"), "kg",
				in->rock_q * a * w * h, A("%.10g × %.10g × %.10g × %.10g", in->rock_q, a, w, h), false);
		step_of(s, "holes_ore", words(cx, "holes in ore"), "", holes, A("⌈%.2f / %.4f⌉", s->r->ore_kg, charge),
			false);
		double more =
			step_of(s, "holes_rock", words(cx, "holes in rock"), "", ceil(s->r->rock_kg / rock - 1e-9),
				A("⌈%.2f / %.4f⌉", s->r->rock_kg, rock), false);
		step_of(s, "holes", words(cx, "holes"), "", holes + more, A("%.0f + %.0f", holes, more), false);
		holes += more;
	} else {
		step_of(s, "holes", words(cx, "holes"), "", holes, A("⌈%.2f / %.4f⌉", s->r->ore_kg, charge), false);
	}
	(void)v_ore;
	s->r->holes = (int64_t)holes;
	s->r->detonators = (int64_t)step_of(s, "detonators", words(cx, "detonators a year"), "",
					    ceil(holes * d * (1 + spare) - 1e-9),
					    A("⌈%.0f × %.10g × (1 + %.10g)⌉", holes, d, spare), false);
	return STATUS_OK;
}

enum status quota_work_out(struct cx *cx, const struct quota_input *in, struct day day, struct quota_result *out)
{
	struct sum s = {.cx = cx, .r = out};
	double v_ore, v_rock;
	memset(out, 0, sizeof *out);
	TRY(check(cx, in));
	TRY(rule_in_force(cx, "explosive.quota", day, &s.rule));
	TRY(explosives(&s, in, &v_ore, &v_rock));
	month(&s, in);
	return detonators(&s, in, v_ore, v_rock);
}

void quota_write_fields(struct jw *w, const struct quota_result *r)
{
	const struct {
		const char *key;
		double value;
	} reals[] = {{"kg_year", r->kg_year}, {"kg_month", r->kg_month}, {"kg_per_t", r->kg_per_t}};
	for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
		jw_key(w, reals[i].key);
		jw_real(w, reals[i].value);
	}
	jw_key(w, "holes");
	jw_int(w, r->holes);
	jw_key(w, "detonators");
	jw_int(w, r->detonators);
	const struct list steps = {(void *)r->steps, r->count};
	jw_key(w, "steps");
	jw_list(w, &quota_step_record, &steps);
}

void quota_write(struct jw *w, const struct quota_result *r)
{
	jw_begin(w, '{');
	quota_write_fields(w, r);
	jw_end(w);
}
