/* quota_flow.c - a mine's quota of a year: drafted, signed by the emergency bureau, approved by the police. */
#include "rooms/explosive/book.h"
#include "rooms/explosive/permit.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/explosive/police.h"
#include "rooms/tenure/output.h"

static const char *const states[] = {"draft", "signed", "approved", "replaced", "withdrawn", NULL};

#define SOURCE(name, words_zh, words_en) FIELD(struct quota, name, .min = 0, .max = 200, .zh = words_zh, .en = words_en)
#define QUOTA_INPUT                                                                                                    \
	FIELD(struct quota, year, .flags = REQUIRED, .min = 2000, .max = 2100, .zh = "年度", .en = "year"),            \
		FIELD(struct quota, planned_t, .zh = "计划采出矿石量（吨，不填取各项上限的最小值）",                   \
		      .en = "ore planned, t (empty: the least of its limits)"),                                        \
		SOURCE(planned_source, "计划量依据", "where the plan comes from"),                                     \
		FIELD(struct quota, ore_density, .flags = REQUIRED, .zh = "矿石体重（吨/立方米）",                     \
		      .en = "density of ore, t/m³"),                                                                   \
		SOURCE(ore_density_source, "矿石体重依据", "where it comes from"),                                     \
		FIELD(struct quota, ore_q, .flags = REQUIRED, .zh = "矿石炸药单耗（千克/立方米）",                     \
		      .en = "powder factor in ore, kg/m³"),                                                            \
		SOURCE(ore_q_source, "矿石单耗依据", "where it comes from"),                                           \
		FIELD(struct quota, strip_ratio, .zh = "剥采比（吨/吨）", .en = "stripping ratio, t/t"),               \
		SOURCE(strip_ratio_source, "剥采比依据", "where it comes from"),                                       \
		FIELD(struct quota, rock_density, .zh = "岩石体重（吨/立方米）", .en = "density of rock, t/m³"),       \
		SOURCE(rock_density_source, "岩石体重依据", "where it comes from"),                                    \
		FIELD(struct quota, rock_q, .zh = "岩石炸药单耗（千克/立方米）",                                       \
		      .en = "powder factor in rock, kg/m³"),                                                           \
		SOURCE(rock_q_source, "岩石单耗依据", "where it comes from"),                                          \
		FIELD(struct quota, k, .zh = "二次破碎系数 k（不填按规则）",                                           \
		      .en = "factor k (empty: as the rule says)"),                                                     \
		SOURCE(k_source, "系数依据", "where it comes from"),                                                   \
		FIELD(struct quota, safety_stock_kg, .zh = "安全库存（千克）", .en = "safety stock, kg")

static const struct field fields[] = {
	FIELD_AS(struct quota, "id", row.id),
	FIELD_AS(struct quota, "version", row.version),
	FIELD_AS(struct quota, "state", row.state),
	FIELD(struct quota, mine),
	FIELD(struct quota, mine_name),
	QUOTA_INPUT,
	FIELD(struct quota, kg_year),
	FIELD(struct quota, kg_per_t),
	FIELD(struct quota, detonators),
	FIELD(struct quota, sum),
	FIELD(struct quota, signed_by, .flags = NULLABLE),
	FIELD(struct quota, signed_name),
	FIELD(struct quota, signed_at, .flags = TIME),
	FIELD(struct quota, approved_by, .flags = NULLABLE),
	FIELD(struct quota, approved_name),
	FIELD(struct quota, approved_at, .flags = TIME),
};
const struct record quota_record = RECORD(quota, fields);
static const struct field new_fields[] = {
	FIELD(struct quota, mine, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "矿山", .en = "mine"),
	QUOTA_INPUT,
};
const struct record quota_new_record = RECORD(quota, new_fields);
#define COLUMNS                                                                                                        \
	"q.id, q.version, q.state, q.mine, m.name AS mine_name, q.year, q.planned_t, q.planned_source, "               \
	"q.ore_density, q.ore_density_source, "                                                                        \
	"q.ore_q, q.ore_q_source, q.strip_ratio, q.strip_ratio_source, q.rock_density, q.rock_density_source, "        \
	"q.rock_q, q.rock_q_source, q.k, "                                                                             \
	"q.k_source, q.safety_stock_kg, q.kg_year, q.kg_per_t, q.detonators, q.sum, q.signed_by, s.name AS "           \
	"signed_name, q.signed_at, "                                                                                   \
	"q.approved_by, a.name AS approved_name, q.approved_at"
