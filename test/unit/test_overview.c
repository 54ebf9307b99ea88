#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "core/search.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/task/overview.h"
#include "rooms/task/task_cli.h"
#include "rooms/task/task_list.h"
#include "rooms/task/workbench.h"
#include "test/world.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, w->cx->error); \
	} while (0)

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

static void drop(void *json)
{
	json_decref(json);
}

static json_t *get(struct world *w, const char *login, const char *path, const char *query)
{
	struct exchange *x = world_get(w, login, path, query);
	if (x->status != 200)
		fail_msg("%s %s: %d %s", login, path, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	arena_defer(w->cx->mem, drop, j);
	return j;
}

static int64_t number(const json_t *j, const char *a, const char *b)
{
	return json_integer_value(json_object_get(json_object_get(j, a), b));
}

static const char *text(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));
	return s ? s : "";
}

static const json_t *find(const json_t *j, const char *list, const char *key, const char *value)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(j, list), i, one)
		if (strcmp(text(one, key), value) == 0)
			return one;
	return NULL;
}

static size_t length(const json_t *j, const char *list)
{
	return json_array_size(json_object_get(j, list));
}

#define IDS(...) ((const int64_t[]){__VA_ARGS__, 0})

static const char *with_file(struct world *w, const char *fields)
{
	return arena_printf(w->cx->mem, "{%s,\"evidence\":[\"%s\"]}", fields, w->file);
}

/* Five measures in five places; what the county sees, what a unit sees. */
static void test_overview(void **state)
{
	struct world *w = *state;
	int64_t one = world_task(w, "1", world_day(w, 20), IDS(w->police), IDS(w->safety));
	int64_t two = world_task(w, "2", world_day(w, 5), IDS(w->land), NULL);
	int64_t three = world_task(w, "3", world_day(w, 30), IDS(w->police), NULL);
	(void)world_task(w, "4", NULL, IDS(w->road), NULL);
	world_do(w, "police", one, "sign", NULL);
	world_do(w, "police", one, "assign", arena_printf(w->cx->mem, "{\"orgs\":[\"%" PRId64 "\",\"%" PRId64 "\"],\"title\":\"逐矿排查\"}",
							  w->towns[0], w->towns[1]));
	world_do(w, "land", two, "sign", NULL);
	world_do(w, "land", two, "report", "{\"text\":\"完成排查\",\"percent\":100}");
	world_do(w, "land", two, "request_close", with_file(w, "\"statement\":\"已完成全部排查\""));
	world_do(w, "police", three, "sign", NULL);
	world_do(w, "police", three, "ask_extension",
		 arena_printf(w->cx->mem, "{\"day\":\"%s\",\"reason\":\"雨季道路中断\",\"measures\":\"停产\"}", world_day(w, 60)));

	json_t *j = get(w, "head", "/api/overview", "");
	assert_string_equal(text(j, "day"), world_day(w, 0));
	assert_string_equal(text(j, "scope"), "county");
	assert_int_equal(length(j, "measures"), 4);
	assert_int_equal(json_integer_value(json_object_get(j, "measure_total")), 4);
	assert_int_equal(number(j, "lights", "green"), 3);
	assert_int_equal(number(j, "lights", "blue"), 1);
	const json_t *m = find(j, "measures", "no", "1");
	assert_int_equal(number(m, "sub", "total"), 2);
	assert_int_equal(number(m, "sub", "green"), 2);
	assert_string_equal(json_string_value(json_array_get(json_object_get(m, "leads"), 0)), "青岭县公安局");
	assert_int_equal(length(j, "towns"), 2);
	assert_int_equal(length(j, "departments"), 3);
	assert_int_equal(number(find(j, "departments", "name", "县公安局"), "lights", "green"), 2);
	assert_string_equal(text(find(j, "kpis", "id", "closed"), "text"), "0 % (0/3)");
	assert_string_equal(text(find(j, "stuck", "no", "2"), "kind"), "verify");
	assert_string_equal(text(find(j, "stuck", "no", "3"), "kind"), "decide");
	assert_string_equal(text(find(j, "stuck", "no", "4"), "kind"), "sign");
	assert_string_equal(text(find(j, "stuck", "no", "4"), "org_name"), "青岭县交通运输局");
	assert_int_equal(length(j, "trend"), 1);
	assert_non_null(find(j, "ahead", "kind", "escalate") ? NULL : j);

	j = get(w, "police", "/api/overview", "");
	assert_string_equal(text(j, "scope"), "unit");
	assert_int_equal(length(j, "measures"), 2);
	assert_int_equal(number(j, "lights", "green"), 2);
	assert_null(find(j, "stuck", "no", "2"));
	assert_int_equal(length(j, "departments"), 1);
	assert_int_equal(length(j, "trend"), 0);
	j = get(w, "safety", "/api/overview", "");       /* helps with one, leads none */
	assert_int_equal(length(j, "measures"), 1);
	assert_int_equal(number(j, "lights", "green"), 0);
	assert_int_equal(world_get(w, "head", "/api/overview", "as_of=2123-01-01")->status, 400);
}

