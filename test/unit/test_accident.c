#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "base/day.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/accident/accident.h"
#include "rooms/accident/accident_api.h"
#include "rooms/accident/accountability.h"
#include "rooms/accident/clocks.h"
#include "rooms/mine/mine.h"
#include "rooms/mine/status.h"
#include "test/dbtest.h"
#include "test/world.h"

const struct mine_reason_source mine_reason_sources[] = {{0}};

const struct responsibility_source responsibility_sources[] = {
	{"status", responsibility_standing}, {"checks", responsibility_checks}, {"release", responsibility_release},
	{"tasks", responsibility_tasks}, {0},
};

static const struct routes *const lists[] = {&accident_routes, &accountability_routes};

static int set_up(void **state)
{
	struct world *w = world_new();
	w->routes = lists;
	w->route_count = sizeof lists / sizeof *lists;
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	world_free(*state);
	return 0;
}

/* ---- grades (493号令 第三条): the borders of each criterion, by hand ---- */

static void grades_at_their_borders(void **state)
{
	struct world *w = *state;
	static const struct {
		struct casualties c;
		const char *grade;
	} table[] = {
		{{0, 0, 0}, "general"},          {{2, 0, 0}, "general"},            {{3, 0, 0}, "larger"},
		{{9, 0, 0}, "larger"},           {{10, 0, 0}, "major"},             {{29, 0, 0}, "major"},
		{{30, 0, 0}, "extraordinary"},   {{0, 9, 0}, "general"},            {{0, 10, 0}, "larger"},
		{{0, 49, 0}, "larger"},          {{0, 50, 0}, "major"},             {{0, 99, 0}, "major"},
		{{0, 100, 0}, "extraordinary"},  {{0, 0, 9999999}, "general"},      {{0, 0, 10000000}, "larger"},
		{{0, 0, 49999999}, "larger"},    {{0, 0, 50000000}, "major"},       {{0, 0, 99999999}, "major"},
		{{0, 0, 100000000}, "extraordinary"},
		{{2, 10, 0}, "larger"},          {{3, 9, 50000000}, "major"},       {{10, 100, 9999999}, "extraordinary"},
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct graded g;
		assert_int_equal(accident_grade(w->cx, &table[i].c, day_make(2023, 9, 29), &g), STATUS_OK);
		assert_string_equal(grade_code(g.grade), table[i].grade);
		assert_string_equal(g.rule->article, "第三条");
	}
	struct graded g;
	assert_int_equal(accident_grade(w->cx, &(struct casualties){-1, 0, 0}, day_make(2023, 9, 29), &g), STATUS_INVALID);
	cx_forget(w->cx);
	assert_int_equal(accident_grade(w->cx, &(struct casualties){1, 0, 0}, day_make(2007, 6, 1), &g), STATUS_OK);
	assert_int_equal(accident_grade(w->cx, &(struct casualties){1, 0, 0}, day_make(2007, 5, 31), &g), STATUS_INVALID);
	assert_string_equal(w->cx->field, "on");
	cx_forget(w->cx);
}

/* ---- clocks: in time up to the last second of the limit ---- */

static void a_clock_runs_from_the_moment(void **state)
{
	(void)state;
	struct report_clock c = {0};
	report_clock_run(&c, 1000, 60, 1000 + 3600, 99999);
	assert_string_equal(c.state, "on_time");
	assert_int_equal(c.late_minutes, 0);
	report_clock_run(&c, 1000, 60, 1000 + 3601, 99999);
	assert_string_equal(c.state, "late");
	assert_int_equal(c.late_minutes, 1);
	report_clock_run(&c, 1000, 120, 1000 + 7200 + 3600, 99999);
	assert_int_equal(c.late_minutes, 60);
	report_clock_run(&c, 1000, 60, 0, 1000 + 3600);
	assert_string_equal(c.state, "waiting");
	report_clock_run(&c, 1000, 60, 0, 1000 + 3601);
	assert_string_equal(c.state, "overdue");
}

/* ---- an accident from its report to its end ---- */

