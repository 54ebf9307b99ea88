/* case_todo.c - what waits for this user of accountability cases, of the year's appraisal and the objections to it. */
#include "core/todo.h"
#include "rooms/accident/accident.h"
#include "rooms/accident/accountability.h"
#include "rooms/accident/appraisal_list.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "core/perm.h"

struct expected {
	const char *state, *actions;
};

static const char *day_of_time(struct cx *cx, int64_t at)
{
	return day_text(cx, day_of(at));
}

enum status accountability_todo(struct cx *cx, struct todos *out)
{
	static const struct expected waiting[] = {
		{"draft", "refer"}, {"referred", "accept"}, {"handling", "decide"}, {"decided", "execute"}, {"executed", "archive"},
	};
	if (!(cx->perms & (PERM_ACCOUNTABILITY | PERM_ACCIDENT_MANAGE)))
		return STATUS_OK;
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
		struct list l;
		int64_t next;
		TRY(accountability_list(cx, &(struct accountability_query){.state = waiting[i].state, .limit = TODO_CANDIDATES}, &l, &next));
		struct accountability *c = l.items;
		for (size_t k = 0; k < l.count; k++)
			TRY(todo_offer(cx, out, &accountability_flow, &c[k].row, waiting[i].actions,
				       &(struct todo){.title = c[k].accident_title, .since = day_of_time(cx, c[k].created_at),
						      .text = flow_state_label(cx, &accountability_flow, waiting[i].state),
						      .link = arena_printf(cx->mem, "/accountability/%" PRId64, c[k].row.id)}));
	}
	return STATUS_OK;
}

static enum status offer_objections(struct cx *cx, const struct appraisal *p, struct todos *out)
{
	struct list l;
	TRY(objection_list(cx, p->row.id, &l));
	struct appraisal_objection *j = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (strcmp(j[i].row.state, "filed") == 0)
			TRY(todo_offer(cx, out, &objection_flow, &j[i].row, "dismiss|uphold",
				       &(struct todo){.title = j[i].accident_title, .label = words(cx, "decide on the objection"), .due = j[i].due,
						      .text = j[i].org_name, .since = day_of_time(cx, j[i].created_at),
						      .link = arena_printf(cx->mem, "/appraisal/lists/%" PRId64, p->row.id)}));
	return STATUS_OK;
}

enum status appraisal_todo(struct cx *cx, struct todos *out)
{
	static const struct expected waiting[] = {{"preview", "show"}, {"objections", "freeze"}, {"frozen", "hand_over"}, {0}};
	struct list l;
	if (!(cx->perms & PERM_APPRAISAL_DECIDE))
		return STATUS_OK;
	TRY(appraisal_list(cx, &l));
	struct appraisal *p = l.items;
	for (size_t i = 0; i < l.count; i++) {
		const struct expected *e = waiting;
		while (e->state && strcmp(e->state, p[i].row.state) != 0)
			e++;
		if (!e->state)
			continue;
		if (strcmp(p[i].row.state, "objections") == 0)
			TRY(offer_objections(cx, &p[i], out));
		TRY(todo_offer(cx, out, &appraisal_flow, &p[i].row, e->actions,
			       &(struct todo){.title = arena_printf(cx->mem, words(cx, "appraisal list of %ld"), (long)p[i].year),
					      .text = flow_state_label(cx, &appraisal_flow, e->state), .since = day_of_time(cx, p[i].created_at),
					      .link = arena_printf(cx->mem, "/appraisal/lists/%" PRId64, p[i].row.id)}));
	}
	return STATUS_OK;
}
