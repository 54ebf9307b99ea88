#include <math.h>
#include <string.h>
#include "proto/zone_file.h"
#include "test/fuzz/fuzz.h"

/* Whatever is accepted lies on earth, has bounds in order and a geometry that can be read again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new()};
	struct zone_file f;
	if (zone_parse(&cx, (const char *)data, size, "name", 1000, &f) == STATUS_OK) {
		if (!f.count || f.count > 1000)
			__builtin_trap();
		for (size_t i = 0; i < f.count; i++) {
			const struct zone_shape *z = &f.shapes[i];
			if (!(z->west <= z->east) || !(z->south <= z->north) || fabs(z->west) > 180 || fabs(z->north) > 90)
				__builtin_trap();
			if (!z->name || *z->geojson != '{' || !strstr(z->geojson, "coordinates"))
				__builtin_trap();
		}
	}
	arena_free(cx.mem);
	return 0;
}
