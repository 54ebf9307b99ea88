#include "rooms/resumption/resumption_cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "rooms/resumption/resumption.h"

static void print(struct cx *cx, struct buf *out, const struct resumption *r)
{
	buf_printf(out, "%" PRId64 "\t%s\t%s\t%s\t%s\t%s\n", r->row.id, r->no, r->mine_name, flow_state_label(cx, &resumption_flow, r->row.state),
		   r->waits_for_name ? r->waits_for_name : "", r->due);
}

static enum status list_verb(struct cx *cx, struct call *call)
{
	struct resumption_query q = {.state = call_option(call, "state"), .limit = 200};
	if (call->json)
		jw_begin(&call->w, '[');
	do {
		struct resumption_page page;
		TRY(resumption_list(cx, &q, &page));
		const struct resumption *r = page.items.items;
		for (size_t i = 0; i < page.items.count; i++)
			if (call->json)
				jw_record(&call->w, &resumption_record, &r[i]);
			else
				print(cx, call->out, &r[i]);
		q.cursor = page.next;
	} while (q.cursor);
	if (call->json)
		jw_end(&call->w);
	return STATUS_OK;
}

static enum status nearly_verb(struct cx *cx, struct call *call)
{
	struct list l;
	TRY(resumption_nearly(cx, &l));
	if (call->json) {
		jw_list(&call->w, &resumption_near_record, &l);
		return STATUS_OK;
	}
	const struct resumption_near *n = l.items;
	for (size_t i = 0; i < l.count; i++)
		buf_printf(call->out, "%s: %s; %s %s\n", n[i].mine_name, n[i].thing, n[i].org_name ? n[i].org_name : "", n[i].by);
	return STATUS_OK;
}

static enum status number(struct cx *cx, const char *text, int64_t *out)
{
	char *end;
	*out = strtoll(text, &end, 10);
	return *text && !*end ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "the application is named by its number, not by %s", text);
}

static enum status show(struct cx *cx, struct call *call, int64_t id)
{
	struct resumption *r;
	struct mine_reasons missing = {0};
	TRY(resumption_get(cx, id, &r));
	if (call->json)
		return flow_page_write(cx, &resumption_answer, id, &call->w);
	print(cx, call->out, r);
	TRY(resumption_missing(cx, r, &missing));
	for (size_t i = 0; i < missing.count; i++)
		buf_printf(call->out, "  ✗ %s (%s)\n", missing.items[i].text, missing.items[i].org_name ? missing.items[i].org_name : "");
	return STATUS_OK;
}

static enum status show_verb(struct cx *cx, struct call *call)
{
	int64_t id;
	TRY(number(cx, call->args[0], &id));
	return show(cx, call, id);
}

/* Who sits at the machine is not known to be the person named by --as; the deputy's approval is his in person. */
static enum status take_verb(struct cx *cx, struct call *call)
{
	int64_t id;
	const char *action = call->args[1], *input = call_option(call, "input");
	if (strcmp(action, "approve") == 0 || strcmp(action, "refuse") == 0)
		return cx_fail(cx, STATUS_FORBIDDEN, "the deputy county head decides signed in, in person: not on the command line");
	TRY(number(cx, call->args[0], &id));
	TRY(flow_take(cx, &resumption_flow, id, action, input ? input : "", input ? strlen(input) : 0));
	return show(cx, call, id);
}

static const struct verb table[] = {
	{"resumption list", "[--state STATE|open]", "state=", 0, 0, VERB_DB, list_verb, "applications to resume"},
	{"resumption show", "ID", "", 1, 1, VERB_DB, show_verb, "an application, and what is missing"},
	{"resumption nearly", "", "", 0, 0, VERB_DB, nearly_verb, "mines that could resume this week if one thing were done"},
	{"resumption take", "ID ACTION [--input JSON] --as LOGIN", "input=", 2, 2, VERB_DB | VERB_WRITE, take_verb, "take a step for a person"},
};
const struct verbs resumption_verbs = VERBS(table);
