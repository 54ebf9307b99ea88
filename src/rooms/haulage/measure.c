/* measure.c - the year of each party, and what follows when it is full. */
#include "rooms/haulage/case.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/haulage/haulage_inside.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200, MODES = 3, YEAR_DAYS = 365 };

static const struct field window_fields[] = {
	FIELD(struct haulage_window, mode), FIELD(struct haulage_window, from), FIELD(struct haulage_window, to), FIELD(struct haulage_window, offences),
	FIELD(struct haulage_window, trucks), FIELD(struct haulage_window, fleet), FIELD(struct haulage_window, counts), FIELD(struct haulage_window, reached),
};
const struct record haulage_window_record = RECORD(haulage_window, window_fields);

/* ---- the parties ---- */

static const struct party {
	const char *party, *table, *column, *name, *issued, *kind;
} parties[] = {
	{"vehicle", "haulage_vehicle", "vehicle", "plate", "certified_on", "revoke"},
	{"driver", "haulage_driver", "driver", "qualification", "qualified_on", "stop_driving"},
	{"carrier", "haulage_carrier", "carrier", "name", "licensed_on", "rectify"},
};
enum { PARTIES = sizeof parties / sizeof *parties };

static const struct party *party_of(const char *name)
{
	for (size_t i = 0; i < PARTIES; i++)
		if (strcmp(parties[i].party, name) == 0)
			return &parties[i];
	return NULL;
}

struct party_row {
	const char *name, *issued;
	int64_t fleet;
};
static const struct field party_fields[] = {FIELD(struct party_row, name), FIELD(struct party_row, issued), FIELD(struct party_row, fleet)};
static const struct record party_record = RECORD(party_row, party_fields);

static enum status party_get(struct cx *cx, const struct party *p, int64_t item, struct party_row *out)
{
	bool carrier = strcmp(p->party, "carrier") == 0;
	return db_one(cx, &party_record, out,
		      arena_printf(cx->mem, "SELECT %s AS name, %s AS issued, %s AS fleet FROM %s WHERE county = $1 AND id = $2", p->name, p->issued,
				   carrier ? "fleet" : "0", p->table), ARGS(V(cx->county), V(item)));
}

/* ---- windows ---- */

/* The day a year began that d lies in, counted from the first issue. */
static struct day anniversary(struct day issued, struct day d)
{
	int y, m, md, year, month, mday;
	day_split(issued, &y, &m, &md);
	day_split(d, &year, &month, &mday);
	struct day at = day_make(year, m, md);
	return at.n <= d.n ? at : day_make(year - 1, m, md);
}

static enum status count_window(struct cx *cx, const struct party *p, int64_t item, struct haulage_window *w)
{
	const char *where = arena_printf(cx->mem, " FROM haulage_case WHERE county = $1 AND %s = $2 AND offended_on >= $3 AND offended_on <= $4"
					 " AND state IN ('decided', 'closed', 'copied')", p->column);
	struct args args = ARGS(V(cx->county), V(item), V(w->from), V(w->to));
	TRY(haulage_count(cx, &w->offences, arena_printf(cx->mem, "SELECT count(*) AS n%s", where), args));
	return haulage_count(cx, &w->trucks, arena_printf(cx->mem, "SELECT count(DISTINCT vehicle) AS n%s", where), args);
}

