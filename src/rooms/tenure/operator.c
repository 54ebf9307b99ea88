#include "rooms/tenure/operator.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/tenure/application.h"

static const char *const forms[] = {"contract", "shares", "transfer", "joint", NULL};
static const char *const states[] = {"open", "draft", "calling", "assessing", "negotiating", "signed", "operating", "ended", "cancelled", NULL};

#define F(member, ...) FIELD(struct opportunity, member, __VA_ARGS__)
static const struct field fields[] = {
	FIELD_AS(struct opportunity, "id", row.id), FIELD_AS(struct opportunity, "version", row.version),
	FIELD_AS(struct opportunity, "state", row.state), F(no), F(title), F(mine), F(town, .flags = NULLABLE), F(enterprise, .flags = NULLABLE),
	F(mine_name), F(town_name), F(enterprise_name), F(mineral), F(form, .choices = forms), F(scale_t), F(terms), F(open_until),
	F(chosen, .flags = NULLABLE), F(chosen_name), F(contract_no), F(contract_from), F(contract_to), F(contract_t), F(safety_no), F(safety_on),
	F(handed_on), F(ended_on), F(answer), F(due), F(due_key),
};
const struct record opportunity_record = RECORD(opportunity, fields);
#define COLUMNS                                                                                                       \
	"x.id, x.version, x.state, x.no, x.title, x.mine, x.town, x.enterprise, m.name AS mine_name, t.name AS town_name, " \
	"e.name AS enterprise_name, x.mineral, x.form, x.scale_t, x.terms, x.open_until, x.chosen, c.name AS chosen_name, x.contract_no, " \
	"x.contract_from, x.contract_to, x.contract_t, x.safety_no, x.safety_on, x.handed_on, x.ended_on, x.answer, x.due, x.due_key"
#define FROM                                                                                                          \
	" FROM operator_opportunity x LEFT JOIN mine m ON m.county = x.county AND m.id = x.mine"                      \
	" LEFT JOIN org t ON t.county = x.county AND t.id = x.town LEFT JOIN org e ON e.county = x.county AND e.id = x.enterprise" \
	" LEFT JOIN operator_candidate c ON c.county = x.county AND c.opportunity = x.id AND c.id = x.chosen"

static const struct field input_fields[] = {
	F(mine, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "矿山", .en = "mine"),
	F(title, .flags = REQUIRED, .min = 2, .max = 100, .zh = "项目名称", .en = "title"),
	F(mineral, .min = 0, .max = 40, .zh = "矿种", .en = "mineral"),
	F(form, .flags = REQUIRED, .choices = forms, .zh = "引进方式", .en = "form"),
	F(scale_t, .min = 0, .max = INT64_C(1000000000), .zh = "要求规模（吨/年）", .en = "scale wanted, t a year"),
	F(terms, .min = 0, .max = 4000, .zh = "合作条件", .en = "terms"),
	F(open_until, .flags = REQUIRED | DAY, .zh = "征集截止日", .en = "candidates until"),
};
const struct record opportunity_input_record = RECORD(opportunity, input_fields);

static const struct field query_fields[] = {
	FIELD(struct opportunity_query, q, .min = 0, .max = 100),
	FIELD(struct opportunity_query, state, .choices = states),
	FIELD(struct opportunity_query, cursor, .min = 0, .max = 100),
	FIELD(struct opportunity_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct opportunity_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct opportunity_query, enterprise, .min = 0, .max = INT64_MAX),
	FIELD(struct opportunity_query, limit, .min = 1, .max = 200),
};
const struct record opportunity_query_record = RECORD(opportunity_query, query_fields);

/* ---- reading ---- */

