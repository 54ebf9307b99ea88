/*
 * rights.c - the register of rights at a province's size: rights DATABASE-URL [TIMES].
 *
 * Fills an empty database with 20,000 mining rights of 5,000 mines, each on land of its own, and 50,000 zones of ten kinds, spread over
 * 3° by 3° (about 80,000 km²), then asks TIMES times (default 200): the list, the list of what runs out, words, a right's page, and
 * what lies under and around a land.  Prints the median and the 99th percentile of time on the wall and of CPU time.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/id.h"
#include "core/evidence.h"
#include "core/todo.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "rooms/inspection/resume.h"
#include "rooms/mine/papers.h"
#include "rooms/mine/status.h"
#include "rooms/tenure/conflict.h"
#include "rooms/tenure/right.h"

enum { COUNTY = 990323, MINES = 5000, RIGHTS = 20000, ZONES = 50000, CHUNK = 1000 };
#define BENCH_NOW INT64_C(1698195600)   /* 2023-10-25T09:00:00+08:00 */

const struct evidence_reader evidence_readers[] = {{0}};
const struct todo_source todo_sources[] = {{0}};
const struct resume_source *const resume_guard_sources[] = {NULL};
const struct mine_reason_source mine_reason_sources[] = {{0}};
const struct licence_guard licence_guards[] = {{0}};
const struct mine_ledger *const reserve_ledgers;

/* ---- filling ---- */

struct box {
	double west, south, east, north;
	const char *geojson;
};

/* The same number gives the same place: spread by the golden ratio and its square. */
static struct box box_of(struct cx *cx, int64_t k, double size)
{
	double x = (double)k * 0.6180339887, y = (double)k * 0.7548776662;
	struct box b = {.west = 121.5 + 3 * (x - (double)(int64_t)x), .south = 40 + 3 * (y - (double)(int64_t)y)};
	b.east = b.west + size * 1.3, b.north = b.south + size;
	b.geojson = arena_printf(cx->mem, "{\"type\":\"Polygon\",\"coordinates\":[[[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f]]]}",
				 b.west, b.south, b.east, b.south, b.east, b.north, b.west, b.north, b.west, b.south);
	return b;
}

static enum status put_right(struct cx *cx, int64_t k)
{
	int64_t mine = 1 + k % MINES, id = MINES + 1 + k;
	struct box b = box_of(cx, k, 0.004);
	struct day end = {day_make(2023, 1, 1).n + (int32_t)(k * 7919 % 4000)};
	if (k < MINES)
		TRY(db_exec(cx, NULL, "INSERT INTO mine (county, id, name, kind, enterprise, town, created_at) VALUES ($1, $2, $3, 'open_pit', 0, 0, 0)",
			    ARGS(V(cx->county), V(mine), V((const char *)arena_printf(cx->mem, "矿山%05" PRId64, mine)))));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO mine_licence (county, mine, id, version, kind, number, holder, valid_from, valid_to, land, lon_min, lat_min, lon_max, lat_max,"
		    " created_at) VALUES ($1, $2, $3, 1, 'mining', $4, $5, '2014-01-01', $6, $7, $8, $9, $10, $11, 0)",
		    ARGS(V(cx->county), V(mine), V(id), V((const char *)arena_printf(cx->mem, "C9903002014017120%06" PRId64, k)),
			 V((const char *)arena_printf(cx->mem, "第%05" PRId64 "矿业有限公司", mine)), V(day_text(cx, end)),
			 V(b.geojson), V(b.west), V(b.south), V(b.east), V(b.north))));
	return db_exec(cx, NULL, "INSERT INTO tenure_right (county, id, main_mineral, size) VALUES ($1, $2, '石英', 'small')", ARGS(V(cx->county), V(id)));
}

static enum status put_zone(struct cx *cx, int64_t k)
{
	enum { KINDS = 10 };
	struct box b = box_of(cx, 1000003 + k, 0.002 + (double)(k % 7) * 0.001);
	return db_exec(cx, NULL,
		       "INSERT INTO tenure_zone (county, id, kind, name, source, shape, lon_min, lat_min, lon_max, lat_max, created_by, created_at)"
		       " VALUES ($1, $2, $3, $4, '图层', $5, $6, $7, $8, $9, 0, 0)",
		       ARGS(V(cx->county), V(k + 1), V(zone_kinds[k % KINDS]), V((const char *)arena_printf(cx->mem, "区域%" PRId64, k)), V(b.geojson),
			    V(b.west), V(b.south), V(b.east), V(b.north)));
}

struct part {
	enum status (*put)(struct cx *cx, int64_t k);
	int64_t from, to;
};

static enum status put_part(struct cx *cx, void *arg)
{
	const struct part *p = arg;
	for (int64_t k = p->from; k < p->to; k++)
		TRY(p->put(cx, k));
	return STATUS_OK;
}

