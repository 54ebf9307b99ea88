/* purchase_flow.c - deciding on purchase permits: within five days, by the conditions, or against them by one person
 * alone. */
#include "rooms/explosive/book.h"
#include "rooms/explosive/permit.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "core/person.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/explosive/permit_inside.h"
#include "rooms/explosive/police.h"

static const struct field refusal_fields[] = {
	FIELD(struct refusal, text, .flags = REQUIRED, .min = 4, .max = 2000, .zh = "理由", .en = "reason"),
};
const struct record refusal_record = RECORD(refusal, refusal_fields);

struct deal {
	const char *deal_on;
	int64_t price_yuan;
	bool by_bank;
};
static const struct field deal_fields[] = {
	FIELD(struct deal, deal_on, .flags = REQUIRED | DAY, .zh = "成交日期", .en = "day of the deal"),
	FIELD(struct deal, price_yuan, .flags = REQUIRED, .min = 1, .max = 1000000, .zh = "炸药单价（元/吨）",
	      .en = "price of explosive, yuan a tonne"),
	FIELD(struct deal, by_bank, .zh = "通过银行账户付款", .en = "paid through a bank account"),
};
static const struct record deal_record = RECORD(deal, deal_fields);

static struct purchase *purchase_of(const struct act *a)
{
	return (struct purchase *)a->row;
}

enum status own_mine_only(struct cx *cx, int64_t mine)
{
	struct mine *m;
	TRY(mine_get(cx, mine, &m));
	return !cx->user || m->enterprise == cx->org
		       ? STATUS_OK
		       : cx_fail(cx, STATUS_FORBIDDEN, "only the mine's own enterprise may do this");
}

struct path_row {
	const char *path;
};
static const struct field path_fields[] = {FIELD(struct path_row, path)};
static const struct record path_record = RECORD(path_row, path_fields);

enum status owners_paths(struct cx *cx, int64_t mine, struct list *out)
{
	return db_all(cx, &path_record, out,
		      "SELECT o.path FROM mine m JOIN org o ON o.county = m.county AND o.id IN (m.enterprise, m.town, "
		      "m.industry)"
		      " WHERE m.county = $1 AND m.id = $2",
		      ARGS(V(cx->county), V(mine)));
}

static enum status own(struct cx *cx, struct act *a)
{
	return own_mine_only(cx, purchase_of(a)->mine);
}

/* ---- deciding ---- */

static enum status leads(struct cx *cx, bool *yes)
{
	struct texts held;
	*yes = !cx->user || cx->perms & PERM_EXPLOSIVE_OVERRIDE;
	if (*yes)
		return STATUS_OK;
	TRY(person_roles(cx, cx->user, &held));
	for (size_t i = 0; i < held.count; i++)
		*yes |= strcmp(held.items[i], "unit_leader") == 0;
	return STATUS_OK;
}

/* One use in pieces is one use: what its applications ask for together decides who may approve. */
static enum status check_split(struct cx *cx, const struct purchase *p)
{
	const struct rule *rule;
	double kg, limit;
	int64_t count;
	bool leader;
	TRY(rule_in_force(cx, "explosive.guards", day_of(cx->now), &rule));
	TRY(rule_real(cx, rule, "leader_kg", &limit));
	TRY(purchase_together(cx, p, &kg, &count));
	TRY(leads(cx, &leader));
	if (kg > limit && !leader)
		return cx_fail(
			cx, STATUS_FORBIDDEN,
			"%" PRId64
			" applications for one use ask for %.0f kg together: above %.0f kg the bureau's leaders decide",
			count, kg, limit);
	return STATUS_OK;
}

static enum status may_approve(struct cx *cx, struct act *a)
{
	const char *why;
	TRY(police_only(cx, a));
	TRY(check_split(cx, purchase_of(a)));
	TRY(purchase_failed(cx, purchase_of(a), &why));
	return *why ? cx_fail(cx, STATUS_CONFLICT, "it does not pass: %s", why) : STATUS_OK;
}

/* One approval of a mine at a time: the quota's row is the queue. */
static enum status take_turn(struct cx *cx, int64_t mine)
{
	return db_exec(cx, NULL,
		       "UPDATE explosive_quota SET version = version + 1 WHERE county = $1 AND mine = $2 AND state = "
		       "'approved'",
		       ARGS(V(cx->county), V(mine)));
}

