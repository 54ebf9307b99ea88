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
