/* inspection_marks.c - open hazards, and mines that should have stopped for the weather, as marks on the map. */
#include "rooms/inspection/inspection_marks.h"

#include <inttypes.h>
#include "db/db.h"
#include "rooms/inspection/hazard.h"
#include "rooms/inspection/weather.h"
#include "rooms/mine/map.h"

struct open_hazards {
	int64_t mine, open, major, overdue;
};
static const struct field open_fields[] = {
	FIELD(struct open_hazards, mine),
	FIELD(struct open_hazards, open),
	FIELD(struct open_hazards, major),
	FIELD(struct open_hazards, overdue),
};
static const struct record open_record = RECORD(open_hazards, open_fields);

enum status hazard_marks(struct cx *cx, struct list *out)
{
	struct list l;
	struct where w = where_new(cx, "SELECT h.mine, count(*) AS open, CAST(sum(CASE WHEN h.level = 'major' THEN 1 ELSE 0 END) AS BIGINT) AS major,"
				       " CAST(sum(CASE WHEN h.due_key < $? AND h.rectified_on = '' THEN 1 ELSE 0 END) AS BIGINT) AS overdue"
				       " FROM hazard h WHERE ", V(day_today(cx)));
	where_more(&w, "h.county = $? AND h.ended_on = ''", V(cx->county));
	TRY(inspection_scope(cx, &w, "h"));
	buf_puts(&w.sql, " GROUP BY h.mine ORDER BY h.mine");
	TRY(db_all(cx, &open_record, &l, w.sql.s, where_args(&w)));
	const struct open_hazards *h = l.items;
	struct mine_mark *m = arena_array_of(cx->mem, struct mine_mark, l.count + 1);
	for (size_t i = 0; i < l.count; i++)
		m[i] = (struct mine_mark){.mine = h[i].mine, .count = h[i].open, .urgent = h[i].major || h[i].overdue,
					  .text = arena_printf(cx->mem, words(cx, "open hazards: %" PRId64 ", major %" PRId64 ", overdue %" PRId64),
							       h[i].open, h[i].major, h[i].overdue)};
	*out = (struct list){m, l.count};
	return STATUS_OK;
}

enum status weather_marks(struct cx *cx, struct list *out)
{
	enum { MOST = 2000 };
	struct list l;
	TRY(weather_alerts(cx, 0, MOST, &l));
	const struct weather_alert *a = l.items;
	struct mine_mark *m = arena_array_of(cx->mem, struct mine_mark, l.count + 1);
	for (size_t i = 0; i < l.count; i++)
		m[i] = (struct mine_mark){.mine = a[i].mine, .count = 1, .urgent = true,
					  .text = words(cx, "a weather warning says stop, and the mine may still work")};
	*out = (struct list){m, l.count};
	return STATUS_OK;
}
