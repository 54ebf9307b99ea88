#include "test/test.h"

#include <string.h>
#include "base/buf.h"
#include "core/ledger.h"
#include "core/rule.h"
#include "core/rule_api.h"
#include "core/rule_cli.h"
#include "db/db.h"
#include "http/dispatch.h"
#include "test/dbtest.h"

static struct cx plain; /* no database: the built-in rules */
static struct dbtest *t;

static int setup(void **state)
{
	(void)state;
	plain = (struct cx){.mem = arena_new(), .lang = LANG_EN, .county = DBTEST_COUNTY, .now = DBTEST_NOW};
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(plain.mem);
	return 0;
}

static int setup_db(void **state)
{
	(void)state;
	t = dbtest_new();
	t->cx.user = 7;
	return 0;
}

static int teardown_db(void **state)
{
	(void)state;
	dbtest_free(t);
	return 0;
}

static struct day day(const char *s)
{
	struct day d = {0};
	assert_true(day_parse(s, &d));
	return d;
}

static void every_builtin_rule_says_all_it_should(void **state)
{
	(void)state;
	const struct rules *rules;
	size_t count;
	assert_int_equal(rules_builtin(&plain, &rules), STATUS_OK);
	const struct rule *all = rules_all(rules, &count);
	assert_true(count >= 20);
	for (size_t i = 0; i < count; i++) {
		assert_true(*all[i].title_zh && *all[i].title_en && *all[i].source && *all[i].text_zh &&
			    *all[i].text_en);
		/* Every {…} is a parameter: none is left in the words. */
		assert_null(strchr(rule_words(&plain, &all[i], LANG_ZH), '{'));
		assert_null(strchr(rule_words(&plain, &all[i], LANG_EN), '{'));
	}
	const struct rule *r;
	assert_int_equal(rules_find(&plain, rules, "task.urge", day("2023-10-25"), &r), STATUS_OK);
	assert_string_equal(rule_words(&plain, r, LANG_ZH),
			    "时限前 7、3、1 天、时限后 1 天各催办一次，此后每 3 天催办一次，直至办结。");
	assert_true(calendar_works(rules_calendar(rules), day("2023-10-07")));
}

static void parameters_are_typed_and_missing_ones_are_named(void **state)
{
	(void)state;
	const struct rule *r;
	int64_t n;
	double d;
	const char *s;
	bool b;
	struct rule_ints ints;
	struct texts texts;
	enum roll roll;
	assert_int_equal(rule_in_force(&plain, "task.light", day("2023-10-25"), &r), STATUS_OK);
	assert_int_equal(rule_int(&plain, r, "near_days", &n), STATUS_OK);
	assert_int_equal(n, 7);
	assert_int_equal(rule_text(&plain, r, "overdue", &s), STATUS_OK);
	assert_string_equal(s, "red");
	assert_int_equal(rule_int(&plain, r, "overdue", &n), STATUS_INTERNAL);
	assert_string_equal(plain.error,
			    "rule task.light (version 1) lacks the parameter overdue, or it is of another kind");
	cx_forget(&plain);
	assert_int_equal(rule_ints(&plain, r, "near_days", &ints), STATUS_INTERNAL);
	cx_forget(&plain);
	assert_int_equal(rule_in_force(&plain, "task.kpi", day("2023-10-25"), &r), STATUS_OK);
	assert_int_equal(rule_real(&plain, r, "yellow_points", &d), STATUS_OK);
	assert_true(d == 0.5);
	assert_int_equal(rule_in_force(&plain, "task.escalate", day("2023-10-25"), &r), STATUS_OK);
	assert_int_equal(rule_ints(&plain, r, "days", &ints), STATUS_OK);
	assert_int_equal(ints.count, 3);
	assert_int_equal(ints.items[2], 15);
	assert_int_equal(rule_texts(&plain, r, "to_zh", &texts), STATUS_OK);
	assert_string_equal(texts.items[1], "县长");
	assert_int_equal(rule_in_force(&plain, "task.verify", day("2023-10-25"), &r), STATUS_OK);
	assert_int_equal(rule_bool(&plain, r, "another_person", &b), STATUS_OK);
	assert_true(b);
	assert_int_equal(rule_in_force(&plain, "hazard.general_limit", day("2023-10-25"), &r), STATUS_OK);
	assert_int_equal(rule_roll(&plain, r, "roll", &roll), STATUS_OK);
	assert_int_equal(roll, ROLL_NONE);
}

