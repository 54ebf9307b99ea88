#include "rooms/task/task.h"

#include <string.h>
#include "base/day.h"
#include "base/id.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/task/task_tell.h"

static const struct field task_fields[] = {
	FIELD_AS(struct task, "id", row.id),
	FIELD_AS(struct task, "version", row.version),
	FIELD_AS(struct task, "state", row.state),
	FIELD(struct task, notice, .flags = NULLABLE),
	FIELD(struct task, parent, .flags = NULLABLE),
	FIELD(struct task, root),
	FIELD(struct task, no),
	FIELD(struct task, sort),
	FIELD(struct task, title),
	FIELD(struct task, text),
	FIELD(struct task, leads),
	FIELD(struct task, cooperating),
	FIELD(struct task, org),
	FIELD(struct task, deadline_text),
	FIELD(struct task, deadline_kind),
	FIELD(struct task, deadline_day),
	FIELD(struct task, deadline_start),
	FIELD(struct task, effect_year, .flags = NULLABLE),
	FIELD(struct task, deadline_days, .flags = NULLABLE),
	FIELD(struct task, deadline_working),
	FIELD(struct task, recurs),
	FIELD(struct task, due),
	FIELD(struct task, long_term),
	FIELD(struct task, percent),
	FIELD(struct task, planned),
	FIELD(struct task, issued_at, .flags = TIME),
	FIELD(struct task, signed_at, .flags = TIME),
	FIELD(struct task, reported_at, .flags = TIME),
	FIELD(struct task, asked_at, .flags = TIME),
	FIELD(struct task, handed_at, .flags = TIME),
	FIELD(struct task, accepted_at, .flags = TIME),
	FIELD(struct task, closed_at, .flags = TIME),
	FIELD(struct task, extensions),
	FIELD(struct task, extended),
	FIELD(struct task, urged),
	FIELD(struct task, reopened),
	FIELD(struct task, light_rank),
	FIELD(struct task, light),
	FIELD(struct task, light_reason),
	FIELD(struct task, light_day),
	FIELD(struct task, plan_percent),
	FIELD(struct task, next_report),
	FIELD(struct task, progress),
	FIELD(struct task, waits),
	FIELD(struct task, waits_for),
	FIELD(struct task, waits_since),
	FIELD(struct task, reminded_to),
	FIELD(struct task, sub_total),
	FIELD(struct task, sub_closed),
	FIELD(struct task, counted, .flags = SECRET),
};
const struct record task_record = RECORD(task, task_fields);

static const struct field party_fields[] = {
	FIELD(struct task_party, org),
	FIELD(struct task_party, name),
	FIELD(struct task_party, role),
	FIELD(struct task_party, signed_at, .flags = TIME),
	FIELD(struct task_party, signed_by, .flags = NULLABLE),
	FIELD(struct task_party, signed_name),
};
const struct record task_party_record = RECORD(task_party, party_fields);

static const struct field milestone_fields[] = {
	FIELD(struct task_milestone, id, .flags = READ_ONLY),
	FIELD(struct task_milestone, title, .flags = REQUIRED, .min = 1, .max = 200, .zh = "节点", .en = "milestone"),
	FIELD(struct task_milestone, day, .flags = REQUIRED | DAY, .zh = "完成日期", .en = "by"),
	FIELD(struct task_milestone, weight, .min = 1, .max = 100, .zh = "权重", .en = "weight"),
	FIELD(struct task_milestone, source, .flags = READ_ONLY),
	FIELD(struct task_milestone, done_at, .flags = TIME | READ_ONLY),
};
const struct record task_milestone_record = RECORD(task_milestone, milestone_fields);