static enum status grant(struct cx *cx, struct act *a)
{
	const struct rule *rule;
	int64_t days;
	char today[11], until[11];
	const struct purchase *p = purchase_of(a);
	TRY(take_turn(cx, p->mine));
	TRY(rule_in_force(cx, "explosive.purchase", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "valid_days", &days));
	day_print(day_of(cx->now), today);
	day_print((struct day){day_of(cx->now).n + (int32_t)days}, until);
	return db_exec(cx, NULL,
		       "UPDATE explosive_purchase SET decided_on = $1, valid_to = $2, reason = '' WHERE county = $3 "
		       "AND id = $4",
		       ARGS(V((const char *)today), V((const char *)until), V(cx->county), V(a->row->id)));
}

/* What the guard saw may have been granted to another meanwhile: with the turn taken, once more. */
static enum status approve(struct cx *cx, struct act *a)
{
	const char *why;
	TRY(take_turn(cx, purchase_of(a)->mine));
	TRY(purchase_failed(cx, purchase_of(a), &why));
	if (*why)
		return cx_fail(cx, STATUS_CONFLICT, "it does not pass: %s", why);
	return grant(cx, a);
}

static enum status refuse(struct cx *cx, struct act *a)
{
	const struct refusal *in = a->input;
	char today[11];
	day_print(day_of(cx->now), today);
	return db_exec(cx, NULL,
		       "UPDATE explosive_purchase SET decided_on = $1, reason = $2 WHERE county = $3 AND id = $4",
		       ARGS(V((const char *)today), V(in->text), V(cx->county), V(a->row->id)));
}

/* The head of the county police in person: the permission is of a role of its own, held in the police bureau. */
static enum status head_only(struct cx *cx, struct act *a)
{
	struct number_row r;
	TRY(police_only(cx, a));
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM role_grant WHERE county = $1 AND person = $2 AND role = 'police_head'",
		   ARGS(V(cx->county), V(cx->user))));
	if (!r.n)
		return cx_fail(cx, STATUS_FORBIDDEN, "only the head of the county police may do this, in person");
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person "
		   "AND p.active = 1"
		   " WHERE g.county = $1 AND g.role = 'police_head'",
		   ARGS(V(cx->county))));
	return r.n == 1 ? STATUS_OK
			: cx_fail(cx, STATUS_FORBIDDEN, "%" PRId64 " people hold this office: only one can", r.n);
}

static enum status override(struct cx *cx, struct act *a)
{
	const struct refusal *in = a->input;
	const char *why;
	const struct rule *rule;
	int64_t least, n = 0;
	TRY(rule_in_force(cx, "explosive.override", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "reason_characters", &least));
	for (const char *s = in->text; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	if (n < least)
		return cx_fail_field(cx, "text", "the reason must have at least %" PRId64 " characters", least);
	TRY(purchase_failed(cx, purchase_of(a), &why));
	TRY(grant(cx, a));
	TRY(db_exec(cx, NULL,
		    "UPDATE explosive_purchase SET overridden = 1, override_reason = $1, override_by = $2, override_at "
		    "= $3, override_failed = $4"
		    " WHERE county = $5 AND id = $6",
		    ARGS(V(in->text), V(cx->user), V(cx->now), V(why), V(cx->county), V(a->row->id))));
	struct purchase *p;
	TRY(purchase_get(cx, a->row->id, &p));
	return purchase_index(cx, p);
}

/* ---- after it ---- */

static enum status file_deal(struct cx *cx, struct act *a)
{
	const struct deal *in = a->input;
	const struct purchase *p = purchase_of(a);
	char today[11];
	day_print(day_of(cx->now), today);
	if (!in->by_bank)
		return cx_fail_field(cx, "by_bank",
				     "explosives are paid through a bank account, never in cash or kind");
	if (strcmp(in->deal_on, today) > 0 || strcmp(in->deal_on, p->decided_on) < 0)
		return cx_fail_field(cx, "deal_on", "must lie between the permit and today");
	return db_exec(
		cx, NULL,
		"UPDATE explosive_purchase SET price_fen = $1, deal_on = $2, filed_on = $3 WHERE county = $4 AND id = "
		"$5",
		ARGS(V(in->price_yuan * 100), V(in->deal_on), V((const char *)today), V(cx->county), V(a->row->id)));
}

static enum status nothing_open(struct cx *cx, struct act *a)
{
	const struct purchase *p = purchase_of(a);
	TRY(own(cx, a));
	bool all = p->sent_emulsion_kg == p->emulsion_kg && p->sent_anfo_kg == p->anfo_kg &&
		   p->sent_detonators == p->detonators && p->sent_cord_m == p->cord_m;
	return all ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "not everything was delivered yet");
}