enum status haulage_windows(struct cx *cx, const char *party, int64_t item, struct day day, struct list *out)
{
	const struct party *p = party_of(party);
	const struct rule *rule;
	struct party_row row;
	const char *mode;
	int64_t more_than, percent;
	struct day issued;
	int y, m, md;
	TRY(rule_in_force(cx, "haulage.year", day, &rule));
	TRY(rule_text(cx, rule, "mode", &mode));
	TRY(rule_int(cx, rule, "more_than", &more_than));
	TRY(rule_int(cx, rule, "carrier_percent", &percent));
	TRY(party_get(cx, p, item, &row));
	bool dated = day_parse(haulage_or(row.issued, ""), &issued) && issued.n <= day.n;
	day_split(day, &y, &m, &md);
	struct haulage_window *w = arena_array_of(cx->mem, struct haulage_window, MODES);
	size_t n = 0;
	if (dated)
		w[n++] = (struct haulage_window){.mode = "anniversary", .from = day_text(cx, anniversary(issued, day))};
	w[n++] = (struct haulage_window){.mode = "rolling", .from = day_text(cx, (struct day){day.n - YEAR_DAYS + 1})};
	w[n++] = (struct haulage_window){.mode = "calendar", .from = day_text(cx, day_make(y, 1, 1))};
	const char *counts = strcmp(mode, "anniversary") == 0 && !dated ? "rolling" : mode;
	for (size_t i = 0; i < n; i++) {
		w[i].to = day_text(cx, day);
		w[i].fleet = row.fleet;
		w[i].counts = strcmp(w[i].mode, counts) == 0;
		TRY(count_window(cx, p, item, &w[i]));
		w[i].reached = strcmp(party, "carrier") == 0 ? row.fleet > 0 && w[i].trucks * 100 > percent * row.fleet : w[i].offences > more_than;
	}
	*out = (struct list){w, n};
	return STATUS_OK;
}

/* ---- proposing ---- */

static const char *of_trucks(struct cx *cx, const struct haulage_window *w)
{
	return arena_printf(cx->mem, words(cx, "%" PRId64 " of %" PRId64 " trucks overloaded from %s to %s"), w->trucks, w->fleet, w->from, w->to);
}

static const char *of_offences(struct cx *cx, const struct haulage_window *w)
{
	return arena_printf(cx->mem, words(cx, "%" PRId64 " offences from %s to %s"), w->offences, w->from, w->to);
}

static const char *of_mine(struct cx *cx, const struct haulage_window *w)
{
	return arena_printf(cx->mem, words(cx, "%" PRId64 " overloaded trucks traced to it from %s to %s"), w->offences, w->from, w->to);
}

/* Kept in both languages, a tab between: it is read by others than it is written by. */
static const char *in_both(struct cx *cx, const char *(*say)(struct cx *, const struct haulage_window *), const struct haulage_window *w)
{
	enum lang own = cx->lang;
	cx->lang = LANG_ZH;
	const char *zh = say(cx, w);
	cx->lang = LANG_EN;
	const char *en = say(cx, w);
	cx->lang = own;
	return arena_printf(cx->mem, "%s\t%s", zh, en);
}

const char *haulage_in_lang(struct cx *cx, const char *both)
{
	const char *tab = strchr(both, '\t');
	return !tab ? both : cx->lang == LANG_EN ? tab + 1 : arena_printf(cx->mem, "%.*s", (int)(tab - both), both);
}

static enum status propose(struct cx *cx, struct haulage_measure *m)
{
	int64_t there, org;
	const char *name;
	TRY(haulage_count(cx, &there,
			  "SELECT count(*) AS n FROM haulage_measure WHERE county = $1 AND party = $2 AND item = $3 AND kind = $4"
			  " AND state IN ('proposed', 'in_force')", ARGS(V(cx->county), V(m->party), V(m->item), V(m->kind))));
	if (there)
		return STATUS_OK;
	m->row = (struct flow_row){.id = id_new(cx), .version = 1, .state = haulage_measure_flow.states[0].name};
	m->created_at = cx->now;
	m->document = m->since = m->ended_on = m->note = "";
	TRY(db_exec(cx, NULL,
		    "INSERT INTO haulage_measure (county, id, state, party, item, name, kind, basis, rule, haulage_case, created_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		    ARGS(V(cx->county), V(m->row.id), V(m->row.state), V(m->party), V(m->item), V(m->name), V(m->kind), V(m->basis), V(m->rule),
			 V(m->haulage_case), V(cx->now))));
	TRY(flow_began(cx, &haulage_measure_flow, m->row.id, "propose", &haulage_measure_record, m));
	TRY(haulage_department(cx, "transport", &org, &name));
	return notify_org(cx, org, PERM_HAULAGE_ENFORCE, &(struct notify){.kind = "haulage",
			  .link = arena_printf(cx->mem, "/haulage/measures/%" PRId64, m->row.id)}, NULL, "a measure against %s is proposed", m->name);
}