static const struct field extension_fields[] = {
	FIELD_AS(struct task_extension, "id", row.id),
	FIELD_AS(struct task_extension, "version", row.version),
	FIELD_AS(struct task_extension, "state", row.state),
	FIELD(struct task_extension, task),
	FIELD(struct task_extension, old_day),
	FIELD(struct task_extension, new_day),
	FIELD(struct task_extension, reason),
	FIELD(struct task_extension, measures),
	FIELD(struct task_extension, asked_by),
	FIELD(struct task_extension, asked_org),
	FIELD(struct task_extension, asked_at, .flags = TIME),
	FIELD(struct task_extension, decided_by, .flags = NULLABLE),
	FIELD(struct task_extension, decided_at, .flags = TIME),
	FIELD(struct task_extension, note),
	FIELD(struct task_extension, asked_by_name),
	FIELD(struct task_extension, decided_by_name),
};
const struct record task_extension_record = RECORD(task_extension, extension_fields);

/* ---- reading ---- */

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

/* Paths end with "/"; the ids in them are digits, which sort before "~". */
static const char *path_end(struct cx *cx)
{
	return arena_printf(cx->mem, "%s~", cx->org_path);
}

struct role_of {
	const char *role;
};
static const struct field role_fields[] = {FIELD(struct role_of, role)};
static const struct record role_record = RECORD(role_of, role_fields);

/* By the user's own organisation and not by what he may see: a supervisor sees the whole county and is party to nothing. */
enum status task_part(struct cx *cx, struct task *t)
{
	struct list l;
	if (t->part.known)
		return STATUS_OK;
	TRY(db_all(cx, &role_record, &l,
		   "SELECT DISTINCT p.role FROM task_party p JOIN org o ON o.county = p.county AND o.id = p.org"
		   " JOIN org me ON me.county = p.county AND me.id = $3"
		   " WHERE p.county = $1 AND p.task = $2 AND o.path >= me.path AND o.path < me.path || '~'",
		   ARGS(V(cx->county), V(t->row.id), V(cx->org))));
	t->part.known = true;
	for (size_t i = 0; i < l.count; i++) {
		bool lead = strcmp(((const struct role_of *)l.items)[i].role, "lead") == 0;
		t->part.lead |= lead;
		t->part.cooperate |= !lead;
	}
	return STATUS_OK;
}

/*
 * Seen as a party of the task, of the measure it is a part of, or of a part of it.  CROSS JOIN, so that SQLite goes from
 * the task to its few parties and not from a unit to all that it has a part in.
 */
static enum status in_scope(struct cx *cx, const struct task *t, bool *yes)
{
	struct count c;
	TRY(db_one(cx, &count_record, &c,
		   "SELECT count(*) AS n FROM task t CROSS JOIN task_party p CROSS JOIN org o"
		   " WHERE t.county = $1 AND t.root = $2 AND (t.id = $3 OR t.id = $4 OR t.parent = $3)"
		   " AND p.county = t.county AND p.task = t.id AND o.county = p.county AND o.id = p.org"
		   " AND o.path >= $5 AND o.path < $6",
		   ARGS(V(cx->county), V(t->root), V(t->row.id), V(t->parent), V(cx->org_path), V(path_end(cx)))));
	*yes = c.n > 0;
	return STATUS_OK;
}

