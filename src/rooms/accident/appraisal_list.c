#include "rooms/accident/appraisal_list.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/ledger.h"
#include "core/notify.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/where.h"
#include "rooms/accident/accident.h"

static const struct field appraisal_fields[] = {
	FIELD_AS(struct appraisal, "id", row.id),
	FIELD_AS(struct appraisal, "version", row.version),
	FIELD_AS(struct appraisal, "state", row.state),
	FIELD(struct appraisal, year),
	FIELD(struct appraisal, as_of),
	FIELD(struct appraisal, objections_by),
	FIELD(struct appraisal, pending_reason),
	FIELD(struct appraisal, frozen_on),
	FIELD(struct appraisal, document),
	FIELD(struct appraisal, receiver, .flags = NULLABLE),
	FIELD(struct appraisal, receiver_name),
	FIELD(struct appraisal, handed_on),
	FIELD(struct appraisal, created_at, .flags = TIME),
	FIELD(struct appraisal, list),          /* last: the record that answers leaves it out */
};
enum { WHOLE = sizeof appraisal_fields / sizeof *appraisal_fields };
static const struct record whole_record = {.name = "appraisal_whole", .size = sizeof(struct appraisal), .fields = appraisal_fields, .count = WHOLE};
const struct record appraisal_record = {.name = "appraisal", .size = sizeof(struct appraisal), .fields = appraisal_fields, .count = WHOLE - 1};
#define COLUMNS                                                                                                       \
	"p.id, p.version, p.state, p.year, p.as_of, p.list, p.objections_by, p.pending_reason, p.frozen_on, p.document,"      \
	" p.receiver, o.name AS receiver_name, p.handed_on, p.created_at"
#define FROM " FROM appraisal p LEFT JOIN org o ON o.county = p.county AND o.id = p.receiver"

/* ---- reading ---- */

static struct where visible(struct cx *cx)
{
	struct where w = where_new(cx, "p.county = $?", V(cx->county));
	if (!(cx->perms & PERM_APPRAISAL_READ))
		where_and(&w, "p.state <> $?", V((const char *)"preview"));
	return w;
}

