/*
 * mine.h - the register of mines.
 *
 * Scope: who sees the whole county sees every mine; a town those on its land; an industry department those it supervises;
 * an enterprise its own.  Other departments of the county see all of them: a mine is everybody's business there.  Who has
 * work at a mine (table mine_visitor: a third party's inspection) sees it until that work's last day.
 */
#ifndef ROOMS_MINE_MINE_H
#define ROOMS_MINE_MINE_H

#include "base/cx.h"
#include "base/record.h"
#include "db/where.h"

struct mine {
	int64_t id, version;
	const char *name, *code, *kind, *minerals;
	int64_t enterprise;
	const char *enterprise_name, *owners;
	int64_t town;
	const char *town_name;
	int64_t industry;
	const char *industry_name;
	double lon, lat;                /* WGS 84; 0, 0: not known */
	int64_t scale_t, workers;
	const char *started_on, *ended_on, *accident_since;
	const char *state, *state_day, *state_since;
	int64_t reasons;
	const char *worst, *note;
};
extern const struct record mine_record;         /* what is answered */
extern const struct record mine_input_record;   /* what a new one or a change takes; a change with its version */
extern const char *const mine_kinds[];

/* From "mine m" with its organisations joined; COLUMNS for mine_record. */
#define MINE_COLUMNS                                                                                                  \
	"m.id, m.version, m.name, m.code, m.kind, m.minerals, m.enterprise, e.name AS enterprise_name, m.owners, "    \
	"m.town, t.name AS town_name, m.industry, i.name AS industry_name, m.lon, m.lat, m.scale_t, m.workers, "      \
	"m.started_on, m.ended_on, m.accident_since, m.state, m.state_day, m.state_since, m.reasons, m.worst, m.note"
#define MINE_JOINS                                                                                                    \
	" LEFT JOIN org e ON e.county = m.county AND e.id = m.enterprise"                                             \
	" LEFT JOIN org t ON t.county = m.county AND t.id = m.town"                                                   \
	" LEFT JOIN org i ON i.county = m.county AND i.id = m.industry"

/* One that the user may see.  NOT_FOUND otherwise. */
enum status mine_get(struct cx *cx, int64_t id, struct mine **out) MUST_CHECK;
/* By its number, or by its name where only one has it.  NOT_FOUND, INVALID: several. */
enum status mine_find(struct cx *cx, const char *words, struct mine **out) MUST_CHECK;

/* Departments of the county see every mine; towns and firms those that lie on, or belong to, what is theirs. */
enum status mine_sees_all(struct cx *cx, bool *yes) MUST_CHECK;

/* Narrow a list to what the user may see; m is the mine's alias in the statement. */
enum status mine_scope(struct cx *cx, struct where *w) MUST_CHECK;

/* CONFLICT: the name is taken in that town, or the version is not the newest.  INVALID: an organisation that is none. */
enum status mine_create(struct cx *cx, const struct mine *in, struct mine **out) MUST_CHECK;
enum status mine_update(struct cx *cx, int64_t id, const struct mine *in, struct mine **out) MUST_CHECK;

/* A production accident happened there: from that day the deputy head must approve that it works again, whatever he had
 * approved before. */
enum status mine_set_accident(struct cx *cx, int64_t id, const char *day) MUST_CHECK;
/* The day of the last one up to that day; "": none. */
enum status mine_last_accident(struct cx *cx, const struct mine *m, const char *day, const char **out) MUST_CHECK;

struct mine_query {
	const char *q, *kind, *state, *worst;
	int64_t town, enterprise, industry;
	const char *sort;               /* name (default), state, since */
	const char *cursor;
	int64_t limit;
	bool total;
};
extern const struct record mine_query_record;
struct mine_page {
	struct list mines;
	const char *next;
	int64_t total;
};
enum status mine_list(struct cx *cx, const struct mine_query *q, struct mine_page *out) MUST_CHECK;

/* Those that the user sees, counted by state and first reason, most first (mine_summary.c). */
struct mine_count {
	const char *state, *worst;
	int64_t mines;
};
extern const struct record mine_count_record;
enum status mine_summary(struct cx *cx, struct list *out) MUST_CHECK;
/* The same by town, in the order of towns; town 0: none is known. */
struct mine_town_count {
	int64_t town;
	const char *town_name;
	int64_t mines, working, stopped, ended;
};
extern const struct record mine_town_count_record;
enum status mine_summary_towns(struct cx *cx, struct list *out) MUST_CHECK;

#endif
