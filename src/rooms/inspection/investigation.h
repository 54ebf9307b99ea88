/*
 * investigation.h - the case of a mine that had an accident (measure 1): was it mined illegally, too much, against the rules?
 *
 * The department that leads opens it; all parties answer the questions; the cooperating ones sign the conclusion; it is
 * reported to the committee, the government and the safety committee by its day.  A suspected crime is referred on the
 * clocks of 国务院令310号.
 */
#ifndef ROOMS_INSPECTION_INVESTIGATION_H
#define ROOMS_INSPECTION_INVESTIGATION_H

#include "rooms/inspection/inspection.h"

struct investigation {
	struct flow_row row;
	const char *no, *title;
	int64_t mine;
	const char *mine_name;
	int64_t town, enterprise, org;
	const char *town_name, *enterprise_name, *org_name;
	const char *opened_on, *due, *due_key, *conclusion, *concluded_on;
	int64_t refer_at;
	const char *refer_text;
	int64_t decided_at;
	bool referred;
	int64_t transferred_at, answered_at;
	bool accepted;
	const char *reported_on;
};
extern const struct record investigation_record;
extern const struct flow investigation_flow;

struct investigation_new {
	int64_t mine;
	const char *no, *title, *due;
	struct texts cooperating;       /* organisations, ids as text */
};
extern const struct record investigation_new_record;
/* INVALID: no such mine or organisation, an enterprise.  FORBIDDEN: not an office. */
enum status investigation_open(struct cx *cx, const struct investigation_new *in, int64_t *id) MUST_CHECK;
enum status investigation_get(struct cx *cx, int64_t id, struct investigation **out) MUST_CHECK;

struct investigation_query {
	const char *state, *cursor;
	int64_t mine, org, limit;
	bool late, total;
};
extern const struct record investigation_query_record;
struct investigation_page {
	struct list items;
	const char *next;
	int64_t total;
};
enum status investigation_list(struct cx *cx, const struct investigation_query *q, struct investigation_page *out) MUST_CHECK;

/* Parties, findings, reports and clocks, as members of an object that is open. */
enum status investigation_write_parts(struct cx *cx, const struct investigation *v, struct jw *w) MUST_CHECK;
extern const struct answer_key investigation_keys[];

/* What another room found that led to the case, with its arithmetic; in the transaction that opens it. */
struct investigation_source {
	const char *no, *text;
};
enum status investigation_attach(struct cx *cx, int64_t id, const struct investigation_source *s) MUST_CHECK;

/* The questions that the rule asks, without those that have an answer. */
enum status investigation_unanswered(struct cx *cx, int64_t id, struct texts *out) MUST_CHECK;
enum status investigation_questions(struct cx *cx, struct texts *out) MUST_CHECK;

/* A remark: the mine is under investigation.  For mine_reason_sources[]. */
enum status investigation_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out) MUST_CHECK;

#endif
