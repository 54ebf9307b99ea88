/*
 * appraisal_list.h - a year's list on its way: shown to those it names, objected to, frozen, handed to the organisation
 * department.  The frozen list is kept as it was, and its text is in the ledger.
 *
 * It cannot be frozen while recognitions are pending that could turn a result, unless somebody decides so with a reason.
 */
#ifndef ROOMS_ACCIDENT_APPRAISAL_LIST_H
#define ROOMS_ACCIDENT_APPRAISAL_LIST_H

#include "core/flow.h"
#include "rooms/accident/appraisal.h"

struct appraisal {
	struct flow_row row;
	int64_t year;
	const char *as_of;
	struct json_text list;
	const char *objections_by, *pending_reason, *frozen_on, *document;
	int64_t receiver;
	const char *receiver_name, *handed_on;
	int64_t created_at;
};
extern const struct record appraisal_record;    /* without the list */
extern const struct flow appraisal_flow;

struct appraisal_objection {
	struct flow_row row;
	int64_t appraisal, year, org;
	const char *org_name;
	int64_t accident;
	const char *accident_title, *reason, *due, *answer, *decided_on;
	int64_t created_at, created_by;
};
extern const struct record appraisal_objection_record;
extern const struct flow objection_flow;

/* Who may read appraisals sees all; others those that have been shown. */
enum status appraisal_get(struct cx *cx, int64_t id, struct appraisal **out) MUST_CHECK;
enum status appraisal_list(struct cx *cx, struct list *out) MUST_CHECK;
/* CONFLICT: the year has one. */
enum status appraisal_create(struct cx *cx, int64_t year, struct appraisal **out) MUST_CHECK;

/* Who may read appraisals sees all of a list, a unit its own. */
enum status objection_get(struct cx *cx, int64_t id, struct appraisal_objection **out) MUST_CHECK;
enum status objection_list(struct cx *cx, int64_t appraisal, struct list *out) MUST_CHECK;
/* The user's organisation objects.  CONFLICT: too early, too late, or twice.  INVALID: that accident does not count against it. */
enum status objection_file(struct cx *cx, int64_t appraisal, int64_t accident, const char *reason, struct appraisal_objection **out) MUST_CHECK;

/* For todo_sources[]: lists to be shown, frozen, handed over; objections to be decided (case_todo.c). */
struct todos;
enum status appraisal_todo(struct cx *cx, struct todos *out) MUST_CHECK;

/* For ledger_checks: kind "appraisal_list". */
struct ledger_entry;
enum status appraisal_list_check(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;

#endif
