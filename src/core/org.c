#include "core/org.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/id.h"
#include "core/ledger.h"
#include "core/perm.h"
#include "core/search.h"
#include "db/db.h"

const char *const org_kinds[] = {"county", "leadership", "department", "town", "enterprise", "third_party", NULL};
static const char *const activities[] = {"yes", "no", "all", NULL};

#define TAKEN_FIELDS                                                                                            \
	FIELD(struct org, parent, .flags = REQUIRED, .zh = "上级", .en = "belongs to"),                         \
	FIELD(struct org, kind, .flags = REQUIRED, .choices = org_kinds, .zh = "类别", .en = "kind"),           \
	FIELD(struct org, code, .min = 0, .max = 32, .zh = "代码", .en = "code"),                               \
	FIELD(struct org, name, .flags = REQUIRED, .min = 2, .max = 60, .zh = "全称", .en = "full name"),       \
	FIELD(struct org, short_name, .min = 0, .max = 30, .zh = "简称", .en = "short name"),                   \
	FIELD(struct org, aliases, .min = 0, .max = 40, .zh = "别名、曾用名", .en = "other and former names"),  \
	FIELD(struct org, supervises, .zh = "负有安全生产监管职责", .en = "supervises work safety"),            \
	FIELD(struct org, industry, .zh = "行业主管部门", .en = "in charge of an industry"),                    \
	FIELD(struct org, sort, .min = 0, .max = 1000000, .zh = "排序", .en = "order")

static const struct field org_fields[] = {
	FIELD(struct org, id, .flags = READ_ONLY),
	FIELD(struct org, path, .flags = READ_ONLY),
	TAKEN_FIELDS,
	FIELD(struct org, alias_lines, .flags = READ_ONLY | SECRET),
	FIELD(struct org, active, .zh = "启用", .en = "active"),
	FIELD(struct org, people, .flags = READ_ONLY, .zh = "人数", .en = "people"),
	FIELD(struct org, version, .flags = READ_ONLY),
};
const struct record org_record = RECORD(org, org_fields);

/* What the ledger keeps: the row itself, nothing counted. */
static const struct field kept_fields[] = {
	FIELD(struct org, id),
	FIELD(struct org, path),
	TAKEN_FIELDS,
	FIELD(struct org, active),
	FIELD(struct org, version),
};
static const struct record kept_record = RECORD(org, kept_fields);

static const struct field new_fields[] = {TAKEN_FIELDS};
const struct record org_new_record = {.name = "org_new", .size = sizeof(struct org), .fields = new_fields,
				      .count = sizeof new_fields / sizeof *new_fields};

static const struct field edit_fields[] = {
	TAKEN_FIELDS,
	FIELD(struct org, active, .flags = REQUIRED, .zh = "启用", .en = "active"),
	FIELD(struct org, version, .flags = REQUIRED),
};
const struct record org_edit_record = {.name = "org_edit", .size = sizeof(struct org), .fields = edit_fields,
				       .count = sizeof edit_fields / sizeof *edit_fields};

static const struct field query_fields[] = {
	FIELD(struct org_query, q, .min = 0, .max = 60),
	FIELD(struct org_query, kind, .choices = org_kinds),
	FIELD(struct org_query, active, .choices = activities),
	FIELD(struct org_query, limit, .min = 1, .max = 200),
	FIELD(struct org_query, cursor, .min = 1, .max = 40),
};
const struct record org_query_record = RECORD(org_query, query_fields);

#define ORG_COLUMNS                                                                                                    \
	"id, parent, path, kind, code, name, short_name, aliases AS alias_lines, supervises, industry, sort, active, " \
	"version, (SELECT count(*) FROM person p WHERE p.county = org.county AND p.org = org.id AND p.active = 1) AS " \
	"people"
#define PUBLIC_KINDS "'county', 'leadership', 'department', 'town', 'third_party'"

bool org_in_scope(const struct cx *cx, const char *path)
{
	return cx->org_path && strncmp(path, cx->org_path, strlen(cx->org_path)) == 0;
}

