/*
 * mines.c - the register at 5,000 mines and 100,000 places: mines DATABASE-URL [TIMES].
 *
 * Fills an empty database where there are no mines yet, then asks each route TIMES times (default 500; of other mines,
 * towns and windows each time) through the dispatch, without the network, and prints the median and the 99th percentile
 * of time on the wall and of CPU time.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/day.h"
#include "base/id.h"
#include "core/county.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/todo.h"
#include "core/verb.h"
#include "core/evidence.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "rooms/inspection/hazard.h"
#include "rooms/mine/mine_api.h"
#include "rooms/mine/status.h"
#include "rooms/resumption/resumption.h"

enum { COUNTY = 990323, MINES = 5000, PLACES = 20, TOWNS = 24, DAY_SECONDS = 86400 };
static const int64_t NOW = 1698195600;  /* 2023-10-25T09:00:00+08:00 */

const struct evidence_reader evidence_readers[] = {{0}};
const struct todo_source todo_sources[] = {{0}};
const struct resume_source *const resume_guard_sources[] = {NULL};
const struct mine_reason_source mine_reason_sources[] = {
	{"register", mine_register_reasons},
	{"stop_order", stop_order_reasons},
	{"hazard", hazard_reasons},
	{"resumption", resumption_reasons},
	{0},
};

/* ---- filling ---- */

struct fill {
	int64_t from, to, towns[TOWNS], department;
};
struct org_id {
	int64_t id;
};
static const struct field org_id_fields[] = {FIELD(struct org_id, id)};
static const struct record org_id_record = RECORD(org_id, org_id_fields);

static enum status begin(struct cx *cx, void *arg)
{
	const char *csv;
	size_t n;
	int64_t made;
	(void)arg;
	TRY(county_create(cx, COUNTY, "青岭县", "sha256-ed25519"));
	TRY(call_read_file(cx, "examples/qingling/towns.csv", 1 << 20, &csv, &n));
	return org_import_towns(cx, csv, n, &made);
}

static enum status find_orgs(struct cx *cx, struct fill *f)
{
	struct list l;
	struct org safety;
	TRY(db_all(cx, &org_id_record, &l, "SELECT id FROM org WHERE county = $1 AND kind = 'town' ORDER BY code LIMIT $2",
		   ARGS(V(cx->county), V((int64_t)TOWNS))));
	for (size_t i = 0; i < TOWNS; i++)
		f->towns[i] = ((const struct org_id *)l.items)[i % l.count].id;
	TRY(org_by_name(cx, "县应急局", &safety));
	f->department = safety.id;
	return STATUS_OK;
}

static enum status add_papers(struct cx *cx, int64_t mine, int64_t i, const char *ring)
{
	static const char *const kinds[] = {"mining", "safety", "environment"};
	for (size_t k = 0; k < 3; k++)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO mine_licence (county, mine, id, kind, number, valid_from, valid_to, land, created_at)"
			    " VALUES ($1, $2, $3, $4, $5, '2020-01-01', $6, $7, $8)",
			    ARGS(V(cx->county), V(mine), V(id_new(cx)), V(kinds[k]), V(arena_printf(cx->mem, "%c%" PRId64, "CAE"[k], i)),
				 V((i + (int64_t)k) % 7 ? "2030-12-31" : "2023-06-30"), V(k ? "" : ring), V(NOW))));
	return STATUS_OK;
}

static enum status add_places(struct cx *cx, int64_t mine, int64_t i, double lon, double lat)
{
	for (int k = 0; k < PLACES; k++) {
		double x = lon + (k % 5) * 0.001, y = lat + (k / 5) * 0.001, size = 0.0008;
		int64_t id = id_new(cx);
		const char *shape = arena_printf(cx->mem, "{\"type\":\"Polygon\",\"coordinates\":[[[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],"
						 "[%.6f,%.6f],[%.6f,%.6f]]]}", x, y, x + size, y, x + size, y + size, x, y + size, x, y);
		TRY(db_exec(cx, NULL,
			    "INSERT INTO mine_place (county, mine, id, place, kind, name, shape, lon_min, lat_min, lon_max, lat_max, started_on,"
			    " ended_on, known_at, known_by) VALUES ($1, $2, $3, $3, 'face', $4, $5, $6, $7, $8, $9, '2023-01-01', '', $10, 0)",
			    ARGS(V(cx->county), V(mine), V(id), V(arena_printf(cx->mem, "%" PRId64 "-%d 采场", i, k)), V(shape), V(x), V(y),
				 V(x + size), V(y + size), V(NOW))));
	}
	return STATUS_OK;
}