enum status opportunity_get(struct cx *cx, int64_t id, struct opportunity **out)
{
	struct list l;
	struct where w = where_new(cx, "x.county = $?", V(cx->county));
	where_and(&w, "x.id = $?", V(id));
	TRY(tenure_scope(cx, &w, "x"));
	TRY(db_all(cx, &opportunity_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such opportunity, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

enum status opportunity_list(struct cx *cx, const struct opportunity_query *q, struct opportunity_list *out)
{
	enum { DEFAULT_LIMIT = 50 };
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "x.county = $?", V(cx->county));
	*out = (struct opportunity_list){0};
	TRY(tenure_scope(cx, &w, "x"));
	if (q->q && *q->q)
		where_and(&w, "(lower(x.no) LIKE $? ESCAPE '\\' OR lower(x.title) LIKE $? ESCAPE '\\' OR lower(m.name) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q)));
	if (q->state && strcmp(q->state, "open") == 0)
		buf_puts(&w.sql, " AND x.ended_on = ''");
	else if (q->state)
		where_and(&w, "x.state = $?", V(q->state));
	if (q->mine)
		where_and(&w, "x.mine = $?", V(q->mine));
	if (q->town)
		where_and(&w, "x.town = $?", V(q->town));
	if (q->enterprise)
		where_and(&w, "x.enterprise = $?", V(q->enterprise));
	TRY(where_go_on(cx, &w, "x.due_key", "x.id", false, false, q->cursor));
	where_more(&w, " ORDER BY x.due_key, x.id LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &opportunity_record, &out->items, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (out->items.count > (size_t)limit) {
		out->items.count = (size_t)limit;
		const struct opportunity *last = (const struct opportunity *)out->items.items + limit - 1;
		out->next = where_cursor(cx, last->due_key, last->row.id);
	}
	return STATUS_OK;
}

/* ---- beginning ---- */

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

static enum status next_no(struct cx *cx, const char **out)
{
	struct number n;
	int y, m, d;
	day_split(day_of(cx->now), &y, &m, &d);
	const char *head = arena_printf(cx->mem, "Y%04d-", y);
	TRY(db_one(cx, &number_record, &n, "SELECT count(*) AS n FROM operator_opportunity WHERE county = $1 AND no >= $2 AND no < $3",
		   ARGS(V(cx->county), V(head), V((const char *)arena_printf(cx->mem, "%s~", head)))));
	*out = arena_printf(cx->mem, "%s%03" PRId64, head, n.n + 1);
	return STATUS_OK;
}

enum status opportunity_store(struct cx *cx, const struct opportunity *o)
{
	return db_exec(cx, NULL,
		       "UPDATE operator_opportunity SET title = $1, mineral = $2, form = $3, scale_t = $4, terms = $5, open_until = $6, chosen = $7,"
		       " contract_no = $8, contract_from = $9, contract_to = $10, contract_t = $11, safety_no = $12, safety_on = $13, handed_on = $14,"
		       " ended_on = $15, answer = $16, due = $17, due_key = $18 WHERE county = $19 AND id = $20",
		       ARGS(V(o->title), V(o->mineral), V(o->form), V(o->scale_t), V(o->terms), V(o->open_until), V(o->chosen), V(o->contract_no),
			    V(o->contract_from), V(o->contract_to), V(o->contract_t), V(o->safety_no), V(o->safety_on), V(o->handed_on), V(o->ended_on),
			    V(o->answer), V(o->due), V(*o->due && !*o->ended_on ? o->due : "9999-99-99"), V(cx->county), V(o->row.id)));
}

enum status opportunity_create(struct cx *cx, const struct opportunity *in, int64_t *id)
{
	struct mine *m;
	struct number n;
	struct opportunity o = *in;
	TRY(mine_get(cx, in->mine, &m));
	TRY(db_one(cx, &number_record, &n, "SELECT count(*) AS n FROM operator_opportunity WHERE county = $1 AND mine = $2 AND ended_on = ''",
		   ARGS(V(cx->county), V(in->mine))));
	if (n.n)
		return cx_fail(cx, STATUS_CONFLICT, "one for this mine is under way already");
	o.row = (struct flow_row){.id = *id = id_new(cx), .version = 1, .state = opportunity_flow.states[0].name};
	o.contract_no = o.contract_from = o.contract_to = o.safety_no = o.safety_on = o.handed_on = o.ended_on = o.answer = "";
	o.mineral = in->mineral && *in->mineral ? in->mineral : m->minerals;
	o.terms = in->terms ? in->terms : "";
	o.due = in->open_until;
	TRY(next_no(cx, &o.no));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO operator_opportunity (county, id, state, no, title, mine, town, enterprise, mineral, form, created_by, created_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
		    ARGS(V(cx->county), V(o.row.id), V(o.row.state), V(o.no), V(o.title), V(m->id), V(m->town), V(m->enterprise), V(o.mineral), V(o.form),
			 V(cx->user), V(cx->now))));
	TRY(opportunity_store(cx, &o));
	return flow_began(cx, &opportunity_flow, o.row.id, "begin", &opportunity_input_record, in);
}

/* ---- whether the mine may work ---- */

/* 安全生产法 49: one agreement on safety with each who is let in; and he who lets in answers for all. */
static void add_reasons(struct cx *cx, const struct mine *m, const struct opportunity *o, const char *day, struct mine_reasons *out)
{
	const char *link = arena_printf(cx->mem, "/operators/%" PRId64, o->row.id);
	mine_reason_add(cx, out, &(struct mine_reason){.code = "contracted", .since = o->handed_on, .org = m->enterprise, .org_name = m->enterprise_name,
		.text = arena_printf(cx->mem, words(cx, "mined under contract by %s; the holder %s stays responsible for safety"),
				     o->chosen_name ? o->chosen_name : "", m->enterprise_name ? m->enterprise_name : m->owners),
		.missing = "", .rule = "operator.duty", .source = words(cx, "Work Safety Law, article 49"), .link = link});
	if (!*o->safety_no || strcmp(o->safety_on, day) > 0)
		mine_reason_add(cx, out, &(struct mine_reason){.code = "no_safety_agreement", .blocks = true, .since = o->handed_on, .org = m->enterprise,
			.org_name = m->enterprise_name, .text = words(cx, "the contractor works without a safety agreement"),
			.missing = words(cx, "a safety agreement between the holder and the contractor"), .rule = "operator.duty",
			.source = words(cx, "Work Safety Law, article 49"), .link = link});
	if (*o->contract_to && strcmp(o->contract_to, day) < 0)
		mine_reason_add(cx, out, &(struct mine_reason){.code = "contract_over", .blocks = true, .since = o->contract_to, .org = m->enterprise,
			.org_name = m->enterprise_name, .text = arena_printf(cx->mem, words(cx, "the contract %s ran out on %s"), o->contract_no, o->contract_to),
			.missing = words(cx, "a new contract, or the end of the contracted work"), .rule = "operator.duty",
			.source = words(cx, "Work Safety Law, article 49"), .link = link});
}

enum status operator_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct list l;
	const char *text = day_text(cx, day);
	TRY(db_all(cx, &opportunity_record, &l,
		   "SELECT " COLUMNS FROM " WHERE x.county = $1 AND x.mine = $2 AND x.handed_on <> '' AND x.handed_on <= $3"
		   " AND x.form IN ('contract', 'joint') AND (x.ended_on = '' OR x.ended_on > $3) ORDER BY x.id",
		   ARGS(V(cx->county), V(m->id), V(text))));
	const struct opportunity *o = l.items;
	for (size_t i = 0; i < l.count; i++)
		add_reasons(cx, m, &o[i], text, out);
	return STATUS_OK;
}

/* ---- to-dos ---- */

enum status operator_todo(struct cx *cx, struct todos *out)
{
	static const char *const waiting[][2] = {{"draft", "publish"}, {"calling", "assess"}, {"assessing", "choose"}, {"negotiating", "contract"},
						 {"signed", "hand_over"}};
	if (!(cx->perms & PERM_OPERATOR_MANAGE))
		return STATUS_OK;
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
		struct opportunity_list page;
		TRY(opportunity_list(cx, &(struct opportunity_query){.state = waiting[i][0], .limit = TODO_CANDIDATES}, &page));
		struct opportunity *o = page.items.items;
		for (size_t k = 0; k < page.items.count; k++)
			TRY(todo_offer(cx, out, &opportunity_flow, &o[k].row, waiting[i][1],
				       &(struct todo){.no = o[k].no, .title = o[k].title, .due = o[k].due,
						      .text = flow_state_label(cx, &opportunity_flow, o[k].row.state),
						      .link = arena_printf(cx->mem, "/operators/%" PRId64, o[k].row.id)}));
	}
	return STATUS_OK;
}
