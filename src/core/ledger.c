/* ledger.c - appending, and the sequencer. */
#include "core/ledger.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "db/db.h"

static const struct field entry_fields[] = {
	FIELD(struct ledger_entry, county),
	FIELD(struct ledger_entry, id),
	FIELD(struct ledger_entry, at, .flags = TIME, .zh = "时间", .en = "time"),
	FIELD(struct ledger_entry, person, .flags = NULLABLE, .zh = "经办人", .en = "person"),
	FIELD(struct ledger_entry, org, .flags = NULLABLE, .zh = "单位", .en = "organisation"),
	FIELD(struct ledger_entry, kind, .zh = "类别", .en = "kind"),
	FIELD(struct ledger_entry, item, .zh = "对象", .en = "item"),
	FIELD(struct ledger_entry, action, .zh = "动作", .en = "action"),
	FIELD(struct ledger_entry, data, .zh = "内容", .en = "content"),
};
const struct record ledger_entry_record = RECORD(ledger_entry, entry_fields);

static const struct field head_fields[] = {
	FIELD(struct ledger_head, county, .flags = REQUIRED),
	FIELD(struct ledger_head, size, .flags = REQUIRED, .max = INT64_C(1) << 53),
	FIELD(struct ledger_head, root, .flags = REQUIRED, .min = 64, .max = 64, .zh = "根哈希", .en = "root hash"),
	FIELD(struct ledger_head, at, .flags = REQUIRED | TIME, .zh = "签发时间", .en = "signed at"),
	FIELD(struct ledger_head, suite, .flags = REQUIRED, .max = 40),
	FIELD(struct ledger_head, key, .flags = REQUIRED, .max = 64, .zh = "密钥", .en = "key"),
	FIELD(struct ledger_head, signature, .flags = REQUIRED, .max = 512, .zh = "签名", .en = "signature"),
};
const struct record ledger_head_record = RECORD(ledger_head, head_fields);

static const struct field key_fields[] = {
	FIELD(struct ledger_key, id, .flags = REQUIRED, .max = 64),
	FIELD(struct ledger_key, suite, .flags = REQUIRED, .max = 40),
	FIELD(struct ledger_key, public, .flags = REQUIRED, .max = 2000),
	FIELD(struct ledger_key, whose, .max = 200),
};
const struct record ledger_key_record = RECORD(ledger_key, key_fields);

static const struct field cosign_fields[] = {
	FIELD(struct ledger_cosign, size, .flags = REQUIRED),
	FIELD(struct ledger_cosign, witness, .flags = REQUIRED, .max = 200),
	FIELD(struct ledger_cosign, key, .flags = REQUIRED, .max = 64),
	FIELD(struct ledger_cosign, at, .flags = REQUIRED | TIME),
	FIELD(struct ledger_cosign, signature, .flags = REQUIRED, .max = 512),
};
const struct record ledger_cosign_record = RECORD(ledger_cosign, cosign_fields);

/* ---- appending ---- */

enum status ledger_append(struct cx *cx, const char *kind, int64_t item, const char *action, const char *json)
{
	const char *data = json ? json : "null";
	assert(!strpbrk(data, "\r\n"));         /* a leaf is one line */
	int64_t id = id_new(cx);
	TRY(db_exec(
		cx, NULL,
		"INSERT INTO ledger_entry (" LEDGER_ENTRY_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		ARGS(V(cx->county), V(id), V(cx->now), V(cx->user), V(cx->org), V(kind), V(item), V(action), V(data))));
	TRY(db_exec(cx, NULL, "INSERT INTO ledger_pending (county, entry) VALUES ($1, $2)",
		    ARGS(V(cx->county), V(id))));
	cx->ledger_entries++;
	return STATUS_OK;
}

enum status ledger_append_record(struct cx *cx, const char *kind, int64_t item, const char *action,
				 const struct record *rec, const void *row)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_record(&w, rec, row);
	return ledger_append(cx, kind, item, action, b.s);
}

/* ---- the texts that are hashed and signed ---- */

