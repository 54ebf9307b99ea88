/*
 * deed.h - what a person did and what he began, over all flows; and copies of a record for others to read (抄送).
 *
 * A row is an entry of flow_history, with what its record is called and where it stands today (struct flow_about).
 */
#ifndef CORE_DEED_H
#define CORE_DEED_H

#include "core/flow.h"

struct deed {
	int64_t id;                     /* of the entry */
	const char *flow;
	int64_t item;
	const char *action, *from_state, *to_state;
	int64_t at;
	/* worked out */
	const char *flow_label, *label; /* the kind of record; what was done */
	const char *no, *title, *state, *state_label, *due, *link;
	bool final;
};
extern const struct record deed_record;

struct deed_query {
	const char *flow;               /* one kind of record, by its flow's name */
	int64_t cursor, limit;
};
extern const struct record deed_query_record;

/* Of cx->user, newest first, those before the cursor; *next 0 at the end. */
enum status deed_done(struct cx *cx, const struct deed_query *q, struct list *out, int64_t *next) MUST_CHECK;
enum status deed_began(struct cx *cx, const struct deed_query *q, struct list *out, int64_t *next) MUST_CHECK;
/* What he began and has not handed on: flows whose first state is a draft; at most DEED_DRAFTS, newest first. */
enum { DEED_DRAFTS = 100 };
enum status deed_drafts(struct cx *cx, struct list *out) MUST_CHECK;

/* From flow, item, action and from_state: the rest.  What the user may not see any more has no title and no link. */
enum status deed_describe(struct cx *cx, struct deed *d) MUST_CHECK;

struct deed_counts {
	int64_t done, began;
};
enum status deed_count(struct cx *cx, struct deed_counts *out) MUST_CHECK;

/* Tell the people of these organisations (ids as text) of a record, with a note; history and ledger keep it.  Only who may see
 * the record is told.  NOT_FOUND: no such flow, or the record is not the user's to see.  INVALID (orgs): no such organisation,
 * or none of its people may see it.  In a transaction. */
struct copy_input {
	const char *flow;
	int64_t item;
	struct texts orgs;
	const char *note;
};
extern const struct record copy_input_record;
enum status deed_copy(struct cx *cx, const struct copy_input *in, int64_t *told) MUST_CHECK;

#endif
