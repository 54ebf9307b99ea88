#include "test/test.h"

#include <string.h>
#include "core/org_api.h"
#include "core/perm.h"
#include "core/search.h"
#include "core/search_api.h"
#include "core/search_words.h"
#include "db/db.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "test/check.h"
#include "test/dbtest.h"

static int set_up(void **state)
{
	*state = dbtest_new();
	return 0;
}

static int tear_down(void **state)
{
	dbtest_free(*state);
	return 0;
}

static const struct {
	int64_t item;
	const char *title, *text;
} things[] = {
	{1, "开展超限超载整治", "对矿石运输车辆超载、超限的，一律卸载。"},
	{2, "隐患排查", "一般隐患限期10天内整改到位；重大隐患挂牌督办。"},
	{3, "民用爆炸物品监管", "炸药、雷管的领用和清退，GPS定位，无人机巡查。"},
	{4, "無人機巡查", "對露天礦山每個作業面安裝攝像頭。"},
	{5, "全角测试", "ＧＰＳ　２０２３年　Ａ级"},
	{6, "有人值守", "无人值班，人机协作；患者。"},
	{7, "English report", "Camera health of pit No.7, overloaded trucks"},
	{8, "生僻字", "\xf0\xa0\xae\xb7野家的\xf0\xa1\x9a\xaf"},       /* 𠮷野家的𡚯: beyond 16 bits */
};
enum { THINGS = sizeof things / sizeof *things };

static enum status fill(struct cx *cx, void *arg)
{
	(void)arg;
	for (int i = 0; i < THINGS; i++)
		TRY(search_put(cx, &(struct search_entry){.kind = i % 2 ? "notice" : "task", .item = things[i].item,
							  .title = things[i].title, .text = things[i].text}));
	return STATUS_OK;
}

/* The items found, as a set of bits. */
static unsigned find(struct cx *cx, const char *q)
{
	struct list l;
	int64_t next;
	unsigned found = 0;
	if (search_find(cx, &(struct search_query){.q = q, .limit = 100}, &l, &next))
		fail_msg("%s: %s", q, cx->error);
	for (size_t i = 0; i < l.count; i++)
		found |= 1u << ((const struct search_hit *)l.items)[i].id;
	return found;
}

#define ITEM(n) (1u << (n))
static const struct {
	const char *q;
	unsigned found;
} cases[] = {
	{"超载", ITEM(1)}, {"隐患", ITEM(2)}, {"炸药", ITEM(3)}, {"矿", ITEM(1) | ITEM(4)}, {"患", ITEM(2) | ITEM(6)},
	{"载", ITEM(1)}, {"无人机", ITEM(3) | ITEM(4)}, {"無人機", ITEM(3) | ITEM(4)}, {"无人", ITEM(3) | ITEM(4) | ITEM(6)},
	{"gps", ITEM(3) | ITEM(5)}, {"ＧＰＳ", ITEM(3) | ITEM(5)}, {"gp", ITEM(3) | ITEM(5)}, {"ps", 0},
	{"GPS定位", ITEM(3)}, {"2023", ITEM(5)}, {"２０２３", ITEM(5)}, {"2023年", ITEM(5)}, {"隐患 整改", ITEM(2)},
	{"隐患 炸药", 0}, {"限期10天", ITEM(2)}, {"10天内整改", ITEM(2)}, {"overload", ITEM(7)}, {"pit camera", ITEM(7)},
	{"OVERLOADED TRUCKS", ITEM(7)}, {"𠮷", ITEM(8)}, {"𠮷野", ITEM(8)}, {"𡚯", ITEM(8)}, {"的𡚯", ITEM(8)},
	{"摄像头", ITEM(4)}, {"“超载”", ITEM(1)}, {"超载；卸载", ITEM(1)}, {"作业面", ITEM(4)}, {"载超", 0}, {"%", 0}, {"''", 0},
	{"\"", 0}, {"NOT", 0}, {"超载 OR 炸药", 0}, {"*", 0}, {"挂牌督办", ITEM(2)}, {"GPS定", ITEM(3)}, {"机巡", ITEM(3) | ITEM(4)}, {"机 值", ITEM(6)},
};

static void compare(struct cx *cx, const char *when)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unsigned found = find(cx, cases[i].q);
		if (found != cases[i].found)
			fail_msg("%s %s: found %x, not %x", when, cases[i].q, found, cases[i].found);
	}
}

