/* operator_score.c - candidates, what they claim, what of it the evidence bears, and the sum; how a contractor does afterwards. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "core/rule.h"
#include "db/db.h"
#include "rooms/tenure/operator.h"

static const char *const candidate_kinds[] = {"central", "state", "private", "other", NULL};

#define CANDIDATE_FIELDS(key_flags)                                                                                   \
	FIELD(struct candidate, id, .flags = (key_flags)),                                                            \
	FIELD(struct candidate, name, .flags = REQUIRED, .min = 2, .max = 100, .zh = "企业名称", .en = "name"),       \
	FIELD(struct candidate, kind, .flags = REQUIRED, .choices = candidate_kinds, .zh = "企业性质", .en = "kind"), \
	FIELD(struct candidate, credit_code, .min = 0, .max = 18, .zh = "统一社会信用代码", .en = "credit code"),     \
	FIELD(struct candidate, contact, .min = 0, .max = 50, .zh = "联系人", .en = "contact"),                       \
	FIELD(struct candidate, phone, .min = 0, .max = 30, .zh = "电话", .en = "phone"),                             \
	FIELD(struct candidate, refused, .flags = (key_flags))
static const struct field candidate_fields[] = {CANDIDATE_FIELDS(0)};
const struct record candidate_record = RECORD(candidate, candidate_fields);
static const struct field candidate_input_fields[] = {CANDIDATE_FIELDS(READ_ONLY)};
const struct record candidate_input_record = RECORD(candidate, candidate_input_fields);

static const struct field line_fields[] = {
	FIELD(struct score_line, criterion), FIELD(struct score_line, name), FIELD(struct score_line, value), FIELD(struct score_line, weight),
	FIELD(struct score_line, none), FIELD(struct score_line, full), FIELD(struct score_line, claimed), FIELD(struct score_line, verdict),
	FIELD(struct score_line, verdict_text), FIELD(struct score_line, hash), FIELD(struct score_line, text), FIELD(struct score_line, points),
	FIELD(struct score_line, arithmetic), FIELD(struct score_line, entered_name), FIELD(struct score_line, verdict_name),
};
const struct record score_line_record = RECORD(score_line, line_fields);

enum status candidate_list(struct cx *cx, int64_t opportunity, struct list *out)
{
	return db_all(cx, &candidate_record, out,
		      "SELECT id, name, kind, credit_code, contact, phone, refused FROM operator_candidate WHERE county = $1 AND opportunity = $2 ORDER BY id",
		      ARGS(V(cx->county), V(opportunity)));
}

enum status candidate_get(struct cx *cx, int64_t opportunity, const char *id, struct candidate **out)
{
	struct list l;
	TRY(candidate_list(cx, opportunity, &l));
	for (size_t i = 0; i < l.count; i++) {
		*out = (struct candidate *)l.items + i;
		if ((*out)->id == strtoll(id, NULL, 10) || strcmp((*out)->name, id) == 0)
			return STATUS_OK;
	}
	return cx_fail_field(cx, "candidate", "is not a candidate of this opportunity: %s", id);
}

/* ---- the sum ---- */

struct claim {
	const char *criterion;
	double value;
	const char *text, *hash, *verdict, *verdict_text, *entered_name, *verdict_name;
};
static const struct field claim_fields[] = {
	FIELD(struct claim, criterion), FIELD(struct claim, value), FIELD(struct claim, text), FIELD(struct claim, hash),
	FIELD(struct claim, verdict), FIELD(struct claim, verdict_text), FIELD(struct claim, entered_name), FIELD(struct claim, verdict_name),
};
static const struct record claim_record = RECORD(claim, claim_fields);

/* The columns of the rule. */
struct criteria {
	const struct rule *rule;
	struct texts codes, names;
	struct rule_ints weights, none, full;
};

static enum status read_criteria(struct cx *cx, struct criteria *c)
{
	TRY(rule_in_force(cx, "operator.scoring", day_of(cx->now), &c->rule));
	TRY(rule_texts(cx, c->rule, "codes", &c->codes));
	TRY(rule_texts(cx, c->rule, cx->lang == LANG_ZH ? "names_zh" : "names_en", &c->names));
	TRY(rule_ints(cx, c->rule, "weights", &c->weights));
	TRY(rule_ints(cx, c->rule, "none", &c->none));
	return rule_ints(cx, c->rule, "full", &c->full);
}

