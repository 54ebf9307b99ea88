/*
 * model.h - what the ledgers of a mine measure, how exactly, and what must hold between them.
 *
 * In a month a mine hauls away ore (hauled), lays some on its piles or takes some off (stock), loses some (loss) and
 * breaks waste beside it (waste).  Each ledger is a reading of a sum of these four:
 *     survey of the ore       hauled + stock + loss            weighbridge     hauled
 *     survey of the waste     waste                            stock piles     stock
 *     survey, not divided     hauled + stock + loss + waste    reported ore    hauled + stock
 *     explosives              hauled + stock + loss + waste    dump            waste
 * and two readings are assumptions: the share of ore that is lost, and the waste that goes with a tonne of ore.
 *
 * Errors.  A reading has an own error, new in every month, and a part in errors that are the same in all months and
 * shared between ledgers (a wrong density shifts the survey and the piles alike).  An error of the level of the piles at
 * a month's end is in this month's change with one sign and in the next month's with the other.  So what may be put
 * down to the mine's constant biases is known from what one knew beforehand, and never learnt away: a mine that steals
 * as much every month from the first is measured against that, not against its own past.
 */
#ifndef ROOMS_BALANCE_MODEL_H
#define ROOMS_BALANCE_MODEL_H

#include "base/cx.h"
#include "base/day.h"
#include "rooms/balance/linear.h"

enum balance_line {
	LINE_SURVEY, LINE_SURVEY_WASTE, LINE_SURVEY_ALL, LINE_EXPLOSIVE, LINE_HAULAGE, LINE_STOCK, LINE_REPORT, LINE_DUMP,
	LINE_LOSS, LINE_STRIP, LINE_COUNT
};

enum balance_flow { FLOW_HAULED, FLOW_STOCK, FLOW_LOSS, FLOW_WASTE, FLOW_COUNT };

/* Errors that stay: what is behind them. */
enum balance_cause {
	CAUSE_DENSITY, CAUSE_WASTE_DENSITY, CAUSE_SWELL, CAUSE_SCALE, CAUSE_MOISTURE, CAUSE_POWDER, CAUSE_REPORT, CAUSE_LOSS,
	CAUSE_STRIP, CAUSE_COUNT
};

struct balance_line_words {
	const char *name, *zh, *en;
	bool assumed;           /* not a ledger: an assumption */
};
extern const struct balance_line_words balance_lines[LINE_COUNT];
extern const char *const balance_flow_names[FLOW_COUNT];

struct balance_reading {
	bool known;
	double t;
	double own;                     /* standard deviation, t, new in each month */
	double same[CAUSE_COUNT];       /* what one standard deviation of the cause shifts this reading by, t */
};

struct balance_month {
	struct day from, to;
	struct balance_reading r[LINE_COUNT];
	double level_before, level_after;       /* standard deviation of the piles' tonnes at its beginning and its end */
	double loss, strip;     /* share of the ore that is lost; waste a tonne of ore, both in tonnes */
	double ore, rock;       /* about how much ore, and with its waste, for the size of what is suspected */
};

/* ore and rock from what the ledgers say together; call it once the readings are there. */
void balance_size_month(struct balance_month *m);

/* Several months and the constraints between their readings: rows of b with b·truth = 0. */
struct balance_system {
	const struct balance_month *months;
	size_t count;
	unsigned without;       /* bits of lines that are left out */
	size_t rows;            /* constraints in all */
	struct balance_block {
		enum balance_line lines[LINE_COUNT];    /* the readings of the month, in order */
		size_t count;
		struct matrix a;                        /* readings × flows */
		struct matrix b;                        /* constraints × readings */
		size_t first;                           /* of its constraints among all */
	} *blocks;
	struct matrix lower;    /* the factor of the constraints' covariance */
	double *d;              /* L⁻¹ · (what the constraints are off by) */
};

/* INTERNAL: the covariance cannot be factored. */
enum status balance_system_make(struct cx *cx, const struct balance_month *months, size_t count, unsigned without,
				struct balance_system *out) MUST_CHECK;

/* If readings were shifted so: shift of a line in a month, t.  In f: L⁻¹ · (what that does to the constraints). */
void balance_shift(const struct balance_system *s, double (*shift)(const void *arg, size_t month, enum balance_line line),
		   const void *arg, double *f);

/* The readings' covariance, readings in the order of blocks and lines. */
struct matrix balance_covariance(struct cx *cx, const struct balance_system *s);
size_t balance_readings(const struct balance_system *s);

#endif
