#include "test/test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include "base/json.h"
#include "core/county.h"
#include "core/ledger.h"
#include "core/org.h"
#include "core/org_api.h"
#include "core/org_cli.h"
#include "core/org_resolve.h"
#include "core/search.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "test/dbtest.h"

static const char towns[] = "code,name,short_name,aliases\n"
			    "990323001,云阳街道,,城东街道\n"
			    "990323101,石门镇,,\n"
			    "990323102,白杨镇,,\n"
			    "990323204,清水满族乡,,清水乡\n";

static enum status make(struct cx *cx, void *arg)
{
	(void)arg;
	int64_t made;
	TRY(county_create(cx, 990323, "青岭县", "sha256-ed25519"));
	TRY(org_import_towns(cx, towns, strlen(towns), &made));
	assert_int_equal(made, 4);
	return STATUS_OK;
}

static int set_up(void **state)
{
	struct dbtest *t = dbtest_new();
	t->cx.county = 0;
	if (write_now(&t->cx, make, NULL))
		fail_msg("%s", t->cx.error);
	*state = t;
	return 0;
}

static int tear_down(void **state)
{
	dbtest_free(*state);
	return 0;
}

static void template_makes_a_county(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct county c;
	assert_int_equal(county_get(cx, &c), STATUS_OK);
	assert_string_equal(c.name, "青岭县");
	assert_string_equal(c.short_name, "青岭");
	assert_string_equal(county_level(cx, &c), "县");
	struct org o, root;
	assert_int_equal(org_by_name(cx, "青岭县人民政府", &root), STATUS_OK);
	assert_int_equal(org_by_name(cx, "县应急局", &o), STATUS_OK);
	assert_string_equal(o.name, "青岭县应急管理局");
	assert_string_equal(o.kind, "department");
	assert_true(o.supervises);
	assert_true(strncmp(o.path, root.path, strlen(root.path)) == 0);
	assert_int_equal(org_by_name(cx, "县安委办", &o), STATUS_OK);
	struct org committee;
	assert_int_equal(org_by_name(cx, "县安委会", &committee), STATUS_OK);
	assert_int_equal(o.parent, committee.id);
	/* where no county is said, the only one is meant */
	cx->county = 0;
	assert_int_equal(county_settle(cx), STATUS_OK);
	assert_int_equal(cx->county, 990323);
	/* twice is refused */
	assert_int_equal(write_now(cx, make, NULL), STATUS_CONFLICT);
	cx_forget(cx);
}

static enum status again(struct cx *cx, void *made)
{
	return org_import_towns(cx, towns, strlen(towns), made);
}

static void towns_are_made_once(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	int64_t made = -1;
	assert_int_equal(write_now(cx, again, &made), STATUS_OK);
	assert_int_equal(made, 0);
}

static const struct org_index *load(struct cx *cx)
{
	const struct org_index *ix;
	assert_int_equal(org_index_load(cx, &ix), STATUS_OK);
	return ix;
}

static void names_resolve(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	static const char *const pairs[][2] = {
		{"县应急局", "县应急局"}, {"县应急管理局", "县应急局"}, {"青岭县应急管理局", "县应急局"}, {"应急局", "县应急局"},
		{"青岭应急局", "县应急局"}, {"县 应急管理局", "县应急局"}, {"县安监局", "县应急局"}, {"县纪委监委", "县纪委监委"},
		{"县委组织部", "县委组织部"}, {"组织部", "县委组织部"}, {"中共青岭县委组织部", "县委组织部"},
		{"县市场监管局", "县市场监管局"}, {"市场监管局", "县市场监管局"}, {"县公安局", "县公安局"}, {"公安局", "县公安局"},
		{"县工信局", "县工信局"}, {"县工业和信息化局", "县工信局"}, {"县交通运输局", "县交通局"}, {"县自然资源局", "县自然资源局"},
		{"县招商中心", "县招商中心"}, {"县安委会办公室", "县安委办"}, {"县安委办", "县安委办"}, {"县委", "县委"},
		{"县政府", "县政府"}, {"县政府分管副县长", "分管副县长"}, {"分管副县长", "分管副县长"}, {"石门镇", "石门镇"},
		{"石门镇人民政府", "石门镇"}, {"石门镇政府", "石门镇"}, {"云阳街道办事处", "云阳街道"}, {"云阳街道办", "云阳街道"},
		{"清水乡", "清水满族乡"}, {"城东街道", "云阳街道"}, {"县住建局", "县住建局"}, {"县教科局", "县教育局"},
		{"县供电公司", "县供电公司"}, {"县消防救援大队", "县消防大队"}, {"（县公安局）", "县公安局"}, {"县发展改革委", "县发改局"},
		{"縣應急管理局", "县应急局"},
	};
	const struct org_index *ix = load(cx);
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct org_resolved r;
		org_resolve(cx, ix, pairs[i][0], &r);
		if (r.orgs.count != 1)
			fail_msg("%s: %zu organisations", pairs[i][0], r.orgs.count);
		assert_string_equal(((const struct org_ref *)r.orgs.items)->name, pairs[i][1]);
		assert_null(r.group);
		assert_null(r.note);
	}
}

