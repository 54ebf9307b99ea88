/*
 * application.h - applications for mining and exploration rights (measure 7).
 *
 * A right that is listed and has deep processing and an industrial chain is renewed by the fast lane: first review, joint
 * review, sent up.  Other renewals and changes pass a safety review besides.  A new right passes first review, joint
 * review, safety review and the county head's meeting before it is approved and sent up (meeting.h says what guards that).
 * The county originates; who issues is a matter of the mineral (rule tenure.issuer).
 */
#ifndef ROOMS_TENURE_APPLICATION_H
#define ROOMS_TENURE_APPLICATION_H

#include "core/flow.h"
#include "core/rule.h"
#include "core/todo.h"
#include "rooms/tenure/right.h"

struct application {
	struct flow_row row;
	const char *no, *kind, *right_kind;
	int64_t licence, mine, enterprise, town;
	const char *mine_name, *enterprise_name, *town_name, *licence_number, *licence_to;
	const char *name, *applicant, *credit_code, *mineral, *minerals, *method, *size;
	int64_t scale_t, years;
	bool listed;
	const char *deep, *chain, *lane, *level, *reason;
	const char *land_text, *crs;
	struct json_text land;
	double area_m2, top_m, bottom_m, lon_min, lat_min, lon_max, lat_max;
	const char *applied_on, *accepted_on;
	int64_t corrections;
	const char *reviewed_on, *joint_on, *safety_on;
	int64_t meeting;
	const char *approved_on, *sent_on, *sent_no, *number, *ended_on, *answer, *due, *due_key;
};
extern const struct record application_record;          /* all of it */
extern const struct record application_row_record;      /* what a list shows */
extern const struct record application_input_record;    /* what a new one takes */
extern const struct flow application_flow;
extern const struct flow_page application_page;

/* Draft one.  INVALID: no such right, mine or land.  FORBIDDEN: neither for one's own enterprise nor by the bureau.
 * CONFLICT: one for that right is under way. */
enum status application_begin(struct cx *cx, const struct application *in, int64_t *id) MUST_CHECK;
enum status application_get(struct cx *cx, int64_t id, struct application **out) MUST_CHECK;

struct application_query {
	const char *q, *state, *kind, *lane;    /* state: one of the flow's, or "open" */
	int64_t mine, licence, enterprise, town;
	const char *late;
	const char *cursor;
	int64_t limit;
	bool total;
};
extern const struct record application_query_record;
struct application_list {
	struct list items;
	const char *next;
	int64_t total;
};
enum status application_list(struct cx *cx, const struct application_query *q, struct application_list *out) MUST_CHECK;

/* ---- inside ---- */

/* Write the row's own columns, all but state and version. */
enum status application_store(struct cx *cx, const struct application *a) MUST_CHECK;
/* Take what a form says into a; reads the land.  INVALID. */
enum status application_take(struct cx *cx, struct application *a, const struct application *in) MUST_CHECK;

/* The organisations of rule tenure.office: the bureau, who signs the joint review, who reviews safety. */
enum status tenure_bureau(struct cx *cx, int64_t *org, const char **name) MUST_CHECK;
enum status tenure_joint(struct cx *cx, struct list *orgs) MUST_CHECK;         /* struct flow_signer */
enum status tenure_safety(struct cx *cx, int64_t *org, const char **name) MUST_CHECK;
/* Does the user act for that organisation or one below it? */
enum status tenure_acts_for(struct cx *cx, int64_t org, bool *yes) MUST_CHECK;
/* The same of the bureau; as a step's guard: FORBIDDEN to all others. */
enum status tenure_is_bureau(struct cx *cx, bool *yes) MUST_CHECK;
enum status tenure_bureau_only(struct cx *cx, struct act *a) MUST_CHECK;
/* What a step takes that needs no more than words. */
struct tenure_words {
	const char *text;
};
extern const struct record tenure_words_record;
/* Narrow a list of rows with town and enterprise to those of the user. */
enum status tenure_scope(struct cx *cx, struct where *w, const char *alias) MUST_CHECK;

/* What is asked for, and what of it is there. */
struct material {
	const char *code, *label, *source, *hash, *note;
	int64_t at;
	bool given;
};
extern const struct record material_record;
enum status application_materials(struct cx *cx, const struct application *a, struct list *out) MUST_CHECK;
/* CONFLICT: the words name what is missing. */
enum status application_complete(struct cx *cx, const struct application *a) MUST_CHECK;

struct opinion {
	int64_t org;
	const char *org_name, *person_name, *verdict, *text;
	int64_t at;
};
extern const struct record opinion_record;
/* The newest of each department since the review last began anew. */
enum status application_opinions(struct cx *cx, int64_t id, struct list *out) MUST_CHECK;

/* fast or normal, and why: structs lane_condition. */
struct lane_condition {
	const char *name, *text;
	bool met;
};
extern const struct record lane_condition_record;
enum status application_lane(struct cx *cx, const struct application *a, const char **lane, struct list *conditions, const struct rule **rule) MUST_CHECK;

/* For todo_sources[]; tell those who act next. */
enum status application_todo(struct cx *cx, struct todos *out) MUST_CHECK;
enum status application_tell(struct cx *cx, const struct application *a, const char *action) MUST_CHECK;

#endif
