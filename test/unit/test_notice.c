/* test_notice.c - invented notices in every layout, tables with merged cells, every kind of deadline, hostile text. */
#include "test/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "proto/notice.h"
#include "test/check.h"
#include "test/notices.h"

#define GOLDEN "test/golden/notices"

static int is_expected(const struct dirent *d)
{
	size_t n = strlen(d->d_name), m = strlen(".expected.json");
	return n > m && !strcmp(d->d_name + n - m, ".expected.json");
}

static const char *text_of(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));
	return s ? s : "";
}

/* Every key of want stands in have with the same value. */
static bool within(const json_t *want, const json_t *have, const char *what)
{
	const char *key;
	json_t *v;
	bool good = true;
	json_object_foreach((json_t *)want, key, v)
	{
		bool same = json_equal(v, json_object_get(have, key));
		if (!same && json_is_string(v)) {
			char *a = notices_plain(json_string_value(v)), *b = notices_plain(text_of(have, key));
			same = !strcmp(a, b);
			free(a);
			free(b);
		}
		if (!same)
			fprintf(stderr, "%s: %s differs\n", what, key);
		good &= same;
	}
	return good;
}

static bool persons_same(const json_t *want, const json_t *have, const char *what)
{
	if (!want)
		return true;
	bool same = json_array_size(want) == json_array_size(have);
	for (size_t i = 0; same && i < json_array_size(want); i++) {
		char *a = notices_plain(json_string_value(json_array_get(want, i))),
		     *b = notices_plain(json_string_value(json_array_get(have, i)));
		same = !strcmp(a, b);
		free(a);
		free(b);
	}
	if (!same)
		fprintf(stderr, "%s: persons differ\n", what);
	return same;
}

/* Tasks come in the order of the expected ones, or the score has already failed. */
static bool details_same(const json_t *expected, const json_t *got, const char *name)
{
	size_t i;
	json_t *w;
	bool good = within(json_object_get(expected, "document"), json_object_get(got, "document"), name);
	json_array_foreach(json_object_get(expected, "tasks"), i, w)
	{
		json_t *g = json_array_get(json_object_get(got, "tasks"), i);
		good &= within(json_object_get(w, "deadline"), json_object_get(g, "deadline"), name);
		good &= persons_same(json_object_get(w, "persons"), json_object_get(g, "persons"), name);
	}
	return good;
}

static void invented_notices_are_read(void **state)
{
	(void)state;
	struct dirent **names;
	int files = scandir(GOLDEN, &names, is_expected, alphasort);
	assert_true(files >= 8);
	bool good = true;
	for (int i = 0; i < files; i++) {
		char path[600];
		snprintf(path, sizeof path, GOLDEN "/%s", names[i]->d_name);
		json_t *expected = json_load_file(path, 0, NULL);
		assert_non_null(expected);
		strcpy(path + strlen(path) - strlen(".expected.json"), ".txt");
		size_t n;
		char *text = notices_file(path, &n);
		assert_non_null(text);
		json_t *got = notices_read(text, n, "2023-01-01");
		assert_non_null(got);
		struct notices_score s[SCORES] = {0};
		notices_score(expected, got, names[i]->d_name, true, s);
		for (int k = 0; k < SCORES; k++)
			good &= s[k].extra == 0 && s[k].missed == 0;
		good &= details_same(expected, got, names[i]->d_name);
		json_decref(got);
		json_decref(expected);
		free(text);
		free(names[i]);
	}
	free(names);
	assert_true(good);
}

/* ---- tables ---- */

static void one_list(const json_t *task, const char *key, const char *want)
{
	char have[1000] = "";
	size_t i;
	json_t *v;
	json_array_foreach(json_object_get(task, key), i, v)
		snprintf(have + strlen(have), sizeof have - strlen(have), "%s%s", i ? " " : "", json_string_value(v));
	assert_string_equal(have, want);
}

