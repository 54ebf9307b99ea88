#include "rooms/explosive/snapshot.h"

#include <jansson.h>
#include <string.h>
#include "db/db.h"
#include "rooms/explosive/blast.h"
#include "rooms/explosive/book.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/standing.h"
#include "rooms/mine/papers.h"
#include "rooms/mine/status.h"

/* ---- writing ---- */

static enum status write_lists(struct cx *cx, const struct magazine *m, struct jw *w)
{
	static const char *const blast_states[] = {"released", "fired"};
	struct list l;
	int64_t next;
	TRY(keeper_keys(cx, m->id, &l));
	jw_key(w, "keys");
	jw_list(w, &keeper_key_record, &l);
	TRY(book_of_magazine(cx, m->id, &l));
	jw_key(w, "balances");
	jw_list(w, &balance_row_record, &l);
	jw_key(w, "blasts");
	jw_begin(w, '[');
	for (int i = 0; i < 2; i++) {
		TRY(blast_list(cx, &(struct blast_query){.mine = m->mine, .state = blast_states[i], .limit = 100}, &l,
			       &next));
		for (size_t k = 0; k < l.count; k++)
			jw_record(w, &blast_record, &((const struct blast *)l.items)[k]);
	}
	jw_end(w);
	jw_key(w, "transports");
	jw_begin(w, '[');
	static const char *const journeys[] = {"departed", "arrived"};
	for (int i = 0; i < 2; i++) {
		TRY(transport_list(cx, &(struct transport_query){.mine = m->mine, .state = journeys[i], .limit = 100},
				   &l, &next));
		for (size_t k = 0; k < l.count; k++)
			if (((const struct transport *)l.items)[k].magazine == m->id)
				jw_record(w, &transport_record, &((const struct transport *)l.items)[k]);
	}
	jw_end(w);
	return STATUS_OK;
}

/* May the mine work, and by which licences: a machine without network refuses to issue where it may not. */
static enum status write_standing(struct cx *cx, int64_t magazine, const struct mine *m, struct jw *w)
{
	struct standing st;
	struct list l;
	TRY(standing_of(cx, magazine, &st));
	jw_key(w, "may_work");
	jw_bool(w, st.may_work);
	jw_key(w, "why_not");
	jw_text(w, st.why_not);
	jw_key(w, "stamp");
	jw_text(w, st.stamp);
	TRY(licence_list(cx, m->id, &l));
	jw_key(w, "licences");
	jw_begin(w, '[');
	const struct licence *p = l.items;
	for (size_t i = 0; i < l.count; i++) {
		const struct {
			const char *key, *value;
		} texts[] = {{"kind", p[i].kind},
			     {"number", p[i].number},
			     {"valid_from", p[i].valid_from},
			     {"valid_to", p[i].valid_to},
			     {"withdrawn_on", p[i].withdrawn_on}};
		jw_begin(w, '{');
		jw_key(w, "id");
		jw_int(w, p[i].id);
		for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
			jw_key(w, texts[k].key);
			jw_text(w, texts[k].value);
		}
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status write_entries(struct cx *cx, int64_t magazine, int64_t cursor, struct jw *w)
{
	struct list l;
	TRY(journal_after(cx, magazine, cursor, SNAPSHOT_ENTRIES + 1, &l));
	bool more = l.count > SNAPSHOT_ENTRIES;
	l.count = more ? SNAPSHOT_ENTRIES : l.count;
	jw_key(w, "entries");
	jw_list(w, &journal_entry_record, &l);
	jw_key(w, "next");
	jw_int(w, l.count ? ((const struct journal_entry *)l.items)[l.count - 1].id : cursor);
	jw_key(w, "more");
	jw_bool(w, more);
	return STATUS_OK;
}

enum status snapshot_write(struct cx *cx, int64_t magazine, int64_t cursor, struct jw *w)
{
	struct magazine m;
	struct mine *mine;
	const char *codes;
	TRY(magazine_get(cx, magazine, &m));
	TRY(mine_get(cx, m.mine, &mine));
	jw_key(w, "county");
	jw_int(w, cx->county);
	jw_key(w, "now");
	jw_time(w, cx->now);
	jw_key(w, "magazine");
	jw_record(w, &magazine_record, &m);
	jw_key(w, "mine");
	jw_record(w, &mine_record, mine);
	TRY(write_lists(cx, &m, w));
	TRY(write_standing(cx, magazine, mine, w));
	TRY(piece_codes(cx, magazine, "stored", &codes));
	jw_key(w, "stored");
	jw_text(w, codes);
	TRY(piece_codes(cx, magazine, "issued", &codes));
	jw_key(w, "issued");
	jw_text(w, codes);
	return write_entries(cx, magazine, cursor, w);
}

/* ---- reading ---- */

static int64_t whole(const json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}

static double real(const json_t *j, const char *key)
{
	return json_number_value(json_object_get(j, key));
}

/* The tree lives as long as the reading of it, and nothing read is kept longer. */
static const char *text(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));
	return s ? s : "";
}

