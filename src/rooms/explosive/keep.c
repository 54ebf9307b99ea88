/* keep.c - taking entries in: is it one, do its two signatures hold, is it known; then the book, then what is wrong. */
#include "rooms/explosive/keep_inside.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/ledger.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/sign.h"
#include "db/db.h"

enum { MOST_SIGNATURES = 4, FUTURE_SECONDS = 600 };

static const struct field signature_fields[] = {
	FIELD(struct keep_signature, key, .flags = REQUIRED, .min = 16, .max = 16),
	FIELD(struct keep_signature, signature, .flags = REQUIRED, .min = 2, .max = 400),
};
const struct record keep_signature_record = RECORD(keep_signature, signature_fields);

static const struct field input_fields[] = {
	FIELD(struct keep_input, text, .flags = REQUIRED, .min = 1, .max = KEEPING_MAX),
	FIELD(struct keep_input, signatures, .flags = REQUIRED, .min = 0, .max = MOST_SIGNATURES,
	      .of = &keep_signature_record),
};
const struct record keep_input_record = RECORD(keep_input, input_fields);

static const struct field result_fields[] = {
	FIELD(struct keep_result, hash),
	FIELD(struct keep_result, status),
	FIELD(struct keep_result, why),
};
const struct record keep_result_record = RECORD(keep_result, result_fields);

/* ---- signatures ---- */

struct signed_by {
	bool keeper, blaster, other; /* posts among the signers */
	const char *names;
	int people;
};

static const struct keeper_key *key_of(const struct list *keys, const char *id)
{
	const struct keeper_key *k = keys->items;
	for (size_t i = 0; i < keys->count; i++)
		if (strcmp(k[i].id, id) == 0)
			return &k[i];
	return NULL;
}

/* One signature: by a known key, not revoked when it was made, and it holds. */
static bool one_holds(struct cx *cx, const struct list *keys, const struct keep_signature *s,
		      const struct keep_input *in, const struct keeping *k, const struct keeper_key **by)
{
	struct sign_key key;
	*by = key_of(keys, s->key);
	if (!*by || ((*by)->revoked_at && (*by)->revoked_at <= k->at))
		return false;
	if (sign_key_public(cx, (*by)->public, strlen((*by)->public), &key)) {
		cx_forget(cx);
		return false;
	}
	return sign_holds(&key, in->text, s->signature);
}

static void count_signer(struct cx *cx, struct signed_by *all, const struct keeper_key *key)
{
	const char *name = arena_printf(cx->mem, "、%s、", key->person);
	if (strstr(arena_printf(cx->mem, "、%s、", all->names), name))
		return;
	all->names = all->people++ ? arena_printf(cx->mem, "%s、%s", all->names, key->person) : key->person;
	all->keeper |= strcmp(key->post, "keeper") == 0;
	all->blaster |= strcmp(key->post, "blaster") == 0;
	all->other |= strcmp(key->post, "safety") == 0 || strcmp(key->post, "engineer") == 0;
}

/* Who hands out and takes back is not the one who takes and brings. */
static bool hands_over(const struct keeping *k)
{
	return strcmp(k->kind, "issue") == 0 || strcmp(k->kind, "return") == 0;
}

/* Two people, of the posts that the kind asks for: keepers at the magazine, a blaster and a watcher at the face. */
static enum status check_signatures(struct cx *cx, const struct keep_input *in, const struct keeping *k,
				    struct signed_by *by, bool *good)
{
	struct list keys;
	const struct keep_signature *s = in->signatures.items;
	*by = (struct signed_by){.names = ""};
	TRY(keeper_keys(cx, k->magazine, &keys));
	int keepers = 0;
	for (size_t i = 0; i < in->signatures.count; i++) {
		const struct keeper_key *key;
		if (!one_holds(cx, &keys, &s[i], in, k, &key) || (hands_over(k) && strcmp(key->person, k->person) == 0))
			continue;
		int before = by->people;
		count_signer(cx, by, key);
		keepers += by->people > before && strcmp(key->post, "keeper") == 0;
	}
	*good = strcmp(k->kind, "use") == 0 ? by->people >= 2 && by->blaster && (by->other || by->keeper)
					    : keepers >= 2;
	return STATUS_OK;
}

/* ---- taking in ---- */