static enum status fill(struct cx *cx, enum status (*put)(struct cx *, int64_t), int64_t count)
{
	for (int64_t k = 0; k < count; k += CHUNK)
		TRY(write_now(cx, put_part, &(struct part){put, k, k + CHUNK}));
	return STATUS_OK;
}

/* ---- asking ---- */

static enum status ask_list(struct cx *cx, int k)
{
	struct right_page page;
	(void)k;
	return right_list(cx, &(struct right_query){.limit = 50}, &page);
}

static enum status ask_total(struct cx *cx, int k)
{
	struct right_page page;
	(void)k;
	return right_list(cx, &(struct right_query){.limit = 50, .total = true}, &page);
}

static enum status ask_expiring(struct cx *cx, int k)
{
	struct right_page page;
	return right_list(cx, &(struct right_query){.within = 30 + k % 150, .limit = 50, .total = true}, &page);
}

static enum status ask_words(struct cx *cx, int k)
{
	struct right_page page;
	return right_list(cx, &(struct right_query){.q = arena_printf(cx->mem, "%05d", 1 + k * 37 % MINES), .limit = 50}, &page);
}

static enum status ask_one(struct cx *cx, int k)
{
	struct right *r;
	struct list findings;
	TRY(right_get(cx, MINES + 1 + k * 97 % RIGHTS, &r));
	return right_check(cx, r, &findings);
}

static enum status ask_conflicts(struct cx *cx, int k)
{
	struct box b = box_of(cx, 5000011 + k, 0.006);
	struct list found;
	return conflict_find(cx, &(struct conflict_subject){b.geojson, b.west, b.south, b.east, b.north, 0, 0, 0}, &found);
}

static const struct ask {
	const char *name;
	enum status (*run)(struct cx *cx, int k);
} asks[] = {
	{"list, 50 rights", ask_list}, {"list, counted", ask_total}, {"what runs out, counted", ask_expiring}, {"list by words", ask_words},
	{"a right and what is odd", ask_one}, {"conflicts of a land", ask_conflicts},
};

static double clock_ms(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static enum status measure(const struct cx *base, const struct ask *a, int times)
{
	double *wall = arena_array_of(base->mem, double, (size_t)times), *cpu = arena_array_of(base->mem, double, (size_t)times);
	for (int k = -1; k < times; k++) {      /* the first is not counted */
		struct cx cx = *base;
		cx.mem = arena_new();
		double w = clock_ms(CLOCK_MONOTONIC), c = clock_ms(CLOCK_THREAD_CPUTIME_ID);
		enum status s = a->run(&cx, k < 0 ? 0 : k);
		if (s)
			fprintf(stderr, "%s: %s\n", a->name, cx.error);
		if (k >= 0)
			cpu[k] = clock_ms(CLOCK_THREAD_CPUTIME_ID) - c, wall[k] = clock_ms(CLOCK_MONOTONIC) - w;
		arena_free(cx.mem);
		TRY(s);
	}
	qsort(wall, (size_t)times, sizeof *wall, by_size);
	qsort(cpu, (size_t)times, sizeof *cpu, by_size);
	printf("%-26s wall p50 %7.2f p99 %7.2f ms   cpu p50 %7.2f p99 %7.2f ms\n", a->name, wall[times / 2], wall[times * 99 / 100], cpu[times / 2],
	       cpu[times * 99 / 100]);
	return STATUS_OK;
}

static enum status run(struct cx *cx, int times)
{
	struct right_page page;
	TRY(db_migrate(cx, embedded_migrations, NULL));
	TRY(right_list(cx, &(struct right_query){.limit = 1}, &page));
	if (!page.rights.count) {
		TRY(fill(cx, put_right, RIGHTS));
		TRY(fill(cx, put_zone, ZONES));
		TRY(db_exec(cx, NULL, "ANALYZE", NO_ARGS));
	}
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
		TRY(measure(cx, &asks[i], times));
	return STATUS_OK;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return fprintf(stderr, "rights DATABASE-URL [TIMES]\n"), 2;
	int times = argc > 2 ? atoi(argv[2]) : 200;
	struct arena *mem = arena_new();
	struct cx cx = {.mem = mem, .county = COUNTY, .now = BENCH_NOW, .perms = ~UINT64_C(0), .org_path = "/", .data = "/tmp", .user = 1};
	enum status s = db_open(&cx, argv[1], &cx.db);
	s = s ? s : run(&cx, times < 1 ? 1 : times);
	if (s)
		fprintf(stderr, "%s\n", cx.error);
	if (cx.db)
		db_close(cx.db);
	arena_free(mem);
	return s != STATUS_OK;
}
