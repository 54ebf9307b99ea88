/* resumption_remind.c - what the days bring on the way back to work: whose turn is due, and when a mine may apply again. */
#include <inttypes.h>
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/resumption/resumption_inside.h"
#include "rooms/resumption/resumption_remind.h"

struct row {
	int64_t id, org;
	const char *no, *mine_name, *day, *org_name;
};
static const struct field row_fields[] = {
	FIELD(struct row, id),
	FIELD(struct row, org),
	FIELD(struct row, no),
	FIELD(struct row, mine_name),
	FIELD(struct row, day),
	FIELD(struct row, org_name),
};
static const struct record row_record = RECORD(row, row_fields);

static void put(struct cx *cx, const struct row *r, const char *clock, int offset, const char *words_en, const struct rule *rule,
		struct reminders *out)
{
	struct day day;
	if (!r->org || !day_parse(r->day, &day))
		return;
	remind_add(cx, out, &(struct reminder){.kind = resumption_flow.name, .item = r->id, .clock = remind_clock(cx, clock, offset), .day = r->day,
		.on = day_text(cx, (struct day){day.n + offset}), .org = r->org, .org_name = r->org_name,
		.link = arena_printf(cx->mem, "/resumptions/%" PRId64, r->id), .words = words_en,
		.what = arena_printf(cx->mem, "%s %s（%s）", r->mine_name, r->no, r->day), .rule = rule->name, .source = rule->source});
}

static enum status steps(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	int offsets[REMIND_OFFSETS], n;
	const struct rule *rule;
	TRY(remind_offsets(cx, "resumption.remind", from, offsets, &n, &rule));
	for (int o = 0; o < n; o++) {
		struct list l;
		TRY(db_all(cx, &row_record, &l,
			   "SELECT r.id, r.waits_for AS org, r.no, m.name AS mine_name, r.due AS day, o.name AS org_name FROM resumption r"
			   " JOIN mine m ON m.county = r.county AND m.id = r.mine LEFT JOIN org o ON o.county = r.county AND o.id = r.waits_for"
			   " WHERE r.county = $1 AND r.due_key >= $2 AND r.due_key <= $3 AND r.open = 1 ORDER BY r.due_key, r.id",
			   ARGS(V(cx->county), V(day_text(cx, (struct day){from.n - offsets[o]})),
				V(day_text(cx, (struct day){to.n - offsets[o]})))));
		for (size_t i = 0; i < l.count; i++)
			put(cx, (const struct row *)l.items + i, "due", offsets[o],
			    offsets[o] > 0 ? "an application to resume waits for you, its day has passed: %s" : "an application to resume waits for you: %s",
			    rule, out);
	}
	return STATUS_OK;
}

/* The day after the time to wait. */
static enum status cool_off(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	struct list l;
	const struct rule *rule;
	TRY(rule_in_force(cx, "resumption.cool_off", from, &rule));
	TRY(db_all(cx, &row_record, &l,
		   "SELECT r.id, m.enterprise AS org, r.no, m.name AS mine_name, r.cool_until AS day, o.name AS org_name FROM resumption r"
		   " JOIN mine m ON m.county = r.county AND m.id = r.mine LEFT JOIN org o ON o.county = m.county AND o.id = m.enterprise"
		   " WHERE r.county = $1 AND r.state = 'failed' AND r.cool_until >= $2 AND r.cool_until <= $3 ORDER BY r.id",
		   ARGS(V(cx->county), V(day_text(cx, (struct day){from.n - 1})), V(day_text(cx, (struct day){to.n - 1})))));
	for (size_t i = 0; i < l.count; i++)
		put(cx, (const struct row *)l.items + i, "cool_off", 1, "a new application to resume may be made: %s", rule, out);
	return STATUS_OK;
}

enum status resumption_remind(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	TRY(steps(cx, from, to, out));
	return cool_off(cx, from, to, out);
}
