#include "rooms/haulage/haulage_api.h"

#include <inttypes.h>
#include <string.h>
#include "core/evidence.h"
#include "core/listing_api.h"
#include "core/perm.h"
#include "core/verb.h"
#include "db/writer.h"
#include "rooms/haulage/cover.h"
#include "rooms/haulage/gate.h"
#include "rooms/haulage/haulage_inside.h"

enum { MOST_BODY = 4 << 20, MOST_FILE = 32 << 20 };

/* ---- weighings come in ---- */

static void write_taken(struct jw *w, const struct list *taken)
{
	int64_t counts[4] = {0};
	static const char *const names[] = {"taken", "known", "differs", "refused"};
	const struct haulage_taken *t = taken->items;
	for (size_t i = 0; i < taken->count; i++)
		for (int k = 0; k < 4; k++)
			counts[k] += strcmp(t[i].status, names[k]) == 0;
	jw_begin(w, '{');
	for (int k = 0; k < 4; k++) {
		jw_key(w, names[k]);
		jw_int(w, counts[k]);
	}
	jw_key(w, "items");
	jw_list(w, &haulage_taken_record, taken);
	jw_end(w);
}

static enum status post_weighings(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct haulage_batch_input *in = rq->body;
	struct list taken;
	TRY(haulage_take(cx, in->weighings.items, in->weighings.count, &taken));
	write_taken(&reply->w, &taken);
	return STATUS_OK;
}

struct chunk {
	struct haulage_weighing *w;
	size_t n;
	struct list taken;
};

static enum status take_chunk(struct cx *cx, void *arg)
{
	struct chunk *c = arg;
	return haulage_take(cx, c->w, c->n, &c->taken);
}

struct file_query {
	const char *name;
};
static const struct field file_fields[] = {FIELD(struct file_query, name, .flags = REQUIRED, .min = 1, .max = 200)};
static const struct record file_record = RECORD(file_query, file_fields);

/* A file of many tickets: read in the request's own thread, written batch by batch. */
static enum status post_file(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct file_query *q = rq->query;
	const char *bytes;
	size_t n;
	struct list all;
	TRY(call_read_file(cx, rq->upload.path, MOST_FILE, &bytes, &n));
	TRY(haulage_read_file(cx, rq->id, q->name, bytes, n, &all));
	struct list taken = {arena_array_of(cx->mem, struct haulage_taken, all.count + 1), 0};
	for (size_t i = 0; i < all.count; i += HAULAGE_BATCH) {
		struct chunk c = {(struct haulage_weighing *)all.items + i, all.count - i < HAULAGE_BATCH ? all.count - i : HAULAGE_BATCH, {0}};
		TRY(write_from(cx, take_chunk, &c));
		memcpy((struct haulage_taken *)taken.items + taken.count, c.taken.items, c.n * sizeof(struct haulage_taken));
		taken.count += c.n;
	}
	write_taken(&reply->w, &taken);
	return STATUS_OK;
}

/* ---- tickets ---- */

static enum status get_tickets(struct cx *cx, const struct request *rq, struct reply *reply)
{
	static const struct haulage_ticket_query everything;
	struct list l;
	int64_t next;
	TRY(haulage_ticket_list(cx, rq->query ? rq->query : &everything, &l, &next));
	jw_page_id(&reply->w, &haulage_ticket_record, &l, next);
	return STATUS_OK;
}

static enum status get_ticket(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct haulage_ticket *t;
	struct list files;
	struct jw *w = &reply->w;
	TRY(haulage_ticket_get(cx, rq->id, &t));
	TRY(evidence_list(cx, "haulage_ticket", t->id, &files));
	struct texts signs = haulage_signs(cx, t->flags);
	jw_begin(w, '{');
	jw_fields(w, &haulage_ticket_record, t);
	jw_key(w, "signs");
	jw_texts(w, &signs);
	jw_key(w, "evidence");
	jw_list(w, &evidence_item_record, &files);
	jw_end(w);
	return STATUS_OK;
}

static enum status get_proof(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return haulage_prove(cx, rq->id, &reply->w);
}

/* ---- sums ---- */

struct span_query {
	const char *from, *to;
};
static const struct field span_fields[] = {
	FIELD(struct span_query, from, .flags = REQUIRED | DAY),
	FIELD(struct span_query, to, .flags = REQUIRED | DAY),
};
static const struct record span_record = RECORD(span_query, span_fields);

