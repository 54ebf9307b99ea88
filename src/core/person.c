#include "core/person.h"

#include <string.h>
#include "base/buf.h"
#include "core/org.h"
#include "core/perm.h"
#include "db/db.h"

static const char *const activities[] = {"yes", "no", "all", NULL};

#define TAKEN_FIELDS                                                                                    \
	FIELD(struct person, org, .flags = REQUIRED, .zh = "单位", .en = "organisation"),               \
	FIELD(struct person, name, .flags = REQUIRED, .min = 1, .max = 40, .zh = "姓名", .en = "name"), \
	FIELD(struct person, title, .min = 0, .max = 40, .zh = "职务", .en = "title"),                  \
	FIELD(struct person, phone, .min = 0, .max = 30, .zh = "电话", .en = "phone"),                  \
	FIELD(struct person, login, .flags = REQUIRED, .min = 2, .max = 32, .zh = "登录名", .en = "sign-in name")

static const struct field person_fields[] = {
	FIELD(struct person, id, .flags = READ_ONLY),
	FIELD(struct person, org_name, .flags = READ_ONLY),
	TAKEN_FIELDS,
	FIELD(struct person, roles, .flags = READ_ONLY, .zh = "角色", .en = "roles"),
	FIELD(struct person, active, .zh = "启用", .en = "active"),
	FIELD(struct person, locked_until, .flags = READ_ONLY | SECRET),
	FIELD(struct person, locked, .flags = READ_ONLY, .zh = "锁定", .en = "locked"),
	FIELD(struct person, must_change, .flags = READ_ONLY, .zh = "须改密码", .en = "must change the password"),
	FIELD(struct person, lang, .flags = READ_ONLY),
	FIELD(struct person, version, .flags = READ_ONLY),
};
const struct record person_record = RECORD(person, person_fields);

static const struct field new_fields[] = {TAKEN_FIELDS};
const struct record person_new_record = {.name = "person_new", .size = sizeof(struct person), .fields = new_fields,
					 .count = sizeof new_fields / sizeof *new_fields};

static const struct field edit_fields[] = {
	TAKEN_FIELDS,
	FIELD(struct person, active, .flags = REQUIRED, .zh = "启用", .en = "active"),
	FIELD(struct person, version, .flags = REQUIRED),
};
const struct record person_edit_record = {.name = "person_edit", .size = sizeof(struct person), .fields = edit_fields,
					  .count = sizeof edit_fields / sizeof *edit_fields};

static const struct field query_fields[] = {
	FIELD(struct person_query, org),
	FIELD(struct person_query, q, .min = 0, .max = 40),
	FIELD(struct person_query, role, .min = 0, .max = 32),
	FIELD(struct person_query, active, .choices = activities),
	FIELD(struct person_query, limit, .min = 1, .max = 200),
	FIELD(struct person_query, cursor),
};
const struct record person_query_record = RECORD(person_query, query_fields);

struct held {
	int64_t person;
	const char *role;
};
static const struct field held_fields[] = {FIELD(struct held, person), FIELD(struct held, role)};
static const struct record held_record = RECORD(held, held_fields);

#define PERSON_SELECT                                                                                                  \
	"SELECT p.id, p.org, CASE WHEN o.short_name = '' THEN o.name ELSE o.short_name END AS org_name, p.name, "      \
	"p.title, "                                                                                                    \
	"p.phone, p.login, p.active, p.locked_until, p.must_change, p.lang, p.version"                                 \
	" FROM person p JOIN org o ON o.county = p.county AND o.id = p.org WHERE p.county = $1"

/* ---- roles ---- */

uint64_t person_perms(const struct texts *held)
{
	uint64_t perms = 0;
	for (size_t i = 0; i < held->count; i++) {
		const struct role *r = role_find(held->items[i]);
		perms |= r ? r->perms : 0;
	}
	return perms;
}

enum status person_roles(struct cx *cx, int64_t id, struct texts *out)
{
	struct list l;
	TRY(db_all(cx, &held_record, &l, "SELECT role FROM role_grant WHERE county = $1 AND person = $2 ORDER BY role",
		   ARGS(V(cx->county), V(id))));
	*out = (struct texts){arena_array_of(cx->mem, const char *, l.count), l.count};
	for (size_t i = 0; i < l.count; i++)
		out->items[i] = ((const struct held *)l.items)[i].role;
	return STATUS_OK;
}

