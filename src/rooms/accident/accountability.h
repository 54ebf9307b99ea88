/*
 * accountability.h - who answers for an accident (measure 4): drafted by those who manage accidents, referred to the
 * discipline commission once the accident was found to be a responsible one, decided, executed, archived.
 *
 * Only accidents from the day of the rule accountability.effective on.  Cases are confidential: the discipline
 * commission sees all of them, leaders and those who manage accidents for the county too, others only what they drafted,
 * a subject nothing.
 */
#ifndef ROOMS_ACCIDENT_ACCOUNTABILITY_H
#define ROOMS_ACCIDENT_ACCOUNTABILITY_H

#include "base/day.h"
#include "core/flow.h"
#include "rooms/mine/mine.h"

struct accountability {
	struct flow_row row;
	int64_t accident;
	const char *accident_title, *accident_day;
	const char *subject;
	int64_t org;
	const char *org_name, *person_name, *post;
	const char *duty, *fault, *facts, *basis, *proposed;
	const char *decision, *decision_text, *document, *decided_on, *lasts_until, *executed_on;
	int64_t drafted_by, drafted_org, created_at;
	bool responsible;               /* the accident was found to be a responsible production accident */
	const char *reporting;          /* what was found on its reporting */
};
extern const struct record accountability_record;
extern const struct flow accountability_flow;
extern const struct flow_paper accountability_papers[];

/* What a case says; with accident, that is a new one's body, without it the step revise. */
struct accountability_input {
	int64_t accident;
	const char *subject;
	int64_t org;
	const char *person_name, *post, *duty, *fault, *facts, *basis, *proposed;
};
extern const struct record accountability_new_record, accountability_edit_record;

/* For todo_sources[] (case_todo.c). */
struct todos;
enum status accountability_todo(struct cx *cx, struct todos *out) MUST_CHECK;

enum status accountability_get(struct cx *cx, int64_t id, struct accountability **out) MUST_CHECK;
/* CONFLICT, naming the rule: the accident happened before accountability counts, or is no production accident. */
enum status accountability_create(struct cx *cx, const struct accountability_input *in, struct accountability **out) MUST_CHECK;
/* Check what it says and write it to the row. */
enum status accountability_put(struct cx *cx, int64_t id, const struct accountability_input *in) MUST_CHECK;

struct accountability_query {
	const char *state;
	int64_t accident, org, cursor, limit;
};
extern const struct record accountability_query_record;
enum status accountability_list(struct cx *cx, const struct accountability_query *q, struct list *out, int64_t *next) MUST_CHECK;

/* ---- the chain of responsibility, as it stood when the accident happened ---- */

struct responsibility_fact {
	const char *source, *kind;      /* inspected, hazard_open, accepted, approved, released, task_open, not_allowed */
	const char *text, *day;
	int64_t org;
	const char *org_name, *person_name, *link;
};
extern const struct record responsibility_fact_record;
struct responsibility_facts {
	struct responsibility_fact *items;
	size_t count, room;
};
void responsibility_add(struct cx *cx, struct responsibility_facts *all, const struct responsibility_fact *f);

/* A room that knows something of it; main/ fills the table, ended by a NULL name. */
struct responsibility_source {
	const char *name;
	enum status (*fn)(struct cx *cx, const struct mine *m, struct day at, struct responsibility_facts *out);
};
extern const struct responsibility_source responsibility_sources[];

/* Those there are: may the mine work that day, and if not why not; who inspected it and which hazards were open; who
 * accepted, approved and released it; which tasks its town and its industry department had open. */
enum status responsibility_standing(struct cx *cx, const struct mine *m, struct day at, struct responsibility_facts *out) MUST_CHECK;
enum status responsibility_checks(struct cx *cx, const struct mine *m, struct day at, struct responsibility_facts *out) MUST_CHECK;
enum status responsibility_release(struct cx *cx, const struct mine *m, struct day at, struct responsibility_facts *out) MUST_CHECK;
enum status responsibility_tasks(struct cx *cx, const struct mine *m, struct day at, struct responsibility_facts *out) MUST_CHECK;

/* All facts about an accident's mine at that moment; none where it was not at a mine. */
enum status responsibility_chain(struct cx *cx, int64_t accident, struct list *out) MUST_CHECK;

#endif
