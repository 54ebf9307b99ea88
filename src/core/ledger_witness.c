/* ledger_witness.c - one county signs another's heads, so that neither can show two histories to two people. */
#include "core/ledger.h"

#include <inttypes.h>
#include <string.h>
#include "db/db.h"

struct bundle {
	struct json_text head, key, consistency;
};
static const struct field bundle_fields[] = {
	FIELD(struct bundle, head, .flags = REQUIRED), FIELD(struct bundle, key, .flags = REQUIRED),
	FIELD(struct bundle, consistency),
};
static const struct record bundle_record = RECORD(bundle, bundle_fields);

struct consistency {
	int64_t from;
	struct texts nodes;
};
static const struct field consistency_fields[] = {
	FIELD(struct consistency, from, .flags = REQUIRED),
	FIELD(struct consistency, nodes, .flags = REQUIRED, .max = MERKLE_PROOF_MAX),
};
static const struct record consistency_record = RECORD(consistency, consistency_fields);

struct witnessed {
	const char *key, *root;
	int64_t size;
};
static const struct field witnessed_fields[] = {
	FIELD(struct witnessed, key), FIELD(struct witnessed, root), FIELD(struct witnessed, size),
};
static const struct record witnessed_record = RECORD(witnessed, witnessed_fields);

struct answer {
	struct json_text cosign, key;
};
static const struct field answer_fields[] = {
	FIELD(struct answer, cosign, .flags = REQUIRED), FIELD(struct answer, key, .flags = REQUIRED),
};
static const struct record answer_record = RECORD(answer, answer_fields);

