#include <string.h>
#include "proto/detonator.h"
#include "test/fuzz/fuzz.h"

/* A list that is accepted, written and read again is the same list. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new()};
	struct detonators d, again;
	if (detonators_read(&cx, (const char *)data, size, &d) == STATUS_OK) {
		const char *text = detonators_write(&cx, &d);
		if (detonators_read(&cx, text, strlen(text), &again) || again.count != d.count ||
		    memcmp(again.items, d.items, d.count * sizeof *d.items) != 0)
			__builtin_trap();
		for (size_t i = 0; i < d.count; i++)
			if (detonator_made(&d.items[i], (struct day){20000}).n > 20000)
				__builtin_trap();
	}
	arena_free(cx.mem);
	return 0;
}
