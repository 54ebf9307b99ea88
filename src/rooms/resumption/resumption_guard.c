/* resumption_guard.c - what must be so before a mine may go on towards work. */
#include <inttypes.h>
#include <string.h>
#include "db/db.h"
#include "rooms/resumption/resumption_inside.h"

/* The mine itself, whoever asks: an expert of a firm does not see the register. */
static enum status mine_of(struct cx *cx, const struct resumption *r, struct mine *out)
{
	return db_one(cx, &mine_record, out, "SELECT " MINE_COLUMNS " FROM mine m" MINE_JOINS " WHERE m.county = $1 AND m.id = $2",
		      ARGS(V(cx->county), V(r->mine)));
}

/* Licences must hold on the day on which it is to start, which may be later than today. */
static struct day planned(struct cx *cx, const struct resumption *r)
{
	struct day plan, today = day_of(cx->now);
	return day_parse(r->plan_day, &plan) && plan.n > today.n ? plan : today;
}

enum status resume_guards(struct cx *cx, const struct resumption *r, bool early, struct mine_reasons *out)
{
	struct mine m;
	TRY(mine_of(cx, r, &m));
	for (const struct resume_source *const *at = resume_guard_sources; *at; at++)
		if ((*at)->guards && ((*at)->early || !early))
			TRY((*at)->guards(cx, &m, planned(cx, r), out));
	return STATUS_OK;
}

enum status resume_all_clear(struct cx *cx, const struct resumption *r, bool early)
{
	struct mine_reasons all = {0};
	TRY(resume_guards(cx, r, early, &all));
	if (!all.count)
		return STATUS_OK;
	if (all.count == 1)
		return cx_fail(cx, STATUS_CONFLICT, "the mine may not resume yet: %s", all.items[0].text);
	return cx_fail(cx, STATUS_CONFLICT, "the mine may not resume yet, for %zu reasons; the first: %s", all.count, all.items[0].text);
}

enum status resume_papers_complete(struct cx *cx, const struct resumption *r)
{
	struct list l;
	TRY(resumption_documents(cx, r, &l));
	const struct resume_document *d = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (d[i].needed && !d[i].given)
			return cx_fail(cx, STATUS_CONFLICT, "the application lacks a paper: %s", d[i].label);
	return STATUS_OK;
}

enum status resume_tally(struct cx *cx, const struct resumption *r, struct resume_tally *out)
{
	struct list l;
	const struct rule *rule;
	int64_t b, c;
	*out = (struct resume_tally){0};
	TRY(rule_in_force(cx, "resumption.scoring", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "b_fails", &b));
	TRY(rule_int(cx, rule, "c_fails", &c));
	TRY(resumption_items(cx, r, &l));
	const struct resume_item *item = l.items;
	for (size_t i = 0; i < l.count; i++) {
		bool fail = strcmp(item[i].result, "fail") == 0;
		out->open += !*item[i].result;
		out->a += fail && *item[i].class == 'A';
		out->b += fail && *item[i].class == 'B';
		out->c += fail && *item[i].class == 'C';
	}
	out->passed = !out->open && !out->a && out->b <= b && out->c <= c;
	return STATUS_OK;
}

enum status resume_unsigned(struct cx *cx, int64_t id, int64_t *n, const char **names)
{
	enum { SHOWN = 5 };
	struct list l;
	struct buf b;
	buf_init(&b, cx->mem);
	*n = 0;
	TRY(resumption_members(cx, id, &l));
	const struct resume_member *m = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (!m[i].signed_at && ++*n <= SHOWN)
			buf_printf(&b, "%s%s", *n > 1 ? "、" : "", m[i].name);
	if (*n > SHOWN)
		buf_puts(&b, " …");
	*names = b.s;
	return STATUS_OK;
}

enum status resume_approved(struct cx *cx, const struct resumption *r)
{
	if (!resume_is_accident(cx, r))
		return STATUS_OK;
	if (strcmp(r->accident_since, r->created_on) > 0)
		return cx_fail(cx, STATUS_CONFLICT, "an accident happened after this application began: withdraw it and apply anew");
	return r->approved_by ? STATUS_OK
			      : cx_fail(cx, STATUS_CONFLICT, "a mine of an accident needs the deputy county head's approval first");
}

static enum status stops(struct cx *cx, int64_t mine, struct day day, struct list *out)
{
	*out = (struct list){0};
	for (const struct resume_source *const *at = resume_guard_sources; *at; at++)
		if ((*at)->stops)
			return (*at)->stops(cx, mine, day, out);
	return STATUS_OK;
}

