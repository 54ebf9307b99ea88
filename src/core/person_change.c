/* person_change.c - accounts made, changed, locked; roles given and taken. */
#include "core/person.h"

#include <string.h>
#include "base/id.h"
#include "base/json.h"
#include "core/audit.h"
#include "core/ledger.h"
#include "core/notify.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/session.h"
#include "db/db.h"

static const int64_t for_ever = INT64_C(253402214400);  /* 9999-12-31 */

/* What the ledger keeps of a person: who may act for whom, no telephone. */
static const struct field kept_fields[] = {
	FIELD(struct person, id),
	FIELD(struct person, org),
	FIELD(struct person, name),
	FIELD(struct person, title),
	FIELD(struct person, login),
	FIELD(struct person, roles),
	FIELD(struct person, active),
	FIELD(struct person, version),
};
static const struct record kept_record = RECORD(person, kept_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* Read what was written, note it in the ledger and in the trail. */
static enum status settle(struct cx *cx, int64_t id, const char *action, const char *detail, struct person *out)
{
	struct person p;
	TRY(person_get(cx, id, &p));
	if (out)
		*out = p;
	TRY(audit_note(cx, &(struct audit){.person = cx->user, .login = p.login, .detail = detail,
					   .event = arena_printf(cx->mem, "person_%s", action)}));
	return ledger_append_record(cx, "person", id, action, &kept_record, &p);
}

enum status person_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct person now;
	enum status s = person_get(cx, last->item, &now);
	if (s && s != STATUS_NOT_FOUND)
		return s;
	if (s)
		cx_forget(cx);
	return ledger_compare(cx, last, &kept_record, s ? NULL : &now, why);
}

static enum status check_login(struct cx *cx, const char *login)
{
	for (const unsigned char *s = (const unsigned char *)login; *s; s++)
		if (*s <= ' ' || *s == 0x7F || strchr("\"'<>&,;/\\", *s))
			return cx_fail_field(cx, "login", "a sign-in name has no blanks, quotes, slashes or < > & , ;");
	return STATUS_OK;
}

static enum status check_org(struct cx *cx, int64_t id)
{
	struct org o;
	enum status s = org_get(cx, id, &o);
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		return cx_fail_field(cx, "org", "no such organisation");
	}
	TRY(s);
	if (!o.active)
		return cx_fail_field(cx, "org", "this organisation is shut");
	return org_in_scope(cx, o.path) ? STATUS_OK
		: cx_fail(cx, STATUS_FORBIDDEN, "this organisation is outside your scope");
}

static enum status login_taken(struct cx *cx, enum status s)
{
	if (s != STATUS_CONFLICT)
		return s;
	cx_forget(cx);
	cx_fail_field(cx, "login", "this sign-in name is taken");
	return STATUS_CONFLICT;
}

static bool is_administrator(const struct person *p)
{
	for (size_t i = 0; i < p->roles.count; i++) {
		const struct role *r = role_find(p->roles.items[i]);
		if (r && r->administrator)
			return true;
	}
	return false;
}

static bool is_among(const char *kinds, const char *kind)
{
	size_t n = strlen(kind);
	for (const char *at = kinds; (at = strstr(at, kind)); at += n)
		if ((at == kinds || at[-1] == '|') && (at[n] == '|' || !at[n]))
			return true;
	return false;
}

/* An office's role is not for people of firms, nor a firm's for those of an office. */
static enum status fits_org(struct cx *cx, const struct role *role, int64_t org)
{
	struct org o;
	TRY(org_get(cx, org, &o));
	bool outside = strcmp(o.kind, "enterprise") == 0 || strcmp(o.kind, "third_party") == 0;
	if (!role || (role->kinds ? is_among(role->kinds, o.kind) : !outside))
		return STATUS_OK;
	return cx_fail(cx, STATUS_CONFLICT, outside ? "an office's role is not for people of firms and third parties: %s"
						    : "this role is for people of firms and third parties only: %s",
		       cx->lang == LANG_ZH ? role->zh : role->en);
}

