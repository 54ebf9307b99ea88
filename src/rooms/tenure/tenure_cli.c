#include "rooms/tenure/tenure_cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include "core/org_cli.h"
#include "core/perm.h"
#include "rooms/tenure/operator.h"
#include "rooms/tenure/right.h"

enum { PAGE = 200, MOST = 10000 };

static void print_right(struct cx *cx, struct buf *out, const struct right *r)
{
	buf_printf(out, words(cx, "%s  until %s, %ld days  %s  %s\n"), r->licence.number, r->licence.valid_to, (long)r->days_left, r->licence.holder,
		   r->mine_name);
}

static enum status print_list(struct cx *cx, struct call *call, struct right_query q)
{
	size_t told = 0;
	q.limit = PAGE;
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "items");
		jw_begin(&call->w, '[');
	}
	do {
		struct right_page page;
		TRY(right_list(cx, &q, &page));
		const struct right *r = page.rights.items;
		for (size_t i = 0; i < page.rights.count; i++, told++)
			if (call->json)
				jw_record(&call->w, &right_row_record, &r[i]);
			else
				print_right(cx, call->out, &r[i]);
		q.cursor = page.next;
	} while (q.cursor && told < MOST);
	if (call->json) {
		jw_end(&call->w);
		jw_end(&call->w);
	} else if (!told) {
		buf_puts(call->out, words(cx, "no rights\n"));
	}
	return STATUS_OK;
}

static enum status list_rights(struct cx *cx, struct call *call)
{
	TRY(verb_need(cx, PERM_TENURE_READ));
	return print_list(cx, call, (struct right_query){.q = call_option(call, "q")});
}

static enum status expiring(struct cx *cx, struct call *call)
{
	const char *text = call->count ? call->args[0] : "180";
	char *end;
	long days = strtol(text, &end, 10);
	TRY(verb_need(cx, PERM_TENURE_READ));
	if (!*text || *end || days < 1 || days > 3660)
		return cx_fail_field(cx, "DAYS", "must be a whole number of days from 1 to 3660");
	return print_list(cx, call, (struct right_query){.within = days});
}

static enum status show(struct cx *cx, struct call *call)
{
	struct right *r;
	struct list findings;
	TRY(verb_need(cx, PERM_TENURE_READ));
	TRY(right_find(cx, call->args[0], &r));
	TRY(right_check(cx, r, &findings));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_fields(&call->w, &right_record, r);
		jw_key(&call->w, "findings");
		jw_list(&call->w, &right_finding_record, &findings);
		jw_end(&call->w);
		return STATUS_OK;
	}
	print_right(cx, call->out, r);
	const struct right_finding *f = findings.items;
	for (size_t i = 0; i < findings.count; i++)
		buf_printf(call->out, "  %s\n", f[i].text);
	return STATUS_OK;
}

static enum status opportunities(struct cx *cx, struct call *call)
{
	struct opportunity_list l;
	TRY(verb_need(cx, PERM_TENURE_READ));
	TRY(opportunity_list(cx, &(struct opportunity_query){.limit = PAGE}, &l));
	if (call->json) {
		jw_page(&call->w, &opportunity_record, &l.items, l.next, -1);
		return STATUS_OK;
	}
	const struct opportunity *o = l.items.items;
	for (size_t i = 0; i < l.items.count; i++)
		buf_printf(call->out, "%s  %s  %s  %s\n", o[i].no, flow_state_label(cx, &opportunity_flow, o[i].row.state), o[i].title, o[i].mine_name);
	if (!l.items.count)
		buf_puts(call->out, words(cx, "no operators are sought\n"));
	return STATUS_OK;
}

static const struct verb table[] = {
	{"tenure list", "[--q=WORDS]", "q=", 0, 0, VERB_DB, list_rights, "mining and exploration rights, the first to run out first"},
	{"tenure expiring", "[DAYS]", "", 0, 1, VERB_DB, expiring, "rights that run out within so many days (180)"},
	{"tenure show", "NUMBER|MINE", "", 1, 1, VERB_DB, show, "a right, and what should be looked at: its number, term, land and expiry"},
	{"operator list", "", "", 0, 0, VERB_DB, opportunities, "mines for which operators are sought or at work"},
};
const struct verbs tenure_verbs = VERBS(table);
