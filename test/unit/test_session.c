#include "test/test.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "core/audit.h"
#include "core/county.h"
#include "core/org.h"
#include "core/org_api.h"
#include "core/password.h"
#include "core/person.h"
#include "core/session.h"
#include "core/session_api.h"
#include "db/db.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "test/dbtest.h"

static const struct routes *const all_routes[] = {&org_routes, &person_routes, &session_routes, &audit_routes};
static const struct app app = {.routes = all_routes, .count = 4, .identify = session_identify};

static const char first[] = "{\"county_code\":\"990323\",\"county_name\":\"青岭县\","
			    "\"system\":{\"name\":\"系统\",\"login\":\"xitong\",\"password\":\"Qingling-2023\"},"
			    "\"security\":{\"name\":\"安全\",\"login\":\"anquan\",\"password\":\"Qingling-2024\"},"
			    "\"audit\":{\"name\":\"审计\",\"login\":\"shenji\",\"password\":\"Qingling-2025\"}}";

/* One request; the context of the test is not touched but for its database. */
struct answer {
	int status;
	const char *body, *cookie;
	json_t *json;
};

static void release(void *json)
{
	json_decref(json);
}

static struct answer ask(struct cx *cx, const char *token, const char *method, const char *path, const char *body)
{
	struct cx own = {.mem = cx->mem, .db = cx->db, .data = cx->data, .county = cx->county, .now = cx->now, .lang = LANG_EN};
	struct exchange x = {.method = method, .path = path, .body = body, .size = body ? strlen(body) : 0,
			     .rq = {.token = token, .address = "10.0.0.7", .agent = "test \xff",
				    .bearer = token && strncmp(token, "bearer ", 7) == 0}};
	if (x.rq.bearer)
		x.rq.token += 7;
	exchange_run(&own, &app, &x);
	struct answer a = {x.status, x.out.s, x.reply.cookie, json_loads(x.out.s, 0, NULL)};
	arena_defer(cx->mem, release, a.json);
	return a;
}

static const char *text(struct answer a, const char *key)
{
	const char *s = json_string_value(json_object_get(a.json, key));
	return s ? s : "";
}

static const char *sign_in(struct cx *cx, const char *login, const char *password, int status)
{
	struct answer a = ask(cx, NULL, "POST", "/api/session",
			      arena_printf(cx->mem, "{\"login\":\"%s\",\"password\":\"%s\"}", login, password));
	if (a.status != status)
		fail_msg("%s: %d %s", login, a.status, a.body);
	if (!a.cookie)
		return NULL;
	assert_true(strncmp(a.cookie, "kuangan=", 8) == 0);
	assert_non_null(strstr(a.cookie, "; HttpOnly; SameSite=Strict; Path=/"));
	return arena_printf(cx->mem, "%.64s", a.cookie + 8);
}

static bool knows(struct cx *cx, const char *token)
{
	struct answer a = ask(cx, token, "GET", "/api/session", NULL);
	assert_int_equal(a.status, 200);
	return json_is_object(json_object_get(a.json, "user"));
}

static int set_up(void **state)
{
	struct dbtest *t = dbtest_new();
	t->cx.county = 0;
	*state = t;
	struct answer a = ask(&t->cx, NULL, "GET", "/api/session", NULL);
	assert_int_equal(a.status, 200);
	assert_true(json_is_true(json_object_get(a.json, "first_run")));
	assert_true(json_is_null(json_object_get(a.json, "county")));
	a = ask(&t->cx, NULL, "POST", "/api/first-run", first);
	if (a.status != 200)
		fail_msg("%s", a.body);
	return 0;
}

static int tear_down(void **state)
{
	dbtest_free(*state);
	return 0;
}

static void first_run_happens_once(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	assert_int_equal(ask(cx, NULL, "POST", "/api/first-run", first).status, 409);
	struct answer a = ask(cx, NULL, "GET", "/api/session", NULL);
	assert_true(json_is_false(json_object_get(a.json, "first_run")));
	assert_true(json_is_null(json_object_get(a.json, "user")));
	assert_string_equal(json_string_value(json_object_get(json_object_get(a.json, "county"), "name")), "青岭县");
	assert_true(json_is_true(json_object_get(json_object_get(a.json, "clock"), "fixed")));
	const char *token = sign_in(cx, "xitong", "Qingling-2023", 200);
	a = ask(cx, token, "GET", "/api/session", NULL);
	assert_string_equal(json_string_value(json_object_get(json_object_get(a.json, "user"), "login")), "xitong");
	assert_string_equal(json_string_value(json_array_get(json_object_get(a.json, "roles"), 0)), "system_admin");
	assert_false(json_is_true(json_object_get(a.json, "must_change")));
}

