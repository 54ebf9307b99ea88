/*
 * flow.h - who may take what from one state to the next.
 *
 * A flow is a table, and the table is all there is: the server obeys it, the web
 * app draws its buttons from it, docs/flows/ is printed from it, a test proves
 * that no state is unreachable and none is a trap.
 */
#ifndef CORE_FLOW_H
#define CORE_FLOW_H

#include "base/cx.h"

struct step {
	const char *from, *action, *to;
	uint64_t perm;                                          /* needed to take this step */
	enum status (*guard)(struct cx *cx, int64_t id);        /* may refuse; NULL: never does */
};

struct flow {
	const char *table;              /* has columns id and state */
	const char *start;
	const char *const *final;       /* states that end the flow, NULL-terminated */
	const struct step *steps;
	size_t count;
};

/* Take the step, write it to flow_history, and put the new state in *to (may be NULL).
 * FORBIDDEN: not this user.  CONFLICT: not from this state, or someone was faster. */
enum status flow_take(struct cx *cx, const struct flow *flow, int64_t id, const char *action, const char **to) MUST_CHECK;

/* The first thing wrong with the table itself, or NULL. */
const char *flow_mistake(struct cx *cx, const struct flow *flow);

#endif
