#include "main/lists.h"

#include "core/county.h"
#include "core/event.h"
#include "core/job.h"
#include "core/ledger.h"
#include "core/org_api.h"
#include "core/rule_api.h"
#include "core/rule_cli.h"
#include "core/session.h"
#include "core/session_api.h"
#include "db/db.h"
#include "main/openapi.h"
#include "main/serve.h"
#include "main/tools.h"
#include "rooms/task/task.h"
#include "rooms/task/task_api.h"

const struct verbs *const verb_lists[] = {
	&serve_verbs,
	&rule_verbs,
	&tool_verbs,
};
const size_t verb_list_count = sizeof verb_lists / sizeof *verb_lists;

const struct routes *const route_lists[] = {
	&event_routes,
	&openapi_routes,
	&session_routes,
	&task_routes,
	&org_routes,
	&person_routes,
	&audit_routes,
	&rule_routes,
	&calendar_routes,
};
const size_t route_list_count = sizeof route_lists / sizeof *route_lists;

const struct flow *const flow_list[] = {
	&task_flow,
	&extension_flow,
};
const size_t flow_list_count = sizeof flow_list / sizeof *flow_list;

const struct job_kind job_kinds[] = {
	{0},
};

/* Once the requests of a week are forgotten, their Idempotency-Keys may be used again. */
static enum status forget_requests(struct cx *cx)
{
	enum { KEPT = 7 * 24 * 60 * 60 };
	return db_exec(cx, NULL, "DELETE FROM request_once WHERE county = $1 AND at < $2",
		       ARGS(V(cx->county), V(cx->now - KEPT)));
}

static enum status integrate(struct cx *cx)
{
	return ledger_integrate(cx, NULL);
}

const struct timer timers[] = {
	{"ledger", 1, true, integrate},
	{"sessions", 60, true, session_flush},
	{"requests", 3600, true, forget_requests},
	{0},
};
