#include <math.h>
#include "proto/licence_land.h"
#include "test/fuzz/fuzz.h"

/* Whatever is accepted has rings of three points at least, areas that are numbers, and one zone. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new()};
	struct land l;
	if (land_read(&cx, (const char *)data, size, &l) == STATUS_OK) {
		for (size_t i = 0; i < l.count; i++)
			if (l.blocks[i].count < 3 || !(l.blocks[i].area_m2 >= 0) || !l.blocks[i].name)
				__builtin_trap();
		if (!isfinite(l.area_m2) || (l.zone && (l.zone < 25 || l.zone > 45)))
			__builtin_trap();
	}
	arena_free(cx.mem);
	return 0;
}
