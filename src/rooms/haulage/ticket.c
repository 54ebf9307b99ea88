/* ticket.c - tickets as they are read, listed, and proved. */
#include "rooms/haulage/haulage_inside.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "core/perm.h"
#include "db/db.h"
#include "proto/weigh.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 500 };

int64_t haulage_ticket_id(int64_t at, int64_t seq, int64_t count)
{
	return (at - HAULAGE_EPOCH) << HAULAGE_SHIFT | seq << HAULAGE_COUNT_BITS | count;
}

int64_t haulage_ticket_at(int64_t id)
{
	return (id >> HAULAGE_SHIFT) + HAULAGE_EPOCH;
}

#define FACTS                                                                                                         \
	FIELD(struct haulage_ticket, id), FIELD(struct haulage_ticket, at, .flags = TIME), FIELD(struct haulage_ticket, scale), \
	FIELD(struct haulage_ticket, no), FIELD(struct haulage_ticket, mine, .flags = NULLABLE),                     \
	FIELD(struct haulage_ticket, vehicle, .flags = NULLABLE), FIELD(struct haulage_ticket, driver, .flags = NULLABLE), \
	FIELD(struct haulage_ticket, carrier, .flags = NULLABLE), FIELD(struct haulage_ticket, direction),           \
	FIELD(struct haulage_ticket, axles), FIELD(struct haulage_ticket, cargo), FIELD(struct haulage_ticket, receiver), \
	FIELD(struct haulage_ticket, operator), FIELD(struct haulage_ticket, gross_kg), FIELD(struct haulage_ticket, tare_kg), \
	FIELD(struct haulage_ticket, net_kg), FIELD(struct haulage_ticket, limit_kg), FIELD(struct haulage_ticket, counted_kg), \
	FIELD(struct haulage_ticket, over_kg), FIELD(struct haulage_ticket, result), FIELD(struct haulage_ticket, decision), \
	FIELD(struct haulage_ticket, reason), FIELD(struct haulage_ticket, flags), FIELD(struct haulage_ticket, source)

static const struct field fact_fields[] = {FACTS};
const struct record haulage_fact_record = RECORD(haulage_ticket, fact_fields);
static const struct field ticket_fields[] = {
	FACTS, FIELD(struct haulage_ticket, batch), FIELD(struct haulage_ticket, plate), FIELD(struct haulage_ticket, mine_name),
	FIELD(struct haulage_ticket, scale_name), FIELD(struct haulage_ticket, driver_name), FIELD(struct haulage_ticket, carrier_name),
};
const struct record haulage_ticket_record = RECORD(haulage_ticket, ticket_fields);

static const char *const results[] = {"ok", "warning", "fine", "exempt", "unknown", NULL};
static const char *const decisions[] = {"open", "closed", NULL};
static const char *const directions[] = {"out", "in", "pass", NULL};
static const struct field query_fields[] = {
	FIELD(struct haulage_ticket_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_ticket_query, scale, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_ticket_query, vehicle, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_ticket_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_ticket_query, plate, .min = 0, .max = 20),
	FIELD(struct haulage_ticket_query, from, .flags = DAY),
	FIELD(struct haulage_ticket_query, to, .flags = DAY),
	FIELD(struct haulage_ticket_query, result, .choices = results),
	FIELD(struct haulage_ticket_query, decision, .choices = decisions),
	FIELD(struct haulage_ticket_query, direction, .choices = directions),
	FIELD(struct haulage_ticket_query, leads),
	FIELD(struct haulage_ticket_query, over),
	FIELD(struct haulage_ticket_query, signs),
	FIELD(struct haulage_ticket_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_ticket_query, limit, .min = 1, .max = MAX_LIMIT),
};
const struct record haulage_ticket_query_record = RECORD(haulage_ticket_query, query_fields);

/* ---- reading ---- */

