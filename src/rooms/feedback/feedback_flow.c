/*
 * feedback_flow.c - received, accepted or refused, handled by a unit, answered, rated and closed.
 *
 * Urgent ones (many firms stopped, supply broken off) reach the county's leaders at once, not with the digest.
 */
#include "rooms/feedback/feedback_inside.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"

static struct feedback *feedback_of(struct act *a)
{
	return (struct feedback *)a->row;
}

static enum status receiver_only(struct cx *cx, struct act *a)
{
	(void)a;
	return cx->perms & PERM_COUNTY_WIDE ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the receiving office of the county may do this");
}

static enum status handler_only(struct cx *cx, struct act *a)
{
	return feedback_of(a)->org == cx->org || cx->perms & PERM_COUNTY_WIDE
		? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the unit that handles it may do this");
}

struct accept_input {
	const char *org;
	bool urgent;
	const char *note;
};
static const struct field accept_fields[] = {
	FIELD(struct accept_input, org, .flags = REQUIRED, .min = 1, .max = 20, .zh = "承办单位", .en = "unit that handles it"),
	FIELD(struct accept_input, urgent, .zh = "紧急：24 小时内报县领导", .en = "urgent: to the county's leaders within 24 hours"),
	FIELD(struct accept_input, note, .min = 0, .max = 500, .zh = "说明", .en = "note"),
};
static const struct record accept_record = RECORD(accept_input, accept_fields);

struct words_input {
	const char *text;
};
static const struct field words_fields[] = {
	FIELD(struct words_input, text, .flags = REQUIRED, .min = 2, .max = 4000, .zh = "内容", .en = "words"),
};
static const struct record words_record = RECORD(words_input, words_fields);

struct found {
	int64_t id;
	const char *name;
};
static const struct field found_fields[] = {FIELD(struct found, id), FIELD(struct found, name)};
static const struct record found_record = RECORD(found, found_fields);

static enum status hand_over(struct cx *cx, struct feedback *f, const char *org)
{
	struct list l;
	TRY(db_all(cx, &found_record, &l,
		   "SELECT id, name FROM org WHERE county = $1 AND id = $2 AND active = 1 AND kind IN ('department', 'town', 'leadership')",
		   ARGS(V(cx->county), V((int64_t)strtoll(org, NULL, 10)))));
	if (!l.count)
		return cx_fail_field(cx, "org", "is not a department or town");
	f->org = ((const struct found *)l.items)->id;
	return STATUS_OK;
}

static enum status store(struct cx *cx, const struct feedback *f)
{
	return db_exec(cx, NULL,
		       "UPDATE feedback SET org = $1, urgent = $2, due = $3, extended = $4, accepted_at = $5, answered_at = $6,"
		       " closed_at = $7, answer = $8 WHERE county = $9 AND id = $10",
		       ARGS(V(f->org), V(f->urgent), V(f->due), V(f->extended), V(f->accepted_at), V(f->answered_at), V(f->closed_at),
			    V(f->answer), V(cx->county), V(f->row.id)));
}

static enum status accept(struct cx *cx, struct act *a)
{
	const struct accept_input *in = a->input;
	struct feedback *f = feedback_of(a);
	TRY(hand_over(cx, f, in->org));
	f->urgent = in->urgent;
	f->accepted_at = cx->now;
	TRY(feedback_due(cx, "handle", &f->due));
	return store(cx, f);
}

static enum status refuse(struct cx *cx, struct act *a)
{
	const struct words_input *in = a->input;
	struct feedback *f = feedback_of(a);
	f->answer = in->text;
	f->answered_at = f->closed_at = cx->now;
	f->due = "";
	return store(cx, f);
}

static enum status may_extend(struct cx *cx, struct act *a)
{
	TRY(receiver_only(cx, a));
	return feedback_of(a)->extended ? cx_fail(cx, STATUS_CONFLICT, "it was extended once already") : STATUS_OK;
}

static enum status extend(struct cx *cx, struct act *a)
{
	struct feedback *f = feedback_of(a);
	f->extended = true;
	TRY(feedback_due(cx, "extend", &f->due));
	return store(cx, f);
}

static enum status answer(struct cx *cx, struct act *a)
{
	const struct words_input *in = a->input;
	struct feedback *f = feedback_of(a);
	f->answer = in->text;
	f->answered_at = cx->now;
	TRY(feedback_due(cx, "answer", &f->due));
	return store(cx, f);
}

/* A dissatisfied firm is heard again before its report can be closed. */
static enum status may_close(struct cx *cx, struct act *a)
{
	TRY(receiver_only(cx, a));
	return strcmp(feedback_of(a)->rating, "dissatisfied") == 0
		? cx_fail(cx, STATUS_CONFLICT, "the firm is dissatisfied: hand it back to be handled again") : STATUS_OK;
}

static enum status close_it(struct cx *cx, struct act *a)
{
	struct feedback *f = feedback_of(a);
	f->closed_at = cx->now;
	f->due = "";
	return store(cx, f);
}

