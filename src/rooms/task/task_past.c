#include "rooms/task/task_past.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>
#include "core/scratch.h"
#include "db/db.h"
#include "rooms/task/task_amend.h"

/* ---- history ---- */

struct past_entry {
	const char *action, *from_state, *to_state;
	int64_t at;
	struct json_text input;
};
static const struct field entry_fields[] = {
	FIELD(struct past_entry, action),
	FIELD(struct past_entry, from_state),
	FIELD(struct past_entry, to_state),
	FIELD(struct past_entry, at),
	FIELD(struct past_entry, input),
};
static const struct record entry_record = RECORD(past_entry, entry_fields);

static enum status steps_until(struct cx *cx, int64_t task, int64_t end, struct list *out)
{
	return db_all(cx, &entry_record, out,
		      "SELECT action, from_state, to_state, at FROM flow_history WHERE county = $1 AND flow = 'task'"
		      " AND item = $2 AND at < $3 AND action NOT IN ('report', 'confirm', 'assign', 'ask_extension') ORDER BY id",
		      ARGS(V(cx->county), V(task), V(end)));
}

static enum status last_report(struct cx *cx, int64_t task, int64_t end, struct list *out)
{
	return db_all(cx, &entry_record, out,
		      "SELECT action, from_state, to_state, at, input FROM flow_history WHERE county = $1 AND flow = 'task'"
		      " AND item = $2 AND at < $3 AND action = 'report' ORDER BY id DESC LIMIT 1",
		      ARGS(V(cx->county), V(task), V(end)));
}

static int percent_of(const char *input)
{
	json_t *j = json_loads(input ? input : "", 0, NULL);
	int percent = (int)json_integer_value(json_object_get(j, "percent"));
	json_decref(j);
	return percent;
}

struct granted {
	const char *new_day;
	int64_t decided_at;
};
static const struct field granted_fields[] = {FIELD(struct granted, new_day), FIELD(struct granted, decided_at)};
static const struct record granted_record = RECORD(granted, granted_fields);

static enum status granted_until(struct cx *cx, int64_t task, int64_t end, struct list *out)
{
	return db_all(cx, &granted_record, out,
		      "SELECT new_day, decided_at FROM task_extension WHERE county = $1 AND task = $2 AND state = 'granted'"
		      " AND decided_at < $3 AND decided_at >= (SELECT coalesce(max(h.at), 0) FROM flow_history h WHERE h.county = $1"
		      " AND h.flow = 'task' AND h.item = $2 AND h.action = 'amend' AND h.at < $3"
		      " AND h.input LIKE '%\"field\":\"deadline\"%') ORDER BY decided_at, id",
		      ARGS(V(cx->county), V(task), V(end)));
}

enum status task_milestones_until(struct cx *cx, int64_t task, int64_t end, struct list *out)
{
	return db_all(cx, &task_milestone_record, out,
		      "SELECT id, title, day, weight, source, CASE WHEN done_at < $3 THEN done_at ELSE 0 END AS done_at"
		      " FROM task_milestone WHERE county = $1 AND task = $2 AND made_at < $3"
		      " AND (dropped_at = 0 OR dropped_at >= $3) ORDER BY day, id",
		      ARGS(V(cx->county), V(task), V(end)));
}

/* ---- events ---- */

/* What a step means for the facts; what it makes of the row. */
static const struct {
	const char *action;
	enum task_event_kind kind;
} meanings[] = {
	{"request_close", TASK_ASKED},
	{"take_back", TASK_RETURNED},
	{"return", TASK_RETURNED},
	{"verify", TASK_CLOSED},
	{"finish", TASK_CLOSED},
	{"reopen", TASK_REOPENED},
};

struct telling {
	struct task *t;
	struct task_event *events;
	int count;
};

static void put(struct telling *w, int64_t at, enum task_event_kind kind, int value)
{
	w->events[w->count++] = (struct task_event){day_of(at), kind, value};
}

/* Moments that facts do not carry, for the page. */
static void note_moments(struct task *t, const struct past_entry *e, enum task_event_kind kind)
{
	switch (kind) {
	case TASK_ASKED:
		t->asked_at = e->at;
		break;
	case TASK_RETURNED:
		t->asked_at = 0;
		break;
	case TASK_ACCEPTED:
	case TASK_CLOSED:
		t->handed_at = t->asked_at ? t->asked_at : t->handed_at;
		t->asked_at = 0;
		*(kind == TASK_CLOSED ? &t->closed_at : &t->accepted_at) = e->at;
		break;
	case TASK_REOPENED:
		t->closed_at = t->accepted_at = t->handed_at = 0;
		t->reopened++;
		break;
	default:
		break;
	}
}

