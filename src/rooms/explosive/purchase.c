/* purchase.c - purchase permits: applied for, read, listed. */
#include "rooms/explosive/book.h"
#include "rooms/explosive/permit.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/rule.h"
#include "core/search.h"
#include "db/db.h"
#include "rooms/explosive/permit_inside.h"
#include "rooms/explosive/police.h"

static const char *const purposes[] = {"production", "stripping", "road", "development", "other", NULL};
static const char *const states[] = {"applied", "approved", "bought", "done", "refused", "expired", "withdrawn", NULL};
static const char *const yes[] = {"1", NULL};

#define PURCHASE_INPUT                                                                                                 \
	FIELD(struct purchase, supplier, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "销售企业",              \
	      .en = "dealer"),                                                                                         \
		FIELD(struct purchase, purpose, .flags = REQUIRED, .choices = purposes, .zh = "用途",                  \
		      .en = "purpose"),                                                                                \
		FIELD(struct purchase, use_text, .flags = REQUIRED, .min = 4, .max = 500, .zh = "用途说明",            \
		      .en = "what it is for"),                                                                         \
		FIELD(struct purchase, bank_account, .flags = REQUIRED, .min = 4, .max = 60, .zh = "银行账户",         \
		      .en = "bank account"),                                                                           \
		FIELD(struct purchase, emulsion_kg, .min = 0, .max = 1000000, .zh = "乳化炸药（千克）",                \
		      .en = "emulsion, kg"),                                                                           \
		FIELD(struct purchase, anfo_kg, .min = 0, .max = 1000000, .zh = "铵油炸药（千克）", .en = "ANFO, kg"), \
		FIELD(struct purchase, detonators, .min = 0, .max = 1000000, .zh = "雷管（发）", .en = "detonators"),  \
		FIELD(struct purchase, cord_m, .min = 0, .max = 1000000, .zh = "导爆索（米）", .en = "cord, m")

static const struct field fields[] = {
	FIELD_AS(struct purchase, "id", row.id),
	FIELD_AS(struct purchase, "version", row.version),
	FIELD_AS(struct purchase, "state", row.state),
	FIELD(struct purchase, no),
	FIELD(struct purchase, mine),
	FIELD(struct purchase, mine_name),
	FIELD(struct purchase, magazine),
	FIELD(struct purchase, magazine_name),
	FIELD(struct purchase, supplier_name),
	PURCHASE_INPUT,
	FIELD(struct purchase, applied_on),
	FIELD(struct purchase, due),
	FIELD(struct purchase, decided_on),
	FIELD(struct purchase, valid_to),
	FIELD(struct purchase, reason),
	FIELD(struct purchase, overridden),
	FIELD(struct purchase, override_reason),
	FIELD(struct purchase, override_by, .flags = NULLABLE),
	FIELD(struct purchase, override_name),
	FIELD(struct purchase, override_at, .flags = TIME),
	FIELD(struct purchase, override_failed),
	FIELD(struct purchase, price_fen),
	FIELD(struct purchase, deal_on),
	FIELD(struct purchase, filed_on),
	FIELD(struct purchase, sent_emulsion_kg),
	FIELD(struct purchase, sent_anfo_kg),
	FIELD(struct purchase, sent_detonators),
	FIELD(struct purchase, sent_cord_m),
};
const struct record purchase_record = RECORD(purchase, fields);
static const struct field new_fields[] = {
	FIELD(struct purchase, magazine, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "储存库",
	      .en = "magazine"),
	PURCHASE_INPUT,
};
const struct record purchase_new_record = RECORD(purchase, new_fields);
#define COLUMNS                                                                                                        \
	"p.id, p.version, p.state, p.no, p.mine, m.name AS mine_name, p.magazine, g.name AS magazine_name, "           \
	"p.supplier, s.name AS supplier_name, "                                                                        \
	"p.purpose, p.use_text, p.bank_account, p.emulsion_kg, p.anfo_kg, p.detonators, p.cord_m, p.applied_on, "      \
	"p.due, p.decided_on, p.valid_to, "                                                                            \
	"p.reason, p.overridden, p.override_reason, p.override_by, o.name AS override_name, p.override_at, "           \
	"p.override_failed, p.price_fen, "                                                                             \
	"p.deal_on, p.filed_on, p.sent_emulsion_kg, p.sent_anfo_kg, p.sent_detonators, p.sent_cord_m"
#define FROM                                                                                                           \
	" FROM explosive_purchase p JOIN mine m ON m.county = p.county AND m.id = p.mine"                              \
	" JOIN explosive_magazine g ON g.county = p.county AND g.id = p.magazine"                                      \
	" LEFT JOIN explosive_supplier s ON s.county = p.county AND s.id = p.supplier"                                 \
	" LEFT JOIN person o ON o.county = p.county AND o.id = p.override_by"