/* Those of the mines that the user sees; what has no mine is the county's. */
static enum status scope(struct cx *cx, struct where *w)
{
	bool all;
	TRY(mine_sees_all(cx, &all));
	if (all)
		return STATUS_OK;
	where_and(w, "t.mine > $?", V((int64_t)0));
	return mine_scope(cx, w);
}

enum status haulage_ticket_get(struct cx *cx, int64_t id, struct haulage_ticket **out)
{
	struct list l;
	struct where w = where_new(cx, " WHERE t.county = $?", V(cx->county));
	where_and(&w, "t.id = $?", V(id));
	TRY(scope(cx, &w));
	TRY(db_all(cx, &haulage_ticket_record, &l,
		   arena_printf(cx->mem, "SELECT " HAULAGE_TICKET_COLUMNS HAULAGE_TICKET_NAMES HAULAGE_TICKET_FROM "%s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such ticket, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

static enum status days(struct cx *cx, const struct haulage_ticket_query *q, struct where *w)
{
	struct day d;
	if (q->from && *q->from) {
		if (!day_parse(q->from, &d))
			return cx_fail_field(cx, "from", "must be a day, YYYY-MM-DD");
		where_and(w, "t.id >= $?", V(haulage_ticket_id(day_start(d), 0, 0)));
	}
	if (q->to && *q->to) {
		if (!day_parse(q->to, &d))
			return cx_fail_field(cx, "to", "must be a day, YYYY-MM-DD");
		where_and(w, "t.id < $?", V(haulage_ticket_id(day_start((struct day){d.n + 1}), 0, 0)));
	}
	return STATUS_OK;
}

static enum status by_plate(struct cx *cx, const char *text, struct where *w)
{
	int64_t vehicle;
	const char *plate = weigh_plate(cx->mem, text);
	TRY(haulage_count(cx, &vehicle, "SELECT id AS n FROM haulage_vehicle WHERE county = $1 AND plate = $2", ARGS(V(cx->county), V(plate))));
	where_and(w, "t.vehicle = $?", V(vehicle ? vehicle : -1));
	return STATUS_OK;
}

static enum status filter(struct cx *cx, const struct haulage_ticket_query *q, struct where *w)
{
	TRY(scope(cx, w));
	if (q->mine)
		where_and(w, "t.mine = $?", V(q->mine));
	if (q->scale)
		where_and(w, "t.scale = $?", V(q->scale));
	if (q->vehicle)
		where_and(w, "t.vehicle = $?", V(q->vehicle));
	if (q->town)
		where_and(w, "m.town = $?", V(q->town));
	if (q->plate && *q->plate)
		TRY(by_plate(cx, q->plate, w));
	if (q->result)
		where_and(w, "t.result = $?", V(q->result));
	if (q->decision)
		where_and(w, "t.decision = $?", V(q->decision));
	if (q->direction)
		where_and(w, "t.direction = $?", V(q->direction));
	if (q->over || q->leads)
		buf_puts(&w->sql, " AND t.over_kg > 0");
	if (q->leads)
		buf_puts(&w->sql, " AND t.direction = 'pass' AND NOT EXISTS (SELECT 1 FROM haulage_case k WHERE k.county = t.county AND k.ticket = t.id)");
	if (q->signs)
		buf_puts(&w->sql, " AND t.flags > 0");
	return days(cx, q, w);
}

enum status haulage_ticket_list(struct cx *cx, const struct haulage_ticket_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, " WHERE t.county = $?", V(cx->county));
	TRY(filter(cx, q, &w));
	if (q->cursor)
		where_and(&w, "t.id < $?", V(q->cursor));
	where_more(&w, " ORDER BY t.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &haulage_ticket_record, out,
		   arena_printf(cx->mem, "SELECT " HAULAGE_TICKET_COLUMNS HAULAGE_TICKET_NAMES HAULAGE_TICKET_FROM "%s", w.sql.s), where_args(&w)));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = ((const struct haulage_ticket *)out->items)[limit - 1].id;
	}
	return STATUS_OK;
}

struct texts haulage_signs(struct cx *cx, int64_t flags)
{
	static const struct {
		int64_t sign;
		const char *zh, *en;
	} all[] = {
#define X(name, bit, code, english, chinese) {HAULAGE_SIGN_##name, chinese, english},
		HAULAGE_SIGNS(X)
#undef X
	};
	struct texts out = {.items = arena_array_of(cx->mem, const char *, sizeof all / sizeof *all)};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (flags & all[i].sign)
			out.items[out.count++] = cx->lang == LANG_ZH ? all[i].zh : all[i].en;
	return out;
}

enum status haulage_may_read(struct cx *cx, const char *kind, int64_t item, bool *yes)
{
	struct haulage_ticket *t;
	(void)kind;
	enum status s = cx->perms & PERM_HAULAGE_READ ? haulage_ticket_get(cx, item, &t) : STATUS_NOT_FOUND;
	if (s && s != STATUS_NOT_FOUND)
		return s;
	cx_forget(cx);
	*yes = !s;
	return STATUS_OK;
}

/* ---- batches ---- */

static void leaf_of(struct cx *cx, const struct haulage_ticket *t, struct hash *out)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_record(&w, &haulage_fact_record, t);
	merkle_leaf(HASH_SHA256, b.s, b.n, out);
}