static enum status again(struct cx *cx, struct act *a)
{
	struct feedback *f = feedback_of(a);
	TRY(feedback_due(cx, "handle", &f->due));
	TRY(db_exec(cx, NULL, "UPDATE feedback SET rating = '', rating_text = '' WHERE county = $1 AND id = $2",
		    ARGS(V(cx->county), V(f->row.id))));
	return store(cx, f);
}

/* ---- telling ---- */

static enum status tell_role(struct cx *cx, const char *role, const struct notify *n, const struct feedback *f)
{
	struct list people;
	TRY(db_all(cx, &found_record, &people,
		   "SELECT p.id, p.name FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = $2 AND p.active = 1", ARGS(V(cx->county), V(role))));
	const struct found *p = people.items;
	for (size_t i = 0; i < people.count; i++)
		TRY(notify_person(cx, p[i].id, n, "feedback from a business: %s", f->no));
	return STATUS_OK;
}

enum status feedback_tell(struct cx *cx, const char *action, const struct feedback *f)
{
	const struct notify n = {.kind = "feedback", .link = arena_printf(cx->mem, "/feedback/%" PRId64, f->row.id)};
	if (strcmp(action, "receive") == 0)
		return tell_role(cx, "supervisor", &n, f);
	if (strcmp(action, "accept") == 0 || strcmp(action, "again") == 0)
		TRY(notify_org(cx, f->org, PERM_FEEDBACK_HANDLE, &n, NULL, "feedback from a business to handle: %s", f->no));
	if (strcmp(action, "accept") == 0 && f->urgent) {
		TRY(tell_role(cx, "county_head", &n, f));
		return tell_role(cx, "deputy_head", &n, f);
	}
	return strcmp(action, "answer") == 0 ? tell_role(cx, "supervisor", &n, f) : STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	return feedback_tell(cx, a->step->action, feedback_of(a));
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct feedback *f;
	TRY(feedback_get(cx, id, &f));
	*row = &f->row;
	return STATUS_OK;
}

/* ---- the firm ---- */

enum status feedback_rate(struct cx *cx, const char *no, const char *secret, const char *rating, const char *text)
{
	struct feedback *f;
	int64_t changed;
	TRY(feedback_follow(cx, no, secret, &f));
	TRY(db_exec(cx, &changed,
		    "UPDATE feedback SET rating = $1, rating_text = $2, version = version + 1"
		    " WHERE county = $3 AND id = $4 AND state = 'answered' AND rating = ''",
		    ARGS(V(rating), V(text ? text : ""), V(cx->county), V(f->row.id))));
	if (!changed)
		return cx_fail(cx, STATUS_CONFLICT, "there is no answer to rate yet, or it was rated");
	TRY(feedback_follow(cx, no, secret, &f));
	return flow_note(cx, &feedback_flow, f->row.id, "rate", f->row.state, &feedback_follow_record, f);
}

static const struct flow_state states[] = {
	{"received", "待受理", "received", false},
	{"handling", "办理中", "being handled", false},
	{"answered", "已答复", "answered", false},
	{"closed", "已办结", "closed", true},
	{"refused", "不予受理", "not accepted", true},
	{0},
};

static const struct step steps[] = {
	{.from = "received", .action = "accept", .to = "handling", .zh = "受理转办", .en = "accept and hand over", .perm = BIT(FEEDBACK_HANDLE),
	 .input = &accept_record, .guard = receiver_only, .effect = accept, .limit = "feedback.clocks"},
	{.from = "received", .action = "refuse", .to = "refused", .zh = "不予受理", .en = "do not accept", .perm = BIT(FEEDBACK_HANDLE),
	 .input = &words_record, .guard = receiver_only, .effect = refuse, .confirm = true},
	{.from = "handling", .action = "transfer", .to = "handling", .zh = "改派", .en = "hand to another unit", .perm = BIT(FEEDBACK_HANDLE),
	 .input = &accept_record, .guard = receiver_only, .effect = accept},
	{.from = "handling", .action = "extend", .zh = "延长办理", .en = "extend", .perm = BIT(FEEDBACK_HANDLE), .input = &words_record,
	 .guard = may_extend, .effect = extend, .limit = "feedback.clocks"},
	{.from = "handling", .action = "answer", .to = "answered", .zh = "答复", .en = "answer", .perm = BIT(FEEDBACK_HANDLE),
	 .input = &words_record, .evidence = EVIDENCE_MAY, .guard = handler_only, .effect = answer, .limit = "feedback.clocks"},
	{.from = "answered", .action = "again", .to = "handling", .zh = "退回重办", .en = "hand back", .perm = BIT(FEEDBACK_HANDLE),
	 .input = &words_record, .guard = receiver_only, .effect = again},
	{.from = "answered", .action = "close", .to = "closed", .zh = "办结", .en = "close", .perm = BIT(FEEDBACK_HANDLE), .guard = may_close,
	 .effect = close_it},
};

const struct flow feedback_flow = {
	.name = "feedback", .zh = "企业反馈", .en = "feedback from a business", .table = "feedback", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "f.text", .no = "f.no", .due = "f.due", .page = "/feedback/", .zh = "收到反馈", .en = "received"},
};
