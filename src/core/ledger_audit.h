/*
 * ledger_audit.h - a tree built up again, leaf by leaf, and held against what was signed.  Shared by the verification
 * of the database and that of an exported file; for src/core/ledger_*.c only.
 *
 * Every head is compared with the root of the one tree that grows here, so heads that hold are consistent with each
 * other.
 */
#ifndef CORE_LEDGER_AUDIT_H
#define CORE_LEDGER_AUDIT_H

#include "core/ledger.h"

enum { AUDIT_KEYS = 64 };

struct ledger_audit {
	struct arena *mem;              /* for what outlives a turn of the loop: faults, keys */
	struct ledger_report *report;
	struct merkle tree;
	struct sign_key keys[AUDIT_KEYS];
	bool witness[AUDIT_KEYS];       /* keys[i] is a witness's and may sign no head */
	int key_count;
	const char **words;
	/* A proof instead of a tree: leaf and path wait for the head. */
	bool proving;
	int64_t position;
	struct hash leaf;
	struct merkle_proof path;
};

void audit_begin(struct ledger_audit *a, struct cx *cx, struct ledger_report *report);
void audit_fault(struct ledger_audit *a, const struct cx *cx, const char *fmt, ...) PRINTF(3, 4);
enum status audit_key(struct ledger_audit *a, struct cx *cx, const char *pem, bool witness) MUST_CHECK;
void audit_leaf(struct ledger_audit *a, const char *text, size_t n, struct merkle_added *added);
void audit_head(struct ledger_audit *a, struct cx *cx, const struct ledger_head *h);
void audit_cosign(struct ledger_audit *a, struct cx *cx, const struct ledger_cosign *c, const struct ledger_head *h);
void audit_end(struct ledger_audit *a);

#endif
