/* purchase_check.c - what an application must pass, each condition with its numbers. */
#include "rooms/explosive/book.h"
#include "rooms/explosive/permit.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "core/rule.h"
#include "db/db.h"
#include "rooms/explosive/staff.h"
#include "rooms/mine/status.h"

static const struct field check_fields[] = {
	FIELD(struct permit_check, code), FIELD(struct permit_check, good),   FIELD(struct permit_check, text),
	FIELD(struct permit_check, rule), FIELD(struct permit_check, source),
};
const struct record permit_check_record = RECORD(permit_check, check_fields);

enum { MOST_CHECKS = 12 };

struct checks {
	struct cx *cx;
	struct list *out;
	const struct rule *rule;
	const struct purchase *p;
	struct mine *mine;
	struct quota_use use;
};

static void say(struct checks *c, const char *code, bool good, const char *text)
{
	struct permit_check *all = c->out->items;
	if (c->out->count < MOST_CHECKS)
		all[c->out->count++] = (struct permit_check){code, good, text, c->rule->name, c->rule->source};
}
#define T(...) arena_printf(c->cx->mem, __VA_ARGS__)

static double kg_of(const struct purchase *p)
{
	return (double)(p->emulsion_kg + p->anfo_kg);
}

static void check_quota(struct checks *c)
{
	struct cx *cx = c->cx;
	const struct quota_use *u = &c->use;
	double kg = kg_of(c->p);
	if (!u->quota) {
		say(c, "quota", false, words(cx, "no quota of this year is approved for the mine"));
		return;
	}
	say(c, "quota", kg <= u->left_kg + 1e-9,
	    T(words(cx, "asked %.0f kg; left %.0f kg = quota %.0f − used %.0f − stock %.0f − road %.0f − with blasters "
			"%.0f − open permits %.0f"),
	      kg, u->left_kg, u->kg_year, u->used_kg, u->stock_kg, u->road_kg, u->out_kg, u->open_kg));
	say(c, "detonators", c->p->detonators <= u->detonators_left,
	    T(words(cx, "asked %" PRId64 " detonators; left %" PRId64 " = quota %" PRId64 " − used %" PRId64
			" − held %" PRId64 " − open permits %" PRId64),
	      c->p->detonators, u->detonators_left, u->detonators_year, u->detonators_used, u->detonators_held,
	      u->detonators_open));
	say(c, "month", kg + u->granted_month_kg <= u->kg_month + 1e-9,
	    T(words(cx, "this month: asked %.0f kg + granted %.0f kg, of %.0f kg"), kg, u->granted_month_kg,
	      u->kg_month));
}

/* What lies, comes and is open must fit, with this. */
static void check_room(struct checks *c)
{
	struct cx *cx = c->cx;
	const struct quota_use *u = &c->use;
	double kg = u->stock_kg + u->road_kg + u->out_kg + u->open_kg + kg_of(c->p);
	int64_t pieces = u->detonators_held + u->detonators_open + c->p->detonators;
	say(c, "room", kg <= u->room_kg && pieces <= u->room_detonators,
	    T(words(cx, "in magazines then %.0f kg of %.0f kg, %" PRId64 " detonators of %" PRId64), kg, u->room_kg,
	      pieces, u->room_detonators));
}

struct lying {
	int64_t grams, pieces;
};
static const struct field lying_fields[] = {FIELD(struct lying, grams), FIELD(struct lying, pieces)};
static const struct record lying_record = RECORD(lying, lying_fields);

/* The magazine that it is for: open, its evaluation valid, and room in it for what lies there, is coming to it and is
 * asked. */
