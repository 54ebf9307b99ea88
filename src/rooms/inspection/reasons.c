/* reasons.c - why a mine may not work, as far as orders to stop and hazards have a say; for any day, from dated rows. */
#include "rooms/inspection/hazard.h"

#include <inttypes.h>
#include <string.h>
#include "core/rule.h"
#include "db/db.h"

/* ---- orders to stop ---- */

struct order_row {
	int64_t id;
	const char *kind, *no, *reason, *basis, *from_day;
	int64_t org;
	const char *org_name;
	int64_t served_at;
};
static const struct field order_row_fields[] = {
	FIELD(struct order_row, id),
	FIELD(struct order_row, kind),
	FIELD(struct order_row, no),
	FIELD(struct order_row, reason),
	FIELD(struct order_row, basis),
	FIELD(struct order_row, from_day),
	FIELD(struct order_row, org),
	FIELD(struct order_row, org_name),
	FIELD(struct order_row, served_at),
};
static const struct record order_row_record = RECORD(order_row, order_row_fields);

static bool among(const struct texts *list, const char *kind)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], kind) == 0)
			return true;
	return false;
}

/* A department's stop usually lasts no longer than the law's months: a remark when it does. */
static enum status long_stop(struct cx *cx, const struct order_row *o, struct day day, struct mine_reasons *out)
{
	const struct rules *rules;
	const struct rule *rule;
	struct day from;
	int64_t months;
	TRY(rules_of(cx, &rules));
	rule = rules_peek(rules, "stop_order.temporary", day);
	if (!rule || strcmp(o->kind, "department") != 0 || !day_parse(o->from_day, &from))
		return STATUS_OK;
	TRY(rule_int(cx, rule, "months", &months));
	struct day last = due_months(rules_calendar(rules), from, (int)months, ROLL_NONE).day;
	if (day.n <= last.n)
		return STATUS_OK;
	mine_reason_add(cx, out, &(struct mine_reason){.code = "stop_order_long", .text = words(cx, "the stop lasts longer than such a stop usually may"),
		.since = day_text(cx, last), .org = o->org, .org_name = o->org_name, .rule = rule->name, .source = rule->source,
		.missing = words(cx, "the organisation that ordered it decides again"),
		.link = arena_printf(cx->mem, "/stop-orders/%" PRId64, o->id)});
	return STATUS_OK;
}

static enum status add_order(struct cx *cx, const struct order_row *o, struct day day, struct mine_reasons *out)
{
	const struct rule *rule;
	struct texts list;
	TRY(rule_in_force(cx, "stop_order.lift", day, &rule));
	TRY(rule_texts(cx, rule, "through_resumption", &list));
	bool resumption = among(&list, o->kind);
	const char *name = inspection_or(o->org_name, "");
	mine_reason_add(cx, out, &(struct mine_reason){.code = "stop_order", .blocks = true, .since = o->from_day,
		.text = arena_printf(cx->mem, words(cx, "ordered to stop by %s: %s"), name, o->reason),
		.missing = resumption ? words(cx, "resumption: application, joint acceptance, approval")
				      : arena_printf(cx->mem, words(cx, "%s lifts its order"), name),
		.org = resumption ? 0 : o->org, .org_name = resumption ? NULL : name, .rule = rule->name, .source = o->basis,
		.link = arena_printf(cx->mem, "/stop-orders/%" PRId64, o->id)});
	return long_stop(cx, o, day, out);
}

enum status stop_order_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct list l;
	TRY(db_all(cx, &order_row_record, &l,
		   "SELECT o.id, o.kind, o.no, o.reason, o.basis, o.from_day, o.org, g.name AS org_name, x.served_at FROM stop_order_mine x"
		   " JOIN stop_order o ON o.county = x.county AND o.id = x.stop_order LEFT JOIN org g ON g.county = o.county AND g.id = o.org"
		   " WHERE x.county = $1 AND x.mine = $2 AND o.from_day <= $3 AND (x.lifted_on = '' OR x.lifted_on > $3)"
		   " AND NOT (o.state = 'revoked' AND o.ended_on <= $3) ORDER BY o.from_day, o.id",
		   ARGS(V(cx->county), V(m->id), V(day_text(cx, day)))));
	const struct order_row *o = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(add_order(cx, &o[i], day, out));
	return STATUS_OK;
}

/* ---- hazards ---- */

/* A hazard as it was on the day: its due day then, and whether it waited for a recheck. */
struct hazard_row {
	int64_t id;
	const char *text, *criterion, *major_from, *found_on, *due;
	int64_t town, order_org, waits;
	const char *town_name, *order_name;
};
static const struct field hazard_row_fields[] = {
	FIELD(struct hazard_row, id),
	FIELD(struct hazard_row, text),
	FIELD(struct hazard_row, criterion),
	FIELD(struct hazard_row, major_from),
	FIELD(struct hazard_row, found_on),
	FIELD(struct hazard_row, due),
	FIELD(struct hazard_row, town),
	FIELD(struct hazard_row, order_org),
	FIELD(struct hazard_row, waits),
	FIELD(struct hazard_row, town_name),
	FIELD(struct hazard_row, order_name),
};
static const struct record hazard_row_record = RECORD(hazard_row, hazard_row_fields);

