#include "core/org_cli.h"

#include <stdlib.h>
#include <string.h>
#include "core/county.h"
#include "core/org.h"
#include "core/org_resolve.h"
#include "core/perm.h"

enum { MAX_CSV = 1024 * 1024, PAGE = 200 };

enum status verb_need(struct cx *cx, uint64_t perms)
{
	if (cx->user && (perms & ~cx->perms))
		return cx_fail(cx, STATUS_FORBIDDEN, "you have no right to do this");
	return STATUS_OK;
}

void verb_items(struct call *call, const struct record *rec, const struct list *l)
{
	jw_begin(&call->w, '{');
	jw_key(&call->w, "items");
	jw_list(&call->w, rec, l);
	jw_end(&call->w);
}

static void say_count(struct call *call, const char *key, int64_t n)
{
	jw_begin(&call->w, '{');
	jw_key(&call->w, key);
	jw_int(&call->w, n);
	jw_end(&call->w);
}

/* ---- organisations ---- */

/* All pages of a list as one. */
static enum status all_orgs(struct cx *cx, struct org_query q, struct list *out)
{
	*out = (struct list){0};
	q.limit = PAGE;
	do {
		struct list page;
		TRY(org_list(cx, &q, &page, &q.cursor));
		struct org *joined = arena_array_of(cx->mem, struct org, out->count + page.count);
		if (out->count)
			memcpy(joined, out->items, out->count * sizeof *joined);
		if (page.count)
			memcpy(joined + out->count, page.items, page.count * sizeof *joined);
		*out = (struct list){joined, out->count + page.count};
	} while (q.cursor);
	return STATUS_OK;
}

static int depth(const char *path)
{
	int n = 0;
	for (; *path; path++)
		n += *path == '/';
	return n;
}

static enum status list_orgs(struct cx *cx, struct call *call)
{
	TRY(verb_need(cx, PERM_ORG_READ));
	const char *kind = call_option(call, "kind");
	if (kind && record_set(cx, &org_query_record, "kind", kind, &(struct org_query){0}))
		return STATUS_INVALID;
	struct list l;
	TRY(all_orgs(cx, (struct org_query){.q = call->count ? call->args[0] : NULL, .kind = kind,
					    .active = call_option(call, "all") ? "all" : "yes"}, &l));
	if (call->json) {
		verb_items(call, &org_record, &l);
		return STATUS_OK;
	}
	for (size_t i = 0; i < l.count; i++) {
		const struct org *o = (const struct org *)l.items + i;
		buf_printf(call->out, "%*s%s  %s%s\n", 2 * (depth(o->path) - 2), "", o->name, o->short_name,
			   o->active ? "" : words(cx, "  (shut)"));
	}
	buf_printf(call->out, words(cx, "%zu organisations"), l.count);
	buf_puts(call->out, "\n");
	return STATUS_OK;
}

static enum status import_towns(struct cx *cx, struct call *call)
{
	TRY(verb_need(cx, PERM_ORG_MANAGE));
	const char *csv;
	size_t n;
	int64_t made;
	TRY(call_read_file(cx, call->args[0], MAX_CSV, &csv, &n));
	TRY(org_import_towns(cx, csv, n, &made));
	if (call->json)
		say_count(call, "made", made);
	else
		buf_printf(call->out, words(cx, "%lld towns added\n"), (long long)made);
	return STATUS_OK;
}

static void print_resolved(struct call *call, const struct org_resolved *r)
{
	buf_printf(call->out, "%s:", r->words);
	for (size_t i = 0; i < r->orgs.count; i++)
		buf_printf(call->out, " %s", ((const struct org_ref *)r->orgs.items)[i].name);
	if (r->note)
		buf_printf(call->out, " (%s)", r->note);
	buf_puts(call->out, "\n");
	for (size_t i = 0; i < r->candidates.count; i++) {
		const struct org_candidate *c = (const struct org_candidate *)r->candidates.items + i;
		buf_printf(call->out, "  %3lld  %s\n", (long long)c->score, c->name);
	}
}

static enum status resolve(struct cx *cx, struct call *call)
{
	TRY(verb_need(cx, PERM_ORG_READ));
	const struct org_index *ix;
	TRY(org_index_load(cx, &ix));
	struct list l = {arena_array_of(cx->mem, struct org_resolved, (size_t)call->count), (size_t)call->count};
	for (int i = 0; i < call->count; i++) {
		struct org_resolved *r = (struct org_resolved *)l.items + i;
		org_resolve(cx, ix, call->args[i], r);
		call->no |= r->note != NULL;
		if (!call->json)
			print_resolved(call, r);
	}
	if (call->json)
		verb_items(call, &org_resolved_record, &l);
	return STATUS_OK;
}

/* ---- the county ---- */

static enum status init(struct cx *cx, struct call *call)
{
	TRY(verb_need(cx, PERM_SYSTEM_MANAGE));
	const char *suite = call_option(call, "suite"), *towns = call_option(call, "towns");
	int64_t made = 0;
	if (strspn(call->args[0], "0123456789") != strlen(call->args[0]))
		return cx_fail_field(cx, "county_code", "a county's code has six digits");
	TRY(county_create(cx, strtoll(call->args[0], NULL, 10), call->args[1], suite ? suite : "sha256-ed25519"));
	if (towns) {
		const char *csv;
		size_t n;
		TRY(call_read_file(cx, towns, MAX_CSV, &csv, &n));
		TRY(org_import_towns(cx, csv, n, &made));
	}
	struct list l;
	TRY(all_orgs(cx, (struct org_query){0}, &l));
	if (call->json)
		say_count(call, "organisations", (int64_t)l.count);
	else
		buf_printf(call->out, words(cx, "%s is set up with %zu organisations\n"), call->args[1], l.count);
	return STATUS_OK;
}

static const struct verb table[] = {
	{"county init", "CODE NAME [--towns=FILE] [--suite=SUITE]", "towns= suite=", 2, 2, VERB_DB | VERB_WRITE, init,
	 "set up a county: ledger, rules, organisations from the template, towns from a table"},
	{"org list", "[WORDS] [--kind=KIND] [--all]", "kind= all", 0, 1, VERB_DB, list_orgs,
	 "organisations, as a tree"},
	{"org import", "FILE", "", 1, 1, VERB_DB | VERB_WRITE, import_towns,
	 "add towns from a table: code,name,short_name,aliases"},
	{"org resolve", "WORDS…", "", 1, VERB_MAX_ARGS, VERB_DB, resolve,
	 "which organisations words in a notice mean; exit 1 where a person must choose"},
};
const struct verbs org_verbs = VERBS(table);
