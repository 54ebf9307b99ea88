#include "test/test.h"

#include <stdlib.h>
#include <string.h>
#include "core/merkle.h"
#include "test/check.h"

enum { MOST = 1100 };

/* All complete subtrees of a test tree, as a room would keep them: by the leaf that completed them. */
struct shelf {
	struct merkle_added rows[MOST];
	struct hash roots[MOST + 1];
	struct merkle tree;
	int64_t reads;
};

static enum status shelf_get(struct cx *cx, void *arg, int level, int64_t index, struct hash *out)
{
	(void)cx;
	struct shelf *s = arg;
	int64_t at = merkle_completed_by(level, index);
	assert_true(at < s->tree.size);
	assert_true(level < s->rows[at].count);
	*out = s->rows[at].nodes[level];
	s->reads++;
	return STATUS_OK;
}

static void shelf_fill(struct shelf *s, enum hash_suite suite, int n)
{
	*s = (struct shelf){.tree.suite = suite};
	merkle_root(&s->tree, &s->roots[0]);
	for (int i = 0; i < n; i++) {
		struct hash leaf;
		merkle_leaf(suite, &i, sizeof i, &leaf);
		merkle_append(&s->tree, &leaf, &s->rows[i]);
		merkle_root(&s->tree, &s->roots[i + 1]);
	}
}

static int shelf_setup(void **state)
{
	*state = calloc(1, sizeof(struct shelf));
	return *state ? 0 : -1;
}

static int shelf_teardown(void **state)
{
	free(*state);
	return 0;
}