static void tell_step(struct telling *w, const struct past_entry *e)
{
	w->t->row.state = e->to_state;
	w->t->planned |= strcmp(e->action, "plan") == 0;
	w->t->urged += strcmp(e->action, "urge") == 0;
	if (strcmp(e->action, "sign") == 0 && strcmp(e->from_state, "issued") == 0 && strcmp(e->to_state, "working") == 0) {
		w->t->signed_at = e->at;        /* the last of those who lead */
		put(w, e->at, TASK_SIGNED, 0);
		return;
	}
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (strcmp(meanings[i].action, e->action) == 0) {
			enum task_event_kind kind = strcmp(e->to_state, "long_term") == 0 ? TASK_ACCEPTED : meanings[i].kind;
			note_moments(w->t, e, kind);
			put(w, e->at, kind, 0);
		}
}

static void tell_extensions(struct telling *w, const struct list *l)
{
	const struct granted *g = l->items;
	for (size_t i = 0; i < l->count; i++) {
		struct day to;
		if (!day_parse(g[i].new_day, &to))
			continue;
		put(w, g[i].decided_at, TASK_EXTENDED, to.n);
		w->t->due = g[i].new_day;
		w->t->extended = true;
		w->t->extensions++;
	}
}

/* The row as issued: nothing has happened to it. */
static void forget_all(struct task *t)
{
	t->row.state = task_flow.states[0].name;
	t->signed_at = t->reported_at = t->asked_at = t->handed_at = t->accepted_at = t->closed_at = 0;
	t->percent = t->urged = t->reopened = t->extensions = 0;
	t->planned = t->extended = false;
	t->due = t->waits = t->waits_for = t->waits_since = "";
}

/* Make t what it was at the end of the day, as far as steps say it, and give its facts. */
static enum status tell(struct cx *cx, const struct supervise_rules *r, struct task *t, struct day day, struct task_facts *out)
{
	int64_t end = day_start((struct day){day.n + 1});
	struct list steps, report, granted, milestones;
	TRY(task_before_amend(cx, end, t));
	TRY(steps_until(cx, t->row.id, end, &steps));
	TRY(last_report(cx, t->row.id, end, &report));
	TRY(granted_until(cx, t->row.id, end, &granted));
	TRY(task_milestones_until(cx, t->row.id, end, &milestones));
	forget_all(t);
	struct task_facts first;
	struct telling w = {.t = t, .events = arena_array_of(cx->mem, struct task_event, steps.count + granted.count + 1)};
	for (size_t i = 0; i < steps.count; i++)
		tell_step(&w, (const struct past_entry *)steps.items + i);
	tell_extensions(&w, &granted);
	if (report.count) {
		const struct past_entry *e = report.items;
		t->percent = percent_of(e->input.s);
		t->reported_at = e->at;
		put(&w, e->at, TASK_REPORTED, (int)t->percent);
	}
	struct task issued = *t;        /* service has a say in the deadline; the rest comes from the events */
	issued.percent = issued.reported_at = issued.asked_at = issued.handed_at = issued.accepted_at = issued.closed_at = 0;
	issued.extensions = 0;
	issued.extended = false;
	TRY(task_facts_from(cx, r, &issued, &milestones, &first));
	first.signed_on.is = false;
	struct milestone_fact *room = arena_array_of(cx->mem, struct milestone_fact, milestones.count);
	task_fold(&first, w.events, w.count, day, room, out);
	return STATUS_OK;
}

enum status task_facts_as_of(struct cx *cx, const struct supervise_rules *r, const struct task *t, struct day day,
			     struct task_facts *out)
{
	struct task was = *t;
	return tell(cx, r, &was, day, out);
}

struct parts {
	int64_t total, closed;
};
static const struct field parts_fields[] = {FIELD(struct parts, total), FIELD(struct parts, closed)};
static const struct record parts_record = RECORD(parts, parts_fields);

static enum status count_parts(struct cx *cx, struct task *t, struct day day)
{
	struct parts p = {0};
	if (t->sub_total || !t->parent)
		TRY(db_one(cx, &parts_record, &p,
			   "SELECT coalesce(sum(CASE WHEN s.state <> 'withdrawn' THEN 1 ELSE 0 END), 0) AS total,"
			   " coalesce(sum(CASE WHEN s.state = 'closed' THEN 1 ELSE 0 END), 0) AS closed FROM ("
			   "SELECT (SELECT h.to_state FROM flow_history h WHERE h.county = c.county AND h.flow = 'task'"
			   " AND h.item = c.id AND h.at < $3 ORDER BY h.id DESC LIMIT 1) AS state"
			   " FROM task c WHERE c.county = $1 AND c.parent = $2 AND c.issued_at < $3) s",
			   ARGS(V(cx->county), V(t->row.id), V(day_start((struct day){day.n + 1})))));
	t->sub_total = p.total;
	t->sub_closed = p.closed;
	return STATUS_OK;
}