static const struct field query_fields[] = {
	FIELD(struct purchase_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct purchase_query, supplier, .min = 0, .max = INT64_MAX),
	FIELD(struct purchase_query, state, .choices = states),
	FIELD(struct purchase_query, overridden, .choices = yes),
	FIELD(struct purchase_query, from, .flags = DAY),
	FIELD(struct purchase_query, to, .flags = DAY),
	FIELD(struct purchase_query, q, .min = 0, .max = 60),
	FIELD(struct purchase_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct purchase_query, limit, .min = 1, .max = 200),
};
const struct record purchase_query_record = RECORD(purchase_query, query_fields);

/* ---- applying ---- */

enum status permit_due(struct cx *cx, const char *name, const char *key, const char **out)
{
	const struct rules *rules;
	const struct rule *rule;
	enum roll roll;
	int64_t days;
	struct day today = day_of(cx->now);
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, name, today, &rule));
	TRY(rule_int(cx, rule, key, &days));
	TRY(rule_roll(cx, rule, "roll", &roll));
	*out = day_text(cx, due_days(rules_calendar(rules), today, (int)days, roll).day);
	return STATUS_OK;
}

/* P20231025-003: the day, and the how-manieth application of it. */
enum status permit_no(struct cx *cx, const char *table, const char *letter, const char **out)
{
	struct number_row r;
	char day[11];
	day_print(day_of(cx->now), day);
	const char *prefix = arena_printf(cx->mem, "%s%.4s%.2s%.2s-", letter, day, day + 5, day + 8);
	TRY(db_one(
		cx, &number_row_record, &r,
		arena_printf(cx->mem, "SELECT count(*) AS n FROM %s WHERE county = $1 AND no >= $2 AND no < $3", table),
		ARGS(V(cx->county), V(prefix), V(arena_printf(cx->mem, "%s~", prefix)))));
	*out = arena_printf(cx->mem, "%s%03" PRId64, prefix, r.n + 1);
	return STATUS_OK;
}

static enum status insert(struct cx *cx, const struct purchase *p)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_purchase (county, id, state, no, mine, magazine, supplier, purpose, "
		       "use_text, bank_account, emulsion_kg,"
		       " anfo_kg, detonators, cord_m, applied_on, due, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, "
		       "$8, $9, $10, $11, $12, $13, $14,"
		       " $15, $16, $17)",
		       ARGS(V(cx->county), V(p->row.id), V(p->row.state), V(p->no), V(p->mine), V(p->magazine),
			    V(p->supplier), V(p->purpose), V(p->use_text), V(p->bank_account), V(p->emulsion_kg),
			    V(p->anfo_kg), V(p->detonators), V(p->cord_m), V(p->applied_on), V(p->due), V(cx->now)));
}

static enum status check_supplier(struct cx *cx, int64_t id)
{
	struct number_row r;
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM explosive_supplier WHERE county = $1 AND id = $2 AND ended_on = ''",
		   ARGS(V(cx->county), V(id))));
	return r.n ? STATUS_OK : cx_fail_field(cx, "supplier", "there is no such dealer");
}

static const char *failed(struct cx *cx, const struct list *checks)
{
	struct buf b;
	buf_init(&b, cx->mem);
	const struct permit_check *c = checks->items;
	for (size_t i = 0; i < checks->count; i++)
		if (!c[i].good)
			buf_printf(&b, "%s%s", b.n ? "；" : "", c[i].text);
	return b.s;
}

enum status purchase_failed(struct cx *cx, const struct purchase *p, const char **out)
{
	struct list checks;
	enum lang own = cx->lang;
	cx->lang = LANG_ZH; /* what is kept is kept in Chinese */
	enum status s = purchase_checks(cx, p, &checks);
	cx->lang = own;
	TRY(s);
	*out = failed(cx, &checks);
	return STATUS_OK;
}

enum status purchase_index(struct cx *cx, const struct purchase *p)
{
	const char *text =
		arena_printf(cx->mem, "%s %s %s %s %s", p->mine_name, p->supplier_name ? p->supplier_name : "",
			     p->use_text, p->overridden ? "特批" : "", p->override_reason ? p->override_reason : "");
	struct list l;
	TRY(owners_paths(cx, p->mine, &l));
	const struct search_entry e = {.kind = "explosive_purchase",
				       .item = p->row.id,
				       .perms = PERM_EXPLOSIVE_READ,
				       .title = p->no,
				       .text = text,
				       .scope = {(const char **)l.items, l.count}};
	return search_put(cx, &e);
}

