/*
 * scratch.h - memory for one turn of a loop in a long piece of work.
 *
 * cx_scratch() runs fn with an arena of its own in cx->mem, which ends with the call; what fn leaves behind must be in
 * memory that it was given through arg.  The words of a failure are kept.
 */
#ifndef CORE_SCRATCH_H
#define CORE_SCRATCH_H

#include "base/cx.h"

enum status cx_scratch(struct cx *cx, enum status (*fn)(struct cx *cx, void *arg), void *arg) MUST_CHECK;

#endif
