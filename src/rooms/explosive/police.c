#include "rooms/explosive/police.h"

#include "core/perm.h"
#include "db/db.h"
#include "rooms/explosive/book.h"

enum status police_org(struct cx *cx, int64_t *out)
{
	struct list l;
	TRY(db_all(cx, &number_row_record, &l,
		   "SELECT id AS n FROM org WHERE county = $1 AND kind = 'department' AND active = 1 AND (name LIKE "
		   "'%公安局' OR short_name LIKE '%公安局')"
		   " ORDER BY sort, id LIMIT 1",
		   ARGS(V(cx->county))));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "no police bureau is registered in this county");
	*out = ((const struct number_row *)l.items)->n;
	return STATUS_OK;
}

enum status police_only(struct cx *cx, struct act *a)
{
	int64_t org;
	(void)a;
	TRY(police_org(cx, &org));
	return cx->org == org || !cx->user ? STATUS_OK
					   : cx_fail(cx, STATUS_FORBIDDEN, "only the county's police may do this");
}

enum status police_tell(struct cx *cx, const struct notify *n, const char *fmt, const char *what)
{
	int64_t org;
	enum status s = police_org(cx, &org);
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		return STATUS_OK;
	}
	TRY(s);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	return notify_org(cx, org, PERM_EXPLOSIVE_APPROVE, n, NULL, fmt, what);
#pragma GCC diagnostic pop
}

enum status police_tell_mine(struct cx *cx, int64_t mine, const struct notify *n, const char *fmt, const char *what)
{
	struct list l;
	TRY(db_all(cx, &number_row_record, &l, "SELECT enterprise AS n FROM mine WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(mine))));
	if (!l.count || !((const struct number_row *)l.items)->n)
		return STATUS_OK;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	return notify_org(cx, ((const struct number_row *)l.items)->n, PERM_EXPLOSIVE_APPLY, n, NULL, fmt, what);
#pragma GCC diagnostic pop
}
