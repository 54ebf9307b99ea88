/*
 * responsibility.c - who had to do with a mine before its accident, and what was known then.
 *
 * Facts, not judgements: each with its day, its unit and its person, for those who draft accountability cases.  What came
 * after the day of the accident is left out.
 */
#include "rooms/accident/accountability.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "db/db.h"
#include "rooms/accident/accident.h"
#include "rooms/mine/status.h"

static const struct field fact_fields[] = {
	FIELD(struct responsibility_fact, source),
	FIELD(struct responsibility_fact, kind),
	FIELD(struct responsibility_fact, text),
	FIELD(struct responsibility_fact, day),
	FIELD(struct responsibility_fact, org, .flags = NULLABLE),
	FIELD(struct responsibility_fact, org_name),
	FIELD(struct responsibility_fact, person_name),
	FIELD(struct responsibility_fact, link),
};
const struct record responsibility_fact_record = RECORD(responsibility_fact, fact_fields);

void responsibility_add(struct cx *cx, struct responsibility_facts *all, const struct responsibility_fact *f)
{
	if (all->count == all->room) {
		size_t room = all->room ? all->room * 2 : 16;
		all->items = arena_grow(cx->mem, all->items, all->room * sizeof *f, room * sizeof *f);
		all->room = room;
	}
	all->items[all->count++] = *f;
}

/* What the queries below have in common. */
struct row {
	int64_t id;
	const char *kind, *text, *day, *until;
	int64_t org;
	const char *org_name, *person_name;
};
static const struct field row_fields[] = {
	FIELD(struct row, id),
	FIELD(struct row, kind),
	FIELD(struct row, text),
	FIELD(struct row, day),
	FIELD(struct row, until),
	FIELD(struct row, org),
	FIELD(struct row, org_name),
	FIELD(struct row, person_name),
};
static const struct record row_record = RECORD(row, row_fields);

static enum status gather(struct cx *cx, const char *page, const char *sql, struct args args, struct responsibility_facts *out)
{
	struct list l;
	TRY(db_all(cx, &row_record, &l, sql, args));
	const struct row *r = l.items;
	for (size_t i = 0; i < l.count; i++) {
		const char *text = *r[i].until ? arena_printf(cx->mem, words(cx, "%s (due %s)"), r[i].text, r[i].until) : r[i].text;
		responsibility_add(cx, out, &(struct responsibility_fact){
			.kind = r[i].kind, .text = text, .day = r[i].day, .org = r[i].org, .org_name = r[i].org_name,
			.person_name = r[i].person_name, .link = arena_printf(cx->mem, "%s/%" PRId64, page, r[i].id)});
	}
	return STATUS_OK;
}

enum status responsibility_standing(struct cx *cx, const struct mine *m, struct day at, struct responsibility_facts *out)
{
	struct mine_status s;
	TRY(mine_status(cx, m, at, &s));
	for (size_t i = 0; i < s.reasons.count; i++) {
		const struct mine_reason *r = &s.reasons.items[i];
		if (r->blocks)
			responsibility_add(cx, out, &(struct responsibility_fact){.kind = "not_allowed", .text = r->text, .day = r->since, .org = r->org,
										  .org_name = r->org_name, .link = r->link});
	}
	return STATUS_OK;
}

enum status responsibility_checks(struct cx *cx, const struct mine *m, struct day at, struct responsibility_facts *out)
{
	const char *day = day_text(cx, at);
	TRY(gather(cx, "/inspections",
		   "SELECT i.id, 'inspected' AS kind, i.title AS text, i.done_on AS day, '' AS until, i.org, o.name AS org_name,"
		   " i.team AS person_name FROM inspection i LEFT JOIN org o ON o.county = i.county AND o.id = i.org"
		   " WHERE i.county = $1 AND i.mine = $2 AND i.done_on <> '' AND i.done_on <= $3 ORDER BY i.done_on DESC, i.id LIMIT 50",
		   ARGS(V(cx->county), V(m->id), V(day)), out));
	return gather(cx, "/hazards",
		      "SELECT h.id, 'hazard_open' AS kind, h.text, h.found_on AS day, h.due AS until, h.found_org AS org, o.name AS org_name,"
		      " p.name AS person_name FROM hazard h LEFT JOIN org o ON o.county = h.county AND o.id = h.found_org"
		      " LEFT JOIN person p ON p.county = h.county AND p.id = h.found_by"
		      " WHERE h.county = $1 AND h.mine = $2 AND h.found_on <= $3 AND (h.ended_on = '' OR h.ended_on > $3)"
		      " ORDER BY h.found_on, h.id LIMIT 200",
		      ARGS(V(cx->county), V(m->id), V(day)), out);
}

