/* resumption_todo.c - applications to resume that wait for this user: his organisation is to act, or he is to sign. */
#include "core/todo.h"
#include "rooms/resumption/resumption.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"

/* What is expected in each state, of whom the guards know. */
static const struct expected {
	const char *state, *actions;
} expected[] = {
	{"draft", "apply|prepare"}, {"applied", "review|return"}, {"accepting", "sign|conclude|score|team"}, {"passed", "report|notice"},
	{"reported", "approve|refuse"}, {"approved", "notice"}, {"noticed", "resume"}, {"resumed", "follow"}, {0},
};

struct candidate {
	int64_t id;
};
static const struct field candidate_fields[] = {FIELD(struct candidate, id)};
static const struct record candidate_record = RECORD(candidate, candidate_fields);

static enum status find(struct cx *cx, struct list *out)
{
	return db_all(cx, &candidate_record, out,
		      "SELECT r.id FROM resumption r WHERE r.county = $1 AND r.id IN ("
		      "SELECT w.id FROM resumption w WHERE w.county = $1 AND w.waits_for = $2 AND w.state NOT IN ('closed', 'withdrawn', 'failed')"
		      " UNION SELECT m.resumption FROM resumption_member m WHERE m.county = $1 AND m.person = $3 AND m.signed_at = 0"
		      " UNION SELECT a.id FROM resumption a WHERE a.county = $1 AND a.state = 'reported' AND $4 = 1)"
		      " ORDER BY r.due_key, r.id LIMIT $5",
		      ARGS(V(cx->county), V(cx->org), V(cx->user), V((int64_t)!!(cx->perms & PERM_RESUME_APPROVE)), V((int64_t)TODO_CANDIDATES)));
}

static enum status offer(struct cx *cx, int64_t id, struct todos *out)
{
	struct resumption *r;
	enum status s = resumption_get(cx, id, &r);
	if (s == STATUS_NOT_FOUND)
		return cx_forget(cx), STATUS_OK;
	TRY(s);
	const struct expected *e = expected;
	while (e->state && strcmp(e->state, r->row.state) != 0)
		e++;
	if (!e->state)
		return STATUS_OK;
	return todo_offer(cx, out, &resumption_flow, &r->row, e->actions,
			  &(struct todo){.no = r->no, .title = r->mine_name, .due = r->due, .since = r->created_on,
					 .text = flow_state_label(cx, &resumption_flow, r->row.state),
					 .link = arena_printf(cx->mem, "/resumptions/%" PRId64, id)});
}

enum status resumption_todo(struct cx *cx, struct todos *out)
{
	struct list l;
	if (!cx->user)
		return STATUS_OK;
	TRY(find(cx, &l));
	const struct candidate *c = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(offer(cx, c[i].id, out));
	return STATUS_OK;
}
