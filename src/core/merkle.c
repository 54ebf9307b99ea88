#include "core/merkle.h"

#include <assert.h>
#include <string.h>

/* Where the tree is read from while a proof is made. */
struct prover {
	const struct merkle_store *store;
	enum hash_suite suite;
	struct merkle_proof *proof;
};

static void join(enum hash_suite suite, const struct hash *left, const struct hash *right, struct hash *out)
{
	unsigned char b[1 + 2 * HASH_SIZE] = {1};
	memcpy(b + 1, left->b, HASH_SIZE);
	memcpy(b + 1 + HASH_SIZE, right->b, HASH_SIZE);
	hash_bytes(suite, b, sizeof b, out);
}

void merkle_leaf(enum hash_suite suite, const void *at, size_t n, struct hash *out)
{
	hash_pieces(suite, (const struct bytes[]){{"", 1}, {at, n}}, 2, out);
}

int64_t merkle_completed_by(int level, int64_t index)
{
	return ((index + 1) << level) - 1;
}

void merkle_append(struct merkle *m, const struct hash *leaf, struct merkle_added *added)
{
	struct hash h = *leaf;
	added->nodes[0] = h;
	added->count = 1;
	int level = 0;
	for (; m->size >> level & 1; level++) {
		join(m->suite, &m->edge[level], &h, &h);
		added->nodes[added->count++] = h;
	}
	m->edge[level] = h;
	m->size++;
}

void merkle_root(const struct merkle *m, struct hash *out)
{
	struct hash h;
	bool any = false;
	for (int level = 0; level < MERKLE_LEVELS; level++) {
		if (!(m->size >> level & 1))
			continue;
		if (any)
			join(m->suite, &m->edge[level], &h, &h);
		else
			h = m->edge[level];
		any = true;
	}
	if (!any)
		hash_bytes(m->suite, "", 0, &h);
	*out = h;
}

enum status merkle_load(struct cx *cx, const struct merkle_store *store, enum hash_suite suite, int64_t size,
			struct merkle *out)
{
	struct merkle m = {.suite = suite, .size = size};
	for (int level = 0; level < MERKLE_LEVELS; level++)
		if (size >> level & 1)
			TRY(store->get(cx, store->arg, level, (size >> level) - 1, &m.edge[level]));
	*out = m;
	return STATUS_OK;
}

/* The largest power of two below n, for n > 1. */
static int64_t split(int64_t n)
{
	int64_t k = 1;
	while (k < n - k)
		k *= 2;
	return k;
}

static int level_of(int64_t power)
{
	return __builtin_ctzll((unsigned long long)power);
}

/* The root of the leaves [at, at + n); at is a multiple of the largest power of two in n, as it is in any subtree. */
static enum status root_of(struct cx *cx, const struct prover *p, int64_t at, int64_t n, struct hash *out)
{
	if ((n & (n - 1)) == 0)
		return p->store->get(cx, p->store->arg, level_of(n), at / n, out);
	int64_t k = split(n);
	struct hash left, right;
	TRY(p->store->get(cx, p->store->arg, level_of(k), at / k, &left));
	TRY(root_of(cx, p, at + k, n - k, &right));
	join(p->suite, &left, &right, out);
	return STATUS_OK;
}

static enum status add_root(struct cx *cx, const struct prover *p, int64_t at, int64_t n)
{
	assert(p->proof->count < MERKLE_PROOF_MAX);
	TRY(root_of(cx, p, at, n, &p->proof->nodes[p->proof->count]));
	p->proof->count++;
	return STATUS_OK;
}

/* PATH(index, D[at, at + n)) of RFC 9162 2.1.3.1. */
static enum status path(struct cx *cx, const struct prover *p, int64_t index, int64_t at, int64_t n)
{
	if (n == 1)
		return STATUS_OK;
	int64_t k = split(n);
	if (index < at + k) {
		TRY(path(cx, p, index, at, k));
		return add_root(cx, p, at + k, n - k);
	}
	TRY(path(cx, p, index, at + k, n - k));
	return add_root(cx, p, at, k);
}

/* SUBPROOF(m, D[at, at + n), whole) of RFC 9162 2.1.4.1: whole while the old tree is this very subtree. */
static enum status subproof(struct cx *cx, const struct prover *p, int64_t m, int64_t at, int64_t n, bool whole)
{
	if (m == n)
		return whole ? STATUS_OK : add_root(cx, p, at, n);
	int64_t k = split(n);
	if (m <= k) {
		TRY(subproof(cx, p, m, at, k, whole));
		return add_root(cx, p, at + k, n - k);
	}
	TRY(subproof(cx, p, m - k, at + k, n - k, false));
	return add_root(cx, p, at, k);
}

enum status merkle_prove_inclusion(struct cx *cx, const struct merkle_store *store, enum hash_suite suite,
				   int64_t index, int64_t size, struct merkle_proof *out)
{
	assert(index >= 0 && index < size);
	out->count = 0;
	return path(cx, &(struct prover){store, suite, out}, index, 0, size);
}

enum status merkle_prove_consistency(struct cx *cx, const struct merkle_store *store, enum hash_suite suite,
				     int64_t from, int64_t to, struct merkle_proof *out)
{
	assert(from > 0 && from <= to);
	out->count = 0;
	return subproof(cx, &(struct prover){store, suite, out}, from, 0, to, true);
}

static bool same(const struct hash *a, const struct hash *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

bool merkle_is_included(enum hash_suite suite, const struct hash *leaf, int64_t index, int64_t size,
			const struct merkle_proof *proof, const struct hash *root)
{
	if (index < 0 || index >= size)
		return false;
	int64_t fn = index, sn = size - 1;
	struct hash r = *leaf;
	for (int i = 0; i < proof->count; i++) {
		const struct hash *p = &proof->nodes[i];
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			join(suite, p, &r, &r);
			for (; !(fn & 1) && fn; fn >>= 1)
				sn >>= 1;
		} else {
			join(suite, &r, p, &r);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && same(&r, root);
}

bool merkle_is_consistent(enum hash_suite suite, int64_t from, const struct hash *from_root, int64_t to,
			  const struct hash *to_root, const struct merkle_proof *proof)
{
	if (from <= 0 || from > to)
		return false;
	if (from == to)
		return proof->count == 0 && same(from_root, to_root);
	/* Where the old size is a power of two, its root is the first node and is not repeated in the proof. */
	int i = 0;
	bool implied = (from & (from - 1)) == 0;
	if (!implied && proof->count == 0)
		return false;
	struct hash fr = implied ? *from_root : proof->nodes[i++], sr = fr;
	int64_t fn = from - 1, sn = to - 1;
	for (; fn & 1; fn >>= 1)
		sn >>= 1;
	for (; i < proof->count; i++) {
		const struct hash *c = &proof->nodes[i];
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			join(suite, c, &fr, &fr);
			join(suite, c, &sr, &sr);
			for (; !(fn & 1) && fn; fn >>= 1)
				sn >>= 1;
		} else {
			join(suite, &sr, c, &sr);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && same(&fr, from_root) && same(&sr, to_root);
}