/* What is told from history of the day that was today is what was kept then. */
static void test_as_of(void **state)
{
	struct world *w = *state;
	int64_t one = world_task(w, "1", world_day(w, 10), IDS(w->police), IDS(w->safety));
	int64_t two = world_task(w, "2", world_day(w, 5), IDS(w->land, w->police), NULL);
	world_do(w, "police", one, "sign", NULL);
	world_do(w, "police", one, "report", "{\"text\":\"排查过半\",\"percent\":50}");
	world_do(w, "land", two, "sign", NULL);
	const char *day = world_day(w, 0), *query = arena_printf(w->cx->mem, "as_of=%s", day);
	const char *then = world_get(w, "head", "/api/overview", "")->out.s;
	const char *unit = world_get(w, "police", "/api/overview", "")->out.s;
	const char *list = world_get(w, "head", "/api/tasks", "sort=no")->out.s;

	world_pass(w, 1);
	world_do(w, "police", two, "sign", NULL);
	world_do(w, "police", one, "report", "{\"text\":\"完成\",\"percent\":100}");
	world_do(w, "police", one, "plan", arena_printf(w->cx->mem, "{\"milestones\":[{\"title\":\"验收\",\"day\":\"%s\"}]}", world_day(w, 3)));
	(void)world_task(w, "3", world_day(w, 9), IDS(w->road), NULL);
	assert_string_equal(world_get(w, "head", "/api/overview", query)->out.s, then);
	assert_string_equal(world_get(w, "police", "/api/overview", query)->out.s, unit);
	json_t *a = json_loads(list, 0, NULL), *b = get(w, "head", "/api/tasks", arena_printf(w->cx->mem, "sort=no&%s", query));
	arena_defer(w->cx->mem, drop, a);
	assert_int_equal(length(a, "items"), 2);
	assert_int_equal(length(b, "items"), 2);
	for (size_t i = 0; i < 2; i++) {
		json_t *x = json_array_get(json_object_get(a, "items"), i), *y = json_array_get(json_object_get(b, "items"), i);
		const char *const same[] = {"no", "state", "light", "light_text", "percent", "due", "days_left", "next_report", "waits"};
		for (size_t k = 0; k < sizeof same / sizeof *same; k++)
			if (!json_equal(json_object_get(x, same[k]), json_object_get(y, same[k])))
				fail_msg("%s of task %zu differs", same[k], i);
	}
}

/* ---- workbench ---- */

