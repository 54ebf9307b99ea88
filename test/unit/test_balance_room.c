#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "db/db.h"
#include "rooms/balance/balance.h"
#include "rooms/balance/balance_api.h"
#include "rooms/balance/ledgers.h"
#include "rooms/inspection/inspection_api.h"
#include "rooms/inspection/investigation.h"
#include "test/dbtest.h"
#include "test/site.h"

/* ---- ledgers of other rooms: 10,000 t of ore and 3,000 t of waste a month, a little up and down ---- */

static double kept_from_the_scale;      /* share of the ore that leaves unweighed */

static double ore_of(struct day month)
{
	return 10000 * (1 + 0.05 * sin(month.n));
}

static enum status by_explosives(struct cx *cx, const struct mine *m, struct day from, struct day to, struct mine_ledger_figure *out)
{
	double t = ore_of(from) * 1.3;
	(void)m, (void)to;
	*out = (struct mine_ledger_figure){.ledger = "explosive", .known = true, .t = t, .sigma = t * 0.08, .sigma_same = t * 0.1, .count = 12,
					   .arithmetic = "5,000 kg ÷ 0.40 kg/m³", .source = "approved factor", .link = "/explosive"};
	(void)cx;
	return STATUS_OK;
}

static enum status by_scales(struct cx *cx, const struct mine *m, struct day from, struct day to, struct mine_ledger_figure *out)
{
	(void)to;
	double stolen = strcmp(m->name, "红石滑石矿") == 0 ? kept_from_the_scale : 0;
	double t = ore_of(from) * (0.97 - stolen) / 0.99;
	*out = (struct mine_ledger_figure){.ledger = "haulage", .known = true, .t = t, .sigma = t * 0.001, .sigma_same = t * 0.003, .count = 400,
					   .arithmetic = arena_printf(cx->mem, "400 tickets"), .source = "JJG 539", .link = "/haulage"};
	return STATUS_OK;
}

const struct mine_ledger balance_ledgers[] = {
	{"explosive", "民爆用量折算", "rock by explosives", MINE_MEASURES_ROCK, by_explosives},
	{"haulage", "过磅外运", "weighbridge", MINE_MEASURES_HAULED, by_scales},
	{0},
};

static const struct routes *const lists[] = {&balance_alert_routes, &balance_routes, &investigation_routes};

static int set_up(void **state)
{
	kept_from_the_scale = 0;
	site_setup(state);
	struct site *s = *state;
	assert_int_equal(db_exec(s->w->cx, NULL, "UPDATE mine SET minerals = '菱镁矿' WHERE county = $1", ARGS(V(s->w->cx->county))), STATUS_OK);
	s->w->routes = lists;
	s->w->route_count = sizeof lists / sizeof *lists;
	return 0;
}

