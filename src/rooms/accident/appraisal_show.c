/* appraisal_show.c - the appraisal as JSON: for pages, for the command line, and for the list that is frozen. */
#include "rooms/accident/appraisal.h"

#include <string.h>
#include "core/rule.h"
#include "rooms/accident/accident.h"

static const struct {
	const char *code, *words;
} ladder_names[] = {
	{"excellent", "excellent"}, {"good", "good"}, {"fair", "fair"}, {"poor", "poor"},
};

static const char *ladder_words(const struct cx *cx, const char *code)
{
	for (size_t i = 0; i < sizeof ladder_names / sizeof *ladder_names; i++)
		if (strcmp(ladder_names[i].code, code) == 0)
			return words(cx, ladder_names[i].words);
	return code;
}

static void write_accidents(struct jw *w, const struct list *all, const char *key, const char *responsible)
{
	const struct appraised_accident *a = all->items;
	jw_key(w, key);
	jw_begin(w, '[');
	for (size_t i = 0; i < all->count; i++)
		if (strcmp(a[i].responsible, responsible) == 0)
			jw_record(w, &appraised_accident_record, &a[i]);
	jw_end(w);
}

static void write_org(struct jw *w, const struct appraised_org *o)
{
	const struct {
		const char *key, *value;
	} texts[] = {{"name", o->name}, {"kind", o->kind}, {"drop", o->drop}, {"rule", o->rule}, {"source", o->source},
		     {"article", o->article}, {"confirmed", o->confirmed}};
	jw_begin(w, '{');
	jw_key(w, "org");
	jw_int(w, o->org);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		jw_key(w, texts[i].key);
		jw_text(w, texts[i].value);
	}
	jw_key(w, "threshold");
	jw_int(w, o->threshold);
	jw_key(w, "drop_grades");
	jw_int(w, o->drop_grades);
	jw_key(w, "one_away");
	jw_bool(w, o->one_away);
	jw_key(w, "calendar");
	jw_record(w, &appraisal_reading_record, &o->calendar);
	jw_key(w, "rolling");
	jw_record(w, &appraisal_reading_record, &o->rolling);
	write_accidents(w, &o->accidents, "accidents", "yes");
	write_accidents(w, &o->accidents, "pending", "pending");
	jw_end(w);
}

static void write_orgs(struct jw *w, const char *key, const struct list *l)
{
	const struct appraised_org *o = l->items;
	jw_key(w, key);
	jw_begin(w, '[');
	for (size_t i = 0; i < l->count; i++)
		write_org(w, &o[i]);
	jw_end(w);
}

static void write_one_away(struct jw *w, const struct list *l)
{
	const struct appraised_org *o = l->items;
	for (size_t i = 0; i < l->count; i++) {
		if (!o[i].one_away)
			continue;
		jw_begin(w, '{');
		jw_key(w, "org");
		jw_int(w, o[i].org);
		jw_key(w, "name");
		jw_text(w, o[i].name);
		jw_key(w, "kind");
		jw_text(w, o[i].kind);
		jw_end(w);
	}
}

/* What a drop does to each grade: [{"from","to","label"}]; the lowest stays. */
static enum status write_ladder(struct cx *cx, const struct appraisal_result *r, struct jw *w)
{
	const struct rule *rule;
	struct texts grades;
	struct day day;
	day_parse(r->as_of, &day);
	TRY(rule_in_force(cx, "appraisal.ladder", day, &rule));
	TRY(rule_texts(cx, rule, "grades", &grades));
	jw_key(w, "ladder");
	jw_begin(w, '[');
	for (size_t i = 0; i < grades.count; i++) {
		const char *to = grades.items[i + 1 < grades.count ? i + 1 : i];
		jw_begin(w, '{');
		jw_key(w, "from");
		jw_text(w, grades.items[i]);
		jw_key(w, "to");
		jw_text(w, to);
		jw_key(w, "label");
		jw_text(w, arena_printf(cx->mem, "%s → %s", ladder_words(cx, grades.items[i]), ladder_words(cx, to)));
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status write_rules(struct cx *cx, const struct appraisal_result *r, struct jw *w)
{
	static const char *const names[] = {"appraisal.town", "appraisal.department", "appraisal.year", "appraisal.ladder", "appraisal.objection"};
	struct day day;
	day_parse(r->as_of, &day);
	jw_key(w, "rules");
	jw_begin(w, '[');
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		TRY(accident_write_rule(cx, names[i], day, w));
	jw_end(w);
	return STATUS_OK;
}

enum status appraisal_write(struct cx *cx, const struct appraisal_result *r, struct jw *w)
{
	jw_begin(w, '{');
	jw_key(w, "year");
	jw_int(w, r->year);
	jw_key(w, "as_of");
	jw_text(w, r->as_of);
	jw_key(w, "reading");
	jw_text(w, r->reading);
	write_orgs(w, "towns", &r->towns);
	write_orgs(w, "departments", &r->departments);
	jw_key(w, "one_away");
	jw_begin(w, '[');
	write_one_away(w, &r->towns);
	write_one_away(w, &r->departments);
	jw_end(w);
	jw_key(w, "undecided");
	jw_int(w, r->undecided);
	TRY(write_ladder(cx, r, w));
	TRY(write_rules(cx, r, w));
	jw_end(w);
	return STATUS_OK;
}
