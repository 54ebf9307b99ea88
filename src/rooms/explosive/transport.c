/* transport.c - transport permits: one journey each, its load booked on the road when it leaves. */
#include "rooms/explosive/book.h"
#include "rooms/explosive/permit.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/explosive/permit_inside.h"
#include "rooms/explosive/police.h"
#include "rooms/mine/status.h"

static const char *const states[] = {"applied", "approved", "departed",  "arrived",
				     "closed",  "refused",  "withdrawn", NULL};

#define TRANSPORT_INPUT                                                                                                \
	FIELD(struct transport, carrier, .flags = REQUIRED, .min = 2, .max = 100, .zh = "承运人", .en = "carrier"),    \
		FIELD(struct transport, vehicle, .flags = REQUIRED, .min = 2, .max = 20, .zh = "车牌", .en = "plate"), \
		FIELD(struct transport, driver, .flags = REQUIRED, .min = 1, .max = 50, .zh = "驾驶员",                \
		      .en = "driver"),                                                                                 \
		FIELD(struct transport, escort, .flags = REQUIRED, .min = 1, .max = 50, .zh = "押运员",                \
		      .en = "escort"),                                                                                 \
		FIELD(struct transport, from_place, .flags = REQUIRED, .min = 2, .max = 100, .zh = "起点",             \
		      .en = "from"),                                                                                   \
		FIELD(struct transport, route, .flags = REQUIRED, .min = 2, .max = 500, .zh = "路线", .en = "route"),  \
		FIELD(struct transport, stops, .min = 0, .max = 300, .zh = "经停地点", .en = "stops"),                 \
		FIELD(struct transport, emulsion_kg, .min = 0, .max = 1000000, .zh = "乳化炸药（千克）",               \
		      .en = "emulsion, kg"),                                                                           \
		FIELD(struct transport, anfo_kg, .min = 0, .max = 1000000, .zh = "铵油炸药（千克）",                   \
		      .en = "ANFO, kg"),                                                                               \
		FIELD(struct transport, detonators, .min = 0, .max = DETONATOR_LIST_MAX, .zh = "雷管（发）",           \
		      .en = "detonators"),                                                                             \
		FIELD(struct transport, cord_m, .min = 0, .max = 1000000, .zh = "导爆索（米）", .en = "cord, m"),      \
		FIELD(struct transport, codes, .min = 0, .max = 100000,                                                \
		      .zh = "雷管编码（连号写成 0130612A00001-00100）", .en = "codes of the detonators")

static const struct field fields[] = {
	FIELD_AS(struct transport, "id", row.id),
	FIELD_AS(struct transport, "version", row.version),
	FIELD_AS(struct transport, "state", row.state),
	FIELD(struct transport, no),
	FIELD(struct transport, purchase),
	FIELD(struct transport, purchase_no),
	FIELD(struct transport, mine),
	FIELD(struct transport, mine_name),
	FIELD(struct transport, magazine),
	FIELD(struct transport, magazine_name),
	TRANSPORT_INPUT,
	FIELD(struct transport, applied_on),
	FIELD(struct transport, due),
	FIELD(struct transport, decided_on),
	FIELD(struct transport, valid_to),
	FIELD(struct transport, reason),
	FIELD(struct transport, departed_at, .flags = TIME),
	FIELD(struct transport, arrived_on),
	FIELD(struct transport, return_by),
	FIELD(struct transport, returned_on),
};
const struct record transport_record = RECORD(transport, fields);
static const struct field new_fields[] = {
	FIELD(struct transport, purchase, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "购买许可证",
	      .en = "purchase permit"),
	TRANSPORT_INPUT,
};
const struct record transport_new_record = RECORD(transport, new_fields);
#define COLUMNS                                                                                                        \
	"t.id, t.version, t.state, t.no, t.purchase, p.no AS purchase_no, t.mine, m.name AS mine_name, t.magazine, "   \
	"g.name AS magazine_name, "                                                                                    \
	"t.carrier, t.vehicle, t.driver, t.escort, t.from_place, t.route, t.stops, t.emulsion_kg, t.anfo_kg, "         \
	"t.detonators, t.cord_m, t.codes, "                                                                            \
	"t.applied_on, t.due, t.decided_on, t.valid_to, t.reason, t.departed_at, t.arrived_on, t.return_by, "          \
	"t.returned_on"
