#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>
#include "core/ledger.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/task/overview.h"
#include "rooms/task/task_daily.h"
#include "rooms/task/task_recount.h"
#include "rooms/task/task_view.h"
#include "test/check.h"
#include "test/world.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, w->cx->error); \
	} while (0)
#define IDS(...) ((const int64_t[]){__VA_ARGS__, 0})

static int setup(void **state)
{
	*state = world_new();
	return 0;
}

static int teardown(void **state)
{
	world_free(*state);
	return 0;
}

static struct task *task(struct world *w, int64_t id)
{
	struct task *t;
	world_as(w, NULL);
	OK(task_get(w->cx, id, &t));
	return t;
}

static const char *with_file(struct world *w, const char *fields)
{
	return arena_printf(w->cx->mem, "{%s,\"evidence\":[\"%s\"]}", fields, w->file);
}

static void expect_right(struct world *w)
{
	int64_t tasks;
	struct list faults;
	world_as(w, NULL);
	OK(task_recount(w->cx, &tasks, &faults));
	const struct recount_fault *f = faults.items;
	if (faults.count)
		fail_msg("%zu faults, the first: %s %" PRId64 " %s: kept %s, counted %s", faults.count, f->kind, f->item, f->what, f->kept,
			 f->counted);
}

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

static int64_t count(struct world *w, const char *sql, int64_t id)
{
	struct number c;
	OK(db_one(w->cx, &number_record, &c, sql, ARGS(V(w->cx->county), V(id))));
	return c.n;
}

#define STATE(id, what) assert_string_equal(task(w, id)->row.state, what)

static const char done[] = "{\"text\":\"全部完成\",\"percent\":100}";

/* ---- a life ---- */

static void test_life(void **state)
{
	struct world *w = *state;
	int64_t id = world_task(w, "1", world_day(w, 10), IDS(w->police, w->land), IDS(w->safety, w->road));
	world_do(w, "police", id, "sign", NULL);
	STATE(id, "issued");    /* two lead: one has signed */
	world_refused(w, STATUS_CONFLICT, "signed already", "chief", id, "sign", NULL);
	world_refused(w, STATUS_CONFLICT, "cannot do this now", "police", id, "report", done);
	world_do(w, "land", id, "sign", NULL);
	STATE(id, "working");
	world_do(w, "safety", id, "sign", NULL);
	world_do(w, "police", id, "plan",
		 arena_printf(w->cx->mem, "{\"milestones\":[{\"title\":\"排查\",\"day\":\"%s\",\"weight\":3},{\"title\":\"整改\",\"day\":\"%s\"}]}",
			      world_day(w, 2), world_day(w, 8)));
	struct list l;
	OK(task_milestones(w->cx, id, &l));
	assert_int_equal(l.count, 2);
	const struct task_milestone *m = l.items;
	world_do(w, "land", id, "report", arena_printf(w->cx->mem, "{\"text\":\"排查完成\",\"percent\":60,\"done\":[\"%" PRId64 "\"]}", m[0].id));
	assert_int_equal(task(w, id)->progress, 75);
	world_refused(w, STATUS_INVALID, "no such open milestone", "land", id, "report",
		      arena_printf(w->cx->mem, "{\"text\":\"再报\",\"percent\":60,\"done\":[\"%" PRId64 "\"]}", m[0].id));
	world_refused(w, STATUS_CONFLICT, "not reached yet", "police", id, "request_close", with_file(w, "\"statement\":\"已全部完成\""));
	world_do(w, "police", id, "report", arena_printf(w->cx->mem, "{\"text\":\"整改完成\",\"percent\":100,\"done\":[\"%" PRId64 "\"]}", m[1].id));
	world_refused(w, STATUS_CONFLICT, "not yet confirmed by", "police", id, "request_close", with_file(w, "\"statement\":\"已全部完成\""));
	assert_string_equal(task(w, id)->waits, "confirm");
	world_do(w, "safety", id, "confirm", "{\"text\":\"已完成\"}");
	world_refused(w, STATUS_CONFLICT, "青岭县交通运输局", "police", id, "request_close", with_file(w, "\"statement\":\"已全部完成\""));
	world_do(w, "road", id, "confirm", "{\"text\":\"已完成\"}");
	world_refused(w, STATUS_INVALID, "evidence is needed", "police", id, "request_close", "{\"statement\":\"已全部完成\"}");
	world_do(w, "police", id, "request_close", with_file(w, "\"statement\":\"已全部完成\""));
	STATE(id, "closing");
	world_do(w, "check", id, "return", "{\"reason\":\"缺少验收单\"}");
	world_refused(w, STATUS_CONFLICT, "not yet confirmed by", "police", id, "request_close", with_file(w, "\"statement\":\"已全部完成\""));
	world_do(w, "safety", id, "confirm", "{\"text\":\"已完成\"}");
	world_do(w, "road", id, "confirm", "{\"text\":\"已完成\"}");
	world_do(w, "land", id, "request_close", with_file(w, "\"statement\":\"已补验收单\""));
	world_do(w, "check", id, "verify", "{\"statement\":\"现场核查属实\"}");
	STATE(id, "closed");
	assert_string_equal(task(w, id)->light, "grey");
	world_pass(w, 30);
	world_do(w, "office", id, "reopen", "{\"reason\":\"回头看发现反弹\"}");
	STATE(id, "working");
	expect_right(w);
}

