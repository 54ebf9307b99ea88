/*
 * person.h - people, their accounts and their roles.
 *
 * Accounts are kept by ORG_MANAGE (system administrator), roles and locks by ROLE_GRANT (security administrator), and
 * neither can do the other's part: nobody grants himself, an administrator's role goes with no other role, his password
 * is not reset by another administrator but on the server's own command line, the last of each kind stays.
 * Passwords come in hashed (password.h), because hashing is too slow for a transaction.
 */
#ifndef CORE_PERSON_H
#define CORE_PERSON_H

#include "base/cx.h"
#include "base/record.h"

struct person {
	int64_t id, org;
	const char *org_name, *name, *title, *phone, *login;
	struct texts roles;
	bool active;
	int64_t locked_until;
	bool locked, must_change;
	const char *lang;
	int64_t version;
};
extern const struct record person_record;
extern const struct record person_new_record, person_edit_record;

struct person_query {
	int64_t org;
	const char *q, *role, *active;  /* active: yes (the default), no, all */
	int64_t limit, cursor;
};
extern const struct record person_query_record;

enum status person_get(struct cx *cx, int64_t id, struct person *out) MUST_CHECK;
/* For ledger_checks (core/ledger_api.h). */
struct ledger_entry;
enum status person_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;
enum status person_by_login(struct cx *cx, const char *login, struct person *out) MUST_CHECK;
/* In the order of their ids; *next 0 at the end. */
enum status person_list(struct cx *cx, const struct person_query *q, struct list *out, int64_t *next) MUST_CHECK;
enum status person_any(struct cx *cx, bool *out) MUST_CHECK;    /* is there anyone in the county? */

/* hash: of his first password.  must_change: the first sign-in asks for another.  CONFLICT: the sign-in name is taken.
 */
enum status person_create(struct cx *cx, const struct person *in, const char *hash, bool must_change,
			  struct person *out) MUST_CHECK;
/* CONFLICT: in->version is not the newest; an administrator's account cannot be shut.  Shutting ends his sessions. */
enum status person_update(struct cx *cx, int64_t id, const struct person *in, struct person *out) MUST_CHECK;

/* Give or take a role.  FORBIDDEN: one's own.  CONFLICT: roles that must not meet, the last administrator of his kind.
 * Giving what he has, or taking what he has not, is INVALID. */
enum status person_grant(struct cx *cx, int64_t id, const char *role, bool grant) MUST_CHECK;

/* Set another password and end all sessions; unless the system itself asks, the account stays locked until someone with
 * ROLE_GRANT unlocks it, who is told.  FORBIDDEN for an administrator's account, unless the system itself asks.
 */
enum status person_reset(struct cx *cx, int64_t id, const char *hash) MUST_CHECK;
enum status person_unlock(struct cx *cx, int64_t id) MUST_CHECK;
/* Until someone unlocks it; ends his sessions. */
enum status person_lock(struct cx *cx, int64_t id) MUST_CHECK;

/* The user's own language: zh or en. */
enum status person_set_lang(struct cx *cx, const char *lang) MUST_CHECK;

/* What his roles allow. */
uint64_t person_perms(const struct texts *roles);
enum status person_roles(struct cx *cx, int64_t id, struct texts *out) MUST_CHECK;

#endif
