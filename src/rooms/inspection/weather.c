#include "rooms/inspection/weather.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/ledger.h"
#include "core/perm.h"
#include "db/db.h"

enum { MAX_TOWNS = 60, MAX_LIMIT = 200, DEFAULT_LIMIT = 50 };

static const char *const levels[] = {"blue", "yellow", "orange", "red", NULL};
static const char *const kinds[] = {"rain", "wind", "flood", "thunder", "snow", "debris_flow", "other", NULL};

static const struct field fields[] = {
	FIELD(struct weather, id),
	FIELD(struct weather, level),
	FIELD(struct weather, kind),
	FIELD_AS(struct weather, "towns", town_list),
	FIELD(struct weather, area),
	FIELD(struct weather, from_at, .flags = TIME),
	FIELD(struct weather, to_at, .flags = TIME),
	FIELD(struct weather, source),
};
const struct record weather_record = RECORD(weather, fields);

static const struct field new_fields[] = {
	FIELD(struct weather, level, .flags = REQUIRED, .choices = levels, .zh = "预警级别", .en = "level"),
	FIELD(struct weather, kind, .flags = REQUIRED, .choices = kinds, .zh = "预警种类", .en = "kind"),
	FIELD(struct weather, towns, .min = 0, .max = MAX_TOWNS, .zh = "乡镇（不填为全县）", .en = "towns (none: the whole county)"),
	FIELD(struct weather, area, .min = 0, .max = 200, .zh = "影响区域", .en = "area"),
	FIELD(struct weather, from_at, .flags = REQUIRED | TIME, .zh = "生效时间", .en = "from"),
	FIELD(struct weather, to_at, .flags = TIME, .zh = "解除时间", .en = "to"),
	FIELD(struct weather, source, .flags = REQUIRED, .min = 2, .max = 200, .zh = "发布单位和文号", .en = "who issued it"),
};
const struct record weather_new_record = RECORD(weather, new_fields);

static const struct field query_fields[] = {
	FIELD(struct weather_query, active),
	FIELD(struct weather_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct weather_query, cursor, .min = 0, .max = INT64_MAX),
};
const struct record weather_query_record = RECORD(weather_query, query_fields);

static const struct field alert_fields[] = {
	FIELD(struct weather_alert, mine),
	FIELD(struct weather_alert, mine_name),
	FIELD(struct weather_alert, mine_kind),
	FIELD(struct weather_alert, town_name),
	FIELD(struct weather_alert, warning),
	FIELD(struct weather_alert, level),
	FIELD(struct weather_alert, kind),
	FIELD(struct weather_alert, from_at, .flags = TIME),
	FIELD(struct weather_alert, criterion),
	FIELD(struct weather_alert, text),
	FIELD(struct weather_alert, basis),
};
const struct record weather_alert_record = RECORD(weather_alert, alert_fields);

struct number {
	int64_t id;
};
static const struct field number_fields[] = {FIELD(struct number, id)};
static const struct record number_record = RECORD(number, number_fields);

/* ---- which warnings stop mines ---- */

static enum status stop_rule(struct cx *cx, struct day day, const struct rule **rule, struct texts *stopping)
{
	TRY(rule_in_force(cx, "weather.stop", day, rule));
	return rule_texts(cx, *rule, "levels", stopping);
}

