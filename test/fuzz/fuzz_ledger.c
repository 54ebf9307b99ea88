/* An exported ledger from an unknown hand: refused, found wrong, or sound; never anything else. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "core/ledger.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
	FILE *f = size ? fmemopen((void *)(uintptr_t)data, size, "r") : NULL;
	struct ledger_report r;
	if (f) {
		enum status s = ledger_check_file(&cx, f, &(struct texts){0}, &r);
		if ((s && !cx.error) ||
		    (!s && (size_t)(r.faults < LEDGER_FAULTS ? r.faults : LEDGER_FAULTS) != r.words.count))
			abort();
		fclose(f);
	}
	arena_free(cx.mem);
	return 0;
}