static int64_t moment(const json_t *j, const char *key)
{
	int64_t t;
	return time_parse(text(j, key), &t) ? t : 0;
}

static enum status read_licence(struct cx *cx, int64_t mine, const json_t *l)
{
	return db_exec(cx, NULL,
		       "INSERT INTO mine_licence (county, mine, id, kind, number, valid_from, valid_to, withdrawn_on, "
		       "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
		       " $9) ON CONFLICT (county, mine, id) DO UPDATE SET valid_from = excluded.valid_from, valid_to = "
		       "excluded.valid_to,"
		       " withdrawn_on = excluded.withdrawn_on",
		       ARGS(V(cx->county), V(mine), V(whole(l, "id")), V(text(l, "kind")), V(text(l, "number")),
			    V(text(l, "valid_from")), V(text(l, "valid_to")), V(text(l, "withdrawn_on")), V(cx->now)));
}

static enum status read_mine(struct cx *cx, const json_t *j)
{
	const json_t *mine = json_object_get(j, "mine"), *licences = json_object_get(j, "licences"), *l;
	const char *state = json_is_false(json_object_get(j, "may_work")) ? "stopped" : "working";
	size_t i;
	TRY(db_exec(cx, NULL,
		    "INSERT INTO mine (county, id, name, kind, scale_t, state, created_at) VALUES ($1, $2, $3, $4, $5, "
		    "$6, $7) ON CONFLICT (county, id) DO UPDATE SET"
		    " name = excluded.name, state = excluded.state",
		    ARGS(V(cx->county), V(whole(mine, "id")), V(text(mine, "name")), V(text(mine, "kind")),
			 V(whole(mine, "scale_t")), V(state), V(cx->now))));
	json_array_foreach(licences, i, l) TRY(read_licence(cx, whole(mine, "id"), l));
	return STATUS_OK;
}

static enum status read_magazine(struct cx *cx, const json_t *m)
{
	return db_exec(
		cx, NULL,
		"INSERT INTO explosive_magazine (county, id, version, mine, name, explosive_g, detonators, cord_m, "
		"evaluation, created_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (county, id) DO UPDATE SET version = "
		"excluded.version, name = excluded.name,"
		" explosive_g = excluded.explosive_g, detonators = excluded.detonators, cord_m = excluded.cord_m",
		ARGS(V(cx->county), V(whole(m, "id")), V(whole(m, "version")), V(whole(m, "mine")), V(text(m, "name")),
		     V(whole(m, "explosive_g")), V(whole(m, "detonators")), V(whole(m, "cord_m")),
		     V(text(m, "evaluation")), V(cx->now)));
}

