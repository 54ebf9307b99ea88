#include "rooms/balance/model.h"

#include <math.h>
#include <string.h>

const struct balance_line_words balance_lines[LINE_COUNT] = {
	[LINE_SURVEY] = {"survey", "测量方量（矿石）", "survey of the ore", false},
	[LINE_SURVEY_WASTE] = {"survey_waste", "测量方量（剥离物）", "survey of the waste", false},
	[LINE_SURVEY_ALL] = {"survey_all", "测量方量（不分矿岩）", "survey, not divided", false},
	[LINE_EXPLOSIVE] = {"explosive", "民爆用量折算", "rock by explosives", false},
	[LINE_HAULAGE] = {"haulage", "过磅外运", "weighbridge", false},
	[LINE_STOCK] = {"stock", "库存变动", "change of stock", false},
	[LINE_REPORT] = {"report", "上报产量", "reported output", false},
	[LINE_DUMP] = {"dump", "排土量", "waste dump", false},
	[LINE_LOSS] = {"loss", "损失率（取值）", "share that is lost (assumed)", true},
	[LINE_STRIP] = {"strip", "剥采比（取值）", "waste a tonne of ore (assumed)", true},
};

const char *const balance_flow_names[FLOW_COUNT] = {"hauled", "stock", "loss", "waste"};

/* The reading of a line as a sum of the flows. */
static void coefficients(const struct balance_month *m, enum balance_line line, double *row)
{
	static const double fixed[LINE_COUNT][FLOW_COUNT] = {
		[LINE_SURVEY] = {1, 1, 1, 0}, [LINE_SURVEY_WASTE] = {0, 0, 0, 1}, [LINE_SURVEY_ALL] = {1, 1, 1, 1},
		[LINE_EXPLOSIVE] = {1, 1, 1, 1}, [LINE_HAULAGE] = {1, 0, 0, 0}, [LINE_STOCK] = {0, 1, 0, 0},
		[LINE_REPORT] = {1, 1, 0, 0}, [LINE_DUMP] = {0, 0, 0, 1},
	};
	memcpy(row, fixed[line], sizeof fixed[line]);
	if (line == LINE_LOSS)
		memcpy(row, (double[FLOW_COUNT]){-m->loss, -m->loss, 1 - m->loss, 0}, sizeof fixed[line]);
	if (line == LINE_STRIP)
		memcpy(row, (double[FLOW_COUNT]){-m->strip, -m->strip, -m->strip, 1}, sizeof fixed[line]);
}

static double median(double *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && v[k - 1] > v[k]; k--) {
			double t = v[k];
			v[k] = v[k - 1];
			v[k - 1] = t;
		}
	return n ? (v[(n - 1) / 2] + v[n / 2]) / 2 : 0;
}

void balance_size_month(struct balance_month *m)
{
	double ore[5], waste[2];
	size_t n = 0, w = 0;
	const struct balance_reading *r = m->r;
	if (r[LINE_SURVEY].known)
		ore[n++] = r[LINE_SURVEY].t;
	if (r[LINE_SURVEY_ALL].known)
		ore[n++] = r[LINE_SURVEY_ALL].t / (1 + m->strip);
	if (r[LINE_EXPLOSIVE].known)
		ore[n++] = r[LINE_EXPLOSIVE].t / (1 + m->strip);
	if (r[LINE_HAULAGE].known)
		ore[n++] = r[LINE_HAULAGE].t + (r[LINE_STOCK].known ? r[LINE_STOCK].t : 0);
	if (r[LINE_REPORT].known)
		ore[n++] = r[LINE_REPORT].t;
	if (r[LINE_SURVEY_WASTE].known)
		waste[w++] = r[LINE_SURVEY_WASTE].t;
	if (r[LINE_DUMP].known)
		waste[w++] = r[LINE_DUMP].t;
	m->ore = fmax(1, median(ore, n));
	m->rock = m->ore + (w ? fmax(0, median(waste, w)) : m->ore * m->strip);
}

/* No reading is exact: a floor keeps the covariance positive definite. */
static double own_sigma(const struct balance_month *m, enum balance_line line)
{
	static const double floor = 1e-3;
	return fmax(m->r[line].own, floor * m->ore);
}

static void make_block(struct cx *cx, struct balance_system *s, size_t k)
{
	const struct balance_month *m = &s->months[k];
	struct balance_block *b = &s->blocks[k];
	for (enum balance_line line = 0; line < LINE_COUNT; line++)
		if (m->r[line].known && !(s->without >> line & 1))
			b->lines[b->count++] = line;
	b->a = matrix_new(cx->mem, b->count, FLOW_COUNT);
	for (size_t i = 0; i < b->count; i++)
		coefficients(m, b->lines[i], matrix_at(&b->a, i, 0));
	b->b = matrix_left_null(cx->mem, &b->a);
	b->first = s->rows;
	s->rows += b->b.rows;
}