enum status resume_no_newer_stop(struct cx *cx, const struct resumption *r)
{
	struct list l;
	TRY(stops(cx, r->mine, day_of(cx->now), &l));
	const struct resume_stop *s = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (s[i].issued_at > r->accepted_at && strcmp(s[i].kind, "department") != 0)
			return cx_fail(cx, STATUS_CONFLICT, "the mine was ordered to stop anew after it was accepted: it must be checked anew");
	return STATUS_OK;
}

/* ---- must it pass acceptance? ---- */

struct done {
	const char *resumed_on, *begun_on;
	int64_t resumed_at;
	bool approved;
};
static const struct field done_fields[] = {
	FIELD(struct done, resumed_on),
	FIELD(struct done, begun_on),
	FIELD(struct done, resumed_at),
	FIELD(struct done, approved),
};
static const struct record done_record = RECORD(done, done_fields);

/* The last time that it resumed, as far as that day knows. */
static enum status last_resumed(struct cx *cx, int64_t mine, const char *day, struct done *out)
{
	struct list l;
	*out = (struct done){.resumed_on = "", .begun_on = ""};
	TRY(db_all(cx, &done_record, &l,
		   "SELECT resumed_on, created_on AS begun_on, resumed_at, CASE WHEN approved_by <> 0 THEN 1 ELSE 0 END AS approved"
		   " FROM resumption WHERE county = $1 AND mine = $2 AND resumed_on <> '' AND resumed_on <= $3 ORDER BY resumed_at DESC LIMIT 1",
		   ARGS(V(cx->county), V(mine), V(day))));
	if (l.count)
		*out = *(const struct done *)l.items;
	return STATUS_OK;
}

static const char *order_in_words(struct cx *cx, const struct resume_stop *s)
{
	return arena_printf(cx->mem,
			    strcmp(s->kind, "accident") == 0 ? words(cx, "stopped by %s after an accident, on %s")
			    : strcmp(s->kind, "county") == 0 ? words(cx, "stopped by the county's order (%s) on %s")
							     : words(cx, "ordered to stop by %s on %s"),
			    s->org_name, s->from_day);
}

static int days_from(const char *from, const char *to, int otherwise)
{
	struct day a, b;
	return day_parse(from, &a) && day_parse(to, &b) ? b.n - a.n : otherwise;
}

/* Does what this order did have to be undone by an acceptance? */
static bool binds(const struct resume_stop *s, const struct done *done, const char *day, int64_t department_days)
{
	if (s->issued_at <= done->resumed_at && strcmp(s->from_day, done->resumed_on) <= 0)
		return false;
	if (strcmp(s->kind, "department") == 0)
		return days_from(s->from_day, *s->until ? s->until : day, 0) > department_days && (s->lifted || !*s->until);
	return !*s->until || s->lifted;
}

/* An accident of its own accord: whether or not anybody has ordered the mine to stop. */
static enum status accident_need(struct cx *cx, const struct mine *m, const struct done *done, const char *today, struct resume_need *out)
{
	const struct rule *rule;
	const char *from, *last;
	struct day day;
	day_parse(today, &day);
	TRY(mine_last_accident(cx, m, today, &last));
	TRY(rule_in_force(cx, "resumption.approval", day, &rule));
	TRY(rule_text(cx, rule, "accidents_from", &from));
	if (!*last || strcmp(last, from) < 0)
		return STATUS_OK;
	if (*done->resumed_on && done->approved && strcmp(done->begun_on, last) >= 0)
		return STATUS_OK;
	out->accident = true;
	if (!out->needed || strcmp(last, out->since) < 0)
		out->since = last;
	if (!out->needed)
		out->order = arena_printf(cx->mem, words(cx, "an accident happened here on %s"), last);
	out->needed = true;
	return STATUS_OK;
}

enum status resume_need(struct cx *cx, const struct mine *m, struct day day, struct resume_need *out)
{
	struct list l;
	struct done done;
	const struct rule *rule;
	int64_t department_days;
	const char *today = day_text(cx, day);
	*out = (struct resume_need){.since = "", .order = ""};
	TRY(rule_in_force(cx, "resumption.needed", day, &rule));
	TRY(rule_int(cx, rule, "department_days", &department_days));
	TRY(last_resumed(cx, m->id, today, &done));
	TRY(stops(cx, m->id, day, &l));
	const struct resume_stop *s = l.items;
	for (size_t i = 0; i < l.count; i++) {
		if (!binds(&s[i], &done, today, department_days))
			continue;
		if (!out->needed)
			out->since = s[i].from_day;
		out->needed = true;
		out->accident |= strcmp(s[i].kind, "accident") == 0;
		out->order = order_in_words(cx, &s[i]);
		out->issued_at = s[i].issued_at;
	}
	return accident_need(cx, m, &done, today, out);
}

