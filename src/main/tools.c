#include "main/tools.h"

#include <stdio.h>
#include "main/lists.h"
#include "main/openapi.h"
#include "main/settings.h"

static enum status version(struct cx *cx, struct call *call)
{
	(void)cx;
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "version");
		jw_text(&call->w, KUANGAN_VERSION);
		jw_end(&call->w);
	} else {
		buf_printf(call->out, "kuangan %s\n", KUANGAN_VERSION);
	}
	return STATUS_OK;
}

static enum status settings(struct cx *cx, struct call *call)
{
	settings_print(cx, call->settings, call->out);
	return STATUS_OK;
}

/* Opening the database has done it. */
static enum status migrate(struct cx *cx, struct call *call)
{
	buf_printf(call->out, "%s\n", words(cx, "the database is up to date"));
	return STATUS_OK;
}

static enum status types(struct cx *cx, struct call *call)
{
	types_print(cx, route_lists, route_list_count, call->out);
	return STATUS_OK;
}

static enum status openapi(struct cx *cx, struct call *call)
{
	call->json = true;
	openapi_write(cx, route_lists, route_list_count, &call->w);
	return STATUS_OK;
}

static enum status flows(struct cx *cx, struct call *call)
{
	for (size_t i = 0; i < flow_list_count; i++) {
		const char *path = arena_printf(cx->mem, "%s/%s%s.md", *call->args[0] ? call->args[0] : ".", flow_list[i]->name, cx->lang == LANG_ZH ? ".zh-CN" : "");
		struct buf page;
		buf_init(&page, cx->mem);
		flow_document(cx, flow_list[i], &page);
		FILE *f = fopen(path, "w");
		if (!f || fwrite(page.s, 1, page.n, f) != page.n || fclose(f) != 0)
			return cx_fail(cx, STATUS_INVALID, "cannot write %s", path);
		buf_printf(call->out, "%s\n", path);
	}
	return STATUS_OK;
}

static const struct verb table[] = {
	{"version", "", "", 0, 0, 0, version, "the program's version"},
	{"settings", "", "", 0, 0, VERB_SETTINGS, settings, "the settings in force, as a commented file"},
	{"migrate", "", "", 0, 0, VERB_DB, migrate, "bring the database's schema up to date"},
	{"types", "", "", 0, 0, 0, types, "the app's TypeScript types, from the tables of the routes"},
	{"openapi", "", "", 0, 0, 0, openapi, "the HTTP interface as OpenAPI 3.1"},
	{"flows", "FOLDER", "", 1, 1, 0, flows, "write a page of Markdown with its diagram for each flow"},
};
const struct verbs tool_verbs = VERBS(table);
