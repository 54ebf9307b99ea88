#include "rooms/inspection/inspection_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/inspection/hazard.h"
#include "rooms/inspection/hazard_export.h"

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct hazard_page page;
	TRY(hazard_list(cx, rq->query, &page));
	jw_page(&reply->w, &hazard_record, &page.hazards, page.next, page.total);
	return STATUS_OK;
}

static enum status write_extensions(struct cx *cx, int64_t id, struct jw *w)
{
	struct list l;
	TRY(hazard_extensions(cx, id, &l));
	struct hazard_extension *e = l.items;
	jw_begin(w, '[');
	for (size_t i = 0; i < l.count; i++) {
		jw_begin(w, '{');
		jw_fields(w, &hazard_extension_record, &e[i]);
		jw_key(w, "steps");
		TRY(flow_write_steps(cx, &hazard_extension_flow, &e[i].row, w));
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

/* What the criterion says, as it was on the day it was found or became a major one. */
static enum status write_criterion(struct cx *cx, const struct hazard *h, struct jw *w)
{
	const struct criterion *c = NULL;
	if (*h->criterion)
		TRY(criterion_find(cx, h->criterion, h->found_on, &c));
	jw_key(w, "criterion_row");
	if (c)
		jw_record(w, &criterion_record, c);
	else
		jw_raw(w, NULL);
	return STATUS_OK;
}

static enum status write_lists(struct cx *cx, const struct hazard *h, struct jw *w)
{
	struct list l;
	TRY(hazard_clocks(cx, h, &l));
	jw_key(w, "clocks");
	jw_list(w, &hazard_clock_record, &l);
	TRY(hazard_rounds(cx, h->row.id, &l));
	jw_key(w, "rounds");
	jw_list(w, &hazard_round_record, &l);
	TRY(hazard_penalties(cx, h->row.id, &l));
	jw_key(w, "penalty_list");
	jw_list(w, &hazard_penalty_record, &l);
	return STATUS_OK;
}

static enum status write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	const struct hazard *h = (const struct hazard *)row;
	TRY(write_criterion(cx, h, w));
	TRY(write_lists(cx, h, w));
	jw_key(w, "extension_list");
	return write_extensions(cx, row->id, w);
}

static const struct answer_key hazard_keys[] = {
	KEY("criterion_row", "?@", .of = &criterion_record),
	KEY("clocks", "[@]", .of = &hazard_clock_record),
	KEY("rounds", "[@]", .of = &hazard_round_record),
	KEY("penalty_list", "[@]", .of = &hazard_penalty_record),
	KEY("extension_list", "[@{steps:" FLOW_STEPS "}]", .of = &hazard_extension_record),
	{0},
};

static const struct flow_page page = {.flow = &hazard_flow, .record = &hazard_record, .parts = write_parts,
				       .keys = hazard_keys,
				       .papers = hazard_papers};

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	int64_t id;
	TRY(hazard_create(cx, rq->body, &id));
	return flow_page_write(cx, &page, id, &reply->w);
}

/* The request must be one of this hazard's. */
static enum status post_extension_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct flow_row *row;
	TRY(hazard_extension_flow.load(cx, rq->sub, &row));
	if (((const struct hazard_extension *)row)->hazard != rq->id)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such request");
	TRY(flow_take(cx, &hazard_extension_flow, rq->sub, rq->name, rq->raw, rq->raw_size));
	return flow_page_write(cx, &page, rq->id, &reply->w);
}

static enum status get_statistics(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	TRY(hazard_statistics(cx, rq->query, &l));
	jw_page_id(&reply->w, &hazard_stat_record, &l, 0);
	return STATUS_OK;
}

static enum status get_criteria(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	TRY(criteria_list(cx, rq->query, &l));
	jw_page_id(&reply->w, &criterion_record, &l, 0);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/hazards", BIT(MINE_READ), get_list, .query = &hazard_query_record, .reply = &hazard_record, .flags = ROUTE_LIST,
	 .help = "hazards in scope, filtered, sorted, a page at a time"},
	{"POST", "/api/hazards", BIT(MINE_READ), post_new,
	 .of = &page, .flags = ROUTE_FLOW, .body = &hazard_new_record, .reply = &hazard_record,
	 .help = "enter a hazard: an inspector, or the mine's own enterprise"},
	{"GET", "/api/hazards/export.xlsx", BIT(MINE_READ), listing_get_sheet, .of = &hazard_listing, .query = &hazard_query_record, .flags = ROUTE_OWN_WRITE,
	 .type = TYPE_XLSX,
	 .help = "the same list as a spreadsheet, without pages (a file; limit and cursor are ignored)"},
	{"GET", "/api/hazards/statistics", BIT(MINE_READ), get_statistics, .query = &hazard_stat_query_record,
	 .reply = &hazard_stat_record, .flags = ROUTE_LIST, .help = "counts by town, department, enterprise, mine, kind or level"},
	{"GET", "/api/hazards/{id}", BIT(MINE_READ), flow_get, .of = &page, .reply = &hazard_record,
	 .help = "a hazard with clocks, rounds, penalties, extensions, evidence and the steps possible"},
	{"POST", "/api/hazards/{id}/steps/{name}", BIT(MINE_READ), flow_post_step, .of = &page, .reply = &hazard_record, .flags = ROUTE_RAW,
	 .help = "take a step of its flow"},
	{"POST", "/api/hazards/{id}/extensions/{sub}/steps/{name}", BIT(MINE_READ), post_extension_step, .of = &page, .reply = &hazard_record,
	 .flags = ROUTE_RAW | ROUTE_FLOW, .help = "take a step of a request for more time"},
	{"GET", "/api/hazards/{id}/papers/{name}", BIT(MINE_READ), flow_get_paper, .of = &page, .type = TYPE_HTML,
	 .help = "order, recheck or listing as a page to print"},
	{"GET", "/api/hazards/{id}/history", BIT(MINE_READ), flow_get_history, .of = &page, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes hazard_routes = ROUTES("/api/hazards", table);

static const struct route criteria_table[] = {
	{"GET", "/api/hazard-criteria", BIT(RULE_READ), get_criteria, .query = &criterion_query_record, .reply = &criterion_record,
	 .flags = ROUTE_LIST, .help = "what makes a hazard a major one, in force on a day"},
};
const struct routes criterion_routes = ROUTES("/api/hazard-criteria", criteria_table);