/* The eight leaves and roots with which Certificate Transparency implementations are compared. */
static const struct {
	const char *leaf, *root;
} known[] = {
	{"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
	{"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
	{"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
	{"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
	{"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
	{"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
	{"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
	{"606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};
enum { KNOWN = sizeof known / sizeof *known };

static void fill_known(struct shelf *s)
{
	*s = (struct shelf){.tree.suite = HASH_SHA256};
	char hex[HASH_HEX];
	for (int i = 0; i < KNOWN; i++) {
		unsigned char bytes[16];
		size_t n;
		assert_true(hex_parse(known[i].leaf, bytes, sizeof bytes, &n));
		struct hash leaf;
		merkle_leaf(HASH_SHA256, bytes, n, &leaf);
		merkle_append(&s->tree, &leaf, &s->rows[i]);
		merkle_root(&s->tree, &s->roots[i + 1]);
		assert_string_equal(hash_print(&s->roots[i + 1], hex), known[i].root);
	}
}

static void assert_proof(const struct merkle_proof *p, int n, const char *const *want)
{
	char hex[HASH_HEX];
	assert_int_equal(p->count, n);
	for (int i = 0; i < n; i++)
		assert_string_equal(hash_print(&p->nodes[i], hex), want[i]);
}

static void known_tree_has_known_roots_and_proofs(void **state)
{
	struct shelf *s = *state;
	char hex[HASH_HEX];
	struct hash empty;
	merkle_root(&s->tree, &empty);
	assert_string_equal(hash_print(&empty, hex),
			    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	fill_known(s);

	struct merkle_store store = {shelf_get, s};
	struct cx cx = {0};
	struct merkle_proof p;
	assert_int_equal(merkle_prove_inclusion(&cx, &store, HASH_SHA256, 0, 8, &p), STATUS_OK);
	assert_proof(&p, 3, (const char *const[]){
		"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
		"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"});
	assert_int_equal(merkle_prove_consistency(&cx, &store, HASH_SHA256, 6, 8, &p), STATUS_OK);
	assert_proof(&p, 3, (const char *const[]){
		"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
		"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"});
	assert_int_equal(merkle_prove_consistency(&cx, &store, HASH_SHA256, 8, 8, &p), STATUS_OK);
	assert_int_equal(p.count, 0);
}

/* Any bit of the proof, the leaf or the root turned over, or a place or size that is off by one, and it does not hold.
 */
static void refuse_forgeries(const struct shelf *s, int64_t i, int64_t n, struct merkle_proof *p, uint64_t *seed)
{
	enum hash_suite suite = s->tree.suite;
	struct hash leaf = s->rows[i].nodes[0], root = s->roots[n];
	int bit = (int)(check_random(seed) % (HASH_SIZE * 8));
	for (int k = 0; k < p->count; k++) {
		p->nodes[k].b[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_false(merkle_is_included(suite, &leaf, i, n, p, &root));
		p->nodes[k].b[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	leaf.b[bit / 8] ^= (unsigned char)(1 << bit % 8);
	assert_false(merkle_is_included(suite, &leaf, i, n, p, &root));
	leaf = s->rows[i].nodes[0];
	assert_false(merkle_is_included(suite, &leaf, i + 1, n, p, &root));
	assert_false(merkle_is_included(suite, &leaf, i - 1, n, p, &root));
	if (p->count) {
		p->count--;
		assert_false(merkle_is_included(suite, &leaf, i, n, p, &root));
		p->count++;
	}
	p->nodes[p->count++] = leaf;
	assert_false(merkle_is_included(suite, &leaf, i, n, p, &root));
	p->count--;
}

static void every_inclusion_proof_holds(void **state)
{
	struct shelf *s = *state;
	struct merkle_store store = {shelf_get, s};
	struct cx cx = {0};
	uint64_t seed = 20231025;
	for (enum hash_suite suite = 0; suite < HASH_SUITES; suite++) {
		shelf_fill(s, suite, MOST);
		for (int round = 0; round < 1500; round++) {
			int64_t n = round < 40 ? 1 + round : 1 + (int64_t)(check_random(&seed) % MOST);
			int64_t i = check_random(&seed) % n;
			struct merkle_proof p;
			s->reads = 0;
			assert_int_equal(merkle_prove_inclusion(&cx, &store, suite, i, n, &p), STATUS_OK);
			assert_true(s->reads <= 22);    /* 2 log2(MOST) */
			assert_true(merkle_is_included(suite, &s->rows[i].nodes[0], i, n, &p, &s->roots[n]));
			refuse_forgeries(s, i, n, &p, &seed);
		}
	}
}

static void every_consistency_proof_holds(void **state)
{
	struct shelf *s = *state;
	struct merkle_store store = {shelf_get, s};
	struct cx cx = {0};
	uint64_t seed = 20231026;
	shelf_fill(s, HASH_SM3, MOST);
	for (int round = 0; round < 3000; round++) {
		int64_t to = round < 400 ? 1 + round / 20 : 1 + (int64_t)(check_random(&seed) % MOST);
		int64_t from = 1 + check_random(&seed) % to;
		struct merkle_proof p;
		s->reads = 0;
		assert_int_equal(merkle_prove_consistency(&cx, &store, HASH_SM3, from, to, &p), STATUS_OK);
		assert_true(s->reads <= 22);
		const struct hash *a = &s->roots[from], *b = &s->roots[to];
		assert_true(merkle_is_consistent(HASH_SM3, from, a, to, b, &p));
		if (from == to)
			continue;
		assert_false(merkle_is_consistent(HASH_SM3, from, b, to, b, &p));
		assert_false(merkle_is_consistent(HASH_SM3, from, a, to, a, &p));
		int bit = (int)(check_random(&seed) % (HASH_SIZE * 8));
		for (int k = 0; k < p.count; k++) {
			p.nodes[k].b[bit / 8] ^= (unsigned char)(1 << bit % 8);
			assert_false(merkle_is_consistent(HASH_SM3, from, a, to, b, &p));
			p.nodes[k].b[bit / 8] ^= (unsigned char)(1 << bit % 8);
		}
		p.count--;
		assert_false(merkle_is_consistent(HASH_SM3, from, a, to, b, &p));
	}
}

static void a_loaded_tree_goes_on_like_the_old_one(void **state)
{
	struct shelf *s = *state;
	struct merkle_store store = {shelf_get, s};
	struct cx cx = {0};
	shelf_fill(s, HASH_SHA256, MOST);
	for (int64_t at = 0; at < MOST - 1; at += 13) {
		struct merkle m;
		assert_int_equal(merkle_load(&cx, &store, HASH_SHA256, at, &m), STATUS_OK);
		struct hash root;
		merkle_root(&m, &root);
		assert_memory_equal(&root, &s->roots[at], sizeof root);
		struct merkle_added added;
		merkle_append(&m, &s->rows[at].nodes[0], &added);
		merkle_root(&m, &root);
		assert_memory_equal(&root, &s->roots[at + 1], sizeof root);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(known_tree_has_known_roots_and_proofs, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(every_inclusion_proof_holds, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(every_consistency_proof_holds, shelf_setup, shelf_teardown),
		cmocka_unit_test_setup_teardown(a_loaded_tree_goes_on_like_the_old_one, shelf_setup, shelf_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
