#include "rooms/inspection/inspection_api.h"

#include "core/perm.h"
#include "rooms/inspection/weather.h"

enum { PAGE = 50 };

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct weather_query *q = rq->query;
	size_t limit = (size_t)(q->limit ? q->limit : PAGE);
	struct list l;
	TRY(weather_list(cx, q, &l));
	jw_page_id(&reply->w, &weather_record, &l, l.count == limit ? ((const struct weather *)l.items)[limit - 1].id : 0);
	return STATUS_OK;
}

static enum status get_alerts(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct weather_query *q = rq->query;
	int64_t limit = q->limit ? q->limit : PAGE;
	struct list l;
	TRY(weather_alerts(cx, q->cursor, limit, &l));
	jw_page_id(&reply->w, &weather_alert_record, &l,
		   l.count == (size_t)limit ? ((const struct weather_alert *)l.items)[limit - 1].mine : 0);
	return STATUS_OK;
}

static void write_id(struct jw *w, int64_t id)
{
	jw_begin(w, '{');
	jw_key(w, "id");
	jw_int(w, id);
	jw_end(w);
}

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t id;
	TRY(weather_enter(cx, rq->body, &id));
	write_id(&reply->w, id);
	return STATUS_OK;
}

static enum status post_lift(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(weather_lift(cx, rq->id));
	write_id(&reply->w, rq->id);
	return STATUS_OK;
}

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

static const struct answer_key id_keys[] = {
	KEY("id", "int"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/weather-warnings", BIT(MINE_READ), get_list, .query = &weather_query_record, .reply = &weather_record,
	 .flags = ROUTE_LIST, .help = "weather warnings, the latest first"},
	{"POST", "/api/weather-warnings", BIT(INSPECT) | BIT(HAZARD_RECHECK), post_new, .body = &weather_new_record,
	 .keys = id_keys, .help = "enter a warning of the weather service: {id}"},
	{"GET", "/api/weather-warnings/alerts", BIT(MINE_READ), get_alerts, .query = &weather_query_record, .reply = &weather_alert_record,
	 .flags = ROUTE_LIST, .help = "mines that may work while a warning says stop, each with a drafted hazard"},
	{"POST", "/api/weather-warnings/{id}/lift", BIT(INSPECT) | BIT(HAZARD_RECHECK), post_lift, .keys = id_keys,
	 .help = "the warning ends now: {id}"},
};
const struct routes weather_routes = ROUTES("/api/weather-warnings", table);
