/*
 * permit.h - how much a mine may have, and the permits for it.
 *
 * A quota is a mine's year: parameters, each with its source, signed by the emergency bureau and approved by the
 * police. A purchase permit is decided within 5 days, a transport permit within 3 (466号令 21, 26).  What an
 * application must pass is a list of checks, each with its numbers; an application that fails one is refused on the
 * spot with these numbers. Only the head of the county police may approve it all the same: by his own permission, with
 * a reason, and the row is marked for ever (the table's constraints keep reason and name, the ledger keeps the step).
 */
#ifndef ROOMS_EXPLOSIVE_PERMIT_H
#define ROOMS_EXPLOSIVE_PERMIT_H

#include "core/flow.h"
#include "core/ledger.h"
#include "rooms/explosive/quota.h"
#include "rooms/mine/mine.h"

/* ---- quotas ---- */

struct quota {
	struct flow_row row;
	int64_t mine, year;
	const char *mine_name;
	double planned_t, ore_density, ore_q, strip_ratio, rock_density, rock_q, k, safety_stock_kg;
	const char *planned_source, *ore_density_source, *ore_q_source, *strip_ratio_source, *rock_density_source,
		*rock_q_source, *k_source;
	double kg_year, kg_per_t;
	int64_t detonators;
	struct json_text sum;
	int64_t signed_by, signed_at, approved_by, approved_at;
	const char *signed_name, *approved_name;
};
extern const struct record quota_record, quota_new_record;
extern const struct flow quota_flow;

/* planned_t 0: the least of what the mine may take out (licence, design, plan, reserve, magnesite quota).
 * INVALID: a parameter, or a plan above that. */
enum status quota_create(struct cx *cx, const struct quota *in, struct quota **out) MUST_CHECK;
enum status quota_get(struct cx *cx, int64_t id, struct quota **out) MUST_CHECK;
/* The approved one of the day's year; NULL: there is none. */
enum status quota_in_force(struct cx *cx, int64_t mine, struct day day, struct quota **out) MUST_CHECK;
struct quota_query {
	int64_t mine, year, cursor, limit;
	const char *state, *q;
};
extern const struct record quota_query_record;
enum status quota_list(struct cx *cx, const struct quota_query *q, struct list *out, int64_t *next) MUST_CHECK;

/* How a mine's year stands: the picture on its page. */
struct quota_use {
	int64_t mine, year, quota;
	double kg_year, kg_month, safety_stock_kg;
	double granted_kg, granted_month_kg; /* by permits that stand, this year and this month */
	double used_kg, stock_kg, road_kg, out_kg,
		open_kg; /* blasted; in magazines; on the road; with blasters; permits not delivered */
	double left_kg;  /* quota less used, stock, road, out and open */
	int64_t detonators_year, detonators_used, detonators_held, detonators_open, detonators_left;
	double room_kg; /* what the magazines allow */
	int64_t room_detonators;
};
extern const struct record quota_use_record;
enum status quota_use(struct cx *cx, int64_t mine, struct day day, struct quota_use *out) MUST_CHECK;

/* ---- purchases ---- */

struct purchase {
	struct flow_row row;
	const char *no;
	int64_t mine, magazine, supplier;
	const char *mine_name, *magazine_name, *supplier_name, *purpose, *use_text, *bank_account;
	int64_t emulsion_kg, anfo_kg, detonators, cord_m;
	const char *applied_on, *due, *decided_on, *valid_to, *reason;
	bool overridden;
	const char *override_reason, *override_name, *override_failed;
	int64_t override_by, override_at;
	int64_t price_fen;
	const char *deal_on, *filed_on;
	int64_t sent_emulsion_kg, sent_anfo_kg, sent_detonators, sent_cord_m;
};
extern const struct record purchase_record, purchase_new_record;
extern const struct flow purchase_flow;
extern const struct flow_paper purchase_papers[], transport_papers[];