enum status purchase_apply(struct cx *cx, const struct purchase *in, struct purchase **out)
{
	struct purchase p = *in;
	struct magazine g;
	char today[11];
	const char *why;
	if (p.emulsion_kg + p.anfo_kg + p.detonators + p.cord_m <= 0)
		return cx_fail_field(cx, "emulsion_kg", "nothing is asked for");
	TRY(magazine_get(cx, p.magazine, &g));
	TRY(own_mine_only(cx, g.mine));
	TRY(check_supplier(cx, p.supplier));
	p.mine = g.mine;
	p.row = (struct flow_row){id_new(cx), 1, purchase_flow.states[0].name};
	p.applied_on = day_print(day_of(cx->now), today);
	TRY(permit_due(cx, "explosive.purchase", "days", &p.due));
	TRY(permit_no(cx, "explosive_purchase", "P", &p.no));
	TRY(purchase_failed(cx, &p, &why));
	TRY(insert(cx, &p));
	TRY(purchase_get(cx, p.row.id, out));
	TRY(flow_began(cx, &purchase_flow, p.row.id, "apply", &purchase_record, *out));
	TRY(purchase_index(cx, *out));
	if (*why)
		TRY(flow_do(cx, &purchase_flow, p.row.id, "refuse_at_once", &(struct refusal){why}, (struct texts){0},
			    0));
	else
		TRY(police_tell(
			cx,
			&(struct notify){.kind = "permit",
					 .link = arena_printf(cx->mem, "/explosives/purchases/%" PRId64, p.row.id)},
			"explosives applied for: %s", p.no));
	return purchase_get(cx, p.row.id, out);
}

/* ---- reading ---- */

enum status purchase_get(struct cx *cx, int64_t id, struct purchase **out)
{
	struct list l;
	struct where w = where_new(cx, "p.county = $?", V(cx->county));
	where_and(&w, "p.id = $?", V(id));
	TRY(mine_scope(cx, &w));
	TRY(db_all(cx, &purchase_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s),
		   where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such permit, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

static enum status narrow(struct cx *cx, const struct purchase_query *q, struct where *w)
{
	*w = where_new(cx, "p.county = $?", V(cx->county));
	if (q->mine)
		where_and(w, "p.mine = $?", V(q->mine));
	if (q->supplier)
		where_and(w, "p.supplier = $?", V(q->supplier));
	if (q->state)
		where_and(w, "p.state = $?", V(q->state));
	if (q->overridden)
		where_and(w, "p.overridden = $?", V(1));
	if (q->from && *q->from)
		where_and(w, "p.applied_on >= $?", V(q->from));
	if (q->to && *q->to)
		where_and(w, "p.applied_on <= $?", V(q->to));
	if (q->q && *q->q)
		where_and(w,
			  "(lower(p.no) LIKE $? ESCAPE '\\' OR lower(p.use_text) LIKE $? ESCAPE '\\' OR lower(m.name) LIKE $? ESCAPE '\\' "
			  "OR lower(s.name) LIKE $? ESCAPE '\\')",
			  V(org_anywhere(cx, q->q)));
	if (q->cursor)
		where_and(w, "p.id < $?", V(q->cursor));
	return mine_scope(cx, w);
}

enum status purchase_list(struct cx *cx, const struct purchase_query *q, struct list *out, int64_t *next)
{
	size_t limit = (size_t)(q->limit ? q->limit : 50);
	struct where w;
	TRY(narrow(cx, q, &w));
	where_more(&w, " ORDER BY p.id DESC LIMIT $?", V((int64_t)limit + 1));
	TRY(db_all(cx, &purchase_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s),
		   where_args(&w)));
	*next = where_page(out, &purchase_record, limit);
	return STATUS_OK;
}

enum status purchase_each(struct cx *cx, const struct purchase_query *q, int64_t limit,
			  enum status (*each)(struct cx *cx, void *arg, const void *row), void *arg)
{
	struct where w;
	TRY(narrow(cx, q, &w));
	where_more(&w, " ORDER BY p.id DESC LIMIT $?", V(limit));
	return db_each(cx, &purchase_record, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s),
		       where_args(&w), each, arg);
}

struct together {
	int64_t kg, n;
};
static const struct field together_fields[] = {FIELD(struct together, kg), FIELD(struct together, n)};
static const struct record together_record = RECORD(together, together_fields);

enum status purchase_together(struct cx *cx, const struct purchase *p, double *kg, int64_t *count)
{
	const struct rule *rule;
	struct together t;
	int64_t days;
	char from[11];
	struct day applied;
	TRY(rule_in_force(cx, "explosive.guards", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "split_days", &days));
	if (!p->applied_on || !day_parse(p->applied_on, &applied))
		applied = day_of(cx->now);
	day_print((struct day){applied.n - (int32_t)days}, from);
	TRY(db_one(
		cx, &together_record, &t,
		"SELECT CAST(coalesce(sum(emulsion_kg + anfo_kg), 0) AS BIGINT) AS kg, count(*) AS n FROM "
		"explosive_purchase WHERE county = $1 AND mine = $2"
		" AND (purpose = $3 OR use_text = $6) AND applied_on >= $4 AND id <> $5 AND (state IN ('applied', "
		"'approved', 'bought', 'done')"
		" OR (state = 'expired' AND sent_emulsion_kg + sent_anfo_kg > 0))",
		ARGS(V(cx->county), V(p->mine), V(p->purpose), V((const char *)from), V(p->row.id), V(p->use_text))));
	*kg = (double)(t.kg + p->emulsion_kg + p->anfo_kg);
	*count = t.n + 1;
	return STATUS_OK;
}
