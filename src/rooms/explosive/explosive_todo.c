/* explosive_todo.c - what waits: for the police to decide and check, for enterprises to file, receive, hand in. */
#include "rooms/explosive/explosive.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "core/perm.h"
#include "rooms/explosive/blast.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/regulation.h"

static enum status purchases(struct cx *cx, struct todos *out)
{
	static const struct {
		const char *state, *actions;
	} waits[] = {{"applied", "approve|refuse"}, {"approved", "file"}, {"bought", "finish"}};
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		struct list l;
		int64_t next;
		TRY(purchase_list(cx, &(struct purchase_query){.state = waits[i].state, .limit = TODO_CANDIDATES}, &l,
				  &next));
		struct purchase *p = l.items;
		for (size_t k = 0; k < l.count; k++)
			TRY(todo_offer(
				cx, out, &purchase_flow, &p[k].row, waits[i].actions,
				&(struct todo){
					.no = p[k].no,
					.title = p[k].use_text,
					.due = i ? p[k].valid_to : p[k].due,
					.since = p[k].applied_on,
					.text = arena_printf(cx->mem, "%s · %s", p[k].mine_name,
							     flow_state_label(cx, &purchase_flow, p[k].row.state)),
					.link = arena_printf(cx->mem, "/explosives/purchases/%" PRId64, p[k].row.id)}));
	}
	return STATUS_OK;
}

static enum status transports(struct cx *cx, struct todos *out)
{
	static const struct {
		const char *state, *actions;
	} waits[] = {
		{"applied", "approve|refuse"}, {"approved", "depart"}, {"departed", "arrive"}, {"arrived", "return"}};
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		struct list l;
		int64_t next;
		TRY(transport_list(cx, &(struct transport_query){.state = waits[i].state, .limit = TODO_CANDIDATES}, &l,
				   &next));
		struct transport *t = l.items;
		for (size_t k = 0; k < l.count; k++)
			TRY(todo_offer(cx, out, &transport_flow, &t[k].row, waits[i].actions,
				       &(struct todo){.no = t[k].no,
						      .title = t[k].route,
						      .due = i == 0   ? t[k].due
							     : i == 3 ? t[k].return_by
								      : t[k].valid_to,
						      .since = t[k].applied_on,
						      .text = arena_printf(
							      cx->mem, "%s · %s", t[k].mine_name,
							      flow_state_label(cx, &transport_flow, t[k].row.state)),
						      .link = arena_printf(cx->mem, "/explosives/transports/%" PRId64,
									   t[k].row.id)}));
	}
	return STATUS_OK;
}

static enum status alerts(struct cx *cx, struct todos *out)
{
	static const char *const states[] = {"open", "checking"}, *const actions[] = {"check", "explain|confirm"};
	for (int i = 0; i < 2; i++) {
		struct list l;
		int64_t next;
		TRY(alert_list(cx, &(struct alert_query){.state = states[i], .limit = TODO_CANDIDATES}, &l, &next));
		struct explosive_alert *a = l.items;
		for (size_t k = 0; k < l.count; k++) {
			const char *day = day_text(cx, day_of(a[k].since));
			TRY(todo_offer(cx, out, &explosive_alert_flow, &a[k].row, actions[i],
				       &(struct todo){.no = "",
						      .title = a[k].text,
						      .due = day,
						      .since = day,
						      .text = a[k].mine_name ? a[k].mine_name : "",
						      .link = arena_printf(cx->mem, "/explosives/alerts/%" PRId64,
									   a[k].row.id)}));
		}
	}
	return STATUS_OK;
}

static enum status quotas(struct cx *cx, struct todos *out)
{
	static const char *const states[] = {"draft", "signed"}, *const actions[] = {"sign", "approve"};
	for (int i = 0; i < 2; i++) {
		struct list l;
		int64_t next;
		TRY(quota_list(cx, &(struct quota_query){.state = states[i], .limit = TODO_CANDIDATES}, &l, &next));
		struct quota *q = l.items;
		for (size_t k = 0; k < l.count; k++)
			TRY(todo_offer(cx, out, &quota_flow, &q[k].row, actions[i],
				       &(struct todo){.no = arena_printf(cx->mem, "%" PRId64, q[k].year),
						      .title = q[k].mine_name,
						      .due = "",
						      .since = "",
						      .text = flow_state_label(cx, &quota_flow, q[k].row.state),
						      .link = arena_printf(cx->mem, "/explosives/quotas/%" PRId64,
									   q[k].row.id)}));
	}
	return STATUS_OK;
}

