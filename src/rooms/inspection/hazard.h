/*
 * hazard.h - hazards (隐患) from the day they are found to the day they are closed.
 *
 * hazard_flow.c has the steps: found, ordered to be rectified, planned, listed (挂牌), rectified, rechecked, closed.  Each
 * wish for more time is a record of its own with its own flow.  Days that are computed (due, recheck, reports) come from
 * the rules of the day on which they begin to run.
 */
#ifndef ROOMS_INSPECTION_HAZARD_H
#define ROOMS_INSPECTION_HAZARD_H

#include "base/calendar.h"
#include "core/remind.h"
#include "core/rule.h"
#include "core/todo.h"
#include "rooms/inspection/inspection.h"

struct hazard {
	struct flow_row row;
	int64_t mine;
	const char *mine_name;
	int64_t town, enterprise, industry;
	const char *town_name, *enterprise_name, *industry_name;
	int64_t inspection;
	const char *item, *kind, *level, *major_from, *criterion, *place, *text, *basis;
	const char *found_on;
	bool own;                       /* the enterprise found it and mends it without an order; see hazard_own.c */
	int64_t found_by, found_org;
	const char *found_by_name, *found_org_name;
	const char *no;
	int64_t order_org;
	const char *order_org_name, *ordered_on, *requirement, *why_longer, *served_on, *served_how;
	const char *due, *due_key;
	bool printed;
	const char *fix_person, *fix_phone, *fix_measures;
	int64_t fix_funds;
	const char *fix_source, *fix_by, *fix_emergency, *planned_on;
	const char *listed_on, *list_no, *list_level, *delisted_on, *reported_on;
	int64_t list_org;
	const char *rectified_on;
	int64_t rectified_by, rectified_org;
	int64_t repeats, extensions, penalties;
	const char *ended_on;
	int64_t days_left;              /* to the due day, of today; 0 where there is none */
	bool overdue;                   /* of today: past its day, and not called rectified */
};
extern const struct record hazard_record;       /* what is read and answered */
extern const struct flow hazard_flow, hazard_extension_flow;
extern const struct flow_paper hazard_papers[];
extern const char *const hazard_kinds[], *const hazard_levels[];
#define HAZARD_NO_DAY "9999-99-99"

/* From "hazard h" with its joins. */
#define HAZARD_COLUMNS                                                                                                \
	"h.id, h.version, h.state, h.mine, m.name AS mine_name, h.town, h.enterprise, h.industry, t.name AS town_name, " \
	"e.name AS enterprise_name, i.name AS industry_name, h.inspection, h.item, h.kind, h.level, h.major_from, "    \
	"h.criterion, h.place, h.text, h.basis, h.found_on, h.own, h.found_by, h.found_org, p.name AS found_by_name, "        \
	"f.name AS found_org_name, h.no, h.order_org, g.name AS order_org_name, h.ordered_on, h.requirement, "         \
	"h.why_longer, h.served_on, h.served_how, h.due, h.due_key, h.printed, h.fix_person, h.fix_phone, "            \
	"h.fix_measures, h.fix_funds, h.fix_source, h.fix_by, h.fix_emergency, h.planned_on, h.listed_on, h.list_no, " \
	"h.list_level, h.delisted_on, h.reported_on, h.list_org, h.rectified_on, h.rectified_by, h.rectified_org, "    \
	"h.repeats, h.extensions, h.penalties, h.ended_on"
#define HAZARD_JOINS                                                                                                  \
	" LEFT JOIN mine m ON m.county = h.county AND m.id = h.mine"                                                   \
	" LEFT JOIN org t ON t.county = h.county AND t.id = h.town"                                                    \
	" LEFT JOIN org e ON e.county = h.county AND e.id = h.enterprise"                                              \
	" LEFT JOIN org i ON i.county = h.county AND i.id = h.industry"                                                \
	" LEFT JOIN org f ON f.county = h.county AND f.id = h.found_org"                                               \
	" LEFT JOIN org g ON g.county = h.county AND g.id = h.order_org"                                               \
	" LEFT JOIN person p ON p.county = h.county AND p.id = h.found_by"

/* A hazard to be entered. */
struct hazard_new {
	int64_t mine, inspection;
	const char *item, *kind, *level, *criterion, *place, *text, *basis, *found_on;
	struct texts evidence;
};
extern const struct record hazard_new_record;

/* Enter it, in the state found, and tell the mine's town.  INVALID: the criterion is none, or of another kind of mine, or
 * missing where the level is major; a day to come.  FORBIDDEN: neither an inspector nor the mine's own enterprise. */
enum status hazard_create(struct cx *cx, const struct hazard_new *in, int64_t *id) MUST_CHECK;
/* NOT_FOUND also for one out of scope. */
enum status hazard_get(struct cx *cx, int64_t id, struct hazard **out) MUST_CHECK;

/* Fill in what depends on today. */
void hazard_show(struct cx *cx, struct hazard *h);

struct hazard_round {
	int64_t round;
	const char *rectified_on, *rectified_by_name, *statement, *recheck_by, *rechecked_on, *rechecked_by_name, *rechecked_org_name;
	bool passed;
	const char *opinion;
};
extern const struct record hazard_round_record;
enum status hazard_rounds(struct cx *cx, int64_t id, struct list *out) MUST_CHECK;

