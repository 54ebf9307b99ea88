#include "core/rule.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "core/rule_inside.h"

static const struct field fields[] = {
	FIELD(struct rule, id),
	FIELD(struct rule, name),
	FIELD(struct rule, version),
	FIELD(struct rule, title_zh),
	FIELD(struct rule, title_en),
	FIELD(struct rule, text_zh),
	FIELD(struct rule, text_en),
	FIELD(struct rule, source),
	FIELD(struct rule, article),
	FIELD(struct rule, confirmed),
	FIELD(struct rule, valid_from, .flags = DAY),
	FIELD(struct rule, valid_to),
	FIELD(struct rule, params),
	FIELD(struct rule, changed_by),
	FIELD(struct rule, changed_at, .flags = TIME),
	FIELD(struct rule, reason),
};
const struct record rule_record = RECORD(rule, fields);

/* ---- finding ---- */

/* The first row of that name, or where it would stand. */
static size_t first_of(const struct rules *rules, const char *name)
{
	size_t low = 0, high = rules->count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (strcmp(rules->rows[mid].name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Days as text compare as days. */
const struct rule *rules_peek(const struct rules *rules, const char *name, struct day day)
{
	char on[11];
	day_print(day, on);
	for (size_t i = first_of(rules, name); i < rules->count && strcmp(rules->rows[i].name, name) == 0; i++) {
		const struct rule *r = &rules->rows[i];
		if (strcmp(r->valid_from, on) <= 0 && (!*r->valid_to || strcmp(on, r->valid_to) <= 0))
			return r;
	}
	return NULL;
}

enum status rules_find(struct cx *cx, const struct rules *rules, const char *name, struct day day,
		       const struct rule **out)
{
	char on[11];
	*out = rules_peek(rules, name, day);
	return *out ? STATUS_OK
		    : cx_fail(cx, STATUS_INTERNAL, "no rule %s is in force on %s", name, day_print(day, on));
}

enum status rule_in_force(struct cx *cx, const char *name, struct day day, const struct rule **out)
{
	const struct rules *rules;
	TRY(rules_of(cx, &rules));
	return rules_find(cx, rules, name, day, out);
}

const struct rule *rules_all(const struct rules *rules, size_t *count)
{
	*count = rules->count;
	return rules->rows;
}

const struct calendar *rules_calendar(const struct rules *rules)
{
	return rules->calendar;
}

/* ---- parameters ---- */

static enum status lacks(struct cx *cx, const struct rule *rule, const char *key)
{
	return cx_fail(cx, STATUS_INTERNAL, "rule %s (version %lld) lacks the parameter %s, or it is of another kind",
		       rule->name, (long long)rule->version, key);
}

static const json_t *param(const struct rule *rule, const char *key)
{
	return json_object_get(rule->parsed, key);
}

enum status rule_int(struct cx *cx, const struct rule *rule, const char *key, int64_t *out)
{
	const json_t *v = param(rule, key);
	if (!json_is_integer(v))
		return lacks(cx, rule, key);
	*out = json_integer_value(v);
	return STATUS_OK;
}

enum status rule_real(struct cx *cx, const struct rule *rule, const char *key, double *out)
{
	const json_t *v = param(rule, key);
	if (!json_is_number(v))
		return lacks(cx, rule, key);
	*out = json_number_value(v);
	return STATUS_OK;
}

enum status rule_bool(struct cx *cx, const struct rule *rule, const char *key, bool *out)
{
	const json_t *v = param(rule, key);
	if (!json_is_boolean(v))
		return lacks(cx, rule, key);
	*out = json_is_true(v);
	return STATUS_OK;
}

enum status rule_text(struct cx *cx, const struct rule *rule, const char *key, const char **out)
{
	const json_t *v = param(rule, key);
	if (!json_is_string(v))
		return lacks(cx, rule, key);
	*out = json_string_value(v);
	return STATUS_OK;
}

enum status rule_ints(struct cx *cx, const struct rule *rule, const char *key, struct rule_ints *out)
{
	const json_t *v = param(rule, key);
	if (!json_is_array(v) || (json_array_size(v) && !json_is_integer(json_array_get(v, 0))))
		return lacks(cx, rule, key);
	out->count = (int)json_array_size(v);
	for (int i = 0; i < out->count; i++)
		out->items[i] = json_integer_value(json_array_get(v, (size_t)i));
	return STATUS_OK;
}

enum status rule_texts(struct cx *cx, const struct rule *rule, const char *key, struct texts *out)
{
	const json_t *v = param(rule, key);
	if (!json_is_array(v) || (json_array_size(v) && !json_is_string(json_array_get(v, 0))))
		return lacks(cx, rule, key);
	out->count = json_array_size(v);
	out->items = arena_array_of(cx->mem, const char *, out->count);
	for (size_t i = 0; i < out->count; i++)
		out->items[i] = arena_strdup(cx->mem, json_string_value(json_array_get(v, i)));
	return STATUS_OK;
}

static const struct {
	const char *name;
	enum roll roll;
} rolls[] = {{"none", ROLL_NONE}, {"working", ROLL_WORKING}, {"holiday", ROLL_HOLIDAY}};

enum status rule_roll(struct cx *cx, const struct rule *rule, const char *key, enum roll *out)
{
	const char *name;
	TRY(rule_text(cx, rule, key, &name));
	for (size_t i = 0; i < sizeof rolls / sizeof *rolls; i++)
		if (strcmp(name, rolls[i].name) == 0) {
			*out = rolls[i].roll;
			return STATUS_OK;
		}
	return lacks(cx, rule, key);
}

/* ---- words ---- */

static void put_value(struct buf *b, const json_t *v, enum lang lang)
{
	const json_t *item;
	size_t i;
	if (json_is_string(v))
		buf_puts(b, json_string_value(v));
	else if (json_is_integer(v))
		buf_printf(b, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	else if (json_is_real(v))
		buf_printf(b, "%g", json_real_value(v));
	else if (json_is_boolean(v))
		buf_puts(b, lang == LANG_ZH ? (json_is_true(v) ? "是" : "否") : (json_is_true(v) ? "yes" : "no"));
	json_array_foreach((json_t *)(uintptr_t)v, i, item)
	{
		if (i)
			buf_puts(b, lang == LANG_ZH ? "、" : ", ");
		put_value(b, item, lang);
	}
}

/* A {…} that names no parameter stays as it is. */
const char *rule_words(struct cx *cx, const struct rule *rule, enum lang lang)
{
	struct buf b;
	buf_init(&b, cx->mem);
	const char *s = lang == LANG_ZH ? rule->text_zh : rule->text_en;
	for (const char *open; (open = strchr(s, '{'));) {
		const char *shut = strchr(open, '}');
		const json_t *v = NULL;
		buf_add(&b, s, (size_t)(open - s));
		if (shut)
			v = param(rule, arena_printf(cx->mem, "%.*s", (int)(shut - open - 1), open + 1));
		if (v)
			put_value(&b, v, lang);
		else
			buf_add(&b, open, 1);
		s = v ? shut + 1 : open + 1;
	}
	buf_puts(&b, s);
	return b.s;
}
