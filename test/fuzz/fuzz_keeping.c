#include <string.h>
#include "proto/keeping.h"
#include "test/fuzz/fuzz.h"

/* What is accepted, written and read again is the same entry; written twice it is the same text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new()};
	struct keeping k, again;
	if (keeping_read(&cx, (const char *)data, size, &k) == STATUS_OK) {
		const char *text = keeping_write(&cx, &k);
		if (keeping_read(&cx, text, strlen(text), &again) || strcmp(keeping_write(&cx, &again), text) != 0 ||
		    again.item_count != k.item_count || again.codes.count != k.codes.count || again.at != k.at)
			__builtin_trap();
	}
	arena_free(cx.mem);
	return 0;
}
