/*
 * demo.c - the demonstration county: an invented county, its notice, and weeks of work on it.
 *
 * Nothing is written past the rooms: people take the same steps as in a real county, each in his own name and at his own
 * time, from the tables in examples/qingling/.  So what the demonstration shows is what the program does.
 */
#include "main/demo.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/csv.h"
#include "base/day.h"
#include "core/county.h"
#include "core/evidence.h"
#include "core/ledger.h"
#include "core/org.h"
#include "core/password.h"
#include "core/person.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "main/demo_names.h"
#include "main/demo_explosive.h"
#include "main/install.h"
#include "main/lists.h"
#include "main/serve.h"
#include "rooms/mine/papers.h"
#include "rooms/mine/status.h"
#include "rooms/mine/map.h"
#include "rooms/notice/notice.h"
#include "rooms/task/task.h"
#include "rooms/tenure/conflict.h"

#define COUNTY_NAME "青岭县"
#define PASSWORD "Qingling-2023"
enum { COUNTY_CODE = 990323, MAX_FILE = 1 << 20, MAX_CELLS = 8, MAX_ROLES = 4 };

struct demo {
	struct demo_names names;
	const char *folder;
	struct cx *cx;
	struct day day;         /* of the last event: the clock's work is done at the end of each day */
	int steps;
	const struct settings *settings;
	struct demo_explosive *explosive;
};

static enum status read_table(struct demo *d, const char *name, struct csv *out, const char *const *header, size_t columns)
{
	const char *bytes, *path = arena_printf(d->cx->mem, "%s/%s", d->folder, name);
	size_t n;
	TRY(call_read_file(d->cx, path, MAX_FILE, &bytes, &n));
	csv_init(out, bytes, n);
	return header ? csv_header(d->cx, out, header, columns) : STATUS_OK;
}

/* ---- people ---- */

static enum status add_person(struct cx *cx, const char *const *cell, const char *hash)
{
	struct org o;
	struct person made, p = {.name = cell[2], .title = cell[3], .phone = cell[4], .login = cell[0], .lang = "zh"};
	TRY(org_by_name(cx, cell[1], &o));
	p.org = o.id;
	TRY(person_create(cx, &p, hash, false, &made));
	char *rest = arena_strdup(cx->mem, cell[5]);
	for (const char *role; (role = strsep(&rest, " "));)
		TRY(person_grant(cx, made.id, role, true));
	return STATUS_OK;
}

static enum status add_people(struct demo *d)
{
	static const char *const header[] = {"login", "org", "name", "title", "phone", "roles"};
	enum { COLUMNS = sizeof header / sizeof *header };
	struct csv csv;
	const char *cells[MAX_CELLS], *hash;
	size_t n;
	TRY(password_hash(d->cx, PASSWORD, &hash));
	TRY(read_table(d, "people.csv", &csv, header, COLUMNS));
	for (;;) {
		TRY(csv_next(d->cx, &csv, cells, MAX_CELLS, &n));
		if (!n)
			return STATUS_OK;
		if (n != COLUMNS)
			return cx_fail(d->cx, STATUS_INVALID, "people.csv line %d: %zu cells, not %d", csv.line, n, COLUMNS);
		TRY(add_person(d->cx, cells, hash));
	}
}

/* ---- firms and mines ---- */

/* An organisation of that kind, made where it is not there yet. */
static enum status firm_of(struct cx *cx, const char *name, const char *kind, int64_t *out)
{
	struct org o;
	if (org_by_name(cx, name, &o) == STATUS_OK) {
		*out = o.id;
		return STATUS_OK;
	}
	cx_forget(cx);
	struct org county;
	TRY(org_by_name(cx, "县政府", &county));
	TRY(org_create(cx, &(struct org){.parent = county.id, .kind = kind, .name = name, .short_name = "", .code = "", .active = true}, &o));
	*out = o.id;
	return STATUS_OK;
}