static enum status span_of(struct cx *cx, const struct request *rq, const struct span_query **out)
{
	*out = rq->query;
	return *out && (*out)->from && (*out)->to && strcmp((*out)->from, (*out)->to) <= 0
		? STATUS_OK : cx_fail_field(cx, "to", "say from and to, in this order");
}

static enum status get_mine_days(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct span_query *q;
	struct list l;
	TRY(span_of(cx, rq, &q));
	TRY(haulage_mine_days(cx, rq->id, q->from, q->to, &l));
	jw_page_id(&reply->w, &haulage_sum_record, &l, 0);
	return STATUS_OK;
}

static enum status get_truck_months(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct span_query *q;
	struct list l;
	TRY(span_of(cx, rq, &q));
	TRY(haulage_truck_months(cx, rq->id, arena_printf(cx->mem, "%.7s", q->from), arena_printf(cx->mem, "%.7s", q->to), &l));
	jw_page_id(&reply->w, &haulage_sum_record, &l, 0);
	return STATUS_OK;
}

struct day_query {
	const char *day, *month;
};
static const struct field day_fields[] = {FIELD(struct day_query, day, .flags = DAY), FIELD(struct day_query, month, .min = 7, .max = 7)};
static const struct record day_record = RECORD(day_query, day_fields);

static enum status get_day(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct day_query *q = rq->query;
	const char *day = q && q->day ? q->day : day_today(cx);
	struct list l;
	TRY(haulage_county_day(cx, day, &l));
	jw_page_id(&reply->w, &haulage_sum_record, &l, 0);
	return STATUS_OK;
}

static enum status get_routes(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct day_query *q = rq->query;
	return haulage_write_routes(cx, q && q->month ? q->month : arena_printf(cx->mem, "%.7s", day_today(cx)), &reply->w);
}

/* ---- judging, deciding ---- */

struct assess_query {
	const char *on;
};
static const struct field assess_fields[] = {FIELD(struct assess_query, on, .flags = DAY)};
static const struct record assess_record = RECORD(assess_query, assess_fields);

static enum status post_assess(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct assess_query *q = rq->query;
	const struct rules *rules;
	struct haulage_law law;
	struct haulage_verdict v;
	struct day day = day_of(cx->now);
	if (q && q->on && !day_parse(q->on, &day))
		return cx_fail_field(cx, "on", "must be a day, YYYY-MM-DD");
	TRY(rules_of(cx, &rules));
	if (!rules_peek(rules, "haulage.limits", day))
		return cx_fail(cx, STATUS_INVALID, "no limits of mass are known for that day: the rules begin on %s", "2016-09-21");
	TRY(haulage_law_of(cx, rules, day, &law));
	TRY(haulage_assess(cx, &law, rq->body, &v));
	jw_begin(&reply->w, '{');
	haulage_write_verdict(cx, &reply->w, &law, &v);
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status post_gate(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct haulage_gate_ask *ask = rq->body;
	struct haulage_scale s;
	struct mine *m;
	struct haulage_standing standing;
	struct haulage_gate_answer answer;
	TRY(haulage_get(cx, &haulage_scales, ask->scale, &s));
	if (!s.mine)
		return cx_fail_field(cx, "scale", "is no weighbridge of a mine");
	TRY(mine_get(cx, s.mine, &m));
	TRY(haulage_standing_of(cx, m, &standing));
	TRY(haulage_gate_decide(cx, ask, &standing, false, &answer));
	jw_record(&reply->w, &haulage_gate_answer_record, &answer);
	return STATUS_OK;
}

static enum status get_copy(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return haulage_copy_write(cx, rq->query, &reply->w);
}

static enum status post_alive(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)reply;
	return haulage_alive_take(cx, rq->body);
}

/* Weighings that were all known before leave no entry in the ledger: hence ROUTE_NO_LEDGER; those taken leave their batch's. */
static const struct answer_key ticket_keys[] = {
	KEY("signs", "[text]"),
	KEY("evidence", "[@]", .of = &evidence_item_record),
	{0},
};

static const struct answer_key proof_keys[] = {
	KEY("ticket", "@", .of = &haulage_fact_record),
	KEY("hash", "text"),
	KEY("position", "?int"),
	KEY("tickets", "int"),
	KEY("path", "[text]"),
	KEY("root", "?text"),
	KEY("holds", "bool"),
	KEY("entry", "?int"),
	{0},
};

