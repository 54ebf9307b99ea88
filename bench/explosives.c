/*
 * explosives.c - a province's magazines: explosives DATABASE-URL fill [MINES [WEEKS]] | ask [TIMES].
 *
 * fill: MINES (default 5000) with a magazine each and WEEKS (default 10) of work, written straight into the tables: a
 * load of 1000 kg and 100 detonators, three blasts with issue, use and return, two counts a week.  The first ten mines
 * have 50 times as many weeks (with the default: ten years), to show what depth costs. ask:  signing at the counter,
 * and the questions of the pages, each TIMES times (default 200; of another mine each time) in one process, the pages
 * through the dispatch: 50th and 99th percentile on the wall, 99th of CPU.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/day.h"
#include "base/id.h"
#include "core/county.h"
#include "core/evidence.h"
#include "core/perm.h"
#include "core/sign.h"
#include "core/todo.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/explosive_api.h"
#include "rooms/inspection/resume.h"
#include "rooms/mine/status.h"

enum { COUNTY = 210000, DEEP = 10, DEEPER = 50, WEEK_ROOM = 1024, LOAD = 100, BLASTS = 3, WEEK = 7 * 86400 };
static const int64_t NOW = 1703998800; /* 2023-12-31T13:00:00+08:00 */
static const char zero[] = "0000000000000000000000000000000000000000000000000000000000000000";

const struct evidence_reader evidence_readers[] = {{0}};
const struct todo_source todo_sources[] = {{0}};
const struct resume_source *const resume_guard_sources[] = {NULL};
const struct mine_reason_source mine_reason_sources[] = {{0}};
const struct mine_ledger *const reserve_ledgers = NULL;

static int64_t mine_id(int64_t i)
{
	return 1000 + i;
}
static int64_t magazine_id(int64_t i)
{
	return 100000 + i;
}
static int64_t thing_id(int64_t i, int64_t w, int n)
{
	return INT64_C(1000000000) + (i * WEEK_ROOM + w) * 100 + n;
}

static double seconds(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The nth detonator that there ever was, and the day it was made. */
static const char *code_of(struct arena *mem, int64_t n, const char **made_on)
{
	int64_t block = n / 100000, x = block / 20;
	int month = (int)(x / 28 % 12) + 1, day = (int)(x % 28) + 1;
	*made_on = arena_printf(mem, "2023-%02d-%02d", month, day);
	return arena_printf(mem, "%02d3%02d%02d%c%05d", (int)(x / 336) + 1, month, day, (char)('A' + block % 20),
			    (int)(n % 100000));
}

/* ---- filling ---- */

struct fill {
	int64_t mines, weeks, from, to;
	struct sign_key keys[2];
};

#define RUN(sql, ...) TRY(db_exec(cx, NULL, sql, ARGS(V(cx->county), __VA_ARGS__)))

static enum status make_keys(struct cx *cx, struct fill *f)
{
	for (int i = 0; i < 2; i++) {
		const char *path = arena_printf(cx->mem, "/tmp/bench-keeper-%d-%d.pem", (int)getpid(), i);
		TRY(sign_key_make(cx, path, sign_suite_find("sha256-ed25519")));
		TRY(sign_key_load(cx, path, sign_suite_find("sha256-ed25519"), &f->keys[i]));
		unlink(path);
	}
	return STATUS_OK;
}

static enum status begin(struct cx *cx, void *arg)
{
	const struct fill *f = arg;
	TRY(county_create(cx, COUNTY, "辽岭县", "sha256-ed25519"));
	for (int i = 0; i < 5; i++)
		RUN("INSERT INTO explosive_supplier (county, id, name, created_at) VALUES ($1, $2, $3, 0)",
		    V(90000 + i), V(arena_printf(cx->mem, "民爆公司 %d", i)));
	for (int64_t i = 0; i < f->mines; i++) {
		RUN("INSERT INTO mine (county, id, name, kind, state, scale_t, created_at) VALUES ($1, $2, $3, "
		    "'open_pit', 'working', 500000, 0)",
		    V(mine_id(i)), V(arena_printf(cx->mem, "矿山 %04" PRId64, i)));
		RUN("INSERT INTO explosive_magazine (county, id, mine, name, explosive_g, detonators, cord_m, "
		    "created_at) VALUES ($1, $2, $3, '一号库', 50000000,"
		    " 200000, 5000, 0)",
		    V(magazine_id(i)), V(mine_id(i)));
		RUN("INSERT INTO explosive_quota (county, id, state, mine, year, planned_t, ore_density, ore_q, "
		    "kg_year, kg_per_t, detonators, sum, created_at)"
		    " VALUES ($1, $2, 'approved', $3, 2023, 500000, 2.9, 0.56, 96551, 0.19, 4000, '[]', 0)",
		    V(200000 + i), V(mine_id(i)));
	}
	return STATUS_OK;
}

struct entry {
	int64_t mine, magazine, at, permit, blast;
	const char *kind, *person;
	int64_t grams, pieces;
	const char *from, *to; /* accounts; NULL: a count */
	int64_t seq;
};

static enum status line(struct cx *cx, const struct entry *e, const char *hash, const char *account, const char *item,
			int n, int64_t amount)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_line (county, account, item, at, device, seq, hash, n, amount, mine, "
		       "magazine, blast, kind) VALUES ($1, $2, $3, $4,"
		       " 'a000000000000001', $5, $6, $7, $8, $9, $10, $11, $12)",
		       ARGS(V(cx->county), V(account), V(item), V(e->at), V(e->seq), V(hash), V(n), V(amount),
			    V(e->mine), V(e->magazine), V(e->blast), V(e->kind)));
}

