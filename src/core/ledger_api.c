/* ledger_api.c - the ledger by HTTP. */
#include "core/ledger_api.h"

#include <inttypes.h>
#include <stdlib.h>
#include "base/day.h"
#include "core/org_api.h"
#include "core/perm.h"
#include "db/db.h"

/* A program without rooms has nothing to compare; main/ puts its own table in this one's place. */
__attribute__((weak)) const struct ledger_check ledger_checks[] = {{0}};

/* ---- entries ---- */

struct ledger_query {
	const char *kind, *day, *cursor;
	int64_t item, user, limit;
};
static const struct field query_fields[] = {
	FIELD(struct ledger_query, kind, .max = 40),
	FIELD(struct ledger_query, item, .max = INT64_C(1) << 53),
	FIELD(struct ledger_query, user, .max = INT64_C(1) << 53),
	FIELD(struct ledger_query, day, .flags = DAY),
	FIELD(struct ledger_query, cursor, .max = 20),
	FIELD(struct ledger_query, limit, .min = 1, .max = 200),
};
static const struct record query_record = RECORD(ledger_query, query_fields);

struct ledger_row {
	int64_t id, at, person;
	const char *person_name;
	int64_t org;
	const char *org_name, *kind;
	int64_t item;
	const char *action;
	struct json_text data;
	int64_t position;       /* from 1; 0: it waits for one */
};
static const struct field row_fields[] = {
	FIELD(struct ledger_row, id),
	FIELD(struct ledger_row, at, .flags = TIME),
	FIELD(struct ledger_row, person, .flags = NULLABLE),
	FIELD(struct ledger_row, person_name),
	FIELD(struct ledger_row, org, .flags = NULLABLE),
	FIELD(struct ledger_row, org_name),
	FIELD(struct ledger_row, kind),
	FIELD(struct ledger_row, item),
	FIELD(struct ledger_row, action),
	FIELD(struct ledger_row, data),
	FIELD(struct ledger_row, position, .flags = NULLABLE),
};
static const struct record row_record = RECORD(ledger_row, row_fields);

/* A WHERE that grows: "AND " condition with the number of the next argument in it. */
struct where {
	struct buf sql;
	struct val v[10];
	size_t n;
};

static void and_where(struct where *w, const char *condition, struct val v)
{
	w->v[w->n++] = v;
	buf_printf(&w->sql, " AND %s $%zu", condition, w->n);
}

static enum status list_entries(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct ledger_query *q = rq->query;
	int64_t limit = q->limit ? q->limit : 50;
	struct where w = {.v = {V(cx->county)}, .n = 1};
	struct day day;
	buf_init(&w.sql, cx->mem);
	buf_puts(&w.sql, "SELECT e.id, e.at, e.person, coalesce(p.name, '') AS person_name, e.org,"
			 " coalesce(o.name, '') AS org_name, e.kind, e.item, e.action, e.data,"
			 " coalesce(l.position + 1, 0) AS position"
			 " FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.county = e.county AND l.entry = e.id"
			 " LEFT JOIN person p ON p.county = e.county AND p.id = e.person"
			 " LEFT JOIN org o ON o.county = e.county AND o.id = e.org WHERE e.county = $1");
	if (q->kind)
		and_where(&w, "e.kind =", V(q->kind));
	if (q->item)
		and_where(&w, "e.item =", V(q->item));
	if (q->user)
		and_where(&w, "e.person =", V(q->user));
	if (q->day && day_parse(q->day, &day)) {
		and_where(&w, "e.at >=", V(day_start(day)));
		and_where(&w, "e.at <", V(day_start((struct day){day.n + 1})));
	}
	if (q->cursor)
		and_where(&w, "e.id <", V((int64_t)strtoll(q->cursor, NULL, 10)));
	w.v[w.n++] = V(limit + 1);
	buf_printf(&w.sql, " ORDER BY e.id DESC LIMIT $%zu", w.n);

	struct list l;
	TRY(db_all(cx, &row_record, &l, w.sql.s, (struct args){w.v, w.n}));
	const char *next = NULL;
	if (l.count > (size_t)limit) {
		l.count = (size_t)limit;
		next = arena_printf(cx->mem, "%" PRId64, ((struct ledger_row *)l.items)[limit - 1].id);
	}
	jw_page(&reply->w, &row_record, &l, next, -1);
	return STATUS_OK;
}

