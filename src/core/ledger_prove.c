/* ledger_prove.c - reading the ledger: heads, entries, proofs, and what a witness signs. */
#include "core/ledger.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/scratch.h"
#include "db/db.h"

struct leaf {
	int64_t position, entry;
	const char *nodes;
};
static const struct field leaf_fields[] = {
	FIELD(struct leaf, position), FIELD(struct leaf, entry), FIELD(struct leaf, nodes),
};
static const struct record leaf_record = RECORD(leaf, leaf_fields);

enum status ledger_node(struct cx *cx, void *arg, int level, int64_t index, struct hash *out)
{
	(void)arg;
	int64_t at = merkle_completed_by(level, index);
	struct leaf l;
	TRY(db_one(cx, &leaf_record, &l,
		   "SELECT position, entry, nodes FROM ledger_leaf WHERE county = $1 AND position = $2",
		   ARGS(V(cx->county), V(at))));
	size_t from = (size_t)level * 2 * HASH_SIZE;
	if (strlen(l.nodes) < from + 2 * HASH_SIZE ||
	    !hash_parse(arena_printf(cx->mem, "%.*s", 2 * HASH_SIZE, l.nodes + from), out))
		return cx_fail(cx, STATUS_INTERNAL, "the ledger's leaf %" PRId64 " is damaged", at);
	return STATUS_OK;
}

static const struct merkle_store store = {ledger_node, NULL};

enum status ledger_newest(struct cx *cx, struct ledger_head *out)
{
	struct list l;
	TRY(db_all(cx, &ledger_head_record, &l,
		   "SELECT " LEDGER_HEAD_COLUMNS " FROM ledger_head WHERE county = $1 ORDER BY size DESC LIMIT 1",
		   ARGS(V(cx->county))));
	*out = l.count ? *(struct ledger_head *)l.items : (struct ledger_head){.county = cx->county};
	return STATUS_OK;
}

enum status ledger_head_at(struct cx *cx, int64_t size, struct ledger_head *out)
{
	struct list l;
	TRY(db_all(cx, &ledger_head_record, &l,
		   "SELECT " LEDGER_HEAD_COLUMNS " FROM ledger_head WHERE county = $1 AND size = $2",
		   ARGS(V(cx->county), V(size))));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "no head was signed at size %" PRId64, size);
	*out = *(struct ledger_head *)l.items;
	return STATUS_OK;
}

enum status ledger_get(struct cx *cx, int64_t id, struct ledger_entry *out)
{
	struct list l;
	TRY(db_all(cx, &ledger_entry_record, &l,
		   "SELECT " LEDGER_ENTRY_COLUMNS " FROM ledger_entry WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(id))));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no ledger entry %" PRId64, id);
	*out = *(struct ledger_entry *)l.items;
	return STATUS_OK;
}

enum status ledger_prove(struct cx *cx, int64_t entry, struct ledger_proof *out)
{
	struct ledger_proof p = {0};
	TRY(ledger_get(cx, entry, &p.entry));
	struct list l;
	TRY(db_all(cx, &leaf_record, &l,
		   "SELECT position, entry, nodes FROM ledger_leaf WHERE county = $1 AND entry = $2",
		   ARGS(V(cx->county), V(entry))));
	if (!l.count)
		return cx_fail(cx, STATUS_BUSY, "the entry waits for its place in the ledger: try again in a second");
	p.position = ((struct leaf *)l.items)->position;
	TRY(ledger_newest(cx, &p.head));
	const struct sign_suite *suite = sign_suite_find(p.head.suite);
	if (!suite || p.position >= p.head.size)
		return cx_fail(cx, STATUS_INTERNAL, "the ledger's newest head is older than its leaves");
	size_t n;
	const char *text = ledger_leaf_text(cx, &p.entry, &n);
	merkle_leaf(suite->hash, text, n, &p.leaf);
	TRY(merkle_prove_inclusion(cx, &store, suite->hash, p.position, p.head.size, &p.path));
	*out = p;
	return STATUS_OK;
}

enum status ledger_consistency(struct cx *cx, int64_t from, int64_t to, struct merkle_proof *out)
{
	struct ledger_head a, b;
	TRY(ledger_head_at(cx, from, &a));
	TRY(ledger_head_at(cx, to, &b));
	if (from > to)
		return cx_fail_field(cx, "from", "the older size comes first");
	const struct sign_suite *suite = sign_suite_find(b.suite);
	if (!suite)
		return cx_fail(cx, STATUS_INTERNAL, "unknown suite %s", b.suite);
	return merkle_prove_consistency(cx, &store, suite->hash, from, to, out);
}

void jw_hashes(struct jw *w, const struct merkle_proof *p)
{
	char hex[HASH_HEX];
	jw_begin(w, '[');
	for (int i = 0; i < p->count; i++)
		jw_text(w, hash_print(&p->nodes[i], hex));
	jw_end(w);
}

/* ---- export ---- */

struct line {
	const char *text;
	size_t n;
};

static struct line record_line(struct cx *cx, const char *name, const struct record *rec, const void *row)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '{');
	jw_key(&w, name);
	jw_record(&w, rec, row);
	jw_end(&w);
	return (struct line){b.s, b.n};
}

