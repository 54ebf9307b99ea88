/*
 * ledger_figure.h - what a ledger of a mine says about its rock over some days, for comparing ledgers with each other.
 *
 * Each room that keeps a ledger (explosives, weighing …) says its figure through a row of balance_ledgers[]
 * (rooms/balance/ledgers.h), which main/ fills; no room needs to know another.  The figure is what the ledger itself
 * says, never corrected by another ledger of the same mine: a powder factor learnt from surveys would make the two agree
 * for ever, also where rock is stolen.  Where a factor was learnt from what the mine itself writes down, say so in the
 * arithmetic and let sigma_same be no less than what the approved or handbook factor leaves open.
 */
#ifndef ROOMS_MINE_LEDGER_FIGURE_H
#define ROOMS_MINE_LEDGER_FIGURE_H

#include "base/day.h"
#include "rooms/mine/mine.h"

/* What a figure is a measurement of. */
enum mine_measures {
	MINE_MEASURES_ROCK,     /* ore and waste loosened from the ground: what the explosives broke */
	MINE_MEASURES_HAULED,   /* ore that left the mine: net weight over the scales as it was weighed; the balance takes
				 * the mine's moisture off */
};

struct mine_ledger_figure {
	const char *ledger;     /* the row's name */
	bool known;             /* false: the ledger has nothing for these days (not the same as 0 t) */
	double t;
	double sigma;           /* standard deviation in t of what differs from month to month: scatter, random error */
	double sigma_same;      /* … of what is the same in every month: the scale's bias, the factor's error; 0: none */
	int64_t count;          /* entries behind it: blasts, tickets */
	const char *arithmetic; /* the sum in words and numbers, in cx->lang */
	const char *source;     /* where the numbers and factors come from */
	const char *link;       /* a page of the app that lists the entries; "" none */
};

struct mine_ledger {
	const char *name, *zh, *en;
	enum mine_measures measures;
	/* From the day from to the day to, both included; the user may see the mine.  Called for every mine and month of a
	 * county: one or two statements over an index. */
	enum status (*figure)(struct cx *cx, const struct mine *m, struct day from, struct day to, struct mine_ledger_figure *out);
};

#endif
