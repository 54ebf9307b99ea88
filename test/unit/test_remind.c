/* What a day brings is told once, to whoever must act, and shown before it comes; days worked out by hand on a calendar. */
#include "test/test.h"

#include <stdlib.h>
#include <string.h>
#include "core/notify.h"
#include "core/remind.h"
#include "db/db.h"
#include "rooms/accident/accident_remind.h"
#include "rooms/inspection/hazard.h"
#include "rooms/mine/mine_daily.h"
#include "rooms/resumption/resumption.h"
#include "rooms/resumption/resumption_remind.h"
#include "test/site.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, w->cx->error); \
	} while (0)

const struct resume_source *const resume_guard_sources[] = {NULL};
const struct reminder_source reminder_sources[] = {
	{"hazard", hazard_remind}, {"mine", mine_remind}, {"resumption", resumption_remind}, {"accident", accident_remind}, {0}};

static struct day day(const char *text)
{
	struct day d;
	assert_true(day_parse(text, &d));
	return d;
}

/* The clocks of one thing over a span as "clock on on", in order, each once whoever is told. */
static const char *told_of(struct site *s, int64_t item, const char *from, const char *to)
{
	struct world *w = s->w;
	struct reminders all = {0};
	struct buf b;
	buf_init(&b, w->cx->mem);
	world_as(w, NULL);
	for (const struct reminder_source *x = reminder_sources; x->name; x++)
		OK(x->find(w->cx, day(from), day(to), &all));
	for (int n = day(from).n; n <= day(to).n; n++) {
		char on[11];
		const char *last = "";
		day_print((struct day){n}, on);
		for (size_t i = 0; i < all.count; i++) {
			const struct reminder *r = &all.items[i];
			if (r->item != item || strcmp(r->on, on) != 0 || strcmp(r->clock, last) == 0)
				continue;
			buf_printf(&b, "%s%s %s", *b.s ? ", " : "", r->clock, on + 5);
			last = r->clock;
		}
	}
	return b.s;
}

static size_t unread(struct site *s, const char *login, const char *kind)
{
	struct world *w = s->w;
	struct list l;
	size_t n = 0;
	world_as(w, login);
	OK(notify_list(w->cx, true, 0, 200, &l));
	for (size_t i = 0; i < l.count; i++)
		n += strcmp(((const struct notification *)l.items)[i].kind, kind) == 0;
	return n;
}

static void daily(struct site *s)
{
	struct world *w = s->w;
	world_as(w, NULL);
	OK(remind_daily(w->cx, reminder_sources));
}

/* Served on 10-25, due on Saturday 11-04: reminded on 11-01 and on the day; overdue on 11-05 (a Sunday), 11-07 and 11-11. */
static void test_hazard_days(void **state)
{
	struct site *s = *state;
	int64_t id = site_find(s, "reg1", s->mine[0], NULL);
	site_take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
	assert_string_equal(told_of(s, id, "2023-10-25", "2023-12-31"), "due-3 11-01, due 11-04, due+1 11-05, due+3 11-07, due+7 11-11");
	assert_string_equal(told_of(s, id, "2023-11-02", "2023-11-04"), "due 11-04");
	site_take(s, &hazard_flow, "boss1", id, "rectify", site_with_file(s, "\"statement\":\"已清除浮石\""));
	assert_string_equal(told_of(s, id, "2023-10-25", "2023-12-31"), "recheck 11-04, recheck+1 11-05");
}

