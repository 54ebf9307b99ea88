/* resumption_stage.c - whom an application waits for and until when; kept day by day; and who is told. */
#include <inttypes.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/resumption/resumption_inside.h"

/* Who acts next in a state, and which rule says by when. */
enum actor { ACTOR_NONE, ACTOR_ENTERPRISE, ACTOR_TOWN, ACTOR_BUREAU, ACTOR_DEPUTY };
static const struct wait {
	const char *state;
	enum actor actor;
	const char *rule, *key;
} waits[] = {
	{"draft", ACTOR_ENTERPRISE, NULL, NULL},
	{"applied", ACTOR_TOWN, "resumption.review", "working_days"},
	{"accepting", ACTOR_BUREAU, "resumption.acceptance", "working_days"},
	{"passed", ACTOR_BUREAU, "resumption.acceptance", "notice_working_days"},
	{"reported", ACTOR_DEPUTY, "resumption.acceptance", "approval_working_days"},
	{"approved", ACTOR_BUREAU, "resumption.acceptance", "notice_working_days"},
	{"noticed", ACTOR_BUREAU, NULL, NULL},
	{"resumed", ACTOR_TOWN, NULL, NULL},
	{"failed", ACTOR_ENTERPRISE, NULL, NULL},
	{"closed", ACTOR_NONE, NULL, NULL},
	{"withdrawn", ACTOR_NONE, NULL, NULL},
};

static const struct wait *wait_of(const char *state)
{
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
		if (strcmp(waits[i].state, state) == 0)
			return &waits[i];
	return &waits[sizeof waits / sizeof *waits - 1];
}

struct number {
	int64_t org;
};
static const struct field number_fields[] = {FIELD(struct number, org)};
static const struct record number_record = RECORD(number, number_fields);

static enum status deputy_org(struct cx *cx, int64_t *out)
{
	struct list l;
	TRY(db_all(cx, &number_record, &l,
		   "SELECT p.org FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = 'deputy_head' AND p.active = 1 ORDER BY p.id LIMIT 1", ARGS(V(cx->county))));
	*out = l.count ? ((const struct number *)l.items)->org : 0;
	return STATUS_OK;
}

static enum status actor_org(struct cx *cx, const struct resumption *r, enum actor actor, int64_t *out)
{
	switch (actor) {
	case ACTOR_ENTERPRISE: *out = r->enterprise; break;
	case ACTOR_TOWN: *out = r->town; break;
	case ACTOR_BUREAU: return resume_bureau(cx, out, NULL);
	case ACTOR_DEPUTY: return deputy_org(cx, out);
	case ACTOR_NONE: *out = 0; break;
	}
	return STATUS_OK;
}

/* The day of the next check after the restart. */
static enum status next_follow_up(struct cx *cx, const struct resumption *r, const char **out)
{
	const struct rule *rule;
	struct rule_ints days;
	struct day resumed;
	TRY(rule_in_force(cx, "resumption.follow_up", day_of(cx->now), &rule));
	TRY(rule_ints(cx, rule, "days", &days));
	if (day_parse(r->resumed_on, &resumed) && r->follow_ups < days.count)
		*out = day_text(cx, (struct day){resumed.n + (int32_t)days.items[r->follow_ups]});
	return STATUS_OK;
}

static enum status due_of(struct cx *cx, const struct resumption *r, const struct wait *w, const char **out)
{
	*out = "";
	if (w->rule)
		return resume_due(cx, w->rule, w->key, out);
	if (strcmp(w->state, "noticed") == 0)
		*out = r->notice_until;
	else if (strcmp(w->state, "failed") == 0)
		*out = r->cool_until;
	else if (strcmp(w->state, "resumed") == 0)
		return next_follow_up(cx, r, out);
	return STATUS_OK;
}