static enum status check_magazine(struct checks *c)
{
	struct cx *cx = c->cx;
	const struct purchase *p = c->p;
	struct magazine g;
	struct lying in, coming;
	char today[11];
	day_print(day_of(cx->now), today);
	TRY(magazine_get(cx, p->magazine, &g));
	bool open = (!g.closed_on || !*g.closed_on || strcmp(g.closed_on, today) > 0) &&
		    (!g.valid_to || !*g.valid_to || strcmp(g.valid_to, today) >= 0);
	TRY(db_one(cx, &lying_record, &in,
		   "SELECT CAST(coalesce(sum(CASE WHEN item IN ('emulsion', 'anfo') THEN amount ELSE 0 END), 0) AS "
		   "BIGINT) AS grams,"
		   " CAST(coalesce(sum(CASE WHEN item = 'detonator' THEN amount ELSE 0 END), 0) AS BIGINT) AS pieces "
		   "FROM explosive_account"
		   " WHERE county = $1 AND mine = $2 AND magazine = $3 AND kind IN ('magazine', 'blaster')",
		   ARGS(V(cx->county), V(g.mine), V(g.id))));
	TRY(db_one(
		cx, &lying_record, &coming,
		"SELECT CAST(coalesce(sum(1000 * (emulsion_kg + anfo_kg - sent_emulsion_kg - sent_anfo_kg)), 0) AS "
		"BIGINT) AS grams,"
		" CAST(coalesce(sum(detonators - sent_detonators), 0) AS BIGINT) AS pieces FROM explosive_purchase"
		" WHERE county = $1 AND mine = $2 AND magazine = $3 AND id <> $4 AND state IN ('approved', 'bought')",
		ARGS(V(cx->county), V(g.mine), V(g.id), V(p->row.id))));
	double kg = (double)(in.grams + coming.grams) / 1000 + kg_of(p) + c->use.road_kg,
	       most = (double)g.explosive_g / 1000;
	int64_t pieces = in.pieces + coming.pieces + p->detonators;
	say(c, "magazine", open && kg <= most && pieces <= g.detonators,
	    !open ? T(words(cx, "%s is closed, or its safety evaluation has run out"), g.name)
		  : T(words(cx, "in %s then %.0f kg of %.0f kg, %" PRId64 " detonators of %" PRId64), g.name, kg, most,
		      pieces, g.detonators));
	return STATUS_OK;
}

static enum status check_mine(struct checks *c)
{
	struct cx *cx = c->cx;
	struct mine_status s;
	TRY(mine_status(cx, c->mine, day_of(cx->now), &s));
	say(c, "mine", s.may_work,
	    s.may_work ? words(cx, "the mine may work")
		       : T(words(cx, "the mine may not work: %s"), s.reasons.items[0].text));
	return STATUS_OK;
}

static enum status check_month(struct checks *c)
{
	struct cx *cx = c->cx;
	bool closed;
	const char *which;
	TRY(month_before_closed(cx, c->p->mine, day_of(cx->now), &closed, &which));
	say(c, "reconciled", closed,
	    T(closed ? words(cx, "%s is reconciled") : words(cx, "%s is not reconciled and closed yet"), which));
	return STATUS_OK;
}

struct ratio {
	double used, expected;
	int64_t blasts;
};
static const struct field ratio_fields[] = {FIELD(struct ratio, used), FIELD(struct ratio, expected),
					    FIELD(struct ratio, blasts)};
static const struct record ratio_record = RECORD(ratio, ratio_fields);

/* What the last blasts used, against what the approved factors give for their volumes. */
static enum status check_factor(struct checks *c)
{
	struct cx *cx = c->cx;
	struct quota *q;
	struct ratio r;
	double percent;
	int64_t blasts;
	TRY(rule_real(cx, c->rule, "q_percent", &percent));
	TRY(rule_int(cx, c->rule, "q_blasts", &blasts));
	TRY(quota_in_force(cx, c->p->mine, day_of(cx->now), &q));
	if (!q)
		return STATUS_OK;
	TRY(db_one(cx, &ratio_record, &r,
		   "SELECT coalesce(sum(used_g) / 1000.0, 0.0) AS used, coalesce(sum(broken_m3 * CASE WHEN material = "
		   "'ore' THEN CAST($3 AS DOUBLE PRECISION) ELSE CAST($4 AS DOUBLE PRECISION) END), 0.0) AS expected,"
		   " count(*) AS blasts FROM (SELECT used_g, broken_m3, material FROM explosive_blast WHERE county = "
		   "$1 AND mine = $2 AND state = 'settled'"
		   " ORDER BY day DESC, id DESC LIMIT $5) b",
		   ARGS(V(cx->county), V(c->p->mine), V(q->ore_q), V(q->rock_q), V(blasts))));
	double off = r.expected > 0 ? 100 * (r.used / r.expected - 1) : 0;
	say(c, "factor", r.expected <= 0 ? !r.blasts : fabs(off) <= percent,
	    r.blasts
		    ? T(words(cx, "the last %" PRId64
				  " blasts used %.0f kg, the approved factors give %.0f kg: %+.1f %%, allowed %.0f %%"),
			r.blasts, r.used, r.expected, off, percent)
		    : words(cx, "no blasts are settled yet"));
	return STATUS_OK;
}