/* ---- what may not be done ---- */

static void test_shortcuts(void **state)
{
	struct world *w = *state;
	int64_t id = world_task(w, "1", world_day(w, 5), IDS(w->police), IDS(w->safety)), other = world_task(w, "2", NULL, IDS(w->land), NULL);
	world_refused(w, STATUS_NOT_FOUND, "no such task", "land", id, "sign", NULL);
	world_refused(w, STATUS_NOT_FOUND, "there is no step", "police", id, "delete", NULL);
	world_refused(w, STATUS_FORBIDDEN, "may not", "head", id, "sign", NULL);
	world_do(w, "police", id, "sign", NULL);
	world_refused(w, STATUS_FORBIDDEN, "leads the task", "safety", id, "report", done);
	world_refused(w, STATUS_CONFLICT, "not 100 %", "police", id, "request_close", with_file(w, "\"statement\":\"已全部完成\""));
	world_refused(w, STATUS_CONFLICT, "meanwhile", "police", id, "report", "{\"text\":\"完成\",\"percent\":5,\"version\":1}");
	world_do(w, "police", id, "assign", arena_printf(w->cx->mem, "{\"orgs\":[\"%" PRId64 "\"],\"title\":\"逐矿排查\"}", w->towns[0]));
	world_refused(w, STATUS_INVALID, "after the whole", "police", id, "assign",
		      arena_printf(w->cx->mem, "{\"orgs\":[\"%" PRId64 "\"],\"title\":\"逐矿排查\",\"day\":\"%s\"}", w->towns[1], world_day(w, 9)));
	world_do(w, "police", id, "report", done);
	world_refused(w, STATUS_CONFLICT, "1 of 1 parts", "police", id, "request_close", with_file(w, "\"statement\":\"已全部完成\""));

	const char *ask = arena_printf(w->cx->mem, "{\"day\":\"%s\",\"reason\":\"雨季道路中断\",\"measures\":\"停产\"}", world_day(w, 20));
	world_refused(w, STATUS_INVALID, "after the day", "police", id, "ask_extension",
		      arena_printf(w->cx->mem, "{\"day\":\"%s\",\"reason\":\"雨季道路中断\",\"measures\":\"停产\"}", world_day(w, 4)));
	world_do(w, "police", id, "ask_extension", ask);
	world_refused(w, STATUS_CONFLICT, "waiting for a decision", "chief", id, "ask_extension", ask);
	assert_int_equal(world_extension(w, "police", id, "grant", "{}"), STATUS_FORBIDDEN);
	assert_int_equal(world_extension(w, "safety", id, "take_back", "{}"), STATUS_FORBIDDEN);
	assert_int_equal(world_extension(w, "deputy", id, "refuse", "{}"), STATUS_INVALID);     /* says why */
	assert_int_equal(world_extension(w, "deputy", id, "grant", "{\"note\":\"同意\"}"), STATUS_OK);
	assert_string_equal(task(w, id)->due, world_day(w, 20));
	assert_int_equal(world_extension(w, "head", id, "grant", "{}"), STATUS_CONFLICT);
	world_pass(w, 21);
	world_refused(w, STATUS_CONFLICT, "before the day", "police", id, "ask_extension",
		      arena_printf(w->cx->mem, "{\"day\":\"%s\",\"reason\":\"雨季道路中断\",\"measures\":\"停产\"}", world_day(w, 20)));
	world_refused(w, STATUS_CONFLICT, "no day that could be put off", "land",
		      (world_do(w, "land", other, "sign", NULL), other), "ask_extension", ask);

	/* One person in both places: a verifier who belongs to a unit of the task, a leader who asked himself. */
	struct exchange *x = world_ask(w, "land", "POST", arena_printf(w->cx->mem, "/api/tasks/%" PRId64 "/steps/report", id), done);
	assert_int_equal(x->status, 404);
	x = world_ask(w, "police", "POST", arena_printf(w->cx->mem, "/api/tasks/%" PRId64 "/steps/report", id), done);
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->out.s, "\"percent\":100"));
	expect_right(w);
}

