/* sums.c - days, hours and truck-months: kept with every batch, so that no answer has to add up tickets. */
#include "rooms/haulage/haulage_inside.h"

#include <string.h>
#include "core/perm.h"
#include "db/db.h"

/* A key's sums over a batch.  scale 0: a truck's month (mine is the vehicle); hour >= 0: an hour of a month. */
struct sum {
	const char *day;
	int64_t mine, scale, hour;
	int64_t trips, gross_kg, net_kg, over, over_kg, closed, flagged;
	double net_kg2;
};
struct sums {
	struct sum *items;
	size_t count, room;
};
struct haulage_sums {
	struct sums days, hours, months, routes, clock;
};

struct haulage_sums *haulage_sums_new(struct cx *cx)
{
	return arena_new_of(cx->mem, struct haulage_sums);
}

static struct sum *sum_of(struct cx *cx, struct sums *all, const char *day, int64_t mine, int64_t scale, int64_t hour)
{
	for (size_t i = all->count; i-- > 0;) {         /* the newest first: tickets of one scale come together */
		struct sum *s = &all->items[i];
		if (s->mine == mine && s->scale == scale && s->hour == hour && strcmp(s->day, day) == 0)
			return s;
	}
	if (all->count == all->room) {
		size_t room = all->room ? 2 * all->room : 16;
		all->items = all->items ? arena_grow(cx->mem, all->items, all->room * sizeof *all->items, room * sizeof *all->items)
				       : arena_array_of(cx->mem, struct sum, room);
		all->room = room;
	}
	all->items[all->count] = (struct sum){.day = day, .mine = mine, .scale = scale, .hour = hour};
	return &all->items[all->count++];
}

static void add(struct sum *s, const struct haulage_ticket *t, bool closed)
{
	s->flagged += t->flags != 0;
	s->closed += closed;
	if (closed)
		return;
	s->trips++;
	s->gross_kg += t->gross_kg;
	s->net_kg += t->net_kg;
	s->net_kg2 += (double)t->net_kg * (double)t->net_kg;
	s->over += t->over_kg > 0;
	s->over_kg += t->over_kg;
}

void haulage_sums_add(struct cx *cx, struct haulage_sums *all, const struct haulage_ticket *t)
{
	bool closed = strcmp(t->decision, "closed") == 0;
	if (strcmp(t->direction, "in") == 0)
		return;
	const char *day = day_text(cx, day_of(t->at)), *month = arena_printf(cx->mem, "%.7s", day);
	add(sum_of(cx, &all->days, day, t->mine, t->scale, -1), t, closed);
	if (closed)
		return;
	add(sum_of(cx, &all->hours, month, t->mine, t->scale, (t->at - day_start(day_of(t->at))) / 3600), t, false);
	add(sum_of(cx, &all->routes, month, t->mine, t->scale, -1), t, false);
	add(sum_of(cx, &all->clock, month, 0, 0, (t->at - day_start(day_of(t->at))) / 3600), t, false);
	if (t->vehicle) {               /* one load is one trip, also when a station sees it on the way */
		struct haulage_ticket once = *t;
		struct sum *s = sum_of(cx, &all->months, month, t->vehicle, 0, -1);
		once.net_kg = strcmp(t->direction, "out") == 0 ? t->net_kg : 0;
		add(s, &once, false);
		s->trips -= strcmp(t->direction, "out") != 0;
	}
}

static enum status write_day(struct cx *cx, const struct sum *s)
{
	return db_exec(cx, NULL,
		       "INSERT INTO haulage_day (county, day, mine, scale, trips, gross_kg, net_kg, net_kg2, over, over_kg, closed, flagged)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (county, day, mine, scale) DO UPDATE SET"
		       " trips = haulage_day.trips + excluded.trips, gross_kg = haulage_day.gross_kg + excluded.gross_kg,"
		       " net_kg = haulage_day.net_kg + excluded.net_kg, net_kg2 = haulage_day.net_kg2 + excluded.net_kg2,"
		       " over = haulage_day.over + excluded.over, over_kg = haulage_day.over_kg + excluded.over_kg,"
		       " closed = haulage_day.closed + excluded.closed, flagged = haulage_day.flagged + excluded.flagged",
		       ARGS(V(cx->county), V(s->day), V(s->mine), V(s->scale), V(s->trips), V(s->gross_kg), V(s->net_kg), V(s->net_kg2), V(s->over),
			    V(s->over_kg), V(s->closed), V(s->flagged)));
}

static enum status write_hour(struct cx *cx, const struct sum *s)
{
	return db_exec(cx, NULL,
		       "INSERT INTO haulage_hour (county, month, mine, scale, hour, trips, over, over_kg) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
		       " ON CONFLICT (county, month, mine, scale, hour) DO UPDATE SET trips = haulage_hour.trips + excluded.trips,"
		       " over = haulage_hour.over + excluded.over, over_kg = haulage_hour.over_kg + excluded.over_kg",
		       ARGS(V(cx->county), V(s->day), V(s->mine), V(s->scale), V(s->hour), V(s->trips), V(s->over), V(s->over_kg)));
}

