/* mine_daily.c - what a new day does to the register: each mine's answer is kept anew, and papers that run out are told. */
#include "rooms/mine/mine_daily.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/mine/status.h"

enum { CHUNK = 50 };            /* mines in one write: some milliseconds, so that nobody waits for it */

struct one_id {
	int64_t id;
};
static const struct field id_fields[] = {FIELD(struct one_id, id)};
static const struct record id_record = RECORD(one_id, id_fields);

/* The whole county's, whoever runs the timer. */
static enum status refresh_some(struct cx *cx, void *more)
{
	struct list l;
	const uint64_t perms = cx->perms;
	enum status s = STATUS_OK;
	TRY(db_all(cx, &id_record, &l, "SELECT id FROM mine WHERE county = $1 AND state_day < $2 ORDER BY state_day, id LIMIT $3",
		   ARGS(V(cx->county), V(day_today(cx)), V((int64_t)CHUNK))));
	cx->perms |= PERM_COUNTY_WIDE;
	for (size_t i = 0; i < l.count && !s; i++)
		s = mine_refresh(cx, ((const struct one_id *)l.items)[i].id);
	cx->perms = perms;
	*(bool *)more = l.count == CHUNK;
	return s;
}

enum status mine_daily(struct cx *cx)
{
	struct list l;
	TRY(db_all(cx, &id_record, &l, "SELECT id FROM mine WHERE county = $1 AND state_day < $2 LIMIT 1",
		   ARGS(V(cx->county), V(day_today(cx)))));
	for (bool more = l.count; more; )
		TRY(write_from(cx, refresh_some, &more));
	return STATUS_OK;
}

/* ---- papers that run out ---- */

struct paper {
	int64_t id, mine, enterprise, town, industry;
	const char *kind, *number, *valid_to, *mine_name, *enterprise_name, *town_name, *industry_name;
};
static const struct field paper_fields[] = {
	FIELD(struct paper, id),
	FIELD(struct paper, mine),
	FIELD(struct paper, enterprise),
	FIELD(struct paper, town),
	FIELD(struct paper, industry),
	FIELD(struct paper, kind),
	FIELD(struct paper, number),
	FIELD(struct paper, valid_to),
	FIELD(struct paper, mine_name),
	FIELD(struct paper, enterprise_name),
	FIELD(struct paper, town_name),
	FIELD(struct paper, industry_name),
};
static const struct record paper_record = RECORD(paper, paper_fields);

/* A licence that a later one of its kind follows, or that was withdrawn, is nobody's worry. */
static const struct {
	const char *kind, *sql;
} papers[] = {
	{"mine_licence",
	 "SELECT l.id, l.mine, l.kind, l.number, l.valid_to, m.name AS mine_name, m.enterprise, e.name AS enterprise_name, m.town,"
	 " t.name AS town_name, m.industry, i.name AS industry_name FROM mine_licence l JOIN mine m ON m.county = l.county AND m.id = l.mine" MINE_JOINS
	 " WHERE l.county = $1 AND l.valid_to >= $2 AND l.valid_to <= $3 AND l.withdrawn_on = '' AND m.ended_on = ''"
	 " AND NOT EXISTS (SELECT 1 FROM mine_licence n WHERE n.county = l.county AND n.mine = l.mine AND n.kind = l.kind AND n.id <> l.id"
	 " AND n.withdrawn_on = '' AND (n.valid_to = '' OR n.valid_to > l.valid_to)) ORDER BY l.valid_to, l.id"},
	{"mine_certificate",
	 "SELECT l.id, l.mine, l.kind, l.person AS number, l.valid_to, m.name AS mine_name, m.enterprise, e.name AS enterprise_name, m.town,"
	 " t.name AS town_name, m.industry, i.name AS industry_name FROM mine_certificate l JOIN mine m ON m.county = l.county AND m.id = l.mine"
	 MINE_JOINS " WHERE l.county = $1 AND l.valid_to >= $2 AND l.valid_to <= $3 AND l.left_on = '' AND m.ended_on = ''"
	 " AND NOT EXISTS (SELECT 1 FROM mine_certificate n WHERE n.county = l.county AND n.mine = l.mine AND n.kind = l.kind AND n.person = l.person"
	 " AND n.id <> l.id AND (n.valid_to = '' OR n.valid_to > l.valid_to)) ORDER BY l.valid_to, l.id"},
};

static const char *called(struct cx *cx, const char *kind)
{
	if (strcmp(kind, "mining") == 0)
		return words(cx, "mining licence");
	if (strcmp(kind, "safety") == 0)
		return words(cx, "safety production licence");
	if (strcmp(kind, "blasting") == 0)
		return words(cx, "blasting licence");
	return strcmp(kind, "business") == 0 || strcmp(kind, "environment") == 0 || strcmp(kind, "other") == 0 ? words(cx, "licence") : kind;
}

/* The enterprise each time; the offices that must see that the mine stops, from the last thirty days on. */
static void put(struct cx *cx, const char *kind, const struct paper *p, int offset, const struct rule *rule, struct reminders *out)
{
	enum { LAST = -30 };
	struct day day;
	if (!day_parse(p->valid_to, &day))
		return;
	struct reminder r = {.kind = kind, .item = p->id, .clock = remind_clock(cx, "expiry", offset), .day = p->valid_to,
			     .on = day_text(cx, (struct day){day.n + offset}), .org = p->enterprise, .org_name = p->enterprise_name,
			     .link = arena_printf(cx->mem, "/mines/%" PRId64, p->mine), .rule = rule->name, .source = rule->source,
			     .words = offset > 0 ? "has run out, the mine may not work by it: %s" : "runs out, renew it in time: %s",
			     .what = arena_printf(cx->mem, "%s %s %s（%s）", p->mine_name, called(cx, p->kind), p->number, p->valid_to)};
	if (r.org)
		remind_add(cx, out, &r);
	r.org = p->town, r.org_name = p->town_name, r.perms = PERM_HAZARD_RECHECK;
	if (r.org && offset >= LAST)
		remind_add(cx, out, &r);
	r.org = p->industry, r.org_name = p->industry_name;
	if (r.org && offset >= LAST)
		remind_add(cx, out, &r);
}

enum status mine_remind(struct cx *cx, struct day from, struct day to, struct reminders *out)
{
	int offsets[REMIND_OFFSETS], n;
	const struct rule *rule;
	TRY(remind_offsets(cx, "mine.papers_remind", from, offsets, &n, &rule));
	for (int o = 0; o < n; o++)
		for (size_t k = 0; k < sizeof papers / sizeof *papers; k++) {
			struct list l;
			TRY(db_all(cx, &paper_record, &l, papers[k].sql,
				   ARGS(V(cx->county), V(day_text(cx, (struct day){from.n - offsets[o]})), V(day_text(cx, (struct day){to.n - offsets[o]})))));
			for (size_t i = 0; i < l.count; i++)
				put(cx, papers[k].kind, (const struct paper *)l.items + i, offsets[o], rule, out);
		}
	return STATUS_OK;
}
