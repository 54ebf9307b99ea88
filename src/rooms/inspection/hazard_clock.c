/* hazard_clock.c - the days that run for a hazard, each by the rule in force when it begins to run. */
#include "rooms/inspection/hazard.h"

#include <inttypes.h>
#include <string.h>
#include "db/db.h"

static const struct field clock_fields[] = {
	FIELD(struct hazard_clock, code),
	FIELD(struct hazard_clock, text),
	FIELD(struct hazard_clock, day),
	FIELD(struct hazard_clock, over),
	FIELD(struct hazard_clock, done),
	FIELD(struct hazard_clock, rule),
	FIELD(struct hazard_clock, source),
};
const struct record hazard_clock_record = RECORD(hazard_clock, clock_fields);

enum status hazard_general_due(struct cx *cx, struct day served, int64_t days, int roll, struct hazard_due *out)
{
	const struct rules *rules;
	TRY(rules_of(cx, &rules));
	out->rule = rules_peek(rules, "hazard.general_limit", served);
	if (!out->rule && days < 0)
		return cx_fail(cx, STATUS_INVALID, "no rule says how long a general hazard served on %s may last: print the day",
			       day_text(cx, served));
	out->days = days;
	out->roll = roll < 0 ? ROLL_NONE : (enum roll)roll;
	if (out->rule && days < 0)
		TRY(rule_int(cx, out->rule, "days", &out->days));
	if (out->rule && roll < 0)
		TRY(rule_roll(cx, out->rule, "roll", &out->roll));
	out->due = due_days(rules_calendar(rules), served, (int)out->days, out->roll);
	return STATUS_OK;
}

enum status hazard_recheck_day(struct cx *cx, struct day rectified, const char **out)
{
	const struct rule *rule;
	int64_t days;
	TRY(rule_in_force(cx, "hazard.recheck", rectified, &rule));
	TRY(rule_int(cx, rule, "days", &days));
	*out = day_text(cx, (struct day){rectified.n + (int32_t)days});
	return STATUS_OK;
}

/* ---- all that run ---- */

struct clocks {
	struct hazard_clock *items;
	size_t count, room;
};

static void add(struct cx *cx, struct clocks *c, const char *code, const char *text, const char *day, const struct rule *rule)
{
	if (c->count == c->room || (!rule && !*day))
		return;
	c->items[c->count++] = (struct hazard_clock){.code = code, .text = text, .day = day, .over = *day && strcmp(day, day_today(cx)) < 0,
						     .rule = rule ? rule->name : "", .source = rule ? rule->source : ""};
}

/* "DAY + days of the rule"; no rule in force then: no clock (rule NULL, day ""). */
static enum status days_on(struct cx *cx, const char *name, const char *key, const char *from, const struct rule **rule, const char **out)
{
	const struct rules *rules;
	struct day day;
	int64_t days;
	if (!day_parse(from, &day))
		return cx_fail(cx, STATUS_INTERNAL, "a hazard's day is none: %s", from);
	TRY(rules_of(cx, &rules));
	*rule = rules_peek(rules, name, day);
	*out = "";
	if (!*rule)
		return STATUS_OK;
	TRY(rule_int(cx, *rule, key, &days));
	*out = day_text(cx, (struct day){day.n + (int32_t)days});
	return STATUS_OK;
}

static enum status while_rectifying(struct cx *cx, const struct hazard *h, struct clocks *c)
{
	const struct rule *rule = NULL;
	const char *day;
	struct day from;
	if (!*h->rectified_on && *h->due) {
		if (!h->printed && !h->extensions && day_parse(h->served_on, &from))
			TRY(rule_in_force(cx, "hazard.general_limit", from, &rule));
		add(cx, c, "rectify", words(cx, "rectification is due"), h->due, rule);
	}
	if (*h->rectified_on) {
		TRY(days_on(cx, "hazard.recheck", "days", h->rectified_on, &rule, &day));
		add(cx, c, "recheck", words(cx, "the recheck is due"), day, rule);
	} else if (*h->listed_on) {
		TRY(days_on(cx, "hazard.listed_report", "days", inspection_or(h->reported_on, h->listed_on), &rule, &day));
		add(cx, c, "report", words(cx, "the weekly report is due"), day, rule);
	}
	return STATUS_OK;
}

static enum status of_penalties(struct cx *cx, const struct hazard *h, struct clocks *c)
{
	struct list l;
	const struct rule *rule;
	const char *day;
	TRY(hazard_penalties(cx, h->row.id, &l));
	const struct hazard_penalty *p = l.items;
	for (size_t i = 0; i < l.count; i++) {
		if (strcmp(p[i].kind, "filed") == 0) {
			TRY(days_on(cx, "hazard.penalty", "decide_days", p[i].day, &rule, &day));
			add(cx, c, "decide", words(cx, "the penalty is to be decided"), day, rule);
		} else if (strcmp(p[i].kind, "fine") == 0) {
			TRY(days_on(cx, "hazard.penalty", "pay_days", p[i].day, &rule, &day));
			add(cx, c, "pay", words(cx, "the fine is to be paid"), day, rule);
		} else if (strcmp(p[i].kind, "daily") == 0) {
			TRY(days_on(cx, "hazard.penalty", "daily_after_days", p[i].day, &rule, &day));
			add(cx, c, "daily", words(cx, "the fine may be imposed day by day from this day"), day, rule);
		}
	}
	return STATUS_OK;
}

static enum status imposed_since(struct cx *cx, const struct hazard *h, struct day from, int64_t *n)
{
	return inspection_count(cx, n,
				"SELECT count(*) AS n FROM hazard_penalty WHERE county = $1 AND enterprise = $2 AND day > $3 AND kind <> 'filed'"
				" AND kind <> 'other'", ARGS(V(cx->county), V(h->enterprise), V(day_text(cx, from))));
}

/* 安全生产法 113: a major hazard and so many penalties in so many days: closure is to be proposed. */
static enum status closure(struct cx *cx, const struct hazard *h, struct clocks *c)
{
	const struct rule *rule;
	const struct rules *rules;
	int64_t half, days, year, in_half, in_year;
	struct day today = day_of(cx->now);
	if (strcmp(h->level, "major") != 0 || !h->enterprise)
		return STATUS_OK;
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "hazard.closure", today, &rule));
	TRY(rule_int(cx, rule, "days", &days));
	TRY(rule_int(cx, rule, "penalties", &half));
	TRY(rule_int(cx, rule, "penalties_year", &year));
	TRY(imposed_since(cx, h, (struct day){today.n - (int32_t)days}, &in_half));
	TRY(imposed_since(cx, h, due_months(rules_calendar(rules), today, -12, ROLL_NONE).day, &in_year));
	if (in_half >= half || in_year >= year)
		add(cx, c, "closure", words(cx, "closing the enterprise is to be proposed to the government"), "", rule);
	return STATUS_OK;
}

enum status hazard_clocks(struct cx *cx, const struct hazard *h, struct list *out)
{
	enum { MOST = 64 };
	struct clocks c = {.items = arena_array_of(cx->mem, struct hazard_clock, MOST), .room = MOST};
	if (!*h->ended_on) {
		TRY(while_rectifying(cx, h, &c));
		TRY(closure(cx, h, &c));
	}
	TRY(of_penalties(cx, h, &c));
	*out = (struct list){c.items, c.count};
	return STATUS_OK;
}
