/* resumption_team.c - who accepts, item by item, and who has signed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/org_resolve.h"
#include "db/db.h"
#include "rooms/resumption/resumption_inside.h"

static const struct field member_fields[] = {
	FIELD(struct resume_member, person),
	FIELD(struct resume_member, org),
	FIELD(struct resume_member, name),
	FIELD(struct resume_member, title),
	FIELD(struct resume_member, org_name),
	FIELD(struct resume_member, role),
	FIELD(struct resume_member, signed_at, .flags = TIME),
	FIELD(struct resume_member, opinion),
};
const struct record resume_member_record = RECORD(resume_member, member_fields);

enum status resumption_members(struct cx *cx, int64_t id, struct list *out)
{
	return db_all(cx, &resume_member_record, out,
		      "SELECT x.person, x.org, p.name, p.title, o.name AS org_name, x.role, x.signed_at, x.opinion FROM resumption_member x"
		      " LEFT JOIN person p ON p.county = x.county AND p.id = x.person"
		      " LEFT JOIN org o ON o.county = x.county AND o.id = x.org"
		      " WHERE x.county = $1 AND x.resumption = $2 ORDER BY x.sort", ARGS(V(cx->county), V(id)));
}

/* ---- which organisations ---- */

static void add_org(struct resume_orgs *all, int64_t id, const char *name)
{
	for (int i = 0; i < all->count; i++)
		if (all->items[i].id == id)
			return;
	if (id && all->count < (int)(sizeof all->items / sizeof *all->items))
		all->items[all->count++] = (struct resume_org){id, name};
}

static enum status named(struct cx *cx, const struct org_index *ix, const char *name, struct org_ref *out)
{
	struct org_resolved found;
	org_resolve(cx, ix, name, &found);
	if (found.orgs.count != 1)
		return cx_fail(cx, STATUS_CONFLICT, "the county has no organisation called %s: see rule resumption.team", name);
	*out = *(const struct org_ref *)found.orgs.items;
	return STATUS_OK;
}

static enum status team_rule(struct cx *cx, const struct rule **out)
{
	return rule_in_force(cx, "resumption.team", day_of(cx->now), out);
}

enum status resume_bureau(struct cx *cx, int64_t *out, const char **name)
{
	const struct rule *rule;
	const struct org_index *ix;
	const char *called;
	struct org_ref ref = {0};
	TRY(team_rule(cx, &rule));
	TRY(rule_text(cx, rule, "bureau", &called));
	TRY(org_index_load(cx, &ix));
	TRY(named(cx, ix, called, &ref));
	*out = ref.id;
	if (name)
		*name = ref.name;
	return STATUS_OK;
}

enum status resume_orgs_of(struct cx *cx, const struct resumption *r, struct resume_orgs *out)
{
	const struct rule *rule;
	const struct org_index *ix;
	const char *bureau;
	struct texts departments;
	struct org_ref ref = {0};
	*out = (struct resume_orgs){0};
	TRY(team_rule(cx, &rule));
	TRY(rule_text(cx, rule, "bureau", &bureau));
	TRY(rule_texts(cx, rule, "departments", &departments));
	TRY(rule_int(cx, rule, "officers", &out->officers));
	TRY(rule_int(cx, rule, "experts", &out->experts));
	TRY(rule_text(cx, rule, "concluded_by", &out->concluded_by));
	TRY(org_index_load(cx, &ix));
	TRY(named(cx, ix, bureau, &ref));
	add_org(out, ref.id, ref.name);
	for (size_t i = 0; i < departments.count; i++) {
		TRY(named(cx, ix, departments.items[i], &ref));
		add_org(out, ref.id, ref.name);
	}
	if (!r->industry || !r->town)
		return cx_fail(cx, STATUS_CONFLICT, "the register does not say the mine's town or industry department: enter them first");
	add_org(out, r->industry, r->industry_name);
	add_org(out, r->town, r->town_name);
	return STATUS_OK;
}

