/* stop_order_flow.c - what becomes of an order to stop: signed for, lifted mine by mine, revoked before it took effect. */
#include "rooms/inspection/inspection.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"

enum { MAX_MINES = 500 };

static struct stop_order *order_of(struct act *a)
{
	return (struct stop_order *)a->row;
}

/* Count again, and say whether the order has come as far as the step leads. */
static enum status count_again(struct cx *cx, struct act *a, bool served)
{
	struct stop_order *o = order_of(a);
	TRY(inspection_count(cx, &o->served, "SELECT count(*) AS n FROM stop_order_mine WHERE county = $1 AND stop_order = $2 AND served_at > 0",
			     ARGS(V(cx->county), V(o->row.id))));
	TRY(inspection_count(cx, &o->lifted, "SELECT count(*) AS n FROM stop_order_mine WHERE county = $1 AND stop_order = $2 AND lifted_on <> ''",
			     ARGS(V(cx->county), V(o->row.id))));
	bool there = (served ? o->served : o->lifted) == o->mines;
	if (!there)
		a->to = a->step->or_to;
	return db_exec(cx, NULL, "UPDATE stop_order SET served = $1, lifted = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(o->served), V(o->lifted), V(cx->county), V(o->row.id)));
}

static enum status ordered_by_us(struct cx *cx, struct act *a)
{
	bool yes;
	TRY(inspection_own_org(cx, order_of(a)->org, &yes));
	return yes || !cx->org ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the organisation that ordered it may do this");
}

#define OWN_UNSERVED                                                                                                  \
	" WHERE county = $1 AND stop_order = $2 AND served_at = 0 AND enterprise IN (SELECT o.id FROM org o"          \
	" WHERE o.county = $1 AND o.path >= $3 AND o.path < $4)"

static enum status may_sign(struct cx *cx, struct act *a)
{
	int64_t n;
	TRY(inspection_count(cx, &n, "SELECT count(*) AS n FROM stop_order_mine" OWN_UNSERVED,
			     ARGS(V(cx->county), V(a->row->id), V(cx->org_path), V(arena_printf(cx->mem, "%s~", cx->org_path)))));
	return n ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "all your mines have signed for it already");
}

static enum status sign(struct cx *cx, struct act *a)
{
	TRY(db_exec(cx, NULL, "UPDATE stop_order_mine SET served_at = $5, served_by = $6, served_how = 'signed'" OWN_UNSERVED,
		    ARGS(V(cx->county), V(a->row->id), V(cx->org_path), V(arena_printf(cx->mem, "%s~", cx->org_path)), V(cx->now),
			 V(cx->user))));
	return count_again(cx, a, true);
}

struct serve_input {
	int64_t mine;
	const char *how;
};
static const char *const hows[] = {"left", "post", "notice", NULL};
static const struct field serve_fields[] = {
	FIELD(struct serve_input, mine, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "矿山", .en = "mine"),
	FIELD(struct serve_input, how, .flags = REQUIRED, .choices = hows, .zh = "送达方式", .en = "how it was served"),
};
static const struct record serve_record = RECORD(serve_input, serve_fields);

static enum status serve(struct cx *cx, struct act *a)
{
	const struct serve_input *in = a->input;
	int64_t changed;
	TRY(db_exec(cx, &changed,
		    "UPDATE stop_order_mine SET served_at = $1, served_by = $2, served_how = $3 WHERE county = $4 AND stop_order = $5"
		    " AND mine = $6 AND served_at = 0",
		    ARGS(V(cx->now), V(cx->user), V(in->how), V(cx->county), V(a->row->id), V(in->mine))));
	if (!changed)
		return cx_fail_field(cx, "mine", "is not one of this order's that still has to be served");
	return count_again(cx, a, true);
}

/* Which kinds end through acceptance only is a rule: else an order could be lifted past measures 2 and 3. */
static enum status through_resumption(struct cx *cx, const char *kind, bool *yes)
{
	const struct rule *rule;
	struct texts list;
	TRY(rule_in_force(cx, "stop_order.lift", day_of(cx->now), &rule));
	TRY(rule_texts(cx, rule, "through_resumption", &list));
	*yes = false;
	for (size_t i = 0; i < list.count; i++)
		*yes |= strcmp(list.items[i], kind) == 0;
	return STATUS_OK;
}

