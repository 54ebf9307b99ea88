#include "rooms/accident/accident_api.h"

#include <jansson.h>
#include <stdlib.h>
#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/accident/accident.h"
#include "rooms/accident/appraisal_list.h"

struct preview_query {
	int64_t year;
	const char *as_of;
};
static const struct field preview_fields[] = {
	FIELD(struct preview_query, year, .flags = REQUIRED, .min = 2000, .max = 9000),
	FIELD(struct preview_query, as_of, .flags = DAY),
};
static const struct record preview_record = RECORD(preview_query, preview_fields);

static enum status get_preview(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct preview_query *q = rq->query;
	struct day as_of = day_of(cx->now);
	struct appraisal_result r;
	if (q->as_of && *q->as_of)
		day_parse(q->as_of, &as_of);
	TRY(appraisal_work_out(cx, q->year, as_of, &r));
	return appraisal_write(cx, &r, &reply->w);
}

/* ---- the year's list ---- */

static enum status get_lists(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	(void)rq;
	TRY(appraisal_list(cx, &l));
	jw_page_id(&reply->w, &appraisal_record, &l, 0);
	return STATUS_OK;
}

/* A unit's own line of the list that was kept, as it was kept; NULL: it has none. */
static const char *own_line(struct cx *cx, const char *list)
{
	static const char *const parts[] = {"towns", "departments"};
	json_t *whole = json_loads(list, 0, NULL), *o;
	const char *found = NULL;
	for (size_t p = 0; p < 2; p++) {
		size_t i;
		json_array_foreach(json_object_get(whole, parts[p]), i, o) {
			if (json_integer_value(json_object_get(o, "org")) != cx->org)
				continue;
			char *text = json_dumps(o, JSON_COMPACT);
			found = arena_strdup(cx->mem, text);
			free(text);
		}
	}
	json_decref(whole);
	return found;
}

static enum status write_objections(struct cx *cx, int64_t appraisal, struct jw *w)
{
	struct list l;
	TRY(objection_list(cx, appraisal, &l));
	struct appraisal_objection *j = l.items;
	jw_key(w, "objections");
	jw_begin(w, '[');
	for (size_t i = 0; i < l.count; i++) {
		jw_begin(w, '{');
		jw_fields(w, &appraisal_objection_record, &j[i]);
		jw_key(w, "steps");
		TRY(flow_write_steps(cx, &objection_flow, &j[i].row, w));
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	const struct appraisal *p = (const struct appraisal *)row;
	bool all = cx->perms & PERM_APPRAISAL_READ;
	jw_key(w, "list");
	jw_raw(w, all && *p->list.s ? p->list.s : NULL);
	jw_key(w, "own");
	jw_raw(w, *p->list.s ? own_line(cx, p->list.s) : NULL);
	return write_objections(cx, row->id, w);
}

static const struct answer_key list_keys[] = {
	KEY("list", "?any"),
	KEY("own", "?any"),
	KEY("objections", "[@{steps:" FLOW_STEPS "}]", .of = &appraisal_objection_record),
	{0},
};

static const struct flow_page page = {.flow = &appraisal_flow, .record = &appraisal_record, .parts = write_parts,
				       .keys = list_keys};

struct new_list {
	int64_t year;
};
static const struct field new_fields[] = {
	FIELD(struct new_list, year, .flags = REQUIRED, .min = 2000, .max = 9000, .zh = "考评年度", .en = "year"),
};
static const struct record new_record = RECORD(new_list, new_fields);

static enum status post_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct new_list *in = rq->body;
	struct appraisal *p;
	TRY(appraisal_create(cx, in->year, &p));
	return flow_page_write(cx, &page, p->row.id, &reply->w);
}

struct objection_input {
	int64_t accident;
	const char *reason;
};
static const struct field objection_fields[] = {
	FIELD(struct objection_input, accident, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "事故", .en = "accident"),
	FIELD(struct objection_input, reason, .flags = REQUIRED, .min = 5, .max = 4000, .zh = "异议理由", .en = "why it should not count"),
};
static const struct record objection_record = RECORD(objection_input, objection_fields);

