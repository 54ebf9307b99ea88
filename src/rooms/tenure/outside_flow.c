/* outside_flow.c - an alert that a place is outside its licence: looked into, false or true, settled; lists and reasons. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/inspection/investigation.h"
#include "rooms/tenure/application.h"
#include "rooms/tenure/outside.h"

static const char *const list_states[] = {"open", "to_check", "confirmed", "settled", "false", NULL};

#define F(member, ...) FIELD(struct outside, member, __VA_ARGS__)
static const struct field fields[] = {
	FIELD_AS(struct outside, "id", row.id), FIELD_AS(struct outside, "version", row.version), FIELD_AS(struct outside, "state", row.state),
	F(mine), F(town, .flags = NULLABLE), F(enterprise, .flags = NULLABLE), F(mine_name), F(town_name), F(enterprise_name), F(place), F(place_name),
	F(kind), F(metres), F(area_m2), F(text), F(found_on), F(due), F(due_key), F(investigation, .flags = NULLABLE), F(confirmed_on), F(ended_on),
	F(answer),
};
const struct record outside_record = RECORD(outside, fields);
#define COLUMNS                                                                                                       \
	"x.id, x.version, x.state, x.mine, x.town, x.enterprise, m.name AS mine_name, t.name AS town_name, e.name AS enterprise_name, " \
	"x.place, x.place_name, x.kind, x.metres, x.area_m2, x.text, x.found_on, x.due, x.due_key, x.investigation, x.confirmed_on, " \
	"x.ended_on, x.answer"
#define FROM                                                                                                          \
	" FROM tenure_outside x LEFT JOIN mine m ON m.county = x.county AND m.id = x.mine"                            \
	" LEFT JOIN org t ON t.county = x.county AND t.id = x.town LEFT JOIN org e ON e.county = x.county AND e.id = x.enterprise"

static const struct field query_fields[] = {
	FIELD(struct outside_query, state, .choices = list_states),
	FIELD(struct outside_query, cursor, .min = 0, .max = 100),
	FIELD(struct outside_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct outside_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct outside_query, limit, .min = 1, .max = 200),
};
const struct record outside_query_record = RECORD(outside_query, query_fields);

/* ---- reading ---- */

enum status outside_list(struct cx *cx, const struct outside_query *q, struct outside_list *out)
{
	enum { DEFAULT_LIMIT = 50 };
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "x.county = $?", V(cx->county));
	*out = (struct outside_list){0};
	TRY(tenure_scope(cx, &w, "x"));
	if (q->state && strcmp(q->state, "open") == 0)
		buf_puts(&w.sql, " AND x.ended_on = ''");
	else if (q->state)
		where_and(&w, "x.state = $?", V(q->state));
	if (q->mine)
		where_and(&w, "x.mine = $?", V(q->mine));
	if (q->town)
		where_and(&w, "x.town = $?", V(q->town));
	TRY(where_go_on(cx, &w, "x.due_key", "x.id", false, false, q->cursor));
	where_more(&w, " ORDER BY x.due_key, x.id LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &outside_record, &out->items, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (out->items.count > (size_t)limit) {
		out->items.count = (size_t)limit;
		const struct outside *last = (const struct outside *)out->items.items + limit - 1;
		out->next = where_cursor(cx, last->due_key, last->row.id);
	}
	return STATUS_OK;
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct list l;
	struct where w = where_new(cx, "x.county = $?", V(cx->county));
	where_and(&w, "x.id = $?", V(id));
	TRY(tenure_scope(cx, &w, "x"));
	TRY(db_all(cx, &outside_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such alert, or it is not yours to see");
	*row = &((struct outside *)l.items)->row;
	return STATUS_OK;
}

/* ---- steps ---- */

static struct outside *outside_of(struct act *a)
{
	return (struct outside *)a->row;
}

static enum status end(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE tenure_outside SET ended_on = $1, answer = $2, due = '', due_key = '9999-99-99' WHERE county = $3 AND id = $4",
		       ARGS(V(day_today(cx)), V(((const struct tenure_words *)a->input)->text), V(cx->county), V(a->row->id)));
}

static enum status confirm(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE tenure_outside SET confirmed_on = $1, answer = $2, due = '', due_key = '9999-99-99' WHERE county = $3 AND id = $4",
		       ARGS(V(day_today(cx)), V(((const struct tenure_words *)a->input)->text), V(cx->county), V(a->row->id)));
}

static enum status may_open(struct cx *cx, struct act *a)
{
	return outside_of(a)->investigation ? cx_fail(cx, STATUS_CONFLICT, "an investigation was opened already") : STATUS_OK;
}

