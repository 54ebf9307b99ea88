/*
 * weighings.c - tickets by the million: weighings DATABASE-URL take N [BATCH] | fill N | ask [TIMES].
 *
 * take: N weighings through haulage_take(), BATCH (default 200) to a durable commit, as requests bring them; prints how
 *       many a second, and the 50th and 99th percentile of a batch's time from begin to commit.
 * fill: N tickets of the year 2023 written straight into the tables, with the sums that haulage_take() would have kept, in
 *       the order of time, indexes made at the end (their batches of the ledger are left out: no question asks for them).
 * ask:  the questions of the pages, each TIMES times (default 300; of another mine, truck and day each time) through the
 *       dispatch without the network: 50th and 99th percentile on the wall and of CPU.
 *
 * A province: 500 mines with a weighbridge each, 20 stations, a truck for every 1,800 tickets.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/day.h"
#include "base/id.h"
#include "core/county.h"
#include "core/evidence.h"
#include "core/perm.h"
#include "core/todo.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "rooms/haulage/haulage_api.h"
#include "rooms/haulage/haulage_inside.h"
#include "rooms/inspection/resume.h"
#include "rooms/mine/status.h"

enum { COUNTY = 210000, MINES = 500, STATIONS = 20, SCALES = MINES + STATIONS, DAYS = 365, HOURS = 24, MONTHS = 12, PER_TRUCK = 1800, DAY_SECONDS = 86400,
       FEWEST_TRUCKS = 200, FILL_BATCH = 20000 };
static const int64_t YEAR = 1672502400, NOW = 1703998800;       /* 2023-01-01T00:00:00+08:00; 2023-12-31T13:00:00+08:00 */

const struct evidence_reader evidence_readers[] = {{0}};
const struct todo_source todo_sources[] = {{0}};
const struct resume_source *const resume_guard_sources[] = {NULL};
const struct mine_reason_source mine_reason_sources[] = {{0}};
const struct mine_ledger *const reserve_ledgers = NULL;

static int64_t mine_id(int64_t i) { return 1000 + i; }
static int64_t scale_id(int64_t i) { return 5000 + i; }
static int64_t truck_id(int64_t i) { return 1000000 + i; }

static const char *plate_of(struct arena *mem, int64_t i)
{
	return arena_printf(mem, "辽%c%c%04d", (char)('A' + i / 10000 % 26), (char)('A' + i / 260000 % 26), (int)(i % 10000));
}

static double seconds(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t random_state = 88172645463325252u;
static uint64_t any(uint64_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % below;
}

/* ---- the places ---- */

static enum status begin(struct cx *cx, void *arg)
{
	int64_t trucks = *(const int64_t *)arg;
	TRY(county_create(cx, COUNTY, "辽岭县", "sha256-ed25519"));
	for (int64_t i = 0; i < MINES; i++)
		TRY(db_exec(cx, NULL, "INSERT INTO mine (county, id, name, kind, lon, lat, state, created_at) VALUES ($1, $2, $3, 'open_pit', $4, $5, 'working', $6)",
			    ARGS(V(cx->county), V(mine_id(i)), V(arena_printf(cx->mem, "矿山 %03" PRId64, i)), V(120 + (double)(i % 25) / 5),
				 V(39 + (double)(i / 25) / 5), V(NOW))));
	for (int64_t i = 0; i < SCALES; i++)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO haulage_scale (county, id, seq, kind, mine, name, accuracy_class, max_kg, certificate, certified_on, valid_to, created_at)"
			    " VALUES ($1, $2, $3, $4, $5, $6, $7, 120000, 'J-1', '2022-12-01', '2024-12-01', $8)",
			    ARGS(V(cx->county), V(scale_id(i)), V(i), V(i < MINES ? "weighbridge" : "station"), V(i < MINES ? mine_id(i) : (int64_t)0),
				 V(arena_printf(cx->mem, "衡器 %03" PRId64, i)), V(i < MINES ? "III" : "5"), V(NOW))));
	for (int64_t i = 0; i < trucks; i++)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO haulage_vehicle (county, id, plate, kind, axles, drive_axles, rated_kg, tare_kg, created_at)"
			    " VALUES ($1, $2, $3, 'articulated', 6, 2, 49000, 15000, $4)", ARGS(V(cx->county), V(truck_id(i)), V(plate_of(cx->mem, i)), V(NOW))));
	return STATUS_OK;
}

