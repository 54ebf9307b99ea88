/* schema.c - JSON Schemas of records, of what answers have beside them, of the steps of a flow. */
#include "main/openapi_inside.h"

#include <string.h>
#include "core/flow_api.h"

void schema_pair(struct jw *w, const char *key, const char *value)
{
	jw_key(w, key);
	jw_text(w, value);
}

void schema_type(struct jw *w, const char *type)
{
	jw_begin(w, '{');
	if (type)
		schema_pair(w, "type", type);
	jw_end(w);
}

void schema_ref(struct jw *w, struct cx *cx, const struct records *all, const struct record *rec)
{
	jw_begin(w, '{');
	schema_pair(w, "$ref", arena_printf(cx->mem, "#/components/schemas/%s", records_name(cx, all, rec)));
	jw_end(w);
}

/* ---- records ---- */

/* "type":"string", or ["string","null"]. */
static void type_key(struct jw *w, const char *type, bool null)
{
	jw_key(w, "type");
	if (!null) {
		jw_text(w, type);
		return;
	}
	jw_begin(w, '[');
	jw_text(w, type);
	jw_text(w, "null");
	jw_end(w);
}

static void limits(struct jw *w, const struct field *f, const char *min, const char *max)
{
	if (!f->min && !f->max)
		return;
	jw_key(w, min);
	jw_int(w, f->min);
	if (f->max < INT64_MAX) {
		jw_key(w, max);
		jw_int(w, f->max);
	}
}

static void choices(struct jw *w, const struct field *f, bool null)
{
	if (!f->choices)
		return;
	jw_key(w, "enum");
	jw_begin(w, '[');
	for (const char *const *c = f->choices; *c; c++)
		jw_text(w, *c);
	if (null)
		jw_raw(w, NULL);
	jw_end(w);
}

/* Bounds say what is taken: they are not written of what is only given, and an empty text is an absent one. */
void schema_value(struct jw *w, const struct field *f, bool null)
{
	bool taken = !(f->flags & READ_ONLY);
	switch (f->kind) {
	case KIND_INT:
		type_key(w, f->flags & TIME ? "string" : "integer", null && f->flags & (TIME | NULLABLE));
		if (f->flags & TIME)
			schema_pair(w, "format", "date-time");
		else if (taken)
			limits(w, f, "minimum", "maximum");
		break;
	case KIND_REAL: type_key(w, "number", null); break;
	case KIND_BOOL: type_key(w, "boolean", false); break;
	default:
		null = null && !(f->flags & REQUIRED);
		type_key(w, "string", null);
		if (f->flags & DAY)
			schema_pair(w, "format", "date");
		else if (taken)
			limits(w, f, "minLength", "maxLength");
		choices(w, f, null);
		break;
	}
}

static void field_schema(struct jw *w, struct cx *cx, const struct records *all, const struct field *f)
{
	jw_begin(w, '{');
	if (f->zh || f->en)
		schema_pair(w, "description", cx->lang == LANG_ZH && f->zh ? f->zh : f->en ? f->en : f->zh);
	if (f->kind == KIND_LIST || f->kind == KIND_TEXTS) {
		schema_pair(w, "type", "array");
		limits(w, f, "minItems", "maxItems");
		jw_key(w, "items");
		if (f->kind == KIND_LIST) {
			schema_ref(w, cx, all, f->of);
		} else {
			jw_begin(w, '{');
			schema_pair(w, "type", "string");
			choices(w, f, false);
			jw_end(w);
		}
	} else if (f->kind != KIND_JSON) {
		schema_value(w, f, true);
	}
	if (f->flags & (READ_ONLY | SECRET)) {
		jw_key(w, f->flags & SECRET ? "writeOnly" : "readOnly");
		jw_bool(w, true);
	}
	jw_end(w);
}

static void properties(struct jw *w, struct cx *cx, const struct records *all, const struct record *rec)
{
	for (size_t i = 0; i < rec->count; i++) {
		jw_key(w, rec->fields[i].name);
		field_schema(w, cx, all, &rec->fields[i]);
	}
}

static void required(struct jw *w, const struct record *rec)
{
	for (size_t i = 0; rec && i < rec->count; i++)
		if (rec->fields[i].flags & REQUIRED)
			jw_text(w, rec->fields[i].name);
}

