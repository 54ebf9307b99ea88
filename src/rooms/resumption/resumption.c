#include "rooms/resumption/resumption.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/where.h"
#include "rooms/resumption/resumption_inside.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };

static const struct field resumption_fields[] = {
	FIELD_AS(struct resumption, "id", row.id),
	FIELD_AS(struct resumption, "version", row.version),
	FIELD_AS(struct resumption, "state", row.state),
	FIELD(struct resumption, no),
	FIELD(struct resumption, mine),
	FIELD(struct resumption, mine_name),
	FIELD(struct resumption, enterprise, .flags = NULLABLE),
	FIELD(struct resumption, enterprise_name),
	FIELD(struct resumption, town, .flags = NULLABLE),
	FIELD(struct resumption, town_name),
	FIELD(struct resumption, industry, .flags = NULLABLE),
	FIELD(struct resumption, industry_name),
	FIELD(struct resumption, accident_since),
	FIELD(struct resumption, open),
	FIELD(struct resumption, created_on),
	FIELD(struct resumption, stopped_on),
	FIELD(struct resumption, attempt),
	FIELD(struct resumption, plan_day),
	FIELD(struct resumption, head),
	FIELD(struct resumption, head_signed_on),
	FIELD(struct resumption, self_check),
	FIELD(struct resumption, applied_on),
	FIELD(struct resumption, reviewed_on),
	FIELD(struct resumption, reviewed_by_name),
	FIELD(struct resumption, review),
	FIELD(struct resumption, accepted_at, .flags = TIME),
	FIELD(struct resumption, accepted_on),
	FIELD(struct resumption, accepted_by_name),
	FIELD(struct resumption, a_fails),
	FIELD(struct resumption, b_fails),
	FIELD(struct resumption, c_fails),
	FIELD(struct resumption, conclusion),
	FIELD(struct resumption, failed_on),
	FIELD(struct resumption, cool_until),
	FIELD(struct resumption, reported_on),
	FIELD(struct resumption, report),
	FIELD(struct resumption, approved_at, .flags = TIME),
	FIELD(struct resumption, approved_by, .flags = NULLABLE),
	FIELD(struct resumption, approved_by_name),
	FIELD(struct resumption, approved_on),
	FIELD(struct resumption, approval),
	FIELD(struct resumption, notice_no),
	FIELD(struct resumption, noticed_at, .flags = TIME),
	FIELD(struct resumption, notice_until),
	FIELD(struct resumption, resumed_at, .flags = TIME),
	FIELD(struct resumption, resumed_on),
	FIELD(struct resumption, follow_ups),
	FIELD(struct resumption, due),
	FIELD(struct resumption, waits_for, .flags = NULLABLE),
	FIELD(struct resumption, waits_for_name),
};
const struct record resumption_record = RECORD(resumption, resumption_fields);
#define COLUMNS                                                                                                       \
	"r.id, r.version, r.state, r.no, r.mine, m.name AS mine_name, m.enterprise, e.name AS enterprise_name, m.town, " \
	"t.name AS town_name, m.industry, i.name AS industry_name, m.accident_since, r.open, r.created_on, "          \
	"r.stopped_on, r.attempt, r.plan_day, r.head, r.head_signed_on, r.self_check, r.applied_on, r.reviewed_on, "  \
	"p.name AS reviewed_by_name, r.review, r.accepted_at, r.accepted_on, a.name AS accepted_by_name, r.a_fails, " \
	"r.b_fails, r.c_fails, r.conclusion, r.failed_on, r.cool_until, r.reported_on, r.report, r.approved_at, "     \
	"r.approved_by, d.name AS approved_by_name, r.approved_on, r.approval, r.notice_no, r.noticed_at, "           \
	"r.notice_until, r.resumed_at, r.resumed_on, r.follow_ups, r.due, r.waits_for, w.name AS waits_for_name"
#define FROM                                                                                                          \
	" FROM resumption r JOIN mine m ON m.county = r.county AND m.id = r.mine"                                     \
	" LEFT JOIN org e ON e.county = m.county AND e.id = m.enterprise"                                             \
	" LEFT JOIN org t ON t.county = m.county AND t.id = m.town"                                                   \
	" LEFT JOIN org i ON i.county = m.county AND i.id = m.industry"                                               \
	" LEFT JOIN org w ON w.county = r.county AND w.id = r.waits_for"                                              \
	" LEFT JOIN person p ON p.county = r.county AND p.id = r.reviewed_by"                                         \
	" LEFT JOIN person a ON a.county = r.county AND a.id = r.accepted_by"                                         \
	" LEFT JOIN person d ON d.county = r.county AND d.id = r.approved_by"