static enum status put(struct cx *cx, const struct entry *e, int64_t id, const char **hash)
{
	*hash = arena_printf(cx->mem, "%064" PRIx64, id);
	const char *device = arena_printf(cx->mem, "a%015" PRIx64, e->magazine);
	const char *body =
		arena_printf(cx->mem,
			     "kuangan explosive 1\ncounty %d\nmagazine %" PRId64 "\ndevice %s\nseq %" PRId64
			     "\nprev %s\nkind %s\nperson %s\n"
			     "item emulsion %" PRId64 "\nitem detonator %" PRId64 "\n",
			     COUNTY, e->magazine, device, e->seq, zero, e->kind, e->person, e->grams, e->pieces);
	RUN("INSERT INTO explosive_entry (county, hash, id, magazine, mine, device, seq, prev, at, kind, permit, "
	    "blast, person, signers, body, signatures, counts,"
	    " received_at, received_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
	    "'赵管库、钱管库', $14, '[]', 1, $9, 0)",
	    V(*hash), V(id), V(e->magazine), V(e->mine), V(device), V(e->seq), V(zero), V(e->at), V(e->kind),
	    V(e->permit), V(e->blast), V(e->person), V(body));
	static const char *const items[] = {"emulsion", "detonator"};
	for (int i = 0; i < 2; i++) {
		int64_t amount = i ? e->pieces : e->grams;
		if (e->from && amount) {
			TRY(line(cx, e, *hash, e->from, items[i], 2 * i, -amount));
			TRY(line(cx, e, *hash, e->to, items[i], 2 * i + 1, amount));
		} else if (!e->from) {
			RUN("INSERT INTO explosive_count (county, magazine, item, at, device, seq, hash, counted, "
			    "book) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
			    V(e->magazine), V(items[i]), V(e->at), V(device), V(e->seq), V(*hash), V(amount));
		}
	}
	return STATUS_OK;
}

