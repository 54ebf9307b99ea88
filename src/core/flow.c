#include "core/flow.h"

#include <string.h>
#include "db/db.h"

struct stateful {
	const char *state;
};

static const struct field stateful_fields[] = {FIELD(struct stateful, state)};
static const struct record stateful_record = RECORD(stateful, stateful_fields);

static const struct step *find_step(const struct flow *flow, const char *from, const char *action)
{
	for (size_t i = 0; i < flow->count; i++)
		if (strcmp(flow->steps[i].from, from) == 0 && strcmp(flow->steps[i].action, action) == 0)
			return &flow->steps[i];
	return NULL;
}

enum status flow_take(struct cx *cx, const struct flow *flow, int64_t id, const char *action, const char **to)
{
	struct stateful now;
	TRY(db_one(cx, &stateful_record, &now,
		   arena_printf(cx->mem, "SELECT state FROM %s WHERE id = $1", flow->table), ARGS(V(id))));

	const struct step *step = find_step(flow, now.state, action);
	if (!step)
		return cx_fail(cx, STATUS_CONFLICT, "cannot %s: the state is %s", action, now.state);
	if (step->perm & ~cx->perms)
		return cx_fail(cx, STATUS_FORBIDDEN, "not allowed to %s", action);
	if (step->guard)
		TRY(step->guard(cx, id));

	int64_t changed;
	TRY(db_exec(cx, &changed,
		    arena_printf(cx->mem, "UPDATE %s SET state = $1 WHERE id = $2 AND state = $3", flow->table),
		    ARGS(V(step->to), V(id), V(step->from))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else changed it meanwhile");
	TRY(db_exec(cx, NULL,
		    "INSERT INTO flow_history (kind, item_id, action, from_state, to_state, user_id, at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7)",
		    ARGS(V(flow->table), V(id), V(action), V(step->from), V(step->to), V(cx->user), V(cx->now))));
	if (to)
		*to = step->to;
	return STATUS_OK;
}

static bool is_final(const struct flow *flow, const char *state)
{
	for (const char *const *f = flow->final; *f; f++)
		if (strcmp(*f, state) == 0)
			return true;
	return false;
}

const char *flow_mistake(struct cx *cx, const struct flow *flow)
{
	for (size_t i = 0; i < flow->count; i++) {
		const struct step *s = &flow->steps[i];
		bool reached = strcmp(s->from, flow->start) == 0, left = is_final(flow, s->to);
		for (size_t j = 0; j < flow->count; j++) {
			reached |= strcmp(flow->steps[j].to, s->from) == 0;
			left |= strcmp(flow->steps[j].from, s->to) == 0;
		}
		if (!reached)
			return arena_printf(cx->mem, "nothing leads to %s", s->from);
		if (!left)
			return arena_printf(cx->mem, "nothing leads out of %s", s->to);
		if (is_final(flow, s->from))
			return arena_printf(cx->mem, "%s is final but has a step", s->from);
		if (find_step(flow, s->from, s->action) != s)
			return arena_printf(cx->mem, "two ways to %s from %s", s->action, s->from);
	}
	return NULL;
}
