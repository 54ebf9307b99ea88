#include "test/test.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "core/flow.h"
#include "db/db.h"
#include "rooms/feedback/feedback.h"
#include "rooms/feedback/feedback_api.h"
#include "test/dbtest.h"
#include "test/world.h"

static const struct routes *const lists[] = {&feedback_routes};

static int set_up(void **state)
{
	struct world *w = world_new();
	w->routes = lists;
	w->route_count = 1;
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	world_free(*state);
	return 0;
}

static const char report[] = "{\"firm\":\"青岭石英有限公司\",\"contact\":\"某某\",\"phone\":\"0000-1234567\",\"measure\":\"2\","
			     "\"kind\":\"stop_loss\",\"text\":\"停产二十天，订单无法交付\"}";

/* Ask and read the answer, which must have that status. */
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

struct case_ {
	char no[20], secret[40], path[60], follow[120];
	int64_t id;
};

static struct case_ receive(struct world *w)
{
	struct case_ c;
	json_t *j = ask(w, NULL, "POST", "/api/feedback", report, 200);
	snprintf(c.no, sizeof c.no, "%s", json_string_value(json_object_get(j, "no")));
	snprintf(c.secret, sizeof c.secret, "%s", json_string_value(json_object_get(j, "secret")));
	snprintf(c.follow, sizeof c.follow, "{\"no\":\"%s\",\"secret\":\"%s\"}", c.no, c.secret);
	json_decref(j);
	j = ask(w, "office", "GET", "/api/feedback", NULL, 200);
	c.id = json_integer_value(json_object_get(json_array_get(json_object_get(j, "items"), 0), "id"));
	json_decref(j);
	snprintf(c.path, sizeof c.path, "/api/feedback/%" PRId64, c.id);
	return c;
}

static const char *step(const struct case_ *c, const char *action)
{
	static char path[120];
	snprintf(path, sizeof path, "%s/steps/%s", c->path, action);
	return path;
}

static const char *accept_by(struct world *w, int64_t org, bool urgent)
{
	return arena_printf(w->cx->mem, "{\"org\":\"%" PRId64 "\",\"urgent\":%s}", org, urgent ? "true" : "false");
}

/* From a firm without an account to its rating, and nothing on the way says who it was. */
static void a_report_is_heard_and_answered(void **state)
{
	struct world *w = *state;
	struct case_ c = receive(w);
	assert_string_equal(c.no, "F20231025-0001");
	done(w, "office", "POST", step(&c, "accept"), accept_by(w, w->safety, false), 200);
	json_t *j = ask(w, "safety", "GET", c.path, NULL, 200);
	assert_string_equal(json_string_value(json_object_get(j, "state")), "handling");
	assert_string_equal(json_string_value(json_object_get(j, "due")), "2023-11-22");        /* 20 working days */
	assert_null(json_object_get(j, "firm"));
	assert_null(json_object_get(j, "phone"));
	json_decref(j);
	done(w, "safety", "POST", step(&c, "answer"), "{\"text\":\"已安排优先复查，三日内答复复工时间。\"}", 200);
	j = ask(w, NULL, "POST", "/api/feedback/follow", c.follow, 200);
	assert_non_null(strstr(json_string_value(json_object_get(j, "answer")), "优先复查"));
	json_decref(j);
	char rate[200];
	snprintf(rate, sizeof rate, "{\"no\":\"%s\",\"secret\":\"%s\",\"rating\":\"satisfied\"}", c.no, c.secret);
	done(w, NULL, "POST", "/api/feedback/rate", rate, 200);
	done(w, NULL, "POST", "/api/feedback/rate", rate, 409);
	done(w, "office", "POST", step(&c, "close"), "{}", 200);
}

static void a_dissatisfied_firm_is_heard_again(void **state)
{
	struct world *w = *state;
	struct case_ c = receive(w);
	char rate[200];
	snprintf(rate, sizeof rate, "{\"no\":\"%s\",\"secret\":\"%s\",\"rating\":\"dissatisfied\"}", c.no, c.secret);
	done(w, NULL, "POST", "/api/feedback/rate", rate, 409);         /* nothing to rate yet */
	done(w, "office", "POST", step(&c, "accept"), accept_by(w, w->safety, false), 200);
	done(w, "safety", "POST", step(&c, "answer"), "{\"text\":\"正在研究。\"}", 200);
	done(w, NULL, "POST", "/api/feedback/rate", rate, 200);
	done(w, "office", "POST", step(&c, "close"), "{}", 409);
	done(w, "office", "POST", step(&c, "again"), "{\"text\":\"请给出明确时间。\"}", 200);
	done(w, "safety", "POST", step(&c, "answer"), "{\"text\":\"11月10日前完成复查。\"}", 200);
	done(w, "office", "POST", step(&c, "close"), "{}", 200);
}

static void who_reported_is_protected(void **state)
{
	struct world *w = *state;
	struct case_ c = receive(w);
	done(w, "office", "POST", step(&c, "accept"), accept_by(w, w->safety, false), 200);
	char reveal[90], history[90], wrong[120];
	snprintf(reveal, sizeof reveal, "%s/reveal", c.path);
	snprintf(history, sizeof history, "%s/history", c.path);
	done(w, "safety", "POST", reveal, "{}", 403);
	json_t *j = ask(w, "office", "POST", reveal, "{}", 200);
	assert_string_equal(json_string_value(json_object_get(j, "firm")), "青岭石英有限公司");
	json_decref(j);
	struct exchange *x = world_ask(w, "office", "GET", history, NULL);
	assert_null(strstr(x->out.s, "石英"));
	done(w, "land", "GET", c.path, NULL, 404);              /* not its business */
	snprintf(wrong, sizeof wrong, "{\"no\":\"%s\",\"secret\":\"000000000000\"}", c.no);
	done(w, NULL, "POST", "/api/feedback/follow", wrong, 404);
	done(w, "land", "POST", step(&c, "answer"), "{\"text\":\"代答\"}", 404);
}

static void an_urgent_one_reaches_the_head(void **state)
{
	struct world *w = *state;
	struct case_ c = receive(w);
	done(w, "office", "POST", step(&c, "accept"), accept_by(w, w->police, true), 200);
	static const struct field f[] = {FIELD_AS(struct flow_signer, "org", org)};
	static const struct record r = {.name = "n", .size = sizeof(struct flow_signer), .fields = f, .count = 1};
	struct list l;
	assert_int_equal(db_all(w->cx, &r, &l,
		"SELECT n.person AS org FROM notification n JOIN role_grant g ON g.county = n.county AND g.person = n.person"
		" WHERE n.county = $1 AND g.role IN ('county_head', 'deputy_head')", ARGS(V(w->cx->county))), STATUS_OK);
	assert_int_equal(l.count, 2);
}

/* The twenty-first report of a day from one place is asked to call. */
static void floods_are_held_back(void **state)
{
	struct world *w = *state;
	for (int i = 0; i < 20; i++)
		done(w, NULL, "POST", "/api/feedback", report, 200);
	done(w, NULL, "POST", "/api/feedback", report, 429);
	world_pass(w, 1);
	done(w, NULL, "POST", "/api/feedback", report, 200);
}

static void the_flow_is_sound(void **state)
{
	struct world *w = *state;
	assert_null(flow_mistake(w->cx, &feedback_flow));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(a_report_is_heard_and_answered), T(a_dissatisfied_firm_is_heard_again), T(who_reported_is_protected),
		T(an_urgent_one_reaches_the_head), T(floods_are_held_back), T(the_flow_is_sound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