#define FROM                                                                                                           \
	" FROM explosive_quota q JOIN mine m ON m.county = q.county AND m.id = q.mine"                                 \
	" LEFT JOIN person s ON s.county = q.county AND s.id = q.signed_by LEFT JOIN person a ON a.county = q.county " \
	"AND a.id = q.approved_by"

static const struct field query_fields[] = {
	FIELD(struct quota_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct quota_query, year, .min = 0, .max = 2100),
	FIELD(struct quota_query, state, .choices = states),
	FIELD(struct quota_query, q, .min = 0, .max = 60),
	FIELD(struct quota_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct quota_query, limit, .min = 1, .max = 200),
};
const struct record quota_query_record = RECORD(quota_query, query_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- drafting ---- */

/* The limit that binds, with where it stands. */
static const char *bound_by(struct cx *cx, const struct output_allowed *a)
{
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->limits[i].name, a->bound_by) == 0)
			return arena_printf(cx->mem, "%s %s", a->limits[i].text, or_empty(a->limits[i].source));
	return a->bound_by;
}

/* The plan: what the mine may take out at most, or less. */
static enum status plan_of(struct cx *cx, const struct mine *m, struct quota *q)
{
	struct output_allowed allowed;
	TRY(output_allowed(cx, m, q->year, &allowed));
	if (!(q->planned_t > 0)) {
		if (!(allowed.t > 0))
			return cx_fail_field(
				cx, "planned_t",
				"no limit of this mine's output is on record: give the plan and where it comes from");
		q->planned_t = allowed.t;
		q->planned_source = bound_by(cx, &allowed);
	}
	if (allowed.t > 0 && q->planned_t > allowed.t)
		return cx_fail_field(cx, "planned_t", "%.0f t is more than the mine may take out: %.0f t by %s",
				     q->planned_t, allowed.t, bound_by(cx, &allowed));
	return STATUS_OK;
}

/* Records are kept in Chinese, whoever makes them; a reader of English gets the sum again in his words. */
static enum status work_out(struct cx *cx, struct quota *q, enum lang lang)
{
	enum lang own = cx->lang;
	struct quota_result r;
	struct buf b;
	const struct rule *rule;
	TRY(rule_in_force(cx, "explosive.quota", day_of(cx->now), &rule));
	if (q->k == 0)
		TRY(rule_real(cx, rule, "k", &q->k));
	const struct quota_input in = {.planned_t = q->planned_t,
				       .ore_density = q->ore_density,
				       .ore_q = q->ore_q,
				       .strip_ratio = q->strip_ratio,
				       .rock_density = q->rock_density,
				       .rock_q = q->rock_q,
				       .k = q->k,
				       .spare = -1,
				       .safety_stock_kg = q->safety_stock_kg};
	cx->lang = lang;
	enum status s = quota_work_out(cx, &in, day_of(cx->now), &r);
	cx->lang = own;
	TRY(s);
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	const struct list steps = {r.steps, r.count};
	jw_list(&w, &quota_step_record, &steps);
	q->kg_year = r.kg_year;
	q->kg_per_t = r.kg_per_t;
	q->detonators = r.detonators;
	q->sum.s = b.s;
	return STATUS_OK;
}