struct leaves {
	struct hash *at;
	size_t n;
};

static void root_of(struct cx *cx, const struct haulage_ticket *tickets, size_t n, struct leaves *leaves, struct hash *root)
{
	struct merkle m = {.suite = HASH_SHA256};
	struct merkle_added added;
	*leaves = (struct leaves){arena_array_of(cx->mem, struct hash, n), n};
	for (size_t i = 0; i < n; i++) {
		leaf_of(cx, &tickets[i], &leaves->at[i]);
		merkle_append(&m, &leaves->at[i], &added);
	}
	merkle_root(&m, root);
}

static const char *batch_json(struct cx *cx, int64_t batch, size_t n, int64_t first, int64_t last, const char *root)
{
	return arena_printf(cx->mem, "{\"id\":%" PRId64 ",\"tickets\":%zu,\"first\":%" PRId64 ",\"last\":%" PRId64 ",\"suite\":\"sha256\",\"root\":\"%s\"}",
			    batch, n, first, last, root);
}

enum status haulage_batch_write(struct cx *cx, int64_t batch, const struct haulage_ticket *t, size_t n)
{
	struct leaves leaves;
	struct hash root;
	struct buf ids;
	char hex[HASH_HEX];
	root_of(cx, t, n, &leaves, &root);
	hash_print(&root, hex);
	buf_init(&ids, cx->mem);
	for (size_t i = 0; i < n; i++)
		buf_printf(&ids, "%s%" PRId64, i ? "," : "", t[i].id - (i ? t[i - 1].id : 0));
	TRY(db_exec(cx, NULL, "INSERT INTO haulage_batch (county, id, tickets, ids, root, at, person) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		    ARGS(V(cx->county), V(batch), V((int64_t)n), V(ids.s), V((const char *)hex), V(cx->now), V(cx->user))));
	return ledger_append(cx, "haulage_batch", batch, "weigh", batch_json(cx, batch, n, t[0].id, t[n - 1].id, hex));
}

struct batch_row {
	int64_t id, tickets;
	const char *ids, *root;
};
static const struct field batch_fields[] = {
	FIELD(struct batch_row, id), FIELD(struct batch_row, tickets), FIELD(struct batch_row, ids), FIELD(struct batch_row, root),
};
static const struct record batch_record = RECORD(batch_row, batch_fields);

/* The tickets of a batch, in its order; fewer where one is gone. */
static enum status batch_tickets(struct cx *cx, const struct batch_row *b, struct haulage_ticket **out, size_t *n)
{
	struct haulage_ticket *all = arena_array_of(cx->mem, struct haulage_ticket, (size_t)b->tickets + 1);
	const char *at = b->ids;
	int64_t id = 0;
	*n = 0;
	for (int64_t i = 0; i < b->tickets && *at; i++) {
		char *end;
		struct list l;
		id += strtoll(at, &end, 10);
		at = *end == ',' ? end + 1 : end;
		TRY(db_all(cx, &haulage_fact_record, &l, "SELECT " HAULAGE_FACT_COLUMNS " FROM haulage_ticket t WHERE t.county = $1 AND t.id = $2",
			   ARGS(V(cx->county), V(id))));
		if (l.count)
			all[(*n)++] = *(const struct haulage_ticket *)l.items;
	}
	*out = all;
	return STATUS_OK;
}

static enum status batch_get(struct cx *cx, int64_t id, struct batch_row *out)
{
	return db_one(cx, &batch_record, out, "SELECT id, tickets, ids, root FROM haulage_batch WHERE county = $1 AND id = $2",
		      ARGS(V(cx->county), V(id)));
}

static enum status node_of(struct cx *cx, void *arg, int level, int64_t index, struct hash *out)
{
	const struct leaves *l = arg;
	struct merkle m = {.suite = HASH_SHA256};
	struct merkle_added added;
	(void)cx;
	for (int64_t i = index << level; i < (index + 1) << level; i++)
		merkle_append(&m, &l->at[i], &added);
	merkle_root(&m, out);
	return STATUS_OK;
}

enum status haulage_prove(struct cx *cx, int64_t ticket, struct jw *w)
{
	struct haulage_ticket *t, *all;
	struct batch_row b;
	struct leaves leaves;
	struct hash root;
	struct merkle_proof proof;
	char hex[HASH_HEX];
	size_t n, place = 0;
	int64_t entry;
	TRY(haulage_ticket_get(cx, ticket, &t));
	TRY(batch_get(cx, t->batch, &b));
	TRY(batch_tickets(cx, &b, &all, &n));
	if (n != (size_t)b.tickets)
		return cx_fail(cx, STATUS_CONFLICT, "tickets of its batch are missing: have the ledger verified");
	root_of(cx, all, n, &leaves, &root);
	while (place < n && all[place].id != ticket)
		place++;
	TRY(merkle_prove_inclusion(cx, &(struct merkle_store){node_of, &leaves}, HASH_SHA256, (int64_t)place, (int64_t)n, &proof));
	TRY(haulage_count(cx, &entry, "SELECT max(id) AS n FROM ledger_entry WHERE county = $1 AND kind = 'haulage_batch' AND item = $2",
			  ARGS(V(cx->county), V(b.id))));
	jw_begin(w, '{');
	jw_key(w, "ticket");
	jw_record(w, &haulage_fact_record, t);
	jw_key(w, "hash");
	jw_text(w, hash_print(&leaves.at[place], hex));
	jw_key(w, "position");
	jw_int(w, (int64_t)place);
	jw_key(w, "tickets");
	jw_int(w, (int64_t)n);
	jw_key(w, "path");
	jw_hashes(w, &proof);
	jw_key(w, "root");
	jw_text(w, hash_print(&root, hex));
	jw_key(w, "holds");
	jw_bool(w, strcmp(hex, b.root) == 0);
	jw_key(w, "entry");
	jw_int(w, entry);
	jw_end(w);
	return STATUS_OK;
}

enum status haulage_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct batch_row b;
	struct haulage_ticket *all;
	struct leaves leaves;
	struct hash root;
	char hex[HASH_HEX];
	size_t n;
	enum status s = batch_get(cx, last->item, &b);
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		*why = words(cx, "its row is missing");
		return STATUS_OK;
	}
	TRY(s);
	TRY(batch_tickets(cx, &b, &all, &n));
	if (n != (size_t)b.tickets) {
		*why = words(cx, "tickets of the batch are gone");
		return STATUS_OK;
	}
	root_of(cx, all, n, &leaves, &root);
	const char *says = batch_json(cx, b.id, n, all[0].id, all[n - 1].id, hash_print(&root, hex));
	if (strcmp(says, last->data.s) != 0)
		*why = words(cx, "its tickets are not those that came in");
	return STATUS_OK;
}