static enum status prepare(struct cx *cx, int64_t n)
{
	int64_t there, trucks = n / PER_TRUCK > FEWEST_TRUCKS ? n / PER_TRUCK : FEWEST_TRUCKS;
	TRY(db_migrate(cx, embedded_migrations, NULL));
	TRY(haulage_count(cx, &there, "SELECT count(*) AS n FROM haulage_scale WHERE county = $1", ARGS(V(cx->county))));
	return there ? STATUS_OK : write_now(cx, begin, &trucks);
}

/* ---- taking in ---- */

struct batch {
	struct haulage_weighing *w;
	size_t n;
};

static enum status take(struct cx *cx, void *arg)
{
	struct batch *b = arg;
	struct list taken;
	TRY(haulage_take(cx, b->w, b->n, &taken));
	for (size_t i = 0; i < taken.count; i++)
		if (strcmp(((const struct haulage_taken *)taken.items)[i].status, "taken") != 0)
			return cx_fail(cx, STATUS_INTERNAL, "%s", ((const struct haulage_taken *)taken.items)[i].message);
	return STATUS_OK;
}

static int by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* A batch as a gate or a gatherer sends it: of one place, in the order of time. */
static void make_batch(struct cx *cx, int64_t trucks, int64_t k, int64_t size, struct batch *b)
{
	int64_t place = (int64_t)any(SCALES);
	b->w = arena_array_of(cx->mem, struct haulage_weighing, (size_t)size);
	b->n = (size_t)size;
	for (int64_t i = 0; i < size; i++) {
		bool station = place >= MINES;
		int64_t gross = 40000 + (int64_t)any(9500) + (any(100) ? 0 : 8000);
		b->w[i] = (struct haulage_weighing){.scale = scale_id(place), .no = arena_printf(cx->mem, "%" PRId64 "-%" PRId64, k, i),
			.at = cx->now - size + i - 60, .direction = station ? "pass" : "out", .plate = plate_of(cx->mem, (int64_t)any((uint64_t)trucks)),
			.cargo = "菱镁矿", .receiver = "某镁砂厂", .operator = "某某", .gross_kg = gross, .tare_kg = station ? 0 : 15000,
			.decision = station ? "" : gross > 49000 ? "closed" : "open", .source = station ? "http" : "gate"};
	}
}

static enum status run_take(struct cx *cx, int64_t n, int64_t size)
{
	int64_t batches = n / size, trucks;
	double *times = calloc((size_t)batches + 1, sizeof *times), all = 0, cpu = 0;
	struct arena *own = cx->mem;
	TRY(prepare(cx, 100000000));
	TRY(haulage_count(cx, &trucks, "SELECT count(*) AS n FROM haulage_vehicle WHERE county = $1", ARGS(V(cx->county))));
	for (int64_t k = 0; k < batches; k++) {
		struct batch b;
		cx->mem = arena_new();
		cx->now = NOW + k * 1000;
		make_batch(cx, trucks, k, size, &b);
		double wall = seconds(CLOCK_MONOTONIC), used = seconds(CLOCK_THREAD_CPUTIME_ID);
		enum status s = write_now(cx, take, &b);
		cpu += seconds(CLOCK_THREAD_CPUTIME_ID) - used;
		times[k] = seconds(CLOCK_MONOTONIC) - wall;
		all += times[k];
		if (s) {
			fprintf(stderr, "%s\n", cx->error);
			return s;
		}
		cx->ledger_entries = 0;
		arena_free(cx->mem);
		cx->mem = own;
	}
	qsort(times, (size_t)batches, sizeof *times, by_size);
	printf("%" PRId64 " weighings, %" PRId64 " a commit: %.0f a second, batch p50 %.1f ms p99 %.1f ms, CPU %.0f us each\n", batches * size, size,
	       (double)(batches * size) / all, 1e3 * times[batches / 2], 1e3 * times[batches * 99 / 100], 1e6 * cpu / (double)(batches * size));
	free(times);
	return STATUS_OK;
}

/* ---- filling ---- */