static enum status insert(struct cx *cx, const struct quota *q)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_quota (county, id, state, mine, year, planned_t, planned_source, "
		       "ore_density, ore_density_source, ore_q,"
		       " ore_q_source, strip_ratio, strip_ratio_source, rock_density, rock_density_source, rock_q, "
		       "rock_q_source, k, k_source,"
		       " safety_stock_kg, kg_year, kg_per_t, detonators, sum, created_at) VALUES ($1, $2, $3, $4, $5, "
		       "$6, $7, $8, $9, $10, $11, $12, $13,"
		       " $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)",
		       ARGS(V(cx->county), V(q->row.id), V(q->row.state), V(q->mine), V(q->year), V(q->planned_t),
			    V(or_empty(q->planned_source)), V(q->ore_density), V(or_empty(q->ore_density_source)),
			    V(q->ore_q), V(or_empty(q->ore_q_source)), V(q->strip_ratio),
			    V(or_empty(q->strip_ratio_source)), V(q->rock_density), V(or_empty(q->rock_density_source)),
			    V(q->rock_q), V(or_empty(q->rock_q_source)), V(q->k), V(or_empty(q->k_source)),
			    V(q->safety_stock_kg), V(q->kg_year), V(q->kg_per_t), V(q->detonators), V(q->sum.s),
			    V(cx->now)));
}

enum status quota_create(struct cx *cx, const struct quota *in, struct quota **out)
{
	struct mine *m;
	struct quota q = *in;
	TRY(mine_get(cx, in->mine, &m));
	TRY(plan_of(cx, m, &q));
	TRY(work_out(cx, &q, LANG_ZH));
	q.row = (struct flow_row){id_new(cx), 1, quota_flow.states[0].name};
	TRY(insert(cx, &q));
	TRY(flow_began(cx, &quota_flow, q.row.id, "draft", &quota_record, &q));
	return quota_get(cx, q.row.id, out);
}

/* ---- reading ---- */

enum status quota_get(struct cx *cx, int64_t id, struct quota **out)
{
	struct list l;
	struct where w = where_new(cx, "q.county = $?", V(cx->county));
	where_and(&w, "q.id = $?", V(id));
	TRY(mine_scope(cx, &w));
	TRY(db_all(cx, &quota_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s),
		   where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such quota, or it is not yours to see");
	*out = l.items;
	return cx->lang == LANG_EN ? work_out(cx, *out, LANG_EN) : STATUS_OK;
}

enum status quota_in_force(struct cx *cx, int64_t mine, struct day day, struct quota **out)
{
	struct list l;
	int year, month, mday;
	day_split(day, &year, &month, &mday);
	TRY(db_all(cx, &quota_record, &l,
		   "SELECT " COLUMNS FROM " WHERE q.county = $1 AND q.mine = $2 AND q.year = $3 AND q.state = "
					  "'approved' ORDER BY q.id DESC LIMIT 1",
		   ARGS(V(cx->county), V(mine), V(year))));
	*out = l.count ? l.items : NULL;
	return STATUS_OK;
}

enum status quota_list(struct cx *cx, const struct quota_query *q, struct list *out, int64_t *next)
{
	size_t limit = (size_t)(q->limit ? q->limit : 50);
	struct where w = where_new(cx, "q.county = $?", V(cx->county));
	if (q->mine)
		where_and(&w, "q.mine = $?", V(q->mine));
	if (q->year)
		where_and(&w, "q.year = $?", V(q->year));
	if (q->state)
		where_and(&w, "q.state = $?", V(q->state));
	if (q->q && *q->q)
		where_and(&w, "lower(m.name) LIKE $? ESCAPE '\\'", V(org_anywhere(cx, q->q)));
	if (q->cursor)
		where_and(&w, "q.id < $?", V(q->cursor));
	TRY(mine_scope(cx, &w));
	where_more(&w, " ORDER BY q.id DESC LIMIT $?", V((int64_t)limit + 1));
	TRY(db_all(cx, &quota_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s),
		   where_args(&w)));
	*next = where_page(out, &quota_record, limit);
	return STATUS_OK;
}

/* ---- the flow ---- */

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct quota *q;
	TRY(quota_get(cx, id, &q));
	*row = &q->row;
	return STATUS_OK;
}

/* The emergency bureau signs the parameters. */
static enum status safety_only(struct cx *cx, struct act *a)
{
	struct number_row r;
	(void)a;
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM org WHERE county = $1 AND id = $2 AND (name LIKE '%应急%局' OR "
		   "short_name LIKE '%应急%局')",
		   ARGS(V(cx->county), V(cx->org))));
	return r.n || !cx->user ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the emergency bureau may do this");
}