#define FROM                                                                                                           \
	" FROM explosive_transport t JOIN mine m ON m.county = t.county AND m.id = t.mine"                             \
	" JOIN explosive_purchase p ON p.county = t.county AND p.id = t.purchase"                                      \
	" JOIN explosive_magazine g ON g.county = t.county AND g.id = t.magazine"

static const struct field query_fields[] = {
	FIELD(struct transport_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct transport_query, purchase, .min = 0, .max = INT64_MAX),
	FIELD(struct transport_query, state, .choices = states),
	FIELD(struct transport_query, from, .flags = DAY),
	FIELD(struct transport_query, to, .flags = DAY),
	FIELD(struct transport_query, q, .min = 0, .max = 60),
	FIELD(struct transport_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct transport_query, limit, .min = 1, .max = 200),
};
const struct record transport_query_record = RECORD(transport_query, query_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- applying ---- */

struct promised {
	int64_t emulsion_kg, anfo_kg, detonators, cord_m;
};
static const struct field promised_fields[] = {
	FIELD(struct promised, emulsion_kg),
	FIELD(struct promised, anfo_kg),
	FIELD(struct promised, detonators),
	FIELD(struct promised, cord_m),
};
static const struct record promised_record = RECORD(promised, promised_fields);

/* The purchase permit stands and leaves that much, beside what has left and what other journeys are to carry. */
static enum status check_left(struct cx *cx, const struct purchase *p, const struct transport *t)
{
	struct promised o;
	char today[11];
	day_print(day_of(cx->now), today);
	if (strcmp(p->row.state, "bought") != 0 || strcmp(p->valid_to, today) < 0)
		return cx_fail_field(cx, "purchase",
				     "the purchase permit does not stand, or its deal is not filed yet");
	TRY(db_one(cx, &promised_record, &o,
		   "SELECT CAST(coalesce(sum(emulsion_kg), 0) AS BIGINT) AS emulsion_kg, CAST(coalesce(sum(anfo_kg), "
		   "0) AS BIGINT) AS anfo_kg,"
		   " CAST(coalesce(sum(detonators), 0) AS BIGINT) AS detonators, CAST(coalesce(sum(cord_m), 0) AS "
		   "BIGINT) AS cord_m FROM explosive_transport"
		   " WHERE county = $1 AND purchase = $2 AND state IN ('applied', 'approved') AND id <> $3",
		   ARGS(V(cx->county), V(t->purchase), V(t->row.id))));
	const struct {
		const char *field;
		int64_t asked, left;
	} rows[] = {{"emulsion_kg", t->emulsion_kg, p->emulsion_kg - p->sent_emulsion_kg - o.emulsion_kg},
		    {"anfo_kg", t->anfo_kg, p->anfo_kg - p->sent_anfo_kg - o.anfo_kg},
		    {"detonators", t->detonators, p->detonators - p->sent_detonators - o.detonators},
		    {"cord_m", t->cord_m, p->cord_m - p->sent_cord_m - o.cord_m}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].asked > rows[i].left)
			return cx_fail_field(cx, rows[i].field, "the purchase permit leaves %" PRId64, rows[i].left);
	return STATUS_OK;
}

static enum status check_codes(struct cx *cx, const struct transport *t)
{
	struct detonators d = {0};
	const char *codes = or_empty(t->codes);
	enum status s = *codes ? detonators_read(cx, codes, strlen(codes), &d) : STATUS_OK;
	cx->field = s ? "codes" : cx->field;
	TRY(s);
	if ((int64_t)d.count != t->detonators)
		return cx_fail_field(cx, "codes", "%" PRId64 " detonators, but %zu codes", t->detonators, d.count);
	return STATUS_OK;
}