struct exporting {
	enum status (*give)(struct cx *cx, void *arg, const char *line, size_t n);
	void *arg;
};

static enum status give_all(struct cx *cx, const struct exporting *x, const char *name, const struct record *rec,
			    const struct list *l)
{
	for (size_t i = 0; i < l->count; i++) {
		struct line line = record_line(cx, name, rec, (const char *)l->items + i * rec->size);
		TRY(x->give(cx, x->arg, line.text, line.n));
	}
	return STATUS_OK;
}

/* The leaves [from, to) in order; cx->mem is the caller's scratch. */
static enum status give_leaves(struct cx *cx, const struct exporting *x, int64_t from, int64_t to)
{
	struct list l;
	TRY(db_all(cx, &ledger_entry_record, &l,
		   "SELECT e.county, e.id, e.at, e.person, e.org, e.kind, e.item, e.action, e.data"
		   " FROM ledger_leaf l JOIN ledger_entry e ON e.county = l.county AND e.id = l.entry"
		   " WHERE l.county = $1 AND l.position >= $2 AND l.position < $3 ORDER BY l.position",
		   ARGS(V(cx->county), V(from), V(to))));
	if ((int64_t)l.count != to - from)
		return cx_fail(cx, STATUS_INTERNAL,
			       "entries of the ledger are missing between %" PRId64 " and %" PRId64, from, to);
	for (size_t i = 0; i < l.count; i++) {
		size_t n;
		const char *text = ledger_leaf_text(cx, &((struct ledger_entry *)l.items)[i], &n);
		TRY(x->give(cx, x->arg, text, n));
	}
	return STATUS_OK;
}

/* Where an export has come to. */
struct exported {
	const struct exporting *x;
	int64_t size;
};

/* The next head after the size, with the leaves before it and the witnesses after it. */
static enum status give_up_to_head(struct cx *cx, void *arg)
{
	struct exported *at = arg;
	struct list heads, cosigns;
	TRY(db_all(cx, &ledger_head_record, &heads,
		   "SELECT " LEDGER_HEAD_COLUMNS
		   " FROM ledger_head WHERE county = $1 AND size > $2 ORDER BY size LIMIT 1",
		   ARGS(V(cx->county), V(at->size))));
	if (!heads.count)
		return cx_fail(cx, STATUS_INTERNAL, "heads of the ledger are missing after size %" PRId64, at->size);
	int64_t next = ((struct ledger_head *)heads.items)->size;
	TRY(give_leaves(cx, at->x, at->size, next));
	TRY(give_all(cx, at->x, "head", &ledger_head_record, &heads));
	TRY(db_all(cx, &ledger_cosign_record, &cosigns,
		   "SELECT size, witness, key, at, signature FROM ledger_cosign WHERE county = $1 AND size = $2 ORDER "
		   "BY key",
		   ARGS(V(cx->county), V(next))));
	TRY(give_all(cx, at->x, "cosign", &ledger_cosign_record, &cosigns));
	at->size = next;
	return STATUS_OK;
}

static enum status give_first(struct cx *cx, const struct exporting *x, const struct ledger_head *h)
{
	const char *line = arena_printf(cx->mem, "{\"export\":{\"county\":%" PRId64 ",\"size\":%" PRId64
					",\"suite\":\"%s\"}}", cx->county, h->size, h->suite ? h->suite : "");
	return x->give(cx, x->arg, line, strlen(line));
}

static enum status give_keys(struct cx *cx, const struct exporting *x)
{
	struct list keys;
	TRY(db_all(cx, &ledger_key_record, &keys,
		   "SELECT id, suite, public, whose FROM ledger_key WHERE county = $1 ORDER BY whose, id",
		   ARGS(V(cx->county))));
	return give_all(cx, x, "key", &ledger_key_record, &keys);
}

enum status ledger_export(struct cx *cx, enum status (*give)(struct cx *cx, void *arg, const char *line, size_t n),
			  void *arg)
{
	struct exporting x = {give, arg};
	struct ledger_head newest;
	TRY(ledger_newest(cx, &newest));
	TRY(give_first(cx, &x, &newest));
	TRY(give_keys(cx, &x));
	struct exported at = {&x, 0};
	while (at.size < newest.size)
		TRY(cx_scratch(cx, give_up_to_head, &at));
	return STATUS_OK;
}

enum status ledger_export_proof(struct cx *cx, int64_t entry,
				enum status (*give)(struct cx *cx, void *arg, const char *line, size_t n), void *arg)
{
	struct exporting x = {give, arg};
	struct ledger_proof p;
	TRY(ledger_prove(cx, entry, &p));
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '{');
	jw_key(&w, "proof");
	jw_begin(&w, '{');
	jw_key(&w, "position");
	jw_int(&w, p.position);
	jw_key(&w, "nodes");
	jw_hashes(&w, &p.path);
	jw_end(&w);
	jw_end(&w);
	size_t n;
	const char *leaf = ledger_leaf_text(cx, &p.entry, &n);
	TRY(give_first(cx, &x, &p.head));
	TRY(give_keys(cx, &x));
	TRY(give(cx, arg, b.s, b.n));
	TRY(give(cx, arg, leaf, n));
	struct list heads = {&p.head, 1};
	return give_all(cx, &x, "head", &ledger_head_record, &heads);
}
