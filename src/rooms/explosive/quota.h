/*
 * quota.h - how much explosive a planned extraction needs: the sum itself, pure.
 *
 *     V_ore  = Q / rho_ore          V_rock = Q * n / rho_rock
 *     E_year = k * (b_o * V_ore * q_ore + b_r * V_rock * q_rock)
 *     E_month = E_year * share - max(0, stock - safety stock)
 *     N_det  = ceil(holes) * d * (1 + r), holes = volume / (spacing * burden * bench)
 *
 * Every step comes with its arithmetic, and with the rule and source of a number that the caller did not give.
 */
#ifndef ROOMS_EXPLOSIVE_QUOTA_H
#define ROOMS_EXPLOSIVE_QUOTA_H

#include "base/cx.h"
#include "base/day.h"
#include "base/json.h"
#include "base/record.h"

struct quota_input {
	double planned_t;          /* Q, tonnes of ore a year */
	double ore_density, ore_q; /* t/m3; kg of explosive per m3 */
	double strip_ratio;        /* n, tonnes of rock per tonne of ore; 0: no rock */
	double rock_density, rock_q;
	double k;                            /* secondary breakage; 0: as the rule says */
	double ore_share, rock_share;        /* b: the share that is really blasted; 0: all of it */
	double month_share;                  /* of the year; 0: a twelfth */
	double stock_kg, safety_stock_kg;    /* at the end of the month before, and what may lie there anyway */
	double spacing_m, burden_m, bench_m; /* a, Wd, H; 0: as the rule says */
	double per_hole, spare;              /* d, r; 0 (spare: below 0): as the rule says */
};
extern const struct record quota_input_record;

struct quota_step {
	const char *name;       /* "v_ore": for programs */
	const char *text;       /* what it is, in the user's language */
	const char *arithmetic; /* "500000 / 2.9" */
	double value;
	const char *unit, *rule, *source; /* rule, source: "" where the caller gave the number */
};
extern const struct record quota_step_record;

enum { QUOTA_STEPS = 24 };
struct quota_result {
	double kg_year, kg_month, kg_per_t, ore_kg, rock_kg;
	int64_t holes, detonators;
	struct quota_step steps[QUOTA_STEPS];
	size_t count;
};

/* INVALID with the field: a number missing, negative or out of all proportion. */
enum status quota_work_out(struct cx *cx, const struct quota_input *in, struct day day,
			   struct quota_result *out) MUST_CHECK;

/* {"kg_year","kg_month","kg_per_t","holes","detonators","steps":[…]} */
void quota_write(struct jw *w, const struct quota_result *r);
void quota_write_fields(struct jw *w, const struct quota_result *r);

#endif
