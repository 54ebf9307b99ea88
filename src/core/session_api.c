/* session_api.c - sign-in, tokens, the first run by HTTP. */
#include "core/session_api.h"

#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/county.h"
#include "core/first_run.h"
#include "core/org.h"
#include "core/org_api.h"
#include "core/perm.h"
#include "core/person.h"
#include "core/session.h"

#ifndef KUANGAN_VERSION
#error "KUANGAN_VERSION comes from meson.build"
#endif

struct sign_in {
	const char *login, *password;
};
static const struct field sign_in_fields[] = {
	FIELD(struct sign_in, login, .flags = REQUIRED, .min = 1, .max = 64, .zh = "登录名", .en = "sign-in name"),
	FIELD(struct sign_in, password, .flags = REQUIRED | SECRET, .min = 1, .max = 128, .zh = "密码", .en = "password"),
};
static const struct record sign_in_record = RECORD(sign_in, sign_in_fields);

struct new_password {
	const char *old_password, *new_password;
};
static const struct field new_password_fields[] = {
	FIELD(struct new_password, old_password, .flags = REQUIRED | SECRET, .min = 1, .max = 128, .zh = "原密码",
	      .en = "old password"),
	FIELD(struct new_password, new_password, .flags = REQUIRED | SECRET, .min = 1, .max = 128, .zh = "新密码",
	      .en = "new password"),
};
static const struct record new_password_record = RECORD(new_password, new_password_fields);

static const char *const langs[] = {"zh", "en", NULL};
struct language {
	const char *lang;
};
static const struct field language_fields[] = {
	FIELD(struct language, lang, .flags = REQUIRED, .choices = langs, .zh = "语言", .en = "language"),
};
static const struct record language_record = RECORD(language, language_fields);

struct new_token {
	const char *note;
	int64_t days;
};
static const struct field new_token_fields[] = {
	FIELD(struct new_token, note, .flags = REQUIRED, .min = 1, .max = 60, .zh = "用途", .en = "purpose"),
	FIELD(struct new_token, days, .min = 1, .max = 3650, .zh = "有效天数", .en = "days"),
};
static const struct record new_token_record = RECORD(new_token, new_token_fields);

static struct caller caller_of(const struct request *rq)
{
	return (struct caller){.token = rq->token, .address = rq->address, .agent = rq->agent, .bearer = rq->bearer,
			       .chosen_lang = rq->chosen_lang};
}

enum status session_identify(struct cx *cx, const struct request *rq)
{
	struct caller by = caller_of(rq);
	TRY(county_settle(cx));
	return session_find(cx, &by);
}

/* ---- the session as the app sees it ---- */

static void write_perms(struct jw *w, uint64_t perms)
{
	jw_begin(w, '[');
	for (int bit = 0; bit < PERM_COUNT; bit++)
		if (perms >> bit & 1)
			jw_text(w, perm_name(bit));
	jw_end(w);
}

struct session_user {
	int64_t id;
	const char *name, *title, *login, *lang;
};
static const struct field session_user_fields[] = {
	FIELD(struct session_user, id),
	FIELD(struct session_user, name),
	FIELD(struct session_user, title),
	FIELD(struct session_user, login),
	FIELD(struct session_user, lang),
};
static const struct record session_user_record = RECORD(session_user, session_user_fields);

struct session_org {
	int64_t id;
	const char *name, *kind;
};
static const struct field session_org_fields[] = {
	FIELD(struct session_org, id),
	FIELD(struct session_org, name),
	FIELD(struct session_org, kind),
};
static const struct record session_org_record = RECORD(session_org, session_org_fields);

static void write_nobody(struct jw *w)
{
	jw_key(w, "user");
	jw_raw(w, NULL);
	jw_key(w, "org");
	jw_raw(w, NULL);
}

static enum status write_somebody(struct cx *cx, struct jw *w, const struct person *p)
{
	struct org o;
	TRY(org_get(cx, p->org, &o));
	struct session_user user = {p->id, p->name, p->title, p->login, p->lang};
	struct session_org org = {o.id, p->org_name, o.kind};
	jw_key(w, "user");
	jw_record(w, &session_user_record, &user);
	jw_key(w, "org");
	jw_record(w, &session_org_record, &org);
	return STATUS_OK;
}

/* The person and his organisation, his roles, what they allow; id 0: nobody. */
static enum status write_person(struct cx *cx, struct jw *w, int64_t id)
{
	struct person p = {0};
	bool change = false;
	if (id) {
		TRY(person_get(cx, id, &p));
		TRY(session_must_change(cx, id, &change));
		TRY(write_somebody(cx, w, &p));
	} else {
		write_nobody(w);
	}
	jw_key(w, "roles");
	jw_texts(w, &p.roles);
	jw_key(w, "perms");
	write_perms(w, change ? 0 : person_perms(&p.roles));
	jw_key(w, "must_change");
	jw_bool(w, change);
	return STATUS_OK;
}

static enum status write_county(struct cx *cx, struct jw *w)
{
	struct county c;
	enum status s = county_get(cx, &c);
	jw_key(w, "county");
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		jw_raw(w, NULL);
		return STATUS_OK;
	}
	TRY(s);
	jw_record(w, &county_record, &c);
	return STATUS_OK;
}

/* A new id carries the machine's time: where the county's clock says something else, it was set on purpose. */
static bool clock_is_set(struct cx *cx)
{
	return llabs(id_time(id_new(cx)) - cx->now) > 120;
}

