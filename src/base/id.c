#include "base/id.h"

#include <assert.h>
#include <stdatomic.h>
#include <time.h>

enum { SEQUENCE_BITS = 6, NODE_BITS = 6 };
static const int64_t epoch_ms = INT64_C(1577836800000); /* 2020-01-01 00:00 UTC */

/* The only state: what must be one in the whole process, whoever asks.  Milliseconds and sequence in one number, so
 * that the sequence running over is the next millisecond. */
static _Atomic int64_t last;
static _Atomic int node_number;

void id_set_node(int node)
{
	assert(node >= 0 && node < ID_NODES);
	atomic_store(&node_number, node);
}

int64_t id_new(struct cx *cx)
{
	(void)cx;
	struct timespec ts;
	clock_gettime(CLOCK_REALTIME, &ts);
	int64_t ms = (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000 - epoch_ms;
	int64_t now = ms > 0 ? ms << SEQUENCE_BITS : 0;

	int64_t was = atomic_load(&last), tick;
	do
		tick = now > was ? now : was + 1;
	while (!atomic_compare_exchange_weak(&last, &was, tick));

	int64_t sequence = tick & ((1 << SEQUENCE_BITS) - 1);
	return (tick >> SEQUENCE_BITS) << (NODE_BITS + SEQUENCE_BITS) |
	       (int64_t)atomic_load(&node_number) << SEQUENCE_BITS | sequence;
}

int64_t id_time(int64_t id)
{
	return ((id >> (NODE_BITS + SEQUENCE_BITS)) + epoch_ms) / 1000;
}
