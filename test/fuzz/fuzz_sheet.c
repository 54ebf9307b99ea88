#include "proto/sheet.h"
#include "test/fuzz/fuzz.h"

/* Whatever is accepted has named columns, every cell of every row, rings of three corners at least. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
	struct sheet s;
	if (sheet_read(&cx, "list", (const char *)data, size, &s)) {
		if (!cx.error)
			__builtin_trap();
	} else {
		size_t letters = 0;
		for (size_t i = 0; i < s.row_count; i++) {
			const struct geo *g = s.rows[i].shape;
			for (size_t k = 0; k < s.column_count; k++)
				for (const char *c = s.rows[i].cells[k]; *c; c++)
					letters++;
			for (size_t k = 0; g && k < g->ring_count; k++)
				if (g->rings[k].count < 3)
					__builtin_trap();
		}
		if (letters && !s.column_count)
			__builtin_trap();
	}
	arena_free(cx.mem);
	return 0;
}
