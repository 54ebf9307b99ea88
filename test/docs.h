/* docs.h - what the tests and fuzzers of document readers share. */
#ifndef TEST_DOCS_H
#define TEST_DOCS_H

#include "base/buf.h"
#include "proto/doc.h"

/* The whole file; NULL where there is none.  Memory of the arena. */
const char *docs_file(struct arena *mem, const char *path, size_t *n);

/* The invariants that proto/doc.h promises; the first that does not hold, or NULL. */
const char *docs_broken(const struct doc *d);

/* A document for a golden file: a line a block; a row's cells as [column+span,span] text, covered ones with an asterisk. */
void docs_dump(const struct doc *d, struct buf *out);

#endif
