/*
 * work_todo.c - what waits for this user beside the hazards themselves: orders to stop that are to be signed for or served,
 * wishes for more time, inspections, investigations.
 */
#include "core/todo.h"
#include "rooms/inspection/hazard.h"
#include "rooms/inspection/investigation.h"
#include "rooms/inspection/plan.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"

/* ---- orders to stop ---- */

enum { SIGN_DAYS = 2 };         /* an order that the enterprise has not signed for by then is served otherwise */

static const char to_sign[] =
	"SELECT " STOP_ORDER_COLUMNS " FROM stop_order o" STOP_ORDER_JOINS " WHERE o.county = $1 AND o.state = 'issued' AND o.id IN"
	" (SELECT x.stop_order FROM stop_order_mine x JOIN org e ON e.county = x.county AND e.id = x.enterprise WHERE x.county = $1"
	" AND x.served_at = 0 AND x.lifted_on = '' AND e.path >= $2 AND e.path < $3) ORDER BY o.from_day, o.id LIMIT $4";
static const char to_serve[] =
	"SELECT " STOP_ORDER_COLUMNS " FROM stop_order o" STOP_ORDER_JOINS " WHERE o.county = $1 AND o.state = 'issued' AND o.org = $2"
	" AND o.issued_on <= $3 AND o.served < o.mines ORDER BY o.from_day, o.id LIMIT $4";

static enum status offer_orders(struct cx *cx, const struct list *l, const char *action, struct todos *out)
{
	struct stop_order *o = l->items;
	for (size_t i = 0; i < l->count; i++)
		TRY(todo_offer(cx, out, &stop_order_flow, &o[i].row, action,
			       &(struct todo){.no = o[i].no, .title = o[i].reason, .due = o[i].from_day, .since = o[i].issued_on,
					      .text = arena_printf(cx->mem, words(cx, "signed for or served: %ld of %ld mines"), (long)o[i].served,
								   (long)o[i].mines),
					      .link = arena_printf(cx->mem, "/stop-orders/%" PRId64, o[i].row.id)}));
	return STATUS_OK;
}

enum status stop_order_todo(struct cx *cx, struct todos *out)
{
	struct list l;
	if (cx->org && cx->perms & PERM_HAZARD_RECTIFY) {
		TRY(db_all(cx, &stop_order_record, &l, to_sign, ARGS(V(cx->county), V(cx->org_path), V(arena_printf(cx->mem, "%s~", cx->org_path)),
								     V((int64_t)TODO_CANDIDATES))));
		TRY(offer_orders(cx, &l, "sign", out));
	}
	if (cx->org && cx->perms & PERM_STOP_ORDER) {
		const char *until = day_text(cx, (struct day){day_of(cx->now).n - SIGN_DAYS});
		TRY(db_all(cx, &stop_order_record, &l, to_serve, ARGS(V(cx->county), V(cx->org), V(until), V((int64_t)TODO_CANDIDATES))));
		TRY(offer_orders(cx, &l, "serve", out));
	}
	return STATUS_OK;
}

/* ---- more time ---- */

struct wish {
	int64_t id;
	const char *title, *mine, *asked_on;
	int64_t hazard;
};
static const struct field wish_fields[] = {
	FIELD(struct wish, id), FIELD(struct wish, title), FIELD(struct wish, mine), FIELD(struct wish, asked_on), FIELD(struct wish, hazard),
};
static const struct record wish_record = RECORD(wish, wish_fields);

