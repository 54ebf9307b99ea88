/*
 * The vectors are those of 民法典 200-204 and of the State Council's notices for 2023 to 2026, worked by hand or
 * counted independently (two public data sets); none comes from running this program.
 */
#include "test/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/calendar.h"
#include "base/csv.h"
#include "test/check.h"

static struct cx cx;
static const struct calendar *cal;

static int setup(void **state)
{
	(void)state;
	cx.mem = arena_new();
	cx.lang = LANG_EN;
	return calendar_builtin(&cx, &cal);
}

static int teardown(void **state)
{
	(void)state;
	arena_free(cx.mem);
	return 0;
}

static struct day day(const char *s)
{
	struct day d = {0};
	assert_true(day_parse(s, &d));
	return d;
}

static void is_day(struct due due, const char *want, bool assumed)
{
	char s[11];
	assert_string_equal(day_print(due.day, s), want);
	assert_int_equal(due.assumed, assumed);
}

static void working_days_run_as_the_vectors(void **state)
{
	(void)state;
	static const struct {
		const char *from;
		int n;
		const char *due;
	} v[] = {
		{"2023-09-28", 7, "2023-10-13"},  {"2024-02-07", 5, "2024-02-20"}, {"2025-01-24", 5, "2025-02-07"},
		{"2025-09-26", 5, "2025-10-10"},  {"2026-02-13", 5, "2026-02-27"}, {"2026-09-18", 5, "2026-09-24"},
		{"2023-10-20", 1, "2023-10-23"},  {"2023-10-20", 0, "2023-10-20"}, {"2023-10-13", -7, "2023-09-28"},
		{"2023-10-23", -1, "2023-10-20"},
	};
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		is_day(due_working_days(cal, day(v[i].from), v[i].n), v[i].due, false);
}

static void natural_days_roll_over_only_when_asked(void **state)
{
	(void)state;
	/* A make-up Saturday is a working day: 10-05 goes to 10-07. */
	is_day(due_days(cal, day("2023-09-25"), 10, ROLL_WORKING), "2023-10-07", false);
	is_day(due_days(cal, day("2024-09-30"), 5, ROLL_WORKING), "2024-10-08", false);
	is_day(due_days(cal, day("2025-09-28"), 10, ROLL_WORKING), "2025-10-09", false);
	is_day(due_days(cal, day("2023-09-25"), 10, ROLL_NONE), "2023-10-05", false);
	is_day(due_days(cal, day("2023-09-25"), 10, ROLL_HOLIDAY), "2023-10-07", false);
	/* 2023-11-04 is an ordinary Saturday. */
	is_day(due_days(cal, day("2023-10-25"), 10, ROLL_WORKING), "2023-11-06", false);
	is_day(due_days(cal, day("2023-10-25"), 10, ROLL_HOLIDAY), "2023-11-04", false);
	is_day(due_days(cal, day("2023-10-25"), -30, ROLL_WORKING), "2023-09-25", false);
}

static void months_end_on_the_same_day_or_the_last(void **state)
{
	(void)state;
	is_day(due_months(cal, day("2023-10-20"), 1, ROLL_NONE), "2023-11-20", false);
	is_day(due_months(cal, day("2024-01-31"), 1, ROLL_NONE), "2024-02-29", false);
	is_day(due_months(cal, day("2023-01-31"), 1, ROLL_NONE), "2023-02-28", false);
	is_day(due_months(cal, day("2024-02-29"), 12, ROLL_NONE), "2025-02-28", false);
	is_day(due_months(cal, day("2023-11-30"), 3, ROLL_NONE), "2024-02-29", false);
	is_day(due_months(cal, day("2023-12-31"), -3, ROLL_NONE), "2023-09-30", false);
	is_day(due_months(cal, day("2023-10-31"), 2, ROLL_WORKING), "2024-01-02", false); /* 12-31 Sunday, 01-01 off */
}

static void hours_run_from_the_moment_and_days_end_at_midnight(void **state)
{
	(void)state;
	int64_t from, due;
	assert_true(time_parse("2023-10-05T15:30:00+08:00", &from) && time_parse("2023-10-06T15:30:00+08:00", &due));
	assert_int_equal(due_hours(from, 24), due);
	assert_true(time_parse("2023-11-01T00:00:00+08:00", &due));
	assert_int_equal(due_end(day("2023-10-31")), due);
	assert_int_equal(day_of(due - 1).n, day("2023-10-31").n);
}

