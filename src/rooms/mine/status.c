#include "rooms/mine/status.h"

#include <string.h>
#include "core/rule.h"
#include "db/db.h"

static const struct field reason_fields[] = {
	FIELD(struct mine_reason, code),
	FIELD(struct mine_reason, blocks),
	FIELD(struct mine_reason, text),
	FIELD(struct mine_reason, since),
	FIELD(struct mine_reason, missing),
	FIELD(struct mine_reason, org, .flags = NULLABLE),
	FIELD(struct mine_reason, org_name),
	FIELD(struct mine_reason, by),
	FIELD(struct mine_reason, rule),
	FIELD(struct mine_reason, source),
	FIELD(struct mine_reason, link),
};
const struct record mine_reason_record = RECORD(mine_reason, reason_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

void mine_reason_add(struct cx *cx, struct mine_reasons *all, const struct mine_reason *r)
{
	if (all->count == all->room) {
		size_t room = all->room ? 2 * all->room : 8;
		struct mine_reason *grown = arena_array_of(cx->mem, struct mine_reason, room);
		if (all->count)
			memcpy(grown, all->items, all->count * sizeof *grown);
		all->items = grown;
		all->room = room;
	}
	struct mine_reason *to = &all->items[all->count++];
	*to = *r;
	to->since = or_empty(r->since);
	to->by = or_empty(r->by);
	to->missing = or_empty(r->missing);
	to->link = or_empty(r->link);
}

/* ---- the register's own reasons ---- */

struct paper {
	const char *kind, *number, *valid_to, *withdrawn_on;
};
static const struct field paper_fields[] = {
	FIELD(struct paper, kind),
	FIELD(struct paper, number),
	FIELD(struct paper, valid_to),
	FIELD(struct paper, withdrawn_on),
};
static const struct record paper_record = RECORD(paper, paper_fields);

static const char *day_after(struct cx *cx, const char *text)
{
	struct day d;
	return day_parse(text, &d) ? day_text(cx, (struct day){d.n + 1}) : "";
}

/* By an expression, or SQLite would walk the index of all licences of that kind.
 * The licences that a mine must hold, by the rule of that day: {"kinds":["mining","safety"]}. */
static enum status licence_reasons(struct cx *cx, const struct mine *m, const char *day, const struct rule *rule, const char *kind,
				   struct mine_reasons *out)
{
	struct list l;
	TRY(db_all(cx, &paper_record, &l,
		   "SELECT kind, number, valid_to, withdrawn_on FROM mine_licence WHERE county = $1 AND mine = $2 AND kind || '' = $3"
		   " AND (valid_from = '' OR valid_from <= $4) ORDER BY valid_to",
		   ARGS(V(cx->county), V(m->id), V(kind), V(day))));
	const struct paper *p = l.items, *latest = l.count ? &p[l.count - 1] : NULL;
	for (size_t i = 0; i < l.count; i++)
		if ((!*p[i].valid_to || strcmp(p[i].valid_to, day) >= 0) && (!*p[i].withdrawn_on || strcmp(p[i].withdrawn_on, day) > 0))
			return STATUS_OK;
	const char *what = words(cx, strcmp(kind, "mining") == 0 ? "mining licence" : strcmp(kind, "safety") == 0 ? "safety production licence"
							      : strcmp(kind, "blasting") == 0 ? "blasting licence" : "licence");
	struct mine_reason r = {.code = latest ? "licence_expired" : "licence_missing", .blocks = true,
				.missing = arena_printf(cx->mem, words(cx, "a valid %s"), what), .rule = rule->name, .source = rule->source};
	if (!latest)
		r.text = arena_printf(cx->mem, words(cx, "no %s is on record"), what);
	else if (*latest->withdrawn_on)
		r.text = arena_printf(cx->mem, words(cx, "the %s %s is suspended or revoked"), what, latest->number);
	else
		r.text = arena_printf(cx->mem, words(cx, "the %s %s ran out on %s"), what, latest->number, latest->valid_to);
	r.since = !latest ? "" : *latest->withdrawn_on ? latest->withdrawn_on : day_after(cx, latest->valid_to);
	mine_reason_add(cx, out, &r);
	return STATUS_OK;
}

enum status mine_register_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	char text[11];
	const char *today = day_print(day, text);
	if (*m->ended_on && strcmp(m->ended_on, today) <= 0)
		mine_reason_add(cx, out, &(struct mine_reason){.code = "ended", .blocks = true, .since = m->ended_on,
			.text = words(cx, "the mine is closed for good"), .rule = "", .source = ""});
	const struct rule *rule;
	struct texts kinds;
	TRY(rule_in_force(cx, "mine.licences", day, &rule));
	TRY(rule_texts(cx, rule, "kinds", &kinds));
	for (size_t i = 0; i < kinds.count; i++)
		TRY(licence_reasons(cx, m, arena_strdup(cx->mem, today), rule, kinds.items[i], out));
	return STATUS_OK;
}

