/* regulation.h - the county's management rules for explosives, as a document with its way into force. */
#ifndef ROOMS_EXPLOSIVE_REGULATION_H
#define ROOMS_EXPLOSIVE_REGULATION_H

#include "core/flow.h"

struct regulation {
	struct flow_row row;
	const char *title, *text;
	int64_t edition;
	const char *comment_until, *review_no, *review_conclusion, *review_on, *reading_by, *read_on, *doc_no,
		*issued_on, *valid_from, *valid_to;
};
extern const struct record regulation_record, regulation_new_record;
extern const struct flow regulation_flow;

struct regulation_comment {
	int64_t id, org, at;
	const char *org_name, *person_name, *text, *adopted, *answer;
};
extern const struct record regulation_comment_record;

enum status regulation_create(struct cx *cx, const struct regulation *in, struct regulation **out) MUST_CHECK;
enum status regulation_get(struct cx *cx, int64_t id, struct regulation **out) MUST_CHECK;
struct regulation_query {
	int64_t cursor, limit;
	const char *state, *q;
};
extern const struct record regulation_query_record;
/* The newest first. */
enum status regulation_list(struct cx *cx, const struct regulation_query *q, struct list *out,
			    int64_t *next) MUST_CHECK;
/* The one in force on a day; NULL: none. */
enum status regulation_in_force(struct cx *cx, const char *day, struct regulation **out) MUST_CHECK;
enum status regulation_comments(struct cx *cx, int64_t id, struct list *out) MUST_CHECK;

#endif