static void test_workbench(void **state)
{
	struct world *w = *state;
	int64_t one = world_task(w, "1", world_day(w, 2), IDS(w->police), IDS(w->safety));
	json_t *j = get(w, "police", "/api/workbench", "");
	assert_int_equal(number(j, "counts", "todo"), 1);
	assert_int_equal(number(j, "counts", "lead"), 1);
	assert_int_equal(number(j, "counts", "week"), 1);       /* a Wednesday */
	assert_string_equal(text(find(j, "todo", "kind", "sign"), "label"), "sign for it");
	assert_non_null(find(j, "calendar", "day", world_day(w, 2)));
	j = get(w, "safety", "/api/workbench", "");
	assert_int_equal(number(j, "counts", "cooperate"), 1);
	assert_non_null(find(j, "todo", "kind", "sign"));

	world_do(w, "police", one, "sign", NULL);
	assert_non_null(find(get(w, "police", "/api/workbench", ""), "todo", "kind", "plan"));
	world_do(w, "police", one, "report", "{\"text\":\"完成\",\"percent\":100}");
	j = get(w, "safety", "/api/workbench", "");
	assert_non_null(find(j, "todo", "kind", "confirm"));
	assert_null(find(get(w, "police", "/api/workbench", ""), "todo", "kind", "close"));
	world_do(w, "safety", one, "confirm", "{\"text\":\"已完成\"}");
	assert_null(find(get(w, "safety", "/api/workbench", ""), "todo", "kind", "confirm"));
	assert_non_null(find(get(w, "police", "/api/workbench", ""), "todo", "kind", "close"));
	world_do(w, "police", one, "request_close", with_file(w, "\"statement\":\"已完成全部排查\""));
	assert_non_null(find(get(w, "check", "/api/workbench", ""), "todo", "kind", "verify"));
	assert_int_equal(number(get(w, "police", "/api/workbench", ""), "counts", "done"), 3);
	j = get(w, "police", "/api/workbench/done", "");
	assert_int_equal(length(j, "items"), 3);
	assert_string_equal(text(json_array_get(json_object_get(j, "items"), 0), "label"), "ask to close");
	assert_string_equal(text(json_array_get(json_object_get(j, "items"), 0), "no"), "1");

	int64_t two = world_task(w, "2", world_day(w, 1), IDS(w->land), NULL);
	world_do(w, "land", two, "sign", NULL);
	world_do(w, "land", two, "ask_extension",
		 arena_printf(w->cx->mem, "{\"day\":\"%s\",\"reason\":\"雨季道路中断\",\"measures\":\"停产\"}", world_day(w, 20)));
	j = get(w, "deputy", "/api/workbench", "");
	assert_non_null(find(j, "todo", "kind", "decide"));
	(void)world_task(w, "3", world_day(w, 30), IDS(w->road), NULL);
	world_pass(w, 6);
	j = get(w, "office", "/api/workbench", "");
	assert_string_equal(text(find(j, "todo", "kind", "urge"), "no"), "3");
}

/* ---- the list as a spreadsheet, and on the command line ---- */

static void test_export(void **state)
{
	struct world *w = *state;
	char magic[4] = "";
	w->cx->lang = LANG_ZH;
	(void)world_task(w, "1", world_day(w, 2), IDS(w->police), IDS(w->safety));
	(void)world_task(w, "2", NULL, IDS(w->land), NULL);
	struct exchange *x = world_get(w, "head", "/api/tasks/export.xlsx", "sort=no");
	assert_int_equal(x->status, 200);
	assert_true(x->reply.temporary);
	const char *sheet = arena_printf(w->cx->mem, "unzip -p %s xl/worksheets/sheet1.xml", x->reply.file);
	FILE *f = fopen(x->reply.file, "rb");
	assert_non_null(f);
	assert_int_equal(fread(magic, 1, 2, f), 2);
	fclose(f);
	assert_string_equal(magic, "PK");
	static char xml[1 << 16];
	f = popen(sheet, "r");
	assert_non_null(f);
	size_t n = fread(xml, 1, sizeof xml - 1, f);
	pclose(f);
	if (!n)
		skip();         /* no unzip here */
	assert_non_null(strstr(xml, "state=\"frozen\""));
	assert_non_null(strstr(xml, "牵头单位"));
	assert_non_null(strstr(xml, "青岭县公安局"));
	assert_non_null(strstr(xml, "长期"));
	assert_non_null(strstr(xml, "<v>45226</v>"));   /* 2023-10-27 */
	assert_null(strstr(xml, "r=\"4\""));
	unlink(x->reply.file);
	assert_int_equal(world_get(w, "head", "/api/tasks/export.xlsx", "sort=colour")->status, 400);
}

