/* resumption_sources.c - what the register knows about a mine that is to resume. */
#include "rooms/resumption/resumption_inside.h"

static enum status register_guards(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct mine_reasons all = {0};
	TRY(mine_register_reasons(cx, m, day, &all));
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].blocks)
			mine_reason_add(cx, out, &all.items[i]);
	return STATUS_OK;
}

const struct resume_source resume_from_register = {.name = "register", .guards = register_guards};
