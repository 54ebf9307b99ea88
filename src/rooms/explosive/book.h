/* book.h - inside the room: booking an entry, and what the book then says about it. */
#ifndef ROOMS_EXPLOSIVE_BOOK_H
#define ROOMS_EXPLOSIVE_BOOK_H

#include "rooms/explosive/explosive.h"

/* Where an entry belongs. */
struct keep_place {
	int64_t magazine, mine;
	const struct magazine *about; /* NULL: the county's own entry */
};

/* Lines, balances, pieces, counts of an entry that holds. */
enum status book_post(struct cx *cx, const struct keeping *k, const struct keep_place *at) MUST_CHECK;

/* What became impossible by it: alerts.  *raised counts those that hold now and did not before; *first is the text of
 * one of them. */
struct verdict {
	int raised;
	const char *first;
};
enum status book_judge(struct cx *cx, const struct keeping *k, const struct keep_place *at,
		       struct verdict *v) MUST_CHECK;

/* Pieces (piece.c). */
enum status piece_post(struct cx *cx, const struct keeping *k, const struct keep_place *at,
		       struct verdict *v) MUST_CHECK;

/* "magazine:17" and the like. */
const char *book_account(struct cx *cx, const char *kind, const struct keeping *k);

/* alert_say() that counts into a verdict. */
enum status book_say(struct cx *cx, const struct explosive_alert *a, struct verdict *v) MUST_CHECK;

/* 24 kg, 24 发: an amount of an item, for people. */
const char *amount_text(struct cx *cx, const char *item, int64_t amount);

struct number_row {
	int64_t n;
};
extern const struct record number_row_record;

#endif