enum status task_get(struct cx *cx, int64_t id, struct task **out)
{
	struct list found;
	TRY(db_all(cx, &task_record, &found, "SELECT " TASK_COLUMNS " FROM task WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(id))));
	struct task *t = found.items;
	bool visible = found.count > 0;
	if (visible && !(cx->perms & PERM_COUNTY_WIDE))
		TRY(in_scope(cx, t, &visible));
	if (!visible)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such task, or it is not yours to see");
	*out = t;
	return STATUS_OK;
}

enum status task_parties(struct cx *cx, int64_t id, struct list *out)
{
	return db_all(cx, &task_party_record, out,
		      "SELECT p.org, o.name, p.role, p.signed_at, p.signed_by, s.name AS signed_name FROM task_party p"
		      " JOIN org o ON o.county = p.county AND o.id = p.org"
		      " LEFT JOIN person s ON s.county = p.county AND s.id = p.signed_by"
		      " WHERE p.county = $1 AND p.task = $2 ORDER BY p.role DESC, p.sort, p.org",
		      ARGS(V(cx->county), V(id)));
}

enum status task_milestones(struct cx *cx, int64_t id, struct list *out)
{
	return db_all(cx, &task_milestone_record, out,
		      "SELECT id, title, day, weight, source, done_at FROM task_milestone"
		      " WHERE county = $1 AND task = $2 AND dropped_at = 0 ORDER BY day, id",
		      ARGS(V(cx->county), V(id)));
}

enum status task_extensions(struct cx *cx, int64_t id, struct list *out)
{
	return db_all(cx, &task_extension_record, out,
		      "SELECT e.id, e.version, e.state, e.task, e.old_day, e.new_day, e.reason, e.measures, e.asked_by,"
		      " e.asked_org, e.asked_at, e.decided_by, e.decided_at, e.note, a.name AS asked_by_name,"
		      " d.name AS decided_by_name FROM task_extension e"
		      " LEFT JOIN person a ON a.county = e.county AND a.id = e.asked_by"
		      " LEFT JOIN person d ON d.county = e.county AND d.id = e.decided_by"
		      " WHERE e.county = $1 AND e.task = $2 ORDER BY e.id",
		      ARGS(V(cx->county), V(id)));
}

/* ---- making ---- */

enum status task_org_names(struct cx *cx, const int64_t *orgs, size_t count, struct json_text *out)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '[');
	for (size_t i = 0; i < count; i++) {
		struct flow_signer s;
		TRY(db_one(cx, &flow_signer_record, &s, "SELECT id AS org, name FROM org WHERE county = $1 AND id = $2",
			   ARGS(V(cx->county), V(orgs[i]))));
		jw_begin(&w, '{');
		jw_key(&w, "id");
		jw_int(&w, s.org);
		jw_key(&w, "name");
		jw_text(&w, s.name);
		jw_end(&w);
	}
	jw_end(&w);
	out->s = b.s;
	return STATUS_OK;
}

static enum status add_parties(struct cx *cx, const struct task *t, const int64_t *orgs, size_t count, const char *role)
{
	for (size_t i = 0; i < count; i++)      /* who leads and cooperates as well, leads */
		TRY(db_exec(cx, NULL,
			    "INSERT INTO task_party (county, task, org, role, sort) VALUES ($1, $2, $3, $4, $5)"
			    " ON CONFLICT (county, task, org) DO NOTHING",
			    ARGS(V(cx->county), V(t->row.id), V(orgs[i]), V(role), V((int64_t)i))));
	return STATUS_OK;
}

static enum status add_milestones(struct cx *cx, int64_t task, const struct list *all)
{
	const struct task_milestone *m = all->items;
	for (size_t i = 0; i < all->count; i++)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO task_milestone (county, task, id, title, day, weight, source, made_at)"
			    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			    ARGS(V(cx->county), V(task), V(id_new(cx)), V(m[i].title), V(m[i].day ? m[i].day : ""),
				 V(m[i].weight ? m[i].weight : (int64_t)1), V(m[i].source ? m[i].source : ""), V(cx->now))));
	return STATUS_OK;
}

