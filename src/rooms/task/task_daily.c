#include "rooms/task/task_daily.h"

#include <inttypes.h>
#include <string.h>
#include "core/notify.h"
#include "core/org_resolve.h"
#include "core/perm.h"
#include "core/scratch.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/task/overview.h"
#include "rooms/task/task_past.h"

enum { CHUNK = 100 };           /* tasks in one write: some milliseconds, so that nobody waits for it */

struct one_id {
	int64_t id;
};
static const struct field id_fields[] = {FIELD(struct one_id, id)};
static const struct record id_record = RECORD(one_id, id_fields);

/* What a day changes: the light of what is open, the figures of what was closed before its day until that has passed. */
#define STALE                                                                                                          \
	"((state NOT IN ('closed', 'withdrawn') AND light_day <> $2)"                                                  \
	" OR (state IN ('issued', 'working', 'closing') AND reminded_to < $2)"                                         \
	" OR (state = 'closed' AND light_day < $2 AND due_key >= light_day AND due_key < '" TASK_NO_DAY "'))"

struct pass {
	struct day today;
	const char *day;                /* the same as text */
	struct list ids;
	size_t from;
};

/* ---- urging and escalation ---- */

static enum status first_time(struct cx *cx, const struct task *t, struct day day, const char *kind, bool *first)
{
	int64_t changed;
	char text[11];
	TRY(db_exec(cx, &changed,
		    "INSERT INTO task_urging (county, task, day, kind, at) VALUES ($1, $2, $3, $4, $5)"
		    " ON CONFLICT (county, task, day, kind) DO NOTHING",
		    ARGS(V(cx->county), V(t->row.id), V(day_print(day, text)), V(kind), V(cx->now))));
	*first = changed == 1;
	return STATUS_OK;
}

static const struct role *role_called(const char *zh)
{
	for (const struct role *r = roles; r->code; r++)
		if (strcmp(r->zh, zh) == 0)
			return r;
	return NULL;
}

static enum status tell_role(struct cx *cx, const struct role *role, const struct notify *n, const struct task *t)
{
	struct list l;
	TRY(db_all(cx, &id_record, &l,
		   "SELECT p.id FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = $2 AND p.active = 1 ORDER BY p.id", ARGS(V(cx->county), V(role->code))));
	const struct one_id *p = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(notify_person(cx, p[i].id, n, "escalated to you: %s %s", t->no, t->title));
	return STATUS_OK;
}

/* The rule names whom it goes to: a role by its name, or an organisation as a notice would call it. */
static enum status escalate_to(struct cx *cx, const struct escalation *e, const struct notify *n, const struct task *t)
{
	const struct role *role = role_called(e->to_zh);
	if (role)
		return tell_role(cx, role, n, t);
	const struct org_index *ix;
	struct org_resolved found;
	TRY(org_index_load(cx, &ix));
	org_resolve(cx, ix, e->to_zh, &found);
	const struct org_ref *o = found.orgs.items;
	for (size_t i = 0; i < found.orgs.count; i++)
		TRY(notify_org(cx, o[i].id, PERM_TASK_READ, n, NULL, "escalated to you: %s %s", t->no, t->title));
	return STATUS_OK;
}

/* A step of the flow by the system: it stands in the timeline and in the ledger, and the flow tells those who lead. */
static enum status remind(struct cx *cx, const struct task *t, const struct ahead *a)
{
	bool first;
	const char *kind = a->step ? arena_printf(cx->mem, "escalate:%s", a->step->step) : "urge";
	TRY(first_time(cx, t, a->day, kind, &first));
	if (!first)
		return STATUS_OK;
	TRY(task_urge(cx, t->row.id, a->text));
	if (!a->step)
		return STATUS_OK;
	const struct notify n = {.kind = "escalate", .link = arena_printf(cx->mem, "/tasks/%" PRId64, t->row.id), .text = a->text};
	return escalate_to(cx, a->step, &n, t);
}

/* Of the days since the task was last looked at: all escalations, or else the last urging. */
static enum status remind_since(struct cx *cx, const struct supervise_rules *r, const struct task *t, const struct task_facts *f,
				struct day from, struct day today)
{
	struct list l;
	supervise_ahead(cx, r, f, from, today, &l);
	const struct ahead *a = l.items, *urge = NULL;
	bool escalated = false;
	for (size_t i = 0; i < l.count; i++) {
		if (strcmp(a[i].kind, "urge") == 0)
			urge = &a[i];
		if (strcmp(a[i].kind, "escalate") != 0)
			continue;
		TRY(remind(cx, t, &a[i]));
		escalated = true;
	}
	return urge && !escalated ? remind(cx, t, urge) : STATUS_OK;
}

/* Whoever moves the mark reminds. */
static enum status move_mark(struct cx *cx, const struct task *t, const char *today, bool *ours)
{
	int64_t changed;
	TRY(db_exec(cx, &changed, "UPDATE task SET reminded_to = $1 WHERE county = $2 AND id = $3 AND reminded_to = $4",
		    ARGS(V(today), V(cx->county), V(t->row.id), V(t->reminded_to))));
	*ours = changed == 1;
	return STATUS_OK;
}

static bool near_its_day(const struct supervise_rules *r, const struct task *t, struct day today)
{
	int most = 0;
	struct day due;
	for (int i = 0; i < r->urge_before.count; i++)
		most = r->urge_before.items[i] > most ? (int)r->urge_before.items[i] : most;
	return day_parse(t->due, &due) && due.n - today.n <= most;
}

