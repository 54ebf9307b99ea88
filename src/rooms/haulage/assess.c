#include "rooms/haulage/assess.h"

#include <inttypes.h>
#include <string.h>

const char *const haulage_truck_kinds[] = {"truck", "articulated", "centre_axle", "full_trailer", NULL};
const char *const haulage_vehicle_classes[] = {"", "tractor", "low_speed", "refrigerated", "special_work", NULL};

enum { MOST_KG = 1000000, MOST_MM = 100000 };
static const struct field load_fields[] = {
	FIELD(struct haulage_load, axles, .flags = REQUIRED, .min = 2, .max = 20, .zh = "轴数", .en = "axles"),
	FIELD(struct haulage_load, kind, .flags = REQUIRED, .choices = haulage_truck_kinds, .zh = "车型", .en = "kind of truck"),
	FIELD(struct haulage_load, drive_axles, .min = 0, .max = 6, .zh = "驱动轴数", .en = "driven axles"),
	FIELD(struct haulage_load, single_tyre_axles, .min = 0, .max = 18, .zh = "单胎轴数（不含转向轴、驱动轴）", .en = "axles with single tyres"),
	FIELD(struct haulage_load, trailer_axles, .min = 0, .max = 10, .zh = "挂车轴数", .en = "axles of the trailer"),
	FIELD(struct haulage_load, air_suspension, .zh = "驱动轴空气悬架", .en = "air suspension"),
	FIELD(struct haulage_load, axle_spacing_mm, .min = 0, .max = MOST_MM, .zh = "半挂车轴距（毫米）", .en = "axle spacing (mm)"),
	FIELD(struct haulage_load, rated_kg, .min = 0, .max = MOST_KG, .zh = "行驶证总质量（千克）", .en = "registered greatest mass (kg)"),
	FIELD(struct haulage_load, axle_load_sum_kg, .min = 0, .max = MOST_KG, .zh = "各轴允许轴荷之和（千克）", .en = "sum of axle loads (kg)"),
	FIELD(struct haulage_load, vehicle, .choices = haulage_vehicle_classes, .zh = "特殊车辆", .en = "special vehicle"),
	FIELD(struct haulage_load, height_mm, .min = 0, .max = MOST_MM, .zh = "车货总高（毫米）", .en = "height (mm)"),
	FIELD(struct haulage_load, width_mm, .min = 0, .max = MOST_MM, .zh = "车货总宽（毫米）", .en = "width (mm)"),
	FIELD(struct haulage_load, length_mm, .min = 0, .max = MOST_MM, .zh = "车货总长（毫米）", .en = "length (mm)"),
	FIELD(struct haulage_load, gross_kg, .flags = REQUIRED, .min = 1, .max = MOST_KG, .zh = "车货总质量（千克）", .en = "gross (kg)"),
	FIELD(struct haulage_load, accuracy_class, .min = 0, .max = 4, .zh = "动态衡准确度等级", .en = "accuracy class"),
};
const struct record haulage_load_record = RECORD(haulage_load, load_fields);

/* ---- reasons ---- */

enum { MOST_REASONS = 16 };

static bool is(const char *a, const char *b)
{
	return a && strcmp(a, b) == 0;
}

static void say(struct cx *cx, struct haulage_verdict *v, const char *text)
{
	if (!v->reasons.items)
		v->reasons.items = arena_array_of(cx->mem, const char *, MOST_REASONS);
	if (v->reasons.count < MOST_REASONS)
		v->reasons.items[v->reasons.count++] = text;
}

#define SAY(cx, v, ...) say((cx), (v), arena_printf((cx)->mem, __VA_ARGS__))

/* ---- the limit ---- */

static enum status base_limit(struct cx *cx, const struct haulage_law *law, const struct haulage_load *load, int64_t *out)
{
	bool train = !is(load->kind, "truck");
	const struct rule_ints *table = train ? &law->train : &law->truck;
	int64_t at = load->axles - (train ? 3 : 2);
	if (train && at >= table->count)
		at = table->count - 1;          /* six axles and more */
	if (at < 0 || at >= table->count)
		return cx_fail_field(cx, "axles", train ? "such a train has three axles at least" : "a single truck has two to four axles");
	*out = table->items[at];
	return STATUS_OK;
}

static const struct {
	const char *words;
} special_cases[] = {
	{"six axles and more with a single driven axle"},
	{"a three-axle truck with a one-axle centre-axle trailer"},
	{"a two-axle tractor with a three-axle semi-trailer"},
	{"air suspension, and axles of the semi-trailer far enough apart"},
	{"driven axles with twin tyres and air suspension"},
};
enum { SIX_SINGLE, CENTRE_SHORT, ARTICULATED_LIGHT, ARTICULATED_AIR, TRUCK_AIR, ORDINARY };

