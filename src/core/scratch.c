#include "core/scratch.h"

enum status cx_scratch(struct cx *cx, enum status (*fn)(struct cx *cx, void *arg), void *arg)
{
	struct arena *outer = cx->mem;
	const char *error = cx->error;
	cx->mem = arena_new();
	enum status s = fn(cx, arg);
	if (cx->error && cx->error != error) {
		cx->error = arena_strdup(outer, cx->error);
		cx->field = cx->field ? arena_strdup(outer, cx->field) : NULL;
	}
	arena_free(cx->mem);
	cx->mem = outer;
	return s;
}
