/* quota_use.c - how much of a mine's year is used, lies there, is on its way, is still to come. */
#include "rooms/explosive/book.h"
#include "rooms/explosive/permit.h"

#include <math.h>
#include <string.h>
#include "db/db.h"

static const struct field fields[] = {
	FIELD(struct quota_use, mine),
	FIELD(struct quota_use, year),
	FIELD(struct quota_use, quota, .flags = NULLABLE),
	FIELD(struct quota_use, kg_year),
	FIELD(struct quota_use, kg_month),
	FIELD(struct quota_use, safety_stock_kg),
	FIELD(struct quota_use, granted_kg),
	FIELD(struct quota_use, granted_month_kg),
	FIELD(struct quota_use, used_kg),
	FIELD(struct quota_use, stock_kg),
	FIELD(struct quota_use, road_kg),
	FIELD(struct quota_use, out_kg),
	FIELD(struct quota_use, open_kg),
	FIELD(struct quota_use, left_kg),
	FIELD(struct quota_use, detonators_year),
	FIELD(struct quota_use, detonators_used),
	FIELD(struct quota_use, detonators_held),
	FIELD(struct quota_use, detonators_open),
	FIELD(struct quota_use, detonators_left),
	FIELD(struct quota_use, room_kg),
	FIELD(struct quota_use, room_detonators),
};
const struct record quota_use_record = RECORD(quota_use, fields);

struct held_row {
	const char *kind, *item;
	int64_t amount;
};
static const struct field held_fields[] = {FIELD(struct held_row, kind), FIELD(struct held_row, item),
					   FIELD(struct held_row, amount)};
static const struct record held_record = RECORD(held_row, held_fields);

struct two {
	int64_t kg, pieces;
};
static const struct field two_fields[] = {FIELD(struct two, kg), FIELD(struct two, pieces)};
static const struct record two_record = RECORD(two, two_fields);

/* In magazines, on the road, with blasters: now. */
static enum status add_held(struct cx *cx, int64_t mine, struct quota_use *u)
{
	struct list l;
	TRY(db_all(cx, &held_record, &l,
		   "SELECT kind, item, CAST(sum(amount) AS BIGINT) AS amount FROM explosive_account WHERE county = $1 "
		   "AND mine = $2"
		   " AND kind IN ('magazine', 'transport', 'blaster') GROUP BY kind, item",
		   ARGS(V(cx->county), V(mine))));
	const struct held_row *h = l.items;
	for (size_t i = 0; i < l.count; i++) {
		const struct keeping_good *g = keeping_good(h[i].item);
		double *to = strcmp(h[i].kind, "magazine") == 0    ? &u->stock_kg
			     : strcmp(h[i].kind, "transport") == 0 ? &u->road_kg
								   : &u->out_kg;
		if (g && g->explosive)
			*to += (double)h[i].amount / 1000;
		else if (g && g->coded)
			u->detonators_held += h[i].amount;
	}
	return STATUS_OK;
}

/* Gone for good in the year: blasted, destroyed, lost. */
static enum status add_used(struct cx *cx, int64_t mine, int64_t from, struct quota_use *u)
{
	struct list l;
	TRY(db_all(cx, &held_record, &l,
		   "SELECT kind, item, CAST(sum(amount) AS BIGINT) AS amount FROM explosive_line WHERE county = $1 AND "
		   "mine = $2 AND at >= $3"
		   " AND (account LIKE 'blast:%' OR account LIKE 'destruction:%' OR account LIKE 'loss:%') GROUP BY "
		   "kind, item",
		   ARGS(V(cx->county), V(mine), V(from))));
	const struct held_row *h = l.items;
	for (size_t i = 0; i < l.count; i++) {
		const struct keeping_good *g = keeping_good(h[i].item);
		if (g && g->explosive)
			u->used_kg += (double)h[i].amount / 1000;
		else if (g && g->coded)
			u->detonators_used += h[i].amount;
	}
	return STATUS_OK;
}

