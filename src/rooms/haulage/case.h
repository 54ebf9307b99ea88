/*
 * case.h - an overloaded truck as a case: transport weighs and supervises unloading, the police alone fine and score.
 *
 * found -> unloading -> handed -> decided -> closed -> copied.  One ticket has one case, and one case one fine.  What it means
 * for the truck, the driver, the carrier and the mine within a year is counted when the police decide; at the fourth offence
 * (a carrier: above its share of trucks; a mine: so many traced to it in a month) a measure is proposed, which transport
 * imposes and lifts.  A measure in force is a block that every gate obeys.
 */
#ifndef ROOMS_HAULAGE_CASE_H
#define ROOMS_HAULAGE_CASE_H

#include "core/todo.h"
#include "rooms/haulage/haulage.h"
#include "rooms/mine/status.h"

struct haulage_case {
	struct flow_row row;
	const char *no;
	int64_t ticket, scale, mine, vehicle, driver, carrier;
	const char *offended_on;
	int64_t gross_kg, counted_kg, limit_kg, over_kg;
	struct json_text verdict;
	int64_t fine_yuan, fine_most, fine_least, points;
	bool rated;
	int64_t regross_kg, unloaded_at;
	const char *decide_by;          /* "" no such clock in force when it was opened */
	const char *document, *decided_on;
	int64_t fined_yuan, scored;
	const char *pay_by;
	int64_t paid_yuan;
	const char *paid_on, *closed_on, *copy_by, *copied_to, *copied_on;
	const char *due;                /* the day by which somebody must act now; "" nobody */
	int64_t created_at;
	const char *plate, *driver_name, *qualification, *carrier_name, *mine_name, *scale_name, *home;
};
extern const struct record haulage_case_record;
/* Of haulage_case k: the day by which its next step must be taken. */
#define HAULAGE_CASE_DUE                                                                                              \
	"CASE k.state WHEN 'decided' THEN k.pay_by WHEN 'closed' THEN k.copy_by WHEN 'copied' THEN ''"                \
	" WHEN 'dropped' THEN '' ELSE k.decide_by END"
extern const struct flow haulage_case_flow;
extern const struct flow_page haulage_case_page;
extern const struct flow_paper haulage_case_papers[];

struct haulage_case_new {
	int64_t ticket;
	const char *driver, *qualification, *carrier;   /* where the ticket does not say */
	int64_t rated_kg;
};
extern const struct record haulage_case_new_record;
/* CONFLICT: the ticket has a case, or is not overloaded.  FORBIDDEN: only transport. */
enum status haulage_case_open(struct cx *cx, const struct haulage_case_new *in, int64_t *id) MUST_CHECK;

struct haulage_case_query {
	const char *state, *q, *from, *to;
	int64_t mine, vehicle, driver, carrier, cursor, limit;
	bool late;                      /* a decision, a payment or a copy that is overdue */
};
extern const struct record haulage_case_query_record;
enum status haulage_case_list(struct cx *cx, const struct haulage_case_query *q, struct list *out, int64_t *next) MUST_CHECK;
enum status haulage_case_get(struct cx *cx, int64_t id, struct haulage_case **out) MUST_CHECK;

/* What has to be paid today, with what being late adds. */
enum status haulage_case_due(struct cx *cx, const struct haulage_case *c, int64_t *yuan) MUST_CHECK;

/* ---- the year ---- */

struct haulage_window {
	const char *mode;               /* anniversary, rolling, calendar */
	const char *from, *to;
	int64_t offences, trucks, fleet;        /* carrier: trucks that offended, of so many */
	bool counts;                    /* the one that the rule counts by */
	bool reached;
};
extern const struct record haulage_window_record;
/* All three ways to count the year, of a party, as of a day. */
enum status haulage_windows(struct cx *cx, const char *party, int64_t item, struct day day, struct list *out) MUST_CHECK;

/* ---- measures ---- */

struct haulage_measure {
	struct flow_row row;
	const char *party;
	int64_t item;
	const char *name, *kind, *basis, *rule;
	int64_t haulage_case;
	const char *document, *since, *ended_on, *note;
	int64_t created_at;
};
extern const struct record haulage_measure_record;
extern const struct flow haulage_measure_flow;
extern const struct flow_page haulage_measure_page;

struct haulage_measure_query {
	const char *state, *party, *kind;
	int64_t item, cursor, limit;
};
extern const struct record haulage_measure_query_record;
enum status haulage_measure_list(struct cx *cx, const struct haulage_measure_query *q, struct list *out, int64_t *next) MUST_CHECK;
enum status haulage_measure_get(struct cx *cx, int64_t id, struct haulage_measure **out) MUST_CHECK;

/* After a case was opened (its mine) or decided (the other three): propose what the rules ask for, once. */
enum status haulage_follow_mine(struct cx *cx, const struct haulage_case *c) MUST_CHECK;
enum status haulage_follow_parties(struct cx *cx, const struct haulage_case *c) MUST_CHECK;

/* For main/lists.c. */
enum status haulage_todo(struct cx *cx, struct todos *out) MUST_CHECK;
enum status haulage_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out) MUST_CHECK;

#endif
