/*
 * hazard_own.c - hazards that an enterprise finds itself: it mends them without an order, by the day of a rule, and another
 * person of its own rechecks them.  Town and county see them all the while and may order or recheck them as any other.  A
 * major one is the office's affair from the beginning.
 */
#include "rooms/inspection/hazard_steps.h"

#include <string.h>
#include "core/rule.h"
#include "db/db.h"

static struct hazard *hazard_of(struct act *a)
{
	return (struct hazard *)a->row;
}

static enum status rule_day(struct cx *cx, const char *name, struct day from, const char **out)
{
	const struct rules *rules;
	const struct rule *rule;
	enum roll roll;
	int64_t days;
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, name, from, &rule));
	TRY(rule_int(cx, rule, "days", &days));
	TRY(rule_roll(cx, rule, "roll", &roll));
	*out = day_text(cx, due_days(rules_calendar(rules), from, (int)days, roll).day);
	return STATUS_OK;
}

enum status hazard_own_due(struct cx *cx, struct day found, const char **out)
{
	return rule_day(cx, "hazard.own_limit", found, out);
}

enum status hazard_again_due(struct cx *cx, const struct hazard *h, const char **out)
{
	TRY(rule_day(cx, "hazard.recheck_failed", day_of(cx->now), out));
	if (strcmp(h->due, *out) > 0)
		*out = h->due;
	return STATUS_OK;
}

static enum status still_own(struct cx *cx, const struct hazard *h)
{
	if (strcmp(h->level, "major") == 0)
		return cx_fail(cx, STATUS_CONFLICT, "a major hazard waits for the office's order");
	return h->own ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the office's order is missing: only what the enterprise found itself does without");
}

enum status hazard_may_mend(struct cx *cx, struct act *a)
{
	TRY(hazard_enterprise_only(cx, a));
	return still_own(cx, hazard_of(a));
}

enum status hazard_may_confirm(struct cx *cx, struct act *a)
{
	TRY(hazard_may_mend(cx, a));
	return hazard_of(a)->rectified_by == cx->user ? cx_fail(cx, STATUS_FORBIDDEN, "who rectified it does not recheck it") : STATUS_OK;
}

/* Also where an enterprise mended it, and the recheck failed or it was raised: an order may still be given. */
enum status hazard_may_order_later(struct cx *cx, struct act *a)
{
	TRY(hazard_not_the_enterprise(cx, a));
	return hazard_of(a)->order_org ? cx_fail(cx, STATUS_CONFLICT, "it was ordered on %s already", hazard_of(a)->ordered_on) : STATUS_OK;
}
