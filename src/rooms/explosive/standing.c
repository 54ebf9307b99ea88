#include "rooms/explosive/standing.h"

#include <inttypes.h>
#include "db/db.h"
#include "rooms/explosive/explosive.h"
#include "rooms/mine/status.h"

static const struct field fields[] = {
	FIELD(struct standing, may_work),
	FIELD(struct standing, why_not),
	FIELD(struct standing, stamp),
	FIELD(struct standing, told_at, .flags = TIME),
	FIELD(struct standing, heard_at, .flags = TIME),
};
const struct record standing_record = RECORD(standing, fields);

struct stamp_row {
	int64_t newest, blasts, journeys, keys, magazine;
};
static const struct field stamp_fields[] = {
	FIELD(struct stamp_row, newest), FIELD(struct stamp_row, blasts),   FIELD(struct stamp_row, journeys),
	FIELD(struct stamp_row, keys),   FIELD(struct stamp_row, magazine),
};
static const struct record stamp_record = RECORD(stamp_row, stamp_fields);

/* Versions only grow, and what ends leaves the sum. */
static enum status stamp_of(struct cx *cx, const struct magazine *m, const char **out)
{
	struct stamp_row r;
	TRY(db_one(cx, &stamp_record, &r,
		   "SELECT (SELECT coalesce(max(id), 0) FROM explosive_entry WHERE county = $1 AND magazine = $2) AS "
		   "newest,"
		   " (SELECT CAST(coalesce(sum(version), 0) + 1000000 * count(*) AS BIGINT) FROM explosive_blast WHERE "
		   "county = $1 AND mine = $3"
		   " AND state IN ('released', 'fired')) AS blasts,"
		   " (SELECT CAST(coalesce(sum(version), 0) + 1000000 * count(*) AS BIGINT) FROM explosive_transport "
		   "WHERE county = $1 AND mine = $3"
		   " AND state IN ('departed', 'arrived')) AS journeys,"
		   " (SELECT CAST(coalesce(sum(revoked_at), 0) + count(*) AS BIGINT) FROM explosive_key WHERE county = "
		   "$1 AND magazine = $2) AS keys,"
		   " $4 AS magazine",
		   ARGS(V(cx->county), V(m->id), V(m->mine), V(m->version))));
	*out = arena_printf(cx->mem, "%" PRIx64 "-%" PRIx64 "-%" PRIx64 "-%" PRIx64 "-%" PRIx64, r.newest, r.blasts,
			    r.journeys, r.keys, r.magazine);
	return STATUS_OK;
}

enum status standing_of(struct cx *cx, int64_t magazine, struct standing *out)
{
	struct magazine m;
	struct mine *mine;
	struct mine_status st;
	bool told;
	TRY(magazine_get(cx, magazine, &m));
	TRY(standing_heard(cx, magazine, out, &told));
	if (!told) {
		TRY(mine_get(cx, m.mine, &mine));
		TRY(mine_status(cx, mine, day_of(cx->now), &st));
		*out = (struct standing){st.may_work, st.may_work ? "" : st.reasons.items[0].text, "", cx->now, 0};
	}
	return stamp_of(cx, &m, &out->stamp);
}

static const struct field heard_fields[] = {
	FIELD(struct standing, may_work),
	FIELD(struct standing, why_not),
	FIELD(struct standing, told_at),
	FIELD(struct standing, heard_at),
};
static const struct record heard_record = RECORD(standing, heard_fields);

enum status standing_heard(struct cx *cx, int64_t magazine, struct standing *out, bool *known)
{
	struct list l;
	TRY(db_all(cx, &heard_record, &l,
		   "SELECT may_work, why_not, told_at, heard_at FROM explosive_standing WHERE county = $1 AND magazine "
		   "= $2",
		   ARGS(V(cx->county), V(magazine))));
	*known = l.count > 0;
	*out = l.count ? *(const struct standing *)l.items : (struct standing){.may_work = true, .why_not = ""};
	out->stamp = "";
	return STATUS_OK;
}

enum status standing_hear(struct cx *cx, int64_t magazine, const struct standing *in, bool *newer)
{
	int64_t changed;
	TRY(db_exec(cx, &changed,
		    "INSERT INTO explosive_standing (county, magazine, may_work, why_not, told_at, heard_at) VALUES "
		    "($1, $2, $3, $4, $5, $6)"
		    " ON CONFLICT (county, magazine) DO UPDATE SET may_work = excluded.may_work, why_not = "
		    "excluded.why_not, told_at = excluded.told_at,"
		    " heard_at = excluded.heard_at WHERE excluded.told_at >= explosive_standing.told_at",
		    ARGS(V(cx->county), V(magazine), V(in->may_work), V(in->why_not), V(in->told_at), V(cx->now))));
	*newer = changed > 0;
	return STATUS_OK;
}
