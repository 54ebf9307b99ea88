#include "rooms/inspection/resume.h"

#include <string.h>
#include "db/db.h"
#include "rooms/inspection/inspection.h"

static enum status hazard_guards(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct mine_reasons all = {0};
	TRY(hazard_reasons(cx, m, day, &all));
	for (size_t i = 0; i < all.count; i++) {
		all.items[i].blocks = true;
		mine_reason_add(cx, out, &all.items[i]);
	}
	return STATUS_OK;
}

const struct resume_source resume_from_hazards = {.name = "hazard", .early = true, .guards = hazard_guards};

/* Those that another organisation must lift: what resumption itself lifts is no obstacle to it. */
static enum status stop_guards(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct mine_reasons all = {0};
	TRY(stop_order_reasons(cx, m, day, &all));
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].blocks && all.items[i].org)
			mine_reason_add(cx, out, &all.items[i]);
	return STATUS_OK;
}

static const struct field stop_fields[] = {
	FIELD(struct resume_stop, no),
	FIELD(struct resume_stop, kind),
	FIELD(struct resume_stop, org_name),
	FIELD(struct resume_stop, from_day),
	FIELD(struct resume_stop, until),
	FIELD(struct resume_stop, lifted),
	FIELD(struct resume_stop, issued_at),
};
static const struct record stop_record = RECORD(resume_stop, stop_fields);

static enum status stops(struct cx *cx, int64_t mine, struct day day, struct list *out)
{
	return db_all(cx, &stop_record, out,
		      "SELECT o.no, o.kind, coalesce(g.name, '') AS org_name, o.from_day,"
		      " CASE WHEN x.lifted_on <> '' AND x.lifted_on <= $3 THEN x.lifted_on"
		      " WHEN o.state = 'revoked' AND o.ended_on <= $3 THEN o.ended_on ELSE '' END AS until,"
		      " CASE WHEN x.lifted_on <> '' AND x.lifted_on <= $3 THEN 1 ELSE 0 END AS lifted, o.created_at AS issued_at"
		      " FROM stop_order_mine x JOIN stop_order o ON o.county = x.county AND o.id = x.stop_order"
		      " LEFT JOIN org g ON g.county = o.county AND g.id = o.org"
		      " WHERE x.county = $1 AND x.mine = $2 AND o.from_day <= $3 ORDER BY o.from_day, o.id",
		      ARGS(V(cx->county), V(mine), V(inspection_day(cx, day))));
}

const struct resume_source resume_from_stop_orders = {
	.name = "stop_order", .guards = stop_guards, .stops = stops, .resumed = stop_order_lift,
};
