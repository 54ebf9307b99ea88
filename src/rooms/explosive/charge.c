#include "rooms/explosive/charge.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "core/rule.h"

const char *const charge_explosives[] = {"emulsion", "anfo", NULL};
const char *const charge_rocks[] = {"hard", "medium", "soft", NULL};
const char *const charge_objects[] = {"house",        "cave",        "industry", "heritage", "control_room",
				      "water_tunnel", "road_tunnel", "drift",    "slope",    NULL};

static const struct field input_fields[] = {
	FIELD(struct charge_input, holes, .flags = REQUIRED, .min = 1, .max = 5000, .zh = "炮孔数", .en = "holes"),
	FIELD(struct charge_input, hole_mm, .flags = REQUIRED, .min = 20, .max = 500, .zh = "孔径（毫米）",
	      .en = "diameter of holes, mm"),
	FIELD(struct charge_input, depth_m, .flags = REQUIRED, .zh = "孔深（米）", .en = "depth of holes, m"),
	FIELD(struct charge_input, stemming_m, .flags = REQUIRED, .zh = "填塞长度（米）", .en = "stemming, m"),
	FIELD(struct charge_input, bench_m, .zh = "台阶高度（米）", .en = "height of the bench, m"),
	FIELD(struct charge_input, spacing_m, .zh = "孔距（米）", .en = "spacing, m"),
	FIELD(struct charge_input, burden_m, .zh = "排距（最小抵抗线，米）", .en = "burden, m"),
	FIELD(struct charge_input, volume_m3, .zh = "设计爆破方量（立方米）", .en = "volume designed, m³"),
	FIELD(struct charge_input, plan_kg, .flags = REQUIRED, .zh = "设计装药量（千克）", .en = "charge designed, kg"),
	FIELD(struct charge_input, hole_kg, .zh = "单孔最大装药量（千克）", .en = "largest charge of a hole, kg"),
	FIELD(struct charge_input, plan_detonators, .min = 0, .max = 20000, .zh = "设计雷管数（发）",
	      .en = "detonators designed"),
	FIELD(struct charge_input, delay_kg, .zh = "最大单段药量（千克）", .en = "largest charge at once, kg"),
	FIELD(struct charge_input, distance_m, .zh = "距保护对象（米）", .en = "distance to what is protected, m"),
	FIELD(struct charge_input, q, .zh = "审定单耗（千克/立方米）", .en = "approved powder factor, kg/m³"),
	FIELD(struct charge_input, explosive, .choices = charge_explosives, .zh = "炸药品种", .en = "explosive"),
	FIELD(struct charge_input, hardness, .choices = charge_rocks, .zh = "岩性", .en = "rock"),
	FIELD(struct charge_input, protects, .choices = charge_objects, .zh = "保护对象", .en = "what is protected"),
};
const struct record charge_input_record = RECORD(charge_input, input_fields);

static const struct field check_fields[] = {
	FIELD(struct charge_check, code),       FIELD(struct charge_check, result), FIELD(struct charge_check, text),
	FIELD(struct charge_check, arithmetic), FIELD(struct charge_check, rule),   FIELD(struct charge_check, source),
};
const struct record charge_check_record = RECORD(charge_check, check_fields);

enum { MOST_CHECKS = 12 };
/* What adding up in decimals may be off: a hundredth of a gram. */
static const double slack = 1e-5;

/* ---- parameters ---- */

static const char *or_first(const char *given, const char *const *choices)
{
	return given && *given ? given : choices[0];
}

/* The item of a rule's list of numbers that stands beside a name of its list of texts. */
static enum status beside(struct cx *cx, const struct rule *rule, const char *names, const char *numbers,
			  const char *name, double *out)
{
	struct texts t;
	struct rule_ints n;
	TRY(rule_texts(cx, rule, names, &t));
	TRY(rule_ints(cx, rule, numbers, &n));
	for (size_t i = 0; i < t.count && (int)i < n.count; i++)
		if (strcmp(t.items[i], name) == 0) {
			*out = (double)n.items[i];
			return STATUS_OK;
		}
	return cx_fail(cx, STATUS_INVALID, "the rule %s knows no such thing: %s", rule->name, name);
}

/* g = π/4 · d² · ρ, d in mm. */
static double per_metre(int64_t hole_mm, double density)
{
	double d = (double)hole_mm / 1000;
	return M_PI / 4 * d * d * density;
}

