#include "rooms/balance/balance_api.h"

#include <string.h>
#include "core/blob.h"
#include "core/flow_api.h"
#include "core/perm.h"
#include "proto/sheet.h"
#include "rooms/balance/balance.h"

/* ---- the county ---- */

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct balance_page page;
	struct list counts;
	struct jw *w = &reply->w;
	TRY(balance_list(cx, rq->query, &page));
	TRY(balance_counts(cx, rq->query, &counts));
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &balance_result_record, &page.items);
	jw_key(w, "next");
	jw_text(w, page.next);
	jw_key(w, "month");
	jw_text(w, page.month);
	jw_key(w, "counts");
	jw_list(w, &balance_count_record, &counts);
	jw_end(w);
	return STATUS_OK;
}

/* ---- one mine ---- */

static enum status get_mine(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	struct balance_view v;
	TRY(mine_get(cx, rq->id, &m));
	TRY(balance_view_make(cx, m, rq->query, &v));
	balance_view_write(cx, &reply->w, &v);
	return STATUS_OK;
}

struct year_query {
	int64_t year;
};
static const struct field year_fields[] = {FIELD(struct year_query, year, .min = 1990, .max = 2100)};
static const struct record year_record = RECORD(year_query, year_fields);

static enum status get_capacity(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct year_query *q = rq->query;
	struct balance_capacity c;
	struct mine *m;
	int year, month, mday;
	TRY(mine_get(cx, rq->id, &m));
	day_split(day_of(cx->now), &year, &month, &mday);
	TRY(balance_capacity_of(cx, m, q->year ? q->year : year, &c));
	balance_capacity_write(&reply->w, m, &c);
	return STATUS_OK;
}

/* ---- the books ---- */

static enum status visible(struct cx *cx, int64_t id)
{
	struct mine *m;
	return mine_get(cx, id, &m);
}

#define BOOK(name, all, put, record)                                                                          \
	static enum status get_##name(struct cx *cx, const struct request *rq, struct reply *reply)                   \
	{                                                                                                             \
		struct list l;                                                                                        \
		TRY(visible(cx, rq->id));                                                                             \
		TRY(all(cx, rq->id, &l));                                                                             \
		jw_page_id(&reply->w, &record, &l, 0);                                                                \
		return STATUS_OK;                                                                                     \
	}                                                                                                             \
	static enum status put_##name(struct cx *cx, const struct request *rq, struct reply *reply)                   \
	{                                                                                                             \
		const char *month;                                                                                    \
		TRY(visible(cx, rq->id));                                                                             \
		TRY(put(cx, rq->id, rq->sub, rq->body, &month));                                                      \
		TRY(balance_watch(cx, rq->id, month));                                                                \
		return get_##name(cx, rq, reply);                                                                     \
	}
BOOK(surveys, balance_surveys, balance_survey_put, balance_survey_record)
BOOK(stocks, balance_stocks, balance_stock_put, balance_stock_record)
BOOK(reports, balance_reports, balance_report_put, balance_report_record)

static enum status get_setting(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct balance_setting s;
	TRY(visible(cx, rq->id));
	TRY(balance_setting_get(cx, rq->id, &s));
	jw_record(&reply->w, &balance_setting_record, &s);
	return STATUS_OK;
}

static enum status put_setting(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(visible(cx, rq->id));
	TRY(balance_setting_put(cx, rq->id, rq->body));
	TRY(balance_watch(cx, rq->id, NULL));
	return get_setting(cx, rq, reply);
}

struct import_query {
	const char *name;
};
static const struct field import_fields[] = {FIELD(struct import_query, name, .min = 1, .max = 400, .zh = "文件名", .en = "file name")};
static const struct record import_record = RECORD(import_query, import_fields);

static enum status post_import(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct import_query *q = rq->query;
	const void *bytes;
	const char *month;
	size_t n;
	int64_t rows;
	TRY(visible(cx, rq->id));
	if (!rq->upload.path || !rq->upload.size)
		return cx_fail(cx, STATUS_INVALID, "the file is empty");
	TRY(blob_map(cx, rq->upload.path, &bytes, &n));
	TRY(balance_surveys_import(cx, rq->id, q->name ? q->name : "", bytes, n, &rows, &month));
	TRY(balance_watch(cx, rq->id, month));
	return get_surveys(cx, rq, reply);
}

