#include "rooms/measures/measures.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "base/id.h"
#include "core/notify.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/where.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };

static const char *const state_names[] = {"filed", "adequate", "returned", "done", "withdrawn", NULL};
static const char *const late_choices[] = {"1", NULL};

static const struct field measure_fields[] = {
	FIELD_AS(struct unit_measure, "id", row.id),
	FIELD_AS(struct unit_measure, "version", row.version),
	FIELD_AS(struct unit_measure, "state", row.state),
	FIELD(struct unit_measure, org),
	FIELD(struct unit_measure, org_name),
	FIELD(struct unit_measure, org_kind),
	FIELD(struct unit_measure, title),
	FIELD(struct unit_measure, text),
	FIELD(struct unit_measure, by_day),
	FIELD(struct unit_measure, filed_on),
	FIELD(struct unit_measure, percent),
	FIELD(struct unit_measure, progress),
	FIELD(struct unit_measure, reported_on),
	FIELD(struct unit_measure, verdict),
	FIELD(struct unit_measure, judged_on),
	FIELD(struct unit_measure, done_on),
	FIELD(struct unit_measure, created_at, .flags = TIME),
	FIELD(struct unit_measure, created_by, .flags = NULLABLE),
};
const struct record unit_measure_record = RECORD(unit_measure, measure_fields);
#define COLUMNS                                                                                                       \
	"m.id, m.version, m.state, m.org, o.name AS org_name, o.kind AS org_kind, m.title, m.text, m.by_day, m.filed_on,"     \
	" m.percent, m.progress, m.reported_on, m.verdict, m.judged_on, m.done_on, m.created_at, m.created_by"
#define FROM " FROM unit_measure m JOIN org o ON o.county = m.county AND o.id = m.org"

static const struct field input_fields[] = {
	FIELD(struct unit_measure_input, title, .flags = REQUIRED, .min = 4, .max = 200, .zh = "措施", .en = "measure"),
	FIELD(struct unit_measure_input, text, .flags = REQUIRED, .min = 10, .max = 4000, .zh = "具体内容", .en = "what exactly will be done"),
	FIELD(struct unit_measure_input, by_day, .flags = REQUIRED | DAY, .zh = "完成日期", .en = "by"),
};
const struct record unit_measure_input_record = RECORD(unit_measure_input, input_fields);

static const struct field query_fields[] = {
	FIELD(struct unit_measure_query, state, .choices = state_names),
	FIELD(struct unit_measure_query, late, .choices = late_choices),
	FIELD(struct unit_measure_query, org, .min = 0, .max = INT64_MAX),
	FIELD(struct unit_measure_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct unit_measure_query, limit, .min = 1, .max = MAX_LIMIT),
};
const struct record unit_measure_query_record = RECORD(unit_measure_query, query_fields);

/* ---- reading ---- */

static void scope(struct cx *cx, struct where *w)
{
	if (cx->perms & PERM_COUNTY_WIDE)
		return;
	where_and(w, "o.path >= $?", V(cx->org_path));
	where_and(w, "o.path < $?", V(arena_printf(cx->mem, "%s~", cx->org_path)));
}

