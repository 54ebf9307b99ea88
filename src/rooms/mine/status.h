/*
 * status.h - may this mine work today, and if not, why not, and who is to act?
 *
 * Many rooms have a say.  Each gives its reasons through mine_reason_sources[], which main/ fills, and none needs to
 * know the others.  Every source answers for any day from dated facts, so that the answer for a day in the past is what
 * it was.  A mine may work when no reason blocks it.
 */
#ifndef ROOMS_MINE_STATUS_H
#define ROOMS_MINE_STATUS_H

#include "base/day.h"
#include "base/json.h"
#include "rooms/mine/mine.h"

/* A reason why a mine may not work (blocks), or a remark. */
struct mine_reason {
	const char *code;               /* "stop_order", "major_hazard", "licence_expired" … */
	bool blocks;
	const char *text;               /* for a person, in cx->lang */
	const char *since;              /* the day it began; "" not known */
	const char *missing;            /* what would remove it */
	int64_t org;                    /* who is to act; 0: the enterprise itself */
	const char *org_name;
	const char *by;                 /* until which day; "" no day */
	const char *rule, *source;      /* the rule's name, and where it comes from in words */
	const char *link;               /* a page of the app; "" none */
};
extern const struct record mine_reason_record;

/* A list of reasons that grows in an arena. */
struct mine_reasons {
	struct mine_reason *items;
	size_t count, room;
};
void mine_reason_add(struct cx *cx, struct mine_reasons *all, const struct mine_reason *r);

/* A room that has a say; the table ends with a NULL name. */
struct mine_reason_source {
	const char *name;
	enum status (*reasons)(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out);
};
extern const struct mine_reason_source mine_reason_sources[];

/* The register's own: ended, not begun, licences and certificates missing or run out. */
enum status mine_register_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out) MUST_CHECK;

struct mine_status {
	bool may_work;
	const char *since;              /* the day from which the answer holds: of the latest reason to begin; "" not known */
	struct mine_reasons reasons;    /* blocking ones first */
};
enum status mine_status(struct cx *cx, const struct mine *m, struct day day, struct mine_status *out) MUST_CHECK;

/* {"mine":{…},"day","may_work","since","reasons":[…]} */
void mine_write_status(struct jw *w, const struct mine *m, struct day day, const struct mine_status *s);

/* Keep today's answer in the row, for lists and the map.  Rooms call it after a step that may change it, and the clock
 * each day. */
enum status mine_refresh(struct cx *cx, int64_t id) MUST_CHECK;

#endif
