#include "test/test.h"
#include "test/world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/day.h"
#include "base/id.h"
#include "core/county.h"
#include "core/deed_api.h"
#include "core/evidence.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/person.h"
#include "core/todo.h"
#include "core/verb.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/task/overview_api.h"
#include "rooms/task/task.h"
#include "rooms/task/task_api.h"
#include "test/dbtest.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, w->cx->error); \
	} while (0)

const struct evidence_reader evidence_readers[] = {{0}};

/* A test may have rooms of its own in it. */
extern const struct todo_source todo_sources[] __attribute__((weak));
const struct todo_source todo_sources[] = {{0}};

extern const struct flow *const flow_list[] __attribute__((weak));
const struct flow *const flow_list[] = {&task_flow, &extension_flow};
extern const size_t flow_list_count __attribute__((weak));
const size_t flow_list_count = 2;

static const struct routes *const world_routes[] = {&task_routes, &overview_routes, &workbench_routes, &deed_routes};

struct someone {
	int64_t id, org;
	const char *path;
};
static const struct field someone_fields[] = {
	FIELD(struct someone, id),
	FIELD(struct someone, org),
	FIELD(struct someone, path),
};
static const struct record someone_record = RECORD(someone, someone_fields);

/* ---- people ---- */

static enum status find(struct cx *cx, const char *login, struct someone *out)
{
	return db_one(cx, &someone_record, out,
		      "SELECT p.id, p.org, o.path FROM person p JOIN org o ON o.county = p.county AND o.id = p.org"
		      " WHERE p.county = $1 AND p.login = $2", ARGS(V(cx->county), V(login)));
}

static enum status become(struct cx *cx, const char *login)
{
	struct someone s;
	struct texts held;
	cx->user = cx->org = 0;
	cx->org_path = "/";
	cx->perms = ~UINT64_C(0);
	if (!login)
		return STATUS_OK;
	TRY(find(cx, login, &s));
	TRY(person_roles(cx, s.id, &held));
	cx->user = s.id;
	cx->org = s.org;
	cx->perms = person_perms(&held);
	cx->org_path = cx->perms & PERM_COUNTY_WIDE ? "/" : s.path;
	return STATUS_OK;
}

void world_as(struct world *w, const char *login)
{
	cx_forget(w->cx);
	OK(become(w->cx, login));
}

static void add_person(struct world *w, const char *login, int64_t org, const char *role)
{
	struct cx *cx = w->cx;
	int64_t id = id_new(cx);
	OK(db_exec(cx, NULL, "INSERT INTO person (county, id, org, name, login, created_at) VALUES ($1, $2, $3, $4, $4, $5)",
		   ARGS(V(cx->county), V(id), V(org), V(login), V(cx->now))));
	OK(db_exec(cx, NULL, "INSERT INTO role_grant (county, person, role, granted_by, granted_at) VALUES ($1, $2, $3, 0, $4)",
		   ARGS(V(cx->county), V(id), V(role), V(cx->now))));
	OK(db_exec(cx, NULL, "INSERT INTO evidence_owner (county, hash, person, at) VALUES ($1, $2, $3, $4)",
		   ARGS(V(cx->county), V(w->file), V(id), V(cx->now))));
}

int64_t world_org(struct world *w, const char *name)
{
	struct org o;
	OK(org_by_name(w->cx, name, &o));
	return o.id;
}

static void add_people(struct world *w)
{
	add_person(w, "head", world_org(w, "县长"), "county_head");
	add_person(w, "deputy", world_org(w, "分管副县长"), "deputy_head");
	add_person(w, "office", world_org(w, "县安委办"), "supervisor");
	add_person(w, "check", world_org(w, "县政府办"), "verifier");
	add_person(w, "police", w->police, "clerk");
	add_person(w, "chief", w->police, "unit_leader");
	add_person(w, "safety", w->safety, "clerk");
	add_person(w, "land", w->land, "clerk");
	add_person(w, "road", w->road, "clerk");
	add_person(w, "regulator", w->safety, "regulator");
	add_person(w, "discipline", world_org(w, "县纪委监委"), "discipline");
	add_person(w, "appraiser", world_org(w, "县委组织部"), "appraiser");
	for (int i = 0; i < WORLD_TOWNS; i++)
		add_person(w, arena_printf(w->cx->mem, "town%d", i + 1), w->towns[i], "clerk");
}

