/*
 * ledger.h - every business write leaves an entry that nobody can change unseen.
 *
 * ledger_append() writes an entry in the transaction of the write it tells of.  A little later the sequencer,
 * ledger_integrate(), gives the waiting entries positions in the county's tree (merkle.h) and signs a new head: RFC
 * 9162 with a merge delay.  Why it is done so: docs/decisions/0002-ledger-sequencing.md.
 *
 * The leaf of an entry is one line of JSON, its members in this order and without blanks:
 *     {"county":C,"id":I,"at":T,"person":P,"org":O,"kind":"K","item":N,"action":"A","data":D}
 * numbers in decimal, at in seconds since 1970, D the JSON that was given, byte for byte.  An export has these lines.
 *
 * What a head's key signs is this text, each line ended by a line feed:
 *     kuangan ledger head / county C / size S / root HEX / at T / suite NAME / key ID
 * A witness signs "kuangan ledger witness / witness NAME / at T / key ID" followed by that text.
 *
 * Order: two writes of one item are told apart by their ids, so append after the guarded update that decides between
 * them.  (Across processes this leans on clocks that agree to within the time between two edits of one item.)
 */
#ifndef CORE_LEDGER_H
#define CORE_LEDGER_H

#include <stdio.h>
#include "base/cx.h"
#include "base/json.h"
#include "base/record.h"
#include "core/merkle.h"
#include "core/sign.h"

struct ledger_entry {
	int64_t county, id, at, person, org;
	const char *kind;
	int64_t item;
	const char *action;
	struct json_text data;
};
extern const struct record ledger_entry_record;
#define LEDGER_ENTRY_COLUMNS "county, id, at, person, org, kind, item, action, data"

struct ledger_head {
	int64_t county, size;
	const char *root;
	int64_t at;
	const char *suite, *key, *signature;
};
extern const struct record ledger_head_record;
#define LEDGER_HEAD_COLUMNS "county, size, root, at, suite, key, signature"

struct ledger_key {
	const char *id, *suite, *public, *whose;
};
extern const struct record ledger_key_record;

struct ledger_cosign {
	int64_t size;
	const char *witness, *key;
	int64_t at;
	const char *signature;
};
extern const struct record ledger_cosign_record;

/* Note what was written: kind and item as in the room's table ("task", its id), action as in its flow or "create",
 * "update".  json: what the row says now, as JSON on one line (the ledger's readers see it: no secrets), or NULL.
 * Counts cx->ledger_entries. */
enum status ledger_append(struct cx *cx, const char *kind, int64_t item, const char *action,
			  const char *json) MUST_CHECK;
/* The same with a record as the JSON; SECRET fields are left out. */
enum status ledger_append_record(struct cx *cx, const char *kind, int64_t item, const char *action,
				 const struct record *rec, const void *row) MUST_CHECK;

/* Make the county's key (in <data>/keys) and its empty tree; does nothing where they are there.  In a transaction. */
enum status ledger_start(struct cx *cx, const char *suite) MUST_CHECK;

/* Give at most LEDGER_BATCH waiting entries positions and sign a head; *done (may be NULL) says how many (0: nothing
 * waits, nothing is written).  In a transaction that the caller commits.  CONFLICT or BUSY: another sequencer was
 * faster; run it again. */
enum { LEDGER_BATCH = 2000 };
enum status ledger_integrate(struct cx *cx, int64_t *done) MUST_CHECK;

/* The newest head (size 0: none yet, all NULL), or the one of that size.  NOT_FOUND. */
enum status ledger_newest(struct cx *cx, struct ledger_head *out) MUST_CHECK;
enum status ledger_head_at(struct cx *cx, int64_t size, struct ledger_head *out) MUST_CHECK;

enum status ledger_get(struct cx *cx, int64_t id, struct ledger_entry *out) MUST_CHECK;

/* Proof that the entry is in the tree of the newest head.  NOT_FOUND: no such entry.  BUSY: it waits for its
 * position. */
struct ledger_proof {
	struct ledger_entry entry;
	int64_t position;
	struct hash leaf;
	struct merkle_proof path;
	struct ledger_head head;
};
enum status ledger_prove(struct cx *cx, int64_t entry, struct ledger_proof *out) MUST_CHECK;
/* Between two heads; both sizes must have one. */
enum status ledger_consistency(struct cx *cx, int64_t from, int64_t to, struct merkle_proof *out) MUST_CHECK;