struct sums {
	int64_t trips, gross, net, over, over_kg, closed;
	double net2;
};
struct fill {
	int64_t from, to, total, trucks;
	struct sums *days;      /* [day][mine + 1][station or own: 0 … STATIONS] */
	struct sums *hours, *months;
};
enum { PLACES = MINES + MINES * STATIONS };     /* a mine's own scale; or its trucks at a station */

static int64_t place_of(int64_t mine, int64_t station) { return station < 0 ? mine : MINES + mine * STATIONS + station; }

static void add(struct sums *s, int64_t gross, int64_t net, int64_t over)
{
	s->trips++;
	s->gross += gross;
	s->net += net;
	s->net2 += (double)net * (double)net;
	s->over += over > 0;
	s->over_kg += over;
}

static enum status fill_some(struct cx *cx, void *arg)
{
	struct fill *f = arg;
	struct arena *own = cx->mem;
	for (int64_t i = f->from; i < f->to; i++) {
		int64_t second = i * (int64_t)DAYS * DAY_SECONDS / f->total, at = YEAR + second, mine = (int64_t)any(MINES), truck = (int64_t)any((uint64_t)f->trucks);
		int64_t station = any(10) ? -1 : (int64_t)any(STATIONS), scale = station < 0 ? mine : MINES + station;
		int64_t gross = 40000 + (int64_t)any(9000), over = 0;
		if (!any(50))
			over = 100 + (int64_t)any(12000), gross = 49000 + over;
		int64_t id = haulage_ticket_id(at, scale, i % 256), net = gross - 15000;
		struct day d = day_of(at);
		int y, m, md;
		day_split(d, &y, &m, &md);
		char no[24];
		snprintf(no, sizeof no, "%" PRId64, i);
		TRY(db_exec(cx, NULL,
			    "INSERT INTO haulage_ticket (county, id, scale, no, mine, vehicle, driver, carrier, direction, axles, cargo, receiver, operator,"
			    " gross_kg, tare_kg, net_kg, limit_kg, counted_kg, over_kg, result, decision, reason, flags, source, batch) VALUES"
			    " ($1, $2, $3, $4, $5, $6, 0, 0, $7, 6, '菱镁矿', '某镁砂厂', '某某', $8, 15000, $9, 49000, $8, $10, $11, $12, '', 0, 'gate', $13)",
			    ARGS(V(cx->county), V(id), V(scale_id(scale)), V((const char *)no), V(mine_id(mine)), V(truck_id(truck)), V(station < 0 ? "out" : "pass"),
				 V(gross), V(net), V(over), V(over ? over > 1000 ? "fine" : "warning" : "ok"), V(station < 0 ? "open" : ""), V(i / 1000))));
		int64_t place = place_of(mine, station), day = d.n - day_of(YEAR).n, hour = (at - day_start(d)) / 3600;
		add(&f->days[day * PLACES + place], gross, net, over);
		add(&f->hours[((m - 1) * PLACES + place) * HOURS + hour], gross, net, over);
		add(&f->months[truck * MONTHS + m - 1], gross, net, over);
		if (i % 1000 == 999) {
			if (cx->mem != own)
				arena_free(cx->mem);
			cx->mem = arena_new();
		}
	}
	if (cx->mem != own)
		arena_free(cx->mem);
	cx->mem = own;
	return STATUS_OK;
}

static enum status fill_days(struct cx *cx, struct fill *f)
{
	char day[11];
	for (int64_t i = 0; i < (int64_t)DAYS * PLACES; i++) {
		const struct sums *s = &f->days[i];
		int64_t place = i % PLACES, mine = place < MINES ? place : (place - MINES) / STATIONS, scale = place < MINES ? mine : MINES + (place - MINES) % STATIONS;
		if (!s->trips)
			continue;
		TRY(db_exec(cx, NULL,
			    "INSERT INTO haulage_day (county, day, mine, scale, trips, gross_kg, net_kg, net_kg2, over, over_kg, closed, flagged)"
			    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0)",
			    ARGS(V(cx->county), V(day_print((struct day){day_of(YEAR).n + (int)(i / PLACES)}, day)), V(mine_id(mine)), V(scale_id(scale)),
				 V(s->trips), V(s->gross), V(s->net), V(s->net2), V(s->over), V(s->over_kg))));
	}
	return STATUS_OK;
}

