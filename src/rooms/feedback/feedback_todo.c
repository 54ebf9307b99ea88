/* feedback_todo.c - reports of businesses that wait for this user: to be accepted, answered, closed. */
#include "core/todo.h"
#include "rooms/feedback/feedback.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "core/perm.h"

static const struct {
	const char *state, *actions;
} waiting[] = {{"received", "accept"}, {"handling", "answer"}, {"answered", "close"}};

static const char *asked(struct cx *cx, const struct feedback *f)
{
	char today[11];
	if (*f->due && strcmp(f->due, day_print(day_of(cx->now), today)) < 0)
		return arena_printf(cx->mem, words(cx, "%s: late since %s"), flow_state_label(cx, &feedback_flow, f->row.state), f->due);
	return f->urgent ? words(cx, "urgent") : flow_state_label(cx, &feedback_flow, f->row.state);
}

enum status feedback_todo(struct cx *cx, struct todos *out)
{
	if (!(cx->perms & PERM_FEEDBACK_HANDLE))
		return STATUS_OK;
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
		struct list l;
		int64_t next;
		TRY(feedback_list(cx, &(struct feedback_query){.state = waiting[i].state, .limit = TODO_CANDIDATES}, &l, &next));
		struct feedback *f = l.items;
		for (size_t k = 0; k < l.count; k++)
			TRY(todo_offer(cx, out, &feedback_flow, &f[k].row, waiting[i].actions,
				       &(struct todo){.no = f[k].no, .title = f[k].text, .due = f[k].due, .text = asked(cx, &f[k]),
						      .since = day_text(cx, day_of(f[k].received_at)),
						      .link = arena_printf(cx->mem, "/feedback/%" PRId64, f[k].row.id)}));
	}
	return STATUS_OK;
}