static enum status store(struct cx *cx, const struct keeping *k, const struct keep_input *in,
			 const struct keep_place *at, const char *signers, bool counts)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_list(&w, &keep_signature_record, &in->signatures);
	int64_t id = id_new(cx);
	TRY(db_exec(cx, NULL,
		    "INSERT INTO explosive_entry (county, hash, id, magazine, mine, device, seq, prev, at, kind, "
		    "permit, blast, person, signers, body,"
		    " signatures, counts, received_at, received_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
		    "$11, $12, $13, $14, $15, $16, $17,"
		    " $18, $19)",
		    ARGS(V(cx->county), V((const char *)k->hash), V(id), V(at->magazine), V(at->mine), V(k->device),
			 V(k->seq), V(k->prev), V(k->at), V(k->kind), V(k->permit), V(k->blast), V(k->person),
			 V(signers), V(in->text), V((const char *)b.s), V(counts), V(cx->now), V(cx->user))));
	struct buf j;
	buf_init(&j, cx->mem);
	struct jw e = {.out = &j};
	jw_begin(&e, '{');
	jw_key(&e, "hash");
	jw_text(&e, k->hash);
	jw_key(&e, "magazine");
	jw_int(&e, at->magazine);
	jw_key(&e, "signers");
	jw_text(&e, signers);
	jw_key(&e, "counts");
	jw_bool(&e, counts);
	jw_end(&e);
	return ledger_append(cx, "explosive_entry", id, k->kind, j.s);
}

static enum status is_known(struct cx *cx, const char *hash, bool *yes)
{
	struct number_row r;
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM explosive_entry WHERE county = $1 AND hash = $2",
		   ARGS(V(cx->county), V(hash))));
	*yes = r.n > 0;
	return STATUS_OK;
}

static enum status book(struct cx *cx, const struct keeping *k, const struct keep_place *at, struct verdict *v)
{
	TRY(book_post(cx, k, at));
	if (at->magazine)
		TRY(keep_judge_opening(cx, k, at, v));
	return book_judge(cx, k, at, v);
}

/* A fact: whatever it says, it is kept, and what is wrong with it is said. */
static enum status take_fact(struct cx *cx, const struct keeping *k, const struct keep_input *in,
			     const struct keep_place *at, bool good, const char *signers, struct verdict *v)
{
	TRY(store(cx, k, in, at, signers, good));
	TRY(keep_judge_fork(cx, k, at, v));
	TRY(keep_judge_clock(cx, k, at, v));
	struct explosive_alert a = {
		.subject = k->hash, .mine = at->mine, .magazine = at->magazine, .holds = true, .since = k->at};
	if (!good) {
		a.kind = "signature";
		a.detail = arena_printf(cx->mem, "%s %" PRId64, k->device, k->seq);
		return book_say(cx, &a, v);
	}
	TRY(keep_say_around(cx, k, at, v));
	if (k->at > cx->now + FUTURE_SECONDS) {
		char text[32];
		a.kind = "clock";
		a.detail = time_print(k->at, text);
		TRY(book_say(cx, &a, v));
	}
	return book(cx, k, at, v);
}

/* At the counter: what the book cannot bear has not happened. */
static enum status take_strictly(struct cx *cx, const struct keeping *k, const struct keep_input *in,
				 const struct keep_place *at, bool good, const char *signers, struct verdict *v)
{
	const char *why;
	if (!good)
		return cx_fail(cx, STATUS_INVALID,
			       "two people of the right posts must sign, with keys that are registered here");
	if (k->at > cx->now + FUTURE_SECONDS)
		return cx_fail(cx, STATUS_INVALID, "the entry is from the future: set the clock");
	TRY(keep_check_chain(cx, k));
	TRY(keep_check_around(cx, k, at, true, &why));
	if (why)
		return cx_fail(cx, STATUS_CONFLICT, "%s", why);
	TRY(store(cx, k, in, at, signers, true));
	TRY(book(cx, k, at, v));
	/* A count that differs is a fact of the best kind. */
	if (v->raised && strcmp(k->kind, "count") != 0)
		return cx_fail(cx, STATUS_CONFLICT, "%s", v->first);
	return strcmp(k->kind, "use") == 0 ? keep_say_around(cx, k, at, v) : STATUS_OK;
}

/* One entry of a magazine, or for a blast, at a time: what is judged next must be there to be read.  (Where several
 * write at once, PostgreSQL, this row is the queue; on SQLite there is one writer anyway.) */
static enum status take_turn(struct cx *cx, const struct keeping *k)
{
	TRY(db_exec(cx, NULL, "UPDATE explosive_magazine SET version = version WHERE county = $1 AND id = $2",
		    ARGS(V(cx->county), V(k->magazine))));
	return k->blast
		       ? db_exec(cx, NULL, "UPDATE explosive_blast SET version = version WHERE county = $1 AND id = $2",
				 ARGS(V(cx->county), V(k->blast)))
		       : STATUS_OK;
}