enum status resume_bureau_only(struct cx *cx, const struct resumption *r)
{
	int64_t bureau;
	const char *name;
	(void)r;
	TRY(resume_person(cx));
	TRY(resume_bureau(cx, &bureau, &name));
	return cx->org == bureau ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only %s may do this", name);
}

/* ---- setting the team ---- */

static const char *const roles[] = {"officer", "expert", NULL};
struct member_input {
	int64_t person;
	const char *role;
};
static const struct field member_input_fields[] = {
	FIELD(struct member_input, person, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "人员", .en = "person"),
	FIELD(struct member_input, role, .flags = REQUIRED, .choices = roles, .zh = "身份", .en = "as"),
};
static const struct record member_input_record = RECORD(member_input, member_input_fields);
struct team_input {
	struct list members;
};
static const struct field team_fields[] = {
	FIELD(struct team_input, members, .flags = REQUIRED, .min = 1, .max = 60, .of = &member_input_record, .zh = "验收组成员",
	      .en = "members"),
};
const struct record resume_team_record = RECORD(team_input, team_fields);

struct someone {
	int64_t id, org;
	const char *name, *path;
};
static const struct field someone_fields[] = {
	FIELD(struct someone, id),
	FIELD(struct someone, org),
	FIELD(struct someone, name),
	FIELD(struct someone, path),
};
static const struct record someone_record = RECORD(someone, someone_fields);

static bool takes_part(const struct resume_orgs *orgs, int64_t org)
{
	for (int i = 0; i < orgs->count; i++)
		if (orgs->items[i].id == org)
			return true;
	return false;
}

/* What other rooms know against him. */
static enum status no_interest(struct cx *cx, const struct resumption *r, const char *field, const struct someone *p)
{
	const struct mine m = {.id = r->mine, .enterprise = r->enterprise, .town = r->town, .industry = r->industry, .name = r->mine_name};
	if (r->enterprise && strstr(p->path, arena_printf(cx->mem, "/%" PRId64 "/", r->enterprise)))
		return cx_fail_field(cx, field, "%s works for the mine's enterprise and may not judge it", p->name);
	for (const struct resume_source *const *at = resume_guard_sources; *at; at++) {
		const char *why = NULL;
		if ((*at)->interest)
			TRY((*at)->interest(cx, &m, p->id, &why));
		if (why)
			return cx_fail_field(cx, field, "%s has an interest in it: %s", p->name, why);
	}
	return STATUS_OK;
}

static enum status check_member(struct cx *cx, const struct resumption *r, const struct resume_orgs *orgs,
				const struct member_input *in, size_t i, struct someone *out)
{
	struct list l;
	const char *field = arena_printf(cx->mem, "members.%zu.person", i);
	TRY(db_all(cx, &someone_record, &l,
		   "SELECT p.id, p.org, p.name, o.path FROM person p JOIN org o ON o.county = p.county AND o.id = p.org"
		   " WHERE p.county = $1 AND p.id = $2 AND p.active = 1", ARGS(V(cx->county), V(in->person))));
	if (!l.count)
		return cx_fail_field(cx, field, "there is no such person");
	*out = *(const struct someone *)l.items;
	TRY(no_interest(cx, r, field, out));
	if (strcmp(in->role, "officer") == 0 && !takes_part(orgs, out->org))
		return cx_fail_field(cx, field, "%s is not of an organisation that takes part", out->name);
	return STATUS_OK;
}

static enum status check_numbers(struct cx *cx, const struct resume_orgs *orgs, const struct list *members, const struct someone *people)
{
	const struct member_input *in = members->items;
	int64_t experts = 0;
	for (size_t i = 0; i < members->count; i++)
		experts += strcmp(in[i].role, "expert") == 0;
	for (int o = 0; o < orgs->count; o++) {
		int64_t n = 0;
		for (size_t i = 0; i < members->count; i++)
			n += people[i].org == orgs->items[o].id && strcmp(in[i].role, "officer") == 0;
		if (n < orgs->officers)
			return cx_fail_field(cx, "members", "needs at least %" PRId64 " officers of %s", orgs->officers, orgs->items[o].name);
	}
	return experts >= orgs->experts ? STATUS_OK : cx_fail_field(cx, "members", "needs at least %" PRId64 " expert(s)", orgs->experts);
}

