/*
 * operator.h - central and large private firms brought in to mine (measure 8).
 *
 * An opportunity is a mine and what is wanted there.  Candidates claim figures by the criteria of rule operator.scoring; each
 * claim needs a file, and counts only once another person than the one who entered it has said that the file bears it.  The
 * score is a sum that is shown.  Then negotiation, contract, safety agreement, hand-over.  The holder of the right stays
 * responsible for safety throughout: that is a remark on the mine, with his name (安全生产法 49).
 */
#ifndef ROOMS_TENURE_OPERATOR_H
#define ROOMS_TENURE_OPERATOR_H

#include "core/flow.h"
#include "core/todo.h"
#include "rooms/mine/status.h"

struct opportunity {
	struct flow_row row;
	const char *no, *title;
	int64_t mine, town, enterprise;
	const char *mine_name, *town_name, *enterprise_name;
	const char *mineral, *form;
	int64_t scale_t;
	const char *terms, *open_until;
	int64_t chosen;
	const char *chosen_name;
	const char *contract_no, *contract_from, *contract_to;
	int64_t contract_t;
	const char *safety_no, *safety_on, *handed_on, *ended_on, *answer, *due, *due_key;
};
extern const struct record opportunity_record, opportunity_input_record;
extern const struct flow opportunity_flow;
extern const struct flow_page opportunity_page;

/* NOT_FOUND: no such mine.  CONFLICT: one for that mine is under way. */
enum status opportunity_create(struct cx *cx, const struct opportunity *in, int64_t *id) MUST_CHECK;
enum status opportunity_get(struct cx *cx, int64_t id, struct opportunity **out) MUST_CHECK;

struct opportunity_query {
	const char *q, *state, *cursor; /* state: one of the flow's, or "open" */
	int64_t mine, town, enterprise, limit;
};
extern const struct record opportunity_query_record;
struct opportunity_list {
	struct list items;
	const char *next;
};
enum status opportunity_list(struct cx *cx, const struct opportunity_query *q, struct opportunity_list *out) MUST_CHECK;

/* ---- candidates and their scores (operator_score.c) ---- */

struct candidate {
	int64_t id;
	const char *name, *credit_code, *kind, *contact, *phone, *refused;
};
extern const struct record candidate_record, candidate_input_record;
enum status candidate_list(struct cx *cx, int64_t opportunity, struct list *out) MUST_CHECK;

/* A criterion as it stands for one candidate. */
struct score_line {
	const char *criterion, *name;
	double value, weight, none, full;       /* value: NAN is not used; claimed says whether there is one */
	bool claimed;
	const char *verdict, *verdict_text, *hash, *text;
	double points;
	const char *entered_name, *verdict_name;        /* two people: who entered the figure, who looked at its evidence */
	const char *arithmetic;         /* "(350 - 30) / (500 - 30) × 25 = 17.02" */
};
extern const struct record score_line_record;
struct score {
	struct list lines;
	double total, pass;
	const char *excluded;           /* why it is out; "" it is not */
	bool may_negotiate;
};
enum status candidate_score(struct cx *cx, int64_t opportunity, const struct candidate *c, struct score *out) MUST_CHECK;

/* ---- afterwards ---- */

/* Month by month since the hand-over: hazards, major ones, accidents, deaths, and the year's output reported. */
struct performance {
	const char *month;
	int64_t hazards, major, overdue, accidents, deaths;
};
extern const struct record performance_record;
enum status operator_performance(struct cx *cx, const struct opportunity *o, struct list *out) MUST_CHECK;

/* Who mines under contract at the mine, and who stays responsible.  A contract without safety agreement blocks. */
enum status operator_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out) MUST_CHECK;
enum status operator_todo(struct cx *cx, struct todos *out) MUST_CHECK;

/* ---- inside ---- */

enum status opportunity_store(struct cx *cx, const struct opportunity *o) MUST_CHECK;
/* A step's input that names a candidate: INVALID where there is none of that number. */
enum status candidate_get(struct cx *cx, int64_t opportunity, const char *id, struct candidate **out) MUST_CHECK;
enum status opportunity_write_parts(struct cx *cx, struct flow_row *row, struct jw *w) MUST_CHECK;

#endif