static enum status write_objection(struct cx *cx, struct appraisal_objection *j, struct jw *w)
{
	jw_begin(w, '{');
	jw_fields(w, &appraisal_objection_record, j);
	jw_key(w, "steps");
	TRY(flow_write_steps(cx, &objection_flow, &j->row, w));
	jw_end(w);
	return STATUS_OK;
}

static enum status post_objection(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct objection_input *in = rq->body;
	struct appraisal_objection *j;
	TRY(objection_file(cx, rq->id, in->accident, in->reason, &j));
	return write_objection(cx, j, &reply->w);
}

static enum status post_objection_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct appraisal_objection *j;
	TRY(flow_take(cx, &objection_flow, rq->id, rq->name, rq->raw, rq->raw_size));
	TRY(objection_get(cx, rq->id, &j));
	return write_objection(cx, j, &reply->w);
}

static const struct answer_key preview_keys[] = {
	KEY("year", "int"),
	KEY("as_of", "day"),
	KEY("reading", "text"),
	KEY("towns", "[{org:int name:text kind:text drop:text rule:text source:text article:text confirmed:text threshold:int "
	    "drop_grades:int one_away:bool calendar:{from:day to:day count:int pending:int drop:text} "
	    "rolling:{from:day to:day count:int pending:int drop:text} accidents:[@] pending:[@]}]", .of = &appraised_accident_record),
	KEY("departments", "[{org:int name:text kind:text drop:text rule:text source:text article:text confirmed:text threshold:int "
	    "drop_grades:int one_away:bool calendar:{from:day to:day count:int pending:int drop:text} "
	    "rolling:{from:day to:day count:int pending:int drop:text} accidents:[@] pending:[@]}]", .of = &appraised_accident_record),
	KEY("one_away", "[{org:int name:text kind:text}]"),
	KEY("undecided", "int"),
	KEY("ladder", "[{from:text to:text label:text}]"),
	KEY("rules", "[" RULE_SHAPE "]"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/appraisal", BIT(APPRAISAL_READ), get_preview, .query = &preview_record,
	 .keys = preview_keys,
	 .help = "who drops a grade in a year's appraisal, as of a day, by both readings of a year"},
	{"GET", "/api/appraisal/lists", BIT(TASK_READ), get_lists, .reply = &appraisal_record, .flags = ROUTE_LIST,
	 .help = "the years' lists that the user may see"},
	{"POST", "/api/appraisal/lists", BIT(APPRAISAL_DECIDE), post_list,
	 .of = &page, .flags = ROUTE_FLOW, .body = &new_record, .reply = &appraisal_record,
	 .help = "begin a year's list"},
	{"GET", "/api/appraisal/lists/{id}", BIT(TASK_READ), flow_get, .of = &page, .reply = &appraisal_record,
	 .help = "one, with the list kept (a unit: its own line), objections and the steps possible"},
	{"POST", "/api/appraisal/lists/{id}/steps/{name}", BIT(APPRAISAL_DECIDE), flow_post_step, .of = &page, .reply = &appraisal_record, .flags = ROUTE_RAW,
	 .help = "take a step"},
	{"GET", "/api/appraisal/lists/{id}/history", BIT(APPRAISAL_READ), flow_get_history, .of = &page, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it"},
	{"POST", "/api/appraisal/lists/{id}/objections", BIT(TASK_WORK), post_objection, .body = &objection_record,
	 .reply = &appraisal_objection_record, .help = "the user's unit objects to an accident that counts against it"},
	{"POST", "/api/appraisal/objections/{id}/steps/{name}", BIT(TASK_WORK), post_objection_step, .reply = &appraisal_objection_record,
	 .flags = ROUTE_RAW, .help = "take a step"},
};
const struct routes appraisal_routes = ROUTES("/api/appraisal", table);
