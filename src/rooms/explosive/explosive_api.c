/* explosive_api.c - magazines, journals, pieces, alerts, blasts. */
#include "rooms/explosive/explosive_api.h"

#include <string.h>
#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/explosive/blast.h"
#include "rooms/explosive/charge.h"
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/listings_api.h"
#include "rooms/explosive/snapshot.h"
#include "rooms/explosive/staff.h"
#include "rooms/explosive/standing.h"

#define R BIT(EXPLOSIVE_READ)

struct cursor_query {
	int64_t cursor;
};
static const struct field cursor_fields[] = {FIELD(struct cursor_query, cursor, .min = 0, .max = INT64_MAX)};
static const struct record cursor_record = RECORD(cursor_query, cursor_fields);

/* ---- magazines ---- */

static enum status write_magazine(struct cx *cx, const struct magazine *m, struct jw *w)
{
	struct list l;
	struct staff staff;
	jw_begin(w, '{');
	jw_fields(w, &magazine_record, m);
	TRY(book_of_magazine(cx, m->id, &l));
	jw_key(w, "balances");
	jw_list(w, &balance_row_record, &l);
	TRY(keeper_keys(cx, m->id, &l));
	jw_key(w, "keys");
	jw_list(w, &keeper_key_record, &l);
	TRY(staff_of(cx, m->mine, day_of(cx->now), &staff));
	jw_key(w, "staff");
	jw_list(w, &staff_post_record, &staff.posts);
	jw_end(w);
	return STATUS_OK;
}

static enum status get_magazine(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct magazine m;
	TRY(magazine_get(cx, rq->id, &m));
	return write_magazine(cx, &m, &reply->w);
}

static enum status put_magazine(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct magazine m;
	TRY(magazine_put(cx, rq->id, rq->body, &m));
	return write_magazine(cx, &m, &reply->w);
}

static enum status post_key(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct keeper_key k;
	TRY(keeper_key_add(cx, rq->id, rq->body, &k));
	jw_record(&reply->w, &keeper_key_record, &k);
	return STATUS_OK;
}

static enum status post_revoke(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(keeper_key_revoke(cx, rq->id, rq->name));
	return get_magazine(cx, rq, reply);
}

/* ---- the journal ---- */

enum { SYNC_ENTRIES = 500, SYNC_BYTES = 16 << 20 };

struct sync_input {
	struct list entries; /* struct keep_input */
	bool strict;
	int64_t cursor;
};
static const struct field sync_fields[] = {
	FIELD(struct sync_input, entries, .flags = REQUIRED, .min = 0, .max = SYNC_ENTRIES, .of = &keep_input_record),
	FIELD(struct sync_input, strict),
	FIELD(struct sync_input, cursor, .min = 0, .max = INT64_MAX),
};
static const struct record sync_record = RECORD(sync_input, sync_fields);

static enum status post_sync(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct sync_input *in = rq->body;
	const struct keep_input *entry = in->entries.items;
	struct keep_result *r = arena_array_of(cx->mem, struct keep_result, in->entries.count + 1);
	for (size_t i = 0; i < in->entries.count; i++)
		TRY(keep_take(cx, rq->id, &entry[i], in->strict, &r[i]));
	const struct list results = {r, in->entries.count};
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "results");
	jw_list(w, &keep_result_record, &results);
	TRY(snapshot_write(cx, rq->id, in->cursor, w));
	jw_end(w);
	return STATUS_OK;
}

static enum status get_snapshot(struct cx *cx, const struct request *rq, struct reply *reply)
{
	jw_begin(&reply->w, '{');
	TRY(snapshot_write(cx, rq->id, ((const struct cursor_query *)rq->query)->cursor, &reply->w));
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status get_standing(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct standing s;
	TRY(standing_of(cx, rq->id, &s));
	jw_record(&reply->w, &standing_record, &s);
	return STATUS_OK;
}

static enum status get_piece(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct piece p;
	struct list steps;
	TRY(piece_life(cx, rq->name, &p, &steps));
	jw_begin(&reply->w, '{');
	jw_fields(&reply->w, &piece_record, &p);
	jw_key(&reply->w, "life");
	jw_list(&reply->w, &piece_step_record, &steps);
	jw_end(&reply->w);
	return STATUS_OK;
}

/* ---- alerts ---- */

static const struct flow_page alert_page = {.flow = &explosive_alert_flow, .record = &explosive_alert_record};

/* ---- blasts ---- */

static enum status blast_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	struct list l;
	int64_t next;
	TRY(blast_checks(cx, (const struct blast *)row, &l));
	jw_key(w, "checks");
	jw_list(w, &charge_check_record, &l);
	TRY(journal_list(cx, &(struct journal_query){.blast = row->id, .limit = 200}, &l, &next));
	jw_key(w, "journal");
	jw_list(w, &journal_entry_record, &l);
	return STATUS_OK;
}