static enum status add_licence(struct cx *cx, int64_t mine, const char *kind, const char *number, const char *until)
{
	return licence_put(cx, mine, 0, &(struct licence){.kind = kind, .number = number, .valid_from = "2021-01-01", .valid_to = until});
}

static enum status add_mine(struct cx *cx, const char *const *cell)
{
	struct org town, industry;
	struct mine *m, in = {.name = cell[0], .code = cell[1], .kind = cell[2], .minerals = cell[3], .lon = strtod(cell[7], NULL),
			      .lat = strtod(cell[8], NULL), .scale_t = strtoll(cell[9], NULL, 10), .workers = strtoll(cell[10], NULL, 10)};
	TRY(firm_of(cx, cell[4], "enterprise", &in.enterprise));
	TRY(org_by_name(cx, cell[5], &town));
	TRY(org_by_name(cx, cell[6], &industry));
	in.town = town.id;
	in.industry = industry.id;
	TRY(mine_create(cx, &in, &m));
	TRY(add_licence(cx, m->id, "mining", cell[11], cell[12]));
	TRY(add_licence(cx, m->id, "safety", cell[13], cell[14]));
	return mine_refresh(cx, m->id);
}

static const char *const third_parties[] = {"青岭安评技术服务有限公司", "青岭矿业工程技术咨询有限公司"};

static enum status add_mines(struct demo *d)
{
	static const char *const header[] = {"name", "code", "kind", "minerals", "enterprise", "town", "industry", "lon", "lat", "scale_t",
					     "workers", "mining_licence", "mining_until", "safety_licence", "safety_until"};
	enum { COLUMNS = sizeof header / sizeof *header };
	struct csv csv;
	const char *cells[COLUMNS + 1];
	int64_t third;
	size_t n;
	for (size_t i = 0; i < sizeof third_parties / sizeof *third_parties; i++)
		TRY(firm_of(d->cx, third_parties[i], "third_party", &third));
	TRY(read_table(d, "mines.csv", &csv, header, COLUMNS));
	for (;;) {
		TRY(csv_next(d->cx, &csv, cells, COLUMNS + 1, &n));
		if (!n)
			return STATUS_OK;
		if (n != COLUMNS)
			return cx_fail(d->cx, STATUS_INVALID, "mines.csv line %d: %zu cells, not %d", csv.line, n, COLUMNS);
		TRY(add_mine(d->cx, cells));
	}
}

static enum status begin(struct cx *cx, void *arg)
{
	struct demo *d = arg;
	const char *towns, *path = arena_printf(cx->mem, "%s/towns.csv", d->folder);
	size_t n;
	int64_t made;
	TRY(county_create(cx, COUNTY_CODE, COUNTY_NAME, "sha256-ed25519"));
	TRY(call_read_file(cx, path, MAX_FILE, &towns, &n));
	TRY(org_import_towns(cx, towns, n, &made));
	TRY(add_mines(d));
	return add_people(d);
}

/* ---- the clock ---- */

/* Act for a person at a time, with an empty slate. */
static enum status act_as(struct cx *cx, const char *login, int64_t at)
{
	cx->now = at;
	cx->ledger_entries = 0;
	cx->user = cx->org = 0;
	return install_identify(cx, login);
}

static enum status call_timer(struct cx *cx, void *arg)
{
	return ((const struct timer *)arg)->run(cx);
}

/* What the server's clock would have done by the end of that day. */
static enum status end_day(struct demo *d)
{
	struct cx *cx = d->cx;
	TRY(demo_explosive_day(cx, d->explosive, d->day));
	TRY(act_as(cx, NULL, day_start(d->day) + 24 * 60 * 60 - 60));
	for (const struct timer *t = timers; t->name; t++) {
		if (!timer_wanted(t, d->settings))
			continue;
		struct timer *copy = arena_new_of(cx->mem, struct timer);
		*copy = *t;
		TRY(t->writes ? write_now(cx, call_timer, copy) : t->run(cx));
	}
	return STATUS_OK;
}