struct hazard_extension {
	struct flow_row row;
	int64_t hazard;
	const char *old_day, *new_day, *reason, *measures;
	int64_t asked_by, asked_org;
	const char *asked_on, *asked_by_name;
	int64_t decided_by;
	const char *decided_on, *decided_by_name, *note;
};
extern const struct record hazard_extension_record;
enum status hazard_extensions(struct cx *cx, int64_t hazard, struct list *out) MUST_CHECK;
/* For the step ask_extension. */
struct hazard_ask {
	const char *day, *reason, *measures;
};
enum status hazard_ask_extension(struct cx *cx, const struct hazard *h, const struct hazard_ask *in) MUST_CHECK;

struct hazard_penalty {
	int64_t id;
	const char *kind, *no, *day, *text, *person_name;
	int64_t yuan;
};
extern const struct record hazard_penalty_record;
enum status hazard_penalties(struct cx *cx, int64_t id, struct list *out) MUST_CHECK;

/* Write due, with the copy that lists are sorted by. */
enum status hazard_store_due(struct cx *cx, int64_t id, const char *due) MUST_CHECK;

/* What it is found by in searches: its words, place and order's number. */
enum status hazard_put_search(struct cx *cx, const struct hazard *h) MUST_CHECK;

/* Tell whoever must act after a step (hazard_tell.c). */
enum status hazard_tell(struct cx *cx, const char *action, const struct hazard *h) MUST_CHECK;

/* ---- clocks (hazard_clock.c) ---- */

struct hazard_due {
	struct due due;
	int64_t days;
	enum roll roll;
	const struct rule *rule;        /* NULL: none was in force on the day of service */
};
/* The last day of a general hazard's rectification, served on that day.  days < 0: as the rule in force on that day says;
 * roll < 0: likewise, else without moving.  INVALID: no rule then, and no days. */
enum status hazard_general_due(struct cx *cx, struct day served, int64_t days, int roll, struct hazard_due *out) MUST_CHECK;

/* A clock that runs for a hazard: recheck, weekly report, payment, penalty decision, closure. */
struct hazard_clock {
	const char *code, *text, *day;
	bool over, done;                      /* its day has passed */
	const char *rule, *source;
};
extern const struct record hazard_clock_record;
enum status hazard_clocks(struct cx *cx, const struct hazard *h, struct list *out) MUST_CHECK;
/* The last day for the recheck of what was called rectified on that day. */
enum status hazard_recheck_day(struct cx *cx, struct day rectified, const char **out) MUST_CHECK;

/* ---- lists (hazard_list.c) ---- */

struct hazard_query {
	const char *q, *state, *kind, *level, *criterion;
	int64_t mine, town, enterprise, industry, inspection;
	bool overdue, listed;
	int64_t repeats;                /* at least so often re-rectified */
	const char *found_from, *found_to, *due_from, *due_to;
	const char *sort;               /* due (default), found, repeats; "-due" from the end */
	const char *cursor;
	int64_t limit;
	bool total;
};
extern const struct record hazard_query_record;
struct hazard_page {
	struct list hazards;
	const char *next;
	int64_t total;                  /* -1: not counted; 10,000 may mean: and more */
};
enum status hazard_list(struct cx *cx, const struct hazard_query *q, struct hazard_page *out) MUST_CHECK;
/* All of them up to limit, row after row, each filled as hazard_show() does. */
enum status hazard_list_each(struct cx *cx, const struct hazard_query *q, int64_t limit,
			     enum status (*each)(struct cx *cx, void *arg, const void *row), void *arg) MUST_CHECK;

struct hazard_stat {
	int64_t id;                     /* of the town, department, mine; 0 for kinds, levels, months */
	const char *name;
	int64_t total, open, major_open, overdue, closed, repeats, in_time;
};
extern const struct record hazard_stat_record;
struct hazard_stat_query {
	const char *by;                 /* town, industry, kind, level, mine, enterprise, month */
	const char *found_from, *found_to;
};
extern const struct record hazard_stat_query_record;
enum status hazard_statistics(struct cx *cx, const struct hazard_stat_query *q, struct list *out) MUST_CHECK;

/* ---- what makes a hazard a major one (criteria.c) ---- */

struct criterion {
	const char *code, *mine_kind;   /* open_pit, underground, tailings */
	const char *text, *en, *source, *confirmed, *valid_from, *valid_to;
};
extern const struct record criterion_record;
struct criterion_query {
	const char *q, *kind, *day;
};
extern const struct record criterion_query_record;
enum status criteria_list(struct cx *cx, const struct criterion_query *q, struct list *out) MUST_CHECK;
/* The one in force on that day, or NULL. */
enum status criterion_find(struct cx *cx, const char *code, const char *day, const struct criterion **out) MUST_CHECK;

/* For reminder_sources[] (hazard_remind.c). */
enum status hazard_remind(struct cx *cx, struct day from, struct day to, struct reminders *out) MUST_CHECK;

/* For todo_sources[] (hazard_todo.c). */
enum status hazard_todo(struct cx *cx, struct todos *out) MUST_CHECK;

#endif
