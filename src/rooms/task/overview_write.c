/* overview_write.c - the overview as JSON, and its route. */
#include "rooms/task/overview.h"

#include <jansson.h>
#include <string.h>
#include "core/perm.h"
#include "rooms/task/overview_api.h"

static const char *const colours[] = {"green", "yellow", "red", "blue", "grey"};
enum { COLOURS = sizeof colours / sizeof *colours };

/* Lights are counted by what they mean; the rule says which colour that is. */
static void write_colours(const struct supervise_rules *r, const double n[LIGHT_STATES], struct jw *w)
{
	for (size_t c = 0; c < COLOURS; c++) {
		int64_t sum = 0;
		for (int i = 0; i < LIGHT_STATES; i++)
			if (strcmp(r->colours[i], colours[c]) == 0)
				sum += (int64_t)n[i];
		jw_key(w, colours[c]);
		jw_int(w, sum);
	}
}

static void write_lights(const struct supervise_rules *r, const struct tally *t, struct jw *w)
{
	jw_key(w, "lights");
	jw_begin(w, '{');
	write_colours(r, t->n, w);
	jw_end(w);
}

static void write_kpis(struct cx *cx, const struct tally *t, struct jw *w)
{
	struct kpi_sum sum;
	struct kpi kpis[KPI_COUNT];
	tally_sum(t->n, &sum);
	kpi_read(&sum, kpis);
	jw_key(w, "kpis");
	jw_begin(w, '[');
	for (int i = 0; i < KPI_COUNT; i++) {
		jw_begin(w, '{');
		jw_key(w, "id");
		jw_text(w, kpis[i].id);
		jw_key(w, "label");
		jw_text(w, cx->lang == LANG_ZH ? kpis[i].zh : kpis[i].en);
		jw_key(w, "num");
		jw_real(w, kpis[i].num);
		jw_key(w, "den");
		if (kpis[i].ratio)
			jw_real(w, kpis[i].den);
		else
			jw_raw(w, NULL);
		jw_key(w, "text");
		jw_text(w, kpi_text(cx, &kpis[i]));
		jw_end(w);
	}
	jw_end(w);
}

/* ---- measures ---- */

/* The names in [{"id","name"}]. */
static void write_names(const char *list, struct jw *w)
{
	json_t *all = json_loads(list ? list : "[]", 0, NULL), *one;
	size_t i;
	jw_begin(w, '[');
	json_array_foreach(all, i, one)
		jw_text(w, json_string_value(json_object_get(one, "name")));
	jw_end(w);
	json_decref(all);
}

static void write_parts(const struct supervise_rules *r, const struct overview_measure *m, struct jw *w)
{
	const double n[LIGHT_STATES] = {[LIGHT_ON_TRACK] = m->on_track, [LIGHT_AT_RISK] = m->at_risk,
					[LIGHT_OVERDUE] = m->overdue, [LIGHT_LONG_TERM] = m->long_term, [LIGHT_CLOSED] = m->closed};
	jw_key(w, "sub");
	jw_begin(w, '{');
	write_colours(r, n, w);
	jw_key(w, "total");
	jw_int(w, (int64_t)m->parts);
	jw_end(w);
}

static void write_text(struct jw *w, const char *key, const char *text)
{
	jw_key(w, key);
	jw_text(w, text && *text ? text : NULL);
}

static void write_measure(struct cx *cx, const struct overview *o, const struct overview_measure *m, struct jw *w)
{
	const struct task *t = &m->task;
	struct view v;
	task_kept(t, o->day, &v);
	jw_begin(w, '{');
	jw_key(w, "id");
	jw_int(w, t->row.id);
	jw_key(w, "no");
	jw_text(w, t->no);
	jw_key(w, "title");
	jw_text(w, t->title);
	jw_key(w, "state");
	jw_text(w, t->row.state);
	jw_key(w, "light");
	jw_text(w, t->light);
	jw_key(w, "light_text");
	jw_text(w, task_light_words(cx, t, o->day, &v));
	jw_key(w, "percent");
	jw_int(w, t->progress);
	jw_key(w, "plan_percent");
	if (t->plan_percent < 0)
		jw_raw(w, NULL);
	else
		jw_int(w, t->plan_percent);
	write_text(w, "due", t->due);
	jw_key(w, "days_left");
	if (v.due.is)
		jw_int(w, v.days_left);
	else
		jw_raw(w, NULL);
	jw_key(w, "leads");
	write_names(t->leads.s, w);
	write_parts(&o->rules, m, w);
	jw_end(w);
}