static void first_run_says_what_is_wrong(void **state)
{
	(void)state;
	struct dbtest *t = dbtest_new();
	t->cx.county = 0;
	static const char weak[] = "{\"county_code\":\"990323\",\"county_name\":\"青岭县\","
				   "\"system\":{\"name\":\"系统\",\"login\":\"xitong\",\"password\":\"Qingling-2023\"},"
				   "\"security\":{\"name\":\"安全\",\"login\":\"anquan\",\"password\":\"weak\"},"
				   "\"audit\":{\"name\":\"审计\",\"login\":\"shenji\",\"password\":\"Qingling-2025\"}}";
	struct answer a = ask(&t->cx, NULL, "POST", "/api/first-run", weak);
	assert_int_equal(a.status, 400);
	assert_string_equal(text(a, "field"), "security.password");
	static const char twice[] = "{\"county_code\":\"990323\",\"county_name\":\"青岭县\","
				    "\"system\":{\"name\":\"系统\",\"login\":\"xitong\",\"password\":\"Qingling-2023\"},"
				    "\"security\":{\"name\":\"安全\",\"login\":\"xitong\",\"password\":\"Qingling-2024\"},"
				    "\"audit\":{\"name\":\"审计\",\"login\":\"shenji\",\"password\":\"Qingling-2025\"}}";
	a = ask(&t->cx, NULL, "POST", "/api/first-run", twice);
	assert_int_equal(a.status, 409);
	assert_string_equal(text(a, "field"), "security.login");
	/* nothing of it stays */
	a = ask(&t->cx, NULL, "GET", "/api/session", NULL);
	assert_true(json_is_true(json_object_get(a.json, "first_run")));
	dbtest_free(t);
}

static void who_must_change_may_do_nothing_else(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	const char *token = sign_in(cx, "anquan", "Qingling-2024", 200);
	assert_true(json_is_true(json_object_get(ask(cx, token, "GET", "/api/session", NULL).json, "must_change")));
	assert_int_equal(ask(cx, token, "GET", "/api/people", NULL).status, 403);
	static const char *const wrong[][2] = {
		{"{\"old_password\":\"x\",\"new_password\":\"Another-2024\"}", "old_password"},
		{"{\"old_password\":\"Qingling-2024\",\"new_password\":\"short\"}", "new_password"},
		{"{\"old_password\":\"Qingling-2024\",\"new_password\":\"Qingling-2024\"}", "new_password"},
	};
	for (size_t i = 0; i < 3; i++) {
		struct answer a = ask(cx, token, "POST", "/api/session/password", wrong[i][0]);
		assert_int_equal(a.status, 400);
		assert_string_equal(text(a, "field"), wrong[i][1]);
	}
	const char *elsewhere = sign_in(cx, "anquan", "Qingling-2024", 200);
	assert_int_equal(ask(cx, token, "POST", "/api/session/password",
			     "{\"old_password\":\"Qingling-2024\",\"new_password\":\"Another-2024\"}").status, 200);
	assert_int_equal(ask(cx, token, "GET", "/api/people", NULL).status, 200);
	assert_false(knows(cx, elsewhere));
	sign_in(cx, "anquan", "Qingling-2024", 401);
	sign_in(cx, "anquan", "Another-2024", 200);
	/* ninety days later it is time again */
	cx->now += 91 * 86400;
	token = sign_in(cx, "anquan", "Another-2024", 200);
	assert_int_equal(ask(cx, token, "GET", "/api/people", NULL).status, 403);
}