static enum status account(struct cx *cx, const struct entry *e, const char *name, const char *kind, int64_t grams,
			   int64_t pieces)
{
	static const char *const items[] = {"emulsion", "detonator"};
	for (int i = 0; i < 2; i++)
		RUN("INSERT INTO explosive_account (county, account, item, kind, mine, magazine, amount, last_at) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		    V(name), V(items[i]), V(kind), V(e->mine), V(e->magazine), V(i ? pieces : grams), V(e->at));
	return STATUS_OK;
}

static enum status steps_of(struct cx *cx, const struct entry *e, const char *hash, int64_t first, int count)
{
	for (int64_t n = first; n < first + count; n++) {
		const char *made, *code = code_of(cx->mem, n, &made);
		RUN("INSERT INTO explosive_piece_step (county, code, made_on, at, device, seq, hash, kind, mine, "
		    "magazine, holder, blast) VALUES ($1, $2, $3, $4,"
		    " 'a000000000000001', $5, $6, $7, $8, $9, $10, $11)",
		    V(code), V(made), V(e->at), V(e->seq), V(hash), V(e->kind), V(e->mine), V(e->magazine),
		    V(e->person), V(e->blast));
	}
	return STATUS_OK;
}

/* A blast: 33 detonators and 330 kg out, 320 kg used, 10 kg back. */
static enum status blast_of(struct cx *cx, const struct entry *base, int64_t i, int64_t w, int b, int64_t piece)
{
	const char *hash, *blaster, *blast, *magazine = arena_printf(cx->mem, "magazine:%" PRId64, base->magazine);
	int64_t id = thing_id(i, w, 10 + b), key = thing_id(i, w, 30 + 4 * b);
	char day[11];
	struct entry e = *base;
	e.blast = id, e.person = "孙爆破", e.at += (2 + b) * 86400;
	day_print(day_of(e.at), day);
	blaster = arena_printf(cx->mem, "blaster:%" PRId64 ":孙爆破", id);
	blast = arena_printf(cx->mem, "blast:%" PRId64, id);
	RUN("INSERT INTO explosive_blast (county, id, state, mine, no, day, place, material, blaster, engineer, holes, "
	    "volume_m3, plan_g, plan_detonators,"
	    " circle_m, fired_at, broken_m3, used_g, used_detonators, created_at) VALUES ($1, $2, 'settled', $3, $4, "
	    "$5, '+120', 'ore', '孙爆破', '周工', 33, 600,"
	    " 330000, 33, 300, $6, 571, 320000, 33, $6)",
	    V(id), V(e.mine), V(arena_printf(cx->mem, "B%" PRId64, id)), V((const char *)day), V(e.at));
	e.kind = "issue", e.grams = 330000, e.pieces = 33, e.from = magazine, e.to = blaster, e.seq += 3 * b + 2;
	TRY(put(cx, &e, key, &hash));
	TRY(steps_of(cx, &e, hash, piece, 33));
	e.kind = "use", e.grams = 320000, e.from = blaster, e.to = blast, e.at += 7200, e.seq++;
	TRY(put(cx, &e, key + 1, &hash));
	TRY(steps_of(cx, &e, hash, piece, 33));
	TRY(account(cx, &e, blast, "blast", 320000, 33));
	e.kind = "return", e.grams = 10000, e.pieces = 0, e.to = magazine, e.at += 600, e.seq++;
	TRY(put(cx, &e, key + 2, &hash));
	return account(cx, &e, blaster, "blaster", 0, 0);
}

static enum status pieces_of(struct cx *cx, const struct entry *e, int64_t first)
{
	for (int n = 0; n < LOAD; n++) {
		const char *made, *code = code_of(cx->mem, first + n, &made);
		bool used = n < 99;
		RUN("INSERT INTO explosive_piece (county, code, made_on, mine, magazine, state, holder, blast, "
		    "last_at, steps) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
		    " $9, $10)",
		    V(code), V(made), V(e->mine), V(e->magazine), V(used ? "used" : "stored"), V(used ? "孙爆破" : ""),
		    V(used ? 1 : 0), V(e->at), V(used ? 4 : 2));
	}
	return STATUS_OK;
}

static enum status permits(struct cx *cx, const struct entry *e, int64_t i, int64_t w)
{
	char day[11];
	day_print(day_of(e->at), day);
	RUN("INSERT INTO explosive_purchase (county, id, state, no, mine, magazine, supplier, purpose, use_text, "
	    "bank_account, emulsion_kg, detonators, applied_on,"
	    " due, decided_on, valid_to, price_fen, deal_on, filed_on, sent_emulsion_kg, sent_detonators, created_at) "
	    "VALUES ($1, $2, 'done', $3, $4, $5, $6,"
	    " 'production', '采场爆破', '6222', 1000, 100, $7, $7, $7, $7, 800000, $7, $7, 1000, 100, $8)",
	    V(thing_id(i, w, 1)), V(arena_printf(cx->mem, "P%" PRId64, thing_id(i, w, 1))), V(e->mine), V(e->magazine),
	    V(90000 + i % 5), V((const char *)day), V(e->at));
	RUN("INSERT INTO explosive_transport (county, id, state, no, purchase, mine, magazine, carrier, vehicle, "
	    "driver, escort, from_place, route, emulsion_kg,"
	    " detonators, applied_on, due, departed_at, created_at) VALUES ($1, $2, 'closed', $3, $4, $5, $6, "
	    "'运输公司', '辽C00001', '甲', '乙', '库', '路', 1000, 100,"
	    " $7, $7, $8, $8)",
	    V(thing_id(i, w, 2)), V(arena_printf(cx->mem, "T%" PRId64, thing_id(i, w, 2))), V(thing_id(i, w, 1)),
	    V(e->mine), V(e->magazine), V((const char *)day), V(e->at));
	return STATUS_OK;
}

static enum status week_of(struct cx *cx, int64_t i, int64_t w, int64_t weeks)
{
	struct entry e = {.mine = mine_id(i),
			  .magazine = magazine_id(i),
			  .at = NOW - (weeks - w) * WEEK,
			  .person = "",
			  .permit = thing_id(i, w, 2),
			  .kind = "dispatch",
			  .grams = 1000000,
			  .pieces = LOAD,
			  .from = "supplier:0",
			  .seq = w * 14};
	int64_t piece = (i * WEEK_ROOM + w) * LOAD;
	const char *hash, *transport = arena_printf(cx->mem, "transport:%" PRId64, e.permit),
			  *magazine = arena_printf(cx->mem, "magazine:%" PRId64, e.magazine);
	TRY(permits(cx, &e, i, w));
	TRY(pieces_of(cx, &e, piece));
	e.to = transport;
	TRY(put(cx, &e, thing_id(i, w, 20), &hash));
	TRY(steps_of(cx, &e, hash, piece, LOAD));
	e.kind = "receive", e.from = transport, e.to = magazine, e.at += 3600, e.seq++;
	TRY(put(cx, &e, thing_id(i, w, 21), &hash));
	TRY(steps_of(cx, &e, hash, piece, LOAD));
	TRY(account(cx, &e, transport, "transport", 0, 0));
	e.permit = 0;
	for (int b = 0; b < BLASTS; b++)
		TRY(blast_of(cx, &e, i, w, b, piece + 33 * b));
	e.kind = "count", e.from = e.to = NULL, e.grams = (w + 1) * 40000, e.pieces = w + 1, e.at += 6 * 86400,
	e.seq += 12;
	return put(cx, &e, thing_id(i, w, 60), &hash);
}

static enum status fill_some(struct cx *cx, void *arg)
{
	const struct fill *f = arg;
	for (int64_t i = f->from; i < f->to; i++) {
		int64_t weeks = i < DEEP ? f->weeks * DEEPER : f->weeks;
		struct entry last = {.mine = mine_id(i), .magazine = magazine_id(i), .at = NOW - 86400};
		weeks = weeks < WEEK_ROOM ? weeks : WEEK_ROOM;
		struct arena *whole = cx->mem;
		for (int64_t w = 0; w < weeks; w++) {
			cx->mem = arena_new();
			enum status s = week_of(cx, i, w, weeks);
			arena_free(cx->mem);
			cx->mem = whole;
			TRY(s);
		}
		TRY(account(cx, &last, arena_printf(cx->mem, "magazine:%" PRId64, last.magazine), "magazine",
			    weeks * 40000, weeks));
	}
	return STATUS_OK;
}

static enum status run_fill(struct cx *cx, int64_t mines, int64_t weeks)
{
	static const char *const fast[] = {"PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000"};
	struct fill f = {.mines = mines, .weeks = weeks};
	double began = seconds(CLOCK_MONOTONIC);
	TRY(db_migrate(cx, embedded_migrations, NULL));
	if (db_one_writer(cx->db))
		for (size_t i = 0; i < sizeof fast / sizeof *fast; i++)
			TRY(db_exec(cx, NULL, fast[i], NO_ARGS));
	TRY(write_now(cx, begin, &f));
	for (f.from = 0; f.from < mines; f.from = f.to) {
		f.to = f.from + 20 < mines ? f.from + 20 : mines;
		TRY(write_now(cx, fill_some, &f));
		if (f.to % 500 == 0)
			printf("# %" PRId64 " mines after %.0f s\n", f.to, seconds(CLOCK_MONOTONIC) - began),
				fflush(stdout);
	}
	TRY(db_exec(cx, NULL, "ANALYZE", NO_ARGS));
	printf("# filled in %.0f s\n", seconds(CLOCK_MONOTONIC) - began);
	return STATUS_OK;
}

/* ---- signing ---- */

struct signing {
	struct fill *keys;
	int64_t mine, turn;
	const char *kind;
	bool strict;
};

static enum status register_keys(struct cx *cx, void *arg)
{
	const struct signing *s = arg;
	int64_t magazine = magazine_id(s->mine);
	for (int i = 0; i < 2; i++)
		RUN("INSERT INTO explosive_key (county, magazine, id, person, post, public, made_by, made_at) VALUES "
		    "($1, $2, $3, $4, 'keeper', $5, 0, 0)"
		    " ON CONFLICT (county, magazine, id) DO NOTHING",
		    V(magazine), V(s->keys->keys[i].id), V(i ? "钱管库" : "赵管库"), V(s->keys->keys[i].public));
	RUN("INSERT INTO explosive_blast (county, id, state, mine, no, day, place, material, blaster, engineer, holes, "
	    "volume_m3, plan_g, plan_detonators, circle_m,"
	    " created_at) VALUES ($1, $2, 'released', $3, 'B', '2023-12-31', '+120', 'ore', '孙爆破', '周工', 33, 600, "
	    "330000, 33, 300, 0)"
	    " ON CONFLICT (county, id) DO NOTHING",
	    V(thing_id(s->mine, WEEK_ROOM - 1, 99)), V(mine_id(s->mine)));
	return STATUS_OK;
}

static enum status sign_one(struct cx *cx, void *arg)
{
	const struct signing *s = arg;
	const char *made, *code = code_of(cx->mem, s->mine * WEEK_ROOM * LOAD + 99, &made);
	bool issue = strcmp(s->kind, "count") != 0;
	struct keeping k = {
		.county = COUNTY,
		.magazine = magazine_id(s->mine),
		.kind = s->kind,
		.at = s->strict ? cx->now : cx->now - 30 * 86400,
		.note = "",
		.device = arena_printf(cx->mem, "b%07" PRIx64 "%08" PRIx64, s->turn, (uint64_t)id_new(cx) & 0xffffffff),
		.seq = 1,
		.prev = zero,
		.items = {{"emulsion", 5000}, {"detonator", 1}},
		.item_count = 2,
		.person = issue ? "孙爆破" : "",
		.blast = issue ? thing_id(s->mine, WEEK_ROOM - 1, 99) : 0};
	if (issue)
		TRY(detonators_read(cx, code, strlen(code), &k.codes));
	struct keep_signature signatures[2];
	const struct keep_input in = {.text = keeping_write(cx, &k), .signatures = {signatures, 2}};
	struct keep_result r;
	for (int i = 0; i < 2; i++) {
		signatures[i].key = s->keys->keys[i].id;
		TRY(sign_text(cx, &s->keys->keys[i], in.text, &signatures[i].signature));
	}
	return keep_take(cx, k.magazine, &in, s->strict, &r);
}

static int by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void tell(const char *name, double *wall, double *cpu, int64_t times, size_t bytes)
{
	qsort(wall, (size_t)times, sizeof *wall, by_size);
	qsort(cpu, (size_t)times, sizeof *cpu, by_size);
	printf("| %-44s | %8.2f | %8.2f | %8.2f | %8zu |\n", name, 1e3 * wall[times / 2], 1e3 * wall[times * 99 / 100],
	       1e3 * cpu[times * 99 / 100], bytes);
	fflush(stdout);
}

static enum status measure_signing(struct cx *cx, struct fill *f, const char *name, const char *kind, bool strict,
				   int64_t first, int64_t mines, int64_t times)
{
	double *wall = calloc((size_t)times, sizeof *wall), *cpu = calloc((size_t)times, sizeof *cpu);
	for (int64_t k = 0; k < times; k++) {
		struct signing s = {
			.keys = f, .mine = first + k * 37 % mines, .turn = k, .kind = kind, .strict = strict};
		TRY(write_now(cx, register_keys, &s));
		double w = seconds(CLOCK_MONOTONIC), c = seconds(CLOCK_THREAD_CPUTIME_ID);
		TRY(write_now(cx, sign_one, &s));
		cpu[k] = seconds(CLOCK_THREAD_CPUTIME_ID) - c;
		wall[k] = seconds(CLOCK_MONOTONIC) - w;
	}
	tell(name, wall, cpu, times, 0);
	free(wall);
	free(cpu);
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
	const char *name, *path; /* MINE, MAGAZINE, CODE: of another mine each time */
	struct pair query[2];
	size_t count;
	bool deep;
};
static const struct question questions[] = {
	{"a detonator's life", "/api/explosives/detonators/CODE", {{0}}, 0, false},
	{"a mine's account", "/api/explosives/mines/MINE", {{0}}, 0, false},
	{"a mine's account, ten years deep", "/api/explosives/mines/MINE", {{0}}, 0, true},
	{"a magazine", "/api/explosives/magazines/MAGAZINE", {{0}}, 0, false},
	{"what a machine asks every few seconds", "/api/explosives/magazines/MAGAZINE/standing", {{0}}, 0, false},
	{"a machine's snapshot",
	 "/api/explosives/magazines/MAGAZINE/snapshot",
	 {{"cursor", "9000000000000"}},
	 1,
	 false},
	{"a machine's snapshot, ten years deep",
	 "/api/explosives/magazines/MAGAZINE/snapshot",
	 {{"cursor", "9000000000000"}},
	 1,
	 true},
	{"a magazine's journal", "/api/explosives/journal", {{"magazine", "MAGAZINE"}}, 1, false},
	{"a magazine's journal, ten years deep", "/api/explosives/journal", {{"magazine", "MAGAZINE"}}, 1, true},
	{"a mine's journal", "/api/explosives/journal", {{"mine", "MINE"}}, 1, false},
	{"the province's journal", "/api/explosives/journal", {{0}}, 0, false},
	{"the province's journal, by words", "/api/explosives/journal", {{"q", "矿山 0429"}}, 1, false},
	{"magazines", "/api/explosives/magazines", {{0}}, 0, false},
	{"purchases", "/api/explosives/purchases", {{0}}, 0, false},
	{"purchases, by words", "/api/explosives/purchases", {{"q", "矿山 0429"}}, 1, false},
	{"purchases of a mine", "/api/explosives/purchases", {{"mine", "MINE"}}, 1, false},
	{"transports", "/api/explosives/transports", {{0}}, 0, false},
	{"transports, by words that nobody has", "/api/explosives/transports", {{"q", "没有"}}, 1, false},
	{"blasts", "/api/explosives/blasts", {{0}}, 0, false},
	{"blasts of a mine", "/api/explosives/blasts", {{"mine", "MINE"}}, 1, false},
	{"a mine's month", "/api/explosives/months/MONTH", {{0}}, 0, false},
	{"a mine's month, ten years deep", "/api/explosives/months/MONTH", {{0}}, 0, true},
	{"the market's year", "/api/explosives/market", {{"from", "2023-01-01"}, {"to", "2023-12-31"}}, 2, false},
	{"the market's month", "/api/explosives/market", {{"from", "2023-12-01"}, {"to", "2023-12-31"}}, 2, false},
};

static const char *put_in(struct arena *mem, const char *text, int64_t mine)
{
	const char *made, *code = code_of(mem, mine * WEEK_ROOM * LOAD + 5, &made);
	const char *const words[] = {"MINE", "MAGAZINE", "CODE", "MONTH"};
	const char *const values[] = {arena_printf(mem, "%" PRId64, mine_id(mine)),
				      arena_printf(mem, "%" PRId64, magazine_id(mine)), code,
				      arena_printf(mem, "%" PRId64, 300000 + mine)};
	for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
		const char *at = strstr(text, words[w]);
		if (at)
			return arena_printf(mem, "%.*s%s%s", (int)(at - text), text, values[w], at + strlen(words[w]));
	}
	return text;
}