/* The last time that the mine was let work again: every signature on the way. */
enum status responsibility_release(struct cx *cx, const struct mine *m, struct day at, struct responsibility_facts *out)
{
	return gather(cx, "/resumptions",
		      "SELECT * FROM (SELECT r.id, 'accepted' AS kind, r.no AS text, r.accepted_on AS day, '' AS until, s.org,"
		      " o.name AS org_name, p.name AS person_name FROM resumption r JOIN resumption_member s ON s.county = r.county"
		      " AND s.resumption = r.id AND s.signed_at > 0 LEFT JOIN org o ON o.county = s.county AND o.id = s.org"
		      " LEFT JOIN person p ON p.county = s.county AND p.id = s.person"
		      " WHERE r.county = $1 AND r.mine = $2 AND r.accepted_on <> '' AND r.accepted_on <= $3"
		      " UNION ALL SELECT r.id, 'approved', r.no, r.approved_on, '', p.org, o.name, p.name FROM resumption r"
		      " JOIN person p ON p.county = r.county AND p.id = r.approved_by LEFT JOIN org o ON o.county = p.county AND o.id = p.org"
		      " WHERE r.county = $1 AND r.mine = $2 AND r.approved_on <> '' AND r.approved_on <= $3"
		      " UNION ALL SELECT r.id, 'released', r.notice_no, r.resumed_on, '', p.org, o.name, p.name FROM resumption r"
		      " JOIN person p ON p.county = r.county AND p.id = r.noticed_by LEFT JOIN org o ON o.county = p.county AND o.id = p.org"
		      " WHERE r.county = $1 AND r.mine = $2 AND r.resumed_on <> '' AND r.resumed_on <= $3) AS x ORDER BY day DESC, kind LIMIT 200",
		      ARGS(V(cx->county), V(m->id), V(day_text(cx, at))), out);
}

enum status responsibility_tasks(struct cx *cx, const struct mine *m, struct day at, struct responsibility_facts *out)
{
	int64_t end = due_end(at);
	return gather(cx, "/tasks",
		      "SELECT t.id, 'task_open' AS kind, t.no || ' ' || t.title AS text, t.due AS day, t.due AS until, p.org,"
		      " o.name AS org_name, '' AS person_name FROM task_party p JOIN task t ON t.county = p.county AND t.id = p.task"
		      " LEFT JOIN org o ON o.county = p.county AND o.id = p.org"
		      " WHERE p.county = $1 AND p.role = 'lead' AND p.org IN ($2, $3) AND t.issued_at > 0 AND t.issued_at < $4"
		      " AND (t.closed_at = 0 OR t.closed_at >= $4) AND t.state <> 'withdrawn' ORDER BY t.due, t.id LIMIT 200",
		      ARGS(V(cx->county), V(m->town), V(m->industry), V(end)), out);
}

enum status responsibility_chain(struct cx *cx, int64_t accident, struct list *out)
{
	struct accident *a;
	struct mine *m;
	struct responsibility_facts all = {0};
	*out = (struct list){0};
	TRY(accident_get(cx, accident, &a));
	if (!a->mine)
		return STATUS_OK;
	TRY(mine_get(cx, a->mine, &m));
	for (const struct responsibility_source *s = responsibility_sources; s->name; s++) {
		size_t from = all.count;
		TRY(s->fn(cx, m, day_of(a->at), &all));
		for (; from < all.count; from++)
			all.items[from].source = s->name;
	}
	*out = (struct list){all.items, all.count};
	return STATUS_OK;
}
