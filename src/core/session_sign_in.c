/* session_sign_in.c - passwords checked, sessions and tokens made. */
#include "core/session.h"

#include <string.h>
#include "base/hash.h"
#include "base/id.h"
#include "core/audit.h"
#include "core/password.h"
#include "core/session_inside.h"
#include "db/db.h"
#include "db/writer.h"

struct account {
	int64_t id, failures, locked_until;
	const char *login, *password;
	bool active;
};
static const struct field account_fields[] = {
	FIELD(struct account, id),
	FIELD(struct account, failures),
	FIELD(struct account, locked_until),
	FIELD(struct account, login),
	FIELD(struct account, password),
	FIELD(struct account, active),
};
static const struct record account_record = RECORD(account, account_fields);
#define ACCOUNT_SELECT "SELECT id, failures, locked_until, login, password, active FROM person WHERE county = $1"

static char *new_token(struct cx *cx)
{
	unsigned char random[(SESSION_TOKEN - 1) / 2];
	random_bytes(random, sizeof random);
	return hex_print(cx->mem, random, sizeof random);
}

/* At most 200 bytes of a text, whole characters. */
static const char *cut(struct cx *cx, const char *s)
{
	enum { MOST = 200 };
	size_t n = s ? strlen(s) : 0;
	if (n > MOST)
		for (n = MOST; n && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
			continue;
	return arena_printf(cx->mem, "%.*s", (int)n, s ? s : "");
}

/* What a client says of itself in a header: any bytes, so only ASCII is kept. */
static const char *plain(struct cx *cx, const char *s)
{
	char *copy = arena_printf(cx->mem, "%.200s", s ? s : "");
	for (char *p = copy; *p; p++)
		if ((unsigned char)*p < 0x20 || (unsigned char)*p > 0x7E)
			*p = '?';
	return copy;
}

static enum status insert(struct cx *cx, const char *token, int64_t person, const char *kind, const char *note,
			  int64_t end, const struct caller *by, int64_t *id)
{
	*id = id_new(cx);
	return db_exec(cx, NULL,
		       "INSERT INTO session (county, hash, id, person, kind, note, created_at, seen_at, expires_at, "
		       "address, agent)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10)",
		       ARGS(V(cx->county), V(session_hash(cx, token)), V(*id), V(person), V(kind), V(note), V(cx->now),
			    V(end), V(by ? plain(cx, by->address) : ""), V(by ? plain(cx, by->agent) : "")));
}

/* ---- signing in ---- */

/* What was found out before the transaction, and what comes of it. */
struct attempt {
	const struct caller *by;
	const char *login;
	const char *kept;       /* the password's hash that was compared with */
	bool right;
	struct session_limits limits;
	const char *token;      /* out; NULL: refused */
	int64_t person;
};

static enum status note(struct cx *cx, const struct attempt *a, int64_t person, const char *event)
{
	return audit_note(cx, &(struct audit){.person = person, .login = cut(cx, a->login), .event = event,
					      .address = a->by->address, .detail = plain(cx, a->by->agent)});
}

/* One failure more; the last one locks. */
static enum status count_failure(struct cx *cx, struct attempt *a, const struct account *p)
{
	bool lock = p->failures + 1 >= a->limits.failures;
	TRY(db_exec(cx, NULL,
		    "UPDATE person SET failures = CASE WHEN $1 = 1 THEN 0 ELSE failures + 1 END, locked_until ="
		    " CASE WHEN $1 = 1 THEN $2 ELSE locked_until END WHERE county = $3 AND id = $4",
		    ARGS(V((int64_t)lock), V(cx->now + a->limits.lock_minutes * 60), V(cx->county), V(p->id))));
	return note(cx, a, p->id, lock ? "locked" : "refused");
}

static enum status let_in(struct cx *cx, struct attempt *a, const struct account *p)
{
	int64_t id;
	a->token = new_token(cx);
	a->person = p->id;
	TRY(db_exec(cx, NULL, "UPDATE person SET failures = 0 WHERE county = $1 AND id = $2 AND failures > 0",
		    ARGS(V(cx->county), V(p->id))));
	TRY(insert(cx, a->token, p->id, "browser", "", cx->now + a->limits.session_hours * 3600, a->by, &id));
	return note(cx, a, p->id, "sign_in");
}

/* The account may have changed since its password was compared, so look again. */
static enum status decide(struct cx *cx, void *arg)
{
	struct attempt *a = arg;
	a->token = NULL;
	struct list l;
	TRY(db_all(cx, &account_record, &l, ACCOUNT_SELECT " AND login = $2", ARGS(V(cx->county), V(a->login))));
	const struct account *p = l.items;
	if (!l.count)
		return note(cx, a, 0, "refused_unknown");
	if (!p->active)
		return note(cx, a, p->id, "refused_shut");
	if (p->locked_until > cx->now)
		return note(cx, a, p->id, "refused_locked");
	if (a->right && strcmp(p->password, a->kept) == 0)
		return let_in(cx, a, p);
	return count_failure(cx, a, p);
}

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

/* Who guesses passwords of many accounts locks none of them, but comes from somewhere.  Asked before the password is
 * compared, so that a flood costs no hashing, and writes nothing. */
static enum status check_address(struct cx *cx, const struct attempt *a)
{
	struct count c;
	if (!a->by->address || !*a->by->address)
		return STATUS_OK;
	TRY(db_one(cx, &count_record, &c,
		   "SELECT count(*) AS n FROM (SELECT 1 AS one FROM audit WHERE county = $1 AND address = $2 AND at > $3 AND event IN"
		   " ('refused', 'refused_unknown', 'refused_shut', 'refused_locked', 'locked') LIMIT $4) x",
		   ARGS(V(cx->county), V(a->by->address), V(cx->now - a->limits.address_minutes * 60), V(a->limits.address_failures))));
	return c.n < a->limits.address_failures ? STATUS_OK
		: cx_fail(cx, STATUS_TOO_MANY, "too many wrong sign-ins came from your address: try again in %lld minutes",
			  (long long)a->limits.address_minutes);
}

enum status session_sign_in(struct cx *cx, const struct caller *by, const char *login, const char *password,
			    const char **token, int64_t *person)
{
	struct attempt a = {.by = by, .login = login};
	struct list l;
	TRY(session_limits(cx, &a.limits));
	TRY(check_address(cx, &a));
	TRY(db_all(cx, &account_record, &l, ACCOUNT_SELECT " AND login = $2", ARGS(V(cx->county), V(login))));
	const struct account *p = l.items;
	/* a locked account is not compared with: who guesses on must not learn that he guessed right */
	bool usable = l.count && p->active && p->locked_until <= cx->now;
	a.kept = usable ? p->password : "";
	TRY(password_verify(cx, a.kept, password, &a.right));
	TRY(write_from(cx, decide, &a));
	if (!a.token)
		return cx_fail(cx, STATUS_UNAUTHORIZED,
			       "the sign-in name or the password is wrong, or the account is locked"
			       " (%lld wrong passwords lock it for %lld minutes)",
			       (long long)a.limits.failures, (long long)a.limits.lock_minutes);
	*token = a.token;
	*person = a.person;
	return STATUS_OK;
}

/* ---- one's own password ---- */

struct change {
	struct attempt attempt;
	const char *hash;
};

static enum status refuse_change(struct cx *cx, void *arg)
{
	struct attempt *a = arg;
	struct account p;
	TRY(db_one(cx, &account_record, &p, ACCOUNT_SELECT " AND id = $2", ARGS(V(cx->county), V(cx->user))));
	return count_failure(cx, a, &p);
}

static enum status store(struct cx *cx, void *arg)
{
	struct change *c = arg;
	int64_t changed;
	TRY(db_exec(cx, &changed,
		    "UPDATE person SET password = $1, password_at = $2, must_change = 0, failures = 0, version = "
		    "version + 1"
		    " WHERE county = $3 AND id = $4 AND password = $5",
		    ARGS(V(c->hash), V(cx->now), V(cx->county), V(cx->user), V(c->attempt.kept))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else changed it meanwhile");
	TRY(session_end_all(cx, cx->user, c->attempt.by->token));
	return note(cx, &c->attempt, cx->user, "password_changed");
}

enum status session_password(struct cx *cx, const struct caller *by, const char *old, const char *fresh)
{
	struct change c = {.attempt.by = by};
	struct account p;
	TRY(session_limits(cx, &c.attempt.limits));
	TRY(db_one(cx, &account_record, &p, ACCOUNT_SELECT " AND id = $2", ARGS(V(cx->county), V(cx->user))));
	c.attempt.login = p.login;
	if (p.locked_until > cx->now)
		return cx_fail(cx, STATUS_FORBIDDEN, "the account is locked: try again later");
	c.attempt.kept = p.password;
	TRY(password_check(cx, "new_password", p.login, fresh));
	if (strcmp(old, fresh) == 0)
		return cx_fail_field(cx, "new_password", "the new password is the old one");
	TRY(password_verify(cx, p.password, old, &c.attempt.right));
	if (!c.attempt.right) {
		TRY(write_from(cx, refuse_change, &c.attempt));
		return cx_fail_field(cx, "old_password", "the old password is wrong");
	}
	TRY(password_hash(cx, fresh, &c.hash));
	TRY(write_from(cx, store, &c));
	session_changed();
	return STATUS_OK;
}

/* ---- tokens of programs ---- */

enum status session_token(struct cx *cx, const char *text, int64_t days, const char **token, int64_t *id)
{
	struct session_limits limits;
	struct list l;
	bool change;
	TRY(session_must_change(cx, cx->user, &change));
	if (change)             /* else a password that was handed over would live on in a token */
		return cx_fail(cx, STATUS_FORBIDDEN, "change your password first");
	TRY(session_limits(cx, &limits));
	if (days < 0 || days > limits.token_days)
		return cx_fail_field(cx, "days", "a token lasts at most %lld days", (long long)limits.token_days);
	TRY(db_all(cx, &session_record, &l,
		   "SELECT id FROM session WHERE county = $1 AND person = $2 AND kind = 'program'"
		   " AND expires_at > $3",
		   ARGS(V(cx->county), V(cx->user), V(cx->now))));
	if (l.count >= SESSION_MOST_TOKENS)
		return cx_fail(cx, STATUS_CONFLICT, "you have %d tokens: end one of them first", SESSION_MOST_TOKENS);
	*token = new_token(cx);
	int64_t end = cx->now + (days ? days : limits.token_days) * 86400;
	TRY(insert(cx, *token, cx->user, "program", text, end, NULL, id));
	return audit_note(cx, &(struct audit){.person = cx->user, .event = "token_made", .detail = cut(cx, text)});
}