/* The hours of a month together, and of all places. */
static enum status fill_routes(struct cx *cx, struct fill *f)
{
	struct sums clock[MONTHS][HOURS] = {{{0}}};
	char month[16];
	for (int64_t i = 0; i < (int64_t)MONTHS * PLACES; i++) {
		struct sums all = {0};
		int64_t place = i % PLACES, mine = place < MINES ? place : (place - MINES) / STATIONS, scale = place < MINES ? mine : MINES + (place - MINES) % STATIONS;
		snprintf(month, sizeof month, "2023-%02d", (int)(i / PLACES) + 1);
		for (int h = 0; h < HOURS; h++) {
			const struct sums *s = &f->hours[i * HOURS + h];
			all.trips += s->trips, all.over += s->over, all.over_kg += s->over_kg;
			clock[i / PLACES][h].trips += s->trips, clock[i / PLACES][h].over += s->over;
		}
		if (all.trips)
			TRY(db_exec(cx, NULL, "INSERT INTO haulage_route (county, month, mine, scale, trips, over, over_kg) VALUES ($1, $2, $3, $4, $5, $6, $7)",
				    ARGS(V(cx->county), V((const char *)month), V(mine_id(mine)), V(scale_id(scale)), V(all.trips), V(all.over), V(all.over_kg))));
	}
	for (int i = 0; i < MONTHS * HOURS; i++) {
		snprintf(month, sizeof month, "2023-%02d", i / HOURS + 1);
		TRY(db_exec(cx, NULL, "INSERT INTO haulage_clock (county, month, hour, trips, over) VALUES ($1, $2, $3, $4, $5)",
			    ARGS(V(cx->county), V((const char *)month), V((int64_t)i % HOURS), V(clock[i / HOURS][i % HOURS].trips), V(clock[i / HOURS][i % HOURS].over))));
	}
	return STATUS_OK;
}

static enum status fill_sums(struct cx *cx, void *arg)
{
	struct fill *f = arg;
	char month[16];
	TRY(fill_days(cx, f));
	for (int64_t i = 0; i < (int64_t)MONTHS * PLACES * HOURS; i++) {
		const struct sums *s = &f->hours[i];
		int64_t place = i / HOURS % PLACES, mine = place < MINES ? place : (place - MINES) / STATIONS, scale = place < MINES ? mine : MINES + (place - MINES) % STATIONS;
		snprintf(month, sizeof month, "2023-%02d", (int)(i / HOURS / PLACES) + 1);
		if (s->trips)
			TRY(db_exec(cx, NULL, "INSERT INTO haulage_hour (county, month, mine, scale, hour, trips, over, over_kg) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
				    ARGS(V(cx->county), V((const char *)month), V(mine_id(mine)), V(scale_id(scale)), V(i % HOURS), V(s->trips), V(s->over), V(s->over_kg))));
	}
	TRY(fill_routes(cx, f));
	for (int64_t i = 0; i < f->trucks * MONTHS; i++) {
		const struct sums *s = &f->months[i];
		snprintf(month, sizeof month, "2023-%02d", (int)(i % MONTHS) + 1);
		if (s->trips)
			TRY(db_exec(cx, NULL, "INSERT INTO haulage_truck_month (county, vehicle, month, trips, net_kg, over, over_kg) VALUES ($1, $2, $3, $4, $5, $6, $7)",
				    ARGS(V(cx->county), V(truck_id(i / MONTHS)), V((const char *)month), V(s->trips), V(s->net), V(s->over), V(s->over_kg))));
	}
	return STATUS_OK;
}