/* ---- the county ---- */

static enum status make_county(struct cx *cx, void *arg)
{
	const char *csv;
	size_t n;
	int64_t made;
	(void)arg;
	TRY(county_create(cx, DBTEST_COUNTY, "青岭县", "sha256-ed25519"));
	TRY(call_read_file(cx, "examples/qingling/towns.csv", 1 << 20, &csv, &n));
	return org_import_towns(cx, csv, n, &made);
}

static void find_towns(struct world *w)
{
	struct list l;
	OK(db_all(w->cx, &someone_record, &l, "SELECT id, parent AS org, path FROM org WHERE county = $1 AND kind = 'town' ORDER BY code",
		  ARGS(V(w->cx->county))));
	assert_int_equal(l.count, WORLD_TOWNS);
	for (int i = 0; i < WORLD_TOWNS; i++)
		w->towns[i] = ((const struct someone *)l.items)[i].id;
}

static void bring_file(struct world *w)
{
	struct evidence e;
	const char *path = arena_printf(w->cx->mem, "%s/tmp/proof.txt", w->t->data);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("检查记录：现场已整改。\n", f);
	fclose(f);
	OK(evidence_add(w->cx, path, "proof.txt", &e));
	w->file = e.hash;
}

struct world *world_new(void)
{
	struct dbtest *t = dbtest_new();
	struct world *w = arena_new_of(t->cx.mem, struct world);
	*w = (struct world){.t = t, .cx = &t->cx, .routes = world_routes, .route_count = sizeof world_routes / sizeof *world_routes};
	if (db_one_writer(w->cx->db))   /* thousands of steps, and nobody pulls the plug */
		OK(db_exec(w->cx, NULL, "PRAGMA synchronous = OFF", NO_ARGS));
	OK(write_now(w->cx, make_county, NULL));
	w->police = world_org(w, "县公安局");
	w->safety = world_org(w, "县应急局");
	w->land = world_org(w, "县自然资源局");
	w->road = world_org(w, "县交通局");
	find_towns(w);
	bring_file(w);
	add_people(w);
	return w;
}

void world_free(struct world *w)
{
	dbtest_free(w->t);
}

void world_pass(struct world *w, int days)
{
	w->cx->now += (int64_t)days * 24 * 60 * 60;
}

const char *world_day(struct world *w, int days)
{
	return day_print((struct day){day_of(w->cx->now).n + days}, arena_alloc(w->cx->mem, 11));
}

/* ---- tasks ---- */

struct making {
	struct task_new n;
	int64_t id;
};

static enum status make_task(struct cx *cx, void *arg)
{
	struct making *m = arg;
	return task_create(cx, &m->n, &m->id);
}

static size_t length(const int64_t *ids)
{
	size_t n = 0;
	while (ids && ids[n])
		n++;
	return n;
}

int64_t world_task(struct world *w, const char *no, const char *due, const int64_t *leads, const int64_t *cooperating)
{
	struct making m = {.n = {.no = no, .sort = strtol(no, NULL, 10), .title = arena_printf(w->cx->mem, "举措%s 打击非法采矿", no),
				 .text = "对矿山开展拉网式排查，发现问题立即整改。", .leads = leads, .lead_count = length(leads),
				 .cooperating = cooperating, .cooperating_count = length(cooperating),
				 .deadline_text = due ? due : "长期", .deadline_kind = due ? "by_day" : "long_term", .deadline_day = due}};
	world_as(w, NULL);
	OK(write_now(w->cx, make_task, &m));
	return m.id;
}

