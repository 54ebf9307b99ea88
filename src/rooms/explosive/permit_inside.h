/* permit_inside.h - what the files about permits share. */
#ifndef ROOMS_EXPLOSIVE_PERMIT_INSIDE_H
#define ROOMS_EXPLOSIVE_PERMIT_INSIDE_H

#include "rooms/explosive/permit.h"

/* The day that a clock of a rule gives from today. */
enum status permit_due(struct cx *cx, const char *rule, const char *key, const char **out) MUST_CHECK;
enum status permit_no(struct cx *cx, const char *table, const char *letter, const char **out) MUST_CHECK;

struct refusal {
	const char *text;
};
extern const struct record refusal_record;

/* The conditions that it does not pass, in words; "" it passes. */
enum status purchase_failed(struct cx *cx, const struct purchase *p, const char **out) MUST_CHECK;
enum status purchase_index(struct cx *cx, const struct purchase *p) MUST_CHECK;

/* FORBIDDEN: the mine is another enterprise's. */
enum status own_mine_only(struct cx *cx, int64_t mine) MUST_CHECK;
/* The paths of those whose mine it is: enterprise, town, industry. */
enum status owners_paths(struct cx *cx, int64_t mine, struct list *out) MUST_CHECK;

#endif