static enum status insert(struct cx *cx, const struct transport *t)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_transport (county, id, state, no, purchase, mine, magazine, carrier, "
		       "vehicle, driver, escort, from_place, route,"
		       " stops, emulsion_kg, anfo_kg, detonators, cord_m, codes, applied_on, due, created_at) VALUES "
		       "($1, $2, $3, $4, $5, $6, $7, $8, $9,"
		       " $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
		       ARGS(V(cx->county), V(t->row.id), V(t->row.state), V(t->no), V(t->purchase), V(t->mine),
			    V(t->magazine), V(t->carrier), V(t->vehicle), V(t->driver), V(t->escort), V(t->from_place),
			    V(t->route), V(or_empty(t->stops)), V(t->emulsion_kg), V(t->anfo_kg), V(t->detonators),
			    V(t->cord_m), V(or_empty(t->codes)), V(t->applied_on), V(t->due), V(cx->now)));
}

enum status transport_apply(struct cx *cx, const struct transport *in, struct transport **out)
{
	struct transport t = *in;
	struct purchase *p;
	char today[11];
	if (t.emulsion_kg + t.anfo_kg + t.detonators + t.cord_m <= 0)
		return cx_fail_field(cx, "emulsion_kg", "nothing is asked for");
	TRY(purchase_get(cx, t.purchase, &p));
	TRY(own_mine_only(cx, p->mine));
	t.row = (struct flow_row){id_new(cx), 1, transport_flow.states[0].name};
	t.mine = p->mine;
	t.magazine = p->magazine;
	TRY(check_left(cx, p, &t));
	TRY(check_codes(cx, &t));
	t.applied_on = day_print(day_of(cx->now), today);
	TRY(permit_due(cx, "explosive.transport", "days", &t.due));
	TRY(permit_no(cx, "explosive_transport", "T", &t.no));
	TRY(insert(cx, &t));
	TRY(transport_get(cx, t.row.id, out));
	TRY(flow_began(cx, &transport_flow, t.row.id, "apply", &transport_record, *out));
	return police_tell(cx,
			   &(struct notify){.kind = "permit",
					    .link = arena_printf(cx->mem, "/explosives/transports/%" PRId64, t.row.id)},
			   "a transport of explosives was applied for: %s", t.no);
}

/* ---- reading ---- */

enum status transport_get(struct cx *cx, int64_t id, struct transport **out)
{
	struct list l;
	struct where w = where_new(cx, "t.county = $?", V(cx->county));
	where_and(&w, "t.id = $?", V(id));
	TRY(mine_scope(cx, &w));
	TRY(db_all(cx, &transport_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s),
		   where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such permit, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

enum status transport_list(struct cx *cx, const struct transport_query *q, struct list *out, int64_t *next)
{
	size_t limit = (size_t)(q->limit ? q->limit : 50);
	struct where w = where_new(cx, "t.county = $?", V(cx->county));
	if (q->mine)
		where_and(&w, "t.mine = $?", V(q->mine));
	if (q->purchase)
		where_and(&w, "t.purchase = $?", V(q->purchase));
	if (q->state)
		where_and(&w, "t.state = $?", V(q->state));
	if (q->from && *q->from)
		where_and(&w, "t.applied_on >= $?", V(q->from));
	if (q->to && *q->to)
		where_and(&w, "t.applied_on <= $?", V(q->to));
	if (q->q && *q->q)
		where_and(&w,
			  "(lower(t.no) LIKE $? ESCAPE '\\' OR lower(t.vehicle) LIKE $? ESCAPE '\\' OR lower(t.driver) LIKE $? ESCAPE '\\' "
			  "OR lower(t.carrier) LIKE $? ESCAPE '\\'"
			  " OR lower(m.name) LIKE $? ESCAPE '\\')",
			  V(org_anywhere(cx, q->q)));
	if (q->cursor)
		where_and(&w, "t.id < $?", V(q->cursor));
	TRY(mine_scope(cx, &w));
	where_more(&w, " ORDER BY t.id DESC LIMIT $?", V((int64_t)limit + 1));
	TRY(db_all(cx, &transport_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s),
		   where_args(&w)));
	*next = where_page(out, &transport_record, limit);
	return STATUS_OK;
}

enum status transport_under_way(struct cx *cx, int64_t id, int64_t magazine, bool *yes)
{
	struct number_row r;
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM explosive_transport WHERE county = $1 AND id = $2 AND magazine = $3 AND "
		   "departed_at > 0",
		   ARGS(V(cx->county), V(id), V(magazine))));
	*yes = r.n > 0;
	return STATUS_OK;
}

