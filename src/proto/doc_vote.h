/*
 * doc_vote.h - several readings of one line of a scan, made into one.
 *
 * What tesseract gets wrong depends on the size and the sharpness at which it sees a line, and it is seldom the same
 * twice: at each place the reading of most is taken.
 */
#ifndef PROTO_DOC_VOTE_H
#define PROTO_DOC_VOTE_H

#include "base/cx.h"

enum { VOTE_MOST = 8 };

/* readings[0], changed wherever more of the others agree on something else than stand by it.  All UTF-8; a NULL has no
 * say.  At most VOTE_MOST. */
const char *vote(struct cx *cx, const char *const *readings, int n);

#endif
