#include "core/session.h"

#include <string.h>
#include "base/hash.h"
#include "core/audit.h"
#include "core/password.h"
#include "core/perm.h"
#include "core/person.h"
#include "core/rule.h"
#include "core/session_cache.h"
#include "core/session_inside.h"
#include "db/db.h"

static const struct field session_fields[] = {
	FIELD(struct session, id),
	FIELD(struct session, kind),
	FIELD(struct session, note),
	FIELD(struct session, created_at, .flags = TIME),
	FIELD(struct session, seen_at, .flags = TIME),
	FIELD(struct session, expires_at, .flags = TIME),
	FIELD(struct session, address),
	FIELD(struct session, agent),
	FIELD(struct session, current),
};
const struct record session_record = RECORD(session, session_fields);

/* A session with its person, as identifying needs them. */
struct found {
	int64_t id, person, org, seen_at, expires_at, password_at;
	const char *kind, *lang, *path;
	bool active, must_change;
};
static const struct field found_fields[] = {
	FIELD(struct found, id),
	FIELD(struct found, person),
	FIELD(struct found, org),
	FIELD(struct found, seen_at),
	FIELD(struct found, expires_at),
	FIELD(struct found, password_at),
	FIELD(struct found, kind),
	FIELD(struct found, lang),
	FIELD(struct found, path),
	FIELD(struct found, active),
	FIELD(struct found, must_change),
};
static const struct record found_record = RECORD(found, found_fields);

enum status session_limits(struct cx *cx, struct session_limits *out)
{
	const struct rule *rule;
	TRY(rule_in_force(cx, "login.limits", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "failures", &out->failures));
	TRY(rule_int(cx, rule, "lock_minutes", &out->lock_minutes));
	TRY(rule_int(cx, rule, "idle_minutes", &out->idle_minutes));
	TRY(rule_int(cx, rule, "session_hours", &out->session_hours));
	TRY(rule_int(cx, rule, "token_days", &out->token_days));
	TRY(rule_in_force(cx, "login.address", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "failures", &out->address_failures));
	return rule_int(cx, rule, "minutes", &out->address_minutes);
}

const char *session_hash(struct cx *cx, const char *token)
{
	return hash_hex(cx, HASH_SHA256, token, strlen(token));
}

void session_changed(void)
{
	session_cache_clear();
}

static enum status must_change(struct cx *cx, const struct found *f, bool *out)
{
	TRY(password_too_old(cx, f->password_at, out));
	*out = *out || f->must_change;
	return STATUS_OK;
}