/* Mines lie on a grid of a degree by a degree. */
static enum status add_mines(struct cx *cx, void *arg)
{
	const struct fill *f = arg;
	for (int64_t i = f->from; i < f->to; i++) {
		int64_t id = id_new(cx);
		double lon = 123 + (double)(i % 71 * 140845) / 1e7, lat = 40 + (double)(i / 71 * 140845) / 1e7;
		const char *ring = arena_printf(cx->mem, "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],"
						"[%.6f,%.6f]]]]}", lon, lat, lon + 0.01, lat, lon + 0.01, lat + 0.01, lon, lat);
		TRY(db_exec(cx, NULL,
			    "INSERT INTO mine (county, id, name, code, kind, minerals, town, industry, lon, lat, state, state_day, state_since, reasons,"
			    " worst, created_at) VALUES ($1, $2, $3, $4, 'open_pit', '铁矿', $5, $6, $7, $8, $9, '2023-10-25', '2023-06-30', $10, $11, $12)",
			    ARGS(V(cx->county), V(id), V(arena_printf(cx->mem, "矿山 %05" PRId64, i * 7919 % MINES)), V(arena_printf(cx->mem, "K%05" PRId64, i)),
				 V(f->towns[i % TOWNS]), V(f->department), V(lon), V(lat), V(i % 7 && (i + 1) % 7 ? "working" : "stopped"),
				 V((int64_t)!(i % 7 && (i + 1) % 7)), V(i % 7 && (i + 1) % 7 ? "" : "licence_expired"), V(NOW))));
		TRY(add_papers(cx, id, i, ring));
		TRY(add_places(cx, id, i, lon, lat));
	}
	return STATUS_OK;
}

static enum status fill(struct cx *cx)
{
	enum { BATCH = 250 };
	struct list there;
	struct fill f = {0};
	TRY(db_all(cx, &org_id_record, &there, "SELECT id FROM mine WHERE county = $1 LIMIT 1", ARGS(V(cx->county))));
	if (there.count)
		return STATUS_OK;
	TRY(write_now(cx, begin, NULL));
	TRY(find_orgs(cx, &f));
	for (f.from = 0; f.from < MINES; f.from = f.to) {
		f.to = f.from + BATCH;
		TRY(write_now(cx, add_mines, &f));
	}
	return db_exec(cx, NULL, "ANALYZE", NO_ARGS);
}

/* ---- measuring ---- */

