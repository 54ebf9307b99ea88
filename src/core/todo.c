#include "core/todo.h"

#include <stdlib.h>
#include <string.h>
#include "base/day.h"

static const struct field todo_fields[] = {
	FIELD(struct todo, kind), FIELD(struct todo, room), FIELD(struct todo, item), FIELD(struct todo, no), FIELD(struct todo, title),
	FIELD(struct todo, action), FIELD(struct todo, label), FIELD(struct todo, due), FIELD(struct todo, light), FIELD(struct todo, text),
	FIELD(struct todo, since), FIELD(struct todo, link),
};
const struct record todo_record = RECORD(todo, todo_fields);

static const char *light_of(struct cx *cx, const char *due)
{
	enum { SOON = 3 };
	struct day day, today = day_of(cx->now);
	if (!*due || !day_parse(due, &day))
		return "green";
	return day.n < today.n ? "red" : day.n <= today.n + SOON ? "yellow" : "green";
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

void todo_add(struct cx *cx, struct todos *all, const struct todo *t)
{
	if (all->count == all->room) {
		size_t room = all->room ? 2 * all->room : 32;
		struct todo *grown = arena_array_of(cx->mem, struct todo, room);
		if (all->count)
			memcpy(grown, all->items, all->count * sizeof *grown);
		all->items = grown;
		all->room = room;
	}
	struct todo *to = &all->items[all->count++];
	*to = *t;
	to->no = or_empty(t->no);
	to->due = or_empty(t->due);
	to->since = or_empty(t->since);
	to->text = or_empty(t->text);
	to->light = light_of(cx, to->due);
}

static const struct step *step_from(const struct flow *flow, const char *state, const char *action)
{
	for (size_t i = 0; i < flow->count; i++)
		if (strcmp(flow->steps[i].action, action) == 0 && !flow->steps[i].inside && flow_among(flow->steps[i].from, state))
			return &flow->steps[i];
	return NULL;
}

/* Does the flow let this user do it now? */
static enum status may(struct cx *cx, const struct flow *flow, struct flow_row *row, const char *action, bool *yes)
{
	struct act a = {.flow = flow, .row = row, .step = step_from(flow, row->state, action)};
	*yes = false;
	if (!a.step)
		return STATUS_OK;
	enum status s = flow_permit(cx, &a);
	*yes = !s;
	if (s != STATUS_FORBIDDEN && s != STATUS_CONFLICT)
		return s;
	cx_forget(cx);
	return STATUS_OK;
}

enum status todo_offer(struct cx *cx, struct todos *all, const struct flow *flow, struct flow_row *row, const char *actions,
		       const struct todo *t)
{
	bool yes = false;
	for (char *rest = arena_strdup(cx->mem, actions), *action; !yes && (action = strsep(&rest, "|"));) {
		TRY(may(cx, flow, row, action, &yes));
		if (!yes)
			continue;
		struct todo own = *t;
		own.kind = t->kind ? t->kind : action;
		own.room = flow->name;
		own.item = row->id;
		own.action = action;
		own.label = t->label ? t->label : flow_action_label(cx, flow, action);
		todo_add(cx, all, &own);
	}
	return STATUS_OK;
}

static int by_due(const void *a, const void *b)
{
	const struct todo *x = a, *y = b;
	int c = strcmp(*x->due ? x->due : "~", *y->due ? y->due : "~");
	return c ? c : (x->item > y->item) - (x->item < y->item);
}

enum status todo_find(struct cx *cx, struct todos *out)
{
	*out = (struct todos){0};
	for (const struct todo_source *s = todo_sources; s->name; s++)
		TRY(s->find(cx, out));
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, by_due);
	return STATUS_OK;
}