/* The case of measure 1: was it mined outside of what is licensed? */
static enum status open_case(struct cx *cx, struct act *a)
{
	struct outside *o = outside_of(a);
	const struct investigation_new in = {.mine = o->mine, .no = "", .due = "",
		.title = arena_printf(cx->mem, words(cx, "working outside the licence: %s"), o->place_name)};
	TRY(investigation_open(cx, &in, &o->investigation));
	return db_exec(cx, NULL, "UPDATE tenure_outside SET investigation = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(o->investigation), V(cx->county), V(o->row.id)));
}

static enum status after(struct cx *cx, struct act *a)
{
	return mine_refresh(cx, outside_of(a)->mine);
}

static const struct flow_state states[] = {
	{"to_check", "待核查", "to be looked into", false},
	{"confirmed", "属实", "true", false},
	{"settled", "已整改到位", "settled", true},
	{"false", "误报", "false alarm", true},
	{0},
};

static const struct step steps[] = {
	{.from = "to_check", .action = "dismiss", .to = "false", .zh = "误报", .en = "false alarm", .perm = BIT(TENURE_MANAGE), .input = &tenure_words_record,
	 .evidence = EVIDENCE_MUST, .guard = tenure_bureau_only, .effect = end, .limit = "tenure.outside"},
	{.from = "to_check", .action = "confirm", .to = "confirmed", .zh = "核查属实", .en = "it is true", .perm = BIT(TENURE_MANAGE),
	 .input = &tenure_words_record, .evidence = EVIDENCE_MUST, .guard = tenure_bureau_only, .effect = confirm, .limit = "tenure.outside"},
	{.from = "to_check|confirmed", .action = "open_case", .zh = "立案调查", .en = "open an investigation", .perm = BIT(CASE_INVESTIGATE),
	 .guard = may_open, .effect = open_case, .confirm = true},
	{.from = "confirmed", .action = "settle", .to = "settled", .zh = "整改到位", .en = "settled", .perm = BIT(TENURE_MANAGE),
	 .input = &tenure_words_record, .evidence = EVIDENCE_MUST, .guard = tenure_bureau_only, .effect = end},
};

const struct flow outside_flow = {
	.name = "tenure_outside", .zh = "超层越界预警", .en = "working outside the licence", .table = "tenure_outside", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "(SELECT m.name FROM mine m WHERE m.county = f.county AND m.id = f.mine)", .due = "f.due", .page = "/tenure/outside/", .zh = "预警", .en = "alerted"},
};
const struct flow_page outside_page = {.flow = &outside_flow, .record = &outside_record};

/* ---- to-dos and reasons ---- */

enum status outside_todo(struct cx *cx, struct todos *out)
{
	static const char *const waiting[][2] = {{"to_check", "confirm"}, {"confirmed", "settle"}};
	if (!(cx->perms & PERM_TENURE_MANAGE))
		return STATUS_OK;
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
		struct outside_list page;
		TRY(outside_list(cx, &(struct outside_query){.state = waiting[i][0], .limit = TODO_CANDIDATES}, &page));
		struct outside *o = page.items.items;
		for (size_t k = 0; k < page.items.count; k++)
			TRY(todo_offer(cx, out, &outside_flow, &o[k].row, waiting[i][1],
				       &(struct todo){.no = "", .title = o[k].mine_name, .due = o[k].due, .since = o[k].found_on, .text = o[k].text,
						      .link = arena_printf(cx->mem, "/tenure/outside/%" PRId64, o[k].row.id)}));
	}
	return STATUS_OK;
}

enum status outside_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct list l;
	const char *text = day_text(cx, day);
	TRY(db_all(cx, &outside_record, &l,
		   "SELECT " COLUMNS FROM " WHERE x.county = $1 AND x.mine = $2 AND x.found_on <= $3 AND (x.ended_on = '' OR x.ended_on > $3) ORDER BY x.id",
		   ARGS(V(cx->county), V(m->id), V(text))));
	const struct outside *o = l.items;
	for (size_t i = 0; i < l.count; i++) {
		bool sure = *o[i].confirmed_on && strcmp(o[i].confirmed_on, text) <= 0;
		mine_reason_add(cx, out, &(struct mine_reason){.code = "outside", .blocks = sure, .since = sure ? o[i].confirmed_on : o[i].found_on,
			.text = o[i].text, .by = sure ? "" : o[i].due, .org = m->enterprise, .org_name = m->enterprise_name, .rule = "tenure.outside", .source = "",
			.missing = sure ? words(cx, "back within the boundary, confirmed by the bureau") : words(cx, "the bureau looks into it"),
			.link = arena_printf(cx->mem, "/tenure/outside/%" PRId64, o[i].row.id)});
	}
	return STATUS_OK;
}