/* An extension granted after the day, or a recheck that failed after it, had not moved it yet. */
#define HAZARDS_THEN                                                                                                  \
	"SELECT h.id, h.text, h.criterion, h.major_from, h.found_on, coalesce((SELECT min(c.old) FROM" \
	" (SELECT x.old_day AS old FROM hazard_extension x WHERE x.county = h.county AND x.hazard = h.id AND x.state = 'granted'" \
	" AND x.decided_on > $3 UNION ALL SELECT y.old_due FROM hazard_round y WHERE y.county = h.county AND y.hazard = h.id"  \
	" AND y.old_due <> '' AND y.rechecked_on > $3) c), h.due) AS due,"                                              \
	" h.town, h.order_org, (SELECT count(*) FROM hazard_round r WHERE r.county = h.county AND r.hazard = h.id"     \
	" AND r.rectified_on <= $3 AND (r.rechecked_on = '' OR r.rechecked_on > $3 OR r.passed = 1)) AS waits,"        \
	" t.name AS town_name, g.name AS order_name FROM hazard h"                                                     \
	" LEFT JOIN org t ON t.county = h.county AND t.id = h.town"                                                    \
	" LEFT JOIN org g ON g.county = h.county AND g.id = h.order_org WHERE h.county = $1 AND h.mine = $2"          \
	" AND h.found_on <= $3 AND "

static void add_major(struct cx *cx, const struct hazard_row *h, bool blocks, const struct rule *rule, struct mine_reasons *out)
{
	const char *code = *h->criterion ? arena_printf(cx->mem, "%s ", h->criterion) : "";
	const bool office = h->waits || !h->order_org;  /* an order or a recheck is missing: not the enterprise's turn */
	mine_reason_add(cx, out, &(struct mine_reason){.code = "major_hazard", .blocks = blocks, .since = h->major_from,
		.text = arena_printf(cx->mem, words(cx, "a major hazard is open: %s%s"), code, h->text),
		.missing = h->waits ? words(cx, "the recheck") : h->order_org ? words(cx, "rectification, then a recheck by others")
									     : words(cx, "an order to rectify it"),
		.org = office ? (h->order_org ? h->order_org : h->town) : 0,
		.org_name = office ? (h->order_org ? h->order_name : h->town_name) : NULL, .by = h->due, .rule = rule->name,
		.source = rule->source, .link = arena_printf(cx->mem, "/hazards/%" PRId64, h->id)});
}

struct general {
	int64_t open, overdue;
	const char *since, *by;
};

static void count_general(struct general *g, const struct hazard_row *h, const char *day)
{
	if (!g->open++ || strcmp(h->found_on, g->since) < 0)
		g->since = h->found_on;
	if (*h->due && (!*g->by || strcmp(h->due, g->by) < 0))
		g->by = h->due;
	g->overdue += *h->due && strcmp(h->due, day) < 0 && !h->waits;
}

static enum status add_general(struct cx *cx, const struct mine *m, const struct general *g, struct day day, const struct rule *rule,
			       struct mine_reasons *out)
{
	bool under_stop, when_overdue, stopped;
	TRY(rule_bool(cx, rule, "general_under_stop", &under_stop));
	TRY(rule_bool(cx, rule, "general_overdue", &when_overdue));
	TRY(stop_order_holds(cx, m->id, day, &stopped));
	mine_reason_add(cx, out, &(struct mine_reason){.code = g->overdue ? "hazard_overdue" : "hazard_open",
		.blocks = (under_stop && stopped) || (when_overdue && g->overdue), .since = g->since,
		.text = arena_printf(cx->mem, words(cx, "%" PRId64 " general hazards are open, %" PRId64 " of them overdue"), g->open, g->overdue),
		.missing = words(cx, "rectification, then a recheck by others"), .by = g->by, .rule = rule->name, .source = rule->source,
		.link = arena_printf(cx->mem, "/hazards?mine=%" PRId64 "&state=open", m->id)});
	return STATUS_OK;
}

/* Those open today come from the partial index; for a past day the mine's whole list is looked through. */
enum status hazard_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct list l;
	const struct rule *rule;
	bool major_blocks;
	struct general g = {.since = "", .by = ""};
	const char *then = day_text(cx, day);
	bool now = day.n >= day_of(cx->now).n;
	TRY(rule_in_force(cx, "hazard.blocking", day, &rule));
	TRY(rule_bool(cx, rule, "major", &major_blocks));
	TRY(db_all(cx, &hazard_row_record, &l,
		   now ? HAZARDS_THEN "h.ended_on = '' ORDER BY h.found_on, h.id"
		       : HAZARDS_THEN "(h.ended_on = '' OR h.ended_on > $3) ORDER BY h.found_on, h.id",
		   ARGS(V(cx->county), V(m->id), V(then))));
	const struct hazard_row *h = l.items;
	for (size_t i = 0; i < l.count; i++) {
		if (*h[i].major_from && strcmp(h[i].major_from, then) <= 0)
			add_major(cx, &h[i], major_blocks, rule, out);
		else
			count_general(&g, &h[i], then);
	}
	return g.open ? add_general(cx, m, &g, day, rule, out) : STATUS_OK;
}
