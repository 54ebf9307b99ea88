#include "rooms/tenure/conflict.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "db/db.h"
#include "rooms/tenure/shape.h"

enum { MOST_FOUND = 200 };
static const int64_t NO_MINE = -1;     /* 0 is the mine of exploration rights */

static const struct field conflict_fields[] = {
	FIELD(struct conflict, what),
	FIELD(struct conflict, id),
	FIELD(struct conflict, name),
	FIELD(struct conflict, number),
	FIELD(struct conflict, source),
	FIELD(struct conflict, overlap_m2),
	FIELD(struct conflict, distance_m),
	FIELD(struct conflict, limit_m),
	FIELD(struct conflict, effect),
	FIELD(struct conflict, text),
	FIELD(struct conflict, rule),
	FIELD(struct conflict, rule_source),
	FIELD(struct conflict, shape),
};
const struct record conflict_record = RECORD(conflict, conflict_fields);

/* Something near, as the statements below give it. */
struct near {
	int64_t id;
	const char *what, *name, *number, *source;
	struct json_text shape;
};
static const struct field near_fields[] = {
	FIELD(struct near, id),
	FIELD(struct near, what),
	FIELD(struct near, name),
	FIELD(struct near, number),
	FIELD(struct near, source),
	FIELD(struct near, shape),
};
static const struct record near_record = RECORD(near, near_fields);

/* What is being worked on. */
struct work {
	struct shapes *plane;
	struct shape *own;
	const struct conflict_subject *s;
	struct conflict *items;
	size_t count;
};

struct window {
	double west, south, east, north;
};

/* The bounds with so many metres around. */
static struct window around(const struct conflict_subject *s, double metres)
{
	const double degree_m = 111000, least = 0.2;
	double lat = metres / degree_m;
	double lon = lat / fmax(least, cos((s->lat_min + s->lat_max) / 2 * M_PI / 180));
	return (struct window){s->lon_min - lon, s->lat_min - lat, s->lon_max + lon, s->lat_max + lat};
}

static enum status measure(struct cx *cx, struct work *k, const struct near *n, struct conflict *c)
{
	struct shape *other;
	*c = (struct conflict){.what = n->what, .id = n->id, .name = n->name, .number = n->number, .source = n->source, .shape = n->shape, .effect = "none"};
	enum status s = shape_read(cx, k->plane, n->shape.s, &other);
	if (s == STATUS_INVALID) {
		cx_forget(cx);  /* a broken shape of someone else's does not stop this application */
		c->text = words(cx, "its shape cannot be read");
		c->effect = "warn";
		c->rule = c->rule_source = "";
		return STATUS_OK;
	}
	TRY(s);
	c->overlap_m2 = round(shape_overlap(k->plane, k->own, other) * 100) / 100;
	c->distance_m = round(shape_distance(k->plane, k->own, other) * 100) / 100;
	return STATUS_OK;
}

static void say(struct cx *cx, struct conflict *c)
{
	if (c->overlap_m2 > 0)
		c->text = arena_printf(cx->mem, words(cx, "overlaps by %.2f m²"), c->overlap_m2);
	else if (c->limit_m > 0)
		c->text = arena_printf(cx->mem, words(cx, "%.1f m away, %.0f m are to be kept"), c->distance_m, c->limit_m);
	else
		c->text = arena_printf(cx->mem, words(cx, "%.1f m away"), c->distance_m);
}

static void keep(struct cx *cx, struct work *k, struct conflict *c, const struct rule *rule)
{
	c->rule = rule->name;
	c->rule_source = rule->source;
	if (!c->text)
		say(cx, c);
	if (k->count < MOST_FOUND)
		k->items[k->count++] = *c;
}

/* ---- other rights, other applications ---- */

static enum status near_rights(struct cx *cx, const struct conflict_subject *s, const struct window *w, struct list *out)
{
	const char *today = day_today(cx);
	return db_all(cx, &near_record, out,
		      "SELECT l.id, 'right' AS what, coalesce(m.name, l.holder) AS name, l.number, '' AS source, l.land AS shape FROM mine_licence l"
		      " LEFT JOIN mine m ON m.county = l.county AND m.id = l.mine"
		      " WHERE l.county = $1 AND l.kind IN ('mining', 'exploration') AND l.land <> '' AND l.lon_min <= $2 AND l.lon_max >= $3"
		      " AND l.lat_min <= $4 AND l.lat_max >= $5 AND l.id <> $6 AND l.mine <> $7"
		      " AND (l.valid_to = '' OR l.valid_to >= $8) AND (l.withdrawn_on = '' OR l.withdrawn_on > $8) ORDER BY l.id LIMIT 200",
		      ARGS(V(cx->county), V(w->east), V(w->west), V(w->north), V(w->south), V(s->licence), V(s->mine ? s->mine : NO_MINE), V(today)));
}

static enum status near_applications(struct cx *cx, const struct conflict_subject *s, const struct window *w, struct list *out)
{
	return db_all(cx, &near_record, out,
		      "SELECT a.id, 'application' AS what, a.name, a.no AS number, '' AS source, a.land AS shape FROM tenure_application a"
		      " WHERE a.county = $1 AND a.ended_on = '' AND a.kind = 'new' AND a.state <> 'draft' AND a.land <> '' AND a.lon_min <= $2"
		      " AND a.lon_max >= $3 AND a.lat_min <= $4 AND a.lat_max >= $5 AND a.id <> $6 ORDER BY a.id LIMIT 200",
		      ARGS(V(cx->county), V(w->east), V(w->west), V(w->north), V(w->south), V(s->application)));
}

