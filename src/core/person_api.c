/* person_api.c - people, roles and the audit trail by HTTP. */
#include <inttypes.h>
#include "core/audit.h"
#include "core/org_api.h"
#include "core/password.h"
#include "core/perm.h"
#include "core/person.h"
#include "db/writer.h"

struct role_input {
	const char *role;
	bool grant;
};
static const struct field role_fields[] = {
	FIELD(struct role_input, role, .flags = REQUIRED, .min = 1, .max = 32, .zh = "角色", .en = "role"),
	FIELD(struct role_input, grant, .flags = REQUIRED, .zh = "授予", .en = "grant"),
};
static const struct record role_record = RECORD(role_input, role_fields);

static const char *cursor(struct cx *cx, int64_t next)
{
	return next ? arena_printf(cx->mem, "%" PRId64, next) : NULL;
}

static enum status list_people(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	int64_t next;
	TRY(person_list(cx, rq->query, &l, &next));
	jw_page(&reply->w, &person_record, &l, cursor(cx, next), -1);
	return STATUS_OK;
}

static enum status show(struct cx *cx, int64_t id, struct reply *reply)
{
	struct person p;
	TRY(person_get(cx, id, &p));
	jw_record(&reply->w, &person_record, &p);
	return STATUS_OK;
}

static enum status get_person(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return show(cx, rq->id, reply);
}

struct fresh {
	const struct person *in;
	int64_t id;
	const char *hash;
	struct person made;
};

static enum status create(struct cx *cx, void *arg)
{
	struct fresh *f = arg;
	return person_create(cx, f->in, f->hash, true, &f->made);
}

static enum status reset(struct cx *cx, void *arg)
{
	const struct fresh *f = arg;
	return person_reset(cx, f->id, f->hash);
}

static enum status create_person(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct fresh f = {.in = rq->body};
	const char *password = password_one_time(cx);
	TRY(password_hash(cx, password, &f.hash));
	TRY(write_from(cx, create, &f));
	jw_begin(&reply->w, '{');
	jw_fields(&reply->w, &person_record, &f.made);
	jw_key(&reply->w, "password");
	jw_text(&reply->w, password);
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status reset_password(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct fresh f = {.id = rq->id};
	const char *password = password_one_time(cx);
	TRY(password_hash(cx, password, &f.hash));
	TRY(write_from(cx, reset, &f));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "password");
	jw_text(&reply->w, password);
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status update_person(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct person p;
	TRY(person_update(cx, rq->id, rq->body, &p));
	jw_record(&reply->w, &person_record, &p);
	return STATUS_OK;
}

static enum status unlock_person(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(person_unlock(cx, rq->id));
	return show(cx, rq->id, reply);
}

static enum status lock_person(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(person_lock(cx, rq->id));
	return show(cx, rq->id, reply);
}

static enum status grant_role(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct role_input *in = rq->body;
	TRY(person_grant(cx, rq->id, in->role, in->grant));
	return show(cx, rq->id, reply);
}

static void write_role(struct jw *w, const struct role *r)
{
	jw_begin(w, '{');
	jw_key(w, "code");
	jw_text(w, r->code);
	jw_key(w, "zh");
	jw_text(w, r->zh);
	jw_key(w, "en");
	jw_text(w, r->en);
	jw_key(w, "perms");
	jw_begin(w, '[');
	for (int bit = 0; bit < PERM_COUNT; bit++)
		if (r->perms >> bit & 1)
			jw_text(w, perm_name(bit));
	jw_end(w);
	jw_key(w, "administrator");
	jw_int(w, r->administrator);
	jw_end(w);
}

static enum status list_roles(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)cx;
	(void)rq;
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_begin(w, '[');
	for (const struct role *r = roles; r->code; r++)
		write_role(w, r);
	jw_end(w);
	jw_key(w, "next");
	jw_raw(w, NULL);
	jw_end(w);
	return STATUS_OK;
}

static enum status list_audit(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	int64_t next;
	TRY(audit_list(cx, rq->query, &l, &next));
	jw_page(&reply->w, &audit_record, &l, cursor(cx, next), -1);
	return STATUS_OK;
}

static const struct answer_key role_keys[] = {
	KEY("items.code", "text"),
	KEY("items.zh", "text"),
	KEY("items.en", "text"),
	KEY("items.perms", "[text]"),
	KEY("items.administrator", "int"),
	{0},
};

static const struct answer_key password_keys[] = {
	KEY("password", "text"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/people", BIT(ORG_READ), list_people, .query = &person_query_record, .reply = &person_record,
	 .flags = ROUTE_LIST, .help = "People within one's scope"},
	{"POST", "/api/people", BIT(ORG_MANAGE), create_person, .body = &person_new_record, .reply = &person_record,
	 .flags = ROUTE_OWN_WRITE,
	 .keys = password_keys,
	 .help = "Add a person; the answer also has the password for the first sign-in, shown this once"},
	{"GET", "/api/people/{id}", BIT(ORG_READ), get_person, .reply = &person_record, .help = "One person"},
	{"PUT", "/api/people/{id}", BIT(ORG_MANAGE), update_person, .body = &person_edit_record, .reply = &person_record,
	 .help = "Change a person, or shut the account (active false)"},
	{"POST", "/api/people/{id}/reset-password", BIT(ORG_MANAGE), reset_password, .flags = ROUTE_OWN_WRITE,
	 .keys = password_keys, .help = "A password for one sign-in, shown this once: {password}; ends all sessions"},
	{"POST", "/api/people/{id}/unlock", BIT(ROLE_GRANT), unlock_person, .reply = &person_record,
	 .help = "Unlock the account"},
	{"POST", "/api/people/{id}/lock", BIT(ROLE_GRANT), lock_person, .reply = &person_record,
	 .help = "Lock the account until it is unlocked; ends all sessions"},
	{"POST", "/api/people/{id}/roles", BIT(ROLE_GRANT), grant_role, .body = &role_record, .reply = &person_record,
	 .help = "Give (grant true) or take a role"},
	{"GET", "/api/roles", BIT(ORG_READ), list_roles, .flags = ROUTE_LIST,
	 .keys = role_keys, .help = "The roles there are and what they allow"},
};
const struct routes person_routes = ROUTES("/api/", table);

static const struct route audit_table[] = {
	{"GET", "/api/audit", BIT(AUDIT_READ), list_audit, .query = &audit_query_record, .reply = &audit_record,
	 .flags = ROUTE_LIST, .help = "Sign-ins, refusals, locks, changes of accounts; newest first"},
};
const struct routes audit_routes = ROUTES("/api/audit", audit_table);
