/*
 * map.h - what other rooms put on the map, and the towns beneath.
 *
 * A room marks mines: so many open hazards, a warning that says stop.  It knows the mine and not the map; the page draws the
 * mark where the mine is.  main/ fills the table of those who have something to say.
 */
#ifndef ROOMS_MINE_MAP_H
#define ROOMS_MINE_MAP_H

#include "rooms/mine/mine.h"

struct mine_mark {
	int64_t mine, count;
	bool urgent;                    /* drawn in red */
	const char *text;               /* what it is, in the user's language */
};
extern const struct record mine_mark_record;

struct mine_mark_source {
	const char *name, *zh, *en;     /* "hazards", and what the layer is called */
	uint64_t perms;                 /* without them the layer is left out */
	/* Structs mine_mark, several of one mine where there are several things; only mines that the user sees. */
	enum status (*marks)(struct cx *cx, struct list *out);
};
extern const struct mine_mark_source mine_mark_sources[];      /* ends with a NULL name */

/* The towns' land from a file with polygons (GeoJSON, zipped shapefile): a row goes to the town whose name, short name or
 * code stands in one of its cells; what was there before is replaced.  INVALID: no row fits a town. */
struct town_fit {
	int64_t line;
	int64_t org;                    /* 0: no town */
	const char *name;               /* the town's; or the first cell of the row */
	const char *error;              /* why its shape cannot be used; NULL: it can */
};
extern const struct record town_fit_record;
enum status town_shapes_import(struct cx *cx, const char *name, const char *bytes, size_t n, struct list *fits) MUST_CHECK;

struct ledger_entry;
enum status town_shape_check(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;

#endif
