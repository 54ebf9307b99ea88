/*
 * site.h - two enterprises with an open pit each, on the land of the first two towns, and the people around them, for
 * tests of the rooms about mines.  On top of world.h:
 *     boss1, boss2 (enterprise), third (inspector of a third party), reg1, reg2 (regulators of 县应急局),
 *     landreg (regulator of 县自然资源局), townreg (regulator of the first town).
 * mine_reason_sources[] is filled with those of rooms/inspection.
 */
#ifndef TEST_SITE_H
#define TEST_SITE_H

#include "rooms/inspection/hazard.h"
#include "test/world.h"

struct site {
	struct world *w;
	int64_t firm[2], mine[2], third_party;
};

/* For cmocka; *state is the site. */
int site_setup(void **state);
int site_teardown(void **state);

/* What a person does in a transaction of its own: order a stop, enter a hazard, or take a step. */
struct site_act {
	const struct flow *flow;
	int64_t id;                     /* of the row; or of what was made */
	const char *action, *json;
	const struct stop_order_new *stop;
	const struct hazard_new *hazard;
};
enum status site_try(struct site *s, const char *login, struct site_act *d) MUST_CHECK;
/* A step that must succeed; or must fail so, with these words in its message. */
void site_take(struct site *s, const struct flow *flow, const char *login, int64_t id, const char *action, const char *json);
void site_refused(struct site *s, enum status want, const char *words_in_it, const struct flow *flow, const char *login, int64_t id,
		  const char *action, const char *json);
/* {FIELDS,"evidence":[a file that everybody may give]} */
const char *site_with_file(struct site *s, const char *fields);

int64_t site_stop(struct site *s, const char *login, const char *kind, bool all, int64_t mine);
/* A hazard found today: a major one by that criterion, NULL: a general one. */
int64_t site_find(struct site *s, const char *login, int64_t mine, const char *criterion);
struct hazard *site_hazard(struct site *s, int64_t id);
size_t site_seen(struct site *s, const char *login, const struct hazard_query *q);

struct mine_status *site_status_on(struct site *s, int64_t mine, int days_from_now);
bool site_blocked_by(struct site *s, int64_t mine, int days_from_now, const char *code);
const char *site_kept_state(struct site *s, int64_t mine);

#endif