static enum status may_lift(struct cx *cx, struct act *a)
{
	bool resumption;
	TRY(ordered_by_us(cx, a));
	TRY(through_resumption(cx, order_of(a)->kind, &resumption));
	if (resumption)
		return cx_fail(cx, STATUS_FORBIDDEN, "such an order ends mine by mine, when its resumption is approved; it is not lifted by hand");
	return STATUS_OK;
}

struct lift_input {
	struct texts mines;
	const char *reason, *day;
};
static const struct field lift_fields[] = {
	FIELD(struct lift_input, mines, .min = 0, .max = MAX_MINES, .zh = "矿山（不填为全部）", .en = "mines (none: all of them)"),
	FIELD(struct lift_input, reason, .flags = REQUIRED, .min = 4, .max = 2000, .zh = "解除理由", .en = "why it is lifted"),
	FIELD(struct lift_input, day, .flags = DAY, .zh = "自何日起解除", .en = "from which day"),
};
static const struct record lift_record = RECORD(lift_input, lift_fields);

static enum status release(struct cx *cx, int64_t order, int64_t mine, const char *reason, const char *day, int64_t *changed)
{
	return db_exec(cx, changed,
		       "UPDATE stop_order_mine SET lifted_on = $1, lifted_by = $2, lift_reason = $3 WHERE county = $4 AND stop_order = $5"
		       " AND (CAST($6 AS BIGINT) = 0 OR mine = $6) AND lifted_on = ''",
		       ARGS(V(day), V(cx->user), V(reason), V(cx->county), V(order), V(mine)));
}

static enum status end_when_all(struct cx *cx, struct act *a, const char *day)
{
	TRY(count_again(cx, a, false));
	const struct stop_order *o = order_of(a);
	if (o->lifted < o->mines)
		return STATUS_OK;
	return db_exec(cx, NULL, "UPDATE stop_order SET ended_on = $1 WHERE county = $2 AND id = $3", ARGS(V(day), V(cx->county), V(o->row.id)));
}

static enum status lift(struct cx *cx, struct act *a)
{
	const struct lift_input *in = a->input;
	const char *day = inspection_or(in->day, day_today(cx));
	int64_t changed;
	if (strcmp(day, day_today(cx)) < 0)
		return cx_fail_field(cx, "day", "may not be a day that is past");
	if (!in->mines.count)
		TRY(release(cx, a->row->id, 0, in->reason, day, &changed));
	for (size_t i = 0; i < in->mines.count; i++) {
		TRY(release(cx, a->row->id, strtoll(in->mines.items[i], NULL, 10), in->reason, day, &changed));
		if (!changed)
			return cx_fail_field(cx, "mines", "is not stopped by this order: %s", in->mines.items[i]);
	}
	return end_when_all(cx, a, day);
}

struct resume_input {
	int64_t mine;
	const char *reason, *day;
};
static const struct field resume_fields[] = {
	FIELD(struct resume_input, mine, .flags = REQUIRED, .min = 1, .max = INT64_MAX),
	FIELD(struct resume_input, reason, .flags = REQUIRED),
	FIELD(struct resume_input, day, .flags = REQUIRED | DAY),
};
static const struct record resume_record = RECORD(resume_input, resume_fields);

static enum status resume(struct cx *cx, struct act *a)
{
	const struct resume_input *in = a->input;
	int64_t changed;
	TRY(release(cx, a->row->id, in->mine, in->reason, in->day, &changed));
	return end_when_all(cx, a, in->day);
}

struct revoke_input {
	const char *reason;
};
static const struct field revoke_fields[] = {
	FIELD(struct revoke_input, reason, .flags = REQUIRED, .min = 4, .max = 2000, .zh = "撤销理由", .en = "why it is revoked"),
};
static const struct record revoke_record = RECORD(revoke_input, revoke_fields);

static enum status may_revoke(struct cx *cx, struct act *a)
{
	const struct stop_order *o = order_of(a);
	TRY(ordered_by_us(cx, a));
	if (o->served || o->lifted)
		return cx_fail(cx, STATUS_CONFLICT, "an order that a mine was served is not revoked: it is lifted");
	if (o->person == cx->user)
		return cx_fail(cx, STATUS_FORBIDDEN, "another person than the one who issued it must revoke it");
	return STATUS_OK;
}

