#include "rooms/mine/mine_api.h"

#include "core/perm.h"
#include "core/register.h"
#include "rooms/mine/mine.h"
#include "rooms/mine/owners.h"
#include "rooms/mine/status.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine_page page;
	TRY(mine_list(cx, rq->query, &page));
	jw_page(&reply->w, &mine_record, &page.mines, page.next, page.total);
	return STATUS_OK;
}

static enum status get_summary(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l, towns;
	(void)rq;
	TRY(mine_summary(cx, &l));
	TRY(mine_summary_towns(cx, &towns));
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &mine_count_record, &l);
	jw_key(w, "towns");
	jw_list(w, &mine_town_count_record, &towns);
	jw_key(w, "next");
	jw_raw(w, NULL);
	jw_end(w);
	return STATUS_OK;
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	TRY(mine_get(cx, rq->id, &m));
	jw_record(&reply->w, &mine_record, m);
	return STATUS_OK;
}

struct day_query {
	const char *day;
};
static const struct field day_fields[] = {FIELD(struct day_query, day, .flags = DAY)};
static const struct record day_record = RECORD(day_query, day_fields);

static enum status get_status(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct day_query *q = rq->query;
	struct mine *m;
	struct mine_status s;
	struct day day = day_of(cx->now);
	if (q->day && *q->day)
		day_parse(q->day, &day);
	TRY(mine_get(cx, rq->id, &m));
	TRY(mine_status(cx, m, day, &s));
	mine_write_status(&reply->w, m, day, &s);
	return STATUS_OK;
}

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	TRY(mine_create(cx, rq->body, &m));
	TRY(mine_refresh(cx, m->id));
	TRY(mine_get(cx, m->id, &m));
	jw_record(&reply->w, &mine_record, m);
	return STATUS_OK;
}

static enum status put_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	TRY(mine_update(cx, rq->id, rq->body, &m));
	TRY(mine_refresh(cx, m->id));
	TRY(mine_get(cx, m->id, &m));
	jw_record(&reply->w, &mine_record, m);
	return STATUS_OK;
}

/* As parsed; owners that cannot be read so are one owner without a share. */
static enum status get_owners(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	struct list l;
	TRY(mine_get(cx, rq->id, &m));
	if (owners_read(cx, m->owners, &l)) {
		cx_forget(cx);
		l = (struct list){&(struct owner){.name = m->owners}, 1};
	}
	jw_page_id(&reply->w, &owner_record, &l, 0);
	return STATUS_OK;
}

static enum status get_versions(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	struct list l;
	TRY(mine_get(cx, rq->id, &m));
	TRY(register_history(cx, "mine", m->id, &l));
	jw_page_id(&reply->w, &register_version_record, &l, 0);
	return STATUS_OK;
}

static const struct answer_key summary_keys[] = {
	KEY("towns", "[@]", .of = &mine_town_count_record),
	{0},
};

static const struct answer_key status_keys[] = {
	KEY("mine", "@", .of = &mine_record),
	KEY("day", "day"),
	KEY("may_work", "bool"),
	KEY("since?", "text"),
	KEY("reasons", "[@]", .of = &mine_reason_record),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/mines", BIT(MINE_READ), get_list, .query = &mine_query_record, .reply = &mine_record, .flags = ROUTE_LIST,
	 .help = "mines in scope"},
	{"POST", "/api/mines", BIT(MINE_MANAGE), post_new, .body = &mine_input_record, .reply = &mine_record, .help = "enter a mine"},
	{"GET", "/api/mines/summary", BIT(MINE_READ), get_summary, .reply = &mine_count_record, .flags = ROUTE_LIST,
	 .keys = summary_keys, .help = "mines in scope, counted by state and first reason"},
	{"GET", "/api/mines/{id}", BIT(MINE_READ), get_one, .reply = &mine_record, .help = "a mine"},
	{"PUT", "/api/mines/{id}", BIT(MINE_MANAGE), put_one, .body = &mine_input_record, .reply = &mine_record, .help = "change a mine"},
	{"GET", "/api/mines/{id}/status", BIT(MINE_READ), get_status, .query = &day_record,
	 .keys = status_keys,
	 .help = "may it work on a day, and every reason why not: {mine, day, may_work, since, reasons}"},
	{"GET", "/api/mines/{id}/owners", BIT(MINE_READ), get_owners, .reply = &owner_record, .flags = ROUTE_LIST,
	 .help = "who owns it, with their shares as the register's words say"},
	{"GET", "/api/mines/{id}/versions", BIT(MINE_READ), get_versions, .reply = &register_version_record, .flags = ROUTE_LIST,
	 .help = "what was known of it, and since when"},
};
const struct routes mine_routes = ROUTES("/api/mines", table);