static enum status run_fill(struct cx *cx, int64_t n)
{
	struct fill f = {.total = n, .trucks = n / PER_TRUCK > FEWEST_TRUCKS ? n / PER_TRUCK : FEWEST_TRUCKS};
	double began = seconds(CLOCK_MONOTONIC);
	static const char *const fast[] = {"PRAGMA synchronous = OFF", "PRAGMA cache_size = -400000", "PRAGMA temp_store = FILE", "PRAGMA threads = 2"};
	TRY(prepare(cx, n));
	f.days = calloc((size_t)DAYS * PLACES, sizeof *f.days);
	f.hours = calloc((size_t)MONTHS * PLACES * HOURS, sizeof *f.hours);
	f.months = calloc((size_t)f.trucks * MONTHS, sizeof *f.months);
	if (db_one_writer(cx->db))
		for (size_t i = 0; i < sizeof fast / sizeof *fast; i++)
			TRY(db_exec(cx, NULL, fast[i], NO_ARGS));
	static const char *const drop[] = {"DROP INDEX haulage_ticket_mine", "DROP INDEX haulage_ticket_vehicle", "DROP INDEX haulage_ticket_over",
					   "DROP INDEX haulage_ticket_signs"};
	static const char *const make[] = {"CREATE INDEX haulage_ticket_mine ON haulage_ticket (county, mine, id)",
					   "CREATE INDEX haulage_ticket_vehicle ON haulage_ticket (county, vehicle, id)",
					   "CREATE INDEX haulage_ticket_over ON haulage_ticket (county, id) WHERE over_kg > 0",
					   "CREATE INDEX haulage_ticket_signs ON haulage_ticket (county, id) WHERE flags > 0", "ANALYZE"};
	for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
		TRY(db_exec(cx, NULL, drop[i], NO_ARGS));
	for (f.from = 0; f.from < n; f.from = f.to) {
		f.to = f.from + FILL_BATCH < n ? f.from + FILL_BATCH : n;
		TRY(write_now(cx, fill_some, &f));
		if (f.to % 5000000 == 0)
			printf("# %" PRId64 " after %.0f s\n", f.to, seconds(CLOCK_MONOTONIC) - began), fflush(stdout);
	}
	TRY(write_now(cx, fill_sums, &f));
	for (size_t i = 0; i < sizeof make / sizeof *make; i++) {
		TRY(db_exec(cx, NULL, make[i], NO_ARGS));
		printf("# %s after %.0f s\n", make[i], seconds(CLOCK_MONOTONIC) - began), fflush(stdout);
	}
	return STATUS_OK;
}

/* ---- asking ---- */

static enum status identify(struct cx *cx, const struct request *rq)
{
	(void)rq;
	cx->user = 1;
	return STATUS_OK;
}

struct question {
	const char *name, *path;        /* %d in a path or value: a mine's or truck's number, or a day */
	struct pair query[3];
	size_t count;
};
static const struct question questions[] = {
	{"a mine's month, sums by day", "/api/haulage/mines/MINE/days", {{"from", "FIRST"}, {"to", "LAST"}}, 2},
	{"a mine's month, its tickets", "/api/haulage/tickets", {{"mine", "MINE"}, {"from", "FIRST"}, {"to", "LAST"}}, 3},
	{"a mine's month, overloaded only", "/api/haulage/tickets", {{"mine", "MINE"}, {"over", "1"}, {"to", "LAST"}}, 3},
	{"a truck's year, sums by month", "/api/haulage/vehicles/TRUCK/months", {{"from", "2023-01-01"}, {"to", "2023-12-31"}}, 2},
	{"a truck's year, its tickets", "/api/haulage/tickets", {{"vehicle", "TRUCK"}}, 1},
	{"the county's day, by mine and scale", "/api/haulage/day", {{"day", "DAY"}}, 1},
	{"the county's day, its tickets", "/api/haulage/tickets", {{"from", "DAY"}, {"to", "DAY"}}, 2},
	{"the county's day, overloaded", "/api/haulage/tickets", {{"from", "DAY"}, {"to", "DAY"}, {"over", "1"}}, 3},
	{"one ticket", "/api/haulage/tickets/TICKET", {{0}}, 0},
	{"a month's routes and repeats", "/api/haulage/routes", {{"month", "MONTH"}}, 1},
};

static const char *put_in(struct arena *mem, const char *text, int64_t k, int64_t trucks, int64_t total)
{
	char day[11];
	int month = (int)(k * 7 % MONTHS) + 1;
	static const char *const words[] = {"MINE", "TRUCK", "TICKET", "FIRST", "LAST", "DAY", "MONTH"};
	int64_t i = k * 7919 % total;
	(void)i;
	const char *const values[] = {arena_printf(mem, "%" PRId64, mine_id(k * 37 % MINES)), arena_printf(mem, "%" PRId64, truck_id(k * 7919 % trucks)), "0",
				      arena_printf(mem, "2023-%02d-01", month), arena_printf(mem, "2023-%02d-%02d", month, day_month_length(2023, month)),
				      arena_strdup(mem, day_print((struct day){day_of(YEAR).n + (int)(k * 53 % DAYS)}, day)), arena_printf(mem, "2023-%02d", month)};
	for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
		const char *at = strstr(text, words[w]);
		if (at)
			return arena_printf(mem, "%.*s%s%s", (int)(at - text), text, values[w], at + strlen(words[w]));
	}
	return text;
}