enum status unit_measure_get(struct cx *cx, int64_t id, struct unit_measure **out)
{
	struct list found;
	struct where w = where_new(cx, "m.county = $?", V(cx->county));
	where_and(&w, "m.id = $?", V(id));
	scope(cx, &w);
	TRY(db_all(cx, &unit_measure_record, &found, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (!found.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such measure, or it is not yours to see");
	*out = found.items;
	return STATUS_OK;
}

enum status unit_measure_list(struct cx *cx, const struct unit_measure_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "m.county = $?", V(cx->county));
	scope(cx, &w);
	if (q->state)
		where_and(&w, "m.state = $?", V(q->state));
	if (q->late)
		where_and(&w, "m.state IN ('filed', 'adequate', 'returned') AND m.by_day < $?", V(day_today(cx)));
	if (q->org)
		where_and(&w, "m.org = $?", V(q->org));
	if (q->cursor)
		where_and(&w, "m.id < $?", V(q->cursor));
	where_more(&w, " ORDER BY m.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &unit_measure_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = ((const struct unit_measure *)out->items)[limit - 1].row.id;
	}
	return STATUS_OK;
}

static const struct field overview_fields[] = {
	FIELD(struct unit_measures, org),
	FIELD(struct unit_measures, name),
	FIELD(struct unit_measures, kind),
	FIELD(struct unit_measures, filed),
	FIELD(struct unit_measures, adequate),
	FIELD(struct unit_measures, returned),
	FIELD(struct unit_measures, done),
	FIELD(struct unit_measures, late),
	FIELD(struct unit_measures, total),
	FIELD(struct unit_measures, first_on),
	FIELD(struct unit_measures, nothing),
	FIELD(struct unit_measures, filed_late),
};
const struct record unit_measures_record = RECORD(unit_measures, overview_fields);
/* What the database counts; the last two are worked out. */
static const struct record counted_record = {.name = "counted", .size = sizeof(struct unit_measures), .fields = overview_fields, .count = 10};

enum status unit_measure_overview(struct cx *cx, struct list *out, const char **by)
{
	const struct rule *rule;
	TRY(rule_in_force(cx, "unit_measure.filing", day_of(cx->now), &rule));
	TRY(rule_text(cx, rule, "day", by));
	struct where w = where_new(cx, "SELECT o.id AS org, coalesce(nullif(o.short_name, ''), o.name) AS name, o.kind,"
		" coalesce(sum(CASE WHEN m.state = 'filed' THEN 1 ELSE 0 END), 0) AS filed,"
		" coalesce(sum(CASE WHEN m.state = 'adequate' THEN 1 ELSE 0 END), 0) AS adequate,"
		" coalesce(sum(CASE WHEN m.state = 'returned' THEN 1 ELSE 0 END), 0) AS returned,"
		" coalesce(sum(CASE WHEN m.state = 'done' THEN 1 ELSE 0 END), 0) AS done,"
		" coalesce(sum(CASE WHEN m.state IN ('filed', 'adequate', 'returned') AND m.by_day < $? THEN 1 ELSE 0 END), 0) AS late,"
		" count(m.id) AS total, coalesce(min(m.filed_on), '') AS first_on FROM org o", V(day_today(cx)));
	where_more(&w, " LEFT JOIN unit_measure m ON m.county = o.county AND m.org = o.id AND m.state <> 'withdrawn' WHERE o.county = $?"
		   " AND o.active = 1 AND (o.kind = 'town' OR (o.kind = 'department' AND o.supervises = 1))", V(cx->county));
	scope(cx, &w);
	buf_puts(&w.sql, " GROUP BY o.id, o.name, o.short_name, o.kind, o.sort ORDER BY CASE WHEN count(m.id) = 0 THEN 0 ELSE 1 END, o.sort, o.id");
	TRY(db_all(cx, &counted_record, out, w.sql.s, where_args(&w)));
	struct unit_measures *u = out->items;
	for (size_t i = 0; i < out->count; i++) {
		u[i].nothing = !u[i].total;
		u[i].filed_late = strcmp(u[i].nothing ? day_today(cx) : u[i].first_on, *by) > 0;
	}
	return STATUS_OK;
}

/* ---- filing ---- */

struct found {
	int64_t id;
};
static const struct field found_fields[] = {FIELD(struct found, id)};
static const struct record found_record = RECORD(found, found_fields);

static enum status check_day(struct cx *cx, const char *by)
{
	return strcmp(by, day_today(cx)) >= 0 ? STATUS_OK : cx_fail_field(cx, "by_day", "has passed already");
}

static enum status tell_judges(struct cx *cx, const struct unit_measure *m)
{
	const struct notify n = {.kind = "unit_measure", .link = arena_printf(cx->mem, "/measures/%" PRId64, m->row.id)};
	struct list people;
	TRY(db_all(cx, &found_record, &people,
		   "SELECT p.id FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = 'supervisor' AND p.active = 1", ARGS(V(cx->county))));
	const struct found *p = people.items;
	for (size_t i = 0; i < people.count; i++)
		TRY(notify_person(cx, p[i].id, &n, "a measure of %s waits to be judged: %s", m->org_name, m->title));
	return STATUS_OK;
}

enum status unit_measure_file(struct cx *cx, const struct unit_measure_input *in, struct unit_measure **out)
{
	struct list unit;
	int64_t id = id_new(cx);
	TRY(db_all(cx, &found_record, &unit,
		   "SELECT id FROM org WHERE county = $1 AND id = $2 AND (kind = 'town' OR (kind = 'department' AND supervises = 1))",
		   ARGS(V(cx->county), V(cx->org))));
	if (!unit.count)
		return cx_fail(cx, STATUS_FORBIDDEN, "only towns and departments with supervision duty file measures of their own");
	TRY(check_day(cx, in->by_day));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO unit_measure (county, id, state, org, title, text, by_day, filed_on, created_at, created_by)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		    ARGS(V(cx->county), V(id), V(unit_measure_flow.states[0].name), V(cx->org), V(in->title), V(in->text), V(in->by_day),
			 V(day_today(cx)), V(cx->now), V(cx->user))));
	TRY(unit_measure_get(cx, id, out));
	TRY(flow_began(cx, &unit_measure_flow, id, "file", &unit_measure_record, *out));
	return tell_judges(cx, *out);
}

/* ---- the flow ---- */

static struct unit_measure *measure_of(struct act *a)
{
	return (struct unit_measure *)a->row;
}

