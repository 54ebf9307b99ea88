/*
 * The hand-worked cases reckon with an issue on Sunday 2023-10-08, a make-up working day: signing is due 10-09 (1
 * working day), the plan 10-11 (3), the first report 10-13 (5).  Rules: rules/rules.csv (rules.md 8.2); working days:
 * the State Council's notice for 2023; periods: 民法典 200-202.
 */
#include "test/test.h"

#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "rooms/task/supervise.h"
#include "test/check.h"

static struct cx cx;
static struct supervise_rules rules;

static struct day day(const char *s)
{
	struct day d = {0};
	assert_true(day_parse(s, &d));
	return d;
}

static struct maybe_day on(const char *s)
{
	return (struct maybe_day){true, day(s)};
}

static int setup(void **state)
{
	(void)state;
	cx = (struct cx){.mem = arena_new(), .lang = LANG_EN};
	if (supervise_rules(&cx, day("2023-10-25"), &rules))
		fail_msg("%s", cx.error);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(cx.mem);
	return 0;
}

/* ---- deadlines ---- */

static void each_kind_of_deadline_gives_its_days(void **state)
{
	(void)state;
	static const struct {
		struct deadline d;
		const char *served, *begin, *due, *long_from;
	} cases[] = {
		/* the kinds of the notice this platform exists for */
		{{.kind = "by_day", .day = "2023-10-20"}, NULL, "2023-10-08", "2023-10-20", NULL},
		{{.kind = "by_day_then_long_term", .day = "2023-10-31"},
		 NULL,
		 "2023-10-08",
		 "2023-10-31",
		 "2023-11-01"},
		{{.kind = "from_month_effect_year", .start = "2023-10", .effect_year = 2023},
		 NULL,
		 "2023-10-01",
		 "2023-12-31",
		 NULL},
		{{.kind = "from_month_effect_year_then_long_term", .start = "2023-10", .effect_year = 2023},
		 NULL,
		 "2023-10-01",
		 "2023-12-31",
		 "2024-01-01"},
		/* 10 natural days after service, no roll-over: 10-19 + 10 = Sunday 10-29 stays */
		{{.kind = "days_after_service", .days = 10}, "2023-10-19", "2023-10-08", "2023-10-29", NULL},
		{{.kind = "days_after_service", .days = 10}, NULL, "2023-10-08", "2023-10-18", NULL},
		/* working days: 10-19 + 5 = 20, 23, 24, 25, 26 */
		{{.kind = "days_after_service", .days = 5, .working = true},
		 "2023-10-19",
		 "2023-10-08",
		 "2023-10-26",
		 NULL},
		{{.kind = "by_month", .day = "2023-11-30"}, NULL, "2023-10-08", "2023-11-30", NULL},
		{{.kind = "in_month", .start = "2023-11-01", .day = "2023-11-30"},
		 NULL,
		 "2023-11-01",
		 "2023-11-30",
		 NULL},
		{{.kind = "by_quarter", .day = "2023-12-31"}, NULL, "2023-10-08", "2023-12-31", NULL},
		{{.kind = "within_year", .day = "2023-12-31"}, NULL, "2023-10-08", "2023-12-31", NULL},
		{{.kind = "recurring", .recurs = "monthly"}, NULL, "2023-10-08", NULL, NULL},
		{{.kind = "long_term"}, NULL, "2023-10-08", NULL, "2023-10-08"},
		{{.kind = "long_term", .start = "2023-11"}, NULL, "2023-11-01", NULL, "2023-11-01"},
		{{.kind = "immediately"}, NULL, "2023-10-08", "2023-10-11", NULL},
		{{.kind = "none"}, NULL, "2023-10-08", NULL, NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct when w;
		struct maybe_day served = {0};
		char s[11];
		if (cases[i].served)
			served = on(cases[i].served);
		assert_int_equal(deadline_resolve(&cx, rules.calendar, &rules.period, &cases[i].d, day("2023-10-08"),
						  served, &w),
				 STATUS_OK);
		assert_string_equal(day_print(w.begin, s), cases[i].begin);
		assert_int_equal(w.due.is, cases[i].due != NULL);
		if (cases[i].due)
			assert_string_equal(day_print(w.due.day, s), cases[i].due);
		assert_int_equal(w.long_from.is, cases[i].long_from != NULL);
		if (cases[i].long_from)
			assert_string_equal(day_print(w.long_from.day, s), cases[i].long_from);
		assert_false(w.assumed);
	}
}

static void broken_deadlines_are_refused(void **state)
{
	(void)state;
	static const struct deadline bad[] = {
		{.kind = NULL},
		{.kind = "soon"},
		{.kind = "by_day"},
		{.kind = "by_day", .day = "2023-10-32"},
		{.kind = "from_month_effect_year", .start = "2023-10"},
		{.kind = "from_month_effect_year", .start = "2023-1x", .effect_year = 2023},
		{.kind = "days_after_service"},
		{.kind = "days_after_service", .days = -1},
		{.kind = "recurring"},
		{.kind = "recurring", .recurs = "often"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct when w;
		assert_int_equal(deadline_resolve(&cx, rules.calendar, &rules.period, &bad[i], day("2023-10-08"),
						  (struct maybe_day){0}, &w),
				 STATUS_INVALID);
		assert_string_equal(cx.field, "deadline");
		cx_forget(&cx);
	}
}

static void rhythms_fall_on_their_days(void **state)
{
	(void)state;
	static const struct {
		struct rhythm r;
		const char *anchor, *after, *next;
	} cases[] = {
		{{.days = 1}, NULL, "2023-10-31", "2023-11-01"},
		{{.days = 7}, NULL, "2023-10-25", "2023-10-29"}, /* Wednesday: Sunday ends the week */
		{{.days = 7}, NULL, "2023-10-29", "2023-11-05"},
		{{.days = 7}, "2023-10-20", "2023-10-25", "2023-10-27"}, /* from a Friday on */
		{{.months = 1}, NULL, "2023-10-25", "2023-10-31"},
		{{.months = 1}, NULL, "2023-10-31", "2023-11-30"},
		{{.months = 3}, NULL, "2023-10-25", "2023-12-31"},
		{{.months = 6}, NULL, "2023-06-29", "2023-06-30"},
		{{.months = 6}, NULL, "2023-06-30", "2023-12-31"},
		{{.months = 12}, NULL, "2023-12-31", "2024-12-31"},
		{{.months = 1}, "2023-10-31", "2023-10-08", "2023-10-31"},
		{{.months = 1}, "2023-10-31", "2023-10-31", "2023-11-30"},
		{{.months = 1}, "2023-10-31", "2024-02-01", "2024-02-29"},
		{{.months = 3}, "2023-10-15", "2023-10-15", "2024-01-15"},
		{{.months = 3}, "2023-10-15", "2024-01-14", "2024-01-15"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct rhythm r = cases[i].r;
		char s[11];
		if (cases[i].anchor)
			r.anchor = on(cases[i].anchor);
		assert_string_equal(day_print(rhythm_next(&r, day(cases[i].after)), s), cases[i].next);
	}
}

/* ---- lights ---- */

static struct task_facts issued(const char *due)
{
	struct task_facts f = {.org = 1, .issued = day("2023-10-08"), .when = {.begin = day("2023-10-08")}};
	if (due)
		f.when.due = on(due);
	return f;
}

static struct view seen(const struct task_facts *f, const struct task_event *events, int count, const char *at)
{
	struct milestone_fact m[16];
	struct task_facts now;
	struct view v;
	assert_true(f->milestone_count <= 16);
	task_fold(f, events, count, day(at), m, &now);
	supervise(&rules, &now, day(at), &v);
	return v;
}

static void shows(const struct task_facts *f, const struct task_event *events, int count, const char *at,
		  const char *colour, const char *text)
{
	struct view v = seen(f, events, count, at);
	assert_string_equal(v.colour, colour);
	assert_string_equal(light_text(&cx, &v), text);
}
#define EVENTS(e) e, sizeof e / sizeof *e

/* Due 10-20, period 12 days: near from 10-13 on (7 days); planned on day d: (d - 10-08) / 12. */
static void a_short_task_by_hand(void **state)
{
	(void)state;
	struct task_facts f = issued("2023-10-20");
	struct task_event e[] = {
		{day("2023-10-09"), TASK_SIGNED, 0},    {day("2023-10-13"), TASK_REPORTED, 40},
		{day("2023-10-20"), TASK_REPORTED, 90}, {day("2023-10-24"), TASK_ASKED, 0},
		{day("2023-10-26"), TASK_RETURNED, 0},  {day("2023-10-27"), TASK_ASKED, 0},
		{day("2023-10-30"), TASK_CLOSED, 0},
	};
	shows(&f, EVENTS(e), "2023-10-08", "green", "on track, 12 days left, progress 0 %");
	shows(&f, EVENTS(e), "2023-10-12", "green", "on track, 8 days left, progress 0 %");
	shows(&f, EVENTS(e), "2023-10-13", "yellow", "7 days left, progress 40 %, planned 41 %");
	shows(&f, EVENTS(e), "2023-10-16", "yellow", "4 days left, progress 40 %, planned 66 %");
	shows(&f, EVENTS(e), "2023-10-20", "yellow", "0 days left, progress 90 %, planned 100 %");
	shows(&f, EVENTS(e), "2023-10-21", "red", "1 days overdue");
	shows(&f, EVENTS(e), "2023-10-25", "red", "5 days overdue"); /* asked, but after its day */
	shows(&f, EVENTS(e), "2023-10-30", "grey", "closed");
	assert_int_equal(seen(&f, EVENTS(e), "2023-10-12").plan_percent, 33);
	assert_true(seen(&f, EVENTS(e), "2023-10-12").behind);
	struct view v = seen(&f, EVENTS(e), "2023-10-13");
	assert_int_equal(working_days_left(&rules, &v, day("2023-10-13"), NULL), 5); /* 16 17 18 19 20 */
	v = seen(&f, EVENTS(e), "2023-10-25");
	assert_int_equal(working_days_left(&rules, &v, day("2023-10-25"), NULL), -3); /* 23 24 25 */
}

/* Due 12-31, period 84 days: 20 % are 16.8 days, so near from 16 days left = 12-15 on. */
static void a_long_task_is_near_by_its_share(void **state)
{
	(void)state;
	struct task_facts f = issued("2023-12-31");
	struct task_event e[] = {{day("2023-12-10"), TASK_REPORTED, 60}};
	shows(&f, EVENTS(e), "2023-12-14", "green", "on track, 17 days left, progress 60 %");
	shows(&f, EVENTS(e), "2023-12-15", "yellow", "16 days left, progress 60 %, planned 80 %");
}

static void late_reports_turn_a_task_yellow_after_two_days(void **state)
{
	(void)state;
	struct task_facts f = issued("2023-12-31");
	struct task_event e[] = {{day("2023-10-13"), TASK_REPORTED, 10}, {day("2023-10-24"), TASK_REPORTED, 15}};
	shows(&f, e, 0, "2023-10-15", "green", "on track, 77 days left, progress 0 %"); /* 10-13 + 2 */
	shows(&f, e, 0, "2023-10-16", "yellow", "progress report 3 days late");
	shows(&f, EVENTS(e), "2023-10-22", "green", "on track, 70 days left, progress 10 %");
	shows(&f, EVENTS(e), "2023-10-23", "yellow", "progress report 3 days late");
	shows(&f, EVENTS(e), "2023-10-24", "green", "on track, 68 days left, progress 15 %");
	struct view v = seen(&f, EVENTS(e), "2023-10-23");
	const struct rule *why[2];
	assert_int_equal(light_rules(&rules, &v, why), 2);
	assert_string_equal(why[0]->name, "task.light");
	assert_string_equal(why[1]->name, "task.report_rhythm");
	assert_string_equal(light_code(v.reason), "report_late");
}

static void signing_is_late_after_its_day(void **state)
{
	(void)state;
	struct task_facts f = issued("2023-12-31");
	struct task_event e[] = {{day("2023-10-11"), TASK_SIGNED, 0}};
	assert_false(seen(&f, EVENTS(e), "2023-10-09").sign_late);
	assert_true(seen(&f, EVENTS(e), "2023-10-10").sign_late);
	assert_false(seen(&f, EVENTS(e), "2023-10-11").sign_late);
}

static void long_term_work_goes_on_with_monthly_reports(void **state)
{
	(void)state;
	struct task_facts f = issued("2023-10-31");
	f.when.long_from = on("2023-11-01");
	struct task_event e[] = {
		{day("2023-10-20"), TASK_REPORTED, 80},  {day("2023-10-27"), TASK_REPORTED, 100},
		{day("2023-10-28"), TASK_ASKED, 0},      {day("2023-10-30"), TASK_ACCEPTED, 0},
		{day("2023-12-04"), TASK_REPORTED, 100}, {day("2024-06-01"), TASK_CLOSED, 0},
	};
	shows(&f, e, 2, "2023-11-01", "red",
	      "1 days overdue"); /* nobody accepted it: it does not turn blue by itself */
	shows(&f, EVENTS(e), "2023-10-29", "green", "on track, 2 days left, progress 100 %");
	shows(&f, EVENTS(e), "2023-10-30", "blue", "long-term work, next report by 2023-11-30");
	shows(&f, EVENTS(e), "2023-12-02", "blue", "long-term work, next report by 2023-11-30");
	shows(&f, EVENTS(e), "2023-12-03", "yellow", "progress report 3 days late");
	shows(&f, EVENTS(e), "2023-12-04", "blue", "long-term work, next report by 2024-01-04");
	shows(&f, EVENTS(e), "2024-06-01", "grey", "closed");
	f = issued(NULL);
	f.when.long_from = on("2023-11-01");
	struct task_event r[] = {{day("2023-10-27"), TASK_REPORTED, 5}};
	shows(&f, EVENTS(r), "2023-10-31", "green", "on track, no day set");
	shows(&f, EVENTS(r), "2023-11-01", "blue", "long-term work, next report by 2023-11-27");
}

static void what_is_handed_in_in_time_waits_yellow_not_red(void **state)
{
	(void)state;
	struct task_facts f = issued("2023-10-31");
	struct task_event e[] = {
		{day("2023-10-27"), TASK_REPORTED, 100},
		{day("2023-10-31"), TASK_ASKED, 0},
		{day("2023-11-05"), TASK_RETURNED, 0},
	};
	shows(&f, EVENTS(e), "2023-10-31", "green", "on track, 0 days left, progress 100 %");
	shows(&f, EVENTS(e), "2023-11-03", "yellow", "handed in in time, not verified yet, 3 days past its day");
	shows(&f, EVENTS(e), "2023-11-05", "red", "5 days overdue");
}

static void extension_and_reopening_move_the_day(void **state)
{
	(void)state;
	struct task_facts f = issued("2023-10-20");
	struct task_event e[] = {
		{day("2023-10-18"), TASK_EXTENDED, day("2023-10-31").n},
		{day("2023-10-30"), TASK_ASKED, 0},
		{day("2023-11-02"), TASK_CLOSED, 0},
		{day("2023-11-20"), TASK_REOPENED, day("2023-12-10").n},
	};
	assert_int_equal(seen(&f, EVENTS(e), "2023-10-17").days_left, 3);
	assert_int_equal(seen(&f, EVENTS(e), "2023-10-18").days_left, 13);
	shows(&f, EVENTS(e), "2023-11-19", "grey", "closed");
	assert_int_equal(seen(&f, EVENTS(e), "2023-11-20").days_left, 20);
	assert_false(seen(&f, EVENTS(e), "2023-11-20").state == LIGHT_CLOSED);
	assert_int_equal(seen(&f, EVENTS(e), "2023-12-11").state, LIGHT_OVERDUE);
}

/* Weights 1, 2, 1: 25 % planned from 10-10 on, 75 % from 10-17 on. */
static void milestones_make_the_plan(void **state)
{
	(void)state;
	static struct milestone_fact m[3];
	m[0] = (struct milestone_fact){day("2023-10-10"), 1, {0}};
	m[1] = (struct milestone_fact){day("2023-10-17"), 2, {0}};
	m[2] = (struct milestone_fact){day("2023-10-20"), 1, {0}};
	struct task_facts f = issued("2023-10-20");
	f.milestones = m;
	f.milestone_count = 3;
	struct task_event e[] = {
		{day("2023-10-10"), TASK_MILESTONE, 0},
		{day("2023-10-13"), TASK_REPORTED, 90},
		{day("2023-10-18"), TASK_MILESTONE, 1},
		{day("2023-10-18"), TASK_MILESTONE, 7},
	};
	struct view v = seen(&f, EVENTS(e), "2023-10-16");
	assert_int_equal(v.percent, 25); /* what is done, not what was said */
	assert_int_equal(v.plan_percent, 25);
	assert_int_equal(v.state, LIGHT_ON_TRACK);
	shows(&f, EVENTS(e), "2023-10-17", "yellow", "3 days left, progress 25 %, planned 75 %");
	shows(&f, EVENTS(e), "2023-10-18", "green", "on track, 2 days left, progress 75 %");
	assert_false(m[0].done.is); /* folding leaves the first facts alone */
}

static void recurring_work_owes_a_report_each_period(void **state)
{
	(void)state;
	struct task_facts f = issued(NULL);
	f.when.recurs.months = 1;
	struct task_event e[] = {{day("2023-10-28"), TASK_REPORTED, 0}, {day("2023-12-01"), TASK_REPORTED, 0}};
	shows(&f, EVENTS(e), "2023-10-08", "blue", "long-term work, next report by 2023-10-31");
	shows(&f, EVENTS(e), "2023-10-28", "blue", "long-term work, next report by 2023-11-30");
	shows(&f, EVENTS(e), "2023-12-01", "blue", "long-term work, next report by 2024-01-31");
	shows(&f, e, 1, "2023-12-03", "yellow", "progress report 3 days late");
}

static void lights_speak_chinese_too(void **state)
{
	(void)state;
	struct task_facts f = issued("2023-10-20");
	cx.lang = LANG_ZH;
	shows(&f, NULL, 0, "2023-10-25", "red", "逾期 5 天");
	shows(&f, NULL, 0, "2023-10-13", "yellow", "剩余 7 天，进度 0%，计划 41%");
	cx.lang = LANG_EN;
}

/* ---- what comes ---- */

static const char *listing(const struct task_facts *f, const char *from, const char *to, const char *kind)
{
	struct buf b;
	struct list l;
	char s[11];
	buf_init(&b, cx.mem);
	supervise_ahead(&cx, &rules, f, day(from), day(to), &l);
	for (size_t i = 0; i < l.count; i++) {
		const struct ahead *a = (const struct ahead *)l.items + i;
		if (!kind || strcmp(kind, a->kind) == 0)
			buf_printf(&b, "%s %s\n", day_print(a->day, s) + 5, kind ? a->text : a->kind);
	}
	return b.s;
}

static void urging_and_escalation_are_visible_before_they_happen(void **state)
{
	(void)state;
	struct task_facts f = issued("2023-10-31");
	assert_string_equal(listing(&f, "2023-10-08", "2023-11-09", "urge"),
			    "10-24 urging: 7 days to the deadline\n10-28 urging: 3 days to the deadline\n"
			    "10-30 urging: 1 days to the deadline\n11-01 urging: 1 days overdue\n"
			    "11-04 urging: 4 days overdue\n11-07 urging: 7 days overdue\n");
	assert_string_equal(
		listing(&f, "2023-10-08", "2023-12-31", "escalate"),
		"11-03 3 days overdue: letter of supervision, to deputy county head in charge\n"
		"11-07 7 days overdue: circular to the county, to county head\n"
		"11-15 15 days overdue: lead handed to discipline inspection, to discipline inspection commission\n");
	assert_string_equal(listing(&f, "2023-10-08", "2023-10-21", NULL),
			    "10-09 sign\n10-11 plan\n10-13 report\n10-20 report\n");
	assert_string_equal(listing(&f, "2023-11-07", "2023-11-07", NULL), "11-07 escalate\n11-07 urge\n");
	/* Years later the rhythm is the same: 2026-01-01 is 793 = 1 + 3 × 264 days late. */
	assert_string_equal(listing(&f, "2026-01-01", "2026-01-03", "urge"), "01-01 urging: 793 days overdue\n");
	f.asked = on("2023-10-30");
	assert_string_equal(listing(&f, "2023-10-30", "2023-12-31", "urge"), "");
	f.closed = on("2023-11-02");
	assert_string_equal(listing(&f, "2023-10-08", "2023-12-31", NULL), "");
	/* A task issued three days before its day is not urged for what lay before its issue. */
	f = issued("2023-10-11");
	assert_string_equal(listing(&f, "2023-10-01", "2023-10-11", "urge"), "10-10 urging: 1 days to the deadline\n");
}

/* ---- key figures ---- */

static void figures_show_their_parts(void **state)
{
	(void)state;
	/* 22 items, 6 closed: 27 % (a county circular cited in rules.md 8.3) */
	struct kpi_sum sum = {0};
	struct kpi k[KPI_COUNT];
	for (int i = 0; i < 22; i++) {
		struct task_facts f = issued("2023-10-20");
		struct task_event e[] = {{day("2023-10-09"), TASK_SIGNED, 0},
					 {day("2023-10-13"), TASK_REPORTED, 50},
					 {day("2023-10-19"), TASK_ASKED, 0},
					 {day("2023-10-22"), TASK_CLOSED, 0}};
		struct milestone_fact none[1];
		struct task_facts now;
		struct view v;
		if (i == 5)
			e[2].day = day("2023-10-21"); /* closed, but handed in late */
		task_fold(&f, e, i < 6 ? 4 : i < 10 ? 2 : 0, day("2023-10-25"), none, &now);
		supervise(&rules, &now, day("2023-10-25"), &v);
		kpi_add(&sum, &rules, &now, &v, day("2023-10-25"));
	}
	kpi_read(&sum, k);
	assert_string_equal(kpi_text(&cx, &k[KPI_closed]), "27 % (6/22)");
	assert_string_equal(kpi_text(&cx, &k[KPI_in_time]), "23 % (5/22)");
	assert_string_equal(kpi_text(&cx, &k[KPI_sign_in_time]), "45 % (10/22)");
	assert_string_equal(kpi_text(&cx, &k[KPI_progress]), "36 % (800/2200)");  /* 6 × 100 + 4 × 50 */
	assert_string_equal(kpi_text(&cx, &k[KPI_report_in_time]), "0 % (0/16)"); /* since 10-20 and 10-13 */
	assert_string_equal(kpi_text(&cx, &k[KPI_points]), "16");                 /* 16 red, none 7 days late */
	assert_int_equal(sum.lights[LIGHT_OVERDUE], 16);
	assert_int_equal(sum.lights[LIGHT_CLOSED], 6);

	struct kpi_sum empty = {0};
	kpi_read(&empty, k);
	for (int i = 0; i < KPI_points; i++)
		assert_string_equal(kpi_text(&cx, &k[i]), "—");
	assert_string_equal(kpi_text(&cx, &k[KPI_points]), "0");
}

static void points_grow_with_lateness(void **state)
{
	(void)state;
	static const struct {
		const char *at;
		double points;
	} cases[] = {{"2023-10-12", 0}, {"2023-10-13", 0.5}, {"2023-10-21", 1}, {"2023-10-26", 1}, {"2023-10-27", 3}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct task_facts f = issued("2023-10-20");
		struct kpi_sum sum = {0};
		struct view v;
		supervise(&rules, &f, day(cases[i].at), &v);
		kpi_add(&sum, &rules, &f, &v, day(cases[i].at));
		assert_true(sum.num[KPI_points] == cases[i].points);
	}
}

/* ---- properties ---- */

enum { MAX_EVENTS = 24 };

static int random_events(uint64_t *seed, struct day first, struct task_event *e)
{
	int n = (int)(check_random(seed) % MAX_EVENTS), at = first.n;
	for (int i = 0; i < n; i++) {
		at += (int)(check_random(seed) % 25);
		e[i] = (struct task_event){{at}, (enum task_event_kind)(check_random(seed) % (TASK_MILESTONE + 1)), 0};
		if (e[i].kind == TASK_EXTENDED || e[i].kind == TASK_REOPENED)
			e[i].value = at + (int)(check_random(seed) % 60);
		else if (e[i].kind == TASK_REPORTED)
			e[i].value = (int)(check_random(seed) % 101);
		else
			e[i].value = (int)(check_random(seed) % 4);
	}
	return n;
}

static struct task_facts random_task(uint64_t *seed, struct milestone_fact m[3])
{
	struct task_facts f = issued(NULL);
	f.issued.n += (int)(check_random(seed) % 60);
	f.when.begin = f.issued;
	unsigned kind = check_random(seed) % 5;
	if (kind < 3)
		f.when.due = (struct maybe_day){true, {f.issued.n + (int)(check_random(seed) % 200)}};
	if (kind == 2 || kind == 3)
		f.when.long_from = (struct maybe_day){true, {(kind == 2 ? f.when.due.day.n : f.issued.n) + 1}};
	if (kind == 4)
		f.when.recurs = (struct rhythm){.days = check_random(seed) % 2 ? 7 : 0, .months = 1};
	if (f.when.due.is && check_random(seed) % 2) {
		for (int i = 0; i < 3; i++)
			m[i] = (struct milestone_fact){{f.issued.n + 10 * (i + 1)}, 1 + i, {0}};
		f.milestones = m;
		f.milestone_count = 3;
	}
	return f;
}

static void check_view(const struct task_facts *now, const struct view *v, struct day at)
{
	assert_true(v->state < LIGHT_STATES && v->colour && *v->colour);
	assert_true(v->percent >= 0 && v->percent <= 100 && v->plan_percent >= -1 && v->plan_percent <= 100);
	assert_int_equal(v->state == LIGHT_CLOSED, now->closed.is);
	bool late = v->due.is && at.n > v->due.day.n;
	if (late) /* an overdue open task is never green, nor blue */
		assert_true(v->state == LIGHT_OVERDUE || v->reason == REASON_VERIFYING);
	else
		assert_true(v->state != LIGHT_OVERDUE);
	assert_true(!v->report_days_late || v->next_report.day.n + v->report_days_late == at.n);
	assert_true(v->state != LIGHT_LONG_TERM || !v->due.is);
	assert_true(strlen(light_text(&cx, v)) > 5);
}

/* Every day of two years has a light; the light of a day depends on nothing that happened later. */
static void every_day_has_its_light_and_knows_no_future(void **state)
{
	(void)state;
	for (uint64_t round = 0; round < 300; round++) {
		uint64_t seed = 1000 + round;
		struct milestone_fact m[3], a[3], b[3];
		struct task_event e[MAX_EVENTS];
		struct task_facts f = random_task(&seed, m), now, known;
		int n = random_events(&seed, f.issued, e), until = 0;
		for (struct day at = f.issued; at.n < f.issued.n + 730; at.n++) {
			struct view v, w;
			while (until < n && e[until].day.n <= at.n)
				until++;
			task_fold(&f, e, n, at, a, &now);
			task_fold(&f, e, until, at, b, &known);
			supervise(&rules, &now, at, &v);
			supervise(&rules, &known, at, &w);
			if (v.state != w.state || v.reason != w.reason || v.days_left != w.days_left ||
			    v.percent != w.percent || v.report_days_late != w.report_days_late)
				fail_msg("seed %d, day %d: the future shows", (int)(1000 + round), at.n);
			check_view(&now, &v, at);
		}
	}
}

/* A task that nobody touches goes green, yellow, red and never back. */
static void an_untouched_task_only_gets_worse(void **state)
{
	(void)state;
	for (int due = 0; due < 200; due++) {
		struct task_facts f = issued(NULL);
		f.when.due = (struct maybe_day){true, {f.issued.n + due}};
		int before = 0;
		for (int i = 0; i < 365; i++) {
			struct view v;
			supervise(&rules, &f, (struct day){f.issued.n + i}, &v);
			assert_true((int)v.state >= before);
			before = (int)v.state;
		}
		assert_int_equal(before, LIGHT_OVERDUE);
	}
}

/* What a month's list shows for a day is what that day's own list shows. */
static void lists_of_days_agree_with_the_list_of_the_month(void **state)
{
	(void)state;
	struct task_facts f = issued("2023-10-31");
	f.signed_on = on("2023-10-09");
	const char *whole = listing(&f, "2023-10-20", "2023-12-31", "urge");
	struct buf b;
	buf_init(&b, cx.mem);
	for (struct day d = day("2023-10-20"); d.n <= day("2023-12-31").n; d.n++) {
		char s[11];
		day_print(d, s);
		buf_puts(&b, listing(&f, s, s, "urge"));
	}
	assert_string_equal(b.s, whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_deadline_gives_its_days),
		cmocka_unit_test(broken_deadlines_are_refused),
		cmocka_unit_test(rhythms_fall_on_their_days),
		cmocka_unit_test(a_short_task_by_hand),
		cmocka_unit_test(a_long_task_is_near_by_its_share),
		cmocka_unit_test(late_reports_turn_a_task_yellow_after_two_days),
		cmocka_unit_test(signing_is_late_after_its_day),
		cmocka_unit_test(long_term_work_goes_on_with_monthly_reports),
		cmocka_unit_test(what_is_handed_in_in_time_waits_yellow_not_red),
		cmocka_unit_test(extension_and_reopening_move_the_day),
		cmocka_unit_test(milestones_make_the_plan),
		cmocka_unit_test(recurring_work_owes_a_report_each_period),
		cmocka_unit_test(lights_speak_chinese_too),
		cmocka_unit_test(urging_and_escalation_are_visible_before_they_happen),
		cmocka_unit_test(figures_show_their_parts),
		cmocka_unit_test(points_grow_with_lateness),
		cmocka_unit_test(every_day_has_its_light_and_knows_no_future),
		cmocka_unit_test(an_untouched_task_only_gets_worse),
		cmocka_unit_test(lists_of_days_agree_with_the_list_of_the_month),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