/* ---- the answer ---- */

/* Blocking ones first, each group in the order in which the sources gave them. */
static void order(struct cx *cx, struct mine_reasons *all)
{
	struct mine_reasons sorted = {0};
	for (int blocks = 1; blocks >= 0; blocks--)
		for (size_t i = 0; i < all->count; i++)
			if (all->items[i].blocks == blocks)
				mine_reason_add(cx, &sorted, &all->items[i]);
	*all = sorted;
}

enum status mine_status(struct cx *cx, const struct mine *m, struct day day, struct mine_status *out)
{
	*out = (struct mine_status){.may_work = true, .since = ""};
	for (const struct mine_reason_source *s = mine_reason_sources; s->name; s++)
		TRY(s->reasons(cx, m, day, &out->reasons));
	order(cx, &out->reasons);
	for (size_t i = 0; i < out->reasons.count; i++) {
		const struct mine_reason *r = &out->reasons.items[i];
		if (!r->blocks)
			continue;
		if (out->may_work || (*r->since && strcmp(r->since, out->since) < 0))
			out->since = r->since;
		out->may_work = false;
	}
	return STATUS_OK;
}

void mine_write_status(struct jw *w, const struct mine *m, struct day day, const struct mine_status *s)
{
	char text[11];
	const struct list reasons = {s->reasons.items, s->reasons.count};
	jw_begin(w, '{');
	jw_key(w, "mine");
	jw_record(w, &mine_record, m);
	jw_key(w, "day");
	jw_text(w, day_print(day, text));
	jw_key(w, "may_work");
	jw_bool(w, s->may_work);
	jw_key(w, "since");
	jw_text(w, s->since);
	jw_key(w, "reasons");
	jw_list(w, &mine_reason_record, &reasons);
	jw_end(w);
}

enum status mine_refresh(struct cx *cx, int64_t id)
{
	struct mine *m;
	struct mine_status s;
	struct day today = day_of(cx->now);
	char text[11];
	int64_t blocking = 0;
	TRY(mine_get(cx, id, &m));
	TRY(mine_status(cx, m, today, &s));
	for (size_t i = 0; i < s.reasons.count; i++)
		blocking += s.reasons.items[i].blocks;
	const char *worst = blocking ? s.reasons.items[0].code : "";
	const char *state = s.may_work ? "working" : strcmp(worst, "ended") == 0 ? "ended" : "stopped";
	const char *since = strcmp(state, m->state) == 0 && s.may_work ? m->state_since : s.may_work ? day_print(today, text) : s.since;
	return db_exec(cx, NULL,
		       "UPDATE mine SET state = $1, state_day = $2, state_since = $3, reasons = $4, worst = $5 WHERE county = $6 AND id = $7",
		       ARGS(V(state), V(day_print(today, (char[11]){0})), V(since), V(blocking), V(worst), V(cx->county), V(id)));
}