/* Of a permit that ran out, what was delivered before. */
#define GRANTED "CASE WHEN state = 'expired' THEN sent_emulsion_kg + sent_anfo_kg ELSE emulsion_kg + anfo_kg END"

static enum status add_permits(struct cx *cx, int64_t mine, const char *year, const char *month, struct quota_use *u)
{
	struct two t;
	TRY(db_one(cx, &two_record, &t,
		   "SELECT CAST(coalesce(sum(emulsion_kg + anfo_kg - sent_emulsion_kg - sent_anfo_kg), 0) AS BIGINT) "
		   "AS kg,"
		   " CAST(coalesce(sum(detonators - sent_detonators), 0) AS BIGINT) AS pieces FROM explosive_purchase"
		   " WHERE county = $1 AND mine = $2 AND state IN ('approved', 'bought')",
		   ARGS(V(cx->county), V(mine))));
	u->open_kg = (double)t.kg;
	u->detonators_open = t.pieces;
	TRY(db_one(cx, &two_record, &t,
		   "SELECT CAST(coalesce(sum(" GRANTED
		   "), 0) AS BIGINT) AS kg, CAST(coalesce(sum(CASE WHEN decided_on >= $4 THEN " GRANTED
		   " ELSE 0 END), 0) AS BIGINT) AS pieces FROM explosive_purchase WHERE county = $1 AND mine = $2"
		   " AND state IN ('approved', 'bought', 'done', 'expired') AND decided_on >= $3",
		   ARGS(V(cx->county), V(mine), V(year), V(month))));
	u->granted_kg = (double)t.kg;
	u->granted_month_kg = (double)t.pieces;
	TRY(db_one(cx, &two_record, &t,
		   "SELECT CAST(coalesce(sum(explosive_g), 0) / 1000 AS BIGINT) AS kg, CAST(coalesce(sum(detonators), "
		   "0) AS BIGINT) AS pieces"
		   " FROM explosive_magazine WHERE county = $1 AND mine = $2 AND closed_on = ''",
		   ARGS(V(cx->county), V(mine))));
	u->room_kg = (double)t.kg;
	u->room_detonators = t.pieces;
	return STATUS_OK;
}

/* Kilograms in the magazines when the month began. */
static enum status stock_before(struct cx *cx, int64_t mine, int64_t at, double *kg)
{
	struct list l;
	TRY(book_stock_at(cx, mine, at, &l));
	const struct stock_row *r = l.items;
	*kg = 0;
	for (size_t i = 0; i < l.count; i++) {
		const struct keeping_good *g = keeping_good(r[i].item);
		*kg += g && g->explosive ? (double)r[i].amount / 1000 : 0;
	}
	return STATUS_OK;
}

enum status quota_use(struct cx *cx, int64_t mine, struct day day, struct quota_use *out)
{
	struct quota *q;
	int year, month, mday;
	char from_year[11], from_month[11];
	double before;
	day_split(day, &year, &month, &mday);
	struct day first = day_make(year, 1, 1), this_month = day_make(year, month, 1);
	day_print(first, from_year);
	day_print(this_month, from_month);
	*out = (struct quota_use){.mine = mine, .year = year};
	TRY(quota_in_force(cx, mine, day, &q));
	TRY(add_held(cx, mine, out));
	TRY(add_used(cx, mine, day_start(first), out));
	TRY(add_permits(cx, mine, from_year, from_month, out));
	TRY(stock_before(cx, mine, day_start(this_month), &before));
	if (!q)
		return STATUS_OK;
	out->quota = q->row.id;
	out->kg_year = q->kg_year;
	out->detonators_year = q->detonators;
	out->safety_stock_kg = q->safety_stock_kg;
	out->kg_month = fmax(0, q->kg_year / 12 - fmax(0, before - q->safety_stock_kg));
	out->left_kg = q->kg_year - out->used_kg - out->stock_kg - out->road_kg - out->out_kg - out->open_kg;
	out->detonators_left = q->detonators - out->detonators_used - out->detonators_held - out->detonators_open;
	return STATUS_OK;
}