#define READ BIT(BALANCE_READ)
#define MANAGE BIT(BALANCE_MANAGE)

static const struct answer_key list_keys[] = {
	KEY("month", "text"),
	KEY("counts", "[@]", .of = &balance_count_record),
	{0},
};

static const struct answer_key mine_keys[] = {
	KEY("mine", "int"),
	KEY("mine_name", "text"),
	KEY("from", "text"),
	KEY("to", "text"),
	KEY("word", "text"),
	KEY("story", "text"),
	KEY("story_name", "text"),
	KEY("p", "real"),
	KEY("limit", "real"),
	KEY("alike", "int"),
	KEY("findings", "[{story:text name:text text:text theft:bool since:text z:real p:real share:real "
	    "share_sigma:real t:real t_sigma:real}]"),
	KEY("arithmetic", "text"),
	KEY("months", "[{month:text ore_t:real ledgers:[{ledger:text name:text t:real sigma:real "
	    "sigma_same:real count:int arithmetic:text source:text link:text}] gap:?{t:real "
	    "sigma:real} word:text story:text story_name:text p:real limit:real alike:int "
	    "findings:[{story:text name:text text:text theft:bool since:text z:real p:real share:real "
	    "share_sigma:real t:real t_sigma:real}] arithmetic:text}]"),
	KEY("reconciliation", "{chi2:real freedom:int p:real fits:bool ledgers:[{ledger:text name:text assumed:bool "
	    "t:real sigma:real reconciled:real reconciled_sigma:real adjustment:real z:?real}] "
	    "flows:{hauled:?{t:real sigma:real} stock:?{t:real sigma:real} loss:?{t:real sigma:real} "
	    "waste:?{t:real sigma:real} ore:?{t:real sigma:real} output:?{t:real sigma:real}} "
	    "left_out:[{ledger:text name:text z:real chi2:real freedom:int p:real}] rest_fits:bool}"),
	KEY("rock", "{material:text density:real density_sigma:real waste_density:real swell:real "
	    "moisture:real loss:real strip:real density_source:text rule:text source:text}"),
	{0},
};

