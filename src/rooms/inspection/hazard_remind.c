/* hazard_remind.c - what the days bring for open hazards: due soon, due, overdue; the recheck; a weekly report missed. */
#include "rooms/inspection/hazard.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"

struct row {
	int64_t id, enterprise, town, industry, order_org, list_org;
	const char *mine_name, *text, *day, *level;
	const char *enterprise_name, *town_name, *industry_name, *order_name;
	bool own;
};
static const struct field row_fields[] = {
	FIELD(struct row, id),
	FIELD(struct row, enterprise),
	FIELD(struct row, town),
	FIELD(struct row, industry),
	FIELD(struct row, order_org),
	FIELD(struct row, list_org),
	FIELD(struct row, mine_name),
	FIELD(struct row, text),
	FIELD(struct row, day),
	FIELD(struct row, level),
	FIELD(struct row, enterprise_name),
	FIELD(struct row, town_name),
	FIELD(struct row, industry_name),
	FIELD(struct row, order_name),
	FIELD(struct row, own),
};
static const struct record row_record = RECORD(row, row_fields);

/* DAY: the column that the clock runs to, or from. */
#define ROWS(DAY)                                                                                                     \
	"SELECT h.id, h.enterprise, h.town, h.industry, h.order_org, h.list_org, m.name AS mine_name, h.text, h.level, h.own, " DAY " AS day,"   \
	" e.name AS enterprise_name, t.name AS town_name, i.name AS industry_name, g.name AS order_name FROM hazard h" HAZARD_JOINS \
	" WHERE h.county = $1 AND h.ended_on = ''"

struct telling {
	const char *name, *words;
	const struct rule *rule;
	struct reminders *out;
};

static void put(struct cx *cx, const struct telling *t, const struct row *h, int offset, int64_t org, const char *org_name, const char *role,
		uint64_t perms)
{
	struct day day;
	if ((!org && !role) || !day_parse(h->day, &day))
		return;
	remind_add(cx, t->out, &(struct reminder){.kind = hazard_flow.name, .item = h->id, .clock = remind_clock(cx, t->name, offset), .day = h->day,
		.on = day_text(cx, (struct day){day.n + offset}), .org = org, .org_name = org_name, .role = role, .perms = perms,
		.link = arena_printf(cx->mem, "/hazards/%" PRId64, h->id), .words = t->words,
		.what = arena_printf(cx->mem, "%s：%s（%s）", inspection_or(h->mine_name, ""), h->text, h->day), .rule = t->rule->name,
		.source = t->rule->source});
}

/* Overdue: at first those who can make the enterprise move, later those above them, as the rule has it. */
static void put_overdue(struct cx *cx, const struct telling *t, const struct row *h, int offset, const struct rule_ints *escalate)
{
	put(cx, t, h, offset, h->enterprise, h->enterprise_name, NULL, PERM_HAZARD_RECTIFY);
	put(cx, t, h, offset, h->town, h->town_name, NULL, PERM_HAZARD_RECHECK);
	if (h->order_org != h->town)
		put(cx, t, h, offset, h->order_org, h->order_name, NULL, PERM_HAZARD_RECHECK);
	if (escalate->count > 0 && offset >= escalate->items[0] && h->industry != h->order_org)
		put(cx, t, h, offset, h->industry, h->industry_name, NULL, PERM_HAZARD_RECHECK);
	if (escalate->count > 1 && offset >= escalate->items[1])
		put(cx, t, h, offset, 0, NULL, "supervisor", 0);
	if (escalate->count > 2 && offset >= escalate->items[2])
		put(cx, t, h, offset, 0, NULL, "deputy_head", 0);
}