struct taking {
	const struct flow *flow;
	int64_t id;
	const char *action, *json;
};

static enum status take(struct cx *cx, void *arg)
{
	const struct taking *t = arg;
	return flow_take(cx, t->flow, t->id, t->action, t->json, t->json ? strlen(t->json) : 0);
}

enum status world_take(struct world *w, const char *login, int64_t task, const char *action, const char *json)
{
	struct taking t = {&task_flow, task, action, json};
	world_as(w, login);
	return write_now(w->cx, take, &t);
}

void world_do(struct world *w, const char *login, int64_t task, const char *action, const char *json)
{
	if (world_take(w, login, task, action, json))
		fail_msg("%s %s: %s %s", login, action, w->cx->field ? w->cx->field : "", w->cx->error);
}

void world_refused(struct world *w, enum status s, const char *words_in_it, const char *login, int64_t task, const char *action,
		   const char *json)
{
	enum status got = world_take(w, login, task, action, json);
	if (got != s || !strstr(w->cx->error ? w->cx->error : "", words_in_it))
		fail_msg("%s %s: %s %s", login, action, status_code(got), w->cx->error ? w->cx->error : "");
}

enum status world_extension(struct world *w, const char *login, int64_t task, const char *action, const char *json)
{
	struct list l;
	world_as(w, login);
	OK(task_extensions(w->cx, task, &l));
	assert_true(l.count > 0);
	const struct task_extension *e = l.items;
	struct taking t = {&extension_flow, e[l.count - 1].row.id, action, json};
	return write_now(w->cx, take, &t);
}

/* ---- HTTP ---- */

static enum status identify(struct cx *cx, const struct request *rq)
{
	return rq->token ? become(cx, rq->token) : STATUS_OK;
}

static struct exchange *run(struct world *w, const char *login, struct exchange x)
{
	const struct app app = {.routes = w->routes, .count = w->route_count, .identify = identify};
	struct cx *cx = arena_new_of(w->cx->mem, struct cx);
	struct exchange *kept = arena_new_of(w->cx->mem, struct exchange);
	*cx = *w->cx;
	cx_forget(cx);
	cx->user = 0;
	cx->ledger_entries = 0;
	*kept = x;
	kept->rq.token = login;
	exchange_run(cx, &app, kept);
	return kept;
}

struct exchange *world_ask(struct world *w, const char *login, const char *method, const char *path, const char *body)
{
	return run(w, login, (struct exchange){.method = method, .path = path, .body = body, .size = body ? strlen(body) : 0});
}

static size_t split(struct world *w, const char *query, struct pair **out)
{
	enum { MOST = 16 };
	struct pair *pairs = *out = arena_array_of(w->cx->mem, struct pair, MOST);
	size_t n = 0;
	for (char *rest = arena_strdup(w->cx->mem, query), *part; *query && n < MOST && (part = strsep(&rest, "&"));) {
		char *value = part;
		const char *name = strsep(&value, "=");
		pairs[n++] = (struct pair){name, value ? value : ""};
	}
	return n;
}

struct exchange *world_get(struct world *w, const char *login, const char *path, const char *query)
{
	struct pair *pairs;
	size_t n = split(w, query, &pairs);
	return run(w, login, (struct exchange){.method = "GET", .path = path, .query = pairs, .query_count = n});
}

struct exchange *world_upload(struct world *w, const char *login, const char *path, const char *query, const char *file)
{
	struct pair *pairs;
	struct stat st;
	size_t n = split(w, query, &pairs);
	assert_int_equal(stat(file, &st), 0);
	return run(w, login, (struct exchange){.method = "POST", .path = path, .query = pairs, .query_count = n,
					       .rq.upload = {.path = file, .size = st.st_size}});
}