void schema_record(struct jw *w, struct cx *cx, const struct records *all, const struct record *rec)
{
	jw_begin(w, '{');
	schema_pair(w, "type", "object");
	jw_key(w, "properties");
	jw_begin(w, '{');
	properties(w, cx, all, rec);
	jw_end(w);
	jw_key(w, "required");
	jw_begin(w, '[');
	required(w, rec);
	jw_end(w);
	jw_end(w);
}

/* ---- shapes (struct answer_key) ---- */

struct shape {
	struct jw *w;
	struct cx *cx;
	const struct records *all;
	const struct record *of;
	const char *at;         /* what is not read yet */
};

static const struct { const char *word, *type, *format; } shape_words[] = {
	{"text", "string", NULL}, {"int", "integer", NULL}, {"real", "number", NULL}, {"bool", "boolean", NULL},
	{"day", "string", "date"}, {"time", "string", "date-time"}, {"any", NULL, NULL},
};

static void write_shape(struct shape *s);

static void write_word(struct shape *s, bool null)
{
	size_t n = strspn(s->at, "abcdefghijklmnopqrstuvwxyz");
	for (size_t i = 0; i < sizeof shape_words / sizeof *shape_words; i++) {
		if (strlen(shape_words[i].word) != n || strncmp(shape_words[i].word, s->at, n) != 0)
			continue;
		if (shape_words[i].type)
			type_key(s->w, shape_words[i].type, null);
		if (shape_words[i].format)
			schema_pair(s->w, "format", shape_words[i].format);
	}
	s->at += n;
}

/* {key:shape key?:shape}, after the fields of a record where rec is not NULL. */
static void write_object(struct shape *s, const struct record *rec)
{
	enum { MOST = 64 };
	const char *must[MOST];
	size_t count = 0;
	s->at++;
	jw_key(s->w, "properties");
	jw_begin(s->w, '{');
	if (rec)
		properties(s->w, s->cx, s->all, rec);
	while (*s->at && *s->at != '}') {
		size_t n = strcspn(s->at, ":?");
		const char *key = arena_printf(s->cx->mem, "%.*s", (int)n, s->at);
		if (s->at[n] == ':' && count < MOST)
			must[count++] = key;
		s->at += n;
		s->at += strspn(s->at, ":?") > 1 && *s->at == '?' ? 2 : 1;
		jw_key(s->w, key);
		write_shape(s);
		s->at += *s->at == ' ';
	}
	s->at += *s->at == '}';
	jw_end(s->w);
	jw_key(s->w, "required");
	jw_begin(s->w, '[');
	required(s->w, rec);
	for (size_t i = 0; i < count; i++)
		jw_text(s->w, must[i]);
	jw_end(s->w);
}

static void write_many(struct shape *s, const char *type, const char *key, bool null)
{
	type_key(s->w, type, null);
	jw_key(s->w, key);
	s->at++;
	write_shape(s);
	s->at++;
}

/* @, @ or null, @{…} */
static void write_record(struct shape *s, bool null)
{
	s->at++;
	if (*s->at == '{') {
		jw_begin(s->w, '{');
		type_key(s->w, "object", null);
		write_object(s, s->of);
		jw_end(s->w);
		return;
	}
	if (!null) {
		schema_ref(s->w, s->cx, s->all, s->of);
		return;
	}
	jw_begin(s->w, '{');
	jw_key(s->w, "anyOf");
	jw_begin(s->w, '[');
	schema_ref(s->w, s->cx, s->all, s->of);
	schema_type(s->w, "null");
	jw_end(s->w);
	jw_end(s->w);
}

static void write_shape(struct shape *s)
{
	bool null = *s->at == '?';
	s->at += null;
	if (*s->at == '@') {
		write_record(s, null);
		return;
	}
	jw_begin(s->w, '{');
	if (*s->at == '[') {
		write_many(s, "array", "items", null);
	} else if (*s->at == '<') {
		write_many(s, "object", "additionalProperties", null);
	} else if (*s->at == '{') {
		type_key(s->w, "object", null);
		write_object(s, NULL);
	} else {
		write_word(s, null);
	}
	jw_end(s->w);
}

/* ---- answers ---- */

#define OF_ITEMS "items."

static bool of_items(const struct answer_key *k)
{
	return strncmp(k->name, OF_ITEMS, strlen(OF_ITEMS)) == 0;
}

