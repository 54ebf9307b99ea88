#include "rooms/accident/clocks.h"

#include <string.h>
#include "db/db.h"

enum { MINUTE = 60 };

const char *const accident_levels[] = {"head", "county", "city", "province", "state", NULL};

static const struct {
	const char *words;
} level_names[] = {
	[LEVEL_HEAD] = {.words = "head of the unit"},
	[LEVEL_COUNTY] = {.words = "county"},
	[LEVEL_CITY] = {.words = "city"},
	[LEVEL_PROVINCE] = {.words = "province"},
	[LEVEL_STATE] = {.words = "State Council's departments"},
};

const char *level_words(const struct cx *cx, enum level l)
{
	return words(cx, level_names[l].words);
}

static const struct field clock_fields[] = {
	FIELD(struct report_clock, level),
	FIELD(struct report_clock, label),
	FIELD(struct report_clock, from, .flags = TIME),
	FIELD(struct report_clock, due, .flags = TIME),
	FIELD(struct report_clock, at, .flags = TIME),
	FIELD(struct report_clock, state),
	FIELD(struct report_clock, late_minutes),
	FIELD(struct report_clock, rule),
	FIELD(struct report_clock, source),
	FIELD(struct report_clock, article),
};
const struct record report_clock_record = RECORD(report_clock, clock_fields);

struct told {
	const char *level;
	int64_t at;
};
static const struct field told_fields[] = {FIELD(struct told, level), FIELD(struct told, at)};
static const struct record told_record = RECORD(told, told_fields);

void report_clock_run(struct report_clock *c, int64_t from, int64_t minutes, int64_t at, int64_t now)
{
	int64_t until = at ? at : now;
	c->from = from;
	c->due = from + minutes * MINUTE;
	c->at = at;
	bool late = until > c->due;
	c->state = at ? (late ? "late" : "on_time") : late ? "overdue" : "waiting";
	c->late_minutes = late ? (until - c->due + MINUTE - 1) / MINUTE : 0;
}

/* How many minutes a level has, and under which rule. */
static enum status allowance(struct cx *cx, enum level l, const struct rule *report, const struct rule *scene, int64_t *minutes)
{
	if (l == LEVEL_HEAD)
		return rule_int(cx, scene, "minutes", minutes);
	return rule_int(cx, report, l == LEVEL_COUNTY ? "unit_minutes" : "level_minutes", minutes);
}

/* The highest level that must be told of this grade. */
static enum status goes_up_to(struct cx *cx, const struct rule *rule, const char *grade, enum level *out)
{
	struct texts upto;
	TRY(rule_texts(cx, rule, "upto", &upto));
	*out = LEVEL_COUNTY;
	for (int g = 0; g < GRADES && (size_t)g < upto.count; g++)
		for (int l = 0; l < LEVELS; l++)
			if (strcmp(grade_code((enum grade)g), grade) == 0 && strcmp(accident_levels[l], upto.items[g]) == 0)
				*out = (enum level)l;
	return STATUS_OK;
}

static enum status read_told(struct cx *cx, int64_t accident, int64_t at[LEVELS])
{
	struct list l;
	TRY(db_all(cx, &told_record, &l, "SELECT level, at FROM accident_report WHERE county = $1 AND accident = $2",
		   ARGS(V(cx->county), V(accident))));
	const struct told *t = l.items;
	memset(at, 0, LEVELS * sizeof *at);
	for (size_t i = 0; i < l.count; i++)
		for (int j = 0; j < LEVELS; j++)
			if (strcmp(accident_levels[j], t[i].level) == 0)
				at[j] = t[i].at;
	return STATUS_OK;
}

enum status accident_clocks(struct cx *cx, const struct accident *a, struct list *out)
{
	const struct rule *report, *scene;
	struct day day = day_of(a->at);
	enum level top;
	int64_t told[LEVELS], from = a->at;
	TRY(rule_in_force(cx, "accident.report", day, &report));
	TRY(rule_in_force(cx, "accident.report_scene", day, &scene));
	TRY(goes_up_to(cx, report, a->grade, &top));
	TRY(read_told(cx, a->row.id, told));
	struct report_clock *c = arena_array_of(cx->mem, struct report_clock, LEVELS);
	*out = (struct list){c, 0};
	for (int l = 0; l < LEVELS; l++) {
		if (l > (int)top && !told[l])
			continue;
		const struct rule *rule = l == LEVEL_HEAD ? scene : report;
		int64_t minutes;
		TRY(allowance(cx, (enum level)l, report, scene, &minutes));
		struct report_clock *one = &c[out->count++];
		*one = (struct report_clock){.level = accident_levels[l], .label = level_words(cx, (enum level)l), .rule = rule->name,
					     .source = rule->source, .article = rule->article};
		report_clock_run(one, from, minutes, told[l], cx->now);
		if (told[l])
			from = told[l];
	}
	return STATUS_OK;
}

enum status accident_told(struct cx *cx, const struct accident *a, const char *level, int64_t at, const char *note)
{
	int64_t made;
	if (at < a->at)
		return cx_fail_field(cx, "at", "lies before the accident");
	if (at > cx->now)
		return cx_fail_field(cx, "at", "lies in the future");
	TRY(db_exec(cx, &made,
		    "INSERT INTO accident_report (county, accident, level, at, note, recorded_at, recorded_by)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (county, accident, level) DO NOTHING",
		    ARGS(V(cx->county), V(a->row.id), V(level), V(at), V(note ? note : ""), V(cx->now), V(cx->user))));
	return made ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "when this level was told has been recorded already");
}