/* ---- the flow ---- */

static struct transport *transport_of(const struct act *a)
{
	return (struct transport *)a->row;
}

static enum status own(struct cx *cx, struct act *a)
{
	return own_mine_only(cx, transport_of(a)->mine);
}

/* Nothing is sent to a mine that was stopped meanwhile. */
static enum status may_work(struct cx *cx, int64_t mine)
{
	struct mine *m;
	struct mine_status s;
	TRY(mine_get(cx, mine, &m));
	TRY(mine_status(cx, m, day_of(cx->now), &s));
	return s.may_work ? STATUS_OK
			  : cx_fail(cx, STATUS_CONFLICT, "the mine may not work: %s", s.reasons.items[0].text);
}

static enum status may_approve(struct cx *cx, struct act *a)
{
	const struct transport *t = transport_of(a);
	struct purchase *p;
	TRY(police_only(cx, a));
	TRY(may_work(cx, t->mine));
	TRY(purchase_get(cx, t->purchase, &p));
	enum status st = check_left(cx, p, t);
	if (st != STATUS_INVALID)
		return st;
	cx->field = NULL;
	return STATUS_CONFLICT;
}

enum { VALID_DAYS = 5 };

static enum status grant(struct cx *cx, struct act *a)
{
	char today[11], until[11];
	day_print(day_of(cx->now), today);
	day_print((struct day){day_of(cx->now).n + VALID_DAYS}, until);
	return db_exec(cx, NULL,
		       "UPDATE explosive_transport SET decided_on = $1, valid_to = $2 WHERE county = $3 AND id = $4",
		       ARGS(V((const char *)today), V((const char *)until), V(cx->county), V(a->row->id)));
}

static enum status refuse(struct cx *cx, struct act *a)
{
	const struct refusal *in = a->input;
	char today[11];
	day_print(day_of(cx->now), today);
	return db_exec(cx, NULL,
		       "UPDATE explosive_transport SET decided_on = $1, reason = $2 WHERE county = $3 AND id = $4",
		       ARGS(V((const char *)today), V(in->text), V(cx->county), V(a->row->id)));
}

static enum status may_depart(struct cx *cx, struct act *a)
{
	char today[11];
	day_print(day_of(cx->now), today);
	TRY(own(cx, a));
	TRY(may_work(cx, transport_of(a)->mine));
	return strcmp(transport_of(a)->valid_to, today) >= 0
		       ? STATUS_OK
		       : cx_fail(cx, STATUS_CONFLICT, "the transport permit has run out");
}

/* On the road: booked from the dealer to the journey, and taken off what the purchase permit leaves. */
static enum status depart(struct cx *cx, struct act *a)
{
	const struct transport *t = transport_of(a);
	struct keeping k = {.magazine = t->magazine, .kind = "dispatch", .permit = t->row.id, .person = "", .note = ""};
	const struct keeping_item items[] = {{"emulsion", t->emulsion_kg * 1000},
					     {"anfo", t->anfo_kg * 1000},
					     {"detonator", t->detonators},
					     {"cord", t->cord_m}};
	for (size_t i = 0; i < sizeof items / sizeof *items; i++)
		if (items[i].amount)
			k.items[k.item_count++] = items[i];
	if (*t->codes)
		TRY(detonators_read(cx, t->codes, strlen(t->codes), &k.codes));
	TRY(keep_own(cx, &k));
	TRY(db_exec(
		cx, NULL,
		"UPDATE explosive_purchase SET sent_emulsion_kg = sent_emulsion_kg + $1, sent_anfo_kg = sent_anfo_kg + "
		"$2,"
		" sent_detonators = sent_detonators + $3, sent_cord_m = sent_cord_m + $4, version = version + 1 WHERE "
		"county = $5 AND id = $6",
		ARGS(V(t->emulsion_kg), V(t->anfo_kg), V(t->detonators), V(t->cord_m), V(cx->county), V(t->purchase))));
	return db_exec(cx, NULL, "UPDATE explosive_transport SET departed_at = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(cx->now), V(cx->county), V(a->row->id)));
}

static enum status arrive(struct cx *cx, struct act *a)
{
	char today[11];
	const char *by;
	day_print(day_of(cx->now), today);
	TRY(permit_due(cx, "explosive.transport", "return_days", &by));
	return db_exec(cx, NULL,
		       "UPDATE explosive_transport SET arrived_on = $1, return_by = $2 WHERE county = $3 AND id = $4",
		       ARGS(V((const char *)today), V(by), V(cx->county), V(a->row->id)));
}

/* The permit comes back; what left and never came is no matter of form. */
static enum status all_arrived(struct cx *cx, struct act *a)
{
	struct number_row r;
	TRY(own(cx, a));
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM explosive_account WHERE county = $1 AND account = $2 AND amount <> 0",
		   ARGS(V(cx->county), V(arena_printf(cx->mem, "transport:%" PRId64, a->row->id)))));
	return r.n ? cx_fail(cx, STATUS_CONFLICT,
			     "what left has not all been received in the magazine: receive it, or report what is "
			     "missing")
		   : STATUS_OK;
}