static enum status write_truck(struct cx *cx, const struct sum *s)
{
	return db_exec(cx, NULL,
		       "INSERT INTO haulage_truck_month (county, vehicle, month, trips, net_kg, over, over_kg) VALUES ($1, $2, $3, $4, $5, $6, $7)"
		       " ON CONFLICT (county, vehicle, month) DO UPDATE SET trips = haulage_truck_month.trips + excluded.trips,"
		       " net_kg = haulage_truck_month.net_kg + excluded.net_kg, over = haulage_truck_month.over + excluded.over,"
		       " over_kg = haulage_truck_month.over_kg + excluded.over_kg",
		       ARGS(V(cx->county), V(s->mine), V(s->day), V(s->trips), V(s->net_kg), V(s->over), V(s->over_kg)));
}

static enum status write_route(struct cx *cx, const struct sum *s)
{
	return db_exec(cx, NULL,
		       "INSERT INTO haulage_route (county, month, mine, scale, trips, over, over_kg) VALUES ($1, $2, $3, $4, $5, $6, $7)"
		       " ON CONFLICT (county, month, mine, scale) DO UPDATE SET trips = haulage_route.trips + excluded.trips,"
		       " over = haulage_route.over + excluded.over, over_kg = haulage_route.over_kg + excluded.over_kg",
		       ARGS(V(cx->county), V(s->day), V(s->mine), V(s->scale), V(s->trips), V(s->over), V(s->over_kg)));
}

static enum status write_clock(struct cx *cx, const struct sum *s)
{
	return db_exec(cx, NULL,
		       "INSERT INTO haulage_clock (county, month, hour, trips, over) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (county, month, hour)"
		       " DO UPDATE SET trips = haulage_clock.trips + excluded.trips, over = haulage_clock.over + excluded.over",
		       ARGS(V(cx->county), V(s->day), V(s->hour), V(s->trips), V(s->over)));
}

static enum status write_all(struct cx *cx, const struct sums *all, enum status (*write)(struct cx *, const struct sum *))
{
	for (size_t i = 0; i < all->count; i++)
		TRY(write(cx, &all->items[i]));
	return STATUS_OK;
}

enum status haulage_sums_write(struct cx *cx, const struct haulage_sums *s)
{
	TRY(write_all(cx, &s->days, write_day));
	TRY(write_all(cx, &s->hours, write_hour));
	TRY(write_all(cx, &s->routes, write_route));
	TRY(write_all(cx, &s->clock, write_clock));
	return write_all(cx, &s->months, write_truck);
}

/* ---- reading ---- */

static const struct field sum_fields[] = {
	FIELD(struct haulage_sum, day),
	FIELD(struct haulage_sum, mine, .flags = NULLABLE),
	FIELD(struct haulage_sum, scale, .flags = NULLABLE),
	FIELD(struct haulage_sum, trips),
	FIELD(struct haulage_sum, gross_kg),
	FIELD(struct haulage_sum, net_kg),
	FIELD(struct haulage_sum, over),
	FIELD(struct haulage_sum, over_kg),
	FIELD(struct haulage_sum, closed),
	FIELD(struct haulage_sum, flagged),
	FIELD(struct haulage_sum, mine_name),
	FIELD(struct haulage_sum, scale_name),
	FIELD(struct haulage_sum, scale_kind),
};
const struct record haulage_sum_record = RECORD(haulage_sum, sum_fields);

#define DAY_COLUMNS                                                                                                   \
	"SELECT x.day, x.mine, x.scale, x.trips, x.gross_kg, x.net_kg, x.over, x.over_kg, x.closed, x.flagged, m.name AS mine_name," \
	" s.name AS scale_name, s.kind AS scale_kind FROM haulage_day x LEFT JOIN mine m ON m.county = x.county AND m.id = x.mine" \
	" LEFT JOIN haulage_scale s ON s.county = x.county AND s.id = x.scale"

enum status haulage_mine_days(struct cx *cx, int64_t mine, const char *from, const char *to, struct list *out)
{
	struct mine *m;
	TRY(mine_get(cx, mine, &m));
	return db_all(cx, &haulage_sum_record, out,
		      DAY_COLUMNS " WHERE x.county = $1 AND x.mine = $2 AND x.day >= $3 AND x.day <= $4 ORDER BY x.day, x.scale",
		      ARGS(V(cx->county), V(mine), V(from), V(to)));
}

enum status haulage_county_day(struct cx *cx, const char *day, struct list *out)
{
	bool all;
	struct where w = where_new(cx, " WHERE x.county = $?", V(cx->county));
	where_and(&w, "x.day = $?", V(day));
	TRY(mine_sees_all(cx, &all));
	if (!all) {
		where_and(&w, "x.mine > $?", V((int64_t)0));
		TRY(mine_scope(cx, &w));
	}
	buf_puts(&w.sql, " ORDER BY x.net_kg DESC, x.mine, x.scale");
	return db_all(cx, &haulage_sum_record, out, arena_printf(cx->mem, DAY_COLUMNS "%s", w.sql.s), where_args(&w));
}

enum status haulage_truck_months(struct cx *cx, int64_t vehicle, const char *from, const char *to, struct list *out)
{
	return db_all(cx, &haulage_sum_record, out,
		      "SELECT month AS day, trips, net_kg, over, over_kg FROM haulage_truck_month"
		      " WHERE county = $1 AND vehicle = $2 AND month >= $3 AND month <= $4 ORDER BY month",
		      ARGS(V(cx->county), V(vehicle), V(from), V(to)));
}
