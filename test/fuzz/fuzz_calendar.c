/* A table of working days: what is accepted must be able to answer. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "base/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
	const struct calendar *c;
	if (calendar_load(&cx, (const char *)data, size, &c) == STATUS_OK) {
		struct day from = day_make(2023, 9, 28);
		struct due due = due_working_days(c, from, 30);
		if (calendar_working_days(c, from, due.day, NULL) != 30)
			abort();
	} else if (!cx.error) {
		abort();
	}
	arena_free(cx.mem);
	return 0;
}