static bool among(const struct texts *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

static bool touches(const struct cx *cx, const struct weather *w, int64_t town)
{
	return !*w->town_list || strstr(w->town_list, arena_printf(cx->mem, ",%" PRId64 ",", town));
}

/* Those that hold at some moment from..to, of the levels that stop mines. */
static enum status stopping(struct cx *cx, int64_t from, int64_t to, struct day day, const struct rule **rule, struct list *out)
{
	struct texts list;
	struct list l;
	TRY(stop_rule(cx, day, rule, &list));
	TRY(db_all(cx, &weather_record, &l,
		   "SELECT id, level, kind, towns, area, from_at, to_at, source FROM weather_warning"
		   " WHERE county = $1 AND from_at <= $2 AND (to_at = 0 OR to_at > $3) ORDER BY from_at, id",
		   ARGS(V(cx->county), V(to), V(from))));
	struct weather *w = l.items;
	*out = (struct list){.items = w};
	for (size_t i = 0; i < l.count; i++)
		if (among(&list, w[i].level))
			w[out->count++] = w[i];
	return STATUS_OK;
}

/* ---- entering ---- */

static enum status list_towns(struct cx *cx, const struct weather *in, const char **out)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < in->towns.count; i++) {
		int64_t n, town = strtoll(in->towns.items[i], NULL, 10);
		TRY(inspection_count(cx, &n, "SELECT count(*) AS n FROM org WHERE county = $1 AND id = $2 AND kind = 'town'",
				     ARGS(V(cx->county), V(town))));
		if (!n)
			return cx_fail_field(cx, "towns", "is not a town: %s", in->towns.items[i]);
		buf_printf(&b, "%s%" PRId64 ",", i ? "" : ",", town);
	}
	*out = b.s;
	return STATUS_OK;
}

static enum status tell_enterprises(struct cx *cx, const struct weather *w)
{
	struct list l;
	const struct rule *rule;
	struct texts stop;
	TRY(stop_rule(cx, day_of(cx->now), &rule, &stop));
	if (!among(&stop, w->level))
		return STATUS_OK;
	TRY(db_all(cx, &number_record, &l,
		   "SELECT DISTINCT enterprise AS id FROM mine WHERE county = $1 AND enterprise > 0"
		   " AND ($2 = '' OR $2 LIKE '%,' || CAST(town AS TEXT) || ',%')", ARGS(V(cx->county), V(w->town_list))));
	const struct number *e = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(inspection_tell(cx, e[i].id, PERM_HAZARD_RECTIFY, "weather", "/hazards/weather",
				    "stop work and withdraw your people, weather warning: %s", inspection_or(w->area, w->source)));
	return STATUS_OK;
}

enum status weather_enter(struct cx *cx, const struct weather *in, int64_t *id)
{
	struct weather w = *in;
	if (w.to_at && w.to_at <= w.from_at)
		return cx_fail_field(cx, "to_at", "may not be before its beginning");
	w.id = id_new(cx);
	w.area = inspection_or(w.area, "");
	TRY(list_towns(cx, in, &w.town_list));
	*id = w.id;
	TRY(db_exec(cx, NULL,
		    "INSERT INTO weather_warning (county, id, level, kind, towns, area, from_at, to_at, source, person, created_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		    ARGS(V(cx->county), V(w.id), V(w.level), V(w.kind), V(w.town_list), V(w.area), V(w.from_at), V(w.to_at), V(w.source),
			 V(cx->user), V(cx->now))));
	TRY(ledger_append_record(cx, "weather_warning", w.id, "enter", &weather_record, &w));
	return tell_enterprises(cx, &w);
}

static enum status one(struct cx *cx, int64_t id, struct list *out)
{
	return db_all(cx, &weather_record, out,
		      "SELECT id, level, kind, towns, area, from_at, to_at, source FROM weather_warning WHERE county = $1 AND id = $2",
		      ARGS(V(cx->county), V(id)));
}

enum status weather_lift(struct cx *cx, int64_t id)
{
	struct list l;
	int64_t changed;
	TRY(one(cx, id, &l));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such warning");
	TRY(db_exec(cx, &changed, "UPDATE weather_warning SET to_at = $1 WHERE county = $2 AND id = $3 AND (to_at = 0 OR to_at > $1)",
		    ARGS(V(cx->now), V(cx->county), V(id))));
	if (!changed)
		return cx_fail(cx, STATUS_CONFLICT, "the warning has ended already");
	TRY(one(cx, id, &l));
	return ledger_append_record(cx, "weather_warning", id, "lift", &weather_record, l.items);
}

enum status weather_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct list l;
	TRY(one(cx, last->item, &l));
	return ledger_compare(cx, last, &weather_record, l.count ? l.items : NULL, why);
}