static void wrong_passwords_lock(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct answer strange = ask(cx, NULL, "POST", "/api/session", "{\"login\":\"nobody\",\"password\":\"Qingling-2023\"}");
	for (int i = 0; i < 5; i++)
		sign_in(cx, "xitong", "Wrong-2023", 401);
	struct answer locked = ask(cx, NULL, "POST", "/api/session", "{\"login\":\"xitong\",\"password\":\"Qingling-2023\"}");
	assert_int_equal(locked.status, 401);
	/* the words do not tell a stranger which names exist, nor that he guessed right */
	assert_string_equal(text(locked, "message"), text(strange, "message"));
	cx->now += 14 * 60;
	sign_in(cx, "xitong", "Qingling-2023", 401);
	cx->now += 61;
	sign_in(cx, "xitong", "Qingling-2023", 200);
	/* four and then a right one begin anew */
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 4; i++)
			sign_in(cx, "xitong", "Wrong-2023", 401);
		sign_in(cx, "xitong", "Qingling-2023", 200);
	}
	struct list l;
	int64_t next;
	cx->county = 990323;
	assert_int_equal(audit_list(cx, &(struct audit_query){.event = "locked"}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 1);
	const struct audit *a = l.items;
	assert_string_equal(a->login, "xitong");
	assert_string_equal(a->address, "10.0.0.7");
	assert_int_equal(audit_list(cx, &(struct audit_query){.event = "refused_locked"}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 2);
	assert_int_equal(audit_list(cx, &(struct audit_query){.event = "refused_unknown"}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 1);
}

static enum status flush(struct cx *cx, void *arg)
{
	(void)arg;
	return session_flush(cx);
}

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

static void sessions_end(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	const char *token = sign_in(cx, "xitong", "Qingling-2023", 200), *idle = sign_in(cx, "xitong", "Qingling-2023", 200);
	int64_t began = cx->now;
	assert_true(knows(cx, token));
	for (int i = 0; i < 24; i++) {          /* used every 29 minutes it lives, up to twelve hours */
		cx->now += 29 * 60;
		assert_true(knows(cx, token));
		if (i == 0)
			assert_true(knows(cx, idle));
	}
	assert_false(knows(cx, idle));
	/* uses reach the table by the timer only */
	cx->county = 990323;
	assert_int_equal(write_now(cx, flush, NULL), STATUS_OK);
	struct count c;
	assert_int_equal(db_one(cx, &count_record, &c, "SELECT max(seen_at) AS n FROM session WHERE county = $1",
				ARGS(V(cx->county))), STATUS_OK);
	assert_int_equal(c.n, cx->now);
	session_changed();      /* and so another process, or this one having forgotten, knows them too */
	assert_true(knows(cx, token));
	cx->now = began + 12 * 3600;
	assert_false(knows(cx, token));
	cx->now += 1;
	assert_int_equal(write_now(cx, flush, NULL), STATUS_OK);
	assert_int_equal(db_one(cx, &count_record, &c, "SELECT count(*) AS n FROM session WHERE county = $1",
				ARGS(V(cx->county))), STATUS_OK);
	assert_int_equal(c.n, 0);
}

static void sign_out_ends_at_once(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	const char *token = sign_in(cx, "xitong", "Qingling-2023", 200);
	assert_true(knows(cx, token));
	struct answer a = ask(cx, token, "DELETE", "/api/session", NULL);
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.cookie, "Max-Age=0"));
	assert_false(knows(cx, token));
	assert_int_equal(ask(cx, token, "GET", "/api/orgs", NULL).status, 401);
	assert_false(knows(cx, "no such token"));
	assert_false(knows(cx, arena_printf(cx->mem, "%064d", 7)));
	assert_int_equal(ask(cx, NULL, "DELETE", "/api/session", NULL).status, 200);
}

static void tokens_serve_programs(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	const char *browser = sign_in(cx, "xitong", "Qingling-2023", 200);
	struct answer a = ask(cx, browser, "POST", "/api/tokens", "{\"note\":\"接口\",\"days\":30}");
	assert_int_equal(a.status, 200);
	const char *token = text(a, "token"), *bearer = arena_printf(cx->mem, "bearer %s", token);
	assert_int_equal(ask(cx, bearer, "GET", "/api/orgs", NULL).status, 200);
	assert_int_equal(ask(cx, token, "GET", "/api/orgs", NULL).status, 401);         /* not as a cookie */
	assert_int_equal(ask(cx, arena_printf(cx->mem, "bearer %s", browser), "GET", "/api/orgs", NULL).status, 401);
	assert_int_equal(ask(cx, bearer, "POST", "/api/tokens", "{\"note\":\"x\"}").status, 403);
	assert_int_equal(ask(cx, browser, "POST", "/api/tokens", "{\"note\":\"x\",\"days\":400}").status, 400);
	struct answer l = ask(cx, browser, "GET", "/api/tokens", NULL);
	assert_int_equal(json_array_size(json_object_get(l.json, "items")), 2);
	assert_null(strstr(l.body, token));
	cx->now += 3 * 86400;           /* no idle limit */
	assert_int_equal(ask(cx, bearer, "GET", "/api/orgs", NULL).status, 200);
	browser = sign_in(cx, "xitong", "Qingling-2023", 200);
	const char *path = arena_printf(cx->mem, "/api/tokens/%lld",
					(long long)json_integer_value(json_object_get(a.json, "id")));
	assert_int_equal(ask(cx, browser, "DELETE", path, NULL).status, 200);
	assert_int_equal(ask(cx, bearer, "GET", "/api/orgs", NULL).status, 401);
	assert_int_equal(ask(cx, browser, "DELETE", path, NULL).status, 404);
}