static void years_have_their_working_days(void **state)
{
	(void)state;
	static const int want[] = {249, 251, 248, 248};
	for (int y = 2023; y <= 2026; y++) {
		int n = 0;
		for (struct day d = day_make(y, 1, 1); d.n <= day_make(y, 12, 31).n; d.n++)
			n += calendar_works(cal, d);
		assert_int_equal(n, want[y - 2023]);
		assert_int_equal(calendar_working_days(cal, day_make(y - 1, 12, 31), day_make(y, 12, 31), NULL), n);
	}
	assert_false(calendar_works(cal, day("2023-09-29")));
	assert_false(calendar_works(cal, day("2023-09-30")));
	assert_true(calendar_works(cal, day("2023-10-07")));
	assert_true(calendar_works(cal, day("2024-02-09"))); /* the eve was not a day off that year */
}

static void beyond_the_table_answers_are_marked(void **state)
{
	(void)state;
	struct day first, last;
	assert_true(calendar_settled(cal, &first, &last));
	assert_int_equal(first.n, day("2023-01-01").n);
	assert_int_equal(last.n, day("2026-12-24").n);
	is_day(due_working_days(cal, day("2026-12-23"), 1), "2026-12-24", false);
	is_day(due_working_days(cal, day("2026-12-24"), 1), "2026-12-25", true);
	is_day(due_working_days(cal, day("2027-03-05"), 1), "2027-03-08", true);
	is_day(due_days(cal, day("2026-12-20"), 20, ROLL_WORKING), "2027-01-11", true);
	is_day(due_days(cal, day("2026-12-20"), 20, ROLL_HOLIDAY), "2027-01-09", true);
	is_day(due_days(cal, day("2026-12-20"), 20, ROLL_NONE), "2027-01-09", false);
	is_day(due_working_days(cal, day("2022-12-30"), 1), "2023-01-03", false);
	is_day(due_working_days(cal, day("2022-12-29"), 1), "2022-12-30", true);
	bool assumed;
	assert_int_equal(calendar_working_days(cal, day("2026-12-24"), day("2027-01-04"), &assumed), 7);
	assert_true(assumed);
	assert_int_equal(calendar_working_days(cal, day("2023-10-13"), day("2023-09-28"), &assumed), -7);
	assert_false(assumed);
}

/* Adding n working days passes exactly n of them and lands on one; counting agrees with adding, forth and back. */
static void counting_agrees_with_adding(void **state)
{
	(void)state;
	uint64_t seed = 20231025;
	for (int round = 0; round < 3000; round++) {
		struct day from = {day("2022-01-01").n + (int)(check_random(&seed) % 2200)};
		int n = (int)(check_random(&seed) % 120) - 60;
		struct due due = due_working_days(cal, from, n);
		if (n)
			assert_true(calendar_works(cal, due.day));
		int count = 0;
		for (int d = from.n + 1; d <= due.day.n; d++)
			count += calendar_works(cal, (struct day){d});
		if (n >= 0)
			assert_int_equal(count, n);
		assert_int_equal(calendar_working_days(cal, from, due.day, NULL),
				 n >= 0 ? n : n + 1 - calendar_works(cal, from));
	}
}

static void refuses(const char *rows, const char *words)
{
	const char *text = arena_printf(cx.mem, "from,to,kind,name,source\n%s", rows);
	const struct calendar *c;
	assert_int_equal(calendar_load(&cx, text, strlen(text), &c), STATUS_INVALID);
	assert_non_null(strstr(cx.error, words));
	cx_forget(&cx);
}

