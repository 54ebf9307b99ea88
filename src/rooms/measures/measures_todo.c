/* measures_todo.c - a unit that has filed nothing files; its own measures go on; what was filed is judged. */
#include "core/todo.h"
#include "rooms/measures/measures.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "core/perm.h"

static enum status offer(struct cx *cx, const struct unit_measure_query *q, const char *actions, const char *label, struct todos *out)
{
	struct list l;
	int64_t next;
	TRY(unit_measure_list(cx, q, &l, &next));
	struct unit_measure *m = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(todo_offer(cx, out, &unit_measure_flow, &m[i].row, actions,
			       &(struct todo){.title = m[i].title, .label = label, .due = strcmp(q->state, "filed") == 0 ? "" : m[i].by_day,
					      .text = arena_printf(cx->mem, "%s · %s", m[i].org_name, flow_state_label(cx, &unit_measure_flow, q->state)),
					      .since = *m[i].reported_on ? m[i].reported_on : m[i].filed_on,
					      .link = arena_printf(cx->mem, "/measures/%" PRId64, m[i].row.id)}));
	return STATUS_OK;
}

/* Its own unit is one of those that must have filed by the rule's day, and has filed nothing. */
static enum status offer_filing(struct cx *cx, struct todos *out)
{
	struct list l;
	const char *by;
	TRY(unit_measure_overview(cx, &l, &by));
	const struct unit_measures *u = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (u[i].org == cx->org && u[i].nothing)
			todo_add(cx, out, &(struct todo){.kind = "file", .room = unit_measure_flow.name, .item = cx->org, .action = "file",
							 .title = words(cx, "measures of your own unit"), .label = words(cx, "file measures"),
							 .text = words(cx, "nothing filed yet"), .due = by, .link = "/measures"});
	return STATUS_OK;
}

enum status unit_measure_todo(struct cx *cx, struct todos *out)
{
	if (cx->perms & PERM_MEASURES_JUDGE)
		TRY(offer(cx, &(struct unit_measure_query){.state = "filed", .limit = TODO_CANDIDATES}, "adequate|return",
			  words(cx, "judge the measure"), out));
	if (!cx->org || !(cx->perms & PERM_TASK_WORK))
		return STATUS_OK;
	TRY(offer_filing(cx, out));
	TRY(offer(cx, &(struct unit_measure_query){.state = "returned", .org = cx->org, .limit = TODO_CANDIDATES}, "refile", NULL, out));
	return offer(cx, &(struct unit_measure_query){.state = "adequate", .org = cx->org, .limit = TODO_CANDIDATES}, "progress|finish",
		     NULL, out);
}