static bool is_public(const char *kind)
{
	return strcmp(kind, "enterprise") != 0 && strcmp(kind, "third_party") != 0;
}

/* ---- aliases: lines in the table, a list outside ---- */

static struct texts split_lines(struct cx *cx, const char *lines)
{
	struct texts t = {0};
	size_t most = 1;
	for (const char *s = lines; *s; s++)
		most += *s == '\n';
	t.items = arena_array_of(cx->mem, const char *, most);
	for (const char *s = lines; *s;) {
		size_t n = strcspn(s, "\n");
		if (n)
			t.items[t.count++] = arena_printf(cx->mem, "%.*s", (int)n, s);
		s += n + (s[n] == '\n');
	}
	return t;
}

const char *org_lines(struct cx *cx, const struct texts *t)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < t->count; i++) {
		const char *s = t->items[i] + strspn(t->items[i], " \t\r\n");
		size_t n = strlen(s);
		while (n && strchr(" \t\r\n", s[n - 1]))
			n--;
		if (!n)
			continue;
		if (b.n)
			buf_puts(&b, "\n");
		for (size_t k = 0; k < n; k++)
			buf_add(&b, s[k] == '\n' ? " " : &s[k], 1);
	}
	return b.s;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* ---- reading ---- */

static enum status finish_one(struct cx *cx, enum status s, struct org *out)
{
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		return cx_fail(cx, s, "no such organisation");
	}
	TRY(s);
	if (!is_public(out->kind) && !org_in_scope(cx, out->path))
		return cx_fail(cx, STATUS_NOT_FOUND, "no such organisation");
	out->aliases = split_lines(cx, out->alias_lines);
	return STATUS_OK;
}

enum status org_get(struct cx *cx, int64_t id, struct org *out)
{
	return finish_one(cx,
			  db_one(cx, &org_record, out, "SELECT " ORG_COLUMNS " FROM org WHERE county = $1 AND id = $2",
				 ARGS(V(cx->county), V(id))),
			  out);
}

enum status org_by_name(struct cx *cx, const char *name, struct org *out)
{
	return finish_one(cx,
			  db_one(cx, &org_record, out,
				 "SELECT " ORG_COLUMNS " FROM org WHERE county = $1 AND (name = $2 OR short_name = $2)"
				 " ORDER BY active DESC, id LIMIT 1",
				 ARGS(V(cx->county), V(name))),
			  out);
}

const char *org_anywhere(struct cx *cx, const char *q)
{
	struct buf b;
	buf_init(&b, cx->mem);
	buf_puts(&b, "%");
	for (; *q; q++) {
		const char c = *q >= 'A' && *q <= 'Z' ? (char)(*q - 'A' + 'a') : *q;
		if (strchr("%_\\", c))
			buf_puts(&b, "\\");
		buf_add(&b, &c, 1);
	}
	buf_puts(&b, "%");
	return b.s;
}

/* "sort-id" of the last row of the page before. */
static enum status read_cursor(struct cx *cx, const char *cursor, int64_t *sort, int64_t *id)
{
	*sort = *id = -1;
	if (!cursor)
		return STATUS_OK;
	char *end;
	*sort = strtoll(cursor, &end, 10);
	if (*end == '-')
		*id = strtoll(end + 1, &end, 10);
	return *end || *id < 0 ? cx_fail_field(cx, "cursor", "is not a cursor of this list") : STATUS_OK;
}