static enum status check_licence(struct checks *c)
{
	struct cx *cx = c->cx;
	struct number_row r;
	char today[11];
	day_print(day_of(cx->now), today);
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM mine_licence WHERE county = $1 AND mine = $2 AND kind = 'blasting' AND "
		   "(valid_to = '' OR valid_to >= $3)"
		   " AND (withdrawn_on = '' OR withdrawn_on > $3)",
		   ARGS(V(cx->county), V(c->p->mine), V((const char *)today))));
	say(c, "licence", r.n > 0,
	    r.n ? words(cx, "the blasting unit's licence is valid")
		: words(cx, "no valid licence of a blasting unit is on record"));
	return STATUS_OK;
}

static enum status check_staff(struct checks *c)
{
	struct staff staff;
	struct cx *cx = c->cx;
	TRY(staff_of(cx, c->p->mine, day_of(cx->now), &staff));
	say(c, "staff", staff.enough, staff.text);
	return STATUS_OK;
}

struct own_row {
	const char *state, *decided_on;
	int64_t open_kg, open_detonators;
};
static const struct field own_fields[] = {
	FIELD(struct own_row, state),
	FIELD(struct own_row, decided_on),
	FIELD(struct own_row, open_kg),
	FIELD(struct own_row, open_detonators),
};
static const struct record own_record = RECORD(own_row, own_fields);

/* Where the permit stands already, its own part is not held against it. */
static enum status leave_out_own(struct checks *c)
{
	struct list l;
	char month[11];
	TRY(db_all(c->cx, &own_record, &l,
		   "SELECT state, decided_on, emulsion_kg + anfo_kg - sent_emulsion_kg - sent_anfo_kg AS open_kg, "
		   "detonators - sent_detonators AS open_detonators"
		   " FROM explosive_purchase WHERE county = $1 AND id = $2",
		   ARGS(V(c->cx->county), V(c->p->row.id))));
	const struct own_row *r = l.items;
	if (!l.count || (strcmp(r->state, "approved") != 0 && strcmp(r->state, "bought") != 0))
		return STATUS_OK;
	c->use.open_kg -= (double)r->open_kg;
	c->use.left_kg += (double)r->open_kg;
	c->use.detonators_open -= r->open_detonators;
	c->use.detonators_left += r->open_detonators;
	day_print(day_of(c->cx->now), month);
	if (strncmp(r->decided_on, month, 7) == 0)
		c->use.granted_month_kg -= kg_of(c->p);
	return STATUS_OK;
}

enum status purchase_checks(struct cx *cx, const struct purchase *p, struct list *out)
{
	struct checks c = {.cx = cx, .out = out, .p = p};
	*out = (struct list){.items = arena_array_of(cx->mem, struct permit_check, MOST_CHECKS)};
	TRY(rule_in_force(cx, "explosive.guards", day_of(cx->now), &c.rule));
	TRY(mine_get(cx, p->mine, &c.mine));
	TRY(quota_use(cx, p->mine, day_of(cx->now), &c.use));
	TRY(leave_out_own(&c));
	TRY(check_mine(&c));
	TRY(check_licence(&c));
	TRY(check_staff(&c));
	check_quota(&c);
	check_room(&c);
	TRY(check_magazine(&c));
	TRY(check_month(&c));
	return check_factor(&c);
}
