/*
 * task_amend.c - what happens to tasks when their notice changes: taken back, or amended.
 *
 * An amendment is a step like any other: its history entry keeps what the notice said before, so that the task can be
 * shown as it was known on an earlier day.
 */
#include "rooms/task/task_amend.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/task/task_view.h"

/* ---- taking back ---- */

struct part {
	int64_t id;
	const char *state;
};
static const struct field part_fields[] = {FIELD(struct part, id), FIELD(struct part, state)};
static const struct record part_record = RECORD(part, part_fields);

/* Parts first, however deep: ids grow, so a part comes after what it is a part of. */
enum status task_revoke(struct cx *cx, int64_t id, const char *reason)
{
	struct list l;
	const struct task_revoke in = {reason};
	TRY(db_all(cx, &part_record, &l, "SELECT id, state FROM task WHERE county = $1 AND root = $2 ORDER BY id DESC",
		   ARGS(V(cx->county), V(id))));
	const struct part *p = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (strcmp(p[i].state, "closed") != 0 && strcmp(p[i].state, "withdrawn") != 0)
			TRY(flow_do(cx, &task_flow, p[i].id, "revoke", &in, (struct texts){0}, 0));
	return STATUS_OK;
}

/* ---- amending ---- */

static const struct field change_fields[] = {
	FIELD(struct task_change, field), FIELD(struct task_change, before), FIELD(struct task_change, after),
};
const struct record task_change_record = RECORD(task_change, change_fields);

static const struct field amend_fields[] = {
	FIELD(struct task_amend, notice),
	FIELD(struct task_amend, changes, .of = &task_change_record),
	FIELD(struct task_amend, before),
};
const struct record task_amend_record = RECORD(task_amend, amend_fields);

/* What a task has from its notice. */
static const struct field given_fields[] = {
	FIELD(struct task, no), FIELD(struct task, title), FIELD(struct task, text), FIELD(struct task, leads),
	FIELD(struct task, cooperating), FIELD(struct task, org), FIELD(struct task, deadline_text), FIELD(struct task, deadline_kind),
	FIELD(struct task, deadline_day), FIELD(struct task, deadline_start), FIELD(struct task, effect_year),
	FIELD(struct task, deadline_days), FIELD(struct task, recurs), FIELD(struct task, deadline_working),
};
static const struct record given_record = RECORD(task, given_fields);

static bool differ(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") != 0;
}

static bool other_deadline(const struct task *t, const struct task_new *n)
{
	return differ(t->deadline_kind, n->deadline_kind) || differ(t->deadline_day, n->deadline_day) ||
	       differ(t->deadline_start, n->deadline_start) || differ(t->recurs, n->recurs) || t->effect_year != n->effect_year ||
	       t->deadline_days != n->deadline_days || t->deadline_working != n->deadline_working;
}

