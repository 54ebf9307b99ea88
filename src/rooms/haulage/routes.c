/* routes.c - where overloaded trucks come from, where they were weighed, at which hours, and which come again. */
#include "rooms/haulage/haulage_inside.h"

#include <stdlib.h>
#include <string.h>
#include "db/db.h"

enum { HOURS = 24, MOST_TICKETS = 20000, MOST_REPEATS = 100, TWICE = 2 };

struct route_row {
	int64_t mine, scale, trips, over, over_kg;
	const char *mine_name, *scale_name, *scale_kind;
	double mine_lon, mine_lat, lon, lat;
};
static const struct field route_fields[] = {
	FIELD(struct route_row, mine, .flags = NULLABLE), FIELD(struct route_row, scale), FIELD(struct route_row, trips), FIELD(struct route_row, over),
	FIELD(struct route_row, over_kg), FIELD(struct route_row, mine_name), FIELD(struct route_row, scale_name), FIELD(struct route_row, scale_kind),
	FIELD(struct route_row, mine_lon), FIELD(struct route_row, mine_lat), FIELD(struct route_row, lon), FIELD(struct route_row, lat),
};
static const struct record route_record = RECORD(route_row, route_fields);

struct hour_row {
	int64_t hour, trips, over;
};
static const struct field hour_fields[] = {FIELD(struct hour_row, hour), FIELD(struct hour_row, trips), FIELD(struct hour_row, over)};
static const struct record hour_record = RECORD(hour_row, hour_fields);

struct repeat_row {
	int64_t vehicle, mine, times, over_kg, first, last;
	const char *plate, *mine_name;
};
static const struct field repeat_fields[] = {
	FIELD(struct repeat_row, vehicle), FIELD(struct repeat_row, plate), FIELD(struct repeat_row, mine, .flags = NULLABLE),
	FIELD(struct repeat_row, mine_name), FIELD(struct repeat_row, times), FIELD(struct repeat_row, over_kg),
	FIELD(struct repeat_row, first, .flags = TIME), FIELD(struct repeat_row, last, .flags = TIME),
};
static const struct record repeat_record = RECORD(repeat_row, repeat_fields);

static enum status scoped(struct cx *cx, const char *sql, const char *month, bool all, struct where *w)
{
	*w = where_new(cx, sql, V(cx->county));
	where_and(w, "h.month = $?", V(month));
	if (all)
		return STATUS_OK;
	where_and(w, "h.mine > $?", V((int64_t)0));
	return mine_scope(cx, w);
}

static enum status find_routes(struct cx *cx, const char *month, bool all, struct list *out)
{
	struct where w;
	TRY(scoped(cx, "SELECT h.mine, h.scale, h.trips, h.over, h.over_kg, m.name AS mine_name,"
		   " s.name AS scale_name, s.kind AS scale_kind, coalesce(m.lon, 0) AS mine_lon, coalesce(m.lat, 0) AS mine_lat, s.lon, s.lat"
		   " FROM haulage_route h JOIN haulage_scale s ON s.county = h.county AND s.id = h.scale"
		   " LEFT JOIN mine m ON m.county = h.county AND m.id = h.mine WHERE h.county = $?", month, all, &w));
	buf_puts(&w.sql, " ORDER BY h.over DESC, h.trips DESC, h.mine, h.scale LIMIT 500");
	return db_all(cx, &route_record, out, w.sql.s, where_args(&w));
}

static enum status find_hours(struct cx *cx, const char *month, bool all, struct list *out)
{
	struct where w;
	if (all)
		return db_all(cx, &hour_record, out, "SELECT hour, trips, over FROM haulage_clock WHERE county = $1 AND month = $2 ORDER BY hour",
			      ARGS(V(cx->county), V(month)));
	TRY(scoped(cx, "SELECT h.hour, sum(h.trips) AS trips, sum(h.over) AS over FROM haulage_hour h"
		   " LEFT JOIN mine m ON m.county = h.county AND m.id = h.mine WHERE h.county = $?", month, all, &w));
	buf_puts(&w.sql, " GROUP BY h.hour ORDER BY h.hour");
	return db_all(cx, &hour_record, out, w.sql.s, where_args(&w));
}

/* Among the newest overloaded tickets of the month: the same truck from the same mine, twice or more. */
static enum status find_repeats(struct cx *cx, struct day from, struct day after, bool all, struct list *out)
{
	struct where w = where_new(cx, "SELECT x.vehicle, x.mine, x.times, x.over_kg, x.first / 4194304 + 1577808000 AS first,"
				   " x.last / 4194304 + 1577808000 AS last, v.plate, m.name AS mine_name FROM (SELECT county, vehicle, mine,"
				   " count(*) AS times, sum(over_kg) AS over_kg, min(id) AS first, max(id) AS last FROM (SELECT t.county, t.id, t.vehicle,"
				   " t.mine, t.over_kg FROM haulage_ticket t WHERE t.county = $? AND t.over_kg > 0", V(cx->county));
	where_and(&w, "t.id >= $?", V(haulage_ticket_id(day_start(from), 0, 0)));
	where_and(&w, "t.id < $?", V(haulage_ticket_id(day_start(after), 0, 0)));
	where_more(&w, " ORDER BY t.id DESC LIMIT $?", V((int64_t)MOST_TICKETS));
	where_more(&w, ") n WHERE n.vehicle > 0 GROUP BY county, vehicle, mine HAVING count(*) >= $?", V((int64_t)TWICE));
	buf_puts(&w.sql, ") x JOIN haulage_vehicle v ON v.county = x.county AND v.id = x.vehicle"
		 " LEFT JOIN mine m ON m.county = x.county AND m.id = x.mine WHERE x.times > 1");
	if (!all) {
		buf_puts(&w.sql, " AND x.mine > 0");
		TRY(mine_scope(cx, &w));
	}
	where_more(&w, " ORDER BY x.times DESC, x.over_kg DESC LIMIT $?", V((int64_t)MOST_REPEATS));
	return db_all(cx, &repeat_record, out, w.sql.s, where_args(&w));
}

enum status haulage_write_routes(struct cx *cx, const char *month, struct jw *w)
{
	struct list routes, hours, repeats;
	struct day from, after;
	int year, mo, mday;
	bool all;
	if (strlen(month) != 7 || !day_parse(arena_printf(cx->mem, "%s-01", month), &from))
		return cx_fail_field(cx, "month", "must be a month, YYYY-MM");
	day_split(from, &year, &mo, &mday);
	after = (struct day){from.n + day_month_length(year, mo)};
	TRY(mine_sees_all(cx, &all));
	TRY(find_routes(cx, month, all, &routes));
	TRY(find_hours(cx, month, all, &hours));
	TRY(find_repeats(cx, from, after, all, &repeats));
	jw_begin(w, '{');
	jw_key(w, "month");
	jw_text(w, month);
	jw_key(w, "routes");
	jw_list(w, &route_record, &routes);
	jw_key(w, "hours");
	jw_list(w, &hour_record, &hours);
	jw_key(w, "repeats");
	jw_list(w, &repeat_record, &repeats);
	jw_end(w);
	return STATUS_OK;
}
