#include "main/keep_sync.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "db/writer.h"
#include "main/fetch.h"
#include "rooms/explosive/keep_cli.h"
#include "rooms/explosive/snapshot.h"

enum { ROUNDS = 1000 };

/* How far this machine and the county have told each other: two numbers in a file.  Losing it costs time, nothing else:
 * whatever is sent again is known already. */
struct marks {
	const char *path;
	int64_t sent, got;
};

static void read_marks(struct cx *cx, int64_t magazine, struct marks *m)
{
	*m = (struct marks){.path = arena_printf(cx->mem, "%s/explosive-sync-%" PRId64, cx->data, magazine)};
	FILE *f = fopen(m->path, "re");
	if (f && fscanf(f, "%" SCNd64 " %" SCNd64, &m->sent, &m->got) != 2)
		m->sent = m->got = 0;
	if (f)
		fclose(f);
}

static enum status write_marks(struct cx *cx, const struct marks *m)
{
	const char *tmp = arena_printf(cx->mem, "%s.new", m->path);
	FILE *f = fopen(tmp, "we");
	bool good = f && fprintf(f, "%" PRId64 " %" PRId64 "\n", m->sent, m->got) > 0 && fflush(f) == 0 && fsync(fileno(f)) == 0;
	if (f)
		fclose(f);
	return good && rename(tmp, m->path) == 0 ? STATUS_OK : cx_fail(cx, STATUS_INTERNAL, "cannot write %s", m->path);
}

struct answer {
	const char *json;
	size_t n;
	int64_t magazine, next;
	bool more;
};

static enum status take(struct cx *cx, void *arg)
{
	struct answer *a = arg;
	return snapshot_read(cx, a->json, a->n, &a->magazine, &a->next, &a->more);
}

static enum status round_of(struct cx *cx, const char *url, const char *token, int64_t magazine, struct marks *m, bool *again, int64_t *sent)
{
	struct buf b;
	int64_t next, count;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	TRY(keep_batch(cx, magazine, m->sent, m->got, &w, &next, &count));
	struct fetch f = {.url = arena_printf(cx->mem, "%s/api/explosives/magazines/%" PRId64 "/sync", url, magazine), .token = token, .body = b.s};
	TRY(fetch(cx, &f));
	if (f.status != 200)
		return cx_fail(cx, STATUS_INVALID, "the county's server answers %ld: %.300s", f.status, f.answer);
	struct answer a = {.json = f.answer, .n = f.n};
	TRY(write_now(cx, take, &a));
	*again = count == SNAPSHOT_ENTRIES || a.more;
	*sent += count;
	m->sent = next;
	m->got = a.next;
	return write_marks(cx, m);
}

static enum status sync_verb(struct cx *cx, struct call *call)
{
	struct marks m;
	int64_t magazine, sent = 0;
	const char *url = call_option(call, "url"), *token = call_option(call, "token") ? call_option(call, "token") : getenv("KUANGAN_TOKEN");
	if (!url || !token)
		return cx_fail(cx, STATUS_INVALID, "say where to: --url=https://… and --token=… (or KUANGAN_TOKEN)");
	TRY(keep_number(cx, "MAGAZINE", call->args[0], &magazine));
	fetch_init();
	read_marks(cx, magazine, &m);
	bool again = true;
	for (int i = 0; again && i < ROUNDS; i++)
		TRY(round_of(cx, url, token, magazine, &m, &again, &sent));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "sent");
		jw_int(&call->w, sent);
		jw_key(&call->w, "cursor");
		jw_int(&call->w, m.got);
		jw_end(&call->w);
	} else {
		buf_printf(call->out, words(cx, "%" PRId64 " entries sent; the county's are here\n"), sent);
	}
	return STATUS_OK;
}

static const struct verb table[] = {
	{"explosive sync", "MAGAZINE --url=URL [--token=TOKEN]", "url= token=", 1, 1, VERB_DB, sync_verb,
	 "send this machine's entries to the county and take in the others'"},
};
const struct verbs keep_sync_verbs = VERBS(table);