/* ---- units ---- */

static void write_units(struct cx *cx, const struct overview *o, bool towns, struct jw *w)
{
	jw_begin(w, '[');
	for (size_t i = 0; i < o->unit_count; i++) {
		const struct overview_unit *u = &o->units[i];
		if ((strcmp(u->kind, "town") == 0) != towns)
			continue;
		jw_begin(w, '{');
		jw_key(w, "org");
		jw_int(w, u->org);
		jw_key(w, "name");
		jw_text(w, u->name);
		jw_key(w, "kind");
		jw_text(w, u->kind);
		write_lights(&o->rules, &u->tally, w);
		write_kpis(cx, &u->tally, w);
		jw_end(w);
	}
	jw_end(w);
}

/* ---- what is stuck ---- */

static const struct {
	const char *waits, *words, *whom;       /* whom: where it is nobody's unit by name */
} reasons[] = {
	{"sign", "not signed for", NULL},
	{"plan", "no plan handed in", NULL},
	{"report", "the progress report is late", NULL},
	{"confirm", "waiting for units that cooperate to confirm", NULL},
	{"verify", "waiting for verification", "the verifiers"},
	{"decide", "waiting for a leader's decision on more time", "the leaders"},
	{"overdue", "overdue", NULL},
};

#pragma GCC diagnostic ignored "-Wformat-nonliteral"    /* the words of the table above take no arguments */

const char *overview_why(struct cx *cx, const char *waits)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(reasons[i].waits, waits) == 0)
			return words(cx, reasons[i].words);
	return waits;
}

const char *overview_whom(struct cx *cx, const struct overview_stuck *s)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].whom && strcmp(reasons[i].waits, s->waits) == 0)
			return words(cx, reasons[i].whom);
	return s->waits_for;
}

static void write_stuck(struct cx *cx, const struct overview *o, const struct overview_stuck *s, struct jw *w)
{
	struct day since = o->day;
	(void)day_parse(s->waits_since, &since);
	jw_begin(w, '{');
	jw_key(w, "task");
	jw_int(w, s->task);
	jw_key(w, "no");
	jw_text(w, s->no);
	jw_key(w, "title");
	jw_text(w, s->title);
	jw_key(w, "kind");
	jw_text(w, s->waits);
	jw_key(w, "why");
	jw_text(w, overview_why(cx, s->waits));
	jw_key(w, "org_name");
	jw_text(w, overview_whom(cx, s));
	jw_key(w, "since");
	jw_text(w, s->waits_since);
	jw_key(w, "days");
	jw_int(w, o->day.n - since.n);
	jw_end(w);
}

/* ---- trend and what comes ---- */

static void write_trend(const struct overview *o, struct jw *w)
{
	char day[11];
	jw_begin(w, '[');
	const struct overview_day *d = o->trend.items;
	for (size_t i = 0; i < o->trend.count; i++)
		jw_record(w, &overview_day_record, &d[i]);
	if (o->county) {
		jw_begin(w, '{');
		jw_key(w, "day");
		jw_text(w, day_print(o->day, day));
		write_colours(&o->rules, o->all.n, w);
		jw_key(w, "closed");
		jw_int(w, (int64_t)o->all.n[LIGHT_STATES + 2 * KPI_closed]);
		jw_end(w);
	}
	jw_end(w);
}

