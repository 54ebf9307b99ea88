/*
 * readings.h - from what is written in a ledger to a reading with its uncertainty.  The room's own figures and the
 * simulator's go through the same functions, so that what is simulated is what is used.
 */
#ifndef ROOMS_BALANCE_READINGS_H
#define ROOMS_BALANCE_READINGS_H

#include "rooms/balance/model.h"

/* What is assumed where a mine's own figure says nothing better; shares of the figure (0.02: 2 %).  Rules
 * balance.uncertainty and balance.material (rules/rules.csv). */
struct balance_defaults {
	double volume;                  /* a month's surveyed volume */
	double density, waste_density;  /* of the ore in the bank, of the waste */
	double swell;                   /* of broken rock on piles and dumps */
	double pile;                    /* the volume of a pile */
	double scale, scale_own;        /* weighbridge: bias; what differs from month to month */
	double moisture, moisture_sigma;        /* share of water in what is weighed */
	double powder_factor;           /* kg a m³ in the bank */
	double powder, powder_own;      /* how far off the approved one may be; scatter of a month */
	double report, report_own;
	double dump_own;                /* waste by counting trucks */
	double loss, loss_sigma, loss_own;      /* share of ore lost; its uncertainty */
	double strip, strip_sigma, strip_own;   /* waste a tonne of ore; uncertainty as a share of it */
	double alpha;                   /* false alarms a mine and month */
	int64_t window;                 /* months looked at together */
};
extern const struct record balance_defaults_record;

/* In force on that day.  INTERNAL: the rule lacks something. */
enum status balance_defaults_of(struct cx *cx, struct day day, struct balance_defaults *out) MUST_CHECK;

/* ore or all: LINE_SURVEY, LINE_SURVEY_ALL; waste: LINE_SURVEY_WASTE.  sigma: of the volume, as a share. */
void balance_put_survey(struct balance_month *m, enum balance_line line, double t, double sigma, double density);
/* Tonnes on the piles before and after, each with its sigma in t. */
struct balance_level {
	double t, sigma;
};
void balance_put_stock(struct balance_month *m, struct balance_level before, struct balance_level after,
		       const struct balance_defaults *d);
/* Wet tonnes. */
void balance_put_haulage(struct balance_month *m, double wet_t, double own, double same, double moisture,
			 const struct balance_defaults *d);
void balance_put_explosive(struct balance_month *m, double t, double own, double same);
void balance_put_report(struct balance_month *m, double t, const struct balance_defaults *d);
void balance_put_dump(struct balance_month *m, double t, double sigma, const struct balance_defaults *d);
/* The two assumptions; once the readings are there.  Sizes the month. */
void balance_put_assumed(struct balance_month *m, double loss, double strip, const struct balance_defaults *d);

#endif
