/*
 * task.h - supervised tasks: the measures of a notice and the parts of them that are handed to units.
 *
 * A task has parties: those who lead and those who cooperate.  Its life is task_flow (task_flow.c); each wish for more
 * time is a record with a flow of its own, extension_flow.  What a task shows (light, next report) is computed from its
 * facts by supervise.h under the rules of the day, and kept in the row for today only.
 *
 * Scope: who sees the whole county sees every task; anyone else sees those that his organisation, or one below it, is a
 * party to, and the measures and parts around them.
 */
#ifndef ROOMS_TASK_TASK_H
#define ROOMS_TASK_TASK_H

#include "base/cx.h"
#include "base/record.h"
#include "core/flow.h"

/* What the user's organisation, or one below it, has to do with a task. */
struct task_part {
	bool known;                     /* asked the database already */
	bool lead, cooperate;
};

struct task {
	struct flow_row row;            /* id, version, state */
	int64_t notice, parent, root;
	const char *no;
	int64_t sort;
	const char *title, *text;
	struct json_text leads, cooperating;
	int64_t org;
	const char *deadline_text, *deadline_kind, *deadline_day, *deadline_start;
	int64_t effect_year, deadline_days;
	bool deadline_working;
	const char *recurs, *due;
	bool long_term;
	int64_t percent;
	bool planned;
	int64_t issued_at, signed_at, reported_at, asked_at, handed_at, accepted_at, closed_at;
	int64_t extensions;
	bool extended;
	int64_t urged, reopened;
	int64_t light_rank;
	const char *light, *light_reason, *light_day;
	int64_t plan_percent;
	const char *next_report;
	int64_t progress;
	const char *waits, *waits_for, *waits_since, *reminded_to;
	int64_t sub_total, sub_closed;
	const char *counted;
	struct task_part part;          /* not in the row: see task_part() */
};
extern const struct record task_record;
extern const struct flow_page task_answer;      /* its papers; the page itself is task_write_page() */
#define TASK_COLUMNS                                                                                                  \
	"id, version, state, notice, parent, root, no, sort, title, text, leads, cooperating, org, deadline_text, "   \
	"deadline_kind, deadline_day, deadline_start, effect_year, deadline_days, deadline_working, recurs, due, long_term, percent, "  \
	"planned, issued_at, signed_at, reported_at, asked_at, handed_at, accepted_at, closed_at, extensions, "       \
	"extended, urged, reopened, light_rank, light, light_reason, light_day, plan_percent, next_report, "          \
	"progress, waits, waits_for, waits_since, reminded_to, sub_total, sub_closed, counted"

struct task_party {
	int64_t org;
	const char *name, *role;
	int64_t signed_at, signed_by;
	const char *signed_name;
};
extern const struct record task_party_record;

struct task_milestone {
	int64_t id;
	const char *title, *day;
	int64_t weight;
	const char *source;
	int64_t done_at;
};
extern const struct record task_milestone_record;

struct task_extension {
	struct flow_row row;
	int64_t task;
	const char *old_day, *new_day, *reason, *measures;
	int64_t asked_by, asked_org, asked_at, decided_by, decided_at;
	const char *note;
	const char *asked_by_name, *decided_by_name;
};
extern const struct record task_extension_record;

extern const struct flow task_flow, extension_flow;

/* A task to be made.  Organisations are ids, first the one that answers first. */
struct task_new {
	int64_t notice, parent;         /* parent 0: a measure */
	const char *no, *title, *text;
	int64_t sort;
	const int64_t *leads, *cooperating;
	size_t lead_count, cooperating_count;
	const char *deadline_text, *deadline_kind, *deadline_day, *deadline_start, *recurs;
	int64_t effect_year, deadline_days;
	bool deadline_working;          /* those days are working days */
	struct list milestones;         /* of struct task_milestone: title, day, weight, source */
};

/* Make it, in the state issued, and tell its parties.  INVALID: it has no lead, or one that is not there. */
enum status task_create(struct cx *cx, const struct task_new *t, int64_t *id) MUST_CHECK;

/* Input of the step "revoke": the notice was withdrawn, or its amendment has left the task out. */
struct task_revoke {
	const char *reason;
};

/* Take a task and its parts back, whatever their progress; closed ones stay as they are.  Needs NOTICE_ISSUE. */
enum status task_revoke(struct cx *cx, int64_t id, const char *reason) MUST_CHECK;

/* A task that this user may see.  NOT_FOUND otherwise. */
enum status task_get(struct cx *cx, int64_t id, struct task **out) MUST_CHECK;
enum status task_parties(struct cx *cx, int64_t id, struct list *out) MUST_CHECK;
enum status task_milestones(struct cx *cx, int64_t id, struct list *out) MUST_CHECK;
enum status task_extensions(struct cx *cx, int64_t id, struct list *out) MUST_CHECK;

/* The same for the context's user, asked of the database once for a row that was read: t->part. */
enum status task_part(struct cx *cx, struct task *t) MUST_CHECK;

/* The due day and long_term flag that the deadline gives (task.c sets them when it makes a task). */
enum status task_first_due(struct cx *cx, struct task *t) MUST_CHECK;

/* Write t->due and t->long_term, with the copies that lists are sorted by. */
enum status task_store_due(struct cx *cx, const struct task *t) MUST_CHECK;
#define TASK_NO_DAY "9999-99-99"        /* sorts after every day */

/* [{"id","name"}] of organisations, as leads and cooperating keep them. */
enum status task_org_names(struct cx *cx, const int64_t *orgs, size_t count, struct json_text *out) MUST_CHECK;

/* Compute again what the row shows today and keep the counters in step.  Writes only what has changed. */
enum status task_refresh(struct cx *cx, struct task *t) MUST_CHECK;

/* The clock urges: a step of the flow by the system.  Not in every state: the caller has looked. */
enum status task_urge(struct cx *cx, int64_t id, const char *text) MUST_CHECK;

/* Keep what the task is found by; after it was made or amended. */
enum status task_put_search(struct cx *cx, const struct task *t) MUST_CHECK;

/* A part was closed, reopened or added: the parent's counts. */
enum status task_count_parts(struct cx *cx, int64_t parent) MUST_CHECK;

#endif
