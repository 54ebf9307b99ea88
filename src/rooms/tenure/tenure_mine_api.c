/* tenure_mine_api.c - of one mine: what it may extract in a year, its plans and quotas, its reserves reports. */
#include "rooms/tenure/tenure_api.h"

#include "base/day.h"
#include "core/perm.h"
#include "rooms/tenure/output.h"
#include "rooms/tenure/reserve.h"

struct year_query {
	int64_t year;
};
static const struct field year_fields[] = {FIELD(struct year_query, year, .min = 1990, .max = 2100)};
static const struct record year_record = RECORD(year_query, year_fields);

static enum status get_output(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct year_query *q = rq->query;
	struct output_allowed a;
	struct mine *m;
	int year, month, mday;
	day_split(day_of(cx->now), &year, &month, &mday);
	TRY(mine_get(cx, rq->id, &m));
	TRY(output_allowed(cx, m, q->year ? q->year : year, &a));
	output_write(&reply->w, m, q->year ? q->year : year, &a);
	return STATUS_OK;
}

static enum status get_years(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	struct list l;
	TRY(mine_get(cx, rq->id, &m));
	TRY(output_year_list(cx, rq->id, &l));
	jw_page_id(&reply->w, &output_year_record, &l, 0);
	return STATUS_OK;
}

static enum status put_year(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	TRY(mine_get(cx, rq->id, &m));
	TRY(output_year_put(cx, rq->id, rq->sub, rq->body));
	return get_years(cx, rq, reply);
}

static enum status get_reserves(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	TRY(mine_get(cx, rq->id, &m));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "items");
	TRY(reserve_write(cx, &reply->w, m));
	jw_key(&reply->w, "next");
	jw_raw(&reply->w, NULL);
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status put_reserve(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	TRY(mine_get(cx, rq->id, &m));
	TRY(reserve_put(cx, rq->id, rq->sub, rq->body));
	return get_reserves(cx, rq, reply);
}

static const struct answer_key output_keys[] = {
	KEY("mine", "int"),
	KEY("mine_name", "text"),
	KEY("year", "int"),
	KEY("allowed_t", "?real"),
	KEY("bound_by", "?text"),
	KEY("limits", "[@]", .of = &output_limit_record),
	{0},
};

static const struct answer_key reserve_keys[] = {
	KEY("items.used_t", "int"),
	KEY("items.computed_end_t", "int"),
	KEY("items.recovery", "?real"),
	KEY("items.years_left", "?real"),
	KEY("items.flags", "[@]", .of = &reserve_flag_record),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/mines/{id}/output", BIT(MINE_READ), get_output, .query = &year_record,
	 .keys = output_keys,
	 .help = "what the mine may extract in a year: every limit that is known, and the least of them"},
	{"GET", "/api/mines/{id}/output-years", BIT(TENURE_READ), get_years, .reply = &output_year_record, .flags = ROUTE_LIST,
	 .help = "its approved annual plans and its quotas"},
	{"POST", "/api/mines/{id}/output-years", BIT(TENURE_MANAGE), put_year, .body = &output_year_input_record, .reply = &output_year_record,
	 .flags = ROUTE_LIST, .help = "enter an approved plan or a quota"},
	{"PUT", "/api/mines/{id}/output-years/{sub}", BIT(TENURE_MANAGE), put_year, .body = &output_year_input_record,
	 .reply = &output_year_record, .flags = ROUTE_LIST, .help = "change one"},
	{"GET", "/api/mines/{id}/reserves", BIT(TENURE_READ), get_reserves, .reply = &reserve_record, .flags = ROUTE_LIST,
	 .keys = reserve_keys, .help = "its annual reserves reports, worked over, with what does not come out"},
	{"POST", "/api/mines/{id}/reserves", BIT(TENURE_MANAGE), put_reserve, .body = &reserve_input_record, .reply = &reserve_record,
	 .flags = ROUTE_LIST, .help = "enter an annual reserves report"},
	{"PUT", "/api/mines/{id}/reserves/{sub}", BIT(TENURE_MANAGE), put_reserve, .body = &reserve_input_record, .reply = &reserve_record,
	 .flags = ROUTE_LIST, .help = "change one"},
};
const struct routes tenure_mine_routes = ROUTES("/api/mines", table);