/* Two characters find a task; the index and what still waits for it answer alike; nobody finds what he may not see. */
static void test_search(void **state)
{
	struct world *w = *state;
	(void)world_task(w, "1", world_day(w, 2), IDS(w->police), IDS(w->safety));
	(void)world_task(w, "12", NULL, IDS(w->land), NULL);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(length(get(w, "head", "/api/tasks", "q=排查"), "items"), 2);
		assert_int_equal(length(get(w, "police", "/api/tasks", "q=排查"), "items"), 1);
		assert_int_equal(length(get(w, "head", "/api/tasks", "q=举措12"), "items"), 1);
		assert_int_equal(length(get(w, "head", "/api/tasks", "q=自然资源"), "items"), 1);
		assert_int_equal(length(get(w, "head", "/api/tasks", "q=民办教师"), "items"), 0);
		world_as(w, NULL);
		OK(search_index(w->cx));
	}
}

static enum status run_verb(struct world *w, const char *words, struct call *call)
{
	static struct buf out;
	buf_init(&out, w->cx->mem);
	call->out = &out;
	call->w = (struct jw){.out = &out};
	for (size_t i = 0; i < task_verbs.count; i++)
		if (strcmp(task_verbs.table[i].words, words) == 0)
			return task_verbs.table[i].run(w->cx, call);
	return STATUS_NOT_FOUND;
}

static void test_verbs(void **state)
{
	struct world *w = *state;
	setlocale(LC_CTYPE, "C.UTF-8");
	w->cx->lang = LANG_ZH;
	(void)world_task(w, "1", world_day(w, 2), IDS(w->police), NULL);
	(void)world_task(w, "12", world_day(w, 5), IDS(w->land), NULL);
	struct call call = {0};
	OK(run_verb(w, "task list", &call));
	assert_string_equal(call.out->s, "1       绿  待签收    2023-10-27    0 %  青岭县公安局             举措1 打击非法采矿\n"
					 "12      绿  待签收    2023-10-30    0 %  青岭县自然资源局         举措12 打击非法采矿\n"
					 "2 项，共 2 项任务\n");
	call = (struct call){.args = {"12", "sign"}, .count = 2};
	assert_int_equal(run_verb(w, "task take", &call), STATUS_INVALID);      /* nobody's step */
	cx_forget(w->cx);
	world_as(w, "land");
	OK(run_verb(w, "task take", &call));
	assert_non_null(strstr(call.out->s, "办理中"));
	call = (struct call){.args = {"12"}, .count = 1};
	OK(run_verb(w, "task show", &call));
	assert_non_null(strstr(call.out->s, "  +  report"));
	assert_non_null(strstr(call.out->s, "  -  confirm"));
	call = (struct call){.args = {"1"}, .count = 1};
	assert_int_equal(run_verb(w, "task show", &call), STATUS_NOT_FOUND);    /* another unit's */
	cx_forget(w->cx);
	world_as(w, NULL);
	call = (struct call){.json = true};
	OK(run_verb(w, "task overview", &call));
	assert_int_equal(call.out->s[0], '{');
	call = (struct call){0};
	OK(run_verb(w, "task recount", &call));
	assert_false(call.no);
	OK(db_exec(w->cx, NULL, "DELETE FROM task_tally WHERE county = $1", ARGS(V(w->cx->county))));
	OK(run_verb(w, "task recount", &call));
	assert_true(call.no);
	call = (struct call){.names = {"repair"}, .values = {""}, .options = 1};
	OK(run_verb(w, "task recount", &call));
	assert_false(call.no);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_overview, setup, teardown),
		cmocka_unit_test_setup_teardown(test_as_of, setup, teardown),
		cmocka_unit_test_setup_teardown(test_workbench, setup, teardown),
		cmocka_unit_test_setup_teardown(test_search, setup, teardown),
		cmocka_unit_test_setup_teardown(test_export, setup, teardown),
		cmocka_unit_test_setup_teardown(test_verbs, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