static void test_own_work(void **state)
{
	struct world *w = *state;
	int64_t id = world_task(w, "1", world_day(w, 5), IDS(w->police), NULL);
	world_do(w, "police", id, "sign", NULL);
	world_do(w, "police", id, "report", done);
	world_do(w, "police", id, "ask_extension",
		 arena_printf(w->cx->mem, "{\"day\":\"%s\",\"reason\":\"雨季道路中断\",\"measures\":\"停产\"}", world_day(w, 20)));
	world_do(w, "police", id, "request_close", with_file(w, "\"statement\":\"已全部完成\""));
	world_as(w, NULL);
	OK(db_exec(w->cx, NULL, "INSERT INTO role_grant (county, person, role, granted_by, granted_at)"
		   " SELECT county, id, 'verifier', 0, 0 FROM person WHERE county = $1 AND login = 'police'", ARGS(V(w->cx->county))));
	OK(db_exec(w->cx, NULL, "INSERT INTO role_grant (county, person, role, granted_by, granted_at)"
		   " SELECT county, id, 'deputy_head', 0, 0 FROM person WHERE county = $1 AND login = 'police'", ARGS(V(w->cx->county))));
	world_refused(w, STATUS_FORBIDDEN, "may not belong", "police", id, "verify", "{\"statement\":\"核查属实了\"}");
	assert_int_equal(world_extension(w, "police", id, "grant", "{}"), STATUS_FORBIDDEN);
	assert_non_null(strstr(w->cx->error, "his own"));
	world_do(w, "check", id, "verify", "{\"statement\":\"核查属实了\"}");
	world_pass(w, 31);
	world_refused(w, STATUS_CONFLICT, "within 30 days", "office", id, "reopen", "{\"reason\":\"回头看\"}");
}

/* ---- parts, long-term ---- */

static void test_towns(void **state)
{
	struct world *w = *state;
	int64_t id = world_task(w, "2", world_day(w, 40), IDS(w->safety), NULL);
	world_do(w, "safety", id, "sign", NULL);
	struct buf b;
	buf_init(&b, w->cx->mem);
	for (int i = 0; i < WORLD_TOWNS; i++)
		buf_printf(&b, "%s\"%" PRId64 "\"", i ? "," : "", w->towns[i]);
	world_do(w, "safety", id, "assign", arena_printf(w->cx->mem, "{\"orgs\":[%s],\"title\":\"逐矿排查\"}", b.s));
	assert_int_equal(task(w, id)->sub_total, WORLD_TOWNS);
	struct list parts;
	OK(db_all(w->cx, &task_record, &parts, "SELECT " TASK_COLUMNS " FROM task WHERE county = $1 AND parent = $2 ORDER BY sort",
		  ARGS(V(w->cx->county), V(id))));
	for (size_t i = 0; i < parts.count; i++) {
		const struct task *t = (const struct task *)parts.items + i;
		const char *login = arena_printf(w->cx->mem, "town%zu", i + 1);
		world_do(w, login, t->row.id, "sign", NULL);
		world_do(w, login, t->row.id, "report", done);
		world_do(w, login, t->row.id, "request_close", with_file(w, "\"statement\":\"已全部完成\""));
		world_do(w, "check", t->row.id, "verify", "{\"statement\":\"核查属实了\"}");
		if (i == 0)
			world_refused(w, STATUS_NOT_FOUND, "no such task", "town2", t->row.id, "report", done);
	}
	assert_int_equal(task(w, id)->sub_closed, WORLD_TOWNS);
	world_do(w, "safety", id, "report", done);
	world_do(w, "safety", id, "request_close", with_file(w, "\"statement\":\"已全部完成\""));
	expect_right(w);
}