static const struct answer_key blast_keys[] = {
	KEY("checks", "[@]", .of = &charge_check_record),
	KEY("journal", "[@]", .of = &journal_entry_record),
	{0},
};

static const struct flow_page blast_page = {.flow = &blast_flow, .record = &blast_record, .parts = blast_parts,
				       .keys = blast_keys};

static enum status post_blast(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct blast *b;
	TRY(blast_create(cx, rq->body, &b));
	return flow_page_write(cx, &blast_page, b->row.id, &reply->w);
}

struct allowed_query {
	double distance_m;
	const char *hardness, *protects;
};
static const struct field allowed_fields[] = {
	FIELD(struct allowed_query, distance_m, .flags = REQUIRED),
	FIELD(struct allowed_query, hardness, .flags = REQUIRED, .choices = charge_rocks),
	FIELD(struct allowed_query, protects, .choices = charge_objects),
};
static const struct record allowed_record = RECORD(allowed_query, allowed_fields);

static enum status get_allowed(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct allowed_query *q = rq->query;
	const struct charge_input in = {.distance_m = q->distance_m, .hardness = q->hardness, .protects = q->protects};
	struct charge_vibration v;
	if (!(q->distance_m > 0 && q->distance_m < 1e5) || !q->hardness)
		return cx_fail_field(cx, "distance_m", "must be more than 0");
	TRY(charge_allowed(cx, &in, day_of(cx->now), &v));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "allowed_kg");
	jw_real(&reply->w, v.kg);
	jw_key(&reply->w, "cautious_kg");
	jw_real(&reply->w, v.low);
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status post_checks(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	TRY(charge_checks(cx, rq->body, day_of(cx->now), &l));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "checks");
	jw_list(&reply->w, &charge_check_record, &l);
	jw_end(&reply->w);
	return STATUS_OK;
}

static const struct answer_key magazine_keys[] = {
	KEY("balances", "[@]", .of = &balance_row_record),
	KEY("keys", "[@]", .of = &keeper_key_record),
	KEY("staff", "[@]", .of = &staff_post_record),
	{0},
};

static const struct answer_key piece_keys[] = {
	KEY("life", "[@]", .of = &piece_step_record),
	{0},
};

static const struct answer_key allowed_keys[] = {
	KEY("allowed_kg", "real"),
	KEY("cautious_kg", "real"),
	{0},
};

static const struct answer_key check_keys[] = {
	KEY("checks", "[@]", .of = &charge_check_record),
	{0},
};

static const struct answer_key snapshot_keys[] = {
	KEY("results?", "[@]", .of = &keep_result_record),
	KEY("county", "int"),
	KEY("now", "time"),
	KEY("magazine", "@", .of = &magazine_record),
	KEY("mine", "@", .of = &mine_record),
	KEY("keys", "[@]", .of = &keeper_key_record),
	KEY("balances", "[@]", .of = &balance_row_record),
	KEY("blasts", "[@]", .of = &blast_record),
	KEY("transports", "[@]", .of = &transport_record),
	KEY("may_work", "bool"),
	KEY("why_not", "text"),
	KEY("stamp", "text"),
	KEY("licences", "[{id:int kind:?text number:?text valid_from:?text valid_to:?text withdrawn_on:?text}]"),
	KEY("stored", "text"),
	KEY("issued", "text"),
	KEY("entries", "[@]", .of = &journal_entry_record),
	KEY("next", "int"),
	KEY("more", "bool"),
	{0},
};