static enum status read_key(struct cx *cx, const json_t *k)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_key (county, magazine, id, person, post, certificate, public, device, "
		       "made_by, made_at, revoked_at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10) ON CONFLICT (county, magazine, id) DO "
		       "UPDATE SET revoked_at = excluded.revoked_at",
		       ARGS(V(cx->county), V(whole(k, "magazine")), V(text(k, "id")), V(text(k, "person")),
			    V(text(k, "post")), V(text(k, "certificate")), V(text(k, "public")), V(text(k, "device")),
			    V(moment(k, "made_at")), V(moment(k, "revoked_at"))));
}

/* Blasts that are no longer among the open ones were settled or cancelled: nothing is issued for them any more. */
static enum status end_blasts(struct cx *cx, int64_t mine)
{
	return db_exec(cx, NULL,
		       "UPDATE explosive_blast SET state = 'settled' WHERE county = $1 AND mine = $2 AND state IN "
		       "('released', 'fired')",
		       ARGS(V(cx->county), V(mine)));
}

static enum status read_blast(struct cx *cx, const json_t *b)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_blast (county, id, version, state, mine, no, day, place, material, "
		       "blaster, engineer, holes, volume_m3, plan_g,"
		       " plan_detonators, circle_m, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
		       "$12, $13, $14, $15, $16, $17)"
		       " ON CONFLICT (county, id) DO UPDATE SET version = excluded.version, state = excluded.state",
		       ARGS(V(cx->county), V(whole(b, "id")), V(whole(b, "version")), V(text(b, "state")),
			    V(whole(b, "mine")), V(text(b, "no")), V(text(b, "day")), V(text(b, "place")),
			    V(text(b, "material")), V(text(b, "blaster")), V(text(b, "engineer")), V(whole(b, "holes")),
			    V(real(b, "volume_m3")), V(whole(b, "plan_g")), V(whole(b, "plan_detonators")),
			    V(whole(b, "circle_m")), V(cx->now)));
}

static enum status read_transport(struct cx *cx, const json_t *t)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_transport (county, id, version, state, no, purchase, mine, magazine, "
		       "carrier, vehicle, driver, escort, from_place, route,"
		       " emulsion_kg, anfo_kg, detonators, cord_m, codes, applied_on, due, departed_at, created_at) "
		       "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
		       " $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) ON CONFLICT (county, id) DO "
		       "UPDATE SET version = excluded.version,"
		       " state = excluded.state, departed_at = excluded.departed_at",
		       ARGS(V(cx->county), V(whole(t, "id")), V(whole(t, "version")), V(text(t, "state")),
			    V(text(t, "no")), V(whole(t, "purchase")), V(whole(t, "mine")), V(whole(t, "magazine")),
			    V(text(t, "carrier")), V(text(t, "vehicle")), V(text(t, "driver")), V(text(t, "escort")),
			    V(text(t, "from_place")), V(text(t, "route")), V(whole(t, "emulsion_kg")),
			    V(whole(t, "anfo_kg")), V(whole(t, "detonators")), V(whole(t, "cord_m")),
			    V(text(t, "codes")), V(text(t, "applied_on")), V(text(t, "due")),
			    V(moment(t, "departed_at")), V(cx->now)));
}

/* A journey's load, as the county booked it when it left: so that receiving it does not take from nothing. */
static enum status book_transport(struct cx *cx, const json_t *t)
{
	const struct {
		const char *key, *item;
		int64_t unit;
	} goods[] = {{"emulsion_kg", "emulsion", 1000},
		     {"anfo_kg", "anfo", 1000},
		     {"detonators", "detonator", 1},
		     {"cord_m", "cord", 1}};
	struct keeping k = {.magazine = whole(t, "magazine"),
			    .kind = "dispatch",
			    .permit = whole(t, "id"),
			    .person = "",
			    .note = ""};
	struct number_row r;
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM explosive_entry WHERE county = $1 AND permit = $2 AND kind = 'dispatch'",
		   ARGS(V(cx->county), V(k.permit))));
	for (size_t i = 0; i < sizeof goods / sizeof *goods; i++)
		if (whole(t, goods[i].key))
			k.items[k.item_count++] =
				(struct keeping_item){goods[i].item, whole(t, goods[i].key) * goods[i].unit};
	if (r.n || !k.item_count)
		return STATUS_OK;
	if (*text(t, "codes"))
		TRY(detonators_read(cx, text(t, "codes"), strlen(text(t, "codes")), &k.codes));
	return keep_own(cx, &k);
}