static enum status months(struct cx *cx, struct todos *out)
{
	static const char *const states[] = {"open", "submitted"}, *const actions[] = {"submit", "close"};
	for (int i = 0; i < 2; i++) {
		struct list l;
		int64_t next;
		TRY(month_list(cx, &(struct month_query){.state = states[i], .limit = TODO_CANDIDATES}, &l, &next));
		struct month *m = l.items;
		for (size_t k = 0; k < l.count; k++)
			TRY(todo_offer(cx, out, &month_flow, &m[k].row, actions[i],
				       &(struct todo){.no = m[k].month,
						      .title = m[k].mine_name,
						      .due = "",
						      .since = "",
						      .text = flow_state_label(cx, &month_flow, m[k].row.state),
						      .link = arena_printf(cx->mem, "/explosives/months/%" PRId64,
									   m[k].row.id)}));
	}
	return STATUS_OK;
}

static enum status regulations(struct cx *cx, struct todos *out)
{
	static const char *const actions[][2] = {{"draft", "send_out"},
						 {"comment", "to_review"},
						 {"review", "review"},
						 {"reading", "read"},
						 {"ready", "issue"}};
	struct list l;
	int64_t next;
	TRY(regulation_list(cx, &(struct regulation_query){.limit = 200}, &l, &next));
	struct regulation *r = l.items;
	for (size_t k = 0; k < l.count; k++)
		for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
			if (strcmp(r[k].row.state, actions[i][0]) == 0)
				TRY(todo_offer(
					cx, out, &regulation_flow, &r[k].row, actions[i][1],
					&(struct todo){.no = "",
						       .title = r[k].title,
						       .due = r[k].reading_by,
						       .since = "",
						       .text = flow_state_label(cx, &regulation_flow, r[k].row.state),
						       .link = arena_printf(cx->mem, "/explosives/regulations/%" PRId64,
									    r[k].row.id)}));
	return STATUS_OK;
}

static enum status blasts(struct cx *cx, struct todos *out)
{
	static const char *const states[] = {"planned", "released", "fired"}, *const actions[] = {"release", "fire",
												  "settle"};
	for (int i = 0; i < 3; i++) {
		struct list l;
		int64_t next;
		TRY(blast_list(cx, &(struct blast_query){.state = states[i], .limit = TODO_CANDIDATES}, &l, &next));
		struct blast *b = l.items;
		for (size_t k = 0; k < l.count; k++)
			TRY(todo_offer(
				cx, out, &blast_flow, &b[k].row, actions[i],
				&(struct todo){
					.no = b[k].no,
					.title = b[k].place,
					.due = b[k].day,
					.since = b[k].day,
					.text = arena_printf(cx->mem, "%s · %s", b[k].mine_name,
							     flow_state_label(cx, &blast_flow, b[k].row.state)),
					.link = arena_printf(cx->mem, "/explosives/blasts/%" PRId64, b[k].row.id)}));
	}
	return STATUS_OK;
}

enum status explosive_todo(struct cx *cx, struct todos *out)
{
	bool police = cx->perms & PERM_EXPLOSIVE_APPROVE, mine = cx->perms & PERM_EXPLOSIVE_APPLY;
	if (police || mine) {
		TRY(purchases(cx, out));
		TRY(transports(cx, out));
		TRY(months(cx, out));
	}
	if (police)
		TRY(alerts(cx, out));
	if (mine)
		TRY(blasts(cx, out));
	if (police || cx->perms & PERM_STOP_ORDER)
		TRY(quotas(cx, out));
	return police || cx->perms & (PERM_MARKET_WATCH | PERM_TASK_DECIDE) ? regulations(cx, out) : STATUS_OK;
}
