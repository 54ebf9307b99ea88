/*
 * output.h - what may a mine extract in a year, and who says so?
 *
 * The least of what is known: the scale of the mining licence, the design capacity of the register, the plan approved for
 * the year, the quota given for it (magnesite is under total-output control), and what is left in the ground by the
 * newest reserves report of an earlier year.
 */
#ifndef ROOMS_TENURE_OUTPUT_H
#define ROOMS_TENURE_OUTPUT_H

#include "base/json.h"
#include "rooms/mine/mine.h"

struct output_limit {
	const char *name;               /* licence, design, plan, quota, reserve */
	const char *text, *source;      /* in cx->lang; source: the document it stands in */
	double t;                       /* 0 is a limit too: a licence that does not cover any day of the year */
	int64_t id;                     /* of the row that says so; 0: the mine's own */
	const char *link;               /* a page of the app */
};
extern const struct record output_limit_record;

struct output_allowed {
	struct output_limit *limits;
	size_t count;
	double t;                       /* the least of them; below 0: none is known */
	const char *bound_by;           /* its name; "" none */
};

/* The user may see the mine. */
enum status output_allowed(struct cx *cx, const struct mine *m, int64_t year, struct output_allowed *out) MUST_CHECK;

/* {"mine","year","allowed_t":…|null,"bound_by","limits":[…]} */
void output_write(struct jw *w, const struct mine *m, int64_t year, const struct output_allowed *a);

/* An approved plan or a quota of a year. */
struct output_year {
	int64_t id, mine, version, year;
	const char *kind, *mineral;     /* plan, quota */
	int64_t t;
	const char *document, *decided_by, *decided_on, *note;
};
extern const struct record output_year_record, output_year_input_record;

/* Of one mine, newest year first; the caller has checked that the user may see it. */
enum status output_year_list(struct cx *cx, int64_t mine, struct list *out) MUST_CHECK;

/* id 0: a new one; else a change, with its version.  CONFLICT: the version, or that year has one of the kind. */
enum status output_year_put(struct cx *cx, int64_t mine, int64_t id, const struct output_year *in) MUST_CHECK;

#endif