static enum status place_of(struct cx *cx, int64_t magazine, struct keep_place *at)
{
	struct magazine *m = arena_new_of(cx->mem, struct magazine);
	TRY(magazine_get(cx, magazine, m));
	*at = (struct keep_place){m->id, m->mine, m};
	return STATUS_OK;
}

static enum status refuse(struct cx *cx, const struct keep_input *in, const struct keep_place *at,
			  struct keep_result *out)
{
	const char *why = cx->error, *hash = hash_hex(cx, HASH_SHA256, in->text, strlen(in->text));
	struct verdict v = {0};
	cx_forget(cx);
	*out = (struct keep_result){hash, "refused", why};
	return book_say(cx,
			&(struct explosive_alert){.kind = "unreadable",
						  .subject = hash,
						  .detail = arena_printf(cx->mem, "%s\n%.300s", why, in->text),
						  .mine = at->mine,
						  .magazine = at->magazine,
						  .holds = true,
						  .since = cx->now},
			&v);
}

enum status keep_take(struct cx *cx, int64_t magazine, const struct keep_input *in, bool strict,
		      struct keep_result *out)
{
	struct keeping k;
	struct keep_place at;
	struct signed_by by;
	struct verdict v = {0};
	bool known, good;
	TRY(place_of(cx, magazine, &at));
	enum status s = keeping_read(cx, in->text, strlen(in->text), &k);
	if (!s && (k.county != cx->county || k.magazine != magazine || strcmp(k.kind, "dispatch") == 0))
		s = cx_fail(cx, STATUS_INVALID, "the entry is not one of this magazine");
	if (s)
		return strict || (s != STATUS_INVALID && s != STATUS_TOO_LARGE) ? s : refuse(cx, in, &at, out);
	*out = (struct keep_result){arena_strdup(cx->mem, k.hash), "known", ""};
	TRY(take_turn(cx, &k));
	TRY(is_known(cx, k.hash, &known));
	if (known)
		return STATUS_OK;
	TRY(check_signatures(cx, in, &k, &by, &good));
	TRY(strict ? take_strictly(cx, &k, in, &at, good, by.names, &v)
		   : take_fact(cx, &k, in, &at, good, by.names, &v));
	out->status = good ? "new" : "kept";
	out->why = v.raised ? v.first : "";
	return STATUS_OK;
}

enum status keep_own(struct cx *cx, struct keeping *k)
{
	struct verdict v = {0};
	struct magazine m;
	int64_t id = id_new(cx);
	TRY(magazine_get(cx, k->magazine, &m));
	const struct keep_place at = {0, m.mine, NULL};
	k->county = cx->county;
	k->device = arena_printf(
		cx->mem, "%016" PRIx64,
		id); /* a device of one entry; among entries of one second it comes first, devices begin with 1 … f */
	k->seq = 1;
	k->prev = "0000000000000000000000000000000000000000000000000000000000000000";
	k->at = cx->now;
	const struct keep_input in = {.text = keeping_write(cx, k)};
	TRY(take_turn(cx, k));
	TRY(store(cx, k, &in, &at, "", true));
	TRY(book(cx, k, &at, &v));
	return v.raised ? cx_fail(cx, STATUS_CONFLICT, "%s", v.first) : STATUS_OK;
}

/* ---- reading ---- */

static const struct field entry_fields[] = {
	FIELD(struct journal_entry, id),
	FIELD(struct journal_entry, hash),
	FIELD(struct journal_entry, magazine),
	FIELD(struct journal_entry, mine_name),
	FIELD(struct journal_entry, magazine_name),
	FIELD(struct journal_entry, device),
	FIELD(struct journal_entry, seq),
	FIELD(struct journal_entry, at, .flags = TIME),
	FIELD(struct journal_entry, kind),
	FIELD(struct journal_entry, permit, .flags = NULLABLE),
	FIELD(struct journal_entry, blast, .flags = NULLABLE),
	FIELD(struct journal_entry, person),
	FIELD(struct journal_entry, signers),
	FIELD(struct journal_entry, body),
	FIELD(struct journal_entry, signatures),
	FIELD(struct journal_entry, counts),
	FIELD(struct journal_entry, received_at, .flags = TIME),
};
const struct record journal_entry_record = RECORD(journal_entry, entry_fields);
#define ENTRY_COLUMNS                                                                                                  \
	"e.id, e.hash, e.magazine, e.device, e.seq, e.at, e.kind, e.permit, e.blast, e.person, e.signers, e.body, "    \
	"e.signatures, e.counts, "                                                                                     \
	"e.received_at"

