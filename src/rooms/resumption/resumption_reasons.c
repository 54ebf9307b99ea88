/* resumption_reasons.c - why a stopped mine does not work yet, on any day; and which ones are a single thing away from it. */
#include <inttypes.h>
#include <string.h>
#include "db/db.h"
#include "rooms/resumption/resumption_inside.h"

struct stage {
	int64_t resumption, waits_for;
	const char *day, *state, *due, *org_name;
	bool accident, approved;
};
static const struct field stage_fields[] = {
	FIELD(struct stage, resumption),
	FIELD(struct stage, waits_for),
	FIELD(struct stage, day),
	FIELD(struct stage, state),
	FIELD(struct stage, due),
	FIELD(struct stage, org_name),
	FIELD(struct stage, accident),
	FIELD(struct stage, approved),
};
static const struct record stage_record = RECORD(stage, stage_fields);

/* Where the newest application stood at the end of that day; none: resumption 0. */
static enum status stage_on(struct cx *cx, int64_t mine, const char *day, const char *since, struct stage *out)
{
	struct list l;
	*out = (struct stage){.state = "", .due = "", .day = ""};
	TRY(db_all(cx, &stage_record, &l,
		   "SELECT s.resumption, s.waits_for, s.day, s.state, s.due, o.name AS org_name, s.accident, s.approved FROM resumption_stage s"
		   " LEFT JOIN org o ON o.county = s.county AND o.id = s.waits_for"
		   " WHERE s.county = $1 AND s.mine = $2 AND s.day <= $3 AND s.begun_on >= $4 ORDER BY s.id DESC LIMIT 1",
		   ARGS(V(cx->county), V(mine), V(day), V(since))));
	if (l.count)
		*out = *(const struct stage *)l.items;
	return STATUS_OK;
}

/* What a state waits for, in words. */
static const struct {
	const char *state, *words;
} next[] = {
	{"", "the enterprise's application to resume, with its papers"},
	{"withdrawn", "the enterprise's application to resume, with its papers"},
	{"resumed", "the enterprise's application to resume, with its papers"},
	{"closed", "the enterprise's application to resume, with its papers"},
	{"draft", "the application that the enterprise is preparing"},
	{"applied", "the town's review"},
	{"accepting", "joint acceptance, signed by every member of the team"},
	{"passed", "the notice to resume"},
	{"reported", "the deputy county head's approval"},
	{"approved", "the notice to resume"},
	{"noticed", "the restart, within the days that the notice holds"},
	{"failed", "a new application after the time to wait"},
};

static const char *next_words(struct cx *cx, const struct stage *s, bool accident)
{
	if (strcmp(s->state, "passed") == 0 && accident)
		return words(cx, "the report to the deputy county head, and his approval");
	for (size_t i = 0; i < sizeof next / sizeof *next; i++)
		if (strcmp(next[i].state, s->state) == 0)
			return words(cx, next[i].words);
	return "";
}

static bool over(const struct stage *s)
{
	return !s->resumption || flow_among("withdrawn|resumed|closed", s->state);
}

enum status resumption_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct resume_need need;
	struct stage s;
	const struct rule *rule;
	TRY(resume_need(cx, m, day, &need));
	if (!need.needed)
		return STATUS_OK;
	TRY(stage_on(cx, m->id, day_text(cx, day), need.since, &s));
	TRY(rule_in_force(cx, need.accident ? "resumption.approval" : "resumption.needed", day, &rule));
	bool none = over(&s);
	mine_reason_add(cx, out, &(struct mine_reason){
		.code = need.accident ? "accident_not_approved" : "not_resumed", .blocks = true, .since = need.since,
		.text = arena_printf(cx->mem, words(cx, "%s, and its resumption is not complete"), need.order),
		.missing = next_words(cx, &s, need.accident), .org = none ? m->enterprise : s.waits_for,
		.org_name = none ? m->enterprise_name : s.org_name, .by = none ? "" : s.due, .rule = rule->name, .source = rule->source,
		.link = s.resumption ? arena_printf(cx->mem, "/resumptions/%" PRId64, s.resumption) : "/resumptions"});
	return STATUS_OK;
}

/* ---- one thing away ---- */

static const struct field near_fields[] = {
	FIELD(struct resumption_near, resumption),
	FIELD(struct resumption_near, mine),
	FIELD(struct resumption_near, mine_name),
	FIELD(struct resumption_near, state),
	FIELD(struct resumption_near, code),
	FIELD(struct resumption_near, thing),
	FIELD(struct resumption_near, org, .flags = NULLABLE),
	FIELD(struct resumption_near, org_name),
	FIELD(struct resumption_near, by),
	FIELD(struct resumption_near, plan_day),
};
const struct record resumption_near_record = RECORD(resumption_near, near_fields);

static struct resumption_near near_of(struct cx *cx, const struct resumption *r, const struct mine_reasons *missing)
{
	struct resumption_near n = {.resumption = r->row.id, .mine = r->mine, .mine_name = r->mine_name, .state = r->row.state, .code = "formal",
				    .thing = flow_state_label(cx, &resumption_flow, r->row.state), .org = r->waits_for, .org_name = r->waits_for_name,
				    .by = r->due, .plan_day = r->plan_day};
	if (!missing->count)
		return n;
	const struct mine_reason *it = &missing->items[0];
	n.code = it->code;
	n.thing = it->missing && *it->missing ? it->missing : it->text;
	n.org = it->org;
	n.org_name = it->org_name;
	n.by = it->by;
	return n;
}

enum status resumption_nearly(struct cx *cx, struct list *out)
{
	struct resumption_query q = {.state = "open", .sort = "due", .limit = 200};
	struct resumption_near *all = NULL;
	size_t room = 0;
	*out = (struct list){0};
	do {
		struct resumption_page page;
		TRY(resumption_list(cx, &q, &page));
		struct resumption *r = page.items.items;
		for (size_t i = 0; i < page.items.count; i++) {
			struct mine_reasons missing = {0};
			TRY(resumption_missing(cx, &r[i], &missing));
			if (missing.count > 1)
				continue;
			if (out->count == room) {
				struct resumption_near *grown = arena_array_of(cx->mem, struct resumption_near, room = room ? 2 * room : 16);
				if (out->count)
					memcpy(grown, all, out->count * sizeof *all);
				all = grown;
			}
			all[out->count++] = near_of(cx, &r[i], &missing);
		}
		q.cursor = page.next;
	} while (q.cursor);
	out->items = all;
	return STATUS_OK;
}