/* The shared errors: a column for each cause, and one for each level of the piles, of which a month has two. */
static size_t shared_columns(const struct balance_system *s)
{
	return CAUSE_COUNT + s->count + 1;
}

static void shared_row(const struct balance_system *s, size_t month, enum balance_line line, double factor, double *row)
{
	const struct balance_month *m = &s->months[month];
	for (int c = 0; c < CAUSE_COUNT; c++)
		row[c] += factor * m->r[line].same[c];
	if (line == LINE_STOCK) {
		row[CAUSE_COUNT + month] -= factor * m->level_before;
		row[CAUSE_COUNT + month + 1] += factor * m->level_after;
	}
}

static void own_errors(struct balance_system *s, size_t k)
{
	const struct balance_block *b = &s->blocks[k];
	for (size_t i = 0; i < b->b.rows; i++)
		for (size_t j = 0; j <= i; j++) {
			double sum = 0;
			for (size_t r = 0; r < b->count; r++) {
				double own = own_sigma(&s->months[k], b->lines[r]);
				sum += *matrix_at(&b->b, i, r) * *matrix_at(&b->b, j, r) * own * own;
			}
			*matrix_at(&s->lower, b->first + i, b->first + j) += sum;
		}
}

enum status balance_system_make(struct cx *cx, const struct balance_month *months, size_t count, unsigned without,
				struct balance_system *out)
{
	*out = (struct balance_system){.months = months, .count = count, .without = without,
				       .blocks = arena_array_of(cx->mem, struct balance_block, count)};
	for (size_t k = 0; k < count; k++)
		make_block(cx, out, k);
	struct matrix shared = matrix_new(cx->mem, out->rows, shared_columns(out));
	out->lower = matrix_new(cx->mem, out->rows, out->rows);
	out->d = arena_array_of(cx->mem, double, out->rows + 1);
	for (size_t k = 0; k < count; k++) {
		const struct balance_block *b = &out->blocks[k];
		for (size_t i = 0; i < b->b.rows; i++)
			for (size_t r = 0; r < b->count; r++) {
				double factor = *matrix_at(&b->b, i, r);
				shared_row(out, k, b->lines[r], factor, matrix_at(&shared, b->first + i, 0));
				out->d[b->first + i] += factor * months[k].r[b->lines[r]].t;
			}
		own_errors(out, k);
	}
	for (size_t i = 0; i < out->rows; i++)
		for (size_t j = 0; j <= i; j++)
			*matrix_at(&out->lower, i, j) += dot(matrix_at(&shared, i, 0), matrix_at(&shared, j, 0), shared.cols);
	if (!matrix_cholesky(&out->lower))
		return cx_fail(cx, STATUS_INTERNAL, "the uncertainties of the ledgers do not make a covariance");
	matrix_forward(&out->lower, out->d);
	return STATUS_OK;
}

void balance_shift(const struct balance_system *s, double (*shift)(const void *arg, size_t month, enum balance_line line),
		   const void *arg, double *f)
{
	memset(f, 0, s->rows * sizeof *f);
	for (size_t k = 0; k < s->count; k++) {
		const struct balance_block *b = &s->blocks[k];
		for (size_t r = 0; r < b->count; r++) {
			double by = shift(arg, k, b->lines[r]);
			for (size_t i = 0; i < b->b.rows && by != 0; i++)
				f[b->first + i] += *matrix_at(&b->b, i, r) * by;
		}
	}
	matrix_forward(&s->lower, f);
}

size_t balance_readings(const struct balance_system *s)
{
	size_t n = 0;
	for (size_t k = 0; k < s->count; k++)
		n += s->blocks[k].count;
	return n;
}

struct matrix balance_covariance(struct cx *cx, const struct balance_system *s)
{
	size_t n = balance_readings(s), at = 0;
	struct matrix shared = matrix_new(cx->mem, n, shared_columns(s)), v = matrix_new(cx->mem, n, n);
	for (size_t k = 0; k < s->count; k++)
		for (size_t r = 0; r < s->blocks[k].count; r++, at++) {
			double own = own_sigma(&s->months[k], s->blocks[k].lines[r]);
			shared_row(s, k, s->blocks[k].lines[r], 1, matrix_at(&shared, at, 0));
			*matrix_at(&v, at, at) = own * own;
		}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			*matrix_at(&v, i, j) += dot(matrix_at(&shared, i, 0), matrix_at(&shared, j, 0), shared.cols);
	return v;
}