/* Who ordered it decides. */
enum status hazard_extension_todo(struct cx *cx, struct todos *out)
{
	struct list l;
	if (!cx->org || !(cx->perms & PERM_HAZARD_RECHECK))
		return STATUS_OK;
	TRY(db_all(cx, &wish_record, &l,
		   "SELECT x.id, h.text AS title, m.name AS mine, x.asked_on, h.id AS hazard FROM hazard_extension x JOIN hazard h"
		   " ON h.county = x.county AND h.id = x.hazard LEFT JOIN mine m ON m.county = h.county AND m.id = h.mine"
		   " WHERE x.county = $1 AND x.state = 'asked' AND h.order_org = $2 ORDER BY x.id LIMIT $3",
		   ARGS(V(cx->county), V(cx->org), V((int64_t)TODO_CANDIDATES))));
	const struct wish *w = l.items;
	for (size_t i = 0; i < l.count; i++) {
		struct flow_row *row;
		enum status s = hazard_extension_flow.load(cx, w[i].id, &row);
		if (s == STATUS_NOT_FOUND) {
			cx_forget(cx);
			continue;
		}
		TRY(s);
		TRY(todo_offer(cx, out, &hazard_extension_flow, row, "grant|refuse",
			       &(struct todo){.title = w[i].title, .label = words(cx, "decide on more time"), .text = w[i].mine, .since = w[i].asked_on,
					      .link = arena_printf(cx->mem, "/hazards/%" PRId64, w[i].hazard)}));
	}
	return STATUS_OK;
}

/* ---- inspections ---- */

enum status inspection_todo(struct cx *cx, struct todos *out)
{
	static const struct {
		const char *state, *actions;
	} waiting[] = {{"planned", "start"}, {"under_way", "finish|record"}};
	if (!cx->org || !(cx->perms & PERM_INSPECT))
		return STATUS_OK;
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
		struct inspection_page page;
		TRY(inspection_list(cx, &(struct inspection_query){.state = waiting[i].state, .org = cx->org, .limit = TODO_CANDIDATES}, &page));
		struct inspection *p = page.items.items;
		for (size_t k = 0; k < page.items.count; k++)
			TRY(todo_offer(cx, out, &inspection_flow, &p[k].row, waiting[i].actions,
				       &(struct todo){.title = arena_printf(cx->mem, "%s %s", p[k].mine_name ? p[k].mine_name : "", p[k].title),
						      .due = p[k].to_day, .since = p[k].from_day,
						      .text = arena_printf(cx->mem, words(cx, "answered: %ld of %ld items"), (long)p[k].answered,
									   (long)p[k].items),
						      .link = arena_printf(cx->mem, "/inspections/%" PRId64, p[k].row.id)}));
	}
	return STATUS_OK;
}

/* ---- investigations ---- */

struct found {
	int64_t id;
};
static const struct field found_fields[] = {FIELD(struct found, id)};
static const struct record found_record = RECORD(found, found_fields);

static enum status offer_case(struct cx *cx, int64_t id, struct todos *out)
{
	struct investigation *v;
	struct texts open;
	enum status s = investigation_get(cx, id, &v);
	if (s == STATUS_NOT_FOUND)
		return cx_forget(cx), STATUS_OK;
	TRY(s);
	TRY(investigation_unanswered(cx, id, &open));
	const char *actions = strcmp(v->row.state, "concluded") == 0 ? "report"
			    : open.count ? "decide|transfer|note_answer|answer" : "decide|transfer|note_answer|sign|conclude";
	return todo_offer(cx, out, &investigation_flow, &v->row, actions,
			  &(struct todo){.no = v->no, .title = v->title, .due = v->due, .since = v->opened_on,
					 .text = open.count ? arena_printf(cx->mem, words(cx, "questions without an answer: %zu"), open.count)
							    : flow_state_label(cx, &investigation_flow, v->row.state),
					 .link = arena_printf(cx->mem, "/investigations/%" PRId64, id)});
}

enum status investigation_todo(struct cx *cx, struct todos *out)
{
	struct list l;
	if (!cx->org || !(cx->perms & PERM_CASE_INVESTIGATE))
		return STATUS_OK;
	TRY(db_all(cx, &found_record, &l,
		   "SELECT v.id FROM investigation v WHERE v.county = $1 AND v.state <> 'reported' AND (v.org = $2 OR EXISTS (SELECT 1"
		   " FROM investigation_party p WHERE p.county = v.county AND p.investigation = v.id AND p.org = $2))"
		   " ORDER BY v.due_key, v.id LIMIT $3", ARGS(V(cx->county), V(cx->org), V((int64_t)TODO_CANDIDATES))));
	const struct found *f = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(offer_case(cx, f[i].id, out));
	return STATUS_OK;
}