static void broken_tables_are_refused_with_their_line(void **state)
{
	(void)state;
	refuses("2023-02-29,2023-03-01,off,x,\n", "line 2");
	refuses("\n# remark\n2023-03-02,2023-03-01,off,x,\n", "line 4: the last day is before");
	refuses("2023-03-01,2023-03-01,rest,x,\n", "notice, off or work");
	refuses("2023-03-01,2023-03-02,off,x,\n2023-03-02,2023-03-02,work,x,\n", "line 3: a day stands");
	refuses("2023-03-01,2024-03-02,off,x,\n", "more than a year");
	refuses("1970-03-01,1970-03-02,off,x,\n2970-03-01,2970-03-02,off,x,\n", "100 years");
	refuses("2023-03-01,2023-03-02,off,\"x,\n", "not closed");
	refuses("2023-03-01,2023-03-02,off,x,,\n", "more than 5");
	refuses("2023-03-01,2023-03-02,off\n", "need two days");
	refuses("2023-01-01,2023-12-31,notice,x,\n2024-01-01,2024-01-01,off,x,\n", "line 2: the notice has no day off");
	const struct calendar *c;
	assert_int_equal(calendar_load(&cx, "from,kind\n", 10, &c), STATUS_INVALID);
	cx_forget(&cx);
	assert_int_equal(calendar_load(&cx, "", 0, &c), STATUS_INVALID);
	cx_forget(&cx);
}

static void an_empty_table_knows_only_weekdays(void **state)
{
	(void)state;
	const char text[] = "\xef\xbb\xbf"
			    "from,to,kind,name,source\r\n";
	const struct calendar *c;
	struct day first, last;
	assert_int_equal(calendar_load(&cx, text, sizeof text - 1, &c), STATUS_OK);
	assert_false(calendar_settled(c, &first, &last));
	is_day(due_working_days(c, day("2023-09-28"), 2), "2023-10-02", true);
	assert_int_equal(calendar_working_days(c, day("2023-09-28"), day("2023-10-09"), NULL), 7);
}

static void csv_reads_quotes_and_line_breaks(void **state)
{
	(void)state;
	const char text[] = "a,\"b \"\"c\"\", d\",\r\n\n#x\n\"two\nlines\",z";
	struct csv csv;
	const char *cells[3];
	size_t n;
	csv_init(&csv, text, sizeof text - 1);
	assert_int_equal(csv_next(&cx, &csv, cells, 3, &n), STATUS_OK);
	assert_int_equal(n, 3);
	assert_string_equal(cells[1], "b \"c\", d");
	assert_string_equal(cells[2], "");
	assert_int_equal(csv_next(&cx, &csv, cells, 3, &n), STATUS_OK);
	assert_int_equal(n, 2);
	assert_int_equal(csv.line, 4);
	assert_string_equal(cells[0], "two\nlines");
	assert_int_equal(csv_next(&cx, &csv, cells, 3, &n), STATUS_OK);
	assert_int_equal(n, 0);
}

/* Where the shared data lie beside the repository, every row of theirs must be what our table says. */
static void the_table_agrees_with_the_shared_rows(void **state)
{
	(void)state;
	const char *shared = getenv("KUANGAN_SHARED");
	FILE *f = fopen(arena_printf(cx.mem, "%s/data/holidays.csv", shared ? shared : "../shared"), "r");
	if (!f) {
		print_message("# no shared data: skipped\n");
		return; /* cmocka's skip() is "not ok" to Meson */
	}
	char line[256];
	int rows = 0;
	while (fgets(line, sizeof line, f)) {
		if (strlen(line) < 12 || line[4] != '-')
			continue;
		line[10] = '\0';
		assert_int_equal(calendar_works(cal, day(line)), strncmp(line + 11, "workday", 7) == 0);
		assert_false(calendar_assumes(cal, day(line)));
		rows++;
	}
	fclose(f);
	assert_int_equal(rows, 142);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(working_days_run_as_the_vectors),
		cmocka_unit_test(natural_days_roll_over_only_when_asked),
		cmocka_unit_test(months_end_on_the_same_day_or_the_last),
		cmocka_unit_test(hours_run_from_the_moment_and_days_end_at_midnight),
		cmocka_unit_test(years_have_their_working_days),
		cmocka_unit_test(beyond_the_table_answers_are_marked),
		cmocka_unit_test(counting_agrees_with_adding),
		cmocka_unit_test(broken_tables_are_refused_with_their_line),
		cmocka_unit_test(an_empty_table_knows_only_weekdays),
		cmocka_unit_test(csv_reads_quotes_and_line_breaks),
		cmocka_unit_test(the_table_agrees_with_the_shared_rows),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
