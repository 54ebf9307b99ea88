#include "rooms/tenure/outside.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/notify.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/mine/geo.h"
#include "rooms/mine/land.h"
#include "rooms/mine/papers.h"
#include "rooms/tenure/application.h"
#include "rooms/tenure/shape.h"

enum { MOST_FOUND = 100, MOST_BLOCKS = LAND_MAX_BLOCKS };

/* A block of a licence in force, in the plane. */
struct block {
	struct shape *shape;
	double top_m, bottom_m;
	bool has_heights;
};

struct compare {
	struct shapes *plane;
	struct shape *land;             /* all blocks together, holes taken out */
	struct block blocks[MOST_BLOCKS];
	size_t block_count;
	double metres, level_m;
	struct outside *found;
	size_t count;
};

/* One block alone, as a shape. */
static enum status one_block(struct cx *cx, struct shapes *plane, const struct land *land, const struct land_block *b, double meridian,
			     struct shape **out)
{
	const struct land single = {.blocks = b, .count = 1, .zone = land->zone};
	struct land_shape s;
	TRY(land_shape(cx, &single, meridian, &s));
	return shape_read(cx, plane, s.geojson, out);
}

static enum status read_blocks(struct cx *cx, const struct licence *l, struct compare *c)
{
	struct land land;
	double meridian;
	if (*l->land_text == '{') {
		c->blocks[c->block_count++] = (struct block){c->land, l->top_m, l->bottom_m, l->top_m != 0 || l->bottom_m != 0};
		return STATUS_OK;
	}
	TRY(land_read(cx, l->land_text, strlen(l->land_text), &land));
	TRY(land_meridian(cx, &land, &meridian));
	for (size_t i = 0; i < land.count && c->block_count < MOST_BLOCKS; i++) {
		struct block *b = &c->blocks[c->block_count];
		if (land.blocks[i].out)
			continue;
		*b = (struct block){NULL, land.blocks[i].top_m, land.blocks[i].bottom_m, land.blocks[i].has_heights};
		TRY(one_block(cx, c->plane, &land, &land.blocks[i], meridian, &b->shape));
		c->block_count++;
	}
	return STATUS_OK;
}

static bool in_force(const struct licence *l, const char *today)
{
	return strcmp(l->kind, "mining") == 0 && l->land.s && *l->land.s && (!*l->valid_to || strcmp(l->valid_to, today) >= 0) &&
	       (!*l->valid_from || strcmp(l->valid_from, today) <= 0) && (!*l->withdrawn_on || strcmp(l->withdrawn_on, today) > 0);
}

/* The licence in force that began last is the one that binds.  *c NULL: there is none with land. */
static enum status open_compare(struct cx *cx, const struct mine *m, struct compare **out)
{
	const char *today = day_today(cx);
	const struct rule *rule;
	const struct licence *best = NULL;
	struct list l;
	*out = NULL;
	TRY(licence_list(cx, m->id, &l));
	const struct licence *item = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (in_force(&item[i], today) && (!best || strcmp(item[i].valid_from, best->valid_from) > 0))
			best = &item[i];
	if (!best)
		return STATUS_OK;
	struct compare *c = *out = arena_new_of(cx->mem, struct compare);
	struct geo_place at;
	c->found = arena_array_of(cx->mem, struct outside, MOST_FOUND);
	TRY(rule_in_force(cx, "tenure.outside", day_of(cx->now), &rule));
	TRY(rule_real(cx, rule, "metres", &c->metres));
	TRY(rule_real(cx, rule, "level_m", &c->level_m));
	TRY(geo_of_geojson(cx, best->land.s, &at));
	TRY(shapes_new(cx, at.lon, at.lat, &c->plane));
	TRY(shape_read(cx, c->plane, best->land.s, &c->land));
	return read_blocks(cx, best, c);
}

/* ---- one place ---- */

