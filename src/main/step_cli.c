#include "main/step_cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/flow.h"
#include "core/perm.h"

/* Who sits at the machine is not known to be the person named by --as; the deputy's approval is his in person. */
static bool in_person(const struct flow *flow, const char *action)
{
	for (size_t i = 0; i < flow->count; i++)
		if (strcmp(flow->steps[i].action, action) == 0 && flow->steps[i].perm & PERM_RESUME_APPROVE)
			return true;
	return false;
}

static enum status step_verb(struct cx *cx, struct call *call)
{
	const char *action = call->args[2], *input = call_option(call, "input");
	const struct flow *flow = flow_find(call->args[0]);
	char *end;
	int64_t id = strtoll(call->args[1], &end, 10);
	struct flow_row *row;
	if (!flow)
		return cx_fail(cx, STATUS_INVALID, "there is no flow called %s", call->args[0]);
	if (!*call->args[1] || *end)
		return cx_fail(cx, STATUS_INVALID, "a record is named by its number, not by %s", call->args[1]);
	if (!cx->user)
		return cx_fail(cx, STATUS_FORBIDDEN, "this takes a person who answers for it, not the system");
	if (in_person(flow, action))
		return cx_fail(cx, STATUS_FORBIDDEN, "the deputy county head decides signed in, in person: not on the command line");
	TRY(flow_take(cx, flow, id, action, input ? input : "", input ? strlen(input) : 0));
	TRY(flow->load(cx, id, &row));
	if (!call->json) {
		buf_printf(call->out, "%s\n", flow_state_label(cx, flow, row->state));
		return STATUS_OK;
	}
	jw_begin(&call->w, '{');
	jw_key(&call->w, "id");
	jw_int(&call->w, id);
	jw_key(&call->w, "state");
	jw_text(&call->w, row->state);
	jw_end(&call->w);
	return STATUS_OK;
}

static const struct verb table[] = {
	{"step", "FLOW ID ACTION [--input JSON] --as LOGIN", "input=", 3, 3, VERB_DB | VERB_WRITE, step_verb,
	 "take a step of any flow for a person; the names of flows and steps are in docs/flows"},
};
const struct verbs step_verbs = VERBS(table);