/* The keys that belong to each item, or those beside the items; once as properties, once as names of those always there. */
static void write_keys(struct jw *w, struct cx *cx, const struct records *all, const struct route *r, bool items, bool names)
{
	struct answer_keys tables = route_keys(r);
	for (size_t t = 0; t < sizeof tables.list / sizeof *tables.list; t++)
		for (const struct answer_key *k = tables.list[t]; k && k->name; k++) {
			if (of_items(k) != items)
				continue;
			const char *name = k->name + (items ? strlen(OF_ITEMS) : 0);
			size_t n = strcspn(name, "?");
			struct shape s = {w, cx, all, k->of, k->shape};
			if (names && name[n] != '?')
				jw_text(w, name);
			if (names)
				continue;
			jw_key(w, arena_printf(cx->mem, "%.*s", (int)n, name));
			write_shape(&s);
		}
}

/* An object of the reply's own fields and of the keys beside them. */
static void object_with_keys(struct jw *w, struct cx *cx, const struct records *all, const struct route *r, bool items)
{
	bool list = r->flags & ROUTE_LIST;
	const struct record *rec = items || !list ? r->reply : NULL;
	jw_begin(w, '{');
	schema_pair(w, "type", "object");
	jw_key(w, "properties");
	jw_begin(w, '{');
	if (rec)
		properties(w, cx, all, rec);
	write_keys(w, cx, all, r, items, false);
	jw_end(w);
	jw_key(w, "required");
	jw_begin(w, '[');
	required(w, rec);
	write_keys(w, cx, all, r, items, true);
	jw_end(w);
	jw_end(w);
}

static bool has_keys(const struct route *r, bool items)
{
	struct answer_keys tables = route_keys(r);
	for (size_t t = 0; t < sizeof tables.list / sizeof *tables.list; t++)
		for (const struct answer_key *k = tables.list[t]; k && k->name; k++)
			if (of_items(k) == items)
				return true;
	return false;
}

/* {"items":[…],"next":…,"total":…} and what stands beside them. */
static void list_schema(struct jw *w, struct cx *cx, const struct records *all, const struct route *r)
{
	static const char *const cursor[] = {"string", "integer", "null"};
	jw_begin(w, '{');
	schema_pair(w, "type", "object");
	jw_key(w, "properties");
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_begin(w, '{');
	schema_pair(w, "type", "array");
	jw_key(w, "items");
	if (has_keys(r, true) || !r->reply)
		object_with_keys(w, cx, all, r, true);
	else
		schema_ref(w, cx, all, r->reply);
	jw_end(w);
	jw_key(w, "next");
	jw_begin(w, '{');
	jw_key(w, "type");
	jw_begin(w, '[');
	for (size_t i = 0; i < sizeof cursor / sizeof *cursor; i++)
		jw_text(w, cursor[i]);
	jw_end(w);
	jw_end(w);
	jw_key(w, "total");
	schema_type(w, "integer");
	write_keys(w, cx, all, r, false, false);
	jw_end(w);
	jw_key(w, "required");
	jw_begin(w, '[');
	jw_text(w, "items");
	write_keys(w, cx, all, r, false, true);
	jw_end(w);
	jw_end(w);
}

void schema_answer(struct jw *w, struct cx *cx, const struct records *all, const struct route *r)
{
	if (r->flags & ROUTE_LIST)
		list_schema(w, cx, all, r);
	else if (has_keys(r, false))
		object_with_keys(w, cx, all, r, false);
	else if (r->reply)
		schema_ref(w, cx, all, r->reply);
	else
		schema_type(w, r->type || r->flags & ROUTE_STREAM ? NULL : "object");
}

/* A step's body is one of its flow's inputs, which one the step's name in the path says; the envelope goes with each. */
void schema_step(struct jw *w, struct cx *cx, const struct records *all, const struct flow *flow)
{
	jw_begin(w, '{');
	jw_key(w, "anyOf");
	jw_begin(w, '[');
	for (size_t i = 0; i < flow->count; i++) {
		const struct step *s = &flow->steps[i];
		bool again = s->inside;
		for (size_t j = 0; j < i; j++)
			again |= strcmp(flow->steps[j].action, s->action) == 0;
		if (again)
			continue;
		jw_begin(w, '{');
		schema_pair(w, "title", s->action);
		schema_pair(w, "description", cx->lang == LANG_ZH ? s->zh : s->en);
		schema_pair(w, "type", "object");
		jw_key(w, "properties");
		jw_begin(w, '{');
		properties(w, cx, all, &flow_envelope_record);
		if (s->input)
			properties(w, cx, all, s->input);
		jw_end(w);
		jw_key(w, "required");
		jw_begin(w, '[');
		required(w, s->input);
		jw_end(w);
		jw_end(w);
	}
	jw_end(w);
	jw_end(w);
}
