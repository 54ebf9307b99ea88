#include "test/test.h"

#include <string.h>
#include "core/audit.h"
#include "core/county.h"
#include "core/org.h"
#include "core/password.h"
#include "core/perm.h"
#include "core/person.h"
#include "db/writer.h"
#include "test/dbtest.h"

static const char towns[] = "code,name,short_name,aliases\n990323101,石门镇,,\n990323102,白杨镇,,\n";

static enum status make(struct cx *cx, void *arg)
{
	(void)arg;
	int64_t made;
	TRY(county_create(cx, 990323, "青岭县", "sha256-ed25519"));
	return org_import_towns(cx, towns, strlen(towns), &made);
}

static int set_up(void **state)
{
	struct dbtest *t = dbtest_new();
	t->cx.county = 0;
	if (write_now(&t->cx, make, NULL))
		fail_msg("%s", t->cx.error);
	*state = t;
	return 0;
}

static int tear_down(void **state)
{
	dbtest_free(*state);
	return 0;
}

static int64_t org_id(struct cx *cx, const char *name)
{
	struct org o;
	assert_int_equal(org_by_name(cx, name, &o), STATUS_OK);
	return o.id;
}

struct order {
	struct person in, out;
	int64_t id;
	const char *role;
	bool grant;
};

static enum status create(struct cx *cx, void *arg)
{
	struct order *o = arg;
	return person_create(cx, &o->in, "hash", true, &o->out);
}

static enum status update(struct cx *cx, void *arg)
{
	struct order *o = arg;
	return person_update(cx, o->id, &o->in, &o->out);
}

static enum status give(struct cx *cx, void *arg)
{
	const struct order *o = arg;
	return person_grant(cx, o->id, o->role, o->grant);
}

static struct person add(struct cx *cx, const char *login, const char *org)
{
	struct order o = {.in = {.org = org_id(cx, org), .name = login, .login = login}};
	if (write_now(cx, create, &o))
		fail_msg("%s: %s", login, cx->error);
	return o.out;
}

static enum status grant(struct cx *cx, int64_t id, const char *role)
{
	struct order o = {.id = id, .role = role, .grant = true};
	enum status s = write_now(cx, give, &o);
	cx_forget(cx);
	return s;
}

static enum status take(struct cx *cx, int64_t id, const char *role)
{
	struct order o = {.id = id, .role = role};
	enum status s = write_now(cx, give, &o);
	cx_forget(cx);
	return s;
}

static void people_are_kept(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct person p = add(cx, "wang.lei", "县应急局"), again;
	assert_string_equal(p.org_name, "县应急局");
	assert_true(p.active && p.must_change && !p.locked);
	struct order o = {.in = {.org = p.org, .name = "另一人", .login = "wang.lei"}};
	assert_int_equal(write_now(cx, create, &o), STATUS_CONFLICT);
	assert_string_equal(cx->field, "login");
	cx_forget(cx);
	o.in.login = "a b";
	assert_int_equal(write_now(cx, create, &o), STATUS_INVALID);
	cx_forget(cx);

	o = (struct order){.id = p.id, .in = p};
	o.in.name = "王磊";
	assert_int_equal(write_now(cx, update, &o), STATUS_OK);
	assert_int_equal(o.out.version, p.version + 1);
	assert_int_equal(write_now(cx, update, &o), STATUS_CONFLICT);
	cx_forget(cx);
	assert_int_equal(person_by_login(cx, "wang.lei", &again), STATUS_OK);
	assert_string_equal(again.name, "王磊");
}