static enum status density_of(struct cx *cx, const struct rule *rule, const struct charge_input *in, double *out)
{
	enum status s = beside(cx, rule, "explosive", "density_kg_m3", or_first(in->explosive, charge_explosives), out);
	cx->field = s == STATUS_INVALID ? "explosive" : cx->field;
	return s;
}

static bool hole_known(const struct charge_input *in)
{
	return in->hole_mm > 0 && in->depth_m > 0 && in->stemming_m > 0;
}

enum status charge_room(struct cx *cx, const struct charge_input *in, struct day day, double *kg)
{
	const struct rule *rule;
	double density;
	*kg = 0;
	if (!hole_known(in))
		return STATUS_OK;
	TRY(rule_in_force(cx, "explosive.hole", day, &rule));
	TRY(density_of(cx, rule, in, &density));
	*kg = per_metre(in->hole_mm, density) * fmax(0, in->depth_m - in->stemming_m);
	return STATUS_OK;
}

enum status charge_allowed(struct cx *cx, const struct charge_input *in, struct day day, struct charge_vibration *out)
{
	const struct rule *rule;
	const char *rock = in->hardness && *in->hardness ? in->hardness : "medium";
	double hundredths, low;
	TRY(rule_in_force(cx, "explosive.vibration", day, &rule));
	enum status s = beside(cx, rule, "rock", "k", rock, &out->k);
	cx->field = s == STATUS_INVALID ? "hardness" : cx->field;
	TRY(s);
	TRY(beside(cx, rule, "rock", "alpha_hundredths", rock, &hundredths));
	TRY(beside(cx, rule, "rock", "alpha_low_hundredths", rock, &low));
	s = beside(cx, rule, "object", "velocity_hundredths", or_first(in->protects, charge_objects), &out->velocity);
	cx->field = s == STATUS_INVALID ? "protects" : cx->field;
	TRY(s);
	out->alpha = hundredths / 100;
	out->alpha_low = low / 100;
	out->velocity /= 100;
	double cube = pow(in->distance_m, 3), ratio = out->velocity / out->k;
	out->kg = cube * pow(ratio, 3 / out->alpha);
	out->low = cube * pow(ratio, 3 / out->alpha_low);
	return STATUS_OK;
}

/* ---- the checks ---- */

struct sums {
	struct cx *cx;
	const struct charge_input *in;
	const struct rule *rule;
	struct list *out;
	double hole_kg; /* what one hole is charged with */
};
#define T(...) arena_printf(s->cx->mem, __VA_ARGS__)

static void say_by(struct sums *s, const struct rule *rule, const char *code, const char *result, const char *text,
		   const char *arithmetic)
{
	struct charge_check *all = s->out->items;
	if (s->out->count < MOST_CHECKS)
		all[s->out->count++] = (struct charge_check){
			code,       result,     text,
			arithmetic, rule->name, arena_printf(s->cx->mem, "%s%s", rule->source, rule->article)};
}

static void say(struct sums *s, const char *code, const char *result, const char *text, const char *arithmetic)
{
	say_by(s, s->rule, code, result, text, arithmetic);
}

/* Qh ≤ g (L − Lstem): more than its room no hole takes. */
static enum status check_capacity(struct sums *s)
{
	const struct charge_input *in = s->in;
	struct cx *cx = s->cx;
	double density;
	if (!hole_known(in)) {
		say(s, "capacity", "flag",
		    words(cx, "diameter, depth or stemming is not on record: what a hole takes cannot be told"), "");
		return STATUS_OK;
	}
	TRY(density_of(cx, s->rule, in, &density));
	double g = per_metre(in->hole_mm, density), most = g * fmax(0, in->depth_m - in->stemming_m);
	bool good = s->hole_kg <= most + slack;
	say(s, "capacity", good ? "good" : "refuse",
	    T(good ? words(cx, "a hole is charged with %.1f kg, it takes %.1f kg")
		   : words(cx, "a hole is charged with %.1f kg and takes only %.1f kg"),
	      s->hole_kg, most),
	    T("g = π/4 × %.3f² × %.0f = %.2f kg/m; g × (L − Lst) = %.2f × (%g − %g) = %.1f kg",
	      (double)in->hole_mm / 1000, density, g, g, in->depth_m, in->stemming_m, most));
	return STATUS_OK;
}