enum status appraisal_get(struct cx *cx, int64_t id, struct appraisal **out)
{
	struct list found;
	struct where w = visible(cx);
	where_and(&w, "p.id = $?", V(id));
	TRY(db_all(cx, &whole_record, &found, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (!found.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such list, or it is not yours to see");
	*out = found.items;
	return STATUS_OK;
}

enum status appraisal_list(struct cx *cx, struct list *out)
{
	struct where w = visible(cx);
	return db_all(cx, &whole_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s ORDER BY p.year DESC", w.sql.s),
		      where_args(&w));
}

enum status appraisal_create(struct cx *cx, int64_t year, struct appraisal **out)
{
	int64_t id = id_new(cx), made;
	TRY(db_exec(cx, &made,
		    "INSERT INTO appraisal (county, id, state, year, created_at) VALUES ($1, $2, $3, $4, $5)"
		    " ON CONFLICT (county, year) DO NOTHING",
		    ARGS(V(cx->county), V(id), V(appraisal_flow.states[0].name), V(year), V(cx->now))));
	if (!made)
		return cx_fail(cx, STATUS_CONFLICT, "the year %" PRId64 " has a list already", year);
	TRY(appraisal_get(cx, id, out));
	return flow_began(cx, &appraisal_flow, id, "create", &appraisal_record, *out);
}

/* ---- the list itself ---- */

static struct appraisal *appraisal_of(struct act *a)
{
	return (struct appraisal *)a->row;
}

static enum status work_out(struct cx *cx, const struct appraisal *p, struct appraisal_result *r)
{
	return appraisal_work_out(cx, p->year, day_of(cx->now), r);
}

/* Keep the list of today, here and in the ledger. */
static enum status keep(struct cx *cx, struct appraisal *p, const struct appraisal_result *r, const char *action)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	TRY(appraisal_write(cx, r, &w));
	p->as_of = r->as_of;
	TRY(db_exec(cx, NULL,
		    "UPDATE appraisal SET as_of = $1, list = $2, objections_by = $3, pending_reason = $4, frozen_on = $5"
		    " WHERE county = $6 AND id = $7",
		    ARGS(V(p->as_of), V((const char *)b.s), V(p->objections_by), V(p->pending_reason), V(p->frozen_on), V(cx->county),
			 V(p->row.id))));
	return ledger_append(cx, "appraisal_list", p->row.id, action, b.s);
}

enum status appraisal_list_check(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct list found;
	TRY(db_all(cx, &whole_record, &found, "SELECT " COLUMNS FROM " WHERE p.county = $1 AND p.id = $2",
		   ARGS(V(cx->county), V(last->item))));
	const struct appraisal *p = found.items;
	if (!found.count || strcmp(p->list.s, last->data.s) != 0)
		*why = words(cx, "the appraisal's list is not the one that was kept");
	return STATUS_OK;
}

/* ---- steps ---- */

static enum status tell_units(struct cx *cx, const struct appraisal *p, const struct list *l)
{
	const struct notify n = {.kind = "appraisal", .link = arena_printf(cx->mem, "/appraisal/lists/%" PRId64, p->row.id)};
	const struct appraised_org *o = l->items;
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(o[i].drop, "no") != 0)
			TRY(notify_org(cx, o[i].org, 0, &n, NULL, "your unit is on the appraisal list of %" PRId64 "; objections until %s",
				       p->year, p->objections_by));
	return STATUS_OK;
}

static enum status show(struct cx *cx, struct act *a)
{
	struct appraisal *p = appraisal_of(a);
	struct appraisal_result r;
	const struct rules *rules;
	const struct rule *rule;
	int64_t days;
	struct day today = day_of(cx->now);
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "appraisal.objection", today, &rule));
	TRY(rule_int(cx, rule, "working_days", &days));
	TRY(work_out(cx, p, &r));
	p->objections_by = day_text(cx, due_working_days(rules_calendar(rules), today, (int)days).day);
	TRY(keep(cx, p, &r, "show"));
	TRY(tell_units(cx, p, &r.towns));
	return tell_units(cx, p, &r.departments);
}

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

static enum status heard(struct cx *cx, const struct appraisal *p)
{
	struct count open;
	if (strcmp(day_today(cx), p->objections_by) <= 0)
		return cx_fail(cx, STATUS_CONFLICT, "objections may be filed until %s", p->objections_by);
	TRY(db_one(cx, &count_record, &open,
		   "SELECT count(*) AS n FROM appraisal_objection WHERE county = $1 AND appraisal = $2 AND state = 'filed'",
		   ARGS(V(cx->county), V(p->row.id))));
	return open.n ? cx_fail(cx, STATUS_CONFLICT, "%" PRId64 " objections are not decided yet", open.n) : STATUS_OK;
}

static enum status may_freeze(struct cx *cx, struct act *a)
{
	struct appraisal_result r;
	TRY(heard(cx, appraisal_of(a)));
	TRY(work_out(cx, appraisal_of(a), &r));
	return r.undecided ? cx_fail(cx, STATUS_CONFLICT, "accidents that are not recognised yet could still change the result of %" PRId64
				     " units", r.undecided) : STATUS_OK;
}

static enum status may_freeze_pending(struct cx *cx, struct act *a)
{
	struct appraisal_result r;
	TRY(heard(cx, appraisal_of(a)));
	TRY(work_out(cx, appraisal_of(a), &r));
	return r.undecided ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "nothing is pending: freeze it the ordinary way");
}

struct text_input {
	const char *text;
};
static const struct field text_fields[] = {
	FIELD(struct text_input, text, .flags = REQUIRED, .min = 5, .max = 2000, .zh = "理由", .en = "reason"),
};
static const struct record text_record = RECORD(text_input, text_fields);

static enum status freeze(struct cx *cx, struct act *a)
{
	const struct text_input *in = a->input;
	struct appraisal *p = appraisal_of(a);
	struct appraisal_result r;
	TRY(work_out(cx, p, &r));
	p->frozen_on = day_today(cx);
	p->pending_reason = in ? in->text : "";
	return keep(cx, p, &r, "freeze");
}

