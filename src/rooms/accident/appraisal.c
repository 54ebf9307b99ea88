#include "rooms/accident/appraisal.h"

#include <stdlib.h>
#include <string.h>
#include "core/rule.h"
#include "db/db.h"
#include "rooms/accident/accident.h"

static const struct field accident_fields[] = {
	FIELD(struct appraised_accident, id),
	FIELD(struct appraised_accident, title),
	FIELD(struct appraised_accident, day),
	FIELD(struct appraised_accident, grade),
	FIELD(struct appraised_accident, town),
	FIELD(struct appraised_accident, mine, .flags = NULLABLE),
	FIELD(struct appraised_accident, mine_name),
	FIELD(struct appraised_accident, finding),
	FIELD(struct appraised_accident, responsible),
	FIELD(struct appraised_accident, document),
};
const struct record appraised_accident_record = RECORD(appraised_accident, accident_fields);

static const struct field reading_fields[] = {
	FIELD(struct appraisal_reading, from),
	FIELD(struct appraisal_reading, to),
	FIELD(struct appraisal_reading, count),
	FIELD(struct appraisal_reading, pending),
	FIELD(struct appraisal_reading, drop),
};
const struct record appraisal_reading_record = RECORD(appraisal_reading, reading_fields);

/* ---- the two readings ---- */

static const char *outcome(const struct appraisal_reading *r, int64_t threshold)
{
	return r->count >= threshold ? "yes" : r->count + r->pending >= threshold ? "pending" : "no";
}

static struct day day_at(const struct appraised_accident *a)
{
	struct day d = {0};
	day_parse(a->day, &d);
	return d;
}

static bool is_final(const struct appraised_accident *a)
{
	return strcmp(a->responsible, "yes") == 0;
}

static struct day first_of(int64_t year)
{
	return day_make((int)year, 1, 1);
}

static struct day last_of(const struct appraisal_terms *t)
{
	struct day last = day_make((int)t->year, 12, 31);
	return t->as_of.n < last.n ? t->as_of : last;
}

static void calendar_reading(struct cx *cx, const struct appraisal_terms *t, const struct list *accidents, struct appraisal_reading *out)
{
	const struct appraised_accident *a = accidents->items;
	struct day from = first_of(t->year), to = last_of(t);
	*out = (struct appraisal_reading){.from = day_text(cx, from), .to = day_text(cx, to)};
	for (size_t i = 0; i < accidents->count; i++) {
		struct day d = day_at(&a[i]);
		if (d.n < from.n || d.n > to.n)
			continue;
		if (is_final(&a[i]))
			out->count++;
		else
			out->pending++;
	}
	out->drop = outcome(out, t->threshold);
}

/* The most accidents in any such window that ends with one of the year; *end is that one's day. */
static int64_t most_in_window(const struct appraisal_terms *t, const struct list *accidents, bool final_only, struct day *end)
{
	const struct appraised_accident *a = accidents->items;
	int64_t most = 0;
	for (size_t i = 0; i < accidents->count; i++) {
		struct day last = day_at(&a[i]);
		int64_t n = 0;
		if (last.n < first_of(t->year).n || last.n > last_of(t).n || (final_only && !is_final(&a[i])))
			continue;
		for (size_t j = 0; j < accidents->count; j++) {
			struct day d = day_at(&a[j]);
			n += d.n <= last.n && d.n > last.n - t->rolling_days && (!final_only || is_final(&a[j]));
		}
		if (n >= most) {
			most = n;
			*end = last;
		}
	}
	return most;
}

static void rolling_reading(struct cx *cx, const struct appraisal_terms *t, const struct list *accidents, struct appraisal_reading *out)
{
	struct day end = last_of(t), possible_end = end;
	int64_t possible = most_in_window(t, accidents, false, &possible_end);
	int64_t count = most_in_window(t, accidents, true, &end);
	if (!count)
		end = possible_end;
	*out = (struct appraisal_reading){.from = day_text(cx, (struct day){end.n - (int32_t)t->rolling_days + 1}), .to = day_text(cx, end),
					  .count = count, .pending = possible - count};
	out->drop = outcome(out, t->threshold);
}