enum status session_must_change(struct cx *cx, int64_t person, bool *out)
{
	struct found f;
	TRY(db_one(cx, &found_record, &f, "SELECT password_at, must_change FROM person WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(person))));
	return must_change(cx, &f, out);
}

/* Read the session; *known stays false where there is none that counts. */
static enum status load(struct cx *cx, const char *hash, struct known_session *out, bool *known)
{
	struct list l;
	TRY(db_all(cx, &found_record, &l,
		   "SELECT s.id, s.person, s.kind, s.seen_at, s.expires_at, p.org, p.active, p.must_change, "
		   "p.password_at, p.lang,"
		   " o.path FROM session s JOIN person p ON p.county = s.county AND p.id = s.person"
		   " JOIN org o ON o.county = p.county AND o.id = p.org WHERE s.county = $1 AND s.hash = $2",
		   ARGS(V(cx->county), V(hash))));
	const struct found *f = l.items;
	if (!l.count || !f->active || strlen(f->path) >= SESSION_PATH)
		return STATUS_OK;
	struct texts held;
	struct session_limits limits;
	bool change;
	TRY(person_roles(cx, f->person, &held));
	TRY(session_limits(cx, &limits));
	TRY(must_change(cx, f, &change));
	bool browser = strcmp(f->kind, "browser") == 0;
	*out = (struct known_session){
		.id = f->id, .person = f->person, .org = f->org, .browser = browser,
		.perms = f->must_change || (browser && change) ? 0 : person_perms(&held),
		.lang = strcmp(f->lang, "en") == 0 ? LANG_EN : LANG_ZH,
		.seen_at = f->seen_at, .expires_at = f->expires_at, .idle = browser ? limits.idle_minutes * 60 : 0,
	};
	strcpy(out->path, out->perms & PERM_COUNTY_WIDE ? "/" : f->path);
	*known = true;
	return STATUS_OK;
}

static bool counts(const struct cx *cx, const struct known_session *s, const struct caller *by)
{
	return s->browser == !by->bearer && cx->now < s->expires_at && !(s->idle && cx->now - s->seen_at > s->idle);
}

enum status session_find(struct cx *cx, const struct caller *by)
{
	if (!by->token || strlen(by->token) != SESSION_TOKEN - 1)
		return STATUS_OK;
	struct hash hash;
	struct known_session s;
	hash_bytes(HASH_SHA256, by->token, SESSION_TOKEN - 1, &hash);
	bool known = session_cache_get(cx->county, &hash, cx->now, &s), remembered = known;
	unsigned stamp = session_cache_stamp();
	char text[HASH_HEX];
	if (!known)
		TRY(load(cx, hash_print(&hash, text), &s, &known));
	if (!known || !counts(cx, &s, by))
		return STATUS_OK;
	if (!remembered)
		session_cache_put(cx->county, &hash, cx->now, stamp, &s);
	cx->user = s.person;
	cx->org = s.org;
	cx->org_path = arena_strdup(cx->mem, s.path);
	cx->perms = s.perms;
	if (!by->chosen_lang)
		cx->lang = s.lang;
	return STATUS_OK;
}

enum status session_sign_out(struct cx *cx, const struct caller *by)
{
	if (!cx->user || !by->token || by->bearer)
		return STATUS_OK;
	TRY(db_exec(cx, NULL, "DELETE FROM session WHERE county = $1 AND hash = $2",
		    ARGS(V(cx->county), V(session_hash(cx, by->token)))));
	session_changed();
	return audit_note(cx, &(struct audit){.person = cx->user, .event = "sign_out", .address = by->address});
}

enum status session_list(struct cx *cx, const struct caller *by, struct list *out)
{
	return db_all(cx, &session_record, out,
		      "SELECT id, kind, note, created_at, seen_at, expires_at, address, agent,"
		      " CASE WHEN hash = $1 THEN 1 ELSE 0 END AS current FROM session WHERE county = $2 AND person = $3"
		      " AND expires_at > $4 ORDER BY id DESC",
		      ARGS(V(by->token ? session_hash(cx, by->token) : ""), V(cx->county), V(cx->user), V(cx->now)));
}

enum status session_end(struct cx *cx, int64_t id)
{
	int64_t ended;
	TRY(db_exec(cx, &ended, "DELETE FROM session WHERE county = $1 AND person = $2 AND id = $3",
		    ARGS(V(cx->county), V(cx->user), V(id))));
	if (!ended)
		return cx_fail(cx, STATUS_NOT_FOUND, "no such token");
	session_changed();
	return audit_note(cx, &(struct audit){.person = cx->user, .event = "token_ended"});
}

enum status session_end_all(struct cx *cx, int64_t person, const char *but)
{
	return db_exec(cx, NULL, "DELETE FROM session WHERE county = $1 AND person = $2 AND hash <> $3",
		       ARGS(V(cx->county), V(person), V(but ? session_hash(cx, but) : "")));
}

enum status session_flush(struct cx *cx)
{
	struct session_use *uses;
	size_t n = session_cache_uses(cx, &uses);
	for (size_t i = 0; i < n; i++)
		TRY(db_exec(cx, NULL, "UPDATE session SET seen_at = $1 WHERE county = $2 AND id = $3 AND seen_at < $1",
			    ARGS(V(uses[i].seen_at), V(cx->county), V(uses[i].id))));
	TRY(db_exec(cx, NULL, "DELETE FROM session WHERE county = $1 AND expires_at < $2",
		    ARGS(V(cx->county), V(cx->now))));
	session_cache_flushed(uses, n);
	return STATUS_OK;
}