enum status task_as_of(struct cx *cx, const struct supervise_rules *r, struct task *t, struct day day,
		       struct task_facts *facts, struct view *view, bool *there)
{
	struct task_facts f;
	struct view v;
	*there = t->issued_at < day_start((struct day){day.n + 1});
	if (!*there)
		return STATUS_OK;
	TRY(tell(cx, r, t, day, &f));
	supervise(r, &f, day, &v);
	task_show(cx, r, &v, day, t);
	if (!t->extended)
		t->due = f.when.due.is ? day_text(cx, f.when.due.day) : "";
	TRY(count_parts(cx, t, day));
	TRY(task_waits(cx, r, &f, &v, day, t));
	if (facts)
		*facts = f;
	if (view)
		*view = v;
	return STATUS_OK;
}

enum status task_day_asked(struct cx *cx, const char *as_of, struct day *day, bool *past)
{
	struct day today = day_of(cx->now);
	*day = today;
	*past = false;
	if (!as_of || !*as_of)
		return STATUS_OK;
	if (!day_parse(as_of, day))
		return cx_fail_field(cx, "as_of", "must be a day, YYYY-MM-DD");
	if (day->n > today.n)
		return cx_fail_field(cx, "as_of", "what will be known on a day to come is not known yet");
	*past = day->n < today.n;
	return STATUS_OK;
}

/* ---- all of them ---- */

enum { CHUNK = 100 };

struct walk {
	const struct supervise_rules *r;
	struct day day;
	unsigned flags;
	enum status (*each)(struct cx *cx, void *arg, const struct task_known *k);
	void *arg;
	int64_t after;
	bool more;
	const struct supervise_rules *row_rules;
	struct supervise_rules other;
};

static enum status rules_of_row(struct cx *cx, struct walk *w, const struct task *t, struct day *day)
{
	w->row_rules = w->r;
	if (!day_parse(t->light_day, day) || day->n == w->day.n)
		return *day = w->day, STATUS_OK;
	w->row_rules = &w->other;
	return supervise_rules(cx, *day, &w->other);
}

static enum status show(struct cx *cx, struct walk *w, struct task *t)
{
	struct task_facts f;
	struct view v;
	bool there = true;
	struct day day = w->day;
	double numbers[TALLY_NUMBERS];
	if (w->flags & EACH_FROM_HISTORY) {
		TRY(task_as_of(cx, w->r, t, w->day, &f, &v, &there));
	} else {
		TRY(rules_of_row(cx, w, t, &day));
		TRY(task_facts(cx, w->row_rules, t, &f));
		supervise(w->row_rules, &f, day, &v);
	}
	if (!there)
		return STATUS_OK;
	task_count(w->flags & EACH_FROM_HISTORY ? w->r : w->row_rules, t, &f, &v, day, numbers);
	return w->each(cx, w->arg, &(struct task_known){t, &f, &v, numbers});
}

static enum status walk_chunk(struct cx *cx, void *arg)
{
	struct walk *w = arg;
	struct list l;
	TRY(db_all(cx, &task_record, &l,
		   w->flags & EACH_MEASURES
			   ? "SELECT " TASK_COLUMNS " FROM task WHERE county = $1 AND parent = 0 AND id > $2 ORDER BY id LIMIT $3"
			   : "SELECT " TASK_COLUMNS " FROM task WHERE county = $1 AND id > $2 ORDER BY id LIMIT $3",
		   ARGS(V(cx->county), V(w->after), V((int64_t)CHUNK))));
	struct task *t = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(show(cx, w, &t[i]));
	w->more = l.count == CHUNK;
	if (l.count)
		w->after = t[l.count - 1].row.id;
	return STATUS_OK;
}

enum status task_each(struct cx *cx, const struct supervise_rules *r, struct day day, unsigned flags,
		      enum status (*each)(struct cx *cx, void *arg, const struct task_known *k), void *arg)
{
	struct walk w = {.r = r, .day = day, .flags = flags, .each = each, .arg = arg, .more = true};
	while (w.more)
		TRY(cx_scratch(cx, walk_chunk, &w));
	return STATUS_OK;
}