static void tables_with_merged_cells(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"青川县矿山安全任务分解表",
		"|序号|重点任务|具体措施|责任分工|<|完成时限|责任领导",
		"|^|^|^|牵头单位|配合单位|^|^",
		"|一、隐患治理|<|<|<|<|<|<",
		"|1|边坡治理|对6处高边坡削坡减载|县应急管理局|县自然资源局 县水利局|2024年6月底前|张伟",
		"|^|^|建立边坡监测台账|县自然资源局|各乡镇|长期坚持|^",
		"|2|尾矿库治理|完成2座尾矿库闭库|县应急管理局|/|2024年10月31日前|李敏",
		"|序号|重点任务|具体措施|责任分工|<|完成时限|责任领导",
		"|3|培训|组织矿长轮训|县应急管理局、县委组织部||9月|李敏",
		NULL,
	};
	struct cx cx = {.mem = arena_new(), .lang = LANG_ZH};
	struct doc doc;
	notices_doc(&cx, lines, &doc);
	json_t *got = notices_read_doc(&cx, &doc, "2024-01-01"), *tasks = json_object_get(got, "tasks");
	assert_int_equal(json_array_size(tasks), 4);
	json_t *t = json_array_get(tasks, 0);
	assert_string_equal(text_of(t, "no"), "1");
	assert_string_equal(text_of(t, "section"), "一、隐患治理");
	one_list(t, "lead", "县应急管理局");
	one_list(t, "cooperate", "县自然资源局 县水利局");
	one_list(t, "persons", "张伟");
	t = json_array_get(tasks, 1);
	assert_string_equal(text_of(t, "no"), "1");
	assert_string_equal(text_of(t, "text"), "建立边坡监测台账");
	one_list(t, "lead", "县自然资源局");
	one_list(t, "persons", "张伟");
	assert_string_equal(text_of(t, "deadline_text"), "长期坚持");
	t = json_array_get(tasks, 2);
	one_list(t, "cooperate", "");
	assert_string_equal(text_of(json_object_get(t, "deadline"), "day"), "2024-10-31");
	t = json_array_get(tasks, 3);
	one_list(t, "lead", "县应急管理局 县委组织部");
	assert_string_equal(text_of(json_object_get(t, "deadline"), "kind"), "in_month");
	json_decref(got);
	arena_free(cx.mem);
}

static void tables_with_units_as_headings(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"各部门任务清单",
		"|序号|任务内容|责任人|完成时限|责任单位",
		"|县公安局（2项）|<|<|<|<",
		"|1|清查民爆物品库12处|赵强|2024年3月底前|",
		"|2|查处超载车辆|赵强|长期|县公安局交警大队",
		"|县林业局|<|<|<|<",
		"|3|核查占用林地的矿山|孙丽|2024年5月15日前|",
		NULL,
	};
	struct cx cx = {.mem = arena_new(), .lang = LANG_ZH};
	struct doc doc;
	notices_doc(&cx, lines, &doc);
	json_t *got = notices_read_doc(&cx, &doc, "2024-01-01"), *tasks = json_object_get(got, "tasks");
	assert_int_equal(json_array_size(tasks), 3);
	one_list(json_array_get(tasks, 0), "lead", "县公安局");
	one_list(json_array_get(tasks, 1), "lead", "县公安局交警大队");
	one_list(json_array_get(tasks, 2), "lead", "县林业局");
	json_decref(got);
	arena_free(cx.mem);
}

/* A spreadsheet: the title is a row, rows counted 一 are headings of rows counted 1. */
static void a_sheet_of_its_own(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"|2024年矿山安全重点工作台账|<|<|<|<",
		"|序号|重点工作|牵头单位|配合单位|时限",
		"|一|停产整治|||",
		"|1|断电停爆|县应急管理局|国网供电公司|3月22日",
		"|2|逐矿检查|县应急管理局|县公安局、各乡镇|4月底",
		NULL,
	};
	struct cx cx = {.mem = arena_new(), .lang = LANG_ZH};
	struct doc doc;
	notices_doc(&cx, lines, &doc);
	json_t *got = notices_read_doc(&cx, &doc, "2024-01-01"), *tasks = json_object_get(got, "tasks");
	assert_string_equal(text_of(json_object_get(got, "document"), "title"), "2024年矿山安全重点工作台账");
	assert_int_equal(json_array_size(tasks), 2);
	assert_string_equal(text_of(json_array_get(tasks, 0), "section"), "停产整治");
	assert_string_equal(text_of(json_object_get(json_array_get(tasks, 1), "deadline"), "day"), "2024-04-30");
	json_decref(got);
	arena_free(cx.mem);
}

/* ---- deadlines ---- */

struct when_case {
	const char *words, *kind, *day, *start, *recurs;
	int effect_year, days;
};

