/* json_read.c - reading, with validation. */
#include "base/json.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"
#include "base/letters.h"

const struct field *record_field(const struct record *rec, const char *name)
{
	for (size_t i = 0; i < rec->count; i++)
		if (strcmp(rec->fields[i].name, name) == 0)
			return &rec->fields[i];
	return NULL;
}

static bool is_choice(const char *const *choices, const char *s)
{
	for (; *choices; choices++)
		if (strcmp(*choices, s) == 0)
			return true;
	return false;
}

/* How many characters, not bytes: a person counts what he sees.  s is valid UTF-8. */
static int64_t characters(const char *s)
{
	int64_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

static enum status check_int(struct cx *cx, const struct field *f, int64_t i)
{
	/* Never beyond what a JSON number holds exactly: so no sum, product by a small number or next version overflows. */
	const int64_t exact = INT64_C(1) << 53;
	bool bound = f->min || f->max;
	int64_t least = bound ? f->min : -exact, most = bound && f->max < exact ? f->max : exact;
	if (i < least || i > most)
		return cx_fail_field(cx, f->name, "must be from %" PRId64 " to %" PRId64, least, most);
	return STATUS_OK;
}

/* Text comes in clean; a password is what its owner typed. */
static enum status take_text(struct cx *cx, const struct field *f, const char *s, const char **out)
{
	char *own = arena_strdup(cx->mem, s);
	*out = own;
	if (!letters_valid(own))
		return cx_fail_field(cx, f->name, "must be text");
	if (!(f->flags & SECRET))
		letters_clean(own);
	return STATUS_OK;
}

static enum status check_text(struct cx *cx, const struct field *f, const char *s)
{
	int64_t n = characters(s);
	if (n && f->min > 0 && letters_blank(s) && !(f->flags & SECRET))
		return cx_fail_field(cx, f->name, "is missing");
	if ((f->min || f->max) && (n < f->min || n > f->max))
		return cx_fail_field(cx, f->name, "must have %" PRId64 " to %" PRId64 " characters", f->min, f->max);
	if (f->choices && !is_choice(f->choices, s))
		return cx_fail_field(cx, f->name, "is not one of the allowed values");
	struct day ignored;
	if (f->flags & DAY && f->flags & REQUIRED && !*s)
		return cx_fail_field(cx, f->name, "is missing");
	if (f->flags & DAY && *s && !day_parse(s, &ignored))
		return cx_fail_field(cx, f->name, "must be a day, YYYY-MM-DD");
	return STATUS_OK;
}

static enum status check_count(struct cx *cx, const struct field *f, size_t n)
{
	if ((f->min || f->max) && ((int64_t)n < f->min || (int64_t)n > f->max))
		return cx_fail_field(cx, f->name, "must have %" PRId64 " to %" PRId64 " entries", f->min, f->max);
	return STATUS_OK;
}

static enum status read_int(struct cx *cx, const struct field *f, json_t *v, int64_t *out)
{
	if (f->flags & TIME) {
		if (!json_is_string(v) || !time_parse(json_string_value(v), out))
			return cx_fail_field(cx, f->name, "must be a time, YYYY-MM-DDTHH:MM:SS+08:00");
		return STATUS_OK;
	}
	if (!json_is_integer(v))
		return cx_fail_field(cx, f->name, "must be a whole number");
	*out = json_integer_value(v);
	return check_int(cx, f, *out);
}

static enum status read_texts(struct cx *cx, const struct field *f, json_t *v, struct texts *out)
{
	if (!json_is_array(v))
		return cx_fail_field(cx, f->name, "must be a list");
	TRY(check_count(cx, f, json_array_size(v)));
	*out = (struct texts){arena_array_of(cx->mem, const char *, json_array_size(v)), json_array_size(v)};
	for (size_t i = 0; i < out->count; i++) {
		json_t *item = json_array_get(v, i);
		if (!json_is_string(item))
			return cx_fail_field(cx, f->name, "must be text");
		if (f->choices && !is_choice(f->choices, json_string_value(item)))
			return cx_fail_field(cx, f->name, "is not one of the allowed values");
		TRY(take_text(cx, f, json_string_value(item), &out->items[i]));
	}
	return STATUS_OK;
}

static enum status read_object(struct cx *cx, const struct record *rec, json_t *root, void *out);

static enum status read_list(struct cx *cx, const struct field *f, json_t *v, struct list *out)
{
	if (!json_is_array(v))
		return cx_fail_field(cx, f->name, "must be a list");
	TRY(check_count(cx, f, json_array_size(v)));
	*out = (struct list){arena_array(cx->mem, json_array_size(v), f->of->size), json_array_size(v)};
	for (size_t i = 0; i < out->count; i++) {
		enum status s = read_object(cx, f->of, json_array_get(v, i), (char *)out->items + i * f->of->size);
		if (s) {        /* name the place: milestones.2.title */
			cx->field = arena_printf(cx->mem, "%s.%zu%s%s", f->name, i, cx->field ? "." : "",
						 cx->field ? cx->field : "");
			return s;
		}
	}
	return STATUS_OK;
}

static void release_text(void *s)
{
	free(s);
}

static enum status read_json(struct cx *cx, json_t *v, struct json_text *out)
{
	char *s = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
	if (!s)
		return cx_fail(cx, STATUS_INTERNAL, "cannot write JSON");
	arena_defer(cx->mem, release_text, s);
	out->s = s;
	return STATUS_OK;
}

static enum status read_field(struct cx *cx, const struct field *f, json_t *v, void *p)
{
	switch (f->kind) {
	case KIND_INT:
		return read_int(cx, f, v, p);
	case KIND_REAL:
		if (!json_is_number(v))
			return cx_fail_field(cx, f->name, "must be a number");
		*(double *)p = json_number_value(v);
		return STATUS_OK;
	case KIND_BOOL:
		if (!json_is_boolean(v))
			return cx_fail_field(cx, f->name, "must be true or false");
		*(bool *)p = json_is_true(v);
		return STATUS_OK;
	case KIND_TEXT:
		if (!json_is_string(v))
			return cx_fail_field(cx, f->name, "must be text");
		TRY(take_text(cx, f, json_string_value(v), p));
		return check_text(cx, f, *(const char **)p);
	case KIND_TEXTS:
		return read_texts(cx, f, v, p);
	case KIND_LIST:
		return read_list(cx, f, v, p);
	case KIND_JSON:
		return read_json(cx, v, p);
	}
	return STATUS_INTERNAL;
}

static enum status read_key(struct cx *cx, const struct record *rec, const char *key, json_t *value, void *out, bool *mine)
{
	const struct field *f = rec ? record_field(rec, key) : NULL;
	*mine = f && !(f->flags & READ_ONLY);
	if (!*mine || (json_is_null(value) && !(f->flags & REQUIRED)))
		return STATUS_OK;
	return read_field(cx, f, value, (char *)out + f->offset);
}

static enum status read_two(struct cx *cx, const struct record *a, void *out_a, const struct record *b, void *out_b, json_t *root)
{
	if (!json_is_object(root))
		return cx_fail(cx, STATUS_INVALID, "a JSON object is needed");
	memset(out_a, 0, a->size);
	if (b)
		memset(out_b, 0, b->size);
	const char *key;
	json_t *value;
	json_object_foreach(root, key, value) {
		bool mine;
		TRY(read_key(cx, a, key, value, out_a, &mine));
		if (!mine)
			TRY(read_key(cx, b, key, value, out_b, &mine));
		if (!mine)
			return cx_fail_field(cx, arena_strdup(cx->mem, key), "is not accepted here");
	}
	const struct record *both[] = {a, b};
	for (size_t r = 0; r < 2; r++)
		for (size_t i = 0; both[r] && i < both[r]->count; i++)
			if (both[r]->fields[i].flags & REQUIRED && !json_object_get(root, both[r]->fields[i].name))
				return cx_fail_field(cx, both[r]->fields[i].name, "is missing");
	return STATUS_OK;
}

static enum status read_object(struct cx *cx, const struct record *rec, json_t *root, void *out)
{
	return read_two(cx, rec, out, NULL, NULL, root);
}

static void release(void *root)
{
	json_decref(root);
}

enum status record_read_both(struct cx *cx, const struct record *a, void *out_a, const struct record *b, void *out_b,
			     const char *text, size_t n)
{
	json_error_t e;
	json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);
	if (!root)
		return cx_fail(cx, STATUS_INVALID, "not JSON: line %d: %s", e.line, e.text);
	arena_defer(cx->mem, release, root);
	return read_two(cx, a, out_a, b, out_b, root);
}

