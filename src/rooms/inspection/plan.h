/*
 * plan.h - inspections: who goes to which mine by when with which checklist (拉网式排查), and what he finds.
 *
 * A failed item becomes a hazard at once.  Checklists are data: rules/resume_checklist.csv is the list "acceptance",
 * rules/checklist.csv has more.
 */
#ifndef ROOMS_INSPECTION_PLAN_H
#define ROOMS_INSPECTION_PLAN_H

#include "rooms/inspection/inspection.h"

/* An item of a checklist. */
struct check_item {
	const char *list, *code, *class, *kinds, *group_zh, *group_en, *zh, *en, *source;
	const char *kind;               /* which kind of hazard it becomes */
};
extern const struct record check_item_record;
struct check_query {
	const char *list, *mine_kind;
};
extern const struct record check_query_record;
/* The items of a list that are asked of that kind of mine; NULL: of any. */
enum status checklist_items(struct cx *cx, const char *list, const char *mine_kind, struct list *out) MUST_CHECK;

struct inspection {
	struct flow_row row;
	int64_t plan;
	const char *title;
	int64_t mine;
	const char *mine_name, *mine_kind;
	int64_t town, enterprise;
	const char *town_name, *enterprise_name, *checklist;
	int64_t org;
	const char *org_name, *team, *from_day, *to_day;
	int64_t planned_by, planned_org;
	const char *started_on, *done_on, *summary;
	int64_t items, answered, failed;
};
extern const struct record inspection_record;
extern const struct flow inspection_flow;

struct inspection_new {
	const char *title, *checklist, *team, *from_day, *to_day;
	struct texts mines;
	int64_t org;                    /* the team's; 0: the user's own */
};
extern const struct record inspection_new_record;
/* One inspection a mine, in the state planned.  INVALID: a mine out of scope, no such checklist, days the wrong way round, an
 * enterprise as team.  *plan: what they have in common. */
enum status inspection_plan(struct cx *cx, const struct inspection_new *in, int64_t *plan) MUST_CHECK;
enum status inspection_get(struct cx *cx, int64_t id, struct inspection **out) MUST_CHECK;

struct inspection_query {
	const char *state;
	int64_t mine, town, org, plan, limit;
	const char *cursor;
	bool late, total;
};
extern const struct record inspection_query_record;
struct inspection_page {
	struct list items;
	const char *next;
	int64_t total;
};
enum status inspection_list(struct cx *cx, const struct inspection_query *q, struct inspection_page *out) MUST_CHECK;

/* An item with its result ("": none yet). */
struct inspection_result {
	const char *item, *class, *group, *text, *result, *note;
	int64_t hazard;
	const char *person_name;
	int64_t at;
};
extern const struct record inspection_result_record;
enum status inspection_results(struct cx *cx, const struct inspection *i, struct list *out) MUST_CHECK;

#endif
