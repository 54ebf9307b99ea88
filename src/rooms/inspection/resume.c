#include "rooms/inspection/resume.h"

#include <inttypes.h>
#include <string.h>
#include "db/db.h"
#include "rooms/inspection/inspection.h"

struct open_hazard {
	int64_t id;
	const char *text, *found_on, *due;
};
static const struct field open_fields[] = {
	FIELD(struct open_hazard, id),
	FIELD(struct open_hazard, text),
	FIELD(struct open_hazard, found_on),
	FIELD(struct open_hazard, due),
};
static const struct record open_record = RECORD(open_hazard, open_fields);

/* All of them, general ones too: measure 2 wants every hazard gone before a stopped mine works again. */
static enum status hazard_guards(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	enum { SHOWN = 50 };
	struct list l;
	(void)day;
	TRY(db_all(cx, &open_record, &l,
		   "SELECT id, text, found_on, due FROM hazard WHERE county = $1 AND mine = $2 AND ended_on = '' ORDER BY id LIMIT $3",
		   ARGS(V(cx->county), V(m->id), V((int64_t)SHOWN))));
	const struct open_hazard *h = l.items;
	for (size_t i = 0; i < l.count; i++)
		mine_reason_add(cx, out, &(struct mine_reason){.code = "hazard", .blocks = true, .since = h[i].found_on,
			.text = arena_printf(cx->mem, words(cx, "a hazard is open: %s"), h[i].text),
			.missing = arena_printf(cx->mem, words(cx, "rectified, rechecked and closed: %s"), h[i].text), .org = m->enterprise,
			.org_name = m->enterprise_name, .by = h[i].due, .rule = "hazard.general_limit", .source = "",
			.link = arena_printf(cx->mem, "/hazards/%" PRId64, h[i].id)});
	return STATUS_OK;
}

static enum status hazard_interest(struct cx *cx, const struct mine *m, int64_t person, const char **why)
{
	int64_t n;
	TRY(inspection_count(cx, &n,
			 "SELECT count(*) AS n FROM hazard h JOIN hazard_round r ON r.county = h.county AND r.hazard = h.id"
			 " WHERE h.county = $1 AND h.mine = $2 AND r.rectified_by = $3", ARGS(V(cx->county), V(m->id), V(person))));
	if (n)
		*why = words(cx, "rectified hazards of this mine");
	return STATUS_OK;
}

const struct resume_source resume_from_hazards = {
	.name = "hazard", .early = true, .guards = hazard_guards, .interest = hazard_interest,
};

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
		      ARGS(V(cx->county), V(mine), V(day_text(cx, day))));
}

const struct resume_source resume_from_stop_orders = {
	.name = "stop_order", .guards = stop_guards, .stops = stops, .resumed = stop_order_lift,
};
