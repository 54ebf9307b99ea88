#include "rooms/balance/linear.h"

#include <math.h>
#include <string.h>

struct matrix matrix_new(struct arena *mem, size_t rows, size_t cols)
{
	return (struct matrix){rows, cols, arena_array_of(mem, double, rows * cols + 1)};
}

double dot(const double *a, const double *b, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

bool matrix_cholesky(struct matrix *m)
{
	static const double least = 1e-13; /* of what a pivot was before: less is rounding */
	size_t n = m->rows;
	for (size_t i = 0; i < n; i++) {
		double *ri = matrix_at(m, i, 0);
		for (size_t k = 0; k < i; k++) {
			const double *rk = matrix_at(m, k, 0);
			ri[k] = (ri[k] - dot(ri, rk, k)) / rk[k];
		}
		double whole = ri[i], rest = whole - dot(ri, ri, i);
		if (!(rest > least * whole) || !(whole > 0))
			return false;
		ri[i] = sqrt(rest);
	}
	return true;
}

void matrix_forward(const struct matrix *lower, double *x)
{
	for (size_t i = 0; i < lower->rows; i++)
		x[i] = (x[i] - dot(matrix_at(lower, i, 0), x, i)) / *matrix_at(lower, i, i);
}

void matrix_backward(const struct matrix *lower, double *x)
{
	for (size_t i = lower->rows; i-- > 0;) {
		double sum = x[i];
		for (size_t k = i + 1; k < lower->rows; k++)
			sum -= *matrix_at(lower, k, i) * x[k];
		x[i] = sum / *matrix_at(lower, i, i);
	}
}

static void swap_rows(struct matrix *m, size_t a, size_t b)
{
	for (size_t c = 0; c < m->cols; c++) {
		double t = *matrix_at(m, a, c);
		*matrix_at(m, a, c) = *matrix_at(m, b, c);
		*matrix_at(m, b, c) = t;
	}
}

static void clear_below(struct matrix *m, size_t row, size_t col)
{
	for (size_t r = row + 1; r < m->rows; r++) {
		double f = *matrix_at(m, r, col) / *matrix_at(m, row, col);
		for (size_t c = col; c < m->cols && f != 0; c++)
			*matrix_at(m, r, c) -= f * *matrix_at(m, row, c);
	}
}

/* [a | 1] brought to echelon form: where nothing is left of a, the right half says which combination that was. */
struct matrix matrix_left_null(struct arena *mem, const struct matrix *a)
{
	static const double zero = 1e-9; /* the rows are coefficients about 1 */
	size_t n = a->rows, rank = 0;
	struct matrix both = matrix_new(mem, n, a->cols + n);
	for (size_t r = 0; r < n; r++) {
		memcpy(matrix_at(&both, r, 0), matrix_at(a, r, 0), a->cols * sizeof(double));
		*matrix_at(&both, r, a->cols + r) = 1;
	}
	for (size_t c = 0; c < a->cols && rank < n; c++) {
		size_t best = rank;
		for (size_t r = rank + 1; r < n; r++)
			if (fabs(*matrix_at(&both, r, c)) > fabs(*matrix_at(&both, best, c)))
				best = r;
		if (fabs(*matrix_at(&both, best, c)) < zero)
			continue;
		swap_rows(&both, rank, best);
		clear_below(&both, rank++, c);
	}
	struct matrix null = matrix_new(mem, n - rank, n);
	for (size_t r = rank; r < n; r++)
		memcpy(matrix_at(&null, r - rank, 0), matrix_at(&both, r, a->cols), n * sizeof(double));
	return null;
}

/* w = a (aᵀa)⁻¹ e, where aᵀa can be inverted; else tried with a little on the diagonal and accepted if it fits. */
bool matrix_weights(struct arena *mem, const struct matrix *a, const double *e, double *w)
{
	static const double ridge = 1e-9, fits = 1e-6;
	size_t n = a->cols;
	struct matrix square = matrix_new(mem, n, n);
	double *x = arena_array_of(mem, double, n);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			for (size_t r = 0; r < a->rows; r++)
				*matrix_at(&square, i, k) += *matrix_at(a, r, i) * *matrix_at(a, r, k);
			*matrix_at(&square, i, k) += i == k ? ridge : 0;
		}
	memcpy(x, e, n * sizeof *x);
	if (!matrix_cholesky(&square))
		return false;
	matrix_forward(&square, x);
	matrix_backward(&square, x);
	double wrong = 0;
	for (size_t r = 0; r < a->rows; r++)
		w[r] = dot(matrix_at(a, r, 0), x, n);
	for (size_t c = 0; c < n; c++) {
		double got = 0;
		for (size_t r = 0; r < a->rows; r++)
			got += w[r] * *matrix_at(a, r, c);
		wrong += fabs(got - e[c]);
	}
	return wrong < fits;
}

double normal_tail(double z)
{
	return erfc(z / sqrt(2)) / 2;
}

/* Q(h)² + 1/2π ∫ exp(-h²/(1 + sin t)) dt from 0 to asin r; the integrand is smooth, twelve points are plenty. */
double normal_both_tail(double h, double r)
{
	static const double x[] = {0.125233408511469, 0.367831498998180, 0.587317954286617,
				   0.769902674194305, 0.904117256370475, 0.981560634246719};
	static const double w[] = {0.249147045813403, 0.233492536538355, 0.203167426723066,
				   0.160078328543346, 0.106939325995318, 0.047175336386512};
	double q = normal_tail(h), top = asin(fmax(-1, fmin(1, r))), sum = 0;
	for (size_t i = 0; i < sizeof x / sizeof *x; i++)
		for (int side = -1; side <= 1; side += 2) {
			double t = top / 2 * (1 + side * x[i]);
			sum += w[i] * exp(-h * h / fmax(1 + sin(t), 1e-12));
		}
	double both = q * q + top / 2 * sum / (2 * acos(-1));
	return fmax(0, fmin(both, q));
}

/* The regularised incomplete gamma function Q(k/2, x/2): its series below the mean, its continued fraction above. */
double chi2_tail(double x, size_t freedom)
{
	enum { MOST = 1000 };
	static const double enough = 1e-14;
	double a = (double)freedom / 2, y = x / 2;
	if (!freedom || x <= 0)
		return 1;
	double front = exp(-y + a * log(y) - lgamma(a));
	if (y < a + 1) {
		double term = 1 / a, sum = term;
		for (int i = 1; i < MOST && term > enough * sum; i++)
			sum += term *= y / (a + i);
		return fmax(0, 1 - front * sum);
	}
	double b = y + 1 - a, c = 1e300, d = 1 / b, f = d;
	for (int i = 1; i < MOST; i++) {
		double an = -i * (i - a);
		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		f *= c * d;
		if (fabs(c * d - 1) < enough)
			break;
	}
	return front * f;
}
