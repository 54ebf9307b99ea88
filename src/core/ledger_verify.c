/* ledger_verify.c - the ledger in the database, computed again from its entries. */
#include "core/ledger.h"

#include <inttypes.h>
#include <string.h>
#include "core/ledger_audit.h"
#include "core/scratch.h"
#include "db/db.h"

enum { LEAVES = 1000, ITEMS = 500 };    /* a turn of the loop */

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

struct leaf_row {
	int64_t position, entry;
	const char *nodes;
	int64_t county, id, at, person, org;
	const char *kind;
	int64_t item;
	const char *action;
	struct json_text data;
};
static const struct field leaf_row_fields[] = {
	FIELD(struct leaf_row, position), FIELD(struct leaf_row, entry), FIELD(struct leaf_row, nodes),
	FIELD(struct leaf_row, county), FIELD(struct leaf_row, id), FIELD(struct leaf_row, at),
	FIELD(struct leaf_row, person), FIELD(struct leaf_row, org), FIELD(struct leaf_row, kind),
	FIELD(struct leaf_row, item), FIELD(struct leaf_row, action), FIELD(struct leaf_row, data),
};
static const struct record leaf_row_record = RECORD(leaf_row, leaf_row_fields);

/* A verification under way. */
struct verifying {
	struct ledger_audit audit;
	const struct ledger_check *check;
	int64_t size;           /* up to this head */
	int64_t head;           /* the size of the newest head that was checked */
	int64_t item;           /* the last item of check->kind that was looked at */
	bool more;
};

static void check_leaf(struct verifying *v, struct cx *cx, const struct leaf_row *r)
{
	struct ledger_audit *a = &v->audit;
	if (r->position != a->tree.size)
		audit_fault(a, cx, "position %" PRId64 " of the ledger is missing", a->tree.size);
	if (!r->kind)
		audit_fault(a, cx, "the entry %" PRId64 " at position %" PRId64 " is missing", r->entry, r->position);
	struct ledger_entry e = {.county = r->county, .id = r->id, .at = r->at, .person = r->person, .org = r->org,
				 .kind = r->kind ? r->kind : "", .item = r->item, .action = r->action, .data = r->data};
	size_t n;
	const char *text = ledger_leaf_text(cx, &e, &n);
	struct merkle_added added;
	audit_leaf(a, text, n, &added);
	if (strcmp(hex_print(cx->mem, added.nodes, (size_t)added.count * HASH_SIZE), r->nodes) != 0)
		audit_fault(a, cx, "the entry %" PRId64 " at position %" PRId64 " was changed", r->entry, r->position);
}

static enum status check_head(struct verifying *v, struct cx *cx, const struct ledger_head *h)
{
	struct list cosigns;
	audit_head(&v->audit, cx, h);
	v->head = h->size;
	TRY(db_all(cx, &ledger_cosign_record, &cosigns,
		   "SELECT size, witness, key, at, signature FROM ledger_cosign WHERE county = $1 AND size = $2",
		   ARGS(V(cx->county), V(h->size))));
	for (size_t i = 0; i < cosigns.count; i++)
		audit_cosign(&v->audit, cx, &((struct ledger_cosign *)cosigns.items)[i], h);
	return STATUS_OK;
}

static enum status check_leaves(struct cx *cx, void *arg)
{
	struct verifying *v = arg;
	int64_t from = v->audit.tree.size, to = from + LEAVES < v->size ? from + LEAVES : v->size;
	struct list rows, heads;
	TRY(db_all(cx, &leaf_row_record, &rows,
		   "SELECT l.position, l.entry, l.nodes, e.county, e.id, e.at, e.person, e.org, e.kind, e.item, "
		   "e.action, e.data"
		   " FROM ledger_leaf l LEFT JOIN ledger_entry e ON e.county = l.county AND e.id = l.entry"
		   " WHERE l.county = $1 AND l.position >= $2 AND l.position < $3 ORDER BY l.position",
		   ARGS(V(cx->county), V(from), V(to))));
	TRY(db_all(cx, &ledger_head_record, &heads,
		   "SELECT " LEDGER_HEAD_COLUMNS
		   " FROM ledger_head WHERE county = $1 AND size > $2 AND size <= $3 ORDER BY size",
		   ARGS(V(cx->county), V(from), V(to))));
	size_t h = 0;
	for (size_t i = 0; i < rows.count; i++) {
		check_leaf(v, cx, &((struct leaf_row *)rows.items)[i]);
		for (; h < heads.count && ((struct ledger_head *)heads.items)[h].size <= v->audit.tree.size; h++)
			TRY(check_head(v, cx, &((struct ledger_head *)heads.items)[h]));
	}
	v->more = rows.count > 0 && v->audit.tree.size < v->size;
	return STATUS_OK;
}

static enum status count(struct cx *cx, const char *sql, int64_t *out)
{
	struct count c;
	TRY(db_one(cx, &count_record, &c, sql, ARGS(V(cx->county))));
	*out = c.n;
	return STATUS_OK;
}