static double clock_us(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static enum status identify(struct cx *cx, const struct request *rq)
{
	(void)rq;
	cx->user = 1;
	return STATUS_OK;
}

static const struct routes *const routes[] = {&mine_map_routes, &mine_routes, &mine_paper_routes};

struct ask {
	const char *name, *path;        /* with %s: the id of a mine */
	struct pair query[3];           /* "WINDOW": another one each time */
	size_t count;
};
static const struct ask asks[] = {
	{"a mine", "/api/mines/%s", {{0}}, 0},
	{"its status", "/api/mines/%s/status", {{0}}, 0},
	{"its places", "/api/mines/%s/places", {{"day", "2023-10-25"}}, 1},
	{"list", "/api/mines", {{0}}, 0},
	{"list, total, 200", "/api/mines", {{"limit", "200"}, {"total", "1"}}, 2},
	{"list, stopped, total", "/api/mines", {{"state", "stopped"}, {"total", "1"}}, 2},
	{"list, newest stops first", "/api/mines", {{"state", "stopped"}, {"sort", "-since"}}, 2},
	{"list, by words", "/api/mines", {{"q", "0429"}, {"total", "1"}}, 2},
	{"summary", "/api/mines/summary", {{0}}, 0},
	{"map of the county", "/api/mines/map", {{"zoom", "9"}}, 1},
	{"map of a window", "/api/mines/map", {{"bbox", "WINDOW"}, {"zoom", "13"}}, 2},
};

struct ids {
	struct list l;
	const char *org_path;
	int64_t org;
	uint64_t perms;
};

static double once(const struct cx *base, const struct ask *a, const struct ids *ids, int k, double *cpu, size_t *bytes)
{
	const struct app app = {.routes = routes, .count = sizeof routes / sizeof *routes, .identify = identify};
	struct arena *own = arena_new();
	struct cx cx = *base;
	struct exchange x = {.method = "GET"};
	struct pair query[3];
	cx.mem = own;
	cx.perms = ids->perms, cx.org = ids->org, cx.org_path = ids->org_path;
	const char *id = arena_printf(own, "%" PRId64, ((const struct org_id *)ids->l.items)[(size_t)k * 37 % ids->l.count].id);
	const char *hole = strstr(a->path, "%s");
	x.path = hole ? arena_printf(own, "%.*s%s%s", (int)(hole - a->path), a->path, id, hole + 2) : a->path;
	memcpy(query, a->query, sizeof query);
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(query[i].value, "WINDOW") == 0)
			query[i].value = arena_printf(own, "%.3f,%.3f,%.3f,%.3f", 123 + k % 90 / 100.0, 40 + k % 89 / 100.0, 123.06 + k % 90 / 100.0,
						      40.04 + k % 89 / 100.0);
	x.query = query;
	x.query_count = a->count;
	double wall = clock_us(CLOCK_MONOTONIC), used = clock_us(CLOCK_THREAD_CPUTIME_ID);
	exchange_run(&cx, &app, &x);
	*cpu = clock_us(CLOCK_THREAD_CPUTIME_ID) - used;
	wall = clock_us(CLOCK_MONOTONIC) - wall;
	*bytes = x.out.n;
	if (x.status != 200) {
		fprintf(stderr, "%s: %d %s\n", x.path, x.status, x.out.s);
		exit(1);
	}
	arena_free(own);
	return wall;
}

static int by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void measure(const struct cx *cx, const struct ids *ids, int times, const char *who)
{
	double *wall = arena_array_of(cx->mem, double, (size_t)times), *cpu = arena_array_of(cx->mem, double, (size_t)times), warm;
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
		size_t bytes = 0;
		once(cx, &asks[i], ids, 0, &warm, &bytes);
		for (int k = 0; k < times; k++)
			wall[k] = once(cx, &asks[i], ids, k, &cpu[k], &bytes);
		qsort(wall, (size_t)times, sizeof *wall, by_size);
		qsort(cpu, (size_t)times, sizeof *cpu, by_size);
		printf("%-8s %-26s wall p50 %7.2f p99 %7.2f ms   cpu p50 %7.2f p99 %7.2f ms   %zu bytes\n", who, asks[i].name,
		       wall[times / 2] / 1e3, wall[times * 99 / 100] / 1e3, cpu[times / 2] / 1e3, cpu[times * 99 / 100] / 1e3, bytes);
	}
}

static enum status run(struct cx *cx, int times)
{
	struct fill f = {0};
	struct ids all = {.org_path = "/", .perms = ~UINT64_C(0)}, town = {.perms = BIT(MINE_READ)};
	struct org o;
	TRY(db_migrate(cx, embedded_migrations, NULL));
	TRY(fill(cx));
	TRY(find_orgs(cx, &f));
	TRY(org_get(cx, f.towns[0], &o));
	town.org = o.id;
	town.org_path = o.path;
	TRY(db_all(cx, &org_id_record, &all.l, "SELECT id FROM mine WHERE county = $1 ORDER BY id", ARGS(V(cx->county))));
	TRY(db_all(cx, &org_id_record, &town.l, "SELECT id FROM mine WHERE county = $1 AND town = $2 ORDER BY id", ARGS(V(cx->county), V(o.id))));
	measure(cx, &all, times, "county");
	measure(cx, &town, times, "town");
	return STATUS_OK;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return fprintf(stderr, "mines DATABASE-URL [TIMES]\n"), 2;
	int times = argc > 2 ? atoi(argv[2]) : 500;
	struct arena *mem = arena_new();
	struct cx cx = {.mem = mem, .county = COUNTY, .now = NOW, .perms = ~UINT64_C(0), .org_path = "/", .data = "/tmp"};
	enum status s = db_open(&cx, argv[1], &cx.db);
	s = s ? s : run(&cx, times < 1 ? 1 : times);
	if (s)
		fprintf(stderr, "%s\n", cx.error);
	if (cx.db)
		db_close(cx.db);
	arena_free(mem);
	return s != STATUS_OK;
}
