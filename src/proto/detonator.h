/*
 * detonator.h - the code on a detonator's shell, 13 characters (GA 441-2003), and lists of such codes.
 *
 *     EE Y MM DD F SSSSS: maker 01–99, last digit of the year, month, day, a feature (a digit, A–Z, a, b … without
 *     c o s u v w x z in lower case), serial.  A code comes again after ten years at the earliest.
 *
 * A list is codes and runs of codes, "0130612A00001-00100", separated by blanks, commas or line ends.
 */
#ifndef PROTO_DETONATOR_H
#define PROTO_DETONATOR_H

#include "base/cx.h"
#include "base/day.h"

enum { DETONATOR_LENGTH = 13, DETONATOR_LIST_MAX = 5000 };

struct detonator {
	char code[DETONATOR_LENGTH + 1];
};

/* Is this a code, no more and no less? */
bool detonator_parse(const char *s, size_t n, struct detonator *out);

/* The day it was made, for one seen on that day: the latest that fits. */
struct day detonator_made(const struct detonator *d, struct day seen);

struct detonators {
	struct detonator *items;        /* sorted, in cx->mem */
	size_t count;
};

/* INVALID, saying where: not a code, a run backwards, a code twice, more than DETONATOR_LIST_MAX. */
enum status detonators_read(struct cx *cx, const char *s, size_t n, struct detonators *out) MUST_CHECK;

/* The shortest list that says the same; of sorted items. */
const char *detonators_write(struct cx *cx, const struct detonators *d);

#endif