/* The plan is not more than the holes at their largest. */
static void check_total(struct sums *s)
{
	const struct charge_input *in = s->in;
	struct cx *cx = s->cx;
	double most = (double)in->holes * in->hole_kg;
	if (!(in->hole_kg > 0))
		return;
	bool good = in->plan_kg <= most + slack;
	say(s, "total", good ? "good" : "refuse",
	    T(good ? words(cx, "the plan of %.1f kg is within what the holes hold")
		   : words(cx, "the plan of %.1f kg is more than the holes hold"),
	      in->plan_kg),
	    T("%" PRId64 " × %g = %.1f kg", in->holes, in->hole_kg, most));
}

/* Against the formula: k1 q a b H with a pattern, q V / N without. */
static enum status check_formula(struct sums *s)
{
	const struct charge_input *in = s->in;
	struct cx *cx = s->cx;
	double k1, percent;
	bool pattern = in->spacing_m > 0 && in->burden_m > 0 && in->bench_m > 0;
	if (!(in->q > 0) || !(pattern || in->volume_m3 > 0))
		return STATUS_OK;
	TRY(rule_real(cx, s->rule, "rear_row", &k1));
	TRY(rule_real(cx, s->rule, "over_percent", &percent));
	double want = pattern ? k1 * in->q * in->spacing_m * in->burden_m * in->bench_m
			      : in->q * in->volume_m3 / (double)in->holes;
	bool good = s->hole_kg <= want * (1 + percent / 100) + slack;
	say(s, "formula", good ? "good" : "flag",
	    T(words(cx, "a hole is charged with %.1f kg, the approved powder factor gives %.1f kg"), s->hole_kg, want),
	    pattern ? T("k1·q·a·b·H = %g × %g × %g × %g × %g = %.1f kg; +%g %%", k1, in->q, in->spacing_m, in->burden_m,
			in->bench_m, want, percent)
		    : T("q·V/N = %g × %.10g ÷ %" PRId64 " = %.1f kg; +%g %%", in->q, in->volume_m3, in->holes, want,
			percent));
	return STATUS_OK;
}

/* The volume asked for is the one that the pattern breaks. */
static enum status check_volume(struct sums *s)
{
	const struct charge_input *in = s->in;
	struct cx *cx = s->cx;
	double percent, height = in->bench_m > 0 ? in->bench_m : in->depth_m;
	double most = (double)in->holes * in->spacing_m * in->burden_m * height;
	if (!(most > 0) || !(in->volume_m3 > 0))
		return STATUS_OK;
	TRY(rule_real(cx, s->rule, "over_percent", &percent));
	say(s, "volume", in->volume_m3 <= most * (1 + percent / 100) + slack ? "good" : "flag",
	    T(words(cx, "the design counts %.0f m³, its pattern breaks %.0f m³"), in->volume_m3, most),
	    T("N·a·b·H = %" PRId64 " × %g × %g × %g = %.0f m³; +%g %%", in->holes, in->spacing_m, in->burden_m, height,
	      most, percent));
	return STATUS_OK;
}

/* Burden in diameters, spacing and stemming in burdens: each between two numbers of the rule. */
static enum status check_pattern(struct sums *s)
{
	const struct charge_input *in = s->in;
	struct cx *cx = s->cx;
	const struct {
		const char *code, *text, *least, *most;
		double over, under;
	} rows[] = {
		{"burden", words(cx, "burden over diameter"), "burden_least", "burden_most", in->burden_m,
		 (double)in->hole_mm / 1000},
		{"spacing", words(cx, "spacing over burden"), "spacing_least", "spacing_most", in->spacing_m,
		 in->burden_m},
		{"stemming", words(cx, "stemming over burden"), "stemming_least", "stemming_most", in->stemming_m,
		 in->burden_m},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double least, most, ratio = rows[i].over / rows[i].under;
		if (!(rows[i].over > 0) || !(rows[i].under > 0))
			continue;
		TRY(rule_real(cx, s->rule, rows[i].least, &least));
		TRY(rule_real(cx, s->rule, rows[i].most, &most));
		say(s, rows[i].code, ratio >= least - 1e-9 && ratio <= most + 1e-9 ? "good" : "flag", rows[i].text,
		    T(words(cx, "%g ÷ %g = %.2f, usual is %g to %g"), rows[i].over, rows[i].under, ratio, least, most));
	}
	return STATUS_OK;
}

