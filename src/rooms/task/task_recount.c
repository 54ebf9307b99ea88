#include "rooms/task/task_recount.h"

#include <math.h>
#include <string.h>
#include "core/scratch.h"
#include "db/db.h"
#include "rooms/task/task_past.h"

static const struct field fault_fields[] = {
	FIELD(struct recount_fault, kind),
	FIELD(struct recount_fault, item),
	FIELD(struct recount_fault, what),
	FIELD(struct recount_fault, kept),
	FIELD(struct recount_fault, counted),
};
const struct record recount_fault_record = RECORD(recount_fault, fault_fields);

/* Sums of fractions may differ in their last digits by the order in which they were added. */
#define SAME_WITHIN 1e-6

struct party {
	int64_t task, org;
};
static const struct field party_fields[] = {FIELD(struct party, task), FIELD(struct party, org)};
static const struct record party_record = RECORD(party, party_fields);

struct recount {
	struct cx *keep;                /* in whose memory the result is */
	struct tally_table sums;
	struct list leads;              /* of party, by task */
	size_t at, room;
	struct list *faults;
	int64_t tasks;
};

static void fault(struct recount *c, const char *kind, int64_t item, const char *what, const char *kept, const char *counted)
{
	struct arena *mem = c->keep->mem;
	if (c->faults->count == c->room) {
		size_t room = c->room ? 2 * c->room : 16;
		struct recount_fault *grown = arena_array_of(mem, struct recount_fault, room);
		if (c->faults->count)
			memcpy(grown, c->faults->items, c->faults->count * sizeof *grown);
		c->faults->items = grown;
		c->room = room;
	}
	((struct recount_fault *)c->faults->items)[c->faults->count++] =
		(struct recount_fault){kind, item, what, arena_strdup(mem, kept ? kept : ""), arena_strdup(mem, counted ? counted : "")};
}

static void add(struct tally *t, const double n[TALLY_NUMBERS])
{
	for (int i = 0; i < TALLY_NUMBERS; i++)
		t->n[i] += n[i];
}

static void compare(struct recount *c, int64_t id, const char *what, const char *kept, const char *counted)
{
	if (strcmp(kept ? kept : "", counted ? counted : "") != 0)
		fault(c, "task", id, what, kept, counted);
}

/* What the row keeps, and what it should. */
static enum status check_row(struct cx *cx, struct recount *c, const struct task_known *k)
{
	struct task fresh = *k->task;
	struct supervise_rules r;
	struct day day;
	if (!day_parse(k->task->light_day, &day))
		day = day_of(cx->now);
	TRY(supervise_rules(cx, day, &r));
	task_show(cx, &r, k->view, day, &fresh);
	TRY(task_waits(cx, &r, k->facts, k->view, day, &fresh));
	compare(c, fresh.row.id, "light", k->task->light, fresh.light);
	compare(c, fresh.row.id, "light_reason", k->task->light_reason, fresh.light_reason);
	compare(c, fresh.row.id, "next_report", k->task->next_report, fresh.next_report);
	compare(c, fresh.row.id, "waits", k->task->waits, fresh.waits);
	compare(c, fresh.row.id, "counted", k->task->counted, tally_print(cx, k->numbers));
	return STATUS_OK;
}

static enum status count(struct cx *cx, void *arg, const struct task_known *k)
{
	struct recount *c = arg;
	const struct party *p = c->leads.items;
	c->tasks++;
	add(tally_at(c->keep, &c->sums, k->task->parent ? "root" : "all", k->task->parent ? k->task->root : 0), k->numbers);
	for (; c->at < c->leads.count && p[c->at].task <= k->task->row.id; c->at++)
		if (p[c->at].task == k->task->row.id)
			add(tally_at(c->keep, &c->sums, "org", p[c->at].org), k->numbers);
	return check_row(cx, c, k);
}

static void compare_tallies(struct recount *c, const struct tally *kept, const struct tally *counted)
{
	static const struct tally none;
	const struct tally *name = kept ? kept : counted, *a = kept ? kept : &none, *b = counted ? counted : &none;
	for (int i = 0; i < TALLY_NUMBERS; i++)
		if (fabs(a->n[i] - b->n[i]) > SAME_WITHIN)
			fault(c, name->kind, name->item, tally_name(i), arena_printf(c->keep->mem, "%g", a->n[i]),
			      arena_printf(c->keep->mem, "%g", b->n[i]));
}

static const struct tally *kept_of(const struct list *kept, const struct tally *t)
{
	const struct tally *k = kept->items;
	for (size_t i = 0; i < kept->count; i++)
		if (k[i].item == t->item && strcmp(k[i].kind, t->kind) == 0)
			return &k[i];
	return NULL;
}

enum status task_recount(struct cx *cx, int64_t *tasks, struct list *faults)
{
	struct list kept;
	struct supervise_rules r;
	struct recount c = {.keep = cx, .faults = faults};
	struct cx walking = *cx;
	*faults = (struct list){0};
	tally_table_init(cx, &c.sums);
	TRY(supervise_rules(cx, day_of(cx->now), &r));
	TRY(db_all(cx, &party_record, &c.leads, "SELECT task, org FROM task_party WHERE county = $1 AND role = 'lead' ORDER BY task",
		   ARGS(V(cx->county))));
	enum status s = task_each(&walking, &r, day_of(cx->now), 0, count, &c);
	cx->error = walking.error;
	TRY(s);
	TRY(tally_kept(cx, NULL, 0, &kept));
	for (size_t i = 0; i < kept.count; i++) {
		const struct tally *k = (const struct tally *)kept.items + i;
		compare_tallies(&c, k, tally_find(&c.sums, k->kind, k->item));
	}
	for (size_t i = 0; i < c.sums.count; i++)
		if (!kept_of(&kept, &c.sums.items[i]))
			compare_tallies(&c, NULL, &c.sums.items[i]);
	*tasks = c.tasks;
	return STATUS_OK;
}

/* ---- repair ---- */

struct one_id {
	int64_t id;
};
static const struct field id_fields[] = {FIELD(struct one_id, id)};
static const struct record id_record = RECORD(one_id, id_fields);

static enum status refresh_one(struct cx *cx, void *arg)
{
	struct task *t;
	struct supervise_rules r;
	TRY(supervise_rules(cx, day_of(cx->now), &r));
	TRY(task_get(cx, *(const int64_t *)arg, &t));
	return task_refresh_under(cx, &r, t);
}

enum status task_recount_repair(struct cx *cx)
{
	struct list l;
	TRY(db_exec(cx, NULL, "DELETE FROM task_tally WHERE county = $1", ARGS(V(cx->county))));
	TRY(db_exec(cx, NULL, "UPDATE task SET counted = '' WHERE county = $1", ARGS(V(cx->county))));
	TRY(db_all(cx, &id_record, &l, "SELECT id FROM task WHERE county = $1 ORDER BY id", ARGS(V(cx->county))));
	for (size_t i = 0; i < l.count; i++)
		TRY(cx_scratch(cx, refresh_one, &((struct one_id *)l.items)[i].id));
	return STATUS_OK;
}
