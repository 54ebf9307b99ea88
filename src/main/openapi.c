#include "main/openapi.h"

#include <ctype.h>
#include <string.h>
#include "core/perm.h"
#include "main/lists.h"

/* ---- every record that the routes speak of ---- */

enum { MAX_RECORDS = 256 };

struct records {
	const struct record *list[MAX_RECORDS];
	size_t count;
};

static void collect(struct records *all, const struct record *rec)
{
	if (!rec)
		return;
	for (size_t i = 0; i < all->count; i++)
		if (all->list[i] == rec)
			return;
	if (all->count == MAX_RECORDS)
		return;
	all->list[all->count++] = rec;
	for (size_t i = 0; i < rec->count; i++)
		collect(all, rec->fields[i].of);
}

static struct records all_records(const struct routes *const *lists, size_t count)
{
	struct records all = {0};
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < lists[i]->count; j++) {
			collect(&all, lists[i]->table[j].body);
			collect(&all, lists[i]->table[j].reply);
		}
	return all;
}

/* Records of one struct that take and give different fields share a C name: the second one is named org_2. */
static const char *name_of(struct cx *cx, const struct records *all, const struct record *rec)
{
	int nth = 1;
	for (size_t i = 0; i < all->count && all->list[i] != rec; i++)
		nth += strcmp(all->list[i]->name, rec->name) == 0;
	return nth == 1 ? rec->name : arena_printf(cx->mem, "%s_%d", rec->name, nth);
}

/* ---- OpenAPI ---- */

static void pair(struct jw *w, const char *key, const char *value)
{
	jw_key(w, key);
	jw_text(w, value);
}