static enum status look_at(struct cx *cx, const struct supervise_rules *r, const struct pass *p, int64_t id)
{
	struct list l;
	TRY(db_all(cx, &task_record, &l, "SELECT " TASK_COLUMNS " FROM task WHERE county = $1 AND id = $3 AND " STALE,
		   ARGS(V(cx->county), V(p->day), V(id))));
	if (!l.count)
		return STATUS_OK;       /* done by someone else */
	struct task *t = l.items;
	bool ours = false;
	if (strcmp(t->reminded_to, p->day) < 0)
		TRY(move_mark(cx, t, p->day, &ours));
	if (ours && flow_among("issued|working", t->row.state) && near_its_day(r, t, p->today)) {
		struct task_facts f;
		struct day from = p->today;
		if (day_parse(t->reminded_to, &from))
			from.n++;
		TRY(task_facts(cx, r, t, &f));
		TRY(remind_since(cx, r, t, &f, from, p->today));
		TRY(task_get(cx, id, &t));      /* urging has changed it */
	}
	return task_refresh_under(cx, r, t);
}

static enum status look_at_some(struct cx *cx, void *arg)
{
	const struct pass *p = arg;
	struct supervise_rules r;
	TRY(supervise_rules(cx, p->today, &r));
	for (size_t i = p->from; i < p->ids.count && i < p->from + CHUNK; i++)
		TRY(look_at(cx, &r, p, ((const struct one_id *)p->ids.items)[i].id));
	return STATUS_OK;
}

static enum status write_chunk(struct cx *cx, void *arg)
{
	return cx_scratch(cx, look_at_some, arg);
}

enum status task_daily_refresh(struct cx *cx, int64_t *tasks)
{
	char day[11];
	struct pass p = {.today = day_of(cx->now)};
	p.day = day_print(p.today, day);
	TRY(db_all(cx, &id_record, &p.ids, "SELECT id FROM task WHERE county = $1 AND " STALE " ORDER BY id",
		   ARGS(V(cx->county), V(p.day))));
	for (p.from = 0; p.from < p.ids.count; p.from += CHUNK)
		TRY(write_from(cx, write_chunk, &p));
	if (tasks)
		*tasks = (int64_t)p.ids.count;
	return STATUS_OK;
}

/* ---- the trend ---- */

enum { DAYS_AT_ONCE = 5 };      /* a turn of the clock computes no more than that */

struct noted {
	const struct supervise_rules *r;
	struct overview_day day;
};

static enum status add_to_day(struct cx *cx, void *arg, const struct task_known *k)
{
	(void)cx;
	struct noted *n = arg;
	struct {
		const char *colour;
		int64_t *count;
	} counts[] = {{"green", &n->day.green}, {"yellow", &n->day.yellow}, {"red", &n->day.red}, {"blue", &n->day.blue}, {"grey", &n->day.grey}};
	for (int s = 0; s < LIGHT_STATES; s++)
		for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
			if (strcmp(n->r->colours[s], counts[i].colour) == 0)
				*counts[i].count += (int64_t)k->numbers[s];
	n->day.closed += (int64_t)k->numbers[LIGHT_STATES + 2 * KPI_closed];
	return STATUS_OK;
}

static enum status store_day(struct cx *cx, void *arg)
{
	const struct overview_day *d = arg;
	return db_exec(cx, NULL,
		       "INSERT INTO task_day (county, " OVERVIEW_DAY_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
		       " ON CONFLICT (county, day) DO NOTHING",
		       ARGS(V(cx->county), V(d->day), V(d->green), V(d->yellow), V(d->red), V(d->blue), V(d->grey), V(d->closed)));
}

static enum status note_day(struct cx *cx, struct day day)
{
	char text[11];
	struct supervise_rules r;
	struct noted n = {.r = &r, .day.day = day_print(day, text)};
	TRY(supervise_rules(cx, day, &r));
	TRY(task_each(cx, &r, day, EACH_MEASURES | EACH_FROM_HISTORY, add_to_day, &n));
	return write_from(cx, store_day, &n.day);
}

static bool has(const struct list *days, struct day day)
{
	char text[11];
	day_print(day, text);
	for (size_t i = 0; i < days->count; i++)
		if (strcmp(((const struct overview_day *)days->items)[i].day, text) == 0)
			return true;
	return false;
}

/* The newest first, back to the day of the first issue. */
enum status task_daily_note(struct cx *cx)
{
	char from[11];
	struct one_id first;
	struct list days;
	struct day today = day_of(cx->now);
	TRY(db_all(cx, &overview_day_record, &days, "SELECT " OVERVIEW_DAY_COLUMNS " FROM task_day WHERE county = $1 AND day >= $2",
		   ARGS(V(cx->county), V(day_print((struct day){today.n - OVERVIEW_TREND}, from)))));
	int made = 0;
	bool asked = false;
	for (int n = today.n - 1; n >= today.n - OVERVIEW_TREND && made < DAYS_AT_ONCE; n--) {
		if (has(&days, (struct day){n}))
			continue;
		if (!asked)
			TRY(db_one(cx, &id_record, &first, "SELECT coalesce(min(issued_at), 0) AS id FROM task WHERE county = $1",
				   ARGS(V(cx->county))));
		asked = true;
		if (!first.id || n < day_of(first.id).n)
			return STATUS_OK;
		TRY(note_day(cx, (struct day){n}));
		made++;
	}
	return STATUS_OK;
}

enum status task_daily(struct cx *cx)
{
	TRY(task_daily_refresh(cx, NULL));
	return task_daily_note(cx);
}