static json_t *ask(struct world *w, const char *login, const char *method, const char *path, const char *body, int status)
{
	struct exchange *x = world_ask(w, login, method, path, body);
	if (x->status != status)
		fail_msg("%s %s: %d %s", method, path, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	return j;
}

static void done(struct world *w, const char *login, const char *method, const char *path, const char *body, int status)
{
	json_decref(ask(w, login, method, path, body, status));
}

static const char *text(json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));
	return s ? s : "(none)";
}

static enum status make_mine(struct cx *cx, void *arg)
{
	struct mine *in = arg, *m;
	TRY(mine_create(cx, in, &m));
	in->id = m->id;
	return STATUS_OK;
}

static int64_t add_mine(struct world *w, const char *name, int64_t town)
{
	struct mine m = {.name = name, .kind = "open_pit", .town = town, .industry = w->land};
	world_as(w, NULL);
	assert_int_equal(write_now(w->cx, make_mine, &m), STATUS_OK);
	return m.id;
}

/* 2023-10-20 08:00, the head told at 08:05, the county at 09:05. */
static int64_t report(struct world *w, int64_t mine, int deaths)
{
	const char *body = arena_printf(w->cx->mem,
		"{\"title\":\"青岭一矿高处坠落事故\",\"mine\":%" PRId64 ",\"at\":\"2023-10-20T08:00:00+08:00\","
		"\"head_at\":\"2023-10-20T08:05:00+08:00\",\"county_at\":\"2023-10-20T09:05:00+08:00\",\"deaths\":%d}", mine, deaths);
	json_t *j = ask(w, "safety", "POST", "/api/accidents", body, 200);
	int64_t id = json_integer_value(json_object_get(j, "id"));
	json_decref(j);
	return id;
}

static json_t *step(struct world *w, const char *login, int64_t id, const char *action, const char *body, int status)
{
	return ask(w, login, "POST", arena_printf(w->cx->mem, "/api/accidents/%" PRId64 "/steps/%s", id, action), body, status);
}

static void take(struct world *w, const char *login, int64_t id, const char *action, const char *body, int status)
{
	json_decref(step(w, login, id, action, body, status));
}

static json_t *show(struct world *w, const char *login, int64_t id)
{
	return ask(w, login, "GET", arena_printf(w->cx->mem, "/api/accidents/%" PRId64, id), NULL, 200);
}

static void is(struct world *w, int64_t id, const char *key, const char *value)
{
	json_t *j = show(w, "office", id);
	assert_string_equal(text(j, key), value);
	json_decref(j);
}

static const char *begin_by(struct world *w, const char *authority)
{
	return arena_printf(w->cx->mem, "{\"authority\":\"%s\",\"orgs\":[\"%" PRId64 "\",\"%" PRId64 "\"]}", authority, w->safety, w->police);
}

static const char *with_file(struct world *w, const char *fields)
{
	return arena_printf(w->cx->mem, "{%s,\"evidence\":[\"%s\"]}", fields, w->file);
}

static const char *found_yes(struct world *w)
{
	return arena_printf(w->cx->mem, "{\"responsible\":\"yes\",\"document\":\"青政复〔2023〕9号\",\"orgs\":[\"%" PRId64 "\"]}", w->land);
}

static void from_the_report_to_the_end(void **state)
{
	struct world *w = *state;
	int64_t mine = add_mine(w, "青岭一矿", w->towns[0]), id = report(w, mine, 1);
	struct mine *m;
	assert_int_equal(mine_get(w->cx, mine, &m), STATUS_OK);
	assert_string_equal(m->accident_since, "2023-10-20");
	json_t *j = show(w, "town1", id);
	assert_string_equal(text(j, "grade"), "general");
	assert_int_equal(json_integer_value(json_object_get(j, "town")), w->towns[0]);
	json_decref(j);
	take(w, "office", id, "begin", begin_by(w, "county"), 200);
	is(w, id, "due", "2023-12-19");                 /* 20 October + 60 days */
	take(w, "safety", id, "sign_report", "{}", 200);
	take(w, "office", id, "hand_in", with_file(w, "\"text\":\"调查报告\""), 409);    /* the police has not signed */
	take(w, "police", id, "sign_report", "{}", 200);
	take(w, "office", id, "hand_in", with_file(w, "\"text\":\"调查报告\""), 200);
	is(w, id, "due", "2023-11-09");                 /* 15 days */
	take(w, "deputy", id, "approve", found_yes(w), 200);
	is(w, id, "responsible", "yes");
	is(w, id, "due", "2024-10-25");                 /* a year */
	take(w, "office", id, "review", "{\"text\":\"整改到位\"}", 400);                 /* no evidence */
	take(w, "office", id, "review", with_file(w, "\"text\":\"整改到位\""), 200);
	take(w, "office", id, "close", "{}", 200);
	is(w, id, "state", "closed");
}

