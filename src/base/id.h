/*
 * id.h - the numbers of things, made by the program and never by the engine.
 *
 * 53 bits, so that a browser holds them exactly: 41 bits milliseconds since 2020-01-01 UTC (until 2089), 6 bits node,
 * 6 bits sequence.  They come from the machine's clock and not from cx->now: a replayed October still needs numbers
 * that nobody else has.  So an id says when a row was made on the machine, and nothing about when its fact was true.
 *
 * Invariants: within a process ids strictly increase, also when the machine's clock is set back and when more than 64 a
 * millisecond are asked for (they are borrowed from the next one).  Two processes never meet as long as their nodes
 * differ.  Ids of one process become visible in the order of their commits, which is not the order of the ids.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/cx.h"

enum { ID_NODES = 64 };

/* Which of the processes that share a database this is, 0 … 63; once, before the first id.  0 where nobody says. */
void id_set_node(int node);

/* From any thread; never fails. */
int64_t id_new(struct cx *cx);

/* The moment of the machine's clock that an id carries, in seconds since 1970. */
int64_t id_time(int64_t id);

#endif
