/*
 * right.h - mining and exploration rights.
 *
 * A right is a licence of rooms/mine/papers.h (number, holder, days, land) with what is said of a right alone beside it
 * (table tenure_right); one home for each fact.  An exploration right belongs to no mine.
 *
 * What the law says of it (how long a term may be, when renewal must be asked for, who issues it) is in the rules
 * tenure.*, by the day: until 2025-06-30 the old law, from 2025-07-01 the new one.
 */
#ifndef ROOMS_TENURE_RIGHT_H
#define ROOMS_TENURE_RIGHT_H

#include "base/day.h"
#include "core/rule.h"
#include "rooms/mine/papers.h"
#include "rooms/mine/status.h"

struct right {
	struct licence licence;         /* id, version and so on; kind: mining or exploration */
	int64_t detail;                 /* version of what stands beside the licence; 0: nothing does */
	const char *credit_code, *address, *main_mineral, *method, *economy, *project, *obtained, *level, *size, *first_on;
	bool listed;
	const char *deep, *chain;
	int64_t extensions;
	const char *right_note;
	const char *mine_name;
	int64_t enterprise, town;
	const char *enterprise_name, *town_name;
	int64_t application;            /* its renewal, under way or granted; 0: none */
	const char *application_state, *applied_on;
	const char *standing;           /* of a day: valid, soon, red, lapsed, renewed, withdrawn, later (right_stand) */
	int64_t days_left;
};
extern const struct record right_record;        /* all of it */
extern const struct record right_row_record;    /* what a list shows: without land */
extern const struct record right_input_record;  /* what a new one or a change takes; a change with its version */

/* One that the user may see: of a mine that he sees; an exploration right: who sees all mines.  NOT_FOUND. */
enum status right_get(struct cx *cx, int64_t id, struct right **out) MUST_CHECK;
/* By its number, or by the name of its mine where that has one.  NOT_FOUND, INVALID: several. */
enum status right_find(struct cx *cx, const char *words, struct right **out) MUST_CHECK;

/* Enter one (id 0; mine 0 for an exploration right) or change it; *out is its id.  INVALID: the number (right_number.h), a
 * credit code, days.  CONFLICT: the version; a new right without its meeting (meeting.h). */
enum status right_put(struct cx *cx, int64_t mine, int64_t id, const struct right *in, int64_t *out) MUST_CHECK;

struct right_query {
	const char *q, *kind, *standing, *mineral, *level;
	int64_t mine, town, enterprise, within; /* within: runs out in so many days */
	const char *sort;               /* valid_to (default), -valid_to, number */
	const char *cursor;
	int64_t limit;
	bool total;
};
extern const struct record right_query_record;
struct right_page {
	struct list rights;
	const char *next;
	int64_t total;                  /* -1: not asked */
};
enum status right_list(struct cx *cx, const struct right_query *q, struct right_page *out) MUST_CHECK;

/* ---- what the law says (right_law.c) ---- */

/* Where it stands on a day: fills standing and days_left.  soon: within the first alert; red: within the days before which
 * renewal must be asked for, and no application that was handed in. */
enum status right_stand(struct cx *cx, struct right *r, struct day day) MUST_CHECK;

/* The longest term in years of a right of that size, by the law of that day. */
enum status right_term(struct cx *cx, const char *kind, const char *size, struct day day, int64_t *years, const struct rule **rule) MUST_CHECK;

/* county, city, province or ministry: who issues rights to that mineral. */
enum status right_level(struct cx *cx, const char *mineral, struct day day, const char **level, const struct rule **rule) MUST_CHECK;

/* What a person should look at: number, term, land against the stated area, missing facts, expiry. */
struct right_finding {
	const char *code, *light, *text;        /* light: red, yellow */
	const char *rule, *source;
};
extern const struct record right_finding_record;
enum status right_check(struct cx *cx, const struct right *r, struct list *out) MUST_CHECK;

/* A remark beside the register's own reason (a lapsed licence): it runs out soon, a report is missing, who mines under
 * contract and who stays responsible.  For mine_reason_sources[]. */
enum status tenure_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out) MUST_CHECK;

/* The timer's: tell once at each mark before a right runs out, and what is outside of its licence (right_daily.c). */
enum status tenure_daily(struct cx *cx) MUST_CHECK;

#endif