/* ---- events ---- */

struct found {
	int64_t id;
};
static const struct field found_fields[] = {FIELD(struct found, id)};
static const struct record found_record = RECORD(found, found_fields);

/* "6-03" → the task of that number; "6 ext" → its newest request for more time. */
static enum status find_item(struct cx *cx, const char *what, const struct flow **flow, int64_t *id)
{
	const char *blank = strchr(what, ' ');
	const char *no = blank ? arena_printf(cx->mem, "%.*s", (int)(blank - what), what) : what;
	struct found f;
	TRY(db_one(cx, &found_record, &f, "SELECT id FROM task WHERE county = $1 AND no = $2", ARGS(V(cx->county), V(no))));
	*flow = &task_flow;
	if (blank) {
		*flow = &extension_flow;
		TRY(db_one(cx, &found_record, &f, "SELECT max(id) AS id FROM task_extension WHERE county = $1 AND task = $2",
			   ARGS(V(cx->county), V(f.id))));
	}
	*id = f.id;
	return STATUS_OK;
}

/* In the tables people write names; the steps take numbers. */
static enum status number_of(struct cx *cx, const char *field, const char *name, int64_t task, int64_t *out)
{
	struct found f;
	if (strcmp(field, "orgs") == 0) {
		struct org o;
		TRY(org_by_name(cx, name, &o));
		*out = o.id;
		return STATUS_OK;
	}
	TRY(db_one(cx, &found_record, &f,
		   "SELECT id FROM task_milestone WHERE county = $1 AND task = $2 AND title = $3 AND dropped_at = 0",
		   ARGS(V(cx->county), V(task), V(name))));
	*out = f.id;
	return STATUS_OK;
}

static enum status replace_names(struct cx *cx, json_t *input, const char *field, int64_t task)
{
	json_t *list = json_object_get(input, field);
	for (size_t i = 0; i < json_array_size(list); i++) {
		int64_t id;
		TRY(number_of(cx, field, json_string_value(json_array_get(list, i)), task, &id));
		json_array_set_new(list, i, json_string(arena_printf(cx->mem, "%" PRId64, id)));
	}
	return STATUS_OK;
}

static enum status add_evidence(struct demo *d, const char *names, json_t *input)
{
	struct cx *cx = d->cx;
	char *rest = arena_strdup(cx->mem, names);
	json_t *hashes = json_array();
	json_object_set_new(input, "evidence", hashes);
	for (const char *name; (name = strsep(&rest, " "));) {
		const char *bytes;
		size_t n;
		struct evidence e;
		TRY(call_read_file(cx, arena_printf(cx->mem, "%s/evidence/%s", d->folder, name), MAX_FILE, &bytes, &n));
		const char *path = arena_printf(cx->mem, "%s/tmp/%s", cx->data, name);
		FILE *f = fopen(path, "wb");
		if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
			return cx_fail(cx, STATUS_INTERNAL, "cannot write %s", path);
		TRY(evidence_add(cx, path, name, &e));
		json_array_append_new(hashes, json_string(e.hash));
	}
	return STATUS_OK;
}

struct step_call {
	const struct flow *flow;
	int64_t id;
	const char *action, *body;
};

static enum status take(struct cx *cx, void *arg)
{
	const struct step_call *s = arg;
	return flow_take(cx, s->flow, s->id, s->action, s->body, strlen(s->body));
}

static enum status play(struct demo *d, const char *const *cell, int line)
{
	struct cx *cx = d->cx;
	struct step_call s = {.action = cell[3]};
	TRY(find_item(cx, cell[2], &s.flow, &s.id));
	json_t *input = json_loads(*cell[4] ? cell[4] : "{}", 0, NULL);
	if (!input)
		return cx_fail(cx, STATUS_INVALID, "the input is not JSON");
	enum status st = replace_names(cx, input, "orgs", s.id);
	if (!st)
		st = replace_names(cx, input, "done", s.id);
	if (!st && *cell[5])
		st = add_evidence(d, cell[5], input);
	char *body = json_dumps(input, JSON_COMPACT);
	s.body = body;
	if (!st)
		st = write_now(cx, take, &s);
	free(body);
	json_decref(input);
	if (st) {
		const char *why = cx->error;
		cx_forget(cx);
		return cx_fail(cx, st, "events.csv line %d (%s %s by %s): %s", line, cell[3], cell[2], cell[1], why);
	}
	d->steps++;
	return STATUS_OK;
}