static const struct routes *const routes[] = {&explosive_routes, &permit_routes, &market_routes};

static size_t once(const struct cx *base, const struct question *a, int64_t mine, double *wall, double *cpu)
{
	const struct app app = {.routes = routes, .count = sizeof routes / sizeof *routes, .identify = identify};
	struct arena *own = arena_new();
	struct cx cx = *base;
	struct exchange x = {.method = "GET"};
	struct pair query[2];
	cx.mem = own;
	x.path = put_in(own, a->path, mine);
	memcpy(query, a->query, sizeof query);
	for (size_t i = 0; i < a->count; i++)
		query[i].value = put_in(own, query[i].value, mine);
	x.query = query;
	x.query_count = a->count;
	double w = seconds(CLOCK_MONOTONIC), c = seconds(CLOCK_THREAD_CPUTIME_ID);
	exchange_run(&cx, &app, &x);
	*cpu = seconds(CLOCK_THREAD_CPUTIME_ID) - c;
	*wall = seconds(CLOCK_MONOTONIC) - w;
	if (x.status != 200) {
		fprintf(stderr, "%s: %d %s\n", x.path, x.status, x.out.s);
		exit(1);
	}
	size_t bytes = x.out.n;
	arena_free(own);
	return bytes;
}

static enum status month_rows(struct cx *cx, void *arg)
{
	const int64_t *mines = arg;
	for (int64_t i = 0; i < *mines; i++)
		RUN("INSERT INTO explosive_month (county, id, state, mine, month, created_at) VALUES ($1, $2, 'open', "
		    "$3, '2023-11', 0)"
		    " ON CONFLICT (county, id) DO NOTHING",
		    V(300000 + i), V(mine_id(i)));
	return STATUS_OK;
}