static void outside_its_days_a_rule_is_not_in_force(void **state)
{
	(void)state;
	const struct rule *r;
	const struct rules *rules;
	assert_int_equal(rules_of(&plain, &rules), STATUS_OK);
	assert_null(rules_peek(rules, "hazard.general_limit", day("2023-09-29")));
	assert_non_null(rules_peek(rules, "hazard.general_limit", day("2023-09-30")));
	assert_int_equal(rule_in_force(&plain, "hazard.general_limit", day("2023-09-29"), &r), STATUS_INTERNAL);
	assert_string_equal(plain.error, "no rule hazard.general_limit is in force on 2023-09-29");
	cx_forget(&plain);
	assert_int_equal(rule_in_force(&plain, "no.such", day("2023-09-29"), &r), STATUS_INTERNAL);
	cx_forget(&plain);
}

static int64_t light_days(const char *on, int64_t *version)
{
	const struct rule *r;
	int64_t n;
	assert_int_equal(rule_in_force(&t->cx, "task.light", day(on), &r), STATUS_OK);
	assert_int_equal(rule_int(&t->cx, r, "near_days", &n), STATUS_OK);
	*version = r->version;
	return n;
}

#define LIGHT(days, red)                                                                                               \
	"{\"near_days\":" days                                                                                         \
	",\"near_percent\":20,\"report_late_days\":2,\"on_track\":\"green\",\"at_risk\":\"yellow\","                   \
	"\"overdue\":\"" red "\",\"long_term\":\"blue\",\"closed\":\"grey\"}"

static void a_county_changes_a_rule_from_a_day_on_and_for_a_while(void **state)
{
	(void)state;
	int added;
	int64_t v;
	struct rule out;
	assert_int_equal(rules_load(&t->cx, &added), STATUS_OK);
	assert_true(added >= 20);
	assert_int_equal(rules_load(&t->cx, &added), STATUS_OK);
	assert_int_equal(added, 0);
	assert_int_equal(light_days("2023-10-25", &v), 7);

	struct rule_change c = {.version = 1,
				.valid_from = "2023-11-01",
				.params = {LIGHT("10", "red")},
				.reason = "冬季攻坚",
				.source = "县安委办〔2023〕9号"};
	assert_int_equal(rule_change(&t->cx, "task.light", &c, &out), STATUS_OK);
	assert_int_equal(out.version, 2);
	assert_string_equal(out.confirmed, "county");
	assert_int_equal(out.changed_by, 7);
	assert_int_equal(light_days("2023-10-31", &v), 7);
	assert_int_equal(light_days("2023-11-01", &v), 10);
	assert_int_equal(v, 2);

	/* For December only; then the former one again. */
	c = (struct rule_change){.version = 2,
				 .valid_from = "2023-12-01",
				 .valid_to = "2023-12-31",
				 .params = {LIGHT("15", "red")},
				 .reason = "年底冲刺"};
	assert_int_equal(rule_change(&t->cx, "task.light", &c, &out), STATUS_OK);
	assert_int_equal(light_days("2023-12-31", &v), 15);
	assert_int_equal(light_days("2024-01-01", &v), 10);

	/* The same day again: the newest version counts; loading the built-in rules changes nothing. */
	c = (struct rule_change){
		.version = 3, .valid_from = "2023-11-01", .params = {LIGHT("9", "red")}, .reason = "更正"};
	assert_int_equal(rule_change(&t->cx, "task.light", &c, &out), STATUS_OK);
	assert_int_equal(light_days("2023-11-02", &v), 9);
	assert_int_equal(rules_load(&t->cx, &added), STATUS_OK);
	assert_int_equal(added, 0);

	/* Another county keeps the defaults. */
	t->cx.county = 210381;
	assert_int_equal(light_days("2023-11-02", &v), 7);
	t->cx.county = DBTEST_COUNTY;
}