static void add(struct compare *c, const struct place *p, const char *kind, double metres, double area, const char *text)
{
	if (c->count < MOST_FOUND)
		c->found[c->count++] = (struct outside){.place = p->place, .place_name = p->name, .kind = kind, .metres = metres, .area_m2 = area, .text = text};
}

/* The block that the place lies in, or lies nearest to. */
static const struct block *block_of(struct compare *c, const struct shape *place)
{
	const struct block *best = NULL;
	double least = 0;
	for (size_t i = 0; i < c->block_count; i++) {
		double m = shape_distance(c->plane, place, c->blocks[i].shape);
		if (!best || m < least) {
			best = &c->blocks[i];
			least = m;
		}
	}
	return best;
}

static void compare_level(struct cx *cx, struct compare *c, const struct place *p, const struct block *b)
{
	if (!b || !b->has_heights || p->level_m == 0)
		return;
	if (p->level_m > b->top_m + c->level_m)
		add(c, p, "above", p->level_m - b->top_m, 0,
		    arena_printf(cx->mem, words(cx, "%s works at %.1f m, the licence ends at %.1f m: %.1f m above (tolerance %.1f m)"), p->name, p->level_m,
				 b->top_m, p->level_m - b->top_m, c->level_m));
	if (p->level_m < b->bottom_m - c->level_m)
		add(c, p, "below", b->bottom_m - p->level_m, 0,
		    arena_printf(cx->mem, words(cx, "%s works at %.1f m, the licence begins at %.1f m: %.1f m below (tolerance %.1f m)"), p->name,
				 p->level_m, b->bottom_m, b->bottom_m - p->level_m, c->level_m));
}

static enum status compare_place(struct cx *cx, struct compare *c, const struct place *p)
{
	struct shape *shape;
	if (!p->shape.s || !*p->shape.s) {
		compare_level(cx, c, p, c->block_count == 1 ? &c->blocks[0] : NULL);
		return STATUS_OK;
	}
	TRY(shape_read(cx, c->plane, p->shape.s, &shape));
	struct shape_beyond out = shape_beyond(c->plane, shape, c->land, c->metres);
	if (out.metres > c->metres)
		add(c, p, "beyond", round(out.metres * 10) / 10, round(out.area_m2 * 10) / 10,
		    arena_printf(cx->mem, words(cx, "%s reaches %.1f m beyond the boundary, with %.1f m² outside (tolerance %.1f m)"), p->name, out.metres,
				 out.area_m2, c->metres));
	compare_level(cx, c, p, block_of(c, shape));
	return STATUS_OK;
}

enum status outside_find(struct cx *cx, const struct mine *m, struct list *out)
{
	struct compare *c;
	struct list places;
	*out = (struct list){0};
	TRY(open_compare(cx, m, &c));
	if (!c)
		return STATUS_OK;
	TRY(place_list(cx, m->id, day_today(cx), &places));
	const struct place *p = places.items;
	for (size_t i = 0; i < places.count; i++)
		if (strcmp(p[i].kind, "face") == 0 || strcmp(p[i].kind, "bench") == 0)
			TRY(compare_place(cx, c, &p[i]));
	*out = (struct list){c->found, c->count};
	return STATUS_OK;
}

/* ---- keeping ---- */

static enum status tell(struct cx *cx, const struct mine *m, const struct outside *o)
{
	int64_t bureau;
	const struct notify n = {.kind = "outside", .link = arena_printf(cx->mem, "/tenure/outside/%" PRId64, o->row.id), .text = o->text};
	TRY(tenure_bureau(cx, &bureau, NULL));
	TRY(notify_org(cx, bureau, PERM_TENURE_MANAGE, &n, NULL, "%s may be working outside its licence", m->name));
	return m->town ? notify_org(cx, m->town, PERM_INSPECT, &n, NULL, "%s may be working outside its licence", m->name) : STATUS_OK;
}

