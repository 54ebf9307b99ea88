#include "main/openapi_inside.h"

#include <ctype.h>
#include <string.h>
#include "core/flow_api.h"
#include "core/perm.h"
#include "main/lists.h"

/* ---- every record that the routes speak of ---- */

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

const struct flow_page *route_flow(const struct route *r)
{
	return r->flags & ROUTE_FLOW || r->handle == flow_get || r->handle == flow_post_step || r->handle == flow_get_history ? r->of : NULL;
}

/* What is named in the tables of routes comes first, so that its name does not hang on what is beside it. */
static void collect_beside(struct records *all, const struct route *r)
{
	struct answer_keys keys = route_keys(r);
	for (size_t i = 0; i < sizeof keys.list / sizeof *keys.list; i++)
		for (const struct answer_key *k = keys.list[i]; k && k->name; k++)
			collect(all, k->of);
	const struct flow_page *page = r->handle == flow_post_step ? r->of : NULL;
	for (size_t i = 0; page && i < page->flow->count; i++)
		for (size_t j = 0; page->flow->steps[i].input && j < page->flow->steps[i].input->count; j++)
			collect(all, page->flow->steps[i].input->fields[j].of);
}

struct records records_of(const struct routes *const *lists, size_t count)
{
	struct records all = {0};
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < lists[i]->count; j++) {
			collect(&all, lists[i]->table[j].body);
			collect(&all, lists[i]->table[j].reply);
		}
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < lists[i]->count; j++)
			collect_beside(&all, &lists[i]->table[j]);
	return all;
}

const char *records_name(struct cx *cx, const struct records *all, const struct record *rec)
{
	int nth = 1;
	for (size_t i = 0; i < all->count && all->list[i] != rec; i++)
		nth += strcmp(all->list[i]->name, rec->name) == 0;
	return nth == 1 ? rec->name : arena_printf(cx->mem, "%s_%d", rec->name, nth);
}

/* ---- the answers' keys ---- */

struct answer_keys route_keys(const struct route *r)
{
	struct answer_keys keys = {{r->keys}};
	const struct flow_page *page = route_flow(r);
	if (page && r->handle == flow_get_history) {
		keys.list[1] = flow_history_keys;
	} else if (page) {
		keys.list[1] = flow_page_keys;
		keys.list[2] = page->keys;
	}
	return keys;
}

/* ---- OpenAPI ---- */

static void parameter(struct jw *w, const char *name, const char *in, bool required, const struct field *f)
{
	jw_begin(w, '{');
	schema_pair(w, "name", name);
	schema_pair(w, "in", in);
	if (required) {
		jw_key(w, "required");
		jw_bool(w, true);
	}
	jw_key(w, "schema");
	jw_begin(w, '{');
	if (f)
		schema_value(w, f, false);
	else
		schema_pair(w, "type", strcmp(name, "name") == 0 ? "string" : "integer");
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

static void request_body(struct jw *w, struct cx *cx, const struct records *all, const struct route *r)
{
	if (!r->body && !(r->flags & (ROUTE_UPLOAD | ROUTE_RAW)))
		return;
	jw_key(w, "requestBody");
	jw_begin(w, '{');
	content(w, r->flags & ROUTE_UPLOAD ? "application/octet-stream" : "application/json");
	if (r->handle == flow_post_step)
		schema_step(w, cx, all, route_flow(r)->flow);
	else if (r->body)
		schema_ref(w, cx, all, r->body);
	else
		schema_type(w, r->flags & ROUTE_UPLOAD ? NULL : "object");
	content_end(w);
	jw_end(w);
}

static void responses(struct jw *w, struct cx *cx, const struct records *all, const struct route *r)
{
	jw_key(w, "responses");
	jw_begin(w, '{');
	jw_key(w, "200");
	jw_begin(w, '{');
	schema_pair(w, "description", r->help);
	content(w, r->type ? r->type : r->flags & ROUTE_STREAM ? "text/event-stream" : "application/json");
	schema_answer(w, cx, all, r);
	content_end(w);
	jw_end(w);
	jw_key(w, "default");
	jw_begin(w, '{');
	schema_pair(w, "$ref", "#/components/responses/error");
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
	schema_pair(w, "operationId", operation_id(cx, r));
	schema_pair(w, "summary", r->help);
	struct buf perms;
	buf_init(&perms, cx->mem);
	for (int bit = 0; bit < PERM_COUNT; bit++)
		if (r->perm >> bit & 1)
			buf_printf(&perms, "%s%s", perms.n ? ", " : "", perm_name(bit));
	if (perms.n)
		schema_pair(w, "description", arena_printf(cx->mem, "needs %s", perms.s));
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
	schema_pair(w, "description", "what went wrong, for a program and for a person");
	content(w, "application/json");
	jw_begin(w, '{');
	schema_pair(w, "type", "object");
	jw_key(w, "properties");
	jw_begin(w, '{');
	for (size_t i = 0; i < 3; i++) {
		jw_key(w, keys[i]);
		schema_type(w, "string");
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
	schema_pair(w, "type", "apiKey");
	schema_pair(w, "in", "cookie");
	schema_pair(w, "name", "kuangan");
	jw_end(w);
	jw_key(w, "bearer");
	jw_begin(w, '{');
	schema_pair(w, "type", "http");
	schema_pair(w, "scheme", "bearer");
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
	struct records all = records_of(lists, count);
	jw_begin(w, '{');
	schema_pair(w, "openapi", "3.1.0");
	jw_key(w, "info");
	jw_begin(w, '{');
	schema_pair(w, "title", "矿安 Kuang'an");
	schema_pair(w, "version", KUANGAN_VERSION);
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
		jw_key(w, records_name(cx, &all, all.list[i]));
		schema_record(w, cx, &all, all.list[i]);
	}
	jw_end(w);
	jw_end(w);
	jw_end(w);
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