static void refuses(const char *name, struct rule_change c, enum status want, const char *field, const char *words)
{
	struct rule out;
	if (!c.params.s)
		c.params.s = LIGHT("10", "red");
	if (!c.reason)
		c.reason = "试一试";
	assert_int_equal(rule_change(&t->cx, name, &c, &out), want);
	if (field)
		assert_string_equal(t->cx.field, field);
	assert_non_null(strstr(t->cx.error, words));
	cx_forget(&t->cx);
}

static void changes_that_would_break_something_are_refused(void **state)
{
	(void)state;
	int64_t v;
	assert_int_equal(rules_load(&t->cx, NULL), STATUS_OK);
	refuses("task.light", (struct rule_change){.version = 1, .valid_from = "2023-10-24"}, STATUS_INVALID,
		"valid_from", "does not reach back");
	refuses("task.light", (struct rule_change){.version = 1, .valid_from = "2023-11-24", .valid_to = "2023-11-23"},
		STATUS_INVALID, "valid_to", "before");
	refuses("task.light", (struct rule_change){.version = 2, .valid_from = "2023-11-24"}, STATUS_CONFLICT, NULL,
		"version 1");
	refuses("task.lights", (struct rule_change){.version = 1, .valid_from = "2023-11-24"}, STATUS_NOT_FOUND, NULL,
		"task.lights");
	static const struct {
		const char *rule, *params, *words;
	} bad[] = {
		{"task.light", "[7]", "must be a JSON object"},
		{"task.light", "{\"near_days\":", "must be a JSON object"},
		{"task.light", "{\"near_days\":7}", "missing"},
		{"task.light", LIGHT("\"7\"", "red"), "not allowed"},
		{"task.light", LIGHT("-7", "red"), "not allowed"},
		{"task.light", LIGHT("7.5", "red"), "of another kind"},
		{"task.light", LIGHT("7,\"near_hours\":1", "red"), "no parameter near_hours"},
		{"task.light", LIGHT("7", "purple"), "not allowed"},
		{"task.sign", "{\"working_days\":{}}", "not allowed"},
		{"task.urge", "{\"before_days\":[7,\"3\"],\"after_days\":[1],\"then_every\":3}", "not allowed"},
		{"task.urge",
		 "{\"before_days\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],\"after_days\":[1],\"then_every\":3}",
		 "not allowed"},
		{"task.escalate",
		 "{\"days\":[3,7],\"step\":[\"a\"],\"action_zh\":[],\"action_en\":[],\"to_zh\":[],\"to_en\":[]}",
		 "of one length"},
		{"hazard.general_limit", "{\"days\":10,\"roll\":\"never\"}", "not allowed"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refuses(bad[i].rule,
			(struct rule_change){.version = 1, .valid_from = "2023-11-24", .params = {bad[i].params}},
			STATUS_INVALID, "params", bad[i].words);
	assert_int_equal(light_days("2023-12-01", &v), 7);
}

/* A copy in the process must not show what was rolled back, nor hide what another connection wrote. */
static void readers_see_what_was_committed(void **state)
{
	(void)state;
	int64_t v;
	struct rule out;
	struct rule_change c = {
		.version = 1, .valid_from = "2023-10-25", .params = {LIGHT("11", "red")}, .reason = "测试"};
	assert_int_equal(rules_load(&t->cx, NULL), STATUS_OK);
	assert_int_equal(db_begin(&t->cx), STATUS_OK);
	assert_int_equal(rule_change(&t->cx, "task.light", &c, &out), STATUS_OK);
	assert_int_equal(light_days("2023-10-25", &v), 11);
	db_rollback(&t->cx);
	assert_int_equal(light_days("2023-10-25", &v), 7);

	struct cx other = t->cx;
	other.mem = arena_new();
	assert_int_equal(db_open(&other, t->url, &other.db), STATUS_OK);
	assert_int_equal(rule_change(&other, "task.light", &c, &out), STATUS_OK);
	db_close(other.db);
	arena_free(other.mem);
	assert_int_equal(light_days("2023-10-25", &v), 11);
}

static void the_next_years_working_days_are_imported(void **state)
{
	(void)state;
	static const char head[] = "from,to,kind,name,source\n";
	static const char next[] = "2027-01-01,2027-12-31,notice,x,y\n2027-01-01,2027-01-01,off,元旦,\n";
	const struct rules *rules;
	const char *text = arena_printf(t->cx.mem, "%s%s", head, next);
	assert_int_equal(rules_import_calendar(&t->cx, text, strlen(text), "x"), STATUS_INVALID);
	assert_string_equal(t->cx.error, "the table leaves out 2023-01-01, which is settled now");
	cx_forget(&t->cx);

	struct buf b;
	buf_init(&b, t->cx.mem);
	buf_puts(&b, head);
	for (int y = 2023; y <= 2026; y++)
		buf_printf(&b, "%d-01-01,%d-12-31,notice,x,y\n%d-10-01,%d-10-07,off,x,\n", y, y, y, y);
	buf_puts(&b, next);
	assert_int_equal(rules_import_calendar(&t->cx, b.s, b.n, "2027 年放假通知"), STATUS_OK);
	assert_int_equal(rules_of(&t->cx, &rules), STATUS_OK);
	assert_false(calendar_works(rules_calendar(rules), day("2027-01-01")));
	assert_false(calendar_assumes(rules_calendar(rules), day("2027-03-01")));
	size_t count;
	rules_all(rules, &count);
	assert_true(count >= 20);
}

static enum status somebody(struct cx *cx, const struct request *rq)
{
	(void)rq;
	cx->user = 7;
	return STATUS_OK;
}

static const char *answers(int status, const char *method, const char *path, struct pair *query, const char *body)
{
	static const struct routes *const routes[] = {&rule_routes, &calendar_routes};
	const struct app app = {.routes = routes, .count = 2, .identify = somebody};
	size_t n = 0;
	while (query && query[n].name)
		n++;
	struct exchange x = {.method = method,
			     .path = path,
			     .query = query,
			     .query_count = n,
			     .body = body,
			     .size = body ? strlen(body) : 0};
	exchange_run(&t->cx, &app, &x);
	if (x.status != status)
		fail_msg("%s %s: %d %s", method, path, x.status, x.out.s);
	cx_forget(&t->cx);
	return x.out.s;
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no %s in %s", part, text);
}

static void routes_list_explain_and_change(void **state)
{
	(void)state;
	struct pair q[] = {{"q", "催办"}, {"day", "2023-10-25"}, {0}};
	assert_int_equal(rules_load(&t->cx, NULL), STATUS_OK);
	t->cx.lang = LANG_ZH;
	const char *out = answers(200, "GET", "/api/rules", q, NULL);
	has(out, "\"name\":\"task.urge\",\"title\":\"催办\"");
	has(out, "时限前 7、3、1 天");
	has(out, "\"params\":{\"before_days\": [7, 3, 1]");
	assert_null(strstr(out, "task.sign"));
	out = answers(200, "POST", "/api/rules/task.sign", NULL,
		      "{\"version\":1,\"valid_from\":\"2023-11-01\",\"params\":{\"working_days\":2},\"reason\":"
		      "\"路远的乡镇来不及\"}");
	has(out, "任务下发后 2 个工作日内签收。");
	has(out, "\"confirmed\":\"county\"");
	has(out, "\"version\":2,\"newest\":2,\"in_force\":true,\"changed_by\":7");
	out = answers(200, "GET", "/api/rules/task.sign", NULL, NULL);
	has(out, "\"version\":2,\"newest\":2,\"in_force\":false");
	has(out, "\"version\":1,\"newest\":2,\"in_force\":true");
	has(answers(409, "POST", "/api/rules/task.sign", NULL,
		    "{\"version\":1,\"valid_from\":\"2023-11-01\",\"params\":{\"working_days\":3},\"reason\":"
		    "\"再改\"}"),
	    "最新为第 2 版");
	has(answers(400, "POST", "/api/rules/task.sign", NULL,
		    "{\"version\":2,\"valid_from\":\"2023-11-01\",\"params\":{\"working_days\":3}}"),
	    "\"field\":\"reason\"");
	answers(404, "GET", "/api/rules/task.nothing", NULL, NULL);
	struct pair days[] = {{"from", "2023-10-06"}, {"to", "2023-10-07"}, {0}};
	has(answers(200, "GET", "/api/calendar", days, NULL),
	    "{\"day\":\"2023-10-06\",\"works\":false,\"assumed\":false},{\"day\":\"2023-10-07\",\"works\":true,"
	    "\"assumed\":false}");
	days[1].value = "2023-10-05";
	answers(400, "GET", "/api/calendar", days, NULL);
	has(answers(400, "POST", "/api/calendar", NULL, "{\"csv\":\"x\",\"reason\":\"明年\"}"), "第 1 行");
}

static void verbs_print_for_people_and_programs(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, t->cx.mem);
	struct call call = {.out = &b, .args = {"task.urge"}, .count = 1};
	assert_int_equal(rule_verbs.table[0].run(&t->cx, &call), STATUS_OK);
	has(b.s, "task.urge  Urging  [proposal]\n    Urge 7, 3, 1 days before");
	has(b.s, "1 rules in force\n");
	buf_init(&b, t->cx.mem);
	call = (struct call){.json = true, .w = {.out = &b}, .args = {"task.urge"}, .count = 1};
	assert_int_equal(rule_verbs.table[1].run(&t->cx, &call), STATUS_OK);
	has(b.s, "{\"items\":[{\"id\":0,\"name\":\"task.urge\"");
	buf_init(&b, t->cx.mem);
	call = (struct call){.out = &b, .args = {"task.urge"}, .count = 1};
	assert_int_equal(rule_verbs.table[1].run(&t->cx, &call), STATUS_OK);
	has(b.s, "version 1, from 2000-01-01, in force\n");
}

/* A row changed behind the program's back is found. */
static void the_ledger_knows_every_row(void **state)
{
	(void)state;
	struct list l;
	assert_int_equal(rules_load(&t->cx, NULL), STATUS_OK);
	assert_true(t->cx.ledger_entries >= 20);
	assert_int_equal(db_all(&t->cx, &ledger_entry_record, &l,
				"SELECT " LEDGER_ENTRY_COLUMNS " FROM ledger_entry WHERE county = $1 AND kind = 'rule'",
				ARGS(V(t->cx.county))),
			 STATUS_OK);
	assert_int_equal(l.count, t->cx.ledger_entries);
	const struct ledger_entry *e = l.items;
	const char *why = NULL;
	for (size_t i = 0; i < l.count; i++)
		assert_int_equal(rule_ledger_check(&t->cx, &e[i], &why), STATUS_OK);
	assert_null(why);
	assert_int_equal(db_exec(&t->cx, NULL, "UPDATE rule SET params = '{}' WHERE county = $1 AND id = $2",
				 ARGS(V(t->cx.county), V(e->item))),
			 STATUS_OK);
	assert_int_equal(rule_ledger_check(&t->cx, e, &why), STATUS_OK);
	assert_string_equal(why, "the row differs");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_builtin_rule_says_all_it_should, setup, teardown),
		cmocka_unit_test_setup_teardown(parameters_are_typed_and_missing_ones_are_named, setup, teardown),
		cmocka_unit_test_setup_teardown(outside_its_days_a_rule_is_not_in_force, setup, teardown),
		cmocka_unit_test_setup_teardown(a_county_changes_a_rule_from_a_day_on_and_for_a_while, setup_db,
						teardown_db),
		cmocka_unit_test_setup_teardown(changes_that_would_break_something_are_refused, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(readers_see_what_was_committed, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(the_next_years_working_days_are_imported, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(routes_list_explain_and_change, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(verbs_print_for_people_and_programs, setup_db, teardown_db),
		cmocka_unit_test_setup_teardown(the_ledger_knows_every_row, setup_db, teardown_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