enum status resume_check_anew(struct cx *cx, int64_t id)
{
	TRY(db_exec(cx, NULL, "DELETE FROM resumption_item WHERE county = $1 AND resumption = $2", ARGS(V(cx->county), V(id))));
	return db_exec(cx, NULL, "UPDATE resumption_member SET signed_at = 0, opinion = '' WHERE county = $1 AND resumption = $2",
		       ARGS(V(cx->county), V(id)));
}

static enum status replace(struct cx *cx, int64_t id, const struct list *members, const struct someone *people)
{
	const struct member_input *in = members->items;
	TRY(resume_check_anew(cx, id));
	TRY(db_exec(cx, NULL, "DELETE FROM resumption_member WHERE county = $1 AND resumption = $2", ARGS(V(cx->county), V(id))));
	for (size_t i = 0; i < members->count; i++) {
		TRY(db_exec(cx, NULL,
			    "INSERT INTO resumption_member (county, resumption, person, org, role, sort) VALUES ($1, $2, $3, $4, $5, $6)",
			    ARGS(V(cx->county), V(id), V(people[i].id), V(people[i].org), V(in[i].role), V((int64_t)i))));
		TRY(db_exec(cx, NULL,
			    "INSERT INTO resumption_was_member (county, resumption, person) VALUES ($1, $2, $3)"
			    " ON CONFLICT (county, resumption, person) DO NOTHING", ARGS(V(cx->county), V(id), V(people[i].id))));
	}
	return STATUS_OK;
}

enum status resume_may_team(struct cx *cx, struct act *a)
{
	return resume_bureau_only(cx, resumption_of(a));
}

enum status resume_team(struct cx *cx, struct act *a)
{
	const struct team_input *in = a->input;
	const struct member_input *m = in->members.items;
	struct resumption *r = resumption_of(a);
	struct resume_orgs orgs;
	TRY(resume_orgs_of(cx, r, &orgs));
	struct someone *people = arena_array_of(cx->mem, struct someone, in->members.count);
	for (size_t i = 0; i < in->members.count; i++) {
		for (size_t j = 0; j < i; j++)
			if (m[j].person == m[i].person)
				return cx_fail_field(cx, arena_printf(cx->mem, "members.%zu.person", i), "is in the team twice");
		TRY(check_member(cx, r, &orgs, &m[i], i, &people[i]));
	}
	TRY(check_numbers(cx, &orgs, &in->members, people));
	return replace(cx, r->row.id, &in->members, people);
}

enum status resume_was_member(struct cx *cx, int64_t id, int64_t person, bool *yes)
{
	int64_t n;
	TRY(resume_count(cx, &n, "SELECT count(*) AS n FROM resumption_was_member WHERE county = $1 AND resumption = $2 AND person = $3",
			 ARGS(V(cx->county), V(id), V(person))));
	*yes = n > 0;
	return STATUS_OK;
}

/* ---- the items ---- */

static const char *const results[] = {"ok", "fail", "na", NULL};
struct item_input {
	const char *item, *result, *note;
};
static const struct field item_input_fields[] = {
	FIELD(struct item_input, item, .flags = REQUIRED, .min = 1, .max = 20, .zh = "项目", .en = "item"),
	FIELD(struct item_input, result, .flags = REQUIRED, .choices = results, .zh = "结果", .en = "result"),
	FIELD(struct item_input, note, .min = 0, .max = 500, .zh = "说明", .en = "note"),
};
static const struct record item_input_record = RECORD(item_input, item_input_fields);
struct score_input {
	struct list items;
};
static const struct field score_fields[] = {
	FIELD(struct score_input, items, .flags = REQUIRED, .min = 1, .max = 100, .of = &item_input_record, .zh = "验收项目", .en = "items"),
};
const struct record resume_score_record = RECORD(score_input, score_fields);