static void words_are_found(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	assert_int_equal(write_now(cx, fill, NULL), STATUS_OK);
	compare(cx, "waiting");
	assert_int_equal(search_index(cx), STATUS_OK);
	compare(cx, "indexed");
	assert_int_equal(search_index(cx), STATUS_OK);
	compare(cx, "again");
}

struct edit {
	int64_t item;
	const char *text;
};

static enum status rewrite(struct cx *cx, void *arg)
{
	const struct edit *e = arg;
	if (!e->text)
		return search_drop(cx, "task", e->item);
	return search_put(cx, &(struct search_entry){.kind = "task", .item = e->item, .title = "改", .text = e->text});
}

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

/* Changed, dropped, put again, with the index run or not in between: what is found is what was last written. */
static void index_follows_every_order(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	static const char *const texts[] = {"超载", "隐患", "炸药", "超载隐患", "无人机", NULL};
	enum { ITEMS = 6, TEXTS = sizeof texts / sizeof *texts };
	const char *now[ITEMS] = {0};
	uint64_t seed = 20231025;
	for (int round = 0; round < 400; round++) {
		int item = (int)(check_random(&seed) % ITEMS);
		now[item] = texts[check_random(&seed) % TEXTS];
		assert_int_equal(write_now(cx, rewrite, &(struct edit){item + 1, now[item]}), STATUS_OK);
		if (check_random(&seed) % 3 == 0)
			assert_int_equal(search_index(cx), STATUS_OK);
		for (int t = 0; t < TEXTS - 1; t++) {
			unsigned should = 0;
			for (int i = 0; i < ITEMS; i++)
				if (now[i] && strstr(now[i], texts[t]))
					should |= 1u << (i + 1);
			if (find(cx, texts[t]) != should)
				fail_msg("round %d %s: %x, not %x", round, texts[t], find(cx, texts[t]), should);
		}
	}
	for (int i = 0; i < ITEMS; i++)
		assert_int_equal(write_now(cx, rewrite, &(struct edit){i + 1, NULL}), STATUS_OK);
	assert_int_equal(search_index(cx), STATUS_OK);
	struct count c;
	assert_int_equal(db_one(cx, &count_record, &c, "SELECT count(*) AS n FROM search_doc WHERE county = $1",
				ARGS(V(cx->county))), STATUS_OK);
	assert_int_equal(c.n, 0);
}

static enum status put_scoped(struct cx *cx, void *arg)
{
	(void)arg;
	const char *paths[] = {"/1/17/", "/1/18/"};
	TRY(search_put(cx, &(struct search_entry){.kind = "task", .item = 1, .title = "超载", .scope = {paths, 2}}));
	TRY(search_put(cx, &(struct search_entry){.kind = "task", .item = 2, .title = "超载", .scope = {paths, 1},
						  .perms = PERM_NOTICE_READ}));
	TRY(search_put(cx, &(struct search_entry){.kind = "org", .item = 3, .title = "超载办"}));
	cx->county++;
	TRY(search_put(cx, &(struct search_entry){.kind = "org", .item = 4, .title = "超载办"}));
	cx->county--;
	return STATUS_OK;
}

static void readers_see_what_is_theirs(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	assert_int_equal(write_now(cx, put_scoped, NULL), STATUS_OK);
	static const struct {
		const char *path;
		bool perm;
		unsigned found;
	} readers[] = {
		{"/", true, ITEM(1) | ITEM(2) | ITEM(3)}, {"/", false, ITEM(1) | ITEM(3)}, {"/1/", true, ITEM(1) | ITEM(2) | ITEM(3)},
		{"/1/17/", true, ITEM(1) | ITEM(2) | ITEM(3)}, {"/1/18/", true, ITEM(1) | ITEM(3)}, {"/1/1", true, ITEM(1) | ITEM(2) | ITEM(3)},
		{"/1/19/", true, ITEM(3)}, {NULL, true, ITEM(3)},
	};
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
			cx->org_path = readers[i].path;
			cx->perms = readers[i].perm ? ~UINT64_C(0) : ~PERM_NOTICE_READ;
			assert_int_equal(find(cx, "超载"), readers[i].found);
		}
		assert_int_equal(search_index(cx), STATUS_OK);
	}
}

