/*
 * supervise.h - lights, plans, reports, urging, escalation: what a task's facts and the rules say on a day.
 *
 * Pure: no SQL and no clock.  Facts are what had happened until the end of a day; task_fold() makes them from dated
 * events, so that the light of any day is computed the same way, on that day or years later.
 *
 *     TRY(supervise_rules(cx, day, &rules));                  once for a list
 *     supervise(&rules, &facts, day, &view);                  for each task; cannot fail, allocates nothing
 *
 * What the states mean (rule task.light, which also gives the colours):
 *   closed     verified and closed
 *   overdue    past its day, and neither accepted nor handed in for verification in time
 *   at_risk    near its day and behind its plan; or a progress report too late; or past its day while verification of
 *              what was handed in in time is pending
 *   long_term  the dated part has been accepted (or there is none) and the work goes on
 *   on_track   else
 */
#ifndef ROOMS_TASK_SUPERVISE_H
#define ROOMS_TASK_SUPERVISE_H

#include "core/rule.h"
#include "rooms/task/deadline.h"

struct milestone_fact {
	struct day day;
	int weight; /* > 0 */
	struct maybe_day done;
};

/* A task as it was known at the end of a day. */
struct task_facts {
	int64_t org; /* who leads */
	struct day issued;
	struct when when;          /* from the deadline; when.due as it was at first */
	struct maybe_day extended; /* the due day after extensions and reopening */
	int extensions;
	struct maybe_day signed_on;
	struct maybe_day last_report;
	int percent;                             /* reported, 0 … 100 */
	const struct milestone_fact *milestones; /* in the order of their days */
	int milestone_count;
	struct maybe_day asked;      /* asked to close (or to accept the dated part), and the answer is pending */
	struct maybe_day long_since; /* the dated part was accepted on this day; the work goes on */
	struct maybe_day closed;
	struct maybe_day in_time; /* of what was accepted or closed: the day it was handed in */
};

/* ---- facts from events ---- */

enum task_event_kind {
	TASK_SIGNED,
	TASK_REPORTED, /* value: percent */
	TASK_EXTENDED, /* value: the new due day */
	TASK_ASKED,
	TASK_RETURNED,
	TASK_ACCEPTED, /* the dated part; the work goes on */
	TASK_CLOSED,
	TASK_REOPENED,  /* value: the new due day, 0: as before */
	TASK_MILESTONE, /* value: which one, from 0 */
};

struct task_event {
	struct day day;
	enum task_event_kind kind;
	int value;
};

/* The facts at the end of a day.  first: the task as issued (issued, when, org, milestones not done); events in the
 * order in which they happened.  milestones: room for first->milestone_count, filled and pointed to by *out. */
void task_fold(const struct task_facts *first, const struct task_event *events, int count, struct day day,
	       struct milestone_fact *milestones, struct task_facts *out);

/* ---- the rules ---- */

enum light_state { LIGHT_ON_TRACK, LIGHT_AT_RISK, LIGHT_OVERDUE, LIGHT_LONG_TERM, LIGHT_CLOSED, LIGHT_STATES };

enum { ESCALATE_MAX = RULE_MAX_LIST };

struct escalation {
	int days;         /* after the due day */
	const char *step; /* "supervision_letter" */
	const char *action_zh, *action_en, *to_zh, *to_en;
};

struct supervise_rules {
	const struct rules *all;
	const struct calendar *calendar;
	const struct rule *light, *rhythm, *urge, *escalate, *sign, *plan, *kpi; /* as they stand, to show */
	const char *colours[LIGHT_STATES];
	int near_days, near_percent, report_late_days;
	int first_report_days, report_days, long_term_months;
	struct rule_ints urge_before, urge_after;
	int urge_every;
	struct escalation steps[ESCALATE_MAX];
	int step_count;
	int sign_days, plan_days;
	double yellow_points, red_points, circular_points;
	struct period_rule period;
};

/* The rules in force on a day for cx->county; valid until cx->mem is reset. */
enum status supervise_rules(struct cx *cx, struct day day, struct supervise_rules *out) MUST_CHECK;

