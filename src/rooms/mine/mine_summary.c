/* How many mines the user sees are in which state, and what keeps them there: the morning's first answer. */
#include "rooms/mine/mine.h"

#include "db/db.h"

static const struct field count_fields[] = {
	FIELD(struct mine_count, state),
	FIELD(struct mine_count, worst),
	FIELD(struct mine_count, mines),
};
const struct record mine_count_record = RECORD(mine_count, count_fields);

enum status mine_summary(struct cx *cx, struct list *out)
{
	struct where w = where_new(cx, "m.county = $?", V(cx->county));
	TRY(mine_scope(cx, &w));
	return db_all(cx, &mine_count_record, out,
		      arena_printf(cx->mem, "SELECT m.state, m.worst, count(*) AS mines FROM mine m WHERE %s GROUP BY m.state, m.worst"
					    " ORDER BY 3 DESC, m.state, m.worst", w.sql.s), where_args(&w));
}

static const struct field town_fields[] = {
	FIELD(struct mine_town_count, town, .flags = NULLABLE),
	FIELD(struct mine_town_count, town_name),
	FIELD(struct mine_town_count, mines),
	FIELD(struct mine_town_count, working),
	FIELD(struct mine_town_count, stopped),
	FIELD(struct mine_town_count, ended),
};
const struct record mine_town_count_record = RECORD(mine_town_count, town_fields);

enum status mine_summary_towns(struct cx *cx, struct list *out)
{
	struct where w = where_new(cx, "m.county = $?", V(cx->county));
	TRY(mine_scope(cx, &w));
	return db_all(cx, &mine_town_count_record, out,
		      arena_printf(cx->mem,
				   "SELECT x.town, t.name AS town_name, x.mines, x.working, x.stopped, x.ended FROM (SELECT m.county, m.town,"
				   " count(*) AS mines, CAST(sum(CASE WHEN m.state = 'working' THEN 1 ELSE 0 END) AS BIGINT) AS working,"
				   " CAST(sum(CASE WHEN m.state = 'stopped' THEN 1 ELSE 0 END) AS BIGINT) AS stopped,"
				   " CAST(sum(CASE WHEN m.state = 'ended' THEN 1 ELSE 0 END) AS BIGINT) AS ended"
				   " FROM mine m WHERE %s GROUP BY m.county, m.town) x"
				   " LEFT JOIN org t ON t.county = x.county AND t.id = x.town ORDER BY t.sort, x.town", w.sql.s), where_args(&w));
}
