/* reserve_remind.c - the annual reserves report is due by the end of January: who owes it, before and after the day. */
#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/tenure/application.h"
#include "rooms/tenure/reserve.h"

struct owing {
	int64_t id, enterprise;
	const char *name, *enterprise_name;
};
static const struct field owing_fields[] = {
	FIELD(struct owing, id),
	FIELD(struct owing, enterprise),
	FIELD(struct owing, name),
	FIELD(struct owing, enterprise_name),
};
static const struct record owing_record = RECORD(owing, owing_fields);

/* Mines that held a mining right on a day of that year and have not reported it. */
static enum status who_owes(struct cx *cx, int year, struct list *out)
{
	const char *first = arena_printf(cx->mem, "%04d-01-01", year), *last = arena_printf(cx->mem, "%04d-12-31", year);
	return db_all(cx, &owing_record, out,
		      "SELECT m.id, m.enterprise, m.name, e.name AS enterprise_name FROM mine m"
		      " LEFT JOIN org e ON e.county = m.county AND e.id = m.enterprise"
		      " WHERE m.county = $1 AND (m.ended_on = '' OR m.ended_on > $3) AND EXISTS (SELECT 1 FROM mine_licence l WHERE l.county = m.county"
		      " AND l.mine = m.id AND l.kind = 'mining' AND (l.valid_from = '' OR l.valid_from <= $3) AND (l.valid_to = '' OR l.valid_to >= $2)"
		      " AND (l.withdrawn_on = '' OR l.withdrawn_on > $2)) AND NOT EXISTS (SELECT 1 FROM tenure_reserve r WHERE r.county = m.county"
		      " AND r.mine = m.id AND r.year = $4) ORDER BY m.id",
		      ARGS(V(cx->county), V(first), V(last), V((int64_t)year)));
}

struct bureau {
	int64_t org;
	const char *name;
};

static void put(struct cx *cx, const struct owing *m, const struct bureau *bureau, int year, struct day due, int offset, const struct rule *rule,
		struct reminders *out)
{
	struct reminder r = {.kind = "tenure_reserve", .item = m->id, .rule = rule->name, .source = rule->source,
		.clock = arena_printf(cx->mem, "%d %s", year, remind_clock(cx, "report", offset)), .day = day_text(cx, due),
		.on = day_text(cx, (struct day){due.n + offset}), .org = m->enterprise, .org_name = m->enterprise_name,
		.link = arena_printf(cx->mem, "/mines/%" PRId64, m->id),
		.words = offset > 0 ? "the annual reserves report is overdue: %s" : "the annual reserves report is due: %s",
		.what = arena_printf(cx->mem, "%s %d（%s）", m->name, year, day_text(cx, due))};
	if (r.org)
		remind_add(cx, out, &r);
	r.org = bureau->org, r.org_name = bureau->name, r.perms = PERM_TENURE_MANAGE;
	if (offset > 0)
		remind_add(cx, out, &r);
}

struct asking {
	struct day from, to;
	int offsets[REMIND_OFFSETS], count;
	const struct rule *rule;
	struct bureau bureau;
};

static enum status of_year(struct cx *cx, const struct asking *a, int year, struct day due, struct reminders *out)
{
	struct list l = {0};
	bool asked = false;
	for (int o = 0; o < a->count; o++) {
		const int on = due.n + a->offsets[o];
		if (on < a->from.n || on > a->to.n)
			continue;
		if (!asked)
			TRY(who_owes(cx, year, &l));
		asked = true;
		for (size_t i = 0; i < l.count; i++)
			put(cx, (const struct owing *)l.items + i, &a->bureau, year, due, a->offsets[o], a->rule, out);
	}
	return STATUS_OK;
}

/* The report of a year is due on the rule's day of the next; told by rule tenure.report_remind. */
enum status reserve_remind(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	struct asking a = {.from = from, .to = to};
	int first, last, month, mday;
	int64_t due_month, due_day;
	const struct rule *report;
	TRY(remind_offsets(cx, "tenure.report_remind", from, a.offsets, &a.count, &a.rule));
	if (!a.count)
		return STATUS_OK;
	TRY(rule_in_force(cx, "tenure.report", from, &report));
	TRY(rule_int(cx, report, "month", &due_month));
	TRY(rule_int(cx, report, "day", &due_day));
	TRY(tenure_bureau(cx, &a.bureau.org, &a.bureau.name));
	day_split(from, &first, &month, &mday);
	day_split(to, &last, &month, &mday);
	for (int year = first - 1; year <= last + 1; year++)
		TRY(of_year(cx, &a, year - 1, day_make(year, (int)due_month, (int)due_day), out));
	return STATUS_OK;
}