enum status person_create(struct cx *cx, const struct person *in, const char *hash, bool must_change,
			  struct person *out)
{
	TRY(check_login(cx, in->login));
	TRY(check_org(cx, in->org));
	int64_t id = id_new(cx);
	enum status s = db_exec(
		cx, NULL,
		"INSERT INTO person (county, id, org, name, title, phone, login, password, password_at, must_change,"
		" created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		ARGS(V(cx->county), V(id), V(in->org), V(in->name), V(or_empty(in->title)), V(or_empty(in->phone)),
		     V(in->login), V(hash), V(cx->now), V(must_change), V(cx->now)));
	TRY(login_taken(cx, s));
	return settle(cx, id, "create", NULL, out);
}

enum status person_update(struct cx *cx, int64_t id, const struct person *in, struct person *out)
{
	struct person was;
	TRY(person_get(cx, id, &was));
	TRY(check_login(cx, in->login));
	if (in->org != was.org) {
		TRY(check_org(cx, in->org));
		for (size_t i = 0; i < was.roles.count; i++)
			TRY(fits_org(cx, role_find(was.roles.items[i]), in->org));
	}
	if (cx->user && is_administrator(&was) && strcmp(in->login, was.login) != 0)
		return cx_fail(cx, STATUS_FORBIDDEN, "an administrator's sign-in name stays as it is");
	if (was.active && !in->active && is_administrator(&was))
		return cx_fail(cx, STATUS_CONFLICT,
			       "the security administrator must take this administrator's role away first");
	int64_t changed;
	enum status s =
		db_exec(cx, &changed,
			"UPDATE person SET org = $1, name = $2, title = $3, phone = $4, login = $5, active = $6,"
			" version = version + 1 WHERE county = $7 AND id = $8 AND version = $9",
			ARGS(V(in->org), V(in->name), V(or_empty(in->title)), V(or_empty(in->phone)), V(in->login),
			     V(in->active), V(cx->county), V(id), V(in->version)));
	TRY(login_taken(cx, s));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else changed it meanwhile");
	if (!in->active)
		TRY(session_end_all(cx, id, NULL));
	session_changed();
	return settle(cx, id, was.active && !in->active ? "shut" : "update", NULL, out);
}

/* ---- roles ---- */

/* An administrator does nothing else. */
static enum status may_hold(struct cx *cx, const struct person *p, const struct role *role)
{
	for (size_t i = 0; i < p->roles.count; i++) {
		const struct role *other = role_find(p->roles.items[i]);
		if (strcmp(p->roles.items[i], role->code) == 0)
			return cx_fail_field(cx, "role", "he holds this role already");
		if (role->administrator || (other && other->administrator))
			return cx_fail(cx, STATUS_CONFLICT, "an administrator's role goes with no other role");
	}
	return fits_org(cx, role, p->org);
}

/* The county never loses its last administrator of a kind. */
static enum status may_lose(struct cx *cx, const struct person *p, const struct role *role)
{
	bool holds = false;
	for (size_t i = 0; i < p->roles.count; i++)
		holds |= strcmp(p->roles.items[i], role->code) == 0;
	if (!holds)
		return cx_fail_field(cx, "role", "he does not hold this role");
	if (!role->administrator)
		return STATUS_OK;
	struct list l;
	TRY(db_all(cx, &person_record, &l,
		   "SELECT p.id FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = $2 AND p.active = 1 AND p.id <> $3 LIMIT 1",
		   ARGS(V(cx->county), V(role->code), V(p->id))));
	return l.count ? STATUS_OK
		       : cx_fail(cx, STATUS_CONFLICT, "give this administrator's role to someone else first");
}