static const struct answer_key capacity_keys[] = {
	KEY("year", "int"),
	KEY("word", "text"),
	KEY("allowed", "{mine:int mine_name:text year:int allowed_t:?real bound_by:?text limits:[{name:text "
	    "text:text source:text t:real id:?int link:?text}]}"),
	KEY("months", "[{month:text t:?real sigma:?real ground_t:?real ground_sigma:?real weighed_t:?real "
	    "reported_t:?real}]"),
	KEY("projected_t", "?real"),
	KEY("projected_sigma", "?real"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/balance", READ, get_list, .query = &balance_query_record, .reply = &balance_result_record, .flags = ROUTE_LIST,
	 .keys = list_keys, .help = "the mines, and whether their ledgers of a month agree; with counts by word"},
	{"GET", "/api/balance/{id}", READ, get_mine, .query = &balance_span_record,
	 .keys = mine_keys,
	 .help = "a mine's ledgers month by month, reconciled, with the verdict, its story and the arithmetic"},
	{"GET", "/api/balance/{id}/capacity", READ, get_capacity, .query = &year_record,
	 .keys = capacity_keys,
	 .help = "output since January with its uncertainty, projected, against what is allowed in the year"},
	{"GET", "/api/balance/{id}/setting", BIT(MINE_READ), get_setting, .reply = &balance_setting_record,
	 .help = "density, moisture, loss, stripping ratio of a mine; 0: the default of the rules"},
	{"PUT", "/api/balance/{id}/setting", MANAGE, put_setting, .body = &balance_setting_input_record, .reply = &balance_setting_record,
	 .help = "change them"},
	{"GET", "/api/balance/{id}/surveys", BIT(MINE_READ), get_surveys, .reply = &balance_survey_record, .flags = ROUTE_LIST,
	 .help = "volumes dug and dumped between surveys"},
	{"POST", "/api/balance/{id}/surveys", MANAGE, put_surveys, .body = &balance_survey_input_record, .reply = &balance_survey_record,
	 .flags = ROUTE_LIST, .help = "enter a surveyed volume"},
	{"POST", "/api/balance/{id}/surveys/import", MANAGE, post_import, .query = &import_record, .reply = &balance_survey_record,
	 .flags = ROUTE_LIST | ROUTE_UPLOAD, .max_body = SHEET_MAX_BYTES, .help = "enter a table of surveyed volumes: all rows, or none"},
	{"PUT", "/api/balance/{id}/surveys/{sub}", MANAGE, put_surveys, .body = &balance_survey_input_record, .reply = &balance_survey_record,
	 .flags = ROUTE_LIST, .help = "change or withdraw one"},
	{"GET", "/api/balance/{id}/stocks", BIT(MINE_READ), get_stocks, .reply = &balance_stock_record, .flags = ROUTE_LIST,
	 .help = "piles as they were measured"},
	{"POST", "/api/balance/{id}/stocks", MANAGE, put_stocks, .body = &balance_stock_input_record, .reply = &balance_stock_record,
	 .flags = ROUTE_LIST, .help = "enter a measured pile"},
	{"PUT", "/api/balance/{id}/stocks/{sub}", MANAGE, put_stocks, .body = &balance_stock_input_record, .reply = &balance_stock_record,
	 .flags = ROUTE_LIST, .help = "change or withdraw one"},
	{"GET", "/api/balance/{id}/reports", BIT(MINE_READ), get_reports, .reply = &balance_report_record, .flags = ROUTE_LIST,
	 .help = "output as it was reported, by month"},
	{"POST", "/api/balance/{id}/reports", MANAGE, put_reports, .body = &balance_report_input_record, .reply = &balance_report_record,
	 .flags = ROUTE_LIST, .help = "report a month"},
	{"PUT", "/api/balance/{id}/reports/{sub}", MANAGE, put_reports, .body = &balance_report_input_record, .reply = &balance_report_record,
	 .flags = ROUTE_LIST, .help = "correct a report"},
};
const struct routes balance_routes = ROUTES("/api/balance", table);

/* ---- suspicions ---- */

static enum status get_alerts(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	int64_t next;
	TRY(balance_alert_list(cx, rq->query, &l, &next));
	jw_page_id(&reply->w, &balance_alert_record, &l, next);
	return STATUS_OK;
}

static enum status write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	const struct balance_alert *b = (const struct balance_alert *)row;
	jw_key(w, "story_name");
	jw_text(w, balance_story_word(cx, b->story));
	jw_key(w, "arithmetic_text");
	jw_text(w, balance_alert_arithmetic(cx, b));
	return STATUS_OK;
}

static const struct answer_key alert_keys[] = {
	KEY("story_name", "text"),
	KEY("arithmetic_text", "text"),
	{0},
};

static const struct flow_page page = {.flow = &balance_alert_flow, .record = &balance_alert_record, .parts = write_parts,
				       .keys = alert_keys};

static const struct route alert_table[] = {
	{"GET", "/api/balance/alerts", READ, get_alerts, .query = &balance_alert_query_record, .reply = &balance_alert_record,
	 .flags = ROUTE_LIST, .help = "suspicions that the ledgers raised, newest first"},
	{"GET", "/api/balance/alerts/{id}", READ, flow_get, .of = &page, .reply = &balance_alert_record,
	 .help = "one, with its arithmetic and the steps possible"},
	{"POST", "/api/balance/alerts/{id}/steps/{name}", READ, flow_post_step, .of = &page, .reply = &balance_alert_record,
	 .flags = ROUTE_RAW, .help = "take a step"},
	{"GET", "/api/balance/alerts/{id}/history", READ, flow_get_history, .of = &page, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes balance_alert_routes = ROUTES("/api/balance/alerts", alert_table);