static int64_t id_of(struct answer a)
{
	return json_integer_value(json_object_get(a.json, "id"));
}

/* The whole life of an account, each administrator doing his part. */
static void accounts_live_through_the_api(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	const char *system = sign_in(cx, "xitong", "Qingling-2023", 200), *security = sign_in(cx, "anquan", "Qingling-2024", 200);
	assert_int_equal(ask(cx, security, "POST", "/api/session/password",
			     "{\"old_password\":\"Qingling-2024\",\"new_password\":\"Another-2024\"}").status, 200);
	struct answer orgs = ask(cx, system, "GET", "/api/orgs", NULL);
	long long org = id_of((struct answer){.json = json_array_get(json_object_get(orgs.json, "items"), 8)});
	const char *new = arena_printf(cx->mem, "{\"org\":%lld,\"name\":\"王磊\",\"login\":\"wanglei\",\"phone\":\"0412\"}", org);
	assert_int_equal(ask(cx, security, "POST", "/api/people", new).status, 403);
	struct answer a = ask(cx, system, "POST", "/api/people", new);
	assert_int_equal(a.status, 200);
	assert_null(strstr(a.body, "argon2"));
	long long id = id_of(a);
	const char *grant = "{\"role\":\"clerk\",\"grant\":true}";
	const char *path = arena_printf(cx->mem, "/api/people/%lld", id);
	assert_int_equal(ask(cx, system, "POST", arena_printf(cx->mem, "%s/roles", path), grant).status, 403);
	assert_int_equal(ask(cx, security, "POST", arena_printf(cx->mem, "%s/roles", path), grant).status, 200);
	const char *mine = sign_in(cx, "wanglei", text(a, "password"), 200);
	assert_int_equal(ask(cx, mine, "POST", "/api/tokens", "{\"note\":\"x\"}").status, 403);
	assert_int_equal(ask(cx, mine, "POST", "/api/session/password",
			     arena_printf(cx->mem, "{\"old_password\":\"%s\",\"new_password\":\"Wl-mine-2023\"}",
					  text(a, "password"))).status, 200);
	assert_int_equal(ask(cx, mine, "GET", "/api/people", NULL).status, 200);
	assert_int_equal(ask(cx, mine, "GET", "/api/audit", NULL).status, 403);
	assert_int_equal(ask(cx, mine, "POST", "/api/session/lang", "{\"lang\":\"en\"}").status, 200);
	assert_non_null(strstr(ask(cx, mine, "GET", "/api/session", NULL).body, "\"lang\":\"en\""));
	/* a role taken counts at once */
	assert_int_equal(ask(cx, security, "POST", arena_printf(cx->mem, "%s/roles", path),
			     "{\"role\":\"clerk\",\"grant\":false}").status, 200);
	assert_int_equal(ask(cx, mine, "GET", "/api/people", NULL).status, 403);
	/* locked out, unlocked with a new password */
	assert_int_equal(ask(cx, security, "POST", arena_printf(cx->mem, "%s/lock", path), NULL).status, 200);
	assert_false(knows(cx, mine));
	sign_in(cx, "wanglei", "Wl-mine-2023", 401);
	a = ask(cx, system, "POST", arena_printf(cx->mem, "%s/reset-password", path), NULL);
	sign_in(cx, "wanglei", text(a, "password"), 401);       /* a new password opens no lock of the other administrator */
	assert_int_equal(ask(cx, security, "POST", arena_printf(cx->mem, "%s/unlock", path), NULL).status, 200);
	a = ask(cx, system, "POST", arena_printf(cx->mem, "%s/reset-password", path), NULL);
	assert_int_equal(a.status, 200);
	sign_in(cx, "wanglei", text(a, "password"), 401);       /* nor does one that was open stay open */
	assert_non_null(strstr(ask(cx, security, "GET", path, NULL).body, "\"locked\":true"));
	assert_int_equal(ask(cx, security, "POST", arena_printf(cx->mem, "%s/unlock", path), NULL).status, 200);
	sign_in(cx, "wanglei", "Wl-mine-2023", 401);
	mine = sign_in(cx, "wanglei", text(a, "password"), 200);
	/* shut */
	struct answer p = ask(cx, system, "GET", path, NULL);
	const char *shut = arena_printf(cx->mem, "{\"org\":%lld,\"name\":\"王磊\",\"login\":\"wanglei\",\"active\":false,"
					"\"version\":%lld}", org, (long long)json_integer_value(json_object_get(p.json, "version")));
	assert_int_equal(ask(cx, system, "PUT", path, shut).status, 200);
	assert_false(knows(cx, mine));
	sign_in(cx, "wanglei", text(a, "password"), 401);
	/* one administrator does not get at another's account */
	struct answer people = ask(cx, system, "GET", "/api/people", NULL);
	long long auditor = id_of((struct answer){.json = json_array_get(json_object_get(people.json, "items"), 2)});
	assert_int_equal(ask(cx, system, "POST", arena_printf(cx->mem, "/api/people/%lld/reset-password", auditor), NULL).status,
			 403);
	assert_null(strstr(people.body, "argon2"));
}