static enum status thaw(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE appraisal SET frozen_on = '', pending_reason = '' WHERE county = $1 AND id = $2",
		       ARGS(V(cx->county), V(a->row->id)));
}

struct hand_input {
	int64_t org;
	const char *document;
};
static const struct field hand_fields[] = {
	FIELD(struct hand_input, org, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "接收部门（组织部门）", .en = "receiver (organisation department)"),
	FIELD(struct hand_input, document, .flags = REQUIRED, .min = 2, .max = 100, .zh = "文号", .en = "document"),
};
static const struct record hand_record = RECORD(hand_input, hand_fields);

static enum status hand_over(struct cx *cx, struct act *a)
{
	const struct hand_input *in = a->input;
	const struct notify n = {.kind = "appraisal", .link = arena_printf(cx->mem, "/appraisal/lists/%" PRId64, a->row->id)};
	struct count c;
	TRY(db_one(cx, &count_record, &c, "SELECT count(*) AS n FROM org WHERE county = $1 AND id = $2 AND kind = 'department' AND active = 1",
		   ARGS(V(cx->county), V(in->org))));
	if (!c.n)
		return cx_fail_field(cx, "org", "is not a department of the county");
	TRY(db_exec(cx, NULL, "UPDATE appraisal SET receiver = $1, document = $2, handed_on = $3 WHERE county = $4 AND id = $5",
		    ARGS(V(in->org), V(in->document), V(day_today(cx)), V(cx->county), V(a->row->id))));
	return notify_org(cx, in->org, 0, &n, NULL, "the appraisal list of %" PRId64 " was handed over", appraisal_of(a)->year);
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct appraisal *p;
	TRY(appraisal_get(cx, id, &p));
	*row = &p->row;
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"preview", "预览", "preview", false},
	{"objections", "公示，可提异议", "shown, objections may be filed", false},
	{"frozen", "已核定", "frozen", false},
	{"handed_over", "已移交组织部门", "handed over", true},
	{0},
};

static const struct step steps[] = {
	{.from = "preview", .action = "show", .to = "objections", .zh = "公示名单", .en = "show the list", .perm = BIT(APPRAISAL_DECIDE),
	 .effect = show, .limit = "appraisal.objection", .confirm = true},
	{.from = "objections", .action = "take_back", .to = "preview", .zh = "撤回公示", .en = "take the list back", .perm = BIT(APPRAISAL_DECIDE),
	 .input = &text_record},
	{.from = "objections", .action = "freeze", .to = "frozen", .zh = "核定名单", .en = "freeze the list", .perm = BIT(APPRAISAL_DECIDE),
	 .guard = may_freeze, .effect = freeze, .evidence = EVIDENCE_MAY, .confirm = true},
	{.from = "objections", .action = "freeze_pending", .to = "frozen", .zh = "有待定事故仍核定", .en = "freeze it although accidents are pending",
	 .perm = BIT(APPRAISAL_DECIDE), .input = &text_record, .guard = may_freeze_pending, .effect = freeze, .evidence = EVIDENCE_MUST,
	 .confirm = true},
	{.from = "frozen", .action = "thaw", .to = "objections", .zh = "解除核定", .en = "open the list again", .perm = BIT(APPRAISAL_DECIDE),
	 .input = &text_record, .effect = thaw, .confirm = true},
	{.from = "frozen", .action = "hand_over", .to = "handed_over", .zh = "移交组织部门", .en = "hand over", .perm = BIT(APPRAISAL_DECIDE),
	 .input = &hand_record, .effect = hand_over, .evidence = EVIDENCE_MAY, .confirm = true},
};

const struct flow appraisal_flow = {
	.name = "appraisal", .zh = "考评降档名单", .en = "an appraisal list", .table = "appraisal", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load,
	.about = {.title = "CAST(f.year AS TEXT)", .page = "/appraisal/lists/", .zh = "建立名单", .en = "made", .draft = true},
};
