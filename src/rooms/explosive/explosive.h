/*
 * explosive.h - magazines, the book of every gram and piece, and what is wrong with it.
 *
 * A magazine's journal is a set of signed entries (proto/keeping.h) that only grows.  Whatever the book says is a
 * function of that set alone: it does not matter in which order, how often and from which device the entries came in.
 * So a magazine works without network and two of them agree as soon as they have exchanged what they have.
 *
 * An entry comes in one of two ways.  Strictly (at a counter that has the book before it): it is refused when it would
 * make the book impossible, and then it has not happened.  As a fact (a sync: it has happened already): it is booked
 * whatever it says, and what it makes impossible becomes an alert to the police.  Nothing is dropped either way.
 *
 * Balance: the lines of an entry sum to nothing.  Accounts are named "magazine:ID", "transport:PERMIT",
 * "blaster:BLAST:NAME", "blast:BLAST", "supplier:0", "return:MAGAZINE", "destruction:MAGAZINE", "loss:MAGAZINE",
 * "opening:MAGAZINE".
 */
#ifndef ROOMS_EXPLOSIVE_EXPLOSIVE_H
#define ROOMS_EXPLOSIVE_EXPLOSIVE_H

#include "base/cx.h"
#include "base/record.h"
#include "core/flow.h"
#include "core/ledger.h"
#include "core/todo.h"
#include "proto/keeping.h"
#include "rooms/mine/mine.h"

/* ---- magazines (magazine.c) ---- */

struct magazine {
	int64_t id, version, mine;
	const char *mine_name, *name;
	int64_t explosive_g, detonators, cord_m;
	const char *evaluation, *evaluated_on, *valid_to, *closed_on;
};
extern const struct record magazine_record, magazine_input_record;

/* One that the user may see. */
enum status magazine_get(struct cx *cx, int64_t id, struct magazine *out) MUST_CHECK;
/* Of a mine, by name. */
enum status magazine_list(struct cx *cx, int64_t mine, struct list *out) MUST_CHECK;
struct magazine_query {
	int64_t mine, cursor, limit;
	const char *q;
};
extern const struct record magazine_query_record;
enum status magazine_page(struct cx *cx, const struct magazine_query *q, struct list *out, int64_t *next) MUST_CHECK;
/* id 0: a new one of that mine.  CONFLICT: the name is taken, the version is not the newest. */
enum status magazine_put(struct cx *cx, int64_t id, const struct magazine *in, struct magazine *out) MUST_CHECK;
enum status magazine_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;

struct keeper_key {
	int64_t magazine;
	const char *id, *person, *post, *certificate, *public, *device;
	int64_t made_at, revoked_at;
};
extern const struct record keeper_key_record, keeper_key_input_record;
enum status keeper_keys(struct cx *cx, int64_t magazine, struct list *out) MUST_CHECK;
/* The person must hold a valid certificate for that post at the mine.  INVALID, CONFLICT. */
enum status keeper_key_add(struct cx *cx, int64_t magazine, const struct keeper_key *in,
			   struct keeper_key *out) MUST_CHECK;
enum status keeper_key_revoke(struct cx *cx, int64_t magazine, const char *id) MUST_CHECK;

/* ---- the journal (keep.c) ---- */

struct keep_signature {
	const char *key, *signature;
};
extern const struct record keep_signature_record;

struct keep_input {
	const char *text;
	struct list signatures; /* struct keep_signature */
};
extern const struct record keep_input_record;

struct keep_result {
	const char *hash, *status; /* new, known, kept (its signatures do not hold), refused (not an entry at all) */
	const char *why;           /* in words; "" all is well */
};
extern const struct record keep_result_record;

/* One entry.  strict: CONFLICT with the reason where the book would become impossible; INVALID where signatures do not
 * hold.  Otherwise it always gives a result.  magazine 0: whichever the entry names (the county's own entries). */
enum status keep_take(struct cx *cx, int64_t magazine, const struct keep_input *in, bool strict,
		      struct keep_result *out) MUST_CHECK;

/* The county's own entries (a shipment leaves): made here, in the name of the person who acts. */
enum status keep_own(struct cx *cx, struct keeping *k) MUST_CHECK;