static enum status write_session(struct cx *cx, struct reply *reply, int64_t person)
{
	struct jw *w = &reply->w;
	bool anyone;
	TRY(person_any(cx, &anyone));
	jw_begin(w, '{');
	TRY(write_person(cx, w, person));
	TRY(write_county(cx, w));
	jw_key(w, "clock");
	jw_begin(w, '{');
	jw_key(w, "now");
	jw_time(w, cx->now);
	jw_key(w, "fixed");
	jw_bool(w, clock_is_set(cx));
	jw_end(w);
	jw_key(w, "version");
	jw_text(w, KUANGAN_VERSION);
	jw_key(w, "first_run");
	jw_bool(w, !anyone);
	jw_end(w);
	return STATUS_OK;
}

/* A user sees himself whatever his scope is. */
static enum status show_session(struct cx *cx, struct reply *reply, int64_t person)
{
	const char *scope = cx->org_path;
	cx->org_path = "/";
	enum status s = write_session(cx, reply, person);
	cx->org_path = scope;
	return s;
}

static enum status get_session(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	return show_session(cx, reply, cx->user);
}

static enum status sign_in(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct sign_in *in = rq->body;
	struct caller by = caller_of(rq);
	const char *token;
	int64_t person;
	TRY(session_sign_in(cx, &by, in->login, in->password, &token, &person));
	reply->cookie = arena_printf(cx->mem, "kuangan=%s; HttpOnly; SameSite=Strict; Path=/", token);
	return show_session(cx, reply, person);
}

static enum status sign_out(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct caller by = caller_of(rq);
	TRY(session_sign_out(cx, &by));
	reply->cookie = "kuangan=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0";
	return show_session(cx, reply, 0);
}

static enum status change_password(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct new_password *in = rq->body;
	struct caller by = caller_of(rq);
	if (rq->bearer)
		return cx_fail(cx, STATUS_FORBIDDEN, "a program's token cannot do this");
	TRY(session_password(cx, &by, in->old_password, in->new_password));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "must_change");
	jw_bool(&reply->w, false);
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status set_lang(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct language *in = rq->body;
	TRY(person_set_lang(cx, in->lang));
	session_changed();
	jw_record(&reply->w, &language_record, in);
	return STATUS_OK;
}

/* ---- tokens ---- */

static enum status list_tokens(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct caller by = caller_of(rq);
	struct list l;
	TRY(session_list(cx, &by, &l));
	jw_page(&reply->w, &session_record, &l, NULL, -1);
	return STATUS_OK;
}

static enum status make_token(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct new_token *in = rq->body;
	const char *token;
	int64_t id;
	if (rq->bearer)
		return cx_fail(cx, STATUS_FORBIDDEN, "a program's token cannot do this");
	TRY(session_token(cx, in->note, in->days, &token, &id));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "id");
	jw_int(&reply->w, id);
	jw_key(&reply->w, "token");
	jw_text(&reply->w, token);
	jw_end(&reply->w);
	return STATUS_OK;
}

static enum status end_token(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(session_end(cx, rq->id));
	jw_begin(&reply->w, '{');
	jw_end(&reply->w);
	return STATUS_OK;
}

/* ---- the first run ---- */

static enum status first_run(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(first_run_make(cx, rq->body));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "county_code");
	jw_int(&reply->w, cx->county);
	jw_end(&reply->w);
	return STATUS_OK;
}

static const struct answer_key session_keys[] = {
	KEY("user", "?@", .of = &session_user_record),
	KEY("org", "?{id:int name:text kind:text}"),
	KEY("roles", "[text]"),
	KEY("perms", "[text]"),
	KEY("must_change", "bool"),
	KEY("county", "?{code:int name:text short_name:text}"),
	KEY("clock", "{now:time fixed:bool}"),
	KEY("version", "text"),
	KEY("first_run", "bool"),
	{0},
};

static const struct answer_key password_keys[] = {
	KEY("must_change", "bool"),
	{0},
};

static const struct answer_key token_keys[] = {
	KEY("id", "int"),
	KEY("token", "text"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/session", 0, get_session, .flags = ROUTE_PUBLIC,
	 .keys = session_keys,
	 .help = "Who is signed in, what he may do, which county this is; user is null when nobody is"},
	{"POST", "/api/session", 0, sign_in, .body = &sign_in_record, .flags = ROUTE_PUBLIC | ROUTE_OWN_WRITE,
	 .keys = session_keys, .help = "Sign in: sets the cookie kuangan"},
	{"DELETE", "/api/session", 0, sign_out, .flags = ROUTE_PUBLIC | ROUTE_NO_LEDGER, .help = "Sign out"},
	{"POST", "/api/session/password", 0, change_password, .body = &new_password_record, .flags = ROUTE_OWN_WRITE,
	 .keys = password_keys, .help = "Change one's own password; all other sessions end"},
	{"POST", "/api/session/lang", 0, set_lang, .body = &language_record, .reply = &language_record,
	 .flags = ROUTE_NO_LEDGER, .help = "Choose the language"},
	{"GET", "/api/tokens", 0, list_tokens, .reply = &session_record, .flags = ROUTE_LIST,
	 .help = "One's own sessions and tokens"},
	{"POST", "/api/tokens", 0, make_token, .body = &new_token_record, .flags = ROUTE_NO_LEDGER | ROUTE_SECRET,
	 .keys = token_keys,
	 .help = "A token for a program, shown this once: {id, token}; send it as Authorization: Bearer"},
	{"DELETE", "/api/tokens/{id}", 0, end_token, .flags = ROUTE_NO_LEDGER,
	 .help = "End a session or token of one's own"},
	{"POST", "/api/first-run", 0, first_run, .body = &first_run_record, .flags = ROUTE_PUBLIC | ROUTE_OWN_WRITE,
	 .keys = session_keys,
	 .help = "Set a new county up with its three administrators; refused once there is anyone"},
};
const struct routes session_routes = ROUTES("/api/", table);