static enum status give_back(struct cx *cx, struct act *a)
{
	char today[11];
	day_print(day_of(cx->now), today);
	return db_exec(cx, NULL, "UPDATE explosive_transport SET returned_on = $1 WHERE county = $2 AND id = $3",
		       ARGS(V((const char *)today), V(cx->county), V(a->row->id)));
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct transport *t;
	TRY(transport_get(cx, id, &t));
	*row = &t->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	const struct transport *t = transport_of(a);
	const struct notify n = {.kind = "permit",
				 .link = arena_printf(cx->mem, "/explosives/transports/%" PRId64, t->row.id)};
	bool decided = strcmp(a->step->action, "approve") == 0 || strcmp(a->step->action, "refuse") == 0;
	return decided ? police_tell_mine(cx, t->mine, &n, "your application for a transport was decided: %s", t->no)
		       : STATUS_OK;
}

static const struct flow_state flow_states[] = {
	{"applied", "待审批", "applied for", false},   {"approved", "已许可", "approved", false},
	{"departed", "运输中", "on the road", false},  {"arrived", "已运达", "arrived", false},
	{"closed", "已核销", "permit returned", true}, {"refused", "不予许可", "refused", true},
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
	 .effect = grant,
	 .limit = "explosive.transport"},
	{.from = "applied",
	 .action = "refuse",
	 .to = "refused",
	 .zh = "不予许可",
	 .en = "refuse",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .input = &refusal_record,
	 .guard = police_only,
	 .effect = refuse,
	 .limit = "explosive.transport"},
	{.from = "applied|approved",
	 .action = "withdraw",
	 .to = "withdrawn",
	 .zh = "撤回",
	 .en = "withdraw",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .guard = own,
	 .confirm = true},
	{.from = "approved",
	 .action = "depart",
	 .to = "departed",
	 .zh = "发运",
	 .en = "depart",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .guard = may_depart,
	 .effect = depart,
	 .confirm = true},
	{.from = "departed",
	 .action = "arrive",
	 .to = "arrived",
	 .zh = "运达",
	 .en = "arrive",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .guard = own,
	 .effect = arrive},
	{.from = "arrived",
	 .action = "return",
	 .to = "closed",
	 .zh = "签注交回",
	 .en = "return the permit",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .evidence = EVIDENCE_MAY,
	 .guard = all_arrived,
	 .effect = give_back,
	 .limit = "explosive.transport"},
};
const struct flow transport_flow = {
	.name = "explosive_transport",
	.zh = "民爆物品运输许可",
	.en = "transport permit",
	.table = "explosive_transport",
	.states = flow_states,
	.steps = steps,
	.count = sizeof steps / sizeof *steps,
	.load = load,
	.after = after,
	.about = {.title = "(SELECT m.name FROM mine m WHERE m.county = f.county AND m.id = f.mine)",
		  .no = "f.no",
		  .due = "f.due",
		  .page = "/explosives/transports/",
		  .zh = "提出申请",
		  .en = "applied for"},
};