struct permit_check {
	const char *code;
	bool good;
	const char *text; /* with its numbers, in the user's language */
	const char *rule, *source;
};
extern const struct record permit_check_record;
/* Everything the application must pass today. */
enum status purchase_checks(struct cx *cx, const struct purchase *p, struct list *out) MUST_CHECK;

/* Applied for; or refused on the spot, with the reasons.  INVALID: nothing is asked for. */
enum status purchase_apply(struct cx *cx, const struct purchase *in, struct purchase **out) MUST_CHECK;
enum status purchase_get(struct cx *cx, int64_t id, struct purchase **out) MUST_CHECK;
struct purchase_query {
	int64_t mine, supplier, cursor, limit;
	const char *state, *from, *to, *overridden, *q;
};
extern const struct record purchase_query_record;
enum status purchase_list(struct cx *cx, const struct purchase_query *q, struct list *out, int64_t *next) MUST_CHECK;
enum status purchase_each(struct cx *cx, const struct purchase_query *q, int64_t limit,
			  enum status (*each)(struct cx *cx, void *arg, const void *row), void *arg) MUST_CHECK;
/* Kilograms that one mine asked for, for one purpose or in the same words, of any dealer and for any magazine, within
 * the rule's days, with this one. */
enum status purchase_together(struct cx *cx, const struct purchase *p, double *kg, int64_t *count) MUST_CHECK;
enum status purchase_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;
/* The clock: permits that ran out. */
enum status purchase_expire(struct cx *cx) MUST_CHECK;

/* ---- transports ---- */

struct transport {
	struct flow_row row;
	const char *no;
	int64_t purchase, mine, magazine;
	const char *purchase_no, *mine_name, *magazine_name, *carrier, *vehicle, *driver, *escort, *from_place, *route,
		*stops;
	int64_t emulsion_kg, anfo_kg, detonators, cord_m;
	const char *codes, *applied_on, *due, *decided_on, *valid_to, *reason;
	int64_t departed_at;
	const char *arrived_on, *return_by, *returned_on;
};
extern const struct record transport_record, transport_new_record;
extern const struct flow transport_flow;
/* CONFLICT: the purchase permit does not stand, or does not leave that much. */
enum status transport_apply(struct cx *cx, const struct transport *in, struct transport **out) MUST_CHECK;
enum status transport_get(struct cx *cx, int64_t id, struct transport **out) MUST_CHECK;
struct transport_query {
	int64_t mine, purchase, cursor, limit;
	const char *state, *from, *to, *q; /* days of the application */
};
extern const struct record transport_query_record;
enum status transport_list(struct cx *cx, const struct transport_query *q, struct list *out, int64_t *next) MUST_CHECK;
/* Has it left for that magazine? */
enum status transport_under_way(struct cx *cx, int64_t id, int64_t magazine, bool *yes) MUST_CHECK;

/* ---- months ---- */

struct month {
	struct flow_row row;
	int64_t mine;
	const char *mine_name, *month, *note;
	struct json_text sum;
	int64_t submitted_at, closed_at;
};
extern const struct record month_record, month_new_record;
extern const struct flow month_flow;
enum status month_begin(struct cx *cx, int64_t mine, const char *month, struct month **out) MUST_CHECK;
enum status month_get(struct cx *cx, int64_t id, struct month **out) MUST_CHECK;
struct month_query {
	int64_t mine, cursor, limit;
	const char *state, *from, *to, *q; /* months like 2023-10 */
};
extern const struct record month_query_record;
enum status month_list(struct cx *cx, const struct month_query *q, struct list *out, int64_t *next) MUST_CHECK;
/* Is the month before the day closed, or did the mine hold nothing in it? */
enum status month_before_closed(struct cx *cx, int64_t mine, struct day day, bool *yes, const char **which) MUST_CHECK;
/* What the ledger says of a month, item by item: opening, in, out, closing, counted. */
struct month_line {
	const char *item;
	int64_t opening, received, issued, returned, destroyed, lost, closing, counted;
	bool was_counted;
};
extern const struct record month_line_record;
enum status month_lines(struct cx *cx, int64_t mine, const char *month, struct list *out) MUST_CHECK;

#endif