static enum status put_many(struct cx *cx, void *arg)
{
	(void)arg;
	for (int i = 1; i <= 130; i++)
		TRY(search_put(cx, &(struct search_entry){.kind = "task", .item = i, .title = i % 10 ? "超载治理" : "超载治理 炸药"}));
	return STATUS_OK;
}

static void pages_and_lists(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	assert_int_equal(write_now(cx, put_many, NULL), STATUS_OK);
	assert_int_equal(search_index(cx), STATUS_OK);
	assert_int_equal(write_now(cx, rewrite, &(struct edit){7, "超载 炸药"}), STATUS_OK);  /* one waits */
	int64_t next = 0, last = INT64_MAX;
	size_t seen = 0;
	do {
		struct list l;
		assert_int_equal(search_find(cx, &(struct search_query){.q = "超载", .limit = 25, .cursor = next}, &l, &next), STATUS_OK);
		for (size_t i = 0; i < l.count; i++, seen++) {
			const struct search_hit *h = (const struct search_hit *)l.items + i;
			assert_true(h->doc < last);
			last = h->doc;
		}
	} while (next);
	assert_int_equal(seen, 130);

	struct where w = where_new(cx, "WHERE county = $?", V(cx->county));
	assert_int_equal(search_where(cx, &w, "item", "task", "炸药"), STATUS_OK);
	struct count c;
	assert_int_equal(db_one(cx, &count_record, &c, arena_printf(cx->mem, "SELECT count(*) AS n FROM search_doc %s", w.sql.s),
				where_args(&w)), STATUS_OK);
	assert_int_equal(c.n, 14);
	w = where_new(cx, "WHERE county = $?", V(cx->county));
	assert_int_equal(search_where(cx, &w, "item", "task", "。"), STATUS_OK);
	assert_int_equal(db_one(cx, &count_record, &c, arena_printf(cx->mem, "SELECT count(*) AS n FROM search_doc %s", w.sql.s),
				where_args(&w)), STATUS_OK);
	assert_int_equal(c.n, 0);
}

static enum status somebody(struct cx *cx, const struct request *rq)
{
	(void)rq;
	cx->user = 1;
	return STATUS_OK;
}

static void route_answers_with_the_place(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	static const struct routes *const routes[] = {&search_routes};
	const struct app app = {.routes = routes, .count = 1, .identify = somebody};
	const char *text = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十发现炸药的，立即报告。";
	assert_int_equal(write_now(cx, rewrite, &(struct edit){9, text}), STATUS_OK);
	const struct pair q[] = {{"q", "炸药"}};
	struct exchange x = {.method = "GET", .path = "/api/search", .query = q, .query_count = 1};
	exchange_run(cx, &app, &x);
	assert_int_equal(x.status, 200);
	assert_non_null(strstr(x.out.s, "\"kind\":\"task\",\"id\":9"));
	assert_non_null(strstr(x.out.s, "发现炸药的，立即报告。"));
	assert_non_null(strstr(x.out.s, "\"text\":\"…三四五"));
	x = (struct exchange){.method = "GET", .path = "/api/search"};
	exchange_run(cx, &app, &x);
	assert_int_equal(x.status, 400);
}

static void texts_become_words(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	assert_string_equal(search_words(cx, "无人机GPS，a"), " x65e04eba x4eba673a x673a wgps wa c65e0 c4eba c673a ");
	assert_string_equal(search_words(cx, ""), " ");
	assert_string_equal(search_words(cx, "。"), " ");
	struct search_terms t;
	search_terms(cx, "无人机 ab 人", &t);
	assert_int_equal(t.count, 3);
	assert_int_equal(t.phrases[0].count, 2);
	assert_false(t.phrases[0].prefix);
	assert_true(t.phrases[1].prefix);
	assert_string_equal(t.phrases[2].words[0], "c4eba");
	assert_int_equal(t.phrases[2].count, 1);
	assert_false(t.phrases[2].prefix);
	search_terms(cx, " 、 ", &t);
	assert_int_equal(t.count, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(words_are_found), TEST(index_follows_every_order), TEST(readers_see_what_is_theirs), TEST(pages_and_lists),
		TEST(route_answers_with_the_place), TEST(texts_become_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
