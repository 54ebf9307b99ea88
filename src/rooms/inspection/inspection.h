/*
 * inspection.h - what the rooms around a mine's safety share here: who sees what, orders to stop, inspections.
 *
 * Hazards are in hazard.h, investigations in investigation.h, the weather in weather.h.
 *
 * Scope: as in rooms/mine (departments see every mine, a town its land, an enterprise its own); and whoever has work at
 * a mine (a third party with an inspection there) sees that mine until the work's last day.
 */
#ifndef ROOMS_INSPECTION_INSPECTION_H
#define ROOMS_INSPECTION_INSPECTION_H

#include "base/day.h"
#include "core/flow.h"
#include "db/where.h"
#include "rooms/mine/status.h"

/* ---- scope and small things that every file here needs (scope.c) ---- */

/* Narrow a list of rows that have the columns mine, town and enterprise; alias names them in the statement. */
enum status inspection_scope(struct cx *cx, struct where *w, const char *alias) MUST_CHECK;

/* The same in short, for answers that are kept by town: all of the county, or one town without others below it; neither for
 * everyone else. */
struct reach {
	bool all;
	int64_t town;
};
enum status inspection_reach(struct cx *cx, struct reach *out) MUST_CHECK;

/* Is that the user's own organisation, or one below it? */
enum status inspection_own_org(struct cx *cx, int64_t org, bool *yes) MUST_CHECK;

/* The kind of the organisation that the user acts for: "department", "enterprise" …; "" for the system. */
enum status inspection_my_kind(struct cx *cx, const char **kind) MUST_CHECK;


/* A day that may be given: not after today.  field names it where it is. */
enum status inspection_not_future(struct cx *cx, const char *field, const char *day) MUST_CHECK;

static inline const char *inspection_or(const char *s, const char *otherwise)
{
	return s && *s ? s : otherwise;
}

/* The timer's: rows that are open follow their mine to its new town, enterprise and department; ended ones stay. */
enum status inspection_follow(struct cx *cx) MUST_CHECK;

/* SELECT count(*) AS n … */
enum status inspection_count(struct cx *cx, int64_t *out, const char *sql, struct args args) MUST_CHECK;

/* Tell the people of an organisation who have one of these permissions; 0 and no such people are fine. */
struct notify;
enum status inspection_tell(struct cx *cx, int64_t org, uint64_t perms, const char *kind, const char *link, const char *words_en,
			    const char *what) MUST_CHECK;

/* ---- orders to stop (stop_order.c) ---- */

struct stop_order {
	struct flow_row row;
	const char *kind, *no;
	int64_t org;
	const char *org_name;
	int64_t person;
	const char *person_name;
	const char *reason, *basis, *scope;
	const char *issued_on, *from_day, *ended_on;
	int64_t mines, served, lifted;
};
extern const struct record stop_order_record;
/* From "stop_order o" with its joins. */
#define STOP_ORDER_COLUMNS                                                                                                       \
	"o.id, o.version, o.state, o.kind, o.no, o.org, g.name AS org_name, o.person, p.name AS person_name, o.reason, " \
	"o.basis, o.scope, o.issued_on, o.from_day, o.ended_on, o.mines, o.served, o.lifted"
#define STOP_ORDER_JOINS                                                                                                         \
	" LEFT JOIN org g ON g.county = o.county AND g.id = o.org"                                                    \
	" LEFT JOIN person p ON p.county = o.county AND p.id = o.person"

struct stop_order_mine {
	int64_t mine;
	const char *mine_name, *enterprise_name, *town_name;
	int64_t enterprise, served_at;
	const char *served_by_name, *served_how;
	const char *lifted_on, *lifted_by_name, *lift_reason;
};
extern const struct record stop_order_mine_record;
extern const struct flow stop_order_flow;
extern const struct flow_paper stop_order_papers[];

struct stop_order_new {
	const char *kind, *no, *reason, *basis, *scope, *from_day;
	struct texts mines;             /* ids as text */
	bool all;                       /* every mine in the user's scope that is not closed for good */
};
extern const struct record stop_order_new_record;

/* Order, and tell the enterprises.  INVALID: a mine that is not his to see; no mine; county-wide or accident by one who
 * does not act for the county. */
enum status stop_order_issue(struct cx *cx, const struct stop_order_new *in, int64_t *id) MUST_CHECK;
enum status stop_order_get(struct cx *cx, int64_t id, struct stop_order **out) MUST_CHECK;

struct stop_order_query {
	const char *state, *kind;
	int64_t mine, org, limit;
	const char *cursor;
	bool total;
};
extern const struct record stop_order_query_record;
struct stop_order_page {
	struct list orders;
	const char *next;
	int64_t total;
};
enum status stop_order_list(struct cx *cx, const struct stop_order_query *q, struct stop_order_page *out) MUST_CHECK;

struct stop_order_mine_query {
	int64_t limit, cursor;
	const char *served;             /* yes, no */
};
extern const struct record stop_order_mine_query_record;
/* The mines of an order that the user may see, by id, after the cursor, one more than the limit. */
enum status stop_order_mines(struct cx *cx, int64_t id, const struct stop_order_mine_query *q, struct list *out) MUST_CHECK;

/* Resumption has approved that the mine works again: the county-wide and accident orders no longer hold for it from that
 * day on.  A department's own orders stay: it lifts them itself.  The caller refreshes the mine. */
enum status stop_order_lift(struct cx *cx, int64_t mine, const char *reason, struct day day) MUST_CHECK;

/* For the steps: the mines of an order whose answer has changed; tell the enterprises, words_en with one %s for what. */
enum status stop_order_refresh_mines(struct cx *cx, int64_t order) MUST_CHECK;
enum status stop_order_tell(struct cx *cx, int64_t order, const char *kind, const char *words_en, const char *what) MUST_CHECK;

/* Does an order hold for the mine on that day? */
enum status stop_order_holds(struct cx *cx, int64_t mine, struct day day, bool *yes) MUST_CHECK;

/* ---- what waits for somebody, for todo_sources[] (work_todo.c) ---- */
struct todos;
enum status stop_order_todo(struct cx *cx, struct todos *out) MUST_CHECK;
enum status hazard_extension_todo(struct cx *cx, struct todos *out) MUST_CHECK;
enum status inspection_todo(struct cx *cx, struct todos *out) MUST_CHECK;
enum status investigation_todo(struct cx *cx, struct todos *out) MUST_CHECK;

/* ---- a say in whether a mine may work (reasons.c) ---- */
enum status stop_order_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out) MUST_CHECK;
enum status hazard_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out) MUST_CHECK;

#endif