void appraisal_read(struct cx *cx, const struct appraisal_terms *t, const struct list *accidents, struct appraised_org *out)
{
	calendar_reading(cx, t, accidents, &out->calendar);
	rolling_reading(cx, t, accidents, &out->rolling);
}

/* ---- from the database ---- */

struct attribution {
	int64_t accident, finding, org;
};
static const struct field attribution_fields[] = {
	FIELD(struct attribution, accident),
	FIELD(struct attribution, finding),
	FIELD(struct attribution, org),
};
static const struct record attribution_record = RECORD(attribution, attribution_fields);

struct unit {
	int64_t id;
	const char *name, *kind;
	bool industry, active;
};
static const struct field unit_fields[] = {
	FIELD(struct unit, id),
	FIELD(struct unit, name),
	FIELD(struct unit, kind),
	FIELD(struct unit, industry),
	FIELD(struct unit, active),
};
static const struct record unit_record = RECORD(unit, unit_fields);

/* All that the work needs, read once. */
struct facts {
	struct list accidents, departments, units, excluded;
	const char *reading;
	int64_t rolling_days;
	struct appraisal_terms terms;
};

/* Production accidents, each with the finding that was in force on the day. */
static enum status read_accidents(struct cx *cx, struct facts *f)
{
	const char *from = day_text(cx, (struct day){first_of(f->terms.year).n - (int32_t)f->rolling_days});
	const char *to = day_text(cx, last_of(&f->terms)), *as_of = day_text(cx, f->terms.as_of);
	return db_all(cx, &appraised_accident_record, &f->accidents,
		      "SELECT a.id, a.title, a.day, a.grade, a.town, a.mine, m.name AS mine_name, f.id AS finding, f.responsible, f.document"
		      " FROM accident a JOIN accident_finding f ON f.county = a.county AND f.accident = a.id AND f.day <= $4"
		      " LEFT JOIN mine m ON m.county = a.county AND m.id = a.mine"
		      " WHERE a.county = $1 AND a.state <> 'void' AND a.day >= $2 AND a.day <= $3 AND f.production = 1"
		      " AND f.responsible <> 'no' AND NOT EXISTS (SELECT 1 FROM accident_finding g WHERE g.county = f.county"
		      " AND g.accident = f.accident AND g.day <= $4 AND (g.day > f.day OR (g.day = f.day AND g.id > f.id)))"
		      " ORDER BY a.day, a.id",
		      ARGS(V(cx->county), V(from), V(to), V(as_of)));
}

static enum status read_facts(struct cx *cx, struct facts *f)
{
	const struct rule *rule;
	TRY(rule_in_force(cx, "appraisal.year", f->terms.as_of, &rule));
	TRY(rule_text(cx, rule, "reading", &f->reading));
	TRY(rule_int(cx, rule, "rolling_days", &f->rolling_days));
	f->terms.rolling_days = f->rolling_days;
	TRY(read_accidents(cx, f));
	TRY(db_all(cx, &attribution_record, &f->departments,
		   "SELECT d.accident, d.finding, d.org FROM accident_department d JOIN accident a ON a.county = d.county AND a.id = d.accident"
		   " WHERE d.county = $1 AND a.day >= $2 AND a.day <= $3",
		   ARGS(V(cx->county), V(day_text(cx, (struct day){first_of(f->terms.year).n - (int32_t)f->rolling_days})),
			V(day_text(cx, last_of(&f->terms))))));
	TRY(db_all(cx, &attribution_record, &f->excluded,
		   "SELECT o.accident, o.id AS finding, o.org FROM appraisal_objection o JOIN appraisal p ON p.county = o.county"
		   " AND p.id = o.appraisal WHERE o.county = $1 AND p.year = $2 AND o.state = 'upheld' AND o.decided_on <= $3",
		   ARGS(V(cx->county), V(f->terms.year), V(day_text(cx, f->terms.as_of)))));
	return db_all(cx, &unit_record, &f->units,
		      "SELECT id, coalesce(nullif(short_name, ''), name) AS name, kind, industry, active FROM org"
		      " WHERE county = $1 AND kind IN ('town', 'department') ORDER BY sort, id", ARGS(V(cx->county)));
}

static bool among(const struct list *l, int64_t accident, int64_t finding, int64_t org)
{
	const struct attribution *a = l->items;
	for (size_t i = 0; i < l->count; i++)
		if (a[i].accident == accident && a[i].org == org && (!finding || a[i].finding == finding))
			return true;
	return false;
}

