/*
 * mines_fill.c - a county of 5,000 mines, 15,000 licences, 100,000 working faces and so many hazards, for bench/mines.
 *
 * Hazards are as a county has them after three years: found on every day, more at bad mines than at good ones, nine in ten
 * closed in time, three in a hundred open, one in twelve major, in words that occur often and words that occur once.  They
 * are written as rows, with the counts and the words that the flow would have kept; steps and history are left out.
 */
#include "bench/mines_fill.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "base/id.h"
#include "core/county.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/search_words.h"
#include "core/verb.h"
#include "db/db.h"
#include "db/text.h"
#include "db/writer.h"
#include "rooms/inspection/hazard_stats.h"
#include "rooms/mine/papers.h"

enum { MINES = 5000, PLACES = 20, TOWNS = 24, DAYS = 1090 };
static const int64_t NOW = BENCH_NOW;

struct fill {
	int64_t from, to, towns[TOWNS], department;
	struct list mines;
};
static const struct field org_id_fields[] = {FIELD(struct org_id, id)};
const struct record org_id_record = RECORD(org_id, org_id_fields);

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
			    " ended_on, known_at, known_by, grid) VALUES ($1, $2, $3, $3, 'face', $4, $5, $6, $7, $8, $9, '2023-01-01', '', $10, 0, $11)",
			    ARGS(V(cx->county), V(mine), V(id), V(arena_printf(cx->mem, "%" PRId64 "-%d 采场", i, k)), V(shape), V(x), V(y),
				 V(x + size), V(y + size), V(NOW), V(place_grid(x, y, x + size, y + size)))));
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

/* ---- hazards ---- */

static uint64_t mix(uint64_t x)
{
	x ^= x >> 30, x *= UINT64_C(0xbf58476d1ce4e5b9);
	x ^= x >> 27, x *= UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static const char *const where_words[] = {"东采场", "西采场", "南帮", "北帮", "一号排土场", "破碎站", "配电室", "爆破器材库", "运输道路", "办公区"};
static const char *const what_words[] = {
	"浮石未清除", "台阶坡面角大于设计值", "安全平台宽度不足", "挡车墙高度不够", "截排水沟淤堵", "警示标志缺失", "配电箱未接地", "灭火器过期",
	"爆破警戒记录不全", "班前会记录缺签字", "特种作业证过期", "边坡位移监测数据中断", "视频监控离线", "出场未过磅", "应急物资不足",
	"凿岩机防尘装置失效", "道路坡度超过设计", "伞檐未处理"};
static const struct {
	const char *kind;
	int weight;
} kind_weights[] = {{"site", 34}, {"blasting", 8}, {"haulage", 12}, {"people", 7}, {"papers", 3}, {"system", 6}, {"procedure", 5}, {"training", 6},
	      {"dump", 6}, {"emergency", 5}, {"video", 3}, {"other", 5}};

static const char *kind_of(uint64_t r)
{
	int at = (int)(r % 100);
	size_t k = 0;
	while (at >= kind_weights[k].weight)
		at -= kind_weights[k++].weight;
	return kind_weights[k].kind;
}

static const char *day_in(struct cx *cx, int n)
{
	return day_text(cx, (struct day){day_of(NOW).n - n});
}

/* What it is at: of those found lately more are open. */
static const char *state_of(uint64_t r, int age)
{
	static const char *const open[] = {"found", "ordered", "ordered", "ordered", "rectified", "rectified", "returned", "planned"};
	if (r % 1000 < (age < 20 ? 700u : 18u))
		return open[r / 1000 % 8];
	return r % 97 ? "closed" : "cancelled";
}

struct mine_row {
	int64_t id, town, industry;
};
static const struct field mine_row_fields[] = {
	FIELD(struct mine_row, id),
	FIELD(struct mine_row, town),
	FIELD(struct mine_row, industry),
};
static const struct record mine_row_record = RECORD(mine_row, mine_row_fields);

static struct hazard invent(struct cx *cx, const struct fill *f, int64_t i)
{
	const uint64_t r = mix((uint64_t)i + 1), s = mix(r);
	const size_t at = (size_t)(r % f->mines.count * (s % 1000) / 1000);     /* bad mines come first */
	const struct mine_row *m = (const struct mine_row *)f->mines.items + at;
	const int age = (int)((uint64_t)i * DAYS / 1000000 % DAYS), late = s % 11 == 0 ? 1 + (int)(s / 11 % 20) : -(int)(s / 11 % 9);
	const char *state = state_of(s >> 20, age);
	const bool ended = *state == 'c', served = strcmp(state, "found") != 0, closed = strcmp(state, "closed") == 0;
	const char *due = served ? day_in(cx, age - 12) : "";
	return (struct hazard){.row = {.id = id_new(cx), .state = state}, .mine = m->id, .town = m->town, .industry = m->industry,
		.kind = kind_of(r >> 8), .level = s % 12 ? "general" : "major", .found_on = day_in(cx, age), .due = due,
		.due_key = *due ? due : HAZARD_NO_DAY, .order_org = served ? f->department : 0, .no = arena_printf(cx->mem, "青应急改〔2023〕%" PRId64 "号", i),
		.place = where_words[r >> 16 & 7], .text = arena_printf(cx->mem, "%s%d号台阶%s，编号 ZX%04" PRIu64, where_words[(r >> 32) % 10],
		(int)(r >> 40) % 9 + 1, what_words[(s >> 32) % 18], s % 4000), .rectified_on = closed || *state == 'r' ? day_in(cx, age - 12 - late) : "",
		.ended_on = ended ? day_in(cx, age - 14 - late < 0 ? 0 : age - 14 - late) : "", .repeats = s % 100 < 88 ? 0 : s % 100 < 97 ? 1 : 2};
}

static enum status add_hazard(struct cx *cx, const struct fill *f, const struct hazard *h)
{
	const char *scope = "\n/", *text = arena_printf(cx->mem, "%s\n%s", h->place, h->no);
	const int64_t doc = id_new(cx);
	TRY(db_exec(cx, NULL,
		    "INSERT INTO hazard (county, id, state, mine, town, industry, kind, level, place, text, found_on, found_by, found_org, no,"
		    " order_org, due, due_key, rectified_on, repeats, ended_on, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
		    " 1, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
		    ARGS(V(cx->county), V(h->row.id), V(h->row.state), V(h->mine), V(h->town), V(h->industry), V(h->kind), V(h->level), V(h->place),
			 V(h->text), V(h->found_on), V(f->department), V(h->no), V(h->order_org), V(h->due), V(h->due_key), V(h->rectified_on),
			 V(h->repeats), V(h->ended_on), V(NOW))));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO search_doc (county, kind, item, doc, scope, perm, title, text, pending, held) VALUES ($1, 'hazard', $2, $3, $4, $5,"
		    " $6, $7, 0, 1)", ARGS(V(cx->county), V(h->row.id), V(doc), V(scope), V((int64_t)PERM_MINE_READ), V(h->text), V(text))));
	TRY(text_add(cx, doc, search_words(cx, arena_printf(cx->mem, "%s\n%s", h->text, text))));
	return *h->ended_on ? hazard_count_ended(cx, h, strcmp(h->row.state, "closed") == 0) : STATUS_OK;
}

