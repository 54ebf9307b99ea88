/* task_list.h - many tasks: filtered, sorted, a page at a time. */
#ifndef ROOMS_TASK_TASK_LIST_H
#define ROOMS_TASK_TASK_LIST_H

#include "base/day.h"
#include "db/where.h"
#include "rooms/task/task.h"

struct task_query {
	const char *q;                  /* words in number, title and text */
	const char *state, *light, *role;       /* role with org or alone: lead, cooperate */
	int64_t org;                    /* this organisation is a party; -1: the user's own and those below it */
	int64_t notice;
	const char *level;              /* measures, parts, all (default) */
	int64_t parent;                 /* parts of this task */
	const char *due_from, *due_to;
	const char *sort;               /* due (default), no, light, percent, issued; "-due" from the end */
	const char *cursor;             /* "next" of the page before */
	int64_t limit;                  /* 0: 50 */
	bool total;                     /* count them all, which costs */
	const char *as_of;              /* a day: what was known and shown then */
};
extern const struct record task_query_record;

/* The rows of a list: everything but the long text, with its sentence and its days. */
extern const struct record task_row_record;
#define TASK_ROW_COLUMNS                                                                                                   \
	"t.id, t.version, t.state, t.notice, t.parent, t.root, t.no, t.sort, t.title, t.leads, t.cooperating, t.org, " \
	"t.deadline_text, t.deadline_kind, t.due, t.long_term, t.progress AS percent, t.percent AS reported_percent, "  \
	"t.plan_percent, t.issued_at, t.signed_at, "                                                                    \
	"t.reported_at, t.accepted_at, t.closed_at, t.urged, t.light_rank, t.light, t.light_reason, t.light_day, "    \
	"t.next_report, t.waits, t.waits_for, t.waits_since, t.sub_total, t.sub_closed"

struct task_page {
	struct list tasks;              /* of struct task */
	const char *next;               /* NULL: that was all */
	int64_t total;                  /* -1: not counted */
	struct day day;                 /* the one that it tells of */
};

/*
 * Where the tasks t of a query come from, by its org and role and by the user's scope.  Through one organisation's tasks
 * a list runs in the order of the index task_party_org; through several it asks for each task whether one of them is a
 * party.
 */
struct task_source {
	const char *from, *due_key, *id;        /* the columns that the order is by */
	struct where w;
};
enum status task_source(struct cx *cx, const struct task_query *q, struct task_source *out) MUST_CHECK;

/* Within the user's scope.  INVALID: a sort or cursor that is none. */
enum status task_list(struct cx *cx, const struct task_query *q, struct task_page *out) MUST_CHECK;

/* The same without pages: row after row (a struct task, valid during the call), at most limit; *day is set before the first. */
enum status task_list_each(struct cx *cx, const struct task_query *q, int64_t limit, struct day *day,
			   enum status (*each)(struct cx *cx, void *arg, const void *task), void *arg) MUST_CHECK;

/* The part of a list that is not of today: where its tasks come from, with the filters that do not change by the day. */
enum status task_list_past(struct cx *cx, const struct task_query *q, struct day day, const struct task_source *source,
			   struct task_page *out) MUST_CHECK;

/* With the texts of a record copied. */
struct task *task_copy(struct arena *mem, const struct record *rec, const struct task *t);

/* One row as JSON in a list or on a page; day: the one that days_left counts from. */
void task_write_row(struct cx *cx, struct jw *w, const struct task *t, struct day day);
void task_write_row_fields(struct cx *cx, struct jw *w, const struct task *t, struct day day);

#endif