static void test_long_term(void **state)
{
	struct world *w = *state;
	struct task *t;
	int64_t id = world_task(w, "10", NULL, IDS(w->road), NULL);
	world_do(w, "road", id, "sign", NULL);
	assert_true(task(w, id)->long_term);
	assert_string_equal(task(w, id)->light, "blue");
	world_do(w, "road", id, "report", done);
	world_do(w, "road", id, "request_close", with_file(w, "\"statement\":\"已建立机制\""));
	world_do(w, "check", id, "verify", "{\"statement\":\"核查属实了\"}");
	STATE(id, "long_term");
	world_pass(w, 40);
	world_as(w, NULL);
	OK(task_daily(w->cx));
	t = task(w, id);
	assert_string_equal(t->light, "yellow");
	assert_string_equal(t->waits, "report");
	world_do(w, "road", id, "report", "{\"text\":\"坚持巡查\",\"percent\":100}");
	assert_string_equal(task(w, id)->light, "blue");
	world_do(w, "office", id, "finish", "{\"statement\":\"不再要求上报\"}");
	STATE(id, "closed");
	expect_right(w);
}

/* ---- the clock ---- */

#define URGES "SELECT count(*) AS n FROM flow_history WHERE county = $1 AND flow = 'task' AND item = $2 AND action = 'urge'"

static void daily(struct world *w)
{
	world_as(w, NULL);
	OK(task_daily(w->cx));
}

static void test_urging(void **state)
{
	struct world *w = *state;
	int64_t id = world_task(w, "1", world_day(w, 10), IDS(w->police), NULL);
	world_do(w, "police", id, "sign", NULL);
	daily(w);
	assert_int_equal(count(w, URGES, id), 0);
	world_pass(w, 3);       /* seven days to go */
	daily(w);
	daily(w);
	assert_int_equal(count(w, URGES, id), 1);
	assert_int_equal(task(w, id)->urged, 1);
	assert_int_equal(count(w, "SELECT count(*) AS n FROM notification WHERE county = $1 AND kind = 'urge' AND county <> $2", id), 2);
	world_do(w, "police", id, "report", "{\"text\":\"过半\",\"percent\":50}");
	daily(w);
	assert_int_equal(count(w, URGES, id), 1);
	world_pass(w, 6);       /* one day to go; the third day before was nobody's */
	daily(w);
	assert_int_equal(count(w, URGES, id), 2);
	world_pass(w, 4);       /* three days over: the letter; the urging after one day was missed */
	daily(w);
	daily(w);
	assert_int_equal(count(w, URGES, id), 3);
	assert_int_equal(count(w, "SELECT count(*) AS n FROM notification n JOIN person p ON p.county = n.county AND p.id = n.person"
			       " WHERE n.county = $1 AND n.kind = 'escalate' AND p.login = 'deputy' AND n.county <> $2", id), 1);
	assert_string_equal(task(w, id)->light, "red");
	world_pass(w, 12);      /* fifteen over: the circular was missed and is made up for, and the lead to discipline */
	daily(w);
	assert_int_equal(count(w, URGES, id), 5);
	assert_int_equal(count(w, "SELECT count(*) AS n FROM ledger_entry WHERE county = $1 AND kind = 'task' AND item = $2 AND action = 'urge'", id), 5);
	daily(w);
	daily(w);       /* each turn of the clock notes some days of the trend */
	expect_right(w);
	struct overview o;
	OK(overview_read(w->cx, NULL, &o));
	assert_int_equal(o.trend.count, 25);    /* a row for every day since the issue */
	const struct overview_day *d = o.trend.items;
	assert_int_equal(d[0].green, 1);
	assert_int_equal(d[24].red, 1);
}