struct number_row {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number_row, n)};
static const struct record number_record = RECORD(number_row, number_fields);

static enum status count(struct cx *cx, const char *table, int64_t *out)
{
	struct number_row r;
	TRY(db_one(cx, &number_record, &r,
		   arena_printf(cx->mem, "SELECT count(*) AS n FROM %s WHERE county = $1", table),
		   ARGS(V(cx->county))));
	*out = r.n;
	return STATUS_OK;
}

static enum status run_ask(struct cx *cx, int64_t times)
{
	struct fill f = {0};
	int64_t mines, entries, pieces;
	double *wall = calloc((size_t)times, sizeof *wall), *cpu = calloc((size_t)times, sizeof *cpu);
	TRY(count(cx, "mine", &mines));
	TRY(count(cx, "explosive_entry", &entries));
	TRY(count(cx, "explosive_piece", &pieces));
	TRY(write_now(cx, month_rows, &mines));
	TRY(make_keys(cx, &f));
	printf("%" PRId64 " mines, %" PRId64 " entries, %" PRId64 " pieces, %" PRId64 " times each\n", mines, entries,
	       pieces, times);
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		size_t bytes = 0;
		for (int64_t k = 0; k < times; k++)
			bytes = once(cx, &questions[i], questions[i].deep ? k % DEEP : DEEP + k * 37 % (mines - DEEP),
				     &wall[k], &cpu[k]);
		tell(questions[i].name, wall, cpu, times, bytes);
	}
	TRY(measure_signing(cx, &f, "two keepers issue (strictly, durable)", "issue", true, DEEP, mines - DEEP, times));
	TRY(measure_signing(cx, &f, "daily count (strictly, durable)", "count", true, DEEP, mines - DEEP, times));
	TRY(measure_signing(cx, &f, "daily count, ten years deep", "count", true, 0, DEEP, times));
	TRY(measure_signing(cx, &f, "an issue a month late (a fact)", "issue", false, DEEP, mines - DEEP, times));
	TRY(measure_signing(cx, &f, "an issue a month late, ten years deep", "issue", false, 0, DEEP, DEEP));
	double w = seconds(CLOCK_MONOTONIC);
	TRY(explosive_follow(cx));
	printf("| %-44s | %8.2f |\n", "what the clock looks for", 1e3 * (seconds(CLOCK_MONOTONIC) - w));
	free(wall);
	free(cpu);
	return STATUS_OK;
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return fprintf(stderr, "explosives DATABASE-URL fill [MINES [WEEKS]] | ask [TIMES]\n"), 2;
	struct arena *mem = arena_new();
	struct cx cx = {
		.mem = mem, .county = COUNTY, .now = NOW, .perms = ~UINT64_C(0), .org_path = "/", .data = "/tmp"};
	enum status s = db_open(&cx, argv[1], &cx.db);
	if (!s)
		s = strcmp(argv[2], "fill") == 0
			    ? run_fill(&cx, argc > 3 ? atoll(argv[3]) : 5000, argc > 4 ? atoll(argv[4]) : 10)
			    : run_ask(&cx, argc > 3 ? atoll(argv[3]) : 200);
	if (s)
		fprintf(stderr, "%s\n", cx.error);
	if (cx.db)
		db_close(cx.db);
	arena_free(mem);
	return s != STATUS_OK;
}
