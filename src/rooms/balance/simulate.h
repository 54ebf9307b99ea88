/*
 * simulate.h - mines with known theft, for seeing how much of it the detector finds and how often it is wrong.
 *
 * Each mine draws its biases (density, scale, moisture, powder factor …) once and its errors every month, as large as
 * balance.uncertainty says; theft goes on from the first month, so that there is no honest past to compare with
 * (onset: honest months before it).  The detector is that of the real mines.
 */
#ifndef ROOMS_BALANCE_SIMULATE_H
#define ROOMS_BALANCE_SIMULATE_H

#include "rooms/balance/readings.h"

enum { BALANCE_MOST_MINES = 100000 };

struct balance_play {
	int64_t mines, months;
	const char *kind;               /* "none" or a story of theft */
	double size;                    /* 0.1: a tenth of the ore */
	int64_t seed;
	int64_t onset;                  /* honest months before */
	double understated;             /* true errors are so many times as large as the ledgers say; 1 */
	unsigned without;               /* ledgers that the mines do not keep, bits of enum balance_line */
};

struct balance_played {
	int64_t mines, months;
	const char *kind;
	double size;
	double false_alarms;            /* share of honest months in which the verdict is "does not fit" */
	double within_1, within_3;      /* share of the mines found by then */
	double named;                   /* share of those found, whose first verdict names the right story */
	int64_t honest_months;
	double found;                   /* share of the mines found at all */
};
/* INVALID: numbers out of bounds, an unknown kind. */
enum status balance_simulate(struct cx *cx, const struct balance_defaults *d, const struct balance_play *play,
			     struct balance_played *out) MUST_CHECK;

#endif
