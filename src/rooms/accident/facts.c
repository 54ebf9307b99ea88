/* facts.c - what changes about an accident while its row stays: casualties, what it was found to be, who investigates. */
#include "rooms/accident/accident.h"

#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "db/db.h"

static const struct field casualties_fields[] = {
	FIELD(struct accident_casualties, id),
	FIELD(struct accident_casualties, day),
	FIELD(struct accident_casualties, deaths),
	FIELD(struct accident_casualties, injured),
	FIELD(struct accident_casualties, loss_yuan),
	FIELD(struct accident_casualties, counts),
	FIELD(struct accident_casualties, grade),
	FIELD(struct accident_casualties, reason),
	FIELD(struct accident_casualties, person, .flags = NULLABLE),
	FIELD(struct accident_casualties, person_name),
	FIELD(struct accident_casualties, recorded_at, .flags = TIME),
};
const struct record accident_casualties_record = RECORD(accident_casualties, casualties_fields);

/* What a finding is in its table; the departments are read beside it. */
static const struct field finding_fields[] = {
	FIELD(struct accident_finding, id),
	FIELD(struct accident_finding, day),
	FIELD(struct accident_finding, production),
	FIELD(struct accident_finding, responsible),
	FIELD(struct accident_finding, document),
	FIELD(struct accident_finding, note),
	FIELD(struct accident_finding, person, .flags = NULLABLE),
	FIELD(struct accident_finding, person_name),
	FIELD(struct accident_finding, recorded_at, .flags = TIME),
	FIELD(struct accident_finding, departments, .of = &flow_signer_record),
};
const struct record accident_finding_record = RECORD(accident_finding, finding_fields);
static const struct record finding_row_record = {
	.name = "finding", .size = sizeof(struct accident_finding), .fields = finding_fields,
	.count = sizeof finding_fields / sizeof *finding_fields - 1,
};

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- casualties ---- */

enum status accident_revisions(struct cx *cx, int64_t accident, struct list *out)
{
	return db_all(cx, &accident_casualties_record, out,
		      "SELECT c.id, c.day, c.deaths, c.injured, c.loss_yuan, c.counts, c.grade, c.reason, c.person, p.name AS person_name,"
		      " c.recorded_at FROM accident_casualties c LEFT JOIN person p ON p.county = c.county AND p.id = c.person"
		      " WHERE c.county = $1 AND c.accident = $2 ORDER BY c.id",
		      ARGS(V(cx->county), V(accident)));
}

/* The last day on which a change of casualties counts for the grade. */
static enum status window_end(struct cx *cx, const struct accident *a, struct day *out)
{
	const struct rule *rule;
	int64_t days;
	struct day day = day_of(a->at);
	TRY(rule_in_force(cx, "accident.revise", day, &rule));
	TRY(rule_int(cx, rule, strcmp(a->kind, "traffic") == 0 ? "traffic_days" : strcmp(a->kind, "fire") == 0 ? "fire_days" : "days", &days));
	*out = (struct day){day.n + (int32_t)days};
	return STATUS_OK;
}

/* A figure of the loss counts whenever it comes; casualties as they were last within the window. */
static enum status counted(struct cx *cx, const struct accident *a, struct casualties *out)
{
	struct list l;
	TRY(accident_revisions(cx, a->row.id, &l));
	const struct accident_casualties *c = l.items;
	for (size_t i = l.count; i-- > 0;)
		if (c[i].counts) {
			out->deaths = c[i].deaths;
			out->injured = c[i].injured;
			return STATUS_OK;
		}
	return STATUS_OK;
}

enum status accident_revise(struct cx *cx, struct accident *a, const struct accident_change *change)
{
	struct day day, last;
	struct graded g;
	if (!day_parse(change->day, &day) || strcmp(change->day, a->day) < 0)
		return cx_fail_field(cx, "day", "lies before the accident");
	if (day.n > day_of(cx->now).n)
		return cx_fail_field(cx, "day", "lies in the future");
	TRY(window_end(cx, a, &last));
	bool counts = day.n <= last.n;
	struct casualties c = change->now;
	if (!counts)
		TRY(counted(cx, a, &c));
	TRY(accident_grade(cx, &c, day_of(a->at), &g));
	a->deaths = change->now.deaths;
	a->injured = change->now.injured;
	a->loss_yuan = change->now.loss_yuan;
	a->grade = grade_code(g.grade);
	return db_exec(cx, NULL,
		       "INSERT INTO accident_casualties (county, accident, id, day, deaths, injured, loss_yuan, counts, grade, reason, person,"
		       " recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
		       ARGS(V(cx->county), V(a->row.id), V(id_new(cx)), V(change->day), V(a->deaths), V(a->injured), V(a->loss_yuan),
			    V(counts), V(a->grade), V(or_empty(change->reason)), V(cx->user), V(cx->now)));
}

/* ---- findings ---- */