enum status journal_after(struct cx *cx, int64_t magazine, int64_t after, int64_t limit, struct list *out)
{
	return db_all(cx, &journal_entry_record, out,
		      "SELECT " ENTRY_COLUMNS ", '' AS mine_name, '' AS magazine_name FROM explosive_entry e WHERE "
					      "e.county = $1 AND e.magazine = $2 AND e.id > $3 ORDER BY e.id LIMIT $4",
		      ARGS(V(cx->county), V(magazine), V(after), V(limit)));
}

static const struct field query_fields[] = {
	FIELD(struct journal_query, magazine, .min = 0, .max = INT64_MAX),
	FIELD(struct journal_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct journal_query, blast, .min = 0, .max = INT64_MAX),
	FIELD(struct journal_query, permit, .min = 0, .max = INT64_MAX),
	FIELD(struct journal_query, kind, .min = 0, .max = 20),
	FIELD(struct journal_query, from, .flags = DAY),
	FIELD(struct journal_query, to, .flags = DAY),
	FIELD(struct journal_query, q, .min = 0, .max = 60),
	FIELD(struct journal_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct journal_query, limit, .min = 1, .max = 200),
};
const struct record journal_query_record = RECORD(journal_query, query_fields);

enum { RECENT_DAYS = 3 };

/* Days; without a day and without anything that an index leads to, the last ones: magazine by magazine, not all there
 * ever was. */
static void add_days(struct cx *cx, struct where *w, const struct journal_query *q)
{
	struct day d;
	bool wide = !q->magazine && !q->mine && !q->blast && !q->permit;
	if (wide)
		where_and(w, "e.magazine IN (SELECT x.id FROM explosive_magazine x WHERE x.county = $?)",
			  V(cx->county));
	if (q->from && day_parse(q->from, &d))
		where_and(w, "e.at >= $?", V(day_start(d)));
	else if (wide && !(q->to && *q->to))
		where_and(w, "e.at >= $?", V(day_start((struct day){day_of(cx->now).n - RECENT_DAYS})));
	else if (wide && day_parse(q->to, &d))
		where_and(w, "e.at >= $?", V(day_start((struct day){d.n - RECENT_DAYS})));
	if (q->to && day_parse(q->to, &d))
		where_and(w, "e.at < $?", V(day_start((struct day){d.n + 1})));
}

enum status journal_list(struct cx *cx, const struct journal_query *q, struct list *out, int64_t *next)
{
	const struct {
		const char *sql;
		int64_t value;
	} filters[] = {
		{"e.magazine = $?", q->magazine},
		{"e.magazine IN (SELECT x.id FROM explosive_magazine x WHERE x.county = e.county AND x.mine = $?)",
		 q->mine},
		{"e.blast = $?", q->blast},
		{"e.permit = $?", q->permit},
		{"e.id < $?", q->cursor}};
	size_t limit = (size_t)(q->limit ? q->limit : 50);
	struct where w = where_new(cx, "e.county = $?", V(cx->county));
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
		if (filters[i].value)
			where_and(&w, filters[i].sql, V(filters[i].value));
	if (q->kind && *q->kind)
		where_and(&w, "e.kind = $?", V(q->kind));
	add_days(cx, &w, q);
	if (q->q && *q->q)
		where_and(&w,
			  "(lower(e.person) LIKE $? ESCAPE '\\' OR lower(e.signers) LIKE $? ESCAPE '\\' OR lower(m.name) LIKE $? ESCAPE "
			  "'\\' OR lower(e.body) LIKE $? ESCAPE '\\')",
			  V(org_anywhere(cx, q->q)));
	TRY(mine_scope(cx, &w));
	where_more(&w, " ORDER BY e.id DESC LIMIT $?", V((int64_t)limit + 1));
	TRY(db_all(cx, &journal_entry_record, out,
		   arena_printf(cx->mem,
				"SELECT " ENTRY_COLUMNS
				", m.name AS mine_name, g.name AS magazine_name FROM explosive_entry e"
				" JOIN mine m ON m.county = e.county AND m.id = e.mine"
				" LEFT JOIN explosive_magazine g ON g.county = e.county AND g.id = e.magazine WHERE %s",
				w.sql.s),
		   where_args(&w)));
	*next = where_page(out, &journal_entry_record, limit);
	return STATUS_OK;
}