static void deadlines_of_every_kind(void **state)
{
	(void)state;
	static const struct when_case cases[] = {
		{"10月20日前完成", "by_day", "2024-10-20", "", "", 0, 0},
		{"2025年1月5日前", "by_day", "2025-01-05", "", "", 0, 0},
		{"二〇二四年十月八日前", "by_day", "2024-10-08", "", "", 0, 0},
		{"2024-10-31", "by_day", "2024-10-31", "", "", 0, 0},
		{"2024.9.5前", "by_day", "2024-09-05", "", "", 0, 0},
		{"3月1日至3月31日", "by_day", "2024-03-31", "2024-03-01", "", 0, 0},
		{"3月1日至31日", "by_day", "2024-03-31", "2024-03-01", "", 0, 0},
		{"10月31日前完成并长期推进", "by_day_then_long_term", "2024-10-31", "", "", 0, 0},
		{"6月底前完成，长期坚持", "by_day_then_long_term", "2024-06-30", "", "", 0, 0},
		{"从10月开始持续推进，力争2025年见效", "from_month_effect_year", "", "2024-10", "", 2025, 0},
		{"从10月开始持续推进，2025年见效并长期推进", "from_month_effect_year_then_long_term", "", "2024-10", "",
		 2025, 0},
		{"收到本通知之日起15日内", "days_after_service", "", "", "", 0, 15},
		{"印发后10个工作日内", "days_after_service", "", "", "", 0, 10},
		{"自下达之日起三个月内", "days_after_service", "", "", "", 0, 90},
		{"2月底前", "by_month", "2024-02-29", "", "", 0, 0},
		{"11月末", "by_month", "2024-11-30", "", "", 0, 0},
		{"9月份完成", "in_month", "2024-09-30", "2024-09", "", 0, 0},
		{"10月中旬", "in_month", "2024-10-20", "2024-10-11", "", 0, 0},
		{"8月下旬", "in_month", "2024-08-31", "2024-08-21", "", 0, 0},
		{"三季度末", "by_quarter", "2024-09-30", "", "", 0, 0},
		{"第一季度", "by_quarter", "2024-03-31", "", "", 0, 0},
		{"上半年完成", "by_quarter", "2024-06-30", "", "", 0, 0},
		{"2025年底前", "within_year", "2025-12-31", "", "", 0, 0},
		{"年内", "within_year", "2024-12-31", "", "", 0, 0},
		{"全年", "within_year", "2024-12-31", "", "", 0, 0},
		{"明年6月底前", "by_month", "2025-06-30", "", "", 0, 0},
		{"每月25日前", "recurring", "", "", "monthly", 0, 0},
		{"每季度末", "recurring", "", "", "quarterly", 0, 0},
		{"每半年一次", "recurring", "", "", "half-yearly", 0, 0},
		{"每年2月底前", "recurring", "", "", "yearly", 0, 0},
		{"长期坚持", "long_term", "", "", "", 0, 0},
		{"持续推进", "long_term", "", "", "", 0, 0},
		{"从5月起", "long_term", "", "2024-05", "", 0, 0},
		{"立即整改", "immediately", "", "", "", 0, 0},
		{"立行立改", "immediately", "", "", "", 0, 0},
		{"尽快", "none", "", "", "", 0, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct when_case *c = &cases[i];
		char text[600];
		int n = snprintf(text, sizeof text,
				 "2024年任务分工\n1.检查全部矿山。\n牵头单位：县应急局\n完成时限：%s\n2."
				 "清查库房。\n牵头单位：县公安局\n",
				 c->words);
		json_t *got = notices_read(text, (size_t)n, "2024-01-01"),
		       *t = json_array_get(json_object_get(got, "tasks"), 0);
		json_t *d = json_object_get(t, "deadline");
		assert_string_equal(text_of(t, "deadline_text"), c->words);
		assert_string_equal(text_of(d, "kind"), c->kind);
		assert_string_equal(text_of(d, "day"), c->day);
		assert_string_equal(text_of(d, "start"), c->start);
		assert_string_equal(text_of(d, "recurs"), c->recurs);
		assert_int_equal(json_integer_value(json_object_get(d, "effect_year")), c->effect_year);
		assert_int_equal(json_integer_value(json_object_get(d, "days")), c->days);
		json_decref(got);
	}
}

static void january_after_a_december_letter(void **state)
{
	(void)state;
	static const char text[] =
		"关于整改的通知\n1."
		"清理库房。\n牵头单位：县公安局\n完成时限：1月20日前\n\n平山县安委办\n2023年12月8日\n";
	json_t *got = notices_read(text, strlen(text), "2023-12-10");
	json_t *t = json_array_get(json_object_get(got, "tasks"), 0);
	assert_string_equal(text_of(json_object_get(t, "deadline"), "day"), "2024-01-20");
	assert_string_equal(text_of(json_object_get(got, "document"), "issuer"), "平山县安委办");
	json_decref(got);
}

/* ---- nothing is lost, and sources are true ---- */

static size_t byte_of(const char *s, json_int_t point)
{
	size_t i = 0;
	for (; point > 0 && s[i]; point--)
		do
			i++;
		while (((unsigned char)s[i] & 0xc0) == 0x80);
	return i;
}

static void mark(const char *text, bool *seen, const json_t *range)
{
	if (!json_is_array(range) || !json_array_size(range))
		return;
	if (json_is_array(json_array_get(range, 0))) {
		for (size_t i = 0; i < json_array_size(range); i++)
			mark(text, seen, json_array_get(range, i));
		return;
	}
	size_t a = byte_of(text, json_integer_value(json_array_get(range, 0))),
	       b = byte_of(text, json_integer_value(json_array_get(range, 1)));
	assert_true(a < b && b <= strlen(text));
	for (size_t i = a; i < b; i++)
		seen[i] = true;
}

static void mark_source(const char *text, bool *seen, const json_t *source)
{
	const char *key;
	json_t *v;
	json_object_foreach((json_t *)source, key, v) mark(text, seen, v);
}

/* Every word of the text is a field's source, a label or number beside one, or listed as unused. */
static void nothing_is_lost(void **state)
{
	(void)state;
	static const char text[] = "云川县矿山整治任务分工\n为做好工作，特制定本分工。\n一、重点任务\n（一）关闭小矿。"
				   "\n1.关闭5家。\n牵头单位：县应急局\n配合单位：县公安局\n"
				   "完成时限：2024年5月底前\n2."
				   "复垦3处。\n牵头单位：县自然资源局\n完成时限：2024年6月底前\n二、工作要求\n各单位要"
				   "高度重视。\n联系电话：12345678\n";
	json_t *got = notices_read(text, strlen(text), "2024-01-01");
	bool seen[sizeof text] = {false};
	size_t i;
	json_t *v;
	mark_source(text, seen, json_object_get(json_object_get(got, "document"), "source"));
	json_array_foreach(json_object_get(got, "tasks"), i, v) mark_source(text, seen, json_object_get(v, "source"));
	json_array_foreach(json_object_get(got, "unused"), i, v) mark(text, seen, json_object_get(v, "source"));
	char left[sizeof text] = "";
	for (size_t k = 0, to = 0; text[k]; k++)
		if (!seen[k] && text[k] != '\n') {
			left[to++] = text[k];
			left[to] = '\0';
		}
	/* what is neither: labels, points and the headings that are the tasks' section */
	assert_string_equal(left,
			    "。一、重点任务（一）关闭小矿。.牵头单位：配合单位：完成时限：.牵头单位：完成时限：。");
	assert_string_equal(text_of(json_array_get(json_object_get(got, "tasks"), 0), "section"),
			    "一、重点任务 / （一）关闭小矿");
	json_decref(got);
}

/* ---- hostile ---- */

static double read_seconds(const char *unit, size_t bytes)
{
	struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
	size_t n = strlen(unit), total = bytes / n * n;
	char *text = arena_alloc(cx.mem, total + 1);
	for (size_t i = 0; i < total; i += n)
		memcpy(text + i, unit, n);
	struct doc doc;
	struct notice out;
	struct timespec a, b;
	doc_of_text(&cx, text, total, &doc);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	enum status s = notice_read(&cx, &doc, day_make(2024, 1, 1), &out);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	assert_true(s == STATUS_OK || s == STATUS_TOO_LARGE);
	if (s)
		assert_non_null(cx.error);
	arena_free(cx.mem);
	return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static void time_is_linear(void **state)
{
	(void)state;
	static const char *const units[] = {
		"牵头",
		"（",
		"（（县公安局",
		"1.",
		"一、县公安局牵头\n",
		"牵头单位：县公安局、",
		"县公安局和",
		"等",
		"序号\n任务\n责任单位\n1\n",
		"|",
		"由县公安局",
		"举措1：",
		"2024年1月",
		"向县政府报告，",
		"责任单位：\n",
		"\n",
		"县公安局\n",
		"组织经报",
		"第一组",
		"是",
		"1\n甲\n",
		"|序号|任务|责任单位|\n",
		"（一）责任\n",
		"各乡、",
		"：",
		"《",
		"负责，",
		"会同",
		"每月",
		"10月底前，",
	};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		double small = read_seconds(units[i], 100000), large = read_seconds(units[i], 800000);
		if (large >= 0.25 && large >= small * 24)
			fail_msg("%.40s: %.1f ms, eight times as much: %.1f ms", units[i], small * 1e3, large * 1e3);
	}
}

static void too_long_a_text_is_refused(void **state)
{
	(void)state;
	struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
	size_t n = DOC_MAX_TEXT + 1;
	char *text = arena_alloc(cx.mem, n + 1);
	memset(text, 'a', n);
	struct doc doc = {.format = "txt", .text = text, .n = n};
	struct notice out;
	assert_int_equal(notice_read(&cx, &doc, day_make(2024, 1, 1), &out), STATUS_TOO_LARGE);
	assert_non_null(strstr(cx.error, "too long"));
	arena_free(cx.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(invented_notices_are_read),
		cmocka_unit_test(tables_with_merged_cells),
		cmocka_unit_test(tables_with_units_as_headings),
		cmocka_unit_test(a_sheet_of_its_own),
		cmocka_unit_test(deadlines_of_every_kind),
		cmocka_unit_test(january_after_a_december_letter),
		cmocka_unit_test(nothing_is_lost),
		cmocka_unit_test(time_is_linear),
		cmocka_unit_test(too_long_a_text_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