static void groups_expand(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	static const struct {
		const char *words, *group;
		size_t least, most;
	} cases[] = {
		{"各乡镇（街道）", "all_towns", 4, 4},       {"各乡镇街道", "all_towns", 4, 4},
		{"各镇街", "all_towns", 4, 4},               {"青岭县各乡镇（街道）", "all_towns", 4, 4},
		{"各街道", "streets", 1, 1},                 {"各乡、镇人民政府", "rural_towns", 3, 3},
		{"各乡镇人民政府、街道办事处", "all_towns", 4, 4},
		{"各负有安全生产监管职责部门", "supervising_departments", 10, 30},
		{"县安委会各负有安全监管职责的单位", "supervising_departments", 10, 30},
		{"各行业主管部门", "industry_departments", 8, 25}, {"县直各部门", "all_departments", 35, 60},
		{"各部门", "all_departments", 35, 60},       {"各有关部门", "depends", 0, 0},
		{"行业主管部门", "depends", 0, 0},
	};
	const struct org_index *ix = load(cx);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct org_resolved r;
		org_resolve(cx, ix, cases[i].words, &r);
		if (!r.group)
			fail_msg("%s is not known as a group", cases[i].words);
		assert_string_equal(r.group, cases[i].group);
		assert_in_range(r.orgs.count, cases[i].least, cases[i].most);
		assert_int_equal(r.note != NULL, cases[i].most == 0);
		assert_int_equal(r.candidates.count > 0, cases[i].most == 0);
	}
}

static void unknown_names_get_candidates(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	static const char *const pairs[][2] = {
		{"县应急管理委员会局", "县应急局"}, {"县公按局", "县公安局"}, {"县自然资源和林业局", "县自然资源局"}, {"石闷镇", "石门镇"},
	};
	const struct org_index *ix = load(cx);
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct org_resolved r;
		org_resolve(cx, ix, pairs[i][0], &r);
		assert_int_equal(r.orgs.count, 0);
		assert_non_null(r.note);
		assert_in_range(r.candidates.count, 1, 5);
		const struct org_candidate *c = r.candidates.items;
		assert_string_equal(c->name, pairs[i][1]);
		for (size_t k = 1; k < r.candidates.count; k++)
			assert_true(c[k].score <= c[k - 1].score);
	}
	/* the city's office is not the county's */
	struct org_resolved r;
	org_resolve(cx, ix, "市公安局", &r);
	assert_int_equal(r.orgs.count, 0);
	org_resolve(cx, ix, "", &r);
	assert_int_equal(r.orgs.count, 0);
	assert_int_equal(r.candidates.count, 0);
}

static enum status shut_and_name(struct cx *cx, void *arg)
{
	struct org o = *(struct org *)arg;
	return org_update(cx, o.id, &o, arg);
}

