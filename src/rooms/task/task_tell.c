#include "rooms/task/task_tell.h"

#include <inttypes.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"

enum audience { LEADS = 1, COOPERATING = 2, VERIFIERS = 4, DECIDERS = 8, SUPERVISORS = 16 };

/* What a step sets in motion: who has to know, and what it is called on his list. */
static const struct {
	const char *flow, *action;
	unsigned to;
	const char *words;              /* English with one %s, the task's number and title; Chinese in locale/zh/ */
} news[] = {
	{"task", "issue", LEADS | COOPERATING, "to sign for: %s"},
	{"task", "confirm", LEADS, "a cooperating unit has confirmed its part: %s"},
	{"task", "urge", LEADS, "urged: %s"},
	{"task", "ask_extension", DECIDERS, "more time is asked for: %s"},
	{"task", "request_close", VERIFIERS, "to verify: %s"},
	{"task", "return", LEADS, "returned: %s"},
	{"task", "verify", LEADS | COOPERATING, "verified: %s"},
	{"task", "reopen", LEADS | COOPERATING, "reopened: %s"},
	{"task", "withdraw", LEADS | COOPERATING, "withdrawn: %s"},
	{"task", "revoke", LEADS | COOPERATING, "withdrawn: %s"},
	{"task", "amend", LEADS | COOPERATING, "its notice was amended: %s"},
	{"extension", "grant", LEADS | SUPERVISORS, "more time was granted: %s"},
	{"extension", "refuse", LEADS | SUPERVISORS, "more time was refused: %s"},
};

/* The formats below are those of the table above, each with one %s. */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

struct someone {
	int64_t id;
};
static const struct field someone_fields[] = {FIELD(struct someone, id)};
static const struct record someone_record = RECORD(someone, someone_fields);

static enum status tell_parties(struct cx *cx, const struct notify *n, const char *role, const struct task *t, const char *words_en)
{
	struct list orgs;
	TRY(db_all(cx, &someone_record, &orgs, "SELECT org AS id FROM task_party WHERE county = $1 AND task = $2 AND role = $3",
		   ARGS(V(cx->county), V(t->row.id), V(role))));
	const struct someone *o = orgs.items;
	const char *what = arena_printf(cx->mem, "%s %s", t->no, t->title);
	for (size_t i = 0; i < orgs.count; i++)
		TRY(notify_org(cx, o[i].id, PERM_TASK_WORK, n, NULL, words_en, what));
	return STATUS_OK;
}

/* Everyone in the county whose role carries the permission. */
static enum status tell_holders(struct cx *cx, const struct notify *n, uint64_t perm, const struct task *t, const char *words_en)
{
	const char *what = arena_printf(cx->mem, "%s %s", t->no, t->title);
	for (const struct role *r = roles; r->code; r++) {
		if (!(r->perms & perm))
			continue;
		struct list people;
		TRY(db_all(cx, &someone_record, &people,
			   "SELECT p.id FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
			   " WHERE g.county = $1 AND g.role = $2 AND p.active = 1", ARGS(V(cx->county), V(r->code))));
		const struct someone *p = people.items;
		for (size_t i = 0; i < people.count; i++)
			TRY(notify_person(cx, p[i].id, n, words_en, what));
	}
	return STATUS_OK;
}

static enum status tell(struct cx *cx, unsigned to, const struct notify *n, const struct task *t, const char *words_en)
{
	if (to & LEADS)
		TRY(tell_parties(cx, n, "lead", t, words_en));
	if (to & COOPERATING)
		TRY(tell_parties(cx, n, "cooperate", t, words_en));
	if (to & VERIFIERS)
		TRY(tell_holders(cx, n, PERM_TASK_VERIFY, t, words_en));
	if (to & DECIDERS)
		TRY(tell_holders(cx, n, PERM_TASK_DECIDE, t, words_en));
	if (to & SUPERVISORS)
		TRY(tell_holders(cx, n, PERM_TASK_SUPERVISE, t, words_en));
	return STATUS_OK;
}

enum status task_tell(struct cx *cx, const char *flow, const char *action, const struct task *t)
{
	const struct notify n = {.kind = action, .link = arena_printf(cx->mem, "/tasks/%" PRId64, t->row.id)};
	for (size_t i = 0; i < sizeof news / sizeof *news; i++)
		if (strcmp(news[i].flow, flow) == 0 && strcmp(news[i].action, action) == 0)
			return tell(cx, news[i].to, &n, t, news[i].words);
	return STATUS_OK;
}
