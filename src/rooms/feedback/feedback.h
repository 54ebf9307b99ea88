/*
 * feedback.h - what businesses report about the measures (举措12): problems come in, are handled against clocks, answered,
 * rated, and told to the county's leaders.
 *
 * A firm needs no account: a page that anybody can open takes the report and gives a number and a secret, by which the
 * firm looks at the answer and rates it.  Who reported is protected: firm, contact and phone are shown to nobody in the
 * ordinary course; who receives feedback for the county may reveal them, one by one, and that is on the audit trail.
 *
 * Clocks: rule feedback.clocks (working days; 优化营商环境条例 48-49 and provincial practice).
 */
#ifndef ROOMS_FEEDBACK_FEEDBACK_H
#define ROOMS_FEEDBACK_FEEDBACK_H

#include "base/cx.h"
#include "base/record.h"
#include "core/flow.h"
#include "core/todo.h"

struct feedback {
	struct flow_row row;            /* id, version, state */
	const char *no, *key_hash, *firm, *contact, *phone;
	int64_t person;
	const char *measure, *kind, *text, *wish, *source;
	bool urgent;
	int64_t org;
	const char *org_name, *due;
	bool extended;
	int64_t received_at, accepted_at, answered_at, closed_at;
	const char *answer, *rating, *rating_text;
};
extern const struct record feedback_record;             /* for those who handle it: without who reported */
extern const struct record feedback_sender_record;      /* firm, contact, phone: what reveal() gives */
extern const struct record feedback_follow_record;      /* for the firm itself */
extern const struct record feedback_input_record;       /* what a report is */
extern const struct flow feedback_flow;

/* Receive one; in a transaction.  secret: shown once.  address: of the sender, for the limit on floods alone.
 * BUSY: too many came from there (rule feedback.limits). */
enum status feedback_receive(struct cx *cx, const struct feedback *in, const char *address, struct feedback *out,
			     const char **secret) MUST_CHECK;

/* One that the user may see: the receiving office all of them, a unit those that it handles.  NOT_FOUND otherwise. */
enum status feedback_get(struct cx *cx, int64_t id, struct feedback **out) MUST_CHECK;

/* By number and secret.  NOT_FOUND: no such pair (which of the two is wrong is not said). */
enum status feedback_follow(struct cx *cx, const char *no, const char *secret, struct feedback **out) MUST_CHECK;
/* The firm rates the answer; in a transaction.  CONFLICT: there is none yet, or it was rated. */
enum status feedback_rate(struct cx *cx, const char *no, const char *secret, const char *rating, const char *text) MUST_CHECK;

/* Who reported, for the receiving office; in a transaction, leaves a line on the audit trail. */
enum status feedback_reveal(struct cx *cx, int64_t id, struct feedback **out) MUST_CHECK;

struct feedback_query {
	const char *state, *kind, *measure, *late;
	int64_t org, cursor, limit;
};
extern const struct record feedback_query_record;
enum status feedback_list(struct cx *cx, const struct feedback_query *q, struct list *out, int64_t *next) MUST_CHECK;

/* For the leaders: of a span of days, how many of each kind, of each measure, how they stand. */
struct feedback_count {
	const char *what, *value;       /* "kind", "stop_loss" */
	int64_t received, open, late, answered, satisfied, rated;
};
extern const struct record feedback_count_record;
enum status feedback_digest(struct cx *cx, const char *from, const char *to, struct list *out) MUST_CHECK;

/* For todo_sources[]: to be accepted, answered, closed by this user (feedback_todo.c). */
enum status feedback_todo(struct cx *cx, struct todos *out) MUST_CHECK;

#endif
