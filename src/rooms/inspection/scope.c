/* scope.c - who sees which rows here, and the small things that the other files share. */
#include "rooms/inspection/inspection.h"

#include <stdlib.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"

struct org_row {
	const char *kind;
	int64_t below;                  /* how many organisations lie below it */
};
static const struct field org_row_fields[] = {FIELD(struct org_row, kind), FIELD(struct org_row, below)};
static const struct record org_row_record = RECORD(org_row, org_row_fields);

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

enum status inspection_count(struct cx *cx, int64_t *out, const char *sql, struct args args)
{
	struct number c;
	TRY(db_one(cx, &number_record, &c, sql, args));
	*out = c.n;
	return STATUS_OK;
}

static enum status my_org(struct cx *cx, struct org_row *out)
{
	*out = (struct org_row){.kind = ""};
	if (!cx->org)
		return STATUS_OK;
	return db_one(cx, &org_row_record, out,
		      "SELECT o.kind, (SELECT count(*) FROM org b WHERE b.county = o.county AND b.parent = o.id) AS below FROM org o"
		      " WHERE o.county = $1 AND o.id = $2", ARGS(V(cx->county), V(cx->org)));
}

enum status inspection_my_kind(struct cx *cx, const char **kind)
{
	struct org_row o;
	TRY(my_org(cx, &o));
	*kind = o.kind;
	return STATUS_OK;
}

/* Rows of one's own town or enterprise: by its number where it has nothing below it, so that an index serves. */
static void own(struct cx *cx, struct where *w, const char *alias, const char *column, bool single)
{
	if (single) {
		where_and(w, arena_printf(cx->mem, "%s.%s = $?", alias, column), V(cx->org));
		return;
	}
	where_and(w, arena_printf(cx->mem, "EXISTS (SELECT 1 FROM org s WHERE s.county = %s.county AND s.id = %s.%s AND s.path >= $?",
				  alias, alias, column), V(cx->org_path));
	where_and(w, "s.path < $?)", V(arena_printf(cx->mem, "%s~", cx->org_path)));
}

enum status inspection_scope(struct cx *cx, struct where *w, const char *alias)
{
	bool all;
	struct org_row o;
	TRY(mine_sees_all(cx, &all));
	if (all)
		return STATUS_OK;
	TRY(my_org(cx, &o));
	if (strcmp(o.kind, "town") == 0 || strcmp(o.kind, "enterprise") == 0) {
		own(cx, w, alias, o.kind, !o.below);
		return STATUS_OK;
	}
	where_and(w, arena_printf(cx->mem, "EXISTS (SELECT 1 FROM mine_visitor v WHERE v.county = %s.county AND v.mine = %s.mine"
				  " AND v.org = $?", alias, alias), V(cx->org));
	where_and(w, "v.until >= $?)", V(day_today(cx)));
	return STATUS_OK;
}

enum status inspection_reach(struct cx *cx, struct reach *out)
{
	struct org_row o;
	*out = (struct reach){0};
	TRY(mine_sees_all(cx, &out->all));
	if (out->all)
		return STATUS_OK;
	TRY(my_org(cx, &o));
	if (strcmp(o.kind, "town") == 0 && !o.below)
		out->town = cx->org;
	return STATUS_OK;
}

enum status inspection_own_org(struct cx *cx, int64_t org, bool *yes)
{
	int64_t n;
	*yes = org && org == cx->org;
	if (*yes || !cx->org)
		return STATUS_OK;
	TRY(inspection_count(cx, &n,
		"SELECT count(*) AS n FROM org o JOIN org me ON me.county = o.county AND me.id = $3 WHERE o.county = $1 AND o.id = $2"
		" AND o.path >= me.path AND o.path < me.path || '~'", ARGS(V(cx->county), V(org), V(cx->org))));
	*yes = n > 0;
	return STATUS_OK;
}

/* table: one with mine, town, enterprise; open: a condition on its rows. */
static enum status follow(struct cx *cx, const char *table, const char *open, bool industry)
{
	const char *more = industry ? arena_printf(cx->mem, ", industry = (SELECT m.industry FROM mine m WHERE m.county = %s.county"
							    " AND m.id = %s.mine)", table, table) : "";
	const char *differs = industry ? arena_printf(cx->mem, " OR m.industry <> %s.industry", table) : "";
	return db_exec(cx, NULL,
		       arena_printf(cx->mem,
				    "UPDATE %s SET town = (SELECT m.town FROM mine m WHERE m.county = %s.county AND m.id = %s.mine),"
				    " enterprise = (SELECT m.enterprise FROM mine m WHERE m.county = %s.county AND m.id = %s.mine)%s"
				    " WHERE county = $1 AND %s AND EXISTS (SELECT 1 FROM mine m WHERE m.county = %s.county AND m.id = %s.mine"
				    " AND (m.town <> %s.town OR m.enterprise <> %s.enterprise%s))",
				    table, table, table, table, table, more, open, table, table, table, table, differs),
		       ARGS(V(cx->county)));
}

enum status inspection_follow(struct cx *cx)
{
	TRY(follow(cx, "hazard", "ended_on = ''", true));
	TRY(follow(cx, "stop_order_mine", "lifted_on = ''", false));
	TRY(follow(cx, "inspection", "state IN ('planned', 'under_way')", false));
	return follow(cx, "investigation", "state <> 'reported'", false);
}

enum status inspection_not_future(struct cx *cx, const char *field, const char *day)
{
	if (strcmp(day, day_today(cx)) > 0)
		return cx_fail_field(cx, field, "may not be a day to come");
	return STATUS_OK;
}

/* The words are literals of the caller, each with one %s. */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

enum status inspection_tell(struct cx *cx, int64_t org, uint64_t perms, const char *kind, const char *link, const char *words_en,
			    const char *what)
{
	if (!org)
		return STATUS_OK;
	return notify_org(cx, org, perms, &(struct notify){.kind = kind, .link = link}, NULL, words_en, what);
}
