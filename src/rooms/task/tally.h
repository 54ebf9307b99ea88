/*
 * tally.h - the counters that the overview reads: of every light and of both sides of every key figure, how much the
 * county, each measure and each unit has.
 *
 * A task adds a vector of numbers to the counters.  The vector is kept in its row ("counted"), so that a change takes
 * the old one back and adds the new one: nothing has to be counted again, and kuangan task recount proves that the
 * counters were kept well.
 *
 * Kinds: "all" (item 0) takes the measures of the county, "root" the parts of a measure, "org" what a unit leads.
 */
#ifndef ROOMS_TASK_TALLY_H
#define ROOMS_TASK_TALLY_H

#include "rooms/task/supervise.h"

/* Lights, then num and den of each key figure, then how many tasks. */
enum { TALLY_NUMBERS = LIGHT_STATES + 2 * KPI_COUNT + 1, TALLY_TASKS = TALLY_NUMBERS - 1 };

struct tally {
	const char *kind;
	int64_t item;
	double n[TALLY_NUMBERS];
};
extern const struct record tally_record;

/* What one task adds, from kpi_add(); and a sum of vectors as key figures are read from it. */
void tally_of(const struct kpi_sum *sum, double out[TALLY_NUMBERS]);
void tally_sum(const double n[TALLY_NUMBERS], struct kpi_sum *out);
const char *tally_print(struct cx *cx, const double n[TALLY_NUMBERS]);
void tally_parse(const char *s, double out[TALLY_NUMBERS]);
const char *tally_name(int i);          /* of the i-th number: its column */

/* Change a kept counter; made where there is none. */
enum status tally_add(struct cx *cx, const char *kind, int64_t item, const double change[TALLY_NUMBERS]) MUST_CHECK;
/* Set it to exactly this. */
enum status tally_set(struct cx *cx, const struct tally *t) MUST_CHECK;
/* All that are kept (kind NULL), or those of a kind, or the one of an item (item -1: all of the kind). */
enum status tally_kept(struct cx *cx, const char *kind, int64_t item, struct list *out) MUST_CHECK;

/* Counters in memory, for counting anew. */
struct tally_table {
	struct tally *items;
	size_t count, room;
	size_t *slots;          /* room * 2 of them: index + 1, or 0 */
};
void tally_table_init(struct cx *cx, struct tally_table *t);
struct tally *tally_at(struct cx *cx, struct tally_table *t, const char *kind, int64_t item);    /* made where missing; kind a literal */
const struct tally *tally_find(const struct tally_table *t, const char *kind, int64_t item);      /* or NULL */

#endif
