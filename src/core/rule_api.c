#include "core/rule_api.h"

#include <string.h>
#include "core/org_api.h"
#include "core/perm.h"
#include "core/rule.h"

enum { MAX_CSV = 256 * 1024, MAX_REASON = 1000, MOST_DAYS = 400 };

static enum status list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	TRY(rule_list(cx, rq->query, &l));
	jw_page(&reply->w, &rule_shown_record, &l, NULL, -1);
	return STATUS_OK;
}

static enum status history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct rule_query *q = rq->query;
	struct list l;
	TRY(rule_history(cx, rq->name, q->day, &l));
	jw_page(&reply->w, &rule_shown_record, &l, NULL, -1);
	return STATUS_OK;
}

static enum status change(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct rule row;
	struct list l;
	TRY(rule_change(cx, rq->name, rq->body, &row));
	TRY(rule_history(cx, rq->name, row.valid_from, &l));
	jw_record(&reply->w, &rule_shown_record, l.items); /* the newest: the one just made */
	return STATUS_OK;
}

/* ---- working days ---- */

struct calendar_query {
	const char *from, *to;
};
static const struct field query_fields[] = {
	FIELD(struct calendar_query, from, .flags = REQUIRED | DAY, .zh = "自", .en = "from"),
	FIELD(struct calendar_query, to, .flags = REQUIRED | DAY, .zh = "至", .en = "to"),
};
static const struct record calendar_query_record = RECORD(calendar_query, query_fields);

struct calendar_day {
	const char *day;
	bool works, assumed;
};
static const struct field day_fields[] = {
	FIELD(struct calendar_day, day, .flags = DAY, .zh = "日期", .en = "day"),
	FIELD(struct calendar_day, works, .zh = "工作日", .en = "working day"),
	FIELD(struct calendar_day, assumed, .zh = "按星期推定", .en = "assumed"),
};
static const struct record calendar_day_record = RECORD(calendar_day, day_fields);

struct calendar_input {
	const char *csv, *reason;
};
static const struct field input_fields[] = {
	FIELD(struct calendar_input, csv, .flags = REQUIRED, .min = 1, .max = MAX_CSV, .zh = "工作日表（CSV）",
	      .en = "table (CSV)"),
	FIELD(struct calendar_input, reason, .flags = REQUIRED, .min = 2, .max = MAX_REASON, .zh = "理由",
	      .en = "reason"),
};
static const struct record calendar_input_record = RECORD(calendar_input, input_fields);

static enum status days(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct calendar_query *q = rq->query;
	const struct rules *rules;
	struct day from, to;
	char text[11];
	TRY(rules_of(cx, &rules));
	if (!day_parse(q->from, &from) || !day_parse(q->to, &to) || to.n < from.n || to.n - from.n >= MOST_DAYS)
		return cx_fail_field(cx, "to", "at most %d days, the last not before the first", MOST_DAYS);
	const struct calendar *c = rules_calendar(rules);
	struct calendar_day *rows = arena_array_of(cx->mem, struct calendar_day, (size_t)(to.n - from.n + 1));
	struct list l = {.items = rows};
	for (struct day d = from; d.n <= to.n; d.n++)
		rows[l.count++] = (struct calendar_day){arena_strdup(cx->mem, day_print(d, text)), calendar_works(c, d),
							calendar_assumes(c, d)};
	jw_page(&reply->w, &calendar_day_record, &l, NULL, -1);
	return STATUS_OK;
}

static enum status import(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct calendar_input *in = rq->body;
	const struct rules *rules;
	struct day first, last;
	char text[11];
	TRY(rules_import_calendar(cx, in->csv, strlen(in->csv), in->reason));
	TRY(rules_of(cx, &rules));
	bool any = calendar_settled(rules_calendar(rules), &first, &last);
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "settled_from");
	jw_text(&reply->w, any ? day_print(first, text) : NULL);
	jw_key(&reply->w, "settled_to");
	jw_text(&reply->w, any ? day_print(last, text) : NULL);
	jw_end(&reply->w);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/rules", BIT(RULE_READ), list, .query = &rule_query_record, .reply = &rule_shown_record,
	 .flags = ROUTE_LIST, .help = "Rules in force on a day, each with its source and numbers"},
	{"GET", "/api/rules/{name}", BIT(RULE_READ), history, .query = &rule_query_record, .reply = &rule_shown_record,
	 .flags = ROUTE_LIST, .help = "All versions of a rule, the newest first"},
	{"POST", "/api/rules/{name}", BIT(RULE_MANAGE), change, .body = &rule_change_record, .reply = &rule_shown_record,
	 .help = "Change a rule from a day on, with the reason; the row before stays"},
};
const struct routes rule_routes = ROUTES("/api/rules", table);

static const struct answer_key settled_keys[] = {
	KEY("settled_from", "?day"),
	KEY("settled_to", "?day"),
	{0},
};

static const struct route calendar_table[] = {
	{"GET", "/api/calendar", 0, days, .query = &calendar_query_record, .reply = &calendar_day_record,
	 .flags = ROUTE_LIST, .help = "Which days are worked; assumed: no notice has settled the day yet"},
	{"POST", "/api/calendar", BIT(RULE_MANAGE), import, .body = &calendar_input_record,
	 .keys = settled_keys, .help = "Import a whole table of working days; the answer is {settled_from,settled_to}"},
};
const struct routes calendar_routes = ROUTES("/api/calendar", calendar_table);
