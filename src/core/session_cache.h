/* session_cache.h - what tokens stand for, remembered by the process for a few seconds; used by session.c alone. */
#ifndef CORE_SESSION_CACHE_H
#define CORE_SESSION_CACHE_H

#include "base/cx.h"
#include "base/hash.h"

enum { SESSION_PATH = 200 };

struct known_session {
	int64_t id, person, org;
	uint64_t perms;
	enum lang lang;
	bool browser;
	int64_t seen_at, expires_at, idle;      /* idle: seconds; 0: no limit */
	char path[SESSION_PATH];
};

/* True: *out is what was put, not older than SESSION_KEEP seconds and put after the last change.  Notes the use. */
bool session_cache_get(int64_t county, const struct hash *token, int64_t now, struct known_session *out);

/* made: what session_cache_stamp() said before the rows were read; what changed since is not kept. */
unsigned session_cache_stamp(void);
void session_cache_put(int64_t county, const struct hash *token, int64_t now, unsigned made,
		       const struct known_session *s);
void session_cache_clear(void);

/* The uses not handed out yet: session ids and when, in the arena.  They stay until session_cache_flushed(). */
struct session_use {
	int64_t id, seen_at;
};
size_t session_cache_uses(struct cx *cx, struct session_use **out);
void session_cache_flushed(const struct session_use *uses, size_t n);

#endif