/* The rule of each offset's own day; the offsets are those of the span's first day. */
static enum status due_days_of(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	int offsets[REMIND_OFFSETS], n;
	struct rule_ints escalate;
	struct telling t = {.name = "due", .out = out};
	TRY(remind_offsets(cx, "hazard.remind", from, offsets, &n, &t.rule));
	if (!t.rule)
		return STATUS_OK;
	TRY(rule_ints(cx, t.rule, "escalate_days", &escalate));
	for (int o = 0; o < n; o++) {
		struct list l;
		TRY(db_all(cx, &row_record, &l, ROWS("h.due") " AND h.rectified_on = '' AND h.due_key >= $2 AND h.due_key <= $3 ORDER BY h.due_key, h.id",
			   ARGS(V(cx->county), V(day_text(cx, (struct day){from.n - offsets[o]})),
				V(day_text(cx, (struct day){to.n - offsets[o]})))));
		t.words = offsets[o] < 0 ? "rectify it, or ask for more time before its day: %s" : !offsets[o] ? "to be rectified today: %s"
												   : "overdue, not rectified: %s";
		for (size_t i = 0; i < l.count; i++) {
			const struct row *h = (const struct row *)l.items + i;
			if (offsets[o] > 0)
				put_overdue(cx, &t, h, offsets[o], &escalate);
			else
				put(cx, &t, h, offsets[o], h->enterprise, h->enterprise_name, NULL, PERM_HAZARD_RECTIFY);
		}
	}
	return STATUS_OK;
}

/* The last day for a recheck, and the day after. */
static enum status rechecks(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	struct list l;
	struct telling t = {.name = "recheck", .words = "the recheck is due: %s", .out = out};
	TRY(rule_in_force(cx, "hazard.recheck", from, &t.rule));
	for (int offset = 0; offset <= 1; offset++) {
		TRY(db_all(cx, &row_record, &l,
			   "SELECT * FROM (" ROWS("(SELECT max(r.recheck_by) FROM hazard_round r WHERE r.county = h.county AND r.hazard = h.id)")
			   " AND h.state = 'rectified') x WHERE day >= $2 AND day <= $3 ORDER BY day, id",
			   ARGS(V(cx->county), V(day_text(cx, (struct day){from.n - offset})), V(day_text(cx, (struct day){to.n - offset})))));
		for (size_t i = 0; i < l.count; i++) {
			const struct row *h = (const struct row *)l.items + i;
			if (h->own && strcmp(h->level, "general") == 0)
				put(cx, &t, h, offset, h->enterprise, h->enterprise_name, NULL, PERM_HAZARD_RECTIFY);
			put(cx, &t, h, offset, h->town, h->town_name, NULL, PERM_HAZARD_RECHECK);
			if (h->order_org != h->town)
				put(cx, &t, h, offset, h->order_org, h->order_name, NULL, PERM_HAZARD_RECHECK);
		}
	}
	return STATUS_OK;
}

/* Listed: the day of the report, and the day after it was missed. */
static enum status reports(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	struct list l;
	int64_t days;
	struct telling t = {.name = "report", .out = out};
	TRY(rule_in_force(cx, "hazard.listed_report", from, &t.rule));
	TRY(rule_int(cx, t.rule, "days", &days));
	TRY(db_all(cx, &row_record, &l,
		   ROWS("CASE WHEN h.reported_on <> '' THEN h.reported_on ELSE h.listed_on END") " AND h.listed_on <> '' AND h.rectified_on = ''",
		   ARGS(V(cx->county))));
	struct row *h = l.items;
	for (size_t i = 0; i < l.count; i++) {
		struct day last;
		if (!day_parse(h[i].day, &last))
			continue;
		const int due = last.n + (int)days;
		h[i].day = day_text(cx, (struct day){due});
		t.words = "the weekly report is due: %s";
		if (due >= from.n && due <= to.n)
			put(cx, &t, &h[i], 0, h[i].enterprise, h[i].enterprise_name, NULL, PERM_HAZARD_RECTIFY);
		t.words = "the weekly report was missed: %s";
		if (due + 1 < from.n || due + 1 > to.n)
			continue;
		put(cx, &t, &h[i], 1, h[i].enterprise, h[i].enterprise_name, NULL, PERM_HAZARD_RECTIFY);
		put(cx, &t, &h[i], 1, h[i].town, h[i].town_name, NULL, PERM_HAZARD_RECHECK);
		if (h[i].order_org != h[i].town)
			put(cx, &t, &h[i], 1, h[i].order_org, h[i].order_name, NULL, PERM_HAZARD_RECHECK);
	}
	return STATUS_OK;
}

enum status hazard_remind(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	TRY(due_days_of(cx, from, to, out));
	TRY(rechecks(cx, from, to, out));
	return reports(cx, from, to, out);
}