static enum status member_only(struct cx *cx, const struct resumption *r)
{
	int64_t n;
	TRY(resume_person(cx));
	TRY(resume_count(cx, &n, "SELECT count(*) AS n FROM resumption_member WHERE county = $1 AND resumption = $2 AND person = $3",
			 ARGS(V(cx->county), V(r->row.id), V(cx->user))));
	return n ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only a member of the acceptance team may do this");
}

enum status resume_may_score(struct cx *cx, struct act *a)
{
	return member_only(cx, resumption_of(a));
}

static const struct resume_item *find_item(const struct list *items, const char *code)
{
	const struct resume_item *all = items->items;
	for (size_t i = 0; i < items->count; i++)
		if (strcmp(all[i].code, code) == 0)
			return &all[i];
	return NULL;
}

/* A result changed after someone signed is not what he signed: all sign again. */
enum status resume_score(struct cx *cx, struct act *a)
{
	const struct score_input *in = a->input;
	const struct item_input *x = in->items.items;
	struct resumption *r = resumption_of(a);
	struct list items;
	TRY(resumption_items(cx, r, &items));
	for (size_t i = 0; i < in->items.count; i++) {
		const struct resume_item *item = find_item(&items, x[i].item);
		if (!item)
			return cx_fail_field(cx, arena_printf(cx->mem, "items.%zu.item", i), "is not on the checklist of this mine");
		if (strcmp(x[i].result, "ok") != 0 && (!x[i].note || !*x[i].note))
			return cx_fail_field(cx, arena_printf(cx->mem, "items.%zu.note", i), "say why, unless the item is in order");
		TRY(db_exec(cx, NULL,
			    "INSERT INTO resumption_item (county, resumption, item, result, note, person, at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
			    " ON CONFLICT (county, resumption, item) DO UPDATE SET result = excluded.result, note = excluded.note,"
			    " person = excluded.person, at = excluded.at",
			    ARGS(V(cx->county), V(r->row.id), V(x[i].item), V(x[i].result), V(x[i].note ? x[i].note : ""), V(cx->user), V(cx->now))));
	}
	return db_exec(cx, NULL, "UPDATE resumption_member SET signed_at = 0, opinion = '' WHERE county = $1 AND resumption = $2",
		       ARGS(V(cx->county), V(r->row.id)));
}

/* ---- signatures ---- */

struct sign_input {
	const char *opinion;
};
static const struct field sign_fields[] = {
	FIELD(struct sign_input, opinion, .flags = REQUIRED, .min = 2, .max = 1000, .zh = "验收意见", .en = "opinion"),
};
const struct record resume_sign_record = RECORD(sign_input, sign_fields);

enum status resume_may_sign(struct cx *cx, struct act *a)
{
	struct resumption *r = resumption_of(a);
	struct resume_tally t;
	int64_t n;
	TRY(member_only(cx, r));
	TRY(resume_tally(cx, r, &t));
	if (t.open)
		return cx_fail(cx, STATUS_CONFLICT, "%" PRId64 " items of the checklist have no result yet", t.open);
	TRY(resume_count(cx, &n,
			 "SELECT count(*) AS n FROM resumption_member WHERE county = $1 AND resumption = $2 AND person = $3 AND signed_at > 0",
			 ARGS(V(cx->county), V(r->row.id), V(cx->user))));
	return n ? cx_fail(cx, STATUS_CONFLICT, "you have signed already") : STATUS_OK;
}

enum status resume_sign(struct cx *cx, struct act *a)
{
	const struct sign_input *in = a->input;
	return db_exec(cx, NULL,
		       "UPDATE resumption_member SET signed_at = $1, opinion = $2 WHERE county = $3 AND resumption = $4 AND person = $5",
		       ARGS(V(cx->now), V(in->opinion), V(cx->county), V(a->row->id), V(cx->user)));
}