static bool among(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static enum status put_party(struct cx *cx, const struct task *t, int64_t org, const char *role, size_t place)
{
	return db_exec(cx, NULL,
		       "INSERT INTO task_party (county, task, org, role, sort) VALUES ($1, $2, $3, $4, $5)"
		       " ON CONFLICT (county, task, org) DO UPDATE SET role = excluded.role, sort = excluded.sort",
		       ARGS(V(cx->county), V(t->row.id), V(org), V(role), V((int64_t)place)));
}

static enum status drop_party(struct cx *cx, const struct task *t, int64_t org)
{
	const struct notify n = {.kind = "amend", .link = arena_printf(cx->mem, "/tasks/%" PRId64, t->row.id)};
	TRY(notify_org(cx, org, PERM_TASK_WORK, &n, NULL, "no longer your unit's task: %s", arena_printf(cx->mem, "%s %s", t->no, t->title)));
	return db_exec(cx, NULL, "DELETE FROM task_party WHERE county = $1 AND task = $2 AND org = $3",
		       ARGS(V(cx->county), V(t->row.id), V(org)));
}

/* Who stays keeps his signature. */
static enum status set_parties(struct cx *cx, const struct task *t, const struct task_new *n)
{
	struct list old;
	TRY(task_parties(cx, t->row.id, &old));
	const struct task_party *p = old.items;
	for (size_t i = 0; i < old.count; i++)
		if (!among(n->leads, n->lead_count, p[i].org) && !among(n->cooperating, n->cooperating_count, p[i].org))
			TRY(drop_party(cx, t, p[i].org));
	for (size_t i = 0; i < n->cooperating_count; i++)
		TRY(put_party(cx, t, n->cooperating[i], "cooperate", i));
	for (size_t i = 0; i < n->lead_count; i++)
		TRY(put_party(cx, t, n->leads[i], "lead", i));
	return STATUS_OK;
}

static bool has_point(const struct list *l, const struct task_milestone *m)
{
	const struct task_milestone *other = l->items;
	for (size_t i = 0; i < l->count; i++)
		if (*(other[i].source ? other[i].source : "") && !differ(other[i].title, m->title) && !differ(other[i].day, m->day))
			return true;
	return false;
}

/* The notice's own milestones; those of the plan, and what was reached, stay. */
static enum status set_points(struct cx *cx, const struct task *t, const struct task_new *n)
{
	struct list old;
	TRY(task_milestones(cx, t->row.id, &old));
	const struct task_milestone *o = old.items, *m = n->milestones.items;
	for (size_t i = 0; i < old.count; i++)
		if (*o[i].source && !o[i].done_at && !has_point(&n->milestones, &o[i]))
			TRY(db_exec(cx, NULL, "UPDATE task_milestone SET dropped_at = $1 WHERE county = $2 AND task = $3 AND id = $4",
				    ARGS(V(cx->now), V(cx->county), V(t->row.id), V(o[i].id))));
	for (size_t i = 0; i < n->milestones.count; i++)
		if (!has_point(&old, &m[i]))
			TRY(db_exec(cx, NULL,
				    "INSERT INTO task_milestone (county, task, id, title, day, weight, source, made_at)"
				    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
				    ARGS(V(cx->county), V(t->row.id), V(id_new(cx)), V(m[i].title), V(m[i].day ? m[i].day : ""),
					 V(m[i].weight ? m[i].weight : (int64_t)1), V(m[i].source), V(cx->now))));
	return STATUS_OK;
}

static enum status set_fields(struct cx *cx, struct task *t, const struct task_new *n)
{
	t->extended = t->extended && !other_deadline(t, n);     /* more time was granted for the old day */
	t->no = n->no;
	t->title = n->title;
	t->text = n->text;
	t->org = n->leads[0];
	t->deadline_text = n->deadline_text;
	t->deadline_kind = n->deadline_kind;
	t->deadline_day = n->deadline_day;
	t->deadline_start = n->deadline_start;
	t->effect_year = n->effect_year;
	t->deadline_days = n->deadline_days;
	t->recurs = n->recurs;
	t->deadline_working = n->deadline_working;
	TRY(task_org_names(cx, n->leads, n->lead_count, &t->leads));
	TRY(task_org_names(cx, n->cooperating, n->cooperating_count, &t->cooperating));
	return db_exec(cx, NULL,
		       "UPDATE task SET no = $1, title = $2, text = $3, leads = $4, cooperating = $5, org = $6, deadline_text = $7,"
		       " deadline_kind = $8, deadline_day = $9, deadline_start = $10, effect_year = $11, deadline_days = $12,"
		       " recurs = $13, extended = $14, deadline_working = $15 WHERE county = $16 AND id = $17",
		       ARGS(V(t->no), V(t->title), V(t->text), V(t->leads.s), V(t->cooperating.s), V(t->org), V(t->deadline_text),
			    V(t->deadline_kind), V(t->deadline_day), V(t->deadline_start), V(t->effect_year), V(t->deadline_days),
			    V(t->recurs), V(t->extended), V(t->deadline_working), V(cx->county), V(t->row.id)));
}

/* The last lead that had not signed was taken off: the others have, so the work has begun. */
static enum status all_have_signed(struct cx *cx, struct act *a, struct task *t)
{
	struct list l;
	TRY(task_parties(cx, t->row.id, &l));
	const struct task_party *p = l.items;
	int64_t last = 0;
	for (size_t i = 0; i < l.count; i++) {
		if (strcmp(p[i].role, "lead") != 0)
			continue;
		if (!p[i].signed_at)
			return STATUS_OK;
		last = p[i].signed_at > last ? p[i].signed_at : last;
	}
	a->to = a->step->or_to;
	t->signed_at = last;
	return db_exec(cx, NULL, "UPDATE task SET signed_at = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(last), V(cx->county), V(t->row.id)));
}

enum status task_amend_effect(struct cx *cx, struct act *a)
{
	const struct task_amend *in = a->input;
	struct task *t = (struct task *)a->row;
	if (!in->to->lead_count)
		return cx_fail_field(cx, "lead", "a task needs a unit that leads it");
	TRY(task_uncount(cx, t));       /* it counts for those who led it until now */
	TRY(set_parties(cx, t, in->to));
	TRY(set_fields(cx, t, in->to));
	TRY(set_points(cx, t, in->to));
	if (a->step->or_to)
		TRY(all_have_signed(cx, a, t));
	return task_first_due(cx, t);
}

enum status task_amend(struct cx *cx, int64_t id, int64_t notice, const struct list *changes, const struct task_new *to)
{
	struct task *t;
	struct buf b;
	TRY(task_get(cx, id, &t));
	buf_init(&b, cx->mem);
	jw_record(&(struct jw){.out = &b}, &given_record, t);
	const struct task_amend in = {.notice = notice, .changes = *changes, .before = {b.s}, .to = to};
	return flow_do(cx, &task_flow, id, "amend", &in, (struct texts){0}, 0);
}

/* ---- as it was before ---- */

struct entry {
	struct json_text input;
};
static const struct field entry_fields[] = {FIELD(struct entry, input)};
static const struct record entry_record = RECORD(entry, entry_fields);

enum status task_before_amend(struct cx *cx, int64_t end, struct task *t)
{
	struct list l;
	struct task_amend in;
	struct task *was = arena_new_of(cx->mem, struct task);
	TRY(db_all(cx, &entry_record, &l,
		   "SELECT input FROM flow_history WHERE county = $1 AND flow = 'task' AND item = $2 AND action = 'amend' AND at >= $3"
		   " ORDER BY id LIMIT 1", ARGS(V(cx->county), V(t->row.id), V(end))));
	if (!l.count)
		return STATUS_OK;
	const char *json = ((struct entry *)l.items)->input.s;
	TRY(record_read(cx, &task_amend_record, json, strlen(json), &in));
	TRY(record_read(cx, &given_record, in.before.s, strlen(in.before.s), was));
	for (size_t i = 0; i < given_record.count; i++) {
		const struct field *f = &given_fields[i];
		size_t size = f->kind == KIND_BOOL ? sizeof(bool) : f->kind == KIND_INT ? sizeof(int64_t) : sizeof(char *);
		memcpy((char *)t + f->offset, (char *)was + f->offset, size);
	}
	return STATUS_OK;
}