const char *ledger_leaf_text(struct cx *cx, const struct ledger_entry *e, size_t *n)
{
	struct buf b;
	buf_init(&b, cx->mem);
	buf_printf(&b, "{\"county\":%" PRId64 ",\"id\":%" PRId64 ",\"at\":%" PRId64 ",\"person\":%" PRId64
		   ",\"org\":%" PRId64, e->county, e->id, e->at, e->person, e->org);
	struct jw w = {.out = &b, .open = "{", .depth = 1, .comma = true};
	jw_key(&w, "kind");
	jw_text(&w, e->kind);
	jw_key(&w, "item");
	jw_int(&w, e->item);
	jw_key(&w, "action");
	jw_text(&w, e->action);
	jw_key(&w, "data");
	jw_raw(&w, e->data.s);
	jw_end(&w);
	*n = b.n;
	return b.s;
}

const char *ledger_head_text(struct cx *cx, const struct ledger_head *h)
{
	return arena_printf(cx->mem,
			    "kuangan ledger head\ncounty %" PRId64 "\nsize %" PRId64 "\nroot %s\nat %" PRId64
			    "\nsuite %s\nkey %s\n", h->county, h->size, h->root, h->at, h->suite, h->key);
}

const char *ledger_cosign_text(struct cx *cx, const struct ledger_cosign *c, const struct ledger_head *h)
{
	return arena_printf(cx->mem, "kuangan ledger witness\nwitness %s\nat %" PRId64 "\nkey %s\n%s", c->witness,
			    c->at, c->key, ledger_head_text(cx, h));
}

/* ---- the tree and its key ---- */

struct tree {
	const char *suite;
	int64_t size;
};
static const struct field tree_fields[] = {FIELD(struct tree, suite), FIELD(struct tree, size)};
static const struct record tree_record = RECORD(tree, tree_fields);

static enum status read_tree(struct cx *cx, struct tree *out)
{
	struct list l;
	TRY(db_all(cx, &tree_record, &l, "SELECT suite, size FROM ledger_tree WHERE county = $1", ARGS(V(cx->county))));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "this county has no ledger yet");
	*out = *(struct tree *)l.items;
	return STATUS_OK;
}

static const char *key_path(struct cx *cx)
{
	return arena_printf(cx->mem, "%s/keys/ledger-%" PRId64 ".pem", cx->data, cx->county);
}

enum status ledger_own_key(struct cx *cx, struct sign_key *out)
{
	struct tree t;
	TRY(read_tree(cx, &t));
	if (!cx->data)
		return cx_fail(cx, STATUS_INTERNAL, "no data folder is open, so there is no key to sign with");
	return sign_key_load(cx, key_path(cx), sign_suite_find(t.suite), out);
}

enum status ledger_start(struct cx *cx, const char *name)
{
	const struct sign_suite *suite = sign_suite_find(name);
	if (!suite)
		return cx_fail(cx, STATUS_INVALID, "there is no suite %s: sha256-ed25519 or sm3-sm2", name);
	if (!cx->data)
		return cx_fail(cx, STATUS_INTERNAL, "no data folder is open, so there is no key to sign with");
	TRY(db_exec(cx, NULL,
		    "INSERT INTO ledger_tree (county, suite, size) VALUES ($1, $2, 0) ON CONFLICT (county) DO NOTHING",
		    ARGS(V(cx->county), V(name))));
	struct tree t;
	TRY(read_tree(cx, &t));
	TRY(sign_key_make(cx, key_path(cx), sign_suite_find(t.suite)));
	struct sign_key key;
	TRY(ledger_own_key(cx, &key));
	return db_exec(cx, NULL,
		       "INSERT INTO ledger_key (county, id, suite, public, whose, at) VALUES ($1, $2, $3, $4, '', $5)"
		       " ON CONFLICT (county, id) DO NOTHING",
		       ARGS(V(cx->county), V(key.id), V(t.suite), V(key.public), V(cx->now)));
}

/* ---- the sequencer ---- */

/* Leaves on their way into the database, several a statement. */
enum { CHUNK = 16 };
struct leaf {
	int64_t position, entry;
	const char *nodes;
};

