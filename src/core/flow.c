#include "core/flow.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/evidence.h"
#include "core/ledger.h"
#include "db/db.h"

enum { MAX_EVIDENCE = 50 };

struct envelope {
	int64_t version;
	struct texts evidence;
};

static const struct field envelope_fields[] = {
	FIELD(struct envelope, version, .min = 0, .max = INT64_MAX),
	FIELD(struct envelope, evidence, .min = 0, .max = MAX_EVIDENCE),
};
const struct record flow_envelope_record = RECORD(envelope, envelope_fields);

static const struct field signer_fields[] = {
	FIELD(struct flow_signer, org),
	FIELD(struct flow_signer, name),
};
const struct record flow_signer_record = RECORD(flow_signer, signer_fields);

static const struct field entry_fields[] = {
	FIELD(struct flow_entry, id),
	FIELD(struct flow_entry, item),
	FIELD(struct flow_entry, action),
	FIELD(struct flow_entry, from_state),
	FIELD(struct flow_entry, to_state),
	FIELD(struct flow_entry, person),
	FIELD(struct flow_entry, org),
	FIELD(struct flow_entry, at, .flags = TIME),
	FIELD(struct flow_entry, person_name),
	FIELD(struct flow_entry, org_name),
	FIELD(struct flow_entry, input),
};
const struct record flow_entry_record = RECORD(flow_entry, entry_fields);

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

/* ---- the table ---- */

bool flow_among(const char *states, const char *state)
{
	size_t n = strlen(state);
	for (const char *s = states; s; s = strchr(s, '|') ? strchr(s, '|') + 1 : NULL)
		if (strncmp(s, state, n) == 0 && (s[n] == '\0' || s[n] == '|'))
			return true;
	return false;
}

static const struct step *find_step(const struct flow *flow, const char *state, const char *action)
{
	for (size_t i = 0; i < flow->count; i++)
		if (strcmp(flow->steps[i].action, action) == 0 && (!state || flow_among(flow->steps[i].from, state)))
			return &flow->steps[i];
	return NULL;
}