/* ---- requests ---- */

static enum status nobody_else(struct cx *cx, const struct request *rq)
{
	(void)cx;
	(void)rq;
	return STATUS_OK;       /* act_as() has said who it is */
}

static enum status play_request(struct demo *d, const char *const *cell, int line)
{
	struct cx *cx = d->cx;
	const char *path, *text, *body;
	const struct app app = {.routes = route_lists, .count = route_list_count, .identify = nobody_else};
	int64_t at = cx->now;
	TRY(act_as(cx, NULL, at));      /* names are looked up by the system, which sees all */
	TRY(demo_names_fill(cx, &d->names, strchr(cell[3], ' ') + 1, &path));
	TRY(demo_names_fill(cx, &d->names, *cell[4] ? cell[4] : "{}", &text));
	TRY(act_as(cx, *cell[1] ? cell[1] : NULL, at));
	json_t *input = json_loads(text, 0, NULL);
	if (!input)
		return cx_fail(cx, STATUS_INVALID, "events.csv line %d: the input is not JSON", line);
	enum status st = *cell[5] ? add_evidence(d, cell[5], input) : STATUS_OK;
	char *dumped = json_dumps(input, JSON_COMPACT);
	body = arena_strdup(cx->mem, dumped);
	free(dumped);
	json_decref(input);
	if (st)
		return st;
	const char *method = arena_printf(cx->mem, "%.*s", (int)(strchr(cell[3], ' ') - cell[3]), cell[3]);
	struct exchange x = {.method = method, .path = path, .body = body, .size = strlen(body)};
	exchange_run(cx, &app, &x);
	if (x.status != 200) {
		cx_forget(cx);
		return cx_fail(cx, STATUS_INVALID, "events.csv line %d (%s by %s): %s", line, cell[3], cell[1], x.out.s);
	}
	d->steps++;
	return demo_names_keep(cx, &d->names, cell[2], x.out.s);
}

static enum status play_all(struct demo *d)
{
	static const char *const header[] = {"at", "who", "what", "action", "input", "evidence"};
	enum { COLUMNS = sizeof header / sizeof *header };
	struct cx *cx = d->cx;
	struct csv csv;
	const char *cells[MAX_CELLS];
	size_t n;
	TRY(read_table(d, "events.csv", &csv, header, COLUMNS));
	for (;;) {
		int64_t at;
		TRY(csv_next(cx, &csv, cells, MAX_CELLS, &n));
		if (!n)
			return end_day(d);
		if (n != COLUMNS || !time_parse(cells[0], &at))
			return cx_fail(cx, STATUS_INVALID, "events.csv line %d: not a time and five cells more", csv.line);
		for (; d->day.n < day_of(at).n; d->day.n++)
			TRY(end_day(d));
		TRY(act_as(cx, *cells[1] ? cells[1] : NULL, at));
		TRY(strstr(cells[3], " /") ? play_request(d, cells, csv.line) : play(d, cells, csv.line));
	}
}

/* ---- the notice ---- */

static enum status import_notice(struct demo *d)
{
	struct cx *cx = d->cx;
	const char *path = arena_printf(cx->mem, "%s/notice.docx", d->folder), *bytes;
	size_t n;
	struct notice_brought brought;
	TRY(act_as(cx, "anweiban", day_start(d->day) + 15 * 60 * 60));
	TRY(call_read_file(cx, path, MAX_FILE, &bytes, &n));
	TRY(notice_bring_bytes(cx, "notice.docx", bytes, n, &brought));
	cx->now += 60 * 60;
	return notice_issue_as(cx, brought.id, true);
}

