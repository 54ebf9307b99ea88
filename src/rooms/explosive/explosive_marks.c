/* explosive_marks.c - alerts of explosives as marks on the map. */
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/explosive_marks.h"
#include "rooms/mine/map.h"

enum status explosive_marks(struct cx *cx, struct list *out)
{
	enum { MOST = 2000 };
	static const char *const states[] = {"open", "checking"};
	struct mine_mark *m = arena_array_of(cx->mem, struct mine_mark, 2 * MOST + 1);
	size_t n = 0;
	for (size_t s = 0; s < sizeof states / sizeof *states; s++) {
		struct list l;
		int64_t next;
		TRY(alert_list(cx, &(struct alert_query){.state = states[s], .limit = MOST}, &l, &next));
		const struct explosive_alert *a = l.items;
		for (size_t i = 0; i < l.count; i++)
			m[n++] = (struct mine_mark){.mine = a[i].mine, .count = 1, .urgent = true, .text = a[i].text};
	}
	*out = (struct list){m, n};
	return STATUS_OK;
}
