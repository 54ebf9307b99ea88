/*
 * What the law of the day says of a right, worked out by hand.
 *
 * Terms: 矿产资源开采登记管理办法（国务院令第241号）第七条 (30, 20, 10 years) and 矿产资源勘查区块登记管理办法（第240号）第十条 (3, extended by 2)
 * until 2025-06-30; 矿产资源法（2024 年修订）第二十四条 (30; exploration 5, three extensions of 5) from 2025-07-01.
 * Renewal is asked for 30 days before the end (第241号第七条; 行政许可法第五十条).
 * Numbers: 国土资发〔2007〕294号 (18 characters), 自然资办发〔2020〕32号 (23); the long ones were published with real licences.
 */
#include "test/test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "core/remind.h"
#include "db/db.h"
#include "proto/right_number.h"
#include "rooms/tenure/meeting.h"
#include "rooms/tenure/reserve.h"
#include "rooms/tenure/right.h"
#include "rooms/tenure/tenure_api.h"
#include "test/tenure.h"

const struct licence_guard licence_guards[] = {{"tenure", tenure_licence_guard}, {0}};
const struct mine_ledger *const reserve_ledgers;

static const struct routes *const lists[] = {&right_routes};
static struct quarry *q;
static int64_t mine;

#define OK(call)                                                  \
	do {                                                      \
		if (call)                                         \
			fail_msg("%s: %s", #call, q->w->cx->error); \
	} while (0)

static int set_up(void **state)
{
	q = tenure_new(lists, sizeof lists / sizeof *lists);
	mine = quarry_mine(q, "白云一矿", NULL);
	world_as(q->w, NULL);
	*state = q;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	quarry_free(q);
	return 0;
}

static struct day day(const char *text)
{
	struct day d;
	if (!day_parse(text, &d))
		fail_msg("no day: %s", text);
	return d;
}

/* ---- numbers ---- */

static const struct {
	const char *text;
	bool good;
	int region, year, month, serial;
} numbers[] = {
	{"C2112822009087120030651", true, 211282, 2009, 8, 30651},
	{"C2112822009037220017437", true, 211282, 2009, 3, 17437},
	{"C3600002011013120104030", true, 360000, 2011, 1, 104030},
	{"T21320100103051234", true, 21, 2010, 1, 51234},
	{"T2100002021033040051234", true, 210000, 2021, 3, 51234},
	{"C2112822009137120030651", false, 0, 0, 0, 0},  /* month 13 */
	{"C2112822009007120030651", false, 0, 0, 0, 0},  /* month 0 */
	{"C0912822009087120030651", false, 0, 0, 0, 0},  /* no such region */
	{"C211282200908712003065", false, 0, 0, 0, 0},   /* 22 characters */
	{"C21128220090871200306510", false, 0, 0, 0, 0}, /* 24 */
	{"C21320100103051234", false, 0, 0, 0, 0},       /* mining rights never had 18 */
	{"T21620100103051234", false, 0, 0, 0, 0},       /* way 6 */
	{"T21320100105051234", false, 0, 0, 0, 0},       /* class 05 */
	{"X2112822009087120030651", false, 0, 0, 0, 0}, {"c2112822009087120030651", false, 0, 0, 0, 0}, {"", false, 0, 0, 0, 0},
	{"C2112822009087120O30651", false, 0, 0, 0, 0},  /* the letter O */
};

static void numbers_are_taken_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct right_number n;
		bool good = right_number_read(q->w->cx, numbers[i].text, &n) == STATUS_OK;
		cx_forget(q->w->cx);
		if (good != numbers[i].good)
			fail_msg("%s: %s", numbers[i].text, good ? "taken" : "refused");
		if (good && (n.region != numbers[i].region || n.year != numbers[i].year || n.month != numbers[i].month || n.serial != numbers[i].serial))
			fail_msg("%s: %d %d-%d %d", numbers[i].text, n.region, n.year, n.month, n.serial);
	}
}

/* ---- terms ---- */

static const struct {
	const char *kind, *size, *day;
	int64_t years;
} terms[] = {
	{"mining", "large", "2023-10-25", 30}, {"mining", "medium", "2023-10-25", 20}, {"mining", "small", "2023-10-25", 10},
	{"mining", "small", "2025-06-30", 10}, {"mining", "small", "2025-07-01", 30}, {"mining", "medium", "2025-06-30", 20},
	{"mining", "medium", "2025-07-01", 30}, {"mining", "large", "2025-07-01", 30}, {"mining", "", "2023-10-25", 30},
	{"exploration", "", "2025-06-30", 3}, {"exploration", "", "2025-07-01", 5},
};