static json_t *ask(struct site *s, const char *login, const char *method, const char *path, const char *body, int status)
{
	struct exchange *x = world_ask(s->w, login, method, path, body);
	if (x->status != status)
		fail_msg("%s %s %s: %d %s", login, method, path, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	return j;
}

/* The message of a refusal holds these words. */
static void refused(struct site *s, const char *login, const char *method, const char *path, const char *body, int status, const char *words)
{
	json_t *j = ask(s, login, method, path, body, status);
	const char *said = json_string_value(json_object_get(j, "message"));
	if (!said || !strstr(said, words))
		fail_msg("%s %s: %s", method, path, said ? said : "(nothing)");
	json_decref(j);
}

static const char *at(struct site *s, int mine, const char *rest)
{
	return arena_printf(s->w->cx->mem, "/api/balance/%" PRId64 "%s", s->mine[mine], rest);
}

static void done(struct site *s, const char *login, const char *method, const char *path, const char *body)
{
	json_decref(ask(s, login, method, path, body, 200));
}

/* What the enterprise reports and what surveyors measure, January to September. */
static void keep_books(struct site *s, int mine, const char *login)
{
	struct arena *mem = s->w->cx->mem;
	double stolen = mine ? kept_from_the_scale : 0;
	done(s, login, "POST", at(s, mine, "/stocks"), "{\"pile\":\"一号堆\",\"day\":\"2022-12-31\",\"volume_m3\":2000}");
	for (int month = 1; month <= 9; month++) {
		struct day first = day_make(2023, month, 1), last = day_make(2023, month, day_month_length(2023, month));
		char from[11], to[11];
		day_print((struct day){first.n - 1}, from);
		day_print(last, to);
		double ore = ore_of(first);
		done(s, login, "POST", at(s, mine, "/surveys"),
		     arena_printf(mem, "{\"material\":\"ore\",\"from_day\":\"%s\",\"to_day\":\"%s\",\"volume_m3\":%.1f}", from, to, ore / 2.9));
		done(s, login, "POST", at(s, mine, "/stocks"),
		     arena_printf(mem, "{\"pile\":\"一号堆\",\"day\":\"%s\",\"volume_m3\":2000}", to));
		done(s, login, "POST", at(s, mine, "/reports"),
		     arena_printf(mem, "{\"month\":\"2023-%02d\",\"output_t\":%.1f,\"waste_t\":%.1f}", month, ore * (0.97 - stolen), ore * 0.3));
	}
}

static const char *text(const json_t *j, const char *key)
{
	return json_string_value(json_object_get(j, key));
}

static void honest_ledgers_agree(void **state)
{
	struct site *s = *state;
	keep_books(s, 0, "boss1");
	json_t *j = ask(s, "reg1", "GET", at(s, 0, ""), NULL, 200);
	assert_string_equal(text(j, "word"), "agrees");
	assert_string_equal(text(j, "to"), "2023-09");
	json_t *month = json_array_get(json_object_get(j, "months"), 11);
	assert_string_equal(text(month, "month"), "2023-09");
	assert_int_equal(json_array_size(json_object_get(month, "ledgers")), 6);
	double gap = json_number_value(json_object_get(json_object_get(month, "gap"), "t"));
	assert_true(fabs(gap) < 1);
	assert_true(json_is_true(json_object_get(json_object_get(j, "reconciliation"), "fits")));
	json_decref(j);
	j = ask(s, "reg1", "GET", "/api/balance", NULL, 200);
	assert_int_equal(json_array_size(json_object_get(j, "items")), 2);
	json_decref(j);
	j = ask(s, "reg1", "GET", "/api/balance/alerts", NULL, 200);
	assert_int_equal(json_array_size(json_object_get(j, "items")), 0);
	json_decref(j);
}

static void judge_again(struct site *s)
{
	world_as(s->w, NULL);
	world_pass(s->w, 1);
	assert_int_equal(balance_daily(s->w->cx), STATUS_OK);
}

static json_t *the_alert(struct site *s)
{
	json_t *j = ask(s, "reg1", "GET", "/api/balance/alerts", NULL, 200);
	json_t *items = json_object_get(j, "items");
	assert_int_equal(json_array_size(items), 1);
	json_t *a = json_incref(json_array_get(items, 0));
	json_decref(j);
	return a;
}

static void unweighed_ore_is_suspected_checked_and_investigated(void **state)
{
	struct site *s = *state;
	kept_from_the_scale = 0.12;
	keep_books(s, 1, "boss2");
	judge_again(s);
	json_t *j = ask(s, "reg1", "GET", at(s, 1, ""), NULL, 200);
	assert_string_equal(text(j, "word"), "does_not_fit");
	assert_string_equal(text(j, "story"), "unweighed");
	assert_non_null(strstr(text(j, "arithmetic"), "400 tickets"));
	json_decref(j);
	json_t *a = the_alert(s);
	assert_string_equal(text(a, "story"), "unweighed");
	assert_true(fabs(json_number_value(json_object_get(a, "share")) - 0.12) < 0.03);
	/* Kept in both languages, whatever the clock speaks. */
	assert_non_null(strstr(text(json_object_get(a, "arithmetic"), "zh"), "含水率"));
	assert_non_null(strstr(text(json_object_get(a, "arithmetic"), "en"), "moisture"));
	int64_t id = json_integer_value(json_object_get(a, "id"));
	json_decref(a);
	const char *path = arena_printf(s->w->cx->mem, "/api/balance/alerts/%" PRId64, id);
	const char *step = arena_printf(s->w->cx->mem, "%s/steps/investigate", path);
	/* Another department does not check it, and the enterprise does not hear of it. */
	refused(s, "landreg", "POST", step, "{\"title\":\"红石滑石矿矿石去向\"}", 403, "only the department");
	refused(s, "boss2", "GET", path, NULL, 403, "");
	refused(s, "boss2", "GET", "/api/balance", NULL, 403, "");
	j = ask(s, "reg1", "POST", step, "{\"title\":\"红石滑石矿矿石去向\"}", 200);
	assert_string_equal(text(j, "state"), "investigating");
	int64_t inv = json_integer_value(json_object_get(j, "investigation"));
	json_decref(j);
	j = ask(s, "reg1", "GET", arena_printf(s->w->cx->mem, "/api/investigations/%" PRId64 "/history", inv), NULL, 200);
	json_t *newest = json_array_get(json_object_get(j, "items"), 0);
	assert_string_equal(text(newest, "action"), "attach");
	assert_non_null(strstr(text(json_object_get(newest, "input"), "text"), "400 tickets"));
	json_decref(j);
	refused(s, "reg1", "POST", arena_printf(s->w->cx->mem, "%s/steps/conclude", path), "{\"text\":\"已查明有三十车未过磅\"}", 409,
		"not concluded");
	/* More months of the same raise nothing new while it is open. */
	done(s, "boss2", "PUT", at(s, 1, "/setting"), "{\"version\":0,\"material\":\"magnesite\",\"moisture\":1.1}");
	json_decref(the_alert(s));
}

/* Explain what waits for a check; how many that were. */
static int explain_all(struct site *s)
{
	int explained = 0;
	json_t *j = ask(s, "reg1", "GET", "/api/balance/alerts", NULL, 200), *a;
	size_t i;
	json_array_foreach(json_object_get(j, "items"), i, a) {
		if (strcmp(text(a, "state"), "to_check") != 0)
			continue;
		int64_t id = json_integer_value(json_object_get(a, "id"));
		done(s, "reg1", "POST", arena_printf(s->w->cx->mem, "/api/balance/alerts/%" PRId64 "/steps/explain", id),
		     "{\"text\":\"该矿另有一台地磅尚未接入\"}");
		explained++;
	}
	json_decref(j);
	return explained;
}

static void what_was_explained_does_not_come_back(void **state)
{
	struct site *s = *state;
	kept_from_the_scale = 0.12;
	keep_books(s, 1, "boss2");
	assert_int_equal(explain_all(s), 0);    /* the clock raises, not the one who enters */
	judge_again(s);
	assert_int_equal(explain_all(s), 1);
	judge_again(s);
	assert_int_equal(explain_all(s), 0);
	/* Twice as much is another matter. */
	kept_from_the_scale = 0.30;
	judge_again(s);
	assert_int_equal(explain_all(s), 1);
}

static void a_suspicion_waits_for_the_department(void **state)
{
	struct site *s = *state;
	struct todos t = {0};
	kept_from_the_scale = 0.12;
	keep_books(s, 1, "boss2");
	judge_again(s);
	world_as(s->w, "reg2");
	assert_int_equal(balance_todo(s->w->cx, &t), STATUS_OK);
	assert_int_equal(t.count, 1);
	assert_string_equal(t.items[0].action, "investigate");
	t = (struct todos){0};
	world_as(s->w, "landreg");
	assert_int_equal(balance_todo(s->w->cx, &t), STATUS_OK);
	assert_int_equal(t.count, 0);
}

static void figures_are_checked(void **state)
{
	struct site *s = *state;
	static const struct {
		const char *book, *body, *words;
		int status;
	} bad[] = {
		{"/surveys", "{\"material\":\"ore\",\"from_day\":\"2023-09-30\",\"to_day\":\"2023-09-30\",\"volume_m3\":5}", "after", 400},
		{"/surveys", "{\"material\":\"ore\",\"from_day\":\"2023-09-30\",\"to_day\":\"2023-12-30\",\"volume_m3\":5}", "future", 400},
		{"/surveys", "{\"material\":\"ore\",\"from_day\":\"2023-08-31\",\"to_day\":\"2023-09-30\",\"volume_m3\":-5}", "from 0", 400},
		{"/surveys", "{\"material\":\"gold\",\"from_day\":\"2023-08-31\",\"to_day\":\"2023-09-30\",\"volume_m3\":5}", "", 400},
		{"/surveys", "{\"material\":\"ore\",\"from_day\":\"2023-08-15\",\"to_day\":\"2023-09-15\",\"volume_m3\":5}", "there already", 409},
		{"/reports", "{\"month\":\"2023-13\",\"output_t\":5}", "month", 400},
		{"/reports", "{\"month\":\"2023-08\",\"output_t\":5}", "already", 409},
		{"/stocks", "{\"pile\":\"一号堆\",\"day\":\"2024-01-01\",\"volume_m3\":5}", "future", 400},
	};
	done(s, "boss1", "POST", at(s, 0, "/surveys"),
	     "{\"material\":\"ore\",\"from_day\":\"2023-07-31\",\"to_day\":\"2023-08-31\",\"volume_m3\":3000}");
	done(s, "boss1", "POST", at(s, 0, "/reports"), "{\"month\":\"2023-08\",\"output_t\":8000}");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused(s, "boss1", "POST", at(s, 0, bad[i].book), bad[i].body, bad[i].status, bad[i].words);
	refused(s, "boss1", "PUT", at(s, 0, "/setting"), "{\"version\":0,\"material\":\"magnesite\",\"density\":2.95}", 400, "report's number");
	refused(s, "boss1", "PUT", at(s, 0, "/setting"), "{\"version\":0,\"material\":\"cheese\"}", 400, "cheese");
	refused(s, "boss2", "POST", at(s, 0, "/reports"), "{\"month\":\"2023-07\",\"output_t\":5}", 404, "");
	done(s, "boss1", "PUT", at(s, 0, "/setting"), "{\"version\":0,\"material\":\"marble\"}");
	refused(s, "boss1", "PUT", at(s, 0, "/setting"), "{\"version\":0,\"material\":\"magnesite\"}", 409, "meanwhile");
}

static void a_survey_is_changed_and_withdrawn_under_its_version(void **state)
{
	struct site *s = *state;
	json_t *j = ask(s, "boss1", "POST", at(s, 0, "/surveys"),
			"{\"material\":\"ore\",\"from_day\":\"2023-07-31\",\"to_day\":\"2023-08-31\",\"volume_m3\":3000}", 200);
	json_t *first = json_array_get(json_object_get(j, "items"), 0);
	const char *path = at(s, 0, arena_printf(s->w->cx->mem, "/surveys/%" PRId64, (int64_t)json_integer_value(json_object_get(first, "id"))));
	json_decref(j);
	const char *change = "{\"version\":1,\"material\":\"ore\",\"from_day\":\"2023-07-31\",\"to_day\":\"2023-08-31\",\"volume_m3\":3100,"
			     "\"withdrawn\":\"两期坐标系不一致\"}";
	done(s, "boss1", "PUT", path, change);
	refused(s, "boss1", "PUT", path, change, 409, "meanwhile");
	/* What was withdrawn leaves its days free. */
	done(s, "boss1", "POST", at(s, 0, "/surveys"),
	     "{\"material\":\"ore\",\"from_day\":\"2023-07-31\",\"to_day\":\"2023-08-31\",\"volume_m3\":3050}");
}

static void import(struct site *s, const char *csv, int status, const char *words, size_t rows)
{
	const char *file = arena_printf(s->w->cx->mem, "%s/tmp/surveys", s->w->t->data);
	FILE *f = fopen(file, "w");
	assert_non_null(f);
	fputs(csv, f);
	fclose(f);
	struct exchange *x = world_upload(s->w, "boss1", at(s, 0, "/surveys/import"), "name=surveys.csv", file);
	if (x->status != status || !strstr(x->out.s, words))
		fail_msg("%d %s", x->status, x->out.s);
	json_t *j = ask(s, "boss1", "GET", at(s, 0, "/surveys"), NULL, 200);
	assert_int_equal(json_array_size(json_object_get(j, "items")), rows);
	json_decref(j);
}

static void a_table_of_surveys_comes_in_whole_or_not_at_all(void **state)
{
	struct site *s = *state;
	import(s, "类别,上期日期,测量日期,方量\n矿石,2023-05-31,2023-06-30,3000\n矿石,2023-06-30,2023-06-10,3000\n", 400, "line 3", 0);
	import(s, "类别,上期日期,测量日期\n矿石,2023-05-31,2023-06-30\n", 400, "volume", 0);
	import(s, "类别,上期日期,测量日期,方量,备注\n矿石,2023-05-31,2023-06-30,3000,无人机\n剥离物,2023-05-31,2023-06-30,1200,\n", 200, "3000", 2);
	import(s, "material,from_day,to_day,volume_m3\nore,2023-06-30,2023-07-31,3100\n", 200, "3100", 3);
}

static void output_is_held_against_what_is_allowed(void **state)
{
	struct site *s = *state;
	struct world *w = s->w;
	keep_books(s, 0, "boss1");
	json_t *j = ask(s, "reg1", "GET", at(s, 0, "/capacity"), NULL, 200);
	assert_string_equal(text(j, "word"), "unknown");
	json_decref(j);
	static const struct {
		int64_t scale;
		const char *word;
	} scales[] = {{200000, "within"}, {100000, "ahead"}, {70000, "over"}};
	for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
		assert_int_equal(db_exec(w->cx, NULL, "UPDATE mine SET scale_t = $1 WHERE county = $2 AND id = $3",
					 ARGS(V(scales[i].scale), V(w->cx->county), V(s->mine[0]))), STATUS_OK);
		j = ask(s, "reg1", "GET", at(s, 0, "/capacity"), NULL, 200);
		assert_string_equal(text(j, "word"), scales[i].word);
		assert_int_equal(json_array_size(json_object_get(j, "months")), 9);
		json_decref(j);
	}
	judge_again(s);
	json_t *a = the_alert(s);
	assert_string_equal(text(a, "story"), "over-capacity");
	json_decref(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(honest_ledgers_agree, set_up, site_teardown),
		cmocka_unit_test_setup_teardown(unweighed_ore_is_suspected_checked_and_investigated, set_up, site_teardown),
		cmocka_unit_test_setup_teardown(what_was_explained_does_not_come_back, set_up, site_teardown),
		cmocka_unit_test_setup_teardown(a_suspicion_waits_for_the_department, set_up, site_teardown),
		cmocka_unit_test_setup_teardown(figures_are_checked, set_up, site_teardown),
		cmocka_unit_test_setup_teardown(a_survey_is_changed_and_withdrawn_under_its_version, set_up, site_teardown),
		cmocka_unit_test_setup_teardown(a_table_of_surveys_comes_in_whole_or_not_at_all, set_up, site_teardown),
		cmocka_unit_test_setup_teardown(output_is_held_against_what_is_allowed, set_up, site_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