/* The towns' land, for the map. */
static enum status draw_towns(struct cx *cx, void *demo)
{
	struct demo *d = demo;
	const char *path = arena_printf(cx->mem, "%s/towns.geojson", d->folder), *bytes;
	size_t n;
	struct list fits;
	TRY(call_read_file(cx, path, MAX_FILE, &bytes, &n));
	return town_shapes_import(cx, "towns.geojson", bytes, n, &fits);
}

/* Protected land, roads, rivers, settlements: a file a kind, where there is one. */
static enum status draw_zones(struct cx *cx, void *demo)
{
	const struct demo *d = demo;
	for (const char *const *kind = zone_kinds; *kind; kind++) {
		const struct zone_import in = {.kind = *kind, .source = "青岭县国土空间规划一张图"};
		const char *path = arena_printf(cx->mem, "%s/zones/%s.geojson", d->folder, *kind), *bytes;
		size_t n;
		int64_t count;
		if (access(path, R_OK) != 0)
			continue;
		TRY(call_read_file(cx, path, MAX_FILE, &bytes, &n));
		TRY(zone_read(cx, &in, bytes, n, &count));
	}
	return STATUS_OK;
}

static enum status demo(struct cx *cx, struct call *call)
{
	static struct demo d;
	d = (struct demo){.folder = call->count ? call->args[0] : "examples/qingling", .cx = cx, .day = day_make(2023, 9, 30),
			 .settings = call->settings};
	bool someone;
	TRY(person_any(cx, &someone));
	if (someone)
		return cx_fail(cx, STATUS_CONFLICT, "there are people here already: the demonstration wants an empty data folder");
	cx->now = day_start(d.day) + 9 * 60 * 60;
	TRY(write_now(cx, begin, &d));
	TRY(write_now(cx, draw_towns, &d));
	TRY(write_now(cx, draw_zones, &d));
	TRY(demo_explosive_begin(cx, &d.explosive));
	TRY(import_notice(&d));
	TRY(play_all(&d));
	buf_printf(call->out, words(cx, "the demonstration county is made: %d steps\n"), d.steps);
	return STATUS_OK;
}

static enum status demo_people(struct cx *cx, struct call *call)
{
	static const struct { const char *login, *zh, *en; } shown[] = {
		{"xianzhang", "县长", "county head"}, {"fuxianzhang", "分管副县长（审批延期、事故矿山复工）", "deputy head (more time, accident mines)"},
		{"anweiban", "县安委办督查员", "supervisor, safety committee office"}, {"hecha", "核查员", "verifier"},
		{"gongan", "县公安局经办人", "police bureau"}, {"yingji", "县应急管理局经办人", "emergency bureau"},
		{"ziran", "县自然资源局经办人", "natural resources bureau"},
		{"zhaoshang", "县招商中心（引进经营主体）", "investment centre (operators brought in)"}, {"shimen", "石门镇经办人", "a town"},
		{"xinling", "矿山企业（安全矿长）", "a mining enterprise"}, {"disanfang", "第三方安全技术机构", "a third-party inspector"},
		{"sysadmin", "系统管理员", "system administrator"}, {"secadmin", "安全管理员", "security administrator"},
		{"auditor", "审计管理员", "audit administrator"},
	};
	buf_printf(call->out, words(cx, "sign in with (password %s):\n"), PASSWORD);
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		buf_printf(call->out, "  %-14s%s\n", shown[i].login, cx->lang == LANG_ZH ? shown[i].zh : shown[i].en);
	return STATUS_OK;
}

static const struct verb table[] = {
	{"demo", "[FOLDER]", "", 0, 1, VERB_DB, demo, "make the demonstration county in an empty data folder"},
	{"demo people", "", "", 0, 0, 0, demo_people, "who can sign in to the demonstration county"},
};
const struct verbs demo_verbs = VERBS(table);