static enum status follow_party(struct cx *cx, const struct haulage_case *c, const struct party *p, int64_t item)
{
	struct list l;
	struct party_row row;
	struct day day;
	if (!item || !day_parse(c->offended_on, &day))
		return STATUS_OK;
	TRY(haulage_windows(cx, p->party, item, day, &l));
	TRY(party_get(cx, p, item, &row));
	const struct haulage_window *w = l.items;
	for (size_t i = 0; i < l.count; i++) {
		if (!w[i].counts || !w[i].reached)
			continue;
		const char *basis = in_both(cx, strcmp(p->party, "carrier") == 0 ? of_trucks : of_offences, &w[i]);
		TRY(propose(cx, &(struct haulage_measure){.party = p->party, .item = item, .name = row.name, .kind = p->kind, .basis = basis,
							  .rule = "haulage.year", .haulage_case = c->row.id}));
	}
	return STATUS_OK;
}

enum status haulage_follow_parties(struct cx *cx, const struct haulage_case *c)
{
	const int64_t items[PARTIES] = {c->vehicle, c->driver, c->carrier};
	for (size_t i = 0; i < PARTIES; i++)
		TRY(follow_party(cx, c, &parties[i], items[i]));
	return STATUS_OK;
}

struct mine_row {
	int64_t enterprise;
	const char *name;
};
static const struct field mine_fields[] = {FIELD(struct mine_row, enterprise), FIELD(struct mine_row, name)};
static const struct record mine_record_of = RECORD(mine_row, mine_fields);

