/* stop_order.c - orders to stop work (停产指令): who must stop, since when, by whom, under which clause. */
#include "rooms/inspection/inspection.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200, MAX_MINES = 500 };

static const char *const kinds[] = {"county", "accident", "department", NULL};
static const char *const states[] = {"issued", "served", "lifted", "revoked", "open", NULL};
static const char *const yes_no[] = {"yes", "no", NULL};

static const struct field order_fields[] = {
	FIELD_AS(struct stop_order, "id", row.id),
	FIELD_AS(struct stop_order, "version", row.version),
	FIELD_AS(struct stop_order, "state", row.state),
	FIELD(struct stop_order, kind),
	FIELD(struct stop_order, no),
	FIELD(struct stop_order, org),
	FIELD(struct stop_order, org_name),
	FIELD(struct stop_order, person),
	FIELD(struct stop_order, person_name),
	FIELD(struct stop_order, reason),
	FIELD(struct stop_order, basis),
	FIELD(struct stop_order, scope),
	FIELD(struct stop_order, issued_on),
	FIELD(struct stop_order, from_day),
	FIELD(struct stop_order, ended_on),
	FIELD(struct stop_order, mines),
	FIELD(struct stop_order, served),
	FIELD(struct stop_order, lifted),
};
const struct record stop_order_record = RECORD(stop_order, order_fields);
static const struct field mine_fields[] = {
	FIELD(struct stop_order_mine, mine),
	FIELD(struct stop_order_mine, mine_name),
	FIELD(struct stop_order_mine, enterprise, .flags = NULLABLE),
	FIELD(struct stop_order_mine, enterprise_name),
	FIELD(struct stop_order_mine, town_name),
	FIELD(struct stop_order_mine, served_at, .flags = TIME),
	FIELD(struct stop_order_mine, served_by_name),
	FIELD(struct stop_order_mine, served_how),
	FIELD(struct stop_order_mine, lifted_on),
	FIELD(struct stop_order_mine, lifted_by_name),
	FIELD(struct stop_order_mine, lift_reason),
};
const struct record stop_order_mine_record = RECORD(stop_order_mine, mine_fields);

static const struct field new_fields[] = {
	FIELD(struct stop_order_new, kind, .flags = REQUIRED, .choices = kinds, .zh = "类别", .en = "kind"),
	FIELD(struct stop_order_new, no, .min = 0, .max = 60, .zh = "文号", .en = "number"),
	FIELD(struct stop_order_new, reason, .flags = REQUIRED, .min = 4, .max = 2000, .zh = "停产原因", .en = "reason"),
	FIELD(struct stop_order_new, basis, .flags = REQUIRED, .min = 2, .max = 500, .zh = "依据", .en = "legal basis"),
	FIELD(struct stop_order_new, scope, .min = 0, .max = 500, .zh = "停产范围", .en = "what is to stop"),
	FIELD(struct stop_order_new, from_day, .flags = REQUIRED | DAY, .zh = "自何日起", .en = "from"),
	FIELD(struct stop_order_new, mines, .min = 0, .max = MAX_MINES, .zh = "矿山", .en = "mines"),
	FIELD(struct stop_order_new, all, .zh = "所辖全部矿山", .en = "every mine in scope"),
};
const struct record stop_order_new_record = RECORD(stop_order_new, new_fields);

static const struct field query_fields[] = {
	FIELD(struct stop_order_query, state, .choices = states),
	FIELD(struct stop_order_query, kind, .choices = kinds),
	FIELD(struct stop_order_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct stop_order_query, org, .min = 0, .max = INT64_MAX),
	FIELD(struct stop_order_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct stop_order_query, cursor, .min = 0, .max = 80),
	FIELD(struct stop_order_query, total),
};
const struct record stop_order_query_record = RECORD(stop_order_query, query_fields);

static const struct field mine_query_fields[] = {
	FIELD(struct stop_order_mine_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct stop_order_mine_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct stop_order_mine_query, served, .choices = yes_no),
};
const struct record stop_order_mine_query_record = RECORD(stop_order_mine_query, mine_query_fields);

struct number {
	int64_t id;
};
static const struct field number_fields[] = {FIELD(struct number, id)};
static const struct record number_record = RECORD(number, number_fields);

/* ---- reading ---- */

/* Orders that touch a mine which the user may see. */
static enum status scope(struct cx *cx, struct where *w)
{
	bool all;
	TRY(mine_sees_all(cx, &all));
	if (all)
		return STATUS_OK;
	buf_puts(&w->sql, " AND EXISTS (SELECT 1 FROM stop_order_mine x WHERE x.county = o.county AND x.stop_order = o.id");
	TRY(inspection_scope(cx, w, "x"));
	buf_puts(&w->sql, ")");
	return STATUS_OK;
}

