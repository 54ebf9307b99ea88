/* overview_past.c - the overview of a day before today: all tasks told from their history, and added up. */
#include "rooms/task/overview.h"

#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/task/task_list.h"

struct lead {
	int64_t task, org;
	const char *name, *kind;
	bool mine;
};
static const struct field lead_fields[] = {
	FIELD(struct lead, task),
	FIELD(struct lead, org),
	FIELD(struct lead, name),
	FIELD(struct lead, kind),
	FIELD(struct lead, mine),
};
static const struct record lead_record = RECORD(lead, lead_fields);

struct gathering {
	struct overview *o;
	struct arena *mem;              /* what is kept of a task; the walk's own memory does not last */
	struct list leads;              /* of lead, by task: those who lead and those whom the user belongs to */
	size_t at;
	struct tally_table sums;
	size_t room, stuck_room;
};

static void *grow(struct arena *mem, void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	*room = *room ? 2 * *room : 64;
	char *grown = arena_array(mem, *room, size);
	if (count)
		memcpy(grown, items, count * size);
	return grown;
}

static struct task keep(struct arena *mem, const struct task *t)
{
	return *task_copy(mem, &task_row_record, t);
}

static void add(struct tally *t, const double n[TALLY_NUMBERS])
{
	for (int i = 0; i < TALLY_NUMBERS; i++)
		t->n[i] += n[i];
}

static void put_measure(struct gathering *g, const struct task *t)
{
	struct overview *o = g->o;
	o->measures = grow(g->mem, o->measures, o->measure_count, &g->room, sizeof *o->measures);
	o->measures[o->measure_count++] = (struct overview_measure){.task = keep(g->mem, t)};
}

static void put_stuck(struct gathering *g, const struct task *t)
{
	struct overview *o = g->o;
	struct task k = keep(g->mem, t);
	o->stuck = grow(g->mem, o->stuck, o->stuck_count, &g->stuck_room, sizeof *o->stuck);
	o->stuck[o->stuck_count++] = (struct overview_stuck){k.row.id, k.no, k.title, k.waits, k.waits_for, k.waits_since};
}

/* Add what the task says to each unit that leads it; is it in the user's scope, and does he lead it? */
static void count_for_units(struct cx *cx, struct gathering *g, const struct task_known *k, bool *party, bool *leading)
{
	const struct lead *l = g->leads.items;
	for (; g->at < g->leads.count && l[g->at].task <= k->task->row.id; g->at++) {
		if (l[g->at].task != k->task->row.id)
			continue;
		*party |= l[g->at].mine;
		if (strcmp(l[g->at].kind, "cooperate") == 0)
			continue;
		*leading |= l[g->at].mine;
		if (g->o->county || l[g->at].mine)
			add(tally_at(cx, &g->sums, "org", l[g->at].org), k->numbers);
	}
}

static enum status gather(struct cx *cx, void *arg, const struct task_known *k)
{
	struct gathering *g = arg;
	struct overview *o = g->o;
	struct cx keeping = *cx;
	keeping.mem = g->mem;
	bool party = false, leading = false, county = o->county;
	count_for_units(&keeping, g, k, &party, &leading);
	if (county ? !k->task->parent : leading)
		add(&o->all, k->numbers);
	if (k->task->parent)
		add(tally_at(&keeping, &g->sums, "root", k->task->root), k->numbers);
	if ((!county && !party) || strcmp(k->task->row.state, "withdrawn") == 0)
		return STATUS_OK;
	if (!county || !k->task->parent)
		put_measure(g, k->task);
	if (*k->task->waits)
		put_stuck(g, k->task);
	if (k->view->due.is && flow_among("issued|working", k->task->row.state)) {
		struct task t = keep(g->mem, k->task);
		overview_put_ahead(&keeping, o, &t, k->view->due.day);
	}
	return STATUS_OK;
}

/* ---- what the walk found, in order ---- */

static int by_light(const void *a, const void *b)
{
	const struct task *x = &((const struct overview_measure *)a)->task, *y = &((const struct overview_measure *)b)->task;
	if (x->light_rank != y->light_rank)
		return x->light_rank < y->light_rank ? -1 : 1;
	const char *p = *x->due ? x->due : TASK_NO_DAY, *q = *y->due ? y->due : TASK_NO_DAY;
	int c = strcmp(p, q);
	return c ? c : x->row.id < y->row.id ? -1 : x->row.id > y->row.id;
}

static int by_since(const void *a, const void *b)
{
	const struct overview_stuck *x = a, *y = b;
	int c = strcmp(x->waits_since, y->waits_since);
	return c ? c : x->task < y->task ? -1 : x->task > y->task;
}

static void settle_measures(struct gathering *g)
{
	struct overview *o = g->o;
	o->measure_total = (int64_t)o->measure_count;
	if (o->measure_count)
		qsort(o->measures, o->measure_count, sizeof *o->measures, by_light);
	if (o->measure_count > OVERVIEW_MEASURES)
		o->measure_count = OVERVIEW_MEASURES;
	for (size_t i = 0; i < o->measure_count; i++) {
		struct overview_measure *m = &o->measures[i];
		const struct tally *t = tally_find(&g->sums, "root", m->task.row.id);
		if (!t)
			continue;
		m->on_track = t->n[LIGHT_ON_TRACK];
		m->at_risk = t->n[LIGHT_AT_RISK];
		m->overdue = t->n[LIGHT_OVERDUE];
		m->long_term = t->n[LIGHT_LONG_TERM];
		m->closed = t->n[LIGHT_CLOSED];
		m->parts = t->n[TALLY_TASKS];
	}
	overview_sort_measures(o);
	if (o->stuck_count)
		qsort(o->stuck, o->stuck_count, sizeof *o->stuck, by_since);
	if (o->stuck_count > OVERVIEW_STUCK)
		o->stuck_count = OVERVIEW_STUCK;
}

static enum status settle_units(struct cx *cx, struct gathering *g)
{
	struct list names;
	struct overview *o = g->o;
	TRY(db_all(cx, &lead_record, &names,
		   "SELECT id AS org, CASE WHEN short_name <> '' THEN short_name ELSE name END AS name, kind FROM org"
		   " WHERE county = $1 ORDER BY sort, id", ARGS(V(cx->county))));
	o->units = arena_array_of(cx->mem, struct overview_unit, names.count);
	for (size_t i = 0; i < names.count; i++) {
		const struct lead *u = (const struct lead *)names.items + i;
		const struct tally *t = tally_find(&g->sums, "org", u->org);
		if (t && t->n[TALLY_TASKS] > 0)
			o->units[o->unit_count++] = (struct overview_unit){u->org, u->name, u->kind, *t};
	}
	return STATUS_OK;
}

enum status overview_read_past(struct cx *cx, struct overview *o)
{
	struct gathering g = {.o = o, .mem = cx->mem};
	tally_table_init(cx, &g.sums);
	TRY(db_all(cx, &lead_record, &g.leads,
		   "SELECT p.task, p.org, p.role AS kind, CASE WHEN o.path >= $2 AND o.path < $3 THEN 1 ELSE 0 END AS mine"
		   " FROM task_party p JOIN org o ON o.county = p.county AND o.id = p.org WHERE p.county = $1 ORDER BY p.task",
		   ARGS(V(cx->county), V(cx->org_path), V(arena_printf(cx->mem, "%s~", cx->org_path)))));
	TRY(task_each(cx, &o->rules, o->day, EACH_FROM_HISTORY, gather, &g));
	settle_measures(&g);
	return settle_units(cx, &g);
}