enum status org_list(struct cx *cx, const struct org_query *q, struct list *out, const char **next)
{
	int64_t limit = q->limit ? q->limit : 50, sort, id;
	TRY(read_cursor(cx, q->cursor, &sort, &id));
	const char *active = q->active ? q->active : "yes";
	TRY(db_all(cx, &org_record, out,
		   "SELECT " ORG_COLUMNS " FROM org WHERE county = $1 AND (sort, id) > ($2, $3)"
		   " AND (kind IN (" PUBLIC_KINDS ") OR path LIKE $4) AND (kind = $5 OR $5 = '')"
		   " AND (lower(name) LIKE $6 ESCAPE '\\' OR lower(short_name) LIKE $6 ESCAPE '\\' OR lower(aliases) LIKE $6 ESCAPE '\\')"
		   " AND active >= $7 AND active <= $8 ORDER BY sort, id LIMIT $9",
		   ARGS(V(cx->county), V(sort), V(id), V(arena_printf(cx->mem, "%s%%", or_empty(cx->org_path))),
			V(or_empty(q->kind)), V(org_anywhere(cx, or_empty(q->q))), V(strcmp(active, "yes") == 0),
			V(strcmp(active, "no") != 0), V(limit + 1))));
	struct org *o = out->items;
	for (size_t i = 0; i < out->count; i++)
		o[i].aliases = split_lines(cx, o[i].alias_lines);
	*next = NULL;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = arena_printf(cx->mem, "%" PRId64 "-%" PRId64, o[limit - 1].sort, o[limit - 1].id);
	}
	return STATUS_OK;
}

/* ---- writing ---- */

/* Found by its names; a firm only by those whose scope it lies in. */
static enum status put_search(struct cx *cx, const struct org *o)
{
	const char **path = arena_array_of(cx->mem, const char *, 1);
	path[0] = o->path;
	if (!o->active)
		return search_drop(cx, "org", o->id);
	return search_put(cx, &(struct search_entry){
		.kind = "org", .item = o->id, .title = o->name, .scope = {path, is_public(o->kind) ? 0 : 1},
		.perms = PERM_ORG_READ, .text = arena_printf(cx->mem, "%s\n%s", o->short_name, o->alias_lines)});
}

/* Read what was written and note it in the ledger. */
static enum status settle(struct cx *cx, int64_t id, const char *action, struct org *out)
{
	struct org now;
	TRY(org_get(cx, id, &now));
	if (out)
		*out = now;
	TRY(put_search(cx, &now));
	return ledger_append_record(cx, "org", id, action, &kept_record, &now);
}

enum status org_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct org now;
	enum status s = org_get(cx, last->item, &now);
	if (s && s != STATUS_NOT_FOUND)
		return s;
	if (s)
		cx_forget(cx);
	return ledger_compare(cx, last, &kept_record, s ? NULL : &now, why);
}

static enum status name_taken(struct cx *cx, enum status s, const char *name)
{
	if (s != STATUS_CONFLICT)
		return s;
	cx_forget(cx);
	return cx_fail(cx, s, "an organisation is already called %s", name);
}

/* Where it hangs in the tree: the parent's path, "/" for the county's government. */
static enum status parent_path(struct cx *cx, const struct org *in, const char **path)
{
	*path = "/";
	if (strcmp(in->kind, "county") == 0)
		return in->parent ? cx_fail_field(cx, "parent", "the county's government has nothing above it")
				  : STATUS_OK;
	if (!in->parent)
		return cx_fail_field(cx, "parent", "say what it belongs to");
	struct org parent;
	enum status s = org_get(cx, in->parent, &parent);
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		return cx_fail_field(cx, "parent", "no such organisation");
	}
	TRY(s);
	if (!org_in_scope(cx, parent.path))
		return cx_fail(cx, STATUS_FORBIDDEN, "this organisation is outside your scope");
	*path = parent.path;
	return STATUS_OK;
}

/* The tree has one root: who looks for the county's government must find one. */
static enum status only_root(struct cx *cx, const struct org *in)
{
	struct list l;
	if (strcmp(in->kind, "county") != 0)
		return STATUS_OK;
	TRY(db_all(cx, &org_record, &l, "SELECT id FROM org WHERE county = $1 AND kind = 'county' LIMIT 1", ARGS(V(cx->county))));
	return l.count ? cx_fail_field(cx, "kind", "the county's government is there already") : STATUS_OK;
}