static enum status against_rights(struct cx *cx, struct work *k)
{
	const struct rule *rule;
	double overlap, near_m;
	const char *effect, *near_effect;
	struct list found[2];
	TRY(rule_in_force(cx, "tenure.overlap", day_of(cx->now), &rule));
	TRY(rule_real(cx, rule, "overlap_m2", &overlap));
	TRY(rule_real(cx, rule, "near_m", &near_m));
	TRY(rule_text(cx, rule, "effect", &effect));
	TRY(rule_text(cx, rule, "near_effect", &near_effect));
	const struct window w = around(k->s, near_m);
	TRY(near_rights(cx, k->s, &w, &found[0]));
	TRY(near_applications(cx, k->s, &w, &found[1]));
	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < found[f].count; i++) {
			struct conflict c;
			TRY(measure(cx, k, (const struct near *)found[f].items + i, &c));
			c.limit_m = near_m;
			if (!c.text && c.overlap_m2 > overlap)
				c.effect = f ? "warn" : effect;         /* who applied first is for people to weigh */
			else if (!c.text && c.distance_m < near_m)
				c.effect = near_effect;
			if (c.distance_m < near_m || c.text)
				keep(cx, k, &c, rule);
		}
	return STATUS_OK;
}

/* ---- protected land and roads ---- */

static enum status near_zones(struct cx *cx, const char *kind, const struct window *w, struct list *out)
{
	const char *today = day_today(cx);
	return db_all(cx, &near_record, out,
		      "SELECT id, kind AS what, name, '' AS number, source, shape FROM tenure_zone WHERE county = $1 AND kind = $2 AND lon_min <= $3"
		      " AND lon_max >= $4 AND lat_min <= $5 AND lat_max >= $6 AND (ended_on = '' OR ended_on > $7)"
		      " AND (valid_from = '' OR valid_from <= $7) ORDER BY id LIMIT 200",
		      ARGS(V(cx->county), V(kind), V(w->east), V(w->west), V(w->north), V(w->south), V(today)));
}

/* The rule's lists are columns of one table: kinds, metres, effects. */
static enum status against_zones(struct cx *cx, struct work *k)
{
	const double shown_m = 500;
	const struct rule *rule;
	struct texts kinds, effects;
	struct rule_ints metres;
	TRY(rule_in_force(cx, "tenure.zones", day_of(cx->now), &rule));
	TRY(rule_texts(cx, rule, "kinds", &kinds));
	TRY(rule_texts(cx, rule, "effects", &effects));
	TRY(rule_ints(cx, rule, "metres", &metres));
	for (size_t i = 0; i < kinds.count && i < effects.count && i < (size_t)metres.count; i++) {
		double limit = (double)metres.items[i];
		const struct window w = around(k->s, fmax(limit, shown_m));
		struct list found;
		TRY(near_zones(cx, kinds.items[i], &w, &found));
		for (size_t n = 0; n < found.count; n++) {
			struct conflict c;
			TRY(measure(cx, k, (const struct near *)found.items + n, &c));
			c.limit_m = limit;
			bool touched = c.overlap_m2 > 0 || c.distance_m == 0;
			if (!c.text && (touched || c.distance_m < limit))
				c.effect = effects.items[i];
			if (c.distance_m < fmax(limit, shown_m) || c.text)
				keep(cx, k, &c, rule);
		}
	}
	return STATUS_OK;
}

enum status conflict_find(struct cx *cx, const struct conflict_subject *s, struct list *out)
{
	struct work k = {.s = s, .items = arena_array_of(cx->mem, struct conflict, MOST_FOUND)};
	*out = (struct list){.items = k.items};
	if (!s->land || !*s->land)
		return STATUS_OK;
	TRY(shapes_new(cx, (s->lon_min + s->lon_max) / 2, (s->lat_min + s->lat_max) / 2, &k.plane));
	TRY(shape_read(cx, k.plane, s->land, &k.own));
	TRY(against_rights(cx, &k));
	TRY(against_zones(cx, &k));
	out->count = k.count;
	return STATUS_OK;
}

static struct conflict_subject subject_of(const struct application *a)
{
	return (struct conflict_subject){a->land.s, a->lon_min, a->lat_min, a->lon_max, a->lat_max, a->mine, a->licence, a->row.id};
}

enum status conflict_permit(struct cx *cx, const struct application *a)
{
	struct list l;
	const struct conflict_subject s = subject_of(a);
	TRY(conflict_find(cx, &s, &l));
	const struct conflict *c = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (strcmp(c[i].effect, "refuse") == 0)
			return cx_fail(cx, STATUS_CONFLICT, "the land may not be granted: %s %s: %s (%s)", c[i].name, c[i].number, c[i].text, c[i].rule_source);
	return STATUS_OK;
}

enum status conflict_write(struct cx *cx, const struct application *a, struct jw *w)
{
	struct list l;
	const struct conflict_subject s = subject_of(a);
	TRY(conflict_find(cx, &s, &l));
	jw_key(w, "conflicts");
	jw_list(w, &conflict_record, &l);
	return STATUS_OK;
}