enum status resume_stage(struct cx *cx, struct resumption *r, int64_t entry, const char *action)
{
	const struct wait *w = wait_of(r->row.state);
	const char *due;
	TRY(actor_org(cx, r, w->actor, &r->waits_for));
	TRY(due_of(cx, r, w, &due));
	bool ended = strcmp(w->state, "failed") == 0 || w->actor == ACTOR_NONE;
	r->due = ended ? "" : due;
	TRY(db_exec(cx, NULL, "UPDATE resumption SET due = $1, due_key = $2, waits_for = $3 WHERE county = $4 AND id = $5",
		    ARGS(V(r->due), V(*r->due ? r->due : "9999-99-99"), V(ended ? (int64_t)0 : r->waits_for), V(cx->county), V(r->row.id))));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO resumption_stage (county, mine, id, resumption, day, state, due, waits_for, accident, approved, begun_on)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		    ARGS(V(cx->county), V(r->mine), V(entry), V(r->row.id), V(day_today(cx)), V(r->row.state), V(due), V(r->waits_for),
			 V(resume_is_accident(cx, r)), V(r->approved_by != 0), V(r->created_on))));
	return resume_tell(cx, r, action);
}

/* ---- telling ---- */

static enum status tell_members(struct cx *cx, const struct resumption *r, const struct notify *n)
{
	struct list l;
	TRY(resumption_members(cx, r->row.id, &l));
	const struct resume_member *m = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(notify_person(cx, m[i].person, n, "you are in the team that accepts %s: enter results and sign", r->mine_name));
	return STATUS_OK;
}

static enum status tell_team_orgs(struct cx *cx, const struct resumption *r, const struct notify *n)
{
	struct resume_orgs orgs;
	TRY(resume_orgs_of(cx, r, &orgs));
	for (int i = 0; i < orgs.count; i++)
		TRY(notify_org(cx, orgs.items[i].id, PERM_RESUME_ACCEPT, n, NULL, "%s may resume: notice %s", r->mine_name, r->notice_no));
	return STATUS_OK;
}

/* Once the last one has signed, the bureau may conclude. */
static enum status tell_signed(struct cx *cx, const struct resumption *r, const struct notify *n)
{
	int64_t left;
	const char *names;
	TRY(resume_unsigned(cx, r->row.id, &left, &names));
	return left || !r->waits_for ? STATUS_OK
		: notify_org(cx, r->waits_for, PERM_RESUME_ACCEPT, n, NULL, "all have signed the acceptance of %s: conclude it", r->mine_name);
}

enum status resume_tell(struct cx *cx, const struct resumption *r, const char *action)
{
	const struct notify n = {.kind = "resumption", .link = arena_printf(cx->mem, "/resumptions/%" PRId64, r->row.id)};
	const struct wait *w = wait_of(r->row.state);
	const uint64_t perms = PERM_RESUME_APPLY | PERM_RESUME_REVIEW | PERM_RESUME_ACCEPT | PERM_RESUME_APPROVE;
	const char *state = flow_state_label(cx, &resumption_flow, r->row.state);
	if (strcmp(action, "team") == 0)
		return tell_members(cx, r, &n);
	if (strcmp(action, "sign") == 0)
		return tell_signed(cx, r, &n);
	if (strcmp(action, "notice") == 0)
		TRY(tell_team_orgs(cx, r, &n));
	if (strcmp(action, "prepare") == 0 || strcmp(action, "attach") == 0 || strcmp(action, "score") == 0 || strcmp(action, "begin") == 0)
		return STATUS_OK;
	if (w->actor != ACTOR_NONE && r->waits_for)
		TRY(notify_org(cx, r->waits_for, perms, &n, NULL, "resumption of %s: %s", r->mine_name, state));
	if (w->actor == ACTOR_ENTERPRISE || !r->enterprise)
		return STATUS_OK;
	return notify_org(cx, r->enterprise, PERM_RESUME_APPLY, &n, NULL, "resumption of %s: %s", r->mine_name, state);
}