/* ---- heads, keys, proofs ---- */

struct heads_query {
	const char *cursor;
	int64_t limit;
};
static const struct field heads_fields[] = {
	FIELD(struct heads_query, cursor, .max = 20), FIELD(struct heads_query, limit, .min = 1, .max = 200),
};
static const struct record heads_record = RECORD(heads_query, heads_fields);

struct head_row {
	int64_t size;
	const char *root;
	int64_t at;
	const char *suite, *key, *signature;
	int64_t witnesses;
};
static const struct field head_row_fields[] = {
	FIELD(struct head_row, size), FIELD(struct head_row, root),      FIELD(struct head_row, at, .flags = TIME),
	FIELD(struct head_row, suite), FIELD(struct head_row, key),      FIELD(struct head_row, signature),
	FIELD(struct head_row, witnesses),
};
static const struct record head_row_record = RECORD(head_row, head_row_fields);

static enum status list_heads(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct heads_query *q = rq->query;
	int64_t limit = q->limit ? q->limit : 50, before = q->cursor ? strtoll(q->cursor, NULL, 10) : INT64_MAX;
	struct list l;
	TRY(db_all(cx, &head_row_record, &l,
		   "SELECT size, root, at, suite, key, signature, (SELECT count(*) FROM ledger_cosign c"
		   " WHERE c.county = h.county AND c.size = h.size) AS witnesses"
		   " FROM ledger_head h WHERE county = $1 AND size < $2 ORDER BY size DESC LIMIT $3",
		   ARGS(V(cx->county), V(before), V(limit + 1))));
	const char *next = NULL;
	if (l.count > (size_t)limit) {
		l.count = (size_t)limit;
		next = arena_printf(cx->mem, "%" PRId64, ((struct head_row *)l.items)[limit - 1].size);
	}
	jw_page(&reply->w, &head_row_record, &l, next, -1);
	return STATUS_OK;
}

static enum status list_keys(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	struct list l;
	TRY(db_all(cx, &ledger_key_record, &l,
		   "SELECT id, suite, public, whose FROM ledger_key WHERE county = $1 ORDER BY whose, id",
		   ARGS(V(cx->county))));
	jw_page(&reply->w, &ledger_key_record, &l, NULL, -1);
	return STATUS_OK;
}

void jw_ledger_proof(struct cx *cx, struct jw *w, const struct ledger_proof *p)
{
	char hex[HASH_HEX];
	size_t n;
	jw_begin(w, '{');
	jw_key(w, "entry");
	jw_record(w, &ledger_entry_record, &p->entry);
	jw_key(w, "leaf_text");
	jw_text(w, ledger_leaf_text(cx, &p->entry, &n));
	jw_key(w, "leaf");
	jw_text(w, hash_print(&p->leaf, hex));
	jw_key(w, "position");
	jw_int(w, p->position);
	jw_key(w, "nodes");
	jw_hashes(w, &p->path);
	jw_key(w, "head");
	jw_record(w, &ledger_head_record, &p->head);
	jw_end(w);
}

static enum status get_proof(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct ledger_proof p;
	TRY(ledger_prove(cx, rq->id, &p));
	jw_ledger_proof(cx, &reply->w, &p);
	return STATUS_OK;
}

struct span {
	int64_t from, to;
};
static const struct field span_fields[] = {
	FIELD(struct span, from, .flags = REQUIRED, .min = 1, .max = INT64_C(1) << 53),
	FIELD(struct span, to, .min = 1, .max = INT64_C(1) << 53),
};
static const struct record span_record = RECORD(span, span_fields);

enum status jw_ledger_consistency(struct cx *cx, struct jw *w, int64_t from, int64_t to)
{
	struct ledger_head a, b;
	struct merkle_proof p;
	if (!to) {
		TRY(ledger_newest(cx, &b));
		to = b.size;
	}
	TRY(ledger_consistency(cx, from, to, &p));
	TRY(ledger_head_at(cx, from, &a));
	TRY(ledger_head_at(cx, to, &b));
	jw_begin(w, '{');
	jw_key(w, "from");
	jw_record(w, &ledger_head_record, &a);
	jw_key(w, "to");
	jw_record(w, &ledger_head_record, &b);
	jw_key(w, "nodes");
	jw_hashes(w, &p);
	jw_end(w);
	return STATUS_OK;
}