enum status record_read(struct cx *cx, const struct record *rec, const char *text, size_t n, void *out)
{
	return record_read_both(cx, rec, out, NULL, NULL, text, n);
}

static enum status set_text(struct cx *cx, const struct field *f, const char *s, void *p)
{
	char *end;
	errno = 0;
	switch (f->kind) {
	case KIND_INT:
		if (f->flags & TIME)
			return time_parse(s, p) ? STATUS_OK
				: cx_fail_field(cx, f->name, "must be a time, YYYY-MM-DDTHH:MM:SS+08:00");
		*(int64_t *)p = strtoll(s, &end, 10);
		if (errno || end == s || *end)
			return cx_fail_field(cx, f->name, "must be a whole number");
		return check_int(cx, f, *(int64_t *)p);
	case KIND_REAL:
		*(double *)p = strtod(s, &end);
		if (errno || end == s || *end || !isfinite(*(double *)p))
			return cx_fail_field(cx, f->name, "must be a number");
		return STATUS_OK;
	case KIND_BOOL:
		*(bool *)p = strcmp(s, "1") == 0 || strcmp(s, "true") == 0;
		if (!*(bool *)p && strcmp(s, "0") != 0 && strcmp(s, "false") != 0)
			return cx_fail_field(cx, f->name, "must be true or false");
		return STATUS_OK;
	case KIND_TEXT:
		TRY(take_text(cx, f, s, p));
		return check_text(cx, f, *(const char **)p);
	default:
		return cx_fail_field(cx, f->name, "is not accepted here");
	}
}

enum status record_set(struct cx *cx, const struct record *rec, const char *name, const char *text, void *out)
{
	const struct field *f = record_field(rec, name);
	if (!f || f->flags & READ_ONLY)
		return cx_fail_field(cx, arena_strdup(cx->mem, name), "is not accepted here");
	return set_text(cx, f, text, (char *)out + f->offset);
}
