/*
 * weather.h - warnings of the weather service, and the mines that should have stopped because of them.
 *
 * Under an orange or red warning (rule weather.stop) mines stop and withdraw their people.  A mine that may work there is
 * an alert, with the hazard drafted that an inspector enters when he finds it producing: whether it does is his to see.
 */
#ifndef ROOMS_INSPECTION_WEATHER_H
#define ROOMS_INSPECTION_WEATHER_H

#include "rooms/inspection/hazard.h"

struct weather {
	int64_t id;
	const char *level, *kind;
	struct texts towns;             /* ids as text; none: the whole county */
	const char *town_list;          /* ",ID,ID,", as the table keeps them */
	const char *area;
	int64_t from_at, to_at;         /* to_at 0: until it is lifted */
	const char *source;
};
extern const struct record weather_record;      /* what is answered and kept in the ledger */
extern const struct record weather_new_record;

/* Enter it; where mines must stop, tell their enterprises.  INVALID: a town that is none, an end before its beginning. */
enum status weather_enter(struct cx *cx, const struct weather *in, int64_t *id) MUST_CHECK;
/* It ends now.  NOT_FOUND; CONFLICT: it has ended. */
enum status weather_lift(struct cx *cx, int64_t id) MUST_CHECK;

struct weather_query {
	bool active;
	int64_t limit, cursor;
};
extern const struct record weather_query_record;
enum status weather_list(struct cx *cx, const struct weather_query *q, struct list *out) MUST_CHECK;

/* A mine that may work while a warning says stop, and the hazard drafted for it. */
struct weather_alert {
	int64_t mine, warning, from_at;
	const char *mine_name, *mine_kind, *town_name, *level, *kind, *criterion, *text, *basis;
};
extern const struct record weather_alert_record;
/* After the mine with that id, at most limit. */
enum status weather_alerts(struct cx *cx, int64_t after, int64_t limit, struct list *out) MUST_CHECK;

/* A remark for mine_reason_sources[]. */
enum status weather_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out) MUST_CHECK;

struct ledger_entry;
enum status weather_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;

#endif