enum status purchase_expire(struct cx *cx)
{
	struct list l;
	char today[11];
	day_print(day_of(cx->now), today);
	TRY(db_all(cx, &number_row_record, &l,
		   "SELECT id AS n FROM explosive_purchase WHERE county = $1 AND state IN ('approved', 'bought') AND "
		   "valid_to < $2 AND NOT EXISTS (SELECT 1 FROM"
		   " explosive_transport t WHERE t.county = explosive_purchase.county AND t.purchase = "
		   "explosive_purchase.id AND t.state IN ('applied', 'approved'))"
		   " ORDER BY id LIMIT 100",
		   ARGS(V(cx->county), V((const char *)today))));
	const struct number_row *r = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(flow_do(cx, &purchase_flow, r[i].n, "expire", NULL, (struct texts){0}, 0));
	return STATUS_OK;
}

/* Where the ledger has an override, the row must say so. */
enum status purchase_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct number_row r;
	TRY(ledger_compare_state(cx, last, "explosive_purchase", why));
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM explosive_purchase p WHERE p.county = $1 AND p.id = $2 AND p.overridden "
		   "= 0 AND EXISTS (SELECT 1 FROM ledger_entry e"
		   " WHERE e.county = p.county AND e.kind = 'explosive_purchase' AND e.item = p.id AND e.action = "
		   "'override')",
		   ARGS(V(cx->county), V(last->item))));
	if (r.n)
		*why = "an override in the ledger is missing from the permit";
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	static const char *const told[] = {"approve", "refuse", "override", NULL};
	const struct purchase *p = purchase_of(a);
	const struct notify n = {.kind = "permit",
				 .link = arena_printf(cx->mem, "/explosives/purchases/%" PRId64, p->row.id)};
	for (int i = 0; told[i]; i++)
		if (strcmp(told[i], a->step->action) == 0)
			return police_tell_mine(cx, p->mine, &n, "your application for explosives was decided: %s",
						p->no);
	return STATUS_OK;
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct purchase *p;
	TRY(purchase_get(cx, id, &p));
	*row = &p->row;
	return STATUS_OK;
}

static const struct flow_state flow_states[] = {
	{"applied", "待审批", "applied for", false},   {"approved", "已许可", "approved", false},
	{"bought", "已成交备案", "deal filed", false}, {"done", "已到货", "delivered", true},
	{"refused", "不予许可", "refused", false},     {"expired", "已过期", "expired", true},
	{"withdrawn", "已撤回", "withdrawn", true},    {0},
};
static const struct step steps[] = {
	{.from = "applied",
	 .action = "approve",
	 .to = "approved",
	 .zh = "许可",
	 .en = "approve",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .guard = may_approve,
	 .effect = approve,
	 .limit = "explosive.purchase"},
	{.from = "applied",
	 .action = "refuse",
	 .to = "refused",
	 .zh = "不予许可",
	 .en = "refuse",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .input = &refusal_record,
	 .guard = police_only,
	 .effect = refuse,
	 .limit = "explosive.purchase"},
	{.from = "applied",
	 .action = "refuse_at_once",
	 .to = "refused",
	 .zh = "当场不予许可",
	 .en = "refused on the spot",
	 .input = &refusal_record,
	 .effect = refuse,
	 .inside = true},
	{.from = "applied|refused",
	 .action = "override",
	 .to = "approved",
	 .zh = "局长特批",
	 .en = "override",
	 .perm = BIT(EXPLOSIVE_OVERRIDE),
	 .input = &refusal_record,
	 .guard = head_only,
	 .effect = override,
	 .limit = "explosive.override",
	 .confirm = true},
	{.from = "applied|refused",
	 .action = "withdraw",
	 .to = "withdrawn",
	 .zh = "撤回",
	 .en = "withdraw",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .guard = own,
	 .confirm = true},
	{.from = "approved",
	 .action = "file",
	 .to = "bought",
	 .zh = "成交备案",
	 .en = "file the deal",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .input = &deal_record,
	 .evidence = EVIDENCE_MAY,
	 .guard = own,
	 .effect = file_deal,
	 .limit = "explosive.purchase"},
	{.from = "bought",
	 .action = "finish",
	 .to = "done",
	 .zh = "到货完结",
	 .en = "finish",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .guard = nothing_open},
	{.from = "approved|bought", .action = "expire", .to = "expired", .zh = "到期", .en = "expire", .inside = true},
};
const struct flow purchase_flow = {
	.name = "explosive_purchase",
	.zh = "民爆物品购买许可",
	.en = "purchase permit",
	.table = "explosive_purchase",
	.states = flow_states,
	.steps = steps,
	.count = sizeof steps / sizeof *steps,
	.load = load,
	.after = after,
	.about = {.title = "(SELECT m.name FROM mine m WHERE m.county = f.county AND m.id = f.mine)",
		  .no = "f.no",
		  .due = "f.due",
		  .page = "/explosives/purchases/",
		  .zh = "提出申请",
		  .en = "applied for"},
};
