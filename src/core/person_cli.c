/* person_cli.c - people on the command line. */
#include <string.h>
#include "core/org.h"
#include "core/org_cli.h"
#include "core/password.h"
#include "core/perm.h"
#include "core/person.h"

enum { PAGE = 200 };

static enum status list_people(struct cx *cx, struct call *call)
{
	TRY(verb_need(cx, PERM_ORG_READ));
	struct person_query q = {.q = call->count ? call->args[0] : NULL, .role = call_option(call, "role"),
				 .active = call_option(call, "all") ? "all" : "yes", .limit = PAGE};
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "items");
		jw_begin(&call->w, '[');
	}
	do {
		struct list l;
		TRY(person_list(cx, &q, &l, &q.cursor));
		for (size_t i = 0; i < l.count; i++) {
			const struct person *p = (const struct person *)l.items + i;
			if (call->json) {
				jw_record(&call->w, &person_record, p);
				continue;
			}
			buf_printf(call->out, "%-16s %s  %s %s ", p->login, p->name, p->org_name, p->title);
			for (size_t k = 0; k < p->roles.count; k++)
				buf_printf(call->out, " %s", p->roles.items[k]);
			buf_puts(call->out, p->locked ? words(cx, "  (locked)\n") : "\n");
		}
	} while (q.cursor);
	if (call->json) {
		jw_end(&call->w);
		jw_end(&call->w);
	}
	return STATUS_OK;
}

/* The first line of a file, or a password made here for one sign-in.  *made: it was made here. */
static enum status get_password(struct cx *cx, struct call *call, const char *login, const char **password, bool *made)
{
	const char *from = call_option(call, "password-from");
	*made = !from;
	if (!from) {
		*password = password_one_time(cx);
		return STATUS_OK;
	}
	const char *bytes;
	size_t n;
	TRY(call_read_file(cx, from, 4096, &bytes, &n));
	*password = arena_printf(cx->mem, "%.*s", (int)strcspn(bytes, "\r\n"), bytes);
	return password_check(cx, "password", login, *password);
}

static void say(struct cx *cx, struct call *call, const char *login, const char *password, bool made)
{
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "login");
		jw_text(&call->w, login);
		jw_key(&call->w, "password");
		jw_text(&call->w, made ? password : NULL);
		jw_end(&call->w);
	} else if (made) {
		buf_printf(call->out, words(cx, "%s signs in with %s and then chooses another password\n"), login,
			   password);
	} else {
		buf_printf(call->out, words(cx, "%s: done\n"), login);
	}
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* What the routes check of their input is checked here likewise, by the same record. */
static enum status read_person(struct cx *cx, struct call *call, struct person *out)
{
	*out = (struct person){0};
	TRY(record_set(cx, &person_new_record, "login", call->args[0], out));
	TRY(record_set(cx, &person_new_record, "name", call->args[1], out));
	TRY(record_set(cx, &person_new_record, "title", or_empty(call_option(call, "title")), out));
	TRY(record_set(cx, &person_new_record, "phone", or_empty(call_option(call, "phone")), out));
	const char *name = call_option(call, "org");
	if (!name)
		return cx_fail_field(cx, "org", "say which organisation: --org=NAME");
	struct org o;
	TRY(org_by_name(cx, name, &o));
	out->org = o.id;
	return STATUS_OK;
}

static enum status add_person(struct cx *cx, struct call *call)
{
	TRY(verb_need(cx, PERM_ORG_MANAGE));
	struct person p;
	const char *password, *hash;
	bool made;
	TRY(read_person(cx, call, &p));
	TRY(get_password(cx, call, p.login, &password, &made));
	TRY(password_hash(cx, password, &hash));
	TRY(person_create(cx, &p, hash, made, &p));
	for (int i = 0; i < call->options; i++)
		if (strcmp(call->names[i], "role") == 0) {
			TRY(verb_need(cx, PERM_ROLE_GRANT));
			TRY(person_grant(cx, p.id, call->values[i], true));
		}
	say(cx, call, p.login, password, made);
	return STATUS_OK;
}

static enum status reset_password(struct cx *cx, struct call *call)
{
	TRY(verb_need(cx, PERM_ORG_MANAGE));
	struct person p;
	const char *password = password_one_time(cx), *hash;
	TRY(person_by_login(cx, call->args[0], &p));
	TRY(password_hash(cx, password, &hash));
	TRY(person_reset(cx, p.id, hash));
	say(cx, call, p.login, password, true);
	return STATUS_OK;
}

static enum status change_role(struct cx *cx, struct call *call, bool grant)
{
	TRY(verb_need(cx, PERM_ROLE_GRANT));
	struct person p;
	TRY(person_by_login(cx, call->args[0], &p));
	TRY(person_grant(cx, p.id, call->args[1], grant));
	say(cx, call, p.login, NULL, false);
	return STATUS_OK;
}

static enum status grant(struct cx *cx, struct call *call)
{
	return change_role(cx, call, true);
}

static enum status take(struct cx *cx, struct call *call)
{
	return change_role(cx, call, false);
}

static const struct verb table[] = {
	{"person list", "[WORDS] [--role=ROLE] [--all]", "role= all", 0, 1, VERB_DB, list_people,
	 "people, with their roles"},
	{"person add", "LOGIN NAME --org=NAME [--title=T] [--phone=N] [--role=ROLE…] [--password-from=FILE]",
	 "org= title= phone= role= password-from=", 2, 2, VERB_DB | VERB_WRITE, add_person,
	 "add a person; prints a password for one sign-in, or takes one from a file"},
	{"person passwd", "LOGIN", "", 1, 1, VERB_DB | VERB_WRITE, reset_password,
	 "print a new password for one sign-in; unlocks, ends all sessions"},
	{"person grant", "LOGIN ROLE", "", 2, 2, VERB_DB | VERB_WRITE, grant, "give a role"},
	{"person take", "LOGIN ROLE", "", 2, 2, VERB_DB | VERB_WRITE, take, "take a role away"},
};
const struct verbs person_verbs = VERBS(table);
