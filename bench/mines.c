/*
 * mines.c - the register at 5,000 mines, 100,000 places and 1,000,000 hazards: mines DATABASE-URL [TIMES [HAZARDS]].
 *
 * Fills the database where it holds less (mines_fill.c; some minutes), then asks each route TIMES times (default 500; of
 * other mines, towns, words and windows each time) through the dispatch, without the network, and prints the median and the
 * 99th percentile of time on the wall and of CPU time.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "bench/mines_fill.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/todo.h"
#include "core/evidence.h"
#include "db/db.h"
#include "db/migrate.h"
#include "http/dispatch.h"
#include "rooms/inspection/hazard.h"
#include "rooms/inspection/inspection_api.h"
#include "rooms/mine/mine_api.h"
#include "rooms/mine/status.h"
#include "rooms/resumption/resumption.h"

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

static const struct routes *const routes[] = {&mine_map_routes, &mine_routes, &mine_paper_routes, &hazard_routes};

struct ask {
	const char *name, *path;        /* with %s: the id of a mine */
	struct pair query[3];           /* "WINDOW", "MINE", "NUMBER": another one each time */
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
	{"hazards, open, counted", "/api/hazards", {{"state", "open"}, {"total", "1"}}, 2},
	{"hazards, all, counted", "/api/hazards", {{"total", "1"}}, 1},
	{"hazards, newest", "/api/hazards", {{"sort", "-found"}, {"total", "1"}}, 2},
	{"hazards, kind and level", "/api/hazards", {{"kind", "blasting"}, {"level", "major"}, {"total", "1"}}, 3},
	{"hazards, overdue", "/api/hazards", {{"overdue", "1"}, {"total", "1"}}, 2},
	{"hazards, often repeated", "/api/hazards", {{"sort", "-repeats"}, {"state", "open"}}, 2},
	{"hazards of a mine", "/api/hazards", {{"mine", "MINE"}, {"total", "1"}}, 2},
	{"hazards, one due month", "/api/hazards", {{"due_from", "2022-03-01"}, {"due_to", "2022-03-31"}, {"total", "1"}}, 3},
	{"hazards, a common word", "/api/hazards", {{"q", "浮石"}, {"total", "1"}}, 2},
	{"hazards, a rare word", "/api/hazards", {{"q", "NUMBER"}, {"total", "1"}}, 2},
	{"hazards, two words, open", "/api/hazards", {{"q", "视频监控 西采场"}, {"state", "open"}, {"total", "1"}}, 3},
	{"statistics by town", "/api/hazards/statistics", {{"by", "town"}}, 1},
	{"statistics by kind", "/api/hazards/statistics", {{"by", "kind"}}, 1},
	{"statistics by month", "/api/hazards/statistics", {{"by", "month"}}, 1},
	{"statistics of a year", "/api/hazards/statistics", {{"by", "industry"}, {"found_from", "2022-01-01"}, {"found_to", "2022-12-31"}}, 3},
	{"statistics by mine", "/api/hazards/statistics", {{"by", "mine"}}, 1},
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
		else if (strcmp(query[i].value, "MINE") == 0)
			query[i].value = id;
		else if (strcmp(query[i].value, "NUMBER") == 0)
			query[i].value = arena_printf(own, "ZX%04d", k * 7 % 4000);
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

static enum status run(struct cx *cx, int times, int64_t hazards)
{
	int64_t at;
	struct ids all = {.org_path = "/", .perms = ~UINT64_C(0)}, town = {.perms = BIT(MINE_READ)};
	struct org o;
	TRY(db_migrate(cx, embedded_migrations, NULL));
	TRY(bench_fill(cx, hazards, &at));
	TRY(org_get(cx, at, &o));
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
		return fprintf(stderr, "mines DATABASE-URL [TIMES [HAZARDS]]\n"), 2;
	int times = argc > 2 ? atoi(argv[2]) : 500;
	struct arena *mem = arena_new();
	struct cx cx = {.mem = mem, .county = COUNTY, .now = BENCH_NOW, .perms = ~UINT64_C(0), .org_path = "/", .data = "/tmp"};
	enum status s = db_open(&cx, argv[1], &cx.db);
	s = s ? s : run(&cx, times < 1 ? 1 : times, argc > 3 ? atoll(argv[3]) : 1000000);
	if (s)
		fprintf(stderr, "%s\n", cx.error);
	if (cx.db)
		db_close(cx.db);
	arena_free(mem);
	return s != STATUS_OK;
}
