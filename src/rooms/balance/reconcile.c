#include "rooms/balance/reconcile.h"

#include <math.h>
#include <string.h>

struct whole_line {
	const struct balance_system *system;
	enum balance_line line;
};

/* The same share of every month's reading of one line. */
static double shift_of(const void *arg, size_t month, enum balance_line line)
{
	const struct whole_line *w = arg;
	return line == w->line ? w->system->months[month].ore : 0;
}

static bool test_line(struct cx *cx, const struct balance_system *s, enum balance_line line, double *z)
{
	static const double seen = 1e-6;
	double *f = arena_array_of(cx->mem, double, s->rows + 1);
	balance_shift(s, shift_of, &(struct whole_line){s, line}, f);
	double length = sqrt(dot(f, f, s->rows));
	*z = length < seen ? 0 : dot(f, s->d, s->rows) / length;
	return length >= seen;
}

/* ---- reconciled readings ---- */

struct solved {
	size_t n;
	double *r;              /* reconciled readings */
	struct matrix v, u;     /* the readings' covariance; reconciled: v - uᵀu, u = L⁻¹ b v */
};

static void solve(struct cx *cx, const struct balance_system *s, struct solved *out)
{
	out->n = balance_readings(s);
	out->v = balance_covariance(cx, s);
	out->u = matrix_new(cx->mem, out->n, s->rows);  /* transposed: a row is L⁻¹ b v for one reading */
	out->r = arena_array_of(cx->mem, double, out->n + 1);
	for (size_t i = 0; i < out->n; i++) {
		double *row = matrix_at(&out->u, i, 0);
		size_t at = 0;
		for (size_t k = 0; k < s->count; k++) {
			const struct balance_block *b = &s->blocks[k];
			for (size_t r = 0; r < b->count; r++, at++)
				for (size_t c = 0; c < b->b.rows; c++)
					row[b->first + c] += *matrix_at(&b->b, c, r) * *matrix_at(&out->v, at, i);
		}
		matrix_forward(&s->lower, row);
	}
	size_t at = 0;
	for (size_t k = 0; k < s->count; k++)
		for (size_t r = 0; r < s->blocks[k].count; r++, at++)
			out->r[at] = s->months[k].r[s->blocks[k].lines[r]].t - dot(matrix_at(&out->u, at, 0), s->d, s->rows);
}

/* A weighted sum of readings: as reconciled, and the standard deviation before and after. */
static void sum_of(struct cx *cx, const struct balance_system *s, const struct solved *x, const double *w, double *t,
		   double *before, double *after)
{
	double var = 0, *u = arena_array_of(cx->mem, double, s->rows + 1);
	*t = dot(w, x->r, x->n);
	for (size_t i = 0; i < x->n; i++) {
		if (w[i] == 0)
			continue;
		var += w[i] * dot(w, matrix_at(&x->v, i, 0), x->n);
		for (size_t c = 0; c < s->rows; c++)
			u[c] += w[i] * *matrix_at(&x->u, i, c);
	}
	*before = sqrt(fmax(0, var));
	*after = sqrt(fmax(0, var - dot(u, u, s->rows)));
}

static void sum_lines(struct cx *cx, const struct balance_system *s, const struct solved *x, struct balance_reconciled *out)
{
	for (enum balance_line line = 0; line < LINE_COUNT; line++) {
		struct balance_sum *sum = &out->lines[line];
		double *w = arena_array_of(cx->mem, double, x->n + 1);
		size_t at = 0;
		for (size_t k = 0; k < s->count; k++)
			for (size_t r = 0; r < s->blocks[k].count; r++, at++)
				if (s->blocks[k].lines[r] == line) {
					w[at] = 1;
					sum->known = true;
					sum->t += s->months[k].r[line].t;
				}
		if (!sum->known)
			continue;
		sum_of(cx, s, x, w, &sum->reconciled, &sum->sigma, &sum->reconciled_sigma);
		sum->tested = test_line(cx, s, line, &sum->z);
	}
}

static void sum_flow(struct cx *cx, const struct balance_system *s, const struct solved *x, const double *flow,
		     struct balance_flow_sum *out)
{
	double *w = arena_array_of(cx->mem, double, x->n + 1), before;
	size_t at = 0;
	out->known = s->count > 0;
	for (size_t k = 0; k < s->count; k++) {
		const struct balance_block *b = &s->blocks[k];
		out->known &= matrix_weights(cx->mem, &b->a, flow, w + at);
		at += b->count;
	}
	if (out->known)
		sum_of(cx, s, x, w, &out->t, &before, &out->sigma);
}

static void sum_flows(struct cx *cx, const struct balance_system *s, const struct solved *x, struct balance_reconciled *out)
{
	for (enum balance_flow f = 0; f < FLOW_COUNT; f++) {
		double flow[FLOW_COUNT] = {0};
		flow[f] = 1;
		sum_flow(cx, s, x, flow, &out->flows[f]);
	}
	sum_flow(cx, s, x, (double[FLOW_COUNT]){1, 1, 1, 0}, &out->ore);
	sum_flow(cx, s, x, (double[FLOW_COUNT]){1, 1, 0, 0}, &out->output);
}

/* ---- which one does not fit ---- */

/* The ledger whose test is largest; of equals (they cannot be told apart) the first.  An assumption is no ledger: it is
 * not left out. */
static bool worst_line(struct cx *cx, const struct balance_system *s, enum balance_line *worst, double *z)
{
	static const double more = 1e-6;
	bool found = false;
	for (enum balance_line line = 0; line < LINE_COUNT; line++) {
		double this;
		if (!balance_lines[line].assumed && test_line(cx, s, line, &this) && (!found || fabs(this) > fabs(*z) + more)) {
			*worst = line;
			*z = this;
			found = true;
		}
	}
	return found;
}

static enum status eliminate(struct cx *cx, struct balance_system s, double level, struct balance_reconciled *out)
{
	while (!out->rest_fits && s.rows) {
		struct balance_out *next = &out->out[out->out_count];
		if (!worst_line(cx, &s, &next->line, &next->z))
			return STATUS_OK;
		TRY(balance_system_make(cx, s.months, s.count, s.without | 1u << next->line, &s));
		next->chi2 = dot(s.d, s.d, s.rows);
		next->freedom = s.rows;
		next->p = chi2_tail(next->chi2, s.rows);
		out->rest_fits = next->p > level;
		out->out_count++;
	}
	return STATUS_OK;
}

enum status balance_reconcile(struct cx *cx, const struct balance_month *months, size_t count, double level,
			      struct balance_reconciled *out)
{
	struct balance_system s;
	struct solved x;
	*out = (struct balance_reconciled){0};
	TRY(balance_system_make(cx, months, count, 0, &s));
	out->freedom = s.rows;
	out->chi2 = dot(s.d, s.d, s.rows);
	out->p = chi2_tail(out->chi2, s.rows);
	out->fits = out->rest_fits = out->p > level;
	solve(cx, &s, &x);
	sum_lines(cx, &s, &x, out);
	sum_flows(cx, &s, &x, out);
	return eliminate(cx, s, level, out);
}
