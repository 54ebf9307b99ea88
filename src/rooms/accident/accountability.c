#include "rooms/accident/accountability.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/notify.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/accident/accident.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };

static const char *const subjects[] = {"town", "department", "person", NULL};
static const char *const duties[] = {"territory", "industry", "overall", "leader", "unit", NULL};
static const char *const faults[] = {"not_inspected", "not_urged", "wrong_approval", "late_report", "concealed", "other", NULL};
static const char *const proposals[] = {"talk", "criticism", "self_criticism", "admonition", "transfer", "sanction", NULL};
static const char *const states[] = {"draft", "referred", "handling", "decided", "executed", "archived", "dropped", NULL};

static const struct field accountability_fields[] = {
	FIELD_AS(struct accountability, "id", row.id),
	FIELD_AS(struct accountability, "version", row.version),
	FIELD_AS(struct accountability, "state", row.state),
	FIELD(struct accountability, accident),
	FIELD(struct accountability, accident_title),
	FIELD(struct accountability, accident_day),
	FIELD(struct accountability, subject),
	FIELD(struct accountability, org),
	FIELD(struct accountability, org_name),
	FIELD(struct accountability, person_name),
	FIELD(struct accountability, post),
	FIELD(struct accountability, duty),
	FIELD(struct accountability, fault),
	FIELD(struct accountability, facts),
	FIELD(struct accountability, basis),
	FIELD(struct accountability, proposed),
	FIELD(struct accountability, decision),
	FIELD(struct accountability, decision_text),
	FIELD(struct accountability, document),
	FIELD(struct accountability, decided_on),
	FIELD(struct accountability, lasts_until),
	FIELD(struct accountability, executed_on),
	FIELD(struct accountability, drafted_by, .flags = NULLABLE),
	FIELD(struct accountability, drafted_org, .flags = NULLABLE),
	FIELD(struct accountability, created_at, .flags = TIME),
	FIELD(struct accountability, responsible),
	FIELD(struct accountability, reporting),
};
const struct record accountability_record = RECORD(accountability, accountability_fields);
#define COLUMNS                                                                                                       \
	"c.id, c.version, c.state, c.accident, a.title AS accident_title, a.day AS accident_day, c.subject, c.org,"   \
	" o.name AS org_name, c.person_name, c.post, c.duty, c.fault, c.facts, c.basis, c.proposed, c.decision,"      \
	" c.decision_text, c.document, c.decided_on, c.lasts_until, c.executed_on, c.drafted_by, c.drafted_org,"      \
	" c.created_at, CASE WHEN a.production = 1 AND a.responsible = 'yes' THEN 1 ELSE 0 END AS responsible, a.reporting"
#define FROM                                                                                                          \
	" FROM accountability c JOIN accident a ON a.county = c.county AND a.id = c.accident"                         \
	" LEFT JOIN org o ON o.county = c.county AND o.id = c.org"

static const struct field input_fields[] = {
	FIELD(struct accountability_input, accident, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "事故", .en = "accident"),
	FIELD(struct accountability_input, subject, .flags = REQUIRED, .choices = subjects, .zh = "追究对象", .en = "subject"),
	FIELD(struct accountability_input, org, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "单位", .en = "unit"),
	FIELD(struct accountability_input, person_name, .min = 0, .max = 50, .zh = "姓名", .en = "person"),
	FIELD(struct accountability_input, post, .min = 0, .max = 100, .zh = "职务", .en = "post"),
	FIELD(struct accountability_input, duty, .flags = REQUIRED, .choices = duties, .zh = "责任类别", .en = "kind of duty"),
	FIELD(struct accountability_input, fault, .flags = REQUIRED, .choices = faults, .zh = "失职情形", .en = "kind of fault"),
	FIELD(struct accountability_input, facts, .flags = REQUIRED, .min = 5, .max = 4000, .zh = "事实", .en = "facts"),
	FIELD(struct accountability_input, basis, .min = 0, .max = 1000, .zh = "依据", .en = "grounds"),
	FIELD(struct accountability_input, proposed, .flags = REQUIRED, .choices = proposals, .zh = "建议措施", .en = "proposed"),
};
const struct record accountability_new_record = RECORD(accountability_input, input_fields);
const struct record accountability_edit_record = {
	.name = "accountability_edit", .size = sizeof(struct accountability_input), .fields = input_fields + 1,
	.count = sizeof input_fields / sizeof *input_fields - 1,
};

static const struct field query_fields[] = {
	FIELD(struct accountability_query, state, .choices = states),
	FIELD(struct accountability_query, accident, .min = 0, .max = INT64_MAX),
	FIELD(struct accountability_query, org, .min = 0, .max = INT64_MAX),
	FIELD(struct accountability_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct accountability_query, limit, .min = 1, .max = MAX_LIMIT),
};
const struct record accountability_query_record = RECORD(accountability_query, query_fields);

