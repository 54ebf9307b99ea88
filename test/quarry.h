/*
 * quarry.h - a county (world.h) with stopped mines, and everyone whom a resumption takes.
 *
 * Besides the people of world.h: boss (the mines' enterprise), rival (another one), agent and adviser (inspectors of a
 * third party), law and bureau (regulator and head of 县应急局), landlaw (regulator of 县自然资源局), land2, craft, craft2
 * (县工信局, the industry department), towner (a second clerk of the mines' town, which is town1's), errand (a clerk of
 * the county head's office), deputy2 (a second deputy head).
 */
#ifndef TEST_QUARRY_H
#define TEST_QUARRY_H

#include "core/flow.h"
#include "rooms/resumption/resumption.h"
#include "test/world.h"

struct quarry {
	struct world *w;
	int64_t firm, agency, industry;
};

struct quarry *quarry_new(void);
void quarry_free(struct quarry *q);

/* An open pit with its licences.  accident: the day of one, or NULL. */
int64_t quarry_mine(struct quarry *q, const char *name, const char *accident);
int64_t quarry_person(struct quarry *q, const char *login);
int64_t quarry_count(struct quarry *q, const char *sql, int64_t id);   /* SELECT count(*) AS n … county = $1 … $2 */

/* One step in a transaction of its own; a refusal's words are in cx->error. */
enum status quarry_take(struct quarry *q, const char *login, const struct flow *flow, int64_t id, const char *action,
			const char *json) MUST_CHECK;
void quarry_do(struct quarry *q, const char *login, const struct flow *flow, int64_t id, const char *action, const char *json);

enum status quarry_try_stop(struct quarry *q, const char *login, const char *kind, int64_t mine, int64_t *id) MUST_CHECK;
int64_t quarry_stop(struct quarry *q, const char *login, const char *kind, int64_t mine);
enum status quarry_try_hazard(struct quarry *q, const char *login, int64_t mine, int64_t *id) MUST_CHECK;
int64_t quarry_hazard(struct quarry *q, const char *login, int64_t mine);
void quarry_rectify(struct quarry *q, int64_t hazard);         /* from found to closed, by those whose work it is */
enum status quarry_begin(struct quarry *q, const char *login, int64_t mine, int64_t *id) MUST_CHECK;

bool quarry_works(struct quarry *q, int64_t mine);             /* today, by mine_status() */

/* Inputs. */
const char *quarry_prepared(struct quarry *q);
const char *quarry_paper(struct quarry *q, const char *code);
const char *quarry_team(struct quarry *q, const char *const *officers, const char *const *experts);   /* logins, NULL at the end */
const char *quarry_full_team(struct quarry *q);
extern const char *const quarry_members[];                      /* of the full team */
const char *quarry_score(struct quarry *q, const char *failing);        /* every item in order but these, "A01 B02"; NULL: all */
extern const char *const quarry_papers[];                       /* those that every mine needs */

/* Through the whole of it as far as that state: by the people whose work it is. */
void quarry_bring(struct quarry *q, int64_t resumption, const char *state);

/* ---- asking and expecting ---- */

extern const char quarry_words[];                               /* input of a step that wants words alone */
struct resumption *quarry_row(struct quarry *q, int64_t id);
void quarry_in_state(struct quarry *q, int64_t id, const char *state);
/* A step through HTTP that must succeed; or that must be refused so, by the flow and through HTTP, in these words. */
void quarry_posted(struct quarry *q, const char *login, int64_t id, const char *action, const char *json);
void quarry_refused(struct quarry *q, enum status want, const char *words, const char *login, int64_t id, const char *action,
		    const char *json);
/* Begin, which must succeed; and one as far as that state, of a mine that the county has stopped. */
int64_t quarry_begun(struct quarry *q, int64_t mine);
int64_t quarry_stopped_and(struct quarry *q, int64_t mine, const char *state);
/* That reason of mine_status(), so many days from today; NULL: it is not among them. */
const struct mine_reason *quarry_reason(struct quarry *q, int64_t mine, int days, const char *code);

#endif
