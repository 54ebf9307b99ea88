/*
 * owners.h - who owns a mine, from the words of a list: "甲公司 60%；乙公司 40%", "X [60.0%]; Y [40.0%]".
 *
 * The words are kept as they are; this only reads them.
 */
#ifndef ROOMS_MINE_OWNERS_H
#define ROOMS_MINE_OWNERS_H

#include "base/cx.h"
#include "base/record.h"

struct owner {
	const char *name;
	double percent;         /* 0: none is said */
};
extern const struct record owner_record;

/* INVALID: a share that is no number from 0 to 100, shares of more than 100 % together. */
enum status owners_read(struct cx *cx, const char *words, struct list *out) MUST_CHECK;

#endif