/* ---- reading ---- */

static void scope(struct cx *cx, struct where *w)
{
	bool leads = cx->perms & PERM_COUNTY_WIDE && cx->perms & (PERM_ACCIDENT_MANAGE | PERM_TASK_DECIDE);
	if (leads || cx->perms & PERM_ACCOUNTABILITY)
		return;
	where_and(w, "c.drafted_org = $?", V(cx->perms & PERM_ACCIDENT_MANAGE ? cx->org : (int64_t)-1));
}

enum status accountability_get(struct cx *cx, int64_t id, struct accountability **out)
{
	struct list found;
	struct where w = where_new(cx, "c.county = $?", V(cx->county));
	where_and(&w, "c.id = $?", V(id));
	scope(cx, &w);
	TRY(db_all(cx, &accountability_record, &found, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (!found.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such case, or it is not yours to see");
	*out = found.items;
	return STATUS_OK;
}

enum status accountability_list(struct cx *cx, const struct accountability_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "c.county = $?", V(cx->county));
	scope(cx, &w);
	if (q->state)
		where_and(&w, "c.state = $?", V(q->state));
	if (q->accident)
		where_and(&w, "c.accident = $?", V(q->accident));
	if (q->org)
		where_and(&w, "c.org = $?", V(q->org));
	if (q->cursor)
		where_and(&w, "c.id < $?", V(q->cursor));
	where_more(&w, " ORDER BY c.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &accountability_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = ((const struct accountability *)out->items)[limit - 1].row.id;
	}
	return STATUS_OK;
}

/* ---- writing ---- */

struct org_kind {
	const char *kind;
};
static const struct field kind_fields[] = {FIELD(struct org_kind, kind)};
static const struct record kind_record = RECORD(org_kind, kind_fields);

static enum status check_subject(struct cx *cx, const struct accountability_input *in)
{
	struct list l;
	bool person = strcmp(in->subject, "person") == 0;
	TRY(db_all(cx, &kind_record, &l, "SELECT kind FROM org WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(in->org))));
	if (!l.count || (!person && strcmp(((const struct org_kind *)l.items)->kind, in->subject) != 0))
		return cx_fail_field(cx, "org", "is not an organisation of the right kind");
	if (person && (!in->person_name || !*in->person_name))
		return cx_fail_field(cx, "person_name", "say who it is");
	return STATUS_OK;
}

/* The notice holds for accidents after it came into force, and for no others. */
static enum status check_accident(struct cx *cx, const struct accident *a)
{
	const struct rule *rule;
	const char *from;
	TRY(rule_in_force(cx, "accountability.effective", day_of(cx->now), &rule));
	TRY(rule_text(cx, rule, "day", &from));
	if (strcmp(a->day, from) < 0)
		return cx_fail(cx, STATUS_CONFLICT, "the accident happened on %s, before %s, from when accountability counts (%s%s)", a->day,
			       from, rule->source, rule->article);
	if (!a->production || strcmp(a->row.state, "void") == 0)
		return cx_fail(cx, STATUS_CONFLICT, "nobody answers here for what is no production accident");
	return STATUS_OK;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

enum status accountability_put(struct cx *cx, int64_t id, const struct accountability_input *in)
{
	TRY(check_subject(cx, in));
	return db_exec(cx, NULL,
		       "UPDATE accountability SET subject = $1, org = $2, person_name = $3, post = $4, duty = $5, fault = $6, facts = $7,"
		       " basis = $8, proposed = $9 WHERE county = $10 AND id = $11",
		       ARGS(V(in->subject), V(in->org), V(or_empty(in->person_name)), V(or_empty(in->post)), V(in->duty), V(in->fault),
			    V(in->facts), V(or_empty(in->basis)), V(in->proposed), V(cx->county), V(id)));
}

enum status accountability_create(struct cx *cx, const struct accountability_input *in, struct accountability **out)
{
	struct accident *a;
	int64_t id = id_new(cx);
	TRY(accident_get(cx, in->accident, &a));
	TRY(check_accident(cx, a));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO accountability (county, id, state, accident, subject, org, duty, fault, facts, proposed, drafted_by,"
		    " drafted_org, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		    ARGS(V(cx->county), V(id), V(accountability_flow.states[0].name), V(a->row.id), V(in->subject), V(in->org), V(in->duty),
			 V(in->fault), V(in->facts), V(in->proposed), V(cx->user), V(cx->org), V(cx->now))));
	TRY(accountability_put(cx, id, in));
	TRY(accountability_get(cx, id, out));
	return flow_began(cx, &accountability_flow, id, "draft", &accountability_record, *out);
}