static void schema_ref(struct jw *w, struct cx *cx, const char *name)
{
	jw_begin(w, '{');
	pair(w, "$ref", arena_printf(cx->mem, "#/components/schemas/%s", name));
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

static void choices(struct jw *w, const struct field *f)
{
	if (!f->choices)
		return;
	jw_key(w, "enum");
	jw_begin(w, '[');
	for (const char *const *c = f->choices; *c; c++)
		jw_text(w, *c);
	jw_end(w);
}

static void scalar(struct jw *w, const struct field *f)
{
	switch (f->kind) {
	case KIND_INT:
		pair(w, "type", f->flags & TIME ? "string" : "integer");
		if (f->flags & TIME)
			pair(w, "format", "date-time");
		else
			limits(w, f, "minimum", "maximum");
		break;
	case KIND_REAL: pair(w, "type", "number"); break;
	case KIND_BOOL: pair(w, "type", "boolean"); break;
	default:
		pair(w, "type", "string");
		if (f->flags & DAY)
			pair(w, "format", "date");
		limits(w, f, "minLength", "maxLength");
		choices(w, f);
		break;
	}
}

static void field_schema(struct jw *w, struct cx *cx, const struct records *all, const struct field *f)
{
	jw_begin(w, '{');
	if (f->zh || f->en)
		pair(w, "description", cx->lang == LANG_ZH && f->zh ? f->zh : f->en ? f->en : f->zh);
	if (f->kind == KIND_LIST) {
		pair(w, "type", "array");
		limits(w, f, "minItems", "maxItems");
		jw_key(w, "items");
		schema_ref(w, cx, name_of(cx, all, f->of));
	} else if (f->kind == KIND_TEXTS) {
		pair(w, "type", "array");
		limits(w, f, "minItems", "maxItems");
		jw_key(w, "items");
		jw_begin(w, '{');
		pair(w, "type", "string");
		choices(w, f);
		jw_end(w);
	} else if (f->kind != KIND_JSON) {
		scalar(w, f);
	}
	if (f->flags & READ_ONLY) {
		jw_key(w, "readOnly");
		jw_bool(w, true);
	}
	if (f->flags & SECRET) {
		jw_key(w, "writeOnly");
		jw_bool(w, true);
	}
	jw_end(w);
}

static void record_schema(struct jw *w, struct cx *cx, const struct records *all, const struct record *rec)
{
	jw_begin(w, '{');
	pair(w, "type", "object");
	jw_key(w, "properties");
	jw_begin(w, '{');
	bool required = false;
	for (size_t i = 0; i < rec->count; i++) {
		jw_key(w, rec->fields[i].name);
		field_schema(w, cx, all, &rec->fields[i]);
		required |= rec->fields[i].flags & REQUIRED;
	}
	jw_end(w);
	if (required) {
		jw_key(w, "required");
		jw_begin(w, '[');
		for (size_t i = 0; i < rec->count; i++)
			if (rec->fields[i].flags & REQUIRED)
				jw_text(w, rec->fields[i].name);
		jw_end(w);
	}
	jw_end(w);
}

static void parameter(struct jw *w, const char *name, const char *in, bool required, const struct field *f)
{
	jw_begin(w, '{');
	pair(w, "name", name);
	pair(w, "in", in);
	if (required) {
		jw_key(w, "required");
		jw_bool(w, true);
	}
	jw_key(w, "schema");
	jw_begin(w, '{');
	if (f)
		scalar(w, f);
	else
		pair(w, "type", strcmp(name, "name") == 0 ? "string" : "integer");
	jw_end(w);
	jw_end(w);
}

static void parameters(struct jw *w, struct cx *cx, const struct route *r)
{
	jw_key(w, "parameters");
	jw_begin(w, '[');
	for (const char *at = strchr(r->path, '{'); at; at = strchr(at + 1, '{'))
		parameter(w, arena_printf(cx->mem, "%.*s", (int)strcspn(at + 1, "}"), at + 1), "path", true, NULL);
	for (size_t i = 0; r->query && i < r->query->count; i++) {
		const struct field *f = &r->query->fields[i];
		if (f->kind <= KIND_TEXT)
			parameter(w, f->name, "query", f->flags & REQUIRED, f);
	}
	jw_end(w);
}

static void content(struct jw *w, const char *type)
{
	jw_key(w, "content");
	jw_begin(w, '{');
	jw_key(w, type);
	jw_begin(w, '{');
	jw_key(w, "schema");
}

static void content_end(struct jw *w)
{
	jw_end(w);
	jw_end(w);
}

static void any_object(struct jw *w, const char *type)
{
	jw_begin(w, '{');
	if (type)
		pair(w, "type", type);
	jw_end(w);
}

static void request_body(struct jw *w, struct cx *cx, const struct records *all, const struct route *r)
{
	if (!r->body && !(r->flags & (ROUTE_UPLOAD | ROUTE_RAW)))
		return;
	jw_key(w, "requestBody");
	jw_begin(w, '{');
	content(w, r->flags & ROUTE_UPLOAD ? "application/octet-stream" : "application/json");
	if (r->body)
		schema_ref(w, cx, name_of(cx, all, r->body));
	else
		any_object(w, r->flags & ROUTE_UPLOAD ? NULL : "object");
	content_end(w);
	jw_end(w);
}

static void list_schema(struct jw *w, struct cx *cx, const char *name)
{
	jw_begin(w, '{');
	pair(w, "type", "object");
	jw_key(w, "properties");
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_begin(w, '{');
	pair(w, "type", "array");
	jw_key(w, "items");
	schema_ref(w, cx, name);
	jw_end(w);
	jw_key(w, "next");
	any_object(w, NULL);
	jw_key(w, "total");
	any_object(w, "integer");
	jw_end(w);
	jw_end(w);
}

static void responses(struct jw *w, struct cx *cx, const struct records *all, const struct route *r)
{
	jw_key(w, "responses");
	jw_begin(w, '{');
	jw_key(w, "200");
	jw_begin(w, '{');
	pair(w, "description", r->help);
	content(w, r->flags & ROUTE_STREAM ? "text/event-stream" : "application/json");
	if (r->reply && r->flags & ROUTE_LIST)
		list_schema(w, cx, name_of(cx, all, r->reply));
	else if (r->reply)
		schema_ref(w, cx, name_of(cx, all, r->reply));
	else
		any_object(w, NULL);
	content_end(w);
	jw_end(w);
	jw_key(w, "default");
	jw_begin(w, '{');
	pair(w, "$ref", "#/components/responses/error");
	jw_end(w);
	jw_end(w);
}

/* "POST /api/tasks/{id}/steps/{name}" → "post_tasks_id_steps_name" */
static const char *operation_id(struct cx *cx, const struct route *r)
{
	char *id = arena_printf(cx->mem, "%s%s", r->method, r->path + strlen("/api"));
	char *to = id;
	for (char *s = id; *s; s++)
		if (isalnum((unsigned char)*s))
			*to++ = (char)tolower((unsigned char)*s);
		else if (to > id && to[-1] != '_')
			*to++ = '_';
	if (to > id && to[-1] == '_')
		to--;
	*to = '\0';
	return id;
}

static void operation(struct jw *w, struct cx *cx, const struct records *all, const struct route *r)
{
	jw_key(w, r->method[0] == 'G' ? "get" : r->method[0] == 'D' ? "delete" : strcmp(r->method, "PUT") == 0 ? "put" : "post");
	jw_begin(w, '{');
	pair(w, "operationId", operation_id(cx, r));
	pair(w, "summary", r->help);
	struct buf perms;
	buf_init(&perms, cx->mem);
	for (int bit = 0; bit < PERM_COUNT; bit++)
		if (r->perm >> bit & 1)
			buf_printf(&perms, "%s%s", perms.n ? ", " : "", perm_name(bit));
	if (perms.n)
		pair(w, "description", arena_printf(cx->mem, "needs %s", perms.s));
	if (r->flags & ROUTE_PUBLIC) {
		jw_key(w, "security");
		jw_begin(w, '[');
		jw_end(w);
	}
	parameters(w, cx, r);
	request_body(w, cx, all, r);
	responses(w, cx, all, r);
	jw_end(w);
}

/* Is this the first route of its path?  Methods of one path stand together in the document. */
static bool first_of_path(const struct routes *const *lists, size_t count, const struct route *r)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < lists[i]->count; j++) {
			if (&lists[i]->table[j] == r)
				return true;
			if (strcmp(lists[i]->table[j].path, r->path) == 0)
				return false;
		}
	return false;
}