static const char *const late_choices[] = {"1", NULL};
static const char *const sorts[] = {"-id", "due", NULL};
static const struct field query_fields[] = {
	FIELD(struct resumption_query, state, .min = 0, .max = 20),
	FIELD(struct resumption_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct resumption_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct resumption_query, late, .choices = late_choices),
	FIELD(struct resumption_query, sort, .choices = sorts),
	FIELD(struct resumption_query, cursor, .min = 0, .max = 60),
	FIELD(struct resumption_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct resumption_query, total),
};
const struct record resumption_query_record = RECORD(resumption_query, query_fields);

static const struct field count_fields[] = {FIELD(struct resume_count, n)};
const struct record resume_count_record = RECORD(resume_count, count_fields);

enum status resume_count(struct cx *cx, int64_t *out, const char *sql, struct args args)
{
	struct resume_count c;
	TRY(db_one(cx, &resume_count_record, &c, sql, args));
	*out = c.n;
	return STATUS_OK;
}

/* ---- scope ---- */

struct org_kind {
	const char *kind;
};
static const struct field org_kind_fields[] = {FIELD(struct org_kind, kind)};
static const struct record org_kind_record = RECORD(org_kind, org_kind_fields);

/* As for mines; an expert of a firm sees what he is to judge. */
static enum status scope(struct cx *cx, struct where *w)
{
	struct org_kind k = {.kind = ""};
	if (cx->org)
		TRY(db_one(cx, &org_kind_record, &k, "SELECT kind FROM org WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(cx->org))));
	if (strcmp(k.kind, "third_party") != 0)
		return mine_scope(cx, w);
	where_and(w, "EXISTS (SELECT 1 FROM resumption_member x WHERE x.county = r.county AND x.resumption = r.id AND x.person = $?)",
		  V(cx->user));
	return STATUS_OK;
}

enum status resumption_get(struct cx *cx, int64_t id, struct resumption **out)
{
	struct list l;
	struct where w = where_new(cx, "r.county = $?", V(cx->county));
	where_and(&w, "r.id = $?", V(id));
	TRY(scope(cx, &w));
	TRY(db_all(cx, &resumption_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such application to resume, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

/* ---- lists ---- */

static enum status check_state(struct cx *cx, const char *state)
{
	for (const struct flow_state *s = resumption_flow.states; s->name; s++)
		if (strcmp(s->name, state) == 0)
			return STATUS_OK;
	return strcmp(state, "open") == 0 ? STATUS_OK : cx_fail_field(cx, "state", "is not one of the allowed values");
}

static enum status filter(struct cx *cx, const struct resumption_query *q, struct where *w)
{
	if (q->state && *q->state)
		TRY(check_state(cx, q->state));
	if (q->state && strcmp(q->state, "open") == 0)
		buf_puts(&w->sql, " AND r.open = 1");
	else if (q->state && *q->state)
		where_and(w, "r.state = $?", V(q->state));
	if (q->mine)
		where_and(w, "r.mine = $?", V(q->mine));
	if (q->town)
		where_and(w, "m.town = $?", V(q->town));
	if (q->late)
		where_and(w, "r.due_key < $?", V(day_today(cx)));
	return STATUS_OK;
}

/* In the order of days, or the newest first: then a cursor is an id alone. */
static enum status go_on(struct cx *cx, const char *cursor, bool by_due, struct where *w)
{
	if (by_due)
		return where_go_on(cx, w, "r.due_key", "r.id", false, false, cursor);
	char *end;
	int64_t id = strtoll(cursor, &end, 10);
	if (*end || !id)
		return cx_fail_field(cx, "cursor", "is not one that a list gave");
	where_and(w, "r.id < $?", V(id));
	return STATUS_OK;
}

enum status resumption_list(struct cx *cx, const struct resumption_query *q, struct resumption_page *out)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	bool by_due = q->sort && strcmp(q->sort, "due") == 0;
	struct where w = where_new(cx, "r.county = $?", V(cx->county));
	TRY(scope(cx, &w));
	TRY(filter(cx, q, &w));
	*out = (struct resumption_page){.total = -1};
	if (q->total)
		TRY(resume_count(cx, &out->total, arena_printf(cx->mem, "SELECT count(*) AS n" FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (q->cursor && *q->cursor)
		TRY(go_on(cx, q->cursor, by_due, &w));
	buf_puts(&w.sql, by_due ? " ORDER BY r.due_key, r.id" : " ORDER BY r.id DESC");
	where_more(&w, " LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &resumption_record, &out->items, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (out->items.count > (size_t)limit) {
		out->items.count = (size_t)limit;
		const struct resumption *last = (const struct resumption *)out->items.items + limit - 1;
		out->next = by_due ? where_cursor(cx, *last->due ? last->due : "9999-99-99", last->row.id)
				   : arena_printf(cx->mem, "%" PRId64, last->row.id);
	}
	return STATUS_OK;
}

/* ---- beginning ---- */

enum status resume_person(struct cx *cx)
{
	return cx->user ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "this takes a person who answers for it, not the system");
}

enum status resume_of_enterprise(struct cx *cx, int64_t enterprise)
{
	struct org_kind k;
	TRY(resume_person(cx));
	if (enterprise && cx->org == enterprise)
		return STATUS_OK;
	TRY(db_one(cx, &org_kind_record, &k, "SELECT kind FROM org WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(cx->org))));
	return cx_fail(cx, STATUS_FORBIDDEN, "only the mine's own enterprise may do this");
}

bool resume_is_accident(struct cx *cx, const struct resumption *r)
{
	return *r->accident_since && strcmp(r->accident_since, day_today(cx)) <= 0;
}

struct last {
	const char *cool_until, *stopped_on;
	int64_t attempt;
};
static const struct field last_fields[] = {
	FIELD(struct last, cool_until),
	FIELD(struct last, stopped_on),
	FIELD(struct last, attempt),
};
static const struct record last_record = RECORD(last, last_fields);

/* The how-manieth since the mine was stopped, unless the time to wait after a failure is not over. */
static enum status next_attempt(struct cx *cx, int64_t mine, const char *stopped_on, int64_t *attempt)
{
	struct list l;
	TRY(db_all(cx, &last_record, &l,
		   "SELECT cool_until, stopped_on, attempt FROM resumption WHERE county = $1 AND mine = $2 AND state = 'failed'"
		   " ORDER BY id DESC LIMIT 1", ARGS(V(cx->county), V(mine))));
	const struct last *was = l.items;
	*attempt = 1;
	if (!l.count)
		return STATUS_OK;
	if (strcmp(was->cool_until, day_today(cx)) >= 0)
		return cx_fail(cx, STATUS_CONFLICT, "the last application failed: a new one is taken after %s", was->cool_until);
	if (strcmp(was->stopped_on, stopped_on) == 0)
		*attempt = was->attempt + 1;
	return STATUS_OK;
}

static enum status next_no(struct cx *cx, const char **out)
{
	int64_t n;
	const char *day = day_today(cx);
	const char *prefix = arena_printf(cx->mem, "FG%.4s%.2s%.2s-", day, day + 5, day + 8);
	TRY(resume_count(cx, &n, "SELECT count(*) AS n FROM resumption WHERE county = $1 AND created_on = $2", ARGS(V(cx->county), V(day))));
	*out = arena_printf(cx->mem, "%s%04" PRId64, prefix, n + 1);
	return STATUS_OK;
}

static enum status none_open(struct cx *cx, int64_t mine)
{
	int64_t n;
	TRY(resume_count(cx, &n, "SELECT count(*) AS n FROM resumption WHERE county = $1 AND mine = $2 AND open = 1",
			 ARGS(V(cx->county), V(mine))));
	return n ? cx_fail(cx, STATUS_CONFLICT, "an application of this mine is on its way already") : STATUS_OK;
}

static enum status insert(struct cx *cx, const struct mine *m, const char *stopped_on, int64_t attempt, int64_t id)
{
	const char *no;
	TRY(next_no(cx, &no));
	return db_exec(cx, NULL,
		       "INSERT INTO resumption (county, id, state, no, mine, created_on, created_by, stopped_on, attempt, created_at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		       ARGS(V(cx->county), V(id), V(resumption_flow.states[0].name), V(no), V(m->id), V(day_today(cx)), V(cx->user),
			    V(stopped_on), V(attempt), V(cx->now)));
}

enum status resumption_begin(struct cx *cx, int64_t mine, int64_t *id)
{
	struct mine *m;
	struct resume_need need;
	struct resumption *r;
	int64_t attempt;
	TRY(mine_get(cx, mine, &m));
	TRY(resume_of_enterprise(cx, m->enterprise));
	TRY(resume_need(cx, m, day_of(cx->now), &need));
	if (!need.needed)
		return cx_fail(cx, STATUS_CONFLICT, "no order keeps this mine from working: there is nothing to resume");
	TRY(none_open(cx, mine));
	TRY(next_attempt(cx, mine, need.since, &attempt));
	*id = id_new(cx);
	TRY(insert(cx, m, need.since, attempt, *id));
	TRY(resumption_get(cx, *id, &r));
	TRY(flow_began(cx, &resumption_flow, *id, "begin", &resumption_record, r));
	return resume_stage(cx, r, id_new(cx), "begin");
}
