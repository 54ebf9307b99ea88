/*
 * linear.h - the little linear algebra that comparing ledgers needs: some hundred rows, dense, symmetric positive
 * definite (decision 0029).  Nothing here fails but a factorisation, and that says so.
 */
#ifndef ROOMS_BALANCE_LINEAR_H
#define ROOMS_BALANCE_LINEAR_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

struct matrix {
	size_t rows, cols;
	double *a;              /* row after row */
};

struct matrix matrix_new(struct arena *mem, size_t rows, size_t cols);          /* all 0 */
static inline double *matrix_at(const struct matrix *m, size_t row, size_t col) { return &m->a[row * m->cols + col]; }

/* The lower factor of a symmetric positive definite matrix, in place (the upper triangle is left alone).  false: it is
 * not positive definite to within rounding. */
bool matrix_cholesky(struct matrix *m);
void matrix_forward(const struct matrix *lower, double *x);     /* x := L⁻¹ x */
void matrix_backward(const struct matrix *lower, double *x);    /* x := L⁻ᵀ x */

/* Rows b with b·a = 0, as many as there are (a.rows less the rank of a): elimination with the largest pivot. */
struct matrix matrix_left_null(struct arena *mem, const struct matrix *a);

/* Weights w with wᵀa = e, of least length; false: e does not depend on the rows of a. */
bool matrix_weights(struct arena *mem, const struct matrix *a, const double *e, double *w);

double dot(const double *a, const double *b, size_t n);

/* P(Z > z), and P(Z1 > h and Z2 > h) of two standard normals correlated by r. */
double normal_tail(double z);
double normal_both_tail(double h, double r);
/* P(χ² > x) with so many degrees of freedom. */
double chi2_tail(double x, size_t freedom);

#endif
