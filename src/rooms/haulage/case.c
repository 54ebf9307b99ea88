#include "rooms/haulage/case.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/notify.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/search.h"
#include "db/db.h"
#include "rooms/haulage/haulage_inside.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };

static const struct field case_fields[] = {
	FIELD_AS(struct haulage_case, "id", row.id), FIELD_AS(struct haulage_case, "version", row.version), FIELD_AS(struct haulage_case, "state", row.state),
	FIELD(struct haulage_case, no), FIELD(struct haulage_case, ticket), FIELD(struct haulage_case, scale),
	FIELD(struct haulage_case, mine, .flags = NULLABLE), FIELD(struct haulage_case, vehicle), FIELD(struct haulage_case, driver, .flags = NULLABLE),
	FIELD(struct haulage_case, carrier, .flags = NULLABLE), FIELD(struct haulage_case, offended_on), FIELD(struct haulage_case, gross_kg),
	FIELD(struct haulage_case, counted_kg), FIELD(struct haulage_case, limit_kg), FIELD(struct haulage_case, over_kg),
	FIELD(struct haulage_case, verdict), FIELD(struct haulage_case, fine_yuan), FIELD(struct haulage_case, fine_most),
	FIELD(struct haulage_case, fine_least), FIELD(struct haulage_case, points), FIELD(struct haulage_case, rated),
	FIELD(struct haulage_case, regross_kg), FIELD(struct haulage_case, unloaded_at, .flags = TIME), FIELD(struct haulage_case, document),
	FIELD(struct haulage_case, decide_by), FIELD(struct haulage_case, due),
	FIELD(struct haulage_case, decided_on), FIELD(struct haulage_case, fined_yuan), FIELD(struct haulage_case, scored),
	FIELD(struct haulage_case, pay_by), FIELD(struct haulage_case, paid_yuan), FIELD(struct haulage_case, paid_on),
	FIELD(struct haulage_case, closed_on), FIELD(struct haulage_case, copy_by), FIELD(struct haulage_case, copied_to),
	FIELD(struct haulage_case, copied_on), FIELD(struct haulage_case, created_at, .flags = TIME), FIELD(struct haulage_case, plate),
	FIELD(struct haulage_case, driver_name), FIELD(struct haulage_case, qualification), FIELD(struct haulage_case, carrier_name),
	FIELD(struct haulage_case, mine_name), FIELD(struct haulage_case, scale_name), FIELD(struct haulage_case, home),
};
const struct record haulage_case_record = RECORD(haulage_case, case_fields);
#define CASE_SQL                                                                                                      \
	"SELECT k.id, k.version, k.state, k.no, k.ticket, k.scale, k.mine, k.vehicle, k.driver, k.carrier, k.offended_on, k.gross_kg, k.counted_kg," \
	" k.limit_kg, k.over_kg, k.verdict, k.fine_yuan, k.fine_most, k.fine_least, k.points, k.rated, k.regross_kg, k.unloaded_at, k.document,"					\
	" k.decide_by, " HAULAGE_CASE_DUE " AS due," \
	" k.decided_on, k.fined_yuan, k.scored, k.pay_by, k.paid_yuan, k.paid_on, k.closed_on, k.copy_by, k.copied_to, k.copied_on, k.created_at," \
	" v.plate, v.home, d.name AS driver_name, d.qualification, c.name AS carrier_name, m.name AS mine_name, s.name AS scale_name" \
	" FROM haulage_case k LEFT JOIN haulage_vehicle v ON v.county = k.county AND v.id = k.vehicle"                \
	" LEFT JOIN haulage_driver d ON d.county = k.county AND d.id = k.driver"                                      \
	" LEFT JOIN haulage_carrier c ON c.county = k.county AND c.id = k.carrier"                                    \
	" LEFT JOIN mine m ON m.county = k.county AND m.id = k.mine LEFT JOIN haulage_scale s ON s.county = k.county AND s.id = k.scale WHERE "

static const struct field new_fields[] = {
	FIELD(struct haulage_case_new, ticket, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "磅单", .en = "ticket"),
	FIELD(struct haulage_case_new, driver, .min = 0, .max = 40, .zh = "驾驶员", .en = "driver"),
	FIELD(struct haulage_case_new, qualification, .min = 0, .max = 40, .zh = "从业资格证号", .en = "driver's certificate"),
	FIELD(struct haulage_case_new, carrier, .min = 0, .max = 100, .zh = "运输企业", .en = "carrier"),
	FIELD(struct haulage_case_new, rated_kg, .min = 0, .max = 1000000, .zh = "行驶证总质量（千克）", .en = "registered greatest mass (kg)"),
};
const struct record haulage_case_new_record = RECORD(haulage_case_new, new_fields);