/* Every way around somebody whose word is needed. */
static void shortcuts_are_refused(void **state)
{
	struct world *w = *state;
	int64_t mine = add_mine(w, "青岭一矿", w->towns[0]), id = report(w, mine, 1);
	take(w, "deputy", id, "approve", found_yes(w), 409);                            /* from the report at once */
	take(w, "office", id, "withdraw", with_file(w, "\"text\":\"误报\""), 403);       /* only a leader */
	take(w, "deputy", id, "withdraw", "{\"text\":\"误报\"}", 400);                   /* without evidence */
	take(w, "town1", id, "begin", begin_by(w, "county"), 403);
	take(w, "office", id, "begin", begin_by(w, "enterprise"), 400);                 /* someone died */
	take(w, "office", id, "begin", arena_printf(w->cx->mem, "{\"authority\":\"county\",\"orgs\":[\"%" PRId64 "\"]}", w->towns[0]), 400);
	take(w, "office", id, "begin", begin_by(w, "county"), 200);
	take(w, "land", id, "sign_report", "{}", 403);                                  /* no member */
	take(w, "office", id, "extend", "{\"days\":30,\"reason\":\"案情复杂，取证困难\"}", 403);
	take(w, "deputy", id, "extend", "{\"days\":61,\"reason\":\"案情复杂，取证困难\"}", 400);
	take(w, "deputy", id, "extend", "{\"days\":30,\"reason\":\"案情复杂，取证困难\"}", 200);
	is(w, id, "due", "2024-01-18");                                                 /* 20 October + 90 days */
	take(w, "deputy", id, "extend", "{\"days\":30,\"reason\":\"案情复杂，取证困难\"}", 409);
	take(w, "office", id, "appraise", with_file(w, "\"from\":\"2023-10-21\",\"to\":\"2023-10-24\",\"text\":\"设备鉴定\""), 200);
	is(w, id, "due", "2024-01-22");                                                 /* four days do not count */
	take(w, "safety", id, "sign_report", "{}", 200);
	take(w, "safety", id, "sign_report", "{}", 409);
	take(w, "police", id, "sign_report", "{}", 200);
	take(w, "office", id, "hand_in", with_file(w, "\"text\":\"调查报告\""), 200);
	take(w, "office", id, "approve", found_yes(w), 403);
	take(w, "deputy", id, "approve", "{\"responsible\":\"yes\",\"document\":\"9号\"}", 400);         /* names no department */
	take(w, "head", id, "return", "{\"text\":\"补充调查\"}", 200);
	take(w, "office", id, "hand_in", with_file(w, "\"text\":\"调查报告\""), 409);    /* they sign anew */
}

/* Three deaths are for the city: the county may not investigate; what it decided is put down by those who manage. */
static void a_larger_one_is_the_citys(void **state)
{
	struct world *w = *state;
	int64_t mine = add_mine(w, "青岭一矿", w->towns[0]), id = report(w, mine, 3);
	is(w, id, "grade", "larger");
	take(w, "office", id, "begin", begin_by(w, "county"), 400);
	take(w, "office", id, "begin", begin_by(w, "city"), 200);
	take(w, "safety", id, "sign_report", "{}", 200);
	take(w, "police", id, "sign_report", "{}", 200);
	take(w, "office", id, "hand_in", with_file(w, "\"text\":\"调查报告\""), 200);
	take(w, "deputy", id, "approve", found_yes(w), 403);
	take(w, "office", id, "approve", found_yes(w), 200);
}

/* The third death while the county investigates: its report is refused until the city has taken over; nobody who only
 * reports may take a death back. */
