/*
 * account.h - a mine's months, with what each ledger says of them and where that comes from.
 *
 * The room's own books give surveys, piles, reports; balance_ledgers[] those of other rooms.  A month's figure is there
 * only where its ledger covers the month: half a month of surveys is no month.
 */
#ifndef ROOMS_BALANCE_ACCOUNT_H
#define ROOMS_BALANCE_ACCOUNT_H

#include "rooms/balance/books.h"
#include "rooms/balance/detect.h"

/* Where a reading comes from. */
struct balance_origin {
	int64_t count;                  /* entries behind it */
	const char *arithmetic, *source, *link;
};

struct balance_account {
	const struct mine *mine;
	struct balance_defaults d;
	struct balance_rock rock;
	size_t count;
	struct balance_month *months;
	struct balance_origin (*origins)[LINE_COUNT];   /* of each month */
};

/* count months from the one that begins on first; the user may see the mine.  At most BALANCE_MONTHS. */
enum status balance_account_make(struct cx *cx, const struct mine *m, struct day first, size_t count,
				 struct balance_account *out) MUST_CHECK;

/* The verdict of one of its months, from as many before it as the rule says. */
enum status balance_account_judge(struct cx *cx, const struct balance_account *a, size_t month, struct balance_verdict *out) MUST_CHECK;

#endif