static void path_item(struct jw *w, struct cx *cx, const struct records *all, const struct routes *const *lists, size_t count,
		      const char *path)
{
	jw_key(w, path);
	jw_begin(w, '{');
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < lists[i]->count; j++)
			if (strcmp(lists[i]->table[j].path, path) == 0)
				operation(w, cx, all, &lists[i]->table[j]);
	jw_end(w);
}

static void error_response(struct jw *w)
{
	static const char *const keys[] = {"error", "message", "field"};
	jw_key(w, "responses");
	jw_begin(w, '{');
	jw_key(w, "error");
	jw_begin(w, '{');
	pair(w, "description", "what went wrong, for a program and for a person");
	content(w, "application/json");
	jw_begin(w, '{');
	pair(w, "type", "object");
	jw_key(w, "properties");
	jw_begin(w, '{');
	for (size_t i = 0; i < 3; i++) {
		jw_key(w, keys[i]);
		any_object(w, "string");
	}
	jw_end(w);
	jw_end(w);
	content_end(w);
	jw_end(w);
	jw_end(w);
}

static void security(struct jw *w)
{
	jw_key(w, "securitySchemes");
	jw_begin(w, '{');
	jw_key(w, "cookie");
	jw_begin(w, '{');
	pair(w, "type", "apiKey");
	pair(w, "in", "cookie");
	pair(w, "name", "kuangan");
	jw_end(w);
	jw_key(w, "bearer");
	jw_begin(w, '{');
	pair(w, "type", "http");
	pair(w, "scheme", "bearer");
	jw_end(w);
	jw_end(w);
}

