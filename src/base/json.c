/* json.c - writing. */
#include "base/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"

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
static char *put_key(char *at, const char *key, size_t n)
{
	*at++ = '"';
	at = (char *)memcpy(at, key, n) + n;
	*at++ = '"';
	*at++ = ':';
	return at;
}

void jw_key(struct jw *w, const char *key)
{
	assert(w->depth > 0 && w->open[w->depth - 1] == '{');
	size_t n = strlen(key);
	filled(w, put_key(separate(w, room(w, n + 3)), key, n));
	w->comma = false;
}

enum { INT_DIGITS = 20 };       /* and a sign, of the longest int64_t */

static char *put_int(char *at, int64_t i)
{
	char digits[INT_DIGITS], *d = digits + sizeof digits;
	uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
	if (i < 0)
		*at++ = '-';
	do
		*--d = (char)('0' + u % 10);
	while (u /= 10);
	while (d < digits + sizeof digits)
		*at++ = *d++;
	return at;
}

void jw_int(struct jw *w, int64_t i)
{
	filled(w, put_int(separate(w, room(w, INT_DIGITS + 1)), i));
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

static void write_other(struct jw *w, const struct field *f, const void *p)
{
	switch (f->kind) {
	case KIND_INT: jw_time(w, *(const int64_t *)p); break;
	case KIND_REAL: jw_real(w, *(const double *)p); break;
	case KIND_BOOL: jw_bool(w, *(const bool *)p); break;
	case KIND_TEXT: jw_text(w, *(const char *const *)p); break;
	case KIND_TEXTS: jw_texts(w, p); break;
	case KIND_LIST: jw_list(w, f->of, p); break;
	case KIND_JSON: jw_raw(w, ((const struct json_text *)p)->s); break;
	}
}

/* What most fields of a list are, a number or a text, in one go with the key. */
static void write_field(struct jw *w, const struct field *f, const void *p)
{
	const char *text = f->kind == KIND_TEXT ? *(const char *const *)p : NULL;
	int64_t i = f->kind == KIND_INT ? *(const int64_t *)p : 0;
	bool number = f->kind == KIND_INT && !(f->flags & TIME) && (i || !(f->flags & NULLABLE));
	if (!text && !number) {
		jw_key(w, f->name);
		if (f->kind == KIND_INT && f->flags & NULLABLE && !i)
			jw_raw(w, NULL);
		else
			write_other(w, f, p);
		return;
	}
	size_t key = f->length ? f->length : strlen(f->name), n = text ? strlen(text) : 0;
	char *at = put_key(separate(w, room(w, key + 3 + INT_DIGITS + 1 + 6 * n + 2)), f->name, key);
	filled(w, text ? quote(at, text, n) : put_int(at, i));
}

void jw_fields(struct jw *w, const struct record *rec, const void *item)
{
	for (size_t i = 0; i < rec->count; i++) {
		const struct field *f = &rec->fields[i];
		if (!(f->flags & SECRET))
			write_field(w, f, (const char *)item + f->offset);
	}
}

void jw_record(struct jw *w, const struct record *rec, const void *item)
{
	jw_begin(w, '{');
	jw_fields(w, rec, item);
	jw_end(w);
}