/* Some configurations have a limit of their own; what nobody said (driven axles 0) is taken in the driver's favour. */
static int special_case(const struct haulage_law *law, const struct haulage_load *l)
{
	if (is(l->kind, "truck"))
		return (l->axles == 3 || l->axles == 4) && l->air_suspension ? TRUCK_AIR : ORDINARY;
	if (l->axles >= 6)
		return l->drive_axles == 1 ? SIX_SINGLE : ORDINARY;
	if (is(l->kind, "centre_axle") && l->axles == 4)
		return (l->trailer_axles ? l->trailer_axles == 1 : l->drive_axles >= 2) ? CENTRE_SHORT : ORDINARY;
	if (is(l->kind, "articulated") && l->axles == 5)
		return (l->trailer_axles ? l->trailer_axles == 3 : l->drive_axles == 1) ? ARTICULATED_LIGHT : ORDINARY;
	if (is(l->kind, "articulated") && l->axles == 4 && l->air_suspension && l->axle_spacing_mm >= law->air_spacing_mm)
		return ARTICULATED_AIR;
	return ORDINARY;
}

static int64_t special_limit(struct cx *cx, const struct haulage_law *law, const struct haulage_load *l, int64_t base, struct haulage_verdict *v)
{
	const int64_t limits[] = {law->six_single_drive, law->centre_four_short, law->articulated_five_light, law->articulated_four_air,
				  base + law->air_extra, base};
	int which = special_case(law, l);
	if (which != ORDINARY)
		SAY(cx, v, words(cx, "%s: %" PRId64 " kg"), words(cx, special_cases[which].words), limits[which]);
	return limits[which];
}

/* Axles with single tyres that count: neither the steering axle nor those driven (one at least). */
static int64_t deducted_axles(const struct haulage_load *l)
{
	int64_t most = l->axles - 1 - (l->drive_axles > 1 ? l->drive_axles : 1);
	most = most < 0 ? 0 : most;
	return l->single_tyre_axles < most ? l->single_tyre_axles : most;
}

static void deduct_tyres(struct cx *cx, const struct haulage_law *law, const struct haulage_load *l, struct haulage_verdict *v)
{
	int64_t n = deducted_axles(l);
	if (n) {
		v->limit_kg -= n * law->single_tyre;
		SAY(cx, v, words(cx, "%" PRId64 " axle(s) with single tyres, %" PRId64 " kg less each: %" PRId64 " kg"), n, law->single_tyre, v->limit_kg);
	}
	if (n < l->single_tyre_axles)
		SAY(cx, v, words(cx, "%" PRId64 " axle(s) with single tyres steer or drive: nothing is taken off for them"), l->single_tyre_axles - n);
}

static void cap_limit(struct cx *cx, const struct haulage_load *l, struct haulage_verdict *v)
{
	bool by_papers = (is(l->kind, "truck") && l->axles == 2) || is(l->vehicle, "tractor") || is(l->vehicle, "low_speed");
	if (by_papers && l->rated_kg && l->rated_kg < v->limit_kg) {
		v->limit_kg = l->rated_kg;
		SAY(cx, v, words(cx, "not above the mass in its registration: %" PRId64 " kg"), v->limit_kg);
	}
	if (l->axle_load_sum_kg && l->axle_load_sum_kg < v->limit_kg) {
		v->limit_kg = l->axle_load_sum_kg;
		SAY(cx, v, words(cx, "not above the sum of what its axles may bear: %" PRId64 " kg"), v->limit_kg);
	}
}

static enum status find_limit(struct cx *cx, const struct haulage_law *law, const struct haulage_load *l, struct haulage_verdict *v)
{
	int64_t base = 0;
	TRY(base_limit(cx, law, l, &base));
	SAY(cx, v, words(cx, is(l->kind, "truck") ? "a truck with %" PRId64 " axles: %" PRId64 " kg" : "a train with %" PRId64 " axles: %" PRId64 " kg"), l->axles, base);
	v->limit_kg = special_limit(cx, law, l, base, v);
	deduct_tyres(cx, law, l, v);
	cap_limit(cx, l, v);
	return STATUS_OK;
}

/* ---- the weight ---- */

enum status haulage_counted(struct cx *cx, const struct haulage_law *law, const char *accuracy_class, int64_t gross, int64_t *out)
{
	*out = gross;
	if (!accuracy_class || !*accuracy_class)
		return STATUS_OK;
	for (size_t i = 0; i < law->classes.count && i < (size_t)law->per_mille.count; i++)
		if (strcmp(law->classes.items[i], accuracy_class) == 0) {
			*out = gross * (1000 - law->per_mille.items[i]) / 1000;
			return STATUS_OK;
		}
	return cx_fail_field(cx, "accuracy_class", "is no class of a dynamic scale: %s", accuracy_class);
}