static void changes_are_guarded(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct org o, stale, other;
	assert_int_equal(org_by_name(cx, "白杨镇", &o), STATUS_OK);
	stale = o;
	o.short_name = "白杨树";
	const char *names[] = {" 白杨林场 ", ""};
	o.aliases = (struct texts){names, 2};
	assert_int_equal(write_now(cx, shut_and_name, &o), STATUS_OK);
	assert_int_equal(o.version, stale.version + 1);
	assert_int_equal(o.aliases.count, 1);
	assert_string_equal(o.aliases.items[0], "白杨林场");
	assert_int_equal(write_now(cx, shut_and_name, &stale), STATUS_CONFLICT);
	cx_forget(cx);
	/* a name belongs to one */
	o.name = "石门镇";
	assert_int_equal(write_now(cx, shut_and_name, &o), STATUS_CONFLICT);
	cx_forget(cx);
	/* what others hang on is not shut, and nothing hangs on itself */
	assert_int_equal(org_by_name(cx, "县安委会", &other), STATUS_OK);
	struct org shut = other;
	shut.active = false;
	assert_int_equal(write_now(cx, shut_and_name, &shut), STATUS_CONFLICT);
	cx_forget(cx);
	struct org office, circle = other;
	assert_int_equal(org_by_name(cx, "县安委办", &office), STATUS_OK);
	circle.parent = office.id;
	assert_int_equal(write_now(cx, shut_and_name, &circle), STATUS_INVALID);
	assert_string_equal(cx->field, "parent");
	cx_forget(cx);
	/* a moved organisation takes along what hangs on it */
	struct org dept;
	assert_int_equal(org_by_name(cx, "县应急局", &dept), STATUS_OK);
	other.parent = dept.id;
	assert_int_equal(write_now(cx, shut_and_name, &other), STATUS_OK);
	assert_int_equal(org_get(cx, office.id, &office), STATUS_OK);
	assert_true(strncmp(office.path, dept.path, strlen(dept.path)) == 0);
}

static size_t found(struct cx *cx, const char *q)
{
	struct list l;
	int64_t next;
	assert_int_equal(search_find(cx, &(struct search_query){.q = q}, &l, &next), STATUS_OK);
	return l.count;
}