enum status ledger_bundle(struct cx *cx, int64_t since, struct jw *w)
{
	struct ledger_head head;
	struct sign_key key;
	TRY(ledger_newest(cx, &head));
	if (!head.size)
		return cx_fail(cx, STATUS_NOT_FOUND, "the ledger has no head yet");
	TRY(ledger_own_key(cx, &key));
	struct ledger_key k = {key.id, key.suite->name, key.public, ""};
	jw_begin(w, '{');
	jw_key(w, "head");
	jw_record(w, &ledger_head_record, &head);
	jw_key(w, "key");
	jw_record(w, &ledger_key_record, &k);
	if (since) {
		struct merkle_proof p;
		TRY(ledger_consistency(cx, since, head.size, &p));
		jw_key(w, "consistency");
		jw_begin(w, '{');
		jw_key(w, "from");
		jw_int(w, since);
		jw_key(w, "nodes");
		jw_hashes(w, &p);
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status read_text(struct cx *cx, const struct record *rec, const struct json_text *t, void *out)
{
	return record_read(cx, rec, t->s, strlen(t->s), out);
}

/* The head, if it is signed by the key that came with it. */
static enum status read_head(struct cx *cx, const struct bundle *b, struct ledger_head *h)
{
	struct ledger_key k;
	struct sign_key key;
	TRY(read_text(cx, &ledger_head_record, &b->head, h));
	TRY(read_text(cx, &ledger_key_record, &b->key, &k));
	TRY(sign_key_public(cx, k.public, strlen(k.public), &key));
	if (strcmp(key.id, h->key) != 0 || strcmp(key.suite->name, h->suite) != 0 ||
	    !sign_holds(&key, ledger_head_text(cx, h), h->signature))
		return cx_fail(cx, STATUS_INVALID, "the signature of the head of size %" PRId64 " is wrong", h->size);
	return STATUS_OK;
}

/* Is h a continuation of what we signed before? */
static enum status check_continues(struct cx *cx, const struct bundle *b, const struct ledger_head *h,
				   const struct witnessed *before)
{
	if (strcmp(before->key, h->key) != 0)
		return cx_fail(cx, STATUS_CONFLICT, "the head is signed by %s, the one before by %s", h->key,
			       before->key);
	struct consistency c = {.from = h->size};
	if (b->consistency.s)
		TRY(read_text(cx, &consistency_record, &b->consistency, &c));
	if (c.from != before->size)
		return cx_fail(cx, STATUS_CONFLICT,
			       "a proof since size %" PRId64 " is needed: ledger head --since=%" PRId64, before->size,
			       before->size);
	struct merkle_proof p = {0};
	for (size_t i = 0; i < c.nodes.count; i++)
		if (!hash_parse(c.nodes.items[i], &p.nodes[p.count++]))
			return cx_fail_field(cx, "consistency.nodes", "not a hash");
	struct hash from, to;
	if (!hash_parse(before->root, &from) || !hash_parse(h->root, &to) ||
	    !merkle_is_consistent(sign_suite_find(h->suite)->hash, before->size, &from, h->size, &to, &p))
		return cx_fail(cx, STATUS_CONFLICT,
			       "the head of size %" PRId64 " does not continue the one of size %" PRId64
			       " that we signed: the ledger was rewritten",
			       h->size, before->size);
	return STATUS_OK;
}

enum status ledger_witness(struct cx *cx, const char *text, size_t n, struct ledger_cosign *out, struct sign_key *key)
{
	struct bundle b;
	struct ledger_head h;
	struct list before;
	TRY(record_read(cx, &bundle_record, text, n, &b));
	TRY(read_head(cx, &b, &h));
	TRY(db_all(cx, &witnessed_record, &before,
		   "SELECT key, root, size FROM ledger_witnessed WHERE county = $1 AND other = $2",
		   ARGS(V(cx->county), V(h.county))));
	if (before.count)
		TRY(check_continues(cx, &b, &h, before.items));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO ledger_witnessed (county, other, key, size, root, at) VALUES ($1, $2, $3, $4, $5, $6)"
		    " ON CONFLICT (county, other) DO UPDATE SET size = excluded.size, root = excluded.root, at = "
		    "excluded.at",
		    ARGS(V(cx->county), V(h.county), V(h.key), V(h.size), V(h.root), V(cx->now))));
	TRY(ledger_own_key(cx, key));
	struct ledger_cosign c = {.size = h.size,
				  .witness = arena_printf(cx->mem, "%" PRId64, cx->county),
				  .key = key->id,
				  .at = cx->now};
	TRY(sign_text(cx, key, ledger_cosign_text(cx, &c, &h), &c.signature));
	*out = c;
	return STATUS_OK;
}

enum status ledger_accept(struct cx *cx, const char *text, size_t n)
{
	struct answer a;
	struct ledger_cosign c;
	struct ledger_key k;
	struct sign_key key;
	struct ledger_head h;
	TRY(record_read(cx, &answer_record, text, n, &a));
	TRY(read_text(cx, &ledger_cosign_record, &a.cosign, &c));
	TRY(read_text(cx, &ledger_key_record, &a.key, &k));
	TRY(sign_key_public(cx, k.public, strlen(k.public), &key));
	TRY(ledger_head_at(cx, c.size, &h));
	if (strcmp(key.id, c.key) != 0 || !sign_holds(&key, ledger_cosign_text(cx, &c, &h), c.signature))
		return cx_fail(cx, STATUS_INVALID, "the signature of witness %s is wrong", c.witness);
	TRY(db_exec(cx, NULL,
		    "INSERT INTO ledger_key (county, id, suite, public, whose, at) VALUES ($1, $2, $3, $4, $5, $6)"
		    " ON CONFLICT (county, id) DO NOTHING",
		    ARGS(V(cx->county), V(key.id), V(key.suite->name), V(key.public), V(c.witness), V(cx->now))));
	return db_exec(
		cx, NULL,
		"INSERT INTO ledger_cosign (county, size, witness, key, at, signature) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (county, size, key) DO NOTHING",
		ARGS(V(cx->county), V(c.size), V(c.witness), V(c.key), V(c.at), V(c.signature)));
}