static void write_ahead(const struct overview *o, struct jw *w)
{
	char day[11];
	jw_begin(w, '[');
	for (size_t i = 0; i < o->ahead_count; i++) {
		const struct overview_ahead *a = &o->ahead[i];
		jw_begin(w, '{');
		jw_key(w, "day");
		jw_text(w, day_print(a->day, day));
		jw_key(w, "kind");
		jw_text(w, a->kind);
		jw_key(w, "task");
		jw_int(w, a->task);
		jw_key(w, "no");
		jw_text(w, a->no);
		jw_key(w, "title");
		jw_text(w, a->title);
		jw_key(w, "text");
		jw_text(w, a->text);
		jw_key(w, "to");
		jw_text(w, a->to);
		jw_end(w);
	}
	jw_end(w);
}

void overview_write(struct cx *cx, const struct overview *o, struct jw *w)
{
	char day[11];
	jw_begin(w, '{');
	jw_key(w, "day");
	jw_text(w, day_print(o->day, day));
	jw_key(w, "scope");
	jw_text(w, o->county ? "county" : "unit");
	write_lights(&o->rules, &o->all, w);
	write_kpis(cx, &o->all, w);
	jw_key(w, "measures");
	jw_begin(w, '[');
	for (size_t i = 0; i < o->measure_count; i++)
		write_measure(cx, o, &o->measures[i], w);
	jw_end(w);
	jw_key(w, "measure_total");
	jw_int(w, o->measure_total);
	jw_key(w, "departments");
	write_units(cx, o, false, w);
	jw_key(w, "towns");
	write_units(cx, o, true, w);
	jw_key(w, "stuck");
	jw_begin(w, '[');
	for (size_t i = 0; i < o->stuck_count; i++)
		write_stuck(cx, o, &o->stuck[i], w);
	jw_end(w);
	jw_key(w, "trend");
	write_trend(o, w);
	jw_key(w, "ahead");
	write_ahead(o, w);
	jw_end(w);
}

/* ---- route ---- */

static const struct field query_fields[] = {
	FIELD(struct overview_query, as_of, .flags = DAY),
};
const struct record overview_query_record = RECORD(overview_query, query_fields);

static enum status get_overview(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct overview_query *q = rq->query;
	struct overview *o = arena_new_of(cx->mem, struct overview);
	TRY(overview_read(cx, q ? q->as_of : NULL, o));
	overview_write(cx, o, &reply->w);
	return STATUS_OK;
}

static const struct answer_key overview_keys[] = {
	KEY("day", "day"),
	KEY("scope", "text"),
	KEY("lights", "{green:int yellow:int red:int blue:int grey:int}"),
	KEY("kpis", "[{id:text label:text num:real den:?int text:text}]"),
	KEY("measures", "[{id:int no:text title:text state:text light:text light_text:text percent:int "
	    "plan_percent:?int due:?day days_left:?int leads:[text] sub:{green:int yellow:int red:int "
	    "blue:int grey:int total:int}}]"),
	KEY("measure_total", "int"),
	KEY("departments", "[{org:int name:text kind:text lights:{green:int yellow:int red:int blue:int grey:int} "
	    "kpis:[{id:text label:text num:real den:?int text:text}]}]"),
	KEY("towns", "[{org:int name:text kind:text lights:{green:int yellow:int red:int blue:int grey:int} "
	    "kpis:[{id:text label:text num:real den:?int text:text}]}]"),
	KEY("stuck", "[{task:int no:text title:text kind:text why:text org_name:text since:day days:int}]"),
	KEY("trend", "[{day:day green:int yellow:int red:int blue:int grey:int closed:int}]"),
	KEY("ahead", "[{day:day kind:text task:int no:text title:text text:text to:?text}]"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/overview", BIT(TASK_READ), get_overview, .query = &overview_query_record,
	 .keys = overview_keys,
	 .help = "the supervision overview of today or of another day: {day, scope, lights, kpis, measures, departments, towns, stuck, trend, ahead}"},
};
const struct routes overview_routes = ROUTES("/api/overview", table);
