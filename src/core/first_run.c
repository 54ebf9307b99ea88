#include "core/first_run.h"

#include <stdlib.h>
#include <string.h>
#include "base/json.h"
#include "core/county.h"
#include "core/org.h"
#include "core/password.h"
#include "core/person.h"
#include "db/db.h"
#include "db/writer.h"

static const char *const suites[] = {"", "sha256-ed25519", "sm3-sm2", NULL};

static const struct field first_run_fields[] = {
	FIELD(struct first_run, county_code, .flags = REQUIRED, .min = 6, .max = 6, .zh = "区划代码",
	      .en = "division code"),
	FIELD(struct first_run, county_name, .flags = REQUIRED, .min = 2, .max = 30, .zh = "县级名称", .en = "county"),
	FIELD(struct first_run, suite, .choices = suites, .zh = "密码算法", .en = "suite of the ledger"),
	FIELD(struct first_run, system, .flags = REQUIRED | SECRET, .zh = "系统管理员", .en = "system administrator"),
	FIELD(struct first_run, security, .flags = REQUIRED | SECRET, .zh = "安全管理员", .en = "security administrator"),
	FIELD(struct first_run, audit, .flags = REQUIRED | SECRET, .zh = "审计管理员", .en = "audit administrator"),
};
const struct record first_run_record = RECORD(first_run, first_run_fields);

struct admin {
	const char *name, *login, *password;
	const char *key, *role, *hash;  /* ours */
};
static const struct field admin_fields[] = {
	FIELD(struct admin, name, .flags = REQUIRED, .min = 1, .max = 40),
	FIELD(struct admin, login, .flags = REQUIRED, .min = 2, .max = 32),
	FIELD(struct admin, password, .flags = REQUIRED | SECRET, .min = 1, .max = 128),
};
static const struct record admin_record = RECORD(admin, admin_fields);

enum { ADMINS = 3 };

struct making {
	const struct first_run *in;
	struct admin admins[ADMINS];
	int64_t county;
};

/* The field at fault lies within that administrator's: system.login. */
static enum status within(struct cx *cx, const char *key, enum status s)
{
	if (s && cx->field)
		cx->field = arena_printf(cx->mem, "%s.%s", key, cx->field);
	return s;
}

static enum status read_admin(struct cx *cx, const struct json_text *text, const char *key, const char *role,
			      struct admin *out)
{
	TRY(within(cx, key, record_read(cx, &admin_record, text->s, strlen(text->s), out)));
	out->key = key;
	out->role = role;
	return within(cx, key, password_check(cx, "password", out->login, out->password));
}

static enum status refuse_a_second(struct cx *cx)
{
	struct list l;
	TRY(db_all(cx, &person_record, &l, "SELECT id FROM person ORDER BY county, id LIMIT 1", NO_ARGS));
	return l.count ? cx_fail(cx, STATUS_CONFLICT, "this system is set up already: sign in") : STATUS_OK;
}

static enum status make(struct cx *cx, void *arg)
{
	struct making *m = arg;
	cx->county = m->county;         /* as it was, should this be a repetition */
	TRY(refuse_a_second(cx));
	TRY(county_create(cx, strtoll(m->in->county_code, NULL, 10), m->in->county_name,
			  m->in->suite && *m->in->suite ? m->in->suite : "sha256-ed25519"));
	struct org office;
	TRY(org_by_name(cx, arena_printf(cx->mem, "%s安全生产委员会办公室", m->in->county_name), &office));
	for (int i = 0; i < ADMINS; i++) {
		const struct admin *a = &m->admins[i];
		struct person p = {.org = office.id, .name = a->name, .login = a->login};
		TRY(within(cx, a->key, person_create(cx, &p, a->hash, i > 0, &p)));
		TRY(person_grant(cx, p.id, a->role, true));
	}
	return STATUS_OK;
}

enum status first_run_make(struct cx *cx, const struct first_run *in)
{
	struct making m = {.in = in, .county = cx->county};
	TRY(refuse_a_second(cx));
	if (strspn(in->county_code, "0123456789") != 6)
		return cx_fail_field(cx, "county_code", "a county's code has six digits");
	TRY(read_admin(cx, &in->system, "system", "system_admin", &m.admins[0]));
	TRY(read_admin(cx, &in->security, "security", "security_admin", &m.admins[1]));
	TRY(read_admin(cx, &in->audit, "audit", "audit_admin", &m.admins[2]));
	for (int i = 0; i < ADMINS; i++)
		TRY(password_hash(cx, m.admins[i].password, &m.admins[i].hash));
	const char *scope = cx->org_path;
	cx->org_path = "/";             /* nobody is signed in: the system itself makes the county */
	enum status s = write_from(cx, make, &m);
	cx->org_path = scope;
	if (s)
		cx->county = m.county;
	return s;
}
