/* accident_remind.c - what the clocks of accidents bring: a level not told within its minutes, the days of what comes next. */
#include "rooms/accident/accident_remind.h"

#include <inttypes.h>
#include <string.h>
#include "core/rule.h"
#include "db/db.h"
#include "rooms/accident/accident.h"
#include "rooms/accident/clocks.h"

struct row {
	int64_t id;
	const char *title, *due, *state;
};
static const struct field row_fields[] = {
	FIELD(struct row, id),
	FIELD(struct row, title),
	FIELD(struct row, due),
	FIELD(struct row, state),
};
static const struct record row_record = RECORD(row, row_fields);

static const char *next_words(const char *state, int offset)
{
	if (strcmp(state, "handed_in") == 0)
		return offset > 0 ? "the report's approval is overdue: %s" : "the report is to be approved: %s";
	if (strcmp(state, "approved") == 0)
		return offset > 0 ? "the review of what the accident asked for is overdue: %s" : "what the accident asked for is to be reviewed: %s";
	return offset > 0 ? "the investigation is overdue: %s" : "the investigation is to be handed in: %s";
}

/* The office that keeps accidents; once the day has passed also the deputy head. */
static void put(struct cx *cx, const struct row *a, int offset, const struct rule *rule, struct reminders *out)
{
	struct day day;
	if (!day_parse(a->due, &day))
		return;
	struct reminder r = {.kind = accident_flow.name, .item = a->id,
			     .clock = remind_clock(cx, arena_printf(cx->mem, "%s-due", a->state), offset), .day = a->due,
			     .on = day_text(cx, (struct day){day.n + offset}), .role = "supervisor", .link = arena_printf(cx->mem, "/accidents/%" PRId64, a->id),
			     .words = next_words(a->state, offset), .what = arena_printf(cx->mem, "%s（%s）", a->title, a->due),
			     .rule = rule->name, .source = rule->source};
	remind_add(cx, out, &r);
	r.role = "regulator";
	remind_add(cx, out, &r);
	r.role = "deputy_head";
	if (offset > 0)
		remind_add(cx, out, &r);
}

static enum status next_steps(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	int offsets[REMIND_OFFSETS], n;
	const struct rule *rule;
	TRY(remind_offsets(cx, "accident.remind", from, offsets, &n, &rule));
	for (int o = 0; o < n; o++) {
		struct list l;
		TRY(db_all(cx, &row_record, &l,
			   "SELECT id, title, due, state FROM accident WHERE county = $1 AND closed_on = '' AND due >= $2 AND due <= $3 ORDER BY due, id",
			   ARGS(V(cx->county), V(day_text(cx, (struct day){from.n - offsets[o]})), V(day_text(cx, (struct day){to.n - offsets[o]})))));
		for (size_t i = 0; i < l.count; i++)
			put(cx, (const struct row *)l.items + i, offsets[o], rule, out);
	}
	return STATUS_OK;
}

/* Of the last days' accidents: each level that was to be told by now and was not.  Hours do not wait for the day's timer. */
static enum status levels(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	enum { LOOK_BACK = 3 };
	struct accident_page page;
	struct day today = day_of(cx->now);
	if (today.n < from.n || today.n > to.n)
		return STATUS_OK;
	TRY(accident_list(cx, &(struct accident_query){.from = day_text(cx, (struct day){today.n - LOOK_BACK}), .limit = 100}, &page));
	const struct accident *a = page.items.items;
	for (size_t i = 0; i < page.items.count; i++) {
		struct list l;
		TRY(accident_clocks(cx, &a[i], &l));
		const struct report_clock *c = l.items;
		for (size_t k = 0; k < l.count; k++) {
			if (strcmp(c[k].state, "overdue") != 0)
				continue;
			struct reminder r = {.kind = accident_flow.name, .item = a[i].row.id, .clock = arena_printf(cx->mem, "report-%s", c[k].level),
					     .day = day_text(cx, day_of(c[k].due)), .on = day_text(cx, today), .role = "supervisor",
					     .link = arena_printf(cx->mem, "/accidents/%" PRId64, a[i].row.id), .words = "report it at once, the time is over: %s",
					     .what = arena_printf(cx->mem, "%s（%s）", a[i].title, c[k].label), .rule = c[k].rule, .source = c[k].source};
			remind_add(cx, out, &r);
			r.role = "regulator";
			remind_add(cx, out, &r);
		}
	}
	return STATUS_OK;
}

enum status accident_remind(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	TRY(next_steps(cx, from, to, out));
	return levels(cx, from, to, out);
}
