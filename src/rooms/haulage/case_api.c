/* case_api.c - cases and measures by HTTP. */
#include "rooms/haulage/haulage_api.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/haulage/case.h"

/* ---- cases ---- */

static void write_party(struct jw *w, const char *party, int64_t item, const char *name, const struct list *windows, const struct list *measures)
{
	jw_begin(w, '{');
	jw_key(w, "party");
	jw_text(w, party);
	jw_key(w, "item");
	jw_int(w, item);
	jw_key(w, "name");
	jw_text(w, name);
	jw_key(w, "windows");
	jw_list(w, &haulage_window_record, windows);
	jw_key(w, "measures");
	jw_list(w, &haulage_measure_record, measures);
	jw_end(w);
}

static enum status write_parties(struct cx *cx, const struct haulage_case *c, struct jw *w)
{
	const struct {
		const char *party;
		int64_t item;
		const char *name;
	} parties[] = {{"vehicle", c->vehicle, c->plate}, {"driver", c->driver, c->driver_name}, {"carrier", c->carrier, c->carrier_name},
		       {"mine", c->mine, c->mine_name}};
	jw_key(w, "parties");
	jw_begin(w, '[');
	for (size_t i = 0; i < sizeof parties / sizeof *parties; i++) {
		struct list windows = {0}, measures;
		int64_t next;
		if (!parties[i].item)
			continue;
		if (parties[i].party[0] != 'm')
			TRY(haulage_windows(cx, parties[i].party, parties[i].item, day_of(cx->now), &windows));
		TRY(haulage_measure_list(cx, &(struct haulage_measure_query){.party = parties[i].party, .item = parties[i].item}, &measures, &next));
		write_party(w, parties[i].party, parties[i].item, parties[i].name, &windows, &measures);
	}
	jw_end(w);
	return STATUS_OK;
}

/* The verdict in the reader's language. */
static enum status write_judged(struct cx *cx, const struct haulage_case *c, struct jw *w)
{
	json_t *j = json_loads(c->verdict.s ? c->verdict.s : "{}", 0, NULL);
	char *dumped = json_dumps(json_object_get(j, cx->lang == LANG_EN ? "en" : "zh"), JSON_COMPACT);
	jw_raw(w, dumped ? arena_strdup(cx->mem, dumped) : NULL);
	free(dumped);
	json_decref(j);
	return STATUS_OK;
}

static enum status case_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	const struct haulage_case *c = (const struct haulage_case *)row;
	struct haulage_ticket *t;
	int64_t due;
	TRY(haulage_ticket_get(cx, c->ticket, &t));
	TRY(haulage_case_due(cx, c, &due));
	jw_key(w, "judged");
	TRY(write_judged(cx, c, w));
	jw_key(w, "weighing");
	jw_record(w, &haulage_ticket_record, t);
	jw_key(w, "due_yuan");
	jw_int(w, due);
	return write_parties(cx, c, w);
}

static const struct answer_key case_keys[] = {
	KEY("judged", "?any"),
	KEY("weighing", "@", .of = &haulage_ticket_record),
	KEY("due_yuan", "int"),
	KEY("parties", "[{party:text item:int name:text windows:[{mode:text from:day to:day offences:int "
	    "trucks:int fleet:int counts:bool reached:bool}] measures:[@]}]", .of = &haulage_measure_record),
	{0},
};

const struct flow_page haulage_case_page = {.flow = &haulage_case_flow, .record = &haulage_case_record, .parts = case_parts,
				       .keys = case_keys,
					     .papers = haulage_case_papers};

static enum status get_cases(struct cx *cx, const struct request *rq, struct reply *reply)
{
	static const struct haulage_case_query everything;
	struct list l;
	int64_t next;
	TRY(haulage_case_list(cx, rq->query ? rq->query : &everything, &l, &next));
	jw_page_id(&reply->w, &haulage_case_record, &l, next);
	return STATUS_OK;
}

static enum status post_case(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t id;
	TRY(haulage_case_open(cx, rq->body, &id));
	return flow_page_write(cx, &haulage_case_page, id, &reply->w);
}

static const struct route case_table[] = {
	{"GET", "/api/haulage/cases", BIT(HAULAGE_READ), get_cases, .query = &haulage_case_query_record, .reply = &haulage_case_record, .flags = ROUTE_LIST,
	 .help = "cases of overloaded trucks, newest first"},
	{"POST", "/api/haulage/cases", BIT(HAULAGE_ENFORCE), post_case,
	 .of = &haulage_case_page, .flags = ROUTE_FLOW, .body = &haulage_case_new_record, .reply = &haulage_case_record,
	 .help = "open a case on a weighing at a station"},
	{"GET", "/api/haulage/cases/{id}", BIT(HAULAGE_READ), flow_get, .of = &haulage_case_page, .reply = &haulage_case_record,
	 .help = "one, with its weighing, verdict, parties and steps"},
	{"POST", "/api/haulage/cases/{id}/steps/{name}", BIT(HAULAGE_ENFORCE), flow_post_step, .of = &haulage_case_page, .reply = &haulage_case_record,
	 .flags = ROUTE_RAW, .help = "take a step"},
	{"GET", "/api/haulage/cases/{id}/papers/{name}", BIT(HAULAGE_READ), flow_get_paper, .of = &haulage_case_page, .type = TYPE_HTML,
	 .help = "order to unload, decision or copy as a page to print"},
	{"GET", "/api/haulage/cases/{id}/history", BIT(HAULAGE_READ), flow_get_history, .of = &haulage_case_page, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes haulage_case_routes = ROUTES("/api/haulage/cases", case_table);

/* ---- measures ---- */

const struct flow_page haulage_measure_page = {.flow = &haulage_measure_flow, .record = &haulage_measure_record};

static enum status get_measures(struct cx *cx, const struct request *rq, struct reply *reply)
{
	static const struct haulage_measure_query everything;
	struct list l;
	int64_t next;
	TRY(haulage_measure_list(cx, rq->query ? rq->query : &everything, &l, &next));
	jw_page_id(&reply->w, &haulage_measure_record, &l, next);
	return STATUS_OK;
}

static const struct route measure_table[] = {
	{"GET", "/api/haulage/measures", BIT(HAULAGE_READ), get_measures, .query = &haulage_measure_query_record, .reply = &haulage_measure_record,
	 .flags = ROUTE_LIST, .help = "measures against trucks, drivers, carriers and mines, newest first"},
	{"GET", "/api/haulage/measures/{id}", BIT(HAULAGE_READ), flow_get, .of = &haulage_measure_page, .reply = &haulage_measure_record, .help = "one, with its steps"},
	{"POST", "/api/haulage/measures/{id}/steps/{name}", BIT(HAULAGE_ENFORCE), flow_post_step, .of = &haulage_measure_page,
	 .reply = &haulage_measure_record, .flags = ROUTE_RAW, .help = "take a step"},
	{"GET", "/api/haulage/measures/{id}/history", BIT(HAULAGE_READ), flow_get_history, .of = &haulage_measure_page, .query = &history_query_record,
	 .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes haulage_measure_routes = ROUTES("/api/haulage/measures", measure_table);