struct named {
	int64_t finding;
	struct flow_signer who;
};
static const struct field named_fields[] = {
	FIELD(struct named, finding),
	FIELD_AS(struct named, "org", who.org),
	FIELD_AS(struct named, "name", who.name),
};
static const struct record named_record = RECORD(named, named_fields);

enum status accident_findings(struct cx *cx, int64_t accident, struct list *out)
{
	struct list orgs;
	TRY(db_all(cx, &finding_row_record, out,
		   "SELECT f.id, f.day, f.production, f.responsible, f.document, f.note, f.person, p.name AS person_name, f.recorded_at"
		   " FROM accident_finding f LEFT JOIN person p ON p.county = f.county AND p.id = f.person"
		   " WHERE f.county = $1 AND f.accident = $2 ORDER BY f.day DESC, f.id DESC",
		   ARGS(V(cx->county), V(accident))));
	TRY(db_all(cx, &named_record, &orgs,
		   "SELECT d.finding, d.org, o.name FROM accident_department d JOIN org o ON o.county = d.county AND o.id = d.org"
		   " WHERE d.county = $1 AND d.accident = $2 ORDER BY d.finding, o.sort, o.id",
		   ARGS(V(cx->county), V(accident))));
	struct accident_finding *f = out->items;
	const struct named *n = orgs.items;
	for (size_t i = 0; i < out->count; i++) {
		struct flow_signer *to = arena_array_of(cx->mem, struct flow_signer, orgs.count + 1);
		f[i].departments = (struct list){to, 0};
		for (size_t j = 0; j < orgs.count; j++)
			if (n[j].finding == f[i].id)
				to[f[i].departments.count++] = n[j].who;
	}
	return STATUS_OK;
}

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

static enum status name_department(struct cx *cx, int64_t accident, int64_t finding, const char *text)
{
	struct count c;
	int64_t org = strtoll(text, NULL, 10);
	TRY(db_one(cx, &count_record, &c, "SELECT count(*) AS n FROM org WHERE county = $1 AND id = $2 AND kind = 'department'",
		   ARGS(V(cx->county), V(org))));
	if (!c.n)
		return cx_fail_field(cx, "orgs", "is not a department of the county");
	return db_exec(cx, NULL,
		       "INSERT INTO accident_department (county, accident, finding, org) VALUES ($1, $2, $3, $4)"
		       " ON CONFLICT (county, accident, finding, org) DO NOTHING",
		       ARGS(V(cx->county), V(accident), V(finding), V(org)));
}

enum status accident_find(struct cx *cx, struct accident *a, const struct accident_finding *f, const struct texts *orgs)
{
	int64_t id = id_new(cx);
	if (strcmp(f->day, a->day) < 0)
		return cx_fail_field(cx, "day", "lies before the accident");
	if (strcmp(f->day, day_today(cx)) > 0)
		return cx_fail_field(cx, "day", "lies in the future");
	TRY(db_exec(cx, NULL,
		    "INSERT INTO accident_finding (county, accident, id, day, production, responsible, document, note, person, recorded_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		    ARGS(V(cx->county), V(a->row.id), V(id), V(f->day), V(f->production), V(f->responsible), V(or_empty(f->document)),
			 V(or_empty(f->note)), V(cx->user), V(cx->now))));
	for (size_t i = 0; i < orgs->count; i++)
		TRY(name_department(cx, a->row.id, id, orgs->items[i]));
	a->production = f->production;
	a->responsible = f->responsible;
	return STATUS_OK;
}

enum status accident_members(struct cx *cx, int64_t accident, struct list *out)
{
	return db_all(cx, &flow_signer_record, out,
		      "SELECT m.org, o.name FROM accident_member m JOIN org o ON o.county = m.county AND o.id = m.org"
		      " WHERE m.county = $1 AND m.accident = $2 ORDER BY o.sort, o.id",
		      ARGS(V(cx->county), V(accident)));
}

/* ---- who investigates ---- */

const char *const accident_authorities[] = {"enterprise", "county", "city", "province", "state", NULL};

static int rank(const char *authority)
{
	int i = 0;
	while (accident_authorities[i] && strcmp(accident_authorities[i], authority) != 0)
		i++;
	return i;
}

enum status accident_competent(struct cx *cx, const struct accident *x, const char *authority)
{
	const struct rule *rule;
	struct texts by;
	TRY(rule_in_force(cx, "accident.investigation", day_of(x->at), &rule));
	TRY(rule_texts(cx, rule, "authority", &by));
	for (int g = 0; g < GRADES && (size_t)g < by.count; g++) {
		if (strcmp(grade_code((enum grade)g), x->grade) != 0 || rank(authority) >= rank(by.items[g]))
			continue;
		if (g == GRADE_GENERAL && strcmp(authority, "enterprise") == 0) {
			if (x->deaths + x->injured == 0)
				continue;
			return cx_fail_field(cx, "authority", "with casualties the enterprise may not investigate by itself");
		}
		return cx_fail_field(cx, "authority", "an accident of this grade is not for this level to investigate");
	}
	return STATUS_OK;
}
