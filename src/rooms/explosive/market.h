/*
 * market.h - is the market for explosives open?  Shares, concentration, prices, refusals, time to decide, complaints,
 * and signs that somebody's purchases are being steered.
 */
#ifndef ROOMS_EXPLOSIVE_MARKET_H
#define ROOMS_EXPLOSIVE_MARKET_H

#include "base/cx.h"
#include "base/day.h"
#include "base/json.h"
#include "base/record.h"

struct supplier {
	int64_t id, version;
	const char *name, *licence, *valid_to, *ended_on;
	bool outside;
};
extern const struct record supplier_record, supplier_input_record;
struct supplier_query {
	int64_t cursor, limit;
	const char *q;
};
extern const struct record supplier_query_record;
enum status supplier_list(struct cx *cx, const struct supplier_query *q, struct list *out, int64_t *next) MUST_CHECK;
enum status supplier_put(struct cx *cx, int64_t id, const struct supplier *in, struct supplier *out) MUST_CHECK;

struct price_note {
	const char *place, *month, *source;
	int64_t price_yuan;
};
extern const struct record price_note_record;
enum status price_put(struct cx *cx, const struct price_note *in) MUST_CHECK;

/* A dealer's part of what was permitted in a span of days. */
struct market_share {
	int64_t supplier, kg, permits, mines;
	const char *name;
	double share; /* 0 … 1 */
	bool outside;
};
/* A sign, with its numbers and its rule. */
struct market_sign {
	const char *code, *text, *rule, *source;
};
struct market_price {
	const char *month;
	double yuan_t;         /* mean of deals, weighted by tonnes */
	double change_percent; /* against the month before; 0 where there is none */
	int64_t deals;
};
struct market_refusal {
	const char *name, *reason, *no, *decided_on;
	int64_t id;
};

struct market {
	const char *from, *to;
	struct list shares, prices, neighbours, signs, refusals;
	double hhi; /* 0 … 10000 */
	int64_t kg, decided, in_time, refused, applied, overridden, complaints;
	int64_t one_supplier_mines, mines; /* mines that buy from one dealer alone, of those that bought */
};
enum status market_look(struct cx *cx, struct day from, struct day to, struct market *out) MUST_CHECK;
void market_write(struct jw *w, const struct market *m);

/* Pure: HHI of shares, and how many leading dealers are presumed dominant by the thresholds (0: none; at most 3).
 * Shares are sorted, largest first; one below small is not presumed. */
double market_hhi(const double *share, size_t count);
struct presumption {
	double one, two, three, small;
};
int market_dominant(const double *share, size_t count, const struct presumption *p);

#endif
