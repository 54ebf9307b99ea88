/* task_search.c - what a task is found by, and by whom. */
#include "rooms/task/task.h"

#include "core/perm.h"
#include "core/search.h"
#include "db/db.h"
#include "rooms/task/task_cli.h"

struct place {
	const char *path;
};
static const struct field place_fields[] = {FIELD(struct place, path)};
static const struct record place_record = RECORD(place, place_fields);

/* Those who see it (task.h): its parties, those of what it is a part of, and those of its parts. */
static enum status places(struct cx *cx, const struct task *t, struct texts *out)
{
	struct list l;
	TRY(db_all(cx, &place_record, &l,
		   "SELECT DISTINCT o.path FROM task t CROSS JOIN task_party p CROSS JOIN org o WHERE p.county = t.county"
		   " AND p.task = t.id AND o.county = p.county AND o.id = p.org AND t.county = $1 AND t.root = $2"
		   " AND (t.id = $3 OR t.id = $4 OR t.parent = $3)",
		   ARGS(V(cx->county), V(t->root), V(t->row.id), V(t->parent))));
	out->items = arena_array_of(cx->mem, const char *, l.count);
	for (size_t i = 0; i < l.count; i++)
		out->items[out->count++] = ((const struct place *)l.items)[i].path;
	return STATUS_OK;
}

static enum status put(struct cx *cx, const struct task *t)
{
	struct texts scope = {0};
	TRY(places(cx, t, &scope));
	return search_put(cx, &(struct search_entry){
		.kind = "task", .item = t->row.id, .scope = scope, .perms = PERM_TASK_READ,
		.title = arena_printf(cx->mem, "%s %s", t->no, t->title),
		.text = arena_printf(cx->mem, "%s\n%s\n%s\n%s", t->text, task_names(cx, t->leads.s), task_names(cx, t->cooperating.s),
				     t->deadline_text)});
}

enum status task_put_search(struct cx *cx, const struct task *t)
{
	struct task *whole;
	TRY(put(cx, t));
	if (!t->parent)
		return STATUS_OK;
	TRY(task_get(cx, t->parent, &whole));   /* whoever does a part sees the whole */
	return put(cx, whole);
}
