/*
 * measures.h - the concrete measures that every town and every department with supervision duty files (measure 11), how
 * they get on, and what the safety committee's office thinks of them.  Who has filed nothing is plain to see.
 *
 * Scope: who sees the whole county sees all; a unit its own and those of what is below it.
 */
#ifndef ROOMS_MEASURES_MEASURES_H
#define ROOMS_MEASURES_MEASURES_H

#include "core/flow.h"

struct unit_measure {
	struct flow_row row;
	int64_t org;
	const char *org_name, *org_kind, *title, *text, *by_day, *filed_on;
	int64_t percent;
	const char *progress, *reported_on, *verdict, *judged_on, *done_on;
	int64_t created_at, created_by;
};
extern const struct record unit_measure_record;
extern const struct flow unit_measure_flow;

struct unit_measure_input {
	const char *title, *text, *by_day;
};
extern const struct record unit_measure_input_record;

/* For todo_sources[] (measures_todo.c). */
struct todos;
enum status unit_measure_todo(struct cx *cx, struct todos *out) MUST_CHECK;

/* NOT_FOUND also for one out of scope. */
enum status unit_measure_get(struct cx *cx, int64_t id, struct unit_measure **out) MUST_CHECK;

/* The user's own unit files one.  FORBIDDEN: it is neither a town nor a department with supervision duty.  INVALID: a day
 * that has passed. */
enum status unit_measure_file(struct cx *cx, const struct unit_measure_input *in, struct unit_measure **out) MUST_CHECK;

struct unit_measure_query {
	const char *state, *late;
	int64_t org, cursor, limit;
};
extern const struct record unit_measure_query_record;
enum status unit_measure_list(struct cx *cx, const struct unit_measure_query *q, struct list *out, int64_t *next) MUST_CHECK;

/* How a unit stands; those that have filed nothing come first. */
struct unit_measures {
	int64_t org;
	const char *name, *kind;
	int64_t filed, adequate, returned, done, late;  /* filed: waiting to be judged; late: not done by its day */
	int64_t total;
	bool nothing;                   /* it has filed nothing */
	const char *first_on;           /* of the first one; "" none */
	bool filed_late;                /* the first one came, or is still missing, after the day of the rule */
};
extern const struct record unit_measures_record;
/* *by: the day by which units are to file. */
enum status unit_measure_overview(struct cx *cx, struct list *out, const char **by) MUST_CHECK;

#endif