/* A leap day and the Spring Festival move nothing: safety days do not roll. */
static void test_any_date(void **state)
{
	static const struct {
		const char *due, *told;
	} table[] = {
		{"2024-03-02", "due-3 02-28, due 03-02, due+1 03-03, due+3 03-05, due+7 03-09"},
		{"2024-03-03", "due-3 02-29, due 03-03, due+1 03-04, due+3 03-06, due+7 03-10"},
		{"2024-02-10", "due-3 02-07, due 02-10, due+1 02-11, due+3 02-13, due+7 02-17"},
		{"2023-12-31", "due-3 12-28, due 12-31, due+1 01-01, due+3 01-03, due+7 01-07"},
		{"2025-10-01", "due-3 09-28, due 10-01, due+1 10-02, due+3 10-04, due+7 10-08"},
	};
	struct site *s = *state;
	struct world *w = s->w;
	int64_t id = site_find(s, "reg1", s->mine[0], NULL);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		OK(db_exec(w->cx, NULL, "UPDATE hazard SET due = $1, due_key = $1 WHERE county = $2 AND id = $3",
			   ARGS(V(table[i].due), V(w->cx->county), V(id))));
		assert_string_equal(told_of(s, id, "2023-10-01", "2025-12-31"), table[i].told);
	}
}

/* Listed on 10-25: the report is due on 11-01, missed on 11-02. */
static void test_reports(void **state)
{
	struct site *s = *state;
	static const char plan[] = "\"person\":\"李建国\",\"phone\":\"13800000000\",\"measures\":\"自上而下清除浮石，削坡至设计坡角\",\"funds\":200000,"
				   "\"source\":\"安全生产费用\",\"by\":\"2023-12-20\",\"emergency\":\"边坡坍塌现场处置方案\"";
	int64_t id = site_find(s, "reg1", s->mine[0], "OP-04");
	site_take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"停产削坡\",\"served_on\":\"2023-10-25\",\"due\":\"2023-12-25\"}");
	site_take(s, &hazard_flow, "boss1", id, "plan", site_with_file(s, plan));
	site_take(s, &hazard_flow, "reg1", id, "list", "{\"no\":\"青安委督〔2023〕1号\",\"level\":\"county\"}");
	assert_string_equal(told_of(s, id, "2023-10-25", "2023-11-30"), "report 11-01, report+1 11-02");
	world_pass(s->w, 6);
	site_take(s, &hazard_flow, "boss1", id, "report", "{\"text\":\"已完成一半\",\"percent\":50}");
	assert_string_equal(told_of(s, id, "2023-10-25", "2023-11-30"), "report 11-07, report+1 11-08");
}

/* Each is told once, however often the timer runs; days without the server are made up for; another due day is told anew. */
static void test_once(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	int64_t id = site_find(s, "reg1", s->mine[0], NULL);
	site_take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
	daily(s);
	assert_int_equal(unread(s, "boss1", "clock"), 0);
	world_pass(w, 7);       /* 11-01 */
	daily(s);
	daily(s);
	assert_int_equal(unread(s, "boss1", "clock"), 1);
	assert_int_equal(unread(s, "reg1", "clock"), 0);
	world_pass(w, 4);       /* 11-05; nobody ran it on the 4th */
	daily(s);
	daily(s);
	assert_int_equal(unread(s, "boss1", "clock"), 3);
	assert_int_equal(unread(s, "reg1", "clock"), 1);        /* the office that ordered it: overdue */
	assert_int_equal(unread(s, "townreg", "clock"), 1);
	assert_int_equal(unread(s, "boss2", "clock"), 0);
	OK(db_exec(w->cx, NULL, "UPDATE hazard SET due = '2023-11-08', due_key = '2023-11-08' WHERE county = $1 AND id = $2",
		   ARGS(V(w->cx->county), V(id))));
	daily(s);
	assert_int_equal(unread(s, "boss1", "clock"), 4);       /* three days before the new day */
}

/* What will happen: an enterprise sees its own, the county all; each with its rule. */
static void test_ahead(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	struct list l;
	int64_t id = site_find(s, "reg1", s->mine[0], NULL);
	site_take(s, &hazard_flow, "reg1", id, "order", "{\"requirement\":\"立即清除浮石\",\"served_on\":\"2023-10-25\"}");
	world_as(w, "boss1");
	OK(remind_ahead(w->cx, reminder_sources, 10, &l));
	const struct reminder_shown *r = l.items;
	assert_int_equal(l.count, 2);
	assert_string_equal(r[0].on, "2023-11-01");
	assert_string_equal(r[1].on, "2023-11-04");
	assert_string_equal(r[0].rule, "hazard.remind");
	assert_non_null(strstr(r[0].text, "2023-11-04"));
	world_as(w, "boss2");
	OK(remind_ahead(w->cx, reminder_sources, 10, &l));
	assert_int_equal(l.count, 0);
	world_as(w, "office");
	OK(remind_ahead(w->cx, reminder_sources, 30, &l));
	assert_true(l.count > 6);
}

