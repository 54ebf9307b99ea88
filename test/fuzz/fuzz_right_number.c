#include <string.h>
#include "proto/right_number.h"
#include "test/fuzz/fuzz.h"

/* Whatever is accepted has 18 or 23 characters, a month of the year, a region or authority, and digits alone. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new()};
	struct right_number n;
	char *text = arena_alloc(cx.mem, size + 1);
	memcpy(text, data, size);
	text[size] = '\0';
	if (right_number_read(&cx, text, &n) == STATUS_OK) {
		size_t length = strlen(text);
		if (length != (n.old ? 18u : 23u) || strspn(text + 1, "0123456789") != length - 1)
			__builtin_trap();
		if (n.month < 1 || n.month > 12 || n.year < 1990 || n.year > 2100 || n.serial < 0 || n.serial > 999999)
			__builtin_trap();
		if (n.letter != text[0] || (n.letter != 'C' && n.letter != 'T') || (n.old && (n.letter != 'T' || n.way < 1 || n.way > 5)))
			__builtin_trap();
	} else if (!cx.error) {
		__builtin_trap();
	}
	arena_free(cx.mem);
	return 0;
}