/* Whether a room's rows still say what their last entries say.  fn sets *why (in the arena) where the row of
 * last->item differs or is missing, and leaves it alone where all is well. */
struct ledger_check {
	const char *kind;
	enum status (*fn)(struct cx *cx, const struct ledger_entry *last, const char **why);
};


/* For such functions.  Does the row, written as rec's JSON, still equal the entry's?  row NULL: there is none any
 * more. */
enum status ledger_compare(struct cx *cx, const struct ledger_entry *last, const struct record *rec, const void *row,
			   const char **why) MUST_CHECK;
/* Is the row of a flow's table in the state that the entry's "to" names? */
enum status ledger_compare_state(struct cx *cx, const struct ledger_entry *last, const char *table,
				 const char **why) MUST_CHECK;

struct ledger_report {
	int64_t entries, heads, cosigned, pending, items;       /* how many were looked at */
	int64_t faults;         /* how many were wrong; the first LEDGER_FAULTS in words */
	struct texts words;
	const char *root, *key;                                 /* of the newest head, NULL: there is none */
	int64_t size;
	bool trusted;                                           /* ledger_check_file: signed by a key that was given */
};
enum { LEDGER_FAULTS = 20 };

/* Recompute everything.  tell (may be NULL) is called now and then; it may refuse, which ends the work.  checks ends
 * with a NULL kind; NULL: none.  A fault found is no failure of the call. */
struct ledger_progress {
	enum status (*tell)(struct cx *cx, void *arg, int64_t done, int64_t total);
	void *arg;
};
enum status ledger_verify(struct cx *cx, const struct ledger_check *checks, const struct ledger_progress *progress,
			  struct ledger_report *out) MUST_CHECK;

/* Write the tree, its heads and keys as JSON lines, up to the newest head: give(line without line feed). */
enum status ledger_export(struct cx *cx, enum status (*give)(struct cx *cx, void *arg, const char *line, size_t n),
			  void *arg) MUST_CHECK;
/* The same for one entry: its line, its proof, the head. */
enum status ledger_export_proof(struct cx *cx, int64_t entry,
				enum status (*give)(struct cx *cx, void *arg, const char *line, size_t n),
				void *arg) MUST_CHECK;

/* Check what ledger_export() or ledger_export_proof() wrote, with nothing but the file: no database, no network.
 * trusted: public keys in PEM, one of which must have signed every head; with none the file's own keys are used, which
 * proves that the file agrees with itself, and says so in a word of the report.  INVALID: not such a file. */
enum status ledger_check_file(struct cx *cx, FILE *f, const struct texts *trusted,
			      struct ledger_report *out) MUST_CHECK;

/* Act as witness: bundle is another county's {"head":…,"key":…,"consistency":{"from":…,"nodes":[…]}} as ledger head
 * --since prints it.  Refuses (INVALID) a bad signature, CONFLICT what is not consistent with the head we signed last.
 * out: the cosignature and our public key.  In a transaction. */
enum status ledger_witness(struct cx *cx, const char *bundle, size_t n, struct ledger_cosign *out,
			   struct sign_key *key) MUST_CHECK;
/* Keep a witness's cosignature {"cosign":…,"key":…} under our own head.  In a transaction. */
enum status ledger_accept(struct cx *cx, const char *text, size_t n) MUST_CHECK;
/* What a witness needs: since 0, or the size that it signed last. */
enum status ledger_bundle(struct cx *cx, int64_t since, struct jw *w) MUST_CHECK;

/* For the other files of the ledger. */
enum status ledger_node(struct cx *cx, void *arg, int level, int64_t index, struct hash *out) MUST_CHECK;
const char *ledger_leaf_text(struct cx *cx, const struct ledger_entry *e, size_t *n);
const char *ledger_head_text(struct cx *cx, const struct ledger_head *h);
const char *ledger_cosign_text(struct cx *cx, const struct ledger_cosign *c, const struct ledger_head *h);
enum status ledger_own_key(struct cx *cx, struct sign_key *out) MUST_CHECK;
void jw_hashes(struct jw *w, const struct merkle_proof *p);

#endif