/* A safety licence that ends on 2024-04-22, 180 days after 10-25; the one that follows it silences it. */
static void test_papers(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	static const char add[] = "INSERT INTO mine_licence (county, mine, id, kind, number, valid_to, created_at) VALUES ($1, $2, $3, 'safety', 'A1', $4, 0)";
	OK(db_exec(w->cx, NULL, add, ARGS(V(w->cx->county), V(s->mine[0]), V((int64_t)7), V("2024-04-22"))));
	assert_string_equal(told_of(s, 7, "2023-10-01", "2024-12-31"), "expiry-180 10-25, expiry-90 01-23, expiry-60 02-22, expiry-45 03-08,"
			    " expiry-30 03-23, expiry 04-22, expiry+1 04-23");
	OK(db_exec(w->cx, NULL, add, ARGS(V(w->cx->county), V(s->mine[0]), V((int64_t)8), V("2027-04-22"))));
	assert_string_equal(told_of(s, 7, "2023-10-01", "2024-12-31"), "");
}

/* A day after the time to wait a mine may apply again; an investigation is due; a level not told in its hours. */
static void test_others(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	OK(db_exec(w->cx, NULL, "INSERT INTO resumption (county, id, state, no, mine, open, created_on, created_by, cool_until, created_at)"
				" VALUES ($1, 5, 'failed', 'FG1', $2, 0, '2023-10-25', 0, '2023-12-31', 0)", ARGS(V(w->cx->county), V(s->mine[0]))));
	assert_string_equal(told_of(s, 5, "2023-10-25", "2024-02-28"), "cool_off+1 01-01");
	OK(db_exec(w->cx, NULL, "INSERT INTO accident (county, id, state, title, kind, town, at, day, deaths, injured, loss_yuan, grade, production, due,"
				" created_at, created_by) VALUES ($1, 6, 'investigating', '边坡事故', 'workplace', $2, $3, $4, 1, 0, 0, 'ordinary', 1,"
				" '2023-12-24', 0, 0)",
		   ARGS(V(w->cx->county), V(w->towns[0]), V(w->cx->now - 7200), V(world_day(w, 0)))));
	assert_string_equal(told_of(s, 6, "2023-10-26", "2024-02-28"), "investigating-due-15 12-09, investigating-due-7 12-17,"
			    " investigating-due-3 12-21, investigating-due 12-24, investigating-due+1 12-25, investigating-due+7 12-31");
	assert_non_null(strstr(told_of(s, 6, "2023-10-25", "2023-10-25"), "report-head 10-25"));
}

/* A licence that runs out overnight stops the mine in the lists, without anybody's step. */
static void test_refresh(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	site_find(s, "reg1", s->mine[0], "OP-04");
	assert_string_equal(site_kept_state(s, s->mine[0]), "stopped");
	OK(db_exec(w->cx, NULL, "UPDATE hazard SET ended_on = '2023-10-25' WHERE county = $1", ARGS(V(w->cx->county))));
	assert_string_equal(site_kept_state(s, s->mine[0]), "stopped");
	world_pass(w, 1);
	world_as(w, NULL);
	OK(mine_daily(w->cx));
	assert_string_equal(site_kept_state(s, s->mine[0]), "working");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_hazard_days, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_any_date, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_reports, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_once, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_ahead, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_papers, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_others, site_setup, site_teardown),
		cmocka_unit_test_setup_teardown(test_refresh, site_setup, site_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