/* ---- all that is missing ---- */

static void missing(struct cx *cx, struct mine_reasons *out, const char *code, const char *text, int64_t org, const char *name, const char *by)
{
	mine_reason_add(cx, out, &(struct mine_reason){.code = code, .blocks = true, .text = text, .missing = text, .org = org, .org_name = name,
						      .by = by, .since = "", .rule = "", .source = "", .link = ""});
}

static enum status papers_missing(struct cx *cx, struct resumption *r, struct mine_reasons *out)
{
	struct list l;
	TRY(resumption_documents(cx, r, &l));
	const struct resume_document *d = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (d[i].needed && !d[i].given)
			missing(cx, out, "paper", arena_printf(cx->mem, words(cx, "paper: %s"), d[i].label), r->enterprise, r->enterprise_name, "");
	if (!*r->self_check)
		missing(cx, out, "self_check", words(cx, "the self-check, signed by the head"), r->enterprise, r->enterprise_name, "");
	return STATUS_OK;
}

static enum status acceptance_missing(struct cx *cx, struct resumption *r, struct mine_reasons *out)
{
	struct resume_tally t;
	int64_t n, bureau;
	const char *names, *name;
	struct list l;
	TRY(resume_tally(cx, r, &t));
	TRY(resume_unsigned(cx, r->row.id, &n, &names));
	TRY(resumption_members(cx, r->row.id, &l));
	TRY(resume_bureau(cx, &bureau, &name));
	if (!l.count)
		missing(cx, out, "team", words(cx, "an acceptance team"), bureau, name, r->due);
	if (t.open)
		missing(cx, out, "items", arena_printf(cx->mem, words(cx, "results of %" PRId64 " items of the checklist"), t.open), bureau, name, r->due);
	if (t.a || (!t.open && !t.passed))
		missing(cx, out, "score", words(cx, "the checklist as it stands does not pass"), r->enterprise, r->enterprise_name, "");
	if (n)
		missing(cx, out, "signatures", arena_printf(cx->mem, words(cx, "signatures of %s"), names), bureau, name, r->due);
	return STATUS_OK;
}

/* Which of the steps that take somebody's judgement are still to come, by state. */
enum { NEEDS_PAPERS = 1, NEEDS_REVIEW = 2, NEEDS_ACCEPTANCE = 4, NEEDS_APPROVAL = 8 };
static const struct ahead {
	const char *state;
	unsigned needs;
} aheads[] = {
	{"draft", NEEDS_PAPERS | NEEDS_REVIEW | NEEDS_ACCEPTANCE | NEEDS_APPROVAL},
	{"applied", NEEDS_REVIEW | NEEDS_ACCEPTANCE | NEEDS_APPROVAL},
	{"accepting", NEEDS_ACCEPTANCE | NEEDS_APPROVAL},
	{"passed", NEEDS_APPROVAL},
	{"reported", NEEDS_APPROVAL},
	{"approved", NEEDS_APPROVAL},
	{"noticed", NEEDS_APPROVAL},
};

enum status resumption_missing(struct cx *cx, struct resumption *r, struct mine_reasons *out)
{
	unsigned needs = 0;
	for (size_t i = 0; i < sizeof aheads / sizeof *aheads; i++)
		if (strcmp(aheads[i].state, r->row.state) == 0)
			needs = aheads[i].needs;
	if (!needs)
		return STATUS_OK;
	TRY(resume_guards(cx, r, false, out));
	if (needs & NEEDS_PAPERS)
		TRY(papers_missing(cx, r, out));
	if (needs & NEEDS_REVIEW)
		missing(cx, out, "review", words(cx, "the town's review"), r->town, r->town_name, strcmp(r->row.state, "applied") == 0 ? r->due : "");
	if (needs & NEEDS_ACCEPTANCE)
		TRY(acceptance_missing(cx, r, out));
	if (needs & NEEDS_APPROVAL && resume_is_accident(cx, r) && !r->approved_by)
		missing(cx, out, "approval", words(cx, "the deputy county head's approval"), strcmp(r->row.state, "reported") == 0 ? r->waits_for : 0,
			strcmp(r->row.state, "reported") == 0 ? r->waits_for_name : words(cx, "the deputy county head"),
			strcmp(r->row.state, "reported") == 0 ? r->due : "");
	return STATUS_OK;
}