static void the_grade_rises_meanwhile(void **state)
{
	struct world *w = *state;
	int64_t mine = add_mine(w, "青岭一矿", w->towns[0]), id = report(w, mine, 2);
	static const char fewer[] = "{\"day\":\"2023-10-25\",\"deaths\":2,\"injured\":0,\"loss_yuan\":0,\"reason\":\"更正\"}";
	take(w, "office", id, "begin", begin_by(w, "county"), 200);
	take(w, "safety", id, "sign_report", "{}", 200);
	take(w, "police", id, "sign_report", "{}", 200);
	take(w, "town1", id, "revise", "{\"day\":\"2023-10-25\",\"deaths\":3,\"injured\":0,\"loss_yuan\":0,\"reason\":\"伤者死亡\"}", 200);
	take(w, "town1", id, "revise", fewer, 403);
	take(w, "safety", id, "revise", fewer, 403);
	take(w, "office", id, "hand_in", with_file(w, "\"text\":\"调查报告\""), 409);
	take(w, "office", id, "take_over", "{\"authority\":\"county\",\"text\":\"仍由县里\"}", 400);
	take(w, "office", id, "take_over", "{\"authority\":\"city\",\"text\":\"市政府决定\"}", 200);
	take(w, "office", id, "hand_in", with_file(w, "\"text\":\"调查报告\""), 200);
	take(w, "deputy", id, "approve", found_yes(w), 403);
	take(w, "regulator", id, "revise", fewer, 200);
}

static void revise(struct world *w, int64_t id, const char *day, int deaths, int64_t yuan)
{
	take(w, "safety", id, "revise", arena_printf(w->cx->mem,
		"{\"day\":\"%s\",\"deaths\":%d,\"injured\":0,\"loss_yuan\":%" PRId64 ",\"reason\":\"伤者死亡\"}", day, deaths, yuan), 200);
}

/* 20 October + 30 days = 19 November: a death of that day counts, one of the next does not; the loss counts always. */
static void casualties_are_revised_within_thirty_days(void **state)
{
	struct world *w = *state;
	int64_t mine = add_mine(w, "青岭一矿", w->towns[0]), id = report(w, mine, 2);
	world_pass(w, 40);
	revise(w, id, "2023-11-20", 3, 0);
	is(w, id, "grade", "general");
	revise(w, id, "2023-11-19", 3, 0);
	is(w, id, "grade", "larger");
	revise(w, id, "2023-11-25", 10, 0);
	is(w, id, "grade", "larger");
	revise(w, id, "2023-11-30", 10, 50000000);
	is(w, id, "grade", "major");
	json_t *j = show(w, "office", id), *all = json_object_get(j, "casualties");
	assert_int_equal(json_array_size(all), 5);
	assert_true(json_is_false(json_object_get(json_array_get(all, 1), "counts")));
	assert_true(json_is_true(json_object_get(json_array_get(all, 2), "counts")));
	json_decref(j);
	take(w, "safety", id, "revise", "{\"day\":\"2023-10-19\",\"deaths\":3,\"injured\":0,\"loss_yuan\":0,\"reason\":\"错\"}", 400);
}

/* Head 5 minutes, county 60 minutes to the second, city told 2 h 1 min later: late; of a general one the province is not asked. */
static void the_clocks_of_reporting(void **state)
{
	struct world *w = *state;
	int64_t mine = add_mine(w, "青岭一矿", w->towns[0]), id = report(w, mine, 1);
	json_t *j = show(w, "office", id), *c = json_object_get(j, "clocks");
	assert_int_equal(json_array_size(c), 3);
	assert_string_equal(text(json_array_get(c, 0), "state"), "on_time");
	assert_string_equal(text(json_array_get(c, 1), "state"), "on_time");
	assert_string_equal(text(json_array_get(c, 2), "state"), "overdue");
	assert_string_equal(text(json_array_get(c, 2), "due"), "2023-10-20T11:05:00+08:00");
	json_decref(j);
	take(w, "safety", id, "told", "{\"level\":\"city\",\"at\":\"2023-10-20T07:00:00+08:00\"}", 400);
	take(w, "safety", id, "told", "{\"level\":\"city\",\"at\":\"2023-10-20T11:06:00+08:00\"}", 200);
	take(w, "safety", id, "told", "{\"level\":\"city\",\"at\":\"2023-10-20T11:00:00+08:00\"}", 409);        /* not rewritten */
	j = show(w, "office", id);
	c = json_array_get(json_object_get(j, "clocks"), 2);
	assert_string_equal(text(c, "state"), "late");
	assert_int_equal(json_integer_value(json_object_get(c, "late_minutes")), 1);
	json_decref(j);
	take(w, "safety", id, "judge_reporting", "{\"reporting\":\"late\",\"text\":\"迟报一分钟\"}", 403);
	take(w, "regulator", id, "judge_reporting", "{\"reporting\":\"concealed\",\"text\":\"隐瞒不报，经查证属实\"}", 200);
	is(w, id, "reporting", "concealed");
}

