/*
 * rule.h - rules as dated data.
 *
 * A limit, a period, a meaning of a colour is a row: name, source, article, from when to when, parameters.  The
 * defaults are rules/rules.csv, built in, and are loaded into each county's table; a county changes one by a new row.
 * Rows are never edited, so what was in force on a day can always be told.
 *
 * Which row is in force on a day: of those of that name whose dates take the day in, the one that began last, and of
 * several that began on the same day the newest version.  So a county's change stands over the default from its day on,
 * and gives way to a law that begins later.
 *
 * Reading costs one look at the county's stamp; the rows themselves are kept in the process until the stamp changes.
 * Code that goes through a list asks rules_of() once and then only rules_find(), which does not touch the database.
 */
#ifndef CORE_RULE_H
#define CORE_RULE_H

#include "base/calendar.h"
#include "base/cx.h"
#include "base/day.h"
#include "base/record.h"

struct rule {
	int64_t id;       /* of the row; 0: built in, not loaded into a county */
	const char *name; /* "task.light" */
	int64_t version;
	const char *title_zh, *title_en;
	const char *text_zh, *text_en; /* what it says; {parameter} stands for its value, see rule_words() */
	const char *source, *article;
	const char *confirmed; /* law, published, memory, default; county: the county's own */
	const char *valid_from;
	const char *valid_to; /* the last day, or "" */
	struct json_text params;
	int64_t changed_by, changed_at; /* 0, and when it was loaded: came with the program */
	const char *reason;
	const void *parsed; /* private to rule.c */
};
extern const struct record rule_record;

/* The rules of one county, unchanging. */
struct rules;

/* The rules of cx->county; without a database, or where none have been loaded yet, the built-in defaults.  They live
 * until cx->mem is reset. */
enum status rules_of(struct cx *cx, const struct rules **out) MUST_CHECK;
enum status rules_builtin(struct cx *cx, const struct rules **out) MUST_CHECK;

/* INTERNAL: no rule of that name is in force on that day.  A caller that can do without asks rules_peek(): NULL. */
enum status rules_find(struct cx *cx, const struct rules *rules, const char *name, struct day day,
		       const struct rule **out) MUST_CHECK;
const struct rule *rules_peek(const struct rules *rules, const char *name, struct day day);

/* Both in one. */
enum status rule_in_force(struct cx *cx, const char *name, struct day day, const struct rule **out) MUST_CHECK;

/* All rows there are, by name, newest first. */
const struct rule *rules_all(const struct rules *rules, size_t *count);

/* The county's table of working days: the one imported last, or the built-in one. */
const struct calendar *rules_calendar(const struct rules *rules);

/* A parameter.  INTERNAL where the rule has none of that name and kind: the message names rule, version and parameter.
 * A whole number is also a real one. */
enum { RULE_MAX_LIST = 16 };
struct rule_ints {
	int64_t items[RULE_MAX_LIST];
	int count;
};
enum status rule_int(struct cx *cx, const struct rule *rule, const char *key, int64_t *out) MUST_CHECK;
enum status rule_real(struct cx *cx, const struct rule *rule, const char *key, double *out) MUST_CHECK;
enum status rule_bool(struct cx *cx, const struct rule *rule, const char *key, bool *out) MUST_CHECK;
enum status rule_text(struct cx *cx, const struct rule *rule, const char *key, const char **out) MUST_CHECK;
enum status rule_ints(struct cx *cx, const struct rule *rule, const char *key, struct rule_ints *out) MUST_CHECK;
enum status rule_texts(struct cx *cx, const struct rule *rule, const char *key, struct texts *out) MUST_CHECK;
enum status rule_roll(struct cx *cx, const struct rule *rule, const char *key, enum roll *out) MUST_CHECK;

/* What the rule says, with its numbers, in a language; in cx->mem. */
const char *rule_words(struct cx *cx, const struct rule *rule, enum lang lang);

/* Load the built-in rules into cx->county: rows it lacks, and corrections as new versions.  Repeatable; part of setting
 * a county up and of every start.  *added may be NULL. */
enum status rules_load(struct cx *cx, int *added) MUST_CHECK;

/* A county changes a rule.  version: the newest one the person saw (CONFLICT where there is a newer one).  The
 * parameters keep their names and kinds.  valid_from may not be past: rules do not reach back.  INVALID, with the
 * field. */
struct rule_change {
	int64_t version;
	const char *valid_from, *valid_to;
	struct json_text params;
	const char *source, *article; /* the county's document; NULL or "": as before */
	const char *reason;
};
extern const struct record rule_change_record;
enum status rule_change(struct cx *cx, const char *name, const struct rule_change *in, struct rule *out) MUST_CHECK;

/* A county imports a table of working days (the form of rules/holidays.csv).  INVALID: not a table, or one that leaves
 * out days that are settled now. */
enum status rules_import_calendar(struct cx *cx, const char *csv, size_t n, const char *reason) MUST_CHECK;

/* For ledger_verify(): kinds "rule" and "holiday_table". */
struct ledger_entry;
enum status rule_ledger_check(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;
enum status holiday_ledger_check(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;

/* ---- for the rules page ---- */

/* A row as a reader sees it, in his language. */
struct rule_shown {
	int64_t id;
	const char *name, *title;
	const char *words; /* what it says, with its numbers */
	const char *source, *article, *confirmed, *valid_from, *valid_to;
	struct json_text params;
	int64_t version, newest; /* newest: what rule_change() wants to know */
	bool in_force;           /* on the day asked for */
	int64_t changed_by;
	const char *changed_by_name;
	int64_t changed_at;
	const char *reason;
};
extern const struct record rule_shown_record;

/* What is in force on a day (NULL: today) and mentions q (NULL: anything) in name, title, words or source. */
struct rule_query {
	const char *day, *q;
};
extern const struct record rule_query_record;
enum status rule_list(struct cx *cx, const struct rule_query *query, struct list *out) MUST_CHECK;

/* All rows of a name, the newest version first.  NOT_FOUND. */
enum status rule_history(struct cx *cx, const char *name, const char *day, struct list *out) MUST_CHECK;

/* For ledger_checks (core/ledger_api.h). */
struct ledger_entry;
enum status rule_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;

#endif
