/*
 * rule_check.c - what the parameters of a rule must obey, so that a change made in a browser cannot break a page.
 */
#include "core/rule_inside.h"

#include <jansson.h>
#include <string.h>

enum { PERCENT = 100, MAX_NUMBER = 2000000000 };

/* Texts that code understands: no others may be put in their place. */
static const char *const colours[] = {"green", "yellow", "red", "blue", "grey", NULL};
static const char *const rolls[] = {"none", "working", "holiday", NULL};
static const char *const readings[] = {"calendar", "rolling", NULL};
static const struct {
	const char *rule, *key; /* NULL: any */
	const char *const *allowed;
} choices[] = {
	{"task.light", NULL, colours},
	{NULL, "roll", rolls},
	{"appraisal.year", "reading", readings},
};

/* Rules whose lists are columns of one table. */
static const char *const parallel[] = {"task.escalate", "tenure.zones", "operator.scoring"};

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && strcmp(s + n - m, end) == 0;
}

static bool number_fits(const char *key, const json_t *v)
{
	double max = ends_with(key, "_percent") ? PERCENT : MAX_NUMBER;
	return json_number_value(v) >= 0 && json_number_value(v) <= max;
}

static bool list_fits(const char *key, json_t *v)
{
	const json_t *item;
	size_t i;
	if (json_array_size(v) > RULE_MAX_LIST)
		return false;
	json_array_foreach(v, i, item) if (json_typeof(item) != json_typeof(json_array_get(v, 0)) ||
					   (!json_is_string(item) && !json_is_integer(item)) ||
					   (json_is_integer(item) && !number_fits(key, item))) return false;
	return true;
}

static bool fits(const char *key, json_t *v)
{
	if (json_is_number(v))
		return number_fits(key, v);
	if (json_is_array(v))
		return list_fits(key, v);
	return json_is_string(v) || json_is_boolean(v);
}

static bool chosen(const struct rule *rule, const char *key, const json_t *v)
{
	if (!json_is_string(v))
		return true;
	for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
		if ((choices[i].rule && strcmp(choices[i].rule, rule->name) != 0) ||
		    (choices[i].key && strcmp(choices[i].key, key) != 0))
			continue;
		const char *const *a = choices[i].allowed;
		while (*a && strcmp(*a, json_string_value(v)) != 0)
			a++;
		return *a;
	}
	return true;
}

static bool level(const struct rule *rule, json_t *json)
{
	const char *key;
	json_t *v, *first = NULL;
	for (size_t i = 0; i < sizeof parallel / sizeof *parallel; i++)
		if (strcmp(parallel[i], rule->name) == 0)
			json_object_foreach(json, key, v)
			{
				if (json_is_array(v) && first && json_array_size(v) != json_array_size(first))
					return false;
				first = json_is_array(v) ? v : first;
			}
	return true;
}

static void drop_json(void *json)
{
	json_decref(json);
}

enum status rule_decode(struct cx *cx, struct rule *rule)
{
	json_error_t error;
	json_t *json = json_loads(rule->params.s ? rule->params.s : "", JSON_REJECT_DUPLICATES, &error);
	if (json)
		arena_defer(cx->mem, drop_json, json);
	if (!json_is_object(json))
		return cx_fail_field(cx, "params", "the parameters of rule %s must be a JSON object", rule->name);
	const char *key;
	json_t *v;
	json_object_foreach(json, key, v) if (!fits(key, v) || !chosen(rule, key, v)) return cx_fail_field(
		cx, "params", "parameter %s of rule %s has a value that is not allowed", key, rule->name);
	if (!level(rule, json))
		return cx_fail_field(cx, "params", "the lists of rule %s must be of one length", rule->name);
	rule->parsed = json;
	return STATUS_OK;
}

/* A whole number may become a real one where it counts points, never the other way about. */
static bool same_kind(const json_t *was, const json_t *now)
{
	if (json_is_boolean(was))
		return json_is_boolean(now);
	if (json_is_real(was))
		return json_is_number(now);
	if (json_is_array(was) && json_is_array(now) && json_array_size(was) && json_array_size(now))
		return same_kind(json_array_get(was, 0), json_array_get(now, 0));
	return json_typeof(was) == json_typeof(now);
}

enum status rule_same_shape(struct cx *cx, const struct rule *was, const struct rule *now)
{
	const char *key;
	json_t *v;
	json_object_foreach((json_t *)(uintptr_t)was->parsed, key, v)
	{
		const json_t *is = json_object_get(now->parsed, key);
		if (!is || !same_kind(v, is))
			return cx_fail_field(cx, "params", "parameter %s is missing or of another kind", key);
	}
	json_object_foreach(
		(json_t *)(uintptr_t)now->parsed, key,
		v) if (!json_object_get(was->parsed, key)) return cx_fail_field(cx, "params",
										"the rule has no parameter %s", key);
	return STATUS_OK;
}
