/*
 * session_cache.c - a table in two ways: a token has two places it may be in, the older one gives way.
 *
 * Invariant: an entry whose use has not been written yet (seen > flushed) is only given up when both places hold such
 * entries; then a session loses at most a minute of its idle time.
 */
#include "core/session_cache.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include "core/session.h"

enum { SETS = 1024, WAYS = 2 };

struct place {
	int64_t county;
	struct hash token;
	struct known_session s;
	int64_t seen, flushed;          /* by the county's clock */
	int64_t put_at; /* by the machine's clock: how long it is remembered does not depend on a replayed October */
	unsigned stamp;
	bool used;
};

static struct place places[SETS][WAYS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_uint stamp;

static int64_t machine_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return t.tv_sec;
}

static struct place *set_of(const struct hash *token)
{
	return places[(token->b[0] | token->b[1] << 8) % SETS];
}

static struct place *find(int64_t county, const struct hash *token)
{
	struct place *set = set_of(token);
	for (int i = 0; i < WAYS; i++)
		if (set[i].used && set[i].county == county && bytes_equal(&set[i].token, token, sizeof *token))
			return &set[i];
	return NULL;
}

bool session_cache_get(int64_t county, const struct hash *token, int64_t now, struct known_session *out)
{
	bool good = false;
	pthread_mutex_lock(&lock);
	struct place *p = find(county, token);
	if (p && p->stamp == atomic_load(&stamp) && machine_seconds() - p->put_at < SESSION_KEEP) {
		*out = p->s;
		if (p->seen > out->seen_at)
			out->seen_at = p->seen;
		good = true;
		bool idle = out->idle && now - out->seen_at > out->idle;
		if (!idle && now > p->seen)     /* a session that has ended is not brought back by being asked for */
			p->seen = now;
	}
	pthread_mutex_unlock(&lock);
	return good;
}

unsigned session_cache_stamp(void)
{
	return atomic_load(&stamp);
}

/* The empty place, else one without an unwritten use, else the one put longest ago. */
static struct place *give_up(const struct hash *token)
{
	struct place *set = set_of(token), *best = &set[0];
	for (int i = 0; i < WAYS; i++)
		if (!set[i].used)
			return &set[i];
	for (int i = 1; i < WAYS; i++) {
		bool kept = best->seen > best->flushed, other = set[i].seen > set[i].flushed;
		if (kept != other ? kept : set[i].put_at < best->put_at)
			best = &set[i];
	}
	return best;
}

void session_cache_put(int64_t county, const struct hash *token, int64_t now, unsigned made,
		       const struct known_session *s)
{
	pthread_mutex_lock(&lock);
	struct place *p = find(county, token);
	if (!p) {
		p = give_up(token);
		*p = (struct place){.county = county, .token = *token, .flushed = s->seen_at};
	}
	p->s = *s;
	p->stamp = made;
	p->put_at = machine_seconds();
	if (now > p->seen)
		p->seen = now;
	p->used = true;
	pthread_mutex_unlock(&lock);
}

void session_cache_clear(void)
{
	atomic_fetch_add(&stamp, 1);
}

size_t session_cache_uses(struct cx *cx, struct session_use **out)
{
	size_t n = 0;
	*out = arena_array_of(cx->mem, struct session_use, (size_t)SETS * WAYS);
	pthread_mutex_lock(&lock);
	for (int i = 0; i < SETS; i++)
		for (int j = 0; j < WAYS; j++) {
			const struct place *p = &places[i][j];
			if (p->used && p->county == cx->county && p->seen > p->flushed)
				(*out)[n++] = (struct session_use){p->s.id, p->seen};
		}
	pthread_mutex_unlock(&lock);
	return n;
}

void session_cache_flushed(const struct session_use *uses, size_t n)
{
	pthread_mutex_lock(&lock);
	size_t k = 0;           /* uses are in the order of the places */
	for (int i = 0; i < SETS && k < n; i++)
		for (int j = 0; j < WAYS && k < n; j++) {
			struct place *p = &places[i][j];
			if (p->used && p->s.id == uses[k].id)
				p->flushed = uses[k++].seen_at;
		}
	pthread_mutex_unlock(&lock);
}
