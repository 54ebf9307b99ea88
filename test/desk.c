#include "test/desk.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "rooms/explosive/explosive_api.h"
#include "test/test.h"

static const struct routes *const lists[] = {&explosive_routes, &permit_routes, &market_routes};

int desk_setup(void **state)
{
	struct vault *v = vault_new();
	v->q->w->routes = lists;
	v->q->w->route_count = 3;
	*state = v;
	return 0;
}

int desk_teardown(void **state)
{
	vault_free(*state);
	return 0;
}

/* Ask and read the answer, which must have that status; the tree is freed with the test's memory. */
static void drop(void *j)
{
	json_decref(j);
}
json_t *desk_ask(struct vault *v, const char *login, const char *method, const char *path, const char *body, int status)
{
	struct exchange *x = world_ask(v->q->w, login, method, path, body);
	if (x->status != status)
		fail_msg("%s %s by %s: %d %s", method, path, login, x->status, x->out.s);
	json_t *j = json_loads(x->out.s, 0, NULL);
	assert_non_null(j);
	arena_defer(v->q->w->cx->mem, drop, j);
	return j;
}
json_t *desk_post(struct vault *v, const char *login, const char *path, const char *body, int status)
{
	return desk_ask(v, login, "POST", path, body, status);
}
json_t *desk_get(struct vault *v, const char *login, const char *path)
{
	return desk_ask(v, login, "GET", path, NULL, 200);
}
int64_t desk_whole(const json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}
const char *desk_text(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));
	return s ? s : "";
}
json_t *desk_step(struct vault *v, const char *login, const char *what, int64_t id, const char *action,
		  const char *body, int status)
{
	return desk_post(v, login, P("/api/explosives/%s/%" PRId64 "/steps/%s", what, id, action), body, status);
}

/* A quota by the worked example of the rules: 122107 kg a year, 10175 kg a month. */
int64_t desk_quota(struct vault *v)
{
	json_t *j = desk_post(v, "officer", "/api/explosives/quotas",
			      P("{\"mine\":%" PRId64 ",\"year\":2023,\"ore_density\":2.9,\"ore_density_source\":"
						     "\"储量核实报告\",\"ore_q\":0.56,\"ore_q_source\":\"爆破试验\","
				"\"strip_ratio\":0.3,\"strip_ratio_source\":\"设计\",\"rock_density\":2.7,\"rock_"
				"density_source\":\"储量核实报告\",\"rock_q\":0.46,"
				"\"rock_q_source\":\"爆破试验\",\"k\":1}",
				v->mine),
			      200);
	assert_true(fabs(json_real_value(json_object_get(j, "kg_year")) - 122107.28) < 0.01);
	assert_true(json_real_value(json_object_get(j, "planned_t")) == 500000 || desk_whole(j, "planned_t") == 500000);
	return desk_whole(j, "id");
}

void desk_approve_quota(struct vault *v)
{
	int64_t id = desk_quota(v);
	desk_step(v, "officer", "quotas", id, "approve", "{}", 409); /* not signed yet */
	desk_step(v, "land", "quotas", id, "sign", "{}", 403);
	desk_step(v, "law", "quotas", id, "sign", "{}", 200);
	desk_step(v, "officer", "quotas", id, "approve", "{}", 200);
}

json_t *desk_apply(struct vault *v, int64_t kg, int64_t detonators, int status)
{
	return desk_post(
		v, "boss", "/api/explosives/purchases",
		P("{\"magazine\":%" PRId64 ",\"supplier\":%" PRId64
		  ",\"purpose\":\"production\",\"use_text\":\"采场爆破\",\"bank_account\":\"6222000011112222\","
		  "\"emulsion_kg\":%" PRId64 ",\"detonators\":%" PRId64 "}",
		  v->magazine, v->supplier, kg, detonators),
		status);
}

/* ---- at the counter ---- */

json_t *desk_counter(struct vault *v, struct vault_device *d, struct keeping *k, int first, int second, int status)
{
	struct keep_input in = vault_entry(v, d, k, first, second);
	struct buf b;
	buf_init(&b, v->q->w->cx->mem);
	struct jw w = {.out = &b};
	const struct list one = {&in, 1};
	jw_begin(&w, '{');
	jw_key(&w, "entries");
	jw_list(&w, &keep_input_record, &one);
	jw_key(&w, "strict");
	jw_bool(&w, true);
	jw_end(&w);
	json_t *j = desk_post(v, "keeper", P("/api/explosives/magazines/%" PRId64 "/sync", d->magazine), b.s, status);
	if (status == 200)
		vault_went_on(d, k);
	return j;
}

int64_t desk_bought(struct vault *v, int64_t kg, int64_t detonators)
{
	int64_t id = desk_whole(desk_apply(v, kg, detonators, 200), "id");
	desk_step(v, "officer", "purchases", id, "approve", "{}", 200);
	desk_step(v, "boss", "purchases", id, "file", "{\"deal_on\":\"2023-10-25\",\"price_yuan\":8000}",
		  400); /* in cash? */
	desk_step(v, "boss", "purchases", id, "file",
		  "{\"deal_on\":\"2023-10-25\",\"price_yuan\":8000,\"by_bank\":true}", 200);
	return id;
}

/* Asks for a journey with that much of a purchase's emulsion and a hundred detonators. */
static json_t *carry(struct vault *v, int64_t purchase, int kg, int status)
{
	return desk_post(v, "boss", "/api/explosives/transports",
			 P("{\"purchase\":%" PRId64 ",\"carrier\":\"青岭危货运输有限公司\",\"vehicle\":\"辽C00001\",\"driver\":\"郑某\","
			   "\"escort\":\"王某\",\"from_place\":\"青岭民爆库\",\"route\":\"县道三号线\",\"emulsion_kg\":%d,"
			   "\"detonators\":100,\"codes\":\"0130612A00001-00100\"}",
			   purchase, kg),
			 status);
}

int64_t desk_under_way(struct vault *v, int64_t purchase)
{
	assert_string_equal(desk_text(carry(v, purchase, 1001, 400), "field"), "emulsion_kg");
	int64_t id = desk_whole(carry(v, purchase, 1000, 200), "id");
	desk_step(v, "officer", "transports", id, "approve", "{}", 200);
	desk_step(v, "boss", "transports", id, "depart", "{}", 200);
	return id;
}