static enum status sign(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL,
		       "UPDATE explosive_quota SET signed_by = $1, signed_at = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(cx->user), V(cx->now), V(cx->county), V(a->row->id)));
}

/* Every parameter has its source: a number that nobody stands for decides nothing. */
static enum status sources_known(struct cx *cx, struct act *a)
{
	const struct quota *q = (const struct quota *)a->row;
	TRY(police_only(cx, a));
	if (!*q->planned_source || !*q->ore_density_source || !*q->ore_q_source)
		return cx_fail(cx, STATUS_CONFLICT,
			       "plan, density and powder factor each need their source before they can be approved");
	if (q->strip_ratio > 0 && (!*q->strip_ratio_source || !*q->rock_density_source || !*q->rock_q_source))
		return cx_fail(cx, STATUS_CONFLICT,
			       "stripping ratio, density and powder factor of rock each need their source");
	return STATUS_OK;
}

static enum status replace_others(struct cx *cx, const struct quota *q)
{
	struct list l;
	TRY(db_all(cx, &number_row_record, &l,
		   "SELECT id AS n FROM explosive_quota WHERE county = $1 AND mine = $2 AND year = $3 AND state = "
		   "'approved' AND id <> $4",
		   ARGS(V(cx->county), V(q->mine), V(q->year), V(q->row.id))));
	const struct number_row *r = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(flow_do(cx, &quota_flow, r[i].n, "replace", NULL, (struct texts){0}, 0));
	return STATUS_OK;
}

static enum status approve(struct cx *cx, struct act *a)
{
	const struct quota *q = (const struct quota *)a->row;
	const struct notify n = {.kind = "quota", .link = arena_printf(cx->mem, "/explosives/mines/%" PRId64, q->mine)};
	TRY(replace_others(cx, q));
	TRY(db_exec(cx, NULL,
		    "UPDATE explosive_quota SET approved_by = $1, approved_at = $2 WHERE county = $3 AND id = $4",
		    ARGS(V(cx->user), V(cx->now), V(cx->county), V(a->row->id))));
	return police_tell_mine(cx, q->mine, &n, "the explosives quota was approved: %s", q->mine_name);
}

static const struct flow_state flow_states[] = {
	{"draft", "待应急局会签", "to be signed", false}, {"signed", "待公安局批准", "to be approved", false},
	{"approved", "执行中", "in force", false},        {"replaced", "已被替代", "replaced", true},
	{"withdrawn", "已撤回", "withdrawn", true},       {0},
};
static const struct step steps[] = {
	{.from = "draft",
	 .action = "sign",
	 .to = "signed",
	 .zh = "会签",
	 .en = "sign",
	 .perm = BIT(STOP_ORDER),
	 .guard = safety_only,
	 .effect = sign,
	 .evidence = EVIDENCE_MAY},
	{.from = "signed",
	 .action = "approve",
	 .to = "approved",
	 .zh = "批准",
	 .en = "approve",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .guard = sources_known,
	 .effect = approve,
	 .limit = "explosive.quota",
	 .confirm = true},
	{.from = "draft|signed",
	 .action = "withdraw",
	 .to = "withdrawn",
	 .zh = "撤回",
	 .en = "withdraw",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .guard = police_only,
	 .confirm = true},
	{.from = "approved", .action = "replace", .to = "replaced", .zh = "被替代", .en = "replaced", .inside = true},
};
const struct flow quota_flow = {
	.name = "explosive_quota",
	.zh = "民爆额度",
	.en = "explosives quota",
	.table = "explosive_quota",
	.states = flow_states,
	.steps = steps,
	.count = sizeof steps / sizeof *steps,
	.load = load,
	.about = {.title = "(SELECT m.name FROM mine m WHERE m.county = f.county AND m.id = f.mine)",
		  .no = "CAST(f.year AS TEXT)",
		  .page = "/explosives/quotas/",
		  .zh = "拟定额度",
		  .en = "drafted",
		  .draft = true},
};
