/*
 * appraisal.h - which towns and industry departments drop a grade at the year's end (measure 5).
 *
 * What counts: production accidents that were finally found to be responsible ones.  A town answers for those on its land,
 * an industry department for those whose approval names it.  Pending ones are shown apart, and a result that they could
 * turn is "pending".  The notice does not say what a year is: both readings are worked out (rule appraisal.year says which
 * one decides), calendar: the year appraised; rolling: any 365 days on end whose last accident falls in that year.
 *
 * Of a day in the past, accidents until then and findings dated until then count.
 */
#ifndef ROOMS_ACCIDENT_APPRAISAL_H
#define ROOMS_ACCIDENT_APPRAISAL_H

#include "base/day.h"
#include "base/json.h"
#include "core/flow.h"

/* An accident as it bears on somebody's appraisal. */
struct appraised_accident {
	int64_t id;
	const char *title, *day, *grade;
	int64_t town, mine;
	const char *mine_name;
	int64_t finding;
	const char *responsible, *document;     /* yes or pending */
};
extern const struct record appraised_accident_record;

/* One reading of the year. */
struct appraisal_reading {
	const char *from, *to;
	int64_t count, pending;         /* how many count; how many more might, were they found responsible */
	const char *drop;               /* yes, no, pending */
};
extern const struct record appraisal_reading_record;

struct appraised_org {
	int64_t org;
	const char *name, *kind;        /* town, department */
	int64_t threshold, drop_grades;
	struct appraisal_reading calendar, rolling;
	const char *drop;               /* by the reading that decides */
	bool one_away;                  /* one more accident and it drops */
	struct list accidents;          /* of both readings' windows, struct appraised_accident */
	const char *rule, *source, *article, *confirmed;
};

struct appraisal_result {
	int64_t year;
	const char *as_of, *reading;
	struct list towns, departments; /* struct appraised_org: those that drop first */
	int64_t undecided;              /* organisations whose drop is pending under the reading that decides */
};

/* Pure: both readings for these accidents (in the order of their days). */
struct appraisal_terms {
	int64_t year, threshold, rolling_days;
	struct day as_of;
};
void appraisal_read(struct cx *cx, const struct appraisal_terms *t, const struct list *accidents, struct appraised_org *out);

/* INVALID (as_of): a day to come, or before the year. */
enum status appraisal_work_out(struct cx *cx, int64_t year, struct day as_of, struct appraisal_result *out) MUST_CHECK;

/* {"year","as_of","reading","towns":[…],"departments":[…],"one_away":[…],"undecided","ladder":[…],"rules":[…]} */
enum status appraisal_write(struct cx *cx, const struct appraisal_result *r, struct jw *w) MUST_CHECK;

#endif