/* ---- the verdict ---- */

/* Worst last; light_code() gives the code, light_text() the sentence. */
enum light_reason {
	REASON_ON_TRACK,
	REASON_LONG_TERM,
	REASON_REPORT_LATE,
	REASON_NEAR_BEHIND,
	REASON_VERIFYING,
	REASON_OVERDUE,
	REASON_CLOSED,
};
enum { LIGHT_REASONS = REASON_CLOSED + 1 };

struct view {
	enum light_state state;
	const char *colour;       /* green, yellow, red, blue, grey: as the rule says */
	enum light_reason reason; /* the first that applies, worst first */
	bool long_term;           /* in its continuing phase, whatever the light */
	bool report_late;         /* also where another reason comes first */
	bool behind;              /* progress < plan, near or not */
	struct maybe_day due;     /* with extensions; none: nothing dated is open */
	int days_left;            /* natural days to due; negative: late.  0 without a due day */
	struct maybe_day next_report;
	int report_days_late;      /* 0: not late */
	int percent, plan_percent; /* plan_percent -1: no plan can be told (no day) */
	bool sign_late;            /* not signed for within the limit */
	struct day sign_due;
	bool assumed; /* an unsettled day had a say in one of the days above */
};

void supervise(const struct supervise_rules *r, const struct task_facts *f, struct day day, struct view *out);

const char *light_code(enum light_reason reason);
/* One sentence in cx->lang, with its numbers. */
const char *light_text(struct cx *cx, const struct view *v);
/* The rules that decided: 1 or 2 of them. */
int light_rules(const struct supervise_rules *r, const struct view *v, const struct rule *out[2]);

/* Working days left to the due day, negative when late; *assumed may be NULL. */
int working_days_left(const struct supervise_rules *r, const struct view *v, struct day day, bool *assumed);

/* ---- what comes ---- */

/* Kinds: "sign", "plan", "report", "milestone", "urge", "due", "escalate", "long_term". */
struct ahead {
	struct day day;
	const char *kind;
	int offset;                    /* urge, escalate: days from the due day */
	const struct escalation *step; /* escalate */
	const struct rule *rule;       /* NULL: the deadline itself says so */
	const char *text;              /* in cx->lang */
};

/* Everything that is due from day "from" to day "to" if nothing is done before: in the order of days.  As known on the
 * day of the facts.  At most AHEAD_MAX entries. */
enum { AHEAD_MAX = 400 };
void supervise_ahead(struct cx *cx, const struct supervise_rules *r, const struct task_facts *f, struct day from,
		     struct day to, struct list *out);

/* ---- key figures (rules.md 8.3) ---- */

/*        id                 中文              English */
/* clang-format off */
#define KPI_LIST(X)                                                     \
	X(closed,         "办结率",     "closed")                       \
	X(due_closed,     "到期办结率", "closed of those due")          \
	X(in_time,        "按时办结率", "closed in time of those due")  \
	X(progress,       "序时进度",   "progress")                     \
	X(sign_in_time,   "签收及时率", "signed for in time")           \
	X(report_in_time, "上报及时率", "reports in time")              \
	X(points,         "扣分",       "points lost")

enum kpi_id {
#define X(id, zh, en) KPI_##id,
	KPI_LIST(X)
#undef X
	KPI_COUNT
};
/* clang-format on */

struct kpi {
	const char *id, *zh, *en;
	double num, den;
	bool ratio; /* else num alone is the figure */
};

/* Add task after task, then read the figures: of the county, of a unit, of anything. */
struct kpi_sum {
	double num[KPI_COUNT], den[KPI_COUNT];
	int lights[LIGHT_STATES], tasks;
};
void kpi_add(struct kpi_sum *sum, const struct supervise_rules *r, const struct task_facts *f, const struct view *v,
	     struct day day);
void kpi_read(const struct kpi_sum *sum, struct kpi out[KPI_COUNT]);

/* "27 % (6/22)"; "—" where the denominator is 0; "3.5" for points. */
const char *kpi_text(struct cx *cx, const struct kpi *k);

#endif