/* As many detonators as the holes ask for, and the spare. */
static enum status check_detonators(struct sums *s, struct day day)
{
	const struct charge_input *in = s->in;
	struct cx *cx = s->cx;
	const struct rule *quota;
	double spare, most_each;
	if (!in->plan_detonators)
		return STATUS_OK;
	TRY(rule_real(cx, s->rule, "detonators_most", &most_each));
	TRY(rule_in_force(cx, "explosive.quota", day, &quota));
	TRY(rule_real(cx, quota, "spare", &spare));
	double most = ceil((double)in->holes * most_each * (1 + spare) - 1e-9);
	bool good = (double)in->plan_detonators <= most && in->plan_detonators >= in->holes;
	say(s, "detonators", good ? "good" : "flag",
	    T(words(cx, "%" PRId64 " detonators for %" PRId64 " holes"), in->plan_detonators, in->holes),
	    T("⌈%" PRId64 " × %g × (1 + %g)⌉ = %.0f", in->holes, most_each, spare, most));
	return STATUS_OK;
}

/* Refused beyond the table's pair of K and α; flagged beyond its most cautious end. */
static enum status check_vibration(struct sums *s, struct day day)
{
	const struct charge_input *in = s->in;
	struct cx *cx = s->cx;
	struct charge_vibration v;
	const struct rule *rule;
	if (!(in->distance_m > 0) || !(in->delay_kg > 0))
		return STATUS_OK;
	TRY(rule_in_force(cx, "explosive.vibration", day, &rule));
	TRY(charge_allowed(cx, in, day, &v));
	say_by(s, rule, "vibration",
	       in->delay_kg > v.kg + slack    ? "refuse"
	       : in->delay_kg > v.low + slack ? "flag"
					      : "good",
	       T(words(cx, "the largest charge at once is %.1f kg, the vibration limit at %.0f m is %.1f kg"),
		 in->delay_kg, in->distance_m, v.kg),
	       T(words(cx, "R³·(V/K)^(3/α) = %g³ × (%g ÷ %g)^(3 ÷ %g) = %.1f kg; with α = %g: %.1f kg"), in->distance_m,
		 v.velocity, v.k, v.alpha, v.kg, v.alpha_low, v.low));
	if (in->delay_kg < s->hole_kg - slack)
		say_by(s, rule, "delay", "flag",
		       T(words(cx, "one hole alone holds more than what is said to go off at once")),
		       T("%.1f kg < %.1f kg", in->delay_kg, s->hole_kg));
	return STATUS_OK;
}

static enum status check_input(struct cx *cx, const struct charge_input *in)
{
	static const struct {
		const char *name;
		double high;
	} bounds[] = {{"depth_m", 100},  {"stemming_m", 100}, {"bench_m", 50},  {"spacing_m", 50},
		      {"burden_m", 50},  {"volume_m3", 1e7},  {"plan_kg", 1e6}, {"hole_kg", 1e5},
		      {"delay_kg", 1e5}, {"distance_m", 1e5}, {"q", 5}};
	for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
		const struct field *f = record_field(&charge_input_record, bounds[i].name);
		double v = *(const double *)((const char *)in + f->offset);
		if (!(v >= 0 && v <= bounds[i].high))
			return cx_fail_field(cx, f->name, "must be between %.10g and %.10g", 0.0, bounds[i].high);
	}
	if (in->stemming_m > 0 && in->stemming_m >= in->depth_m && in->depth_m > 0)
		return cx_fail_field(cx, "stemming_m", "the stemming must be shorter than the hole");
	return in->holes > 0 ? STATUS_OK : cx_fail_field(cx, "holes", "must be more than 0");
}

enum status charge_checks(struct cx *cx, const struct charge_input *in, struct day day, struct list *out)
{
	struct sums s = {.cx = cx,
			 .in = in,
			 .out = out,
			 .hole_kg = fmax(in->hole_kg, in->plan_kg / (double)(in->holes ? in->holes : 1))};
	*out = (struct list){.items = arena_array_of(cx->mem, struct charge_check, MOST_CHECKS)};
	TRY(check_input(cx, in));
	TRY(rule_in_force(cx, "explosive.hole", day, &s.rule));
	TRY(check_capacity(&s));
	check_total(&s);
	TRY(check_formula(&s));
	TRY(check_volume(&s));
	TRY(check_pattern(&s));
	TRY(check_detonators(&s, day));
	return check_vibration(&s, day);
}

const struct charge_check *charge_refused(const struct list *checks)
{
	const struct charge_check *c = checks->items;
	for (size_t i = 0; i < checks->count; i++)
		if (strcmp(c[i].result, "refuse") == 0)
			return &c[i];
	return NULL;
}
