/*
 * resumption.h - a stopped mine's way back to work (measures 2 and 3).
 *
 * The enterprise applies with a self-check signed by its head and a package of papers; the town reviews; a team of the
 * emergency bureau, police, natural resources, the industry department and the town goes through a checklist with an
 * expert, each item and each signature by name; the head of the bureau concludes; a mine of an accident waits for the
 * deputy county head in person; then comes the notice, the restart, and the checks after it.
 *
 * What must be so before each of these are guards (resumption_guards), the same for the page, the flow and the question
 * why a mine may not work.  What other rooms know about it comes through resume_guard_sources[].
 */
#ifndef ROOMS_RESUMPTION_RESUMPTION_H
#define ROOMS_RESUMPTION_RESUMPTION_H

#include "base/day.h"
#include "core/flow.h"
#include "core/todo.h"
#include "rooms/mine/status.h"

struct resumption {
	struct flow_row row;
	const char *no;
	int64_t mine;
	const char *mine_name;
	int64_t enterprise, town, industry;
	const char *enterprise_name, *town_name, *industry_name;
	const char *accident_since;     /* of the mine; "": none */
	bool open;
	const char *created_on, *stopped_on;
	int64_t attempt;
	const char *plan_day, *head, *head_signed_on, *self_check, *applied_on;
	const char *reviewed_on, *reviewed_by_name, *review;
	int64_t accepted_at;
	const char *accepted_on, *accepted_by_name;
	int64_t a_fails, b_fails, c_fails;
	const char *conclusion, *failed_on, *cool_until;
	const char *reported_on, *report;
	int64_t approved_at, approved_by;
	const char *approved_by_name, *approved_on, *approval;
	const char *notice_no;
	int64_t noticed_at;
	const char *notice_until;
	int64_t resumed_at;
	const char *resumed_on;
	int64_t follow_ups;
	const char *due;
	int64_t waits_for;
	const char *waits_for_name;
};
extern const struct record resumption_record;
extern const struct flow resumption_flow;

/* ---- what other rooms know ---- */

/* An order that stopped the mine, as it stood on the day that was asked for. */
struct resume_stop {
	const char *no, *kind;          /* kind: county, accident, department */
	const char *org_name, *from_day, *until;        /* until: the first day on which it no longer held; "": it holds */
	bool lifted;                    /* it ended by being lifted, not because it was revoked */
	int64_t issued_at;
};

/* main/ fills the table, which ends with NULL; a function that is NULL has nothing to say. */
struct resume_source {
	const char *name;
	bool early;                     /* must be clear before an application can even be made: open hazards */
	/* Why the mine may not resume on that day: blocking reasons, appended. */
	enum status (*guards)(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out);
	/* Why this person may not judge the mine; *why stays NULL where nothing is known against him. */
	enum status (*interest)(struct cx *cx, const struct mine *m, int64_t person, const char **why);
	/* The orders that took effect up to that day, oldest first: structs resume_stop. */
	enum status (*stops)(struct cx *cx, int64_t mine, struct day day, struct list *out);
	/* The mine has resumed from that day on: lift what its resumption lifts. */
	enum status (*resumed)(struct cx *cx, int64_t mine, const char *reason, struct day day);
};
extern const struct resume_source *const resume_guard_sources[];
/* Licences and the mine's end, on the planned day. */
extern const struct resume_source resume_from_register;

/* A say in whether the mine may work: it was stopped, and its resumption is not complete.  For mine_reason_sources[]. */
enum status resumption_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out) MUST_CHECK;

/* ---- applications ---- */

/* Begin an application for a mine that must pass acceptance.  NOT_FOUND: no such mine of the user's.  FORBIDDEN: not its
 * enterprise.  CONFLICT: nothing to resume, one is open already, or the time to wait after a failure is not over. */
enum status resumption_begin(struct cx *cx, int64_t mine, int64_t *id) MUST_CHECK;
enum status resumption_get(struct cx *cx, int64_t id, struct resumption **out) MUST_CHECK;

struct resumption_query {
	const char *state;              /* one of the states, or "open" */
	int64_t mine, town;
	const char *late;               /* "1": past its due day */
	const char *sort;               /* "-id" (default), "due" */
	const char *cursor;
	int64_t limit;
	bool total;
};
extern const struct record resumption_query_record;
struct resumption_page {
	struct list items;
	const char *next;
	int64_t total;                  /* -1: not counted */
};
enum status resumption_list(struct cx *cx, const struct resumption_query *q, struct resumption_page *out) MUST_CHECK;

/* All that a page shows: papers, team, items, guards, follow-ups, evidence, steps. */
extern const struct flow_page resumption_answer;
extern const struct flow_paper resumption_papers[];

/* Every reason why it cannot go on to the end now: unmet guards, papers, signatures, approval. */
enum status resumption_missing(struct cx *cx, struct resumption *r, struct mine_reasons *out) MUST_CHECK;

/* A stopped mine that could resume this week if one thing were done. */
struct resumption_near {
	int64_t resumption, mine;
	const char *mine_name, *state, *code, *thing;   /* thing "": only the county's own papers are left */
	int64_t org;
	const char *org_name, *by, *plan_day;
};
extern const struct record resumption_near_record;
enum status resumption_nearly(struct cx *cx, struct list *out) MUST_CHECK;

/* ---- the data that papers and items are ---- */

struct resume_document {
	const char *code, *when, *label, *source;
	bool needed, given;
	struct texts files;
	const char *note, *person_name;
	int64_t at;
};
extern const struct record resume_document_record;
/* All papers, with what this application needs and has. */
enum status resumption_documents(struct cx *cx, const struct resumption *r, struct list *out) MUST_CHECK;

struct resume_item {
	const char *code, *class, *group, *text, *result, *note, *person_name;
	int64_t at;
};
extern const struct record resume_item_record;
enum status resumption_items(struct cx *cx, const struct resumption *r, struct list *out) MUST_CHECK;

struct resume_member {
	int64_t person, org;
	const char *name, *title, *org_name, *role;
	int64_t signed_at;
	const char *opinion;
};
extern const struct record resume_member_record;
enum status resumption_members(struct cx *cx, int64_t id, struct list *out) MUST_CHECK;

/* Who may be chosen: the people of the organisations that take part, and those of third parties as experts.  Nobody else
 * of the county's people is shown, and no telephone.  FORBIDDEN: not the bureau. */
struct resume_candidate_query {
	const char *q;
	int64_t limit;
};
extern const struct record resume_candidate_query_record;
struct resume_candidate {
	int64_t id;
	const char *name, *title, *org_name;
};
extern const struct record resume_candidate_record;
enum status resumption_candidates(struct cx *cx, int64_t id, const struct resume_candidate_query *q, struct list *out) MUST_CHECK;

struct resume_follow_up {
	const char *day, *result, *text, *person_name;
};
extern const struct record resume_follow_up_record;

/* For todo_sources[] (resumption_todo.c). */
enum status resumption_todo(struct cx *cx, struct todos *out) MUST_CHECK;

#endif
