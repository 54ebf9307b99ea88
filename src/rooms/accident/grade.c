#include "rooms/accident/grade.h"

static const struct {
	const char *code, *words;
} names[] = {
	[GRADE_GENERAL] = {"general", "general accident"},
	[GRADE_LARGER] = {"larger", "larger accident"},
	[GRADE_MAJOR] = {"major", "major accident"},
	[GRADE_EXTRAORDINARY] = {"extraordinary", "extraordinarily serious accident"},
};

const char *grade_code(enum grade g)
{
	return names[g].code;
}

const char *grade_words(const struct cx *cx, enum grade g)
{
	return words(cx, names[g].words);
}

/* from[i]: from this number on it is of grade i + 1. */
static enum status grade_by(struct cx *cx, const struct rule *rule, const char *key, int64_t n, enum grade *out)
{
	struct rule_ints from;
	TRY(rule_ints(cx, rule, key, &from));
	if (from.count != GRADES - 1)
		return cx_fail(cx, STATUS_INTERNAL, "rule %s: %s must be %d numbers", rule->name, key, GRADES - 1);
	*out = GRADE_GENERAL;
	for (int i = 0; i < from.count; i++)
		if (n >= from.items[i])
			*out = (enum grade)(i + 1);
	return STATUS_OK;
}

enum status accident_grade(struct cx *cx, const struct casualties *c, struct day day, struct graded *out)
{
	if (c->deaths < 0)
		return cx_fail_field(cx, "deaths", "may not be below 0");
	if (c->injured < 0)
		return cx_fail_field(cx, "injured", "may not be below 0");
	if (c->loss_yuan < 0)
		return cx_fail_field(cx, "loss_yuan", "may not be below 0");
	const struct rules *rules;
	TRY(rules_of(cx, &rules));
	out->rule = rules_peek(rules, "accident.grade", day);
	if (!out->rule)
		return cx_fail_field(cx, "on", "no rule of grades was in force on that day");
	TRY(grade_by(cx, out->rule, "deaths", c->deaths, &out->by_deaths));
	TRY(grade_by(cx, out->rule, "injured", c->injured, &out->by_injured));
	TRY(grade_by(cx, out->rule, "loss_yuan", c->loss_yuan, &out->by_loss));
	out->grade = out->by_deaths;
	if (out->by_injured > out->grade)
		out->grade = out->by_injured;
	if (out->by_loss > out->grade)
		out->grade = out->by_loss;
	return STATUS_OK;
}

void grade_write(struct cx *cx, struct jw *w, const struct casualties *c, struct day day, const struct graded *g)
{
	const struct rule *r = g->rule;
	char text[11];
	const struct {
		const char *key, *value;
	} head[] = {{"grade", grade_code(g->grade)}, {"label", grade_words(cx, g->grade)}, {"day", day_print(day, text)}},
	  tail[] = {{"rule", r->name}, {"source", r->source}, {"article", r->article}, {"confirmed", r->confirmed},
		    {"text", rule_words(cx, r, cx->lang)}};
	const struct {
		const char *key;
		int64_t n;
		enum grade by;
	} criteria[] = {{"deaths", c->deaths, g->by_deaths}, {"injured", c->injured, g->by_injured}, {"loss_yuan", c->loss_yuan, g->by_loss}};
	jw_begin(w, '{');
	for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
		jw_key(w, head[i].key);
		jw_text(w, head[i].value);
	}
	for (size_t i = 0; i < sizeof criteria / sizeof *criteria; i++) {
		jw_key(w, criteria[i].key);
		jw_int(w, criteria[i].n);
	}
	jw_key(w, "by");
	jw_begin(w, '{');
	for (size_t i = 0; i < sizeof criteria / sizeof *criteria; i++) {
		jw_key(w, criteria[i].key);
		jw_text(w, grade_code(criteria[i].by));
	}
	jw_end(w);
	for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) {
		jw_key(w, tail[i].key);
		jw_text(w, tail[i].value);
	}
	jw_end(w);
}
