/*
 * outside.h - a working place outside its licence: beyond the boundary, above or below the levels (measure 1: 超层越界).
 *
 * A place (mine_place) is held against the land of the mining rights of its mine in force, block by block, each with its
 * own levels, with the tolerance of rule tenure.outside.  What is found is an alert: looked into, false or true; a true one
 * stops the mine until it is settled, and may open an investigation.
 */
#ifndef ROOMS_TENURE_OUTSIDE_H
#define ROOMS_TENURE_OUTSIDE_H

#include "core/flow.h"
#include "core/todo.h"
#include "rooms/mine/status.h"

struct outside {
	struct flow_row row;
	int64_t mine, town, enterprise;
	const char *mine_name, *town_name, *enterprise_name;
	int64_t place;
	const char *place_name, *kind;  /* beyond, above, below, no_land */
	double metres, area_m2;
	const char *text, *found_on, *due, *due_key;
	int64_t investigation;
	const char *confirmed_on, *ended_on, *answer;
};
extern const struct record outside_record;
extern const struct flow outside_flow;
extern const struct flow_page outside_page;

/* What is outside now, without writing: structs outside without id. */
enum status outside_find(struct cx *cx, const struct mine *m, struct list *out) MUST_CHECK;

/* The same, and keep what is new as alerts; *made how many.  An alert whose place is inside again stays for people to end. */
enum status outside_check(struct cx *cx, const struct mine *m, int64_t *made) MUST_CHECK;

struct outside_query {
	const char *state, *cursor;     /* state: one of the flow's, or "open" */
	int64_t mine, town, limit;
};
extern const struct record outside_query_record;
struct outside_list {
	struct list items;
	const char *next;
};
enum status outside_list(struct cx *cx, const struct outside_query *q, struct outside_list *out) MUST_CHECK;

/* A true one keeps the mine from working until it is settled.  For mine_reason_sources[]. */
enum status outside_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out) MUST_CHECK;
enum status outside_todo(struct cx *cx, struct todos *out) MUST_CHECK;

/* The timer's: mines whose places or licences have changed since they were compared, at most so many at once. */
enum status outside_daily(struct cx *cx, int64_t most) MUST_CHECK;

#endif
