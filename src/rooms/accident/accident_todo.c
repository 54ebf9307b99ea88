/* accident_todo.c - accidents that wait for this user: to be investigated, signed, approved, reviewed, closed. */
#include "core/todo.h"
#include "rooms/accident/accident.h"

#include <inttypes.h>
#include "core/perm.h"

static const struct {
	const char *state, *actions;
} waiting[] = {
	{"reported", "begin"}, {"investigating", "sign_report|hand_in"}, {"handed_in", "approve"}, {"approved", "review"}, {"reviewed", "close"},
};

enum status accident_todo(struct cx *cx, struct todos *out)
{
	if (!cx->user || !(cx->perms & (PERM_ACCIDENT_MANAGE | PERM_ACCIDENT_REPORT | PERM_TASK_DECIDE)))
		return STATUS_OK;
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
		struct accident_page page;
		TRY(accident_list(cx, &(struct accident_query){.state = waiting[i].state, .limit = TODO_CANDIDATES}, &page));
		struct accident *a = page.items.items;
		for (size_t k = 0; k < page.items.count; k++)
			TRY(todo_offer(cx, out, &accident_flow, &a[k].row, waiting[i].actions,
				       &(struct todo){.title = a[k].title, .due = a[k].due, .since = a[k].day,
						      .text = flow_state_label(cx, &accident_flow, waiting[i].state),
						      .link = arena_printf(cx->mem, "/accidents/%" PRId64, a[k].row.id)}));
	}
	return STATUS_OK;
}