static enum status weigh(struct cx *cx, const struct haulage_law *law, const struct haulage_load *l, struct haulage_verdict *v)
{
	TRY(haulage_counted(cx, law, l->accuracy_class, l->gross_kg, &v->counted_kg));
	if (v->counted_kg != l->gross_kg)
		SAY(cx, v, words(cx, "a dynamic scale of class %s may err by %" PRId64 " kg, which is taken off: %" PRId64 " kg count"), l->accuracy_class,
		    l->gross_kg - v->counted_kg, v->counted_kg);
	v->over_kg = v->counted_kg > v->limit_kg ? v->counted_kg - v->limit_kg : 0;
	v->over_percent = (double)(v->over_kg * 10000 / v->limit_kg) / 100;
	return STATUS_OK;
}

/* ---- what it costs ---- */

/* 0: within; 1 … 3: the tiers of the fine for size. */
static int size_tier(const struct haulage_law *law, const struct haulage_load *l)
{
	int64_t width = is(l->vehicle, "refrigerated") ? law->reefer_width_mm : law->width_mm;
	const struct {
		int64_t is, most;
		const struct rule_ints *tiers;
	} sizes[] = {
		{l->height_mm, law->height_mm, &law->tier_height},
		{l->width_mm, width, &law->tier_width},
		{l->length_mm, law->length_mm, &law->tier_length},
	};
	int worst = 0;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		int tier = sizes[i].is > sizes[i].most;
		for (int k = 0; tier && k < sizes[i].tiers->count && k < HAULAGE_TIERS - 1; k++)
			tier += sizes[i].is > sizes[i].tiers->items[k];
		worst = tier > worst ? tier : worst;
	}
	return worst;
}

static void fine_size(struct cx *cx, const struct haulage_law *law, const struct haulage_load *l, struct haulage_verdict *v)
{
	int tier = size_tier(law, l);
	if (!tier)
		return;
	v->size_min = law->tier_min.items[tier - 1];
	v->size_max = law->tier_max.items[tier - 1];
	SAY(cx, v, words(cx, "larger than allowed: a fine from %" PRId64 " to %" PRId64 " yuan for the size"), v->size_min, v->size_max);
}

static void fine_weight(struct cx *cx, const struct haulage_law *law, const struct haulage_load *l, struct haulage_verdict *v)
{
	int64_t fine = 0;
	if (v->over_kg > law->warning_kg) {
		fine = v->over_kg / law->per_kg * law->per_yuan;
		SAY(cx, v, words(cx, "%" PRId64 " kg above the limit: %" PRId64 " yuan for each full %" PRId64 " kg"), v->over_kg, law->per_yuan, law->per_kg);
	} else if (v->over_kg) {
		SAY(cx, v, words(cx, "%" PRId64 " kg above the limit, not more than %" PRId64 " kg: a warning"), v->over_kg, law->warning_kg);
	}
	fine_size(cx, law, l, v);
	fine += v->size_min;
	if (fine > law->cap_yuan) {
		fine = law->cap_yuan;
		SAY(cx, v, words(cx, "not more than %" PRId64 " yuan"), fine);
	}
	v->fine_yuan = fine;
	v->result = fine ? "fine" : v->over_kg || v->size_max ? "warning" : "ok";
}

/* The points of the driver go by the greatest mass that the truck is registered for.  Where that is not known, by the limit:
 * no truck is registered above it, so there are as many points at least.  In whole numbers: 30 % is 30 %. */
static void score(struct cx *cx, const struct haulage_law *law, int64_t over, int64_t most, struct haulage_verdict *v)
{
	v->rated_percent = (double)(over * 10000 / most) / 100;
	for (int i = 0; i < law->point_percent.count && i < law->point_number.count; i++)
		if (over * 100 >= law->point_percent.items[i] * most)
			v->points = law->point_number.items[i];
	if (law->points)
		SAY(cx, v, words(cx, "%" PRId64 " kg (%.1f %%) above the registered greatest mass: %" PRId64 " point(s)"), over,
		    v->rated_percent, v->points);
	else
		SAY(cx, v, "%s", words(cx, "no points: no rule about them was in force on that day"));
}

