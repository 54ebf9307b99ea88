/*
 * cover.h - on which days a mine's weighbridges were watching: what a month's tonnes are the tonnes of.
 *
 * A scale's day is covered when a weighing of that day stands in the books, or the gate's machine ran on it; and so are a
 * few days of silence between two such days (Sundays, a holiday: rule haulage.cover, gap_days).  A longer silence is a hole:
 * the scale may have been away, or bypassed.  Days before a scale's first sign of life or after its last are asked of it
 * only where no other scale of the mine was alive: a scale that replaces another makes no hole.
 */
#ifndef ROOMS_HAULAGE_COVER_H
#define ROOMS_HAULAGE_COVER_H

#include "base/arena.h"
#include "base/cx.h"
#include "base/day.h"
#include "base/json.h"
#include "base/record.h"

struct haulage_cover {
	int64_t scale;
	int64_t days, covered;          /* asked of it; of those covered */
};

/* Of every scale of the mine with a sign of life in those days or the quarter about them, by its id; days that are still to
 * come are not asked for.  gap: silent days in a row that are no hole. */
enum status haulage_cover_of(struct cx *cx, int64_t mine, struct day from, struct day to, int gap, const struct haulage_cover **out,
			     size_t *count) MUST_CHECK;

/* ---- the gate says that it ran ---- */

struct haulage_alive_input {
	int64_t scale;
	struct texts days;
};
extern const struct record haulage_alive_input_record;
/* In a transaction, of a scale that the user may see.  INVALID: a day to come, or no day. */
enum status haulage_alive_take(struct cx *cx, const struct haulage_alive_input *in) MUST_CHECK;

/* On the gate's machine, in a transaction: today it ran. */
enum status haulage_alive_note(struct cx *cx, int64_t scale) MUST_CHECK;
/* What the county has not been told, oldest first, as the body of POST /api/haulage/gate/alive; *last: the newest of them,
 * "" where there is nothing to tell. */
enum status haulage_alive_write(struct cx *cx, int64_t scale, struct jw *w, const char **last) MUST_CHECK;
/* In a transaction: the county has them up to and with that day. */
enum status haulage_alive_told(struct cx *cx, int64_t scale, const char *last) MUST_CHECK;

#endif
