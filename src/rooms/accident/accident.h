/*
 * accident.h - accidents: what happened, who was told when, how grave it is, what it was found to be.
 *
 * Law: 生产安全事故报告和调查处理条例（国务院令493号）; every number is a rule (accident.*).  The grade is found anew with
 * each revision of casualties within the days of 第十三条; later ones are kept and do not change it, a later figure of
 * the loss does.  What it was found to be (认定) is dated: the appraisal of a past day sees what was found by then.
 *
 * Scope: the whole county, its departments and offices see all of them; a town those on its land, an enterprise its own.
 */
#ifndef ROOMS_ACCIDENT_ACCIDENT_H
#define ROOMS_ACCIDENT_ACCIDENT_H

#include "base/cx.h"
#include "base/record.h"
#include "core/flow.h"
#include "core/todo.h"
#include "db/where.h"
#include "rooms/accident/grade.h"

struct accident {
	struct flow_row row;
	const char *title, *kind;
	int64_t mine;
	const char *mine_name;
	int64_t org;
	const char *unit, *place;
	int64_t town;
	const char *town_name;
	int64_t at;
	const char *day, *summary, *taken;
	int64_t deaths, injured, loss_yuan;
	const char *grade;
	bool production;
	const char *responsible, *reporting, *reporting_text, *authority;
	int64_t extended, appraised;
	const char *due, *begun_on, *handed_on, *approved_on, *reviewed_on, *closed_on;
	int64_t created_at, created_by;
};
extern const struct record accident_record;
extern const struct flow accident_flow;

/* What a new one takes. */
struct accident_new {
	const char *title, *kind;
	int64_t mine, town;             /* town 0: the mine's */
	const char *unit, *place;
	int64_t at, head_at, county_at; /* when it happened, when the unit's head and the county were told; 0: not said */
	int64_t deaths, injured, loss_yuan;
	bool other;                     /* not a production accident, as far as is known */
	const char *summary, *taken;
	struct texts orgs;              /* industry departments (ids); none: the mine's */
};
extern const struct record accident_new_record;

/* One that the user may see.  NOT_FOUND otherwise. */
enum status accident_get(struct cx *cx, int64_t id, struct accident **out) MUST_CHECK;
/* Narrow a list to what the user may see; a is the accident's alias. */
void accident_scope(struct cx *cx, struct where *w);

/* Register one.  FORBIDDEN: neither reports nor manages accidents.  INVALID: a moment to come, no town, a mine that is not
 * his to see.  A production accident with casualties makes its mine an accident mine. */
enum status accident_create(struct cx *cx, const struct accident_new *in, struct accident **out) MUST_CHECK;

struct accident_query {
	const char *q, *state, *grade, *responsible, *from, *to, *late;
	int64_t mine, town, org;        /* org: an industry department that answers for it */
	const char *cursor;
	int64_t limit;
	bool total;
};
extern const struct record accident_query_record;
struct accident_page {
	struct list items;
	const char *next;
	int64_t total;                  /* -1: not asked */
};
/* Newest first. */
enum status accident_list(struct cx *cx, const struct accident_query *q, struct accident_page *out) MUST_CHECK;

/* ---- what belongs to it ---- */

struct accident_casualties {
	int64_t id;
	const char *day;
	int64_t deaths, injured, loss_yuan;
	bool counts;
	const char *grade, *reason;
	int64_t person;
	const char *person_name;
	int64_t recorded_at;
};
extern const struct record accident_casualties_record;
enum status accident_revisions(struct cx *cx, int64_t accident, struct list *out) MUST_CHECK;    /* oldest first */

/* Keep a revision, find the grade anew, write both to *a (the caller stores the rest of it). */
struct accident_change {
	const char *day;
	struct casualties now;
	const char *reason;
};
enum status accident_revise(struct cx *cx, struct accident *a, const struct accident_change *change) MUST_CHECK;

struct accident_finding {
	int64_t id;
	const char *day;
	bool production;
	const char *responsible, *document, *note;
	int64_t person;
	const char *person_name;
	int64_t recorded_at;
	struct list departments;        /* struct flow_signer: org, name */
};
extern const struct record accident_finding_record;
/* Newest first. */
enum status accident_findings(struct cx *cx, int64_t accident, struct list *out) MUST_CHECK;
/* Add one; orgs are ids in text.  INVALID (orgs): not an industry department. */
enum status accident_find(struct cx *cx, struct accident *a, const struct accident_finding *f, const struct texts *orgs) MUST_CHECK;

/* May this level investigate an accident of this grade?  A higher one may always take it over (提级), a lower one may not;
 * one without casualties may be left to the enterprise.  INVALID (authority). */
extern const char *const accident_authorities[];
enum status accident_competent(struct cx *cx, const struct accident *x, const char *authority) MUST_CHECK;

/* Members of the investigation: struct flow_signer. */
enum status accident_members(struct cx *cx, int64_t accident, struct list *out) MUST_CHECK;

/* Write the row's own columns, all but state and version. */
enum status accident_store(struct cx *cx, const struct accident *a) MUST_CHECK;

/* A production accident with casualties: its mine is an accident mine from that day on. */
enum status accident_touch_mine(struct cx *cx, const struct accident *a) MUST_CHECK;

/* Tell those who must act next. */
enum status accident_tell(struct cx *cx, const struct accident *a, const char *action) MUST_CHECK;

/* {…,"state_label","grade_label","clocks":[…],"casualties":[…],"findings":[…],"members":[…],"rules":[…],"evidence":[…],
 * "steps":[…]} */
extern const struct flow_page accident_answer;
extern const struct flow_paper accident_papers[];
/* "general" in the user's language; the code itself where it is unknown. */
const char *grade_label(const struct cx *cx, const char *code);

/* {"name","title","text","source","article","confirmed"} of the rule in force on that day. */
#define RULE_SHAPE "{name:text title:text text:text source:text article:text confirmed:text}"
enum status accident_write_rule(struct cx *cx, const char *name, struct day day, struct jw *w) MUST_CHECK;

/* For todo_sources[] (accident_todo.c). */
enum status accident_todo(struct cx *cx, struct todos *out) MUST_CHECK;

#endif