enum status stop_order_get(struct cx *cx, int64_t id, struct stop_order **out)
{
	struct list l;
	struct where w = where_new(cx, "o.county = $?", V(cx->county));
	where_and(&w, "o.id = $?", V(id));
	TRY(scope(cx, &w));
	TRY(db_all(cx, &stop_order_record, &l, arena_printf(cx->mem, "SELECT " STOP_ORDER_COLUMNS " FROM stop_order o" STOP_ORDER_JOINS " WHERE %s", w.sql.s),
		   where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such stop order, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

static void filter(const struct stop_order_query *q, struct where *w)
{
	if (q->state && strcmp(q->state, "open") == 0)
		buf_puts(&w->sql, " AND o.ended_on = ''");
	else if (q->state)
		where_and(w, "o.state = $?", V(q->state));
	if (q->kind)
		where_and(w, "o.kind = $?", V(q->kind));
	if (q->org)
		where_and(w, "o.org = $?", V(q->org));
	if (q->mine)
		where_and(w, "EXISTS (SELECT 1 FROM stop_order_mine y WHERE y.county = o.county AND y.stop_order = o.id AND y.mine = $?)",
			  V(q->mine));
}

enum status stop_order_list(struct cx *cx, const struct stop_order_query *q, struct stop_order_page *out)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "o.county = $?", V(cx->county));
	*out = (struct stop_order_page){.total = -1};
	TRY(scope(cx, &w));
	filter(q, &w);
	if (q->total)
		TRY(inspection_count(cx, &out->total, arena_printf(cx->mem, "SELECT count(*) AS n FROM stop_order o WHERE %s", w.sql.s),
				     where_args(&w)));
	TRY(where_go_on(cx, &w, "o.from_day", "o.id", true, false, q->cursor));
	where_more(&w, " ORDER BY o.from_day DESC, o.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &stop_order_record, &out->orders,
		   arena_printf(cx->mem, "SELECT " STOP_ORDER_COLUMNS " FROM stop_order o" STOP_ORDER_JOINS " WHERE %s", w.sql.s), where_args(&w)));
	if (out->orders.count > (size_t)limit) {
		out->orders.count = (size_t)limit;
		const struct stop_order *last = (const struct stop_order *)out->orders.items + limit - 1;
		out->next = where_cursor(cx, last->from_day, last->row.id);
	}
	return STATUS_OK;
}

enum status stop_order_mines(struct cx *cx, int64_t id, const struct stop_order_mine_query *q, struct list *out)
{
	struct where w = where_new(cx, "x.county = $?", V(cx->county));
	where_and(&w, "x.stop_order = $?", V(id));
	TRY(inspection_scope(cx, &w, "x"));
	where_and(&w, "x.mine > $?", V(q->cursor));
	if (q->served)
		buf_puts(&w.sql, strcmp(q->served, "yes") == 0 ? " AND x.served_at > 0" : " AND x.served_at = 0");
	where_more(&w, " ORDER BY x.mine LIMIT $?", V((q->limit ? q->limit : DEFAULT_LIMIT) + 1));
	return db_all(cx, &stop_order_mine_record, out,
		      arena_printf(cx->mem,
				   "SELECT x.mine, m.name AS mine_name, x.enterprise, e.name AS enterprise_name, t.name AS town_name, x.served_at,"
				   " s.name AS served_by_name, x.served_how, x.lifted_on, l.name AS lifted_by_name, x.lift_reason"
				   " FROM stop_order_mine x LEFT JOIN mine m ON m.county = x.county AND m.id = x.mine"
				   " LEFT JOIN org e ON e.county = x.county AND e.id = x.enterprise"
				   " LEFT JOIN org t ON t.county = x.county AND t.id = x.town"
				   " LEFT JOIN person s ON s.county = x.county AND s.id = x.served_by"
				   " LEFT JOIN person l ON l.county = x.county AND l.id = x.lifted_by WHERE %s", w.sql.s),
		      where_args(&w));
}

enum status stop_order_holds(struct cx *cx, int64_t mine, struct day day, bool *yes)
{
	int64_t n;
	TRY(inspection_count(cx, &n,
		"SELECT count(*) AS n FROM stop_order_mine x JOIN stop_order o ON o.county = x.county AND o.id = x.stop_order"
		" WHERE x.county = $1 AND x.mine = $2 AND o.from_day <= $3 AND (x.lifted_on = '' OR x.lifted_on > $3)"
		" AND NOT (o.state = 'revoked' AND o.ended_on <= $3)",
		ARGS(V(cx->county), V(mine), V(day_text(cx, day)))));
	*yes = n > 0;
	return STATUS_OK;
}

/* ---- issuing ---- */

#define INSERT_MINE "INSERT INTO stop_order_mine (county, stop_order, mine, town, enterprise) SELECT m.county, CAST($? AS BIGINT), m.id, m.town," \
		    " m.enterprise FROM mine m WHERE"