static void the_law_of_the_day_says_how_long(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		const struct rule *rule;
		int64_t years;
		OK(right_term(q->w->cx, terms[i].kind, terms[i].size, day(terms[i].day), &years, &rule));
		if (years != terms[i].years || !*rule->source)
			fail_msg("%s %s on %s: %" PRId64, terms[i].kind, terms[i].size, terms[i].day, years);
	}
}

/* ---- what is odd ---- */

static const struct {
	const char *kind, *size, *issued, *from, *to;
	int64_t extensions;
	const char *code;       /* which must be found; "-term" which must not */
} odd[] = {
	{"mining", "small", "2019-12-20", "2020-01-01", "2029-12-31", 0, "-term"},
	{"mining", "small", "2019-12-20", "2020-01-01", "2030-01-02", 0, "term"},
	{"mining", "medium", "2019-12-20", "2020-01-01", "2039-12-31", 0, "-term"},
	{"mining", "small", "2025-06-30", "2025-07-01", "2040-06-30", 0, "term"},        /* issued under the old law */
	{"mining", "small", "2025-07-01", "2025-07-01", "2040-06-30", 0, "-term"},
	{"mining", "small", "2025-07-01", "2025-07-01", "2055-07-02", 0, "term"},
	{"exploration", "", "2023-01-10", "2023-01-10", "2026-01-09", 5, "-extensions"}, /* the old law sets no number */
	{"exploration", "", "2025-07-01", "2025-07-01", "2030-06-30", 3, "-extensions"},
	{"exploration", "", "2025-07-01", "2025-07-01", "2030-06-30", 4, "extensions"},
	{"exploration", "", "2025-06-30", "2025-07-01", "2030-06-30", 0, "term"},
};

static bool found(const struct list *l, const char *code)
{
	const struct right_finding *f = l->items;
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(f[i].code, code) == 0)
			return true;
	return false;
}

static void what_is_odd_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		const struct right r = {.licence = {.kind = odd[i].kind, .number = odd[i].kind[0] == 'm' ? "C2112822009087120030651" : "T2100002021033040051234",
						    .issued_on = odd[i].issued, .valid_from = odd[i].from, .valid_to = odd[i].to, .withdrawn_on = ""},
					.size = odd[i].size, .main_mineral = "石英", .extensions = odd[i].extensions, .standing = "valid"};
		struct list l;
		OK(right_check(q->w->cx, &r, &l));
		bool unwanted = odd[i].code[0] == '-';
		if (found(&l, odd[i].code + unwanted) == unwanted)
			fail_msg("row %zu: %s", i, odd[i].code);
		assert_true(found(&l, "land"));         /* none is on record */
		assert_false(found(&l, "number"));
	}
}

/* ---- how it stands ---- */

static const struct {
	const char *today, *to, *withdrawn, *application, *applied, *standing;
	int64_t left;
} standings[] = {
	{"2023-10-25", "2024-04-23", "", "", "", "valid", 181},
	{"2023-10-25", "2024-04-22", "", "", "", "soon", 180},
	{"2023-10-25", "2023-11-24", "", "", "", "soon", 30},    /* 30 days before: still in time */
	{"2023-10-25", "2023-11-23", "", "", "", "red", 29},
	{"2023-10-25", "2023-11-23", "", "draft", "", "red", 29},        /* a draft asks for nothing */
	{"2023-10-25", "2023-11-23", "", "submitted", "2023-10-20", "soon", 29},
	{"2023-10-25", "2023-10-25", "", "", "", "red", 0},      /* the last day counts */
	{"2023-10-25", "2023-10-24", "", "", "", "lapsed", -1},
	{"2023-10-25", "2023-10-24", "", "granted", "2023-08-01", "renewed", -1},
	{"2023-10-25", "2023-12-31", "", "granted", "2023-08-01", "valid", 67},
	{"2023-10-25", "2030-12-31", "2023-10-25", "", "", "withdrawn", 0},
	{"2023-10-25", "2030-12-31", "2023-10-26", "", "", "valid", 2624},
	{"2026-02-01", "2026-03-02", "", "", "", "red", 29},     /* the same 30 days by the new law */
	{"2026-02-01", "2026-03-03", "", "", "", "soon", 30},
};

static void a_right_stands_by_the_day(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof standings / sizeof *standings; i++) {
		struct right r = {.licence = {.kind = "mining", .valid_from = "2014-01-01", .valid_to = standings[i].to, .withdrawn_on = standings[i].withdrawn},
				  .application = *standings[i].application ? 1 : 0, .application_state = standings[i].application,
				  .applied_on = standings[i].applied};
		OK(right_stand(q->w->cx, &r, day(standings[i].today)));
		if (strcmp(r.standing, standings[i].standing) != 0 || r.days_left != standings[i].left)
			fail_msg("row %zu: %s, %" PRId64 " days", i, r.standing, r.days_left);
	}
}