/* What does not show in the tree: entries that were kept out of it. */
static enum status check_waiting(struct verifying *v, struct cx *cx)
{
	int64_t lost, gone, ahead;
	TRY(count(cx, "SELECT count(*) AS n FROM ledger_pending WHERE county = $1", &v->audit.report->pending));
	TRY(count(cx,
		  "SELECT count(*) AS n FROM ledger_entry e WHERE e.county = $1"
		  " AND NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.county = e.county AND l.entry = e.id)"
		  " AND NOT EXISTS (SELECT 1 FROM ledger_pending p WHERE p.county = e.county AND p.entry = e.id)",
		  &lost));
	TRY(count(cx,
		  "SELECT count(*) AS n FROM ledger_pending p WHERE p.county = $1"
		  " AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.county = p.county AND e.id = p.entry)",
		  &gone));
	TRY(count(cx,
		  "SELECT coalesce(max(size), 0) - (SELECT coalesce(max(size), 0) FROM ledger_head WHERE county = $1) "
		  "AS n"
		  " FROM ledger_tree WHERE county = $1",
		  &ahead));
	if (ahead)
		audit_fault(&v->audit, cx, "the newest head is missing");
	if (lost)
		audit_fault(&v->audit, cx, "%" PRId64 " entries are in no tree and do not wait for one", lost);
	if (gone)
		audit_fault(&v->audit, cx, "%" PRId64 " waiting entries are missing", gone);
	if (v->audit.tree.size != v->size || v->head != v->size)
		audit_fault(&v->audit, cx, "the tree ends at %" PRId64 ", its newest head says %" PRId64,
			    v->audit.tree.size, v->size);
	return STATUS_OK;
}

struct last {
	int64_t item, id;
};
static const struct field last_fields[] = {FIELD(struct last, item), FIELD(struct last, id)};
static const struct record last_record = RECORD(last, last_fields);

/* Does the room's table still say what was written last?  Some items of v->check->kind. */
static enum status check_items(struct cx *cx, void *arg)
{
	struct verifying *v = arg;
	struct list l;
	TRY(db_all(cx, &last_record, &l,
		   "SELECT item, max(id) AS id FROM ledger_entry WHERE county = $1 AND kind = $2 AND item > $3"
		   " GROUP BY item ORDER BY item LIMIT $4",
		   ARGS(V(cx->county), V(v->check->kind), V(v->item), V((int64_t)ITEMS))));
	for (size_t i = 0; i < l.count; i++) {
		const struct last *last = &((struct last *)l.items)[i];
		struct ledger_entry e;
		const char *why = NULL;
		TRY(ledger_get(cx, last->id, &e));
		TRY(v->check->fn(cx, &e, &why));
		if (why)
			audit_fault(&v->audit, cx, "%s %" PRId64 ": %s", e.kind, e.item, why);
		v->audit.report->items++;
		v->item = last->item;
	}
	v->more = l.count == ITEMS;
	return STATUS_OK;
}

static enum status load_keys(struct verifying *v, struct cx *cx)
{
	struct list keys;
	TRY(db_all(cx, &ledger_key_record, &keys, "SELECT id, suite, public, whose FROM ledger_key WHERE county = $1",
		   ARGS(V(cx->county))));
	for (size_t i = 0; i < keys.count; i++) {
		const struct ledger_key *k = &((struct ledger_key *)keys.items)[i];
		TRY(audit_key(&v->audit, cx, k->public, *k->whose != '\0'));
	}
	return STATUS_OK;
}

static enum status check_tree(struct verifying *v, struct cx *cx, const struct ledger_progress *progress)
{
	for (v->more = v->size > 0; v->more;) {
		TRY(cx_scratch(cx, check_leaves, v));
		if (progress)
			TRY(progress->tell(cx, progress->arg, v->audit.tree.size, v->size));
	}
	return STATUS_OK;
}

enum status ledger_verify(struct cx *cx, const struct ledger_check *checks, const struct ledger_progress *progress,
			  struct ledger_report *out)
{
	struct verifying *v = arena_new_of(cx->mem, struct verifying);
	struct ledger_head newest;
	audit_begin(&v->audit, cx, out);
	TRY(load_keys(v, cx));
	TRY(ledger_newest(cx, &newest));        /* what is appended meanwhile is the next verification's */
	v->size = newest.size;
	const struct sign_suite *suite = sign_suite_find(newest.suite);
	if (newest.size && !suite)
		return cx_fail(cx, STATUS_INTERNAL, "unknown suite %s", newest.suite);
	v->audit.tree.suite = suite ? suite->hash : HASH_SHA256;
	TRY(check_tree(v, cx, progress));
	TRY(check_waiting(v, cx));
	for (v->check = checks; v->check && v->check->kind; v->check++)
		for (v->item = INT64_MIN, v->more = true; v->more;)
			TRY(cx_scratch(cx, check_items, v));
	audit_end(&v->audit);
	return STATUS_OK;
}
