/*
 * blast.h - blasts: designed, released, fired, settled; and the powder factor that a mine really has.
 *
 * What a hole takes and what may go off at once are limits (charge.h): a design beyond them is not released.  What a
 * blast used is what the ledger says when everything issued for it is used or back, never what someone writes.
 */
#ifndef ROOMS_EXPLOSIVE_BLAST_H
#define ROOMS_EXPLOSIVE_BLAST_H

#include "core/flow.h"
#include "rooms/mine/ledger_figure.h"
#include "rooms/mine/mine.h"

struct blast {
	struct flow_row row;
	int64_t mine;
	const char *mine_name, *no, *day, *shift, *place, *material, *blaster, *engineer;
	int64_t holes, hole_mm;
	double depth_m, stemming_m, bench_m, spacing_m, burden_m, volume_m3;
	double plan_kg, hole_kg; /* hole_kg: the largest charge of one hole; 0: the plan over the holes */
	int64_t plan_g, plan_detonators;
	double delay_kg, distance_m;
	const char *hardness, *explosive, *protects;
	double allowed_kg;
	int64_t circle_m;
	const char *circle_ground;
	int64_t fired_at;
	double broken_m3;
	int64_t misfires;
	double vibration_cm_s;
	int64_t used_g, used_detonators;
	double used_kg, q; /* q: kg/m³ really used; 0: not settled */
	const char *note;
};
extern const struct record blast_record, blast_input_record;
extern const struct flow blast_flow;

enum status blast_create(struct cx *cx, const struct blast *in, struct blast **out) MUST_CHECK;
enum status blast_get(struct cx *cx, int64_t id, struct blast **out) MUST_CHECK;

struct blast_query {
	int64_t mine, cursor, limit;
	const char *state, *material, *from, *to, *q;
};
extern const struct record blast_query_record;
enum status blast_list(struct cx *cx, const struct blast_query *q, struct list *out, int64_t *next) MUST_CHECK;

/* What issuing needs to know of it, without scope; an unknown one has mine 0, state "" and nothing planned. */
struct blast_plan {
	int64_t mine, plan_g, plan_detonators;
	const char *no, *state;
};
enum status blast_plan(struct cx *cx, int64_t id, struct blast_plan *out) MUST_CHECK;

/* Does its design hold, by the rules of its day and the approved powder factor (rooms/explosive/charge.h)? */
enum status blast_checks(struct cx *cx, const struct blast *b, struct list *out) MUST_CHECK;
/* What all its holes take at most, kg; 0: not known. */
enum status blast_room(struct cx *cx, const struct blast *b, double *kg) MUST_CHECK;

/* The powder factor of a mine's last settled blasts of a material: robust median and spread (1.4826 × the median of the
 * distances from it). */
struct learnt {
	double q, sigma;
	int64_t count;
};
enum status blast_learn(struct cx *cx, int64_t mine, const char *material, struct learnt *out) MUST_CHECK;
/* The same of numbers; sorts them. */
struct learnt blast_median(double *q, size_t count);

/* For balance_ledgers[]. */
enum status explosive_balance_figure(struct cx *cx, const struct mine *m, struct day from, struct day to,
				     struct mine_ledger_figure *out) MUST_CHECK;

#endif
