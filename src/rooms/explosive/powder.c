/* powder.c - the powder factor that a mine really has, and the rock that its explosives broke. */
#include "rooms/explosive/blast.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "core/rule.h"
#include "db/db.h"
#include "rooms/explosive/permit.h"

enum { MOST_BLASTS = 20, FEWEST_BLASTS = 3 };

struct real_row {
	double q;
};
static const struct field real_fields[] = {FIELD(struct real_row, q)};
static const struct record real_record = RECORD(real_row, real_fields);

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double middle(double *v, size_t n)
{
	qsort(v, n, sizeof *v, by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

struct learnt blast_median(double *q, size_t count)
{
	struct learnt l = {.count = (int64_t)count};
	if (!count)
		return l;
	l.q = middle(q, count);
	for (size_t i = 0; i < count; i++)
		q[i] = fabs(q[i] - l.q);
	l.sigma = 1.4826 * middle(q, count);
	return l;
}

enum status blast_learn(struct cx *cx, int64_t mine, const char *material, struct learnt *out)
{
	struct list l;
	double q[MOST_BLASTS];
	TRY(db_all(cx, &real_record, &l,
		   "SELECT used_g / 1000.0 / broken_m3 AS q FROM explosive_blast WHERE county = $1 AND mine = $2 AND "
		   "material = $3 AND state = 'settled'"
		   " AND broken_m3 > 0 AND used_g > 0 ORDER BY day DESC, id DESC LIMIT $4",
		   ARGS(V(cx->county), V(mine), V(material), V((int64_t)MOST_BLASTS))));
	const struct real_row *r = l.items;
	for (size_t i = 0; i < l.count; i++)
		q[i] = r[i].q;
	*out = blast_median(q, l.count);
	return STATUS_OK;
}

/* ---- the figure ---- */

struct used_by {
	const char *material;
	int64_t grams, blasts;
};
static const struct field used_fields[] = {
	FIELD(struct used_by, material),
	FIELD(struct used_by, grams),
	FIELD(struct used_by, blasts),
};
static const struct record used_record = RECORD(used_by, used_fields);

struct factor {
	double q, density, scatter, same; /* the last two relative */
	const char *source;
};

/* The factor to divide by: learnt where there are blasts enough, else the approved one, else none. */
static enum status factor_of(struct cx *cx, const struct mine *m, const char *material, struct day day,
			     struct factor *out)
{
	struct learnt l;
	struct quota *quota;
	const struct rule *rule;
	double percent;
	bool ore = strcmp(material, "ore") == 0;
	TRY(blast_learn(cx, m->id, material, &l));
	TRY(quota_in_force(cx, m->id, day, &quota));
	TRY(rule_in_force(cx, "explosive.guards", day, &rule));
	TRY(rule_real(cx, rule, "q_percent", &percent));
	double approved = !quota ? 0 : ore ? quota->ore_q : quota->rock_q;
	*out = (struct factor){.density = !quota ? 0
					  : ore  ? quota->ore_density
						 : quota->rock_density,
			       .same = percent / 100,
			       .source = ""};
	if (l.count >= FEWEST_BLASTS) {
		out->q = l.q;
		out->scatter = l.sigma / l.q;
		out->source = arena_printf(
			cx->mem, words(cx, "powder factor learnt from the mine's own last %" PRId64 " blasts"),
			l.count);
		if (approved > 0)
			out->same = fmax(out->same, fabs(l.q - approved) / approved);
	} else if (approved > 0) {
		out->q = approved;
		out->scatter = percent / 100;
		out->source = arena_printf(cx->mem, words(cx, "powder factor approved for %" PRId64), quota->year);
	}
	return STATUS_OK;
}

static enum status add_material(struct cx *cx, const struct mine *m, const struct used_by *u, struct day day,
				struct mine_ledger_figure *out, double *variance, struct buf *sum)
{
	struct factor f;
	TRY(factor_of(cx, m, u->material, day, &f));
	if (!(f.q > 0 && f.density > 0)) {
		out->known = false;
		return STATUS_OK;
	}
	double kg = (double)u->grams / 1000, t = kg / f.q * f.density, scatter = f.scatter / sqrt((double)u->blasts);
	out->t += t;
	*variance += pow(t * fmax(scatter, 0.02), 2);
	out->sigma_same += t * f.same;
	out->count += u->blasts;
	out->source = f.source;
	buf_printf(sum, "%s%.1f kg / %.3f kg/m³ × %.2f t/m³ = %.0f t", sum->n ? "; " : "", kg, f.q, f.density, t);
	return STATUS_OK;
}

enum status explosive_balance_figure(struct cx *cx, const struct mine *m, struct day from, struct day to,
				     struct mine_ledger_figure *out)
{
	struct list l;
	struct buf sum;
	double variance = 0;
	TRY(db_all(cx, &used_record, &l,
		   "SELECT b.material, CAST(sum(a.amount) AS BIGINT) AS grams, count(DISTINCT b.id) AS blasts FROM "
		   "explosive_blast b"
		   " JOIN explosive_account a ON a.county = b.county AND a.account = 'blast:' || CAST(b.id AS TEXT) "
		   "AND a.item IN ('emulsion', 'anfo')"
		   " WHERE b.county = $1 AND b.mine = $2 AND b.fired_at >= $3 AND b.fired_at < $4 GROUP BY b.material "
		   "ORDER BY b.material",
		   ARGS(V(cx->county), V(m->id), V(day_start(from)), V(day_start((struct day){to.n + 1})))));
	*out = (struct mine_ledger_figure){.ledger = "explosive",
					   .known = l.count > 0,
					   .arithmetic = "",
					   .source = "",
					   .link = arena_printf(cx->mem, "/explosives/mines/%" PRId64, m->id)};
	buf_init(&sum, cx->mem);
	const struct used_by *u = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(add_material(cx, m, &u[i], to, out, &variance, &sum));
	out->sigma = sqrt(variance);
	out->arithmetic = sum.s;
	return STATUS_OK;
}