struct journal_entry {
	int64_t id, magazine, seq, at, permit, blast, received_at;
	const char *hash, *device, *kind, *person, *signers, *body, *mine_name, *magazine_name;
	struct json_text signatures;
	bool counts;
};
extern const struct record journal_entry_record;
/* Of a magazine, in the order of arrival, after that one. */
enum status journal_after(struct cx *cx, int64_t magazine, int64_t after, int64_t limit, struct list *out) MUST_CHECK;
/* For people: newest first, before that entry.  Of all magazines at once: three days, to today or to q.to, unless
 * q.from says more. */
struct journal_query {
	int64_t magazine, mine, blast, permit, cursor, limit;
	const char *kind, *from, *to, *q;
};
extern const struct record journal_query_record;
enum status journal_list(struct cx *cx, const struct journal_query *q, struct list *out, int64_t *next) MUST_CHECK;

/* ---- the book (book.c) ---- */

struct balance_row {
	const char *account, *item, *kind;
	int64_t amount, last_at;
};
extern const struct record balance_row_record;
/* Accounts of a magazine that are not empty. */
enum status book_of_magazine(struct cx *cx, int64_t magazine, struct list *out) MUST_CHECK;

/* What a mine holds: in magazines, with blasters, on the road. */
struct holdings {
	int64_t explosive_g, detonators, cord_m;
};
enum status book_holdings(struct cx *cx, int64_t mine, struct holdings *out) MUST_CHECK;

/* What lay in a mine's magazines at a moment, by item: what lies there now less what has moved since, so that it does
 * not cost a journal's whole length. */
struct stock_row {
	const char *item;
	int64_t amount;
};
enum status book_stock_at(struct cx *cx, int64_t mine, int64_t at, struct list *out) MUST_CHECK;

/* Movements of a mine in a span of time, for reconciliation: by kind of entry and item. */
struct movement {
	const char *kind, *item;
	int64_t amount;
};
extern const struct record movement_record;
enum status book_movements(struct cx *cx, int64_t mine, int64_t from, int64_t to, struct list *out) MUST_CHECK;

struct piece {
	const char *code, *made_on, *state, *holder;
	int64_t mine, magazine, blast, last_at, steps, faults;
	const char *mine_name, *magazine_name;
};
extern const struct record piece_record;
struct piece_step {
	int64_t at, magazine, blast;
	const char *kind, *holder, *device, *hash, *signers, *magazine_name, *fault;
};
extern const struct record piece_step_record;
/* The newest of that code, and its life.  NOT_FOUND. */
enum status piece_life(struct cx *cx, const char *code, struct piece *out, struct list *steps) MUST_CHECK;
/* Codes that lie in a magazine, or are out with a blaster, as a list of runs. */
enum status piece_codes(struct cx *cx, int64_t magazine, const char *state, const char **out) MUST_CHECK;

/* Recompute the whole book from the journal and compare; *faults counts what differs, why the first in words. */
enum status book_audit(struct cx *cx, int64_t *faults, const char **why) MUST_CHECK;

/* ---- alerts (alert.c, alert_flow.c) ---- */

struct explosive_alert {
	struct flow_row row;
	const char *kind, *subject, *item, *detail, *finding;
	int64_t mine, magazine, expected, found, since, ended_at;
	bool holds;
	const char *mine_name, *magazine_name;
	const char *text; /* in the reader's language */
};
extern const struct record explosive_alert_record;
extern const struct flow explosive_alert_flow;

struct alert_query {
	const char *state, *kind, *from, *to, *q; /* days of what it is about */
	int64_t mine, cursor, limit;
};
extern const struct record alert_query_record;
enum status alert_list(struct cx *cx, const struct alert_query *q, struct list *out, int64_t *next) MUST_CHECK;
enum status alert_open_count(struct cx *cx, int64_t mine, int64_t *out) MUST_CHECK;
/* What the entries known now say about a subject: raise it, keep it up to date, or note that it no longer holds.
 * *raised (may be NULL) is set where it holds now and did not before. */
enum status alert_say(struct cx *cx, const struct explosive_alert *a, bool *raised) MUST_CHECK;

/* To-dos of keepers, police, enterprises (explosive_todo.c); what the clock does (explosive_clock.c). */
enum status explosive_todo(struct cx *cx, struct todos *out) MUST_CHECK;
enum status explosive_follow(struct cx *cx) MUST_CHECK;

#endif