enum status org_create(struct cx *cx, const struct org *in, struct org *out)
{
	const char *above;
	TRY(only_root(cx, in));
	TRY(parent_path(cx, in, &above));
	int64_t id = id_new(cx);
	const char *path = arena_printf(cx->mem, "%s%" PRId64 "/", above, id);
	enum status s = db_exec(cx, NULL,
				"INSERT INTO org (county, id, parent, path, kind, code, name, short_name, aliases, "
				"supervises, industry,"
				" sort, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
				ARGS(V(cx->county), V(id), V(in->parent), V(path), V(in->kind), V(or_empty(in->code)),
				     V(in->name), V(or_empty(in->short_name)), V(org_lines(cx, &in->aliases)),
				     V(in->supervises), V(in->industry), V(in->sort), V(cx->now)));
	TRY(name_taken(cx, s, in->name));
	return settle(cx, id, "create", out);
}

/* A shut organisation holds no active account and no active organisation. */
static enum status may_shut(struct cx *cx, const struct org *was)
{
	if (was->people)
		return cx_fail(cx, STATUS_CONFLICT,
			       "%lld people still belong to it: move them or shut their accounts first",
			       (long long)was->people);
	struct list l;
	TRY(db_all(cx, &org_record, &l, "SELECT id FROM org WHERE county = $1 AND parent = $2 AND active = 1 LIMIT 1",
		   ARGS(V(cx->county), V(was->id))));
	if (l.count)
		return cx_fail(cx, STATUS_CONFLICT, "other organisations still belong to it");
	return STATUS_OK;
}

/* Hang the organisation and all below it under another path. */
static enum status move(struct cx *cx, const struct org *was, const char *above)
{
	const char *path = arena_printf(cx->mem, "%s%" PRId64 "/", above, was->id);
	if (strcmp(path, was->path) == 0)
		return STATUS_OK;
	if (strncmp(above, was->path, strlen(was->path)) == 0)
		return cx_fail_field(cx, "parent", "an organisation cannot belong to itself or to what belongs to it");
	TRY(db_exec(cx, NULL, "UPDATE org SET path = $1 || substr(path, $2) WHERE county = $3 AND path LIKE $4",
		    ARGS(V(path), V((int64_t)strlen(was->path) + 1), V(cx->county),
			 V(arena_printf(cx->mem, "%s%%", was->path)))));
	struct list below;
	TRY(db_all(cx, &org_record, &below, "SELECT " ORG_COLUMNS " FROM org WHERE county = $1 AND path LIKE $2",
		   ARGS(V(cx->county), V(arena_printf(cx->mem, "%s%%", path)))));
	for (size_t i = 0; i < below.count; i++)
		TRY(put_search(cx, (const struct org *)below.items + i));
	return STATUS_OK;
}

enum status org_update(struct cx *cx, int64_t id, const struct org *in, struct org *out)
{
	struct org was;
	const char *above;
	TRY(org_get(cx, id, &was));
	if (!org_in_scope(cx, was.path))
		return cx_fail(cx, STATUS_FORBIDDEN, "this organisation is outside your scope");
	if ((strcmp(was.kind, "county") == 0) != (strcmp(in->kind, "county") == 0))
		return cx_fail_field(cx, "kind", "the county's government stays what it is");
	TRY(parent_path(cx, in, &above));
	if (was.active && !in->active)
		TRY(may_shut(cx, &was));
	int64_t changed;
	enum status s =
		db_exec(cx, &changed,
			"UPDATE org SET parent = $1, kind = $2, code = $3, name = $4, short_name = $5, aliases = $6,"
			" supervises = $7, industry = $8, sort = $9, active = $10, version = version + 1"
			" WHERE county = $11 AND id = $12 AND version = $13",
			ARGS(V(in->parent), V(in->kind), V(or_empty(in->code)), V(in->name),
			     V(or_empty(in->short_name)), V(org_lines(cx, &in->aliases)), V(in->supervises),
			     V(in->industry), V(in->sort), V(in->active), V(cx->county), V(id), V(in->version)));
	TRY(name_taken(cx, s, in->name));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else changed it meanwhile");
	TRY(move(cx, &was, above));
	return settle(cx, id, "update", out);
}