static const char *const states[] = {"found", "unloading", "handed", "decided", "closed", "copied", "dropped", NULL};
static const struct field query_fields[] = {
	FIELD(struct haulage_case_query, state, .choices = states),
	FIELD(struct haulage_case_query, q, .min = 0, .max = 60),
	FIELD(struct haulage_case_query, from, .flags = DAY),
	FIELD(struct haulage_case_query, to, .flags = DAY),
	FIELD(struct haulage_case_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_case_query, vehicle, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_case_query, driver, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_case_query, carrier, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_case_query, late),
	FIELD(struct haulage_case_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_case_query, limit, .min = 1, .max = MAX_LIMIT),
};
const struct record haulage_case_query_record = RECORD(haulage_case_query, query_fields);

/* ---- reading ---- */

/* A driver's certificate bears the number of his identity card: who does not handle cases sees its end alone. */
static void mask(struct cx *cx, struct haulage_case *c, size_t n)
{
	enum { SHOWN = 4 };
	if (cx->perms & PERM_HAULAGE_ENFORCE)
		return;
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(haulage_or(c[i].qualification, ""));
		if (len > SHOWN)
			c[i].qualification = arena_printf(cx->mem, "…%s", c[i].qualification + len - SHOWN);
	}
}

/* Offices of the county see all cases, others those of their mines. */
static enum status scope(struct cx *cx, struct where *w)
{
	bool all;
	TRY(mine_sees_all(cx, &all));
	if (all)
		return STATUS_OK;
	where_and(w, "k.mine > $?", V((int64_t)0));
	return mine_scope(cx, w);
}