static void who_sees_what(void **state)
{
	struct world *w = *state;
	int64_t mine = add_mine(w, "青岭一矿", w->towns[0]), id = report(w, mine, 1);
	const char *path = arena_printf(w->cx->mem, "/api/accidents/%" PRId64, id);
	done(w, "town1", "GET", path, NULL, 200);
	done(w, "town2", "GET", path, NULL, 404);
	done(w, "road", "GET", path, NULL, 200);
	json_t *j = ask(w, "town2", "GET", "/api/accidents", NULL, 200);
	assert_int_equal(json_array_size(json_object_get(j, "items")), 0);
	json_decref(j);
	done(w, "discipline", "POST", "/api/accidents", "{\"title\":\"一起事故\",\"at\":\"2023-10-20T08:00:00+08:00\"}", 403);
	done(w, "safety", "POST", "/api/accidents", "{\"title\":\"一起事故\",\"at\":\"2023-10-26T08:00:00+08:00\"}", 400);
	done(w, "safety", "POST", "/api/accidents", "{\"title\":\"一起事故\",\"at\":\"2023-10-20T08:00:00+08:00\"}", 400);       /* where? */
}

/* ---- accountability ---- */

static int64_t draft(struct world *w, int64_t accident, int64_t org, int status)
{
	json_t *j = ask(w, "office", "POST", "/api/accountability", arena_printf(w->cx->mem,
		"{\"accident\":%" PRId64 ",\"subject\":\"town\",\"org\":%" PRId64 ",\"duty\":\"territory\",\"fault\":\"not_inspected\","
		"\"facts\":\"三个月未到矿检查\",\"proposed\":\"admonition\"}", accident, org), status);
	int64_t id = json_integer_value(json_object_get(j, "id"));
	json_decref(j);
	return id;
}

static void move(struct world *w, const char *login, int64_t id, const char *action, const char *body, int status)
{
	done(w, login, "POST", arena_printf(w->cx->mem, "/api/accountability/%" PRId64 "/steps/%s", id, action), body, status);
}

/* The notice is of 30 September: the accident of the day before is none of its business. */
static void only_accidents_after_the_notice(void **state)
{
	struct world *w = *state;
	static const struct {
		const char *at;
		int status;
	} table[] = {{"2023-09-29T23:59:59+08:00", 409}, {"2023-09-30T00:00:00+08:00", 200}};
	for (size_t i = 0; i < 2; i++) {
		json_t *j = ask(w, "safety", "POST", "/api/accidents", arena_printf(w->cx->mem,
			"{\"title\":\"一起事故\",\"town\":%" PRId64 ",\"at\":\"%s\",\"deaths\":1}", w->towns[0], table[i].at), 200);
		draft(w, json_integer_value(json_object_get(j, "id")), w->towns[0], table[i].status);
		json_decref(j);
	}
}

static void until_approved(struct world *w, int64_t id)
{
	take(w, "office", id, "begin", begin_by(w, "county"), 200);
	take(w, "safety", id, "sign_report", "{}", 200);
	take(w, "police", id, "sign_report", "{}", 200);
	take(w, "office", id, "hand_in", with_file(w, "\"text\":\"调查报告\""), 200);
	take(w, "deputy", id, "approve", found_yes(w), 200);
}

