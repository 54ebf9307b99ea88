/* office.c - the two departments that deal with trucks, as the rule haulage.departments names them. */
#include "rooms/haulage/haulage_inside.h"

#include "core/org_resolve.h"

enum status haulage_department(struct cx *cx, const char *which, int64_t *id, const char **name)
{
	const struct rule *rule;
	const struct org_index *ix;
	const char *called;
	struct org_resolved found;
	TRY(rule_in_force(cx, "haulage.departments", day_of(cx->now), &rule));
	TRY(rule_text(cx, rule, which, &called));
	TRY(org_index_load(cx, &ix));
	org_resolve(cx, ix, called, &found);
	if (found.orgs.count != 1)
		return cx_fail(cx, STATUS_CONFLICT, "the county has no organisation called %s: see rule haulage.departments", called);
	const struct org_ref *ref = found.orgs.items;
	*id = ref->id;
	*name = ref->name;
	return STATUS_OK;
}

enum status haulage_department_only(struct cx *cx, const char *which)
{
	int64_t id;
	const char *name;
	if (!cx->user)
		return STATUS_OK;
	TRY(haulage_department(cx, which, &id, &name));
	return cx->org == id ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only %s may do this", name);
}

enum status haulage_keepers_only(struct cx *cx)
{
	int64_t transport, police;
	const char *a, *b;
	if (!cx->user)
		return STATUS_OK;
	TRY(haulage_department(cx, "transport", &transport, &a));
	TRY(haulage_department(cx, "police", &police, &b));
	return cx->org == transport || cx->org == police ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only %s and %s may do this", a, b);
}