static enum status get_consistency(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct span *q = rq->query;
	return jw_ledger_consistency(cx, &reply->w, q->from, q->to);
}

/* ---- verification as a job ---- */

void jw_ledger_report(struct jw *w, const struct ledger_report *r)
{
	jw_begin(w, '{');
	jw_key(w, "ok");
	jw_bool(w, r->faults == 0);
	const struct {
		const char *name;
		int64_t n;
	} counts[] = {{"entries", r->entries}, {"heads", r->heads}, {"cosigned", r->cosigned},
		      {"pending", r->pending}, {"items", r->items}, {"faults", r->faults},
		      {"size", r->size}};
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		jw_key(w, counts[i].name);
		jw_int(w, counts[i].n);
	}
	jw_key(w, "root");
	jw_text(w, r->root);
	jw_key(w, "key");
	jw_text(w, r->key);
	jw_key(w, "words");
	jw_texts(w, &r->words);
	jw_end(w);
}

static enum status tell(struct cx *cx, void *job, int64_t done, int64_t total)
{
	return job_progress(cx, job, done, total, NULL);
}

static enum status run_verify(struct cx *cx, struct job *job)
{
	struct ledger_report r;
	struct ledger_progress progress = {tell, job};
	struct buf b;
	TRY(ledger_verify(cx, ledger_checks, &progress, &r));
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_ledger_report(&w, &r);
	job->result.s = b.s;
	return STATUS_OK;
}

const struct job_kind ledger_verify_job = {"ledger.verify", run_verify, "核验存证", "verify the ledger"};

static enum status post_verify(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	int64_t id;
	TRY(job_new(cx, ledger_verify_job.name, NULL, &id));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "job");
	jw_int(&reply->w, id);
	jw_end(&reply->w);
	return STATUS_OK;
}

static const struct answer_key proof_keys[] = {
	KEY("entry", "@", .of = &ledger_entry_record),
	KEY("leaf_text", "text"),
	KEY("leaf", "text"),
	KEY("position", "int"),
	KEY("nodes", "[text]"),
	KEY("head", "@", .of = &ledger_head_record),
	{0},
};

static const struct answer_key consistency_keys[] = {
	KEY("from", "@", .of = &ledger_head_record),
	KEY("to", "@", .of = &ledger_head_record),
	KEY("nodes", "[text]"),
	{0},
};

static const struct answer_key job_keys[] = {
	KEY("job", "int"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/ledger", BIT(LEDGER_READ), list_entries, .query = &query_record, .reply = &row_record,
	 .flags = ROUTE_LIST, .help = "What was written, newest first; of one kind, item, person or day"},
	{"GET", "/api/ledger/heads", BIT(LEDGER_READ), list_heads, .query = &heads_record, .reply = &head_row_record,
	 .flags = ROUTE_LIST, .help = "Signed tree heads, newest first"},
	{"GET", "/api/ledger/keys", BIT(LEDGER_READ), list_keys, .reply = &ledger_key_record, .flags = ROUTE_LIST,
	 .help = "Public keys of the county and of its witnesses"},
	{"GET", "/api/ledger/proof/{id}", BIT(LEDGER_READ), get_proof,
	 .keys = proof_keys, .help = "Proof that an entry is in the tree: {entry,leaf_text,leaf,position,nodes,head}"},
	{"GET", "/api/ledger/consistency", BIT(LEDGER_READ), get_consistency, .query = &span_record,
	 .keys = consistency_keys,
	 .help = "Proof that the head of size to (or the newest) continues that of size from: {from,to,nodes}"},
	{"POST", "/api/ledger/verify", BIT(LEDGER_READ), post_verify, .flags = ROUTE_NO_LEDGER,
	 .keys = job_keys,
	 .help = "Compute everything again, as a job; the answer is {job}, the job's result {ok,faults,words,…}"},
};
const struct routes ledger_routes = ROUTES("/api/ledger", table);