static enum status insert_leaves(struct cx *cx, const struct leaf *l, size_t n)
{
	struct val v[1 + 3 * CHUNK] = {V(cx->county)};
	struct buf sql;
	buf_init(&sql, cx->mem);
	buf_puts(&sql, "INSERT INTO ledger_leaf (county, position, entry, nodes) VALUES ");
	for (size_t i = 0; i < n; i++) {
		size_t at = 1 + 3 * i;
		v[at] = V(l[i].position);
		v[at + 1] = V(l[i].entry);
		v[at + 2] = V(l[i].nodes);
		buf_printf(&sql, "%s($1, $%zu, $%zu, $%zu)", i ? ", " : "", at + 1, at + 2, at + 3);
	}
	return db_exec(cx, NULL, sql.s, (struct args){v, 1 + 3 * n});
}

static enum status append_entries(struct cx *cx, struct merkle *m, const struct list *entries)
{
	struct leaf chunk[CHUNK];
	size_t n = 0;
	for (size_t i = 0; i < entries->count; i++) {
		const struct ledger_entry *e = &((const struct ledger_entry *)entries->items)[i];
		size_t size;
		const char *text = ledger_leaf_text(cx, e, &size);
		struct hash h;
		merkle_leaf(m->suite, text, size, &h);
		struct merkle_added added;
		chunk[n].position = m->size;
		merkle_append(m, &h, &added);
		chunk[n].entry = e->id;
		chunk[n].nodes = hex_print(cx->mem, added.nodes, (size_t)added.count * HASH_SIZE);
		if (++n == CHUNK || i + 1 == entries->count) {
			TRY(insert_leaves(cx, chunk, n));
			n = 0;
		}
	}
	return STATUS_OK;
}

static enum status sign_head(struct cx *cx, const struct merkle *m, const struct sign_key *key)
{
	struct hash root;
	char hex[HASH_HEX];
	merkle_root(m, &root);
	struct ledger_head h = {.county = cx->county, .size = m->size, .root = hash_print(&root, hex), .at = cx->now,
				.suite = key->suite->name, .key = key->id};
	TRY(sign_text(cx, key, ledger_head_text(cx, &h), &h.signature));
	return db_exec(cx, NULL,
		       "INSERT INTO ledger_head (" LEDGER_HEAD_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7)",
		       ARGS(V(h.county), V(h.size), V(h.root), V(h.at), V(h.suite), V(h.key), V(h.signature)));
}

/* What keeps two sequencers from making two trees of one: only he who moves the size on from where he found it goes on,
 * and he holds that row until he commits.  The keys of ledger_leaf would refuse the other one too. */
static enum status claim(struct cx *cx, int64_t from, int64_t count)
{
	int64_t changed;
	TRY(db_exec(cx, &changed, "UPDATE ledger_tree SET size = $1 WHERE county = $2 AND size = $3",
		    ARGS(V(from + count), V(cx->county), V(from))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "another process is appending to the ledger");
	return STATUS_OK;
}

enum status ledger_integrate(struct cx *cx, int64_t *done)
{
	if (done)
		*done = 0;
	struct tree t;
	TRY(read_tree(cx, &t));         /* before the entries: a size read later could not be trusted to go with them */
	struct list entries;
	TRY(db_all(cx, &ledger_entry_record, &entries,
		   "SELECT e.county, e.id, e.at, e.person, e.org, e.kind, e.item, e.action, e.data"
		   " FROM ledger_pending p JOIN ledger_entry e ON e.county = p.county AND e.id = p.entry"
		   " WHERE p.county = $1 ORDER BY p.entry LIMIT $2", ARGS(V(cx->county), V((int64_t)LEDGER_BATCH))));
	if (!entries.count)
		return STATUS_OK;

	struct sign_key key;
	TRY(ledger_own_key(cx, &key));
	TRY(claim(cx, t.size, (int64_t)entries.count));
	struct merkle m;
	struct merkle_store store = {ledger_node, NULL};
	TRY(merkle_load(cx, &store, key.suite->hash, t.size, &m));
	TRY(append_entries(cx, &m, &entries));
	TRY(db_exec(cx, NULL,
		    "DELETE FROM ledger_pending WHERE county = $1 AND entry IN"
		    " (SELECT entry FROM ledger_leaf WHERE county = $1 AND position >= $2)",
		    ARGS(V(cx->county), V(t.size))));
	TRY(sign_head(cx, &m, &key));
	if (done)
		*done = (int64_t)entries.count;
	return STATUS_OK;
}
