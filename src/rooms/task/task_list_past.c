/* task_list_past.c - a list as it was known on another day: told from history task by task, then filtered and sorted. */
#include "rooms/task/task_list.h"

#include <stdlib.h>
#include <string.h>
#include "core/scratch.h"
#include "rooms/task/task_past.h"

enum { CHUNK = 100 };

struct past_list {
	const struct task_query *q;
	const struct supervise_rules *rules;
	struct day day;
	struct list ids;                /* of one_id: those that the lasting filters let through */
	size_t at;
	struct arena *mem;
	struct task *items;
	size_t count, room;
};

struct one_id {
	int64_t id;
};
static const struct field one_id_fields[] = {FIELD(struct one_id, id)};
static const struct record one_id_record = RECORD(one_id, one_id_fields);

struct task *task_copy(struct arena *mem, const struct record *rec, const struct task *t)
{
	struct task *copy = arena_new_of(mem, struct task);
	*copy = *t;
	for (size_t i = 0; i < rec->count; i++) {
		const char **text = (const char **)(void *)((char *)copy + rec->fields[i].offset);
		if ((rec->fields[i].kind == KIND_TEXT || rec->fields[i].kind == KIND_JSON) && *text)
			*text = arena_strdup(mem, *text);
	}
	return copy;
}

/* What the other filters of a list ask of a row, asked of what it was. */
static bool passes(const struct task_query *q, const struct task *t)
{
	const char *due = *t->due ? t->due : TASK_NO_DAY, *s = t->row.state;
	if (q->state && strcmp(q->state, "open") == 0 && (strcmp(s, "closed") == 0 || strcmp(s, "withdrawn") == 0))
		return false;
	if (q->state && strcmp(q->state, "open") != 0 && strcmp(q->state, s) != 0)
		return false;
	if (q->light && strcmp(q->light, t->light) != 0)
		return false;
	if (q->due_from && *q->due_from && strcmp(due, q->due_from) < 0)
		return false;
	return !(q->due_to && *q->due_to && strcmp(due, q->due_to) > 0);
}

static void put(struct past_list *p, const struct task *t)
{
	if (p->count == p->room) {
		size_t room = p->room ? 2 * p->room : 64;
		struct task *grown = arena_array_of(p->mem, struct task, room);
		if (p->count)
			memcpy(grown, p->items, p->count * sizeof *grown);
		p->items = grown;
		p->room = room;
	}
	p->items[p->count++] = *task_copy(p->mem, &task_row_record, t);
}

static enum status walk(struct cx *cx, void *arg)
{
	struct past_list *p = arg;
	for (size_t end = p->at + CHUNK; p->at < end && p->at < p->ids.count; p->at++) {
		struct task t;
		bool there;
		TRY(db_one(cx, &task_record, &t, "SELECT " TASK_COLUMNS " FROM task WHERE county = $1 AND id = $2",
			   ARGS(V(cx->county), V(((const struct one_id *)p->ids.items)[p->at].id))));
		TRY(task_as_of(cx, p->rules, &t, p->day, NULL, NULL, &there));
		if (there && passes(p->q, &t))
			put(p, &t);
	}
	return STATUS_OK;
}

/* ---- order ---- */

static int by_id(const struct task *a, const struct task *b)
{
	return a->row.id < b->row.id ? -1 : a->row.id > b->row.id;
}

static int by_due(const void *x, const void *y)
{
	const struct task *a = x, *b = y;
	int c = strcmp(*a->due ? a->due : TASK_NO_DAY, *b->due ? b->due : TASK_NO_DAY);
	return c ? c : by_id(a, b);
}

#define BY(name, member)                                                                                        \
	static int name(const void *x, const void *y)                                                           \
	{                                                                                                       \
		const struct task *a = x, *b = y;                                                               \
		return a->member < b->member ? -1 : a->member > b->member ? 1 : by_id(a, b);                    \
	}
BY(by_no, sort)
BY(by_light, light_rank)
BY(by_percent, progress)
BY(by_issued, issued_at)

static const struct {
	const char *name;
	int (*compare)(const void *, const void *);
} orders[] = {{"due", by_due}, {"no", by_no}, {"light", by_light}, {"percent", by_percent}, {"issued", by_issued}};

static enum status sort(struct cx *cx, struct past_list *p)
{
	const char *name = p->q->sort && *p->q->sort ? p->q->sort : "due";
	bool descending = *name == '-';
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		if (strcmp(orders[i].name, name + descending) != 0)
			continue;
		if (p->count)
			qsort(p->items, p->count, sizeof *p->items, orders[i].compare);
		for (size_t k = 0; descending && k < p->count / 2; k++) {
			struct task t = p->items[k];
			p->items[k] = p->items[p->count - 1 - k];
			p->items[p->count - 1 - k] = t;
		}
		return STATUS_OK;
	}
	return cx_fail_field(cx, "sort", "is not one of the allowed values");
}

/* A page goes on at a place: what was known on a day does not change. */
enum status task_list_past(struct cx *cx, const struct task_query *q, struct day day, const struct task_source *source,
			   struct task_page *out)
{
	struct supervise_rules rules;
	TRY(supervise_rules(cx, day, &rules));
	struct past_list p = {.q = q, .rules = &rules, .day = day, .mem = cx->mem};
	TRY(db_all(cx, &one_id_record, &p.ids, arena_printf(cx->mem, "SELECT t.id FROM %s WHERE %s", source->from, source->w.sql.s),
		   where_args(&source->w)));
	while (p.at < p.ids.count)
		TRY(cx_scratch(cx, walk, &p));
	TRY(sort(cx, &p));
	size_t from = q->cursor ? (size_t)strtoul(q->cursor, NULL, 10) : 0, limit = (size_t)q->limit;
	from = from < p.count ? from : p.count;
	size_t n = p.count - from < limit ? p.count - from : limit;
	*out = (struct task_page){.tasks = {p.items + from, n}, .total = q->total ? (int64_t)p.count : -1, .day = day};
	if (from + n < p.count)
		out->next = arena_printf(cx->mem, "%zu", from + n);
	return STATUS_OK;
}
