/*
 * merkle.h - the hash tree of RFC 9162 section 2.1, over a hash suite of base/hash.h.
 *
 * A leaf is H(0x00 || bytes), a node H(0x01 || left || right); the root of no leaf is H("").  A tree of n leaves falls
 * into complete subtrees, one for each bit of n.  Node (level, index) is the complete subtree over the leaves
 * index << level up to ((index + 1) << level) - 1; once complete it never changes.  Whoever keeps the hashes of
 * complete subtrees can prove anything about any size of the tree with about 2 log2(n) of them, and can go on appending with the few at the
 * right edge.
 *
 * Where those hashes are kept is the caller's business: appending hands them out, proving asks for them.
 */
#ifndef CORE_MERKLE_H
#define CORE_MERKLE_H

#include "base/cx.h"
#include "base/hash.h"

enum { MERKLE_LEVELS = 62, MERKLE_PROOF_MAX = 2 * MERKLE_LEVELS };

/* A tree that grows.  edge[k] holds where bit k of size is set. */
struct merkle {
	enum hash_suite suite;
	int64_t size;
	struct hash edge[MERKLE_LEVELS];
};

/* What one leaf added: nodes[0] is the leaf itself, nodes[k] the subtree of level k that it made complete. */
struct merkle_added {
	struct hash nodes[MERKLE_LEVELS];
	int count;
};

/* Where the complete subtrees are kept.  get() is asked for nodes that are complete in the sizes given, no others. */
struct merkle_store {
	enum status (*get)(struct cx *cx, void *arg, int level, int64_t index, struct hash *out);
	void *arg;
};

struct merkle_proof {
	struct hash nodes[MERKLE_PROOF_MAX];
	int count;
};

void merkle_leaf(enum hash_suite suite, const void *at, size_t n, struct hash *out);

/* The position of the last leaf of node (level, index): the one that made it complete. */
int64_t merkle_completed_by(int level, int64_t index);

void merkle_append(struct merkle *m, const struct hash *leaf, struct merkle_added *added);
void merkle_root(const struct merkle *m, struct hash *out);

/* Take up a tree of that size again. */
enum status merkle_load(struct cx *cx, const struct merkle_store *store, enum hash_suite suite, int64_t size,
			struct merkle *out) MUST_CHECK;

/* 0 <= index < size. */
enum status merkle_prove_inclusion(struct cx *cx, const struct merkle_store *store, enum hash_suite suite,
				   int64_t index, int64_t size, struct merkle_proof *out) MUST_CHECK;
/* 0 < from <= to. */
enum status merkle_prove_consistency(struct cx *cx, const struct merkle_store *store, enum hash_suite suite,
				     int64_t from, int64_t to, struct merkle_proof *out) MUST_CHECK;

/* Verification after RFC 9162 2.1.3.2 and 2.1.4.2; takes anything, also what an enemy made. */
bool merkle_is_included(enum hash_suite suite, const struct hash *leaf, int64_t index, int64_t size,
			const struct merkle_proof *proof, const struct hash *root);
bool merkle_is_consistent(enum hash_suite suite, int64_t from, const struct hash *from_root, int64_t to,
			  const struct hash *to_root, const struct merkle_proof *proof);

#endif