static void a_case_from_draft_to_archive(void **state)
{
	struct world *w = *state;
	int64_t id = report(w, add_mine(w, "青岭一矿", w->towns[0]), 1);
	draft(w, id, w->police, 400);                           /* no town */
	int64_t c = draft(w, id, w->towns[0], 200);
	move(w, "office", c, "refer", "{}", 409);               /* not found responsible yet */
	until_approved(w, id);
	move(w, "discipline", c, "refer", "{}", 403);
	move(w, "office", c, "refer", "{}", 200);
	move(w, "office", c, "accept", "{}", 403);              /* who drafts does not decide */
	move(w, "discipline", c, "accept", "{}", 200);
	move(w, "discipline", c, "decide", "{\"decision\":\"demerit\",\"text\":\"记过处分\",\"document\":\"青纪〔2023〕7号\"}", 400);
	move(w, "discipline", c, "decide", "{\"decision\":\"demerit\",\"text\":\"给予记过处分\",\"document\":\"青纪〔2023〕7号\"}", 200);
	const char *path = arena_printf(w->cx->mem, "/api/accountability/%" PRId64, c);
	json_t *j = ask(w, "head", "GET", path, NULL, 200);
	assert_string_equal(text(j, "lasts_until"), "2024-10-25");      /* 12 months */
	json_decref(j);
	done(w, "town1", "GET", path, NULL, 404);               /* the subject */
	done(w, "safety", "GET", path, NULL, 404);
	take(w, "office", id, "review", with_file(w, "\"text\":\"整改到位\""), 200);
	take(w, "office", id, "close", "{}", 409);              /* the case is open */
	move(w, "discipline", c, "execute", "{\"text\":\"已宣布\"}", 400);
	move(w, "discipline", c, "execute", with_file(w, "\"text\":\"已宣布\""), 200);
	move(w, "discipline", c, "archive", "{}", 200);
	take(w, "office", id, "close", "{}", 200);
}

static void the_chain_of_responsibility(void **state)
{
	struct world *w = *state;
	int64_t mine = add_mine(w, "青岭一矿", w->towns[0]);
	world_as(w, NULL);
	assert_int_equal(db_exec(w->cx, NULL,
		"INSERT INTO hazard (county, id, state, mine, town, kind, level, text, found_on, found_by, found_org, due, ended_on, created_at)"
		" VALUES ($1, 11, 'ordered', $2, $3, 'slope', 'general', '浮石未清', '2023-10-01', 0, $4, '2023-10-11', '', 0),"
		" ($1, 12, 'closed', $2, $3, 'slope', 'general', '挡墙缺失', '2023-10-01', 0, $4, '2023-10-11', '2023-10-20', 0),"
		" ($1, 13, 'ordered', $2, $3, 'slope', 'general', '事后发现', '2023-10-21', 0, $4, '', '', 0)",
		ARGS(V(w->cx->county), V(mine), V(w->towns[0]), V(w->safety))), STATUS_OK);
	int64_t id = report(w, mine, 1);
	const char *path = arena_printf(w->cx->mem, "/api/accountability/chain/%" PRId64, id);
	done(w, "town1", "GET", path, NULL, 403);
	json_t *j = ask(w, "office", "GET", path, NULL, 200), *items = json_object_get(j, "items");
	assert_int_equal(json_array_size(items), 1);            /* the one that was open on the day */
	assert_string_equal(text(json_array_get(items, 0), "kind"), "hazard_open");
	assert_non_null(strstr(text(json_array_get(items, 0), "text"), "浮石未清"));
	json_decref(j);
}

static void the_flow_is_sound(void **state)
{
	struct world *w = *state;
	assert_null(flow_mistake(w->cx, &accident_flow));
	assert_null(flow_mistake(w->cx, &accountability_flow));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(grades_at_their_borders), cmocka_unit_test(a_clock_runs_from_the_moment), T(from_the_report_to_the_end),
		T(shortcuts_are_refused), T(a_larger_one_is_the_citys), T(the_grade_rises_meanwhile), T(casualties_are_revised_within_thirty_days),
		T(the_clocks_of_reporting), T(who_sees_what), T(only_accidents_after_the_notice),
		T(a_case_from_draft_to_archive), T(the_chain_of_responsibility), T(the_flow_is_sound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
