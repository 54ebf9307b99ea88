/* balance_marks.c - mines whose ledgers do not agree as marks on the map. */
#include "rooms/balance/balance.h"
#include "rooms/balance/balance_marks.h"
#include "rooms/mine/map.h"

/* Suspicions that nobody has settled, in the states they wait in. */
enum status balance_marks(struct cx *cx, struct list *out)
{
	enum { MOST = 2000 };
	static const char *const states[] = {"to_check", "investigating"};
	struct mine_mark *m = arena_array_of(cx->mem, struct mine_mark, 2 * MOST + 1);
	size_t n = 0;
	for (size_t s = 0; s < sizeof states / sizeof *states; s++) {
		struct list l;
		int64_t next;
		TRY(balance_alert_list(cx, &(struct balance_alert_query){.state = states[s], .limit = MOST}, &l, &next));
		const struct balance_alert *b = l.items;
		for (size_t i = 0; i < l.count; i++)
			m[n++] = (struct mine_mark){.mine = b[i].mine, .count = 1, .urgent = true, .text = balance_story_word(cx, b[i].story)};
	}
	*out = (struct list){m, n};
	return STATUS_OK;
}