static enum status add_hazards(struct cx *cx, void *arg)
{
	const struct fill *f = arg;
	for (int64_t i = f->from; i < f->to; i++) {
		const struct hazard h = invent(cx, f, i);
		TRY(add_hazard(cx, f, &h));
	}
	return STATUS_OK;
}

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

static enum status fill_hazards(struct cx *cx, struct fill *f, int64_t hazards)
{
	enum { BATCH = 5000 };
	struct number there;
	struct arena *whole = cx->mem;
	TRY(db_one(cx, &number_record, &there, "SELECT count(*) AS n FROM hazard WHERE county = $1", ARGS(V(cx->county))));
	TRY(db_all(cx, &mine_row_record, &f->mines, "SELECT id, town, industry FROM mine WHERE county = $1 ORDER BY code", ARGS(V(cx->county))));
	for (f->from = there.n; f->from < hazards; f->from = f->to) {
		f->to = f->from + BATCH < hazards ? f->from + BATCH : hazards;
		cx->mem = arena_new();
		enum status s = write_now(cx, add_hazards, f);
		if (s)
			return s;
		arena_free(cx->mem);
		cx->mem = whole;
	}
	return STATUS_OK;
}

enum status bench_fill(struct cx *cx, int64_t hazards, int64_t *town)
{
	enum { BATCH = 250 };
	struct list there;
	struct fill f = {0};
	TRY(db_all(cx, &org_id_record, &there, "SELECT id FROM mine WHERE county = $1 LIMIT 1", ARGS(V(cx->county))));
	if (!there.count)
		TRY(write_now(cx, begin, NULL));
	TRY(find_orgs(cx, &f));
	for (f.from = there.count ? MINES : 0; f.from < MINES; f.from = f.to) {
		f.to = f.from + BATCH;
		TRY(write_now(cx, add_mines, &f));
	}
	*town = f.towns[0];
	return fill_hazards(cx, &f, hazards);
}