static void lists_are_scoped_and_paged(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	int64_t ids[5];
	for (int i = 0; i < 5; i++)
		ids[i] = add(cx, arena_printf(cx->mem, "stone%d", i), i % 2 ? "石门镇" : "白杨镇").id;
	assert_int_equal(grant(cx, ids[1], "clerk"), STATUS_OK);
	assert_int_equal(grant(cx, ids[1], "unit_leader"), STATUS_OK);
	struct list l;
	int64_t next;
	assert_int_equal(person_list(cx, &(struct person_query){.limit = 3}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 3);
	const struct person *p = l.items;
	assert_int_equal(p[1].roles.count, 2);
	assert_string_equal(p[1].roles.items[0], "clerk");
	assert_int_equal(p[0].roles.count + p[2].roles.count, 0);
	assert_int_equal(person_list(cx, &(struct person_query){.limit = 3, .cursor = next}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 2);
	assert_int_equal(next, 0);
	assert_int_equal(person_list(cx, &(struct person_query){.role = "clerk"}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 1);
	assert_int_equal(person_list(cx, &(struct person_query){.q = "stone3"}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 1);

	struct org town;
	assert_int_equal(org_by_name(cx, "石门镇", &town), STATUS_OK);
	cx->org_path = town.path;
	assert_int_equal(person_list(cx, &(struct person_query){0}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 2);
	struct person other;
	assert_int_equal(person_get(cx, ids[0], &other), STATUS_NOT_FOUND);
	cx_forget(cx);
	cx->org_path = NULL;
	assert_int_equal(person_list(cx, &(struct person_query){0}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 0);
}

/* Every pair of an office's roles: an administrator's goes with no other, all the rest may meet. */
static void administrators_stay_apart(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	for (const struct role *a = roles; a->code; a++)
		for (const struct role *b = roles; b->code; b++) {
			if (a->kinds || b->kinds)
				continue;
			struct person p = add(cx, arena_printf(cx->mem, "%s-%s", a->code, b->code), "县安委办");
			assert_int_equal(grant(cx, p.id, a->code), STATUS_OK);
			enum status s = grant(cx, p.id, b->code);
			if (a == b)
				assert_int_equal(s, STATUS_INVALID);
			else
				assert_int_equal(s, a->administrator || b->administrator ? STATUS_CONFLICT : STATUS_OK);
		}
	/* the permissions that change something are never shared among the three */
	uint64_t reading = PERM_COUNTY_WIDE | PERM_ORG_READ | PERM_RULE_READ | PERM_LEDGER_READ;
	for (const struct role *a = roles; a->code; a++)
		for (const struct role *b = roles; b->code; b++)
			if (a != b && a->administrator && b->administrator)
				assert_int_equal(a->perms & b->perms & ~reading, 0);
}

static void roles_are_guarded(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct person admin = add(cx, "anquan", "县安委办"), clerk = add(cx, "clerk", "县公安局");
	assert_int_equal(grant(cx, admin.id, "security_admin"), STATUS_OK);
	assert_int_equal(grant(cx, clerk.id, "no_such_role"), STATUS_INVALID);
	cx->user = admin.id;
	assert_int_equal(grant(cx, admin.id, "supervisor"), STATUS_FORBIDDEN);
	assert_int_equal(take(cx, admin.id, "security_admin"), STATUS_FORBIDDEN);
	assert_int_equal(grant(cx, clerk.id, "clerk"), STATUS_OK);
	assert_int_equal(take(cx, clerk.id, "clerk"), STATUS_OK);
	assert_int_equal(take(cx, clerk.id, "clerk"), STATUS_INVALID);
	cx->user = 0;
	assert_int_equal(take(cx, admin.id, "security_admin"), STATUS_CONFLICT);       /* the last one */
	struct person second = add(cx, "anquan2", "县安委办");
	assert_int_equal(grant(cx, second.id, "security_admin"), STATUS_OK);
	assert_int_equal(take(cx, admin.id, "security_admin"), STATUS_OK);
	/* an administrator's account is not shut, a firm's people do not see the county */
	assert_int_equal(person_get(cx, second.id, &second), STATUS_OK);
	struct order o = {.id = second.id, .in = second};
	o.in.active = false;
	assert_int_equal(write_now(cx, update, &o), STATUS_CONFLICT);
	cx_forget(cx);
	/* nor does another administrator rename him, so that he cannot sign in */
	o.in = second;
	o.in.login = "renamed";
	cx->user = admin.id;
	assert_int_equal(write_now(cx, update, &o), STATUS_FORBIDDEN);
	cx->user = 0;
	cx_forget(cx);
	struct org firm = {.kind = "enterprise", .name = "青岭宏达矿业有限公司", .parent = org_id(cx, "石门镇")};
	assert_int_equal(org_create(cx, &firm, &firm), STATUS_OK);
	struct person miner = add(cx, "miner", "青岭宏达矿业有限公司");
	assert_int_equal(grant(cx, miner.id, "supervisor"), STATUS_CONFLICT);
	assert_int_equal(grant(cx, miner.id, "clerk"), STATUS_CONFLICT);        /* a firm's people hold a firm's roles … */
	assert_int_equal(grant(cx, miner.id, "viewer"), STATUS_CONFLICT);
	assert_int_equal(grant(cx, miner.id, "inspector"), STATUS_CONFLICT);
	assert_int_equal(grant(cx, miner.id, "enterprise"), STATUS_OK);
	assert_int_equal(grant(cx, miner.id, "keeper"), STATUS_OK);
	assert_int_equal(grant(cx, clerk.id, "enterprise"), STATUS_CONFLICT);   /* … and an office's people an office's */
	struct list l;
	int64_t next;
	assert_int_equal(audit_list(cx, &(struct audit_query){.event = "person_grant"}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 5);
	/* nor does one come to a firm with such a role in his pocket */
	struct person mover = add(cx, "mover", "县安委办");
	assert_int_equal(grant(cx, mover.id, "supervisor"), STATUS_OK);
	assert_int_equal(person_get(cx, mover.id, &mover), STATUS_OK);
	o = (struct order){.id = mover.id, .in = mover};
	o.in.org = firm.id;
	assert_int_equal(write_now(cx, update, &o), STATUS_CONFLICT);
}

static void passwords_follow_the_rule(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	static const struct {
		const char *password;
		bool good;
	} cases[] = {
		{"Short1!", false}, {"alllowercase", false}, {"lower123456", false}, {"Lower123456", true},
		{"密码ab12密码密码", true}, {"Wang.Lei2023!", false}, {"ABCDEFG1!", true}, {"", false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum status s = password_check(cx, "password", "wang.lei", cases[i].password);
		if ((s == STATUS_OK) != cases[i].good)
			fail_msg("%s", cases[i].password);
		cx_forget(cx);
	}
	for (int i = 0; i < 200; i++)
		assert_int_equal(password_check(cx, "password", "wang", password_one_time(cx)), STATUS_OK);
	const char *hash, *other;
	bool right;
	assert_int_equal(password_hash(cx, "Right-pass-1", &hash), STATUS_OK);
	assert_int_equal(password_hash(cx, "Right-pass-1", &other), STATUS_OK);
	assert_string_not_equal(hash, other);
	assert_true(strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31) == 0);
	assert_int_equal(password_verify(cx, hash, "Right-pass-1", &right), STATUS_OK);
	assert_true(right);
	assert_int_equal(password_verify(cx, hash, "Right-pass-2", &right), STATUS_OK);
	assert_false(right);
	assert_int_equal(password_verify(cx, NULL, "Right-pass-1", &right), STATUS_OK);
	assert_false(right);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(people_are_kept),   TEST(lists_are_scoped_and_paged), TEST(administrators_stay_apart),
		TEST(roles_are_guarded), TEST(passwords_follow_the_rule),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
