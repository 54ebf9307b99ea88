/*
 * session.h - who is asking: sign-in, browsers' sessions, programs' tokens.
 *
 * A token is 32 random bytes; only its SHA-256 is kept.  What a token stands for is remembered in the process for at
 * most SESSION_KEEP seconds: a change made through this process counts at once (session_changed()), one made by another
 * process or in the very moment of its commit within that time.
 *
 * Identifying a user never writes.  When a session was last used is gathered in memory and written by session_flush(),
 * which the timer calls once a minute; so the idle limit is kept to the minute.
 *
 * Limits are the rules login.limits and login.password.
 */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H

#include "base/cx.h"
#include "base/record.h"

enum { SESSION_KEEP = 5, SESSION_TOKEN = 65, SESSION_MOST_TOKENS = 20 };

/* A token as its owner sees it: never the token itself. */
struct session {
	int64_t id;
	const char *kind, *note;        /* browser or program */
	int64_t created_at, seen_at, expires_at;
	const char *address, *agent;
	bool current;                   /* the one that asks */
};
extern const struct record session_record;

/* Where a request comes from; members may be NULL. */
struct caller {
	const char *token, *address, *agent;
	bool bearer;
	bool chosen_lang;       /* this browser's language is chosen: cx->lang stays */
};

/* From the caller's token set cx->user, org, org_path, perms, lang.  No token, a wrong one or one that has ended is no
 * failure: cx->user stays 0.  A person who must change his password first has no permission at all until he has. */
enum status session_find(struct cx *cx, const struct caller *by) MUST_CHECK;

/* Check sign-in name and password (where reads run; writes through write_from()).  UNAUTHORIZED: wrong, shut, or
 * locked; the words do not say which.  TOO_MANY: wrong ones
 * from this address (rule login.address).  token: for the cookie; *person: who it is. */
enum status session_sign_in(struct cx *cx, const struct caller *by, const char *login, const char *password,
			    const char **token, int64_t *person) MUST_CHECK;
/* In a transaction. */
enum status session_sign_out(struct cx *cx, const struct caller *by) MUST_CHECK;

/* The user changes his own password; all his other sessions end.  Like session_sign_in(): slow, writes by itself. */
enum status session_password(struct cx *cx, const struct caller *by, const char *old, const char *fresh) MUST_CHECK;

/* A token for the user's programs, for so many days at most (0: the rule's limit).  In a transaction. */
enum status session_token(struct cx *cx, const char *note, int64_t days, const char **token, int64_t *id) MUST_CHECK;
enum status session_list(struct cx *cx, const struct caller *by, struct list *out) MUST_CHECK;  /* the user's own */
enum status session_end(struct cx *cx, int64_t id) MUST_CHECK;                                  /* one of his own */

/* End all of a person's sessions and tokens but the one of that token (may be NULL).  In a transaction. */
enum status session_end_all(struct cx *cx, int64_t person, const char *but) MUST_CHECK;

/* Accounts, roles or sessions changed: forget what is remembered. */
void session_changed(void);

/* Write when sessions were last used and sweep those that have ended.  In a transaction; a timer's work. */
enum status session_flush(struct cx *cx) MUST_CHECK;

/* Does this person have to change his password before anything else? */
enum status session_must_change(struct cx *cx, int64_t person, bool *out) MUST_CHECK;

#endif