static const struct answer_key route_keys[] = {
	KEY("month", "text"),
	KEY("routes", "[{mine:?int scale:int trips:int over:int over_kg:int mine_name:?text scale_name:text "
	    "scale_kind:text mine_lon:real mine_lat:real lon:real lat:real}]"),
	KEY("hours", "[{hour:int trips:int over:int}]"),
	KEY("repeats", "[any]"),
	{0},
};

static const struct route table[] = {
	{"POST", "/api/haulage/weighings", BIT(HAULAGE_WEIGH), post_weighings, .body = &haulage_batch_input_record, .reply = &haulage_taken_record,
	 .flags = ROUTE_NO_LEDGER, .max_body = MOST_BODY, .help = "take in up to 1,000 weighings; one that was sent before is known and not doubled"},
	{"POST", "/api/haulage/scales/{id}/file", BIT(HAULAGE_WEIGH), post_file, .query = &file_record, .reply = &haulage_taken_record,
	 .flags = ROUTE_UPLOAD | ROUTE_OWN_WRITE, .max_body = MOST_FILE, .help = "take in a file of a weighbridge's software (csv, xlsx)"},
	{"GET", "/api/haulage/tickets", BIT(HAULAGE_READ), get_tickets, .query = &haulage_ticket_query_record, .reply = &haulage_ticket_record,
	 .flags = ROUTE_LIST, .help = "weighings, newest first"},
	{"GET", "/api/haulage/tickets/export", BIT(HAULAGE_READ), listing_get_sheet, .of = &haulage_ticket_listing, .query = &haulage_ticket_query_record,
	 .flags = ROUTE_OWN_WRITE, .type = TYPE_XLSX, .help = "the same as a spreadsheet, the newest 100,000 at most"},
	{"GET", "/api/haulage/tickets/{id}", BIT(HAULAGE_READ), get_ticket, .reply = &haulage_ticket_record, .keys = ticket_keys,
	 .help = "one, with its signs and photos"},
	{"GET", "/api/haulage/tickets/{id}/proof", BIT(HAULAGE_READ), get_proof, .keys = proof_keys,
	 .help = "its hash and the path to its batch's leaf of the ledger"},
	{"GET", "/api/haulage/mines/{id}/days", BIT(HAULAGE_READ), get_mine_days, .query = &span_record, .reply = &haulage_sum_record, .flags = ROUTE_LIST,
	 .help = "what left a mine, by day and scale"},
	{"GET", "/api/haulage/vehicles/{id}/months", BIT(HAULAGE_READ), get_truck_months, .query = &span_record, .reply = &haulage_sum_record,
	 .flags = ROUTE_LIST, .help = "what a truck carried, by month"},
	{"GET", "/api/haulage/day", BIT(HAULAGE_READ), get_day, .query = &day_record, .reply = &haulage_sum_record, .flags = ROUTE_LIST,
	 .help = "a day of the county, by mine and scale"},
	{"GET", "/api/haulage/routes", BIT(HAULAGE_READ), get_routes, .query = &day_record,
	 .keys = route_keys,
	 .help = "where overloaded trucks came from in a month, at which hours, and which came again"},
	{"POST", "/api/haulage/assess", BIT(HAULAGE_READ), post_assess, .query = &assess_record, .body = &haulage_load_record, .flags = ROUTE_READ,
	 .keys = haulage_verdict_keys, .help = "is a truck overloaded, what does it cost, by which rules"},
	{"POST", "/api/haulage/gate", BIT(HAULAGE_WEIGH), post_gate, .body = &haulage_gate_ask_record, .reply = &haulage_gate_answer_record,
	 .flags = ROUTE_NO_LEDGER, .help = "may this truck leave (or enter)? the decision and its ticket are one write"},
	{"GET", "/api/haulage/gate/copy", BIT(HAULAGE_WEIGH), get_copy, .query = &haulage_copy_query_record,
	 .reply = &haulage_copy_record, .help = "what a machine at a gate needs to decide without the county"},
	{"POST", "/api/haulage/gate/alive", BIT(HAULAGE_WEIGH), post_alive, .body = &haulage_alive_input_record, .flags = ROUTE_NO_LEDGER,
	 .help = "days on which a gate ran with its scale at hand, also without a truck: they count as covered"},
};
const struct routes haulage_routes = ROUTES("/api/haulage/", table);
