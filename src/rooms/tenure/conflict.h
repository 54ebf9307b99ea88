/*
 * conflict.h - what lies under and around an application's land: other rights, protected land, roads.
 *
 * Computed from geometry in a plane of its own (transverse Mercator through the middle of the land), by the dated rules
 * tenure.overlap and tenure.zones, each of which refuses or warns.
 */
#ifndef ROOMS_TENURE_CONFLICT_H
#define ROOMS_TENURE_CONFLICT_H

#include "rooms/tenure/application.h"

struct conflict {
	const char *what;               /* right, application, or the zone's kind */
	int64_t id;
	const char *name, *number, *source;
	double overlap_m2, distance_m, limit_m;
	const char *effect;             /* refuse, warn, none: far enough, shown for the map */
	const char *text;               /* in words, with the numbers */
	const char *rule, *rule_source;
	struct json_text shape;         /* what it was compared with, as GeoJSON */
};
extern const struct record conflict_record;

/* Of a land: everything within reach of the rules.  Rights of the same mine are left out, and the right that is renewed. */
struct conflict_subject {
	const char *land;               /* GeoJSON; "" or NULL: nothing is found */
	double lon_min, lat_min, lon_max, lat_max;
	int64_t mine, licence, application;     /* what is its own; 0: none */
};
enum status conflict_find(struct cx *cx, const struct conflict_subject *s, struct list *out) MUST_CHECK;

/* CONFLICT: a rule of the day refuses it; the words say which. */
enum status conflict_permit(struct cx *cx, const struct application *a) MUST_CHECK;
/* "conflicts":[…] */
enum status conflict_write(struct cx *cx, const struct application *a, struct jw *w) MUST_CHECK;

/* ---- protected land and roads ---- */

struct zone {
	int64_t id;
	const char *kind, *name, *source;
	struct json_text shape;
	const char *valid_from, *ended_on;
};
extern const struct record zone_record;
extern const char *const zone_kinds[];

struct zone_query {
	const char *kind, *bbox;        /* west,south,east,north */
	int64_t cursor, limit;
};
extern const struct record zone_query_record;
enum status zone_list(struct cx *cx, const struct zone_query *q, struct list *out, int64_t *next) MUST_CHECK;

/* A GeoJSON FeatureCollection becomes a layer of that kind; one that came earlier from the same source ends today.
 * INVALID: not GeoJSON, a geometry outside of the earth, no features.  TOO_LARGE: over ZONE_MOST. */
enum { ZONE_MOST = 20000, ZONE_MAX_BYTES = 32 * 1024 * 1024 };
struct zone_import {
	const char *kind, *source, *name_key;   /* name_key: the property that has the name; NULL: "name" */
};
enum status zone_read(struct cx *cx, const struct zone_import *in, const char *bytes, size_t n, int64_t *count) MUST_CHECK;

#endif