static enum status insert(struct cx *cx, const struct task *t)
{
	return db_exec(cx, NULL,
		       "INSERT INTO task (county, id, version, state, notice, parent, root, no, sort, title, text, leads,"
		       " cooperating, org, deadline_text, deadline_kind, deadline_day, deadline_start, effect_year,"
		       " deadline_days, recurs, issued_at, reminded_to, deadline_working)"
		       " VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,"
		       " $21, $22, $23)",
		       ARGS(V(cx->county), V(t->row.id), V(t->row.state), V(t->notice), V(t->parent), V(t->root), V(t->no),
			    V(t->sort), V(t->title), V(t->text), V(t->leads.s), V(t->cooperating.s), V(t->org),
			    V(t->deadline_text), V(t->deadline_kind), V(t->deadline_day), V(t->deadline_start),
			    V(t->effect_year), V(t->deadline_days), V(t->recurs),
			    V(t->issued_at), V(t->reminded_to), V(t->deadline_working)));
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static enum status find_root(struct cx *cx, struct task *t)
{
	t->root = t->row.id;
	if (!t->parent)
		return STATUS_OK;
	struct task *parent;
	TRY(task_get(cx, t->parent, &parent));
	t->root = parent->root;
	return STATUS_OK;
}

enum status task_create(struct cx *cx, const struct task_new *n, int64_t *id)
{
	if (!n->lead_count)
		return cx_fail_field(cx, "lead", "a task needs a unit that leads it");
	struct task *t = arena_new_of(cx->mem, struct task);
	*t = (struct task){
		.row = {.id = id_new(cx), .version = 1, .state = task_flow.states[0].name},
		.notice = n->notice, .parent = n->parent, .no = n->no, .sort = n->sort, .title = n->title, .text = n->text,
		.org = n->leads[0], .deadline_text = or_empty(n->deadline_text), .deadline_kind = n->deadline_kind,
		.deadline_day = or_empty(n->deadline_day), .deadline_start = or_empty(n->deadline_start),
		.effect_year = n->effect_year, .deadline_days = n->deadline_days, .deadline_working = n->deadline_working, .recurs = or_empty(n->recurs),
		.issued_at = cx->now, .light = "", .light_reason = "", .light_day = "",
		.due = "", .next_report = "", .plan_percent = -1, .counted = "", .waits = "", .waits_for = "", .waits_since = "",
		.reminded_to = day_today(cx),
	};
	TRY(find_root(cx, t));
	TRY(task_org_names(cx, n->leads, n->lead_count, &t->leads));
	TRY(task_org_names(cx, n->cooperating, n->cooperating_count, &t->cooperating));
	TRY(insert(cx, t));
	TRY(add_parties(cx, t, n->leads, n->lead_count, "lead"));
	TRY(add_parties(cx, t, n->cooperating, n->cooperating_count, "cooperate"));
	TRY(task_put_search(cx, t));
	TRY(task_first_due(cx, t));
	TRY(add_milestones(cx, t->row.id, &n->milestones));
	TRY(task_refresh(cx, t));
	TRY(flow_began(cx, &task_flow, t->row.id, "issue", &task_record, t));
	TRY(task_tell(cx, task_flow.name, "issue", t));
	if (n->parent)
		TRY(task_count_parts(cx, n->parent));
	*id = t->row.id;
	return STATUS_OK;
}

enum status task_store_due(struct cx *cx, const struct task *t)
{
	const char *key = *t->due ? t->due : TASK_NO_DAY;
	TRY(db_exec(cx, NULL, "UPDATE task SET due = $1, due_key = $2, long_term = $3 WHERE county = $4 AND id = $5",
		    ARGS(V(t->due), V(key), V(t->long_term), V(cx->county), V(t->row.id))));
	return db_exec(cx, NULL, "UPDATE task_party SET due_key = $1 WHERE county = $2 AND task = $3",
		       ARGS(V(key), V(cx->county), V(t->row.id)));
}

enum status task_count_parts(struct cx *cx, int64_t parent)
{
	return db_exec(cx, NULL,
		       "UPDATE task SET"
		       " sub_total = (SELECT count(*) FROM task c WHERE c.county = $1 AND c.parent = $2 AND c.state <> 'withdrawn'),"
		       " sub_closed = (SELECT count(*) FROM task c WHERE c.county = $1 AND c.parent = $2 AND c.state = 'closed')"
		       " WHERE county = $1 AND id = $2",
		       ARGS(V(cx->county), V(parent)));
}