/* 道路交通安全法 92 and the points.  The police's fine goes by the papers alone. */
static void police_side(struct cx *cx, const struct haulage_law *law, const struct haulage_load *l, struct haulage_verdict *v)
{
	int64_t most = l->rated_kg ? l->rated_kg : v->limit_kg, over = v->counted_kg - most;
	if (over <= 0)
		return;
	if (!l->rated_kg)
		SAY(cx, v, "%s", words(cx, "registered mass not known: by the limit, above which no truck is registered; as many points at least"));
	score(cx, law, over, most, v);
	if (law->police && l->rated_kg) {
		bool high = over * 100 > law->police_percent * l->rated_kg;
		v->police_min = (high ? &law->police_high : &law->police_low)->items[0];
		v->police_max = (high ? &law->police_high : &law->police_low)->items[1];
		SAY(cx, v, words(cx, "road traffic law: %" PRId64 " to %" PRId64 " yuan for the same fault; one fault is fined once, by the police"), v->police_min,
		    v->police_max);
	}
}

static bool exempt(const struct haulage_load *l)
{
	return is(l->vehicle, "refrigerated") || is(l->vehicle, "special_work");
}

enum status haulage_assess(struct cx *cx, const struct haulage_law *law, const struct haulage_load *load, struct haulage_verdict *out)
{
	struct haulage_verdict v = {.result = "ok"};
	TRY(find_limit(cx, law, load, &v));
	if (v.limit_kg <= 0)
		return cx_fail_field(cx, "single_tyre_axles", "leave no limit at all");
	TRY(weigh(cx, law, load, &v));
	if (exempt(load)) {
		v.result = "exempt";
		SAY(cx, &v, "%s", words(cx, "refrigerated trucks and vehicles for special work that meet their standard are not counted as overloaded"));
		*out = v;
		return STATUS_OK;
	}
	fine_weight(cx, law, load, &v);
	police_side(cx, law, load, &v);
	*out = v;
	return STATUS_OK;
}

/* ---- writing ---- */

static void write_rule(struct cx *cx, struct jw *w, const struct rule *r)
{
	const struct {
		const char *key, *text;
	} members[] = {
		{"name", r->name},
		{"title", cx->lang == LANG_ZH ? r->title_zh : r->title_en},
		{"source", r->source},
		{"article", r->article},
		{"confirmed", r->confirmed},
		{"valid_from", r->valid_from},
		{"text", rule_words(cx, r, cx->lang)},
	};
	jw_begin(w, '{');
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		jw_key(w, members[i].key);
		jw_text(w, members[i].text);
	}
	jw_key(w, "version");
	jw_int(w, r->version);
	jw_key(w, "params");
	jw_raw(w, r->params.s);
	jw_end(w);
}

static void write_numbers(struct jw *w, const struct haulage_verdict *v)
{
	const struct {
		const char *key;
		int64_t n;
	} numbers[] = {
		{"limit_kg", v->limit_kg}, {"counted_kg", v->counted_kg}, {"over_kg", v->over_kg}, {"fine_yuan", v->fine_yuan},
		{"points", v->points}, {"size_fine_min", v->size_min}, {"size_fine_max", v->size_max}, {"police_fine_min", v->police_min},
		{"police_fine_max", v->police_max},
	};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		jw_key(w, numbers[i].key);
		jw_int(w, numbers[i].n);
	}
	jw_key(w, "over_percent");
	jw_real(w, v->over_percent);
	jw_key(w, "rated_percent");
	jw_real(w, v->rated_percent);
}

const struct answer_key haulage_verdict_keys[] = {
	KEY("limit_kg", "int"),
	KEY("counted_kg", "int"),
	KEY("over_kg", "int"),
	KEY("fine_yuan", "int"),
	KEY("points", "int"),
	KEY("size_fine_min", "int"),
	KEY("size_fine_max", "int"),
	KEY("police_fine_min", "int"),
	KEY("police_fine_max", "int"),
	KEY("over_percent", "real"),
	KEY("rated_percent", "real"),
	KEY("result", "text"),
	KEY("rule", "{name:text title:text source:text article:text confirmed:text valid_from:day text:text "
	    "version:int params:any}"),
	KEY("rules", "[{name:text title:text source:text article:text confirmed:text valid_from:day text:text "
	    "version:int params:any}]"),
	KEY("reasons", "[text]"),
	{0},
};

void haulage_write_verdict(struct cx *cx, struct jw *w, const struct haulage_law *law, const struct haulage_verdict *v)
{
	const struct rule *const used[] = {law->limits, law->fines, law->error, law->points, law->police};
	write_numbers(w, v);
	jw_key(w, "result");
	jw_text(w, v->result);
	jw_key(w, "rule");
	write_rule(cx, w, law->limits);
	jw_key(w, "rules");
	jw_begin(w, '[');
	for (size_t i = 0; i < sizeof used / sizeof *used; i++)
		if (used[i])
			write_rule(cx, w, used[i]);
	jw_end(w);
	jw_key(w, "reasons");
	jw_texts(w, &v->reasons);
}
