/*
 * gate.h - the decision at a mine's gate, with the county or without it.
 *
 * A gate asks with what it sees (plate, weight, direction) and is told: open, or closed and why.  The decision and the
 * ticket are one write.  Where a machine of its own stands at the mine (kuangan haulage gate), it decides on a copy: what
 * the county said of the mine, the blocked, the trucks and the rules; its tickets wait in haulage_outbox until the county
 * has taken them.  The county takes each once, however often it is sent (haulage.h).
 */
#ifndef ROOMS_HAULAGE_GATE_H
#define ROOMS_HAULAGE_GATE_H

#include "rooms/haulage/haulage.h"

struct haulage_gate_ask {
	int64_t scale;
	const char *direction, *plate, *driver, *qualification, *carrier, *cargo, *receiver, *operator;
	int64_t axles;
	const char *kind;
	int64_t drive_axles, gross_kg, tare_kg;
	const char *no;                 /* NULL: made here */
	int64_t at;                     /* 0: now */
	bool by_hand;
	struct texts photos;
};
extern const struct record haulage_gate_ask_record;

/* What the county says of the mine behind the gate. */
struct haulage_standing {
	bool may_work;
	const char *why;                /* "" nothing against it */
	int64_t left_kg;                /* that it may still carry out this year; below 0: no limit is known */
	int64_t at;                     /* since when the county's word is known */
	bool offline;                   /* decided by a copy that is older than the rule allows */
};

struct haulage_gate_answer {
	bool open;
	int64_t ticket;
	const char *no, *plate, *result;
	int64_t gross_kg, tare_kg, net_kg, limit_kg, counted_kg, over_kg;
	int64_t unload_kg;              /* that must come off before it opens; 0: nothing to unload */
	bool offline;
	struct texts codes;             /* blocked_vehicle, blocked_driver, blocked_carrier, mine_stopped, quota, over_limit, unknown_truck */
	struct texts reasons;           /* the same in words */
};
extern const struct record haulage_gate_answer_record;

/* Asked of the county itself: mine_status() and what it may still extract. */
enum status haulage_standing_of(struct cx *cx, const struct mine *m, struct haulage_standing *out) MUST_CHECK;
/* From the copy of an edge machine.  NOT_FOUND: there is none yet. */
enum status haulage_standing_copied(struct cx *cx, int64_t scale, struct haulage_standing *out) MUST_CHECK;

/* In a transaction: decide, and store the ticket.  edge: note it in the outbox. */
enum status haulage_gate_decide(struct cx *cx, const struct haulage_gate_ask *ask, const struct haulage_standing *standing, bool edge,
				struct haulage_gate_answer *out) MUST_CHECK;

/* ---- the copy ---- */

struct haulage_copy_query {
	int64_t scale, since, cursor;   /* since: changed_at of trucks, as the answer before gave it */
};
extern const struct record haulage_copy_query_record;
extern const struct record haulage_copy_record;         /* what haulage_copy_write() writes */
/* {"at","county":[{…}],"scales":[…],"mines":[…],"standing":[…],"blocks":[…],"rules":[…],"vehicles":[…],"next","since"} */
enum status haulage_copy_write(struct cx *cx, const struct haulage_copy_query *q, struct jw *w) MUST_CHECK;
struct haulage_copied {
	int64_t vehicles, blocks, rules, next, since;
};
/* On the edge machine, in a transaction. */
enum status haulage_copy_apply(struct cx *cx, const char *json, size_t n, struct haulage_copied *out) MUST_CHECK;

/* What waits to be told, oldest first, as the body of POST /api/haulage/weighings. */
struct haulage_outbox {
	const int64_t *tickets;         /* in the order of the body */
	size_t count;                   /* 0: nothing waits */
	struct texts photos;            /* hashes of the files that the county must have before */
};
enum status haulage_outbox_write(struct cx *cx, int64_t limit, struct jw *w, struct haulage_outbox *out) MUST_CHECK;
/* In a transaction: the county's answer to that body; what it has taken leaves the outbox.  INVALID: it does not answer
 * each of them, in their order. */
enum status haulage_outbox_settle(struct cx *cx, const struct haulage_outbox *sent, const char *json, size_t n, int64_t *settled) MUST_CHECK;

#endif
