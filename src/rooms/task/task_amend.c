/* task_amend.c - what happens to tasks when their notice changes: taken back, or amended. */
#include "rooms/task/task.h"

#include <string.h>
#include "db/db.h"

struct part {
	int64_t id;
	const char *state;
};
static const struct field part_fields[] = {FIELD(struct part, id), FIELD(struct part, state)};
static const struct record part_record = RECORD(part, part_fields);

/* Parts first, however deep: ids grow, so a part comes after what it is a part of. */
enum status task_revoke(struct cx *cx, int64_t id, const char *reason)
{
	struct list l;
	const struct task_revoke in = {reason};
	TRY(db_all(cx, &part_record, &l, "SELECT id, state FROM task WHERE county = $1 AND root = $2 ORDER BY id DESC",
		   ARGS(V(cx->county), V(id))));
	const struct part *p = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (strcmp(p[i].state, "closed") != 0 && strcmp(p[i].state, "withdrawn") != 0)
			TRY(flow_do(cx, &task_flow, p[i].id, "revoke", &in, (struct texts){0}, 0));
	return STATUS_OK;
}