static enum status read_entry(struct cx *cx, int64_t magazine, const json_t *e)
{
	struct keep_result r;
	const json_t *list = json_object_get(e, "signatures"), *s;
	size_t i, n = json_array_size(list);
	struct keep_signature *all = arena_array_of(cx->mem, struct keep_signature, n + 1);
	json_array_foreach(list, i, s) all[i] = (struct keep_signature){text(s, "key"), text(s, "signature")};
	const struct keep_input in = {.text = text(e, "body"), .signatures = {all, n}};
	return keep_take(cx, magazine, &in, false, &r);
}

static enum status each_of(struct cx *cx, const json_t *list, enum status (*read)(struct cx *cx, const json_t *item))
{
	size_t i;
	const json_t *item;
	json_array_foreach(list, i, item) TRY(read(cx, item));
	return STATUS_OK;
}

/* A county has people who sign in; a machine at a magazine has none, and only that may be told what the county knows.
 */
static enum status not_the_county(struct cx *cx)
{
	struct number_row r;
	TRY(db_one(cx, &number_row_record, &r, "SELECT count(*) AS n FROM person WHERE county = $1",
		   ARGS(V(cx->county))));
	return r.n ? cx_fail(cx, STATUS_CONFLICT,
			     "this is the county's own database: a snapshot is for a machine at the magazine")
		   : STATUS_OK;
}

static enum status read_news(struct cx *cx, const json_t *j)
{
	TRY(read_mine(cx, j));
	TRY(read_magazine(cx, json_object_get(j, "magazine")));
	TRY(each_of(cx, json_object_get(j, "keys"), read_key));
	TRY(end_blasts(cx, whole(json_object_get(j, "mine"), "id")));
	TRY(each_of(cx, json_object_get(j, "blasts"), read_blast));
	TRY(each_of(cx, json_object_get(j, "transports"), read_transport));
	return each_of(cx, json_object_get(j, "transports"), book_transport);
}

static enum status read_all(struct cx *cx, const json_t *j, int64_t *magazine)
{
	const json_t *m = json_object_get(j, "magazine"), *entries = json_object_get(j, "entries"), *e;
	size_t i;
	*magazine = whole(m, "id");
	if (whole(j, "county") != cx->county || !*magazine)
		return cx_fail(cx, STATUS_INVALID, "this is no snapshot of a magazine of this county");
	TRY(not_the_county(cx));
	const struct standing told = {.may_work = !json_is_false(json_object_get(j, "may_work")),
				      .why_not = text(j, "why_not"),
				      .told_at = moment(j, "now")};
	bool newer;
	TRY(standing_hear(cx, *magazine, &told, &newer));
	if (newer) /* an old stick brings entries, not old news */
		TRY(read_news(cx, j));
	json_array_foreach(entries, i, e) TRY(read_entry(cx, *magazine, e));
	return STATUS_OK;
}

enum status snapshot_read(struct cx *cx, const char *json, size_t n, int64_t *magazine, int64_t *next, bool *more)
{
	json_t *j = json_loadb(json, n, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(j)) {
		json_decref(j);
		return cx_fail(cx, STATUS_INVALID, "this is no snapshot of a magazine of this county");
	}
	enum status s = read_all(cx, j, magazine);
	*next = whole(j, "next");
	*more = json_is_true(json_object_get(j, "more"));
	json_decref(j);
	return s;
}