static enum status add_all(struct cx *cx, int64_t id)
{
	struct where w = where_new(cx, INSERT_MINE, V(id));
	where_more(&w, " m.county = $?", V(cx->county));
	where_and(&w, "(m.ended_on = '' OR m.ended_on > $?)", V(day_today(cx)));
	TRY(mine_scope(cx, &w));
	return db_exec(cx, NULL, w.sql.s, where_args(&w));
}

static enum status add_one(struct cx *cx, int64_t id, const char *text)
{
	struct mine *m;
	struct where w = where_new(cx, INSERT_MINE, V(id));
	enum status s = mine_get(cx, strtoll(text, NULL, 10), &m);
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		return cx_fail_field(cx, "mines", "there is no such mine, or it is not yours to see: %s", text);
	}
	TRY(s);
	where_more(&w, " m.county = $?", V(cx->county));
	where_and(&w, "m.id = $?", V(m->id));
	return db_exec(cx, NULL, arena_printf(cx->mem, "%s ON CONFLICT (county, stop_order, mine) DO NOTHING", w.sql.s), where_args(&w));
}

/* The mines of an order whose answer has changed. */
enum status stop_order_refresh_mines(struct cx *cx, int64_t order)
{
	struct list l;
	TRY(db_all(cx, &number_record, &l, "SELECT mine AS id FROM stop_order_mine WHERE county = $1 AND stop_order = $2 ORDER BY mine",
		   ARGS(V(cx->county), V(order))));
	const struct number *m = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(mine_refresh(cx, m[i].id));
	return STATUS_OK;
}

enum status stop_order_tell(struct cx *cx, int64_t order, const char *kind, const char *words_en, const char *what)
{
	struct list l;
	const char *link = arena_printf(cx->mem, "/stop-orders/%" PRId64, order);
	TRY(db_all(cx, &number_record, &l,
		   "SELECT DISTINCT enterprise AS id FROM stop_order_mine WHERE county = $1 AND stop_order = $2 AND enterprise > 0",
		   ARGS(V(cx->county), V(order))));
	const struct number *e = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(inspection_tell(cx, e[i].id, PERM_HAZARD_RECTIFY, kind, link, words_en, what));
	return STATUS_OK;
}

static enum status may_issue(struct cx *cx, const struct stop_order_new *in)
{
	const char *kind;
	TRY(inspection_my_kind(cx, &kind));
	if (strcmp(in->kind, "department") != 0 && strcmp(kind, "town") == 0)
		return cx_fail_field(cx, "kind", "a town orders in its own name only");
	if (!in->all && !in->mines.count)
		return cx_fail_field(cx, "mines", "say which mines are to stop");
	return STATUS_OK;
}

enum status stop_order_issue(struct cx *cx, const struct stop_order_new *in, int64_t *id)
{
	TRY(may_issue(cx, in));
	struct stop_order o = {.row = {.id = id_new(cx), .version = 1, .state = stop_order_flow.states[0].name}, .kind = in->kind,
			       .no = inspection_or(in->no, ""), .org = cx->org, .person = cx->user, .reason = in->reason,
			       .basis = in->basis, .scope = inspection_or(in->scope, ""), .issued_on = day_today(cx),
			       .from_day = in->from_day, .ended_on = ""};
	*id = o.row.id;
	TRY(db_exec(cx, NULL,
		    "INSERT INTO stop_order (county, id, state, kind, no, org, person, reason, basis, scope, issued_on, from_day, created_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		    ARGS(V(cx->county), V(o.row.id), V(o.row.state), V(o.kind), V(o.no), V(o.org), V(o.person), V(o.reason), V(o.basis),
			 V(o.scope), V(o.issued_on), V(o.from_day), V(cx->now))));
	if (in->all)
		TRY(add_all(cx, o.row.id));
	for (size_t i = 0; i < in->mines.count && !in->all; i++)
		TRY(add_one(cx, o.row.id, in->mines.items[i]));
	TRY(inspection_count(cx, &o.mines, "SELECT count(*) AS n FROM stop_order_mine WHERE county = $1 AND stop_order = $2",
			     ARGS(V(cx->county), V(o.row.id))));
	if (!o.mines)
		return cx_fail_field(cx, "mines", "there is no mine that could be stopped");
	TRY(db_exec(cx, NULL, "UPDATE stop_order SET mines = $1 WHERE county = $2 AND id = $3", ARGS(V(o.mines), V(cx->county), V(o.row.id))));
	TRY(flow_began(cx, &stop_order_flow, o.row.id, "issue", &stop_order_record, &o));
	TRY(stop_order_refresh_mines(cx, o.row.id));
	return stop_order_tell(cx, o.row.id, "stop_order", "ordered to stop, sign for it: %s", o.reason);
}
