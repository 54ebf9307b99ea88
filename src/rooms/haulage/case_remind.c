#include "rooms/haulage/case_remind.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/haulage/case.h"
#include "rooms/haulage/haulage_inside.h"

struct row {
	int64_t id;
	const char *no, *plate, *state, *due;
};
static const struct field row_fields[] = {
	FIELD(struct row, id), FIELD(struct row, no), FIELD(struct row, plate), FIELD(struct row, state), FIELD(struct row, due),
};
static const struct record row_record = RECORD(row, row_fields);

/* Who must act in a state, and by which rule's clock. */
static const struct {
	const char *state, *department, *clock, *before, *after;
} waiting[] = {
	{"found", "transport", "decide", "the case is to be decided: %s", "the case should have been decided: %s"},
	{"unloading", "transport", "decide", "the case is to be decided: %s", "the case should have been decided: %s"},
	{"handed", "police", "decide", "the case is to be decided: %s", "the case should have been decided: %s"},
	{"decided", "police", "pay", "the fine is to be paid: %s", "the fine is overdue: %s"},
	{"closed", "transport", "copy", "the case is to be copied to the home authority: %s",
	 "the copy to the home authority is overdue: %s"},
};

static enum status put(struct cx *cx, const struct row *c, int offset, const struct rule *rule, struct reminders *out)
{
	struct day day;
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting && day_parse(c->due, &day); i++) {
		if (strcmp(waiting[i].state, c->state) != 0)
			continue;
		struct reminder r = {.kind = haulage_case_flow.name, .item = c->id, .clock = remind_clock(cx, waiting[i].clock, offset),
				     .day = c->due, .on = day_text(cx, (struct day){day.n + offset}), .perms = PERM_HAULAGE_ENFORCE,
				     .link = arena_printf(cx->mem, "/haulage/cases/%" PRId64, c->id),
				     .words = offset > 0 ? waiting[i].after : waiting[i].before,
				     .what = arena_printf(cx->mem, "%s %s（%s）", c->no, haulage_or(c->plate, ""), c->due),
				     .rule = rule->name, .source = rule->source};
		TRY(haulage_department(cx, waiting[i].department, &r.org, &r.org_name));
		remind_add(cx, out, &r);
	}
	return STATUS_OK;
}

enum status haulage_remind(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	int offsets[REMIND_OFFSETS], n;
	const struct rule *rule;
	TRY(remind_offsets(cx, "haulage.remind", from, offsets, &n, &rule));
	for (int o = 0; o < n; o++) {
		struct list l;
		TRY(db_all(cx, &row_record, &l,
			   "SELECT k.id, k.no, v.plate, k.state, " HAULAGE_CASE_DUE " AS due FROM haulage_case k"
			   " LEFT JOIN haulage_vehicle v ON v.county = k.county AND v.id = k.vehicle WHERE k.county = $1"
			   " AND k.state IN ('found', 'unloading', 'handed', 'decided', 'closed')"
			   " AND " HAULAGE_CASE_DUE " >= $2 AND " HAULAGE_CASE_DUE " <= $3 ORDER BY k.id",
			   ARGS(V(cx->county), V(day_text(cx, (struct day){from.n - offsets[o]})),
				V(day_text(cx, (struct day){to.n - offsets[o]})))));
		for (size_t i = 0; i < l.count; i++)
			TRY(put(cx, (const struct row *)l.items + i, offsets[o], rule, out));
	}
	return STATUS_OK;
}