static enum status revoke(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE stop_order SET ended_on = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(day_today(cx)), V(cx->county), V(a->row->id)));
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct stop_order *o;
	TRY(stop_order_get(cx, id, &o));
	*row = &o->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	const struct stop_order *o = order_of(a);
	const char *link = arena_printf(cx->mem, "/stop-orders/%" PRId64, o->row.id), *action = a->step->action;
	if (strcmp(action, "sign") == 0)
		return inspection_tell(cx, o->org, PERM_STOP_ORDER, "signed", link, "signed for the stop order: %s", o->reason);
	if (strcmp(action, "lift") != 0 && strcmp(action, "revoke") != 0)
		return STATUS_OK;
	TRY(stop_order_refresh_mines(cx, o->row.id));
	return stop_order_tell(cx, o->row.id, "stop_order_ended", "the stop order was lifted, wholly or in part: %s", o->reason);
}

static const struct flow_state flow_states[] = {
	{"issued", "已下达待签收", "issued, to be signed for", false},
	{"served", "已送达", "served", false},
	{"lifted", "已解除", "lifted", true},
	{"revoked", "已撤销", "revoked", true},
	{0},
};

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

static const struct step steps[] = {
	{.from = "issued", .action = "sign", .to = "served", .or_to = "issued", .zh = "签收", .en = "sign for it", .perm = BIT(HAZARD_RECTIFY),
	 .guard = may_sign, .effect = sign},
	{.from = "issued", .action = "serve", .to = "served", .or_to = "issued", .zh = "记录送达", .en = "record its service",
	 .perm = BIT(STOP_ORDER), .input = &serve_record, .evidence = EVIDENCE_MUST, .guard = ordered_by_us, .effect = serve},
	{.from = "issued", .action = "lift", .to = "lifted", .or_to = "issued", .zh = "解除", .en = "lift it", .perm = BIT(STOP_ORDER),
	 .input = &lift_record, .evidence = EVIDENCE_MAY, .guard = may_lift, .effect = lift, .limit = "stop_order.lift", .confirm = true},
	{.from = "served", .action = "lift", .to = "lifted", .or_to = "served", .zh = "解除", .en = "lift it", .perm = BIT(STOP_ORDER),
	 .input = &lift_record, .evidence = EVIDENCE_MAY, .guard = may_lift, .effect = lift, .limit = "stop_order.lift", .confirm = true},
	{.from = "issued", .action = "resume", .to = "lifted", .or_to = "issued", .zh = "批准复工解除", .en = "released by resumption",
	 .input = &resume_record, .effect = resume, .inside = true},
	{.from = "served", .action = "resume", .to = "lifted", .or_to = "served", .zh = "批准复工解除", .en = "released by resumption",
	 .input = &resume_record, .effect = resume, .inside = true},
	{.from = "issued", .action = "revoke", .to = "revoked", .zh = "撤销", .en = "revoke it", .perm = BIT(STOP_ORDER),
	 .input = &revoke_record, .guard = may_revoke, .effect = revoke, .confirm = true},
};

const struct flow stop_order_flow = {
	.name = "stop_order", .zh = "停产指令", .en = "stop order", .table = "stop_order", .states = flow_states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "f.reason", .no = "f.no", .page = "/stop-orders/", .zh = "下达指令", .en = "ordered"},
};

enum status stop_order_lift(struct cx *cx, int64_t mine, const char *reason, struct day day)
{
	struct list l;
	const struct resume_input in = {mine, reason, day_text(cx, day)};
	TRY(db_all(cx, &stop_order_record, &l,
		   "SELECT " STOP_ORDER_COLUMNS " FROM stop_order_mine x JOIN stop_order o ON o.county = x.county AND o.id = x.stop_order" STOP_ORDER_JOINS
		   " WHERE x.county = $1 AND x.mine = $2 AND x.lifted_on = '' AND o.ended_on = ''",
		   ARGS(V(cx->county), V(mine))));
	const struct stop_order *o = l.items;
	for (size_t i = 0; i < l.count; i++) {
		bool yes;
		TRY(through_resumption(cx, o[i].kind, &yes));
		if (yes)
			TRY(flow_do(cx, &stop_order_flow, o[i].row.id, "resume", &in, (struct texts){0}, 0));
	}
	return STATUS_OK;
}