/* ---- who issues ---- */

/* 自然资源部公告2020年第21号: 14 minerals are the ministry's from 2020-05-01, gold no longer. */
static const struct {
	const char *mineral, *day, *level;
} issuers[] = {
	{"钨矿", "2023-10-25", "ministry"}, {"菱镁矿", "2023-10-25", "province"}, {"滑石", "2023-10-25", "city"}, {"建筑用砂", "2023-10-25", "county"},
	{"金矿", "2020-04-30", "ministry"}, {"金矿", "2020-05-01", "province"}, {"钼矿", "2020-04-30", "province"}, {"钼矿", "2020-05-01", "ministry"},
	{"未列矿种", "2023-10-25", "city"},
};

static void the_mineral_says_who_issues(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof issuers / sizeof *issuers; i++) {
		const struct rule *rule;
		const char *level;
		OK(right_level(q->w->cx, issuers[i].mineral, day(issuers[i].day), &level, &rule));
		if (strcmp(level, issuers[i].level) != 0)
			fail_msg("%s on %s: %s", issuers[i].mineral, issuers[i].day, level);
	}
}

/* ---- what the clock tells ---- */

static int64_t told(int64_t right)
{
	return quarry_count(q, "SELECT count(*) AS n FROM tenure_told WHERE county = $1 AND item = $2", right);
}

/* 181 days before: nothing; then once at 180, 90, 60, 45 and 30, red at 29, and when it is over; each once however often the clock runs. */
static void each_mark_is_told_once(void **state)
{
	static const struct {
		int pass;
		int64_t marks;
	} days[] = {{0, 0}, {1, 1}, {1, 1}, {88, 1}, {1, 2}, {30, 3}, {15, 4}, {15, 5}, {1, 6}, {29, 6}, {1, 7}, {30, 7}};
	(void)state;
	const struct right in = {.licence = {.kind = "mining", .number = "C9903062018127130000009", .holder = "白云矿业有限公司", .issuer = "市自然资源局",
					     .issued_on = "2018-12-01", .valid_from = "2019-01-01", .valid_to = world_day(q->w, 181)}, .main_mineral = "石英"};
	int64_t id;
	OK(right_put(q->w->cx, mine, 0, &in, &id));
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		if (days[i].pass)
			world_pass(q->w, days[i].pass);
		world_as(q->w, NULL);
		for (int twice = 0; twice < 2; twice++)
			OK(tenure_daily(q->w->cx));
		if (told(id) != days[i].marks)
			fail_msg("day %zu: %" PRId64, i, told(id));
	}
}

/* The report of 2023 is due on 2024-01-31: told 30, 15, 7 and 0 days before to the firm, 1 and 7 after to the bureau too; whoever has
 * reported, or held no right in that year, is left alone. */
static void who_owes_the_annual_report_is_reminded(void **state)
{
	struct reminders all = {0};
	struct cx *cx = q->w->cx;
	(void)state;
	OK(reserve_remind(cx, day("2023-12-01"), day("2023-12-31"), &all));
	assert_int_equal(all.count, 0);
	OK(reserve_remind(cx, day("2024-01-01"), day("2024-02-29"), &all));
	assert_int_equal(all.count, 4 + 2 * 2);
	for (size_t i = 0; i < all.count; i++) {
		assert_string_equal(all.items[i].day, "2024-01-31");
		assert_int_equal(all.items[i].item, mine);
	}
	assert_string_equal(all.items[0].rule, "tenure.report_remind");
	const struct reserve in = {.year = 2023, .start_t = 100, .mined_t = 10, .end_t = 90, .handed_on = "2023-10-20"};
	OK(reserve_put(cx, mine, 0, &in));
	all.count = 0;
	OK(reserve_remind(cx, day("2024-01-01"), day("2024-02-29"), &all));
	assert_int_equal(all.count, 0);
	OK(reserve_remind(cx, day("2031-01-01"), day("2031-01-31"), &all));       /* of 2030, its last year */
	assert_true(all.count > 0);
	all.count = 0;
	OK(reserve_remind(cx, day("2032-01-01"), day("2032-02-29"), &all));
	assert_int_equal(all.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(numbers_are_taken_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_law_of_the_day_says_how_long, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_odd_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_right_stands_by_the_day, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_mineral_says_who_issues, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_mark_is_told_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_owes_the_annual_report_is_reminded, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
