/* right_api.c - mining and exploration rights over HTTP. */
#include "rooms/tenure/tenure_api.h"

#include <string.h>
#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/tenure/application.h"
#include "rooms/tenure/operator.h"
#include "rooms/tenure/output.h"
#include "rooms/tenure/reserve.h"
#include "rooms/tenure/right.h"
#include "rooms/tenure/right_export.h"

struct new_query {
	int64_t mine;
};
static const struct field new_fields[] = {FIELD(struct new_query, mine, .min = 0, .max = INT64_MAX, .zh = "矿山", .en = "mine")};
static const struct record new_record = RECORD(new_query, new_fields);

static enum status get_rights(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct right_page page;
	TRY(right_list(cx, rq->query, &page));
	jw_page(&reply->w, &right_row_record, &page.rights, page.next, page.total);
	return STATUS_OK;
}

static enum status write_right(struct cx *cx, int64_t id, struct jw *w)
{
	struct right *r;
	struct list findings;
	TRY(right_get(cx, id, &r));
	TRY(right_check(cx, r, &findings));
	jw_begin(w, '{');
	jw_fields(w, &right_record, r);
	jw_key(w, "findings");
	jw_list(w, &right_finding_record, &findings);
	jw_end(w);
	return STATUS_OK;
}

static enum status get_right(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return write_right(cx, rq->id, &reply->w);
}

static enum status post_right(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct new_query *q = rq->query;
	int64_t id;
	TRY(right_put(cx, q ? q->mine : 0, 0, rq->body, &id));
	return write_right(cx, id, &reply->w);
}

static enum status put_right(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct right *r;
	int64_t id;
	TRY(right_get(cx, rq->id, &r));
	TRY(right_put(cx, r->licence.mine, rq->id, rq->body, &id));
	return write_right(cx, id, &reply->w);
}

/* ---- forms ---- */

static const struct form forms[] = {
	{"right", &right_input_record}, {"application", &application_input_record}, {"opportunity", &opportunity_input_record},
	{"reserve", &reserve_input_record}, {"output-year", &output_year_input_record}, {"zone", &zone_import_record},
	{0},
};

static const struct answer_key right_keys[] = {
	KEY("findings", "[@]", .of = &right_finding_record),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/rights", BIT(TENURE_READ), get_rights, .query = &right_query_record, .reply = &right_row_record, .flags = ROUTE_LIST,
	 .help = "mining and exploration rights, the first to run out first"},
	{"POST", "/api/rights", BIT(TENURE_MANAGE), post_right, .query = &new_record, .body = &right_input_record, .reply = &right_record,
	 .keys = right_keys, .help = "enter a right of a mine, or (mine 0) an exploration right"},
	{"GET", "/api/rights/export", BIT(TENURE_READ), listing_get_sheet, .of = &right_listing, .query = &right_query_record, .flags = ROUTE_OWN_WRITE,
	 .type = TYPE_XLSX, .help = "the same list as a spreadsheet"},
	{"GET", "/api/rights/forms/{name}", BIT(TENURE_READ), form_get, .of = forms,
	 .keys = form_keys, .help = "the fields of a new record of this room, as a page asks for them"},
	{"GET", "/api/rights/{id}", BIT(TENURE_READ), get_right, .reply = &right_record,
	 .keys = right_keys, .help = "one, with what should be looked at"},
	{"PUT", "/api/rights/{id}", BIT(TENURE_MANAGE), put_right, .body = &right_input_record, .reply = &right_record,
	 .keys = right_keys, .help = "change one"},
};
const struct routes right_routes = ROUTES("/api/rights", table);
