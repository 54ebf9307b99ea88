/*
 * indicator.h - the weighing indicator on a TCP port or a serial line, read by a thread of its own.
 *
 * What it said last is all that is kept: whoever asks gets the newest stable weight and how old it is.  A line that breaks is
 * opened again, for ever.
 */
#ifndef MAIN_INDICATOR_H
#define MAIN_INDICATOR_H

#include "base/cx.h"
#include "proto/weigh.h"

struct indicator;

/* where: "tcp:HOST:PORT", "serial:DEVICE" or "serial:DEVICE:BAUD".  INVALID: something else. */
enum status indicator_open(struct cx *cx, const char *where, struct indicator **out) MUST_CHECK;
void indicator_close(struct indicator *i);      /* NULL is fine */

struct indicated {
	bool any;                       /* a stable reading came within the last seconds asked for */
	int64_t kg;
	bool connected, overload;
	int64_t age_ms, skipped;
};
void indicator_read(struct indicator *i, int64_t seconds, struct indicated *out);

#endif