/* ---- anything ---- */

enum { TASKS = 12, DAYS = 14, STEPS_A_DAY = 500 };

static const char *random_input(struct world *w, uint64_t *seed, const char *action)
{
	uint32_t r = check_random(seed);
	if (strcmp(action, "report") == 0)
		return arena_printf(w->cx->mem, "{\"text\":\"进展\",\"percent\":%u}", r % 3 ? 100 : r % 101);
	if (strcmp(action, "plan") == 0)
		return arena_printf(w->cx->mem, "{\"milestones\":[{\"title\":\"节点\",\"day\":\"%s\",\"weight\":%u}]}", world_day(w, (int)(r % 9)), r % 5 + 1);
	if (strcmp(action, "assign") == 0)
		return arena_printf(w->cx->mem, "{\"orgs\":[\"%" PRId64 "\"],\"title\":\"分解\"}", w->towns[r % 3]);
	if (strcmp(action, "ask_extension") == 0)
		return arena_printf(w->cx->mem, "{\"day\":\"%s\",\"reason\":\"雨季道路中断\",\"measures\":\"停产\"}", world_day(w, (int)(r % 30)));
	if (strcmp(action, "request_close") == 0)
		return with_file(w, "\"statement\":\"已全部完成\"");
	if (strcmp(action, "verify") == 0 || strcmp(action, "finish") == 0)
		return "{\"statement\":\"核查属实了\"}";
	if (strcmp(action, "confirm") == 0 || strcmp(action, "urge") == 0)
		return "{\"text\":\"请抓紧\"}";
	return strcmp(action, "sign") == 0 || strcmp(action, "take_back") == 0 ? NULL : "{\"reason\":\"另有安排\"}";
}

static int64_t random_task(struct world *w, uint64_t *seed)
{
	struct list l;
	world_as(w, NULL);
	OK(db_all(w->cx, &number_record, &l, "SELECT id AS n FROM task WHERE county = $1 ORDER BY id", ARGS(V(w->cx->county))));
	return ((const struct number *)l.items)[check_random(seed) % l.count].n;
}

struct login {
	const char *login;
};
static const struct field login_fields[] = {FIELD(struct login, login)};
static const struct record login_record = RECORD(login, login_fields);

/* Often someone of the task, else anyone. */
static const char *random_login(struct world *w, uint64_t *seed, int64_t id)
{
	static const char *const others[] = {"police", "road", "chief", "office", "check", "check", "town1"};
	struct list l;
	OK(db_all(w->cx, &login_record, &l,
		  "SELECT p.login FROM task_party t JOIN person p ON p.county = t.county AND p.org = t.org"
		  " WHERE t.county = $1 AND t.task = $2 ORDER BY p.login", ARGS(V(w->cx->county), V(id))));
	if (check_random(seed) % 4 == 0)
		return others[check_random(seed) % (sizeof others / sizeof *others)];
	return ((const struct login *)l.items)[check_random(seed) % l.count].login;
}

static bool random_step(struct world *w, uint64_t *seed)
{
	static const char *const actions[] = {"sign", "sign", "sign", "sign", "plan", "report", "report", "report", "report", "report",
					      "report", "report", "confirm", "confirm", "confirm", "assign", "ask_extension", "request_close", "request_close", "take_back", "verify", "verify", "return",
					      "urge", "reopen", "finish", "withdraw"};
	const char *action = actions[check_random(seed) % (sizeof actions / sizeof *actions)];
	int64_t task_id = random_task(w, seed);
	const char *login = random_login(w, seed, task_id);
	if (strcmp(action, "withdraw") == 0 && check_random(seed) % 40)
		return false;
	enum status s = world_take(w, login, task_id, action, random_input(w, seed, action));
	if (s == STATUS_INTERNAL)
		fail_msg("%s %s: %s", login, action, w->cx->error);
	if (!s && strcmp(action, "ask_extension") != 0)
		return true;
	int64_t id = random_task(w, seed);
	struct list l;
	OK(task_extensions(w->cx, id, &l));
	static const char *const decisions[] = {"grant", "refuse", "take_back"};
	if (l.count && world_extension(w, "deputy", id, decisions[check_random(seed) % 3], "{\"note\":\"已阅\"}") == STATUS_INTERNAL)
		fail_msg("%s", w->cx->error);
	return !s;
}