static enum status own_only(struct cx *cx, struct act *a)
{
	return cx->org == measure_of(a)->org ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the unit whose measure it is may do this");
}

static enum status outsider(struct cx *cx, struct act *a)
{
	return cx->org != measure_of(a)->org ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "nobody judges a measure of his own unit");
}

struct text_input {
	const char *text;
};
static const struct field text_fields[] = {
	FIELD(struct text_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "意见", .en = "words"),
};
static const struct record text_record = RECORD(text_input, text_fields);

struct progress_input {
	const char *text;
	int64_t percent;
};
static const struct field progress_fields[] = {
	FIELD(struct progress_input, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "进展情况", .en = "what was done"),
	FIELD(struct progress_input, percent, .flags = REQUIRED, .min = 0, .max = 100, .zh = "完成比例（%）", .en = "percent done"),
};
static const struct record progress_record = RECORD(progress_input, progress_fields);

static enum status judge(struct cx *cx, struct act *a)
{
	const struct text_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE unit_measure SET verdict = $1, judged_on = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(in->text), V(day_today(cx)), V(cx->county), V(a->row->id)));
}

static enum status refile(struct cx *cx, struct act *a)
{
	const struct unit_measure_input *in = a->input;
	TRY(check_day(cx, in->by_day));
	return db_exec(cx, NULL, "UPDATE unit_measure SET title = $1, text = $2, by_day = $3 WHERE county = $4 AND id = $5",
		       ARGS(V(in->title), V(in->text), V(in->by_day), V(cx->county), V(a->row->id)));
}

static enum status progress(struct cx *cx, struct act *a)
{
	const struct progress_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE unit_measure SET percent = $1, progress = $2, reported_on = $3 WHERE county = $4 AND id = $5",
		       ARGS(V(in->percent), V(in->text), V(day_today(cx)), V(cx->county), V(a->row->id)));
}

static enum status finish(struct cx *cx, struct act *a)
{
	const struct text_input *in = a->input;
	return db_exec(cx, NULL,
		       "UPDATE unit_measure SET percent = 100, progress = $1, reported_on = $2, done_on = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(in->text), V(day_today(cx)), V(cx->county), V(a->row->id)));
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct unit_measure *m;
	TRY(unit_measure_get(cx, id, &m));
	*row = &m->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	const struct unit_measure *m = measure_of(a);
	const struct notify n = {.kind = "unit_measure", .link = arena_printf(cx->mem, "/measures/%" PRId64, m->row.id)};
	if (strcmp(a->step->action, "refile") == 0)
		return tell_judges(cx, m);
	if (strcmp(a->step->action, "return") == 0)
		return notify_org(cx, m->org, 0, &n, NULL, "your unit's measure was sent back to be made better: %s", m->title);
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"filed", "已报送，待评议", "filed, to be judged", false},
	{"adequate", "评议通过，落实中", "judged adequate, being carried out", false},
	{"returned", "退回完善", "sent back", false},
	{"done", "已落实", "done", true},
	{"withdrawn", "已撤回", "withdrawn", true},
	{0},
};

static const struct step steps[] = {
	{.from = "filed", .action = "adequate", .to = "adequate", .zh = "评议通过", .en = "judge adequate", .perm = BIT(MEASURES_JUDGE),
	 .input = &text_record, .guard = outsider, .effect = judge},
	{.from = "filed", .action = "return", .to = "returned", .zh = "退回完善", .en = "send back", .perm = BIT(MEASURES_JUDGE),
	 .input = &text_record, .guard = outsider, .effect = judge},
	{.from = "returned", .action = "refile", .to = "filed", .zh = "重新报送", .en = "file anew", .perm = BIT(TASK_WORK),
	 .input = &unit_measure_input_record, .evidence = EVIDENCE_MAY, .guard = own_only, .effect = refile},
	{.from = "filed|returned", .action = "withdraw", .to = "withdrawn", .zh = "撤回", .en = "withdraw", .perm = BIT(TASK_WORK),
	 .input = &text_record, .guard = own_only, .confirm = true},
	{.from = "adequate", .action = "progress", .zh = "上报进展", .en = "report progress", .perm = BIT(TASK_WORK), .input = &progress_record,
	 .evidence = EVIDENCE_MAY, .guard = own_only, .effect = progress},
	{.from = "adequate", .action = "finish", .to = "done", .zh = "已落实", .en = "report it done", .perm = BIT(TASK_WORK),
	 .input = &text_record, .evidence = EVIDENCE_MUST, .guard = own_only, .effect = finish, .confirm = true},
};

const struct flow unit_measure_flow = {
	.name = "unit_measure", .zh = "单位措施", .en = "a unit's own measure", .table = "unit_measure", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "f.title", .due = "f.by_day", .page = "/measures/", .zh = "报送措施", .en = "filed"},
};