/* "$2, $3, …" for n values that follow the county. */
static const char *places(struct cx *cx, size_t n)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s$%zu", i ? ", " : "", i + 2);
	return b.s;
}

static const struct held *role_of(const struct list *held, size_t *at, int64_t person)
{
	const struct held *h = (const struct held *)held->items + *at;
	if (*at == held->count || h->person != person)
		return NULL;
	++*at;
	return h;
}

/* Fill in what is not a column: roles (in one statement for all), locked.  people are in the order of their ids. */
static enum status complete(struct cx *cx, struct person *people, size_t n)
{
	if (!n)
		return STATUS_OK;
	struct val *v = arena_array_of(cx->mem, struct val, n + 1);
	v[0] = V(cx->county);
	for (size_t i = 0; i < n; i++)
		v[i + 1] = V(people[i].id);
	struct list held;
	TRY(db_all(cx, &held_record, &held,
		   arena_printf(cx->mem, "SELECT person, role FROM role_grant WHERE county = $1 AND person IN (%s)"
				" ORDER BY person, role", places(cx, n)), (struct args){v, n + 1}));
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		struct person *p = &people[i];
		p->locked = p->locked_until > cx->now;
		p->roles.items = arena_array_of(cx->mem, const char *, held.count);
		for (const struct held *h; (h = role_of(&held, &at, p->id));)
			p->roles.items[p->roles.count++] = h->role;
	}
	return STATUS_OK;
}

/* ---- reading ---- */

static enum status finish_one(struct cx *cx, enum status s, struct person *out)
{
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		return cx_fail(cx, s, "no such person");
	}
	TRY(s);
	return complete(cx, out, 1);
}

static const char *scope(struct cx *cx)
{
	return arena_printf(cx->mem, "%s%%", cx->org_path ? cx->org_path : "?");
}

enum status person_get(struct cx *cx, int64_t id, struct person *out)
{
	return finish_one(cx, db_one(cx, &person_record, out, PERSON_SELECT " AND p.id = $2 AND o.path LIKE $3",
				     ARGS(V(cx->county), V(id), V(scope(cx)))), out);
}

enum status person_by_login(struct cx *cx, const char *login, struct person *out)
{
	return finish_one(cx, db_one(cx, &person_record, out, PERSON_SELECT " AND p.login = $2 AND o.path LIKE $3",
				     ARGS(V(cx->county), V(login), V(scope(cx)))), out);
}

enum status person_list(struct cx *cx, const struct person_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : 50;
	const char *active = q->active ? q->active : "yes", *text = q->q ? q->q : "", *role = q->role ? q->role : "";
	TRY(db_all(cx, &person_record, out,
		   PERSON_SELECT
		   " AND o.path LIKE $2 AND p.id > $3 AND (p.org = $4 OR $4 = 0)"
		   " AND p.active >= $5 AND p.active <= $6"
		   " AND (lower(p.name) LIKE $7 ESCAPE '\\' OR lower(p.login) LIKE $7 ESCAPE '\\' OR lower(p.phone) LIKE $7 ESCAPE '\\')"
		   " AND ($8 = '' OR EXISTS (SELECT 1 FROM role_grant g WHERE g.county = p.county AND g.person = p.id "
		   "AND g.role = $8))"
		   " ORDER BY p.id LIMIT $9",
		   ARGS(V(cx->county), V(scope(cx)), V(q->cursor), V(q->org), V(strcmp(active, "yes") == 0),
			V(strcmp(active, "no") != 0), V(org_anywhere(cx, text)), V(role), V(limit + 1))));
	struct person *p = out->items;
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = p[limit - 1].id;
	}
	return complete(cx, p, out->count);
}

enum status person_any(struct cx *cx, bool *out)
{
	struct list l;
	TRY(db_all(cx, &person_record, &l, "SELECT id FROM person WHERE county = $1 LIMIT 1", ARGS(V(cx->county))));
	*out = l.count > 0;
	return STATUS_OK;
}