/* From nothing to all in proportion; full may lie below none (fewer deaths are better). */
static void work_out(struct cx *cx, struct score_line *s)
{
	double share = s->full == s->none ? 0 : (s->value - s->none) / (s->full - s->none);
	double kept = fmin(1, fmax(0, share));
	if (!s->claimed) {
		s->arithmetic = words(cx, "nothing is claimed: 0");
	} else if (strcmp(s->verdict, "borne") != 0) {
		s->arithmetic = words(cx, *s->verdict ? "the evidence does not bear it: 0" : "the evidence has not been looked at: 0");
	} else {
		s->points = round(kept * s->weight * 100) / 100;
		s->arithmetic = arena_printf(cx->mem, "(%g − %g) ÷ (%g − %g) = %.3f%s × %g = %.2f", s->value, s->none, s->full, s->none, share,
					     share > 1 ? " → 1" : share < 0 ? " → 0" : "", s->weight, s->points);
	}
}

/* Reasons of the rule that no score outweighs. */
static enum status exclude(struct cx *cx, const struct candidate *c, struct score *s)
{
	const struct rule *rule;
	struct texts kinds;
	int64_t deaths;
	bool wanted = false;
	TRY(rule_in_force(cx, "operator.excluded", day_of(cx->now), &rule));
	TRY(rule_texts(cx, rule, "kinds", &kinds));
	TRY(rule_int(cx, rule, "max_deaths", &deaths));
	TRY(rule_real(cx, rule, "pass", &s->pass));
	for (size_t i = 0; i < kinds.count; i++)
		wanted |= strcmp(kinds.items[i], c->kind) == 0;
	s->excluded = *c->refused ? c->refused : wanted ? "" : words(cx, "is neither a central, a state nor a large private firm");
	const struct score_line *l = s->lines.items;
	for (size_t i = 0; i < s->lines.count; i++)
		if (strcmp(l[i].criterion, "safety") == 0 && l[i].claimed && l[i].value > (double)deaths && !*s->excluded)
			s->excluded = arena_printf(cx->mem, words(cx, "safety record: %g, at most %" PRId64 " is allowed"), l[i].value, deaths);
	return STATUS_OK;
}

static void take_claim(struct score_line *s, const struct claim *said)
{
	s->claimed = true;
	s->value = said->value;
	s->text = said->text, s->hash = said->hash;
	s->verdict = said->verdict, s->verdict_text = said->verdict_text;
	s->entered_name = said->entered_name, s->verdict_name = said->verdict_name;
}

enum status candidate_score(struct cx *cx, int64_t opportunity, const struct candidate *c, struct score *out)
{
	struct criteria k;
	struct list claims;
	TRY(read_criteria(cx, &k));
	TRY(db_all(cx, &claim_record, &claims,
		   "SELECT x.criterion, x.value, x.text, x.hash, x.verdict, x.verdict_text, coalesce(p.name, '') AS entered_name,"
		   " coalesce(v.name, '') AS verdict_name FROM operator_claim x LEFT JOIN person p ON p.county = x.county AND p.id = x.entered_by"
		   " LEFT JOIN person v ON v.county = x.county AND v.id = x.verdict_by"
		   " WHERE x.county = $1 AND x.opportunity = $2 AND x.candidate = $3",
		   ARGS(V(cx->county), V(opportunity), V(c->id))));
	struct score_line *s = arena_array_of(cx->mem, struct score_line, k.codes.count + 1);
	*out = (struct score){.lines = {s, 0}};
	for (size_t i = 0; i < k.codes.count && i < k.names.count && i < (size_t)k.weights.count && i < (size_t)k.none.count && i < (size_t)k.full.count; i++) {
		s[i] = (struct score_line){.criterion = k.codes.items[i], .name = k.names.items[i], .weight = (double)k.weights.items[i],
					   .none = (double)k.none.items[i], .full = (double)k.full.items[i], .verdict = "", .verdict_text = "", .hash = "",
					   .text = "", .entered_name = "", .verdict_name = ""};
		const struct claim *said = claims.items;
		for (size_t n = 0; n < claims.count; n++)
			if (strcmp(said[n].criterion, s[i].criterion) == 0)
				take_claim(&s[i], &said[n]);
		work_out(cx, &s[i]);
		out->total += s[i].points;
		out->lines.count++;
	}
	out->total = round(out->total * 100) / 100;
	TRY(exclude(cx, c, out));
	out->may_negotiate = !*out->excluded && out->total >= out->pass;
	return STATUS_OK;
}

