/*
 * papers.h - what belongs to a mine: licences with their land, people's certificates, places that move.
 *
 * Whoever may manage the register enters them; each version is kept (core/register.h).  A place that changes its shape
 * gets a new row from that day on: what was where on a day can always be told.
 */
#ifndef ROOMS_MINE_PAPERS_H
#define ROOMS_MINE_PAPERS_H

#include "rooms/mine/mine.h"

struct licence {
	int64_t id, mine, version;
	const char *kind, *number, *holder, *issuer, *issued_on, *valid_from, *valid_to, *withdrawn_on, *minerals;
	int64_t scale_t;
	double stated_km2, area_m2;
	const char *crs, *land_text;
	struct json_text land;
	double top_m, bottom_m;
	double lon_min, lat_min, lon_max, lat_max;      /* of the land; kept, not shown */
};
extern const struct record licence_record, licence_input_record;

struct certificate {
	int64_t id, mine, version;
	const char *person, *post, *kind, *number, *valid_from, *valid_to, *left_on;
};
extern const struct record certificate_record, certificate_input_record;

struct place {
	int64_t id, mine, place;
	const char *kind, *name;
	struct json_text shape;
	double level_m;
	const char *started_on, *ended_on;
	int64_t known_at;
};
extern const struct record place_record, place_input_record;

/* Of one mine; the caller has checked that the user may see it. */
enum status licence_list(struct cx *cx, int64_t mine, struct list *out) MUST_CHECK;
enum status certificate_list(struct cx *cx, int64_t mine, struct list *out) MUST_CHECK;
enum status place_list(struct cx *cx, int64_t mine, const char *day, struct list *out) MUST_CHECK;     /* on that day; NULL: all */

/* id 0: a new one; else a change of that one, with its version.  A licence's land is read from land_text:
 * the published coordinates, or a GeoJSON polygon.
 * INVALID: the text of the land cannot be read, a day before another.  CONFLICT: the version. */
enum status licence_put(struct cx *cx, int64_t mine, int64_t id, const struct licence *in) MUST_CHECK;
enum status certificate_put(struct cx *cx, int64_t mine, int64_t id, const struct certificate *in) MUST_CHECK;

/* The cell of the map's grid (migration 0045) in which these bounds lie; -1: larger than a cell. */
enum { GRID_COLUMNS = 100000 };
int64_t place_grid(double lon_min, double lat_min, double lon_max, double lat_max);
/* A room that has a say before a licence is written, by whatever way: before is NULL for a new one.  main/ fills the table,
 * which ends with a NULL name; mine/ has an empty one. */
struct licence_guard {
	const char *name;
	enum status (*check)(struct cx *cx, int64_t mine, const struct licence *before, const struct licence *after);
};
extern const struct licence_guard licence_guards[];
/* Would they let it pass?  For a preview. */
enum status licence_ask(struct cx *cx, int64_t mine, int64_t id, const struct licence *in) MUST_CHECK;

/* A new place, or (in->place set) a new shape of one from started_on: the shape before ends on the day before. */
enum status place_put(struct cx *cx, int64_t mine, const struct place *in) MUST_CHECK;

#endif