enum status haulage_case_get(struct cx *cx, int64_t id, struct haulage_case **out)
{
	struct list l;
	struct where w = where_new(cx, "k.county = $?", V(cx->county));
	where_and(&w, "k.id = $?", V(id));
	TRY(scope(cx, &w));
	TRY(db_all(cx, &haulage_case_record, &l, arena_printf(cx->mem, CASE_SQL "%s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such case, or it is not yours to see");
	mask(cx, l.items, l.count);
	*out = l.items;
	return STATUS_OK;
}

static enum status filter(struct cx *cx, const struct haulage_case_query *q, struct where *w)
{
	const struct {
		const char *sql;
		int64_t id;
	} ids[] = {{"k.mine = $?", q->mine}, {"k.vehicle = $?", q->vehicle}, {"k.driver = $?", q->driver}, {"k.carrier = $?", q->carrier}};
	TRY(scope(cx, w));
	if (q->state)
		where_and(w, "k.state = $?", V(q->state));
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		if (ids[i].id)
			where_and(w, ids[i].sql, V(ids[i].id));
	if (q->q && *q->q)
		where_and(w, "(lower(v.plate) LIKE $? ESCAPE '\\' OR lower(k.no) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q)));
	if (q->from)
		where_and(w, "k.offended_on >= $?", V(q->from));
	if (q->to)
		where_and(w, "k.offended_on <= $?", V(q->to));
	if (q->late)
		where_and(w, "(" HAULAGE_CASE_DUE " <> '' AND " HAULAGE_CASE_DUE " < $?)", V(day_today(cx)));
	if (q->cursor)
		where_and(w, "k.id < $?", V(q->cursor));
	return STATUS_OK;
}

enum status haulage_case_list(struct cx *cx, const struct haulage_case_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "k.county = $?", V(cx->county));
	TRY(filter(cx, q, &w));
	where_more(&w, " ORDER BY k.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &haulage_case_record, out, arena_printf(cx->mem, CASE_SQL "%s", w.sql.s), where_args(&w)));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = ((const struct haulage_case *)out->items)[limit - 1].row.id;
	}
	mask(cx, out->items, out->count);
	return STATUS_OK;
}

/* ---- opening ---- */

struct opening {
	const struct haulage_case_new *in;
	struct haulage_ticket *t;
	struct haulage_vehicle v;
	struct haulage_scale s;
	struct haulage_verdict verdict;
	const char *verdict_json;
	int64_t driver, carrier;
	const char *no;
};

static enum status may_open(struct cx *cx, struct opening *o)
{
	int64_t there;
	TRY(haulage_department_only(cx, "transport"));
	if (strcmp(o->t->direction, "pass") != 0)
		return cx_fail_field(cx, "ticket", "only what was weighed on the road is a case; what a gate held back has not left");
	if (!o->t->over_kg)
		return cx_fail(cx, STATUS_CONFLICT, "this truck was not overloaded");
	if (!o->t->vehicle)
		return cx_fail_field(cx, "ticket", "its plate was not read: weigh the truck again");
	TRY(haulage_count(cx, &there, "SELECT id AS n FROM haulage_case WHERE county = $1 AND ticket = $2", ARGS(V(cx->county), V(o->t->id))));
	return there ? cx_fail(cx, STATUS_CONFLICT, "this weighing has a case already: one fault, one case") : STATUS_OK;
}

/* In both languages, for whoever opens it reads in another than who reads it. */
static enum status judge(struct cx *cx, struct opening *o)
{
	const struct rules *rules;
	struct haulage_law law;
	struct buf b;
	enum lang own = cx->lang;
	enum status s = STATUS_OK;
	bool standing = strcmp(o->s.accuracy_class, "III") == 0;
	const struct haulage_load load = {.axles = o->v.axles, .kind = o->v.kind, .drive_axles = o->v.drive_axles,
		.single_tyre_axles = o->v.single_tyre_axles, .trailer_axles = o->v.trailer_axles, .air_suspension = o->v.air_suspension,
		.axle_spacing_mm = o->v.axle_spacing_mm, .rated_kg = o->v.rated_kg, .vehicle = o->v.vehicle, .gross_kg = o->t->gross_kg,
		.accuracy_class = standing ? "" : o->s.accuracy_class};
	TRY(rules_of(cx, &rules));
	TRY(haulage_law_of(cx, rules, day_of(o->t->at), &law));
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '{');
	for (enum lang l = LANG_ZH; !s && l <= LANG_EN; l++) {
		cx->lang = l;
		jw_key(&w, l == LANG_ZH ? "zh" : "en");
		jw_begin(&w, '{');
		s = haulage_assess(cx, &law, &load, &o->verdict);
		if (!s)
			haulage_write_verdict(cx, &w, &law, &o->verdict);
		jw_end(&w);
	}
	jw_end(&w);
	cx->lang = own;
	o->verdict_json = b.s;
	return s;
}

static enum status find_or_learn(struct cx *cx, const char *table, const char *key, const char *value, const char *name, int64_t *out)
{
	if (*out || !value || !*value)
		return STATUS_OK;
	TRY(haulage_count(cx, out, arena_printf(cx->mem, "SELECT id AS n FROM %s WHERE county = $1 AND %s = $2", table, key), ARGS(V(cx->county), V(value))));
	if (*out)
		return STATUS_OK;
	*out = id_new(cx);
	return strcmp(key, "name") == 0
		? db_exec(cx, NULL, "INSERT INTO haulage_carrier (county, id, name, learnt, created_at) VALUES ($1, $2, $3, 1, $4)",
			  ARGS(V(cx->county), V(*out), V(value), V(cx->now)))
		: db_exec(cx, NULL, "INSERT INTO haulage_driver (county, id, name, qualification, learnt, created_at) VALUES ($1, $2, $3, $4, 1, $5)",
			  ARGS(V(cx->county), V(*out), V(haulage_or(name, "")), V(value), V(cx->now)));
}

/* C20231025-007: the day, and the how-manieth of it. */
static enum status next_no(struct cx *cx, const char **out)
{
	int64_t n;
	const char *day = day_today(cx);
	const char *prefix = arena_printf(cx->mem, "C%.4s%.2s%.2s-", day, day + 5, day + 8);
	TRY(haulage_count(cx, &n, "SELECT count(*) AS n FROM haulage_case WHERE county = $1 AND no >= $2 AND no < $3",
			  ARGS(V(cx->county), V(prefix), V(arena_printf(cx->mem, "%s~", prefix)))));
	*out = arena_printf(cx->mem, "%s%03" PRId64, prefix, n + 1);
	return STATUS_OK;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* 行政处罚法 60.  "" before that law was in force. */
static enum status decision_day(struct cx *cx, const char **out)
{
	const struct rules *rules;
	struct day today = day_of(cx->now);
	int64_t days;
	*out = "";
	TRY(rules_of(cx, &rules));
	const struct rule *rule = rules_peek(rules, "haulage.decide", today);
	if (!rule)
		return STATUS_OK;
	TRY(rule_int(cx, rule, "days", &days));
	*out = day_text(cx, due_days(rules_calendar(rules), today, (int)days, ROLL_NONE).day);
	return STATUS_OK;
}

static enum status insert(struct cx *cx, const struct opening *o, int64_t id)
{
	const struct haulage_ticket *t = o->t;
	const struct haulage_verdict *v = &o->verdict;
	const char *decide_by;
	TRY(decision_day(cx, &decide_by));
	int64_t least = v->police_max && v->police_min < v->fine_yuan ? v->police_min : v->fine_yuan;
	return db_exec(cx, NULL,
		       "INSERT INTO haulage_case (county, id, state, no, ticket, scale, mine, vehicle, driver, carrier, offended_on, gross_kg, counted_kg,"
		       " limit_kg, over_kg, verdict, fine_yuan, fine_most, fine_least, points, rated, created_at,"
		       " decide_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,"
		       " $21, $22, $23)",
		       ARGS(V(cx->county), V(id), V(haulage_case_flow.states[0].name), V(o->no), V(t->id), V(t->scale), V(t->mine), V(t->vehicle), V(o->driver),
			    V(o->carrier), V(day_text(cx, day_of(t->at))), V(t->gross_kg), V(v->counted_kg), V(v->limit_kg), V(v->over_kg),
			    V(o->verdict_json), V(v->fine_yuan), V(larger(v->fine_yuan + v->size_max - v->size_min, v->police_max)), V(least), V(v->points),
			    V(o->v.rated_kg > 0), V(cx->now), V(decide_by)));
}

static enum status let_find(struct cx *cx, const struct haulage_case *c)
{
	return search_put(cx, &(struct search_entry){.kind = haulage_case_flow.name, .item = c->row.id, .perms = PERM_HAULAGE_ENFORCE,
		.title = arena_printf(cx->mem, "%s %s", c->no, haulage_or(c->plate, "")),
		.text = arena_printf(cx->mem, "%s %s %s %s", haulage_or(c->driver_name, ""), haulage_or(c->carrier_name, ""), haulage_or(c->mine_name, ""),
				     haulage_or(c->scale_name, ""))});
}

enum status haulage_case_open(struct cx *cx, const struct haulage_case_new *in, int64_t *id)
{
	struct opening o = {.in = in};
	struct haulage_case *c;
	TRY(haulage_ticket_get(cx, in->ticket, &o.t));
	TRY(may_open(cx, &o));
	TRY(haulage_get(cx, &haulage_vehicles, o.t->vehicle, &o.v));
	TRY(haulage_get(cx, &haulage_scales, o.t->scale, &o.s));
	if (in->rated_kg && !o.v.rated_kg) {
		TRY(db_exec(cx, NULL, "UPDATE haulage_vehicle SET rated_kg = $1, changed_at = $2 WHERE county = $3 AND id = $4",
			    ARGS(V(in->rated_kg), V(cx->now), V(cx->county), V(o.v.id))));
		o.v.rated_kg = in->rated_kg;
	}
	o.driver = o.t->driver;
	o.carrier = o.t->carrier;
	TRY(find_or_learn(cx, "haulage_driver", "qualification", in->qualification, in->driver, &o.driver));
	TRY(find_or_learn(cx, "haulage_carrier", "name", in->carrier, NULL, &o.carrier));
	TRY(judge(cx, &o));
	TRY(next_no(cx, &o.no));
	*id = id_new(cx);
	TRY(insert(cx, &o, *id));
	TRY(haulage_case_get(cx, *id, &c));
	TRY(flow_began(cx, &haulage_case_flow, *id, "open", &haulage_case_record, c));
	TRY(let_find(cx, c));
	return haulage_follow_mine(cx, c);
}

enum status haulage_case_due(struct cx *cx, const struct haulage_case *c, int64_t *yuan)
{
	const struct rule *rule;
	struct day by, today = day_of(cx->now);
	int64_t percent;
	*yuan = c->fined_yuan;
	if (!day_parse(haulage_or(c->pay_by, ""), &by) || today.n <= by.n)
		return STATUS_OK;
	TRY(rule_in_force(cx, "haulage.payment", today, &rule));
	TRY(rule_int(cx, rule, "late_percent", &percent));
	int64_t late = c->fined_yuan * percent * (today.n - by.n) / 100;
	*yuan += late < c->fined_yuan ? late : c->fined_yuan;
	return STATUS_OK;
}