/* ---- afterwards ---- */

static const struct field performance_fields[] = {
	FIELD(struct performance, month), FIELD(struct performance, hazards), FIELD(struct performance, major), FIELD(struct performance, overdue),
	FIELD(struct performance, accidents), FIELD(struct performance, deaths),
};
const struct record performance_record = RECORD(performance, performance_fields);

/* Hazards by the month in which they were found, accidents by theirs. */
enum status operator_performance(struct cx *cx, const struct opportunity *o, struct list *out)
{
	*out = (struct list){0};
	if (!*o->handed_on)
		return STATUS_OK;
	const char *until = *o->ended_on ? o->ended_on : day_today(cx);
	return db_all(cx, &performance_record, out,
		      "SELECT month, sum(hazards) AS hazards, sum(major) AS major, sum(overdue) AS overdue, sum(accidents) AS accidents,"
		      " sum(deaths) AS deaths FROM (SELECT substr(found_on, 1, 7) AS month, 1 AS hazards, CASE WHEN level = 'major' THEN 1 ELSE 0 END AS major,"
		      " CASE WHEN due <> '' AND due < CASE WHEN ended_on = '' THEN $4 ELSE ended_on END THEN 1 ELSE 0 END AS overdue, 0 AS accidents,"
		      " 0 AS deaths FROM hazard WHERE county = $1 AND mine = $2 AND found_on >= $3 AND found_on <= $4"
		      " UNION ALL SELECT substr(day, 1, 7), 0, 0, 0, 1, deaths FROM accident WHERE county = $1 AND mine = $2 AND day >= $3 AND day <= $4)"
		      " f GROUP BY month ORDER BY month", ARGS(V(cx->county), V(o->mine), V(o->handed_on), V(until)));
}

/* ---- the page ---- */

struct talk {
	int64_t id, at;
	const char *day, *text, *candidate_name, *person_name;
};
static const struct field talk_fields[] = {
	FIELD(struct talk, id), FIELD(struct talk, day), FIELD(struct talk, text), FIELD(struct talk, candidate_name), FIELD(struct talk, person_name),
	FIELD(struct talk, at, .flags = TIME),
};
static const struct record talk_record = RECORD(talk, talk_fields);

static enum status write_candidates(struct cx *cx, const struct opportunity *o, struct jw *w)
{
	struct list l;
	TRY(candidate_list(cx, o->row.id, &l));
	const struct candidate *c = l.items;
	jw_key(w, "candidates");
	jw_begin(w, '[');
	for (size_t i = 0; i < l.count; i++) {
		struct score s;
		TRY(candidate_score(cx, o->row.id, &c[i], &s));
		jw_begin(w, '{');
		jw_fields(w, &candidate_record, &c[i]);
		jw_key(w, "score");
		jw_real(w, s.total);
		jw_key(w, "pass");
		jw_real(w, s.pass);
		jw_key(w, "excluded");
		jw_text(w, s.excluded);
		jw_key(w, "may_negotiate");
		jw_bool(w, s.may_negotiate);
		jw_key(w, "lines");
		jw_list(w, &score_line_record, &s.lines);
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

enum status opportunity_write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	struct opportunity *o = (struct opportunity *)row;
	const struct rule *rule;
	struct list l;
	TRY(write_candidates(cx, o, w));
	TRY(db_all(cx, &talk_record, &l,
		   "SELECT x.id, x.day, x.text, c.name AS candidate_name, p.name AS person_name, x.at FROM operator_talk x"
		   " LEFT JOIN operator_candidate c ON c.county = x.county AND c.opportunity = x.opportunity AND c.id = x.candidate"
		   " LEFT JOIN person p ON p.county = x.county AND p.id = x.person WHERE x.county = $1 AND x.opportunity = $2 ORDER BY x.day DESC, x.id DESC",
		   ARGS(V(cx->county), V(row->id))));
	jw_key(w, "talks");
	jw_list(w, &talk_record, &l);
	TRY(operator_performance(cx, o, &l));
	jw_key(w, "performance");
	jw_list(w, &performance_record, &l);
	TRY(rule_in_force(cx, "operator.scoring", day_of(cx->now), &rule));
	jw_key(w, "rule_text");
	jw_text(w, rule_words(cx, rule, cx->lang));
	jw_key(w, "rule_source");
	jw_text(w, rule->source);
	return STATUS_OK;
}
