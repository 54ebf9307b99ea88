/* notice_todo.c - drafts that wait to be reviewed and issued. */
#include "core/todo.h"
#include "rooms/notice/notice.h"

#include <inttypes.h>
#include "base/day.h"
#include "core/perm.h"

static const char *asked(struct cx *cx, const struct notice_row *n)
{
	if (n->finding_count)
		return arena_printf(cx->mem, words(cx, "open findings to look at: %ld"), (long)n->finding_count);
	return words(cx, "read and without open findings");
}

enum status notice_todo(struct cx *cx, struct todos *out)
{
	struct notice_found found;
	if (!(cx->perms & (PERM_NOTICE_EDIT | PERM_NOTICE_ISSUE)))
		return STATUS_OK;
	TRY(notice_search(cx, &(struct notice_query){.state = "draft", .limit = TODO_CANDIDATES}, &found));
	struct notice_row *n = found.rows.items;
	for (size_t i = 0; i < found.rows.count; i++) {
		struct todo t = {.kind = "review", .room = notice_flow.name, .item = n[i].row.id, .no = n[i].number, .title = n[i].title,
				 .action = "review", .label = words(cx, "review the draft"), .text = asked(cx, &n[i]),
				 .since = day_text(cx, day_of(n[i].created_at)),
				 .link = arena_printf(cx->mem, "/notices/%" PRId64, n[i].row.id)};
		if (n[i].finding_count || !(cx->perms & PERM_NOTICE_ISSUE))
			todo_add(cx, out, &t);
		else
			TRY(todo_offer(cx, out, &notice_flow, &n[i].row, "issue", &t));
	}
	return STATUS_OK;
}
