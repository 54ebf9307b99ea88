/*
 * balance.h - do a mine's ledgers agree?  Months, results kept for lists, suspicions for people to check, output against
 * what is allowed.
 *
 * BALANCE_READ sees verdicts, within the mines that the user sees; an enterprise has not got it: who is suspected is not
 * told.  BALANCE_MANAGE enters the books (books.h).
 */
#ifndef ROOMS_BALANCE_BALANCE_H
#define ROOMS_BALANCE_BALANCE_H

#include "base/json.h"
#include "core/flow.h"
#include "core/todo.h"
#include "rooms/balance/account.h"
#include "rooms/balance/reconcile.h"
#include "rooms/tenure/output.h"

/* ---- one mine ---- */

/* Months as texts "2023-09"; NULL: the last that is over, and as many before it as are looked at together. */
struct balance_span {
	const char *from, *to;
};
extern const struct record balance_span_record;
struct balance_view {
	struct balance_account account;         /* with months before from, which the verdicts look at */
	size_t first;                           /* of its months: from */
	struct balance_verdict *verdicts;       /* of each month from first on */
	struct balance_reconciled whole;        /* from to to */
};
/* INVALID: not months, from after to, too many. */
enum status balance_view_make(struct cx *cx, const struct mine *m, const struct balance_span *span, struct balance_view *out) MUST_CHECK;
void balance_view_write(struct cx *cx, struct jw *w, const struct balance_view *v);
/* In words and numbers, for a person: what the verdict of the last month rests on. */
const char *balance_arithmetic(struct cx *cx, const struct balance_account *a, size_t month, const struct balance_verdict *v);
const char *balance_story_word(const struct cx *cx, const char *story);        /* "" and unknown ones: as they are */
const char *balance_line_word(const struct cx *cx, enum balance_line line);

/* ---- output against what is allowed ---- */

struct balance_output {                 /* cumulative since January */
	const char *month;
	bool known, ground_known, weighed_known, reported_known;
	double t, sigma;                        /* reconciled: ore out and laid on piles */
	double ground_t, ground_sigma;          /* by the surveys, less loss */
	double weighed_t, reported_t;           /* weighed: with the piles */
};
struct balance_capacity {
	int64_t year;
	struct output_allowed allowed;
	struct balance_output months[12];
	size_t count;
	double projected_t, projected_sigma;    /* to the year's end, at the pace of its months */
	const char *word;                       /* unknown, within, ahead (projected above), over */
};
enum status balance_capacity_of(struct cx *cx, const struct mine *m, int64_t year, struct balance_capacity *out) MUST_CHECK;
void balance_capacity_write(struct jw *w, const struct mine *m, const struct balance_capacity *c);

/* ---- results and suspicions (watch.c, alert.c) ---- */

struct balance_result {
	int64_t mine;                   /* "id": the list is one of mines */
	const char *mine_name, *town_name, *enterprise_name, *month, *word, *story, *since;
	double p, share, share_sigma, t, t_sigma, ore_t;
	int64_t ledgers, alert;
};
extern const struct record balance_result_record;
struct balance_query {
	const char *month, *word, *story, *q, *cursor;
	int64_t town, enterprise, limit;
};
extern const struct record balance_query_record;
struct balance_page {
	struct list items;
	const char *next, *month;
};
/* All mines in scope by name, with the result of the month (the last one that is over). */
enum status balance_list(struct cx *cx, const struct balance_query *q, struct balance_page *out) MUST_CHECK;
/* How many mines agree, do not fit, lack data. */
struct balance_count {
	const char *word;
	int64_t mines;
};
extern const struct record balance_count_record;
enum status balance_counts(struct cx *cx, const struct balance_query *q, struct list *out) MUST_CHECK;

/* Judge the months from "2023-09" on (NULL: the last one) to the last that is over and keep the results, after the books
 * have changed; in that transaction.  Nothing is raised yet: more may be about to be entered. */
enum status balance_watch(struct cx *cx, int64_t mine, const char *month) MUST_CHECK;
/* Judge the last months and raise what does not fit, or is above what is allowed; in a transaction. */
enum status balance_raise(struct cx *cx, int64_t mine) MUST_CHECK;
/* The clock: every mine once a day, in writes of its own. */
enum status balance_daily(struct cx *cx) MUST_CHECK;

struct balance_alert {
	struct flow_row row;
	const char *no;
	int64_t mine, org;
	const char *mine_name, *org_name, *month, *story, *since;
	double p, share, share_sigma, t, t_sigma;
	struct json_text arithmetic;    /* {"zh":…,"en":…}: as it was when it was raised */
	const char *opened_on, *due, *closed_on, *conclusion;
	int64_t investigation;
};
extern const struct record balance_alert_record;
extern const struct flow balance_alert_flow;
struct balance_alert_query {
	const char *state, *story;
	int64_t mine, cursor, limit;
};
extern const struct record balance_alert_query_record;
enum status balance_alert_get(struct cx *cx, int64_t id, struct balance_alert **out) MUST_CHECK;
enum status balance_alert_list(struct cx *cx, const struct balance_alert_query *q, struct list *out, int64_t *next) MUST_CHECK;
/* Raise one, unless it is being dealt with, or was explained lately and has not grown; *id 0 then. */
enum status balance_alert_raise(struct cx *cx, const struct balance_alert *in, int64_t *id) MUST_CHECK;
/* Its arithmetic in the user's language. */
const char *balance_alert_arithmetic(struct cx *cx, const struct balance_alert *b);
enum status balance_todo(struct cx *cx, struct todos *out) MUST_CHECK;
/* For evidence_readers[]: kinds balance_survey, balance_stock, balance_report. */
enum status balance_may_read(struct cx *cx, const char *kind, int64_t item, bool *yes) MUST_CHECK;

#endif
