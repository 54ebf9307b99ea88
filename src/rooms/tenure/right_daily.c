/* right_daily.c - what the clock tells of rights: once at each mark before they run out, once when they are over. */
#include <inttypes.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/mine/geo.h"
#include "rooms/tenure/application.h"
#include "rooms/tenure/outside.h"
#include "rooms/tenure/right.h"

enum { BOUNDS_AT_ONCE = 200, CHECKS_AT_ONCE = 200, PAGE = 200 };

struct telling {
	const struct right *right;
	const char *mark;
};

/* The narrowest mark that the days left have come to; "" none. */
static const char *mark_of(struct cx *cx, const struct right *r, const struct rule_ints *marks)
{
	int64_t best = -1;
	if (strcmp(r->standing, "lapsed") == 0)
		return "lapsed";
	if (strcmp(r->standing, "red") == 0)
		return "red";
	if (strcmp(r->standing, "soon") != 0)
		return "";
	for (int i = 0; i < marks->count; i++)
		if (r->days_left <= marks->items[i] && (best < 0 || marks->items[i] < best))
			best = marks->items[i];
	return best < 0 ? "" : arena_printf(cx->mem, "%" PRId64, best);
}

static enum status send(struct cx *cx, const struct right *r, int64_t org, uint64_t perms, const char *mark)
{
	const struct notify n = {.kind = "tenure", .link = arena_printf(cx->mem, "/rights/%" PRId64, r->licence.id)};
	const char *name = *r->mine_name ? r->mine_name : r->licence.holder;
	if (!org)
		return STATUS_OK;
	if (strcmp(mark, "lapsed") == 0)
		return notify_org(cx, org, perms, &n, NULL, "the right %s of %s ran out on %s", r->licence.number, name, r->licence.valid_to);
	if (strcmp(mark, "red") == 0)
		return notify_org(cx, org, perms, &n, NULL, "the right %s of %s runs out on %s and nobody has asked to renew it", r->licence.number, name,
				  r->licence.valid_to);
	return notify_org(cx, org, perms, &n, NULL, "the right %s of %s runs out on %s", r->licence.number, name, r->licence.valid_to);
}

static enum status tell(struct cx *cx, void *arg)
{
	const struct telling *t = arg;
	const struct right *r = t->right;
	int64_t changed, bureau;
	TRY(db_exec(cx, &changed,
		    "INSERT INTO tenure_told (county, item, valid_to, mark, at) VALUES ($1, $2, $3, $4, $5)"
		    " ON CONFLICT (county, item, valid_to, mark) DO NOTHING",
		    ARGS(V(cx->county), V(r->licence.id), V(r->licence.valid_to), V(t->mark), V(cx->now))));
	if (!changed)
		return STATUS_OK;
	TRY(send(cx, r, r->enterprise, 0, t->mark));
	TRY(tenure_bureau(cx, &bureau, NULL));
	TRY(send(cx, r, bureau, PERM_TENURE_MANAGE, t->mark));
	return r->licence.mine ? mine_refresh(cx, r->licence.mine) : STATUS_OK;
}

struct told {
	int64_t n;
};
static const struct field told_fields[] = {FIELD(struct told, n)};
static const struct record told_record = RECORD(told, told_fields);

static enum status told_already(struct cx *cx, const struct right *r, const char *mark, bool *yes)
{
	struct told t;
	TRY(db_one(cx, &told_record, &t, "SELECT count(*) AS n FROM tenure_told WHERE county = $1 AND item = $2 AND valid_to = $3 AND mark = $4",
		   ARGS(V(cx->county), V(r->licence.id), V(r->licence.valid_to), V(mark))));
	*yes = t.n > 0;
	return STATUS_OK;
}

static enum status tell_page(struct cx *cx, const struct right_page *page, const struct rule_ints *marks)
{
	const struct right *r = page->rights.items;
	for (size_t i = 0; i < page->rights.count; i++) {
		bool done;
		struct telling t = {&r[i], mark_of(cx, &r[i], marks)};
		if (!*t.mark)
			continue;
		TRY(told_already(cx, &r[i], t.mark, &done));
		if (!done)
			TRY(write_from(cx, tell, &t));
	}
	return STATUS_OK;
}

/* Those that run out within the first mark, and those that ran out in the last month; older ones were told then. */
static enum status tell_all(struct cx *cx)
{
	enum { LAPSED_DAYS = 31 };
	const struct rule *rule;
	struct rule_ints marks;
	TRY(rule_in_force(cx, "tenure.alerts", day_of(cx->now), &rule));
	TRY(rule_ints(cx, rule, "days", &marks));
	struct right_query q = {.within = marks.count ? marks.items[0] : 1, .limit = PAGE};
	do {
		struct right_page page;
		TRY(right_list(cx, &q, &page));
		TRY(tell_page(cx, &page, &marks));
		q.cursor = page.next;
	} while (q.cursor);
	char since[11];
	const char *from = day_print((struct day){day_of(cx->now).n - LAPSED_DAYS}, since);
	q = (struct right_query){.standing = "lapsed", .sort = "-valid_to", .limit = PAGE};
	struct right_page page;
	TRY(right_list(cx, &q, &page));
	struct right *r = page.rights.items;
	size_t fresh = 0;
	while (fresh < page.rights.count && strcmp(r[fresh].licence.valid_to, from) >= 0)
		fresh++;
	page.rights.count = fresh;
	return tell_page(cx, &page, &marks);
}

/* ---- bounds of lands that were entered before bounds were kept ---- */

struct unbound {
	int64_t id, mine;
	const char *land;
};
static const struct field unbound_fields[] = {FIELD(struct unbound, id), FIELD(struct unbound, mine), FIELD(struct unbound, land)};
static const struct record unbound_record = RECORD(unbound, unbound_fields);

static enum status keep_bounds(struct cx *cx, void *arg)
{
	const struct unbound *u = arg;
	struct geo_place at;
	TRY(geo_of_geojson(cx, u->land, &at));
	return db_exec(cx, NULL, "UPDATE mine_licence SET lon_min = $1, lat_min = $2, lon_max = $3, lat_max = $4 WHERE county = $5 AND mine = $6 AND id = $7",
		       ARGS(V(at.lon_min), V(at.lat_min), V(at.lon_max), V(at.lat_max), V(cx->county), V(u->mine), V(u->id)));
}

static enum status bind_lands(struct cx *cx)
{
	struct list l;
	TRY(db_all(cx, &unbound_record, &l,
		   "SELECT id, mine, land FROM mine_licence WHERE county = $1 AND kind = 'mining' AND lon_min = 0 AND lat_min = 0 AND lon_max = 0"
		   " AND lat_max = 0 AND land <> '' LIMIT $2", ARGS(V(cx->county), V((int64_t)BOUNDS_AT_ONCE))));
	for (size_t i = 0; i < l.count; i++)
		TRY(write_from(cx, keep_bounds, (struct unbound *)l.items + i));
	return STATUS_OK;
}

enum status tenure_daily(struct cx *cx)
{
	TRY(bind_lands(cx));
	TRY(tell_all(cx));
	return outside_daily(cx, CHECKS_AT_ONCE);
}