static void one_scheme(struct jw *w, const char *name)
{
	jw_begin(w, '{');
	jw_key(w, name);
	jw_begin(w, '[');
	jw_end(w);
	jw_end(w);
}

void openapi_write(struct cx *cx, const struct routes *const *lists, size_t count, struct jw *w)
{
	struct records all = all_records(lists, count);
	jw_begin(w, '{');
	pair(w, "openapi", "3.1.0");
	jw_key(w, "info");
	jw_begin(w, '{');
	pair(w, "title", "矿安 Kuang'an");
	pair(w, "version", KUANGAN_VERSION);
	jw_end(w);
	jw_key(w, "security");
	jw_begin(w, '[');
	one_scheme(w, "cookie");
	one_scheme(w, "bearer");
	jw_end(w);
	jw_key(w, "paths");
	jw_begin(w, '{');
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < lists[i]->count; j++)
			if (first_of_path(lists, count, &lists[i]->table[j]))
				path_item(w, cx, &all, lists, count, lists[i]->table[j].path);
	jw_end(w);
	jw_key(w, "components");
	jw_begin(w, '{');
	security(w);
	error_response(w);
	jw_key(w, "schemas");
	jw_begin(w, '{');
	for (size_t i = 0; i < all.count; i++) {
		jw_key(w, name_of(cx, &all, all.list[i]));
		record_schema(w, cx, &all, all.list[i]);
	}
	jw_end(w);
	jw_end(w);
	jw_end(w);
}

/* ---- TypeScript ---- */

static void type_of(struct cx *cx, const struct records *all, const struct field *f, struct buf *out)
{
	static const char *const plain[] = {
		[KIND_INT] = "number", [KIND_REAL] = "number", [KIND_BOOL] = "boolean", [KIND_TEXT] = "string",
		[KIND_TEXTS] = "string", [KIND_JSON] = "unknown",
	};
	if (f->kind == KIND_LIST)
		buf_puts(out, name_of(cx, all, f->of));
	else if (f->flags & TIME)
		buf_puts(out, "string");
	else if (!f->choices)
		buf_puts(out, plain[f->kind]);
	if (f->choices) {
		buf_puts(out, f->kind == KIND_TEXTS ? "(" : "");
		for (const char *const *c = f->choices; *c; c++)
			buf_printf(out, "%s'%s'", c == f->choices ? "" : " | ", *c);
		buf_puts(out, f->kind == KIND_TEXTS ? ")" : "");
	}
	if (f->kind == KIND_LIST || f->kind == KIND_TEXTS)
		buf_puts(out, "[]");
	else if (f->flags & (TIME | NULLABLE) || (f->kind == KIND_TEXT && !(f->flags & REQUIRED)))
		buf_puts(out, " | null");
}

void types_print(struct cx *cx, const struct routes *const *lists, size_t count, struct buf *out)
{
	struct records all = all_records(lists, count);
	buf_puts(out, "// Made by `kuangan types` from the server's tables: change those, not this file.\n");
	for (size_t i = 0; i < all.count; i++) {
		const struct record *rec = all.list[i];
		buf_printf(out, "\nexport interface %s {\n", name_of(cx, &all, rec));
		for (size_t j = 0; j < rec->count; j++) {
			const struct field *f = &rec->fields[j];
			buf_printf(out, "  %s%s%s: ", f->flags & READ_ONLY ? "readonly " : "", f->name,
				   f->flags & SECRET ? "?" : "");
			type_of(cx, &all, f, out);
			buf_puts(out, "\n");
		}
		buf_puts(out, "}\n");
	}
}

/* ---- the route ---- */

static enum status get_openapi(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	openapi_write(cx, route_lists, route_list_count, &reply->w);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/openapi.json", 0, get_openapi, .flags = ROUTE_PUBLIC, .help = "this description"},
};
const struct routes openapi_routes = ROUTES("/api/openapi", table);
