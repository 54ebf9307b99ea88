/*
 * reconcile.h - the months' readings moved as little as their uncertainties allow until they agree (weighted least
 * squares under constraints), how much each had to move, and which one does not fit.
 *
 * With r the readings, V their covariance, b·truth = 0 and J = bVbᵀ:  χ² = (br)ᵀJ⁻¹(br) against as many degrees of
 * freedom as constraints; the reconciled readings are r - VbᵀJ⁻¹br.  A ledger is tested by shifting all its readings by
 * the same share; while χ² is too large, the ledger whose test is largest is left out and the rest reconciled again.
 */
#ifndef ROOMS_BALANCE_RECONCILE_H
#define ROOMS_BALANCE_RECONCILE_H

#include "rooms/balance/model.h"

struct balance_sum {
	bool known;
	double t, sigma;                /* as read, over all months in which it was */
	double reconciled, reconciled_sigma;
	double z;                       /* of the test; 0: it cannot be tested */
	bool tested;
};

struct balance_flow_sum {
	bool known;                     /* the readings determine it in every month */
	double t, sigma;
};

struct balance_out {                    /* one that was left out */
	enum balance_line line;
	double z;
	double chi2;                    /* of the rest */
	size_t freedom;
	double p;
};

struct balance_reconciled {
	double chi2, p;
	size_t freedom;
	struct balance_sum lines[LINE_COUNT];
	struct balance_flow_sum flows[FLOW_COUNT];
	struct balance_flow_sum ore, output;    /* hauled + stock + loss; hauled + stock */
	struct balance_out out[LINE_COUNT];
	size_t out_count;
	bool fits;              /* χ² of all ledgers together */
	bool rest_fits;         /* … of those that are left */
};

/* level: how often an honest mine may fail the χ² test, 0.01 say. */
enum status balance_reconcile(struct cx *cx, const struct balance_month *months, size_t count, double level,
			      struct balance_reconciled *out) MUST_CHECK;

#endif
