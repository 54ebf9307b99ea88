/*
 * world.h - a county with organisations, towns and people, for tests of the rooms.
 *
 * The people are called by their sign-in names:
 *     head (county_head), deputy (deputy_head), office (supervisor), check (verifier),
 *     police, safety, land, road (clerks of 县公安局, 县应急局, 县自然资源局, 县交通局), chief (unit_leader of 县公安局),
 *     regulator of 县应急局, discipline (discipline officer of 县纪委监委), appraiser of 县委组织部,
 *     town1 … town24 (clerks of the towns, in the order of towns.csv).
 */
#ifndef TEST_WORLD_H
#define TEST_WORLD_H

#include "base/cx.h"
#include "http/dispatch.h"

enum { WORLD_TOWNS = 24 };

struct world {
	struct dbtest *t;
	struct cx *cx;
	int64_t police, safety, land, road;
	int64_t towns[WORLD_TOWNS];
	const char *file;               /* hash of a file that everybody may give as evidence */
	const struct routes *const *routes;     /* for world_ask(); the world's own ones */
	size_t route_count;
};

struct world *world_new(void);
void world_free(struct world *w);

/* Act for this person from now on; NULL: the system. */
void world_as(struct world *w, const char *login);
int64_t world_org(struct world *w, const char *name);
/* Days on, at the same hour; and the day of the clock. */
void world_pass(struct world *w, int days);
const char *world_day(struct world *w, int days_from_now);

/* A measure led by the first orgs, the others cooperate (ids, 0-terminated); fails the test when it cannot be made. */
int64_t world_task(struct world *w, const char *no, const char *due, const int64_t *leads, const int64_t *cooperating);

/* One step in a transaction of its own; a refusal's words are in cx->error, until the next call. */
enum status world_take(struct world *w, const char *login, int64_t task, const char *action, const char *json) MUST_CHECK;
/* The same, which must succeed; or must fail so, with these words in its message. */
void world_do(struct world *w, const char *login, int64_t task, const char *action, const char *json);
void world_refused(struct world *w, enum status s, const char *words, const char *login, int64_t task, const char *action,
		   const char *json);
/* Decide on the newest request for more time of a task. */
enum status world_extension(struct world *w, const char *login, int64_t task, const char *action, const char *json) MUST_CHECK;

/* Through HTTP's dispatch; status and body of the exchange. */
struct exchange *world_ask(struct world *w, const char *login, const char *method, const char *path, const char *body);
/* Send a file as the body. */
struct exchange *world_upload(struct world *w, const char *login, const char *path, const char *query, const char *file);
/* With a query string "a=1&b=2" (not encoded). */
struct exchange *world_get(struct world *w, const char *login, const char *path, const char *query);

#endif
