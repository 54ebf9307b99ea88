/* org_api.c - the organisations by HTTP. */
#include "core/org_api.h"

#include <string.h>
#include "core/org.h"
#include "core/org_resolve.h"
#include "core/perm.h"

struct resolve_input {
	struct texts words;
};
static const struct field resolve_fields[] = {
	FIELD(struct resolve_input, words, .flags = REQUIRED, .min = 1, .max = 500),
};
static const struct record resolve_record = RECORD(resolve_input, resolve_fields);

struct towns_input {
	const char *csv;
};
static const struct field towns_fields[] = {
	FIELD(struct towns_input, csv, .flags = REQUIRED, .zh = "乡镇街道表（CSV）", .en = "towns (CSV)"),
};
static const struct record towns_record = RECORD(towns_input, towns_fields);

static enum status list_orgs(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	const char *next;
	TRY(org_list(cx, rq->query, &l, &next));
	jw_page(&reply->w, &org_record, &l, next, -1);
	return STATUS_OK;
}

static enum status get_org(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct org o;
	TRY(org_get(cx, rq->id, &o));
	jw_record(&reply->w, &org_record, &o);
	return STATUS_OK;
}

static enum status create_org(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct org o;
	TRY(org_create(cx, rq->body, &o));
	jw_record(&reply->w, &org_record, &o);
	return STATUS_OK;
}

static enum status update_org(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct org o;
	TRY(org_update(cx, rq->id, rq->body, &o));
	jw_record(&reply->w, &org_record, &o);
	return STATUS_OK;
}

static enum status resolve(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct resolve_input *in = rq->body;
	const struct org_index *ix;
	TRY(org_index_load(cx, &ix));
	struct list l = {arena_array_of(cx->mem, struct org_resolved, in->words.count), in->words.count};
	for (size_t i = 0; i < l.count; i++)
		org_resolve(cx, ix, in->words.items[i], (struct org_resolved *)l.items + i);
	jw_page(&reply->w, &org_resolved_record, &l, NULL, -1);
	return STATUS_OK;
}

static enum status import_towns(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct towns_input *in = rq->body;
	int64_t made;
	TRY(org_import_towns(cx, in->csv, strlen(in->csv), &made));
	if (!made)
		return cx_fail(cx, STATUS_CONFLICT, "all of these towns are there already");
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "made");
	jw_int(&reply->w, made);
	jw_end(&reply->w);
	return STATUS_OK;
}

static const struct answer_key town_keys[] = {
	KEY("made", "int"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/orgs", BIT(ORG_READ), list_orgs, .query = &org_query_record, .reply = &org_record,
	 .flags = ROUTE_LIST, .help = "Organisations, in their order"},
	{"POST", "/api/orgs", BIT(ORG_MANAGE), create_org, .body = &org_new_record, .reply = &org_record,
	 .help = "Add an organisation"},
	{"POST", "/api/orgs/resolve", BIT(ORG_READ), resolve, .body = &resolve_record, .reply = &org_resolved_record,
	 .flags = ROUTE_READ | ROUTE_LIST, .help = "Which organisations words in a notice mean"},
	{"POST", "/api/orgs/towns", BIT(ORG_MANAGE), import_towns, .body = &towns_record,
	 .keys = town_keys, .help = "Add towns from a table: code,name,short_name,aliases; the answer is {made}"},
	{"GET", "/api/orgs/{id}", BIT(ORG_READ), get_org, .reply = &org_record, .help = "One organisation"},
	{"PUT", "/api/orgs/{id}", BIT(ORG_MANAGE), update_org, .body = &org_edit_record, .reply = &org_record,
	 .help = "Change an organisation, or shut it (active false)"},
};
const struct routes org_routes = ROUTES("/api/orgs", table);