enum status person_grant(struct cx *cx, int64_t id, const char *code, bool grant)
{
	const struct role *role = role_find(code);
	if (!role)
		return cx_fail_field(cx, "role", "there is no such role");
	if (cx->user && cx->user == id)
		return cx_fail(cx, STATUS_FORBIDDEN, "nobody changes his own roles");
	struct person p;
	TRY(person_get(cx, id, &p));
	if (grant && !p.active)
		return cx_fail(cx, STATUS_CONFLICT, "this account is shut");
	/* The guard that two grants at a time meet on: roles that must not meet are checked against this version. */
	int64_t changed;
	TRY(db_exec(cx, &changed,
		    "UPDATE person SET version = version + 1 WHERE county = $1 AND id = $2 AND version = $3",
		    ARGS(V(cx->county), V(id), V(p.version))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else changed it meanwhile");
	if (grant) {
		TRY(may_hold(cx, &p, role));
		TRY(db_exec(cx, NULL,
			    "INSERT INTO role_grant (county, person, role, granted_by, granted_at) VALUES ($1, $2, $3, "
			    "$4, $5)",
			    ARGS(V(cx->county), V(id), V(code), V(cx->user), V(cx->now))));
	} else {
		TRY(may_lose(cx, &p, role));
		TRY(db_exec(cx, NULL, "DELETE FROM role_grant WHERE county = $1 AND person = $2 AND role = $3",
			    ARGS(V(cx->county), V(id), V(code))));
	}
	session_changed();
	return settle(cx, id, grant ? "grant" : "take", code, NULL);
}

/* ---- passwords and locks ---- */

struct admin {
	int64_t id;
};
static const struct field admin_fields[] = {FIELD(struct admin, id)};
static const struct record admin_record = RECORD(admin, admin_fields);

static enum status tell_security(struct cx *cx, const struct person *p)
{
	const struct notify n = {.kind = "unlock", .link = arena_printf(cx->mem, "/orgs?tab=people&q=%s", p->login)};
	struct list l;
	TRY(db_all(cx, &admin_record, &l,
		   "SELECT p.id FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = 'security_admin' AND p.active = 1", ARGS(V(cx->county))));
	const struct admin *a = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(notify_person(cx, a[i].id, &n, "a password was reset, the account waits to be unlocked: %s", p->name));
	return STATUS_OK;
}

/* Who keeps accounts cannot come into one alone (三员分立): one whose password he has set stays shut until the security
 * administrator opens it.  The server's own command line, which is neither, forgives wrong passwords and opens it. */
enum status person_reset(struct cx *cx, int64_t id, const char *hash)
{
	struct person p;
	TRY(person_get(cx, id, &p));
	if (cx->user && is_administrator(&p))
		return cx_fail(cx, STATUS_FORBIDDEN,
			       "an administrator's password is reset on the server: kuangan person passwd");
	TRY(db_exec(
		cx, NULL,
		"UPDATE person SET password = $1, password_at = $2, must_change = 1, failures = 0,"
		" locked_until = CASE WHEN locked_until = $5 OR $6 = 1 THEN $5 ELSE 0 END, version = version + 1"
		" WHERE county = $3 AND id = $4",
		ARGS(V(hash), V(cx->now), V(cx->county), V(id), V(for_ever), V((int64_t)(cx->user != 0)))));
	TRY(session_end_all(cx, id, NULL));
	session_changed();
	if (cx->user)
		TRY(tell_security(cx, &p));
	return settle(cx, id, "reset", NULL, NULL);
}

static enum status set_lock(struct cx *cx, int64_t id, int64_t until, const char *action)
{
	struct person p;
	TRY(person_get(cx, id, &p));
	TRY(db_exec(cx, NULL,
		    "UPDATE person SET locked_until = $1, failures = 0, version = version + 1 WHERE county = $2 AND id "
		    "= $3",
		    ARGS(V(until), V(cx->county), V(id))));
	return settle(cx, id, action, NULL, NULL);
}

enum status person_unlock(struct cx *cx, int64_t id)
{
	return set_lock(cx, id, 0, "unlock");
}

enum status person_lock(struct cx *cx, int64_t id)
{
	if (cx->user && cx->user == id)
		return cx_fail(cx, STATUS_FORBIDDEN, "nobody locks himself out");
	TRY(session_end_all(cx, id, NULL));
	session_changed();
	return set_lock(cx, id, for_ever, "lock");
}

enum status person_set_lang(struct cx *cx, const char *lang)
{
	return db_exec(cx, NULL, "UPDATE person SET lang = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(lang), V(cx->county), V(cx->user)));
}
