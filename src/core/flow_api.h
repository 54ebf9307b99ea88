/*
 * flow_api.h - the routes that every flow has, handled once.
 *
 * A room says in a struct flow_page (core/flow.h) how its work is answered, and names it in its table of routes:
 *
 *     static const struct flow_page page = {.flow = &hazard_flow, .record = &hazard_record, .parts = write_parts};
 *     …
 *     {"GET", "/api/hazards/{id}", BIT(MINE_READ), flow_get, .of = &page, .reply = &hazard_record, .help = "…"},
 *     {"POST", "/api/hazards/{id}/steps/{name}", BIT(MINE_READ), flow_post_step, .of = &page, .reply = &hazard_record,
 *      .flags = ROUTE_RAW, .help = "take a step"},
 *     {"GET", "/api/hazards/{id}/history", BIT(MINE_READ), flow_get_history, .of = &page, .query = &history_query_record,
 *      .reply = &flow_entry_record, .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
 *
 * A route that begins a piece of work and answers its page says so: .of = &page, .flags = ROUTE_FLOW.
 *
 * Scope is the flow's: what its load() does not find is not there for this user.
 */
#ifndef CORE_FLOW_API_H
#define CORE_FLOW_API_H

#include "core/flow.h"
#include "http/route.h"

/* Handlers; route.of is a struct flow_page. */
enum status flow_get(struct cx *cx, const struct request *rq, struct reply *reply);             /* the page of {id} */
enum status flow_post_step(struct cx *cx, const struct request *rq, struct reply *reply);       /* takes step {name}, answers the page */
enum status flow_get_history(struct cx *cx, const struct request *rq, struct reply *reply);     /* a page of history of {id} */
enum status flow_get_paper(struct cx *cx, const struct request *rq, struct reply *reply);       /* paper {name} of {id}, to print */

/* Which fields a new record has: GET …/forms/{name}, .of = a table of these, which ends with a NULL name. */
struct form {
	const char *name;
	const struct record *record;
};
enum status form_get(struct cx *cx, const struct request *rq, struct reply *reply);
extern const struct answer_key form_keys[];

#endif