static enum status insert(struct cx *cx, const struct mine *m, struct outside *o, int64_t *made)
{
	const struct rules *rules;
	const struct rule *rule;
	int64_t changed, days;
	char due[11], today[11];
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "tenure.outside", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "check_working_days", &days));
	day_print(due_working_days(rules_calendar(rules), day_of(cx->now), (int)days).day, due);
	o->row = (struct flow_row){.id = id_new(cx), .version = 1, .state = outside_flow.states[0].name};
	o->found_on = arena_strdup(cx->mem, day_print(day_of(cx->now), today));
	o->due = o->due_key = arena_strdup(cx->mem, due);
	o->mine = m->id;
	TRY(db_exec(cx, &changed,
		    "INSERT INTO tenure_outside (county, id, state, mine, town, enterprise, place, place_name, kind, metres, area_m2, text, found_on, due,"
		    " due_key, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15)"
		    " ON CONFLICT (county, mine, place, kind) WHERE ended_on = '' DO NOTHING",
		    ARGS(V(cx->county), V(o->row.id), V(o->row.state), V(m->id), V(m->town), V(m->enterprise), V(o->place), V(o->place_name), V(o->kind),
			 V(o->metres), V(o->area_m2), V(o->text), V(o->found_on), V(o->due), V(cx->now))));
	if (!changed)
		return STATUS_OK;
	++*made;
	TRY(flow_began(cx, &outside_flow, o->row.id, "alert", &outside_record, o));
	return tell(cx, m, o);
}

enum status outside_check(struct cx *cx, const struct mine *m, int64_t *made)
{
	struct list l;
	*made = 0;
	TRY(outside_find(cx, m, &l));
	for (size_t i = 0; i < l.count; i++)
		TRY(insert(cx, m, (struct outside *)l.items + i, made));
	return STATUS_OK;
}

/* ---- the timer ---- */

struct stale {
	int64_t mine;
	const char *key;
};
static const struct field stale_fields[] = {FIELD(struct stale, mine), FIELD(struct stale, key)};
static const struct record stale_record = RECORD(stale, stale_fields);

static enum status check_one(struct cx *cx, void *arg)
{
	const struct stale *s = arg;
	struct mine *m;
	int64_t made;
	TRY(mine_get(cx, s->mine, &m));
	enum status st = outside_check(cx, m, &made);
	if (st == STATUS_INVALID || st == STATUS_CONFLICT)
		cx_forget(cx);  /* a land or a place that cannot be read is for the register's page to say */
	else
		TRY(st);
	return db_exec(cx, NULL,
		       "INSERT INTO tenure_checked (county, mine, key, at) VALUES ($1, $2, $3, $4)"
		       " ON CONFLICT (county, mine) DO UPDATE SET key = excluded.key, at = excluded.at",
		       ARGS(V(cx->county), V(s->mine), V(s->key), V(cx->now)));
}

/* The key is made of the newest place and the versions of the licences: whatever changes changes it. */
enum status outside_daily(struct cx *cx, int64_t most)
{
	struct list l;
	TRY(db_all(cx, &stale_record, &l,
		   "SELECT k.mine, k.key FROM (SELECT p.mine AS mine, CAST(max(p.id) AS TEXT) || ':' || CAST((SELECT coalesce(sum(x.version), 0)"
		   " FROM mine_licence x WHERE x.county = $1 AND x.mine = p.mine AND x.kind = 'mining') AS TEXT) AS key FROM mine_place p"
		   " WHERE p.county = $1 AND p.ended_on = '' AND p.kind IN ('face', 'bench') GROUP BY p.mine) k"
		   " LEFT JOIN tenure_checked c ON c.county = $1 AND c.mine = k.mine WHERE c.key IS NULL OR c.key <> k.key LIMIT $2",
		   ARGS(V(cx->county), V(most))));
	for (size_t i = 0; i < l.count; i++)
		TRY(write_from(cx, check_one, (struct stale *)l.items + i));
	return STATUS_OK;
}
