/*
 * explosive_clock.c - what the clock finds: things still out after their shift, journeys that did not bring what left,
 * magazines that nobody counted, permits that ran out.
 */
#include "rooms/explosive/book.h"
#include "rooms/explosive/permit.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/writer.h"

struct account_row {
	const char *account, *item;
	int64_t mine, magazine, amount, last_at;
};
static const struct field account_fields[] = {
	FIELD(struct account_row, account),  FIELD(struct account_row, item),   FIELD(struct account_row, mine),
	FIELD(struct account_row, magazine), FIELD(struct account_row, amount), FIELD(struct account_row, last_at),
};
static const struct record account_record = RECORD(account_row, account_fields);

/* An alert about each of these accounts: it holds, or holds no longer. */
static enum status say(struct cx *cx, const struct list *l, const char *alert, bool holds)
{
	const struct account_row *a = l->items;
	for (size_t i = 0; i < l->count; i++)
		TRY(alert_say(
			cx,
			&(struct explosive_alert){.kind = alert,
						  .subject = arena_printf(cx->mem, "%s %s", a[i].account, a[i].item),
						  .detail = a[i].account,
						  .item = a[i].item,
						  .mine = a[i].mine,
						  .magazine = a[i].magazine,
						  .found = a[i].amount,
						  .holds = holds,
						  .since = a[i].last_at},
			NULL));
	return STATUS_OK;
}

/* Accounts that were said before and have become empty. */
static enum status cleared(struct cx *cx, const char *kind, const char *alert)
{
	struct list l;
	TRY(db_all(cx, &account_record, &l,
		   "SELECT b.account, b.item, b.mine, b.magazine, b.amount, b.last_at FROM explosive_alert a"
		   " JOIN explosive_account b ON b.county = a.county AND b.mine = a.mine AND b.kind = $3 AND b.item = a.item"
		   " AND a.subject = b.account || ' ' || b.item"
		   " WHERE a.county = $1 AND a.kind = $2 AND a.holds = 1 AND b.amount = 0 LIMIT 200",
		   ARGS(V(cx->county), V(alert), V(kind))));
	return say(cx, &l, alert, false);
}

/* Accounts of a kind that should be empty by now. */
static enum status overdue(struct cx *cx, const char *kind, const char *alert, int64_t before)
{
	struct list l;
	TRY(db_all(cx, &account_record, &l,
		   "SELECT b.account, b.item, b.mine, b.magazine, b.amount, b.last_at FROM explosive_account b WHERE "
		   "b.county = $1 AND b.kind = $2"
		   " AND b.amount <> 0 AND b.last_at < $3 AND NOT EXISTS (SELECT 1 FROM explosive_alert a WHERE "
		   "a.county = b.county AND a.kind = $4"
		   " AND a.subject = b.account || ' ' || b.item AND a.holds = 1 AND a.found = b.amount) ORDER BY "
		   "b.last_at LIMIT 200",
		   ARGS(V(cx->county), V(kind), V(before), V(alert))));
	TRY(say(cx, &l, alert, true));
	return cleared(cx, kind, alert);
}

struct uncounted {
	int64_t magazine, mine;
	const char *name;
};
static const struct field uncounted_fields[] = {FIELD(struct uncounted, magazine), FIELD(struct uncounted, mine),
						FIELD(struct uncounted, name)};
static const struct record uncounted_record = RECORD(uncounted, uncounted_fields);

/* A magazine that held something all of yesterday and was not counted. */
static enum status not_counted(struct cx *cx)
{
	struct list l;
	struct day yesterday = {day_of(cx->now).n - 1};
	char day[11];
	day_print(yesterday, day);
	TRY(db_all(cx, &uncounted_record, &l,
		   "SELECT g.id AS magazine, g.mine, g.name FROM explosive_magazine g WHERE g.county = $1 AND "
		   "g.closed_on = '' AND EXISTS (SELECT 1 FROM explosive_account a"
		   " WHERE a.county = g.county AND a.account = 'magazine:' || CAST(g.id AS TEXT) AND a.amount > 0 AND "
		   "a.last_at < $2) AND NOT EXISTS (SELECT 1 FROM"
		   " explosive_count c WHERE c.county = g.county AND c.magazine = g.id AND c.item IN ('emulsion', "
		   "'anfo', 'detonator', 'cord')"
		   " AND c.at >= $2 AND c.at < $3) AND NOT EXISTS (SELECT 1 FROM explosive_alert x"
		   " WHERE x.county = g.county AND x.kind = 'no_count' AND x.subject = 'magazine:' || CAST(g.id AS "
		   "TEXT) || ' ' || $4) ORDER BY g.id LIMIT 200",
		   ARGS(V(cx->county), V(day_start(yesterday)), V(day_start(day_of(cx->now))), V((const char *)day))));
	const struct uncounted *u = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(alert_say(cx,
			      &(struct explosive_alert){
				      .kind = "no_count",
				      .subject = arena_printf(cx->mem, "magazine:%" PRId64 " %s", u[i].magazine, day),
				      .detail = arena_printf(cx->mem, "%s %s", u[i].name, day),
				      .mine = u[i].mine,
				      .magazine = u[i].magazine,
				      .holds = true,
				      .since = day_start(yesterday)},
			      NULL));
	return STATUS_OK;
}

static enum status follow(struct cx *cx, void *arg)
{
	const struct rule *shift;
	int64_t hours, days = 3;
	(void)arg;
	TRY(rule_in_force(cx, "explosive.shift", day_of(cx->now), &shift));
	TRY(rule_int(cx, shift, "return_hours", &hours));
	TRY(overdue(cx, "blaster", "unreturned", cx->now - hours * 3600));
	TRY(rule_in_force(cx, "explosive.transport", day_of(cx->now), &shift));
	TRY(rule_int(cx, shift, "return_days", &days));
	TRY(overdue(cx, "transport", "short", cx->now - (days + 1) * 86400));
	TRY(not_counted(cx));
	return purchase_expire(cx);
}

enum status explosive_follow(struct cx *cx)
{
	return write_from(cx, follow, NULL);
}