/* cmocka cuts long texts off; what matters is where they part. */
static void expect_same(const char *now, const char *then)
{
	size_t at = 0;
	while (now[at] && now[at] == then[at])
		at++;
	if (now[at] != then[at])
		fail_msg("told as %.300s, was %.300s", now + (at > 150 ? at - 150 : 0), then + (at > 150 ? at - 150 : 0));
}

/* Any steps in any order: the counters stay right, and each day can be told afterwards as it was. */
static void test_any_steps(void **state)
{
	struct world *w = *state;
	uint64_t seed = 20231025;
	const int64_t units[] = {w->police, w->safety, w->land, w->road};
	const char *then[DAYS], *units_then[DAYS], *days[DAYS];
	int taken = 0;
	for (int i = 0; i < TASKS; i++)
		(void)world_task(w, arena_printf(w->cx->mem, "%d", i + 1), i % 5 ? world_day(w, i * 2 + 1) : NULL,
				 IDS(units[i % 4], i % 3 ? 0 : units[(i + 1) % 4]), IDS(units[(i + 2) % 4]));
	for (int d = 0; d < DAYS; d++) {
		daily(w);
		for (int i = 0; i < 3; i++)
			(void)world_task(w, arena_printf(w->cx->mem, "%d", d * 3 + i + TASKS), world_day(w, i * 3), IDS(units[(d + i) % 4]), NULL);
		for (int i = 0; i < STEPS_A_DAY; i++)
			taken += random_step(w, &seed);
		daily(w);
		expect_right(w);
		days[d] = world_day(w, 0);
		then[d] = world_get(w, "head", "/api/overview", "")->out.s;
		units_then[d] = world_get(w, "police", "/api/overview", "")->out.s;
		world_pass(w, 1);
	}
	assert_true(taken > 1000);
	for (int d = 0; d < DAYS; d++) {
		const char *query = arena_printf(w->cx->mem, "as_of=%s", days[d]);
		expect_same(world_get(w, "head", "/api/overview", query)->out.s, then[d]);
		expect_same(world_get(w, "police", "/api/overview", query)->out.s, units_then[d]);
	}
}

/* A counter that is wrong is found, and put right. */
static enum status repair(struct cx *cx, void *arg)
{
	(void)arg;
	return task_recount_repair(cx);
}

static void test_recount(void **state)
{
	struct world *w = *state;
	int64_t tasks, id = world_task(w, "1", world_day(w, 10), IDS(w->police), NULL);
	struct list faults;
	expect_right(w);
	OK(db_exec(w->cx, NULL, "UPDATE task_tally SET overdue = overdue + 1 WHERE county = $1 AND kind = 'org'", ARGS(V(w->cx->county))));
	OK(db_exec(w->cx, NULL, "UPDATE task SET light = 'red' WHERE county = $1 AND id = $2", ARGS(V(w->cx->county), V(id))));
	OK(task_recount(w->cx, &tasks, &faults));
	assert_int_equal(tasks, 1);
	assert_int_equal(faults.count, 2);
	OK(write_now(w->cx, repair, NULL));
	expect_right(w);
}

static void test_tables(void **state)
{
	struct world *w = *state;
	const char *wrong = flow_mistake(w->cx, &task_flow);
	assert_null(wrong);
	assert_null(flow_mistake(w->cx, &extension_flow));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_life, setup, teardown),
		cmocka_unit_test_setup_teardown(test_shortcuts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_own_work, setup, teardown),
		cmocka_unit_test_setup_teardown(test_towns, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_term, setup, teardown),
		cmocka_unit_test_setup_teardown(test_urging, setup, teardown),
		cmocka_unit_test_setup_teardown(test_any_steps, setup, teardown),
		cmocka_unit_test_setup_teardown(test_recount, setup, teardown),
		cmocka_unit_test_setup_teardown(test_tables, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