static const struct flow_state *find_state(const struct flow *flow, const char *name)
{
	for (const struct flow_state *s = flow->states; s->name; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

const char *flow_state_label(const struct cx *cx, const struct flow *flow, const char *state)
{
	const struct flow_state *s = find_state(flow, state);
	return !s ? state : cx->lang == LANG_ZH ? s->zh : s->en;
}

static const char *label(const struct cx *cx, const struct step *s)
{
	return cx->lang == LANG_ZH ? s->zh : s->en;
}

const char *flow_action_label(const struct cx *cx, const struct flow *flow, const char *action)
{
	const struct step *s = find_step(flow, NULL, action);
	return s ? label(cx, s) : action;
}

const struct flow *flow_find(const char *name)
{
	for (size_t i = 0; i < flow_list_count; i++)
		if (strcmp(flow_list[i]->name, name) == 0)
			return flow_list[i];
	return NULL;
}

const char *flow_entry_label(const struct cx *cx, const struct flow *flow, const char *action, const char *from_state)
{
	if (!*from_state)
		return !flow->about.en ? words(cx, "begun") : cx->lang == LANG_ZH ? flow->about.zh : flow->about.en;
	if (strcmp(action, "copy") == 0)
		return words(cx, "copied to others");
	if (strcmp(action, "rate") == 0)
		return words(cx, "rated by the firm");
	return flow_action_label(cx, flow, action);
}

/* ---- signatures ---- */

/* Signatures count from the last time that a step voided them: that many times are behind us. */
static enum status round_until(struct cx *cx, const struct flow *flow, int64_t id, const char *action, int64_t until,
			       int64_t *round)
{
	*round = 0;
	for (size_t i = 0; i < flow->count; i++) {
		const struct step *s = &flow->steps[i];
		if (!s->voids || strcmp(s->voids, action) != 0)
			continue;
		struct count c;
		TRY(db_one(cx, &count_record, &c,
			   "SELECT count(*) AS n FROM flow_history WHERE county = $1 AND flow = $2 AND item = $3 AND action = $4"
			   " AND at < $5",
			   ARGS(V(cx->county), V(flow->name), V(id), V(s->action), V(until))));
		*round += c.n;
	}
	return STATUS_OK;
}

static enum status current_round(struct cx *cx, const struct flow *flow, int64_t id, const char *action, int64_t *round)
{
	return round_until(cx, flow, id, action, INT64_MAX, round);
}

static enum status signed_in_round(struct cx *cx, const struct flow *flow, int64_t id, const char *action, int64_t round,
				   int64_t org, bool *yes)
{
	struct count c;
	TRY(db_one(cx, &count_record, &c,
		   "SELECT count(*) AS n FROM flow_signature WHERE county = $1 AND flow = $2 AND item = $3 AND action = $4"
		   " AND round = $5 AND org = $6 AND verdict = 'agree'",
		   ARGS(V(cx->county), V(flow->name), V(id), V(action), V(round), V(org))));
	*yes = c.n > 0;
	return STATUS_OK;
}

enum status flow_signed(struct cx *cx, const struct flow *flow, int64_t id, const char *action, int64_t org, bool *yes)
{
	int64_t round;
	TRY(current_round(cx, flow, id, action, &round));
	return signed_in_round(cx, flow, id, action, round, org, yes);
}

static const struct field confirmation_fields[] = {
	FIELD(struct flow_confirmation, org),
	FIELD(struct flow_confirmation, at, .flags = TIME),
	FIELD(struct flow_confirmation, org_name),
	FIELD(struct flow_confirmation, person_name),
};
const struct record flow_confirmation_record = RECORD(flow_confirmation, confirmation_fields);

enum status flow_confirmations(struct cx *cx, const struct flow *flow, int64_t id, const char *action, int64_t until,
			       struct list *out)
{
	int64_t round;
	struct count any;
	TRY(db_one(cx, &count_record, &any,
		   "SELECT count(*) AS n FROM flow_signature WHERE county = $1 AND flow = $2 AND item = $3 AND action = $4",
		   ARGS(V(cx->county), V(flow->name), V(id), V(action))));
	*out = (struct list){0};
	if (!any.n)             /* as a rule; counting the rounds goes through the whole history */
		return STATUS_OK;
	TRY(round_until(cx, flow, id, action, until, &round));
	return db_all(cx, &flow_confirmation_record, out,
		      "SELECT s.org, s.signed_at AS at, o.name AS org_name, p.name AS person_name FROM flow_signature s"
		      " LEFT JOIN org o ON o.county = s.county AND o.id = s.org"
		      " LEFT JOIN person p ON p.county = s.county AND p.id = s.person"
		      " WHERE s.county = $1 AND s.flow = $2 AND s.item = $3 AND s.action = $4 AND s.round = $5 AND s.signed_at < $6"
		      " ORDER BY s.signed_at, s.org",
		      ARGS(V(cx->county), V(flow->name), V(id), V(action), V(round), V(until)));
}

static enum status check_signatures(struct cx *cx, const struct act *a)
{
	struct list orgs = {0};
	TRY(a->step->signers(cx, a, &orgs));
	if (!orgs.count)
		return STATUS_OK;
	int64_t round;
	TRY(current_round(cx, a->flow, a->row->id, a->step->action, &round));
	struct buf missing;
	buf_init(&missing, cx->mem);
	size_t n = 0;
	const struct flow_signer *s = orgs.items;
	for (size_t i = 0; i < orgs.count; i++) {
		bool yes;
		TRY(signed_in_round(cx, a->flow, a->row->id, a->step->action, round, s[i].org, &yes));
		if (!yes && ++n <= 5)
			buf_printf(&missing, "%s%s", n > 1 ? "、" : "", s[i].name);
	}
	if (n > 5)
		return cx_fail(cx, STATUS_CONFLICT, "not yet confirmed by %s and others, %zu in all", missing.s, n);
	if (n)
		return cx_fail(cx, STATUS_CONFLICT, "not yet confirmed by %s", missing.s);
	return STATUS_OK;
}

static enum status write_signature(struct cx *cx, const struct act *a)
{
	int64_t round;
	TRY(current_round(cx, a->flow, a->row->id, a->step->signs, &round));
	return db_exec(cx, NULL,
		       "INSERT INTO flow_signature (county, flow, item, action, round, org, person, verdict, asked_at, signed_at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, 'agree', $8, $8)"
		       " ON CONFLICT (county, flow, item, action, round, org) DO NOTHING",
		       ARGS(V(cx->county), V(a->flow->name), V(a->row->id), V(a->step->signs), V(round), V(cx->org),
			    V(cx->user), V(cx->now)));
}

/* ---- taking a step ---- */

/* May it be done by this user, now?  Input and evidence apart. */
enum status flow_permit(struct cx *cx, struct act *a)
{
	if (a->step->perm & ~cx->perms)
		return cx_fail(cx, STATUS_FORBIDDEN, "your role may not do this");
	if (a->step->guard)
		TRY(a->step->guard(cx, a));
	if (a->step->signers)
		TRY(check_signatures(cx, a));
	return STATUS_OK;
}

static enum status change_state(struct cx *cx, const struct act *a)
{
	int64_t changed;
	TRY(db_exec(cx, &changed,
		    arena_printf(cx->mem, "UPDATE %s SET state = $1, version = version + 1"
				 " WHERE county = $2 AND id = $3 AND version = $4", a->flow->table),
		    ARGS(V(a->to), V(cx->county), V(a->row->id), V(a->row->version))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	a->row->version++;
	return STATUS_OK;
}

static const char *input_json(struct cx *cx, const struct act *a)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '{');
	if (a->input)
		jw_fields(&w, a->step->input, a->input);
	if (a->evidence.count) {
		jw_key(&w, "evidence");
		jw_texts(&w, &a->evidence);
	}
	jw_end(&w);
	return b.s;
}

static enum status write_history(struct cx *cx, const struct flow *flow, int64_t item, int64_t entry, const char *action,
				 const char *from, const char *to, const char *input)
{
	TRY(db_exec(cx, NULL,
		    "INSERT INTO flow_history (county, flow, item, id, action, from_state, to_state, person, org, at, input)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		    ARGS(V(cx->county), V(flow->name), V(item), V(entry), V(action), V(from), V(to), V(cx->user), V(cx->org),
			 V(cx->now), V(input))));
	return ledger_append(cx, flow->name, item, action,
			     arena_printf(cx->mem, "{\"entry\":%" PRId64 ",\"from\":\"%s\",\"to\":\"%s\",\"input\":%s}", entry,
					  from, to, input));
}

static enum status link_evidence(struct cx *cx, const struct act *a)
{
	if (a->step->evidence == EVIDENCE_MUST && !a->evidence.count)
		return cx_fail_field(cx, "evidence", "evidence is needed: add at least one file");
	if (a->step->evidence == EVIDENCE_NO && a->evidence.count)
		return cx_fail_field(cx, "evidence", "is not accepted here");
	return a->evidence.count ? evidence_link(cx, a->flow->name, a->row->id, &a->evidence) : STATUS_OK;
}

static enum status take(struct cx *cx, struct act *a)
{
	const char *from = a->row->state;
	TRY(flow_permit(cx, a));
	a->entry = id_new(cx);
	a->to = a->step->to ? a->step->to : from;
	TRY(link_evidence(cx, a));
	if (a->step->effect)
		TRY(a->step->effect(cx, a));
	assert(strcmp(a->to, a->step->to ? a->step->to : from) == 0 || (a->step->or_to && strcmp(a->to, a->step->or_to) == 0));
	TRY(change_state(cx, a));
	if (a->step->signs)
		TRY(write_signature(cx, a));
	TRY(write_history(cx, a->flow, a->row->id, a->entry, a->step->action, from, a->to, input_json(cx, a)));
	a->row->state = a->to;
	return a->flow->after ? a->flow->after(cx, a) : STATUS_OK;
}

/* Load the row and find the step from where it stands. */
static enum status prepare(struct cx *cx, const struct flow *flow, int64_t id, const char *action, struct act *a)
{
	*a = (struct act){.flow = flow};
	if (!find_step(flow, NULL, action))
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no step %s", action);
	TRY(flow->load(cx, id, &a->row));
	a->step = find_step(flow, a->row->state, action);
	if (!a->step)
		return cx_fail(cx, STATUS_CONFLICT, "cannot do this now (%s): the state is %s",
			       flow_action_label(cx, flow, action), flow_state_label(cx, flow, a->row->state));
	return STATUS_OK;
}

static enum status same_version(struct cx *cx, const struct act *a, int64_t version)
{
	if (version && version != a->row->version)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	return STATUS_OK;
}

enum status flow_take(struct cx *cx, const struct flow *flow, int64_t id, const char *action, const char *body, size_t n)
{
	struct act a;
	const struct step *any = find_step(flow, NULL, action);
	if (any && any->inside)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no step %s", action);
	TRY(prepare(cx, flow, id, action, &a));
	struct envelope e = {0};
	void *input = a.step->input ? arena_alloc(cx->mem, a.step->input->size) : NULL;
	if (n)
		TRY(record_read_both(cx, &flow_envelope_record, &e, a.step->input, input, body, n));
	else if (input)
		TRY(record_read(cx, a.step->input, "{}", 2, input));
	TRY(same_version(cx, &a, e.version));
	a.input = input;
	a.evidence = e.evidence;
	return take(cx, &a);
}

enum status flow_do(struct cx *cx, const struct flow *flow, int64_t id, const char *action, const void *input,
		    struct texts evidence, int64_t version)
{
	struct act a;
	TRY(prepare(cx, flow, id, action, &a));
	TRY(same_version(cx, &a, version));
	a.input = input;
	a.evidence = evidence;
	return take(cx, &a);
}

static const char *row_json(struct cx *cx, const struct record *rec, const void *row)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_record(&w, rec, row);
	return b.s;
}

