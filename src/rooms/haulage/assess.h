/*
 * assess.h - is a truck overloaded, by how much, and what does that cost?
 *
 * A pure function over dated rules: the law of the day is read once (haulage_law), then loads are judged by it without a
 * database.  The limit of a truck goes by this order, each step leaving a reason in words:
 *     base (axles, kind) -> the special cases 35, 42, 37 t and 46 t, +1 t -> -3 t for each axle with single tyres that neither steers
 *     nor drives -> the mass in its registration (two axles, tractors, low-speed trucks) -> the sum of its axles' loads where known.
 * What is counted is the weight less the error that the scale may have, so that a doubt is in the driver's favour.
 * Points go by the excess over the registered maximum.  Transport weighs, police alone fine: one fault, one fine.
 */
#ifndef ROOMS_HAULAGE_ASSESS_H
#define ROOMS_HAULAGE_ASSESS_H

#include "base/cx.h"
#include "base/json.h"
#include "core/rule.h"

/* What is known of a truck and its load; 0 or "": not known. */
struct haulage_load {
	int64_t axles;
	const char *kind;               /* truck, articulated, centre_axle, full_trailer */
	int64_t drive_axles, single_tyre_axles, trailer_axles;
	bool air_suspension;
	int64_t axle_spacing_mm;        /* of the semi-trailer's axles */
	int64_t rated_kg;               /* greatest total mass in its registration */
	int64_t axle_load_sum_kg;
	const char *vehicle;            /* "", tractor, low_speed, refrigerated, special_work */
	int64_t height_mm, width_mm, length_mm;
	int64_t gross_kg;
	const char *accuracy_class;     /* of a dynamic scale: "0.2" … "10"; "": weighed standing, nothing is taken off */
};
extern const struct record haulage_load_record;
extern const char *const haulage_truck_kinds[];
extern const char *const haulage_vehicle_classes[];

enum { HAULAGE_TIERS = 3, HAULAGE_CLASSES = 8 };

/* The rules of one day, as numbers. */
struct haulage_law {
	const struct rule *limits, *fines, *error, *points, *police;    /* points, police: NULL where none was in force */
	struct rule_ints truck, train;
	int64_t six_single_drive, centre_four_short, articulated_five_light, articulated_four_air, air_spacing_mm, air_extra, single_tyre;
	int64_t height_mm, width_mm, length_mm, reefer_width_mm;
	int64_t warning_kg, per_kg, per_yuan, cap_yuan;
	struct rule_ints tier_height, tier_width, tier_length, tier_min, tier_max;
	struct texts classes;
	struct rule_ints per_mille;
	struct rule_ints point_percent, point_number, police_low, police_high;
	int64_t police_percent;
};

struct haulage_verdict {
	int64_t limit_kg, counted_kg, over_kg;
	double over_percent;            /* of the limit */
	int64_t fine_yuan;              /* by the transport rule: for weight, and the least for size, together at most the cap */
	int64_t points;
	double rated_percent;           /* excess over the registered maximum */
	const char *result;             /* ok, warning, fine, exempt */
	int64_t size_min, size_max;     /* what the law lets a fine for size be */
	int64_t police_min, police_max; /* what 道路交通安全法 92 would ask: instead, never besides */
	struct texts reasons;
};

/* INTERNAL: no rule of limits or fines was in force on that day. */
enum status haulage_law_of(struct cx *cx, const struct rules *rules, struct day day, struct haulage_law *out) MUST_CHECK;

/* INVALID, with the field: axles that no such truck has, a class that no scale has. */
enum status haulage_assess(struct cx *cx, const struct haulage_law *law, const struct haulage_load *load, struct haulage_verdict *out) MUST_CHECK;

/* What is counted of a weight by a scale of that class; "" or NULL: all of it.  INVALID: no such class. */
enum status haulage_counted(struct cx *cx, const struct haulage_law *law, const char *accuracy_class, int64_t gross, int64_t *out) MUST_CHECK;

/* {"limit_kg",…,"rule":{…},"rules":[…],"reasons":[…]} without the brackets. */
void haulage_write_verdict(struct cx *cx, struct jw *w, const struct haulage_law *law, const struct haulage_verdict *v);
extern const struct answer_key haulage_verdict_keys[];

#endif