enum status haulage_follow_mine(struct cx *cx, const struct haulage_case *c)
{
	const struct rule *rule;
	struct mine_row m;
	int64_t days, talk, stop, traced;
	struct day day;
	if (!c->mine || !day_parse(c->offended_on, &day))
		return STATUS_OK;
	TRY(rule_in_force(cx, "haulage.source", day, &rule));
	TRY(rule_int(cx, rule, "days", &days));
	TRY(rule_int(cx, rule, "talk_after", &talk));
	TRY(rule_int(cx, rule, "stop_after", &stop));
	const char *from = day_text(cx, (struct day){day.n - (int)days + 1});
	TRY(haulage_count(cx, &traced, "SELECT count(*) AS n FROM haulage_case WHERE county = $1 AND mine = $2 AND offended_on >= $3 AND offended_on <= $4"
			  " AND state <> 'dropped'", ARGS(V(cx->county), V(c->mine), V(from), V(c->offended_on))));
	TRY(db_one(cx, &mine_record_of, &m, "SELECT enterprise, name FROM mine WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(c->mine))));
	const char *basis = in_both(cx, of_mine, &(struct haulage_window){.offences = traced, .from = from, .to = c->offended_on});
	if (m.enterprise)
		TRY(notify_org(cx, m.enterprise, PERM_HAULAGE_WEIGH, &(struct notify){.kind = "haulage", .link = "/haulage/sources", .text = haulage_in_lang(cx, basis)}, NULL,
			       "an overloaded truck was traced to your mine: %s", haulage_or(c->plate, "")));
	struct haulage_measure one = {.party = "mine", .item = c->mine, .name = m.name, .basis = basis, .rule = "haulage.source", .haulage_case = c->row.id};
	if (traced >= stop) {
		one.kind = "stop_loading";
		return propose(cx, &one);
	}
	one.kind = "talk";
	return traced >= talk ? propose(cx, &one) : STATUS_OK;
}

/* ---- reading ---- */

static const struct field measure_fields[] = {
	FIELD_AS(struct haulage_measure, "id", row.id), FIELD_AS(struct haulage_measure, "version", row.version),
	FIELD_AS(struct haulage_measure, "state", row.state), FIELD(struct haulage_measure, party), FIELD(struct haulage_measure, item),
	FIELD(struct haulage_measure, name), FIELD(struct haulage_measure, kind), FIELD(struct haulage_measure, basis), FIELD(struct haulage_measure, rule),
	FIELD(struct haulage_measure, haulage_case, .flags = NULLABLE), FIELD(struct haulage_measure, document), FIELD(struct haulage_measure, since),
	FIELD(struct haulage_measure, ended_on), FIELD(struct haulage_measure, note), FIELD(struct haulage_measure, created_at, .flags = TIME),
};
const struct record haulage_measure_record = RECORD(haulage_measure, measure_fields);
#define MEASURE_SQL                                                                                                   \
	"SELECT x.id, x.version, x.state, x.party, x.item, x.name, x.kind, x.basis, x.rule, x.haulage_case, x.document, x.since, x.ended_on, x.note," \
	" x.created_at FROM haulage_measure x LEFT JOIN mine m ON m.county = x.county AND x.party = 'mine' AND m.id = x.item WHERE "

static const char *const state_choices[] = {"proposed", "in_force", "done", "lifted", "waived", NULL};
static const char *const party_choices[] = {"vehicle", "driver", "carrier", "mine", NULL};
static const char *const kind_choices[] = {"revoke", "stop_driving", "rectify", "talk", "stop_loading", NULL};
static const struct field query_fields[] = {
	FIELD(struct haulage_measure_query, state, .choices = state_choices),
	FIELD(struct haulage_measure_query, party, .choices = party_choices),
	FIELD(struct haulage_measure_query, kind, .choices = kind_choices),
	FIELD(struct haulage_measure_query, item, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_measure_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_measure_query, limit, .min = 1, .max = MAX_LIMIT),
};
const struct record haulage_measure_query_record = RECORD(haulage_measure_query, query_fields);

/* Who does not see the county sees what concerns his mines. */
static enum status scope(struct cx *cx, struct where *w)
{
	bool all;
	TRY(mine_sees_all(cx, &all));
	if (all)
		return STATUS_OK;
	buf_puts(&w->sql, " AND x.party = 'mine'");
	return mine_scope(cx, w);
}

enum status haulage_measure_get(struct cx *cx, int64_t id, struct haulage_measure **out)
{
	struct list l;
	struct where w = where_new(cx, "x.county = $?", V(cx->county));
	where_and(&w, "x.id = $?", V(id));
	TRY(scope(cx, &w));
	TRY(db_all(cx, &haulage_measure_record, &l, arena_printf(cx->mem, MEASURE_SQL "%s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such measure, or it is not yours to see");
	*out = l.items;
	(*out)->basis = haulage_in_lang(cx, (*out)->basis);
	return STATUS_OK;
}

enum status haulage_measure_list(struct cx *cx, const struct haulage_measure_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "x.county = $?", V(cx->county));
	TRY(scope(cx, &w));
	if (q->state)
		where_and(&w, "x.state = $?", V(q->state));
	if (q->party)
		where_and(&w, "x.party = $?", V(q->party));
	if (q->kind)
		where_and(&w, "x.kind = $?", V(q->kind));
	if (q->item)
		where_and(&w, "x.item = $?", V(q->item));
	if (q->cursor)
		where_and(&w, "x.id < $?", V(q->cursor));
	where_more(&w, " ORDER BY x.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &haulage_measure_record, out, arena_printf(cx->mem, MEASURE_SQL "%s", w.sql.s), where_args(&w)));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = ((const struct haulage_measure *)out->items)[limit - 1].row.id;
	}
	for (size_t i = 0; i < out->count; i++)
		((struct haulage_measure *)out->items)[i].basis = haulage_in_lang(cx, ((struct haulage_measure *)out->items)[i].basis);
	return STATUS_OK;
}