static void auditor_reads_the_trail(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	const char *token = sign_in(cx, "shenji", "Qingling-2025", 200);
	assert_int_equal(ask(cx, token, "POST", "/api/session/password",
			     "{\"old_password\":\"Qingling-2025\",\"new_password\":\"Another-2025\"}").status, 200);
	struct answer a = ask(cx, token, "GET", "/api/audit", NULL);
	assert_int_equal(a.status, 200);
	assert_string_equal(text((struct answer){.json = json_array_get(json_object_get(a.json, "items"), 0)}, "event"),
			    "password_changed");
}

/* Every route asks for a permission, but for those that must not. */
static void routes_ask_for_permissions(void **state)
{
	(void)state;
	static const char *const open[] = {"GET /api/session", "POST /api/session", "DELETE /api/session", "POST /api/first-run", NULL};
	static const char *const own[] = {"POST /api/session/password", "POST /api/session/lang", "GET /api/tokens",
					  "POST /api/tokens", "DELETE /api/tokens/{id}", NULL};
	for (size_t i = 0; i < app.count; i++)
		for (size_t j = 0; j < app.routes[i]->count; j++) {
			const struct route *r = &app.routes[i]->table[j];
			char name[100];
			snprintf(name, sizeof name, "%s %s", r->method, r->path);
			const char *const *list = r->flags & ROUTE_PUBLIC ? open : own;
			if (r->perm && !(r->flags & ROUTE_PUBLIC))
				continue;
			while (*list && strcmp(*list, name) != 0)
				list++;
			if (!*list)
				fail_msg("%s asks for no permission", name);
			assert_non_null(r->help);
		}
}

static double cpu_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void identifying_is_cheap(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	const char *token = sign_in(cx, "xitong", "Qingling-2023", 200);
	enum { TIMES = 2000 };
	double remembered, read;
	struct cx own = {.mem = arena_new(), .db = cx->db, .county = 990323, .now = cx->now};
	struct caller by = {.token = token};
	assert_int_equal(session_find(&own, &by), STATUS_OK);
	double began = cpu_us();
	for (int i = 0; i < TIMES; i++)
		assert_int_equal(session_find(&own, &by), STATUS_OK);
	remembered = (cpu_us() - began) / TIMES;
	assert_true(own.user > 0);
	began = cpu_us();
	for (int i = 0; i < TIMES; i++) {
		session_changed();
		assert_int_equal(session_find(&own, &by), STATUS_OK);
	}
	read = (cpu_us() - began) / TIMES;
	arena_free(own.mem);
	print_message("# identify: %.2f us remembered, %.2f us read\n", remembered, read);
	assert_true(remembered < 15);
}

static void an_address_that_guesses_is_held_off(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	const char *right = "{\"login\":\"shenji\",\"password\":\"Qingling-2025\"}";
	cx->county = 990323;
	for (int i = 0; i < 49; i++)
		assert_int_equal(audit_note(cx, &(struct audit){.login = arena_printf(cx->mem, "u%d", i), .event = "refused_unknown",
								.address = "10.0.0.7"}), STATUS_OK);
	sign_in(cx, "nobody", "Wrong-2023", 401);                       /* the fiftieth */
	struct answer a = ask(cx, NULL, "POST", "/api/session", right);
	assert_int_equal(a.status, 429);
	assert_string_equal(text(a, "error"), "too_many");
	cx->now += 15 * 60 + 1;
	assert_int_equal(ask(cx, NULL, "POST", "/api/session", right).status, 200);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(first_run_happens_once), cmocka_unit_test(first_run_says_what_is_wrong),
		TEST(who_must_change_may_do_nothing_else), TEST(wrong_passwords_lock), TEST(sessions_end),
		TEST(sign_out_ends_at_once), TEST(tokens_serve_programs), TEST(accounts_live_through_the_api),
		TEST(auditor_reads_the_trail), cmocka_unit_test(routes_ask_for_permissions), TEST(identifying_is_cheap),
		TEST(an_address_that_guesses_is_held_off),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