static const struct routes *const routes[] = {&haulage_routes};

static double once(const struct cx *base, const struct question *a, int64_t k, int64_t trucks, int64_t total, int64_t ticket, double *cpu, size_t *bytes)
{
	const struct app app = {.routes = routes, .count = sizeof routes / sizeof *routes, .identify = identify};
	struct arena *own = arena_new();
	struct cx cx = *base;
	struct exchange x = {.method = "GET"};
	struct pair query[3];
	cx.mem = own;
	x.path = put_in(own, a->path, k, trucks, total);
	if (strstr(a->path, "TICKET"))
		x.path = arena_printf(own, "/api/haulage/tickets/%" PRId64, ticket);
	memcpy(query, a->query, sizeof query);
	for (size_t i = 0; i < a->count; i++)
		query[i].value = put_in(own, query[i].value, k, trucks, total);
	x.query = query;
	x.query_count = a->count;
	double wall = seconds(CLOCK_MONOTONIC), used = seconds(CLOCK_THREAD_CPUTIME_ID);
	exchange_run(&cx, &app, &x);
	*cpu = seconds(CLOCK_THREAD_CPUTIME_ID) - used;
	wall = seconds(CLOCK_MONOTONIC) - wall;
	*bytes = x.out.n;
	if (x.status != 200) {
		fprintf(stderr, "%s: %d %s\n", x.path, x.status, x.out.s);
		exit(1);
	}
	arena_free(own);
	return wall;
}

static enum status run_ask(struct cx *cx, int64_t times)
{
	int64_t trucks, tickets, ticket;
	double *wall = calloc((size_t)times, sizeof *wall), *cpu = calloc((size_t)times, sizeof *cpu);
	TRY(haulage_count(cx, &trucks, "SELECT count(*) AS n FROM haulage_vehicle WHERE county = $1", ARGS(V(cx->county))));
	TRY(haulage_count(cx, &tickets, "SELECT sum(trips) AS n FROM haulage_day WHERE county = $1", ARGS(V(cx->county))));
	TRY(haulage_count(cx, &ticket, "SELECT max(id) AS n FROM haulage_ticket WHERE county = $1", ARGS(V(cx->county))));
	printf("%" PRId64 " tickets, %" PRId64 " trucks, %d mines, %" PRId64 " times each\n", tickets, trucks, MINES, times);
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		size_t bytes = 0;
		for (int64_t k = 0; k < times; k++)
			wall[k] = once(cx, &questions[i], k, trucks, tickets, ticket, &cpu[k], &bytes);
		qsort(wall, (size_t)times, sizeof *wall, by_size);
		qsort(cpu, (size_t)times, sizeof *cpu, by_size);
		printf("| %-36s | %7.2f | %7.2f | %7.2f | %8zu |\n", questions[i].name, 1e3 * wall[times / 2], 1e3 * wall[times * 99 / 100],
		       1e3 * cpu[times * 99 / 100], bytes);
		fflush(stdout);
	}
	free(wall);
	free(cpu);
	return STATUS_OK;
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return fprintf(stderr, "weighings DATABASE-URL take N [BATCH] | fill N | ask [TIMES]\n"), 2;
	int64_t n = argc > 3 ? atoll(argv[3]) : 300;
	struct arena *mem = arena_new();
	struct cx cx = {.mem = mem, .county = COUNTY, .now = NOW, .perms = ~UINT64_C(0), .org_path = "/", .data = "/tmp"};
	enum status s = db_open(&cx, argv[1], &cx.db);
	if (!s)
		s = strcmp(argv[2], "take") == 0 ? run_take(&cx, n, argc > 4 ? atoll(argv[4]) : 200) : strcmp(argv[2], "fill") == 0 ? run_fill(&cx, n) : run_ask(&cx, n);
	if (s)
		fprintf(stderr, "%s\n", cx.error);
	if (cx.db)
		db_close(cx.db);
	arena_free(mem);
	return s != STATUS_OK;
}
