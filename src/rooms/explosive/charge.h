/*
 * charge.h - does a blast's design hold: the sums, pure.
 *
 *     hole:       g = π/4 · d² · ρ        Qh ≤ g · (L − Lstem)
 *     formula:    Qh = k1 · q · a · b · H, k1 = 1.0 … 1.2 from the second row on; without a pattern q · V / N
 *     vibration:  Q = R³ · (V/K)^(3/α)
 *
 * A hole cannot take more than its room, and what may go off at once follows from the distance: a design beyond either
 * is not released.  Whatever is only unusual (burden, spacing, stemming, volume) is flagged for the reader.  Every
 * check comes with its arithmetic, its rule and where that comes from.
 */
#ifndef ROOMS_EXPLOSIVE_CHARGE_H
#define ROOMS_EXPLOSIVE_CHARGE_H

#include "base/cx.h"
#include "base/day.h"
#include "base/record.h"

struct charge_input {
	int64_t holes, hole_mm;
	double depth_m, stemming_m, bench_m, spacing_m, burden_m; /* 0: not given */
	double volume_m3, plan_kg, hole_kg; /* hole_kg: the largest of one hole; 0: plan_kg / holes */
	int64_t plan_detonators;
	double delay_kg, distance_m;                 /* distance 0: no vibration to judge */
	double q;                                    /* the approved powder factor, kg/m³; 0: none */
	const char *explosive, *hardness, *protects; /* NULL or "": emulsion, medium, house */
};
extern const struct record charge_input_record;
extern const char *const charge_explosives[], *const charge_objects[], *const charge_rocks[];

struct charge_check {
	const char *code;              /* "capacity": for programs */
	const char *result;            /* good, flag (unusual), refuse */
	const char *text, *arithmetic; /* in the user's language */
	const char *rule, *source;
};
extern const struct record charge_check_record;

/* All checks that the input allows.  INVALID with the field: a number out of all proportion. */
enum status charge_checks(struct cx *cx, const struct charge_input *in, struct day day, struct list *out) MUST_CHECK;
/* The first that refuses, or NULL. */
const struct charge_check *charge_refused(const struct list *checks);

/* What a hole takes at most, kg; 0 where diameter, depth or stemming are not known. */
enum status charge_room(struct cx *cx, const struct charge_input *in, struct day day, double *kg) MUST_CHECK;

/* The largest charge to be fired at once, by the rule of that day; low: by the most cautious end of its table. */
struct charge_vibration {
	double kg, low, k, alpha, alpha_low, velocity;
};
enum status charge_allowed(struct cx *cx, const struct charge_input *in, struct day day,
			   struct charge_vibration *out) MUST_CHECK;

#endif
