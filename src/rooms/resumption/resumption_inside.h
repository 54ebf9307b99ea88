/* resumption_inside.h - what the files of the room share. */
#ifndef ROOMS_RESUMPTION_RESUMPTION_INSIDE_H
#define ROOMS_RESUMPTION_RESUMPTION_INSIDE_H

#include "core/rule.h"
#include "rooms/resumption/resumption.h"

static inline struct resumption *resumption_of(const struct act *a)
{
	return (struct resumption *)a->row;
}

struct resume_count {
	int64_t n;
};
extern const struct record resume_count_record;
enum status resume_count(struct cx *cx, int64_t *out, const char *sql, struct args args) MUST_CHECK;

/* So many working days or months from today on by a rule's parameter. */
enum status resume_due(struct cx *cx, const char *rule, const char *key, const char **out) MUST_CHECK;

/* Is the user the mine's enterprise, and a person? */
enum status resume_person(struct cx *cx) MUST_CHECK;
enum status resume_of_enterprise(struct cx *cx, int64_t enterprise) MUST_CHECK;

/* Is it a mine of an accident: does it need the deputy county head? */
bool resume_is_accident(struct cx *cx, const struct resumption *r);

/* ---- the team (resumption_team.c) ---- */

/* The organisations that must take part, each once; the bureau first. */
struct resume_org {
	int64_t id;
	const char *name;
};
struct resume_orgs {
	struct resume_org items[10];
	int count;
	int64_t officers, experts;      /* how many of each */
	const char *concluded_by;       /* role of the one who concludes */
};
enum status resume_orgs_of(struct cx *cx, const struct resumption *r, struct resume_orgs *out) MUST_CHECK;
/* Only the bureau that leads it. */
enum status resume_bureau_only(struct cx *cx, const struct resumption *r) MUST_CHECK;
/* The bureau by the rule; 0: the county has none by that name. */
enum status resume_bureau(struct cx *cx, int64_t *out, const char **name) MUST_CHECK;

extern const struct record resume_team_record, resume_score_record, resume_sign_record, resume_words_record;
struct resume_words {
	const char *text;
};
enum status resume_may_team(struct cx *cx, struct act *a) MUST_CHECK;
enum status resume_team(struct cx *cx, struct act *a) MUST_CHECK;
enum status resume_may_score(struct cx *cx, struct act *a) MUST_CHECK;
enum status resume_score(struct cx *cx, struct act *a) MUST_CHECK;
enum status resume_may_sign(struct cx *cx, struct act *a) MUST_CHECK;
enum status resume_sign(struct cx *cx, struct act *a) MUST_CHECK;
/* Take all signatures and results back: a new check. */
enum status resume_check_anew(struct cx *cx, int64_t id) MUST_CHECK;
enum status resume_was_member(struct cx *cx, int64_t id, int64_t person, bool *yes) MUST_CHECK;

/* ---- guards (resumption_guard.c) ---- */

/* The guards of the sources, on the day of the planned restart or today. early: only those for an application. */
enum status resume_guards(struct cx *cx, const struct resumption *r, bool early, struct mine_reasons *out) MUST_CHECK;
/* CONFLICT with the first of them in words, and how many more there are. */
enum status resume_all_clear(struct cx *cx, const struct resumption *r, bool early) MUST_CHECK;
enum status resume_papers_complete(struct cx *cx, const struct resumption *r) MUST_CHECK;
/* What the items come to. */
struct resume_tally {
	int64_t a, b, c, open;
	bool passed;
};
enum status resume_tally(struct cx *cx, const struct resumption *r, struct resume_tally *out) MUST_CHECK;
/* The names of those who have not signed; n 0: all have. */
enum status resume_unsigned(struct cx *cx, int64_t id, int64_t *n, const char **names) MUST_CHECK;
/* CONFLICT where it is one of an accident that nobody has approved. */
enum status resume_approved(struct cx *cx, const struct resumption *r) MUST_CHECK;
/* An order that came after the acceptance was not looked at by it. */
enum status resume_no_newer_stop(struct cx *cx, const struct resumption *r) MUST_CHECK;

/* Must the mine pass acceptance, as the day's facts say, and since when does it stand still? */
struct resume_need {
	bool needed, accident;
	const char *since, *order;      /* order: what it was stopped by, in words */
	int64_t issued_at;              /* of the newest order; 0: none */
};
enum status resume_need(struct cx *cx, const struct mine *m, struct day day, struct resume_need *out) MUST_CHECK;

/* ---- stages and telling (resumption_stage.c) ---- */

/* After a step or the beginning: whom it waits for and until when; keep the stage; tell them. */
enum status resume_stage(struct cx *cx, struct resumption *r, int64_t entry, const char *action) MUST_CHECK;
enum status resume_tell(struct cx *cx, const struct resumption *r, const char *action) MUST_CHECK;

#endif