static struct list accidents_of(struct cx *cx, const struct facts *f, const struct unit *u)
{
	const struct appraised_accident *a = f->accidents.items;
	struct appraised_accident *to = arena_array_of(cx->mem, struct appraised_accident, f->accidents.count + 1);
	struct list out = {to, 0};
	for (size_t i = 0; i < f->accidents.count; i++) {
		bool its = strcmp(u->kind, "town") == 0 ? a[i].town == u->id : among(&f->departments, a[i].id, a[i].finding, u->id);
		if (its && !among(&f->excluded, a[i].id, 0, u->id))
			to[out.count++] = a[i];
	}
	return out;
}

static enum status appraise(struct cx *cx, struct facts *f, const struct unit *u, struct appraised_org *out)
{
	const struct rule *rule;
	TRY(rule_in_force(cx, strcmp(u->kind, "town") == 0 ? "appraisal.town" : "appraisal.department", f->terms.as_of, &rule));
	*out = (struct appraised_org){.org = u->id, .name = u->name, .kind = u->kind, .rule = rule->name, .source = rule->source,
				      .article = rule->article, .confirmed = rule->confirmed, .accidents = out->accidents};
	TRY(rule_int(cx, rule, "accidents", &out->threshold));
	TRY(rule_int(cx, rule, "drop", &out->drop_grades));
	f->terms.threshold = out->threshold;
	appraisal_read(cx, &f->terms, &out->accidents, out);
	const struct appraisal_reading *r = strcmp(f->reading, "rolling") == 0 ? &out->rolling : &out->calendar;
	out->drop = r->drop;
	out->one_away = strcmp(r->drop, "yes") != 0 && r->count == out->threshold - 1;
	if (strcmp(out->drop, "yes") != 0)
		out->drop_grades = 0;
	return STATUS_OK;
}

static int weight(const struct appraised_org *o)
{
	return strcmp(o->drop, "yes") == 0 ? 0 : strcmp(o->drop, "pending") == 0 ? 1 : o->accidents.count ? 2 : 3;
}

static int worse_first(const void *a, const void *b)
{
	return weight(a) - weight(b);
}

/* Stable: what weighs the same stays in the county's order. */
static void sort(struct list *l)
{
	struct appraised_org *o = l->items;
	for (size_t i = 1; i < l->count; i++)
		for (size_t j = i; j > 0 && worse_first(&o[j - 1], &o[j]) > 0; j--) {
			struct appraised_org t = o[j];
			o[j] = o[j - 1];
			o[j - 1] = t;
		}
}

static enum status each_unit(struct cx *cx, struct facts *f, struct appraisal_result *out)
{
	const struct unit *u = f->units.items;
	out->towns = (struct list){arena_array_of(cx->mem, struct appraised_org, f->units.count + 1), 0};
	out->departments = (struct list){arena_array_of(cx->mem, struct appraised_org, f->units.count + 1), 0};
	for (size_t i = 0; i < f->units.count; i++) {
		bool town = strcmp(u[i].kind, "town") == 0;
		struct list its = accidents_of(cx, f, &u[i]);
		if (!its.count && (!u[i].active || (!town && !u[i].industry)))
			continue;
		struct list *l = town ? &out->towns : &out->departments;
		struct appraised_org *o = (struct appraised_org *)l->items + l->count++;
		o->accidents = its;
		TRY(appraise(cx, f, &u[i], o));
		out->undecided += strcmp(o->drop, "pending") == 0;
	}
	sort(&out->towns);
	sort(&out->departments);
	return STATUS_OK;
}

enum status appraisal_work_out(struct cx *cx, int64_t year, struct day as_of, struct appraisal_result *out)
{
	if (as_of.n > day_of(cx->now).n)
		return cx_fail_field(cx, "as_of", "lies in the future");
	if (as_of.n < first_of(year).n)
		return cx_fail_field(cx, "as_of", "lies before the year begins");
	struct facts f = {.terms = {.year = year, .as_of = as_of}};
	TRY(read_facts(cx, &f));
	*out = (struct appraisal_result){.year = year, .as_of = day_text(cx, as_of), .reading = f.reading};
	return each_unit(cx, &f, out);
}
