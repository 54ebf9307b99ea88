/*
 * reserve.h - the annual reserves report of a mine (储量年报), its sums worked over again.
 *
 * Used up = mined + lost; left = start - used ± exploration ± recalculation; recovery = mined / used; years left =
 * recoverable / scale.  Due by the end of January (rule tenure.report).  A sum that does not come out, a year that does not
 * begin where the last one ended, and an output that other ledgers contradict by more than the rule allows are flagged.
 */
#ifndef ROOMS_TENURE_RESERVE_H
#define ROOMS_TENURE_RESERVE_H

#include "base/json.h"
#include "core/remind.h"
#include "rooms/mine/ledger_figure.h"
#include "rooms/mine/mine.h"

struct reserve {
	int64_t id, mine, version, year;
	const char *mineral;
	int64_t proven_t, start_t, mined_t, lost_t, explored_t, recalculated_t, end_t, recoverable_t, planned_t;
	const char *quality, *exempt, *handed_on, *document, *note;
};
extern const struct record reserve_record, reserve_input_record;

/* Of one mine, newest year first; the caller has checked that the user may see it. */
enum status reserve_list(struct cx *cx, int64_t mine, struct list *out) MUST_CHECK;

/* id 0: a new one; else a change, with its version.  CONFLICT: the version, or that year is reported already. */
enum status reserve_put(struct cx *cx, int64_t mine, int64_t id, const struct reserve *in) MUST_CHECK;

/* Something about a report that a person should look at. */
struct reserve_flag {
	const char *code;               /* sum, start, late, over, differs */
	const char *text;               /* with the arithmetic, in cx->lang */
	const char *rule, *source;
};
extern const struct record reserve_flag_record;

struct reserve_check {
	int64_t used_t, end_t;          /* worked out */
	double recovery;                /* below 0: nothing was used */
	double years_left;              /* below 0: not known */
	struct list flags;
};
/* before: the year before of the same mineral, or NULL. */
enum status reserve_check(struct cx *cx, const struct mine *m, const struct reserve *r, const struct reserve *before,
			  struct reserve_check *out) MUST_CHECK;

/* [{report fields…,"used_t","computed_end_t","recovery","years_left","flags":[…]}] */
enum status reserve_write(struct cx *cx, struct jw *w, const struct mine *m) MUST_CHECK;

/* The ledgers that a year's output is held against; main/ fills it, ends with a NULL name. */
extern const struct mine_ledger *const reserve_ledgers;

/* For reminder_sources[]: mines that held a right in a year and have not reported it, before and after the day of rule
 * tenure.report: their enterprises, and when it is overdue the bureau (reserve_remind.c). */
enum status reserve_remind(struct cx *cx, struct day from, struct day to, struct reminders *out) MUST_CHECK;

#endif