enum status flow_began(struct cx *cx, const struct flow *flow, int64_t id, const char *action, const struct record *rec,
		       const void *row)
{
	return write_history(cx, flow, id, id_new(cx), action, "", flow->states[0].name, row_json(cx, rec, row));
}

enum status flow_note(struct cx *cx, const struct flow *flow, int64_t id, const char *action, const char *state,
		      const struct record *rec, const void *row)
{
	return write_history(cx, flow, id, id_new(cx), action, state, state, row_json(cx, rec, row));
}

enum status flow_history(struct cx *cx, const struct flow *flow, int64_t id, int64_t before, int64_t limit, struct list *out)
{
	return db_all(cx, &flow_entry_record, out,
		      "SELECT h.id, h.item, h.action, h.from_state, h.to_state, h.person, h.org, h.at, h.input,"
		      " p.name AS person_name, o.name AS org_name FROM flow_history h"
		      " LEFT JOIN person p ON p.county = h.county AND p.id = h.person"
		      " LEFT JOIN org o ON o.county = h.county AND o.id = h.org"
		      " WHERE h.county = $1 AND h.flow = $2 AND h.item = $3 AND h.id < $4 ORDER BY h.id DESC LIMIT $5",
		      ARGS(V(cx->county), V(flow->name), V(id), V(before ? before : INT64_MAX), V(limit)));
}
