/* market_api.c - the market, and the management rules. */
#include "rooms/explosive/explosive_api.h"

#include <string.h>
#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/explosive/blast.h"
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/listings_api.h"
#include "rooms/explosive/market.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/regulation.h"

#define R BIT(EXPLOSIVE_READ)

struct span_query {
	const char *from, *to;
};
static const struct field span_fields[] = {FIELD(struct span_query, from, .flags = DAY),
					   FIELD(struct span_query, to, .flags = DAY)};
static const struct record span_record = RECORD(span_query, span_fields);

/* The year so far, unless said otherwise. */
static enum status get_market(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct span_query *q = rq->query;
	struct market m;
	int y, mo, d;
	struct day to = day_of(cx->now), from;
	day_split(to, &y, &mo, &d);
	from = day_make(y, 1, 1);
	if (q->from && *q->from)
		day_parse(q->from, &from);
	if (q->to && *q->to)
		day_parse(q->to, &to);
	if (from.n > to.n)
		return cx_fail_field(cx, "to", "must not be before the day it begins");
	TRY(market_look(cx, from, to, &m));
	market_write(&reply->w, &m);
	return STATUS_OK;
}

static enum status put_supplier(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct supplier s;
	TRY(supplier_put(cx, rq->id, rq->body, &s));
	jw_record(&reply->w, &supplier_record, &s);
	return STATUS_OK;
}

static enum status post_price(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(price_put(cx, rq->body));
	jw_record(&reply->w, &price_note_record, rq->body);
	return STATUS_OK;
}

/* ---- the rules ---- */

static enum status regulation_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	struct list l;
	TRY(regulation_comments(cx, row->id, &l));
	jw_key(w, "comments");
	jw_list(w, &regulation_comment_record, &l);
	return STATUS_OK;
}

static const struct answer_key regulation_keys[] = {
	KEY("comments", "[@]", .of = &regulation_comment_record),
	{0},
};

static const struct flow_page regulation_page = {
	.flow = &regulation_flow, .record = &regulation_record, .parts = regulation_parts, .keys = regulation_keys};

static enum status post_regulation(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct regulation *r;
	TRY(regulation_create(cx, rq->body, &r));
	return flow_page_write(cx, &regulation_page, r->row.id, &reply->w);
}

/* ---- forms ---- */

static const struct form forms[] = {
	{"magazine", &magazine_input_record},   {"blast", &blast_input_record},
	{"quota", &quota_new_record},           {"purchase", &purchase_new_record},
	{"transport", &transport_new_record},   {"month", &month_new_record},
	{"supplier", &supplier_input_record},   {"price", &price_note_record},
	{"regulation", &regulation_new_record},
	{0},
};

static const struct answer_key market_keys[] = {
	KEY("from", "day"),
	KEY("to", "day"),
	KEY("hhi", "real"),
	KEY("kg", "int"),
	KEY("applied", "int"),
	KEY("decided", "int"),
	KEY("in_time", "int"),
	KEY("refused", "int"),
	KEY("overridden", "int"),
	KEY("complaints", "int"),
	KEY("mines", "int"),
	KEY("one_supplier_mines", "int"),
	KEY("shares", "[{supplier:int name:text kg:real permits:int mines:int share:real outside:bool}]"),
	KEY("prices", "[{month:text yuan_t:real change_percent:real deals:int}]"),
	KEY("neighbours", "[@]", .of = &price_note_record),
	KEY("signs", "[{code:text text:text rule:text source:text}]"),
	KEY("refusals", "[{id:int no:text name:text decided_on:day reason:text}]"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/explosives/forms/{name}", R, form_get, .of = forms,
	 .keys = form_keys, .help = "the fields of a new record, as a page asks for them"},
	{"GET", "/api/explosives/market", BIT(MARKET_WATCH), get_market, .query = &span_record,
	 .keys = market_keys, .help = "shares, HHI, prices, refusals, time to decide, signs"},
	LISTING_ROUTES("/api/explosives/suppliers", supplier_listing, R, supplier_query_record, supplier_record,
		       "dealers, newest first"),
	{"POST", "/api/explosives/suppliers", BIT(EXPLOSIVE_APPROVE), put_supplier, .body = &supplier_input_record,
	 .reply = &supplier_record, .help = "register a dealer"},
	{"PUT", "/api/explosives/suppliers/{id}", BIT(EXPLOSIVE_APPROVE), put_supplier, .body = &supplier_input_record,
	 .reply = &supplier_record, .help = "change a dealer's entry"},
	{"POST", "/api/explosives/prices", BIT(MARKET_WATCH), post_price, .body = &price_note_record,
	 .reply = &price_note_record, .help = "what explosives cost in a neighbouring county"},
	LISTING_ROUTES("/api/explosives/regulations", regulation_listing, R, regulation_query_record, regulation_record,
		       "the management rules and their drafts"),
	{"POST", "/api/explosives/regulations", BIT(EXPLOSIVE_APPROVE), post_regulation, .body = &regulation_new_record,
	 .reply = &regulation_record,
	 .of = &regulation_page, .flags = ROUTE_FLOW, .help = "draft"},
	{"GET", "/api/explosives/regulations/{id}", R, flow_get, .of = &regulation_page, .reply = &regulation_record,
	 .help = "one, with comments and the steps possible"},
	{"POST", "/api/explosives/regulations/{id}/steps/{name}", R, flow_post_step, .of = &regulation_page,
	 .reply = &regulation_record, .flags = ROUTE_RAW, .help = "take a step"},
	{"GET", "/api/explosives/regulations/{id}/history", R, flow_get_history, .of = &regulation_page,
	 .query = &history_query_record, .reply = &flow_entry_record, .flags = ROUTE_LIST,
	 .help = "what happened to it"},
};
const struct routes market_routes = ROUTES("/api/explosives", table);