static const struct route table[] = {
	LISTING_ROUTES("/api/explosives/magazines", magazine_listing, R, magazine_query_record, magazine_record,
		       "magazines, newest first"),
	{"POST", "/api/explosives/magazines", BIT(EXPLOSIVE_APPROVE), put_magazine, .body = &magazine_input_record,
	 .reply = &magazine_record,
	 .keys = magazine_keys, .help = "register a magazine"},
	{"GET", "/api/explosives/magazines/{id}", R, get_magazine, .reply = &magazine_record,
	 .keys = magazine_keys, .help = "a magazine with what lies in it, its keys and staff"},
	{"PUT", "/api/explosives/magazines/{id}", BIT(EXPLOSIVE_APPROVE), put_magazine, .body = &magazine_input_record,
	 .reply = &magazine_record,
	 .keys = magazine_keys, .help = "change a magazine's entry"},
	{"GET", "/api/explosives/magazines/{id}/snapshot", R, get_snapshot, .query = &cursor_record,
	 .keys = snapshot_keys, .help = "what a device needs to go on without network"},
	{"GET", "/api/explosives/magazines/{id}/standing", R, get_standing, .reply = &standing_record,
	 .help = "may the mine work, and a stamp that changes when a snapshot has news: for a machine that asks often"},
	{"POST", "/api/explosives/magazines/{id}/sync", BIT(EXPLOSIVE_KEEP), post_sync, .body = &sync_record,
	 .flags = ROUTE_NO_LEDGER, .max_body = SYNC_BYTES,
	 .keys = snapshot_keys, .help = "signed entries of a device in any order; strict: refused where the book cannot bear them; answers "
		 "the snapshot"},
	{"POST", "/api/explosives/magazines/{id}/keys", BIT(EXPLOSIVE_KEEP), post_key, .body = &keeper_key_input_record,
	 .reply = &keeper_key_record, .help = "register the public key of a keeper, blaster or safety officer"},
	{"POST", "/api/explosives/magazines/{id}/keys/{name}/revoke", BIT(EXPLOSIVE_APPROVE), post_revoke,
	 .reply = &magazine_record, .flags = ROUTE_RAW,
	 .keys = magazine_keys, .help = "revoke a key"},
	LISTING_ROUTES("/api/explosives/journal", journal_listing, R, journal_query_record, journal_entry_record,
		       "entries of journals, newest first"),
	{"GET", "/api/explosives/detonators/{name}", R, get_piece, .reply = &piece_record,
	 .keys = piece_keys, .help = "a detonator's life by its code"},
	LISTING_ROUTES("/api/explosives/alerts", alert_listing, R, alert_query_record, explosive_alert_record,
		       "alerts, newest first"),
	{"GET", "/api/explosives/alerts/{id}", R, flow_get, .of = &alert_page, .reply = &explosive_alert_record,
	 .help = "an alert"},
	{"POST", "/api/explosives/alerts/{id}/steps/{name}", BIT(EXPLOSIVE_APPROVE), flow_post_step, .of = &alert_page,
	 .reply = &explosive_alert_record, .flags = ROUTE_RAW, .help = "take a step"},
	{"GET", "/api/explosives/alerts/{id}/history", R, flow_get_history, .of = &alert_page,
	 .query = &history_query_record, .reply = &flow_entry_record, .flags = ROUTE_LIST,
	 .help = "what happened to it"},
	LISTING_ROUTES("/api/explosives/blasts", blast_listing, R, blast_query_record, blast_record,
		       "blasts, newest first"),
	{"POST", "/api/explosives/blasts", BIT(EXPLOSIVE_APPLY), post_blast, .body = &blast_input_record,
	 .reply = &blast_record,
	 .of = &blast_page, .flags = ROUTE_FLOW, .help = "enter a blast's design"},
	{"GET", "/api/explosives/blasts/allowed", R, get_allowed, .query = &allowed_record,
	 .keys = allowed_keys, .help = "the largest charge at once by the vibration rule"},
	{"POST", "/api/explosives/blasts/checks", R, post_checks, .body = &charge_input_record, .flags = ROUTE_READ,
	 .keys = check_keys, .help = "does a design hold: what a hole takes, pattern, detonators, vibration, with the arithmetic"},
	{"GET", "/api/explosives/blasts/{id}", R, flow_get, .of = &blast_page, .reply = &blast_record,
	 .help = "a blast with what was issued for it"},
	{"POST", "/api/explosives/blasts/{id}/steps/{name}", BIT(EXPLOSIVE_APPLY), flow_post_step, .of = &blast_page,
	 .reply = &blast_record, .flags = ROUTE_RAW, .help = "take a step"},
	{"GET", "/api/explosives/blasts/{id}/history", R, flow_get_history, .of = &blast_page,
	 .query = &history_query_record, .reply = &flow_entry_record, .flags = ROUTE_LIST,
	 .help = "what happened to it"},
};
const struct routes explosive_routes = ROUTES("/api/explosives", table);