enum status weather_list(struct cx *cx, const struct weather_query *q, struct list *out)
{
	struct where w = where_new(cx, "county = $?", V(cx->county));
	if (q->active)
		where_and(&w, "from_at <= $? AND (to_at = 0 OR to_at > $?)", V(cx->now));
	if (q->cursor)
		where_and(&w, "id < $?", V(q->cursor));
	where_more(&w, " ORDER BY id DESC LIMIT $?", V(q->limit ? q->limit : DEFAULT_LIMIT));
	return db_all(cx, &weather_record, out,
		      arena_printf(cx->mem, "SELECT id, level, kind, towns, area, from_at, to_at, source FROM weather_warning WHERE %s", w.sql.s),
		      where_args(&w));
}

/* ---- alerts ---- */

static const char *criterion_of(const char *mine_kind)
{
	static const struct {
		const char *kind, *code;
	} codes[] = {{"open_pit", "OP-S2"}, {"underground", "UG-S4"}, {"tailings", "TL-S2"}};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(codes[i].kind, mine_kind) == 0)
			return codes[i].code;
	return "";
}

static enum status draft(struct cx *cx, const struct mine *m, const struct weather *w, const struct rule *rule, struct weather_alert *out)
{
	const struct criterion *c;
	const char *code = criterion_of(m->kind);
	TRY(criterion_find(cx, code, day_today(cx), &c));
	*out = (struct weather_alert){.mine = m->id, .mine_name = m->name, .mine_kind = m->kind, .town_name = m->town_name, .warning = w->id,
				      .level = w->level, .kind = w->kind, .from_at = w->from_at, .criterion = c ? code : "",
				      .text = c ? c->text : rule_words(cx, rule, cx->lang), .basis = c ? c->source : rule->source};
	return STATUS_OK;
}

enum status weather_alerts(struct cx *cx, int64_t after, int64_t limit, struct list *out)
{
	struct list warnings, mines;
	const struct rule *rule;
	*out = (struct list){0};
	TRY(stopping(cx, cx->now, cx->now, day_of(cx->now), &rule, &warnings));
	if (!warnings.count)
		return STATUS_OK;
	struct where w = where_new(cx, "m.county = $?", V(cx->county));
	where_and(&w, "m.state = 'working' AND m.id > $?", V(after));
	TRY(mine_scope(cx, &w));
	where_more(&w, " ORDER BY m.id LIMIT $?", V((int64_t)10000));
	TRY(db_all(cx, &mine_record, &mines, arena_printf(cx->mem, "SELECT " MINE_COLUMNS " FROM mine m" MINE_JOINS " WHERE %s", w.sql.s),
		   where_args(&w)));
	const struct mine *m = mines.items;
	const struct weather *x = warnings.items;
	struct weather_alert *alerts = arena_array_of(cx->mem, struct weather_alert, (size_t)limit);
	out->items = alerts;
	for (size_t i = 0; i < mines.count && out->count < (size_t)limit; i++)
		for (size_t k = warnings.count; k-- > 0;)       /* the latest that touches it */
			if (touches(cx, &x[k], m[i].town)) {
				TRY(draft(cx, &m[i], &x[k], rule, &alerts[out->count++]));
				break;
			}
	return STATUS_OK;
}

enum status weather_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct list l;
	const struct rule *rule;
	struct day today = day_of(cx->now);
	int64_t from = day.n == today.n ? cx->now : day_start(day), to = day.n == today.n ? cx->now : due_end(day) - 1;
	TRY(stopping(cx, from, to, day, &rule, &l));
	const struct weather *w = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (touches(cx, &w[i], m->town))
			mine_reason_add(cx, out, &(struct mine_reason){.code = "weather", .since = day_text(cx, day_of(w[i].from_at)),
				.text = arena_printf(cx->mem, words(cx, "a weather warning holds: %s"), inspection_or(w[i].area, w[i].source)),
				.missing = words(cx, "stop work and withdraw people until it is lifted"), .rule = rule->name,
				.source = rule->source, .link = "/hazards/weather"});
	return STATUS_OK;
}
