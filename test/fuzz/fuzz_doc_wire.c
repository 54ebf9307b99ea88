/* What a process apart answers: any bytes are refused or become a document whose places lie in its text. */
#include <stdlib.h>
#include "proto/doc_wire.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct cx cx = {.mem = arena_new()};
	struct doc doc;
	if (!doc_parse(&cx, (const char *)bytes, n, &doc))
		for (size_t i = 0; i < doc.block_count; i++) {
			const struct doc_block *b = &doc.blocks[i];
			if (b->at + b->n > doc.n)
				abort();
			for (size_t c = 0; c < b->cell_count; c++)
				if (b->cells[c].at + b->cells[c].n > doc.n)
					abort();
		}
	arena_free(cx.mem);
	return 0;
}
