#include "base/json.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"
#include "base/letters.h"

/* ---- writing ---- */

/*
 * Lists of thousands of fields are written here, so each value makes room once and then stores bytes: the longest that a
 * character can become is "\u001f", six bytes.
 */
static char *room(struct jw *w, size_t n)
{
	return buf_room(w->out, n + 2) + w->out->n;
}

static void filled(struct jw *w, char *end)
{
	w->out->n = (size_t)(end - w->out->s);
	*end = '\0';
	w->comma = true;
}

static char *separate(struct jw *w, char *at)
{
	if (w->comma)
		*at++ = ',';
	return at;
}

void jw_begin(struct jw *w, char bracket)
{
	assert(bracket == '{' || bracket == '[');
	assert(w->depth < (int)sizeof w->open);
	char *at = separate(w, room(w, 1));
	*at++ = bracket;
	w->open[w->depth++] = bracket;
	filled(w, at);
	w->comma = false;
}

void jw_end(struct jw *w)
{
	assert(w->depth > 0);
	char *at = room(w, 1);
	*at++ = w->open[--w->depth] == '{' ? '}' : ']';
	filled(w, at);
}

/* Eight bytes at once: does one of them need an escape (a control character, a quote, a backslash)?  A few that do not may
 * be taken for such; the bytes themselves are looked at then. */
static bool plain(uint64_t w)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	uint64_t quotes = w ^ ones * '"', slashes = w ^ ones * '\\';
	return !(((w - ones * 0x20) | (quotes - ones) | (slashes - ones)) & ~w & tops);
}

static char *quote_one(char *at, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	if (c >= 0x20 && c != '"' && c != '\\') {
		*at++ = (char)c;
	} else if (c >= 0x20) {
		*at++ = '\\';
		*at++ = (char)c;
	} else {
		memcpy(at, "\\u00", 4);
		at[4] = hex[c >> 4];
		at[5] = hex[c & 15];
		at += 6;
	}
	return at;
}

static char *quote(char *at, const char *s, size_t n)
{
	const char *end = s + n;
	uint64_t word;
	*at++ = '"';
	while (s < end) {
		if ((size_t)(end - s) >= sizeof word) {
			memcpy(&word, s, sizeof word);
			if (plain(word)) {
				memcpy(at, &word, sizeof word);
				at += sizeof word;
				s += sizeof word;
				continue;
			}
		}
		at = quote_one(at, (unsigned char)*s++);
	}
	*at++ = '"';
	return at;
}

/* Keys are the program's own words: nothing in them needs an escape. */
void jw_key(struct jw *w, const char *key)
{
	assert(w->depth > 0 && w->open[w->depth - 1] == '{');
	size_t n = strlen(key);
	char *at = separate(w, room(w, n + 3));
	*at++ = '"';
	at = (char *)memcpy(at, key, n) + n;
	*at++ = '"';
	*at++ = ':';
	filled(w, at);
	w->comma = false;
}

void jw_int(struct jw *w, int64_t i)
{
	char digits[24], *d = digits + sizeof digits;
	uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
	do
		*--d = (char)('0' + u % 10);
	while (u /= 10);
	if (i < 0)
		*--d = '-';
	size_t n = (size_t)(digits + sizeof digits - d);
	char *at = separate(w, room(w, n));
	filled(w, (char *)memcpy(at, d, n) + n);
}

/* The shortest digits that read back as the same number. */
void jw_real(struct jw *w, double r)
{
	enum { MOST = 1000000000 };
	char text[32] = "null";
	if (r > -MOST && r < MOST && r == (double)(int64_t)r) {
		jw_int(w, (int64_t)r);
		return;
	}
	for (int digits = 15; isfinite(r) && digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, r);
		if (strtod(text, NULL) == r)
			break;
	}
	jw_raw(w, text);
}

void jw_bool(struct jw *w, bool b)
{
	jw_raw(w, b ? "true" : "false");
}

void jw_text(struct jw *w, const char *s)
{
	if (!s) {
		jw_raw(w, NULL);
		return;
	}
	size_t n = strlen(s);
	char *at = separate(w, room(w, 6 * n + 2));
	filled(w, quote(at, s, n));
}

void jw_raw(struct jw *w, const char *json)
{
	const char *s = json ? json : "null";
	size_t n = strlen(s);
	char *at = separate(w, room(w, n));
	filled(w, (char *)memcpy(at, s, n) + n);
}

void jw_time(struct jw *w, int64_t t)
{
	char text[32];
	if (t)
		jw_text(w, time_print(t, text));
	else
		jw_raw(w, NULL);
}

void jw_texts(struct jw *w, const struct texts *t)
{
	jw_begin(w, '[');
	for (size_t i = 0; i < t->count; i++)
		jw_text(w, t->items[i]);
	jw_end(w);
}

void jw_list(struct jw *w, const struct record *rec, const struct list *l)
{
	jw_begin(w, '[');
	for (size_t i = 0; i < l->count; i++)
		jw_record(w, rec, (const char *)l->items + i * rec->size);
	jw_end(w);
}

/* The end of a list's answer, from after its items. */
static void page_end(struct jw *w, int64_t total)
{
	if (total >= 0) {
		jw_key(w, "total");
		jw_int(w, total);
	}
	jw_end(w);
}

static void page_begin(struct jw *w, const struct record *rec, const struct list *l)
{
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, rec, l);
	jw_key(w, "next");
}

void jw_page(struct jw *w, const struct record *rec, const struct list *l, const char *next, int64_t total)
{
	page_begin(w, rec, l);
	jw_text(w, next);
	page_end(w, total);
}

void jw_page_id(struct jw *w, const struct record *rec, const struct list *l, int64_t next)
{
	page_begin(w, rec, l);
	if (next)
		jw_int(w, next);
	else
		jw_raw(w, NULL);
	page_end(w, -1);
}

static void write_field(struct jw *w, const struct field *f, const void *p)
{
	switch (f->kind) {
	case KIND_INT: {
		int64_t i = *(const int64_t *)p;
		if (f->flags & TIME)
			jw_time(w, i);
		else if (f->flags & NULLABLE && !i)
			jw_raw(w, NULL);
		else
			jw_int(w, i);
		break;
	}
	case KIND_REAL: jw_real(w, *(const double *)p); break;
	case KIND_BOOL: jw_bool(w, *(const bool *)p); break;
	case KIND_TEXT: jw_text(w, *(const char *const *)p); break;
	case KIND_TEXTS: jw_texts(w, p); break;
	case KIND_LIST: jw_list(w, f->of, p); break;
	case KIND_JSON: jw_raw(w, ((const struct json_text *)p)->s); break;
	}
}

void jw_fields(struct jw *w, const struct record *rec, const void *item)
{
	for (size_t i = 0; i < rec->count; i++) {
		const struct field *f = &rec->fields[i];
		if (f->flags & SECRET)
			continue;
		jw_key(w, f->name);
		write_field(w, f, (const char *)item + f->offset);
	}
}

void jw_record(struct jw *w, const struct record *rec, const void *item)
{
	jw_begin(w, '{');
	jw_fields(w, rec, item);
	jw_end(w);
}

/* ---- reading ---- */

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
	if ((f->min || f->max) && (i < f->min || i > f->max))
		return cx_fail_field(cx, f->name, "must be from %" PRId64 " to %" PRId64, f->min, f->max);
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