static void firms_are_seen_in_scope_only(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct org town, firm = {.kind = "enterprise", .name = "青岭宏达矿业有限公司", .sort = 9000};
	assert_int_equal(org_by_name(cx, "石门镇", &town), STATUS_OK);
	firm.parent = town.id;
	assert_int_equal(org_create(cx, &firm, &firm), STATUS_OK);
	cx->org_path = town.path;
	assert_int_equal(org_get(cx, firm.id, &firm), STATUS_OK);
	struct org elsewhere;
	assert_int_equal(org_by_name(cx, "白杨镇", &elsewhere), STATUS_OK);
	cx->org_path = elsewhere.path;
	assert_int_equal(org_get(cx, firm.id, &firm), STATUS_NOT_FOUND);
	cx_forget(cx);
	assert_int_equal(write_now(cx, shut_and_name, &town), STATUS_FORBIDDEN);
	cx_forget(cx);
	struct list l;
	const char *next;
	assert_int_equal(org_list(cx, &(struct org_query){.kind = "enterprise"}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 0);
	assert_int_equal(found(cx, "宏达矿业"), 0);
	assert_int_equal(found(cx, "石门"), 1);
	/* the town with its firm is hung elsewhere: who sees the new place finds the firm */
	cx->org_path = "/";
	struct org dept;
	assert_int_equal(org_by_name(cx, "县应急局", &dept), STATUS_OK);
	town.parent = dept.id;
	assert_int_equal(write_now(cx, shut_and_name, &town), STATUS_OK);
	cx->org_path = dept.path;
	assert_int_equal(found(cx, "宏达矿业"), 1);
}

static void lists_page_and_search(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct list l;
	const char *next = NULL;
	size_t seen = 0;
	int64_t last = -1;
	do {
		assert_int_equal(org_list(cx, &(struct org_query){.limit = 7, .cursor = next}, &l, &next), STATUS_OK);
		for (size_t i = 0; i < l.count; i++) {
			assert_true(((const struct org *)l.items)[i].sort >= last);
			last = ((const struct org *)l.items)[i].sort;
		}
		seen += l.count;
	} while (next);
	struct list all;
	assert_int_equal(org_list(cx, &(struct org_query){.limit = 200}, &all, &next), STATUS_OK);
	assert_int_equal(seen, all.count);
	assert_int_equal(org_list(cx, &(struct org_query){.q = "安监局"}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 1);
	assert_int_equal(org_list(cx, &(struct org_query){.q = "%"}, &l, &next), STATUS_OK);
	assert_int_equal(l.count, 0);
	assert_int_equal(org_list(cx, &(struct org_query){.cursor = "x"}, &l, &next), STATUS_INVALID);
	cx_forget(cx);
}

static enum status nobody(struct cx *cx, const struct request *rq)
{
	(void)rq;
	cx->user = 1;
	return STATUS_OK;
}

static void routes_answer(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	static const struct routes *const routes[] = {&org_routes};
	const struct app app = {.routes = routes, .count = 1, .identify = nobody};
	const char *body = "{\"words\":[\"县应急局\",\"各有关部门\"]}";
	struct exchange x = {.method = "POST", .path = "/api/orgs/resolve", .body = body, .size = strlen(body)};
	exchange_run(cx, &app, &x);
	assert_int_equal(x.status, 200);
	assert_non_null(strstr(x.out.s, "\"words\":\"县应急局\",\"orgs\":[{\"id\":"));
	assert_non_null(strstr(x.out.s, "\"group\":\"depends\""));
	struct org root;
	assert_int_equal(org_by_name(cx, "县政府", &root), STATUS_OK);
	body = arena_printf(cx->mem, "{\"parent\":%lld,\"kind\":\"department\",\"name\":\"青岭县档案馆\",\"aliases\":[\"档案局\"]}",
			    (long long)root.id);
	x = (struct exchange){.method = "POST", .path = "/api/orgs", .body = body, .size = strlen(body)};
	exchange_run(cx, &app, &x);
	assert_int_equal(x.status, 200);
	assert_non_null(strstr(x.out.s, "\"aliases\":[\"档案局\"]"));
	assert_null(strstr(x.out.s, "alias_lines"));
	exchange_run(cx, &app, &x);
	assert_int_equal(x.status, 409);
}

static const struct verb *verb(const char *words_of_it)
{
	const struct verbs *const lists[] = {&org_verbs, &person_verbs};
	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			if (strcmp(lists[k]->table[i].words, words_of_it) == 0)
				return &lists[k]->table[i];
	fail_msg("no verb %s", words_of_it);
	return NULL;
}

/* What a verb prints. */
static const char *print(struct cx *cx, struct call *call, const char *words_of_it, enum status expected)
{
	struct buf b;
	buf_init(&b, cx->mem);
	call->out = &b;
	call->w = (struct jw){.out = &b};
	assert_int_equal(verb(words_of_it)->run(cx, call), expected);
	cx_forget(cx);
	return b.s;
}

static void verbs_print(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct call call = {.args = {"县应急局", "各有关部门"}, .count = 2};
	assert_non_null(strstr(print(cx, &call, "org resolve", STATUS_OK), "县应急局: 县应急局\n"));
	assert_true(call.no);
	call = (struct call){.args = {"石门"}, .count = 1};
	assert_non_null(strstr(print(cx, &call, "org list", STATUS_OK), "石门镇"));
	call = (struct call){.args = {"wanglei", "王磊"}, .count = 2, .names = {"org", "role"}, .values = {"县公安局", "clerk"},
			     .options = 2, .json = true};
	assert_non_null(strstr(print(cx, &call, "person add", STATUS_OK), "\"login\":\"wanglei\",\"password\":\""));
	call = (struct call){.args = {"wanglei", "supervisor"}, .count = 2};
	print(cx, &call, "person grant", STATUS_OK);
	call = (struct call){.json = true};
	assert_non_null(strstr(print(cx, &call, "person list", STATUS_OK), "\"roles\":[\"clerk\",\"supervisor\"]"));
	call = (struct call){.args = {"nobody"}, .count = 1};
	print(cx, &call, "person passwd", STATUS_NOT_FOUND);
	/* acting for someone: his rights count */
	cx->user = 7;
	cx->perms = 0;
	call = (struct call){0};
	print(cx, &call, "person list", STATUS_FORBIDDEN);
}

/* 100 organisations and 24 towns are asked thousands of times when a long notice is read. */
static void resolving_is_quick(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	const struct org_index *ix = load(cx);
	struct timespec a, b;
	struct org_resolved r;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	for (int i = 0; i < 200; i++) {
		org_resolve(cx, ix, "县应急管理局", &r);
		org_resolve(cx, ix, "县矿山安全监察分局", &r);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	double us = ((double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec)) / 1e3 / 400;
	print_message("# %.1f microseconds a name\n", us);
	assert_true(us < 500);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(template_makes_a_county), TEST(towns_are_made_once),  TEST(names_resolve),
		TEST(groups_expand),           TEST(unknown_names_get_candidates), TEST(changes_are_guarded),
		TEST(firms_are_seen_in_scope_only), TEST(lists_page_and_search), TEST(routes_answer),
		TEST(verbs_print),             TEST(resolving_is_quick),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
