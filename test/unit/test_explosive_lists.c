/* Every list of the room: who sees it, searched, filtered, page by page, and as a spreadsheet. */
#include "test/test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "test/desk.h"

static bool has_items(struct vault *v, const char *login, const char *list, const char *query)
{
	struct exchange *x = world_get(v->q->w, login, P("/api/explosives/%s", list), query);
	if (x->status != 200)
		fail_msg("%s by %s: %d %.200s", list, login, x->status, x->out.s);
	return strstr(x->out.s, "\"items\":[{") != NULL;
}

/* A purchase, a transport, entries, a blast, an alert, a month: one of each. */
static void fill(struct vault *v)
{
	struct vault_device d = vault_device(v, v->magazine, "a0000000000000aa");
	desk_approve_quota(v);
	int64_t transport = desk_under_way(v, desk_bought(v, 1000, 100));
	struct keeping in = {.kind = "receive",
			     .permit = transport,
			     .items = {{"emulsion", 1000000}, {"detonator", 100}},
			     .item_count = 2,
			     .codes = vault_codes(v, "0130612A00001-00100"),
			     .person = "",
			     .note = ""},
		       wrong = {.kind = "count",
				.items = {{"emulsion", 999000}},
				.item_count = 1,
				.person = "",
				.note = ""};
	desk_counter(v, &d, &in, 0, 1, 200);
	desk_counter(v, &d, &wrong, 0, 1, 200);
	vault_blast(v, 240, 12);
	desk_post(v, "officer", "/api/explosives/regulations",
		  "{\"title\":\"青岭县民用爆炸物品管理办法\",\"text\":\"第一条 "
		  "严格按照开采量测算审批数量，不得多批、乱批。第二条 按市场化运作。\"}",
		  200);
	world_pass(v->q->w, 10);
	desk_post(v, "boss", "/api/explosives/months", P("{\"mine\":%" PRId64 ",\"month\":\"2023-10\"}", v->mine), 200);
}

static const struct {
	const char *list, *found, *not_found; /* queries */
} lists[] = {
	{"quotas", "q=白云", "q=黑云"},
	{"quotas", "year=2023", "year=2022"},
	{"purchases", "q=采场", "q=50%"},
	{"purchases", "from=2023-10-25&to=2023-10-25", "from=2023-10-26"},
	{"transports", "q=辽C00001", "q=辽C00002"},
	{"transports", "from=2023-10-25", "to=2023-10-24"},
	{"months", "q=白云", "q=_云"},
	{"months", "from=2023-10&to=2023-10", "from=2023-11"},
	{"magazines", "q=白云", "q=没有"},
	{"journal", "q=0130612A00001&from=2023-10-01", "q=0130612A99999&from=2023-10-01"},
	{"journal", "kind=receive&to=2023-10-26", "kind=receive"}, /* of all magazines at once: three days */
	{"journal", "kind=receive&from=2023-10-01", "kind=use&from=2023-10-01"},
	{"alerts", "q=白云&kind=count", "kind=piece"},
	{"alerts", "from=2023-10-25&to=2023-10-25", "to=2023-10-24"},
	{"blasts", "q=平台&material=ore", "q=平台&material=rock"},
	{"suppliers", "", "q=没有这家"},
	{"regulations", "q=爆炸物品&state=draft", "state=issued"},
};

static struct exchange *sheet(struct vault *v, const char *login, const char *list, const char *query)
{
	return world_get(v->q->w, login, P("/api/explosives/%s/export.xlsx", list), query);
}

static void found_and_not_found(void **state)
{
	struct vault *v = *state;
	fill(v);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		const char *path = P("/api/explosives/%s", lists[i].list);
		struct exchange *x = world_get(v->q->w, "officer", path, lists[i].found);
		if (x->status != 200 || !strstr(x->out.s, "\"items\":[{"))
			fail_msg("%s?%s: %d %.200s", path, lists[i].found, x->status, x->out.s);
		x = world_get(v->q->w, "officer", path, lists[i].not_found);
		if (x->status != 200 || !strstr(x->out.s, "\"items\":[]"))
			fail_msg("%s?%s: %d %.200s", path, lists[i].not_found, x->status, x->out.s);
	}
}

static void every_list_is_a_spreadsheet_too(void **state)
{
	struct vault *v = *state;
	fill(v);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct exchange *x = sheet(v, "officer", lists[i].list, lists[i].found);
		FILE *f = x->status == 200 && x->reply.temporary ? fopen(x->reply.file, "r") : NULL;
		char head[2] = "";
		if (!f || fread(head, 1, 2, f) != 2 || memcmp(head, "PK", 2) != 0)
			fail_msg("%s: %d is no spreadsheet", lists[i].list, x->status);
		fclose(f);
		remove(x->reply.file);
	}
}

/* A firm sees its own mines' rows and nobody else's, in pages and in files. */
static void the_rival_sees_nothing(void **state)
{
	static const char *const of_mines[][2] = {{"quotas", ""}, {"purchases", ""}, {"transports", ""},
						  {"months", ""}, {"magazines", ""}, {"journal", "from=2023-10-01"},
						  {"alerts", ""}, {"blasts", ""}};
	struct vault *v = *state;
	fill(v);
	for (size_t i = 0; i < sizeof of_mines / sizeof *of_mines; i++) {
		if (!has_items(v, "boss", of_mines[i][0], of_mines[i][1]))
			fail_msg("%s: the mine's own firm sees nothing", of_mines[i][0]);
		if (has_items(v, "rival", of_mines[i][0], of_mines[i][1]))
			fail_msg("%s: another firm's rows", of_mines[i][0]);
	}
}

static void pages_follow_each_other(void **state)
{
	struct vault *v = *state;
	int64_t cursor = 0;
	int seen = 0;
	for (int i = 0; i < 5; i++)
		vault_magazine(v, P("%d号库", i + 2));
	do {
		json_t *j = NULL;
		struct exchange *x = world_get(v->q->w, "officer", "/api/explosives/magazines",
					       P("limit=2&cursor=%" PRId64, cursor));
		assert_int_equal(x->status, 200);
		j = json_loads(x->out.s, 0, NULL);
		seen += (int)json_array_size(json_object_get(j, "items"));
		int64_t next = json_integer_value(json_object_get(j, "next"));
		assert_true(!next || !cursor || next < cursor);
		cursor = next;
		json_decref(j);
	} while (cursor);
	assert_int_equal(seen, 6);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)
	const struct CMUnitTest tests[] = {
		T(found_and_not_found),
		T(every_list_is_a_spreadsheet_too),
		T(the_rival_sees_nothing),
		T(pages_follow_each_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
